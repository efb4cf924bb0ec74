"""A hashtag that its network would cut is refused, with a spelling that works."""

import pytest

from devtools import npm
from solidarity_widgets import InvalidFieldError, share_buttons, share_url

from ..node import run_node

URL = "https://example.org/"
#: Hashtag, and the spelling that the error suggests.
CUT = {
    "free-ales": "free_ales",
    "сям'я": "сямʼя",
    "сям’я": "сямʼя",
    "аб'ява": "абʼява",
    "E-learning": "E_learning",
    "свабода!": "свабода",
    "a/b": "a_b",
    "воля🕊": "воля",
    "a–b": "a_b",
}
DIGITS = ("2024", "2024_", "_", "2024-08")
WHOLE = ("freeales", "free_ales", "Беларусь", "сямʼя", "4August", "می\u200cخواهیم", "गर्व", "l·l", "ў")
STRICT = ("x", "mastodon", "facebook")


@pytest.mark.parametrize("provider", STRICT)
class TestStrict:
    @pytest.mark.parametrize(("tag", "remedy"), CUT.items())
    def test_cut(self, provider, tag, remedy):
        with pytest.raises(InvalidFieldError, match="is cut short by") as caught:
            share_url(URL, provider, hashtags=[tag])
        assert (caught.value.field, caught.value.value) == ("hashtags", tag)
        assert repr(remedy) in str(caught.value)
        assert share_url(URL, provider, hashtags=[remedy])

    @pytest.mark.parametrize("tag", DIGITS)
    def test_without_a_letter(self, provider, tag):
        with pytest.raises(InvalidFieldError, match="at least one letter"):
            share_url(URL, provider, hashtags=tag)

    @pytest.mark.parametrize("tag", WHOLE)
    def test_whole(self, provider, tag):
        assert share_url(URL, provider, hashtags=tag)


def test_x_finds_the_whole_hashtag_and_no_other():
    """The rule is that of X's own program."""
    script = "const result = given.map((tag) => library.extractHashtags(`#${tag} `));"
    assert run_node(npm.TWITTER_TEXT, script, list(WHOLE)) == [[tag] for tag in WHOLE]
    repaired = list(CUT.values())
    assert run_node(npm.TWITTER_TEXT, script, repaired) == [[tag] for tag in repaired]
    for tag, found in zip(CUT, run_node(npm.TWITTER_TEXT, script, list(CUT)), strict=True):
        assert found != [tag]
    assert run_node(npm.TWITTER_TEXT, script, ["2024", "_"]) == [[], []]


def test_bluesky_takes_hyphens_and_apostrophes():
    for tag in ("free-ales", "сям'я"):
        assert share_url(URL, "bluesky", hashtags=tag)
    with pytest.raises(InvalidFieldError, match="Bluesky shows no hashtag"):
        share_url(URL, "bluesky", hashtags="2024")


def test_networks_without_hashtags_and_with_free_tags_take_anything():
    for provider in ("telegram", "vk", "tumblr", "email"):
        assert share_url(URL, provider, hashtags="free-ales 2024")


def test_facebook_takes_only_the_first():
    assert share_url(URL, "facebook", hashtags="freeales free-ales")


def test_a_bar_is_refused_too():
    with pytest.raises(InvalidFieldError, match="free_ales"):
        share_buttons(URL, "telegram x", hashtags="free-ales")
