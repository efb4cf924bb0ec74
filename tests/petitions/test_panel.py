"""The whole panel: what a petition says, how far it is, and what one can do now."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
import time_machine
from jinja2 import Undefined
from markupsafe import Markup

import solidarity_widgets as sw
from solidarity_widgets.exceptions import (
    InvalidAttributeError,
    InvalidFieldError,
    InvalidTimeError,
    InvalidURLError,
)
from solidarity_widgets.i18n import Translator, get_locale, use_locale
from solidarity_widgets.i18n.cldr.dates import format_day
from solidarity_widgets.i18n.cldr.zones import zone_name
from solidarity_widgets.petitions import Petition, PetitionPanel, messages, petition

from .markup import LOCALES, Node, hold_ids, parse

VIGIL = Petition(
    "free-ales",
    title={"be": "Волю Алесю!", "en": "Free Ales!"},
    text={"be": "Першы.\n\nДругі,\nпрацяг.", "en": "First.\n\nSecond,\ncontinued."},
    demands={"be": ["Вызваліць", "Спыніць"], "en": ["Release", "Stop"]},
    addressees={"be": "Міністэрства", "en": "The ministry"},
    goal=10_000,
    opens="2027-07-01",
    closes="2027-08-04",
    zone="Europe/Minsk",
    fields="name email country postcode message",
    consents="processing updates public",
)
BARE = Petition("vigil", title="Let them go", fields="country")
BEFORE, OPEN, CLOSED = "2027-06-30", "2027-07-10", "2027-08-05"
SHARE = sw.share_buttons("https://example.org/", "telegram vk", title="T", locale="en")
COUNTDOWN = sw.countdown(VIGIL.closes.end, zone=VIGIL.zone, event_duration="PT0S", now=OPEN, locale="en")
SOURCES = str(Path(sw.__file__).resolve().parents[1])


def panel(made: Petition = VIGIL, **arguments: Any) -> tuple[PetitionPanel, Node]:
    given = {"signed": 7_312, "action": "/sign", "csrf": "t0ken", "now": OPEN, "locale": "en", **arguments}
    widget = petition(made, **given)
    node = parse(widget, "section")
    hold_ids(node)
    return widget, node


def todo(node: Node) -> set[str]:
    """What stands in the panel for a reader to do or know."""
    kinds = {
        "form": node.all("form"),
        "countdown": node.all("sw-countdown"),
        "share": node.all(class_="sw-share"),
        "day": node.all(class_="sw-petition__day"),
        "answer": node.all(class_="sw-petition__answer"),
        "progress": node.all("sw-progress"),
    }
    assert all(len(found) < 2 for found in kinds.values())
    return {kind for kind, found in kinds.items() if found}


def said(code: str, message: Any, **fields: str) -> str:
    return Translator(get_locale(code)).message(message, None, **fields).text


@pytest.mark.parametrize(
    ("locale", "title"), [("be-tarask", "Волю Алесю!"), ("de", "Волю Алесю!"), ("en", "Free Ales!")]
)
def test_its_title_for_markup_of_ones_own(locale: str, title: str) -> None:
    assert panel(locale=locale)[0].title == title


class TestStates:
    """Before it opens, open, closed; the form sent, the signature confirmed."""

    @pytest.mark.parametrize(
        ("now", "step", "state", "expected"),
        [
            (BEFORE, "sign", "before", {"progress", "day"}),
            ("2027-06-30T23:59:59", "sign", "before", {"progress", "day"}),
            ("2027-07-01", "sign", "open", {"progress", "day", "countdown", "form"}),
            (OPEN, "sign", "open", {"progress", "day", "countdown", "form"}),
            ("2027-08-04T23:59:59", "sign", "open", {"progress", "day", "countdown", "form"}),
            (CLOSED, "sign", "closed", {"progress", "day"}),
            ("2037-01-01", "sign", "closed", {"progress", "day"}),
            (OPEN, "confirm", "open", {"progress", "answer"}),
            (CLOSED, "confirm", "closed", {"progress", "answer"}),
            (OPEN, "thanks", "open", {"progress", "answer", "share"}),
            (CLOSED, "thanks", "closed", {"progress", "answer", "share"}),
        ],
    )
    def test_each(self, now: str, step: Any, state: str, expected: set[str]) -> None:
        widget, node = panel(now=now, step=step, countdown=COUNTDOWN, share=SHARE)
        assert widget.state == state
        assert todo(node) == expected

    @pytest.mark.parametrize(
        ("now", "expected", "instant", "day"),
        [
            (BEFORE, "You can sign from {} (Minsk time)", "2027-06-30T21:00:00Z", "1 July 2027"),
            (OPEN, "You can sign until the end of {} (Minsk time)", "2027-08-04T21:00:00Z", "4 August 2027"),
            (
                CLOSED,
                "This petition closed on {} (Minsk time)",
                "2027-08-04T21:00:00Z",
                "4 August 2027",
            ),
        ],
    )
    def test_days(self, now: str, expected: str, instant: str, day: str) -> None:
        _, node = panel(now=now)
        line = node.one(class_="sw-petition__day")
        assert line.text == expected.format(day)
        time = line.one("time")
        assert (time.attr("datetime"), time.text) == (instant, day)
        assert line.one("bdi").text == "Minsk"

    @pytest.mark.parametrize(
        ("zone", "locale", "words", "instant"),
        [
            ("Asia/Tokyo", "en", "(Tokyo time)", "2027-03-01T15:00:00Z"),
            ("Asia/Tokyo", "be", "(час: Токіа)", "2027-03-01T15:00:00Z"),
            ("America/New_York", "de", "(Ortszeit: New York)", "2027-03-02T05:00:00Z"),
            ("Europe/Minsk", "be-tarask", "(час: Менск)", "2027-03-01T21:00:00Z"),
            ("UTC", "pl", "(czas: UTC)", "2027-03-02T00:00:00Z"),
            (timezone(timedelta(hours=5, minutes=30)), "fa", "(به وقت UTC+۵:۳۰)", "2027-03-01T18:30:00Z"),
            ("Europe/Minsk", "ka", "(Minsk time)", "2027-03-01T21:00:00Z"),
        ],
        ids=str,
    )
    def test_whose_day_it_is(self, zone: Any, locale: str, words: str, instant: str) -> None:
        made = Petition("haneda", title="T", closes="2027-03-01", zone=zone)
        for now in ("2027-02-20", "2027-03-03"):
            line = panel(made, now=now, locale=locale)[1].one(class_="sw-petition__day")
            assert words in line.text
            assert line.one("time").attr("datetime") == instant

    @pytest.mark.parametrize("locale", ["it", "ka", "bn", "my", "zh"])
    def test_a_date_in_the_language_of_its_sentence(self, locale: str) -> None:
        line = panel(locale=locale)[1].one(class_="sw-petition__day")
        assert line.attr("lang") == "en"
        assert line.text == "You can sign until the end of 4 August 2027 (Minsk time)"

    @pytest.mark.parametrize("now", ["2011-08-04", "2037-08-04", None])
    def test_without_days_it_stays_open(self, now: object) -> None:
        widget, node = panel(BARE, now=now, countdown=COUNTDOWN)
        assert widget.state == "open"
        assert todo(node) == {"progress", "form"}

    def test_the_clock(self) -> None:
        for clock, state in (("2027-08-04T20:59:59Z", "open"), ("2027-08-04T21:00:00Z", "closed")):
            with time_machine.travel(datetime.fromisoformat(clock), tick=False):
                widget, _ = panel(now=None)
                assert (widget.state, widget.now) == (state, datetime.fromisoformat(clock))
                assert widget.now.tzinfo is UTC

    @pytest.mark.parametrize("now", [BEFORE, CLOSED])
    @pytest.mark.parametrize("step", ["sign", "confirm", "thanks"])
    def test_a_petition_that_is_not_open_has_no_form(self, now: str, step: Any) -> None:
        widget, node = panel(now=now, step=step)
        assert node.all("form", "input", "button") == []
        assert widget.form is None  # nor for markup of one's own

    def test_thanks(self) -> None:
        _, node = panel(step="thanks", share=SHARE)
        answer = node.one(class_="sw-petition__answer")
        assert answer.attr("role") == "status"
        assert answer.text == "Thank you for signingEvery signature counts. Ask other people to sign too."
        assert len(node.one(class_="sw-share").all("a")) == 2
        _, node = panel(step="thanks")
        assert node.one(class_="sw-petition__answer").text == "Thank you for signing"

    def test_thanks_without_a_button_ask_nobody(self) -> None:
        none = sw.share_buttons("https://example.org/", [], locale="en")
        _, node = panel(step="thanks", share=none)
        assert node.one(class_="sw-petition__answer").text == "Thank you for signing"

    def test_the_mail_is_announced(self) -> None:
        _, node = panel(step="confirm")
        answer = node.one(class_="sw-petition__answer")
        assert answer.attr("role") == "status"
        assert answer.one("h3").text == messages.CHECK_MAIL.text
        assert answer.one("p").text == messages.CHECK_MAIL_TEXT.text

    def test_parts_that_are_left_out(self) -> None:
        widget, node = panel(signed=None, action="", csrf=None)
        assert (widget.progress, widget.form) == (None, None)
        assert todo(node) == {"day"}
        assert todo(panel(signed=Undefined(name="signed"), action=Undefined(name="action"))[1]) == {"day"}

    def test_nobody_has_signed(self) -> None:
        widget, _ = panel(signed=0)
        assert widget.progress is not None
        assert widget.progress.text == "No one has signed yet"

    def test_errors_and_values_reach_the_form(self) -> None:
        widget, node = panel(
            values={"name": "Алесь"}, errors={"email": "missing"}, hidden_fields={"started": "x"}
        )
        assert widget.form is not None
        assert widget.form.error_prefix == "Error: "
        assert node.one("input", name="name").attr("value") == "Алесь"
        assert node.one("input", name="started").attr("value") == "x"
        assert node.one(class_="sw-form__summary").one("a").text == "Enter your email address"

    def test_the_goal_and_a_live_count_reach_the_progress(self) -> None:
        _, node = panel(count_url="/count.json")
        data = json.loads(node.one("sw-progress").attr("data-sw-progress"))
        assert data["u"] == "/count.json"
        assert node.one("progress").attr("value") == "73"


class TestText:
    """What the petition says, in the language a reader understands best."""

    def test_paragraphs(self) -> None:
        _, node = panel()
        paragraphs = node.one(class_="sw-petition__text").all("p")
        assert [found.text for found in paragraphs] == ["First.", "Second,continued."]
        assert [len(found.all("br")) for found in paragraphs] == [0, 1]

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("One", ["One"]),
            ("One\n\nTwo", ["One", "Two"]),
            ("One\r\n\r\nTwo", ["One", "Two"]),
            ("\n\nOne\n \t \n\n\n Two\n\n", ["One", "Two"]),
            ("<p>One</p>\n\n&amp;", ["<p>One</p>", "&amp;"]),
        ],
        ids=ascii,
    )
    def test_blank_lines_part_paragraphs(self, text: str, expected: list[str]) -> None:
        _, node = panel(Petition("vigil", title="T", text=text))
        found = node.one(class_="sw-petition__text").all("p")
        assert [paragraph.text.strip() for paragraph in found] == expected

    @pytest.mark.parametrize(
        ("locale", "title", "lists", "attributes"),
        [
            ("en", "Free Ales!", ["Release", "Stop", "The ministry"], {}),
            ("be", "Волю Алесю!", ["Вызваліць", "Спыніць", "Міністэрства"], {}),
            ("fa", "Волю Алесю!", ["Вызваліць", "Спыніць", "Міністэрства"], {"lang": "be", "dir": "ltr"}),
        ],
    )
    def test_languages(self, locale: str, title: str, lists: list[str], attributes: dict[str, str]) -> None:
        _, node = panel(locale=locale)
        places = [node.one("h2"), node.one(class_="sw-petition__text")]
        items = [item for found in node.all(class_="sw-petition__list") for item in found.all("li")]
        assert places[0].text == title
        assert [item.text for item in items] == lists
        for found in (*places, *items):
            assert {key: found.attrs[key] for key in ("lang", "dir") if key in found.attrs} == attributes
        headings = [found.text for found in node.all("h3")]
        assert headings[:2] == [said(locale, messages.DEMANDS), said(locale, messages.ADDRESSEES)]

    def test_what_is_empty_is_left_out(self) -> None:
        _, node = panel(BARE)
        assert node.all(class_="sw-petition__text") == node.all(class_="sw-petition__list") == []
        assert [found.text for found in node.all("h3")] == ["Sign this petition"]

    @pytest.mark.parametrize("code", LOCALES)
    @pytest.mark.parametrize(
        ("now", "step"),
        [(BEFORE, "sign"), (OPEN, "sign"), (CLOSED, "sign"), (OPEN, "confirm"), (OPEN, "thanks")],
    )
    def test_every_language(self, code: str, now: str, step: Any) -> None:
        locale = get_locale(code)
        share = sw.share_buttons("https://example.org/", "telegram", locale=code)
        count = sw.countdown(VIGIL.closes.end, zone=VIGIL.zone, event_duration="PT0S", now=OPEN, locale=code)
        _, node = panel(
            locale=code, now=now, step=step, share=share, countdown=count, errors={"name": "missing"}
        )
        assert (node.attr("lang"), node.attr("dir")) == (locale.tag, locale.direction)
        message, day = {
            BEFORE: (messages.OPENS_ON, VIGIL.opens),
            OPEN: (messages.OPEN_UNTIL, VIGIL.closes.day),
            CLOSED: (messages.CLOSED_ON, VIGIL.closes.day),
        }[now]
        if step == "sign":
            line = node.one(class_="sw-petition__day")
            words = format_day(day, locale.cldr_data)
            city = zone_name(VIGIL.zone, VIGIL.closes.end, locale.cldr_data)
            assert line.text == said(code, message, date=words, zone=city)
            assert (line.one("time").text, line.one("bdi").text) == (words, city)
        else:
            heading = {"confirm": messages.CHECK_MAIL, "thanks": messages.THANKS}[step]
            assert node.one(class_="sw-petition__answer").one("h3").text == said(code, heading)
        assert "{" not in node.text


class TestStructure:
    """One labelled section; headings one below another; no id twice."""

    def test_it_is_named_by_its_title(self) -> None:
        _, node = panel()
        assert node.attr("id") == "sw-free-ales"
        assert node.one(id=node.attr("aria-labelledby")).text == "Free Ales!"

    @pytest.mark.parametrize("heading_level", [1, 2, 3, 4])
    @pytest.mark.parametrize("step", ["sign", "confirm", "thanks"])
    def test_headings(self, heading_level: int, step: Any) -> None:
        _, node = panel(heading_level=heading_level, step=step, errors={"name": "missing"}, share=SHARE)
        levels = [int(found.tag[1]) for found in node.all("h1", "h2", "h3", "h4", "h5", "h6")]
        assert levels[0] == heading_level
        assert {*levels[1:]} == (
            {heading_level + 1, heading_level + 2} if step == "sign" else {heading_level + 1}
        )

    @pytest.mark.parametrize("heading_level", [0, 5, "2", True, None], ids=repr)
    def test_what_is_no_level(self, heading_level: Any) -> None:
        with pytest.raises(InvalidFieldError, match=r"^heading_level must be a whole number, 1 to 4"):
            panel(heading_level=heading_level)

    def test_two_on_one_page(self) -> None:
        errors = {"errors": {"name": "missing"}}
        nodes = [panel(Petition(name, title="T"), **errors)[1] for name in ("vigil", "letter")]
        ids = [found.attrs["id"] for node in nodes for found in (node, *node) if "id" in found.attrs]
        assert len(set(ids)) == len(ids)

    def test_the_same_one_twice_on_a_page(self) -> None:
        """With a prefix every id is another one, and each refers to its own panel."""
        errors = dict.fromkeys(("name", "email", "message", "consent-processing"), "missing")
        nodes = [panel(errors=errors, id_prefix=prefix)[1] for prefix in ("", "top", "Foot-2")]
        ids = [found.attrs["id"] for node in nodes for found in (node, *node) if "id" in found.attrs]
        assert len(set(ids)) == len(ids) == 3 * len(set(ids[: len(ids) // 3]))
        assert nodes[1].attr("id") == "sw-top__free-ales"
        assert nodes[1].one(class_="sw-petition__jump").attr("href") == "#sw-top__free-ales_form"

    def test_a_prefix_never_makes_another_petitions_id(self) -> None:
        """Whatever the ids, prefixes and honeypots are called."""
        asked = {"fields": "name", "consents": ""}
        made = [
            panel(Petition(name, title="T", honeypot="b", **asked), id_prefix=prefix)[1]
            for name in ("a", "a-b", "b")
            for prefix in ("", "a", "a-b", "b")
        ]
        ids = [found.attrs["id"] for node in made for found in (node, *node) if "id" in found.attrs]
        assert len(set(ids)) == len(ids)

    @pytest.mark.parametrize("prefix", ["a_b", "a b", "é", "a" * 33, '"', "#", "a.b"], ids=ascii)
    def test_what_is_no_prefix(self, prefix: str) -> None:
        with pytest.raises(InvalidFieldError, match=r"^id_prefix must be letters, digits and hyphens"):
            panel(id_prefix=prefix)
        with pytest.raises(InvalidFieldError, match=r"^id_prefix"):
            sw.petition_form(VIGIL, action="/", csrf="t", id_prefix=prefix)

    @pytest.mark.parametrize(
        ("arguments", "name", "parts"),
        [
            ({}, "open", ["status", "about", "sign"]),
            ({"action": ""}, "open", ["status", "about"]),
            ({"now": BEFORE}, "before", ["status", "about"]),
            ({"now": CLOSED}, "closed", ["status", "about"]),
            ({"step": "confirm"}, "confirm", ["status", "about"]),
            ({"step": "thanks"}, "thanks", ["status", "about"]),
            ({"made": BARE}, "open", ["status", "sign"]),
            ({"made": BARE, "signed": None, "action": ""}, "open", []),
        ],
    )
    def test_parts(self, arguments: dict[str, Any], name: str, parts: list[str]) -> None:
        """The count first, then the text, then the form: the order of a narrow page and of the keyboard."""
        _, node = panel(**arguments)
        assert node.attr("class").split() == ["sw-petition", f"sw-petition--{name}"]
        body = node.one(class_="sw-petition__body")
        children = [child.attr("class").split()[-1] for child in body.children if isinstance(child, Node)]
        assert children == [f"sw-petition__{part}" for part in parts]
        columns = "sw-petition__body--columns" in body.attr("class")
        assert columns is ("about" in parts and len(parts) > 1)

    def test_a_link_leads_to_the_form(self) -> None:
        _, node = panel()
        link = node.one("a", class_="sw-petition__jump")
        assert node.one("form").attr("id") == link.attr("href")[1:]
        assert link.text == said("en", messages.SIGN_HEADING)
        for arguments in ({"action": ""}, {"now": CLOSED}, {"step": "thanks"}):
            assert panel(**arguments)[1].all(class_="sw-petition__jump") == []

    def test_what_matters_now_comes_first(self) -> None:
        orders = {
            (OPEN, "sign"): ["sw-progress", "p", "sw-countdown", "a"],
            (BEFORE, "sign"): ["p", "sw-progress"],
            (CLOSED, "sign"): ["p", "sw-progress"],
            (OPEN, "confirm"): ["div", "sw-progress"],
            (OPEN, "thanks"): ["div", "ul", "sw-progress"],
        }
        for (now, step), expected in orders.items():
            _, node = panel(now=now, step=step, countdown=COUNTDOWN, share=SHARE)
            status = node.one(class_="sw-petition__status")
            assert [child.tag for child in status.children if isinstance(child, Node)] == expected

    def test_nothing_is_styled_or_scripted_inline(self) -> None:
        for step in ("sign", "confirm", "thanks"):
            _, node = panel(
                step=step, countdown=COUNTDOWN, share=SHARE, errors={"name": "missing"}, count_url="/c"
            )
            for found in (node, *node):
                assert found.tag not in ("script", "style", "img", "iframe")
                assert not [name for name in found.attrs if name == "style" or name.startswith("on")]


class TestArguments:
    """What else a caller gives."""

    def test_attributes(self) -> None:
        _, node = panel(attrs={"class": "mine", "data_x": "<"})
        assert (node.attr("class"), node.attr("data-x")) == ("sw-petition sw-petition--open mine", "<")
        with pytest.raises(InvalidAttributeError):
            panel(attrs={"onclick": "x"})

    @pytest.mark.parametrize(
        ("arguments", "error", "reason"),
        [
            ({"made": None}, InvalidFieldError, "petition must be a Petition"),
            ({"made": "vigil"}, InvalidFieldError, "petition must be a Petition"),
            ({"step": "signed"}, InvalidFieldError, "step must be one of 'sign', 'confirm', 'thanks'"),
            ({"step": "Sign"}, InvalidFieldError, "step must be one of"),
            ({"signed": -1}, InvalidFieldError, "signed must be a whole number, 0 or more"),
            ({"signed": "7"}, InvalidFieldError, "signed must be a whole number"),
            ({"csrf": None}, InvalidFieldError, "csrf is needed"),
            ({"action": "javascript:x"}, InvalidURLError, "action must be"),
            ({"count_url": "//evil.example"}, InvalidURLError, "count_url must be"),
            ({"errors": {"phone": "missing"}}, InvalidFieldError, "errors must be for fields"),
            ({"now": "soon"}, InvalidTimeError, "now must be a date or time"),
            ({"share": "<b>"}, InvalidFieldError, "share must be a widget"),
            ({"share": Markup("<b>")}, InvalidFieldError, "share must be a widget"),
            ({"countdown": 7}, InvalidFieldError, "countdown must be a widget"),
            ({"countdown": "2027-08-04"}, InvalidFieldError, "countdown must be a widget"),
        ],
        ids=repr,
    )
    def test_refused(self, arguments: dict[str, Any], error: type[Exception], reason: str) -> None:
        with pytest.raises(error, match=f"^{reason}"):
            panel(**arguments)

    @pytest.mark.parametrize("nothing", [None, "", Undefined(name="x"), Markup("")], ids=repr)
    def test_absent_widgets(self, nothing: Any) -> None:
        assert todo(panel(countdown=nothing, share=nothing)[1]) == {"progress", "day", "form"}

    def test_the_locale_of_the_page(self) -> None:
        with use_locale("ar"):
            widget = petition(VIGIL, signed=7, action="/sign", csrf="x", now=OPEN)
        node = parse(widget, "section")
        assert {found.attr("lang") for found in (node, *node.all("form", "sw-progress"))} == {"ar"}

    def test_it_renders_itself(self) -> None:
        widget, _ = panel()
        assert str(widget) == widget.__html__() == widget.render()
        assert type(str(widget)) is Markup


class TestWeight:
    """Babel's module of dates takes a while to load: a page without days, numbers and countries does without.

    Numbers and names of countries need the locale's data, and Babel's data bring that module along.
    """

    @staticmethod
    def loaded(page: str) -> set[str]:
        program = f"""
