"""Bad input gets one clear error that names the value and the remedy, and never becomes a link."""

import pytest
from markupsafe import Markup

from solidarity_widgets import (
    InvalidAttributeError,
    InvalidFieldError,
    InvalidURLError,
    MissingFieldError,
    NoShareURLError,
    Provider,
    ProviderDefinitionError,
    ShareContent,
    SolidarityWidgetsError,
    UnknownOptionError,
    UnknownProviderError,
    builtin_registry,
    default_registry,
    share_button,
    share_buttons,
    share_url,
)

URL = "https://example.org/"
LINKED = [provider.id for provider in default_registry() if provider.endpoint is not None]
MAIL = ["email", "gmail", "yandex_mail", "mailru_mail"]
NEEDS = {
    "facebook_messenger": {"app_id": "1"},
    "lemmy": {"instance": "lemmy.example"},
    "pinterest": {"image": "https://example.org/i.png"},
}

LONG = f"https://example.org/{'a' * 2029}"

#: Why, the URL, and the remedy that the message names.
BAD_URLS = [
    ("empty", "", "must be an absolute http(s) URL, not empty"),
    ("None", None, "must be an absolute http(s) URL, not empty"),
    ("relative path", "/petition", "must be an absolute http(s) URL, beginning with https:// or http://"),
    ("relative", "petition.html", "beginning with https:// or http://"),
    ("query alone", "?a=1", "beginning with https:// or http://"),
    ("fragment alone", "#top", "beginning with https:// or http://"),
    ("without scheme", "example.org/petition", "beginning with https:// or http://"),
    ("scheme-relative", "//example.org/petition", "beginning with https:// or http://"),
    ("host and port", "example.org:8080/", "beginning with https:// or http://"),
    ("javascript", "javascript:alert(1)", "beginning with https:// or http://"),
    ("javascript in capitals", "JaVaScRiPt:alert(1)", "beginning with https:// or http://"),
    ("javascript with a host", "javascript://example.org/%0Aalert(1)", "beginning with https:// or http://"),
    ("javascript after a tab", "java\tscript:alert(1)", "must not contain the character U+0009"),
    ("javascript after a space", " javascript:alert(1)", "must not contain the character U+0020"),
    ("data", "data:text/html,<script>alert(1)</script>", "beginning with https:// or http://"),
    ("vbscript", "vbscript:x", "beginning with https:// or http://"),
    ("blob", "blob:https://example.org/1", "beginning with https:// or http://"),
    ("file", "file:///index.html", "beginning with https:// or http://"),
    ("mail", "mailto:a@example.org", "beginning with https:// or http://"),
    ("ftp", "ftp://example.org/", "beginning with https:// or http://"),
    ("user and password", "https://user:secret@example.org/", "(remove all before the @)"),
    ("user", "https://user@example.org/", "(remove all before the @)"),
    ("host in disguise", "https://example.org:443@evil.example/", "(remove all before the @)"),
    ("empty user", "https://@example.org/", "(remove all before the @)"),
    ("NUL", "https://example.org/\x00", "must not contain the character U+0000 (remove it)"),
    (
        "line feed",
        "https://example.org/\nX",
        "must not contain the character U+000A (percent-encode or remove it)",
    ),
    ("carriage return", "https://example.org/\rX", "must not contain the character U+000D"),
    ("escape", "https://example.org/\x1b", "must not contain the character U+001B"),
    ("delete", "https://example.org/\x7f", "must not contain the character U+007F"),
    ("C1 control", "https://example.org/\x85", "must not contain the character U+0085"),
    (
        "space",
        "https://example.org/a b",
        "must not contain the character U+0020 (percent-encode or remove it)",
    ),
    ("trailing space", "https://example.org/ ", "must not contain the character U+0020"),
    ("no-break space", "https://example.org/\xa0", "must not contain the character U+00A0"),
    ("backslash", "https://example.org\\@evil.example/", "must not contain the character U+005C"),
    ("bidi override", "https://example.org/\u202egpj", "must not contain the character U+202E (remove it)"),
    ("bidi isolate", "https://example.org/\u2066", "must not contain the character U+2066"),
    ("bidi mark", "https://example.org/\u200f", "must not contain the character U+200F"),
    ("zero-width space", "https://exam\u200bple.org/", "must not contain the character U+200B"),
    ("byte order mark", "\ufeffhttps://example.org/", "must not contain the character U+FEFF"),
    ("lone surrogate", "https://example.org/\ud83d", "must not contain the character U+D83D (remove it)"),
    ("noncharacter", "https://example.org/\uffff", "must not contain the character U+FFFF"),
    ("too long", LONG, "must have at most 2048 characters, not 2049 (share a shorter one)"),
    ("no host", "https://", "has no valid host (write it as https://example.org/…)"),
    ("no host but a path", "https:///petition", "has no valid host"),
    ("no slashes", "https:example.org", "beginning with https:// or http://"),
    ("one slash", "https:/example.org", "beginning with https:// or http://"),
    ("empty label", "https://example..org/", "has no valid host"),
    ("bad sign in the host", "https://exa<mple.org/", "has no valid host"),
    ("port too high", "https://example.org:65536/", "has an invalid port (a number up to 65535)"),
    ("port in letters", "https://example.org:http/", "has an invalid port"),
    ("open bracket", "https://[::1/", "is not a valid URL"),
    ("bad address", "https://[::x]/", ""),
    ("bytes", b"https://example.org/", "must be text, not bytes (decode it first)"),
]


