"""The countdown widget: its text, and the data from which the page's script updates that text."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from markupsafe import Markup

from solidarity_widgets.arguments import suggest_arguments
from solidarity_widgets.caching import bounded_cache
from solidarity_widgets.countdowns.duration import UNITS, Duration, Unit
from solidarity_widgets.countdowns.messages import PAUSE
from solidarity_widgets.countdowns.occurrence import Occurrence
from solidarity_widgets.countdowns.plain import format_instant, moment_element
from solidarity_widgets.countdowns.schedule import CountdownState, Schedule
from solidarity_widgets.countdowns.state_texts import PLACEHOLDER, StateText, state_texts
from solidarity_widgets.countdowns.units import convert_units, visible_units
from solidarity_widgets.countdowns.utc_offsets import utc_offsets
from solidarity_widgets.countdowns.words import UnitFormats, format_digital, format_units, unit_formats
from solidarity_widgets.html import AttributeValue, element
from solidarity_widgets.i18n import Locale, Translator, catalogs
from solidarity_widgets.i18n.cldr import UnitStyle
from solidarity_widgets.text import TextLike
from solidarity_widgets.urls import UrlLike
from solidarity_widgets.widget import Widget

if TYPE_CHECKING:
    from solidarity_widgets.countdowns.calendar_links import CalendarService
    from solidarity_widgets.countdowns.ics import LabelledLink

CountdownDisplay = Literal["full", "text"]
CountdownStyle = Literal["long", "short", "narrow", "digital", "boxes"]

#: The letters for the units in the script's data.
_UNIT_CODES = dict(zip(UNITS, "ymwdhis", strict=True))


#: Two bars, and a triangle that the stylesheet shows instead while the countdown is paused.
_PAUSE_ICON = element(
    "svg",
    {"viewBox": "0 0 16 16", "width": 16, "height": 16, "fill": "currentColor", "aria-hidden": "true"},
    element("path", {"d": "M3 2h3v12H3zm7 0h3v12h-3z"}),
    element("path", {"d": "M4 2v12l9-6z", "display": "none"}),
)


@dataclass(frozen=True, slots=True, eq=False)
class Countdown(Widget):
    """A widget that shows the time until an event, or since it.

    Attributes:
        schedule: What is counted to or from.
        now: The time that the widget was made for, in UTC.
        units: The units, largest first.
        style: ``long``, ``short``, ``narrow``, ``digital`` or ``boxes``.
        max_units: How many adjacent units are shown; ``None`` means all.
        label: The caller's text before the duration, or an empty string.
        display: ``full``, or ``text`` for email and feeds.
    """

    schedule: Schedule
    now: datetime
    _: KW_ONLY
    units: tuple[Unit, ...]
    style: CountdownStyle = "long"
    max_units: int | None = None
    label: str = ""
    display: CountdownDisplay = "full"

    @property
    def occurrence(self) -> Occurrence:
        """The event that is next or in progress; if all are over, the last one."""
        return self.schedule.current(self.now)

    @property
    def target(self) -> datetime:
        """The instant that is counted to or from, in the event's zone."""
        return self.occurrence.start.astimezone(self.schedule.zone)

    @property
    def state(self) -> CountdownState:
        """``before`` the event, ``now`` while it is in progress, ``after`` it, or ``up`` if it counts up."""
        return self.schedule.state(self.now)

    @property
    def duration(self) -> Duration:
        """The time until the event, or since it in the state ``up``, in :attr:`units`."""
        return self.schedule.duration(self.now, self.units)

    @property
    def text(self) -> str:
        """The widget's text, without the label."""
        template = self._state_texts()[self.state].text
        return template.replace(PLACEHOLDER, self._duration_text()) if PLACEHOLDER in template else template

    def _state_texts(self) -> Mapping[CountdownState, StateText]:
        found = state_texts(self.locale, self.schedule.whole_day)
        # With a label ("Until 4 August: …") the duration stands alone, and elapsed time has no "ago".
        if self.label or self.schedule.counts_up == "always":
            return {**found, "before": StateText(PLACEHOLDER), "up": StateText(PLACEHOLDER)}
        return found

    def _unit_style(self) -> UnitStyle:
        if self.style == "narrow" and {"months", "minutes"} <= set(self.units):
            return "short"  # CLDR abbreviates both to "m"
        if self.style == "digital":
            return "short"
        return "long" if self.style == "boxes" else self.style

    def _unit_formats(self) -> UnitFormats:
        return unit_formats(self.locale, self._unit_style())

    def _duration_text(self) -> str:
        counts = convert_units(self.duration, None)
        if self.style == "digital":
            return format_digital(counts, self.units, self.locale, self._unit_formats())
        return format_units(
            counts, visible_units(counts, self.units, self.max_units), self.locale, self._unit_formats()
        )

    def render(self) -> Markup:
        """Return the HTML, with the text for :attr:`now` and the data that the script needs to update it.

        Returns:
            A ``<sw-countdown>`` element; for the display ``text`` a paragraph that names the moment.
        """
        if self.display == "text":
            return self._render_text()
        children: list[Markup | str] = [self.label_html, " "] if self.label else []
        row = element("span", {"class": "sw-countdown__row"}, self.time_html, self.pause_html)
        status = element("span", {"class": "sw-hidden", "role": "status"})
        attributes, more_attributes = self._own_attributes()
        return self.outer_element(
            "sw-countdown", attributes, *children, row, status, more_attributes=more_attributes
        )

    def _own_attributes(self) -> tuple[Mapping[str, AttributeValue], Mapping[str, AttributeValue]]:
        script_data = json.dumps(self._script_data(), ensure_ascii=False, separators=(",", ":"))
        class_name = f"sw-countdown sw-countdown--{self.style}"
        return {"class": class_name, "role": "timer"}, {"data-sw-countdown": script_data}

    @property
    def label_html(self) -> Markup:
        """The element with the label, or nothing. The script shows and hides it."""
        if not self.label:
            return Markup("")
        attributes = {"class": "sw-countdown__label", "hidden": not self._shows_label}
        return element("span", attributes, self.label)

    @property
    def time_html(self) -> Markup:
        """The ``<time>`` element, whose content the script changes."""
        attributes = {
            "class": "sw-countdown__time",
            "datetime": format_instant(self.target),
            **self._state_texts()[self.state].attributes(),
        }
        return element("time", attributes, *self._content())

    @property
    def pause_html(self) -> Markup:
        """The pause button of a countdown with seconds, or nothing."""
        return _pause_button(self.locale) if "seconds" in self._visible_units() else Markup("")

    @property
    def _shows_label(self) -> bool:
        """Whether the label is shown: "Until 4 August:" fits a duration, but not "Today is the day"."""
        return self.state in ("before", "up")

    def _render_text(self) -> Markup:
        label = [self.label, " "] if self.label and self._shows_label else []
        text = element("strong", self._state_texts()[self.state].attributes(), self.text)
        moment = moment_element(self.target, self.schedule.whole_day, self.locale)
        class_name = "sw-countdown sw-countdown--text"
        return self.outer_element("p", {"class": class_name}, *label, text, " ", moment)

    def _content(self) -> Iterable[Markup | str]:
        if self.style != "boxes" or self.state in ("now", "after"):
            return [self.text]
        duration, formats = self.duration, self._unit_formats()
        boxes = [self._render_box(formats, unit, getattr(duration, unit)) for unit in self._visible_units()]
        return [Markup(" ").join(boxes)]  # spaces, for pages without the stylesheet

    def _visible_units(self) -> Sequence[Unit]:
        """Return the units that can appear; boxes are shown even if they are zero."""
        return self.units[: self.max_units] if self.style == "boxes" else self.units

    def _render_box(self, formats: UnitFormats, unit: Unit, count: int) -> Markup:
        number = element(
            "span", {"class": "sw-countdown__number"}, self.locale.cldr_data.format_number(count)
        )
        label = formats.labels[unit][formats.index(count)]
        name = element("span", {"class": "sw-countdown__unit"}, label)
        return element("span", {"class": "sw-countdown__box"}, number, " ", name)

    def _script_data(self) -> dict[str, object]:
        schedule = self.schedule
        moments = [[_timestamp(found.start), _timestamp(found.end)] for found in schedule.occurrences]
        up = {"never": 0, "after": 1, "always": 2}[schedule.counts_up]
        units = self._visible_units()
        texts = self._state_texts()
        optional = {
            "u": "".join(_UNIT_CODES[unit] for unit in units),
            "c": up,
            "k": self.max_units if self.style not in ("boxes", "digital") else None,
            **_script_formats(
                self.locale,
                self._unit_style(),
                tuple(units),
                self.style in ("boxes", "digital") and self.style,
            ),
            "x": [
                [state_text.text, state_text.tag, state_text.direction] if state_text.tag else state_text.text
                for state_text in (texts["before"], texts["now"], texts["after"], texts["up"])
            ],
        }
        return {
            "t": moments,
            "n": int(self.now.timestamp() * 1000),
            "z": utc_offsets(schedule, self.now),
            **{key: value for key, value in optional.items() if value not in (None, "", 0)},
        }

    @suggest_arguments
    def ics(
        self,
        *,
        title: TextLike = "",
        text: TextLike = "",
        url: UrlLike | None = "",
        links: Iterable[LabelledLink] = (),
        uid: TextLike = "",
        sequence: int = 0,
        cancelled: bool = False,
    ) -> bytes:
        """Make a calendar file, so that readers can add the event to their own calendars.

        It recurs if the countdown does. The reminder appears when the event starts, or at nine in the morning
        if it lasts a whole day. Needs the extra ``ics``.

        Args:
            title: The event's name; by default the countdown's label.
            text: What to say then.
            url: The page's URL.
            links: Share buttons, or a bar of them: their labels and links go into the description.
            uid: The event's id. Pass one of your own, such as ``vigil-2027@example.org``, and keep it: then a
                file with another name or hour changes the event in a reader's calendar. By default, it is
                made from the name, the URL and the time, so a changed event is a new one.
            sequence: How often you have changed the event. Programs ignore a file with a lower number than
                theirs.
            cancelled: Whether the event does not take place. Pass the same ``uid`` and a higher ``sequence``.

        Returns:
            An iCalendar object (RFC 5545), in UTF-8.

        Raises:
            MissingExtraError: If the extra is not installed.
            InvalidURLError: If *url* is not an absolute http(s) URL.
            InvalidFieldError: If another argument is not valid, or the countdown shows elapsed time.
        """
        from solidarity_widgets.countdowns.ics import calendar_file

        return calendar_file(
            self.schedule,
            self.now,
            title=title or self.label,
            text=text,
            url=url,
            links=links,
            uid=uid,
            sequence=sequence,
            cancelled=cancelled,
        )

    def calendar_url(
        self,
        service: CalendarService,
        *,
        title: TextLike = "",
        text: TextLike = "",
        url: UrlLike | None = "",
    ) -> str:
        """Build a link that adds the moment to a calendar on the web, for readers who cannot open a file.

        Args:
            service: ``google``, ``outlook`` (Outlook.com) or ``office365`` (Outlook of an organization).
            title: The event's name; by default the countdown's label.
            text: What to say then.
            url: The page's URL.

        Returns:
            The link. In Google Calendar, the event recurs if the countdown does. Outlook's links take no
            recurrence, so there it is the next occurrence.

        Raises:
            InvalidURLError: If *url* is not an absolute http(s) URL.
            InvalidFieldError: If another argument is not valid, or the countdown shows elapsed time.
        """
        from solidarity_widgets.countdowns.calendar_links import calendar_link

        return calendar_link(self.schedule, self.now, service, title=title or self.label, text=text, url=url)


