"""What a button shows, for every provider, display and language."""

import re
from typing import ClassVar, get_args
from xml.etree import ElementTree

import pytest
from markupsafe import Markup

from solidarity_widgets import (
    Provider,
    ProviderRegistry,
    builtin_registry,
    share_button,
    share_buttons,
)
from solidarity_widgets.i18n import available_locales, get_locale
from solidarity_widgets.sharing.fields import Display
from solidarity_widgets.sharing.icons import default_icons

URL = "https://example.org/?a=1&b=<2>"
NEEDS = {"app_id": "1", "instance": "social.example", "image": "https://example.org/i.png"}
#: Providers whose button can be made: the others have no link.
PROVIDERS = [
    provider
    for provider in builtin_registry()
    if provider.endpoint or provider.action or provider.status.value == "retired"
]
LOCALES = [*sorted(available_locales()), "en", "ka"]  # with a catalog, and without
DISPLAYS = get_args(Display)
#: What readers of mail, feeds and books know.
PLAIN_ELEMENTS = {"p", "ul", "ol", "li", "a", "strong", "span", "br"}
PLAIN_ATTRIBUTES = {"class", "lang", "dir", "role", "aria-label", "href", "rel", "target"}
ICON_ONLY = ("icon", "brand")


def make(provider, display, locale, **arguments):
    needs = {name: value for name, value in NEEDS.items() if name in {*provider.option_names(), "image"}}
    return share_button(
        URL, provider.id, display=display, locale=locale, retired="inert", title="A & B", **needs, **arguments
    )


def tree(widget):
    """Parse the HTML as XML: ``hidden``, the only boolean attribute, gets a value first."""
    return ElementTree.fromstring(re.sub(r" hidden(?=[ >])", ' hidden="hidden"', str(widget)))


def text_of(root, *, without=None):
    """Return the text of an element, without the descendants that have a class."""

    def parts(element):
        yield element.text or ""
        for child in element:
            if without is None or without not in child.get("class", "").split():
                yield from parts(child)
            yield child.tail or ""

    return " ".join("".join(parts(root)).split())


@pytest.mark.parametrize("display", DISPLAYS)
@pytest.mark.parametrize("provider", PROVIDERS, ids=lambda provider: provider.id)
def test_the_words_of_a_button(provider, display):
    """Screen readers get the whole label; what is visible is a part of it."""
    for locale in LOCALES:
        button = make(provider, display, locale)
        if display == "text" and provider.action:
            assert (str(button), bool(button), button.state) == ("", False, "omitted")
            continue
        root = tree(button)
        label = " ".join(button.label.split())
        words = text_of(root)
        assert label in words
        shown = text_of(root, without="sw-hidden")
        if display in ICON_ONLY:
            assert shown == ""
        elif display == "name" and button.state == "link":
            assert shown == " ".join(button.name.split())
            assert shown in words
        else:
            assert shown == label
        icons = [node for node in root.iter("svg") if node.get("class") == "sw-share__icon"]
        assert [(icon.get("width"), icon.get("height")) for icon in icons] == (
            [] if display == "text" else [("20", "20")]
        )
        titles = [node.get("title") for node in root.iter() if node.get("title")]
        assert titles == ([button.label] if display in ICON_ONLY else [])


@pytest.mark.parametrize("display", DISPLAYS)
def test_the_class_of_a_bar(display):
    bar = tree(share_buttons(URL, "telegram qr copy_link", display=display))
    assert bar.get("class") == f"sw-share sw-share--{display}"
    found = {name for node in bar.iter() for name in node.get("class", "").split()}
    modifiers = {name for name in found if name.startswith("sw-share__button--")}
    assert modifiers == ({f"sw-share__button--{display}"} if display in ICON_ONLY else set())


class TestNames:
    """The short name of a network, in the reader's language."""

    @pytest.mark.parametrize(
        ("provider", "locale", "expected"),
        [
            ("telegram", "en", "Telegram"),
            ("telegram", "be", "Telegram"),
            ("telegram", "ar", "تيليغرام"),
            ("odnoklassniki", "be", "Аднакласнікі"),
            ("odnoklassniki", "be-tarask", "Аднаклясьнікі"),
            ("odnoklassniki", "ru", "Одноклассники"),
            ("livejournal", "uk", "Живий Журнал"),
            ("email", "en", "Email"),
            ("email", "de", "E-Mail"),
            ("copy_link", "be", "Скапіяваць спасылку"),
            ("google_plus", "en", "Google+"),
        ],
    )
    def test_name(self, provider, locale, expected):
        assert share_button(URL, provider, locale=locale, retired="inert").name == expected

    @pytest.mark.parametrize(
        ("provider", "locale", "expected"),
        [
            ("telegram", "en", '<span class="sw-hidden">Share on </span>Telegram'),
            (
                "odnoklassniki",
                "be",
                'Аднакласнікі <span class="sw-hidden">Падзяліцца ў Аднакласніках</span>',
            ),
            ("vk", "ar", '<span class="sw-hidden">مشاركة على </span><bdi>VK</bdi>'),
            (
                "x",
                "en",
                '<span class="sw-hidden">Share on </span>X<span class="sw-hidden"> (formerly Twitter)</span>',
            ),
        ],
    )
    def test_the_hidden_rest(self, provider, locale, expected):
        button = share_button(URL, provider, display="name", locale=locale)
        assert f'<span class="sw-share__label">{expected}</span>' in str(button)

    def test_a_name_inside_another_word_is_not_the_name(self):
        class On(Provider):
            id = "on"
            name = "are"
            endpoint = "https://on.example/"

        button = share_button(URL, "on", display="name", registry=ProviderRegistry([On]))
        assert '<span class="sw-hidden">Share on </span>are</span>' in str(button)

    def test_a_closed_network_says_so(self):
        button = share_button(URL, "google_plus", display="name", retired="inert")
        assert text_of(tree(button), without="sw-hidden") == "Google+ has closed"


