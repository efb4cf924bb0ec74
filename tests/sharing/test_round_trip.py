"""What is shared comes back from every link field by field, after one strict percent-decoding."""

import re
import string

import pytest
import regex
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from solidarity_widgets import builtin_registry
from solidarity_widgets.sharing import share_content

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
    "facebook_messenger": "link=url app_id:291494419107518",
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
    "weibo": "url=url title=title pic=image ralateUid=via",
    "qzone": "url=url title=title summary=text pics=image",
    "xing": "url=url",
    "diaspora": "url=url title=title",
    "hackernews": "u=url t=title",
    "lobsters": "url=url title=title",
    "flipboard": "v:2 url=url title=title",
    "instapaper": "url=url title=title description=text",
    "pocket": "url=url title=title",
    "evernote": "url=url title=title body=text",
    "buffer": "url=url text=text picture=image via=via",
    "hatena": "mode:confirm url=url title=title",
    "blogger": "u=url n=title t=text",
    "google_classroom": "url=url title=title",
    "google_bookmarks": "op:edit bkmk=url title=title annotation=text labels=hashtags",
    "workplace": "u=url quote=text hashtag=sign",
    "delicious": "url=url title=title",
    "stumbleupon": "url=url title=title",
    "digg": "url=url",
    "friendfeed": "url=url",
    "baidu": "iu=url it=title",
    "email": "subject=title body=lines",
    "gmail": "view:cm fs:1 su=title body=lines",
}
OPTIONS = {"facebook_messenger": {"app_id": "291494419107518"}}
LETTERS = {"email", "gmail", "yandex_mail", "mailru_mail"}
#: Documented limits in graphemes: of a field, or of the whole post with its link (X counts any link as 23).
LIMITS = {
    "bluesky": ("text", 300),
    "mastodon": ("text", 500),
    "threads": ("text", 500),
    "reddit": ("title", 300),
}
REGISTRY = builtin_registry()


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


def joined(*parts, separator=" "):
    return separator.join(part for part in parts if part)


def expected(provider, content):
    """Return what the network must be sent, without limits: parameter name -> value."""
    table = SENT[provider].split()
    has_title = any(entry.endswith("=title") for entry in table)
    has_text = any(entry.endswith(("=text", "=message", "=html", "=tags", "=lines")) for entry in table)
    text = words(content, has_title)
    crlf = re.sub(r"\r\n|\r|\n", "\r\n", content.text)
    html = joined(text, content.url)
    for sign, escape in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("'", "&#x27;")):
        html = html.replace(sign, escape)
    values = {
        "url": content.url,
        "title": content.title or ("" if has_text else content.text),
        "text": text,
        "image": content.image,
        "hashtags": ",".join(content.hashtags),
        "via": content.via,
        "lang": content.lang,
        "message": joined(text, content.url),
        "html": html,
        "tags": joined(text, *(f"#{tag}" for tag in content.hashtags), content.url),
        "sign": "".join(f"#{tag}" for tag in content.hashtags[:1]),
        "tag": "".join(content.hashtags[:1]),
        "lines": joined(crlf, content.url, separator="\r\n\r\n"),
    }
    result = {}
    for entry in table:
        name, sign, field = re.fullmatch(r"(.+?)([=:])(.+)", entry).groups()
        result[name] = values[field] if sign == "=" else field
    return {name: value for name, value in result.items() if value}


def received(provider, content):
    """Return what a link holds; the letter inside a mail service's link is decoded a second time."""
    link = REGISTRY[provider].share_url(content, **OPTIONS.get(provider, {}))
    values = fields(link, REGISTRY[provider].endpoint)
    if SENT[provider] == "mailto=letter":
        assert list(values) == ["mailto"]
        return fields(values["mailto"], "mailto:")
    return values


def sent(provider, content):
    return expected("email" if SENT[provider] == "mailto=letter" else provider, content)


def size(text):
    """Count graphemes as Unicode does, by another program than the library's own."""
    return len(regex.findall(r"\X", text))


