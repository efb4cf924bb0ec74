"""Write a page with all icons, to be looked at after one has been drawn or changed.

Run ``python dev.py icons``, and open ``build/icons.html``. Each icon is shown in four sizes, in white on the
brand's colour, and beside the icon that Simple Icons has for the same network.
"""

from __future__ import annotations

from pathlib import Path

from markupsafe import Markup
from simplepycons import all_icons  # type: ignore[attr-defined]

from solidarity_widgets import default_registry
from solidarity_widgets.assets import FOLDER, root
from solidarity_widgets.html import element, join, svg_shapes

PAGE = Path(__file__).resolve().parents[1] / "build" / "icons.html"
SIZES = (16, 20, 24, 48)
STYLE = """
body { display: grid; grid-template-columns: repeat(auto-fill, minmax(24rem, 1fr)); gap: .5rem; }
p { display: flex; align-items: center; gap: .5rem; margin: 0; font: .75rem sans-serif; }
b { inline-size: 7rem; font-weight: normal; overflow-wrap: anywhere; }
i { display: flex; padding: .5rem; color: #fff; }
u { display: flex; align-items: center; gap: .5rem; margin-inline-start: .5rem; color: #666; }
"""


def drawn(source: str, *sizes: int) -> Markup:
    """Return an icon in several sizes."""
    shapes = svg_shapes(source)
    return join(
        *(
            element(
                "svg", {"viewBox": "0 0 24 24", "width": size, "height": size, "fill": "currentColor"}, shapes
            )
            for size in sizes
        )
    )


def brand_icon(name: str) -> str:
    """Return the icon that Simple Icons has for a network; it removes one when the brand asks for that."""
    try:
        return str(all_icons[name].raw_svg)
    except KeyError:
        return ""


def row(name: str, source: str) -> Markup:
    """Return one icon's part of the page."""
    provider = default_registry().get(name)
    colour = (provider and provider.colour) or "#345"
    brand = brand_icon(provider.brand_icon) if provider and provider.brand_icon else ""
    return element(
        "p",
        {},
        element("b", {}, name),
        drawn(source, *SIZES),
        element("i", {"style": f"background: {colour}"}, drawn(source, 24)),
        element("u", {}, drawn(brand, 16, 24, 48)) if brand else "",
    )


def main() -> None:
    """Write the page, and print where it is."""
    files = sorted((root() / FOLDER / "icons").iterdir(), key=lambda file: file.name)
    rows = (row(file.name.removesuffix(".svg"), file.read_text(encoding="utf-8")) for file in files)
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Icons</title><style>{STYLE}</style>'
        f"<body>{join(*rows)}</body></html>",
        encoding="utf-8",
    )
    print(PAGE)


if __name__ == "__main__":
    main()
