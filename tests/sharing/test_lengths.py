"""Posts are counted as their networks count; for X, its own program says so."""

import re

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from devtools import npm
from solidarity_widgets import share_url
from solidarity_widgets.sharing.lengths import bluesky_length, mastodon_length, x_length

from ..node import run_node

URL = "https://example.org/lake"
LONG = "https://example.org/" + "a" * 400


def weights(texts):
    """The lengths that twitter-text finds."""
    script = "const result = given.map((text) => library.parseTweet(text).weightedLength);"
    return run_node(npm.TWITTER_TEXT, script, texts)


TEXTS = [
    *("", "a", "Воля", "Ґ, є, ї, ў", "自由", "自由a", "한국어", "ガ", "ა", "ሀ", "ꀀ", "ﷺ", "ŉ"),
    *("…", "—", "–", "“a”", "’", "№ 5", "€", "→", "•", "″", "™", "½", "‼"),
    *("é", "e\u0301", "й", "и\u0306", "a" + "\u0300" * 50, "می\u200cخواهیم", "a\u2028b", "‏א"),
    *("😀", "👨‍👩‍👧‍👦", "✊🏽", "🇧🇾", "🏳️‍🌈", "❤", "❤️", "☎", "☎️", "1️⃣", "#️⃣", "©", "©️", "☺︎", "👁‍🗨", "🏴󠁧󠁢󠁥󠁮󠁧󠁿"),
    *("1", "#", "*", "🀄", "🃏", "Ⓜ️", "〰️", "㊗️", "👍\u200d", "a\ufe0f"),
    *("example.org", "Save example.org now", LONG, f"a {LONG} b", "v1.2", "a.b"),
]


def test_x_counts_as_twitter_text_does():
    assert [(text, x_length(text)) for text in TEXTS] == list(zip(TEXTS, weights(TEXTS), strict=True))


WORDS = st.sampled_from(
    [
        "Свабода ",
        "палітвязням! ",
        "自由",
        "№ 5 ",
        "🕊",
        "✊🏽",
        "👨‍👩‍👧‍👦",
        "🇧🇾",
        "€",
        "… ",
        "e\u0301",
        "ў",
        "\n",
        "example.org ",
    ]
)


def posted(text, hashtags=(), via=""):
    """What X's composer holds."""
    link = share_url(URL, "x", text=text, hashtags=hashtags, via=via)
    script = """
        const result = given.map((link) => {
            const query = new URL(link).searchParams;
            const names = (query.get("hashtags") ?? "").split(",").filter(Boolean);
            const tags = names.map((name) => " #" + name).join("");
            const via = query.get("via") ? ` via @${query.get("via")}` : "";
            const post = `${query.get("text") ?? ""} ${query.get("url")}${tags}${via}`;
            const { weightedLength, valid } = library.parseTweet(post);
            return { weightedLength, valid, post };
        });
    """
    return link, script


@pytest.mark.parametrize("tags", [(), ("freeales", "Беларусь")])
@pytest.mark.parametrize("via", ["", "viasna96"])
@pytest.mark.parametrize(
    ("text", "least"),
    [
        ("自由" * 100, 277),
        ("自由" * 200, 277),
        ("a" * 300, 280),
        ("Рашэнне № 5 … " * 30, 262),
        ("я" * 228 + "🕊" * 20, 279),
        ("👨‍👩‍👧‍👦" * 300, 230),
        ("🇧🇾" * 300, 278),
        ("e\u0301" * 400, 280),
        ("Свабода 🕊 " * 60, 262),
    ],
)
def test_a_post_on_x_is_valid_and_full(text, least, tags, via):
    link, script = posted(text, tags, via)
    [found] = run_node(npm.TWITTER_TEXT, script, [link])
    assert found["valid"], found
    assert least - 1 <= found["weightedLength"] <= 280, found


def test_any_post_on_x_is_valid():
    links = []

    @settings(max_examples=60, deadline=None)
    @given(st.lists(WORDS, min_size=60, max_size=400).map("".join))
    def collect(text):
        links.append(posted(text)[0])

    collect()
    found = run_node(npm.TWITTER_TEXT, posted("")[1], links)
    assert [post for post in found if not post["valid"]] == []


def test_hashtags_of_x_that_do_not_fit_are_left_out():
    link = share_url(URL, "x", text="Воля", hashtags=["a" * 100, "b" * 100, "c" * 100])
    assert "c" * 100 not in link
    assert "b" * 100 in link


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Воля", 4),
        (LONG, 23),
        ("https://a.be", 23),
        (f"Воля {LONG}", 28),
        ("👨‍👩‍👧‍👦e\u0301", 2),
        ("example.org", 11),
    ],
)
def test_mastodon(text, expected):
    assert mastodon_length(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Воля", 4),
        ("https://example.org", 11),
        ("https://example.org/", 11),
        ("https://example.org/12345678901234", 26),  # a path of 15 stays
        ("https://example.org/123456789012345", 27),
        (LONG, 27),
        ("https://example.org:8080/?q=1#top", 25),
        ("https://чысты.рф/", 22),  # xn--… as browsers show it
        (f"Воля {LONG}", 32),
        ("👨‍👩‍👧‍👦", 3),  # 25 bytes
        ("a" + "\u0301" * 1000, 201),
    ],
)
def test_bluesky(text, expected):
    if "чысты" in text:
        expected = len("чысты.рф".encode("idna"))
    assert bluesky_length(text) == expected


@pytest.mark.parametrize(
    "provider", ["x", "bluesky", "mastodon", "threads", "reddit", "telegram", "email", "whatsapp"]
)
def test_thousands_of_marks_are_no_text(provider):
    """Limits hold in characters too, not only in graphemes."""
    mark = "a" + "\u0301" * 100_000
    for text in (mark, f"Воля {mark}", mark * 3):
        assert len(share_url(URL, provider, title=text, text=text)) <= 8_000
    assert not re.search("%CC%81" * 100, share_url(URL, provider, text=f"Воля {mark}"))
    assert len(regex.findall(r"\X", mark)) == 1
