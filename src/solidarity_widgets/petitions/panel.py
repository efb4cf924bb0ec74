"""The panel of a petition: its texts, its progress, and what the reader can do now."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import KW_ONLY, dataclass, field
from datetime import date, datetime, tzinfo
from typing import Literal

from markupsafe import Markup

from solidarity_widgets.html import element
from solidarity_widgets.i18n import Message, Translator
from solidarity_widgets.i18n.cldr.dates import format_day
from solidarity_widgets.i18n.cldr.zones import zone_name
from solidarity_widgets.i18n.messages import FieldValue, MessageId
from solidarity_widgets.moments import start_of_day
from solidarity_widgets.petitions import messages
from solidarity_widgets.petitions.form import PetitionForm
from solidarity_widgets.petitions.model import Petition, PetitionState
from solidarity_widgets.petitions.progress import PetitionProgress
from solidarity_widgets.petitions.translations import Translations
from solidarity_widgets.text import SupportsHtml
from solidarity_widgets.widget import Widget, message_element

#: The reader's step: to sign; to open an email and confirm; done.
PetitionStep = Literal["sign", "confirm", "thanks"]

_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")


@dataclass(frozen=True, slots=True, eq=False)
class PetitionPanel(Widget):
    """A whole petition on a page.

    Attributes:
        petition: The petition.
        now: The time that the widget was made for, in UTC.
        step: ``sign``, ``confirm`` or ``thanks``.
        progress: The progress widget, or ``None``.
        form: The form, or ``None`` if there is no ``action`` or the reader cannot sign now.
        countdown: The caller's widget that counts down to the deadline, or ``None``.
        share: The caller's share buttons for people who have signed, or ``None``.
        heading_level: The level of the title, 1 to 4.
    """

    petition: Petition
    now: datetime
    _: KW_ONLY
    step: PetitionStep = "sign"
    progress: PetitionProgress | None = None
    form: PetitionForm | None = None
    countdown: SupportsHtml | None = field(default=None, repr=False)
    share: SupportsHtml | None = field(default=None, repr=False)
    heading_level: int = 2

    @property
    def state(self) -> PetitionState:
        """``before`` it opens, ``open``, or ``closed``."""
        return self.petition.state(self.now)

    @property
    def title(self) -> str:
        """The petition's title, in the language that the reader understands best."""
        return self.petition.title.best(self.locale).text

    def _message(self, message: MessageId, **fields: FieldValue) -> Message:
        return Translator(self.locale).message(message, None, **fields)

    def _heading(self, message: MessageId) -> Markup:
        return message_element(f"h{self.heading_level + 1}", self._message(message), self.locale)

    def render(self) -> Markup:
        """Return the HTML.

        Returns:
            A ``<section>`` element.
        """
        title = self.petition.title.best(self.locale)
        name = f"sw-{self.petition.id}_title"
        heading = {"class": "sw-petition__title", "id": name, **title.attributes(self.locale)}
        return self.outer_element(
            "section",
            {"class": "sw-petition", "id": f"sw-{self.petition.id}"},
            element(f"h{self.heading_level}", heading, title.text),
            *self._description(),
            self.progress or "",
            *self._actions(),
            more_attributes={"aria-labelledby": name},
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
        """Yield the parts that tell the reader what to do now."""
        if self.step == "thanks":
            yield self._confirmation(messages.THANKS, messages.ASK_OTHERS if self.share else None)
            yield self.share or ""
        elif self.step == "confirm":
            yield self._confirmation(messages.CHECK_MAIL, messages.CHECK_MAIL_TEXT)
        elif self.state == "open":
            if (deadline := self.petition.deadline) is not None:
                yield self._date_line(messages.OPEN_UNTIL, deadline.day, deadline.zone, deadline.end)
                yield self.countdown or ""
            yield self.form or ""
        elif self.state == "before":
            opens, zone = self.petition.opens, self.petition.zone
            if opens is not None and zone is not None:
                yield self._date_line(messages.OPENS_ON, opens, zone, start_of_day(opens, zone))
        elif (deadline := self.petition.deadline) is not None:
            yield self._date_line(messages.CLOSED_ON, deadline.day, deadline.zone, deadline.end)

    def _confirmation(self, heading: MessageId, text: MessageId | None) -> Markup:
        inner = [self._heading(heading)]
        if text is not None:
            inner.append(message_element("p", self._message(text), self.locale))
        return element("div", {"class": "sw-petition__answer", "role": "status"}, *inner)

    def _date_line(self, message: MessageId, day: date, zone: tzinfo, instant: datetime) -> Markup:
        """Return a sentence with a day. Programs get the instant, because a day alone has no time zone."""
        found = self._message(
            message,
            date=lambda data: format_day(day, data),
            zone=lambda data: zone_name(zone, instant, data),
        )
        wrappers = {
            "date": ("time", {"datetime": instant.strftime("%Y-%m-%dT%H:%M:%SZ")}),
            "zone": ("bdi", {}),
        }
        children = [
            element(*wrappers[segment.name], segment.text) if segment.name else segment.text
            for segment in found.segments
        ]
        attributes = {"class": "sw-petition__day", **found.attributes(self.locale)}
        return element("p", attributes, *children)


def _paragraph(text: str) -> Markup:
    first, *rest = text.split("\n")
    broken = [piece for line in rest for piece in (element("br"), line)]
    return element("p", None, first, *broken)
