"""The plain form for emails, feeds, EPUB and AMP: few elements, absolute links, well-formed XML."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

import pytest
from markupsafe import Markup

import solidarity_widgets as sw
from solidarity_widgets.exceptions import InvalidAttributeError, InvalidFieldError, InvalidURLError
from solidarity_widgets.i18n import Translator, get_locale
from solidarity_widgets.petitions import Petition, messages, petition, petition_form, petition_progress

from .markup import LOCALES

HOSTILE = "<script>alert('&amp;')</script>]]>\"'&nbsp;<!--"
URL = "https://example.org/lake?a=1&b=2"
ALLOWED = {"p", "ul", "ol", "li", "a", "strong", "span", "time", "br", *(f"h{n}" for n in range(1, 7))}
ATTRIBUTES = {"lang", "dir", "href", "datetime"}
LAKE = Petition(
    "lake",
    title={"be": f"Возера {HOSTILE}", "en": f"Lake {HOSTILE}"},
    text={"be": f"Першы.\n\nДругі,\n{HOSTILE}", "en": f"First.\n\nSecond,\n{HOSTILE}"},
    demands={"be": [HOSTILE], "en": [HOSTILE]},
    addressees={"be": [HOSTILE], "en": [HOSTILE]},
    goal={5: {"be": HOSTILE, "en": HOSTILE}, 10_000: {"be": "Адказ", "en": "An answer"}},
    opens="2027-07-01",
    closes="2027-08-04",
    zone="Europe/Minsk",
)
BEFORE, OPEN, CLOSED = "2027-06-30", "2027-07-10", "2027-08-05"


class Plain:
    """A widget of the caller's own, in its plain form."""

    display = "text"

    def __html__(self) -> str:
        return "<p>mine</p>"


def parse(widget: object) -> ElementTree.Element:
    """Parse a widget as XML, and check that a sanitizer would leave it as it is."""
    root = ElementTree.fromstring(f"<div>{widget}</div>")
    for element in list(root.iter())[1:]:
        assert element.tag in ALLOWED
        assert element.attrib.keys() <= ATTRIBUTES
        assert element.tag == "br" or "".join(element.itertext()).strip(), f"<{element.tag}> is empty"
        if element.tag == "a":
            assert element.attrib["href"] == URL
    return root


def panel(**arguments: Any) -> ElementTree.Element:
    given = {"signed": 7312, "display": "text", "page_url": URL, "now": OPEN, "locale": "en", **arguments}
    return parse(petition(LAKE, **given))


def texts(root: ElementTree.Element) -> Iterator[tuple[str, str]]:
    for element in root:
        yield element.tag, "".join(element.itertext())


class TestPanel:
    """The whole petition."""

    def test_everything_it_says(self) -> None:
        assert list(texts(panel(countdown=Plain()))) == [
            ("h2", f"Lake {HOSTILE}"),
            ("p", "First."),
            ("p", f"Second,{HOSTILE}"),
            ("h3", "Our demands"),
            ("ol", HOSTILE),
            ("h3", "This petition is to"),
            ("ul", HOSTILE),
            ("p", "7,312 people have signed"),
            ("p", "Goal: 10,000 signatures"),
            ("ul", f"5 {HOSTILE} reached10,000 An answer"),
            ("p", "You can sign until the end of 4 August 2027 (Minsk time)"),
            ("p", "mine"),
            ("p", "Sign this petition"),
        ]

    @pytest.mark.parametrize(
        ("now", "step", "first", "last"),
        [
            (BEFORE, "sign", "First.", "You can sign from 1 July 2027 (Minsk time)"),
            (CLOSED, "sign", "First.", "This petition closed on 4 August 2027 (Minsk time)"),
            (OPEN, "confirm", "Check your email to confirm your signature", None),
            (OPEN, "thanks", "Thank you for signing", None),
        ],
    )
    def test_states(self, now: str, step: str, first: str, last: str | None) -> None:
        root = panel(now=now, step=step, share=Plain())
        found = [text for _, text in texts(root)]
        assert found[1] == first
        assert last is None or found[-1] == last
        assert root.findall(".//a") == []
        assert ("mine" in found) is (step == "thanks")

    @pytest.mark.parametrize("code", LOCALES)
    @pytest.mark.parametrize(
        ("now", "step"),
        [(BEFORE, "sign"), (OPEN, "sign"), (CLOSED, "sign"), (OPEN, "confirm"), (OPEN, "thanks")],
    )
    def test_every_language(self, code: str, now: str, step: str) -> None:
        locale = get_locale(code)
        root = panel(now=now, step=step, locale=code, share=Plain(), countdown=Plain())
        for element in root:
            if element.text != "mine":
                assert element.attrib["dir"] in ("ltr", "rtl")
        own = Translator(locale).message(messages.DEMANDS)
        heading = next(element for element in root if element.text == own.text)
        assert (heading.attrib["lang"], heading.attrib["dir"]) == (own.tag, own.direction)

    def test_a_text_of_unknown_language(self) -> None:
        shown = petition(Petition("x", title="T", text="W"), display="text", page_url=URL, locale="ar")
        heading, paragraph, _ = parse(shown)
        assert heading.attrib == paragraph.attrib == {"dir": "auto"}

    def test_levels(self) -> None:
        assert {tag for tag, _ in texts(panel(heading_level=4)) if tag.startswith("h")} == {"h4", "h5"}

    def test_what_is_empty_is_left_out(self) -> None:
        shown = petition(Petition("x", title="T"), display="text", page_url=URL, locale="en")
        assert list(texts(parse(shown))) == [("h2", "T"), ("p", "Sign this petition")]

    def test_what_only_the_form_needs_is_not_used(self) -> None:
        """So one set of arguments serves the page and the email."""
        with_form = panel(action="/sign", csrf="t", errors={"name": "missing"}, values={"name": HOSTILE})
        assert ElementTree.tostring(with_form) == ElementTree.tostring(panel())


