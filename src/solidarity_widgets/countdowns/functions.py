"""The public functions for countdowns."""

from __future__ import annotations

from datetime import datetime
from typing import get_args

from solidarity_widgets.checks import check_choice
from solidarity_widgets.countdowns.duration import DurationLike, UnitNames, check_units
from solidarity_widgets.countdowns.schedule import Schedule, TargetLike, parse_start, parse_target
from solidarity_widgets.countdowns.units import check_max_units
from solidarity_widgets.countdowns.widget import Countdown, CountdownStyle
from solidarity_widgets.html import AttributesLike, check_attributes
from solidarity_widgets.i18n import LocaleLike, get_locale
from solidarity_widgets.moments import TimeLike, ZoneLike
from solidarity_widgets.text import TextLike, none_if_blank, one_line

_STYLES = get_args(CountdownStyle)


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
    now: TimeLike | None = None,
    locale: LocaleLike = None,
    attrs: AttributesLike = None,
) -> Countdown:
    """Count to a moment, in the reader's language and the event's own zone.

    The text is final without any script, and has three states: before, under way ("Today is the day", "It
    is happening now"), and over. Counting is anchored on the moment, so the reading never repeats and never
    goes back from one day to the next.

    Args:
        target: A date (``2027-08-04``: the whole day), a time (``2027-08-04T20:00``), a ``Yearly`` or
            ``Monthly`` rule, or its written form: ``--08-04`` for every 4 August, ``---16T20:00`` for every
            16th at 20:00, ``---16T20:00/PT15M`` for a quarter of an hour.
        zone: The event's zone, such as ``Europe/Minsk``; needed unless *target* has an offset or is a rule.
        units: The units to use, in a list or one string; what is smaller is cut off.
        style: ``long``, ``short`` or ``narrow`` words (``narrow`` becomes ``short`` where months and minutes
            meet: CLDR writes both as "m"); ``digital`` for 3:05:09; ``boxes`` for numbers above their words.
        max_units: How many adjacent units to show, from the largest one that is not zero. Boxes show the
            first *max_units* units, digits show all.
        count_up: Whether to go on counting after the moment.
        event_duration: How long the moment lasts, such as ``PT15M``; by default until local midnight. (With
            *count_up*, an hour has no length by default.)
        label: Your own text before it, such as "Until the vigil:". It replaces the library's "… left" and
            is shown with a duration only.
        now: The time, for tests and for pages made ahead; a naive one is wall time in *zone*.
        locale: The language; see :func:`solidarity_widgets.get_locale`.
        attrs: Extra HTML attributes of the outer element.

    Returns:
        A widget; ``text``, ``state``, ``duration`` and ``target`` let you write your own markup.

    Raises:
        InvalidTimeError: If *target* or *now* cannot be read, or needs a zone.
        UnknownZoneError: If there is no such zone.
        InvalidFieldError: If another argument cannot be used.

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
    return _make_widget(schedule, moment, units, style, max_units, label, locale, attrs)


def elapsed(
    start: TimeLike,
    *,
    zone: ZoneLike | None = None,
    units: UnitNames = "years months days",
    style: CountdownStyle = "long",
    max_units: int | None = None,
    label: TextLike = "",
    now: TimeLike | None = None,
    locale: LocaleLike = None,
    attrs: AttributesLike = None,
) -> Countdown:
    """Count the time since a moment, such as the days somebody has been in prison.

    Counting is anchored on the beginning; before it, the reading is zero.

    Args:
        start: A date, whose first instant counts, or a time.
        zone: The event's zone; needed unless *start* has an offset.
        units: As for :func:`countdown`, and so are the arguments below.
        style: The style.
        max_units: How many adjacent units to show.
        label: Your own text before it.
        now: The time.
        locale: The language.
        attrs: Extra HTML attributes.

    Returns:
        A widget, as :func:`countdown` does.

    Raises:
        SolidarityWidgetsError: As :func:`countdown`.

    Example:
        >>> elapsed("2011-08-04", zone="Europe/Minsk", now="2013-08-04", locale="be").text
        '2 гады'
    """
    schedule, moment = parse_start(start, zone=none_if_blank(zone, "zone"), now=none_if_blank(now, "now"))
    return _make_widget(schedule, moment, units, style, max_units, label, locale, attrs)


def _make_widget(
    schedule: Schedule,
    now: datetime,
    units: UnitNames,
    style: CountdownStyle,
    max_units: int | None,
    label: TextLike,
    locale: LocaleLike,
    attrs: AttributesLike,
) -> Countdown:
    """Check the arguments that both functions share, and make the widget."""
    check_choice(style, _STYLES, "style")
    return Countdown(
        schedule,
        now,
        units=check_units(units),
        style=style,
        max_units=check_max_units(max_units),
        label=one_line(label, "label"),
        locale=get_locale(locale),
        attrs=check_attributes(attrs),
    )
