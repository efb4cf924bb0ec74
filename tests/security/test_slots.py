"""No text breaks out of its attribute or element, whatever its type and whoever renders it.

A page is rendered twice, with a harmless word and with a hostile text in the same slot. For an HTML parser
both must have the very same tags and attribute names in the same order, and every attribute value and text
of the second must be that of the first with the word replaced by the text: encoded where it is in a link.
"""

from __future__ import annotations

import asyncio
import re
import unicodedata
from collections.abc import Callable, Mapping
from html import escape as escaped
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import django.conf
import django.template
import jinja2
import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from django.utils.functional import lazystr
from django.utils.safestring import SafeString
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup, escape

import solidarity_widgets as sw
from solidarity_widgets.exceptions import InvalidFieldError, ProviderDefinitionError
from solidarity_widgets.i18n import catalogs
from solidarity_widgets.jinja import install
from solidarity_widgets.urls import percent_encode

if not django.conf.settings.configured:
    django.conf.settings.configure()


class OnlyHtml:
    """Offers nothing but ``__html__``, which is text like any other."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __html__(self) -> str:
        return self.text


TYPES: dict[str, Callable[[str], Any]] = {
    "str": str,
    "Markup": Markup,
    "SafeString": SafeString,
    "lazy": lazystr,
    "only HTML": OnlyHtml,
}

# --- the page, and who renders it -------------------------------------------------------------------------

BAR = (
    "telegram vk x odnoklassniki livejournal tumblr mastodon gmail mailru_mail email "
    "web_share copy_link google_plus"
)
PAGE = """<main>{{ bar }}{{ button }}{{ action }}<a href="{{ link }}">x</a></main>"""
CALLS = """<main>
{{- url | share_buttons(bar, **widget) -}}
{{- share_button(url, "x", new_tab=true, display="icon", **widget) -}}
{{- url | share_button("web_share", **action) -}}
<a href="{{ url | share_url("x", **linked) }}">x</a></main>"""


class Slots:
    """One page's arguments.

    Args:
        url: The page's address.
        attrs: Extra attributes, for widgets.
        options: Options of the provider X.
        **arguments: What all three functions take.
    """

    def __init__(
        self,
        url: object = "https://example.org/",
        attrs: Mapping[str, object] | None = None,
        options: Mapping[str, object] | None = None,
        **arguments: object,
    ) -> None:
        self.url = url
        look = {"attrs": attrs, "retired": "inert"}
        words = {"title": "T", "text": "W", **arguments}
        self.widget = {**words, **look, **(options or {})}
        self.action = {**words, **look}
        self.linked = {**words, **(options or {})}

    def values(self) -> dict[str, Any]:
        """What a template shows."""
        return {
            "bar": sw.share_buttons(self.url, BAR, **self.widget),
            "button": sw.share_button(self.url, "x", new_tab=True, display="icon", **self.widget),
            "action": sw.share_button(self.url, "web_share", **self.action),
            "link": sw.share_url(self.url, "x", **self.linked),
        }

    def parts(self) -> dict[str, Any]:
        """What a template calls the functions with."""
        return {**vars(self), "bar": BAR}


def plainly(slots: Slots) -> str:
    shown = slots.values()
    link = escape(shown.pop("link"))
    return f'<main>{"".join(map(str, shown.values()))}<a href="{link}">x</a></main>'


def in_jinja(*, autoescape: bool) -> Callable[[Slots], str]:
    environment = install(jinja2.Environment(autoescape=autoescape))
    page, calls = environment.from_string(PAGE), environment.from_string(CALLS)

    def render(slots: Slots) -> str:
        rendered = calls.render(slots.parts())
        assert page.render(slots.values()) == rendered
        return rendered

    return render


def in_async_jinja() -> Callable[[Slots], str]:
    calls = install(jinja2.Environment(autoescape=True, enable_async=True)).from_string(CALLS)
    return lambda slots: asyncio.run(calls.render_async(slots.parts()))


def in_django() -> Callable[[Slots], str]:
    page = django.template.Engine().from_string(PAGE)
    return lambda slots: page.render(django.template.Context(slots.values()))


RENDERERS: dict[str, Callable[[Slots], str]] = {
    "plain": plainly,
    "Jinja, autoescape on": in_jinja(autoescape=True),
    "Jinja, autoescape off": in_jinja(autoescape=False),
    "async Jinja": in_async_jinja(),
    "Django": in_django(),
}

# --- how it is read ---------------------------------------------------------------------------------------

Node = tuple[str, str, list[tuple[str, str | None]]]


class Reader(HTMLParser):
    """Notes what stands in a page: tags with their attributes, and texts."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.nodes: list[Node] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.nodes.append(("start", tag, attrs))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.nodes.append(("alone", tag, attrs))

    def handle_endtag(self, tag: str) -> None:
        self.nodes.append(("end", tag, []))

    def handle_data(self, data: str) -> None:
        if self.nodes and self.nodes[-1][0] == "text":
            data = self.nodes.pop()[1] + data
        self.nodes.append(("text", data, []))

    def handle_comment(self, data: str) -> None:
        self.nodes.append(("comment", data, []))

    handle_decl = handle_pi = unknown_decl = handle_comment


