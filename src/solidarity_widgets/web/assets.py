"""The stylesheets, the script and the icons, as the site's pages link to them and as it serves them."""

from __future__ import annotations

from markupsafe import Markup

from solidarity_widgets.assets import FOLDER, asset_url, read, root
from solidarity_widgets.caching import bounded_cache
from solidarity_widgets.html import element, join

#: The look of the default layout, which hosts with their own layout do not need.
PAGES_STYLESHEET = "solidarity_widgets_pages.css"

#: The icon of the default layout's pages, without which browsers ask for one.
_ICON = "icons/share.svg"

_CONTENT_TYPES = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
}


def layout_links(base: str, nonce: str = "") -> Markup:
    """Make the ``<link>`` tags of the default layout's stylesheet and icon.

    Args:
        base: The prefix under which the static root is published.
        nonce: The page's CSP nonce, or an empty string.
    """
    href = asset_url(PAGES_STYLESHEET, base)
    icon = {"rel": "icon", "type": "image/svg+xml", "href": asset_url(_ICON, base)}
    return join(
        element("link", {"rel": "stylesheet", "href": href, "nonce": nonce or None}), element("link", icon)
    )


@bounded_cache(256)  # more than there are files: anybody can ask for names of files that do not exist
def read_asset(name: str) -> tuple[bytes, str] | None:
    """Return the content of a file and its type, or ``None`` if there is no such file.

    Args:
        name: The file's name.
    """
    kind = _CONTENT_TYPES.get(name.rpartition(".")[2])
    if kind is None or not (root() / FOLDER / name).is_file():
        return None
    return read(name), kind