class TestText:
    """Plain links survive mail programs, feeds, books and AMP."""

    @pytest.mark.parametrize("locale", LOCALES)
    @pytest.mark.parametrize("new_tab", [False, True])
    def test_only_plain_elements(self, locale, new_tab):
        bar = share_buttons(
            URL,
            [provider.id for provider in PROVIDERS],
            display="text",
            title="A & B",
            locale=locale,
            retired="inert",
            new_tab=new_tab,
            **NEEDS,
        )
        root = ElementTree.fromstring(str(bar))
        assert {node.tag for node in root.iter()} <= PLAIN_ELEMENTS
        assert {name for node in root.iter() for name in node.attrib} <= PLAIN_ATTRIBUTES
        assert len(root) == len(bar) == sum(provider.action is None for provider in PROVIDERS)
        assert all(
            re.match(r"(https?|mailto|sms|viber|threema|[a-z-]+):", a.get("href")) for a in root.iter("a")
        )
        assert "sw-hidden" not in str(bar)

    def test_the_html(self):
        assert str(share_buttons("https://example.org/", "telegram, copy_link, google_plus", display="text",
                                 retired="inert", new_tab=True)) == (
            '<ul class="sw-share sw-share--text" lang="en" dir="ltr" role="list" '
            'aria-label="Share this page">'
            '<li><a href="https://t.me/share/url?url=https%3A%2F%2Fexample.org%2F" rel="noopener noreferrer" '
            'target="_blank">Share on Telegram (opens in a new tab)</a></li>'
            '<li><span dir="auto">Google+</span> has closed</li></ul>'
        )  # fmt: skip

    def test_one_link(self):
        link = share_button("https://example.org/", "telegram", display="text", locale="be")
        assert str(link) == (
            '<a href="https://t.me/share/url?url=https%3A%2F%2Fexample.org%2F" rel="noopener noreferrer" '
            'lang="be" dir="ltr">Падзяліцца ў Telegram</a>'
        )
        with_class = share_button("https://example.org/", "telegram", display="text", attrs={"class": "mine"})
        assert 'class="mine"' in str(with_class)

    def test_only_actions_leave_nothing(self):
        assert str(share_buttons(URL, "copy_link qr print web_share", display="text")) == ""

    def test_a_label_in_another_language_says_so(self):
        link = share_buttons(URL, "gmail", display="text", locale="ka")
        assert '<span lang="en">Send with Gmail</span>' in str(link)


@pytest.mark.parametrize("display", DISPLAYS)
@pytest.mark.parametrize(
    "hostile", ['"><script>alert(1)</script>', "' onload='x", "&lt;b&gt; {provider}", "\u202eabc"]
)
def test_hostile_text(display, hostile):
    """Titles, names and attributes are text in every display."""
    clean = hostile.replace("\u202e", "")

    class Commons(Provider):
        id = "commons"
        name = clean
        endpoint = "https://commons.example/"
        params: ClassVar = {"url": "url", "title": "title"}
        native_names: ClassVar = {"ar": clean}

    registry = ProviderRegistry([Commons])
    for locale in ("en", "ar"):
        bar = share_buttons(
            URL,
            "commons",
            display=display,
            title=clean,
            registry=registry,
            locale=locale,
            attrs={"data-x": clean},
        )
        root = tree(bar)
        assert root.get("data-x") == clean
        assert not list(root.iter("script"))
        assert not any(name.startswith("on") for node in root.iter() for name in node.attrib)
        assert bar[0].label in text_of(root)


@pytest.mark.parametrize("display", DISPLAYS)
def test_a_bar_can_be_on_a_page_twice(display):
    """No element has an id, so none is there twice."""
    bar = share_buttons(URL, [p.id for p in PROVIDERS], display=display, retired="inert", **NEEDS)
    page = Markup("<div>{}{}</div>").format(bar, bar)
    assert not [node for node in tree(page).iter() if "id" in node.attrib]


def test_the_default_icons_are_the_brands():
    assert default_icons() == "brands"  # the extra is installed wherever the tests run
    assert str(share_button(URL, "telegram")) == str(share_button(URL, "telegram", icons="brands"))
    assert str(share_button(URL, "telegram")) != str(share_button(URL, "telegram", icons="project"))


def test_the_locales_are_there():
    assert len({get_locale(code).tag for code in LOCALES}) >= 15