WORD = "Harmless"


def in_link(provider: str | None, link: str, text: str) -> str:
    """A network's link with *text* in the place of the word."""
    once = percent_encode(text)
    if provider == "livejournal":  # it reads the entry, and not the subject, as HTML
        subject, sign, entry = link.partition("&event=")
        return subject.replace(WORD, once) + sign + entry.replace(WORD, percent_encode(escaped(text)))
    # Mail.ru takes a whole mailto: URI as one value.
    return link.replace(WORD, percent_encode(once) if provider == "mailru_mail" else once)


def with_text(nodes: list[Node], text: str) -> list[Node]:
    """The page as it must be with *text* in the place of the word."""
    expected: list[Node] = []
    for kind, name, attributes in nodes:
        provider = dict(attributes).get("data-sw-provider")
        changed = [
            (key, value and (in_link(provider, value, text) if key == "href" else value.replace(WORD, text)))
            for key, value in attributes
        ]
        expected.append((kind, name.replace(WORD, text) if kind == "text" else name, changed))
    return expected


def hold(slots: Callable[[str], Slots], text: str, shown: str | None = None) -> None:
    """Render with the word and with *text* everywhere, and compare.

    Args:
        slots: Puts a text into the slot.
        text: The hostile text.
        shown: What of it stands in the page, if that is not the text itself.
    """
    for name, render in RENDERERS.items():
        harmless = Reader(render(slots(WORD))).nodes
        assert any(WORD in str(node) for node in harmless), name
        assert Reader(render(slots(text))).nodes == with_text(harmless, text if shown is None else shown), (
            name
        )


# --- hostile texts ----------------------------------------------------------------------------------------

PIECES = [
    *('"', "'", "<", ">", "&", "`", "=", "/", ";", "#", "%", "+", "?", "\\", " ", "\t", "{", "}", "\xa0"),
    *(
        '">',
        "'>",
        '" onclick="alert(1)',
        "' onfocus='alert(1)' autofocus='",
        "</a>",
        "</span></li></ul>",
        "-->",
    ),
    *(
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<!--",
        "]]>",
        "<![CDATA[",
        "</title>",
        "<?x",
    ),
    *("&quot;", "&#34;", "&#x22;", "&lt;", "&amp;quot;", "&copy", "&", "&#0;", "%22", "%3C", "%00", "%0D%0A"),
    *("javascript:alert(1)", "data:text/html,x", "//evil.example", "https://evil.example/"),
    *(
        "{{ 7*7 }}",
        "{% raw %}",
        "{provider}",
        "{n}",
        "%s",
        "%(x)s",
        "${x}",
        "{# #}",
        "\u200e",
        "Воля",
        "חופש",
        "✊🏽",
    ),
]
CHARACTERS = st.characters(
    exclude_categories=["Cc", "Cs", "Cn", "Zl", "Zp"],
    exclude_characters="\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
)
TEXTS = st.lists(
    st.sampled_from(PIECES) | st.text(CHARACTERS, min_size=1, max_size=4), min_size=1, max_size=6
).map("".join)


