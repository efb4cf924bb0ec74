"""A new email in the reader's mail program (RFC 6068)."""

from __future__ import annotations

from collections.abc import Mapping

from solidarity_widgets.i18n.messages import pgettext_noop
from solidarity_widgets.sharing.email_providers import EmailProvider, mailto
from solidarity_widgets.sharing.provider import Status


class Email(EmailProvider):
    id = "email"
    name = "Email"
    endpoint = "mailto:"
    params = {"title": "subject", "message": "body", "cc": "cc", "bcc": "bcc"}
    options = ("to",)
    aliases = ("mail", "mailto")
    # Translators: Label of a link that opens the reader's mail program.
    label = pgettext_noop("share", "Send by email")
    # Translators: Short text on the same button, next to names of networks such as "Telegram".
    short_label = pgettext_noop("share-name", "Email")
    status = Status(reason="RFC 6068.")
    docs = "https://www.rfc-editor.org/rfc/rfc6068"

    @classmethod
    def build(cls, fields: Mapping[str, str], options: Mapping[str, str]) -> str:
        """Build a ``mailto:`` URI, which has the addressee in its path."""
        return mailto(fields)