def _pause_button(locale: Locale) -> Markup:
    name = StateText.from_message(Translator(locale).message(PAUSE))
    attributes = {"class": "sw-countdown__pause", "type": "button", "hidden": True, "aria-pressed": "false"}
    label = element("span", {"class": "sw-hidden", **name.attributes()}, name.text)
    return element("button", attributes, _PAUSE_ICON, label)


def _timestamp(moment: datetime) -> int:
    return int(moment.timestamp())


@catalogs.depends_on_catalogs
@bounded_cache(256)
def _script_formats(
    locale: Locale, style: UnitStyle, units: tuple[Unit, ...], special: str | Literal[False]
) -> dict[str, object]:
    """Return the part of the script's data that depends only on the locale, the style and the units."""
    formats = unit_formats(locale, style)
    if special == "boxes":
        forms: dict[str, object] = {_UNIT_CODES[unit]: list(formats.labels[unit]) for unit in units}
    else:
        forms = {
            _UNIT_CODES[unit]: [
                f"{f.before}{'{0}' if f.has_number else ''}{f.after}" for f in formats.patterns[unit]
            ]
            for unit in units
        }
    return {
        "p": "".join(map(str, formats.plural)) if len(formats.patterns["days"]) > 1 else "",
        "w": forms,
        "l": [formats.list_patterns[key] for key in ("2", "start", "middle", "end")],
        "g": locale.cldr_data.grouping,
        "d": locale.cldr_data.digits,
        "s": formats.separator if special == "digital" else "",
        "b": 1 if special == "boxes" else 0,
    }
