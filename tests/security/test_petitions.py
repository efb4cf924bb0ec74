"""No text breaks out of a petition, whether its owner gave it or a reader typed it."""

from __future__ import annotations

import re
from itertools import product
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solidarity_widgets.exceptions import InvalidFieldError, UnknownZoneError
from solidarity_widgets.petitions import Petition, messages, petition
from solidarity_widgets.text import replace_unsafe

from .hostile import FEWER, HOSTILE_CHARACTERS, NO_URL, TEXTS, TYPES, without
from .pages import RENDERERS, Petitions
from .reading import hold, mixed, rendered

#: What may be typed into a form, and sent to it: any text at all.
TYPED = TEXTS | st.text(st.characters(codec=None), min_size=1, max_size=8).filter(
    lambda text: not re.match("[\r\n]", text)  # tests/petitions/test_form.py has those
)
FIELDS = ("name", "email", "postcode", "message")


class TestPetitions:
    """What a caller gives to a petition, and what readers type into its form."""

    @pytest.mark.parametrize("slot", ["title", "demands", "addressees"])
    @given(text=TEXTS)
    @FEWER
    def test_texts(self, slot: str, text: str) -> None:
        hold(lambda wrap, word: Petitions({slot: wrap(word)}), text, lazy=False)
        title = {"title": {"en": "T", "ar": "T"}}
        hold(
            lambda wrap, word: Petitions({**title, slot: {"en": wrap(word), "ar": wrap(word)}}),
            text,
            lazy=False,
        )

    @given(TEXTS)
    @FEWER
    def test_lists(self, text: str) -> None:
        lists = ("demands", "addressees")
        hold(lambda wrap, word: Petitions({key: ["first", wrap(word)] for key in lists}), text, lazy=False)
        hold(
            lambda wrap, word: Petitions(
                {
                    "title": {"be": "T", "en": "T"},
                    **{key: {"be": [wrap(word)], "en": ["x"]} for key in lists},
                },
                locale="be",
            ),
            text,
            lazy=False,
        )

    @given(TEXTS.map(str.strip).filter(bool))
    @FEWER
    def test_paragraphs(self, text: str) -> None:
        hold(lambda wrap, word: Petitions({"text": wrap(word)}), text, lazy=False)
        hold(lambda wrap, word: Petitions({"text": wrap(f"a\nb{word}\n\n{word}c")}), text, lazy=False)

    @given(TEXTS)
    @FEWER
    def test_thresholds(self, text: str) -> None:
        hold(lambda wrap, word: Petitions(name=wrap(word)), text, lazy=False)
        hold(lambda wrap, word: Petitions(name={"fa": wrap(word)}), text, lazy=False)

    @given(TEXTS)
    @FEWER
    def test_consents(self, text: str) -> None:
        hold(lambda wrap, word: Petitions(consent=wrap(word)), text, lazy=False)
        hold(lambda wrap, word: Petitions(consent={"he": wrap(word)}), text, lazy=False)

    @given(TEXTS.map(without(NO_URL)))
    @FEWER
    def test_addresses(self, text: str) -> None:
        hold(lambda wrap, word: Petitions(action=wrap(f"/sign/{word}")), text)
        hold(lambda wrap, word: Petitions(action=wrap(f"https://example.org/?{word}"), csrf=False), text)
        hold(lambda wrap, word: Petitions(count_url=wrap(f"count.json?{word}")), text)

    @given(TEXTS)
    @FEWER
    def test_hidden_fields(self, text: str) -> None:
        hold(lambda wrap, word: Petitions(csrf=wrap(word)), text)
        hold(lambda wrap, word: Petitions(csrf={wrap(word): wrap(word)}), text)
        hold(lambda wrap, word: Petitions(hidden_fields={wrap(word): wrap(word)}), text)

    @given(TEXTS)
    @FEWER
    def test_attributes(self, text: str) -> None:
        hold(lambda wrap, word: Petitions(attrs={"title": wrap(word), "data_x": wrap(word)}), text)
        hold(lambda wrap, word: Petitions(attrs={"class": wrap(f"a{word}")}), text)

    @given(text=TEXTS.map(str.strip).filter(bool))
    @FEWER
    def test_plain_form(self, text: str) -> None:
        """It stays well-formed XML with the same few elements, and the text is there as it is."""

        def read(word: str) -> list[tuple[str, str]]:
            texts = {"title": word, "text": word, "demands": [word], "addressees": [word], "goal": {5: word}}
            widget = petition(
                Petition("vigil", **texts),
                signed=7,
                display="text",
                page_url="https://example.org/",
                locale="en",
            )
            root = ElementTree.fromstring(f"<div>{widget}</div>")
            return [(part.tag, "".join(part.itertext())) for part in root.iter()]

        text = re.sub(r"\s+", " ", text)  # XML parsers change line breaks
        assert [(tag, shown.replace(text, "WORD")) for tag, shown in read(text)] == read("WORD")

    @given(TEXTS)
    @FEWER
    def test_locale(self, text: str) -> None:
        for name, render, wrap in mixed(text):
            page = render(Petitions(locale=wrap(f"xx{text}")))
            assert page == rendered(name, Petitions(locale="en")), (name, wrap)

    @pytest.mark.parametrize("field", FIELDS)
    @given(text=TYPED)
    @FEWER
    def test_values(self, field: str, text: str) -> None:
        """Whatever was typed stands in its field again, and never raises."""
        hold(lambda wrap, word: Petitions(values={field: wrap(word)}), text, replace_unsafe(text))

    @pytest.mark.parametrize("field", [*FIELDS, "consent-updates"])
    @given(text=TYPED.filter(lambda text: text not in messages.ERRORS["name"]))
    @FEWER
    def test_errors(self, field: str, text: str) -> None:
        """Words of the host's own, which may repeat what was typed."""
        hold(lambda wrap, word: Petitions(errors={field: wrap(word)}), text, replace_unsafe(text))

    @given(text=TYPED)
    @FEWER
    def test_a_box_takes_nothing_but_its_words(self, text: str) -> None:
        for name, render, wrap in mixed(text):
            values = {"consent-updates": wrap(text), "consent-partner": wrap(text)}
            assert render(Petitions(values=values)) == rendered(name, Petitions()), (name, wrap)

    @pytest.mark.parametrize(
        ("slot", "text"),
        [
            ("id", "vigil"),
            ("closes", "2027-08-04"),
            ("opens", "2027-07-01"),
            ("zone", "Europe/Minsk"),
            ("languages", "en be"),
            ("fields", "name email"),
            ("required", "name"),
            ("consents", "processing updates"),
            ("goal", "ladder"),
        ],
    )
    def test_every_type_of_text_means_the_same(self, slot: str, text: str) -> None:
        for (name, render), wrap in product(RENDERERS.items(), TYPES.values()):
            page = render(Petitions({slot: wrap(text)}))
            assert page == rendered(name, Petitions({slot: text})), (name, wrap)

    @pytest.mark.parametrize(
        "slot", ["id", "closes", "opens", "zone", "languages", "fields", "required", "consents", "goal"]
    )
    @given(text=TEXTS.filter(str.strip))
    @FEWER
    def test_what_is_read_and_not_shown_takes_no_other_text(self, slot: str, text: str) -> None:
        for wrap in TYPES.values():
            with pytest.raises((InvalidFieldError, UnknownZoneError)):
                Petitions({slot: wrap(f"<{text}")})

    @pytest.mark.parametrize(
        "slot", ["title", "text", "demands", "addressees", "id", "zone", "languages", "fields"]
    )
    def test_hostile_characters_are_refused_in_a_petition(self, slot: str) -> None:
        for character, wrap in product(HOSTILE_CHARACTERS, TYPES.values()):
            lazy = wrap is TYPES["lazy"] and slot in ("title", "text", "demands", "addressees")
            with pytest.raises(InvalidFieldError, match="lazy" if lazy else rf"U\+{ord(character):04X}"):
                Petitions({slot: wrap(f"a{character}x")})

    @pytest.mark.parametrize(
        "slot", ["name", "consent", "action", "csrf", "hidden_fields", "count_url", "attrs"]
    )
    def test_hostile_characters_are_refused_everywhere(self, slot: str) -> None:
        for character, wrap in product(HOSTILE_CHARACTERS, TYPES.values()):
            hostile = wrap(f"/a{character}x")
            mapped = {"hidden_fields": {"started": hostile}, "attrs": {"id": hostile}}
            for render in RENDERERS.values():
                lazy = wrap is TYPES["lazy"] and slot in ("name", "consent")
                with pytest.raises(InvalidFieldError, match="lazy" if lazy else rf"U\+{ord(character):04X}"):
                    render(Petitions(**{slot: mapped.get(slot, hostile)}))
