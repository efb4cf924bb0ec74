"""Keeping tokens out of logs: every server writes the paths of requests, and a token is a key."""

from __future__ import annotations

import copy
import logging
import re
from collections.abc import Mapping

from solidarity_widgets.web.routes import ROUTES

_BEFORE_TOKEN = "|".join(
    sorted({re.escape(route.path.partition("{token}")[0]) for route in ROUTES if route.holds_token})
).replace("/", "(?:/|%2F)")  # servers log a path as it came, and some programs encode slashes
_TOKEN = re.compile(rf"({_BEFORE_TOKEN})(?:(?!%2F)[^\s/?#\"'&])+", re.IGNORECASE)


def hide_tokens(text: str) -> str:
    """Replace the tokens in a text that contains paths or URLs of the site.

    Args:
        text: The text, such as a line of an access log.

    Returns:
        The text with ``[token]`` instead of each token.

    Example:
        >>> hide_tokens('"GET /petitions/confirm/WyJhIl0.x HTTP/1.1" 200')
        '"GET /petitions/confirm/[token] HTTP/1.1" 200'
    """
    return _TOKEN.sub(r"\1[token]", text)


class TokenFilter(logging.Filter):
    """Replaces tokens in log records. Add it to the handlers of access logs.

    It knows the records of uvicorn, gunicorn, Werkzeug and Django's server, which write the path into the
    message or into its arguments.

    Example:
        >>> logger = logging.getLogger("uvicorn.access")
        >>> logger.addFilter(TokenFilter())
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Replace the tokens of a record.

        Args:
            record: The record.

        Returns:
            Always true, because no record is dropped.
        """
        record.msg = _hidden(record.msg)
        if isinstance(record.args, Mapping):
            record.args = _hidden_values(record.args)
        elif record.args:
            record.args = tuple(map(_hidden, record.args))
        return True


def _hidden_values(args: Mapping[str, object]) -> Mapping[str, object]:
    """Return the arguments without tokens. Gunicorn's are of a class that also answers for missing names."""
    if not isinstance(args, dict):
        return {name: _hidden(value) for name, value in args.items()}
    hidden = copy.copy(args)
    hidden.update({name: _hidden(value) for name, value in args.items()})
    return hidden


def _hidden(value: object) -> object:
    """Return a value without tokens. What is no text is left as it is, unless its text has a token."""
    if isinstance(value, (int, float, type(None))):
        return value
    text = str(value)
    hidden = hide_tokens(text)
    return value if hidden == text else hidden
