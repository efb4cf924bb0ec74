"""Buttons: the networks' life cycle, the options, the markup, the words, and values for one's own markup."""

import inspect
import sys
import warnings
from html.parser import HTMLParser
from typing import get_args

import jinja2
import pytest
import segno
from django.utils.functional import lazystr
from markupsafe import Markup
from simplepycons import all_icons

from solidarity_widgets import (
    InvalidAttributeError,
    InvalidFieldError,
    InvalidURLError,
    MissingExtraError,
    NoProvidersWarning,
    Provider,
    ProviderRegistry,
    RetiredProviderWarning,
    ShareButton,
    ShareButtons,
    Status,
    UnknownOptionError,
    UnknownProviderError,
    default_registry,
    share_button,
    share_buttons,
    share_url,
    use_locale,
)
from solidarity_widgets.sharing.fields import Display

URL = "https://example.org/?a=1&b=2"
RETIRED = [provider.id for provider in default_registry() if provider.status.value == "retired"]
LIVE = [provider.id for provider in default_registry().active()]
NEEDS = {
    "facebook_messenger": {"app_id": "1"},
    "lemmy": {"instance": "social.example"},
    "pinterest": {"image": "https://example.org/i.png"},
}
ALL_NEEDS = {name: value for options in NEEDS.values() for name, value in options.items()}
VOID = {"meta", "link", "img", "br", "input", "path", "circle", "rect"}


class Node:
    def __init__(self, tag, attrs=(), parent=None):
        self.tag, self.attrs, self.parent, self.children = tag, dict(attrs), parent, []

    def all(self, tag):
        """Return the descendants with a tag, in order."""
        found = []
        for child in self.children:
            if isinstance(child, Node):
                found += [child] if child.tag == tag else []
                found += child.all(tag)
        return found

    def one(self, tag):
        (node,) = self.all(tag)
        return node

    @property
    def text(self):
        return "".join(child if isinstance(child, str) else child.text for child in self.children)

    @property
    def classes(self):
        return self.attrs.get("class", "").split()


class Tree(HTMLParser):
    """Refuses what is not closed, so that every parse is a check of well-formedness."""

    def __init__(self, markup):
        super().__init__()
        self.root = self.open = Node("root")
        self.feed(str(markup))
        self.close()
        assert self.open is self.root, f"<{self.open.tag}> is not closed"

    def handle_starttag(self, tag, attrs):
        assert len(dict(attrs)) == len(attrs), f"an attribute stands twice in <{tag}>"
        node = Node(tag, attrs, self.open)
        self.open.children.append(node)
        if tag not in VOID:
            self.open = node

    def handle_startendtag(self, tag, attrs):
        self.open.children.append(Node(tag, attrs, self.open))

    def handle_endtag(self, tag):
        assert self.open.tag == tag, f"</{tag}> closes <{self.open.tag}>"
        self.open = self.open.parent

    def handle_data(self, data):
        self.open.children.append(data)


def parse(widget):
    return Tree(widget).root


def ids(bar):
    return [button.provider.id for button in bar]