def without(pattern: str) -> Callable[[str], str]:
    """Takes out of a text what a slot refuses, and keeps something."""
    return lambda text: re.sub(pattern, "", text) or "<"


@pytest.fixture(scope="module", params=TYPES.values(), ids=TYPES)
def wrap(request: pytest.FixtureRequest) -> Callable[[str], Any]:
    return request.param


FEW = settings(max_examples=10, deadline=None)


class TestTexts:
    """The words of a page."""

    @given(TEXTS.filter(str.strip))
    @FEW
    def test_title(self, wrap: Callable[[str], Any], text: str) -> None:
        hold(lambda given_: Slots(title=wrap(given_)), text)

    @given(TEXTS.filter(str.strip))
    @FEW
    def test_text(self, wrap: Callable[[str], Any], text: str) -> None:
        hold(lambda given_: Slots(text=wrap(given_)), text)

    @given(TEXTS.map(without(r"[\s@,#/]")))
    @FEW
    def test_via(self, wrap: Callable[[str], Any], text: str) -> None:
        hold(lambda given_: Slots(via=wrap(given_)), text)

    @given(TEXTS.map(without(r"[\s#,.&]")))
    @FEW
    def test_hashtags(self, wrap: Callable[[str], Any], text: str) -> None:
        hold(lambda given_: Slots(hashtags=wrap(given_)), text)
        hold(lambda given_: Slots(hashtags=[wrap("first"), wrap(given_)]), text)


#: What no address may hold; "#" and "?" would only move the text to another part of it.
NO_URL = "[\\s\\\\#?\x00-\x20\x7f-\xa0\u061c\u200b\u200e\u200f\ufeff]"


class TestAddresses:
    """URLs are kept as they are, so they may hold quotes and angles."""

    @given(TEXTS.map(without(NO_URL)))
    @FEW
    def test_url(self, wrap: Callable[[str], Any], text: str) -> None:
        hold(lambda given_: Slots(wrap(f"https://example.org/{given_}")), text)
        hold(lambda given_: Slots(wrap(f"https://example.org/?{given_}=1#{given_}")), text)

    @given(TEXTS.map(without(NO_URL)))
    @FEW
    def test_image(self, wrap: Callable[[str], Any], text: str) -> None:
        hold(lambda given_: Slots(image=wrap(f"https://example.org/{given_}.png")), text)

    @given(TEXTS)
    @FEW
    def test_campaign_value(self, wrap: Callable[[str], Any], text: str) -> None:
        hold(lambda given_: Slots(campaign={"utm_source": wrap(given_)}), text, percent_encode(text))

    @given(TEXTS)
    @FEW
    def test_campaign_key(self, wrap: Callable[[str], Any], text: str) -> None:
        hold(lambda given_: Slots(campaign={wrap(given_): "1"}), text, percent_encode(text))


class TestExtras:
    """What else a caller gives."""

    @given(TEXTS)
    @FEW
    def test_attributes(self, wrap: Callable[[str], Any], text: str) -> None:
        hold(lambda given_: Slots(attrs={"id": wrap(given_), "data_x": "1"}), text)

    @given(TEXTS.filter(str.strip))
    @FEW
    def test_class(self, wrap: Callable[[str], Any], text: str) -> None:
        hold(lambda given_: Slots(attrs={"class": wrap(given_)}), text)

    @given(TEXTS)
    @FEW
    def test_options(self, wrap: Callable[[str], Any], text: str) -> None:
        hold(lambda given_: Slots(options={"related": wrap(given_)}), text)

    @given(TEXTS)
    @FEW
    def test_locale(self, wrap: Callable[[str], Any], text: str) -> None:
        for name, render in RENDERERS.items():
            page = render(Slots(locale=wrap(f"xx{text}")))
            assert Reader(page).nodes == Reader(render(Slots(locale="en"))).nodes, name

    @pytest.mark.parametrize(
        "slot", ["title", "text", "via", "hashtags", "image", "campaign", "attrs", "options", "url"]
    )
    def test_hostile_characters_are_refused_everywhere(self, wrap: Callable[[str], Any], slot: str) -> None:
        for character in "\0\x1b\x9b\u202e\u2066\ud800\ufffe":
            hostile = wrap(f"https://example.org/{character}x")
            mapped = {"campaign": {"a": hostile}, "attrs": {"id": hostile}, "options": {"related": hostile}}
            for render in RENDERERS.values():
                with pytest.raises(InvalidFieldError, match=rf"U\+{ord(character):04X}"):
                    render(Slots(**{slot: mapped.get(slot, hostile)}))


