"""Text becomes HTML in one place, escaped once; what could run, load or reach out never comes through."""

from html import unescape
from html.parser import HTMLParser

import pytest
from django.utils.functional import lazystr
from django.utils.safestring import SafeString
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from solidarity_widgets.exceptions import InvalidAttributeError, InvalidFieldError
from solidarity_widgets.html import (
    SLOT,
    MarkupTemplate,
    check_attributes,
    element,
    join,
    merge_attributes,
    svg_shapes,
)
from solidarity_widgets.text import SupportsHtml

TEXT = st.text(st.characters(exclude_categories=["Cc", "Cs", "Cf", "Cn"]))


class OnlyHtml:
    """Offers nothing but ``__html__``."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __html__(self) -> str:
        return self.text


WRAPPERS = {"str": str, "Markup": Markup, "SafeString": SafeString, "lazy": lazystr, "only HTML": OnlyHtml}


class Reader(HTMLParser):
    """Notes every tag with its attributes, and the text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, list[tuple[str, str | None]]]] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, attrs))

    def handle_data(self, data: str) -> None:
        self.text += data


class TestElement:
    """Attribute values are always text; children are text unless they are Markup or widgets."""

    @pytest.mark.parametrize(
        ("made", "expected"),
        [
            (element("p"), "<p></p>"),
            (element("p", {}), "<p></p>"),
            (element("br"), "<br>"),
            (element("link", {"rel": "stylesheet"}), '<link rel="stylesheet">'),
            (element("path", {"d": "M0 0"}), '<path d="M0 0"/>'),
            (element("p", {"a": None, "b": False, "c": True, "d": "", "e": 0}), '<p c d="" e="0"></p>'),
            (element("p", {"b": "1", "a": "2"}), '<p b="1" a="2"></p>'),
            (element("p", None, "a", Markup("<i>"), "b"), "<p>a<i>b</p>"),
            (element("p", None, element("b", None, "<")), "<p><b>&lt;</b></p>"),
            (element("p", None, OnlyHtml("<hr>")), "<p><hr></p>"),
            (element("p", None, SafeString("<hr>")), "<p>&lt;hr&gt;</p>"),
            (element("p", {"title": "\"'<>&"}, "\"'<>&"), None),
        ],
        ids=range(12),
    )
    def test_literal(self, made: Markup, expected: str | None) -> None:
        escaped = "&#34;&#39;&lt;&gt;&amp;"
        assert made == (expected or f'<p title="{escaped}">{escaped}</p>')
        assert type(made) is Markup

    @pytest.mark.parametrize("wrap", WRAPPERS.values(), ids=WRAPPERS)
    def test_attributes_never_accept_markup(self, wrap: type) -> None:
        assert element("p", {"title": wrap('"><b>&amp;')}) == '<p title="&#34;&gt;&lt;b&gt;&amp;amp;"></p>'

    @given(TEXT, TEXT)
    @settings(max_examples=300, deadline=None)
    def test_values_and_children_come_back(self, value: str, child: str) -> None:
        read = Reader(element("p", {"title": value, "data-x": child}, child))
        assert read.tags == [("p", [("title", value), ("data-x", child)])]
        assert read.text == child

    @pytest.mark.parametrize("hostile", ["\0", "\x1b", "\u202e", "\ud800"], ids=ascii)
    def test_hostile_characters_are_refused(self, hostile: str) -> None:
        with pytest.raises(InvalidFieldError, match=r"^title "):
            element("p", {"title": hostile})
        with pytest.raises(InvalidFieldError, match=r"^text "):
            element("p", None, hostile)

    def test_join(self) -> None:
        assert join() == Markup("")
        assert join(element("b"), element("i", None, "<")) == "<b></b><i>&lt;</i>"
        assert type(join(element("b"))) is Markup


def test_who_renders() -> None:
    assert isinstance(OnlyHtml(""), SupportsHtml)
    assert isinstance(Markup(""), SupportsHtml)
    assert not isinstance("", SupportsHtml)


class TestPattern:
    """Prepared HTML is filled with text only."""

    LINK = MarkupTemplate(
        element("a", {"href": SLOT, "title": "{}%s", "lang": SLOT}, "a ", SLOT, element("i"))
    )

    @pytest.mark.parametrize("wrap", [str, Markup, SafeString], ids=lambda wrap: wrap.__name__)
    def test_slots_are_escaped(self, wrap: type[str]) -> None:
        filled = self.LINK.fill(wrap('"&'), wrap("<"), wrap("</a>"))
        assert filled == '<a href="&#34;&amp;" title="{}%s" lang="&lt;">a &lt;/a&gt;<i></i></a>'
        assert type(filled) is Markup

    @given(TEXT, TEXT, TEXT)
    @settings(max_examples=200, deadline=None)
    def test_the_same_as_an_element(self, href: str, lang: str, text: str) -> None:
        attributes = {"href": href, "title": "{}%s", "lang": lang}
        assert self.LINK.fill(href, lang, text) == element("a", attributes, "a ", text, element("i"))

    @pytest.mark.parametrize("count", [0, 1, 2, 4])
    def test_as_many_values_as_slots(self, count: int) -> None:
        with pytest.raises(ValueError, match=f"3 slots, but got {count} values"):
            self.LINK.fill(*["x"] * count)

    def test_no_slots(self) -> None:
        assert MarkupTemplate(element("br")).fill() == "<br>"

    def test_nobody_else_can_open_a_slot(self) -> None:
        with pytest.raises(InvalidFieldError, match=r"U\+0000"):
            element("a", {"href": SLOT, "title": str(SLOT)})
        with pytest.raises(InvalidFieldError, match=r"U\+0000"):
            element("a", None, "a\0"[1:])


