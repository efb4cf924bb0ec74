"""The icons on buttons: the library's own, or the brands' from Simple Icons (extra ``icons``)."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec

from markupsafe import Markup

from solidarity_widgets.assets import FOLDER, root
from solidarity_widgets.caching import bounded_cache
from solidarity_widgets.exceptions import MissingExtraError
from solidarity_widgets.html import element, svg_shapes
from solidarity_widgets.sharing.fields import IconSet
from solidarity_widgets.sharing.provider import Provider

#: The icon of a network that has no icon in the set.
_FALLBACK = "share"
#: The width and height of an icon without the stylesheet, in CSS pixels.
ICON_SIZE = 20


@bounded_cache(512)
def icon(provider: type[Provider], icons: IconSet = "project") -> Markup:
    """Return a provider's icon as inline SVG, in the colour of the text.

    The icon has a size of its own, so that it is no larger than text where the stylesheet is missing.

    Args:
        provider: The provider's class.
        icons: ``project`` for the library's icons, ``brands`` for those of Simple Icons.

    Returns:
        An ``svg`` element. It is hidden from assistive technology, which reads the label instead.

    Raises:
        MissingExtraError: For ``brands`` if the extra ``icons`` is not installed.

    Example:
        >>> from solidarity_widgets.sharing import default_registry
        >>> str(icon(default_registry()["telegram"]))[:52]
        '<svg class="sw-share__icon" viewBox="0 0 24 24" widt'
    """
    source = _brand_svg(provider) if icons == "brands" else ""
    source = source or provider.icon or _project_svg(provider.id) or _project_svg(_FALLBACK)
    attributes = {
        "class": "sw-share__icon",
        "viewBox": "0 0 24 24",
        "width": ICON_SIZE,
        "height": ICON_SIZE,
        "fill": "currentColor",
        "aria-hidden": "true",
        "focusable": "false",
    }
    return element("svg", attributes, svg_shapes(source))


@cache
def default_icons() -> IconSet:
    """Return the icons of buttons that were not asked for others.

    Returns:
        ``brands`` if the extra ``icons`` is installed, otherwise ``project``.
    """
    return "brands" if find_spec("simplepycons") else "project"


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
