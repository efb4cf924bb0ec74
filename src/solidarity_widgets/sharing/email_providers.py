"""Base classes for email: one-line subjects, CRLF line breaks, and ``mailto:`` URIs (RFC 6068)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import ClassVar
from urllib.parse import quote

from solidarity_widgets.i18n.messages import MessageId
from solidarity_widgets.sharing.content import ShareContent
from solidarity_widgets.sharing.provider import Provider
from solidarity_widgets.text import single_line
from solidarity_widgets.urls import encode_query, percent_encode

_LINE_BREAK = re.compile(r"\r\n|\r|\n")


def webmail_label(text: str) -> MessageId:
    """Mark the label of a webmail service's button for extraction; see :func:`share_label`.

    Args:
        text: The ``msgid``, a literal.

    Returns:
        The message's id, for :attr:`Provider.label`.

    Example:
        >>> webmail_label("Send with Gmail").text
        'Send with Gmail'
    """
    return MessageId("share", text)


class EmailProvider(Provider, abstract=True):
    """A new email. The title is its subject; the text and the link are its body."""

    separator: ClassVar[str] = "\r\n\r\n"

    @classmethod
    def fields(cls, content: ShareContent, options: Mapping[str, str]) -> dict[str, str]:
        """Reject line breaks in the subject, and convert those in the body to CRLF.

        Args:
            content: What is shared.
            options: The checked options.

        Returns:
            ``title`` and ``message``.

        Raises:
            InvalidFieldError: If the title has a line break.
        """
        text = _LINE_BREAK.sub("\r\n", content.text)
        return {
            "title": single_line(content.title, "title"),
            "message": cls.message(text, content, None),
        }


def mailto(fields: Mapping[str, str]) -> str:
    r"""Build a ``mailto:`` URI (RFC 6068).

    Args:
        fields: ``to`` (addresses separated by commas), ``title``, ``message``, ``cc``, ``bcc``.

    Returns:
        The URI. Empty fields are left out.

    Example:
        >>> mailto({"to": "a@example.org", "title": "1 + 1", "message": "x\r\ny"})
        'mailto:a@example.org?subject=1%20%2B%201&body=x%0D%0Ay'
    """
    headers = (("subject", "title"), ("body", "message"), ("cc", "cc"), ("bcc", "bcc"))
    sent = encode_query((header, fields.get(field, "")) for header, field in headers)
    address = quote(fields.get("to", ""), safe="@,")
    return f"mailto:{address}{'?' if sent else ''}{sent}"


class WebmailProvider(EmailProvider, abstract=True):
    """A webmail service that browsers offer as a handler of ``mailto:`` links.

    It takes the complete URI as one value. This is the form that the service registers with browsers.
    """

    params: ClassVar[Mapping[str, str]] = {"mailto": "mailto"}
    options: ClassVar[tuple[str, ...]] = ("to", "cc", "bcc")

    @classmethod
    def option_names(cls) -> frozenset[str]:
        """Return the names of the options, which are the email's addressees."""
        return frozenset(cls.options)

    @classmethod
    def build(cls, fields: Mapping[str, str], options: Mapping[str, str]) -> str:
        """Build a link whose only parameter is the ``mailto:`` URI.

        Args:
            fields: The email's fields.
            options: The addressees.

        Returns:
            The link.
        """
        return f"{cls.endpoint}?{cls.params['mailto']}={percent_encode(mailto(fields))}"
