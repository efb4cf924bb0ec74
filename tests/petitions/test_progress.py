"""How many have signed: sentence, native bar and live data agree, in every language."""

from __future__ import annotations

import json
import re
from itertools import islice, takewhile
from typing import Any

import pytest
from django.utils.functional import lazystr
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import Undefined
from markupsafe import Markup

from solidarity_widgets.exceptions import InvalidAttributeError, InvalidFieldError, InvalidURLError
from solidarity_widgets.i18n import Translator, get_locale, use_locale
from solidarity_widgets.petitions import Goal, PetitionProgress, messages, petition_progress
from solidarity_widgets.petitions.goal import GoalProgress

from .markup import LOCALES, Node, hold_ids, parse

NAMED = {1_000: "A reply", 10_000: {"en": "An answer", "be": "Адказ"}, 100_000: "A debate"}


def progress(signed: object, goal: object = None, **arguments: Any) -> tuple[PetitionProgress, Node]:
    widget = petition_progress(signed, goal=goal, **{"locale": "en", **arguments})
    node = parse(widget, "sw-progress")
    hold_ids(node)
    return widget, node


def data(node: Node) -> dict[str, Any]:
    found = json.loads(node.attr("data-sw-progress"))
    assert isinstance(found, dict)
    return found


class TestSentences:
    """At 0, 1, one below, exactly at and above every threshold, at 99.95 %, at ten times it, without one."""

    @pytest.mark.parametrize(
        ("signed", "goal", "text", "goal_text", "percent"),
        [
            (0, None, "No one has signed yet", "", None),
            (1, None, "1 person has signed", "", None),
            (2, None, "2 people have signed", "", None),
            (7_312, None, "7,312 people have signed", "", None),
            (0, 10_000, "No one has signed yet", "Goal: 10,000 signatures", 0),
            (1, 10_000, "1 person has signed", "Goal: 10,000 signatures", 0),
            (9_995, 10_000, "9,995 people have signed", "Goal: 10,000 signatures", 99),
            (9_999, 10_000, "9,999 people have signed", "Goal: 10,000 signatures", 99),
            (
                *(10_000, 10_000, "10,000 people have signed"),
                *("The goal of 10,000 signatures has been reached", 100),
            ),
            (
                *(10_001, 10_000, "10,001 people have signed"),
                *("The goal of 10,000 signatures has been reached", 100),
            ),
            (
                *(100_000, 10_000, "100,000 people have signed"),
                *("The goal of 10,000 signatures has been reached", 100),
            ),
            (0, 1, "No one has signed yet", "Goal: 1 signature", 0),
            (1, 1, "1 person has signed", "The goal of 1 signature has been reached", 100),
            (10, 1, "10 people have signed", "The goal of 1 signature has been reached", 100),
            (0, NAMED, "No one has signed yet", "Goal: 1,000 signatures", 0),
            (1, NAMED, "1 person has signed", "Goal: 1,000 signatures", 0),
            (999, NAMED, "999 people have signed", "Goal: 1,000 signatures", 99),
            (1_000, NAMED, "1,000 people have signed", "Goal: 10,000 signatures", 10),
            (1_001, NAMED, "1,001 people have signed", "Goal: 10,000 signatures", 10),
            (9_999, NAMED, "9,999 people have signed", "Goal: 10,000 signatures", 99),
            (10_000, NAMED, "10,000 people have signed", "Goal: 100,000 signatures", 10),
            (99_950, NAMED, "99,950 people have signed", "Goal: 100,000 signatures", 99),
            (99_999, NAMED, "99,999 people have signed", "Goal: 100,000 signatures", 99),
            (
                *(100_000, NAMED, "100,000 people have signed"),
                *("The goal of 100,000 signatures has been reached", 100),
            ),
            (
                *(1_000_000, NAMED, "1,000,000 people have signed"),
                *("The goal of 100,000 signatures has been reached", 100),
            ),
            (0, "ladder", "No one has signed yet", "Goal: 100 signatures", 0),
            (1, "ladder", "1 person has signed", "Goal: 100 signatures", 1),
            (99, "ladder", "99 people have signed", "Goal: 100 signatures", 99),
            (100, "ladder", "100 people have signed", "Goal: 200 signatures", 50),
            (101, "ladder", "101 people have signed", "Goal: 200 signatures", 50),
            (1_999, "ladder", "1,999 people have signed", "Goal: 2,000 signatures", 99),
            (5_000_000, "ladder", "5,000,000 people have signed", "Goal: 10,000,000 signatures", 50),
            (300, [300, 700], "300 people have signed", "Goal: 700 signatures", 42),
        ],
    )
    def test_each_case(
        self, signed: int, goal: object, text: str, goal_text: str, percent: int | None
    ) -> None:
        widget, node = progress(signed, goal)
        assert (widget.text, widget.goal_text) == (text, goal_text)
        assert widget.goal_progress.percent == percent
        assert node.one(class_="sw-progress__signed").text == text
        bars = node.all("progress")
        if percent is None:
            assert widget.percent_text == ""
            assert (bars, node.all(class_="sw-progress__goal")) == ([], [])
            return
        (bar,) = bars
        assert (bar.attr("value"), bar.attr("max")) == (str(percent), "100")
        assert bar.text == widget.percent_text == f"{percent}%"
        assert bar.attr("aria-label") == "Progress towards the goal"
        assert node.one(class_="sw-progress__goal").text == goal_text

    @pytest.mark.parametrize("code", LOCALES)
    @pytest.mark.parametrize(
        ("signed", "goal"),
        [
            *(
                (0, None),
                (0, 10_000),
                (1, 10_000),
                (2, 3),
                (9_995, 10_000),
                (9_999, 10_000),
                (10_000, 10_000),
            ),
            *((21, 22), (100_000, 10_000), (1, 1), (1_234_567, "ladder"), (10_000, NAMED), (999_999, NAMED)),
        ],
        ids=str,
    )
    def test_every_language(self, code: str, signed: int, goal: Any) -> None:
        locale = get_locale(code)
        widget, node = progress(signed, goal, locale=code)
        assert (node.attr("lang"), node.attr("dir")) == (locale.tag, locale.direction)
        counted = Translator(locale).message(messages.SIGNED, signed) if signed else None
        expected = counted or Translator(locale).message(messages.NOBODY)
        assert widget.text == expected.text
        shown = node.one(class_="sw-progress__signed")
        assert shown.text == expected.text
        assert shown.attrs.get("lang", locale.tag) == expected.tag
        if signed > 2:  # one and two are words in some languages
            assert locale.cldr_data.format_number(signed) in widget.text
        if goal is not None:
            step, percent = widget.goal_progress.step, widget.goal_progress.percent
            assert step is not None
            assert percent is not None
            message = messages.REACHED if widget.goal_progress.reached else messages.GOAL
            aim = Translator(locale).message(message, step.number)
            expected_text = node.one(class_="sw-progress__goal")
            assert expected_text.text == widget.goal_text == aim.text
            assert expected_text.attrs.get("lang", locale.tag) == aim.tag
            bar = node.one("progress")
            assert bar.text == widget.percent_text == locale.cldr_data.format_percent(percent)
            assert bar.attr("value") == str(percent)  # a machine's digits, whatever the reader's are
            assert bar.attr("aria-label") == Translator(locale).message(messages.BAR).text

    @given(
        st.integers(0, 10**12),
        st.none() | st.integers(1, 10**12) | st.just("ladder"),
        st.sampled_from(LOCALES),
    )
    @settings(max_examples=100, deadline=None)
    def test_the_bar_is_full_only_when_the_goal_is_reached(self, signed: int, goal: Any, code: str) -> None:
        widget, node = progress(signed, goal, locale=code)
        if goal is None:
            assert node.all("progress") == []
            return
        value = int(node.one("progress").attr("value"))
        assert 0 <= value <= 100
        assert (value == 100) is widget.goal_progress.reached is (goal != "ladder" and signed >= goal)

    @pytest.mark.parametrize(
        ("code", "signed", "expected"),
        [
            ("fr", 1_000_000, "1 000 000 de personnes ont signé"),
            ("fr", 1_500_000, "1 500 000 personnes ont signé"),
            ("es", 2_000_000, "2.000.000 de personas han firmado"),
            ("es", 1_000, "1000 personas han firmado"),
        ],
    )
    def test_whole_millions(self, code: str, signed: int, expected: str) -> None:
        text = progress(signed, locale=code)[0].text
        assert re.sub("[\u00a0\u202f]", " ", text) == expected

    def test_numbers_choose_the_plural(self) -> None:
        """And not their last digit alone, nor a number that was written out."""
        found = {
            n: petition_progress(n, locale="be").text.replace(str(n), "N") for n in (1, 2, 5, 11, 21, 111)
        }
        assert found[1] == found[21]
        assert found[5] == found[11] == found[111]
        assert len({found[1], found[2], found[5]}) == 3

    def test_huge_numbers(self) -> None:
        widget, node = progress(10**30 - 1, 10**30)
        assert widget.text == "999,999,999,999,999,999,999,999,999,999 people have signed"
        assert node.one("progress").attr("value") == "99"