def refused(error, standard, function, *args, **kwargs):
    """Return the error that a call raises; it is the library's own and the standard type."""
    with pytest.raises(SolidarityWidgetsError) as caught:
        function(*args, **kwargs)
    assert type(caught.value) is error
    assert isinstance(caught.value, standard)
    return caught.value


class TestURLs:
    """What is no absolute http(s) URL is refused, by every function, as page and as picture."""

    @pytest.mark.parametrize("function", [share_url, share_button, share_buttons])
    def test_the_page(self, function, subtests):
        for name, url, remedy in BAD_URLS:
            with subtests.test(name):
                error = refused(InvalidURLError, ValueError, function, url, "telegram")
                assert error.field == "url"
                assert (error.url, error.value) == (url, url)
                assert remedy in error.reason
                assert str(error).startswith(f"url {error.reason}; got ")

    def test_the_picture(self, subtests):
        for name, url, remedy in BAD_URLS[2:]:
            with subtests.test(name):
                error = refused(InvalidURLError, ValueError, share_url, URL, "pinterest", image=url)
                assert error.field == "image"
                assert remedy in error.reason

    @pytest.mark.parametrize("url", ["javascript:alert(1)", "/petition", "https://a:b@example.org/"])
    def test_no_network_takes_it(self, url, subtests):
        for provider in LINKED:
            with subtests.test(provider):
                needs = NEEDS.get(provider, {})
                error = refused(InvalidURLError, ValueError, share_url, url, provider, **needs)
                assert repr(url) in str(error)

    @pytest.mark.parametrize(
        ("provider", "option"), [("facebook_messenger", "redirect_url"), ("xing", "follow_url")]
    )
    @pytest.mark.parametrize("url", ["javascript:alert(1)", "/back", "https://user@example.org/"])
    def test_options_that_are_addresses(self, provider, option, url):
        options = {**NEEDS.get(provider, {}), option: url}
        error = refused(InvalidURLError, ValueError, share_url, URL, provider, **options)
        assert (error.field, error.url) == (option, url)

    @pytest.mark.parametrize(
        "url",
        [
            "https://example.org",
            "HTTPS://EXAMPLE.ORG/",
            "http://localhost:8000/",
            "https://example.org./",
            "https://example.org:/",
            "https://127.0.0.1/",
            "https://[2001:db8::1]:8080/",
            "https://чистыесвободы.example/пра-нас",
            "https://example.org/?u=https://a:b@c.example/",
            "https://example.org/a@b:c",
            f"https://example.org/{'a' * 2028}",
        ],
    )
    def test_what_is_not_refused(self, url):
        assert share_button(url, "telegram").content.url == url

    def test_the_message_is_short_and_printable(self):
        error = refused(InvalidURLError, ValueError, share_url, "\u202e\ud800" + "x" * 5000, "vk")
        assert len(str(error)) < 250
        assert str(error).isprintable()


