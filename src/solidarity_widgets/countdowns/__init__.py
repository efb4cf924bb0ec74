"""Countdowns: calendar arithmetic, recurring days, durations in words, and the widget."""

from solidarity_widgets.countdowns.calendar import since, until
from solidarity_widgets.countdowns.duration import UNITS, Duration
from solidarity_widgets.countdowns.functions import countdown, elapsed
from solidarity_widgets.countdowns.occurrence import Occurrence
from solidarity_widgets.countdowns.recurrence import Monthly, Yearly
from solidarity_widgets.countdowns.widget import Countdown
from solidarity_widgets.countdowns.words import format_duration

__all__ = [
    "UNITS",
    "Countdown",
    "Duration",
    "Monthly",
    "Occurrence",
    "Yearly",
    "countdown",
    "elapsed",
    "format_duration",
    "since",
    "until",
]
