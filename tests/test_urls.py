"""Only absolute http(s) URLs that work everywhere are shared; each refusal names the value and the remedy."""

from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

import pytest
from django.utils.functional import lazystr
from django.utils.safestring import SafeString
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from solidarity_widgets.exceptions import InvalidFieldError, InvalidURLError
from solidarity_widgets.text import safe_text
from solidarity_widgets.urls import (
    MAX_URL_LENGTH,
    ascii_url,
    check_form_target,
    check_host,
    check_url,
    encode_query,
    percent_encode,
    with_campaign,
)

GOOD = [
    "https://example.org",
    "http://example.org/",
    "HTTPS://Example.ORG/Path",
    "https://example.org./",
    "https://example.org?a=1#b",
    "https://example.org#top",
    "https://example.org:8443/",
    "https://example.org:/",
    "https://example.org:65535/",
    "https://127.0.0.1:8000/",
    "https://[2001:db8::1]/",
    "https://[::1]:8080/a?b=[c]",
    "https://[::ffff:192.0.2.1]/",
    "https://чистыесвободы.example/пра-нас?запыт=так&b=%26#канец",
    "https://אתר.example/נתיב",
    "https://xn--e1afmkfd.example/",
    "https://example.org/می\u200cخواهم",
    "https://example.org/@user?mail=a@b.example#@",
    "https://example.org/a:b//c;d,e!f$g'h(i)*j\"k<l>m|n^o`p{q}",
    "https://example.org/%D0%92%zz",
    "https://example.org/?redirect=javascript:alert(1)&next=//evil.example",
    "https://a_b.example/",
    f"https://{'a' * 63}.example/",
    f"https://example.org/{'a' * (MAX_URL_LENGTH - 20)}",
]