class TestForm:
    """A link instead of the form."""

    @pytest.mark.parametrize("code", LOCALES)
    def test_every_language(self, code: str) -> None:
        (paragraph,) = parse(petition_form(LAKE, display="text", page_url=URL, locale=code))
        message = Translator(get_locale(code)).message(messages.SIGN_HEADING)
        assert paragraph.attrib == {"lang": message.tag, "dir": message.direction}
        assert [(child.tag, child.text) for child in paragraph] == [("a", message.text)]

    def test_an_address_in_other_letters(self) -> None:
        shown = petition_form(LAKE, display="text", page_url="https://возера.example/стаў", locale="be")
        assert 'href="https://xn--80adjh8ao.example/%D1%81%D1%82%D0%B0%D1%9E"' in str(shown)

    def test_attributes(self) -> None:
        shown = petition_form(LAKE, display="text", page_url=URL, locale="en", attrs={"class": "mine"})
        assert str(shown).startswith('<p lang="en" dir="ltr" class="mine"><a href=')


class TestProgress:
    """The count without a bar."""

    @pytest.mark.parametrize("code", LOCALES)
    @pytest.mark.parametrize("signed", [0, 1, 7312, 20_000])
    def test_every_language(self, code: str, signed: int) -> None:
        for goal in (None, 10_000, "ladder", LAKE.goal):
            widget = petition_progress(signed, goal=goal, display="text", count_url="/count", locale=code)
            shown = [text for tag, text in texts(parse(widget)) if tag == "p"]
            assert shown == [text for text in (widget.text, widget.goal_text) if text]


class TestArguments:
    """An absolute address is needed, and nothing that the plain form cannot contain."""

    @pytest.mark.parametrize(
        "page_url", ["", None, "/lake", "//example.org/", "mailto:a@b.example", Markup("")], ids=repr
    )
    @pytest.mark.parametrize("function", [petition, petition_form])
    def test_an_absolute_address_is_required(self, function: Any, page_url: Any) -> None:
        with pytest.raises(InvalidURLError, match=r"^page_url must be an absolute http\(s\) URL"):
            function(LAKE, display="text", page_url=page_url)

    def test_the_address_is_checked_in_the_full_form_too(self) -> None:
        with pytest.raises(InvalidURLError, match=r"^page_url"):
            petition(LAKE, page_url="/lake")
        with pytest.raises(InvalidURLError, match=r"^page_url"):
            petition_form(LAKE, action="/", csrf="t", page_url="/lake")

    @pytest.mark.parametrize("display", ["plain", "Text", "icon", True, 7], ids=repr)
    def test_displays(self, display: Any) -> None:
        for call in (
            lambda: petition(LAKE, display=display),
            lambda: petition_form(LAKE, action="/", csrf="t", display=display),
            lambda: petition_progress(7, display=display),
        ):
            with pytest.raises(InvalidFieldError, match=r"^display must be one of 'full', 'text'"):
                call()

    @pytest.mark.parametrize("display", [None, "", Markup("full")], ids=repr)
    def test_the_full_form(self, display: Any) -> None:
        assert str(petition_progress(7, display=display, locale="en")).startswith("<sw-progress")

    def test_no_outer_element_takes_attributes(self) -> None:
        for call in (
            lambda: petition(LAKE, display="text", page_url=URL, attrs={"class": "x"}),
            lambda: petition_progress(7, display="text", attrs={"class": "x"}),
        ):
            with pytest.raises(InvalidAttributeError, match="no outer element"):
                call()

    @pytest.mark.parametrize("slot", ["countdown", "share"])
    def test_widgets_that_need_a_page_are_refused(self, slot: str) -> None:
        bar = sw.share_buttons("https://example.org/", "telegram", locale="en")
        with pytest.raises(InvalidFieldError, match=rf"^{slot} must also have display='text'"):
            panel(**{slot: bar})
