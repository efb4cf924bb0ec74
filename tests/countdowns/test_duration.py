"""A duration is frozen, of whole numbers of one sign, and its ISO 8601 form reads back as the same."""

from dataclasses import FrozenInstanceError

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from solidarity_widgets.countdowns import UNITS, Duration
from solidarity_widgets.countdowns.duration import check_units
from solidarity_widgets.exceptions import InvalidFieldError

WRITTEN = {
    "PT0S": {},
    "P1Y": {"years": 1},
    "P1M": {"months": 1},
    "PT1M": {"minutes": 1},
    "P1MT1M": {"months": 1, "minutes": 1},
    "P2W": {"weeks": 2},
    "P255D": {"days": 255},
    "PT24H30M": {"hours": 24, "minutes": 30},
    "PT5S": {"seconds": 5},
    "P8M12D": {"months": 8, "days": 12},
    "P1Y2M3W4DT5H6M7S": dict(zip(UNITS, range(1, 8), strict=True)),
    "-P1Y2M3W4DT5H6M7S": dict(zip(UNITS, range(-1, -8, -1), strict=True)),
    "-PT1S": {"seconds": -1},
    "P9998Y11M30D": {"years": 9998, "months": 11, "days": 30},
}

durations = st.builds(
    lambda sign, parts: Duration(**{unit: sign * part for unit, part in zip(UNITS, parts, strict=True)}),
    st.sampled_from([1, -1]),
    st.lists(st.integers(0, 10**12), min_size=7, max_size=7),
)


class TestText:
    """str() writes the ISO form, from_iso() reads it."""

    @pytest.mark.parametrize(("text", "parts"), WRITTEN.items())
    def test_written_and_read(self, text: str, parts: dict[str, int]) -> None:
        assert text == str(Duration(**parts))
        assert Duration.from_iso(text) == Duration(**parts)

    @settings(deadline=None, max_examples=200)
    @given(durations)
    def test_round_trip(self, duration: Duration) -> None:
        assert Duration.from_iso(str(duration)) == duration

    @pytest.mark.parametrize(
        ("text", "same"),
        [
            ("p8m12d", "P8M12D"),
            ("+P1D", "P1D"),
            (" PT15M\n", "PT15M"),
            ("P01Y00M", "P1Y"),
            ("P0D", "PT0S"),
            ("-PT0S", "PT0S"),
            (Markup("PT15M"), "PT15M"),
            (Duration(minutes=15), "PT15M"),
        ],
    )
    def test_reads_other_spellings(self, text: object, same: str) -> None:
        assert same == str(Duration.from_iso(text))

    @pytest.mark.parametrize(
        "text",
        [
            "",
            None,
            "P",
            "PT",
            "P1DT",
            "1D",
            "P1",
            "T1H",
            "P1H",
            "PT1D",
            "P1D1Y",
            "PT1M1H",
            "P1Y1Y",
            "P1.5D",
            "PT0,5S",
            "P-1D",
            "--P1D",
            "P 1D",
            "P1D ago",
            "P١D",
            "8 months",
            15,
            f"P{'9' * 5000}D",
        ],
    )
    def test_refuses(self, text: object) -> None:
        with pytest.raises(InvalidFieldError, match="duration must be an ISO 8601 duration") as caught:
            Duration.from_iso(text)
        assert caught.value.value == text
        assert isinstance(caught.value, ValueError)

    def test_refuses_bytes(self) -> None:
        with pytest.raises(InvalidFieldError, match="not bytes"):
            Duration.from_iso(b"P1D")


class TestParts:
    """Parts are whole numbers and share a sign; equality is that of the parts."""

    @pytest.mark.parametrize("value", [1.0, "1", True, None, 1.5])
    @pytest.mark.parametrize("unit", UNITS)
    def test_refuses_what_is_no_whole_number(self, unit: str, value: object) -> None:
        with pytest.raises(InvalidFieldError, match=f"^{unit} must be a whole number"):
            Duration(**{unit: value})

    @pytest.mark.parametrize("parts", [{"years": 1, "days": -1}, {"hours": -1, "seconds": 1}])
    def test_refuses_mixed_signs(self, parts: dict[str, int]) -> None:
        with pytest.raises(InvalidFieldError, match="must not mix"):
            Duration(**parts)

    def test_positional_from_the_largest(self) -> None:
        assert str(Duration(1, 2, 3, 4, 5, 6, 7)) == "P1Y2M3W4DT5H6M7S"

    def test_frozen_and_hashable(self) -> None:
        duration = Duration(days=7)
        with pytest.raises(FrozenInstanceError):
            duration.days = 8
        assert {duration: 1}[Duration(days=7)] == 1

    def test_a_week_is_not_seven_days(self) -> None:
        assert Duration(weeks=1) != Duration(days=7)

    @settings(deadline=None, max_examples=100)
    @given(durations)
    def test_sign(self, duration: Duration) -> None:
        opposite = -duration
        assert -opposite == duration
        assert (-duration).sign == -duration.sign
        assert bool(duration) == (duration.sign != 0) == (str(duration) != "PT0S")
        assert (duration.sign < 0) == str(duration).startswith("-")


class TestUnits:
    """Units are named in a list or one string, in any order, singular or plural."""

    @pytest.mark.parametrize(
        ("value", "expected"),
        [
            ("days hours minutes", ("days", "hours", "minutes")),
            ("minutes hours days", ("days", "hours", "minutes")),
            ("day  hour\tminute\n", ("days", "hours", "minutes")),
            (["seconds", "year"], ("years", "seconds")),
            (("weeks",), ("weeks",)),
            ({"weeks"}, ("weeks",)),
            (["months days", "days"], ("months", "days")),
            ("days, hours", ("days", "hours")),
            (Markup("days"), ("days",)),
            (" ".join(UNITS), UNITS),
        ],
    )
    def test_reads(self, value: object, expected: tuple[str, ...]) -> None:
        assert expected == check_units(value)

    @pytest.mark.parametrize(
        "value", ["", [], None, "days; hours", "dayz", "Days", ["days", "ms"], 3, "s", ["days", None]]
    )
    def test_refuses(self, value: object) -> None:
        with pytest.raises(
            InvalidFieldError, match=r"^units must be (one or more of years|a list of names)"
        ) as caught:
            check_units(value)
        assert caught.value.value == value