REFUSED = {
    "nothing": ("", "not empty"),
    "None": (None, "not empty"),
    "bytes": (b"https://example.org/", "not bytes"),
    "a number": (7, "absolute"),
    # relative and without a scheme
    "path": ("/about", "absolute"),
    "relative path": ("about", "absolute"),
    "query": ("?a=1", "absolute"),
    "fragment": ("#top", "absolute"),
    "host alone": ("example.org", "absolute"),
    "host and port": ("example.org:80/a", "absolute"),
    "of the page's scheme": ("//example.org/", "absolute"),
    "of the page's scheme, thrice": ("///example.org/", "absolute"),
    "no scheme": ("://example.org/", "absolute"),
    # other schemes
    "javascript": ("javascript:alert(1)", "absolute"),
    "JavaScript with host": ("JavaScript://example.org/%0Aalert(1)", "absolute"),
    "data": ("data:text/html,<script>alert(1)</script>", "absolute"),
    "vbscript": ("vbscript:x", "absolute"),
    "file": ("file:///etc/passwd", "absolute"),
    "ftp": ("ftp://example.org/", "absolute"),
    "blob": ("blob:https://example.org/x", "absolute"),
    "view-source": ("view-source:https://example.org/", "absolute"),
    "mailto": ("mailto:a@example.org", "absolute"),
    "two schemes": ("https:https://example.org/", "absolute"),
    # half a scheme, which browsers mend and others do not
    "no slashes": ("https:example.org", "absolute"),
    "one slash": ("https:/example.org", "absolute"),
    "three slashes": ("https:///example.org", "host"),
    "tab in the scheme": ("java\tscript:alert(1)", r"U\+0009"),
    "newline in the scheme": ("ht\ntps://example.org/", r"U\+000A"),
    "return in the scheme": ("https\r://example.org/", r"U\+000D"),
    "space before": (" https://example.org/", r"U\+0020"),
    "control before": ("\x01javascript:alert(1)", r"U\+0001"),
    "newline after": ("https://example.org/\n", r"U\+000A"),
    # characters
    "space": ("https://example.org/a b", r"U\+0020"),
    "no-break space": ("https://example.org/\xa0", r"U\+00A0"),
    "ideographic space": ("https://example.org/\u3000", r"U\+3000"),
    "line separator": ("https://example.org/\u2028", r"U\+2028"),
    "next line": ("https://example.org/\x85", r"U\+0085"),
    "NUL": ("https://example.org/\0", r"U\+0000"),
    "delete": ("https://example.org/\x7f", r"U\+007F"),
    "lone surrogate": ("https://example.org/\ud800", r"U\+D800"),
    "override": ("https://example.org/\u202egpj", r"U\+202E"),
    "isolate": ("https://example.org/\u2066x", r"U\+2066"),
    "direction mark": ("https://example.org/\u200e", r"U\+200E"),
    "zero-width space": ("https://example\u200b.org/", r"U\+200B"),
    "byte order mark": ("https://example.org/\ufeff", r"U\+FEFF"),
    "backslash": ("https:\\\\example.org\\", r"U\+005C"),
    "backslash in the host": ("https://example.org\\@evil.example/", r"U\+005C"),
    # credentials
    "user": ("https://user@example.org/", "user name"),
    "user and password": ("https://user:secret@example.org/", "user name"),
    "empty user": ("https://@example.org/", "user name"),
    "empty credentials": ("https://:@example.org/", "user name"),
    "two ats": ("https://a@b@example.org/", "user name"),
    "host as user": ("https://example.org@evil.example/", "user name"),
    # hosts
    "no host": ("https://", "host"),
    "no host but a path": ("https:///", "host"),
    "no host but a port": ("https://:80/", "host"),
    "no host but a query": ("https://?x", "host"),
    "a dot": ("https://./", "host"),
    "two dots at the end": ("https://example.org../", "host"),
    "two dots": ("https://example..org/", "host"),
    "a dot in front": ("https://.example.org/", "host"),
    "percent": ("https://ex%61mple.org/", "host"),
    "angle": ("https://exa<b>mple.org/", "host"),
    "quote": ('https://example.org"onclick="x/', "host"),
    "pipe": ("https://a|b.example/", "host"),
    "braces": ("https://{host}/", "host"),
    "caret": ("https://a^b.example/", "host"),
    "grave": ("https://a`b.example/", "host"),
    "label too long": (f"https://{'a' * 64}.example/", "63"),
    "what folds to a slash": ("https://example.org\uff0fevil.example/", "not a valid URL"),
    "what folds to an at": ("https://user\uff20example.org/", "not a valid URL"),
    "account of": ("https://example.org\u2100evil.example/", "not a valid URL"),
    # IPv6 and ports
    "no bracket": ("https://[::1/", "not a valid URL"),
    "nothing in brackets": ("https://[]/", "not a valid URL|IPv6"),
    "no address in brackets": ("https://[example.org]/", "not a valid URL|IPv6"),
    "future address": ("https://[v1.a]/", "not a valid URL|IPv6"),
    "no brackets": ("https://::1/", "host"),
    "a zone": ("https://[fe80::1%25eth0]/", "zone|not a valid URL"),
    "a hostile zone": ('https://[fe80::1%"><script>]/', "zone|not a valid URL"),
    "after the bracket": ("https://[::1]x/", "not a valid URL|port"),
    "before the bracket": ("https://x[::1]/", "not a valid URL|host"),
    "port too high": ("https://example.org:65536/", "port"),
    "long port": ("https://example.org:000000000080/", "port"),
    "negative port": ("https://example.org:-80/", "port"),
    "port of letters": ("https://example.org:http/", "port"),
    "port of other digits": ("https://example.org:٨٠/", "port"),
    "two ports": ("https://example.org:80:80/", "host"),
    "IPv6 port": ("https://[::1]:99999/", "port"),
    # length
    "over-long": (f"https://example.org/{'a' * (MAX_URL_LENGTH - 19)}", f"at most {MAX_URL_LENGTH}"),
    "over-long emoji": ("https://example.org/" + "✊" * MAX_URL_LENGTH, f"at most {MAX_URL_LENGTH}"),
}


