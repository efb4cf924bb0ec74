"""For those who write providers: one contract test class that every provider passes.

Subclass :class:`ProviderContract`, name your class, and let pytest collect it::

    class TestCommons(ProviderContract):
        provider = Commons
        options = {"instance": "commons.example"}   # what it needs beside url, title, text, image
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar
from urllib.parse import unquote, urlsplit

from solidarity_widgets.exceptions import NoShareURLError
from solidarity_widgets.sharing import Provider, ProviderRegistry, ShareContent, share_button

_HOSTILE = "\"'<b>&amp;+%41#{url} Воля ✊🏽"
_CONTENT = ShareContent(
    "https://приклад.example/шлях?a=1&b=%26#канец",
    title=f"T{_HOSTILE}",
    text=f"X{_HOSTILE}",
    image="https://example.org/i.png?x=1&y=2",
    hashtags=("freeales", "Беларусь"),
    via="viasna96",
    lang="be",
)


class ProviderContract:
    """What every provider keeps to, whoever wrote it.

    Attributes:
        provider: The class under test.
        options: The options it requires, if any.
    """

    provider: ClassVar[type[Provider]]
    options: ClassVar[Mapping[str, Any]] = {}

    def _link(self) -> str:
        return self.provider.share_url(_CONTENT, **self.options)

    def _has_link(self) -> bool:
        return self.provider.endpoint is not None

    def test_it_registers(self) -> None:
        """It can be registered, found by its id and every alias, and only once."""
        registry = ProviderRegistry([self.provider])
        for name in (self.provider.id, *self.provider.aliases):
            assert registry[name] is self.provider, f"{name!r} does not find the provider"
            assert registry[name.upper()] is self.provider, f"{name.upper()!r} does not find the provider"

    def test_its_link_holds_only_safe_ascii(self) -> None:
        """Its link is ASCII without a character that could end an attribute or begin a tag."""
        if self._has_link():
            unsafe = set(self._link()) - set(_UNRESERVED + ":/?#@!$&()*+,;=%[]")
            assert not unsafe, f"the link holds {sorted(unsafe)} unencoded"

    def test_its_link_is_encoded_once(self) -> None:
        """Every percent sign begins an escape, and the shared URL is there after one or two decodings."""
        if self._has_link():
            link = self._link()
            escapes = link.split("%")[1:]
            assert all(_is_hex(part[:2]) for part in escapes), "a percent sign is not an escape"
            # Twice for the mail services that take a whole mailto: URI as one value.
            decoded = (
                unquote(link, errors="strict"),
                unquote(unquote(link, errors="strict"), errors="strict"),
            )
            found = any(
                url in text for text in decoded for url in (_CONTENT.url, _CONTENT.url.replace("&", "&amp;"))
            )
            assert found, f"the shared URL is not whole in {link}"

    def test_it_stays_at_its_endpoint(self) -> None:
        """No content can change the scheme or host of its link."""
        if self._has_link():
            plainly = self.provider.share_url(ShareContent("https://example.org/"), **self.options)
            assert urlsplit(self._link())[:2] == urlsplit(plainly)[:2]

    def test_it_leaves_empty_fields_out(self) -> None:
        """A link for a URL alone has no empty value."""
        if self._has_link():
            link = self.provider.share_url(ShareContent("https://example.org/"), **self.options)
            assert "=&" not in link
            assert not link.endswith(("=", "&", "?"))

    def test_without_a_link_it_says_what_works(self) -> None:
        """Where there is no share URL the error names the reason and the remedy."""
        if not self._has_link():
            try:
                self._link()
            except NoShareURLError as error:
                assert error.reason, "the error gives no reason"
                assert error.instead or self.provider.action, "the error names nothing that works"
            else:
                raise AssertionError("share_url gave a link without an endpoint")

    def test_its_button_is_labelled(self) -> None:
        """Its button has words, in English and in a language written from right to left."""
        registry = ProviderRegistry([self.provider])
        if self._has_link() or self.provider.action:
            for locale in ("en", "ar"):
                button = share_button(
                    _CONTENT.url,
                    self.provider.id,
                    locale=locale,
                    registry=registry,
                    retired="link",
                    **self.options,
                )
                assert button.label.strip()
                assert str(button).count("<") == str(button).count(">")


_UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"


def _is_hex(text: str) -> bool:
    return len(text) == 2 and all(sign in "0123456789ABCDEFabcdef" for sign in text)
