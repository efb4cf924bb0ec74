"""The plain forms say everything where nothing of ours works: in emails, feeds, books and on AMP pages."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

import feedparser
import nh3
import pytest

import solidarity_widgets as sw

from .plain_forms import LAKE, LOCALES, NETWORKS, TITLE, URL, Reading, book_page, page_body, plain_forms

BY_LOCALE = pytest.mark.parametrize("locale", LOCALES)
XHTML = "{http://www.w3.org/1999/xhtml}"
#: All that a plain form may consist of.
TAGS = {"p", "ul", "ol", "li", "a", "strong", "span", "time", "br", *(f"h{level}" for level in range(1, 7))}
ATTRIBUTES = {"href", "rel", "lang", "dir", "class", "datetime", "role", "aria-label"}
SCHEMES = {"https", "http", "mailto", "sms"}

#: About what large mail providers leave of an email: no classes, no ARIA, no time.
EMAIL_TAGS = {
    "div",
    "p",
    "ul",
    "ol",
    "li",
    "a",
    "strong",
    "span",
    "br",
    *(f"h{level}" for level in range(1, 7)),
}
EMAIL_ATTRIBUTES = {"*": {"dir", "lang", "title"}, "a": {"href"}}


@BY_LOCALE
def test_the_elements(locale: str) -> None:
    """They are also those that AMP allows: no custom element, no script, no form."""
    for widget in plain_forms(locale):
        seen = Reading(str(widget))
        assert seen.tags <= TAGS
        assert seen.attributes <= ATTRIBUTES
        assert seen.text, "an empty form"


@BY_LOCALE
def test_every_link_leads_somewhere_from_anywhere(locale: str) -> None:
    seen = Reading(page_body(locale))
    assert seen.links
    for address, text in seen.links:
        parts = urlsplit(address)
        assert parts.scheme in SCHEMES
        assert parts.netloc or parts.scheme in ("mailto", "sms")
        assert address.isascii()
        assert text.strip()


def test_a_bar_names_every_network_that_has_a_link() -> None:
    """What acts on the page needs the script, so it is left out."""
    bar = sw.share_buttons(URL, NETWORKS, title=TITLE, retired="inert", display="text")
    lines = Reading(str(bar)).text
    assert [line for line in lines if "Telegram" in line]
    assert [line for line in lines if "Google+" in line]
    for action in ("copy_link", "web_share", "print"):
        assert sw.share_button(URL, action).label not in lines


@BY_LOCALE
def test_an_email_keeps_every_word_and_link(locale: str) -> None:
    html = page_body(locale)
    cleaned = nh3.clean(
        html,
        tags=EMAIL_TAGS,
        attributes=EMAIL_ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer",
    )
    before, after = Reading(html), Reading(cleaned)
    assert after.text == before.text
    assert after.links == before.links
    assert after.tags == before.tags - {"time"}


def test_an_email_loses_words_of_the_full_forms() -> None:
    """The test above would notice: a mail provider removes fields, buttons and icons."""
    html = str(sw.petition(LAKE, action="/sign", csrf="t", signed=7))
    cleaned = nh3.clean(html, tags=EMAIL_TAGS, attributes=EMAIL_ATTRIBUTES)
    assert Reading(cleaned).tags != Reading(html).tags - {"time"}


RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Lake</title><link>https://example.org/</link><description>Lake</description>
<item><title>Lake</title><link>https://example.org/lake</link><guid>https://example.org/lake</guid>
<description>{escaped}</description><content:encoded><![CDATA[{html}]]></content:encoded></item>
</channel></rss>
"""
ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>Lake</title><id>https://example.org/</id>
<updated>2027-07-10T00:00:00Z</updated><entry><title>Lake</title><id>https://example.org/lake</id>
<updated>2027-07-10T00:00:00Z</updated><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{html}</div>
</content></entry></feed>
"""


@BY_LOCALE
def test_a_feed_keeps_every_word_and_link(locale: str) -> None:
    """A feed reader parses and sanitises both ways of RSS, and the XHTML of Atom."""
    html = page_body(locale)
    expected = Reading(html)
    rss = feedparser.parse(RSS.format(escaped=escape(html), html=html).encode())
    atom = feedparser.parse(ATOM.format(html=html).encode())
    assert not rss.bozo
    assert not atom.bozo
    item = rss.entries[0]
    for shown in (item.summary, item.content[0].value, atom.entries[0].content[0].value):
        seen = Reading(shown)
        assert seen.text == expected.text
        assert [text for _, text in seen.links] == [text for _, text in expected.links]
    # Readers of feeds may refuse sms: links; all others lead to the same place.
    kept = [link for link in Reading(item.summary).links if link[0]]
    assert kept == [link for link in expected.links if link in kept]
    assert {urlsplit(address).scheme for address, _ in kept} >= {"https", "mailto"}


@BY_LOCALE
def test_a_books_page_is_well_formed(locale: str) -> None:
    root = ET.fromstring(book_page(locale))
    text = "".join(root.find(f"{XHTML}body").itertext())
    assert re.sub(r"\s", "", text) == re.sub(r"\s", "", "Lake" + "".join(Reading(page_body(locale)).text))
    assert {element.tag.removeprefix(XHTML) for element in root.find(f"{XHTML}body").iter()} <= {
        *TAGS,
        "body",
        "div",
    }


@BY_LOCALE
def test_each_form_says_its_language(locale: str) -> None:
    for widget in plain_forms(locale):
        outer = ET.fromstring(f"<div>{widget}</div>")
        assert len(outer), "a form without an element"
        for element in outer:
            assert element.get("lang") or element.get("dir")
