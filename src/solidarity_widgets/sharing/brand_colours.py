"""The brands' colours as CSS rules, with contrasts that were computed and not guessed.

``solidarity_widgets_brands.css`` has the rules of the library's own providers, and those of
``front/styles/brands.css``, which use the colours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from solidarity_widgets.sharing.provider import Provider

#: The widgets' backgrounds in light and in dark mode (``front/styles/base.css``).
LIGHT_BACKGROUND = "#FFFFFF"
DARK_BACKGROUND = "#222222"
_WHITE, _BLACK = "#FFFFFF", "#000000"
#: The contrasts that text and icons need (WCAG 2.2, 1.4.3 and 1.4.11).
TEXT_CONTRAST = 4.5
ICON_CONTRAST = 3.0
#: A colour that is paler than this keeps its shade and has a black icon: darkened, yellow would be brown.
_PALE = 1.8
#: How much of a colour is replaced in one step.
_STEP = 0.01


@dataclass(frozen=True, slots=True)
class BrandColours:
    """The colours that are derived from a brand's colour.

    Attributes:
        brand: The brand's colour.
        on_brand: Black or white, whichever can be read as text on ``brand``.
        light_ink: The brand's colour, dark enough to be read as text on the widgets' light background.
        dark_ink: The brand's colour, light enough to be read as text on the widgets' dark background.
        fill: The background of a filled button: the brand's colour, darkened if a white icon needs that.
        on_fill: The colour of the icon on ``fill``.
    """

    brand: str
    on_brand: str
    light_ink: str
    dark_ink: str
    fill: str
    on_fill: str

    @classmethod
    def derive(cls, brand: str) -> BrandColours:
        """Derive the other colours from the brand's.

        Args:
            brand: ``#RRGGBB``.

        Returns:
            The colours.

        Example:
            >>> colours = BrandColours.derive("#26A5E4")
            >>> colours.on_brand, round(contrast(colours.light_ink, "#FFFFFF"), 1)
            ('#000000', 4.6)
        """
        on_brand = _WHITE if contrast(brand, _WHITE) >= TEXT_CONTRAST else _BLACK
        pale = contrast(brand, _WHITE) < _PALE
        fill = brand if pale else _mix_until(brand, _BLACK, lambda c: contrast(c, _WHITE) >= ICON_CONTRAST)
        return cls(
            brand=brand,
            on_brand=on_brand,
            light_ink=_mix_until(brand, _BLACK, lambda c: contrast(c, LIGHT_BACKGROUND) >= TEXT_CONTRAST),
            dark_ink=_WHITE
            if _is_grey(brand)
            else _mix_until(brand, _WHITE, lambda c: contrast(c, DARK_BACKGROUND) >= TEXT_CONTRAST),
            fill=fill,
            on_fill=_BLACK if pale else _WHITE,
        )


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours (WCAG 2.2, "contrast ratio").

    Args:
        one: ``#RRGGBB``.
        other: ``#RRGGBB``.

    Returns:
        1 for equal colours to 21 for black and white.

    Example:
        >>> round(contrast("#26A5E4", "#FFFFFF"), 1), contrast("#000000", "#FFFFFF")
        (2.8, 21.0)
    """
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def brand_rules(providers: Iterable[type[Provider]]) -> str:
    """Return CSS rules that set the colours of providers as custom properties.

    Each rule sets, on the provider's buttons, ``--sw-brand`` (the brand's colour), ``--sw-on-brand`` (text
    on it), ``--sw-brand-ink`` (the brand's colour as text, in light and in dark mode) and, where it differs
    from the brand's colour, ``--sw-brand-fill`` (the background of a filled button).

    Args:
        providers: The providers' classes. One without a colour gets no rule.

    Returns:
        The rules, one per line. For providers of other packages, put them into your own stylesheet.

    Example:
        >>> from solidarity_widgets.sharing import default_registry
        >>> print(brand_rules([default_registry()["vk"]])[:74])
        [data-sw-provider="vk"]{--sw-brand:#0077FF;--sw-on-brand:#000000;--sw-bran
    """
    ids_by_colour: dict[str, list[str]] = {}
    for provider in providers:
        if provider.colour:
            ids_by_colour.setdefault(provider.colour.upper(), []).append(provider.id)
    return "".join(
        f"{_selector(ids)}{{{_declarations(BrandColours.derive(colour))}}}\n"
        for colour, ids in ids_by_colour.items()
    )


def _selector(ids: Iterable[str]) -> str:
    return ",".join(f'[data-sw-provider="{id}"]' for id in ids)


def _declarations(colours: BrandColours) -> str:
    declarations = {
        "--sw-brand": colours.brand,
        "--sw-on-brand": colours.on_brand,
        "--sw-brand-ink": f"light-dark({colours.light_ink},{colours.dark_ink})",
    }
    if colours.fill != colours.brand:
        declarations["--sw-brand-fill"] = colours.fill
    if colours.on_fill != _WHITE:
        declarations["--sw-on-fill"] = colours.on_fill
    return ";".join(f"{name}:{value}" for name, value in declarations.items())


def _mix_until(colour: str, target: str, is_enough: Callable[[str], bool]) -> str:
    """Mix a colour with another, as little as is enough. The other colour must be enough by itself."""
    start, end = _channels(colour), _channels(target)
    for step in range(round(1 / _STEP)):
        part = step * _STEP
        mixed = "#" + "".join(f"{round(a + (b - a) * part):02X}" for a, b in zip(start, end, strict=True))
        if is_enough(mixed):
            return mixed
    return target


def _is_grey(colour: str) -> bool:
    channels = _channels(colour)
    return max(channels) - min(channels) <= 8


def _channels(colour: str) -> tuple[int, int, int]:
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return red, green, blue


def _luminance(colour: str) -> float:
    """Return the relative luminance of a colour (WCAG 2.2)."""
    scaled = (channel / 255 for channel in _channels(colour))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in scaled)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
