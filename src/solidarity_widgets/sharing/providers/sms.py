"""A text message on the reader's phone."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from solidarity_widgets.i18n.messages import pgettext_noop
from solidarity_widgets.sharing.provider import Provider, Status


class SMS(Provider):
    """A text message on the reader's phone."""

    id = "sms"
    name = "SMS"
    endpoint = "sms:"
    params = {"message": "body"}
    options = ("to",)
    aliases = ("text",)
    # Translators: Label of a link that opens the phone's text messages.
    label = pgettext_noop("share", "Send by text message")
    status = Status(reason="RFC 5724.")
    docs = "https://www.rfc-editor.org/rfc/rfc5724"

    @classmethod
    def build(cls, fields: Mapping[str, str], options: Mapping[str, str]) -> str:
        """Write an ``sms:`` URI, whose addressee is in the path."""
        return f"sms:{quote(options.get('to', ''), safe='+,')}{super().build(fields, options)[4:]}"