def quietly(function, *args, **kwargs):
    """Call a function whose warnings are not what is tested."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RetiredProviderWarning)
        return function(*args, **kwargs)


# --- life cycle -------------------------------------------------------------------------------------------


class TestSkip:
    """By default a closed network is left out, with a warning that says what to do."""

    @pytest.mark.parametrize("provider", RETIRED)
    def test_it_is_left_out(self, provider):
        with pytest.warns(RetiredProviderWarning) as caught:
            bar = share_buttons(URL, ["vk", provider, "telegram"])
        assert ids(bar) == ["vk", "telegram"]
        assert len(caught) == 1

    @pytest.mark.parametrize("provider", RETIRED)
    def test_its_link_is_still_made_without_a_warning(self, provider):
        assert share_url(URL, provider).startswith(default_registry()[provider].endpoint)

    @pytest.mark.parametrize(
        ("provider", "expected_text"),
        [
            (
                "google_plus",
                "Google+ has been closed since 2019-04-02, so its button is left out. Pass retired='inert' "
                "to say so on the page, or retired='link' to link to it anyway.",
            ),
            (
                "pocket",
                "Pocket has been closed since 2025-07-08, so its button is left out. Pass retired='inert' "
                "to say so on the page, or retired='link' to link to it anyway, or retired='successor' "
                "for 'instapaper'.",
            ),
            (
                "moikrug",
                "Moi Krug has been closed, so its button is left out. Pass retired='inert' to say so "
                "on the page, or retired='link' to link to it anyway.",
            ),
        ],
    )
    def test_the_warning(self, provider, expected_text):
        with pytest.warns(RetiredProviderWarning) as caught:
            share_buttons(URL, provider)
        assert [str(warning.message) for warning in caught] == [expected_text]

    def test_the_warning_comes_once_per_place_and_points_there(self):
        """The same line warns once however often it runs; another line warns again."""
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("default")
            for _ in range(3):
                share_buttons(URL, "google_plus vk")
                here = inspect.currentframe().f_lineno
            for _ in range(3):
                share_button(URL, "google_plus")
        assert [(warning.filename, warning.lineno) for warning in caught] == [
            (__file__, here - 1),
            (__file__, here + 2),
        ]

    def test_two_closed_networks_in_one_place_are_both_named(self):
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("default")
            for _ in range(2):
                share_buttons(URL, "google_plus yandex")
        assert [str(warning.message).split(" has")[0] for warning in caught] == ["Google+", "Ya.ru"]

    def test_the_warning_can_be_filtered(self):
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            warnings.filterwarnings("ignore", category=RetiredProviderWarning)
            assert ids(share_buttons(URL, "google_plus vk")) == ["vk"]

    def test_a_bar_of_nothing_but_closed_networks_is_empty(self):
        bar = quietly(share_buttons, URL, RETIRED)
        assert (len(bar), str(bar)) == (0, "")
        assert not bar


class TestOmitted:
    """A single button that is left out is a widget all the same: empty and false."""

    @pytest.fixture
    def button(self):
        return quietly(share_button, URL, "yandex", locale="be", attrs={"class": "mine"})

    def test_it_is_empty_and_false(self, button):
        assert not button
        assert (str(button), button.__html__(), button.item_html) == ("", "", "")

    def test_its_attributes_are_readable(self, button):
        assert (button.state, button.url, button.provider.id) == ("omitted", "", "yandex")
        assert button.locale.tag == "be"
        assert button.content.url == URL

    def test_its_content_is_whole(self):
        button = quietly(share_button, URL, "yandex", title="Воля", text="Салют", campaign={"s": "x"})
        assert (button.content.title, button.content.text) == ("Воля", "Салют")
        assert button.content.url == f"{URL}&s=x"

    def test_others_are_true(self):
        states = [share_button(URL, name, retired="inert") for name in ("vk", "copy_link", "google_plus")]
        assert [button.state for button in states] == ["link", "action", "retired"]
        assert all(states)


class TestOneNetwork:
    """share_button() makes one button; what names several is refused with the remedy."""

    @pytest.mark.parametrize("given", ["vk telegram", ["vk", "telegram"], ("vk ok",), Markup("vk ok x")])
    def test_several_are_refused(self, given):
        with pytest.raises(InvalidFieldError) as caught:
            share_button(URL, given)
        assert caught.value.field == "provider"
        assert "must be one network; use share_buttons() for several" in str(caught.value)

    @pytest.mark.parametrize("given", ["vk", " vk ", ["vk"], lazystr("vk")])
    def test_one_is_fine(self, given):
        assert share_button(URL, given).provider.id == "vk"

    def test_none_is_an_unknown_provider(self):
        with pytest.raises(UnknownProviderError):
            share_button(URL, "")

    def test_a_bar_is_made_of_the_same_buttons(self):
        for provider in ("vk", "copy_link", "qr"):
            (button,) = share_buttons(URL, provider, title="Воля", locale="be")
            one = share_button(URL, provider, title="Воля", locale="be")
            assert (str(one), one.content) == (str(button), button.content)


class TestInert:
    """An inert button says that the network has closed, and links nowhere."""

    @pytest.mark.parametrize("provider", RETIRED)
    def test_it_says_so_and_does_not_link(self, provider):
        button = share_button(URL, provider, retired="inert", display="label")
        assert (button.state, button.url) == ("retired", "")
        root = parse(button)
        assert root.all("a") + root.all("button") == []
        assert button.label.endswith(" has closed")
        assert root.text == button.label

    def test_its_markup(self):
        button = share_button(URL, "google_plus", retired="inert", locale="ru")
        root = parse(button)
        outer, inner, label = root.all("span")
        assert outer.attrs == {"class": "sw-share__item", "lang": "ru", "dir": "ltr"}
        assert inner.attrs == {
            "class": "sw-share__button sw-share__button--retired",
            "data-sw-provider": "google_plus",
        }
        assert label.text == button.label
        assert label.one("bdi").text == "Google+"

    def test_it_keeps_its_place_among_the_live(self):
        bar = share_buttons(URL, "vk google_plus telegram", retired="inert")
        assert [button.state for button in bar] == ["link", "retired", "link"]
        assert len(parse(bar).all("a")) == 2

    def test_what_has_closed_may_be_less_than_the_name(self):
        button = share_button(URL, "yandex", retired="inert")
        assert button.label == "Ya.ru has closed"


class TestSuccessor:
    """A closed network gives its place to the live one that followed it, under that one's own name."""

    @pytest.mark.parametrize(
        ("closed", "heir"), [("yandex", "yandex_mail"), ("pocket", "instapaper"), ("skype", "teams")]
    )
    def test_it_is_swapped_in(self, closed, heir):
        button = share_button(URL, closed, title="A", retired="successor")
        own = share_button(URL, heir, title="A")
        assert (button.provider.id, button.state) == (heir, "link")
        assert (button.url, button.label, str(button)) == (own.url, own.label, str(own))

    def test_it_stands_where_the_closed_one_stood(self):
        assert ids(share_buttons(URL, "vk yandex telegram", retired="successor")) == [
            "vk",
            "yandex_mail",
            "telegram",
        ]

    @pytest.mark.parametrize(
        ("asked", "expected"),
        [
            ("yandex yandex_mail vk", ["yandex_mail", "vk"]),
            ("yandex_mail vk yandex", ["yandex_mail", "vk"]),
            ("yandex vk ya", ["yandex_mail", "vk"]),
        ],
    )
    def test_it_is_not_doubled(self, asked, expected):
        assert ids(share_buttons(URL, asked, retired="successor")) == expected

    def test_without_one_the_network_is_left_out(self):
        with pytest.warns(RetiredProviderWarning, match=r"Google\+ has been closed"):
            assert ids(share_buttons(URL, "google_plus vk", retired="successor")) == ["vk"]

    def test_a_successor_that_is_not_registered(self):
        registry = ProviderRegistry([default_registry()["yandex"]])
        with pytest.warns(RetiredProviderWarning):
            assert ids(share_buttons(URL, "yandex", registry=registry, retired="successor")) == []

    def test_a_successor_that_has_closed_too(self):
        first = type(
            "First", (default_registry()["pocket"],), {"successor": "second", "id": "first", "aliases": ()}
        )
        second = type("Second", (first,), {"successor": "first", "id": "second"})
        registry = ProviderRegistry([first, second])
        with pytest.warns(RetiredProviderWarning):
            assert ids(share_buttons(URL, "first", registry=registry, retired="successor")) == []

    def test_live_networks_stay(self):
        assert ids(share_buttons(URL, "vk instapaper", retired="successor")) == ["vk", "instapaper"]


