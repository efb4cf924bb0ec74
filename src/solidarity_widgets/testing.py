"""Tests for authors of providers: a contract that every provider must meet.

Subclass :class:`ProviderContract`, set your provider, and let pytest collect the class::

    class TestCommons(ProviderContract):
        provider = Commons
        options = {"instance": "commons.example"}   # the options that the provider requires

No test framework is needed. Any runner that calls the ``test_…`` methods works.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping
from dataclasses import replace
from html import escape
from html.parser import HTMLParser
from typing import Any, ClassVar
from urllib.parse import unquote, urlsplit

from solidarity_widgets.exceptions import (
    DuplicateProviderError,
    MissingFieldError,
    NoShareURLError,
    RetiredProviderWarning,
    UnknownOptionError,
)
from solidarity_widgets.sharing import (
    Provider,
    ProviderRegistry,
    ShareButton,
    ShareContent,
    default_registry,
    share_button,
)
from solidarity_widgets.sharing.fields import RetiredPolicy

#: Characters that have broken share links, in one line of text.
_TRICKY = "\"'<b>&amp;&other=1+1=%41 100%#a {url}{title} %s Воля سلام\u200cها ✊🏽👨‍👩‍👧‍👦"
_URL_ONLY = ShareContent("https://example.org/")
_CONTENT = ShareContent(
    "https://приклад.example/шлях?a=1&b=%26+c#канец",
    title=f"T{_TRICKY}",
    text=f"X{_TRICKY}\nY",
    image="https://example.org/i.png?x=1&y=%2F",
    hashtags=("freeales", "Беларусь"),
    via="viasna96",
    lang="be",
)
_HARMLESS = replace(
    _CONTENT, url="https://example.org/", title="T", text="X", image="https://example.org/i", hashtags=("h",)
)
#: The URI characters of RFC 3986, without the apostrophe, which could end an HTML attribute.
_SAFE = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/?#@!$&()*+,;=%[]")
_NO_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_SHAPES = {"path", "circle", "rect"}


class ProviderContract:
    """The contract of every provider, in the library or in another package.

    Attributes:
        provider: The class under test.
        options: The options that it requires, if any.
        reads_html: Fields of ``params`` that the network reads as HTML, so that the provider escapes them.
    """

    provider: ClassVar[type[Provider]]
    options: ClassVar[Mapping[str, Any]] = {}
    reads_html: ClassVar[tuple[str, ...]] = ()

    def _link(self, content: ShareContent = _CONTENT) -> str:
        return self.provider.share_url(content, **self.options)

    def _has_link(self) -> bool:
        return self.provider.endpoint is not None

    def _bare(self) -> ShareContent:
        """Return a URL and only those fields that the provider requires."""
        needed = {
            name for field in self.provider.required for name in _FIELDS.get(field, ()) if name != "url"
        }
        return replace(_URL_ONLY, **{name: getattr(_HARMLESS, name) for name in needed})

    def _button(self, locale: str = "en", retired: RetiredPolicy = "link") -> ShareButton:
        return share_button(
            _CONTENT.url,
            self.provider.id,
            title=_CONTENT.title,
            text=_CONTENT.text,
            image=_CONTENT.image if "image" in self.provider.required else "",
            locale=locale,
            registry=ProviderRegistry([self.provider]),
            retired=retired,
            **self.options,
        )

    def _expected_content(self) -> ShareContent:
        """Return the content that share_button() makes of the arguments of :meth:`_button`."""
        image = _CONTENT.image if "image" in self.provider.required else ""
        return ShareContent(_CONTENT.url, title=_CONTENT.title, text=_CONTENT.text, image=image, lang="en")

    def _arrives(self, text: str, content: ShareContent = _CONTENT) -> bool:
        """Whether *text* is in the link, unchanged, after one strict decoding."""
        html = {self.provider.params[field] for field in self.reads_html}
        return any(
            (escape(text) if name in html else text) in value
            for name, value in _link_values(self._link(content))
        )

    def test_it_registers_once(self) -> None:
        """It is found by its id and by every alias, in any case, and cannot be registered twice."""
        registry = ProviderRegistry([self.provider])
        for name in (self.provider.id, *self.provider.aliases):
            assert registry[name] is self.provider, f"{name!r} does not find the provider"
            assert registry[name.upper()] is self.provider, f"{name.upper()!r} does not find the provider"
        try:
            registry.register(self.provider)
        except DuplicateProviderError:
            pass
        else:
            raise AssertionError("the provider could be registered twice")

    def test_its_link_holds_only_safe_ascii(self) -> None:
        """Its link is an exact ``str`` without characters that end an attribute or start a tag."""
        if self._has_link():
            assert type(self._link()) is str, "the link is not an exact str"
            unsafe = set(self._link()) - _SAFE
            assert not unsafe, f"the link holds {sorted(unsafe)} unencoded"

    def test_its_link_is_encoded_once(self) -> None:
        """Every escape is valid, no space is a plus, and decoding once yields the URL without escapes."""
        if self._has_link():
            sent = _link_values(self._link())
            assert not any("%25" in value for _, value in sent), "a percent sign is encoded twice"
            assert self._arrives(_CONTENT.url), f"the shared URL is not complete in {self._link()}"

    def test_each_parameter_is_sent_once(self) -> None:
        """No parameter is in the link twice, and no text adds a parameter."""
        if self._has_link():
            names = [name for name, _ in _split_link(self._link()) if name]
            assert len(names) == len(set(names)), f"parameters are sent twice: {names}"
            foreign = set(names) - {name for name, _ in _split_link(self._link(_HARMLESS))}
            assert not foreign, f"parameters come from the text: {sorted(foreign)}"

    def test_it_sends_the_fields_it_names(self) -> None:
        """Each content field of ``params`` is in the link unchanged, even if it looks like a placeholder."""
        if self._has_link():
            for field in sorted(set(self.provider.params) & set(_FIELDS)):
                content = replace(self._bare(), **{name: getattr(_CONTENT, name) for name in _FIELDS[field]})
                for expected in _texts(content):
                    assert self._arrives(expected, content), (
                        f"{field} is in params but is not sent completely"
                    )

    def test_words_reach_the_network(self) -> None:
        """A network that takes words receives the text, or the title if there is no text."""
        words = self._has_link() and self._link(replace(self._bare(), text="X", title="X"))
        if words and words != self._link(self._bare()):
            for field in {"text", "title"} & set(self.provider.required) or ("text", "title"):
                alone = replace(self._bare(), **{field: getattr(_CONTENT, field)})
                assert self._arrives(getattr(_CONTENT, field), alone), (
                    f"a {field} on its own is lost or changed"
                )

    def test_it_stays_at_its_endpoint(self) -> None:
        """No content changes the scheme or host of its link."""
        if self._has_link():
            place = urlsplit(self._link())[:2]
            assert place == urlsplit(self._link(self._bare()))[:2], "the content changed the host"
            if not (self.provider.options and self.options):  # an option may name the host
                assert place == urlsplit(self.provider.endpoint)[:2], "the link leaves the endpoint"

    def test_it_leaves_empty_fields_out(self) -> None:
        """A link for only a URL has no empty value, no superfluous separator and no ``None``."""
        if self._has_link():
            link = self._link(self._bare())
            link = link.replace("?&", "?", 1) if link.startswith("sms:") else link  # a spelling for iPhones
            assert not re.search(r"=(&|#|\Z)|[?&#](&|\Z)", link), f"an empty field is sent in {link}"
            empty = {"None", "null", "undefined", "False", "()", "[]"}
            assert not empty & {value for _, value in _link_values(link)}, (
                f"an empty value is sent as a word in {link}"
            )

    def test_long_text_never_cuts_the_url(self) -> None:
        """With two thousand emoji, the URL stays complete and limited fields stay within their limits."""
        if self._has_link():
            content = replace(_CONTENT, title="👨‍👩‍👧‍👦" * 2000, text="👨‍👩‍👧‍👦" * 2000)
            sent = _link_values(self._link(content))
            assert self._arrives(content.url, content), "a long text shortens the URL"
            for field, limit in self.provider.limits.items():
                for name, value in sent:
                    if name == self.provider.params[field]:
                        length = self.provider.text_length(value)
                        assert length <= limit, f"{field} is longer than {limit}"

    def test_the_same_content_gives_the_same_link(self) -> None:
        """Its link depends only on what is shared."""
        if self._has_link():
            first = self._link()
            self._link(_HARMLESS)
            assert self._link() == first, "the same content gave a different link"

    def test_it_refuses_what_it_does_not_know(self) -> None:
        """The error names an unknown option, and a required option that is missing."""
        if self._has_link():
            try:
                self.provider.share_url(_CONTENT, **self.options, no_such_option="x")
            except UnknownOptionError as error:
                assert error.option == "no_such_option", "the error names a different option"
            else:
                raise AssertionError("an unknown option was ignored")
            for name in set(self.provider.required) - {"url", "message"}:
                others = {option: value for option, value in self.options.items() if option != name}
                try:
                    self.provider.share_url(self._bare() if name in self.options else _URL_ONLY, **others)
                except MissingFieldError as error:
                    assert error.field in self.provider.required, f"the error names {error.field}"
                else:
                    raise AssertionError(f"{name} is required, but there is a link without it")

    def test_without_a_link_it_says_what_works(self) -> None:
        """If there is no share URL, the error gives the reason and lists providers that exist."""
        if not self._has_link():
            try:
                self._link()
            except NoShareURLError as error:
                assert error.reason, "the error gives no reason"
                assert error.alternatives or self.provider.action, "the error lists no alternative"
                for name in error.alternatives:
                    assert name in default_registry(), f"the alternative {name!r} does not exist"
            else:
                raise AssertionError("share_url gave a link without an endpoint")

    def test_its_button_is_labelled(self) -> None:
        """Its button has a label and an icon, in English and in a right-to-left language."""
        if self._has_link() or self.provider.action:
            for locale in ("en", "ar"):
                button = self._button(locale)
                assert button.label.strip(), "the button has no label"
                assert "{" not in button.label, f"the label contains a placeholder: {button.label!r}"
                tags = [tag for tag, _ in _elements(button)]
                assert _SHAPES & set(tags), "the button has no icon"

    def test_its_button_is_plain_html(self) -> None:
        """Its button has exactly its link, and no script, style or event handler."""
        if self._has_link() or self.provider.action:
            elements = _elements(self._button())
            links = [attributes.get("href") for tag, attributes in elements if tag == "a"]
            expected = (
                [self.provider.share_url(self._expected_content(), **self.options)]
                if self._has_link()
                else []
            )
            assert links == ([] if self.provider.action else expected), "the button has a different link"
            assert not {"script", "style", "img", "iframe"} & {tag for tag, _ in elements}
            for _, attributes in elements:
                inline = [name for name in attributes if name == "style" or name.startswith("on")]
                assert not inline, f"the button has {inline}"

    def test_a_closed_network_says_so(self) -> None:
        """A retired network is left out with a warning, shown as closed, or replaced by a working one."""
        if self.provider.status.value == "retired":
            with warnings.catch_warnings(record=True) as caught:
                warnings.simplefilter("always")
                assert not self._button(retired="skip"), "a retired network has a button"
            assert [warning.category for warning in caught] == [RetiredProviderWarning]
            retired_button = self._button(retired="inert")
            assert retired_button.state == "retired", "a retired network is not shown as closed"
            assert not [tag for tag, _ in _elements(retired_button) if tag == "a"], (
                "a retired network has a link"
            )
            if self.provider.successor:
                successor = default_registry().get(self.provider.successor)
                assert successor is not None, f"the successor {self.provider.successor!r} does not exist"
                assert successor.status.value != "retired", "the successor is retired too"


#: Field of ``params`` -> the fields of the content that it is made of.
_FIELDS: Mapping[str, tuple[str, ...]] = {
    "url": ("url",),
    "title": ("title",),
    "text": ("text",),
    "message": ("text",),
    "image": ("image",),
    "hashtags": ("hashtags",),
    "hashtag": ("hashtags",),
    "via": ("via",),
}


def _texts(content: ShareContent) -> list[str]:
    """Return the texts that must be in the link. Of hashtags, only the first: some networks take one."""
    return [t for t in (content.title, content.text, content.image, *content.hashtags[:1], content.via) if t]


def _decode_once(text: str) -> str:
    """Decode a value once, and reject what only a lenient decoder accepts."""
    assert not _NO_ESCAPE.search(text), f"a percent sign is not part of an escape in {text}"
    assert "+" not in text, f"a plus sign is not encoded in {text}"
    try:
        return unquote(text, errors="strict").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise AssertionError(f"the escapes are not UTF-8 in {text}") from None


def _split_link(link: str) -> list[tuple[str, str]]:
    """Split a link into parameter names and encoded values. The part before the query has no name."""
    head, *rest = re.split(r"[?&#]", link)
    pairs = [piece.partition("=") for piece in rest]
    named = [(name, value) if sign else ("", name) for name, sign, value in pairs]
    return [("", head.replace("+", "%2B")), *named]


def _link_values(link: str) -> list[tuple[str, str]]:
    """Return a link's parameter names and values, decoded once. A ``mailto:`` value is split as well."""
    found: list[tuple[str, str]] = []
    for name, encoded in _split_link(link):
        value = _decode_once(encoded)
        found.extend(_link_values(value) if name and value.startswith("mailto:") else [(name, value)])
    return found


def _elements(widget: object) -> list[tuple[str, dict[str, str | None]]]:
    """Return the start tags of a widget's HTML with their attributes."""
    parser = _Elements()
    parser.feed(str(widget))
    parser.close()
    return parser.found


class _Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
