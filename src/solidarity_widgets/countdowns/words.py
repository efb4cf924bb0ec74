"""Durations in words, composed as ECMA-402's ``Intl.DurationFormat`` composes them.

CLDR's patterns are read once for each locale and style and kept as plain tuples, so that a call only looks
up and joins. Translators may override any unit word in their catalog, under the contexts
``countdown-unit-long``, ``-short`` and ``-narrow``; left empty there, CLDR answers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, get_args

from solidarity_widgets.caching import bounded_cache
from solidarity_widgets.checks import check_choice
from solidarity_widgets.countdowns.duration import UNITS, DurationLike, Unit, UnitNames, check_units
from solidarity_widgets.countdowns.messages import UNIT_LABELS, UNIT_MESSAGES
from solidarity_widgets.countdowns.units import (
    check_max_units,
    convert_units,
    parse_duration,
    unit_values,
    visible_units,
)
from solidarity_widgets.i18n import Locale, LocaleLike, Translator, catalogs, get_locale
from solidarity_widgets.i18n.cldr import ListStyle, UnitStyle
from solidarity_widgets.i18n.cldr.lists import join_list
from solidarity_widgets.i18n.cldr.plurals import PLURAL_SAMPLES, plural_index
from solidarity_widgets.text import none_if_blank

DurationStyle = Literal["long", "short", "narrow", "digital"]

_TIME_UNITS: tuple[Unit, ...] = ("hours", "minutes", "seconds")
_LIST_STYLES: dict[UnitStyle, ListStyle] = {"long": "unit", "short": "unit-short", "narrow": "unit-narrow"}
_PLACEHOLDER = re.compile(r"\{\d\}")
_MOST_KINDS = 10


class UnitPattern(NamedTuple):
    """A unit's pattern, cut at its number.

    Attributes:
        before: What stands before the number, or all of it where the word alone tells the number.
        after: What stands after it.
        has_number: Whether the number is written.
    """

    before: str
    after: str
    has_number: bool

    @classmethod
    def parse(cls, pattern: str, placeholder: str = "{0}") -> UnitPattern:
        """Cut a pattern at its hole."""
        before, found, after = pattern.partition(placeholder)
        return cls(before, after, bool(found))


@dataclass(frozen=True, slots=True)
class UnitFormats:
    """Everything one locale and style needs, prepared.

    Attributes:
        plural: For 0 to 199 the index of the plural form, then that for a million.
        patterns: Unit -> its forms, by that index.
        labels: Unit -> its words without a number, by that index, for boxes.
        list_patterns: CLDR's list patterns.
        separator: What stands between hours and minutes in digits.
        minus: The minus sign.
        small_numbers: The numbers below 1000, written.
    """

    plural: tuple[int, ...]
    patterns: Mapping[Unit, tuple[UnitPattern, ...]]
    labels: Mapping[Unit, tuple[str, ...]]
    list_patterns: Mapping[str, str]
    separator: str
    minus: str
    small_numbers: tuple[str, ...]

    def index(self, count: int) -> int:
        """Return the index of a count's plural form."""
        return self.plural[plural_index(count)]


@catalogs.depends_on_catalogs
@bounded_cache(256)
def unit_formats(locale: Locale, style: UnitStyle, translated: bool = True) -> UnitFormats:
    """Read a locale's words once.

    Args:
        locale: Whose.
        style: ``long``, ``short`` or ``narrow``.
        translated: Whether its catalog may override CLDR.

    Returns:
        The words.
    """
    cldr_data = locale.cldr_data
    kinds = _kinds(locale)
    different = list(dict.fromkeys(kinds))
    first = [PLURAL_SAMPLES[kinds.index(kind)] for kind in different]
    categories = [category for category, _ in different]
    forms, labels = {}, {}
    for unit in UNITS:
        patterns = cldr_data.unit_patterns(unit.removesuffix("s"), style)
        cldr = [UnitPattern.parse(patterns.get(category, patterns["other"])) for category in categories]
        translated_patterns = [
            _translated_pattern(locale, unit, style, n) if translated else None for n in first
        ]
        forms[unit] = tuple(
            translation or fallback for translation, fallback in zip(translated_patterns, cldr, strict=True)
        )
        bare = [form if form.has_number else UnitPattern.parse(patterns["other"]) for form in forms[unit]]
        labels[unit] = tuple(
            Translator(locale).message_without_fallback(UNIT_LABELS[unit], n)
            or (form.before + form.after).strip()
            for n, form in zip(first, bare, strict=True)
        )
    return UnitFormats(
        plural=tuple(different.index(kind) for kind in kinds),
        patterns=forms,
        labels=labels,
        list_patterns=cldr_data.list_patterns[_LIST_STYLES[style]],
        separator=cldr_data.number_symbol("timeSeparator", ":"),
        minus=cldr_data.number_symbol("minusSign", "-"),
        small_numbers=tuple(cldr_data.localize_digits(str(n)) for n in range(1000)),
    )


def _kinds(locale: Locale) -> list[tuple[str, tuple[int, ...]]]:
    """Return what chooses the words of each sample number: CLDR's category and the catalogs' own forms.

    The two agree in number today. When CLDR splits or merges categories, each goes on choosing its words.
    """
    translator = Translator(locale)
    kinds = [(locale.cldr_data.plural_category(n), translator.own_forms(n)) for n in PLURAL_SAMPLES]
    if len(set(kinds)) > _MOST_KINDS:  # the page's script reads one digit for each number
        return [(category, ()) for category, _ in kinds]
    return kinds


