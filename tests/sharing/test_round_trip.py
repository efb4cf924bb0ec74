"""What is shared comes back from every link field by field, after one strict percent-decoding."""

import itertools
import re
import string
from dataclasses import replace
from html import escape
from urllib.parse import quote

import pytest
import regex
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from solidarity_widgets import builtin_registry
from solidarity_widgets.sharing import share_content
from solidarity_widgets.sharing.lengths import x_length

# --- what each network is sent: parameter name=field -------------------------------------------------------
# Beside the fields of the content: "message", the words and the URL; "html", the same escaped for an editor;
# "tags", the words, hashtags and URL of a post; "sign", the first hashtag with its sign; "tag", without it.

SENT = {
    "google_plus": "url=url hl=lang text=text",
    "livejournal": "subject=title event=html",
    "myworld": "share_url=url title=title description=text image_url=image",
    "odnoklassniki": "url=url title=title description=text imageUrl=image",
    "yandex": "URL=url title=title body=text",
    "yandex_mail": "mailto=letter",
    "mailru_mail": "mailto=letter",
    "vk": "url=url title=title image=image comment=text",
    "max": "text=message",
    "liveinternet": "action:n_add cnurl=url cntitle=title",
    "surfingbird": "url=url title=title description=text screenshot=image",
    "moikrug": "url=url title=title description=text",
    "telegram": "url=url text=text",
    "whatsapp": "text=message",
    "viber": "text=message",
    "facebook_messenger": "link=url app_id:291494419107518 redirect_uri=url",
    "line": "url=url text=text",
    "threema": "text=message",
    "skype": "url=url text=text",
    "sms": "body=message",
    "teams": "href=url msgText=text assignTitle=title",
    "facebook": "u=url hashtag=sign",
    "x": "url=url text=text hashtags=hashtags via=via",
    "bluesky": "text=tags",
    "mastodon": "text=tags",
    "threads": "text=text url=url tag=tag",
    "linkedin": "url=url",
    "reddit": "url=url title=title",
    "pinterest": "url=url media=image description=text",
    "tumblr": "canonicalUrl=url title=title caption=text tags=hashtags show-via=via",
    "weibo": "url=url title=title pic=image",
    "qzone": "url=url title=title summary=text pics=image",
    "xing": "url=url",
    "diaspora": "url=url title=title",
    "hackernews": "u=url t=title",
    "lobsters": "url=url title=title",
    "flipboard": "v:2 url=url title=title",
    "instapaper": "url=url title=title description=text",
    "pocket": "url=url title=title",
    "evernote": "url=url title=title body=text",
    "buffer": "url=url text=text",
    "hatena": "mode:confirm url=url title=title",
    "blogger": "u=url n=title t=text",
    "google_classroom": "url=url title=title body=text",
    "google_bookmarks": "op:edit bkmk=url title=title annotation=text labels=hashtags",
    "workplace": "u=url quote=text hashtag=sign",
    "delicious": "url=url title=title",
    "stumbleupon": "url=url title=title",
    "digg": "url=url",
    "friendfeed": "url=url",
    "baidu": "iu=url it=title",
    "email": "subject=title body=lines",
    "gmail": "view:cm fs:1 su=title body=lines",
    "outlook_mail": "subject=title body=lines",
    "yahoo_mail": "subject=title body=lines",
    "lemmy": "url=url title=title body=text",
    "misskey": "text=text url=url",
    "pinboard": "url=url title=title description=text",
    "raindrop": "link=url title=title",
    "wallabag": "url=url",
}
OPTIONS = {"facebook_messenger": {"app_id": "291494419107518"}, "lemmy": {"instance": "lemmy.example"}}
#: Documented limits: of a field, or of the whole post with its link, as the network counts.
LIMITS = {
    "bluesky": ("text", 300),
    "mastodon": ("text", 500),
    "threads": ("text", 500),
    "telegram": ("text", 4096),
    "lemmy": ("title", 200),
    "reddit": ("title", 300),
}
REGISTRY = builtin_registry()
#: Where a link begins with something else than the endpoint.
ENDPOINTS = {"lemmy": "https://lemmy.example/create_post"}
#: The longest links where it is not 8,000 characters.
MAX_LINKS = {
    **dict.fromkeys(("email", "sms", "viber", "threema", "outlook_mail"), 2_000),
    **dict.fromkeys(("gmail", "yahoo_mail"), 6_000),
}


