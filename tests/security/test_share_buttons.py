"""No text of a page breaks out of its share buttons."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given

from solidarity_widgets.exceptions import InvalidFieldError
from solidarity_widgets.text import one_line, trimmed_lines
from solidarity_widgets.urls import percent_encode

from .hostile import FEW, HOSTILE_CHARACTERS, NO_URL, TEXTS, TYPES, without
from .pages import RENDERERS, Slots
from .reading import Reader, hold, mixed, rendered


class TestTexts:
    """The words of a page."""

    @given(TEXTS.map(one_line).filter(bool))
    @FEW
    def test_title(self, text: str) -> None:
        hold(lambda wrap, word: Slots(title=wrap(word)), text)

    @given(TEXTS.map(trimmed_lines).filter(bool))
    @FEW
    def test_text(self, text: str) -> None:
        hold(lambda wrap, word: Slots(text=wrap(word)), text)

    @given(TEXTS.map(without(r"[\s@,#/]")))
    @FEW
    def test_via(self, text: str) -> None:
        hold(lambda wrap, word: Slots(via=wrap(word)), text)

    @given(TEXTS.map(lambda text: "a" + "".join(filter(str.isalpha, text))))  # networks refuse other signs
    @FEW
    def test_hashtags(self, text: str) -> None:
        hold(lambda wrap, word: Slots(hashtags=wrap(word)), text)
        hold(lambda wrap, word: Slots(hashtags=[wrap("first"), wrap(word)]), text)


class TestAddresses:
    """URLs are kept as they are, so they may hold quotes and angles."""

    @given(TEXTS.map(without(NO_URL)))
    @FEW
    def test_url(self, text: str) -> None:
        hold(lambda wrap, word: Slots(wrap(f"https://example.org/{word}x")), text)
        hold(lambda wrap, word: Slots(wrap(f"https://example.org/?{word}=1#{word}x")), text)

    @given(TEXTS.map(without(NO_URL)))
    @FEW
    def test_image(self, text: str) -> None:
        hold(lambda wrap, word: Slots(image=wrap(f"https://example.org/{word}.png")), text)

    @given(TEXTS)
    @FEW
    def test_campaign_value(self, text: str) -> None:
        hold(lambda wrap, word: Slots(campaign={"utm_source": wrap(word)}), text, percent_encode(text))

    @given(TEXTS)
    @FEW
    def test_campaign_key(self, text: str) -> None:
        hold(lambda wrap, word: Slots(campaign={wrap(word): "1"}), text, percent_encode(text))


class TestExtras:
    """What else a caller gives."""

    @given(TEXTS)
    @FEW
    def test_attributes(self, text: str) -> None:
        hold(lambda wrap, word: Slots(attrs={"id": wrap(word), "data_x": "1"}), text)

    @given(TEXTS.filter(str.strip))
    @FEW
    def test_class(self, text: str) -> None:
        hold(lambda wrap, word: Slots(attrs={"class": wrap(word)}), text)

    @given(TEXTS)
    @FEW
    def test_options(self, text: str) -> None:
        hold(lambda wrap, word: Slots(options={"related": wrap(word)}), text)

    @given(TEXTS)
    @FEW
    def test_locale(self, text: str) -> None:
        for name, render, wrap in mixed(text):
            page = render(Slots(locale=wrap(f"xx{text}")))
            assert Reader(page).nodes == Reader(rendered(name, Slots(locale="en"))).nodes, (name, wrap)

    @pytest.mark.parametrize(
        "slot", ["title", "text", "via", "hashtags", "image", "campaign", "attrs", "options", "url"]
    )
    def test_hostile_characters_are_refused_everywhere(self, slot: str) -> None:
        for character, wrap in product(HOSTILE_CHARACTERS, TYPES.values()):
            hostile = wrap(f"https://example.org/{character}x")
            mapped = {"campaign": {"a": hostile}, "attrs": {"id": hostile}, "options": {"related": hostile}}
            for render in RENDERERS.values():
                with pytest.raises(InvalidFieldError, match=rf"U\+{ord(character):04X}"):
                    render(Slots(**{slot: mapped.get(slot, hostile)}))