def _translated_pattern(locale: Locale, unit: Unit, style: UnitStyle, n: int) -> UnitPattern | None:
    template = Translator(locale).message_without_fallback(UNIT_MESSAGES[style][unit], n)
    # The page's script knows {0} and {1} as holes; words that hold them are none.
    return UnitPattern.parse(template, "{n}") if template and not _PLACEHOLDER.search(template) else None


def format_units(
    counts: Mapping[Unit, int],
    units: Sequence[Unit],
    locale: Locale,
    formats: UnitFormats,
    minus: bool = False,
) -> str:
    """Write counts in words.

    Args:
        counts: Unit -> count, not negative.
        units: Which of them, the largest first.
        locale: Whose numbers.
        formats: What :func:`unit_formats` returned.
        minus: Whether the first one carries a minus sign.

    Returns:
        The text.
    """
    parts: list[str] = []
    for unit in units:
        count = counts[unit]
        before, after, counted = formats.patterns[unit][formats.plural[plural_index(count)]]
        if counted:
            sign = formats.minus if minus and not parts else ""
            number = formats.small_numbers[count] if count < 1000 else locale.cldr_data.format_number(count)
            parts.append(f"{before}{sign}{number}{after}")
        else:
            parts.append(before)
    return join_list(parts, formats.list_patterns)


def format_digital(
    counts: Mapping[Unit, int],
    units: Sequence[Unit],
    locale: Locale,
    formats: UnitFormats,
    minus: bool = False,
) -> str:
    """Write hours, minutes and seconds in digits, with what is larger in short words before them.

    Args:
        counts: Unit -> count, not negative.
        units: The units asked for, the largest first; the clock's among them are always written.
        locale: Whose numbers.
        formats: The short words.
        minus: Whether the first one carries a minus sign.

    Returns:
        E.g. ``2 days, 3:05:09``.
    """
    clock = [unit for unit in units if unit in _TIME_UNITS]
    dates = [unit for unit in units if unit not in _TIME_UNITS and counts[unit]]
    parts: list[str] = [
        format_units(counts, [unit], locale, formats, minus and unit == dates[0]) for unit in dates
    ]
    if clock:
        digits = [format_padded(counts[unit], locale, 2 if index else 1) for index, unit in enumerate(clock)]
        sign = formats.minus if minus and not dates else ""
        parts.append(sign + formats.separator.join(digits))
    elif not parts:
        parts.append(format_units(counts, units[-1:], locale, formats))
    return join_list(parts, formats.list_patterns)


def format_padded(count: int, locale: Locale, width: int) -> str:
    """Write a count without grouping, padded with the locale's zero."""
    return locale.cldr_data.localize_digits(str(count).zfill(width))


def format_duration(
    duration: DurationLike,
    *,
    style: DurationStyle = "long",
    units: UnitNames = None,
    max_units: int | None = None,
    locale: LocaleLike = None,
    translated: bool = True,
) -> str:
    """Write a duration in words.

    Zero units are dropped; if all are zero, the smallest one asked for is written. Nothing is rounded up.

    Args:
        duration: A :class:`Duration`, its ISO form (``P8M12D``), or a ``timedelta``.
        style: ``long`` (8 months), ``short`` (8 mths), ``narrow`` (8m), ``digital`` (3:05:09).
        units: The units to use, in a list or one string: what is larger moves into the first, what is
            smaller is cut off. By default the duration's own.
        max_units: How many adjacent units to write, from the largest one that is not zero.
        locale: The language; see :func:`solidarity_widgets.get_locale`.
        translated: Whether the catalog's own words go before CLDR's.

    Returns:
        The text.

    Raises:
        InvalidFieldError: If an argument cannot be used, or months would have to become days.

    Example:
        >>> format_duration("P2Y11DT5H", units="years months days", locale="be", translated=False)
        '2 гады 11 сутак'
        >>> format_duration("PT1H15M", style="digital", units="hours minutes")
        '1:15'
    """
    parsed = parse_duration(duration)
    check_choice(style, get_args(DurationStyle), "style")
    unit_limit = check_max_units(max_units)
    chosen_units = None if none_if_blank(units, "units") is None else check_units(units)
    counts = convert_units(parsed, chosen_units)
    chosen_locale = get_locale(locale)
    minus = min(unit_values(parsed)) < 0 and any(counts.values())  # what is cut off to nothing has no sign
    if style == "digital":
        formats = unit_formats(chosen_locale, "short", translated)
        row = (
            chosen_units
            if chosen_units is not None
            else tuple(unit for unit in UNITS if unit in _TIME_UNITS or counts[unit])
        )
        if unit_limit is not None:
            begin = next((i for i, unit in enumerate(row) if counts[unit]), len(row) - 1)
            row = row[begin : begin + unit_limit]
        return format_digital(counts, row, chosen_locale, formats, minus)
    formats = unit_formats(chosen_locale, style, translated)
    return format_units(
        counts, visible_units(counts, chosen_units, unit_limit), chosen_locale, formats, minus
    )
