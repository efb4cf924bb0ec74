"""What a countdown says in each of its states."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from solidarity_widgets.caching import bounded_cache
from solidarity_widgets.countdowns.messages import AGO, DAY_OVER, LEFT, NOW, TIME_OVER, TODAY
from solidarity_widgets.countdowns.schedule import CountdownState
from solidarity_widgets.i18n import Locale, Message, MessageId, Translator, catalogs

#: What the duration replaces.
PLACEHOLDER = "{duration}"


@dataclass(frozen=True, slots=True)
class StateText:
    """The text of a state, and its language if that differs from the widget's.

    Attributes:
        text: Plain text, with ``{duration}`` where the duration goes.
        tag: The BCP 47 tag of another language, or an empty string.
        direction: The direction of that language, or an empty string.
    """

    text: str
    tag: str = ""
    direction: str = ""

    def attributes(self) -> dict[str, str | None]:
        """Return ``lang`` and ``dir`` for an element that contains the text."""
        return {"lang": self.tag or None, "dir": self.direction or None}

    @classmethod
    def from_message(cls, message: Message) -> StateText:
        """Take the text and the language of a message.

        Args:
            message: The message.

        Returns:
            The text.
        """
        if message.is_fallback:
            return cls(message.text, message.tag, message.direction)
        return cls(message.text)


@catalogs.depends_on_catalogs
@bounded_cache(256)
def state_texts(locale: Locale, whole_day: bool) -> Mapping[CountdownState, StateText]:
    """Return the text of each state.

    A duration in the reader's language never appears in a sentence in another language. If the locale has no
    catalog, the duration is shown alone.

    Args:
        locale: The widget's locale.
        whole_day: Whether the event is a whole day.

    Returns:
        A mapping of states to texts.
    """
    translator = Translator(locale)
    found: dict[CountdownState, StateText] = {}
    framed: tuple[tuple[CountdownState, MessageId], ...] = (("before", LEFT), ("up", AGO))
    for state, sentence in framed:
        message = translator.message(sentence, duration=PLACEHOLDER)
        found[state] = StateText(PLACEHOLDER) if message.is_fallback else StateText(message.text)
    found["now"] = StateText.from_message(translator.message(TODAY if whole_day else NOW))
    found["after"] = StateText.from_message(translator.message(DAY_OVER if whole_day else TIME_OVER))
    return found
