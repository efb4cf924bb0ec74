"""The plain forms of all widgets, for the tests of emails, feeds and books."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

import solidarity_widgets as sw
from solidarity_widgets.widget import Widget

URL = "https://example.org/воля?a=1&b=2"
TITLE = "Save <the> lake & \"us\" 'now'"
LOCALES = ("en", "be", "be-tarask", "ar", "fa", "zh-Hant")
NOW = "2027-07-10"
LAKE = sw.Petition(
    "lake",
    title={"be": "Возера", "en": TITLE},
    text={"be": "Першы.\n\nДругі,\nпрацяг.", "en": "First.\n\nSecond,\ncontinued."},
    demands=["Stop < now", "Go"],
    addressees="Ministry & co",
    goal={100: {"be": "Адказ", "en": "A reply"}, 1_000: ""},
    opens="2027-07-01",
    closes="2027-08-04",
    zone="Europe/Minsk",
)
#: Actions on the reader's device, a retired network, and links with other schemes.
NETWORKS = "telegram vk mastodon email sms copy_link web_share print qr google_plus"


def plain_forms(locale: str) -> Iterator[Widget]:
    """Every widget with ``display="text"``, in every state that a reader can meet."""
    for retired in ("inert", "link"):
        yield sw.share_buttons(URL, NETWORKS, title=TITLE, retired=retired, display="text", locale=locale)
    yield sw.share_button(URL, "odnoklassniki", title=TITLE, display="text", locale=locale)
    for target, now in (("2027-08-04", NOW), ("2027-08-04", "2027-08-04"), ("--08-04", "2027-08-05")):
        yield sw.countdown(target, zone="Europe/Minsk", label=TITLE, now=now, display="text", locale=locale)
    yield sw.elapsed("2011-08-04", zone="Europe/Minsk", now=NOW, display="text", locale=locale)
    share = sw.share_buttons(URL, "telegram", display="text", locale=locale)
    counter = sw.countdown(LAKE.deadline, now=NOW, display="text", locale=locale)
    for now in ("2027-06-30", NOW, "2027-08-06"):
        for step in ("sign", "confirm", "thanks"):
            yield sw.petition(
                LAKE,
                signed=1_000,
                page_url=URL,
                now=now,
                step=step,
                countdown=counter,
                share=share,
                display="text",
                locale=locale,
            )
    yield sw.petition_form(LAKE, page_url=URL, display="text", locale=locale)
    for goal in (None, 10, {10: "A reply"}, sw.Goal.ladder()):
        yield sw.petition_progress(7, goal=goal, display="text", locale=locale)


def page_body(locale: str) -> str:
    """All plain forms of a locale, in a section each."""
    return "".join(f"<div>{widget}</div>" for widget in plain_forms(locale))


def book_page(locale: str) -> str:
    """A page of an EPUB 3 book."""
    language = sw.get_locale(locale)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n'
        f'<html xmlns="http://www.w3.org/1999/xhtml" lang="{language.tag}" xml:lang="{language.tag}" '
        f'dir="{language.direction}"><head><meta charset="utf-8"/><title>Lake</title></head>'
        f"<body><h1>Lake</h1>{page_body(locale)}</body></html>\n"
    )


@dataclass
class Reading(HTMLParser):
    """What a reader gets of a piece of HTML.

    Attributes:
        text: Its words; each element that begins a line begins a new one.
        links: The addresses and texts of its links.
        tags: The names of its elements.
        attributes: The names of its attributes.
    """

    html: str
    lines: list[str] = field(default_factory=lambda: [""])
    links: list[list[str]] = field(default_factory=list)
    tags: set[str] = field(default_factory=set)
    attributes: set[str] = field(default_factory=set)
    _in_link: bool = False

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.html)
        self.close()

    @property
    def text(self) -> list[str]:
        return [line for line in (" ".join(line.split()) for line in self.lines) if line]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)
        if tag == "a":
            self._in_link = True
            self.links.append([dict(attrs).get("href") or "", ""])
        if tag in ("p", "li", "div", "br") or tag[0] == "h":
            self.lines.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._in_link = False

    def handle_data(self, data: str) -> None:
        self.lines[-1] += data
        if self._in_link:
            self.links[-1][1] += data
