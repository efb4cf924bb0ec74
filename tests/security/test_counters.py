"""No text breaks out of a counter."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given

import solidarity_widgets as sw
from solidarity_widgets.exceptions import InvalidFieldError, InvalidTimeError, UnknownZoneError
from solidarity_widgets.text import one_line

from .hostile import FEWER, HOSTILE_CHARACTERS, TEXTS, TYPES
from .pages import RENDERERS, Counters
from .reading import hold, mixed, rendered


class TestCounters:
    """What a caller gives to a counter."""

    @given(TEXTS.filter(one_line))
    @FEWER
    def test_label(self, text: str) -> None:
        hold(lambda wrap, word: Counters(label=wrap(word)), text, one_line(text))

    @given(TEXTS)
    @FEWER
    def test_attributes(self, text: str) -> None:
        hold(lambda wrap, word: Counters(attrs={"id": wrap(word), "data_x": wrap(word)}), text)

    @given(TEXTS.filter(str.strip))
    @FEWER
    def test_class(self, text: str) -> None:
        hold(lambda wrap, word: Counters(attrs={"class": wrap(word)}), text)

    @given(TEXTS)
    @FEWER
    def test_locale(self, text: str) -> None:
        for name, render, wrap in mixed(text):
            page = render(Counters(locale=wrap(f"xx{text}")))
            assert page == rendered(name, Counters(locale="en")), (name, wrap)

    @pytest.mark.parametrize(
        ("slot", "text"),
        [
            ("day", "2027-08-04"),
            ("day", " 2027-08-04 "),
            ("hour", "2027-08-04T20:00"),
            ("hour", "2027-08-04T17:00Z"),
            ("yearly", "--08-04T20:00/PT15M"),
            ("yearly", "---16"),
            ("begun", "2011-08-04"),
            ("duration", "P5DT4H3M2S"),
            ("zone", "Europe/Minsk"),
            ("units", "days hours minutes seconds"),
            ("event_duration", "PT30M"),
            ("now", "2027-06-02T12:34:56"),
            ("locale", "be"),
        ],
    )
    def test_every_type_of_text_means_the_same(self, slot: str, text: str) -> None:
        for (name, render), wrap in product(RENDERERS.items(), TYPES.values()):
            page = render(Counters(**{slot: wrap(text)}))
            assert page == rendered(name, Counters(**{slot: text})), (name, wrap)

    def test_every_type_of_text_brings_its_own_zone(self) -> None:
        time = "2011-08-04T20:00+03:00"
        for make, wrap in product((sw.countdown, sw.elapsed), TYPES.values()):
            assert str(make(wrap(time), now="2011-08-01")) == str(make(time, now="2011-08-01"))

    def test_units_in_a_list(self) -> None:
        for (name, render), wrap in product(RENDERERS.items(), TYPES.values()):
            units = [wrap("days"), wrap("hour")]
            assert render(Counters(units=units)) == rendered(name, Counters(units="days hours")), (name, wrap)

    @pytest.mark.parametrize(
        ("slot", "error"),
        [
            *((slot, InvalidTimeError) for slot in ("day", "hour", "yearly", "begun", "now")),
            *((slot, InvalidFieldError) for slot in ("duration", "units", "event_duration")),
            ("zone", UnknownZoneError),
        ],
    )
    @given(text=TEXTS.filter(str.strip))
    @FEWER
    def test_what_is_read_and_not_shown_takes_no_other_text(
        self, slot: str, error: type[Exception], text: str
    ) -> None:
        for _, render, wrap in mixed(text):
            with pytest.raises(error):
                render(Counters(**{slot: wrap(text)}))

    @given(text=TEXTS.filter(str.strip))
    @FEWER
    def test_no_other_text_is_a_style(self, text: str) -> None:
        for wrap in TYPES.values():
            with pytest.raises(InvalidFieldError):
                sw.countdown("2027-08-04", zone="Europe/Minsk", style=wrap(text))

    @pytest.mark.parametrize("slot", ["label", "attrs", "day", "begun", "duration", "zone", "units", "now"])
    def test_hostile_characters_are_refused_everywhere(self, slot: str) -> None:
        for character, wrap in product(HOSTILE_CHARACTERS, TYPES.values()):
            hostile = wrap(f"a{character}x")
            for render in RENDERERS.values():
                with pytest.raises(InvalidFieldError, match=rf"U\+{ord(character):04X}"):
                    render(Counters(**{slot: {"id": hostile} if slot == "attrs" else hostile}))