class TestExtraAttributes:
    """A caller may name and describe an element, and not make it run, load or look."""

    @pytest.mark.parametrize(
        ("attrs", "expected"),
        [
            (None, {}),
            ({}, {}),
            ({"id": "bar"}, {"id": "bar"}),
            ({"class_": "a", "for_": "b"}, {"class": "a", "for": "b"}),
            ({"data_page_id": 4}, {"data-page-id": 4}),
            ({"DATA-X": 1}, {"data-x": 1}),
            ({"aria_label": "x", "hidden": True}, {"aria-label": "x", "hidden": True}),
            ({Markup("title"): "<b>"}, {"title": "<b>"}),
            ({"id": None, "lang": "be"}, {"lang": "be"}),
            ({"data-on": "x"}, {"data-on": "x"}),
        ],
        ids=range(10),
    )
    def test_allowed(self, attrs: dict[str, object] | None, expected: dict[str, object]) -> None:
        assert check_attributes(attrs) == expected

    @pytest.mark.parametrize(
        "name",
        [
            *(
                "",
                " ",
                "a b",
                "a=b",
                'a"',
                "a>b",
                "a/b",
                "1a",
                "-a",
                "_a",
                "a\0",
                "ім'я",
                "xlink:href",
                "@click",
            ),
            *(
                ":bind",
                "onclick",
                "ONLOAD",
                "on",
                "on_click",
                "once",
                "style",
                "STYLE",
                "style_",
                "href",
                "src",
            ),
            *(
                "srcset",
                "srcdoc",
                "action",
                "formaction",
                "rel",
                "target",
                "type",
                "ping",
                "is",
                "data-sw-url",
            ),
            *("attributionsrc", "data_sw_action", "DATA_SW_x", 7, None),
        ],
        ids=repr,
    )
    def test_refused(self, name: object) -> None:
        with pytest.raises((InvalidAttributeError, InvalidFieldError)) as caught:
            check_attributes({name: "x"})
        assert isinstance(caught.value, ValueError)

    def test_the_error_names_the_attribute(self) -> None:
        with pytest.raises(InvalidAttributeError, match="'onClick' is an event handler") as caught:
            check_attributes({"onClick": "x"})
        assert caught.value.name == "onClick"

    @pytest.mark.parametrize("attrs", ["class=x", ["class"], [("class", "x")]], ids=["text", "list", "pairs"])
    def test_no_mapping(self, attrs: object) -> None:
        with pytest.raises(InvalidAttributeError, match="in a mapping"):
            check_attributes(attrs)


@pytest.mark.parametrize(
    ("own", "extra", "expected"),
    [
        ({"class": "sw"}, {}, {"class": "sw"}),
        ({"class": "sw"}, {"class": "mine"}, {"class": "sw mine"}),
        ({"class": "sw"}, {"class": Markup("mine")}, {"class": "sw mine"}),
        ({"class": "sw"}, {"class": ""}, {"class": "sw"}),
        ({"class": "sw"}, {"class": False}, {"class": "sw"}),
        ({}, {"class": "mine"}, {"class": "mine"}),
        ({"dir": "ltr", "a": 1}, {"dir": "rtl", "b": 2}, {"dir": "rtl", "a": 1, "b": 2}),
    ],
    ids=range(7),
)
def test_merging_adds_classes_up(
    own: dict[str, object], extra: dict[str, object], expected: dict[str, object]
) -> None:
    before = dict(own)
    assert merge_attributes(own, extra) == expected
    assert own == before


SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" {}>{}</svg>'
SHAPE = '<path d="M0 0h1"/>'

