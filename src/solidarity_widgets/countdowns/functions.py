"""The public functions for countdowns."""

from __future__ import annotations

from datetime import datetime
from typing import get_args

from solidarity_widgets.arguments import suggest_arguments
from solidarity_widgets.checks import check_choice
from solidarity_widgets.countdowns.duration import DurationLike, UnitNames, check_units
from solidarity_widgets.countdowns.schedule import Schedule, TargetLike, parse_start, parse_target
from solidarity_widgets.countdowns.units import check_max_units
from solidarity_widgets.countdowns.widget import Countdown, CountdownDisplay, CountdownStyle
from solidarity_widgets.html import AttributesLike, check_attributes
from solidarity_widgets.i18n import LocaleLike, get_locale
from solidarity_widgets.moments import TimeLike, ZoneLike
from solidarity_widgets.text import TextLike, none_if_blank, one_line

_STYLES = get_args(CountdownStyle)
_DISPLAYS = get_args(CountdownDisplay)


@suggest_arguments
def countdown(
    target: TargetLike,
    *,
    zone: ZoneLike | None = None,
    units: UnitNames = "days hours minutes",
    style: CountdownStyle = "long",
    max_units: int | None = None,
    count_up: bool = False,
    event_duration: DurationLike | None = None,
    label: TextLike = "",
    display: CountdownDisplay = "full",
    now: TimeLike | None = None,
    locale: LocaleLike = None,
    attrs: AttributesLike = None,
) -> Countdown:
    """Show the time until an event, in the reader's language and the event's own time zone.

    The text is complete without JavaScript. It has three states: before the event, while it is in progress
    ("Today is the day", "Happening now"), and after it. Units are counted back from the event, so the text
    never repeats and never goes backwards from one day to the next.

    Args:
        target: A date (``2027-08-04``: the whole day); a time (``2027-08-04T20:00``); a ``Yearly`` or
            ``Monthly`` rule, or its notation (``--08-04`` for every 4 August, ``---16T20:00/PT15M`` for 15
            minutes from 20:00 on every 16th); or a petition's deadline.
        zone: The event's zone, such as ``Europe/Minsk``. Required unless *target* has an offset or a zone of
            its own.
        units: The units to use, in a list or one string. What is smaller is dropped.
        style: ``long``, ``short`` or ``narrow`` words, ``digital`` (3:05:09), or ``boxes`` (numbers above
            their units). With both months and minutes, ``narrow`` becomes ``short``, because CLDR abbreviates
            both to "m".
        max_units: How many adjacent units to show, from the largest one that is not zero; by default all.
            ``boxes`` shows the first *max_units* units, ``digital`` shows all.
        count_up: Whether to count up after the event.
        event_duration: How long the event lasts, such as ``PT15M`` or a ``timedelta``. By default it lasts
            until local midnight; a deadline, and a time with *count_up*, have no duration.
        label: Your own text before the duration, such as "Until the vigil:". It replaces the library's "…
            left", and is hidden while no duration is shown.
        display: ``full``, the element that the script keeps up to date, or ``text`` for e-mail, RSS, EPUB and
            AMP: a paragraph of words and simple elements that also names the moment, because it is read
            later than it is made.
        now: The time to use instead of the current time, for tests and prerendered pages. A value without an
            offset is local to the event's zone.
        locale: The language; see :func:`solidarity_widgets.get_locale`.
        attrs: Extra HTML attributes of the outer element.

    Returns:
        A widget. Use its ``text``, ``state``, ``duration`` and ``target`` in your own markup.

    Raises:
        InvalidTimeError: If *target* or *now* is not valid, or *target* needs a zone.
        UnknownZoneError: If there is no such zone.
        InvalidFieldError: If another argument is not valid.
        InvalidAttributeError: If an attribute is not allowed.

    Example:
        >>> counter = countdown("2027-08-04", zone="Europe/Minsk", units="months days", now="2026-11-22")
        >>> counter.text, counter.state
        ('8 months, 12 days left', 'before')
        >>> countdown("--08-04", zone="Europe/Minsk", now="2027-08-04T09:00").text
        'Today is the day'
    """
    schedule, moment = parse_target(
        target,
        zone=none_if_blank(zone, "zone"),
        event_duration=none_if_blank(event_duration, "event_duration"),
        count_up=bool(count_up),
        now=none_if_blank(now, "now"),
    )
    return _make_widget(schedule, moment, units, style, max_units, label, display, locale, attrs)


@suggest_arguments
def elapsed(
    start: TimeLike,
    *,
    zone: ZoneLike | None = None,
    units: UnitNames = "years months days",
    style: CountdownStyle = "long",
    max_units: int | None = None,
    label: TextLike = "",
    display: CountdownDisplay = "full",
    now: TimeLike | None = None,
    locale: LocaleLike = None,
    attrs: AttributesLike = None,
) -> Countdown:
    """Show the time since an event, such as how long someone has been in prison.

    Units are counted forward from the start. Before the start, the time is zero.

    Args:
        start: A date, from its first instant, or a time.
        zone: The event's zone. Required unless *start* has an offset.
        units: The units to use, in a list or one string. What is smaller is dropped.
        style: As for :func:`countdown`.
        max_units: As for :func:`countdown`.
        label: Your own text before the duration.
        display: As for :func:`countdown`.
        now: As for :func:`countdown`.
        locale: The language; see :func:`solidarity_widgets.get_locale`.
        attrs: Extra HTML attributes of the outer element.

    Returns:
        A widget, as for :func:`countdown`.

    Raises:
        InvalidTimeError: If *start* or *now* is not valid, or *start* needs a zone.
        UnknownZoneError: If there is no such zone.
        InvalidFieldError: If another argument is not valid.
        InvalidAttributeError: If an attribute is not allowed.

    Example:
        >>> elapsed("2011-08-04", zone="Europe/Minsk", now="2013-08-04", locale="be").text
        '2 гады'
    """
    schedule, moment = parse_start(start, zone=none_if_blank(zone, "zone"), now=none_if_blank(now, "now"))
    return _make_widget(schedule, moment, units, style, max_units, label, display, locale, attrs)


def _make_widget(
    schedule: Schedule,
    now: datetime,
    units: UnitNames,
    style: CountdownStyle,
    max_units: int | None,
    label: TextLike,
    display: CountdownDisplay,
    locale: LocaleLike,
    attrs: AttributesLike,
) -> Countdown:
    """Check the arguments that both functions have, and make the widget."""
    check_choice(style, _STYLES, "style")
    check_choice(display, _DISPLAYS, "display")
    return Countdown(
        schedule,
        now,
        units=check_units(units),
        style=style,
        max_units=check_max_units(max_units),
        label=one_line(label, "label"),
        display=display,
        locale=get_locale(locale),
        attrs=check_attributes(attrs),
    )