@pytest.mark.parametrize("url", GOOD, ids=lambda url: ascii(url)[:60])
def test_good_urls_are_kept_as_they_are(url: str) -> None:
    for wrap in (str, Markup, SafeString, lazystr):
        assert check_url(wrap(url)) == url
        assert type(check_url(wrap(url))) is str


@pytest.mark.parametrize(("url", "reason"), REFUSED.values(), ids=REFUSED)
def test_bad_urls_are_refused(url: object, reason: str) -> None:
    with pytest.raises(InvalidURLError, match=reason) as caught:
        check_url(url, "image")
    message = str(caught.value)
    assert message.startswith("image ")
    assert "; got " in message
    assert len(message) < 250
    assert message.isprintable()
    assert caught.value.url == caught.value.value
    assert isinstance(caught.value, ValueError)


@given(
    st.text(st.characters(codec=None), max_size=30), st.sampled_from(["", "https://", "https://example.org/"])
)
@settings(max_examples=400, deadline=None)
def test_any_text_is_kept_or_refused(text: str, before: str) -> None:
    url = before + text
    try:
        kept = check_url(url)
    except InvalidURLError:
        return
    assert kept == url
    assert urlsplit(kept).scheme in ("http", "https")
    assert urlsplit(kept).hostname
    assert urlsplit(kept).username is None


class TestHost:
    """A server's name alone, as a caller gives it for Mastodon."""

    @pytest.mark.parametrize(
        "host", ["mastodon.social", "пример.example", "mastodon.example:8443", "[::1]:80"]
    )
    def test_good(self, host: str) -> None:
        assert check_url(f"https://{host}/", "instance") == f"https://{host}/"
        check_host(host, host, "instance")

    @pytest.mark.parametrize(
        "host", ["", "a/b", "a?b", "a#b", "a b", "a@b", "a..b", "a:b", "[::1", "[fe80::1%1]"]
    )
    def test_bad(self, host: str) -> None:
        with pytest.raises(InvalidURLError, match=r"^instance "):
            check_host(host, host, "instance")


class TestEncoding:
    """Every value is encoded once as UTF-8, with nothing left that means something in a URL."""

    @pytest.mark.parametrize(
        ("value", "expected"),
        [
            ("", ""),
            ("azAZ09-._~", "azAZ09-._~"),
            (" ", "%20"),
            ("+", "%2B"),
            ("100%", "100%25"),
            ("%20", "%2520"),
            ("https://a/?b=c&d#e", "https%3A%2F%2Fa%2F%3Fb%3Dc%26d%23e"),
            ("!*'();:@&=+$,/?#[]", "%21%2A%27%28%29%3B%3A%40%26%3D%2B%24%2C%2F%3F%23%5B%5D"),
            ('"<>\\^`{|}', "%22%3C%3E%5C%5E%60%7B%7C%7D"),
            ("a\r\nb", "a%0D%0Ab"),
            ("Воля", "%D0%92%D0%BE%D0%BB%D1%8F"),
            ("✊🏽", "%E2%9C%8A%F0%9F%8F%BD"),
        ],
        ids=ascii,
    )
    def test_literal(self, value: str, expected: str) -> None:
        assert percent_encode(value) == expected

    @given(st.text())
    @settings(max_examples=300, deadline=None)
    def test_round_trip(self, text: str) -> None:
        encoded = percent_encode(text)
        assert unquote(encoded, errors="strict") == text
        assert encoded.isascii()
        assert not set(encoded) & set(" +&=#?/:\"'<>")

    @given(st.lists(st.tuples(st.sampled_from(["a", "st.b", "c[d]"]), st.text())))
    @settings(max_examples=200, deadline=None)
    def test_query(self, pairs: list[tuple[str, str]]) -> None:
        expected = [(name, value) for name, value in pairs if value]
        assert parse_qsl(encode_query(pairs), keep_blank_values=True, errors="strict") == expected

    def test_nothing_to_send(self) -> None:
        assert encode_query([("a", ""), ("b", "")]) == ""
        assert encode_query([]) == ""