KEPT = {
    "shapes in order": (
        '<path d="M0 0"/><circle cx="1" cy="2" r="3"/><rect x="1" y="2" width="3" height="4" rx="1"/>',
        '<path d="M0 0"/><circle cx="1" cy="2" r="3"/><rect x="1" y="2" width="3" height="4" rx="1"/>',
    ),
    "paint": (
        '<path d="M0 0" fill="none" stroke="currentColor" stroke-width="1.5" transform="rotate(-45 1,2)"/>',
        '<path d="M0 0" fill="none" stroke="currentColor" stroke-width="1.5" transform="rotate(-45 1,2)"/>',
    ),
    "a colour": ('<path d="M0 0" fill="#0A1B2C"/>', '<path d="M0 0" fill="#0A1B2C"/>'),
    "a prefix": ('<s:path xmlns:s="http://www.w3.org/2000/svg" d="M0 0"/>', '<path d="M0 0"/>'),
    "nothing": ("", ""),
}
DROPPED = {
    "script": "<script>alert(1)</script>",
    "script of elsewhere": '<script href="https://evil.example/x.js"/>',
    "style": "<style>path{fill:url(https://evil.example/)}</style>",
    "foreign content": '<foreignObject><img xmlns="http://www.w3.org/1999/xhtml" src="x"/></foreignObject>',
    "image": '<image href="https://evil.example/x.png" width="1" height="1"/>',
    "use": '<use xlink:href="https://evil.example/x.svg#a"/>',
    "link": '<a href="javascript:alert(1)"><path d="M9 9"/></a>',
    "animation": '<set attributeName="href" to="javascript:alert(1)"/>',
    "group": "<g><script>alert(1)</script></g>",
    "text": "text &lt;script&gt;",
    "instruction": "<?xml-stylesheet href='https://evil.example/x.css'?>",
}
STRIPPED = {
    "event": 'onload="alert(1)"',
    "style": 'style="fill:url(https://evil.example/)"',
    "class": 'class="sw-hidden"',
    "id": 'id="x"',
    "link": 'href="https://evil.example/"',
    "linked": 'xlink:href="https://evil.example/"',
    "paint of elsewhere": 'fill="url(https://evil.example/x.svg#a)"',
    "paint in capitals": 'fill=" URL (https://evil.example/x.svg#a)"',
    "escaped paint": r'fill="u\72l(https://evil.example/x.svg#a)"',
    "commented paint": 'fill="url/**/(//evil.example/x.svg#a)"',
    "quotes": "fill='\"&gt;&lt;script&gt;'",
    "filter": 'filter="url(#a)"',
    "mask": 'mask="url(https://evil.example/)"',
}


class TestShapes:
    """Of an SVG document only shapes come through, rebuilt attribute by attribute."""

    @pytest.mark.parametrize(("inside", "expected"), KEPT.values(), ids=KEPT)
    def test_kept(self, inside: str, expected: str) -> None:
        assert svg_shapes(SVG.format("", inside)) == expected
        assert svg_shapes('<?xml version="1.0" encoding="utf-16"?>' + SVG.format("", inside)) == expected

    @pytest.mark.parametrize("inside", DROPPED.values(), ids=DROPPED)
    def test_dropped(self, inside: str) -> None:
        assert svg_shapes(SVG.format("", f"{inside}{SHAPE}{inside}")) == SHAPE

    @pytest.mark.parametrize("attribute", STRIPPED.values(), ids=STRIPPED)
    def test_stripped(self, attribute: str) -> None:
        assert svg_shapes(SVG.format(attribute, f'<path d="M0 0h1" {attribute}/>')) == SHAPE

    @pytest.mark.parametrize(
        "source",
        [
            "",
            "path",
            "<svg>",
            "<svg><path d=M0/></svg>",
            "<svg><path d='a' d='b'/></svg>",
            "<svg><x:path/></svg>",
            "<svg>&nbsp;</svg>",
            "<svg>&laughs;</svg>",
            "<svg><path d='&#0;'/></svg>",
            "<svg><path d='\0'/></svg>",
            "<svg/><svg/>",
        ],
    )
    def test_not_well_formed(self, source: str) -> None:
        with pytest.raises(ValueError, match="well-formed"):
            svg_shapes(source)

    @pytest.mark.parametrize(
        "declaration",
        [
            "<!DOCTYPE svg>",
            '<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>',
            '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
            '<!DOCTYPE svg SYSTEM "https://evil.example/x.dtd">',
        ],
        ids=["bare", "entity bomb", "file", "elsewhere"],
    )
    def test_no_document_type_so_no_entities(self, declaration: str) -> None:
        with pytest.raises(ValueError, match="document type"):
            svg_shapes(declaration + SVG.format("", "<path d='&b;'/>"))

    @pytest.mark.parametrize("inside", ["<!-- -->", "<![CDATA[<script>]]>"])
    def test_no_comment_and_no_cdata(self, inside: str) -> None:
        with pytest.raises(ValueError, match="comment or CDATA"):
            svg_shapes(SVG.format("", inside))

    @given(TEXT)
    @settings(max_examples=200, deadline=None)
    def test_any_value_is_kept_or_dropped(self, value: str) -> None:
        made = svg_shapes(SVG.format("", f'<path d="{Markup.escape(value)}"/>'))
        ((tag, attributes),) = Reader(made).tags
        assert tag == "path"
        assert attributes in ([], [("d", unescape(Markup.escape(value)))])
