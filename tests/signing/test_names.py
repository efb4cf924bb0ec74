"""Names, addresses and messages that people have are taken as they are; what only deceives is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solidarity_widgets.i18n import get_locale
from solidarity_widgets.petitions import Consent, Petition
from solidarity_widgets.petitions.consent import wording_hash
from solidarity_widgets.petitions.fields import FIELDS
from solidarity_widgets.signing import CheckedSignature, validate_signature
from solidarity_widgets.signing.intake.email import check_email, normalize_email

FREE = Petition("free-them", title="Free them", fields=list(FIELDS), required="", consents="")
HTML = Petition("formatted", title="Free them", fields="message", required="", consents="", message_html=True)

NAMES = """
    Алесь Бяляцкі|Maria Kalesnikava|Марыя Калеснікава|Suharto|Сяргей|Ёсць|Ольга|Ґалаґан|Їжак Єва|Владимир
    نرگس محمدی|محمد بن عبد الله|أحمد|فاطمة الزهراء|דוד בן־גוריון|שרה|גרשׁון|יצחק ז״ל|刘霞|欧阳娜娜
    李|村上 春樹
    むらかみ はるき|ムラカミ・ハルキ|김대중|ნიკა გვარამია|Մարտին Խաչատրյան|सुन्दर लाल|अमर्त्य सेन
    আং সান|தமிழ்|ስዩም መስፍን
    አለማየሁ|ကျော်ဇေယျ|སྐལ་བཟང་|ພູມີ|สมชาย ใจดี|Nguyễn Thị Minh Khai|Đặng Văn Lâm|Þórður Ægisson
    Ólafur|Łukasz Żółć
    Şükrü Ağaoğlu|Iñaki|Øyvind Åse|Jürgen Weiß|Zoë Brontë|Ƶeno|Sinéad O'Connor|Sinéad O’Connor|Oʻtkir Gʻulom
    Знайʼко|Лук'яненко|Лук’яненко|D'Arcy|ʻAlalā|N’Diaye|Jean-Luc Mélenchon|Анна-Мария
    Rimski‐Korsakov|Smith–Jones
    Vincent van Gogh|Ludwig von Mises|Leonardo da Vinci|Ibn al-Haytham|Mac Giolla
    de la Cruz y Ortega|'t Hooft
    Дж. Р. Р. Толкин|Иванов.Иван|Kim.Jong|А.Ком|U.Win|Aung Win
    J.R.R. Tolkien|J. R. R. Tolkien|P.de Vries|P.By|А.С.Пушкин
    Martin Luther King, Jr.|St. John
    Dr. med. Anna Ko|M.Co|Nico.R|Anna Maria Rosa del Carmen López-Hernández y García de la Torre|A
    Y|李 A|X Æ A-12
    Mary (May) Smith|Ali III.|Henry 8|Björk Guðmundsdóttir|Hafþór Júlíus|Mᶜ Donald|Kṛṣṇa|Ngũgĩ wa Thiong'o
    ‎سارا‎|علی‌رضا|می‌خواهم|‏משה|Ⅷ Генрих|Q’orianka|!Xóbile|ǃKung Nǀuu|Wolfe+585, Senior|Null|null
    None|undefined
    True|Test|Robert'); DROP TABLE Students;--|<b>Алесь</b>|{{ x }}|%s|Алесь 🕊|=cmd|+Анна|@ales|-Ян
