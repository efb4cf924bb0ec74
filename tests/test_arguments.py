"""A misspelt keyword argument gets the same helpful error in every public function."""

import inspect
from collections.abc import Callable

import pytest

import solidarity_widgets as sw
from solidarity_widgets.arguments import suggest_arguments

#: Public functions, and classes that are called with keyword arguments, with a misspelt argument and the
#: right one.
MISSPELT = {
    "countdown": ("unit", "units"),
    "elapsed": ("unit", "units"),
    "format_duration": ("unit", "units"),
    "petition": ("singed", "signed"),
    "petition_form": ("actoin", "action"),
    "petition_progress": ("gaol", "goal"),
    "script": ("bsae", "base"),
    "stylesheet": ("integrety", "integrity"),
    "share_url": ("titel", "title"),
    "share_button": ("dispaly", "display"),
    "share_buttons": ("retierd", "retired"),
    "use_locale": ("local", "locale"),
    "get_locale": ("local", "locale"),
    "match_locale": ("suported", "supported"),
    "Consent": ("requird", "required"),
    "Deadline": ("graec", "grace"),
    "Monthly": ("shortmonth", "short_month"),
    "Petition": ("langauges", "languages"),
    "Yearly": ("leapday", "leap_day"),
}
#: They have no keyword arguments, or only those of a dataclass or a class of yours.
OTHERS = {
    *(
        "Block",
        "Countdown",
        "Duration",
        "Goal",
        "Provider",
        "ProviderRegistry",
        "ShareButton",
        "ShareButtons",
    ),
    *("ShareContent", "Status", "builtin_registry", "default_registry", "pgettext_noop"),
}


def test_no_public_name_is_forgotten() -> None:
    errors = {name for name in sw.__all__ if name.endswith(("Error", "Warning"))}
    assert {*sw.__all__} - errors == {*MISSPELT} | OTHERS


@pytest.mark.parametrize("name", MISSPELT)
def test_it_names_the_right_one(name: str) -> None:
    function: Callable[..., object] = getattr(sw, name)
    wrong, right = MISSPELT[name]
    arguments = ("https://example.org/", "telegram") if name.startswith("share") else ()
    with pytest.raises(
        sw.UnknownOptionError, match=f"has no (option|argument) '{wrong}'.*Did you mean '{right}'"
    ) as caught:
        function(*arguments, **{wrong: "x"})
    assert isinstance(caught.value, TypeError)
    assert (caught.value.option, caught.value.suggestions) == (wrong, (right,))
    if not arguments:
        assert caught.value.providers == (f"{name}()",)
        assert right in caught.value.known


def test_a_method_is_named_too() -> None:
    counter = sw.countdown("2027-08-04", zone="Europe/Minsk")
    with pytest.raises(
        sw.UnknownOptionError, match=r"^ics\(\) has no argument 'titel'.*Did you mean 'title'"
    ):
        counter.ics(titel="A")  # type: ignore[call-arg]


def test_the_function_stays_what_it_is() -> None:
    """Its signature, its name, its errors for missing and positional arguments, and what it returns."""

    @suggest_arguments
    def vigil(day: int, /, hour: int = 20, *, zone: str) -> tuple[int, int, str]:
        """Say when."""
        return day, hour, zone

    assert (
        str(inspect.signature(vigil)) == "(day: int, /, hour: int = 20, *, zone: str) -> tuple[int, int, str]"
    )
    assert (vigil.__name__, vigil.__doc__) == ("vigil", "Say when.")
    assert vigil(16, zone="UTC") == (16, 20, "UTC")
    assert vigil(16, 21, zone="UTC") == (16, 21, "UTC")
    with pytest.raises(TypeError, match="missing 1 required keyword-only argument: 'zone'"):
        vigil(16)  # type: ignore[call-arg]
    with pytest.raises(sw.UnknownOptionError, match="has no argument 'day'"):
        vigil(day=16, zone="UTC")  # type: ignore[call-arg]
    with pytest.raises(
        sw.UnknownOptionError, match=r"has no argument 'x'; valid arguments: 'hour', 'zone'\.$"
    ):
        vigil(16, zone="UTC", x=1)  # type: ignore[call-arg]