class TestLink:
    """For archives a closed network is linked all the same."""

    @pytest.mark.parametrize("provider", RETIRED)
    def test_it_is_linked(self, provider):
        button = share_button(URL, provider, title="A", retired="link")
        assert button.state == "link"
        assert parse(button).one("a").attrs["href"] == share_url(URL, provider, title="A")


class TestLive:
    """Active, restricted and unknown networks have buttons under every policy, without a warning."""

    @pytest.mark.parametrize("retired", ["skip", "inert", "successor", "link"])
    def test_all_of_them(self, retired):
        wanted = [name for name in LIVE if default_registry()[name].endpoint]
        bar = share_buttons(URL, wanted, retired=retired, **ALL_NEEDS)
        assert ids(bar) == wanted
        assert {button.state for button in bar} == {"link"}

    @pytest.mark.parametrize("value", ["unknown", "restricted"])
    def test_doubtful_ones(self, value):
        class Doubtful(Provider):
            id = "doubtful"
            name = "Doubtful"
            endpoint = "https://doubtful.example/"
            status = Status(value, since="2018", reason="Nobody knows.")

        button = share_button(URL, "doubtful", registry=ProviderRegistry([Doubtful]))
        assert button.state == "link"

    def test_unknown_ones_of_the_library(self):
        unknown = [provider.id for provider in default_registry() if provider.status.value == "unknown"]
        assert set(unknown) == {
            "myworld",
            "liveinternet",
            "buffer",
            "evernote",
            "blogger",
            "flipboard",
            "yahoo_mail",
        }
        assert ids(share_buttons(URL, unknown)) == unknown


# --- which buttons ----------------------------------------------------------------------------------------


class TestChoice:
    """The order is the caller's; what is named twice, by whatever alias, stands once."""

    @pytest.mark.parametrize(
        ("asked", "expected"),
        [
            ("telegram vk", ["telegram", "vk"]),
            ("vk telegram", ["vk", "telegram"]),
            (["telegram", "vk"], ["telegram", "vk"]),
            (("telegram", "vk"), ["telegram", "vk"]),
            ({"telegram": 1, "vk": 2}, ["telegram", "vk"]),
            ("  telegram\n\tvk ", ["telegram", "vk"]),
            ("vk tg VKontakte telegram вк", ["vk", "telegram"]),
            ("google_mail live-journal ОК", None),
            ("google_mail live-journal ok", ["gmail", "livejournal", "odnoklassniki"]),
            (Markup("telegram vk"), ["telegram", "vk"]),
            (lazystr("telegram vk"), ["telegram", "vk"]),
            ([lazystr("telegram"), Markup("vk")], ["telegram", "vk"]),
            ((name for name in ("telegram", "vk")), ["telegram", "vk"]),
            ("vk,telegram", ["vk", "telegram"]),
            ("telegram, vk,,ok", ["telegram", "vk", "odnoklassniki"]),
            (["telegram, vk", "ok"], ["telegram", "vk", "odnoklassniki"]),
        ],
        ids=lambda value: None,
    )
    def test_order_and_duplicates(self, asked, expected):
        if expected is None:  # Cyrillic letters that look like Latin ones
            with pytest.raises(LookupError, match="Unknown provider 'ОК'"):
                share_buttons(URL, asked)
        else:
            assert ids(share_buttons(URL, asked)) == expected

    @pytest.mark.parametrize("nothing", [None, "", " , ", [], [""], jinja2.Undefined()])
    def test_no_networks(self, nothing):
        """A mistyped variable would otherwise remove the bar without a word."""
        with pytest.warns(NoProvidersWarning, match="got no providers, so the bar is empty"):
            bar = share_buttons(URL, nothing)
        assert (str(bar), len(bar), list(bar)) == ("", 0, [])

    @pytest.mark.parametrize(
        ("field", "value"),
        [("retired", "hide"), ("display", "boxes"), ("icons", None), ("icons", "emoji"), ("retired", None)],
    )
    @pytest.mark.parametrize("function", [share_button, share_buttons])
    def test_choices_are_checked(self, function, field, value):
        with pytest.raises(InvalidFieldError, match="must be one of '") as caught:
            function(URL, "vk", **{field: value})
        assert (caught.value.field, caught.value.value) == (field, value)


