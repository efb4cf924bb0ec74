"""The service's secrets and other texts, read from files that editors have saved."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from solidarity_widgets.exceptions import InvalidFieldError

if TYPE_CHECKING:
    from solidarity_widgets.signing.keys import Keys

_SECRET = "SOLIDARITY_WIDGETS_SECRET"  # noqa: S105 - the name of a variable
#: White space, and what editors and copying add that nobody sees.
_INVISIBLE = " \t\r\n\v\f\xa0\u200b\u200e\u200f\u2060\ufeff"


def add_secret_file(parser: Any) -> None:
    """Add the option ``--secret-file`` to a parser."""
    parser.add_argument(
        "--secret-file", metavar="FILE", help=f"the service's secrets, newest first (default: ${_SECRET})"
    )


def read_keys(file: str | None) -> Keys:
    """Return the keys of the secrets in a file or, without one, in the environment.

    Raises:
        InvalidFieldError: If there is no secret, or one is too weak.
    """
    from solidarity_widgets.signing.keys import Keys

    return Keys(read_secrets(file))


def read_secrets(file: str | None) -> list[str]:
    """Return the secrets in a file or, without one, in the environment.

    Raises:
        InvalidFieldError: If there is none.
    """
    text = os.environ.get(_SECRET, "") if file is None else read_text("--secret-file", file)
    # A mark that nobody sees would make another secret, and count everybody anew.
    secrets = [line for line in (line.strip(_INVISIBLE) for line in text.splitlines()) if line]
    if not secrets:
        raise InvalidFieldError("--secret-file", file, f"must name a file with a secret (or set ${_SECRET})")
    return secrets


def read_text(field: str, file: str) -> str:
    """Return a text file's contents, without the byte order mark of some editors.

    Raises:
        InvalidFieldError: If it is not a text in UTF-8.
        OSError: If it cannot be read.
    """
    try:
        text = Path(file).read_bytes().decode()
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:  # UTF-16 without its mark can be read as UTF-8, with a NUL in every letter
        raise InvalidFieldError(field, file, "must be a text file in UTF-8 (save it again, as UTF-8)")
    return text.strip(_INVISIBLE)
