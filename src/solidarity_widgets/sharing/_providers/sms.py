"""A text message on the reader's phone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote

from solidarity_widgets.i18n.messages import pgettext_noop
from solidarity_widgets.sharing.provider import Provider, Status
from solidarity_widgets.urls import percent_encode

_SEPARATORS = re.compile(r"[\s().\-\u2010-\u2015]+")


class SMS(Provider):
    id = "sms"
    name = "SMS"
    endpoint = "sms:"
    params = {"message": "body"}
    options = ("to",)
    aliases = ("text",)
    # Translators: Label of a link that opens the phone's messaging app.
    label = pgettext_noop("share", "Send by text message")
    # Translators: Short text on the same button, next to names of networks such as "Telegram".
    short_label = pgettext_noop("share-name", "Text message")
    status = Status(reason="RFC 5724, in the spelling that iPhones understand too.")
    docs = "https://www.rfc-editor.org/rfc/rfc5724"

    @classmethod
    def build(cls, fields: Mapping[str, str], options: Mapping[str, str]) -> str:
        """Build an ``sms:`` URI, which has the addressee in its path.

        RFC 5724 has ``?body=``, but versions of iOS look for ``&body=``. Android and iOS both accept
        ``?&body=``.
        """
        number = quote(_SEPARATORS.sub("", options.get("to", "")), safe="+,")
        return f"{cls.endpoint}{number}?&{cls.params['message']}={percent_encode(fields['message'])}"
