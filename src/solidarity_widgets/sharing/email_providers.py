"""What all email providers share: a one-line subject, CRLF line breaks, and ``mailto:`` URIs (RFC 6068)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import ClassVar
from urllib.parse import quote

from solidarity_widgets.sharing.content import ShareContent
from solidarity_widgets.sharing.provider import Provider
from solidarity_widgets.text import single_line
from solidarity_widgets.urls import encode_query, percent_encode

_LINE_BREAK = re.compile(r"\r\n|\r|\n")


class EmailProvider(Provider, abstract=True):
    """A new email: the title is its subject, the text and the link are its body."""

    separator: ClassVar[str] = "\r\n\r\n"

    @classmethod
    def fields(cls, content: ShareContent, options: Mapping[str, str]) -> dict[str, str]:
        """Refuse line breaks in the subject, and write those of the body as mail wants them.

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
    r"""Write a ``mailto:`` URI (RFC 6068).

    Args:
        fields: ``to`` (addresses with commas between them), ``title``, ``message``, ``cc``, ``bcc``.

    Returns:
        The URI; empty fields are left out.

    Example:
        >>> mailto({"to": "a@example.org", "title": "1 + 1", "message": "x\r\ny"})
        'mailto:a@example.org?subject=1%20%2B%201&body=x%0D%0Ay'
    """
    headers = (("subject", "title"), ("body", "message"), ("cc", "cc"), ("bcc", "bcc"))
    sent = encode_query((header, fields.get(field, "")) for header, field in headers)
    address = quote(fields.get("to", ""), safe="@,")
    return f"mailto:{address}{'?' if sent else ''}{sent}"


class WebmailProvider(EmailProvider, abstract=True):
    """A web mail service that browsers offer as the handler of ``mailto:`` links.

    It takes the whole URI as one value, which is the form the service registers with browsers.
    """

    params: ClassVar[Mapping[str, str]] = {"mailto": "mailto"}
    options: ClassVar[tuple[str, ...]] = ("to", "cc", "bcc")

    @classmethod
    def option_names(cls) -> frozenset[str]:
        """Return the names of the options: the email's addressees."""
        return frozenset(cls.options)

    @classmethod
    def build(cls, fields: Mapping[str, str], options: Mapping[str, str]) -> str:
        """Put the ``mailto:`` URI into the service's one parameter.

        Args:
            fields: The email's fields.
            options: The addressees.

        Returns:
            The link.
        """
        return f"{cls.endpoint}?{cls.params['mailto']}={percent_encode(mailto(fields))}"