# --- a strict decoder --------------------------------------------------------------------------------------

UNRESERVED = set(string.ascii_letters + string.digits + "-._~")
ESCAPE = re.compile(r"%[0-9A-F]{2}")


def decode(encoded):
    """Decode one value, which may hold nothing but unreserved characters and upper-case escapes of UTF-8."""
    octets = bytearray()
    position = 0
    while position < len(encoded):
        if encoded[position] in UNRESERVED:
            octets += encoded[position].encode("ascii")
            position += 1
        elif escape := ESCAPE.match(encoded, position):
            octets.append(int(escape[0][1:], 16))
            position += 3
        else:
            raise ValueError(f"{encoded[position]!r} is not encoded at {position} of {encoded}")
    return octets.decode("utf-8", "strict")


def fields(link, endpoint):
    """Take a link apart: parameter name -> value."""
    assert link.startswith(endpoint)
    mark, sent = link[len(endpoint)], link[len(endpoint) + 1 :]
    assert mark in "?#"
    pairs = [pair.split("=") for pair in sent.split("&")]
    values = {name: decode(value) for name, value in pairs}
    assert len(values) == len(pairs), "a parameter is sent twice"
    return values


@pytest.mark.parametrize(
    "encoded", ["a+b", "a b", "%", "%4", "%zz", "%d0%92", "%FF", "%ED%A0%80", "/", "В", "'"]
)
def test_the_decoder_is_strict(encoded):
    with pytest.raises(ValueError, match=r"is not encoded|codec can't decode"):
        decode(encoded)


# --- what should come back ---------------------------------------------------------------------------------


def words(content, has_title):
    """Return the text; where there is no field for the title, the title stands in for it."""
    return content.text or ("" if has_title else content.title)


def message_url(url):
    """Return the URL with its final punctuation encoded, which apps would leave out of a link."""
    head = re.match(r"https?://[^/?#]*[/?#]?", url)[0]
    rest = url[len(head) :]
    if rest.endswith(")") and url.count("(") < url.count(")"):
        return f"{url[:-1]}%29"
    stem = rest.rstrip(".,;:!'")
    return head + stem + quote(rest[len(stem) :], safe="").replace(".", "%2E")


def joined(*parts, separator=" "):
    return separator.join(part for part in parts if part)


def expected(provider, content):
    """Return what the network must be sent, without limits: parameter name -> value."""
    table = SENT[provider].split()
    has_title = any(entry.endswith("=title") for entry in table)
    has_text = any(entry.endswith(("=text", "=message", "=html", "=tags", "=lines")) for entry in table)
    text = words(content, has_title)
    crlf = re.sub(r"\r\n|\r|\n", "\r\n", content.text)
    url = message_url(content.url)
    html = joined(text, url)
    for sign, reference in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("'", "&#x27;")):
        html = html.replace(sign, reference)
    values = {
        "url": content.url,
        "title": content.title or ("" if has_text else content.text),
        "text": text,
        "image": content.image,
        "hashtags": ",".join(content.hashtags),
        "via": content.via,
        "lang": content.lang,
        "message": joined(text, url),
        "html": html,
        "tags": joined(text, *(f"#{tag}" for tag in content.hashtags), url),
        "sign": "".join(f"#{tag}" for tag in content.hashtags[:1]),
        "tag": "".join(content.hashtags[:1]),
        "lines": joined(crlf, url, separator="\r\n\r\n"),
    }
    result = {}
    for entry in table:
        name, sign, field = re.fullmatch(r"(.+?)([=:])(.+)", entry).groups()
        result[name] = values[field] if sign == "=" else field
    return {name: value for name, value in result.items() if value}


def received(provider, content):
    """Return what a link holds; the letter inside a mail service's link is decoded a second time."""
    link = REGISTRY[provider].share_url(content, **OPTIONS.get(provider, {}))
    values = fields(link.replace("?&", "?", 1), ENDPOINTS.get(provider, REGISTRY[provider].endpoint))
    if SENT[provider] == "mailto=letter":
        assert list(values) == ["mailto"]
        return fields(values["mailto"], "mailto:")
    return values


