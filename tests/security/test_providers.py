"""No text of another package's provider breaks out."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from markupsafe import Markup

import solidarity_widgets as sw
from solidarity_widgets.exceptions import ProviderDefinitionError
from solidarity_widgets.i18n import catalogs
from solidarity_widgets.sharing.fields import Display

from .hostile import FEW, TEXTS, TYPES, Wrap
from .others import compiled_catalog, third_party
from .reading import WORD, Reader, harmless, with_text


def theirs(**attributes: Any) -> str:
    """A page with somebody's provider, in a language of each direction, in every look."""
    registry = third_party(**attributes)
    common: dict[str, Any] = {"registry": registry, "retired": "inert"}
    bars = [
        sw.share_buttons("https://example.org/", "live closed", locale=locale, display=display, **common)
        for locale in ("en", "be", "ar")
        for display in get_args(Display)
    ]
    return "".join(map(str, bars))


TEXT_TYPES = {name: TYPES[name] for name in ("str", "Markup", "SafeString")}
OTHER_TYPES = {name: TYPES[name] for name in ("lazy", "only HTML")}


class TestProviders:
    """Names that another package gives its networks."""

    @pytest.mark.parametrize("attribute", ["name", "native_names", "label"])
    @given(text=TEXTS.filter(str.strip).filter(lambda text: not re.search(r"\{[a-z_]+\}", text)))
    @FEW
    def test_names(self, attribute: str, text: str) -> None:
        def given_(wrap: Wrap, word: str) -> dict[str, Any]:
            wrapped = wrap(word)
            if attribute == "native_names":
                return {"native_names": {"en": wrapped, "be": wrapped, "ar": wrapped}}
            if attribute == "label":
                return {"label": sw.pgettext_noop("share", wrapped)}
            return {"name": wrapped}

        read = cache(lambda html: Reader(html).nodes)
        expected = with_text(harmless(theirs(**given_(str, WORD))), text)
        for wrap in TEXT_TYPES.values():
            assert read(theirs(**given_(wrap, text))) == expected, wrap

    @pytest.mark.parametrize("wrap_name", OTHER_TYPES.values(), ids=OTHER_TYPES)
    @pytest.mark.parametrize("attribute", ["name", "native_names"])
    def test_what_is_no_text_is_refused(self, attribute: str, wrap_name: Wrap) -> None:
        name = wrap_name("Network")
        with pytest.raises(ProviderDefinitionError):
            third_party(**{attribute: {"be": name} if attribute == "native_names" else name})

    @pytest.mark.parametrize("character", ["\0", "\x1b", "\u202e", "\u2066", "\ud800"], ids=ascii)
    def test_hostile_characters_are_refused_when_the_class_is_defined(self, character: str) -> None:
        hostile = f"Net{character}work"
        for attributes in (
            {"name": hostile},
            {"native_names": {"be": hostile}},
            {"label": sw.pgettext_noop("share", hostile)},
        ):
            with pytest.raises(ProviderDefinitionError, match=rf"U\+{ord(character):04X}"):
                third_party(**attributes)

    @pytest.mark.parametrize("rtl", ["ar", "he", "fa"])
    def test_a_name_that_a_translation_repeats(self, tmp_path: Path, rtl: str) -> None:
        """In right-to-left languages a name inside a translation is isolated, and stays text."""
        name = Markup("<script>X</script>")
        message = sw.pgettext_noop("share", "Share on X (formerly Twitter)")
        with catalogs.use_folder(compiled_catalog(tmp_path, rtl, {message: f"שתף {name}!"})):
            registry = third_party(name=name, label=message)
            html = str(sw.share_button("https://example.org/", "live", registry=registry, locale=rtl))
        assert "<bdi>&lt;script&gt;X&lt;/script&gt;</bdi>!" in html
        assert "<script" not in html
