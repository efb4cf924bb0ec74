"""Content is plain, checked and the same for every network, whatever it was made from."""

from dataclasses import FrozenInstanceError, fields

import pytest
from django.utils.functional import lazystr
from django.utils.safestring import mark_safe
from markupsafe import Markup

from solidarity_widgets import InvalidFieldError, InvalidURLError, ShareContent
from solidarity_widgets.sharing import share_content

URL = "https://example.org/"


class OnlyHTML:
    """An object that has no text of its own."""

    def __init__(self, html):
        self.html = html

    def __html__(self):
        return self.html


#: Every kind of text a template hands over.
KINDS = {
    "str": str,
    "Markup": Markup,
    "SafeString": mark_safe,
    "lazy": lazystr,
    "lazy SafeString": lambda text: lazystr(mark_safe(text)),
    "only __html__": OnlyHTML,
}


class TestAbsence:
    """``None`` and empty values are absent."""

    EMPTY = ShareContent(URL)

    @pytest.mark.parametrize("absent", [None, ""])
    @pytest.mark.parametrize("field", ["title", "text", "image", "via", "hashtags", "campaign"])
    def test_none_and_empty_text(self, field, absent):
        assert share_content(URL, **{field: absent}) == self.EMPTY

    @pytest.mark.parametrize("absent", [(), [], {}, set(), " , ", "#", ["", "#", None], iter(())])
    def test_no_hashtags(self, absent):
        assert share_content(URL, hashtags=absent) == self.EMPTY

    @pytest.mark.parametrize("absent", [{}, {"utm_source": None}, {"utm_source": "", "utm_medium": None}])
    def test_no_campaign(self, absent):
        assert share_content(URL, campaign=absent) == self.EMPTY

    @pytest.mark.parametrize("absent", ["@", " ", " @ "])
    def test_no_account(self, absent):
        assert share_content(URL, via=absent) == self.EMPTY

    def test_zero_is_not_absent(self):
        assert share_content(URL, title=0, text=0).title == "0"


class TestPlainText:
    """Every text slot holds an exact ``str`` of what was said, and no markup is trusted or lost."""

    TEXT = "<b title=\"x\">Алесь & 'ко'</b>"

    @pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
    @pytest.mark.parametrize("field", ["title", "text"])
    def test_words(self, field, kind):
        value = getattr(share_content(URL, **{field: kind(self.TEXT)}), field)
        assert (type(value), value) == (str, self.TEXT)

    @pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
    @pytest.mark.parametrize("field", ["url", "image"])
    def test_addresses(self, field, kind):
        address = "https://приклад.example/?a=1&b='2'#c"
        value = getattr(share_content(**{"url": URL, field: kind(address)}), field)
        assert (type(value), value) == (str, address)

    @pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
    def test_hashtags_in_one_text(self, kind):
        tags = share_content(URL, hashtags=kind("#freeales, Беларусь")).hashtags
        assert tags == ("freeales", "Беларусь")
        assert [type(tag) for tag in tags] == [str, str]

    @pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
    def test_hashtags_in_a_list(self, kind):
        tags = share_content(URL, hashtags=[kind("#freeales"), kind("Беларусь")]).hashtags
        assert tags == ("freeales", "Беларусь")
        assert [type(tag) for tag in tags] == [str, str]

    @pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
    def test_account(self, kind):
        via = share_content(URL, via=kind("@viasna96")).via
        assert (type(via), via) == (str, "viasna96")

    @pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
    def test_campaign(self, kind):
        url = share_content(URL, campaign={"utm_source": kind("a&b")}).url
        assert (type(url), url) == (str, "https://example.org/?utm_source=a%26b")

    @pytest.mark.parametrize("text", ["a  b", "a\u00a0!", "می\u200cخواهیم", "\u200fא\u200e"])
    def test_harmless_signs_stay(self, text):
        title = text.replace("  ", " ")
        assert share_content(URL, title=text, text=text) == ShareContent(URL, title=title, text=text)


class TestHashtags:
    """Words without their sign, in order, each once; from a list or from one text."""

    @pytest.mark.parametrize(
        ("given", "expected"),
        [
            ("freeales", ("freeales",)),
            ("#freeales", ("freeales",)),
            ("#freeales #Беларусь", ("freeales", "Беларусь")),
            ("freeales,Беларусь", ("freeales", "Беларусь")),
            (" freeales ,  #Беларусь\n", ("freeales", "Беларусь")),
            (["#b", "a", "#b", "b"], ("b", "a")),
            (("a", None, "", "b"), ("a", "b")),
            (iter(["a", "b"]), ("a", "b")),
            ({"a": 1, "b": 2}, ("a", "b")),
            ([" #a "], ("a",)),
            ([2013], ("2013",)),
            ("می\u200cخواهیم", ("می\u200cخواهیم",)),
            ("Free_Ales-2013", ("Free_Ales-2013",)),
        ],
    )
    def test_forms(self, given, expected):
        assert share_content(URL, hashtags=given).hashtags == expected

    @pytest.mark.parametrize(
        "given", [["free ales"], "##a", "a#b", "a.b", "a&b", ["a,b"], ["a\nb"], "a\u202eb"]
    )
    def test_refused(self, given):
        with pytest.raises(InvalidFieldError) as caught:
            share_content(URL, hashtags=given)
        assert caught.value.field == "hashtags"


