"""A text message on the reader's phone."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from solidarity_widgets.i18n.messages import pgettext_noop
from solidarity_widgets.sharing.provider import Provider, Status


class SMS(Provider):
    id = "sms"
    name = "SMS"
    endpoint = "sms:"
    params = {"message": "body"}
    options = ("to",)
    aliases = ("text",)
    # Translators: Label of a link that opens the phone's messaging app.
    label = pgettext_noop("share", "Send by text message")
    status = Status(reason="RFC 5724.")
    docs = "https://www.rfc-editor.org/rfc/rfc5724"

    @classmethod
    def build(cls, fields: Mapping[str, str], options: Mapping[str, str]) -> str:
        """Build an ``sms:`` URI, which has the addressee in its path."""
        return f"sms:{quote(options.get('to', ''), safe='+,')}{super().build(fields, options)[4:]}"
