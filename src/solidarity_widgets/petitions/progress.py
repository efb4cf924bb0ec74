"""How many have signed, and how far that is: a sentence, a native bar, and the data for a live count."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from itertools import islice, takewhile

from markupsafe import Markup

from solidarity_widgets.caching import bounded_cache
from solidarity_widgets.html import element, merge_attributes
from solidarity_widgets.i18n import Locale, Message, Translator, catalogs
from solidarity_widgets.i18n.cldr.plurals import PLURAL_SAMPLES
from solidarity_widgets.i18n.messages import MessageId
from solidarity_widgets.petitions import messages
from solidarity_widgets.petitions.goal import Goal, GoalProgress, GoalStep
from solidarity_widgets.widget import Widget, message_element

#: How many rungs ahead a page with a live count knows; eight of a ladder are a factor of 500.
_MAX_STEPS_AHEAD = 8


@dataclass(frozen=True, slots=True, eq=False)
class PetitionProgress(Widget):
    """How many have signed.

    Attributes:
        goal_progress: The numbers: ``signed``, ``step``, ``percent``, ``reached``.
        goal: The goal, or ``None``.
        count_url: Address of the count that the script asks for, or an empty string.
    """

    goal_progress: GoalProgress
    _: KW_ONLY
    goal: Goal | None = None
    count_url: str = ""

    @property
    def text(self) -> str:
        """The sentence that says how many."""
        return self._count_message().text

    @property
    def goal_text(self) -> str:
        """The sentence that names the goal; empty without one."""
        message = self._goal_message(self.goal_progress.step, self.goal_progress.reached)
        return message.text if message else ""

    @property
    def percent_text(self) -> str:
        """The percents, written as the locale does; empty without a goal."""
        percent = self.goal_progress.percent
        return "" if percent is None else self.locale.cldr_data.format_percent(percent)

    def _count_message(self) -> Message:
        if not self.goal_progress.signed:
            return Translator(self.locale).message(messages.NOBODY)
        return Translator(self.locale).message(messages.SIGNED, self.goal_progress.signed)

    def _goal_message(self, step: GoalStep | None, reached: bool) -> Message | None:
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
        if self.count_url:
            data = json.dumps(self._script_data(), ensure_ascii=False, separators=(",", ":"))
            attributes["data-sw-progress"] = data
        children: list[Markup | str] = [
            message_element("p", self._count_message(), self.locale, "sw-progress__signed")
        ]
        goal = self._goal_message(self.goal_progress.step, self.goal_progress.reached)
        if goal is not None and self.goal_progress.step is not None:
            # Of a hundred, and not of the goal itself: what reads a bar aloud rounds 99.95 up to 100.
            bar = {
                "class": "sw-progress__bar",
                "max": 100,
                "value": self.goal_progress.percent,
                "aria-label": Translator(self.locale).message(messages.BAR).text,
            }
            children.append(element("progress", bar, self.percent_text))
            children.append(message_element("p", goal, self.locale, "sw-progress__goal"))
        if self.goal is not None and self.goal.named_steps:
            items = [self._render_step(step) for step in self.goal.named_steps]
            children.append(element("ol", {"class": "sw-progress__steps", "role": "list"}, *items))
        if self.count_url:
            children.append(element("span", {"class": "sw-hidden", "role": "status"}))
        return element("sw-progress", merge_attributes(attributes, self.attrs), *children)

    def _render_step(self, step: GoalStep) -> Markup:
        name = step.name.best(self.locale)
        passed = Translator(self.locale).message(messages.PASSED)
        attributes: dict[str, object] = {
            "hidden": self.goal_progress.signed < step.number,
            "data-sw-at": step.number if self.count_url else None,
        }
        return element(
            "li",
            {"class": "sw-progress__step"},
            element("bdi", None, self.locale.cldr_data.format_number(step.number)),
            " ",
            element("span", name.attributes(self.locale), name.text),
            " ",
            message_element("span", passed, self.locale, "sw-progress__reached", **attributes),
        )

    def _script_data(self) -> dict[str, object]:
        """Return what the script repeats the sentences from; see the server's own steps above."""
        last = self.goal.steps[-1] if self.goal is not None and not self.goal.endless else None
        optional: dict[str, object] = {
            **_sentence_data(self.locale),
            "s": [[step.number, self._goal_text(step, False)] for step in self._steps_ahead()],
            "r": [last.number, self._goal_text(last, True)] if last else None,
            "c": self.locale.cldr_data.percent_pattern if self.goal else None,
        }
        return {
            "u": self.count_url,
            **{key: value for key, value in optional.items() if value},
        }

    def _steps_ahead(self) -> Sequence[GoalStep]:
        """Return the steps a live count can come to; it may also fall, for people withdraw."""
        if self.goal is None:
            return ()
        if not self.goal.endless:
            return self.goal.steps
        reached = takewhile(lambda step: step.number <= self.goal_progress.signed, self.goal.steps_ahead(0))
        return tuple(islice(self.goal.steps_ahead(0), sum(1 for _ in reached) + _MAX_STEPS_AHEAD))

    def _goal_text(self, step: GoalStep, reached: bool) -> str:
        message = self._goal_message(step, reached)
        return message.text if message else ""


@catalogs.depends_on_catalogs
@bounded_cache(256)
def _sentence_data(locale: Locale) -> Mapping[str, object]:
    """Return the sentence in all its plural forms, and how the locale writes numbers."""
    forms, table = plural_forms(locale, messages.SIGNED)
    return {
        "f": forms,
        "p": "".join(map(str, table)) if len(forms) > 1 else "",
        "z": Translator(locale).message(messages.NOBODY).text,
        "g": locale.cldr_data.grouping,
        "d": locale.cldr_data.digits,
    }


def plural_forms(locale: Locale, message: MessageId) -> tuple[Sequence[str], Sequence[int]]:
    """Return a message's forms with ``{0}`` for the number, and which form each of the samples takes.

    Args:
        locale: Whose.
        message: A message with a number.

    Returns:
        The forms, and for each of :data:`~solidarity_widgets.i18n.cldr.plurals.PLURAL_SAMPLES` the index of
        its form.
    """
    translator = Translator(locale)
    found: list[str] = []
    table: list[int] = []
    for sample in PLURAL_SAMPLES:
        segments = translator.message(message, sample).segments
        form = "".join("{0}" if segment.name == "n" else segment.text for segment in segments)
        if form not in found:
            found.append(form)
        table.append(found.index(form))
    return found, table
