"""How many have signed, and how far that is: a sentence, a native bar, and the data for a live count."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from itertools import islice, takewhile

from markupsafe import Markup

from solidarity_widgets.caching import bounded
from solidarity_widgets.html import element, merged
from solidarity_widgets.i18n import Locale, Message, Translator, catalogs
from solidarity_widgets.i18n.messages import MessageId
from solidarity_widgets.i18n.numbers import digit_table, format_number, grouping
from solidarity_widgets.i18n.percent import format_percent, percent_pattern
from solidarity_widgets.i18n.plurals import SAMPLES
from solidarity_widgets.petitions import messages
from solidarity_widgets.petitions.goal import Goal, Progress, Step
from solidarity_widgets.widget import Widget, said

#: How many rungs ahead a page with a live count knows; eight of a ladder are a factor of 500.
_AHEAD = 8


@dataclass(frozen=True, slots=True, eq=False)
class PetitionProgress(Widget):
    """How many have signed.

    Attributes:
        progress: The numbers: ``signed``, ``step``, ``percent``, ``reached``.
        goal: The goal, or ``None``.
        live: Address of the count that the script asks for, or an empty string.
    """

    progress: Progress
    _: KW_ONLY
    goal: Goal | None = None
    live: str = ""

    @property
    def text(self) -> str:
        """The sentence that says how many."""
        return self._signed().text

    @property
    def goal_text(self) -> str:
        """The sentence that names the goal; empty without one."""
        message = self._goal(self.progress.step, self.progress.reached)
        return message.text if message else ""

    @property
    def percent_text(self) -> str:
        """The percents, written as the locale does; empty without a goal."""
        percent = self.progress.percent
        return "" if percent is None else format_percent(percent, self.locale)

    def _signed(self) -> Message:
        if not self.progress.signed:
            return Translator(self.locale).message(messages.NOBODY)
        return Translator(self.locale).message(messages.SIGNED, self.progress.signed)

    def _goal(self, step: Step | None, reached: bool) -> Message | None:
        if step is None:
            return None
        return Translator(self.locale).message(messages.REACHED if reached else messages.GOAL, step.number)

    def render(self) -> Markup:
        """Return the HTML: final as it stands; a live count keeps it true."""
        attributes: dict[str, object] = {
            "class": "sw-progress",
            "lang": self.locale.tag,
            "dir": self.locale.direction,
        }
        if self.live:
            data = json.dumps(self._data(), ensure_ascii=False, separators=(",", ":"))
            attributes["data-sw-progress"] = data
        children: list[Markup | str] = [said("p", self._signed(), self.locale, "sw-progress__signed")]
        goal = self._goal(self.progress.step, self.progress.reached)
        if goal is not None and self.progress.step is not None:
            # Of a hundred, and not of the goal itself: what reads a bar aloud rounds 99.95 up to 100.
            bar = {
                "class": "sw-progress__bar",
                "max": 100,
                "value": self.progress.percent,
                "aria-label": Translator(self.locale).message(messages.BAR).text,
            }
            children.append(element("progress", bar, self.percent_text))
            children.append(said("p", goal, self.locale, "sw-progress__goal"))
        if self.goal is not None and self.goal.named:
            items = [self._step(step) for step in self.goal.named]
            children.append(element("ol", {"class": "sw-progress__steps", "role": "list"}, *items))
        if self.live:
            children.append(element("span", {"class": "sw-hidden", "role": "status"}))
        return element("sw-progress", merged(attributes, self.attrs), *children)

    def _step(self, step: Step) -> Markup:
        name = step.name.best(self.locale)
        passed = Translator(self.locale).message(messages.PASSED)
        shown: dict[str, object] = {
            "hidden": self.progress.signed < step.number,
            "data-sw-at": step.number if self.live else None,
        }
        return element(
            "li",
            {"class": "sw-progress__step"},
            element("bdi", None, format_number(step.number, self.locale)),
            " ",
            element("span", name.attributes(self.locale), name.text),
            " ",
            said("span", passed, self.locale, "sw-progress__reached", **shown),
        )

    def _data(self) -> dict[str, object]:
        """Return what the script repeats the sentences from; see the server's own steps above."""
        last = self.goal.steps[-1] if self.goal is not None and not self.goal.endless else None
        optional: dict[str, object] = {
            **_words(self.locale),
            "s": [[step.number, self._text(step, False)] for step in self._steps()],
            "r": [last.number, self._text(last, True)] if last else None,
            "c": percent_pattern(self.locale.cldr) if self.goal else None,
        }
        return {
            "u": self.live,
            **{key: value for key, value in optional.items() if value},
        }

    def _steps(self) -> Sequence[Step]:
        """Return the steps a live count can come to; it may also fall, for people withdraw."""
        if self.goal is None:
            return ()
        if not self.goal.endless:
            return self.goal.steps
        reached = takewhile(lambda step: step.number <= self.progress.signed, self.goal.ahead(0))
        return tuple(islice(self.goal.ahead(0), sum(1 for _ in reached) + _AHEAD))

    def _text(self, step: Step, reached: bool) -> str:
        message = self._goal(step, reached)
        return message.text if message else ""


@catalogs.derived
@bounded(256)
def _words(locale: Locale) -> Mapping[str, object]:
    """Return the sentence in all its plural forms, and how the locale writes numbers."""
    forms, table = plural_forms(locale, messages.SIGNED)
    return {
        "f": forms,
        "p": "".join(map(str, table)) if len(forms) > 1 else "",
        "z": Translator(locale).message(messages.NOBODY).text,
        "g": grouping(locale.cldr),
        "d": digit_table(locale.cldr),
    }


def plural_forms(locale: Locale, message: MessageId) -> tuple[Sequence[str], Sequence[int]]:
    """Return a message's forms with ``{0}`` for the number, and which form each of the samples takes.

    Args:
        locale: Whose.
        message: A message with a number.

    Returns:
        The forms, and for each of :data:`~solidarity_widgets.i18n.plurals.SAMPLES` the index of its form.
    """
    translator = Translator(locale)
    found: list[str] = []
    table: list[int] = []
    for sample in SAMPLES:
        segments = translator.message(message, sample).segments
        form = "".join("{0}" if segment.name == "n" else segment.text for segment in segments)
        if form not in found:
            found.append(form)
        table.append(found.index(form))
    return found, table
