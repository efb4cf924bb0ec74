"""Finding the messages in Python source code."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, NamedTuple

from babel.messages.extract import extract_python

COMMENT_TAG = "Translators:"
#: Functions that mark a message, and how many msgids they take after the msgctxt.
KEYWORDS = {"pgettext_noop": 1, "npgettext_noop": 2, "pgettext": 1, "npgettext": 2}
#: Functions whose messages share one msgctxt and one comment, so that the sources do not repeat them.
LABELS: dict[str, tuple[str, tuple[str, ...]]] = {
    "share_label": (
        "share",
        (
            "Label of a share button. Decline the network's name as your language requires, and use",
            "the name that its readers know.",
        ),
    ),
    "webmail_label": (
        "share",
        (
            "Label of a link that opens a new email, with the link to the page in it, in this webmail",
            "service.",
        ),
    ),
}


class FoundMessage(NamedTuple):
    """A message in a source file.

    Attributes:
        line: The line of the call.
        ids: The msgid, and the msgid_plural if there is one.
        comments: The comments for translators.
        context: The msgctxt, or ``None`` if it is not a literal.
    """

    line: int
    ids: tuple[str, ...]
    comments: list[str]
    context: str | None


def find_messages(source: bytes) -> Iterator[FoundMessage]:
    """Find the calls that mark a message.

    Args:
        source: The content of a Python file.

    Yields:
        The messages whose msgids are literals, in order.

    Example:
        >>> [message.ids for message in find_messages(b'label = share_label("Share on Telegram")')]
        [('Share on Telegram',)]
    """
    names: Any = [*KEYWORDS, *LABELS]  # Babel's annotations are not those of what it takes and returns
    calls: Any = extract_python(io.BytesIO(source), names, [COMMENT_TAG], {})
    for line, name, arguments, found_comments in calls:
        comments = [comment.removeprefix(COMMENT_TAG).strip() for comment in found_comments]
        texts = arguments if isinstance(arguments, tuple) else (arguments,)
        context, ids = texts[0], texts[1 : 1 + KEYWORDS.get(name, 0)]
        if name in LABELS:
            context, ids = LABELS[name][0], texts[:1]
            comments = [*LABELS[name][1], *comments]
        if ids and all(ids):
            yield FoundMessage(line, ids, comments, context)