class TestOptions:
    """Each network gets the options it knows; one that nobody knows is refused."""

    def test_they_go_to_those_who_know_them(self):
        bar = share_buttons(URL, "vk mastodon whatsapp", instance="mastodon.social", phone="375291234567")
        by_id = {button.provider.id: button.url for button in bar}
        assert by_id["vk"] == share_url(URL, "vk")
        assert by_id["mastodon"] == share_url(URL, "mastodon", instance="mastodon.social")
        assert by_id["whatsapp"] == share_url(URL, "whatsapp", phone="375291234567")

    def test_one_that_several_know_goes_to_all(self):
        bar = share_buttons(URL, "email sms", to="12345")
        assert [button.url for button in bar] == [
            share_url(URL, "email", to="12345"),
            share_url(URL, "sms", to="12345"),
        ]

    @pytest.mark.parametrize("function", [share_button, share_buttons])
    def test_one_that_nobody_knows_is_refused(self, function):
        with pytest.raises(UnknownOptionError) as caught:
            function(URL, "mastodon", instanse="mastodon.social")
        assert isinstance(caught.value, TypeError)
        assert (caught.value.option, caught.value.providers, caught.value.known) == (
            "instanse",
            ("mastodon",),
            ("instance",),
        )
        assert (
            str(caught.value)
            == "mastodon has no option 'instanse'; valid options: 'instance'. Did you mean 'instance'?"
        )

    def test_the_valid_ones_of_all_are_listed(self):
        with pytest.raises(UnknownOptionError) as caught:
            share_buttons(URL, "mastodon whatsapp vk", colour="red")
        assert caught.value.providers == ("mastodon", "whatsapp", "vk")
        assert caught.value.known == ("instance", "no_vk_links", "noparse", "phone")

    def test_of_a_network_without_options(self):
        with pytest.raises(
            UnknownOptionError, match="telegram has no option 'instance'; it takes no options"
        ):
            share_button(URL, "telegram", instance="x")

    def test_of_no_network_at_all(self):
        with (
            pytest.warns(NoProvidersWarning),
            pytest.raises(UnknownOptionError, match="No provider was given, so option 'instance'"),
        ):
            share_buttons(URL, [], instance="x")

    def test_of_a_closed_network_that_is_left_out(self):
        bar = quietly(share_buttons, URL, "xing vk", follow_url="https://example.org/")
        assert ids(bar) == ["vk"]

    def test_of_a_successor(self):
        button = share_button(URL, "yandex", retired="successor", to="a@example.org")
        assert button.url == share_url(URL, "yandex_mail", to="a@example.org")


# --- markup -----------------------------------------------------------------------------------------------


class TestBar:
    """A labelled list of real links, which work without a script and tell the network nothing of the page."""

    def test_the_list(self):
        root = parse(share_buttons(URL, "vk telegram", locale="fa"))
        bar = root.one("ul")
        assert bar.attrs == {
            "class": "sw-share sw-share--label",
            "lang": "fa",
            "dir": "rtl",
            "role": "list",
            "aria-label": bar.attrs["aria-label"],
        }
        assert bar.attrs["aria-label"].strip()
        assert [item.attrs for item in bar.all("li")] == [{"class": "sw-share__item"}] * 2

    def test_a_link(self):
        link = parse(share_buttons(URL, "telegram", title="A & B", locale="be")).one("a")
        assert link.attrs == {
            "class": "sw-share__button",
            "data-sw-provider": "telegram",
            "href": "https://t.me/share/url?url=https%3A%2F%2Fexample.org%2F%3Fa%3D1%26b%3D2&text=A%20%26%20B",
            "rel": "noopener noreferrer",
        }
        assert link.text == "Падзяліцца ў Telegram"

    def test_the_link_is_escaped_once(self):
        markup = str(share_button(URL, "telegram", title="A"))
        assert (
            'href="https://t.me/share/url?url=https%3A%2F%2Fexample.org%2F%3Fa%3D1%26b%3D2&amp;text=A"'
            in markup
        )

    def test_a_single_link_carries_its_language(self):
        link = parse(share_button(URL, "telegram", locale="he")).one("a")
        assert (link.attrs["lang"], link.attrs["dir"]) == ("he", "rtl")

    @pytest.mark.parametrize("retired", ["inert", "link"])
    @pytest.mark.parametrize("provider", [p.id for p in default_registry() if p.endpoint or p.action])
    def test_nothing_runs_or_loads(self, provider, retired):
        """No style, no script, no handler, nothing that is fetched, in any button."""
        root = parse(share_buttons(URL, provider, retired=retired, text="'\"<>&", **NEEDS.get(provider, {})))
        for tag in (
            "script",
            "style",
            "img",
            "iframe",
            "link",
            "use",
            "image",
            "form",
            "object",
            "foreignobject",
        ):
            assert root.all(tag) == []
        allowed = "ul li a span bdi svg path circle rect sw-action button details summary".split()
        for node in [found for tag in allowed for found in root.all(tag)]:
            bad = [name for name in node.attrs if name.startswith("on") or name in ("style", "src", "srcset")]
            assert bad == []
        assert sum(len(root.all(tag)) for tag in allowed) == count(root)

    def test_icons_are_hidden_from_assistive_technology(self):
        icon = parse(share_button(URL, "vk")).one("svg")
        assert icon.attrs["aria-hidden"] == "true"
        assert icon.attrs["focusable"] == "false"
        assert icon.attrs["fill"] == "currentColor"
        assert (icon.attrs["width"], icon.attrs["height"]) == ("20", "20")

    @pytest.mark.parametrize("display", get_args(Display))
    def test_no_button_has_a_colour_of_its_own(self, display):
        """Colours come from the stylesheet of brands, so that all of a bar is coloured or none of it."""
        bar = share_buttons(URL, "vk x max google_plus qr copy_link", display=display, retired="inert")
        assert not {"color", "style", "stroke"} & {
            name for node in parse(bar).all("svg") for name in node.attrs
        }


