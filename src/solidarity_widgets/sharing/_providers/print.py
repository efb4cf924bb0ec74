"""A button that prints the page."""

from __future__ import annotations

from solidarity_widgets.i18n.messages import pgettext_noop
from solidarity_widgets.sharing.provider import Provider, Status


class Print(Provider):
    id = "print"
    name = "Print"
    endpoint = None
    # Translators: Label of a button that prints the page.
    label = pgettext_noop("share", "Print")
    status = Status(reason="Prints the page: a button, not a link.")
    action = "print"
    docs = "https://html.spec.whatwg.org/multipage/timers-and-user-prompts.html#printing"