class TestAccount:
    """One account's name without its sign; a Fediverse name keeps its server."""

    @pytest.mark.parametrize(
        ("given", "expected"),
        [
            ("viasna96", "viasna96"),
            ("@viasna96", "viasna96"),
            (" @viasna96 ", "viasna96"),
            ("viasna@mastodon.social", "viasna@mastodon.social"),
            ("@viasna@mastodon.social", "viasna@mastodon.social"),
        ],
    )
    def test_forms(self, given, expected):
        assert share_content(URL, via=given).via == expected

    @pytest.mark.parametrize(
        "given", ["@@a", "a b", "a,b", "a#b", "a@", "a@b@c", "https://x.com/a", "a\nb", "a\u2066b"]
    )
    def test_refused(self, given):
        with pytest.raises(InvalidFieldError) as caught:
            share_content(URL, via=given)
        assert caught.value.field == "via"


class TestCampaign:
    """Tags are merged into the shared URL; its own query and fragment stay, and no key is doubled."""

    @pytest.mark.parametrize(
        ("url", "campaign", "expected"),
        [
            ("https://e.org", {"s": "1"}, "https://e.org?s=1"),
            ("https://e.org/", {"s": "1", "m": "2"}, "https://e.org/?s=1&m=2"),
            ("https://e.org/?a=1", {"s": "2"}, "https://e.org/?a=1&s=2"),
            ("https://e.org/?a=1&", {"s": "2"}, "https://e.org/?a=1&s=2"),
            ("https://e.org/?", {"s": "2"}, "https://e.org/?s=2"),
            ("https://e.org/#top", {"s": "1"}, "https://e.org/?s=1#top"),
            ("https://e.org/?a=1#b?c#d", {"s": "2"}, "https://e.org/?a=1&s=2#b?c#d"),
            ("https://e.org/?s=1", {"s": "2"}, "https://e.org/?s=1"),
            ("https://e.org/?s", {"s": "2", "m": "3"}, "https://e.org/?s&m=3"),
            ("https://e.org/?utm%5Fsource=a", {"utm_source": "b"}, "https://e.org/?utm%5Fsource=a"),
            ("https://e.org/?a=%26+%20", {"s": "1"}, "https://e.org/?a=%26+%20&s=1"),
            ("https://e.org/", {"s": "a b+&=#%"}, "https://e.org/?s=a%20b%2B%26%3D%23%25"),
            ("https://e.org/", {"крыніца": "бар"}, "https://e.org/?%D0%BA%D1%80%D1%8B%D0%BD%D1%96%D1%86%D0%B0=%D0%B1%D0%B0%D1%80"),
            ("https://e.org/", {"a&b": 1}, "https://e.org/?a%26b=1"),
            ("https://e.org/", {"s": 0}, "https://e.org/?s=0"),
        ],
    )  # fmt: skip
    def test_merging(self, url, campaign, expected):
        assert share_content(url, campaign=campaign).url == expected

    def test_the_picture_is_not_tagged(self):
        content = share_content(URL, image="https://example.org/i.png", campaign={"s": "1"})
        assert content.image == "https://example.org/i.png"

    @pytest.mark.parametrize(
        "campaign", [["utm_source"], "utm_source=a", {"": "a"}, {"s": "a\x00"}, {"s": b"a"}]
    )
    def test_refused(self, campaign):
        with pytest.raises(InvalidFieldError) as caught:
            share_content(URL, campaign=campaign)
        assert caught.value.field.startswith("campaign")

    def test_a_url_that_becomes_too_long(self):
        with pytest.raises(InvalidURLError, match="at most 2048 characters"):
            share_content(f"https://example.org/{'a' * 2020}", campaign={"utm_source": "bar"})


class TestValue:
    """Content is a value: it cannot be changed, and equal content is equal."""

    def test_frozen(self):
        content = share_content(URL)
        with pytest.raises(FrozenInstanceError):
            content.title = "x"

    def test_fields(self):
        expected = ["url", "title", "text", "image", "hashtags", "via", "lang"]
        assert [field.name for field in fields(ShareContent)] == expected

    def test_equal_and_hashable(self):
        one, other = (share_content(URL, title=kind("a"), hashtags=["b"]) for kind in (str, Markup))
        assert one == other
        assert len({one, other}) == 1

    def test_the_language_is_kept(self):
        assert share_content(URL, lang="be-tarask").lang == "be-tarask"
