"""A petition is data, checked once; it knows when it can be signed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils.functional import lazystr
from jinja2 import Undefined
from markupsafe import Markup

from solidarity_widgets.exceptions import (
    InvalidFieldError,
    InvalidTimeError,
    UnknownOptionError,
    UnknownZoneError,
)
from solidarity_widgets.petitions import Consent, Deadline, Goal, Petition

MINSK = ZoneInfo("Europe/Minsk")
EVENT = {"opens": "2027-07-01", "closes": "2027-08-04", "zone": "Europe/Minsk"}


def made(**arguments: Any) -> Petition:
    return Petition(**{"id": "free-ales", "title": "Free Ales!", **arguments})


class TestValues:
    """What is read of each argument."""

    def test_the_least(self) -> None:
        found = made()
        assert (found.id, found.languages, found.goal, found.opens, found.deadline) == (
            *("free-ales", (), None, None, None),
        )
        assert found.title.texts == {"": "Free Ales!"}
        assert (found.demands, found.addressees, bool(found.text)) == ((), (), False)
        assert found.fields == ("name", "email", "country")
        assert found.required == ("name", "email")
        assert [consent.purpose for consent in found.consents] == ["processing"]

    @pytest.mark.parametrize(
        "id", ["a", "7", "a-b", "2013-08-04", "x" * 64, Markup("vigil"), lazystr("vigil")]
    )
    def test_ids(self, id: Any) -> None:
        assert made(id=id).id == id
        assert type(made(id=id).id) is str

    @pytest.mark.parametrize(
        "id",
        ["", "-a", "a-", "A", "a b", "a_b", "a/b", "а", "a\n", 'a"', "x" * 65, None, 3.5, b"a", "a\0"],
        ids=ascii,
    )
    def test_what_is_no_id(self, id: Any) -> None:
        with pytest.raises(InvalidFieldError, match=r"^id must"):
            made(id=id)

    @pytest.mark.parametrize("title", ["", None, {"be": ""}, Undefined(name="title")], ids=repr)
    def test_a_petition_has_a_title(self, title: object) -> None:
        with pytest.raises(InvalidFieldError, match=r"^title must not be empty"):
            made(title=title)

    @pytest.mark.parametrize(
        ("title", "languages", "expected"),
        [
            ("T", (), ()),
            ("T", None, ()),
            ("T", "", ()),
            ("T", "be", ("be",)),
            ("T", "be en", ("be", "en")),
            ("T", ["be", Markup("en")], ("be", "en")),
            ({"be": "Т", "en": "T"}, (), ("be", "en")),
            ({"be": "Т", "en": "T"}, "en be", ("en", "be")),
        ],
    )
    def test_languages(self, title: Any, languages: Any, expected: tuple[str, ...]) -> None:
        found = made(title=title, languages=languages)
        assert found.languages == expected
        assert {type(code) for code in found.languages} <= {str}

    @pytest.mark.parametrize(
        ("arguments", "reason"),
        [
            ({"languages": "belarusian"}, r"languages must use locale codes.*'belarusian'"),
            ({"languages": ["be", None]}, "languages must be a list of names"),
            ({"languages": 7}, "languages must be a list of names"),
            ({"title": {"xx!": "T"}}, "title must use locale codes"),
            ({"title": {"be": "Т"}, "languages": "be en"}, "title must be given in every language.*'en'"),
            ({"title": {"be": "Т", "en": "T"}, "text": {"be": "т"}}, "text must be given in every language"),
            ({"title": {"be": "Т", "en": "T"}, "demands": {"be": ["т"]}}, "demands must be given in every"),
            ({"addressees": 3}, "addressees must be a list"),
            ({"goal": 0}, "goal must be a whole number, 1 or more"),
            ({"fields": "phone"}, "fields must be among"),
            ({"required": "message"}, "required must be among the fields"),
            ({"consents": "public", "fields": "email"}, "consents needs the field"),
        ],
        ids=repr,
    )
    def test_refused(self, arguments: dict[str, Any], reason: str) -> None:
        with pytest.raises(InvalidFieldError, match=rf"^{reason}"):
            made(**arguments)

    def test_a_text_is_in_the_original_language(self) -> None:
        found = made(title={"be": "Т", "en": "T"}, text="тэкст", demands=["адно"], addressees="міністр")
        assert found.text.texts == {"be": "тэкст"}
        assert [text.texts for text in (*found.demands, *found.addressees)] == [
            {"be": "адно"},
            {"be": "міністр"},
        ]

    @pytest.mark.parametrize(
        ("arguments", "reason"),
        [
            ({"title": {"be": "Т"}, "text": {"be": "т", "en": "t"}}, "text must not be in other languages"),
            ({"title": {"be": "Т", "en": "T"}, "text": {"be": "т"}}, "text must be given in every language"),
            ({"title": {"be": "Т"}, "demands": [{"en": "t"}]}, "demands must be given in every language"),
            ({"title": "T", "text": {"be": "т", "en": "t"}}, "text must have the languages of the title"),
            ({"title": "T", "demands": {"en": ["t"]}}, "demands must have the languages of the title"),
            ({"title": "T", "addressees": iter([{"en": "t"}])}, "addressees must have the languages"),
        ],
    )
    def test_texts_in_other_languages_than_the_title_are_refused(
        self, arguments: dict[str, Any], reason: str
    ) -> None:
        with pytest.raises(InvalidFieldError, match=rf"^{reason}"):
            made(**arguments)

    def test_the_languages_of_the_texts_are_those_that_are_named(self) -> None:
        found = made(title="T", text={"en": "t"}, languages="en")
        assert (found.title.texts, found.text.texts) == ({"en": "T"}, {"en": "t"})

    def test_an_unknown_argument_is_named_with_a_similar_one(self) -> None:
        with pytest.raises(
            UnknownOptionError, match=r"^Petition\(\) has no argument 'langauges'.*'languages'\?$"
        ):
            Petition("lake", title="T", langauges="be")

    def test_a_goal_is_read(self) -> None:
        assert made(goal=100).goal == Goal.fixed(100)
        assert made(goal="ladder").goal == Goal.ladder()

    def test_consents(self) -> None:
        own = Consent("partner", "I agree.")
        found = made(consents=["updates", own])
        assert found.consent("partner") is own
        assert found.consent("updates") == found.consents[0]
        assert found.consent("processing") is None


class TestDays:
    """The first and the last day, in the petition's own zone."""

    @pytest.mark.parametrize(
        "arguments",
        [
            EVENT,
            {"opens": date(2027, 7, 1), "closes": date(2027, 8, 4), "zone": MINSK},
            {name: Markup(value) for name, value in EVENT.items()},
            {name: lazystr(value) for name, value in EVENT.items()},
            {"opens": "2027-07-01", "closes": Deadline("2027-08-04", "Europe/Minsk")},
        ],
        ids=["text", "dates", "Markup", "lazy", "deadline"],
    )
    def test_read(self, arguments: dict[str, Any]) -> None:
        found = made(**arguments)
        assert (found.opens, found.deadline, found.zone) == (
            date(2027, 7, 1),
            Deadline("2027-08-04", "Europe/Minsk"),  # type: ignore[arg-type]
            MINSK,
        )
        assert found.closes is found.deadline

    @pytest.mark.parametrize(
        "arguments", [{}, {"zone": ""}, {"closes": "", "opens": None}, {"zone": Undefined(name="zone")}]
    )
    def test_none(self, arguments: dict[str, Any]) -> None:
        found = made(**arguments)
        assert (found.opens, found.closes, found.zone) == (None, None, None)
        assert found.state(now="0001-01-01") == found.state(now="9999-12-31") == found.state() == "open"
        assert found.confirmable(now="9999-12-31")

    def test_grace(self) -> None:
        assert made(**EVENT, grace=timedelta(days=3)).deadline == Deadline(
            "2027-08-04",  # type: ignore[arg-type]
            "Europe/Minsk",  # type: ignore[arg-type]
            timedelta(days=3),
        )

    @pytest.mark.parametrize(
        ("arguments", "error", "reason"),
        [
            ({"closes": "2027-08-04"}, InvalidTimeError, "zone is needed for the days"),
            ({"opens": "2027-08-04"}, InvalidTimeError, "zone is needed for the days"),
            ({**EVENT, "closes": "2027-06-30"}, InvalidTimeError, r"closes must not be before.*2027-07-01"),
            ({**EVENT, "closes": "2027-08-04T20:00"}, InvalidTimeError, "closes must be a day"),
            ({**EVENT, "opens": "tomorrow"}, InvalidTimeError, "opens must be a day"),
            ({**EVENT, "opens": "2027-02-30"}, InvalidTimeError, "opens is not a valid date"),
            ({**EVENT, "closes": "9999-12-31"}, InvalidTimeError, "closes must be well within"),
            ({**EVENT, "zone": "Europe/Minks"}, UnknownZoneError, r"Unknown time zone 'Europe/Minks'"),
            ({"zone": "Europe/Minks"}, UnknownZoneError, "Unknown time zone"),
            ({**EVENT, "grace": timedelta(-1)}, InvalidFieldError, "grace must"),
            ({**EVENT, "closes": b"2027-08-04"}, InvalidFieldError, "closes must be text, not bytes"),
            ({**EVENT, "opens": "2027-08-04\0"}, InvalidFieldError, r"opens must not contain.*U\+0000"),
        ],
        ids=repr,
    )
    def test_refused(self, arguments: dict[str, Any], error: type[Exception], reason: str) -> None:
        with pytest.raises(error, match=rf"^{reason}"):
            made(**arguments)

    def test_one_day_is_enough(self) -> None:
        vigil = made(opens="2027-08-04", closes="2027-08-04", zone="Europe/Minsk")
        assert [vigil.state(now=now) for now in ("2027-08-03T23:59:59", "2027-08-04", "2027-08-05")] == [
            *("before", "open", "closed"),
        ]