def sent(provider, content):
    return expected("email" if SENT[provider] == "mailto=letter" else provider, content)


def assert_comes_back(provider, content):
    if provider == "pinterest" and not content.image:  # which it requires
        content = replace(content, image="https://example.org/i.png")
    should, did = sent(provider, content), received(provider, content)
    link = REGISTRY[provider].share_url(content, **OPTIONS.get(provider, {}))
    for name in [name for name in should if should[name] != did.get(name)]:
        assert_shortened(provider, content, name, should.pop(name), did.pop(name, ""), link)
    assert should == did


def assert_shortened(provider, content, name, whole, cut, link):
    """Hold a shortened value to the network's limit, to whole graphemes, and to the whole URL."""
    network = REGISTRY[provider]
    limit, maximum = limit_of(provider, content, name), MAX_LINKS.get(provider, 8_000)
    too_long = network.text_length(whole) > limit or len(link) + len(quote(whole)) - len(quote(cut)) > maximum
    assert too_long, f"{name} fits and is shortened"
    table = SENT["email" if SENT[provider] == "mailto=letter" else provider]
    field = dict(entry.split("=") for entry in table.split() if "=" in entry)[name]
    if field == "hashtags":
        assert whole.startswith(cut)
        return
    tail = ""
    if field in ("message", "html", "tags", "lines"):
        tail = message_url(content.url) if field != "html" else escape(message_url(content.url))
        assert cut.endswith(tail), "the URL is not whole"
        assert network.text_length(cut) <= limit or cut == tail, "over the network's limit"
    else:
        assert network.text_length(cut) <= limit, "over the network's limit"
    if cut == tail:
        return
    tags = " ".join(f"#{tag}" for tag in content.hashtags) if field == "tags" else ""
    words = cut.removesuffix(tail).rstrip().removesuffix(tags).rstrip()
    stem = words.removesuffix("…")
    if words == whole.removesuffix(tail).rstrip().removesuffix(tags).rstrip():
        return  # only hashtags were too many
    assert words.endswith("…")
    assert whole.startswith(stem), "another text"
    if field != "html":  # an escape of HTML is several graphemes
        ends = itertools.accumulate(map(len, regex.findall(r"\X", whole)))
        assert len(stem) in {0, *ends} or whole[len(stem)].isspace(), "a grapheme is cut"
    assert len(link) <= maximum, "the link is too long for its network"


def limit_of(provider, content, name):
    if provider == "x":
        taken = sum(x_length(f" #{tag}") for tag in content.hashtags)
        return max(280 - 24 - taken - (x_length(f" via @{content.via}") if content.via else 0), 0)
    limited, limit = LIMITS.get(provider, ("", 0))
    return limit if name == limited else 10**9


# --- every text of the list --------------------------------------------------------------------------------