""".replace("\n", "|").split("|")
#: Marks of eighteen blocks and two planes: a list of blocks is never complete.
MARKS = (
    "\u0301\ufe20\u06d6\u0e34\u0e38\ua670\u0951\u1cd0\u302a\u3099\u0730\u07eb\u0859\u08e3\u0f71\u0489\u20dd"
    "\U0001d165\U0001e130\U0001e8d0\U000e0100"
)
NAMES = [name.strip() for name in NAMES if name.strip()]


def result(field: str, value: object, petition: Petition = FREE) -> tuple[str, str | None]:
    checked = validate_signature(petition, {field: value})
    return getattr(checked, field), checked.errors.get(field)


class TestNames:
    """A name is what its bearer says it is."""

    @pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
    def test_lives(self, name: str) -> None:
        clean, error = result("name", name)
        assert error is None
        assert clean == " ".join(name.split())

    def test_invisible_letters_that_writing_needs_stay(self) -> None:
        for needed in ("می\u200cخواهم", "ක\u200dෂ", "\u200eAles", "\u200fמשה", "\u061cعلی"):
            assert result("name", needed) == (needed, None)

    def test_what_copying_brings_goes(self) -> None:
        assert result("name", "\ufeffА\u00adле\u200bсь\u2060") == ("Алесь", None)

    @pytest.mark.parametrize("space", ["  ", "\t", "\n", "\r\n", "\u00a0", "\u3000", "\u2028", " \u200b "])
    def test_one_line_with_one_space_between(self, space: str) -> None:
        assert result("name", f"{space}Алесь{space}Бяляцкі{space}") == ("Алесь Бяляцкі", None)

    @pytest.mark.parametrize(
        "name",
        [
            "http://example.org", "https://x", "HTTP://EXAMPLE.ORG", "see www.example.org", "WWW.EXAMPLE",
            "example.org", "Free money example.com", "buy-now.shop", "пример.рф", "старонка.бел",
            "charter97.by", "bet.win", "casino.vip", "spam.pw", "виагра.онлайн", "сайт.рус", "some.website",
            "Алесь t.me/x http://t.me/x", "javascript:alert(1)", "mailto:a@b", "ftp:x",
            "<a href=x>Ales</a>",
            "< a href=x>", "[url=x]y[/url]", "[link]", "Ales example.org.", "(example.com)", "bit.ly/x",
        ],
    )  # fmt: skip
    def test_links_do_not(self, name: str) -> None:
        assert result("name", name) == ("", "link")

    @pytest.mark.parametrize(
        "character",
        [
            *map(chr, [0, 1, 7, 8, 11, 12, 14, 27, 31, 127, 128, 133, 159]),
            *"\u202e\ufffe\ud800",
        ],
        ids=ascii,
    )
    def test_control_characters_do_not(self, character: str) -> None:
        for name in (character, f"Але{character}сь", f"{character}Алесь", f"Алесь{character}"):
            assert result("name", name) == ("", "characters")
        assert result("message", f"Мы{character}разам") == ("", "characters")

    @pytest.mark.parametrize("character", "\u202a\u202b\u202c\u202d", ids=ascii)
    def test_embeddings_do_not_stand_inside(self, character: str) -> None:
        assert result("name", f"Але{character}сь") == ("", "characters")
        assert result("message", f"Мы{character}разам") == ("", "characters")

    @pytest.mark.parametrize(
        "name",
        [
            "\u202bАлесь\u202c", "\u202dАлесь\u202c", "\u2068Алесь\u2069", "\u2068Але\u2069\u2068сь\u2069",
            " \u202a \u2067Алесь\u2069\u202c ", "\u202aАлесь", "Алесь\u202c",
            "\u2066Алесь\u202c\u2069\ufeff",
        ],
        ids=ascii,
    )  # fmt: skip
    def test_what_surrounds_a_pasted_text_goes(self, name: str) -> None:
        assert result("name", name) == result("message", name) == ("Алесь", None)

    def test_several_isolates(self) -> None:
        """Programs based on Fluent put each value into one."""
        assert result("name", "\u2068Алесь\u2069 \u2068Бяляцкі\u2069") == ("Алесь Бяляцкі", None)
        assert result("name", "\u200f\u202bمحمد\u202c\u200f") == ("\u200fمحمد\u200f", None)
        assert result("name", "\u2068\u2069\u202a") == ("", None)

    @pytest.mark.parametrize("mark", MARKS, ids=ascii)
    def test_piles_of_any_marks_do_not(self, mark: str) -> None:
        assert result("name", "A" + mark * 90) == ("", "characters")
        assert result("message", "A" + mark * 7) == ("", "characters")

    @pytest.mark.parametrize(
        "between", ["\u200d", "\u200c", "\ufe0f", "\u034f", "\u200e", "\u0903", "\u2060"], ids=ascii
    )
    @pytest.mark.parametrize("every", [1, 3, 6])
    def test_whatever_stands_between_them(self, between: str, every: int) -> None:
        assert result("name", "A" + ("\u0301" * every + between) * 15) == ("", "characters")

    @pytest.mark.parametrize(
        "text",
        [
            "👩‍👩‍👦 🏳️‍🌈 1️⃣ 👍🏽",
            "र्त्स्न्यं",
            "e\u0301\u0302\u0303\u0304\u0305\u0306 e\u0301",
            "\u0301 ".join("абвгдеёжзі"),
        ],
    )
    def test_marks_on_many_letters_do(self, text: str) -> None:
        assert result("message", text)[1] is None

    @pytest.mark.parametrize("name", ["Z͑ͫ̓ͪ̂ͫ̽a", "Але" + "\u0489" * 9, "م" + "\u064e" * 8])
    def test_piles_of_marks_do_not(self, name: str) -> None:
        assert result("name", name) == ("", "characters")

    @pytest.mark.parametrize("name", ["བསྒྲུབས", "Ṩ̂̌", "גָּדוֹל", "ਸ਼੍ਰੀ", "ব্র্যাক"])
    def test_marks_of_languages_do(self, name: str) -> None:
        assert result("name", name)[1] is None


class TestEmail:
    """An address is kept as it was typed, or refused; it is never part of a header."""

    @pytest.mark.parametrize(
        "address",
        [
            "ales@example.org", "Ales+petition@example.org", "a.l.e.s@example.org", "o'connor@example.org",
            "алесь@пошта.бел", "用户@例子.广告", "ales@пошта.бел", "josé@example.org",
            "x@sub.domain.example.org",
            "_x_@example.org", "ales@xn--e1afmkfd.xn--90ais", "1@example.org", "a/b=c@example.org",
        ],
    )  # fmt: skip
    def test_lives(self, address: str) -> None:
        clean, error = result("email", f" {address} \r\n")
        assert error is None
        assert clean.partition("@")[0] == address.partition("@")[0]
        assert result("email", clean) == (clean, None)

    @pytest.mark.parametrize(
        "mark",
        "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u2066\u2067\u2068\u2069\u200b\ufeff\u00ad",
        ids=ascii,
    )
    def test_a_mark_that_nobody_sees_is_no_part_of_it(self, mark: str) -> None:
        for written in (
            f"{mark}ales@example.org",
            f"ales@example.org{mark}",
            f" {mark} ales@example.org{mark}\n",
        ):
            assert result("email", written) == ("ales@example.org", None)
            assert check_email(written) == "ales@example.org"

    @pytest.mark.parametrize(
        ("written", "sent_to"),
        [
            ("Ales.B@xn--80a1acny.xn--90ais", "Ales.B@xn--80a1acny.xn--90ais"),
            ("ales@почта.бел", "ales@xn--80a1acny.xn--90ais"),
            ("ales@ПОЧТА.бел", "ales@xn--80a1acny.xn--90ais"),
            ("ales@Bücher.example.org", "ales@xn--bcher-kva.example.org"),
            ("алесь@xn--80a1acny.xn--90ais", "алесь@почта.бел"),
        ],
    )
    def test_every_server_takes_what_is_ascii_before_the_at(self, written: str, sent_to: str) -> None:
        """A mail server without SMTPUTF8 would take no address with a letter of Unicode in it."""
        assert result("email", written) == (sent_to, None)
        assert normalize_email(written) == normalize_email(sent_to)

    def test_the_domain_alone_is_folded(self) -> None:
        assert result("email", "Ales.B@Example.ORG") == ("Ales.B@example.org", None)

    @pytest.mark.parametrize(
        "address",
        [
            "ales", "@example.org", "ales@", "ales@example", "ales@localhost", "ales@127.0.0.1",
            "ales@[127.0.0.1]", "a@b@example.org", "ales @example.org", "ales@exa mple.org",
            "a..b@example.org",
            ".a@example.org", "Ales <ales@example.org>", '"ales b"@example.org',
            "ales@example.org, b@example.org",
            "ales@example.org\nBcc: b@example.org", "ales@example.org\r\nBcc: b@example.org",
            "ales\r\nBcc: b@example.org", "ales%0ABcc:b @example.org", "ales@example.org\x00",
            "ales@example.org;b@example.org", "ales@-example.org", "ales@example..org",
            "ales\u202e@example.org",
            "<script>@example.org", "mailto:ales@example.org", "ales@example.org?bcc=x@example.org",
            "\ud800@example.org", "ales@\ud800.org",
        ],
        ids=ascii,
    )  # fmt: skip
    def test_does_not(self, address: str) -> None:
        assert result("email", address) == ("", "format")

    @given(st.text(), st.text(), st.sampled_from("\r\n\x0b\x0c\x85\u2028\u2029\x00"))
    def test_no_line_break_ever(self, before: str, after: str, line: str) -> None:
        clean, _ = result("email", f"a{before}@{line}{after}.org")
        assert clean == ""


class TestPlaces:
    """Postcodes of any country in the letters that they are written with; ISO's codes of countries."""

    @pytest.mark.parametrize(
        ("written", "clean"),
        [
            ("220030", "220030"), ("sw1a 1aa", "SW1A 1AA"), ("00-950", "00-950"), ("1012 AB", "1012 AB"),
            ("D02 AF30", "D02 AF30"), ("94105-1234", "94105-1234"), ("k1a 0b1", "K1A 0B1"),
            ("１００-０００１", "100-0001"), ("LV-1010", "LV-1010"), ("3000-123", "3000-123"),
            ("٤٥١", "٤٥١"),
            (" 11  000 ", "11 000"), ("AD500", "AD500"), ("GIR0AA", "GIR0AA"), ("220\u200b030", "220030"),
            ("BFPO 57", "BFPO 57"), ("〒１００-０００１", "100-0001"), ("〒530-0011", "530-0011"),
            ("30–002", "30-002"), ("1000‑001", "1000-001"), ("LT‐01100", "LT-01100"),
            ("530−0011", "530-0011"),
            ("530－0011", "530-0011"), ("530ー0011", "530-0011"), ("220—030", "220-030"),
            ("01.310-100", "01310-100"),
            ("10115.", "10115"), ("[EC1A 1BB]", "EC1A 1BB"), ("(75) 008", "75 008"),
            ("94103 - 1234", "94103-1234"),
            ("94103 –1234", "94103-1234"), ("«220030»", "220030"), ("'220030',", "220030"),
            ("#220030", "220030"),
            ("-1", "1"), ("a--b", "A-B"), ("a- b", "A-B"), ("\u202a220030\u202c", "220030"),
            ("\u200f٤٥١\u200e", "٤٥١"), ("220\u200e030", "220030"), ("-", ""), ("...", ""),
            ("220 030 -", "220 030"),
            ("<b>", None), ("12/34", None), ("12,34", None), ("12;34", None), ("12_34", None),
            ("220\x00030", None), ("1234567890123", None), ("http://x", None), ("22\u202e0", None),
            ("=1+1", None),
        ],
        ids=ascii,
    )  # fmt: skip
    def test_postcode(self, written: object, clean: str | None) -> None:
        assert result("postcode", written) == ("", "format") if clean is None else (clean, None)

    @pytest.mark.parametrize("code", ["BY", "by", " By\n", "XK", "AX", "TW", ["ua"]])
    def test_country(self, code: object) -> None:
        clean, error = result("country", code)
        assert error is None
        assert clean.isupper()
        assert len(clean) == 2

    @pytest.mark.parametrize(
        "code",
        ["SU", "YU", "EU", "ZZ", "UN", "XA", "BYN", "B", "B Y", "112", "БЕ", "BY\x00", "Belarus", "<b>"],
    )
    def test_no_country(self, code: str) -> None:
        assert result("country", code) == ("", "unknown")