def assert_comes_back(provider, content):
    should, did = sent(provider, content), received(provider, content)
    limited, limit = LIMITS.get(provider, ("text", 280) if provider == "x" else ("", 0))
    if limited in should and should[limited] != did.get(limited):
        assert_shortened(provider, content, should.pop(limited), did.pop(limited, ""), limit)
    assert should == did


def assert_shortened(provider, content, whole, cut, limit):
    """Hold a shortened text to its limit, to whole graphemes and words, and to the whole URL."""
    room = limit
    if provider == "x":
        room -= (
            24
            + sum(size(tag) + 2 for tag in content.hashtags)
            + (size(content.via) + 6 if content.via else 0)
        )
    assert size(whole) > room, "a text that fits is shortened"
    tail = ""
    if provider in ("bluesky", "mastodon"):
        tagged = joined(*(f"#{tag}" for tag in content.hashtags), content.url)
        tail = tagged if size(tagged) <= limit else content.url
        assert cut == tail or cut.endswith(f" {tail}"), "the URL is not whole"
        words = whole.removesuffix(tagged).rstrip()
        tail = f" {tail}"
        room -= size(tail)
        if size(words) <= room:  # the tags alone were too many
            assert cut == f"{words}{tail}".lstrip()
            return
        whole = words
    head = regex.findall(r"\X", whole)[: max(room - 1, 0)]  # what fits beside the ellipsis
    stem = cut.removesuffix(tail).removesuffix("…") if cut != tail[1:] else ""
    assert f"{stem}…{tail}" == cut or not stem
    assert not tail or stem or not "".join(head).strip(), "no word is sent where there is room for one"
    ends = range((room + 1) // 2, len(head) + 1)  # at least half of the room is used
    assert stem in {"".join(head[:end]).rstrip() for end in ends} | ({""} if room < 2 else set())


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
    st.text(st.characters(categories=("L", "Nd")), min_size=1, max_size=12), max_size=3, unique=True
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


def family(count):
    return "👨‍👩‍👧‍👦" * count


ADDRESS = "https://example.org/1234567890"  # 30 characters


@pytest.mark.parametrize(
    ("provider", "name", "given", "shown"),
    [
        ("bluesky", "text", family(269), f"{family(269)} {ADDRESS}"),
        ("bluesky", "text", family(270), f"{family(268)}… {ADDRESS}"),
        ("mastodon", "text", family(469), f"{family(469)} {ADDRESS}"),
        ("mastodon", "text", family(470), f"{family(468)}… {ADDRESS}"),
        ("threads", "text", family(500), family(500)),
        ("threads", "text", family(501), f"{family(499)}…"),
        ("reddit", "title", family(300), family(300)),
        ("reddit", "title", family(301), f"{family(299)}…"),
        ("x", "text", family(256), family(256)),
        ("x", "text", family(257), f"{family(255)}…"),
        ("bluesky", "text", f"{'a' * 200} {'b' * 200}", f"{'a' * 200}… {ADDRESS}"),
    ],
)
def test_where_a_limit_bites(provider, name, given, shown):
    """An emoji of seven code points counts as one; the cut falls between words."""
    assert received(provider, share_content(ADDRESS, text=given))[name] == shown


@pytest.mark.parametrize(
    ("url", "hashtags", "shown"),
    [
        (f"https://example.org/{'a' * 280}", (), "{url}"),
        (f"https://example.org/{'a' * 1000}", (), "{url}"),
        (f"https://example.org/{'a' * 278}", (), "{url}"),
        (f"https://example.org/{'a' * 277}", (), "В… {url}"),
        (f"https://example.org/{'a' * 275}", ("freeales",), "Вол… {url}"),
        (f"https://example.org/{'a' * 270}", ("freeales",), "#freeales {url}"),
    ],
)
def test_a_long_url_leaves_no_room_for_words(url, hashtags, shown):
    """The URL stays whole however long it is: first the words go, then the hashtags."""
    content = share_content(url, text="Воля народу", hashtags=hashtags)
    assert received("bluesky", content)["text"] == shown.format(url=url)


def test_every_network_with_a_link_is_here():
    expected_ids = {provider.id for provider in REGISTRY if provider.endpoint is not None}
    assert expected_ids == set(SENT)
