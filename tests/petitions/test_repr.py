"""No repr shows what a visitor entered, a token, or the caller's own attributes: reprs end in logs."""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest

import solidarity_widgets as sw
from solidarity_widgets import countdowns, petitions, sharing
from solidarity_widgets.widget import Widget

SECRET = "geheim-7312"
PETITION = petitions.Petition(
    "lake",
    title="Save the lake",
    opens="2027-01-01",
    closes="2027-08-04",
    zone="Europe/Minsk",
    goal={100: "A reply"},
    fields="name email country postcode message",
    consents="processing updates public",
)
FORM: dict[str, Any] = {
    "action": f"/sign?key={SECRET}",
    "csrf": {"csrf_token": SECRET},
    "values": dict.fromkeys([*PETITION.fields, "consent-processing"], SECRET),
    "errors": {"name": f"{SECRET} is taken", "email": "format"},
    "hidden_fields": {"started": SECRET},
    "attrs": {"data-key": SECRET},
}


class Foreign:
    """A widget of the caller's own, whose repr shows what it contains."""

    def __html__(self) -> str:
        return SECRET

    def __repr__(self) -> str:
        return SECRET


def panel(**arguments: Any) -> petitions.PetitionPanel:
    count_url = f"/count?key={SECRET}"
    return sw.petition(PETITION, signed=7, now="2027-07-01", count_url=count_url, **FORM, **arguments)


#: Public widget -> a function that makes one with secrets in everything that is not public.
WIDGETS: dict[type[Widget], Callable[[], Widget]] = {
    petitions.PetitionForm: lambda: sw.petition_form(PETITION, **FORM),
    petitions.PetitionPanel: lambda: panel(countdown=Foreign(), share=Foreign()),
    petitions.PetitionProgress: lambda: sw.petition_progress(
        7, goal=10, count_url=f"/c?key={SECRET}", attrs={"data-key": SECRET}
    ),
    countdowns.Countdown: lambda: sw.countdown("2027-08-04", zone="UTC", attrs={"data-key": SECRET}),
    sharing.ShareButton: lambda: sw.share_button(
        "https://example.org/", "telegram", attrs={"data-key": SECRET}
    ),
    sharing.ShareButtons: lambda: sw.share_buttons(
        "https://example.org/", "telegram vk", attrs={"data-key": SECRET}
    ),
}


def public_classes() -> set[type]:
    modules = [
        sw,
        *(import_module(f"solidarity_widgets.{name}") for name in ("countdowns", "petitions", "sharing")),
    ]
    found = {getattr(module, name) for module in modules for name in module.__all__}
    return {item for item in found if inspect.isclass(item)}


def test_every_public_widget_is_here() -> None:
    assert {item for item in public_classes() if issubclass(item, Widget)} == {*WIDGETS}


@pytest.mark.parametrize("made", WIDGETS.values(), ids=[kind.__name__ for kind in WIDGETS])
def test_no_widget_shows_a_secret(made: Callable[[], Widget]) -> None:
    widget = made()
    assert SECRET in str(widget), "the secret was not planted"
    assert SECRET not in repr(widget)
    assert SECRET not in repr([widget])
    for field in dataclasses.fields(widget):
        if isinstance(inner := getattr(widget, field.name), Widget):
            assert SECRET not in repr(inner)


def test_what_is_public_is_shown() -> None:
    assert "Save the lake" in repr(panel())
    assert "code='en'" in repr(panel())


@pytest.mark.parametrize(
    "arguments",
    [{"errors": SECRET}, {"hidden_fields": SECRET}, {"values": SECRET}],
    ids=lambda given: next(iter(given)),
)
def test_no_error_of_an_argument_shows_it(arguments: dict[str, Any]) -> None:
    with pytest.raises(sw.SolidarityWidgetsError) as caught:
        sw.petition_form(PETITION, **{**FORM, **arguments})
    assert SECRET not in str(caught.value) + repr(caught.value)
