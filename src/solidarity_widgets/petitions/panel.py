"""The whole panel of a petition: what it says, how far it is, and what a reader can do now."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import KW_ONLY, dataclass
from datetime import date, datetime
from typing import Literal

from markupsafe import Markup

from solidarity_widgets.html import element, merge_attributes
from solidarity_widgets.i18n import Message, Translator
from solidarity_widgets.i18n.cldr.dates import format_day
from solidarity_widgets.i18n.messages import MessageId
from solidarity_widgets.petitions import messages
from solidarity_widgets.petitions.form import PetitionForm
from solidarity_widgets.petitions.model import Petition, PetitionState
from solidarity_widgets.petitions.progress import PetitionProgress
from solidarity_widgets.petitions.translations import Translations
from solidarity_widgets.text import SupportsHtml
from solidarity_widgets.widget import Widget, message_element

#: How far a reader is: may sign; has sent the form and must open an email; has signed.
PetitionStep = Literal["sign", "confirm", "thanks"]

_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")


@dataclass(frozen=True, slots=True, eq=False)
class PetitionPanel(Widget):
    """A petition on a page.

    Attributes:
        petition: The petition.
        now: The time it was made for, in UTC.
        step: ``sign``, ``confirm`` or ``thanks``.
        progress: The count and the bar, or ``None``.
        form: The form, or ``None`` where there is nowhere to send it, or nothing to send now.
        countdown: The page's own widget that counts to the deadline, or ``None``.
        share: The page's own share buttons, shown to those who have signed, or ``None``.
        heading_level: The heading's level, 1 to 4.
    """

    petition: Petition
    now: datetime
    _: KW_ONLY
    step: PetitionStep = "sign"
    progress: PetitionProgress | None = None
    form: PetitionForm | None = None
    countdown: SupportsHtml | None = None
    share: SupportsHtml | None = None
    heading_level: int = 2

    @property
    def state(self) -> PetitionState:
        """``before`` it opens, ``open``, or ``closed``."""
        return self.petition.state(self.now)

    @property
    def title(self) -> str:
        """The petition's title, in the language the reader understands best."""
        return self.petition.title.best(self.locale).text

    def _message(self, message: MessageId, **fields: str) -> Message:
        return Translator(self.locale).message(message, None, **fields)

    def _heading(self, message: MessageId) -> Markup:
        return message_element(f"h{self.heading_level + 1}", self._message(message), self.locale)

    def render(self) -> Markup:
        """Return the HTML."""
        title = self.petition.title.best(self.locale)
        name = f"sw-{self.petition.id}_title"
        attributes: dict[str, object] = {
            "class": "sw-petition",
            "id": f"sw-{self.petition.id}",
            "lang": self.locale.tag,
            "dir": self.locale.direction,
            "aria-labelledby": name,
        }
        heading = {"class": "sw-petition__title", "id": name, **title.attributes(self.locale)}
        return element(
            "section",
            merge_attributes(attributes, self.attrs),
            element(f"h{self.heading_level}", heading, title.text),
            *self._description(),
            self.progress or "",
            *self._actions(),
        )

    def _description(self) -> Iterable[Markup]:
        if self.petition.text:
            text = self.petition.text.best(self.locale)
            attributes = {"class": "sw-petition__text", **text.attributes(self.locale)}
            yield element("div", attributes, *map(_paragraph, _BLANK_LINE.split(text.text.strip())))
        for texts, title, tag in (
            (self.petition.demands, messages.DEMANDS, "ol"),
            (self.petition.addressees, messages.ADDRESSEES, "ul"),
        ):
            if texts:
                yield self._heading(title)
                yield element(tag, {"class": "sw-petition__list"}, *map(self._item, texts))

    def _item(self, text: Translations) -> Markup:
        best = text.best(self.locale)
        return element("li", best.attributes(self.locale), best.text)

    def _actions(self) -> Iterable[SupportsHtml | str]:
        """Yield what a reader can do now."""
        if self.step == "thanks":
            yield self._confirmation(messages.THANKS, messages.ASK_OTHERS if self.share else None)
            yield self.share or ""
        elif self.step == "confirm":
            yield self._confirmation(messages.CHECK_MAIL, messages.CHECK_MAIL_TEXT)
        elif self.state == "open":
            if self.petition.deadline is not None:
                yield self._date_line(messages.OPEN_UNTIL, self.petition.deadline.day)
                yield self.countdown or ""
            yield self.form or ""
        elif self.state == "before" and self.petition.opens is not None:
            yield self._date_line(messages.OPENS_ON, self.petition.opens)
        elif self.petition.deadline is not None:
            yield self._date_line(messages.CLOSED_ON, self.petition.deadline.day)

    def _confirmation(self, heading: MessageId, text: MessageId | None) -> Markup:
        inner = [self._heading(heading)]
        if text is not None:
            inner.append(message_element("p", self._message(text), self.locale))
        return element("div", {"class": "sw-petition__answer", "role": "status"}, *inner)

    def _date_line(self, message: MessageId, day: date) -> Markup:
        found = self._message(message, date=format_day(day, self.locale.cldr_data))
        children = [
            element("time", {"datetime": day.isoformat()}, segment.text) if segment.name else segment.text
            for segment in found.segments
        ]
        attributes = {"class": "sw-petition__day", **found.attributes(self.locale)}
        return element("p", attributes, *children)


def _paragraph(text: str) -> Markup:
    first, *rest = text.split("\n")
    broken = [piece for line in rest for piece in (element("br"), line)]
    return element("p", None, first, *broken)
