"""The progress widget: a sentence, a native progress bar, and the data for a live count."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field
from itertools import islice, takewhile

from markupsafe import Markup

from solidarity_widgets.caching import bounded_cache
from solidarity_widgets.html import AttributeValue, element, join
from solidarity_widgets.i18n import Locale, Message, Translator, catalogs, get_locale
from solidarity_widgets.i18n.cldr import CldrData
from solidarity_widgets.i18n.cldr.plurals import PLURAL_SAMPLES
from solidarity_widgets.i18n.messages import MessageId
from solidarity_widgets.petitions import messages
from solidarity_widgets.petitions.goal import Goal, GoalProgress, GoalStep
from solidarity_widgets.petitions.plain import PetitionDisplay, plain_element
from solidarity_widgets.petitions.translations import LocalizedText
from solidarity_widgets.widget import Widget, message_element

#: How many steps of an endless goal beyond the present number a page with a live count contains. Eight steps
#: of a ladder are a factor of about 500.
_MAX_STEPS_AHEAD = 8


@dataclass(frozen=True, slots=True, eq=False)
class PetitionProgress(Widget):
    """The number of signatures, with the progress towards the goal.

    Attributes:
        goal_progress: The numbers: ``signed``, ``step``, ``percent`` and ``reached``.
        goal: The goal, or ``None``.
        count_url: The URL from which the page's script fetches the number, or an empty string.
        display: ``full``, or ``text`` for the plain form, which has no bar and no live count.
    """

    goal_progress: GoalProgress
    _: KW_ONLY
    goal: Goal | None = None
    count_url: str = field(default="", repr=False)
    display: PetitionDisplay = "full"

    @property
    def text(self) -> str:
        """The sentence with the number of signatures."""
        return self._count_message().text

    @property
    def goal_text(self) -> str:
        """The sentence with the goal; an empty string without a goal."""
        message = self._goal_message(self.goal_progress.step, self.goal_progress.reached)
        return message.text if message else ""

    @property
    def percent_text(self) -> str:
        """The percentage in the format of :attr:`text`; an empty string without a goal."""
        percent = self.goal_progress.percent
        return "" if percent is None else _sentence_formats(self.locale).format_percent(percent)

    def _count_message(self) -> Message:
        return _count_message(self.locale, self.goal_progress.signed)

    def _goal_message(self, step: GoalStep | None, reached: bool) -> Message | None:
        if step is None:
            return None
        translator = Translator(self.locale)
        goal = translator.message(messages.GOAL, step.number)
        if not reached:
            return goal
        # The page's script replaces one of the two with the other, and cannot change the element's language.
        done = translator.message(messages.REACHED, step.number)
        return done if done.tag == goal.tag else goal

    def render(self) -> Markup:
        """Return the HTML. With a ``count_url`` it contains the data for the page's script.

        Returns:
            A ``<sw-progress>`` element; paragraphs and a list for the plain form.
        """
        if self.display == "text":
            return self._render_plain()
        children = self.count_html, self.bar_html, self.goal_html, self.steps_html, self.status_html
        attributes, more_attributes = self._own_attributes()
        return self.outer_element("sw-progress", attributes, *children, more_attributes=more_attributes)

    def _own_attributes(self) -> tuple[Mapping[str, AttributeValue], Mapping[str, AttributeValue]]:
        script_data = None
        if self.count_url:
            script_data = json.dumps(self._script_data(), ensure_ascii=False, separators=(",", ":"))
        return {"class": "sw-progress"}, {"data-sw-progress": script_data}

    @property
    def count_html(self) -> Markup:
        """The paragraph with the number of signatures."""
        return self._render_count(self._count_message())

    @property
    def bar_html(self) -> Markup:
        """The ``<progress>`` element, or nothing without a goal."""
        if self.goal_progress.step is None:
            return Markup("")
        # The maximum is 100 and not the goal, because screen readers round 99.95% up to 100%.
        label = Translator(self.locale).message(messages.BAR)
        attributes = {
            "class": "sw-progress__bar",
            "max": 100,
            "value": self.goal_progress.percent,
            "aria-label": label.text,
            **label.attributes(self.locale),
        }
        return element("progress", attributes, self.percent_text)

    @property
    def goal_html(self) -> Markup:
        """The paragraph with the goal, or nothing."""
        goal = self._goal_message(self.goal_progress.step, self.goal_progress.reached)
        return Markup("") if goal is None else message_element("p", goal, self.locale, "sw-progress__goal")

    @property
    def steps_html(self) -> Markup:
        """The list of a goal's named steps, or nothing."""
        if self.goal is None or not self.goal.named_steps:
            return Markup("")
        items = [self._render_step(step) for step in self.goal.named_steps]
        return element("ol", {"class": "sw-progress__steps", "role": "list"}, *items)

    @property
    def status_html(self) -> Markup:
        """The element that announces a new number to screen readers, or nothing without a live count."""
        if not self.count_url:
            return Markup("")
        language = self._count_message().attributes(self.locale)
        return element("span", {"class": "sw-hidden", "role": "status", **language})

    def _render_count(self, count: Message) -> Markup:
        """Return the sentence with its number in an element of its own; the page's script does the same."""
        children = [
            element("strong", {"class": "sw-progress__number"}, segment.text)
            if segment.name == "n"
            else segment.text
            for segment in count.segments
        ]
        return element("p", {"class": "sw-progress__signed", **count.attributes(self.locale)}, *children)

    def _render_plain(self) -> Markup:
        goal = self._goal_message(self.goal_progress.step, self.goal_progress.reached)
        steps = self.goal.named_steps if self.goal is not None else ()
        parts = [plain_element("p", self._count_message(), self.locale)]
        if goal is not None:
            parts.append(plain_element("p", goal, self.locale))
        if steps:
            parts.append(plain_element("ul", None, self.locale, *map(self._render_plain_step, steps)))
        return join(*parts)

    def _render_plain_step(self, step: GoalStep) -> Markup:
        name = step.name.best(self.locale)
        language = name.attributes(self.locale)
        number = {"lang": language.get("lang"), "dir": "auto"}
        children = [element("strong", number, self._step_number(step, name)), " "]
        children.append(element("span", language, name.text))
        if self.goal_progress.signed >= step.number:
            passed = Translator(self.locale).message(messages.PASSED)
            children += [" ", message_element("span", passed, self.locale)]
        return element("li", None, *children)

    def _step_number(self, step: GoalStep, name: LocalizedText) -> str:
        """Return a step's number in the format of the words next to it."""
        data = get_locale(name.tag).cldr_data if name.tag else self.locale.cldr_data
        return data.format_number(step.number)

    def _render_step(self, step: GoalStep) -> Markup:
        name = step.name.best(self.locale)
        language = name.attributes(self.locale)
        passed = Translator(self.locale).message(messages.PASSED)
        attributes: dict[str, object] = {
            "hidden": self.goal_progress.signed < step.number,
            "data-sw-at": step.number if self.count_url else None,
        }
        return element(
            "li",
            {"class": "sw-progress__step"},
            element("bdi", {"lang": language.get("lang")}, self._step_number(step, name)),
            " ",
            element("span", language, name.text),
            " ",
            message_element("span", passed, self.locale, "sw-progress__reached", **attributes),
        )

    def _script_data(self) -> dict[str, object]:
        """Return the data from which the script makes the same texts as the properties above."""
        last = self.goal.steps[-1] if self.goal is not None and not self.goal.endless else None
        optional: dict[str, object] = {
            **_sentence_data(self.locale),
            "s": [[step.number, self._goal_text(step, False)] for step in self._steps_ahead()],
            "r": [last.number, self._goal_text(last, True)] if last else None,
            "c": _sentence_formats(self.locale).percent_pattern if self.goal else None,
        }
        return {
            "u": self.count_url,
            **{key: value for key, value in optional.items() if value},
        }

    def _steps_ahead(self) -> Sequence[GoalStep]:
        """Return the steps that a live count can reach; it can also fall, because people withdraw."""
        if self.goal is None:
            return ()
        if not self.goal.endless:
            return self.goal.steps
        reached = takewhile(lambda step: step.number <= self.goal_progress.signed, self.goal.steps_ahead(0))
        return tuple(islice(self.goal.steps_ahead(0), sum(1 for _ in reached) + _MAX_STEPS_AHEAD))

    def _goal_text(self, step: GoalStep, reached: bool) -> str:
        message = self._goal_message(step, reached)
        return message.text if message else ""


