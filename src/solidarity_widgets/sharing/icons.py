"""The buttons' marks: drawn for the project, or the brands' own from Simple Icons (extra ``icons``)."""

from __future__ import annotations

from typing import Literal

from markupsafe import Markup

from solidarity_widgets.assets import FOLDER, root
from solidarity_widgets.caching import bounded
from solidarity_widgets.exceptions import MissingExtraError
from solidarity_widgets.html import element, svg_shapes
from solidarity_widgets.sharing.provider import Provider

IconSet = Literal["project", "brands"]

#: The mark of a network that has none of its own.
_FALLBACK = "share"


@bounded(256)
def icon(provider: type[Provider], icons: IconSet = "project") -> Markup:
    """Return a provider's mark as inline SVG in the text's colour.

    In light mode the mark takes the brand's colour through the presentation attribute ``color``, which
    any stylesheet overrides and no content policy blocks.

    Args:
        provider: The provider's class.
        icons: ``project`` for the library's drawings, ``brands`` for Simple Icons.

    Returns:
        An ``svg`` element hidden from assistive technology: the label says it all.

    Raises:
        MissingExtraError: For ``brands`` if the extra ``icons`` is not installed.

    Example:
        >>> from solidarity_widgets.sharing import default_registry
        >>> str(icon(default_registry()["telegram"]))[:52]
        '<svg class="sw-share__icon" viewBox="0 0 24 24" fill'
    """
    source = _brand(provider) if icons == "brands" else ""
    source = source or provider.icon or _drawing(provider.id) or _drawing(_FALLBACK)
    attributes = {
        "class": "sw-share__icon",
        "viewBox": "0 0 24 24",
        "fill": "currentColor",
        "color": provider.colour,
        "aria-hidden": "true",
        "focusable": "false",
    }
    return element("svg", attributes, svg_shapes(source))


def _drawing(name: str) -> str:
    file = root() / FOLDER / "icons" / f"{name}.svg"
    return file.read_text(encoding="utf-8") if file.is_file() else ""


def _brand(provider: type[Provider]) -> str:
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