def count(node):
    return sum(1 + count(child) for child in node.children if isinstance(child, Node))


class TestIconDisplay:
    """Where only icons are shown, the label is still there for screen readers and as a tooltip."""

    def test_a_bar(self):
        bar = parse(
            share_buttons(URL, "vk google_plus qr copy_link", display="icon", retired="inert", locale="ru")
        )
        assert bar.one("ul").classes == ["sw-share", "sw-share--icon"]
        labels = [span for span in bar.all("span") if "sw-share__label" in span.classes]
        assert len(labels) == 4
        assert all("sw-hidden" in label.classes and label.text.strip() for label in labels)
        titled = [
            node
            for tag in ("a", "span", "summary", "button")
            for node in bar.all(tag)
            if "title" in node.attrs
        ]
        assert sorted(node.attrs["title"] for node in titled) == sorted(label.text for label in labels)

    def test_a_label_has_no_tooltip(self):
        markup = str(share_buttons(URL, "vk google_plus qr copy_link", retired="inert"))
        assert "title=" not in markup
        assert "sw-hidden" not in markup


class TestNewTab:
    """Links open in the same tab; a new one is opt-in and announced."""

    def test_by_default(self):
        assert "target" not in parse(share_button(URL, "vk")).one("a").attrs

    @pytest.mark.parametrize("locale", ["en", "be", "ar"])
    def test_opt_in(self, locale):
        link = parse(share_buttons(URL, "vk", new_tab=True, locale=locale)).one("a")
        assert (link.attrs["target"], link.attrs["rel"]) == ("_blank", "noopener noreferrer")
        hint = link.all("span")[-1]
        assert hint.classes == ["sw-hidden"]
        assert link.text == f"{share_button(URL, 'vk', locale=locale).label} {hint.text}"
        assert hint.text.startswith("(")

    def test_it_says_nothing_of_buttons_that_open_none(self):
        markup = str(share_buttons(URL, "copy_link google_plus", new_tab=True, retired="inert"))
        assert "_blank" not in markup
        assert "sw-hidden" not in markup


EXTRA = {
    "class_": "mine",
    "id": "x",
    "data_page": 4,
    "aria-label": "Мае <кнопкі>",
    "hidden": True,
    "lang": None,
}


class TestAttrs:
    """Extra attributes stand on the outer element; classes add up; what runs or loads is refused."""

    def test_on_a_bar(self):
        bar = parse(share_buttons(URL, "vk", attrs=EXTRA)).one("ul")
        assert bar.classes == ["sw-share", "sw-share--label", "mine"]
        assert {name: bar.attrs[name] for name in ("id", "data-page", "aria-label", "hidden", "lang")} == {
            "id": "x",
            "data-page": "4",
            "aria-label": "Мае <кнопкі>",
            "hidden": None,
            "lang": "en",
        }

    @pytest.mark.parametrize(
        ("provider", "tag", "own"),
        [
            ("vk", "a", "sw-share__button"),
            ("copy_link", "span", "sw-share__item"),
            ("qr", "div", "sw-share__item"),
        ],
    )
    def test_on_a_button(self, provider, tag, own):
        outer = parse(share_button(URL, provider, attrs={"class": "mine", "id": "x"})).all(tag)[0]
        assert outer.classes == [own, "mine"]
        assert (outer.attrs["id"], outer.attrs["lang"]) == ("x", "en")

    @pytest.mark.parametrize(
        "name", ["onclick", "ON_CLICK", "style", "href", "rel", "target", "data-sw-action", "a b", "", 'x"y']
    )
    @pytest.mark.parametrize("function", [share_button, share_buttons])
    def test_refused(self, function, name):
        with pytest.raises(InvalidAttributeError) as caught:
            function(URL, "vk", attrs={name: "x"})
        assert isinstance(caught.value, ValueError)
        assert caught.value.name == name


