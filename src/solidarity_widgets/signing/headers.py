"""Headers of emails that stay as they are made, whatever policy the ``email`` package folds them with."""

from __future__ import annotations

from email.header import Header
from email.headerregistry import BaseHeader, HeaderRegistry, UniqueUnstructuredHeader
from email.policy import Policy
from email.utils import formataddr, parseaddr
from typing import Any


class _WholeHeader(UniqueUnstructuredHeader):
    """A header that is not folded: no encoded word may stand for a URL (RFC 2047, section 5)."""

    name: str

    def fold(self, *, policy: Policy) -> str:
        """Return the header in one line, however long it is."""
        return f"{self.name}: {self}{policy.linesep}"


class _TextHeader(UniqueUnstructuredHeader):
    """A header with text in any language, in encoded words (RFC 2047) that together are the text.

    The package's own folding loses and adds spaces between encoded words in some versions of Python.
    """

    name: str

    def fold(self, *, policy: Policy) -> str:
        """Return the header in lines of at most 75 characters."""
        text = str(self)
        charset = "us-ascii" if text.isascii() else "utf-8"
        encoded = Header(text, charset, maxlinelen=75, header_name=self.name).encode(linesep=policy.linesep)
        return f"{self.name}: {encoded}{policy.linesep}"


class _EncodedHeader(_WholeHeader):
    """A header whose value is encoded already, and stays so: older policies would encode it as a whole."""

    @classmethod
    def parse(cls, value: str, kwds: dict[str, Any]) -> None:
        """Keep the value as it is."""
        kwds.update(parse_tree=None, decoded=value)


_WHOLE = HeaderRegistry(default_class=_WholeHeader, use_default_map=False)  # type: ignore[arg-type]
_TEXT = HeaderRegistry(default_class=_TextHeader, use_default_map=False)  # type: ignore[arg-type]
_ENCODED = HeaderRegistry(default_class=_EncodedHeader, use_default_map=False)  # type: ignore[arg-type]


def whole_header(name: str, value: str) -> BaseHeader:
    """Make a header that is not folded, for URLs and addresses.

    Args:
        name: The header's name.
        value: Its value.
    """
    return _WHOLE(name, value)


def text_header(name: str, value: str) -> BaseHeader:
    """Make a header with text in any language.

    Args:
        name: The header's name.
        value: Its value, plain text without line breaks.
    """
    return _TEXT(name, value)


def mailbox_header(name: str, value: str) -> BaseHeader:
    """Make a header with one address, and perhaps a name in any language, in encoded words (RFC 2047).

    Args:
        name: The header's name.
        value: The address, or a name and the address in angle brackets.
    """
    person, address = parseaddr(value)
    if person.isascii():
        return _ENCODED(name, formataddr((person, address)) if person else address)
    words = Header(person, "utf-8", maxlinelen=75, header_name=name).encode(linesep="")
    return _ENCODED(name, f"{words} <{address}>")