class TestState:
    """Before, open, closed; and whether a signature given in time can be confirmed."""

    @pytest.mark.parametrize(
        ("now", "state", "confirmable"),
        [
            ("2027-06-30T23:59:59.999999", "before", True),
            ("2027-07-01", "open", True),
            ("2027-08-04T23:59:59.999999", "open", True),
            ("2027-08-05", "closed", True),
            ("2027-08-05T23:59:59.999999", "closed", True),
            ("2027-08-06", "closed", False),
            ("2027-08-04T20:59:59Z", "open", True),
            ("2027-08-04T21:00Z", "closed", True),
            ("2027-08-05T21:00Z", "closed", False),
            (date(2027, 8, 5), "closed", True),
            (datetime(2027, 8, 5), "closed", True),
            (datetime(2027, 8, 4, 20, 59, tzinfo=UTC), "open", True),
            (Markup("2027-08-05"), "closed", True),
        ],
        ids=repr,
    )
    def test_each(self, now: object, state: str, confirmable: bool) -> None:
        found = made(**EVENT)
        assert (found.state(now), found.confirmable(now)) == (state, confirmable)

    @pytest.mark.parametrize(
        ("closes", "zone", "last", "over"),
        [
            # the day of a clock change has 23 or 25 hours, and ends with them
            ("2027-03-28", "Europe/Warsaw", "2027-03-28T21:59:59Z", "2027-03-28T22:00Z"),
            ("2027-10-31", "Europe/Warsaw", "2027-10-31T22:59:59Z", "2027-10-31T23:00Z"),
            # the next day begins at one o'clock
            ("2018-11-03", "America/Sao_Paulo", "2018-11-04T02:59:59Z", "2018-11-04T03:00Z"),
            ("2018-11-03", "America/Sao_Paulo", "2018-11-03T23:59:59", "2018-11-04T00:30"),
            ("2027-02-28", "Asia/Tehran", "2027-02-28T23:59:59", "2027-03-01"),
        ],
    )
    def test_over_clock_changes(self, closes: str, zone: str, last: str, over: str) -> None:
        found = made(closes=closes, zone=zone)
        assert (found.state(last), found.state(over)) == ("open", "closed")

    @pytest.mark.parametrize(
        ("opens", "zone", "early", "first"),
        [
            ("2018-11-04", "America/Sao_Paulo", "2018-11-04T02:59:59Z", "2018-11-04T03:00Z"),
            ("2011-12-30", "Pacific/Apia", "2011-12-30T09:59:59Z", "2011-12-30T10:00Z"),
        ],
    )
    def test_it_opens_with_the_day(self, opens: str, zone: str, early: str, first: str) -> None:
        found = made(opens=opens, zone=zone)
        assert (found.state(early), found.state(first)) == ("before", "open")
        assert found.confirmable("9999-01-01")

    @pytest.mark.parametrize(
        ("clock", "state"),
        [
            ("2027-06-30T20:59:59Z", "before"),
            ("2027-06-30T21:00:00Z", "open"),
            ("2027-08-04T20:59:59Z", "open"),
            ("2027-08-04T21:00:00Z", "closed"),
        ],
    )
    def test_the_clock(self, clock: str, state: str) -> None:
        found = made(**EVENT)
        with time_machine.travel(datetime.fromisoformat(clock), tick=False):
            assert found.state() == found.state(None) == found.state("") == state
            assert found.moment() == datetime.fromisoformat(clock)
            assert found.moment().tzinfo is UTC

    @pytest.mark.parametrize("now", ["soon", "2027-02-30", 7, b"2027-08-04", "2027-08-04\0"], ids=ascii)
    def test_what_is_no_time(self, now: object) -> None:
        with pytest.raises(InvalidFieldError, match=r"^now "):
            made(**EVENT).state(now)

    def test_wall_time_is_the_petitions(self) -> None:
        assert made(**EVENT).moment("2027-08-04T12:00") == datetime(2027, 8, 4, 9, tzinfo=UTC)
        assert made().moment("2027-08-04T12:00") == datetime(2027, 8, 4, 12, tzinfo=UTC)
