"""Warnings that point at the line which the reader of the warning wrote."""

from __future__ import annotations

import sys
import warnings
from types import FrameType

#: Packages whose lines nobody can change to silence a warning.
_INNER = ("solidarity_widgets", "jinja2", "markupsafe")


def warn_caller(message: str, category: type[Warning]) -> None:
    """Issue a warning for the line of the host's code or template that called the library.

    Python's own ``stacklevel`` counts frames. In a Jinja template, it would give a line of the code that the
    template was compiled to, or of Jinja itself.

    Args:
        message: The text.
        category: The class of the warning.
    """
    frame = _calling_frame(sys._getframe(1))
    if frame is None:  # the library's own command line
        warnings.warn(message, category, stacklevel=2)
        return
    template = frame.f_globals.get("__jinja_template__")
    line = frame.f_lineno if template is None else template.get_corresponding_lineno(frame.f_lineno)
    warnings.warn_explicit(
        message,
        category,
        frame.f_code.co_filename,
        line,
        module=frame.f_globals.get("__name__") or frame.f_code.co_filename,  # templates have no __name__
        registry=frame.f_globals.setdefault("__warningregistry__", {}),
    )


def _calling_frame(frame: FrameType | None) -> FrameType | None:
    """Return the first frame outside the library and the template engine, or a template's frame."""
    while frame is not None and "__jinja_template__" not in frame.f_globals:
        if str(frame.f_globals.get("__name__", "")).partition(".")[0] not in _INNER:
            return frame
        frame = frame.f_back
    return frame
