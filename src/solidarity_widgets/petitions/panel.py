"""The panel of a petition: its texts, its progress, and what the reader can do now."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import KW_ONLY, dataclass, field
from datetime import date, datetime, tzinfo
from typing import Literal

from markupsafe import Markup

from solidarity_widgets.html import AttributeValue, element, join
from solidarity_widgets.i18n import Message, Translator
from solidarity_widgets.i18n.cldr.dates import format_day
from solidarity_widgets.i18n.cldr.zones import zone_name
from solidarity_widgets.i18n.messages import FieldValue, MessageId
from solidarity_widgets.moments import start_of_day
from solidarity_widgets.petitions import messages
from solidarity_widgets.petitions.form import PetitionForm
from solidarity_widgets.petitions.ids import make_id
from solidarity_widgets.petitions.model import Petition, PetitionState
from solidarity_widgets.petitions.plain import LINE_BREAK, PetitionDisplay, plain_element, plain_link
from solidarity_widgets.petitions.progress import PetitionProgress
from solidarity_widgets.petitions.translations import LocalizedText, Translations
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
        id_prefix: A part of every id, so that the petition can be on a page twice, or an empty string.
        display: ``full``, or ``text`` for the plain form.
        page_url: The absolute URL of the page on which people sign; only the plain form uses it.
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
    id_prefix: str = ""
    display: PetitionDisplay = "full"
    page_url: str = ""

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

    def render(self) -> Markup:
        """Return the HTML.

        Returns:
            A ``<section>`` element; headings, paragraphs and lists for the plain form.
        """
        if self.display == "text":
            return join(*self._render_plain())
        about, status = self.about_html, self.status_html
        # A narrow page shows the parts in this order. A wide one has the cards beside the text.
        parts = [
            _part("sw-petition__card sw-petition__status", status),
            _part("sw-petition__about", about),
            _part("sw-petition__card sw-petition__sign", self.form),
        ]
        columns = " sw-petition__body--columns" if about and (status or self.form) else ""
        body = element("div", {"class": f"sw-petition__body{columns}"}, *parts)
        attributes, more_attributes = self._own_attributes()
        return self.outer_element(
            "section", attributes, self.heading_html, body, more_attributes=more_attributes
        )

    def _own_attributes(self) -> tuple[Mapping[str, AttributeValue], Mapping[str, AttributeValue]]:
        class_name = f"sw-petition sw-petition--{self.state if self.step == 'sign' else self.step}"
        attributes = {"class": class_name, "id": make_id(self.petition.id, self.id_prefix)}
        return attributes, {"aria-labelledby": self._title_id}

    @property
    def _title_id(self) -> str:
        return make_id(self.petition.id, self.id_prefix, "title")

    @property
    def heading_html(self) -> Markup:
        """The heading with the title."""
        title = self.petition.title.best(self.locale)
        attributes = {"class": "sw-petition__title", "id": self._title_id, **title.attributes(self.locale)}
        return element(f"h{self.heading_level}", attributes, title.text)

    @property
    def about_html(self) -> Markup:
        """The text, the demands and the addressees, or nothing."""
        return join(*self._about())

    @property
    def status_html(self) -> Markup:
        """What the reader can do now, such as the count, the date and thanks; or nothing."""
        return join(*map(_html, self._status()))

    # --- what the petition says ---------------------------------------------------------------------------

    def _about(self) -> Iterable[Markup]:
        if self.petition.text:
            text = self.petition.text.best(self.locale)
            attributes = {"class": "sw-petition__text", **text.attributes(self.locale)}
            paragraphs = (
                element("p", {"class": "sw-petition__paragraph"}, *_broken_lines(lines, element("br")))
                for lines in _paragraphs(text)
            )
            yield element("div", attributes, *paragraphs)
        for texts, title, tag in self._lists():
            yield self._heading(title)
            yield element(tag, {"class": "sw-petition__list"}, *map(self._item, texts))

    def _lists(self) -> Iterable[tuple[tuple[Translations, ...], MessageId, str]]:
        if self.petition.demands:
            yield self.petition.demands, messages.DEMANDS, "ol"
        if self.petition.addressees:
            yield self.petition.addressees, messages.ADDRESSEES, "ul"

    def _heading(self, message: MessageId) -> Markup:
        tag = f"h{self.heading_level + 1}"
        return message_element(tag, self._message(message), self.locale, "sw-petition__heading")

    def _item(self, text: Translations) -> Markup:
        best = text.best(self.locale)
        return element("li", best.attributes(self.locale), best.text)

    # --- what the reader can do now -----------------------------------------------------------------------

    def _status(self) -> Iterable[SupportsHtml]:
        """Yield the count, and what comes before and after it."""
        count: list[SupportsHtml] = [self.progress] if self.progress else []
        if self.step == "sign" and self.state == "open":
            yield from count
            if (day := self._day()) is not None:
                yield self._date_line(*day)
                if self.countdown:
                    yield self.countdown
            if self.form:
                message = self._message(messages.SIGN_HEADING)
                # The stylesheet hides the link where the form is beside the text.
                yield message_element(
                    "a", message, self.locale, "sw-petition__jump sw-form__submit", href=f"#{self.form.id}"
                )
            return
        if self.step == "sign":
            if (day := self._day()) is not None:
                yield self._date_line(*day)
        else:
            heading, text = self._answer()
            inner = [self._heading(heading)]
            if text is not None:
                inner.append(message_element("p", self._message(text), self.locale, "sw-petition__paragraph"))
            yield element(
                "div", {"class": "sw-petition__answer sw-petition__notice", "role": "status"}, *inner
            )
            if self.step == "thanks" and self.share:
                yield self.share
        yield from count

    def _answer(self) -> tuple[MessageId, MessageId | None]:
        """Return the heading and the text for people who have signed."""
        if self.step == "confirm":
            return messages.CHECK_MAIL, messages.CHECK_MAIL_TEXT
        return messages.THANKS, messages.ASK_OTHERS if self.share else None

    def _day(self) -> tuple[MessageId, date, tzinfo, datetime] | None:
        """Return the sentence about the day that matters now, with the day, its zone and its instant."""
        if self.state == "before":
            opens, zone = self.petition.opens, self.petition.zone
            if opens is None or zone is None:
                return None
            return messages.OPENS_ON, opens, zone, start_of_day(opens, zone)
        if (deadline := self.petition.deadline) is None:
            return None
        message = messages.OPEN_UNTIL if self.state == "open" else messages.CLOSED_ON
        return message, deadline.day, deadline.zone, deadline.end

    def _date_line(self, message: MessageId, day: date, zone: tzinfo, instant: datetime) -> Markup:
        """Return a sentence with a day. Programs get the instant, because a day alone has no time zone."""
        found = self._message(
            message,
            date=lambda data: format_day(day, data),
            zone=lambda data: zone_name(zone, instant, data),
        )
        plain = self.display == "text"
        wrappers = {
            "date": ("time", {"datetime": instant.strftime("%Y-%m-%dT%H:%M:%SZ")}),
            "zone": ("span", {"dir": "auto"}) if plain else ("bdi", {}),
        }
        children = [
            element(*wrappers[segment.name], segment.text) if segment.name else segment.text
            for segment in found.segments
        ]
        if plain:
            return plain_element("p", found, self.locale, *children)
        class_name = "sw-petition__day" if self.state == "open" else "sw-petition__day sw-petition__notice"
        attributes = {"class": class_name, **found.attributes(self.locale)}
        return element("p", attributes, *children)

    # --- the plain form -----------------------------------------------------------------------------------

    def _render_plain(self) -> Iterable[Markup]:
        """Yield the elements of the plain form, in the order of the full one on a narrow page."""
        text_level = f"h{self.heading_level + 1}"
        title = self.petition.title.best(self.locale)
        yield plain_element(f"h{self.heading_level}", title, self.locale)
        if self.step != "sign":
            heading, answer = self._answer()
            yield plain_element(text_level, self._message(heading), self.locale)
            if answer is not None:
                yield plain_element("p", self._message(answer), self.locale)
            if self.step == "thanks" and self.share:
                yield _html(self.share)
        if self.petition.text:
            text = self.petition.text.best(self.locale)
            for lines in _paragraphs(text):
                yield plain_element("p", text, self.locale, *_broken_lines(lines, LINE_BREAK))
        for texts, message, tag in self._lists():
            yield plain_element(text_level, self._message(message), self.locale)
            yield plain_element(tag, None, self.locale, *map(self._item, texts))
        if self.progress:
            yield self.progress.render()
        if self.step == "sign" and (day := self._day()) is not None:
            yield self._date_line(*day)
            if self.countdown and self.state == "open":
                yield _html(self.countdown)
        if self.step == "sign" and self.state == "open":
            yield plain_link(self.locale, self.page_url)


def _part(class_name: str, child: SupportsHtml | None) -> Markup | str:
    return element("div", {"class": class_name}, child) if child else ""


def _html(widget: SupportsHtml) -> Markup:
    return Markup(widget.__html__())  # noqa: S704 - a widget has escaped its texts


def _paragraphs(text: LocalizedText) -> list[list[str]]:
    """Return the lines of each paragraph."""
    return [paragraph.split("\n") for paragraph in _BLANK_LINE.split(text.text.strip())]


def _broken_lines(lines: Iterable[str], line_break: Markup) -> list[str]:
    """Return lines with line breaks between them, as the children of an element."""
    children = [piece for line in lines for piece in (line_break, line)]
    return children[1:]