class TestMessage:
    """A message keeps its lines; as HTML it is cleaned, and counted as it is read."""

    @pytest.mark.parametrize(
        ("written", "clean"),
        [
            ("Мы разам.\r\n\r\nТрымайся!\r", "Мы разам.\n\nТрымайся!"),
            ("  a\tb  c \n d ", "a\tb  c \n d"),
            ("2 < 3 & <b>so</b>", "2 < 3 & <b>so</b>"),
            ("👩‍👩‍👦 🏳️‍🌈", "👩‍👩‍👦 🏳️‍🌈"),
            ("می\u200cخواهم", "می\u200cخواهم"),
        ],
    )
    def test_plain(self, written: str, clean: str) -> None:
        assert result("message", written) == (clean, None)

    @pytest.mark.parametrize(
        "link", ["http://x.org", "visit example.com!", "www.x", "<a href='x'>", "[url]x", "See charter97.by."]
    )
    def test_no_links_in_plain_text(self, link: str) -> None:
        assert result("message", f"Мы разам. {link}") == ("", "link")

    @pytest.mark.parametrize(
        ("written", "clean"),
        [
            ("<b onclick='x()'>Мы</b>\r\nразам", "<b>Мы</b>\nразам"),
            ("2 < 3", "2 &lt; 3"),
            ("<script>x()</script> Салют", "Салют"),
            ("<p>Салют</p>", "Салют"),
            ("<b></b>", ""),
            ("&nbsp;<i>\u200b</i>", ""),
            (
                '<a href="https://example.org">тут</a>',
                '<a href="https://example.org" rel="nofollow noopener noreferrer ugc">тут</a>',
            ),
        ],
    )
    def test_html(self, written: str, clean: str) -> None:
        assert result("message", written, HTML) == (clean, None)

    @pytest.mark.parametrize(
        ("written", "error"),
        [
            ("<b>" + "а" * 501 + "</b>", "too-long"),
            (f'<a href="https://example.org/{"x" * 5000}">x</a>', "too-long"),
            ("a" + "&#x301;" * 7, "characters"),
            ("a&#x202e;b", "characters"),
            ("a&#0;\x00b", "characters"),
        ],
        ids=range(5),
    )
    def test_no_such_html(self, written: str, error: str) -> None:
        assert result("message", written, HTML) == ("", error)

    def test_markup_does_not_count(self) -> None:
        written = "<b>" + "&lt;" * 500 + "</b>"
        assert result("message", written, HTML) == (written, None)

    def test_a_message_that_shows_nothing_is_missing(self) -> None:
        petition = Petition("m", title="Free them", fields="message", consents="", message_html=True)
        assert result("message", "<b>&nbsp;</b>", petition) == ("", "missing")