class TestTexts:
    """Characters that deceive or break are refused in every slot that takes words, and named by number."""

    CHARACTERS = (
        ("\x00", "U+0000"),
        ("\x08", "U+0008"),
        ("\x0b", "U+000B"),
        ("\x1b", "U+001B"),
        ("\x7f", "U+007F"),
        ("\x85", "U+0085"),
        ("\ud800", "U+D800"),
        ("\udfff", "U+DFFF"),
        ("\u202a", "U+202A"),
        ("\u202e", "U+202E"),
        ("\u2066", "U+2066"),
        ("\u2069", "U+2069"),
        ("\ufffe", "U+FFFE"),
    )
    SLOTS = (
        ("title", "title"),
        ("text", "text"),
        ("hashtags", "hashtags"),
        ("via", "via"),
        ("instance", "instance"),
    )

    @pytest.mark.parametrize(("slot", "field"), SLOTS, ids=[slot for slot, _ in SLOTS])
    def test_hostile_characters(self, slot, field, subtests):
        for character, number in self.CHARACTERS:
            with subtests.test(number):
                value = f"Воля{character}народу"
                error = refused(InvalidFieldError, ValueError, share_url, URL, "mastodon", **{slot: value})
                assert (error.field, error.value) == (field, value)
                assert f"must not contain the character {number} (remove it)" in str(error)

    @pytest.mark.parametrize(
        ("given", "slot"),
        [
            ({"campaign": {"utm_source": "a\x00"}}, "campaign['utm_source']"),
            ({"campaign": {"a\x00": "b"}}, "campaign"),
            ({"hashtags": ["a", "b\x00"]}, "hashtags"),
            ({"instance": ["a\x00"]}, "instance"),
        ],
    )
    def test_inside_collections(self, given, slot):
        error = refused(InvalidFieldError, ValueError, share_url, URL, "mastodon", **given)
        assert error.field == slot

    @pytest.mark.parametrize("field", ["title", "text", "via"])
    def test_bytes(self, field):
        error = refused(InvalidFieldError, ValueError, share_url, URL, "vk", **{field: b"abc"})
        assert (error.field, error.value) == (field, b"abc")
        assert "must be text, not bytes (decode it first)" in str(error)

    def test_markup_hides_nothing(self):
        error = refused(InvalidFieldError, ValueError, share_url, URL, "vk", title=Markup("a\u202eb"))
        assert error.field == "title"

    @pytest.mark.parametrize(
        "title", ["a\nb", "a\rb", "a\r\nBcc: c@example.org", "a\u2028b", "a\u2029b", "a\n"]
    )
    @pytest.mark.parametrize("provider", MAIL)
    def test_line_breaks_in_a_subject(self, provider, title):
        """The title is one line, so it cannot add a header."""
        line = " ".join(title.split())
        assert share_url(URL, provider, title=title) == share_url(URL, provider, title=line)
        with pytest.raises(InvalidFieldError, match="must be one line"):  # also without share_content()
            builtin_registry()[provider].share_url(ShareContent(URL, title=title))

    @pytest.mark.parametrize("option", ["to", "cc", "bcc"])
    @pytest.mark.parametrize("provider", MAIL)
    def test_line_breaks_in_an_address(self, provider, option):
        value = "a@example.org\r\nBcc: b@example.org"
        error = refused(InvalidFieldError, ValueError, share_url, URL, provider, **{option: value})
        assert (error.field, error.value) == (option, value)

    @pytest.mark.parametrize(
        ("given", "field", "remedy"),
        [
            ({"hashtags": ["free ales"]}, "hashtags", "must be words without spaces"),
            ({"hashtags": "a.b"}, "hashtags", "must be words without spaces, commas, dots, # or &"),
            ({"via": "two accounts"}, "via", "must be the name of one account, such as 'viasna96'"),
            ({"via": "https://x.com/viasna96"}, "via", "must be the name of one account"),
            ({"via": "a\nb"}, "via", "must be one line"),
            ({"campaign": "utm_source=bar"}, "campaign", "must map names to values, as {'utm_source': '…'}"),
            ({"campaign": {"": "bar"}}, "campaign", "must not have an empty key"),
        ],
    )
    def test_other_fields(self, given, field, remedy):
        error = refused(InvalidFieldError, ValueError, share_url, URL, "x", **given)
        assert error.field == field
        assert remedy in str(error)


class TestProviders:
    """An unknown or misspelt network lists the nearest names; one without a link names what works."""

    @pytest.mark.parametrize("function", [share_url, share_button, share_buttons])
    @pytest.mark.parametrize(
        ("name", "nearest"),
        [
            ("odnoklasniki", "odnoklassniki"),
            ("livejurnal", "livejournal"),
            ("telegramm", "telegram"),
            ("gogle_plus", "google_plus"),
            ("what's-app", "whatsapp"),
        ],
    )
    def test_misspelt(self, function, name, nearest):
        error = refused(UnknownProviderError, LookupError, function, URL, name)
        assert error.id == name
        assert nearest in error.suggestions
        assert f"{nearest!r}" in str(error)
        assert "odnoklassniki" in error.known

    def test_nothing_like_it(self):
        error = refused(UnknownProviderError, LookupError, share_url, URL, "zzzzzz")
        assert error.suggestions == ()
        assert str(error).startswith("Unknown provider 'zzzzzz'. Registered: google_plus, livejournal, ")

    def test_one_among_others(self):
        error = refused(UnknownProviderError, LookupError, share_buttons, URL, "vk telegramm")
        assert error.id == "telegramm"

    @pytest.mark.parametrize("function", [share_url, share_button, share_buttons])
    @pytest.mark.parametrize(
        ("name", "remedy"), [("signal", "'web_share' or 'copy_link'"), ("wechat", "'qr' or 'copy_link'")]
    )
    def test_without_a_link(self, function, name, remedy):
        error = refused(NoShareURLError, ValueError, function, URL, name)
        assert error.provider == name
        assert error.reason
        assert str(error).startswith(f"{name} ")
        assert str(error).endswith(f"{error.reason}. Use {remedy} instead.")

    @pytest.mark.parametrize("name", ["copy_link", "web_share", "qr", "print"])
    def test_actions(self, name):
        error = refused(NoShareURLError, ValueError, share_url, URL, name)
        assert (error.provider, error.alternatives) == (name, ())
        assert "share_button()" in str(error)

    def test_a_class_without_endpoint(self):
        with pytest.raises(ProviderDefinitionError, match="Unfinished must set endpoint") as caught:
            type("Unfinished", (Provider,), {"id": "unfinished", "name": "Unfinished"})
        assert isinstance(caught.value, TypeError)
        assert caught.value.cls == "Unfinished"


