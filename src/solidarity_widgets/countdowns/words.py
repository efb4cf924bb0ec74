"""Formats durations as text, following ECMA-402's ``Intl.DurationFormat``.

CLDR's patterns are read once for each locale and style and kept as plain tuples, so a call only looks up and
joins strings. Translators can override the words for each unit in their catalog, in the contexts
``countdown-unit-long``, ``countdown-unit-short`` and ``countdown-unit-narrow``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, get_args

from solidarity_widgets.arguments import suggest_arguments
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

_STYLES = get_args(DurationStyle)

_TIME_UNITS: tuple[Unit, ...] = ("hours", "minutes", "seconds")
_LIST_STYLES: dict[UnitStyle, ListStyle] = {"long": "unit", "short": "unit-short", "narrow": "unit-narrow"}
_PLACEHOLDER = re.compile(r"\{\d\}")
_MAX_KINDS = 10


class UnitPattern(NamedTuple):
    """A unit's pattern, split at its number.

    Attributes:
        before: The text before the number, or the whole text if a word expresses the number.
        after: The text after the number.
        has_number: Whether the pattern has a number.
    """

    before: str
    after: str
    has_number: bool

    @classmethod
    def parse(cls, pattern: str, placeholder: str = "{0}") -> UnitPattern:
        """Split a pattern at its placeholder.

        Args:
            pattern: The pattern.
            placeholder: What the number replaces.

        Returns:
            The parts.
        """
        before, found, after = pattern.partition(placeholder)
        return cls(before, after, bool(found))


@dataclass(frozen=True, slots=True)
class UnitFormats:
    """Everything that is needed to format durations in one locale and style.

    Attributes:
        plural: The index of the plural form for each of ``PLURAL_SAMPLES``.
        patterns: The patterns of each unit, by that index.
        labels: The words for each unit without a number, by that index. The style ``boxes`` shows them.
        list_patterns: CLDR's list patterns.
        separator: The separator between hours and minutes in digits.
        minus: The minus sign.
        small_numbers: The formatted numbers below 1000.
    """

    plural: tuple[int, ...]
    patterns: Mapping[Unit, tuple[UnitPattern, ...]]
    labels: Mapping[Unit, tuple[str, ...]]
    list_patterns: Mapping[str, str]
    separator: str
    minus: str
    small_numbers: tuple[str, ...]

    def index(self, count: int) -> int:
        """Return the index of the plural form for a count.

        Args:
            count: The count, not negative.

        Returns:
            An index into each unit's ``patterns`` and ``labels``.
        """
        return self.plural[plural_index(count)]


@catalogs.depends_on_catalogs
@bounded_cache(256)
def unit_formats(locale: Locale, style: UnitStyle, translated: bool = True) -> UnitFormats:
    """Prepare what is needed to format durations.

    Args:
        locale: The locale.
        style: ``long``, ``short`` or ``narrow``.
        translated: Whether the locale's catalog overrides CLDR.

    Returns:
        The prepared formats.
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
    """Return, for each sample number, CLDR's plural category and the indices of the catalogs' plural forms.

    The two usually correspond. If a release of CLDR splits or merges categories, each still selects its own
    words.
    """
    translator = Translator(locale)
    kinds = [(locale.cldr_data.plural_category(n), translator.own_forms(n)) for n in PLURAL_SAMPLES]
    if len(set(kinds)) > _MAX_KINDS:  # the page's script has one digit for each number
        return [(category, ()) for category, _ in kinds]
    return kinds


def _translated_pattern(locale: Locale, unit: Unit, style: UnitStyle, n: int) -> UnitPattern | None:
    template = Translator(locale).message_without_fallback(UNIT_MESSAGES[style][unit], n)
    # The page's script uses {0} and {1} as placeholders, so words that contain them are ignored.
    return UnitPattern.parse(template, "{n}") if template and not _PLACEHOLDER.search(template) else None


def format_units(
    counts: Mapping[Unit, int],
    units: Sequence[Unit],
    locale: Locale,
    formats: UnitFormats,
    minus: bool = False,
) -> str:
    """Format counts in words.

    Args:
        counts: A mapping of units to counts, which are not negative.
        units: The units to write, largest first.
        locale: The locale of the numbers.
        formats: The formats of the locale and style.
        minus: Whether the first number has a minus sign.

    Returns:
        The text, such as ``2 days, 3 hours``.
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
    """Format hours, minutes and seconds in digits, after larger units in words.

    Args:
        counts: A mapping of units to counts, which are not negative.
        units: The units to write, largest first. Hours, minutes and seconds among them are written even if
            they are zero.
        locale: The locale of the numbers.
        formats: The locale's formats in the style ``short``.
        minus: Whether the first number has a minus sign.

    Returns:
        The text, such as ``2 days, 3:05:09``.
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
    """Format a count without grouping, padded with the locale's digit zero.

    Args:
        count: The count, not negative.
        locale: The locale of the digits.
        width: The minimum number of digits.

    Returns:
        The digits.
    """
    return locale.cldr_data.localize_digits(str(count).zfill(width))


@suggest_arguments
def format_duration(
    duration: DurationLike,
    *,
    style: DurationStyle = "long",
    units: UnitNames = None,
    max_units: int | None = None,
    locale: LocaleLike = None,
    translated: bool = True,
) -> str:
    """Format a duration as text.

    Units that are zero are left out; if all are zero, the smallest one is written. Nothing is rounded up.

    Args:
        duration: A :class:`Duration`, its ISO 8601 form (``P8M12D``), or a ``timedelta``.
        style: ``long`` (8 months), ``short`` (8 mths), ``narrow`` (8m) or ``digital`` (3:05:09).
        units: The units to use, in a list or one string. Larger units are converted to the first of these,
            and smaller ones are dropped. By default the duration's own units.
        max_units: How many adjacent units to write, from the largest one that is not zero; by default all.
        locale: The language; see :func:`solidarity_widgets.get_locale`.
        translated: Whether words in the library's catalog override CLDR's.

    Returns:
        The text.

    Raises:
        InvalidFieldError: If an argument is not valid, or months would have to be converted to days.

    Example:
        >>> format_duration("P2Y11DT5H", units="years months days", locale="be", translated=False)
        '2 гады 11 сутак'
        >>> format_duration("PT1H15M", style="digital", units="hours minutes")
        '1:15'
    """
    parsed = parse_duration(duration)
    check_choice(style, _STYLES, "style")
    unit_limit = check_max_units(max_units)
    chosen_units = None if none_if_blank(units, "units") is None else check_units(units)
    counts = convert_units(parsed, chosen_units)
    chosen_locale = get_locale(locale)
    # A duration that is cut to zero has no sign.
    minus = min(unit_values(parsed)) < 0 and any(counts.values())
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