LONG = f"https://example.org/?a={'b' * (MAX_URL_LENGTH - 30)}"

CAMPAIGNS = {
    "no campaign": ("https://e.org/?a=1&#f", None, "https://e.org/?a=1&#f"),
    "an empty campaign": ("https://e.org/?a=1&#f", {}, "https://e.org/?a=1&#f"),
    "no query": ("https://e.org", {"s": "be"}, "https://e.org?s=be"),
    "a path": ("https://e.org/p", {"s": "be", "m": "bar"}, "https://e.org/p?s=be&m=bar"),
    "a query": ("https://e.org/?a=1", {"s": "be"}, "https://e.org/?a=1&s=be"),
    "a fragment": ("https://e.org/#top", {"s": "be"}, "https://e.org/?s=be#top"),
    "query and fragment": ("https://e.org/?a=1#top?x=2#y", {"s": "be"}, "https://e.org/?a=1&s=be#top?x=2#y"),
    "an empty query": ("https://e.org/?#f", {"s": "be"}, "https://e.org/?s=be#f"),
    "a hanging ampersand": ("https://e.org/?a=1&", {"s": "be"}, "https://e.org/?a=1&s=be"),
    "an existing key": ("https://e.org/?s=old", {"s": "new"}, "https://e.org/?s=old"),
    "an existing key and a hanging ampersand": ("https://e.org/?s=old&", {"s": "n"}, "https://e.org/?s=old&"),
    "an existing empty key": ("https://e.org/?s=", {"s": "new"}, "https://e.org/?s="),
    "an existing key without a value": ("https://e.org/?s", {"s": "new"}, "https://e.org/?s"),
    "an existing key twice": ("https://e.org/?s=1&s=2", {"s": "3", "t": "4"}, "https://e.org/?s=1&s=2&t=4"),
    "an existing encoded key": ("https://e.org/?%73=old", {"s": "new"}, "https://e.org/?%73=old"),
    "an existing Cyrillic key": ("https://e.org/?%D0%B0=1", {"а": "2"}, "https://e.org/?%D0%B0=1"),
    "an existing key with a plus": ("https://e.org/?a+b=1", {"a b": "2"}, "https://e.org/?a+b=1"),
    "a key in another case": ("https://e.org/?S=1", {"s": "2"}, "https://e.org/?S=1&s=2"),
    "a key only in the fragment": ("https://e.org/#s=1", {"s": "2"}, "https://e.org/?s=2#s=1"),
    "a question mark in the query": ("https://e.org/?a?b=1", {"s": "2"}, "https://e.org/?a?b=1&s=2"),
    "empty values": ("https://e.org/", {"a": "", "b": None, "c": "1"}, "https://e.org/?c=1"),
    "only empty values": ("https://e.org/?x&#", {"a": "", "b": None}, "https://e.org/?x&#"),
    "encoding": ("https://e.org/", {"a&b": "c d+e=%#я"}, "https://e.org/?a%26b=c%20d%2Be%3D%25%23%D1%8F"),
    "Markup": ("https://e.org/", {Markup("a"): Markup("<b>")}, "https://e.org/?a=%3Cb%3E"),
    "numbers": ("https://e.org/", {"year": 2026, "zero": 0}, "https://e.org/?year=2026&zero=0"),
    "letters of the URL's own": (
        "https://воля.example/я?ў=1#і",
        {"s": "1"},
        "https://воля.example/я?ў=1&s=1#і",
    ),
}


