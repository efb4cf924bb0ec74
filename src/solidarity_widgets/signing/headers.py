"""Headers of emails that stay as they are made, whatever policy the ``email`` package folds them with."""

from __future__ import annotations

from email.header import Header
from email.headerregistry import BaseHeader, HeaderRegistry, UniqueUnstructuredHeader
from email.policy import Policy
from email.utils import formataddr, parseaddr


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


class _MailboxHeader(UniqueUnstructuredHeader):
    """A header with one address, and perhaps a name in any language."""

    name: str

    def fold(self, *, policy: Policy) -> str:
        """Return the header, with the name in encoded words."""
        name, address = parseaddr(str(self))
        if name.isascii():
            return f"{self.name}: {formataddr((name, address)) if name else address}{policy.linesep}"
        words = Header(name, "utf-8", maxlinelen=75, header_name=self.name).encode(linesep=policy.linesep)
        return f"{self.name}: {words}{policy.linesep} <{address}>{policy.linesep}"


_WHOLE = HeaderRegistry(default_class=_WholeHeader, use_default_map=False)  # type: ignore[arg-type]
_TEXT = HeaderRegistry(default_class=_TextHeader, use_default_map=False)  # type: ignore[arg-type]
_MAILBOX = HeaderRegistry(default_class=_MailboxHeader, use_default_map=False)  # type: ignore[arg-type]


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
    """Make a header with one address.

    Args:
        name: The header's name.
        value: The address, or a name and the address in angle brackets.
    """
    return _MAILBOX(name, value)
