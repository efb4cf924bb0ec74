"""The shared checks: whole numbers in a range, names from a list or one string, choices."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils.functional import lazystr
from jinja2 import Undefined
from markupsafe import Markup

from solidarity_widgets.checks import check_choice, check_whole, split_names
from solidarity_widgets.exceptions import InvalidFieldError, InvalidTimeError


class Index:
    def __index__(self) -> int:
        return 7


class TestWhole:
    """A whole number in a range, of any type that has one; the error names the range."""

    @pytest.mark.parametrize("value", [7, Index()], ids=["int", "index"])
    def test_read(self, value: object) -> None:
        assert check_whole(value, "day", 7) == check_whole(value, "day", 1, 7) == 7
        assert type(check_whole(value, "day")) is int

    @pytest.mark.parametrize(
        ("value", "limits", "reason"),
        [
            (True, (), "must be a whole number;"),
            (7.0, (), "must be a whole number;"),
            ("7", (1,), "must be a whole number, 1 or more;"),
            (None, (0,), "must be a whole number, 0 or more;"),
            (0, (1,), "must be a whole number, 1 or more;"),
            (32, (1, 31), "must be a whole number, 1 to 31;"),
            (0, (1, 31), "must be a whole number, 1 to 31;"),
        ],
    )
    def test_refused(self, value: object, limits: Any, reason: str) -> None:
        with pytest.raises(InvalidTimeError, match=f"^day {reason}") as caught:
            check_whole(value, "day", *limits, error=InvalidTimeError)
        assert caught.value.value is value


class TestNames:
    """Names come in one string, in a list, or in a list of lists."""

    @pytest.mark.parametrize(
        ("value", "expected"),
        [
            ("vk telegram", ("vk", "telegram")),
            (" vk\ttelegram\n", ("vk", "telegram")),
            (["vk", "telegram"], ("vk", "telegram")),
            (("vk telegram", ["x"]), ("vk", "telegram", "x")),
            (Markup("vk"), ("vk",)),
            (lazystr("vk x"), ("vk", "x")),
            (Undefined(), ()),
            (None, ()),
            ("", ()),
            ([], ()),
        ],
        ids=range(10),
    )
    def test_read(self, value: object, expected: tuple[str, ...]) -> None:
        assert split_names(value, "names") == expected
        assert {type(name) for name in split_names(value, "names")} <= {str}

    @pytest.mark.parametrize("value", [7, ["vk", None], ["vk", 7], 1.5], ids=repr)
    def test_refused(self, value: object) -> None:
        with pytest.raises(InvalidFieldError, match=r"^names must be a list of names") as caught:
            split_names(value, "names")
        assert caught.value.value is value

    def test_bytes(self) -> None:
        with pytest.raises(InvalidFieldError, match="not bytes"):
            split_names(b"vk", "names")


def test_a_choice() -> None:
    check_choice("skip", ("skip", "link"), "retired")
    for value in ("Skip", "", None, 1, ["skip"]):
        with pytest.raises(InvalidFieldError, match=r"^retired must be one of 'skip', 'link'"):
            check_choice(value, ("skip", "link"), "retired")