import sys; sys.path.insert(0, {SOURCES!r})
import solidarity_widgets as sw
from solidarity_widgets.petitions import Petition
days = dict(opens="2027-07-01", closes="2027-08-04", zone="Europe/Minsk")
asks = dict(fields="name email", consents="processing updates public")
vigil = Petition("vigil", title="T", text="A\\n\\nB", demands=["D"], goal={{10: "A reply"}}, **days, **asks)
form = dict(action="/sign", csrf="t0ken", locale="en", errors={{"name": "missing"}}, values={{"name": "A"}})
shown = str({page})
import json; print(json.dumps([len(shown), sorted(sys.modules)]))
"""
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", program], capture_output=True, encoding="utf-8", check=False
        )
        assert done.returncode == 0, done.stderr
        length, modules = json.loads(done.stdout)
        assert length > 3
        return set(modules)

    @pytest.mark.parametrize(
        ("page", "dates"),
        [
            ('vigil.state(now="2027-08-01")', False),
            ("vigil.goal.progress(7)", False),
            ("sw.petition_form(vigil, **form)", False),
            (
                'sw.petition(Petition("x", title="T", goal=10, fields="name"), **{**form, "errors": None})',
                False,
            ),
            ('sw.petition(vigil, step="thanks", now="2027-08-01", **form)', False),
            ('sw.petition(vigil, step="confirm", now="2027-08-01", **form)', False),
            ('sw.petition(vigil, now="2027-06-01", **form)', True),
            ('sw.petition(vigil, now="2027-08-01", **form)', True),
            ('sw.petition(vigil, now="2027-08-05", **form)', True),
        ],
    )
    def test_what_a_page_loads(self, page: str, dates: bool) -> None:
        modules = self.loaded(page)
        assert "solidarity_widgets.petitions.panel" in modules
        assert ("babel.dates" in modules) is dates
        assert modules.isdisjoint(
            {"sqlalchemy", "itsdangerous", "email_validator", "nh3", "jinja2", "django"}
        )