TEXTS = {
    "cyrillic": "Свабоду ўсім палітвязням! Ґ, є, ї, ё",
    "hebrew": "חופש לכל האסירים הפוליטיים",
    "persian": "آزادی برای همهٔ زندانیان سیاسی؛ می\u200cخواهیم و می\u200cتوانیم",
    "arabic with a mark": "الحرية \u200fلأليس\u200e!",
    "emoji families": "👨‍👩‍👧‍👦👩🏽‍🤝‍👨🏿🏳️‍🌈🇧🇾✊🏽",
    "ampersand": "Gin & Juice &amp; &lt;b&gt; &#39;",
    "hash": "#freeales #1 C#",
    "plus": "1+1 = 2, a + b",
    "percent": "100% %41 %zz %",
    "quotes": "\"'`«»„“”’",
    "markup": "<script>alert(1)</script><b onclick='x'>",
    "newlines": "one\ntwo\r\nthree\rfour\n\nfive\tsix",
    "placeholders": "{url} {title} {0} %s %(text)s ${url} {{ text }}",
    "separators": "a=b&c=d;e?f/g:h@i",
    "backslash": "C:\\n \\u0041",
    "unreserved": "-._~",
    "spaces": "  two  spaces  ",
    "zero": "0",
    "2,000 Latin letters": "a" * 2000,
    "2,000 characters": "Свабода, мір + 5% & #1. "[:20] * 100,
    "2,000 Persian characters": "می\u200cخواهیم " * 200,
    "2,000 emoji": "👨‍👩‍👧‍👦" * 285 + "✊🏽✊🏽",
}
ADDRESSES = {
    "plain": "https://example.org/",
    "IDN": "https://чистыесвободы.example/пра-нас",
    "punycode": "http://xn--80aa1akgw.example",
    "Hebrew IDN": "https://חופש.example/א",
    "query": "https://example.org/?a=1&b=%26&c=d+e&f",
    "fragment": "https://example.org/a/b;c=1?q#top?x=1&y=2",
    "escapes": "https://example.org/%D0%B2/100%25?q=%2B%23",
    "signs": "https://example.org/a'b(c)!*,$[1]{x}|~",
    "port and address": "http://[2001:db8::1]:8080/x",
    "long": "https://example.org/?q=" + "%D0%B2" * 330,
}


@pytest.mark.parametrize("provider", SENT)
def test_every_text(provider, subtests):
    """Each text comes back from each network as text and, in one line, as title."""
    for name, text in TEXTS.items():
        line = re.sub(r"[\r\n]+", " ", text)
        with subtests.test(name):
            for title, message in ((line, text), ("", text), (line, "")):
                assert_comes_back(provider, share_content(ADDRESSES["query"], title=title, text=message))


@pytest.mark.parametrize("provider", SENT)
def test_every_address(provider, subtests):
    """Each URL comes back from each network as it was given: alone, as a picture, with a campaign's tags."""
    for name, address in ADDRESSES.items():
        with subtests.test(name):
            for content in (
                share_content(address),
                share_content(
                    address, image=address, title="Воля", text="Воля & мір", via="viasna96", lang="be"
                ),
                share_content(address[:1900], text="Воля", campaign={"utm_source": "бар & ко", "q": "новая"}),
            ):
                assert_comes_back(provider, content)


# --- and every mixture of them -----------------------------------------------------------------------------

CLUSTERS = st.sampled_from(
    [
        *"ВовЎўґїאבגסשمی؛&#+%=?/:;,.'\"`<>{}[]()|\\^~-_!$*@ ",
        "می\u200c",
        "\u200f",
        "\u200e",
        "👨‍👩‍👧‍👦",
        "✊🏽",
        "🇧🇾",
        "e\u0301",
    ]
)
ALPHABET = st.characters(
    exclude_categories=("Cs", "Cc", "Cn"),  # unassigned: programs differ on their graphemes
    exclude_characters="\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufffe\uffff\u2028\u2029",
)
PIECES = st.one_of(CLUSTERS, st.sampled_from(list(TEXTS.values())[:-4]), st.text(ALPHABET, max_size=8))
TITLES = st.lists(PIECES, max_size=8).map(lambda pieces: re.sub(r"[\r\n]+", " ", "".join(pieces)))
MESSAGES = st.one_of(
    st.lists(st.one_of(PIECES, st.sampled_from(["\n", "\r\n", "\r", "\t"])), max_size=10).map("".join),
    st.lists(PIECES, min_size=1, max_size=4).map("".join).map(lambda text: (text * 2000)[:2000]),
)
HOSTS = st.sampled_from(
    ["example.org", "приклад.example", "xn--80aa1akgw.example:8080", "חופש.example", "[::1]"]
)
PARTS = st.text(
    st.one_of(st.sampled_from("&=+%;,:@/'()!*$~{}|абвאבג"), st.characters(categories=("L", "Nd"))),
    max_size=20,
)
QUERIES = st.one_of(st.just(""), PARTS.map("?{}".format))
FRAGMENTS = st.one_of(st.just(""), PARTS.map("#{}".format))
URLS = st.builds("https://{}/{}{}{}".format, HOSTS, PARTS, QUERIES, FRAGMENTS)
TAGS = st.lists(
    st.from_regex(r"[a-zа-яўіא-ת][0-9a-zа-яўіא-ת]{0,11}", fullmatch=True), max_size=3, unique=True
)
CONTENTS = st.builds(
    share_content,
    URLS,
    title=TITLES,
    text=MESSAGES,
    image=st.one_of(st.none(), URLS),
    hashtags=TAGS,
    via=st.one_of(st.none(), st.text(st.characters(categories=("L", "Nd")), min_size=1, max_size=15)),
    campaign=st.dictionaries(
        st.sampled_from(["utm_source", "utm_ч", "a&b"]), TITLES.map(lambda t: t[:20]), max_size=2
    ),
    lang=st.sampled_from(["", "be", "be-tarask", "fa"]),
)


