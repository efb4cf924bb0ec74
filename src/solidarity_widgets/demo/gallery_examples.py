"""The gallery's examples: every widget in every display, style and state.

The names come from the types of the functions' arguments, so a new display is in the gallery at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import get_args

from solidarity_widgets.api import (
    countdown,
    elapsed,
    petition,
    petition_form,
    petition_progress,
    share_buttons,
)
from solidarity_widgets.countdowns.schedule import CountdownState
from solidarity_widgets.countdowns.widget import CountdownStyle
from solidarity_widgets.exceptions import MissingExtraError
from solidarity_widgets.i18n import Locale
from solidarity_widgets.petitions import Petition
from solidarity_widgets.petitions.model import PetitionState
from solidarity_widgets.petitions.panel import PetitionStep
from solidarity_widgets.sharing.fields import Display, IconSet, RetiredPolicy
from solidarity_widgets.text import SupportsHtml

#: The page that the examples share.
URL = "https://example.org/lake"
_ZONE = "Europe/Minsk"
_PROVIDERS = "telegram whatsapp viber vk odnoklassniki facebook x bluesky mastodon threads email"
_ACTIONS = "copy_link web_share print"
#: Networks that have closed and have a successor, and one that is in use.
_RETIRED = "yandex pocket skype telegram"


@dataclass(frozen=True, slots=True)
class Example:
    """One example.

    Attributes:
        name: What is shown, in the words of the Python API.
        widget: The widget.
    """

    name: str
    widget: SupportsHtml


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of the campaign that the examples show, in one language.

    Attributes:
        title: The title.
        paragraphs: The paragraphs of the petition.
        label: The label of the countdowns.
    """

    title: str
    paragraphs: tuple[str, ...]
    label: str


def share_examples(locale: Locale, texts: Texts) -> Iterator[Example]:
    """Yield a bar in each display and icon set, and one for each way to show retired networks.

    Args:
        locale: The language.
        texts: The campaign's texts.

    Yields:
        The examples.
    """
    providers = f"{_PROVIDERS} {_ACTIONS}"
    try:
        share_buttons(URL, "qr")
    except MissingExtraError:  # the gallery works without extras
        pass
    else:
        providers += " qr"
    for display in get_args(Display):
        for icons in get_args(IconSet):
            try:
                bar = share_buttons(
                    URL, providers, title=texts.title, display=display, icons=icons, locale=locale
                )
            except MissingExtraError:
                continue
            yield Example(f'display="{display}" icons="{icons}"', bar)
    for retired in get_args(RetiredPolicy):
        if retired == "skip":  # it is left out, with a warning
            continue
        bar = share_buttons(URL, _RETIRED, title=texts.title, retired=retired, locale=locale)
        yield Example(f'retired="{retired}"', bar)


def countdown_examples(locale: Locale, texts: Texts) -> Iterator[Example]:
    """Yield a countdown in each style and state.

    Args:
        locale: The language.
        texts: The campaign's texts.

    Yields:
        The examples.
    """
    # Far from today, so that pages that are looked at a week later show the same states.
    today = datetime.now(UTC).date()
    targets: Mapping[CountdownState, tuple[date, timedelta]] = {
        "before": (today + timedelta(days=400), timedelta(days=1)),
        "now": (today - timedelta(days=1), timedelta(days=365)),
        "after": (today - timedelta(days=400), timedelta(days=1)),
    }
    for style in get_args(CountdownStyle):
        for state in get_args(CountdownState):
            if state == "up":
                units = "years months days hours minutes"
                counter = elapsed("2011-08-04", zone=_ZONE, style=style, units=units, locale=locale)
            else:
                target, length = targets[state]
                counter = countdown(
                    target,
                    zone=_ZONE,
                    event_duration=length,
                    style=style,
                    units="months days hours minutes",
                    locale=locale,
                )
            yield Example(f'style="{style}", state "{state}"', counter)
        for units in ("days hours minutes seconds", "years months weeks days hours minutes seconds"):
            counter = elapsed(
                "2011-08-04", zone=_ZONE, style=style, units=units, label=texts.label, locale=locale
            )
            yield Example(f'style="{style}" units="{units}" label="…"', counter)
    for state, (target, length) in targets.items():
        counter = countdown(target, zone=_ZONE, event_duration=length, display="text", locale=locale)
        yield Example(f'display="text", state "{state}"', counter)


def petition_examples(locale: Locale, texts: Texts) -> Iterator[Example]:
    """Yield a petition in each state and step, its form with errors, and its progress with each kind of goal.

    Args:
        locale: The language.
        texts: The campaign's texts.

    Yields:
        The examples.
    """
    today = datetime.now(UTC).date()
    times: Mapping[PetitionState, date] = {
        "before": today - timedelta(days=60),
        "open": today,
        "closed": today + timedelta(days=402),
    }
    bar = share_buttons(URL, _PROVIDERS, title=texts.title, locale=locale)
    for state in get_args(PetitionState):
        for step in get_args(PetitionStep) if state == "open" else ("sign",):
            example = _petition(f"{state}-{step}", texts, today)
            counter = countdown(
                today + timedelta(days=400),
                zone=_ZONE,
                style="boxes",
                units="months days hours",
                locale=locale,
            )
            widget = petition(
                example,
                signed=7_312,
                step=step,
                action="/sign",
                csrf="token",
                share=bar,
                countdown=counter,
                heading_level=3,
                now=times[state],
                locale=locale,
            )
            yield Example(f'petition(step="{step}"), state "{state}"', widget)
    example = _petition("text", texts, today)
    plain = petition(example, signed=7_312, display="text", page_url=URL, heading_level=3, locale=locale)
    yield Example('petition(display="text")', plain)
    example = _petition("reached", texts, today)
    reached = petition(example, signed=12_345, action="/sign", csrf="token", heading_level=3, locale=locale)
    yield Example("petition(), goal reached", reached)
    example = _petition("errors", texts, today)
    form = petition_form(
        example,
        action="/sign",
        csrf="token",
        values={"email": "alesya@example", "message": "…"},
        heading_level=3,
        errors={"name": "missing", "email": "format", "consent-processing": "missing"},
        locale=locale,
    )
    yield Example("petition_form(errors=…)", form)
    goals = (
        ("None", None),
        ("10_000", 10_000),
        ('"ladder"', "ladder"),
        ("{…}", {5_000: texts.title, 10_000: ""}),
    )
    for name, goal in goals:
        for signed in (0, 7_312, 12_345):
            progress = petition_progress(signed, goal=goal, locale=locale)
            yield Example(f"petition_progress({signed:_}, goal={name})", progress)


def _petition(id: str, texts: Texts, today: date) -> Petition:
    return Petition(
        id,
        title=texts.title,
        text="\n\n".join(texts.paragraphs),
        demands=texts.paragraphs,
        addressees=[texts.title],
        goal=10_000,
        opens=today - timedelta(days=30),
        closes=today + timedelta(days=400),
        zone=_ZONE,
        fields="name email country postcode message",
        consents="processing updates public",
    )