class TestActions:
    """What only a script can do is hidden until the script reveals it; a QR code needs none."""

    @pytest.mark.parametrize(
        ("provider", "data"),
        [
            (
                "copy_link",
                {
                    "data-sw-action": "copy",
                    "data-sw-url": URL,
                    "data-sw-done": "Link copied",
                    "data-sw-failed": "Link could not be copied",
                },
            ),
            (
                "web_share",
                {
                    "data-sw-action": "share",
                    "data-sw-url": URL,
                    "data-sw-title": "A & B",
                    "data-sw-text": "C\nD",
                    "data-sw-done": "Link copied",
                    "data-sw-failed": "Link could not be copied",
                },
            ),
            ("print", {"data-sw-action": "print"}),
        ],
    )
    def test_buttons(self, provider, data):
        single = parse(share_button(URL, provider, title="A & B", text="C\nD"))
        in_bar = parse(share_buttons(URL, provider, title="A & B", text="C\nD"))
        for root, outer in ((single, single.children[0]), (in_bar, in_bar.one("li"))):
            assert "hidden" in outer.attrs
            assert outer.classes == ["sw-share__item"]
            assert root.one("sw-action").attrs == data
            assert root.one("button").attrs == {
                "class": "sw-share__button",
                "type": "button",
                "data-sw-provider": provider,
            }
            assert root.all("a") == []

    def test_empty_fields_are_left_out(self):
        action = parse(share_button(URL, "web_share")).one("sw-action")
        assert not {"title", "data-sw-title", "data-sw-text"} & set(action.attrs)

    @pytest.mark.parametrize("provider", ["copy_link", "web_share"])
    def test_copying_announces_itself(self, provider):
        """The share sheet's button copies where the sheet is refused."""
        root = parse(share_button(URL, provider, locale="be"))
        status = root.all("span")[-1]
        assert status.attrs == {"class": "sw-share__status", "role": "status"}
        expected_text = [root.one("sw-action").attrs[name] for name in ("data-sw-done", "data-sw-failed")]
        assert all(expected_text)
        assert not {"Link copied", "Link could not be copied"} & set(expected_text)

    def test_the_campaign_is_in_what_is_copied(self):
        action = parse(share_button(URL, "copy_link", campaign={"utm_source": "бар"})).one("sw-action")
        assert action.attrs["data-sw-url"] == f"{URL}&utm_source=%D0%B1%D0%B0%D1%80"

    @pytest.mark.parametrize("provider", ["copy_link", "web_share", "print", "qr"])
    def test_they_are_actions(self, provider):
        button = share_button(URL, provider, retired="inert")
        assert (button.state, button.url, bool(button)) == ("action", "", True)


class TestQR:
    """A QR code is drawn here, needs no script, and says what it is."""

    def test_it_is_not_hidden(self):
        for root in (parse(share_button(URL, "qr")), parse(share_buttons(URL, "qr"))):
            assert all(
                "hidden" not in node.attrs
                for tag in ("span", "li", "details", "svg")
                for node in root.all(tag)
            )
            assert root.all("button") + root.all("a") == []
            assert root.one("details").attrs == {"class": "sw-share__qr", "data-sw-provider": "qr"}
            assert root.one("summary").text == "QR code"

    @pytest.mark.parametrize(
        "url",
        [
            "https://example.org/",
            "https://example.org/é",
            "https://пример.example/путь",
            "https://приклад.example/шлях",
            "https://חופש.example/",
            "https://日本.example/",
        ],
    )
    def test_it_holds_the_url_as_utf8(self, url):
        """Modules are compared with a code made from the very bytes."""
        picture = parse(share_button(url, "qr")).all("svg")[-1]
        expected = segno.make_qr(url.encode("utf-8"), error="m").matrix
        size = len(expected) + 8
        assert picture.attrs["viewbox"] == f"0 0 {size} {size}"
        drawn = [[0] * size for _ in range(size)]
        for run in picture.one("path").attrs["d"].removeprefix("M").removesuffix("z").split("zM"):
            start, _, width = run.removesuffix(f"v1h-{run.rpartition('-')[2]}").partition("h")
            x, y = map(int, start.split())
            for offset in range(int(width)):
                drawn[y][x + offset] = 1
        assert [row[4:-4] for row in drawn[4:-4]] == [list(row) for row in expected]
        assert sum(map(sum, drawn)) == sum(map(sum, expected))

    def test_it_has_a_name(self):
        picture = parse(share_button(URL, "qr", locale="be")).all("svg")[-1]
        assert picture.attrs["role"] == "img"
        english = parse(share_button(URL, "qr", locale="en")).all("svg")[-1]
        assert english.attrs["aria-label"] == "QR code for this page"
        assert picture.attrs["aria-label"] not in ("", english.attrs["aria-label"])

    def test_a_url_too_long_for_it(self):
        with pytest.raises(InvalidURLError, match=r"too long for a QR code \(share a shorter one\)"):
            share_button(f"https://example.org/{'ў' * 2000}", "qr")

    def test_without_the_extra(self, monkeypatch):
        monkeypatch.setitem(sys.modules, "segno", None)
        with pytest.raises(MissingExtraError, match=r'pip install "solidarity-widgets\[qr\]"') as caught:
            share_button("https://example.org/without-segno", "qr")
        assert isinstance(caught.value, ImportError)
        assert (caught.value.feature, caught.value.extra) == ("qr", "qr")


