"""The colours of brands: every pair of colours that meets on a button can be told apart."""

import re

import pytest

from solidarity_widgets import Provider, builtin_registry
from solidarity_widgets.sharing.brand_colours import (
    DARK_BACKGROUND,
    ICON_CONTRAST,
    LIGHT_BACKGROUND,
    TEXT_CONTRAST,
    BrandColours,
    brand_rules,
    contrast,
)

COLOURED = [provider for provider in builtin_registry() if provider.colour]
#: The brands, the corners of the colour space, and colours at the edges of the rules.
COLOURS = {
    *(provider.colour for provider in COLOURED),
    *(f"#{red}{green}{blue}" for red in ("00", "FF") for green in ("00", "FF") for blue in ("00", "FF")),
    "#222222",
    "#767676",
    "#777777",
    "#949494",
    "#959595",
    "#0A0B0C",
    "#FEFEFD",
}


@pytest.mark.parametrize("colour", sorted(COLOURS))
class TestContrast:
    """WCAG 2.2: 4.5 for text (1.4.3), 3 for icons (1.4.11)."""

    def test_text_on_the_brand(self, colour):
        assert contrast(BrandColours.derive(colour).on_brand, colour) >= TEXT_CONTRAST

    def test_the_brand_as_text(self, colour):
        colours = BrandColours.derive(colour)
        assert contrast(colours.light_ink, LIGHT_BACKGROUND) >= TEXT_CONTRAST
        assert contrast(colours.dark_ink, DARK_BACKGROUND) >= TEXT_CONTRAST

    def test_the_icon_on_a_filled_button(self, colour):
        colours = BrandColours.derive(colour)
        assert contrast(colours.fill, colours.on_fill) >= ICON_CONTRAST

    def test_a_colour_that_is_good_enough_stays(self, colour):
        colours = BrandColours.derive(colour)
        assert (colours.light_ink == colour) == (contrast(colour, LIGHT_BACKGROUND) >= TEXT_CONTRAST)
        if contrast(colour, LIGHT_BACKGROUND) >= ICON_CONTRAST:
            assert colours.fill == colour


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("#000000", "#FFFFFF", 21),
        ("#FFFFFF", "#FFFFFF", 1),
        ("#777777", "#FFFFFF", 4.48),  # the well-known pair of greys around 4.5
        ("#767676", "#FFFFFF", 4.54),
        ("#FF0000", "#FFFFFF", 4.0),
    ],
)
def test_the_formula(one, other, expected):
    assert contrast(one, other) == pytest.approx(expected, abs=0.005)
    assert contrast(one, other) == contrast(other, one)


def test_every_coloured_provider_has_one_rule():
    rules = brand_rules(builtin_registry())
    ids = re.findall(r'\[data-sw-provider="(\w+)"\]', rules)
    assert sorted(ids) == sorted(provider.id for provider in COLOURED)
    for provider in COLOURED:
        (line,) = [line for line in rules.splitlines() if f'"{provider.id}"' in line]
        assert f"--sw-brand:{provider.colour.upper()};" in line


def test_a_third_partys_provider():
    class Commons(Provider):
        id = "commons_with_colour"
        name = "Commons"
        endpoint = "https://commons.example/"
        colour = "#1B6B5A"

    class Grey(Provider):
        id = "commons_without_colour"
        name = "Commons"
        endpoint = "https://commons.example/"

    assert brand_rules([Commons, Grey]) == (
        '[data-sw-provider="commons_with_colour"]'
        "{--sw-brand:#1B6B5A;--sw-on-brand:#FFFFFF;--sw-brand-ink:light-dark(#1B6B5A,#599387)}\n"
    )
    assert brand_rules([Grey]) == ""
