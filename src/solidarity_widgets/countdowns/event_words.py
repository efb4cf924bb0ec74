"""The words of a calendar event, checked once for files and links."""

from __future__ import annotations

from dataclasses import dataclass

from solidarity_widgets.countdowns.schedule import Schedule
from solidarity_widgets.exceptions import InvalidFieldError
from solidarity_widgets.graphemes import truncate
from solidarity_widgets.text import TextLike, one_line, safe_str, safe_text
from solidarity_widgets.urls import UrlLike, check_url

#: The longest name and the longest text of an event, in characters. What is longer is shortened.
MAX_NAME_LENGTH = 1_000
MAX_TEXT_LENGTH = 10_000


@dataclass(frozen=True, slots=True)
class EventWords:
    """What a calendar event says.

    Attributes:
        title: The event's name, in one line.
        text: What to say then, or an empty string.
        url: The page's URL, or an empty string.
    """

    title: str
    text: str
    url: str


def check_event_words(
    schedule: Schedule, field: str, *, title: TextLike, text: TextLike, url: UrlLike | None
) -> EventWords:
    """Check what an event says, and that there is a moment to come.

    Args:
        schedule: What is counted to.
        field: The name of the method, for the error.
        title: The event's name.
        text: What to say then.
        url: The page's URL, or nothing.

    Returns:
        The words.

    Raises:
        InvalidFieldError: If a text cannot be used, or the schedule is of elapsed time.
        InvalidURLError: If *url* is not an absolute http(s) URL.
    """
    if schedule.counts_up == "always":
        raise InvalidFieldError(field, "elapsed(…)", "works for countdowns only: use countdown(…)")
    name = one_line(title, "title")
    if not name:
        raise InvalidFieldError("title", title, "must not be empty (pass it, or give the countdown a label)")
    return EventWords(
        truncate(name, MAX_NAME_LENGTH, len),
        truncate(safe_text(text, "text"), MAX_TEXT_LENGTH, len),
        check_url(url) if safe_str(url, "url") else "",
    )