class TestBrandIcons:
    """``icons="brands"`` shows the brands' own icons; a network without one keeps the library's."""

    def test_an_icon_of_simple_icons(self):
        drawn = [path.attrs["d"] for path in parse(share_button(URL, "telegram", icons="brands")).all("path")]
        assert len(drawn) == 1
        expected = all_icons["telegram"].raw_svg.partition(' d="')[2].partition('"')[0]
        assert drawn[0].split() == expected.split()

    @pytest.mark.parametrize("provider", ["linkedin", "copy_link", "max"])
    def test_a_network_without_one(self, provider):
        assert str(share_button(URL, provider, icons="brands")) == str(share_button(URL, provider))

    def test_every_icon_that_is_named_exists(self):
        """An icon that Simple Icons has removed would silently be replaced by the library's."""
        named = [provider for provider in default_registry() if provider.brand_icon]
        assert len(named) > 30
        assert all(all_icons[provider.brand_icon].raw_svg for provider in named)

    def test_an_icon_that_does_not_exist(self):
        class Dropped(Provider):
            id = "dropped"
            name = "Dropped"
            endpoint = "https://dropped.example/"
            brand_icon = "nosuchbrandicon"

        registry = ProviderRegistry([Dropped])
        branded = share_button(URL, "dropped", icons="brands", registry=registry)
        assert str(branded) == str(share_button(URL, "dropped", registry=registry))

    def test_without_the_extra(self, monkeypatch):
        class Fresh(Provider):
            id = "fresh"
            name = "Fresh"
            endpoint = "https://fresh.example/"
            brand_icon = "telegram"

        monkeypatch.setitem(sys.modules, "simplepycons", None)
        with pytest.raises(MissingExtraError, match=r'pip install "solidarity-widgets\[icons\]"'):
            str(share_button(URL, "fresh", icons="brands", registry=ProviderRegistry([Fresh])))


# --- words ------------------------------------------------------------------------------------------------


class TestLabels:
    """Labels are sentences of the reader's language; what falls back says which language it is in."""

    @pytest.mark.parametrize(
        ("locale", "expected"),
        [
            ("en", "Share on Odnoklassniki"),
            ("ru", "Поделиться в Одноклассниках"),
            ("ru_RU", "Поделиться в Одноклассниках"),
            ("kk", "Share on Odnoklassniki"),
            (["kk", "ru"], "Поделиться в Одноклассниках"),
            ("xx-nonsense", "Share on Odnoklassniki"),
        ],
    )
    def test_declined(self, locale, expected):
        assert share_button(URL, "odnoklassniki", locale=locale).label == expected

    @pytest.mark.parametrize(
        "locale", ["be", "be@tarask", "ru", "uk", "pl", "lt", "fr", "es", "de", "ar", "fa", "he"]
    )
    def test_every_button_speaks_every_language(self, locale):
        """No label of any network falls back to English."""
        names = [provider.id for provider in default_registry() if provider.endpoint or provider.action]
        bar = share_buttons(URL, names, retired="inert", locale=locale, **ALL_NEEDS)
        english = share_buttons(URL, names, retired="inert", locale="en", **ALL_NEEDS)
        assert len(bar) == len(names) == 64
        assert [b.label for b, e in zip(bar, english, strict=True) if b.label == e.label] == []
        assert [span for span in parse(bar).all("span") if "lang" in span.attrs] == []

    def test_spellings_of_a_locale(self):
        labels = {
            name: share_button(URL, "odnoklassniki", locale=name).label
            for name in ("en", "be", "be_BY", "be-tarask", "be@tarask", "ru")
        }
        assert labels["be"] == labels["be_BY"]
        assert labels["be-tarask"] == labels["be@tarask"]
        assert len({labels[name] for name in ("en", "be", "be-tarask", "ru")}) == 4

    def test_a_generic_label_isolates_the_name(self):
        label = parse(share_button(URL, "hatena", locale="ar")).all("span")[-1]
        assert label.one("bdi").text == "Hatena Bookmark"

    def test_a_name_that_the_readers_know(self):
        assert "Мой Круг" in share_button(URL, "moikrug", locale="be", retired="link").label
        assert "微信" not in share_button(URL, "vk", locale="zh").label
        assert "新浪微博" in share_button(URL, "weibo", locale="zh-CN").label
        assert "LiveInternet" in share_button(URL, "liveinternet", locale="be").label

    @pytest.mark.cldr
    @pytest.mark.parametrize(
        ("locale", "bar", "label"),
        [
            ("kk", {"lang": "kk", "dir": "ltr"}, {"lang": "en"}),
            ("ur", {"lang": "ur", "dir": "rtl"}, {"lang": "en", "dir": "ltr"}),
            ("be-tarask", {"lang": "be-tarask", "dir": "ltr"}, {}),
            ("en-GB", {"lang": "en-GB", "dir": "ltr"}, {}),
            ("ar-EG", {"lang": "ar-EG", "dir": "rtl"}, {}),
        ],
    )
    def test_a_fallback_carries_its_language_and_direction(self, locale, bar, label):
        root = parse(share_buttons(URL, "vk", locale=locale))
        given = root.one("ul").attrs
        assert {name: given[name] for name in ("lang", "dir")} == bar
        assert {name: v for name, v in root.one("span").attrs.items() if name != "class"} == label

    def test_the_default_is_that_of_the_context(self):
        with use_locale("be"):
            button = share_button(URL, "telegram")
            other = share_button(URL, "telegram", locale="ru")
        assert (button.label, other.label) == ("Падзяліцца ў Telegram", "Поделиться в Telegram")
        assert share_button(URL, "telegram").label == "Share on Telegram"

    def test_the_language_asked_for_reaches_networks_that_take_one(self):
        with use_locale("be"):
            button = share_button(URL, "google_plus", retired="link")
        assert button.url.endswith("&hl=be")
        assert "hl=" not in share_button(URL, "google_plus", retired="link").url

    @pytest.mark.parametrize(
        "locale", ["ru", "uk", "pl", "lt", "fr", "es", "de", "ar", "fa", "he", "be", "be@tarask"]
    )
    def test_a_closed_network_is_called_so(self, locale):
        button = share_button(URL, "google_plus", retired="inert", locale=locale)
        assert "Google+" in button.label
        assert "has closed" not in button.label
        assert parse(button).text == button.label