# --- texts of others: providers and translators -----------------------------------------------------------


def third_party(**attributes: Any) -> sw.ProviderRegistry:
    """A registry with somebody's provider, live and closed."""
    common = {"endpoint": "https://network.example/share", "name": "Network", **attributes}
    closed = {"id": "closed", "status": sw.Status("retired", "2019", "Closed."), **common}
    return sw.ProviderRegistry(
        [type("Live", (sw.Provider,), {"id": "live", **common}), type("Closed", (sw.Provider,), closed)]
    )


def theirs(**attributes: Any) -> str:
    """A page with somebody's provider, in a language of each direction, in every look."""
    registry = third_party(**attributes)
    common: dict[str, Any] = {"registry": registry, "retired": "inert"}
    bars = [
        sw.share_buttons("https://example.org/", "live closed", locale=locale, display=display, **common)
        for locale in ("en", "be", "ar")
        for display in ("label", "icon")
    ]
    return "".join(map(str, bars))


TEXT_TYPES = {name: TYPES[name] for name in ("str", "Markup", "SafeString")}
OTHER_TYPES = {name: TYPES[name] for name in ("lazy", "only HTML")}


class TestProviders:
    """Names that another package gives its networks."""

    @pytest.mark.parametrize("wrap_name", TEXT_TYPES.values(), ids=TEXT_TYPES)
    @pytest.mark.parametrize("attribute", ["name", "native_names", "label"])
    @given(text=TEXTS.filter(str.strip).filter(lambda text: not re.search(r"\{[a-z_]+\}", text)))
    @FEW
    def test_names(self, attribute: str, wrap_name: Callable[[str], Any], text: str) -> None:
        def given_(word: str) -> dict[str, Any]:
            wrapped = wrap_name(word)
            if attribute == "native_names":
                return {"native_names": {"en": wrapped, "be": wrapped, "ar": wrapped}}
            if attribute == "label":
                return {"label": sw.N_("share", wrapped)}
            return {"name": wrapped}

        harmless = Reader(theirs(**given_(WORD))).nodes
        assert any(WORD in str(node) for node in harmless)
        assert Reader(theirs(**given_(text))).nodes == with_text(harmless, text)

    @pytest.mark.parametrize("wrap_name", OTHER_TYPES.values(), ids=OTHER_TYPES)
    @pytest.mark.parametrize("attribute", ["name", "native_names"])
    def test_what_is_no_text_is_refused(self, attribute: str, wrap_name: Callable[[str], Any]) -> None:
        name = wrap_name("Network")
        with pytest.raises(ProviderDefinitionError):
            third_party(**{attribute: {"be": name} if attribute == "native_names" else name})

    @pytest.mark.parametrize("character", ["\0", "\x1b", "\u202e", "\u2066", "\ud800"], ids=ascii)
    def test_hostile_characters_are_refused_when_the_class_is_defined(self, character: str) -> None:
        hostile = f"Net{character}work"
        for attributes in (
            {"name": hostile},
            {"native_names": {"be": hostile}},
            {"label": sw.N_("share", hostile)},
        ):
            with pytest.raises(ProviderDefinitionError, match=rf"U\+{ord(character):04X}"):
                third_party(**attributes)

    @pytest.mark.parametrize("rtl", ["ar", "he", "fa"])
    def test_a_name_that_a_translation_repeats(self, tmp_path: Path, rtl: str) -> None:
        """In right-to-left languages a name inside a translation is isolated, and stays text."""
        name = Markup("<script>X</script>")
        message = sw.N_("share", "Share on X")
        with catalogs.reading(compiled_catalog(tmp_path, rtl, {message: f"שתף {name}!"})):
            registry = third_party(name=name, label=message)
            html = str(sw.share_button("https://example.org/", "live", registry=registry, locale=rtl))
        assert "<bdi>&lt;script&gt;X&lt;/script&gt;</bdi>!" in html
        assert "<script" not in html


