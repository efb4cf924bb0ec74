"""The comparison itself would notice."""

from __future__ import annotations

import unicodedata

from .hostile import PIECES
from .reading import WORD, Reader, with_text


def test_the_reader_would_notice() -> None:
    """The comparison itself: each way of breaking out is seen."""
    harmless = Reader(f'<p title="{WORD}">{WORD}</p>').nodes
    for broken in ('" onclick="x', "</p><p>", "<b>", "<!--x-->", "&amp;", "&lt;"):
        assert Reader(f'<p title="{broken}">{broken}</p>').nodes != with_text(harmless, broken), broken
    assert Reader('<p title="&#34;&lt;&amp;">&#34;&lt;&amp;</p>').nodes == with_text(harmless, '"<&')
    assert {unicodedata.category(character) for character in "".join(PIECES)} >= {"Sm", "Po", "Lo", "So"}
