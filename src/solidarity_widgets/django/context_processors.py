"""A context processor."""

from __future__ import annotations

from typing import Any

from solidarity_widgets.i18n import get_locale
from solidarity_widgets.page_defaults import LOCALE_VARIABLE


def locale(request: Any) -> dict[str, object]:
    """Add the variable ``locale`` to templates: its ``tag`` and ``direction`` are for ``<html lang dir>``.

    Args:
        request: The request.
    """
    return {LOCALE_VARIABLE: get_locale()}
