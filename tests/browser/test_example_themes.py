"""The themes of the styling guide: short, and as good to read as the library's own colours."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from solidarity_widgets.demo.gallery import KINDS, gallery_path

from .contrast import low_contrasts

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
THEMES = sorted((ROOT / "docs" / "themes").glob("*.css"))
#: Adds a stylesheet to a page whose content policy allows no inline styles.
LOAD = """
    (css) => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(css);
        document.adoptedStyleSheets = [sheet];
    }
"""
#: The colours and shapes of the parts that every page of the gallery has.
LOOKS = """
    () => [...document.querySelectorAll("[class*=sw-]")].map((one) => {
        const style = getComputedStyle(one);
        return [style.color, style.backgroundColor, style.borderTopColor, style.borderTopLeftRadius].join();
    })
"""


def test_there_are_five_and_each_is_short() -> None:
    assert len(THEMES) == 5
    guide = (ROOT / "docs" / "how-to" / "styling.md").read_text(encoding="utf-8")
    for theme in THEMES:
        assert len(theme.read_text(encoding="utf-8").splitlines()) < 20, theme.name
        assert f"(../themes/{theme.name})" in guide


@pytest.mark.parametrize(
    "kind",
    # The petitions contain share buttons and countdowns.
    [pytest.param(kind, marks=[pytest.mark.slow] if kind != "petition" else []) for kind in KINDS],
)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("theme", THEMES, ids=lambda path: path.stem)
class TestTheme:
    """On every page of the gallery, light and dark."""

    @pytest.fixture
    def page(self, visit: Callable, theme: Path, scheme: str, kind: str) -> Page:
        page: Page = visit(f"/{gallery_path('en', scheme, kind)}").page
        before = page.evaluate(LOOKS)
        page.evaluate(LOAD, theme.read_text(encoding="utf-8"))
        after = page.evaluate(LOOKS)
        changed = sum(a != b for a, b in zip(before, after, strict=True))
        assert changed > 10, "the theme hardly changes anything"
        return page

    def test_everything_can_be_read(self, page: Page, axe: Callable) -> None:
        assert low_contrasts(page) == []
        assert axe(page).violations == []