# --- values -----------------------------------------------------------------------------------------------


class TestValues:
    """A bar can be iterated, and a button read, for markup of one's own."""

    def test_a_bar_is_a_sequence_of_buttons(self):
        bar = share_buttons(URL, "vk telegram copy_link", title="A", locale="be")
        assert isinstance(bar, ShareButtons)
        assert len(bar) == 3
        assert [type(button) for button in bar] == [ShareButton] * 3
        assert [bar[0], bar[1], bar[2]] == list(bar) == list(bar.buttons)

    def test_what_a_template_author_reads(self):
        button = share_buttons(URL, "telegram", title="A", locale="be")[0]
        assert button.url == share_url(URL, "telegram", title="A")
        assert button.label == "Падзяліцца ў Telegram"
        assert (button.provider.id, button.provider.name, button.provider.colour) == (
            "telegram",
            "Telegram",
            "#26A5E4",
        )
        assert button.content.title == "A"
        assert button.locale.tag == "be"

    def test_own_markup(self):
        bar = share_buttons(URL, "telegram vk")
        own = Markup("").join(Markup('<a href="{}">{}</a>').format(b.url, b.label) for b in bar)
        links = parse(own).all("a")
        assert [(link.attrs["href"], link.text) for link in links] == [(b.url, b.label) for b in bar]

    def test_a_button_of_a_bar_renders_alone(self):
        button = share_buttons(URL, "telegram", locale="be", attrs={"class": "mine"})[0]
        assert str(button) == str(share_button(URL, "telegram", locale="be"))

    def test_an_item_of_a_bar_is_what_the_bar_shows(self):
        bar = share_buttons(URL, "telegram copy_link google_plus qr", retired="inert")
        inside = str(bar).partition(">")[2].removesuffix("</ul>")
        assert "".join(button.item_html for button in bar) == inside

    @pytest.mark.parametrize("name", ["vk", "copy_link", "qr", "google_plus"])
    def test_html_and_text_are_the_same_markup(self, name):
        for widget in (share_button(URL, name, retired="inert"), share_buttons(URL, name, retired="inert")):
            assert type(widget.__html__()) is Markup
            assert type(widget.__str__()) is Markup
            assert widget.__html__() == str(widget) == Markup("{}").format(widget)

    def test_it_is_frozen(self):
        with pytest.raises(AttributeError):
            share_button(URL, "vk").url = "x"

    def test_the_same_call_gives_the_same_markup(self):
        """What is prepared once for a network does not remember the last page."""
        first = str(share_buttons(URL, "vk telegram", title="A", locale="be"))
        other = str(share_buttons("https://example.org/other", "vk telegram", title="B", locale="be"))
        assert first != other
        assert first == str(share_buttons(URL, "vk telegram", title="A", locale="be"))

    @pytest.mark.parametrize("look", [{"display": "icon"}, {"icons": "project"}, {"new_tab": True}])
    def test_looks_do_not_mix(self, look):
        plain = str(share_buttons(URL, "vk"))
        assert str(share_buttons(URL, "vk", **look)) != plain
        assert str(share_buttons(URL, "vk")) == plain
