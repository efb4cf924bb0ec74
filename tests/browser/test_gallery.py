"""The gallery: every display, style and state of every widget, as the strictest reader and page see it."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import get_args

import pytest

from solidarity_widgets.demo.gallery import KINDS, LOCALES, Theme, gallery_path

from .contrast import low_contrasts

pytestmark = pytest.mark.browser

PAGES = list(product(LOCALES, get_args(Theme), KINDS))
WIDTHS = (320, 768, 1280)


@pytest.mark.parametrize(("locale", "theme", "kind"), PAGES)
class TestGallery:
    """Its pages have no look of their own, so what is wrong is the widgets' fault."""

    def test_axe_finds_no_violation(
        self, visit: Callable, axe: Callable, locale: str, theme: Theme, kind: str
    ) -> None:
        seen = visit(f"/{gallery_path(locale, theme, kind)}")
        found = axe(seen.page)
        assert found.violations == []
        assert "color-contrast" in found.passed
        assert seen.complaints == []

    def test_every_text_and_edge_has_enough_contrast(
        self, visit: Callable, locale: str, theme: Theme, kind: str
    ) -> None:
        page = visit(f"/{gallery_path(locale, theme, kind)}").page
        assert low_contrasts(page) == []

    def test_nothing_is_wider_than_the_page(
        self, visit: Callable, locale: str, theme: Theme, kind: str
    ) -> None:
        page = visit(f"/{gallery_path(locale, theme, kind)}").page
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 700})
            assert page.evaluate("document.scrollingElement.scrollWidth") <= width
