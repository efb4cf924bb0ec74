"""Writing to a terminal or a pipe that may not take everything."""

from __future__ import annotations

import os
import sys
from typing import Any


def set_error_handler(stream: Any, errors: str) -> None:
    """Choose what happens to characters that a stream cannot encode.

    Args:
        stream: ``sys.stdout`` or ``sys.stderr``, or whatever replaces it.
        errors: The name of an error handler, such as ``backslashreplace``.
    """
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(errors=errors)


def discard_output() -> None:
    """Discard output that cannot be written. Otherwise the interpreter would fail on it again as it exits."""
    try:
        sys.stdout.flush()
    except OSError:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