class TestThresholds:
    """Each has its number, its name in its own language, and whether it is reached."""

    @pytest.mark.parametrize(
        ("signed", "reached"),
        [(0, 0), (999, 0), (1_000, 1), (9_999, 1), (10_000, 2), (100_000, 3), (10**6, 3)],
    )
    def test_which_are_reached(self, signed: int, reached: int) -> None:
        _, node = progress(signed, NAMED)
        items = node.one("ol").all("li")
        assert [item.one("bdi").text for item in items] == ["1,000", "10,000", "100,000"]
        assert [item.all("span")[0].text for item in items] == ["A reply", "An answer", "A debate"]
        passed = [item.one(class_="sw-progress__reached") for item in items]
        assert [span.text for span in passed] == ["reached"] * 3
        assert ["hidden" not in span.attrs for span in passed] == [n < reached for n in range(3)]
        assert not any("data-sw-at" in span.attrs for span in passed)

    def test_names_in_their_languages(self) -> None:
        _, node = progress(0, NAMED, locale="be")
        first, second, _ = (item.all("span")[0] for item in node.one("ol").all("li"))
        assert (first.attrs, second.attrs) == ({"dir": "auto"}, {})
        _, node = progress(0, {5: {"ar": "جواب"}}, locale="be")
        assert node.one("li").all("span")[0].attrs == {"lang": "ar", "dir": "rtl"}

    @pytest.mark.parametrize("goal", [None, 10, "ladder", [3, 4], {5: ""}])
    def test_without_names_there_is_no_list(self, goal: object) -> None:
        assert progress(4, goal)[1].all("ol", "li") == []

    def test_only_named_ones_are_listed(self) -> None:
        _, node = progress(0, {5: "", 10: "A reply"})
        assert [item.one("bdi").text for item in node.all("li")] == ["10"]

    def test_a_live_count_shows_them_later(self) -> None:
        _, node = progress(0, NAMED, count_url="/count.json")
        spans = node.all(class_="sw-progress__reached")
        assert [span.attr("data-sw-at") for span in spans] == ["1000", "10000", "100000"]


