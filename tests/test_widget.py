"""A widget is a value that every template language shows once, unescaped, and only as HTML."""

import dataclasses

import pytest
from markupsafe import Markup, escape

import solidarity_widgets as sw
from solidarity_widgets.html import element
from solidarity_widgets.i18n import get_locale
from solidarity_widgets.text import SupportsHtml
from solidarity_widgets.widget import Widget


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Greeting(Widget):
    """The smallest widget."""

    name: str

    def render(self) -> Markup:
        return element("p", {"lang": self.locale.tag, **self.attrs}, self.name)


GREETING = Greeting("<Алесь>", locale=get_locale("be"))
HTML = '<p lang="be">&lt;Алесь&gt;</p>'


@pytest.mark.parametrize(
    "shown",
    [
        str(GREETING),
        GREETING.__html__(),
        GREETING.render(),
        f"{GREETING}",
        "{}".format(GREETING),  # noqa: UP032 - both ways are held to
        escape(GREETING),
        Markup("{}").format(GREETING),
        Markup("%s") % GREETING,
        element("div", None, GREETING)[5:-6],
    ],
    ids=["str", "html", "render", "f-string", "format", "escape", "Markup.format", "percent", "child"],
)
def test_every_way_of_showing_gives_the_same(shown: str) -> None:
    assert shown == HTML


def test_its_text_is_markup() -> None:
    assert type(str(GREETING)) is Markup
    assert type(GREETING.__html__()) is Markup
    assert isinstance(GREETING, SupportsHtml)


def test_it_is_frozen_and_keeps_its_locale_and_attributes() -> None:
    greeting = Greeting("x", locale=get_locale("ar"), attrs={"id": "a"})
    assert (greeting.locale.direction, greeting.attrs) == ("rtl", {"id": "a"})
    assert str(greeting) == '<p lang="ar" id="a">x</p>'
    with pytest.raises(dataclasses.FrozenInstanceError):
        greeting.name = "y"
    with pytest.raises(TypeError):
        Greeting("x")


def test_it_is_its_own_key() -> None:
    twin = Greeting("<Алесь>", locale=get_locale("be"))
    assert twin != GREETING
    assert len({GREETING, twin, GREETING}) == 2


def test_its_outer_element_has_its_language_and_the_callers_attributes() -> None:
    widget = Widget(locale=get_locale("ar"), attrs={"class": "mine", "dir": "ltr", "id": "a"})
    assert widget.outer_element(
        "p", {"class": "note"}, "<x>", GREETING, more_attributes={"role": "note"}
    ) == (f'<p class="note mine" lang="ar" dir="ltr" role="note" id="a">&lt;x&gt;{HTML}</p>')
    assert Widget(locale=get_locale("be")).outer_element("p", {"hidden": True}) == (
        '<p hidden lang="be" dir="ltr"></p>'
    )


def test_a_widget_must_render() -> None:
    class Empty(Widget):
        """Forgot to render."""

    with pytest.raises(NotImplementedError, match=r"Empty must define render"):
        str(Empty(locale=get_locale()))


@pytest.mark.parametrize(
    "widget",
    [
        sw.share_button("https://example.org/", "vk", attrs={"id": "a"}),
        sw.share_buttons("https://example.org/", "vk copy_link", attrs={"id": "a"}),
    ],
    ids=["button", "bar"],
)
def test_the_share_wing_has_widgets(widget: Widget) -> None:
    assert isinstance(widget, Widget)
    assert widget.attrs == {"id": "a"}
    assert type(str(widget)) is type(widget.__html__()) is Markup
    assert str(widget) == widget.render()
    assert ' id="a"' in str(widget)