#: Every message that share buttons show.
MESSAGES = [
    *(sw.N_("share", text) for text in ("Share on Telegram", "Share on {provider}", "Copy link", "QR code")),
    *(sw.N_("share", text) for text in ("Share with an app", "Print")),
    *(
        sw.N_("share-status", text)
        for text in ("{provider} has closed", "Link copied", "The link could not be copied")
    ),
    *(sw.N_("a11y", text) for text in ("Share this page", "QR code with the address of this page")),
    sw.N_("a11y", "(opens in a new tab)"),
]


def compiled_catalog(folder: Path, code: str, messages: Mapping[Any, str]) -> Path:
    """A folder like ``locales/`` with one catalog."""
    catalog = Catalog(locale=code, charset="utf-8")
    for message, text in messages.items():
        catalog.add(message.text, text, context=message.context)
    path = folder / code / "LC_MESSAGES" / "solidarity_widgets.mo"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_mo(file, catalog)
    return folder


class Translated(Slots):
    """A page in the language of the hostile catalog."""

    def __init__(self) -> None:
        super().__init__(locale="be")

    def values(self) -> dict[str, Any]:
        registry = third_party()
        for provider in sw.builtin_registry():
            registry.register(provider)
        bar = "telegram live closed copy_link qr web_share print"
        common: dict[str, Any] = {"locale": "be", "registry": registry, "retired": "inert", "new_tab": True}
        return {
            "bar": sw.share_buttons("https://example.org/", bar, **common),
            "button": sw.share_buttons("https://example.org/", bar, display="icon", **common),
            "action": sw.share_button("https://example.org/", "qr", **common),
            "link": "x",
        }


class TestTranslators:
    """What a catalog says."""

    @pytest.mark.parametrize("message", MESSAGES, ids=lambda message: message.text)
    @given(text=TEXTS.filter(str.strip).filter(lambda text: not re.search(r"\{[a-z_]+\}", text)))
    @FEW
    def test_a_hostile_translation(
        self, tmp_path_factory: pytest.TempPathFactory, message: Any, text: str
    ) -> None:
        folder = tmp_path_factory.getbasetemp() / "hostile"

        def pages(word: str) -> dict[str, list[Node]]:
            with catalogs.reading(compiled_catalog(folder, "be", {message: word})):
                return {name: Reader(show(Translated())).nodes for name, show in PAGE_RENDERERS.items()}

        harmless = pages(WORD)
        for name, found in pages(text).items():
            assert any(WORD in str(node) for node in harmless[name])
            assert found == with_text(harmless[name], text), name


def shown_in_jinja(*, autoescape: bool) -> Callable[[Slots], str]:
    page = jinja2.Environment(autoescape=autoescape).from_string(PAGE)
    return lambda slots: page.render(slots.values())


#: Those that show widgets made beforehand.
PAGE_RENDERERS = {
    "plain": plainly,
    "Jinja, autoescape on": shown_in_jinja(autoescape=True),
    "Jinja, autoescape off": shown_in_jinja(autoescape=False),
    "Django": RENDERERS["Django"],
}


def test_the_reader_would_notice() -> None:
    """The comparison itself: each way of breaking out is seen."""
    harmless = Reader(f'<p title="{WORD}">{WORD}</p>').nodes
    for broken in ('" onclick="x', "</p><p>", "<b>", "<!--x-->", "&amp;", "&lt;"):
        assert Reader(f'<p title="{broken}">{broken}</p>').nodes != with_text(harmless, broken), broken
    assert Reader('<p title="&#34;&lt;&amp;">&#34;&lt;&amp;</p>').nodes == with_text(harmless, '"<&')
    assert {unicodedata.category(character) for character in "".join(PIECES)} >= {"Sm", "Po", "Lo", "So"}
