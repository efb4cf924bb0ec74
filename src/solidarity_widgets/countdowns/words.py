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

from solidarity_widgets.caching import bounded
from solidarity_widgets.countdowns.counts import (
    arrange,
    check_largest,
    parts_of,
    read_duration,
    visible_units,
)
from solidarity_widgets.countdowns.duration import UNITS, Unit, check_units
from solidarity_widgets.countdowns.messages import LABELS, OVERRIDES
from solidarity_widgets.i18n import Locale, Translator, catalogs, format_number, get_locale
from solidarity_widgets.i18n.numbers import (
    Style,
    join_list,
    list_patterns,
    native_digits,
    plural_category,
    symbol,
    unit_patterns,
)
from solidarity_widgets.i18n.plurals import SAMPLES, plural_slot
from solidarity_widgets.text import given, one_of

DurationStyle = Literal["long", "short", "narrow", "digital"]

_CLOCK: tuple[Unit, ...] = ("hours", "minutes", "seconds")
_LIST_STYLES = {"long": "unit", "short": "unit-short", "narrow": "unit-narrow"}
_HOLE = re.compile(r"\{\d\}")
_MOST_KINDS = 10


class Form(NamedTuple):
    """A unit's pattern, cut at its number.

    Attributes:
        before: What stands before the number, or all of it where the word alone tells the number.
        after: What stands after it.
        counted: Whether the number is written.
    """

    before: str
    after: str
    counted: bool

    @classmethod
    def of(cls, pattern: str, hole: str = "{0}") -> Form:
        """Cut a pattern at its hole."""
        before, found, after = pattern.partition(hole)
        return cls(before, after, bool(found))


@dataclass(frozen=True, slots=True)
class Words:
    """Everything one locale and style needs, prepared.

    Attributes:
        plural: For 0 to 199 the index of the plural form, then that for a million.
        forms: Unit -> its forms, by that index.
        labels: Unit -> its words without a number, by that index, for boxes.
        joins: CLDR's list patterns.
        separator: What stands between hours and minutes in digits.
        minus: The minus sign.
        small: The numbers below 1000, written.
    """

    plural: tuple[int, ...]
    forms: Mapping[Unit, tuple[Form, ...]]
    labels: Mapping[Unit, tuple[str, ...]]
    joins: Mapping[str, str]
    separator: str
    minus: str
    small: tuple[str, ...]

    def index(self, count: int) -> int:
        """Return the index of a count's plural form."""
        return self.plural[plural_slot(count)]


@catalogs.derived
@bounded(256)
def prepare(locale: Locale, style: Style, translated: bool = True) -> Words:
    """Read a locale's words once.

    Args:
        locale: Whose.
        style: ``long``, ``short`` or ``narrow``.
        translated: Whether its catalog may override CLDR.

    Returns:
        The words.
    """
    kinds = _kinds(locale)
    different = list(dict.fromkeys(kinds))
    first = [SAMPLES[kinds.index(kind)] for kind in different]
    categories = [category for category, _ in different]
    forms, labels = {}, {}
    for unit in UNITS:
        patterns = unit_patterns(locale.cldr, unit.removesuffix("s"), style)
        cldr = [Form.of(patterns.get(category, patterns["other"])) for category in categories]
        own = [_override(locale, unit, style, n) if translated else None for n in first]
        forms[unit] = tuple(mine or theirs for mine, theirs in zip(own, cldr, strict=True))
        bare = [form if form.counted else Form.of(patterns["other"]) for form in forms[unit]]
        labels[unit] = tuple(
            Translator(locale).own(LABELS[unit], n) or (form.before + form.after).strip()
            for n, form in zip(first, bare, strict=True)
        )
    return Words(
        plural=tuple(different.index(kind) for kind in kinds),
        forms=forms,
        labels=labels,
        joins=list_patterns(locale.cldr, _LIST_STYLES[style]),
        separator=symbol(locale.cldr, "timeSeparator", ":"),
        minus=symbol(locale.cldr, "minusSign", "-"),
        small=tuple(native_digits(str(n), locale) for n in range(1000)),
    )