# --- the live count ---------------------------------------------------------------------------------------


def written(found: dict[str, Any], number: int) -> str:
    """What the script's ``number`` makes."""
    separator, least, size, sizes = found["g"]
    text = str(number)
    if len(text) >= least:
        head, text = text[:-size], text[-size:]
        while head:
            head, text = head[:-sizes], head[-sizes:] + separator + text
    digits = found.get("d")
    return "".join(digits[int(char)] if digits and char.isdecimal() else char for char in text)


def repeated(found: dict[str, Any], signed: int) -> tuple[str, str, int, str]:
    """What the script's ``show`` writes: the sentence, the goal, the bar and its text."""
    forms, table = found["f"], found.get("p")
    slot = signed if signed < 200 else 100 + signed % 100 if signed % 10**6 else 200
    form = forms[int(table[slot]) if table else 0]
    text = form.replace("{0}", written(found, signed)) if signed else found["z"]
    steps = found.get("s", [])
    ahead = [step for step in steps if step[0] > signed]
    goal, expected_text = (ahead or [found["r"]] if "r" in found else ahead or steps[-1:])[0]
    percent = min(100, signed * 100 // goal)
    return text, expected_text, percent, found["c"].replace("{0}", written(found, percent))


class TestLive:
    """The data from which the script repeats the server's own steps."""

    @pytest.mark.parametrize("goal", [None, 10, NAMED, "ladder"], ids=str)
    def test_nothing_is_live_unless_asked(self, goal: object) -> None:
        for count_url in ("", None, Undefined(name="count_url"), Markup("")):
            _, node = progress(7, goal, count_url=count_url)
            assert "data-sw-progress" not in node.attrs
            assert node.all(role="status") == []

    @pytest.mark.parametrize(
        "count_url",
        ["/count.json", 'count.json?id=7&x=<">', Markup("https://example.org/c"), lazystr("/c")],
        ids=ascii,
    )
    def test_the_address(self, count_url: Any) -> None:
        widget, node = progress(7, 10, count_url=count_url)
        assert data(node)["u"] == widget.count_url == str(count_url)
        assert type(widget.count_url) is str

    @pytest.mark.parametrize(
        "count_url",
        ["javascript:alert(1)", "//example.org/c", "data:,7", "a b", "https://", b"/c", "/\0", " /c"],
    )
    def test_addresses_that_cannot_be_asked(self, count_url: object) -> None:
        with pytest.raises((InvalidURLError, InvalidFieldError), match=r"^count_url "):
            petition_progress(7, count_url=count_url)

    def test_the_message_is_empty_until_there_is_news(self) -> None:
        _, node = progress(7, 10, count_url="/c")
        status = node.one(role="status")
        assert (status.text, status.attr("class")) == ("", "sw-hidden")

    @pytest.mark.parametrize("code", [*LOCALES, "bn", "it"])  # the last two have no catalog
    def test_the_script_says_what_the_server_says(self, code: str) -> None:
        counts = [*range(130), *range(990, 1_013), 1_999, 2_000, 9_995, 9_999, 10_000, 10_001, 21_321, 99_999]
        counts += [100_000, 123_456, 999_999, 10**6, 1_000_001, 2 * 10**6, 10**7, 12_345_678]
        for goal in (10_000, NAMED, 1, [300, 700, 2 * 10**7]):
            _, node = progress(0, goal, locale=code, count_url="/c")
            found = data(node)
            for signed in counts:
                widget, _ = progress(signed, goal, locale=code)
                expected = (
                    *(widget.text, widget.goal_text),
                    *(widget.goal_progress.percent, widget.percent_text),
                )
                assert repeated(found, signed) == expected, (code, goal, signed)

    @given(st.sampled_from([1, 7, 10_000, NAMED, "ladder", [300, 700]]), st.integers(0, 200_000), st.data())
    @settings(max_examples=150, deadline=None)
    def test_from_wherever_the_page_was_made(self, goal: Any, made: int, draw: st.DataObject) -> None:
        """Counts rise by eight steps of a ladder, and fall below the last step when people withdraw."""
        found = data(progress(made, goal, count_url="/c")[1])
        aim = Goal.parse(goal)
        assert aim is not None
        before = [step.number for step in takewhile(lambda step: step.number <= made, aim.steps_ahead(0))]
        ahead = [step.number for step in islice(aim.steps_ahead(made), 8)]
        least = before[-2] if len(before) > 1 else 0
        most = ahead[-1] - 1 if aim.endless else 10**7
        signed = draw.draw(st.integers(least, most))
        widget, _ = progress(signed, goal)
        expected = (*(widget.text, widget.goal_text), *(widget.goal_progress.percent, widget.percent_text))
        assert repeated(found, signed) == expected

    @pytest.mark.parametrize("made", [9_999, 10_000, 100_000])
    def test_a_goal_that_is_not_reached_any_more(self, made: int) -> None:
        found = data(progress(made, 10_000, count_url="/c")[1])
        text, expected_text, percent, _ = repeated(found, 9_998)
        assert (text, expected_text, percent) == (
            "9,998 people have signed",
            "Goal: 10,000 signatures",
            99,
        )

    def test_without_a_goal_only_the_count(self) -> None:
        found = data(progress(7, count_url="/c")[1])
        assert not {"s", "r", "c"} & found.keys()
        assert {"u", "f", "z", "g"} <= found.keys()

    def test_the_ladder_is_never_called_reached(self) -> None:
        assert "r" not in data(progress(7, "ladder", count_url="/c")[1])


class TestArguments:
    """What else a caller gives."""

    def test_attributes(self) -> None:
        _, node = progress(7, attrs={"class": "mine", "id": "count", "data_x": "<"})
        assert node.attr("class") == "sw-progress mine"
        assert (node.attr("id"), node.attr("data-x")) == ("count", "<")
        with pytest.raises(InvalidAttributeError):
            petition_progress(7, attrs={"data-sw-progress": "{}"})

    @pytest.mark.parametrize("signed", [-1, True, 1.5, "7", None, Undefined(name="signed"), b"7"], ids=repr)
    def test_what_is_no_count(self, signed: object) -> None:
        with pytest.raises(InvalidFieldError, match=r"^signed must"):
            petition_progress(signed, goal=10)

    def test_the_locale_of_the_page(self) -> None:
        with use_locale("be"):
            assert petition_progress(7).locale.code == "be"
            assert petition_progress(7, locale="fa").locale.code == "fa"
        assert petition_progress(7).locale.code == "en"

    def test_it_renders_itself(self) -> None:
        widget = petition_progress(7, goal=10)
        assert str(widget) == widget.__html__() == widget.render()
        assert type(str(widget)) is Markup

    def test_the_values(self) -> None:
        widget = petition_progress(7, goal=10)
        assert widget.goal_progress == GoalProgress(7, Goal.fixed(10).steps[0], 70)
        assert (widget.goal, widget.count_url) == (Goal.fixed(10), "")

    def test_nothing_is_styled_or_scripted_inline(self) -> None:
        _, node = progress(7, NAMED, count_url="/c", locale="ar")
        for found in (node, *node):
            assert not [name for name in found.attrs if name == "style" or name.startswith("on")]


class TestNumbersOfTheSentence:
    """A number has the format of the language that the sentence is in: 1.234 is not the same in each."""

    @pytest.mark.parametrize("code", ["it", "sr-Latn", "ka", "bn", "my", "pt"])
    def test_a_sentence_in_english(self, code: str) -> None:
        _, node = progress(1_234_567, {2_000_000: {"en": "A debate"}}, locale=code, count_url="/count")
        signed, goal = (node.one("p", class_=f"sw-progress__{name}") for name in ("signed", "goal"))
        assert signed.text == "1,234,567 people have signed"
        assert goal.text == "Goal: 2,000,000 signatures"
        for found in (signed, goal, node.one("progress"), node.one(role="status")):
            assert found.attr("lang") == "en"
        step = node.one("li")
        assert step.one("bdi").text == "2,000,000"
        assert step.one("bdi").attr("lang") == "en"
        assert node.one("progress").text == "61%"
        live = data(node)
        assert live["g"] == [",", 4, 3, 3]
        assert "d" not in live
        assert live["c"] == "{0}%"

    def test_the_step_of_a_petition_in_another_language(self) -> None:
        _, node = progress(5, {10_000: {"en": "An answer"}}, locale="de")
        step = node.one("li")
        assert [(part.text, part.attr("lang")) for part in (step.one("bdi"), step.all("span")[0])] == [
            ("10,000", "en"),
            ("An answer", "en"),
        ]
        _, node = progress(5, {10_000: {"de": "Eine Antwort"}}, locale="de")
        assert (node.one("bdi").text, "lang" in node.one("bdi").attrs) == ("10.000", False)

    def test_in_its_own_language_nothing_has_a_language(self) -> None:
        _, node = progress(5, 10, locale="fa", count_url="/count")
        assert not any("lang" in found.attrs for found in node)
        assert node.one("p", class_="sw-progress__signed").text.startswith("۵")