@pytest.mark.parametrize("provider", SENT)
@settings(
    deadline=None, max_examples=15, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(content=CONTENTS)
def test_every_mixture(provider, content):
    """Any mixture of fields comes back from every network, exact but for the documented limits."""
    assert_comes_back(provider, content)


# --- documented limits -------------------------------------------------------------------------------------

LONG = st.lists(CLUSTERS, min_size=280, max_size=700).map("".join)


@pytest.mark.parametrize("provider", ["bluesky", "mastodon", "threads", "reddit", "x"])
@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(text=LONG, url=URLS, hashtags=TAGS, via=st.sampled_from(["", "viasna96"]))
def test_limits(provider, text, url, hashtags, via):
    """A text longer than the network takes loses its end, in whole graphemes; the URL loses nothing."""
    assert_comes_back(provider, share_content(url, text=text, hashtags=hashtags, via=via))


ADDRESS = "https://example.org/1234567890"  # 22 characters on Bluesky: example.org/1234567890


@pytest.mark.parametrize(
    ("provider", "name", "given", "shown"),
    [
        ("bluesky", "text", "я" * 277, f"{'я' * 277} {ADDRESS}"),
        ("bluesky", "text", "я" * 278, f"{'я' * 276}… {ADDRESS}"),
        ("mastodon", "text", "🕊" * 476, f"{'🕊' * 476} {ADDRESS}"),
        ("mastodon", "text", "🕊" * 477, f"{'🕊' * 475}… {ADDRESS}"),
        ("threads", "text", "я" * 500, "я" * 500),
        ("threads", "text", "я" * 501, f"{'я' * 499}…"),
        ("reddit", "title", "я" * 300, "я" * 300),
        ("reddit", "title", "я" * 301, f"{'я' * 299}…"),
        ("telegram", "text", "a" * 4096, "a" * 4096),
        ("telegram", "text", "a" * 4097, f"{'a' * 4095}…"),
        ("x", "text", "я" * 256, "я" * 256),
        ("x", "text", "я" * 257, f"{'я' * 254}…"),  # the ellipsis counts as two
        ("x", "text", "自由" * 64, "自由" * 64),
        ("x", "text", "自由" * 65, f"{'自由' * 63}自…"),
        ("bluesky", "text", f"{'a' * 200} {'b' * 200}", f"{'a' * 200}… {ADDRESS}"),
    ],
)
def test_where_a_limit_bites(provider, name, given, shown):
    """Each network counts in its own way; the cut falls between words."""
    assert received(provider, share_content(ADDRESS, text=given))[name] == shown


@pytest.mark.parametrize("length", [30, 150, 250, 299, 420, 2000])
@pytest.mark.parametrize(("provider", "kept"), [("bluesky", 262), ("mastodon", 467)])
def test_a_long_url_takes_no_more_room_than_the_network_counts(provider, kept, length):
    """Neither words nor hashtags are lost because of it."""
    url = "https://example.org/".ljust(length, "a")
    content = share_content(url, text="я" * 1000, hashtags=["freeales"])
    words = "я" * kept if length > 40 or provider == "mastodon" else "я" * (kept - 1)
    assert received(provider, content)["text"].startswith(words[:250])
    assert received(provider, content)["text"].endswith(f"… #freeales {url}")


def test_every_network_with_a_link_is_here():
    expected_ids = {provider.id for provider in REGISTRY if provider.endpoint is not None}
    assert expected_ids == set(SENT)