def _kinds(locale: Locale) -> list[tuple[str, tuple[int, ...]]]:
    """Return what chooses the words of each sample number: CLDR's category and the catalogs' own forms.

    The two agree in number today. When CLDR splits or merges categories, each goes on choosing its words.
    """
    translator = Translator(locale)
    kinds = [(plural_category(n, locale), translator.own_forms(n)) for n in SAMPLES]
    if len(set(kinds)) > _MOST_KINDS:  # the page's script reads one digit for each number
        return [(category, ()) for category, _ in kinds]
    return kinds


def _override(locale: Locale, unit: Unit, style: Style, n: int) -> Form | None:
    template = Translator(locale).own(OVERRIDES[style][unit], n)
    # The page's script knows {0} and {1} as holes; words that hold them are none.
    return Form.of(template, "{n}") if template and not _HOLE.search(template) else None


def compose(
    counts: Mapping[Unit, int], units: Sequence[Unit], locale: Locale, words: Words, minus: bool = False
) -> str:
    """Write counts in words.

    Args:
        counts: Unit -> count, not negative.
        units: Which of them, the largest first.
        locale: Whose numbers.
        words: What :func:`prepare` returned.
        minus: Whether the first one carries a minus sign.

    Returns:
        The text.
    """
    parts: list[str] = []
    for unit in units:
        count = counts[unit]
        before, after, counted = words.forms[unit][words.plural[plural_slot(count)]]
        if counted:
            sign = words.minus if minus and not parts else ""
            number = words.small[count] if count < 1000 else format_number(count, locale)
            parts.append(f"{before}{sign}{number}{after}")
        else:
            parts.append(before)
    return join_list(parts, words.joins)


def compose_digital(
    counts: Mapping[Unit, int], units: Sequence[Unit], locale: Locale, words: Words, minus: bool = False
) -> str:
    """Write hours, minutes and seconds in digits, with what is larger in short words before them.

    Args:
        counts: Unit -> count, not negative.
        units: The units asked for, the largest first; the clock's among them are always written.
        locale: Whose numbers.
        words: The short words.
        minus: Whether the first one carries a minus sign.

    Returns:
        E.g. ``2 days, 3:05:09``.
    """
    clock = [unit for unit in units if unit in _CLOCK]
    dates = [unit for unit in units if unit not in _CLOCK and counts[unit]]
    parts: list[str] = [compose(counts, [unit], locale, words, minus and unit == dates[0]) for unit in dates]
    if clock:
        digits = [
            number_in_digits(counts[unit], locale, 2 if index else 1) for index, unit in enumerate(clock)
        ]
        sign = words.minus if minus and not dates else ""
        parts.append(sign + words.separator.join(digits))
    elif not parts:
        parts.append(compose(counts, units[-1:], locale, words))
    return join_list(parts, words.joins)


def number_in_digits(count: int, locale: Locale, width: int) -> str:
    """Write a count without grouping, padded with the locale's zero."""
    return native_digits(str(count).zfill(width), locale)


def format_duration(
    duration: object,
    *,
    style: DurationStyle = "long",
    units: object = None,
    largest: int | None = None,
    locale: object = None,
    translated: bool = True,
) -> str:
    """Write a duration in words.

    Zero units are dropped; if all are zero, the smallest one asked for is written. Nothing is rounded up.

    Args:
        duration: A :class:`Duration`, its ISO form (``P8M12D``), or a ``timedelta``.
        style: ``long`` (8 months), ``short`` (8 mths), ``narrow`` (8m), ``digital`` (3:05:09).
        units: The units to use, in a list or one string: what is larger moves into the first, what is
            smaller is cut off. By default the duration's own.
        largest: How many adjacent units to write, from the largest one that is not zero.
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
    read = read_duration(duration)
    one_of(style, get_args(DurationStyle), "style")
    width = check_largest(largest)
    asked = None if given(units, "units") is None else check_units(units)
    counts = arrange(read, asked)
    spoken = get_locale(locale)
    minus = min(parts_of(read)) < 0 and any(counts.values())  # what is cut off to nothing has no sign
    if style == "digital":
        words = prepare(spoken, "short", translated)
        row = asked if asked is not None else tuple(unit for unit in UNITS if unit in _CLOCK or counts[unit])
        if width is not None:
            begin = next((i for i, unit in enumerate(row) if counts[unit]), len(row) - 1)
            row = row[begin : begin + width]
        return compose_digital(counts, row, spoken, words, minus)
    words = prepare(spoken, style, translated)
    return compose(counts, visible_units(counts, asked, width), spoken, words, minus)