class TestOptions:
    """A missing option is named with the remedy; an unknown or unusable one is refused."""

    @pytest.mark.parametrize("function", [share_url, share_button, share_buttons])
    @pytest.mark.parametrize("given", [{}, {"app_id": None}, {"app_id": ""}])
    def test_required(self, function, given):
        error = refused(MissingFieldError, ValueError, function, URL, "facebook_messenger", **given)
        assert (error.provider, error.field) == ("facebook_messenger", "app_id")
        assert str(error) == "facebook_messenger needs app_id, which is empty; pass app_id=…."

    @pytest.mark.parametrize("function", [share_url, share_button, share_buttons])
    def test_unknown(self, function):
        error = refused(UnknownOptionError, TypeError, function, URL, "vk", noprase=True)
        assert (error.option, error.providers, error.known) == (
            "noprase",
            ("vk",),
            ("no_vk_links", "noparse"),
        )
        assert "valid options: 'no_vk_links', 'noparse'" in str(error)

    @pytest.mark.parametrize("function", [share_url, share_button, share_buttons])
    @pytest.mark.parametrize(
        ("name", "near"), [("titel", "title"), ("hashtag", "hashtags"), ("imgae", "image")]
    )
    def test_a_misspelt_field(self, function, name, near):
        error = refused(UnknownOptionError, TypeError, function, URL, "telegram", **{name: "x"})
        assert error.suggestions == (near,)
        assert str(error).endswith(f"it takes no options. Did you mean {near!r}?")

    @pytest.mark.parametrize("function", [share_url, share_button, share_buttons])
    @pytest.mark.parametrize(
        "instance",
        [
            "mastodon.social/share",
            "https://mastodon.social/@viasna",
            "http://mastodon.social",
            "//mastodon.social",
            "mastodon.social?x",
            "mastodon.social#x",
            "user@mastodon.social",
            "user:secret@mastodon.social",
            "mastodon social",
            "mastodon.social\\x",
            "javascript:alert(1)",
            "mastodon.social:99999",
            "mastodon..social",
            "<b>",
            "https://",
            " ",
        ],
    )
    def test_a_mastodon_server_is_a_host_alone(self, function, instance):
        error = refused(InvalidFieldError, ValueError, function, URL, "mastodon", instance=instance)
        assert (error.field, error.value) == ("instance", instance)
        assert "must be the host name of a server, such as 'mastodon.social'" in str(error)

    @pytest.mark.parametrize("name", ["onclick", "style", "href", "srcdoc", "data-sw-url"])
    def test_attributes(self, name):
        error = refused(InvalidAttributeError, ValueError, share_buttons, URL, "vk", attrs={name: "x"})
        assert error.name == name
        assert str(error).startswith(f"HTML attribute {name!r} ")

    def test_attributes_that_are_no_mapping(self):
        error = refused(InvalidAttributeError, ValueError, share_buttons, URL, "vk", attrs="class=x")
        assert "must be in a mapping, such as attrs={'class': '…'}" in str(error)


class TestNothingIsHalfDone:
    """One bad value refuses the whole bar, before any of it is made."""

    @pytest.mark.parametrize(
        "given",
        [
            {"title": "a\x00"},
            {"image": "javascript:alert(1)"},
            {"instance": "mastodon.social/share"},
            {"attrs": {"onclick": "x"}},
            {"display": "tiny"},
            {"no_such_option": 1},
        ],
    )
    def test_a_bar(self, given):
        with pytest.raises(SolidarityWidgetsError):
            share_buttons(URL, "telegram mastodon vk", **given)
