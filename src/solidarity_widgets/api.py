"""The public functions, and the one table of them that every adapter reads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from solidarity_widgets.assets import script, stylesheet
from solidarity_widgets.countdowns import countdown, elapsed, format_duration
from solidarity_widgets.petitions import petition, petition_form, petition_progress
from solidarity_widgets.sharing import share_button, share_buttons, share_url

#: Functions whose first argument is a value to transform. Adapters offer them as filters and as globals.
FILTERS: Mapping[str, Callable[..., object]] = MappingProxyType(
    {
        "share_url": share_url,
        "share_button": share_button,
        "share_buttons": share_buttons,
        "countdown": countdown,
        "elapsed": elapsed,
        "format_duration": format_duration,
        "petition": petition,
        "petition_form": petition_form,
        "petition_progress": petition_progress,
    }
)

#: All functions that a template can call by name.
FUNCTIONS: Mapping[str, Callable[..., object]] = MappingProxyType(
    {**FILTERS, "stylesheet": stylesheet, "script": script}
)

__all__ = [
    "FILTERS",
    "FUNCTIONS",
    "countdown",
    "elapsed",
    "format_duration",
    "petition",
    "petition_form",
    "petition_progress",
    "script",
    "share_button",
    "share_buttons",
    "share_url",
    "stylesheet",
]