class TestCampaign:
    """Tags stand at the end of the query; what the URL had is kept."""

    @pytest.mark.parametrize(("url", "campaign", "expected"), CAMPAIGNS.values(), ids=CAMPAIGNS)
    def test_merged(self, url: str, campaign: dict[str, object] | None, expected: str) -> None:
        assert with_campaign(url, campaign) == expected

    @pytest.mark.parametrize(
        ("campaign", "reason"),
        [
            ({"": "x"}, "empty key"),
            ({None: "x"}, "empty key"),
            ({"a": "\0"}, r"campaign\['a'\] .*U\+0000"),
            ({"a\u202e": "x"}, r"campaign .*U\+202E"),
            ({"a": b"x"}, "not bytes"),
            ("utm_source=x", "must map names to values"),
            ([("utm_source", "x")], "must map names to values"),
        ],
    )
    def test_refused(self, campaign: object, reason: str) -> None:
        with pytest.raises(InvalidFieldError, match=reason):
            with_campaign("https://example.org/", campaign)

    def test_too_long_with_the_tags(self) -> None:
        assert check_url(LONG) == LONG
        with pytest.raises(InvalidURLError, match="share a shorter one"):
            with_campaign(LONG, {"utm_source": "bar"})

    @given(
        st.lists(st.tuples(st.text(min_size=1, max_size=5), st.text(max_size=5)), max_size=4),
        st.dictionaries(
            st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=5),
            st.text(st.characters(exclude_categories=["C"]), max_size=5),
            max_size=4,
        ),
    )
    @settings(max_examples=200, deadline=None)
    def test_nothing_is_lost_or_doubled(self, old: list[tuple[str, str]], campaign: dict[str, str]) -> None:
        url = f"https://example.org/p?{encode_query((percent_encode(name), value) for name, value in old)}#f"
        merged = urlsplit(with_campaign(url, campaign))
        before = parse_qsl(urlsplit(url).query)
        taken = {name for name, _ in before}
        added = [(key, safe_text(value)) for key, value in campaign.items() if value and key not in taken]
        assert parse_qsl(merged.query) == before + added
        assert (merged.path, merged.fragment) == ("/p", "f")


class TestTarget:
    """Where a form is sent and a count is asked: the page's own site, or an absolute http(s) URL."""

    @pytest.mark.parametrize("url", GOOD)
    def test_absolute_urls(self, url: str) -> None:
        assert check_form_target(url) == url

    @pytest.mark.parametrize(
        "path",
        [
            *("/sign", "/", "sign", "sign/now", "./sign", "../sign", "?a=1", "#sign", "/sign?a=1&b=%20#c"),
            *(
                "/a:b",
                "./a:b",
                "/a//b",
                "?next=https://example.org/",
                "#javascript:x",
                "/http://example.org/",
            ),
            *("/подпіс", "/חתימה", "/@ales", "/a\"b<c>d'e", f"/{'a' * (MAX_URL_LENGTH - 1)}"),
            *("sign?time=20:00", "sign#20:00", "a//b"),
        ],
        ids=lambda path: path[:40],
    )
    def test_paths(self, path: str) -> None:
        assert check_form_target(path) == path
        for wrap in (Markup, SafeString, lazystr):
            assert check_form_target(wrap(path)) == path
            assert type(check_form_target(wrap(path))) is str

    @pytest.mark.parametrize(
        ("value", "reason"),
        [
            ("", "or a path of the page's own site"),
            (None, "or a path of the page's own site"),
            ("//example.org/", "or a path of the page's own site"),
            ("///example.org/", "or a path of the page's own site"),
            ("/\\example.org/", "or a path"),
            ("\\\\example.org/", "or a path"),
            ("javascript:alert(1)", "or a path"),
            ("JavaScript:alert(1)", "or a path"),
            ("java\tscript:alert(1)", "or a path"),
            (" javascript:alert(1)", "or a path"),
            ("\x01javascript:alert(1)", r"U\+0001"),
            ("data:text/html,x", "or a path"),
            ("mailto:a@example.org", "or a path"),
            ("blob:https://example.org/x", "or a path"),
            ("a:b", "or a path"),
            (":", "or a path"),
            ("https:example.org", "or a path"),
            ("https:/example.org", "or a path"),
            ("http:sign", "or a path"),
            ("example.org:80/", "or a path"),
            ("/a b", "or a path"),
            (" /sign", "or a path"),
            ("/sign\n", "or a path"),
            ("/\t/example.org/", "or a path"),
            ("/\n/example.org/", "or a path"),
            ("/sign\u2028", "or a path"),
            ("/sign\u200e", "or a path"),
            ("/sign\u202e", r"U\+202E"),
            ("/\0", r"U\+0000"),
            ("/\ud800", r"U\+D800"),
            (b"/sign", "not bytes"),
            (f"/{'a' * MAX_URL_LENGTH}", "or a path"),
            ("https://", "host"),
            ("https:///example.org/", "host"),
            ("https://user:secret@example.org/", "user name"),
            ("https://exa mple.org/", r"U\+0020"),
            ("HTTPS://example.org:99999/", "port"),
        ],
        ids=lambda value: ascii(value)[:40],
    )
    def test_refused(self, value: object, reason: str) -> None:
        with pytest.raises(InvalidURLError, match=rf"^live .*{reason}") as caught:
            check_form_target(value, "live")
        assert caught.value.field == "live"
        assert str(caught.value).isprintable()

    @given(
        st.text("/\\:.?#@a\t\n \0%[]", max_size=12),
        st.sampled_from(["", "/", "//", "http", "https://", "javascript:"]),
    )
    @settings(max_examples=300, deadline=None)
    def test_a_path_stays_on_the_pages_site(self, text: str, before: str) -> None:
        try:
            target = check_form_target(before + text)
        except InvalidURLError:
            return
        page = urlsplit(urljoin("https://petitions.example/a/b", target))
        if target.lower().startswith(("http://", "https://")):
            assert check_url(target) == target
        else:
            assert page[:2] == ("https", "petitions.example")


