"""The drawings: every network has one, small and plain enough to be put into any page."""

from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest

from solidarity_widgets import Provider, default_registry
from solidarity_widgets.assets import FOLDER, root
from solidarity_widgets.html import svg_shapes
from solidarity_widgets.sharing.icons import icon

FILES = {file.name.removesuffix(".svg"): file for file in (root() / FOLDER / "icons").iterdir()}
SVG = "{http://www.w3.org/2000/svg}"
GEOMETRY = {
    "path": {"d"},
    "circle": {"cx", "cy", "r"},
    "rect": {"x", "y", "width", "height", "rx"},
}


class Shapes(HTMLParser):
    def __init__(self, markup):
        super().__init__()
        self.found = []
        self.feed(str(markup))

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def test_every_provider_has_a_drawing_and_every_drawing_a_provider():
    """``share`` is the one drawing of those who have none: other packages' networks."""
    expected = {provider.id for provider in default_registry()} | {"share"}
    assert expected == set(FILES)


@pytest.mark.parametrize("name", FILES)
class TestFiles:
    """Each file is a small SVG of filled paths, circles and rectangles, in the text's colour."""

    def test_size(self, name):
        assert len(FILES[name].read_bytes()) <= 600

    def test_shapes(self, name):
        document = ElementTree.fromstring(FILES[name].read_text(encoding="utf-8"))
        assert (document.tag, document.attrib) == (f"{SVG}svg", {"viewBox": "0 0 24 24"})
        assert len(document) >= 1
        for shape in document:
            tag = shape.tag.removeprefix(SVG)
            assert tag in GEOMETRY
            assert set(shape.attrib) <= GEOMETRY[tag] | {"fill-rule"}
            assert len(shape) == 0
            assert not (shape.text or "").strip()

    def test_nothing_is_removed(self, name):
        source = FILES[name].read_text(encoding="utf-8")
        drawn = ElementTree.fromstring(source)
        assert Shapes(svg_shapes(source)).found == [
            (shape.tag.removeprefix(SVG), dict(shape.attrib)) for shape in drawn
        ]


def test_no_two_networks_look_the_same():
    drawings = {name: file.read_text(encoding="utf-8") for name, file in FILES.items()}
    assert len(drawings) == len(set(drawings.values()))


@pytest.mark.parametrize("provider", list(default_registry()), ids=lambda provider: provider.id)
def test_every_shape_of_the_file_is_in_the_button(provider):
    """What is shown is the drawing, whole, and hidden from assistive technology."""
    (svg, attributes), *shapes = Shapes(icon(provider)).found
    assert svg == "svg"
    assert {
        name: attributes[name] for name in ("viewbox", "width", "height", "fill", "aria-hidden", "focusable")
    } == {
        "viewbox": "0 0 24 24",
        "width": "20",
        "height": "20",
        "fill": "currentColor",
        "aria-hidden": "true",
        "focusable": "false",
    }
    assert "color" not in attributes
    drawn = ElementTree.fromstring(FILES[provider.id].read_text(encoding="utf-8"))
    assert shapes == [(shape.tag.removeprefix(SVG), dict(shape.attrib)) for shape in drawn]


def test_other_packages_networks_get_the_common_drawing():
    class Commons(Provider):
        id = "commons_without_icon"
        name = "Commons"
        endpoint = "https://commons.example/"

    _, *shapes = Shapes(icon(Commons)).found
    drawn = ElementTree.fromstring(FILES["share"].read_text(encoding="utf-8"))
    assert shapes == [(shape.tag.removeprefix(SVG), dict(shape.attrib)) for shape in drawn]


def test_an_icon_brings_in_nothing_but_its_shapes():
    """Scripts, styles, references and handlers of a foreign drawing are left behind."""

    class Commons(Provider):
        id = "commons_with_icon"
        name = "Commons"
        endpoint = "https://commons.example/"
        icon = (
            '<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink" onload="a()">'
            '<script>a()</script><style>*{}</style><use x:href="#a"/><image href="https://a.example/"/>'
            '<path d="M0 0h1" onclick="a()" style="fill:red" fill="url(https://a.example/)" class="a"/></svg>'
        )

    _, *shapes = Shapes(icon(Commons)).found
    assert shapes == [("path", {"d": "M0 0h1"})]
