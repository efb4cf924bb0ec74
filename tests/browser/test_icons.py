"""The project's icons, drawn by a browser: they fill their box, are equally heavy, and can be told apart."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import Any

import pytest
from playwright.sync_api import Browser

from solidarity_widgets.assets import FOLDER, root

pytestmark = pytest.mark.browser

ICONS = {
    file.name.removesuffix(".svg"): file.read_text(encoding="utf-8")
    for file in (root() / FOLDER / "icons").iterdir()
}
#: Pixels for each unit of the box, which has 24.
SCALE = 8
#: Units around the box, to see what reaches out of it.
MARGIN = 2
SIDE = (24 + 2 * MARGIN) * SCALE
#: The size in pixels of the smallest icons.
SMALL = 16

#: Draws the icons one after another, and measures each: where its ink begins and ends, across and down, and
#: how many pixels it covers. ``inks`` is the opacity of each pixel, row by row, from 0 to 255.
DRAW = """
    async ([icons, size]) => {
        const canvas = Object.assign(document.createElement("canvas"), { width: size, height: size });
        const context = canvas.getContext("2d", { willReadFrequently: true });
        const measured = {};
        for (const [name, source] of Object.entries(icons)) {
            const image = new Image();
            image.src = `data:image/svg+xml,${encodeURIComponent(source)}`;
            await image.decode();
            context.clearRect(0, 0, size, size);
            context.drawImage(image, 0, 0, size, size);
            const inks = context.getImageData(0, 0, size, size).data.filter((_, at) => at % 4 == 3);
            const inked = [...inks.keys()].filter((at) => inks[at] > 25);
            const ends = (positions) => [
                positions.reduce((low, value) => Math.min(low, value)),
                positions.reduce((high, value) => Math.max(high, value)) + 1,
            ];
            measured[name] = {
                ends: [ends(inked.map((at) => at % size)), ends(inked.map((at) => Math.floor(at / size)))],
                covered: inks.reduce((sum, ink) => sum + ink, 0) / 255,
                inks: size > 16 ? [] : [...inks],
            };
        }
        return measured;
    }
"""


@dataclass(frozen=True)
class Measures:
    """How an icon is drawn, in pixels."""

    ends: list[list[int]]
    covered: float
    inks: list[int]


def draw(chromium: Browser, size: int, margin: int = 0) -> dict[str, Measures]:
    box = f'viewBox="{-margin} {-margin} {24 + 2 * margin} {24 + 2 * margin}" width="{size}" height="{size}"'
    icons = {name: source.replace('viewBox="0 0 24 24"', box) for name, source in ICONS.items()}
    with chromium.new_page() as page:
        drawn: dict[str, dict[str, Any]] = page.evaluate(DRAW, [icons, size])
    return {name: Measures(**measures) for name, measures in drawn.items()}


@pytest.fixture(scope="module")
def large(chromium: Browser) -> dict[str, Measures]:
    return draw(chromium, SIDE, MARGIN)


@pytest.mark.parametrize("name", ICONS)
def test_it_fills_its_box_and_stays_inside(large: dict[str, Measures], name: str) -> None:
    ends = [[pixel / SCALE - MARGIN for pixel in direction] for direction in large[name].ends]
    for start, end in ends:
        assert start >= 0
        assert end <= 24
        assert (start + end) / 2 == pytest.approx(12, abs=1)
    assert max(end - start for start, end in ends) >= 22


@pytest.mark.parametrize("name", ICONS)
def test_it_is_as_heavy_as_the_others(large: dict[str, Measures], name: str) -> None:
    """A line drawing covers about a quarter of the box, and a full square nearly all of it."""
    covered = large[name].covered / (24 * SCALE) ** 2
    assert 0.3 <= covered <= 0.72


def difference(one: Measures, other: Measures) -> float:
    return sum(abs(a - b) for a, b in zip(one.inks, other.inks, strict=True)) / 255 / SMALL**2


def test_small_icons_can_be_told_apart(chromium: Browser) -> None:
    """Any two differ in at least a fifteenth of the box at 16 pixels."""
    drawn = draw(chromium, SMALL)
    alike = [
        (first, second)
        for first, second in combinations(drawn, 2)
        if difference(drawn[first], drawn[second]) < 1 / 15
    ]
    assert alike == []