def _count_message(locale: Locale, signed: int) -> Message:
    translator = Translator(locale)
    message = translator.message(messages.SIGNED, signed)
    if signed:
        return message
    nobody = translator.message(messages.NOBODY)
    return nobody if nobody.tag == message.tag else message  # as for the goal


def _sentence_formats(locale: Locale) -> CldrData:
    """Return the number formats of the sentence, which may be in another language than the widget."""
    message = Translator(locale).message(messages.SIGNED, 1)
    return get_locale(message.tag).cldr_data if message.is_fallback else locale.cldr_data


@catalogs.depends_on_catalogs
@bounded_cache(256)
def _sentence_data(locale: Locale) -> Mapping[str, object]:
    """Return the plural forms of the sentence, and the number format of its language."""
    forms, table = plural_forms(locale, messages.SIGNED)
    formats = _sentence_formats(locale)
    return {
        "f": forms,
        "p": "".join(map(str, table)) if len(forms) > 1 else "",
        "z": _count_message(locale, 0).text,
        "g": formats.grouping,
        "d": formats.digits,
    }


def plural_forms(locale: Locale, message: MessageId) -> tuple[Sequence[str], Sequence[int]]:
    """Return a message's plural forms, and which form each sample number takes.

    Args:
        locale: The locale.
        message: A message with a number.

    Returns:
        The forms with ``{0}`` for the number, and the index of the form for each of ``PLURAL_SAMPLES``.
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
