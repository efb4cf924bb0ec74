"""The countdown's markup: final text from the server, and the data the script repeats it from."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from markupsafe import Markup

from solidarity_widgets.caching import bounded
from solidarity_widgets.countdowns.counts import arrange, visible_units
from solidarity_widgets.countdowns.duration import UNITS, Duration, Unit
from solidarity_widgets.countdowns.messages import AGO, DAY_OVER, LEFT, NOW, PAUSE, TIME_OVER, TODAY
from solidarity_widgets.countdowns.plan import Plan, State, offsets
from solidarity_widgets.countdowns.recurrence import Occurrence
from solidarity_widgets.countdowns.words import Words, compose, compose_digital, prepare
from solidarity_widgets.html import element, merged
from solidarity_widgets.i18n import Locale, Message, Translator, catalogs, format_number
from solidarity_widgets.i18n.numbers import Style, digit_table, grouping
from solidarity_widgets.widget import Widget

CountdownStyle = Literal["long", "short", "narrow", "digital", "boxes"]

#: The letters that stand for the units in the script's data.
_LETTERS = dict(zip(UNITS, "ymwdhis", strict=True))
_HOLE = "{duration}"


@dataclass(frozen=True, slots=True)
class Saying:
    """What a state says: a template with ``{duration}`` in it, or a text, and its language.

    Attributes:
        text: The template.
        tag: Its BCP 47 tag if that is not the widget's language, else an empty string.
        direction: Its direction likewise.
    """

    text: str
    tag: str = ""
    direction: str = ""


def _saying(message: Message) -> Saying:
    return Saying(message.text, message.tag, message.direction) if message.fell_back else Saying(message.text)


@catalogs.derived
@bounded(256)
def sayings(locale: Locale, whole_day: bool) -> Mapping[State, Saying]:
    """Return what each state says in a locale.

    A duration in the reader's language never stands in a sentence of another: where the locale has no
    catalog, the duration stands alone.
    """
    translator = Translator(locale)
    found: dict[State, Saying] = {}
    framed: tuple[tuple[State, Any], ...] = (("before", LEFT), ("up", AGO))
    for state, sentence in framed:
        message = translator.message(sentence, duration=_HOLE)
        found[state] = Saying(_HOLE) if message.fell_back else Saying(message.text)
    found["now"] = _saying(translator.message(TODAY if whole_day else NOW))
    found["after"] = _saying(translator.message(DAY_OVER if whole_day else TIME_OVER))
    return found


@dataclass(frozen=True, slots=True, eq=False)
class Countdown(Widget):
    """A counter to a moment, or since one.

    Attributes:
        plan: What is counted to.
        now: The time it was made for, in UTC.
        units: The units shown, the largest first.
        style: ``long``, ``short``, ``narrow``, ``digital`` or ``boxes``.
        largest: How many adjacent units are shown, or ``None``.
        label: Words of the page's own before it, or an empty string.
    """

    plan: Plan
    now: datetime
    _: KW_ONLY
    units: tuple[Unit, ...]
    style: CountdownStyle = "long"
    largest: int | None = None
    label: str = ""

    @property
    def occurrence(self) -> Occurrence:
        """The moment counted to: the next one, or the one under way."""
        return self.plan.current(self.now)

    @property
    def target(self) -> datetime:
        """The instant counted to or from, in the event's zone."""
        return self.occurrence.start.astimezone(self.plan.zone)

    @property
    def state(self) -> State:
        """``before``, ``now``, ``after``, or ``up`` where it counts up."""
        return self.plan.state(self.now)

    @property
    def duration(self) -> Duration:
        """How long it is to the moment, or since it, in :attr:`units`."""
        return self.plan.duration(self.now, self.units)

    @property
    def text(self) -> str:
        """What it says, in words."""
        template = self._sayings()[self.state].text
        return template.replace(_HOLE, self._duration_text()) if _HOLE in template else template

    def _sayings(self) -> Mapping[State, Saying]:
        found = sayings(self.locale, self.plan.whole_day)
        # A label frames the duration itself ("Until 4 August: …"), and elapsed time has no "ago".
        if self.label or self.plan.counts_up == "always":
            return {**found, "before": Saying(_HOLE), "up": Saying(_HOLE)}
        return found

    def _word_style(self) -> Style:
        if self.style == "narrow" and {"months", "minutes"} <= set(self.units):
            return "short"  # CLDR writes both as "m"
        if self.style == "digital":
            return "short"
        return "long" if self.style == "boxes" else self.style

    def _words(self) -> Words:
        return prepare(self.locale, self._word_style())

    def _duration_text(self) -> str:
        counts = arrange(self.duration, None)
        if self.style == "digital":
            return compose_digital(counts, self.units, self.locale, self._words())
        return compose(counts, visible_units(counts, self.units, self.largest), self.locale, self._words())

    def render(self) -> Markup:
        """Return the HTML: right as it stands, and kept right by the script."""
        attributes: dict[str, object] = {
            "class": f"sw-countdown sw-countdown--{self.style}",
            "role": "timer",
            "lang": self.locale.tag,
            "dir": self.locale.direction,
            "data-sw-countdown": json.dumps(self._data(), ensure_ascii=False, separators=(",", ":")),
        }
        children: list[Markup | str] = []
        if self.label:
            # "Until 4 August:" goes with a duration, not with "Today is the day".
            label = {"class": "sw-countdown__label", "hidden": self.state in ("now", "after")}
            children += [element("span", label, self.label), " "]
        saying = self._sayings()[self.state]
        instant = self.target.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        time = {
            "class": "sw-countdown__time",
            "datetime": instant.rjust(20, "0"),
            "lang": saying.tag or None,
            "dir": saying.direction or None,
        }
        children.append(element("time", time, *self._reading()))
        children.append(element("span", {"class": "sw-hidden", "role": "status"}))
        if "seconds" in self._counted():
            pause = Translator(self.locale).message(PAUSE)
            button = {
                "class": "sw-countdown__pause",
                "type": "button",
                "hidden": True,
                "aria-pressed": "false",
                "data-sw-action": "pause",
                "lang": pause.tag if pause.fell_back else None,
                "dir": pause.direction if pause.fell_back else None,
            }
            children.append(element("button", button, pause.text))
        return element("sw-countdown", merged(attributes, self.attrs), *children)

    def _reading(self) -> Iterable[Markup | str]:
        if self.style != "boxes" or self.state in ("now", "after"):
            return [self.text]
        duration, words = self.duration, self._words()
        return [self._box(words, unit, getattr(duration, unit)) for unit in self._counted()]

    def _counted(self) -> Sequence[Unit]:
        """Return the units that may be shown; boxes have their places, whatever is in them."""
        return self.units[: self.largest] if self.style == "boxes" else self.units

    def _box(self, words: Words, unit: Unit, count: int) -> Markup:
        number = element("span", {"class": "sw-countdown__number"}, format_number(count, self.locale))
        label = words.labels[unit][words.index(count)]
        name = element("span", {"class": "sw-countdown__unit"}, label)
        return element("span", {"class": "sw-countdown__box"}, number, " ", name)

    def _data(self) -> dict[str, object]:
        plan = self.plan
        moments = [[_seconds(found.start), _seconds(found.end)] for found in plan.occurrences]
        up = {"never": 0, "after": 1, "always": 2}[plan.counts_up]
        units = self._counted()
        said = self._sayings()
        optional = {
            "u": "".join(_LETTERS[unit] for unit in units),
            "c": up,
            "k": self.largest if self.style not in ("boxes", "digital") else None,
            **_script_words(
                self.locale,
                self._word_style(),
                tuple(units),
                self.style in ("boxes", "digital") and self.style,
            ),
            "x": [
                [saying.text, saying.tag, saying.direction] if saying.tag else saying.text
                for saying in (said["before"], said["now"], said["after"], said["up"])
            ],
        }
        return {
            "t": moments,
            "n": int(self.now.timestamp() * 1000),
            "z": offsets(plan, self.now),
            **{key: value for key, value in optional.items() if value not in (None, "", 0)},
        }

    def ics(
        self,
        *,
        title: str = "",
        text: str = "",
        url: str = "",
        links: Iterable[object] = (),
    ) -> bytes:
        """Make a calendar file of the moment, so that a reader's own calendar reminds of it.

        It recurs where the countdown does, and reminds at the moment itself. Needs the extra ``ics``.

        Args:
            title: The event's name; by default the countdown's label.
            text: What to say then.
            url: The page's address.
            links: Share buttons, or a bar of them: their labels and links go into the description.

        Returns:
            An iCalendar object (RFC 5545), in UTF-8.

        Raises:
            MissingExtraError: If the extra is not installed.
            InvalidURLError: If *url* is no absolute http(s) URL.
            InvalidFieldError: If another text cannot be used, or elapsed time is asked for.
        """
        from solidarity_widgets.countdowns.ics import calendar_file

        return calendar_file(self.plan, self.now, title=title or self.label, text=text, url=url, links=links)


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())


@catalogs.derived
@bounded(256)
def _script_words(
    locale: Locale, style: Style, units: tuple[Unit, ...], special: str | Literal[False]
) -> dict[str, object]:
    """Return the words as the script reads them; made once for each locale, style and choice of units."""
    words = prepare(locale, style)
    if special == "boxes":
        forms: dict[str, object] = {_LETTERS[unit]: list(words.labels[unit]) for unit in units}
    else:
        forms = {
            _LETTERS[unit]: [f"{f.before}{'{0}' if f.counted else ''}{f.after}" for f in words.forms[unit]]
            for unit in units
        }
    return {
        "p": "".join(map(str, words.plural)) if len(words.forms["days"]) > 1 else "",
        "w": forms,
        "l": [words.joins[key] for key in ("2", "start", "middle", "end")],
        "g": grouping(locale.cldr),
        "d": digit_table(locale.cldr),
        "s": words.separator if special == "digital" else "",
        "b": 1 if special == "boxes" else 0,
    }
