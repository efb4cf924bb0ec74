"""The buttons' icons: drawn for the project, or the brands' own from Simple Icons (extra ``icons``)."""

from __future__ import annotations

from typing import Literal

from markupsafe import Markup

from solidarity_widgets.assets import FOLDER, root
from solidarity_widgets.caching import bounded_cache
from solidarity_widgets.exceptions import MissingExtraError
from solidarity_widgets.html import element, svg_shapes
from solidarity_widgets.sharing.provider import Provider

IconSet = Literal["project", "brands"]

#: The icon of a network that has none of its own.
_FALLBACK = "share"


#: The contrast with white that an icon without a label needs (WCAG 2.2, 1.4.11).
_MIN_CONTRAST = 3


@bounded_cache(512)
def icon(provider: type[Provider], icons: IconSet = "project", icon_only: bool = False) -> Markup:
    """Return a provider's icon as inline SVG in the text's colour.

    In light mode the icon takes the brand's colour through the presentation attribute ``color``, which
    any stylesheet overrides and no content policy blocks.

    Args:
        provider: The provider's class.
        icons: ``project`` for the library's drawings, ``brands`` for Simple Icons.
        icon_only: Whether it has no label; then a colour too pale to be seen on white is left out.

    Returns:
        An ``svg`` element hidden from assistive technology, which reads the label.

    Raises:
        MissingExtraError: For ``brands`` if the extra ``icons`` is not installed.

    Example:
        >>> from solidarity_widgets.sharing import default_registry
        >>> str(icon(default_registry()["telegram"]))[:52]
        '<svg class="sw-share__icon" viewBox="0 0 24 24" fill'
    """
    source = _brand_svg(provider) if icons == "brands" else ""
    source = source or provider.icon or _project_svg(provider.id) or _project_svg(_FALLBACK)
    attributes = {
        "class": "sw-share__icon",
        "viewBox": "0 0 24 24",
        "fill": "currentColor",
        "color": None
        if icon_only and contrast_with_white(provider.colour or "#000000") < _MIN_CONTRAST
        else provider.colour,
        "aria-hidden": "true",
        "focusable": "false",
    }
    return element("svg", attributes, svg_shapes(source))


def contrast_with_white(colour: str) -> float:
    """Return a colour's contrast ratio with white (WCAG 2.2, "relative luminance").

    Args:
        colour: ``#RRGGBB``.

    Returns:
        1 for white to 21 for black.

    Example:
        >>> round(contrast_with_white("#26A5E4"), 1), contrast_with_white("#000000")
        (2.8, 21.0)
    """
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _project_svg(name: str) -> str:
    file = root() / FOLDER / "icons" / f"{name}.svg"
    return file.read_text(encoding="utf-8") if file.is_file() else ""


def _brand_svg(provider: type[Provider]) -> str:
    if not provider.brand_icon:
        return ""
    try:
        from simplepycons import all_icons  # type: ignore[attr-defined]
    except ImportError:
        raise MissingExtraError("icons='brands'", "icons") from None
    try:
        return str(all_icons[provider.brand_icon].raw_svg)
    except KeyError:  # Simple Icons drops marks when brands ask for it
        return ""
