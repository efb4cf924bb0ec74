"""What several commands need: printing HTML, and output that a terminal or pipe may not take."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from typing import Any

from solidarity_widgets.exceptions import InvalidFieldError
from solidarity_widgets.text import SupportsHtml


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


def add_html(parser: argparse.ArgumentParser) -> None:
    """Add the option ``--html`` of the commands that print a widget.

    Args:
        parser: The command's parser.
    """
    parser.add_argument("--html", action="store_true", help="print HTML instead of text")


def print_html(widget: SupportsHtml) -> None:
    """Print a widget's HTML. What the terminal's encoding lacks becomes a character reference.

    Args:
        widget: The widget, or a tag.
    """
    set_error_handler(sys.stdout, "xmlcharrefreplace")
    print(widget.__html__())


def parse_pairs(option: str, words: Sequence[str]) -> dict[str, str]:
    """Parse the values of an option that is written as ``NAME=VALUE``.

    Args:
        option: The option's name, without hyphens.
        words: Its values.

    Returns:
        The pairs.

    Raises:
        InvalidFieldError: If a value has no equals sign or no name.
    """
    pairs = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not (name and equals):
            raise InvalidFieldError(f"--{option}", word, "must be written as name=value")
        pairs[name] = value
    return pairs