class TestAscii:
    """Formats that take only ASCII get the same URL: Punycode and percent-encoding."""

    @pytest.mark.parametrize(
        ("url", "expected"),
        [
            ("https://example.org", "https://example.org"),
            ("https://example.org/a(b)!*,$;c?d=e&f+g#h", "https://example.org/a(b)!*,$;c?d=e&f+g#h"),
            ("https://example.org/%D1%8F%20", "https://example.org/%D1%8F%20"),
            ('https://example.org/я|{}"<>^`', "https://example.org/%D1%8F%7C%7B%7D%22%3C%3E%5E%60"),
            ("https://example.org?я#ы", "https://example.org?%D1%8F#%D1%8B"),
            ("https://почта.бел:8080/я", "https://xn--80a1acny.xn--90ais:8080/%D1%8F"),
            ("http://[2001:db8::1]:8080/я", "http://[2001:db8::1]:8080/%D1%8F"),
            ("https://бел。example/", "https://xn--90ais.example/"),
            ("https://🕊.example/", "https://xn--6w8h.example/"),
        ],
    )
    def test_forms(self, url: str, expected: str) -> None:
        assert ascii_url(url) == expected
        assert ascii_url(expected) == expected

    @given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Z"]), max_size=20))
    @settings(max_examples=200, deadline=None)
    def test_any(self, text: str) -> None:
        try:
            url = check_url(f"https://example.org/{text}")
        except InvalidURLError:
            return
        assert ascii_url(url).isascii()
        assert unquote(ascii_url(url)) == unquote(url)


class TestObjects:
    """An object whose text form is a URL is one, such as Starlette's ``request.url``."""

    class Address:
        def __init__(self, url: str) -> None:
            self.url = url

        def __str__(self) -> str:
            return self.url

    def test_usable(self) -> None:
        assert check_url(self.Address("https://example.org/")) == "https://example.org/"
        assert check_form_target(self.Address("/sign")) == "/sign"

    @pytest.mark.parametrize(
        "value", [{"be": "https://example.org/"}, ["https://example.org/"], True, object()]
    )
    def test_refused(self, value: object) -> None:
        with pytest.raises(InvalidURLError):
            check_url(value)
