"""The icons on buttons: the library's own, or the brands' from Simple Icons (extra ``icons``)."""

from __future__ import annotations

from markupsafe import Markup

from solidarity_widgets.assets import FOLDER, root
from solidarity_widgets.caching import bounded_cache
from solidarity_widgets.exceptions import MissingExtraError
from solidarity_widgets.html import element, svg_shapes
from solidarity_widgets.sharing.fields import IconSet
from solidarity_widgets.sharing.provider import Provider

#: The icon of a network that has no icon in the set.
_FALLBACK = "share"
#: The contrast with white that an icon without a label needs (WCAG 2.2, 1.4.11).
_MIN_CONTRAST = 3


@bounded_cache(512)
def icon(provider: type[Provider], icons: IconSet = "project", icon_only: bool = False) -> Markup:
    """Return a provider's icon as inline SVG.

    The icon has the colour of the text. In light mode it has the brand's colour, through the presentation
    attribute ``color``: any stylesheet can override that, and no content policy blocks it.

    Args:
        provider: The provider's class.
        icons: ``project`` for the library's icons, ``brands`` for those of Simple Icons.
        icon_only: Whether the button shows no label. Then a brand colour that is too pale to see on white
            is left out.

    Returns:
        An ``svg`` element. It is hidden from assistive technology, which reads the label instead.

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
    except KeyError:  # Simple Icons removes an icon when its brand asks for that
        return ""