WORDS = {"be": "Я згодны.", "en": "I agree."}
TERMS = Consent("terms", WORDS, version="2", required=True)
ASKED = Petition("asked", title="Free them", fields="name email", consents=[TERMS, Consent("news", "News.")])


class TestConsents:
    """One agrees to words, in whichever language they were read, and only to these."""

    def agreed(
        self, values: dict[str, object], petition: Petition = ASKED, locale: str = "be"
    ) -> CheckedSignature:
        form = {"name": "Алесь", "email": "ales@example.org", **values}
        return validate_signature(petition, form, locale=locale)

    @pytest.mark.parametrize(
        "ticked",
        [
            None,
            "",
            "on",
            "1",
            "0" * 64,
            wording_hash("I agreed."),
            wording_hash("I agree.").upper(),
            b"x",
            [],
            "\ud800",
        ],
        ids=ascii,
    )
    def test_what_is_not_ticked_forged_or_of_old_words(self, ticked: object) -> None:
        checked = self.agreed({"consent-terms": ticked, "consent-news": ticked})
        assert dict(checked.errors) == {"consent-terms": "missing"}
        assert checked.consents == ()
        assert not checked.agreed_to("terms")

    @pytest.mark.parametrize("read", WORDS)
    @pytest.mark.parametrize("locale", ["be", "en", "fr", "be-tarask"])
    def test_the_words_that_were_read(self, read: str, locale: str) -> None:
        checked = self.agreed({"consent-terms": wording_hash(WORDS[read])}, locale=locale)
        assert checked.errors == {}
        (given,) = checked.consents
        assert (given.consent, given.wording.text, given.wording.tag) == (TERMS, WORDS[read], read)

    def test_one_box_is_not_the_other(self) -> None:
        both = {"consent-terms": wording_hash("News."), "consent-news": wording_hash(WORDS["be"])}
        assert self.agreed(both).consents == ()
        both = {"consent-terms": wording_hash(WORDS["be"]), "consent-news": wording_hash("News.")}
        assert [given.consent.purpose for given in self.agreed(both).consents] == ["terms", "news"]

    @pytest.mark.parametrize("code", ["en", "be", "uk", "fa", "ka"])
    def test_the_librarys_words_in_any_language(self, code: str) -> None:
        petition = Petition("own", title="Free them", fields="name email", consents="processing updates")
        asked = petition.consent("processing")
        assert asked is not None
        words = asked.wording(get_locale(code))
        checked = self.agreed({"consent-processing": wording_hash(words.text)}, petition, locale="ru")
        assert checked.errors == {}
        assert checked.consents[0].wording == words
        assert not checked.agreed_to("updates")
