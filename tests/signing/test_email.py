"""An address is folded as its provider treats it, and no further; it is sent to as it was typed."""

from __future__ import annotations

import time
import traceback
from collections import Counter
from datetime import date
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solidarity_widgets.exceptions import InvalidFieldError, Withheld
from solidarity_widgets.signing.intake.email import (
    MAX_EMAIL_LENGTH,
    all_rules,
    check_email,
    email_rules,
    normalize_domain,
    normalize_email,
    rule_sets,
)

ATOM = st.text("abcxyzABCXYZ0189_-+", min_size=1, max_size=8)
LOCAL = st.lists(ATOM, min_size=1, max_size=3).map(".".join)
UNKNOWN = st.sampled_from(
    ["example.org", "example.net", "mail.example.org", "gmail.example.org", "пример.бел"]
)
KNOWN = st.sampled_from(sorted(email_rules()))
UNICODE = st.text(st.characters(categories=["L", "N", "Mn"]), min_size=1, max_size=8)


def accepted(address: str) -> bool:
    try:
        check_email(address)
    except InvalidFieldError:
        return False
    return True


@pytest.mark.parametrize(
    ("address", "mailbox"),
    [
        ("Alesia.K@gmail.com", "alesiak@gmail.com"),
        ("a.l.e.s.i.a+petition+2@googlemail.com", "alesia@gmail.com"),
        ("a-b_c.d+x@proton.me", "abcd@proton.me"),
        ("abcd@PM.me", "abcd@proton.me"),
        ("abcd@protonmail.com", "abcd@proton.me"),
        ("alesia.k+x@outlook.com", "alesia.k@outlook.com"),
        ("alesia.k+x@hotmail.com", "alesia.k@hotmail.com"),
        ("alesia.k+x@fastmail.com", "alesia.k@fastmail.com"),
        ("alesia.k+x@me.com", "alesia.k@icloud.com"),
        ("alesia.k+x@yandex.by", "alesia.k@yandex.ru"),
        ("alesia.k@ya.ru", "alesia.k@yandex.ru"),
        # A telephone number is no extension of nothing.
        ("+375291234567@yandex.by", "+375291234567@yandex.ru"),
        ("-_-@proton.me", "-_-@proton.me"),
        ("alesia.+x@fastmail.com", "alesia@fastmail.com"),
        # No rule for these: everything counts but case.
        ("Alesia.K+x@tut.by", "alesia.k+x@tut.by"),
        ("alesia-x@yahoo.com", "alesia-x@yahoo.com"),
        ("alesia+x@mail.ru", "alesia+x@mail.ru"),
        ("a.b+c@gmail.com.example.org", "a.b+c@gmail.com.example.org"),
        ("a.b+c@mail.gmail.com", "a.b+c@mail.gmail.com"),
        # Every script, in one spelling.
        ("АЛЕСЯ@Пример.бел", "алеся@xn--e1afmkfd.xn--90ais"),
        ("алеся@XN--E1AFMKFD.xn--90ais", "алеся@xn--e1afmkfd.xn--90ais"),
        ("Jose\u0301@example.org", "jos\u00e9@example.org"),
        ("ΑΛΈΞΗΣ@example.org", "αλέξης@example.org"),
        ("straße@example.org", "straße@example.org"),
        (" alesia@example.org\n", "alesia@example.org"),
    ],
)
def test_mailbox(address: str, mailbox: str) -> None:
    assert normalize_email(address) == mailbox


@given(LOCAL, UNKNOWN | KNOWN)
def test_folding_once_is_enough_and_case_does_not_count(local: str, domain: str) -> None:
    address = f"{local}@{domain}"
    folded = normalize_email(address)
    assert normalize_email(folded) == folded
    assert normalize_email(address.upper()) == folded == normalize_email(address.swapcase())


@given(UNICODE)
def test_folding_once_is_enough_in_every_script(local: str) -> None:
    address = f"{local}@example.org"
    if accepted(address):
        folded = normalize_email(address)
        assert normalize_email(folded) == folded


@given(LOCAL, UNKNOWN, LOCAL, UNKNOWN)
def test_two_mailboxes_of_unknown_domains_stay_two(one: str, here: str, other: str, there: str) -> None:
    same = (one.lower(), here) == (other.lower(), there)
    assert (normalize_email(f"{one}@{here}") == normalize_email(f"{other}@{there}")) is same


@given(LOCAL, KNOWN, ATOM)
def test_known_providers_ignore_what_they_say_they_ignore(local: str, domain: str, tag: str) -> None:
    folded = normalize_email(f"x{local}@{domain}")
    rule = email_rules()[domain]
    assert normalize_email(f"x{local}{rule.extension}{tag}@{domain}") == folded
    for outgoing in rule.ignored:
        assert normalize_email(f"x{outgoing}{local}@{domain}") == folded
    for alias in rule.domains if rule.canonical else ():
        assert normalize_email(f"x{local}@{alias}") == folded


@pytest.mark.parametrize(
    "address",
    [
        *(
            "",
            " ",
            "alesia",
            "@example.org",
            "alesia@",
            "alesia@example",
            "a@@example.org",
            "a b@example.org",
        ),
        *(
            "a@example.org b",
            "a@example.org,b@example.org",
            "a@example.org;b@example.org",
            "Alesia <a@example.org>",
        ),
        *('"a b"@example.org', "a@[192.0.2.1]", "a@192.0.2.1", ".a@example.org", "a..b@example.org"),
        *("a@-example.org", "a@example..org", "a@example.org.", "a@localhost", "a@x.test", "a@x.invalid"),
        "a@example.org\r\nBcc: b@example.org",
        "a@example.org\nb@example.org",
        "a\r\nBcc: b@example.net@example.org",
        *("a\x00@example.org", "a\u202eb@example.org", "a\u200bb@example.org", "a\u2028b@example.org"),
        *("a\ud800@example.org", "a@ex\u00adample.org"),
        *(b"a@example.org", None, 7, ["a@example.org"]),
    ],
)
def test_no_address(address: object) -> None:
    with pytest.raises(InvalidFieldError) as caught:
        check_email(address)
    assert caught.value.field == "email"
    with pytest.raises(InvalidFieldError):
        normalize_email(address)


@pytest.mark.parametrize("length", [243, 10_000_000])
def test_too_long_an_address_is_refused_at_once(length: int) -> None:
    began = time.process_time()
    for address in ("a" * length + "@example.org", "a@" + "b." * length + "org", "a" * (length + 12)):
        with pytest.raises(InvalidFieldError):
            check_email(address)
    assert time.process_time() - began < 0.2


@pytest.mark.parametrize("address", ["alesia.secret@@example.org", b"alesia.secret@example.org"])
def test_an_error_tells_nothing_of_the_address(address: object) -> None:
    with pytest.raises(InvalidFieldError) as caught:
        normalize_email(address)
    error = caught.value
    shown = "".join(traceback.format_exception(error)) + str(error) + repr(error) + repr(vars(error))
    assert "secret" not in shown.replace("test_an_error", "")
    assert isinstance(error.value, Withheld)
    assert error.__context__ is None
    assert error.__cause__ is None


@pytest.mark.parametrize(
    ("typed", "sent_to"),
    [
        ("  Alesia.K+petition@GMAIL.com\t", "Alesia.K+petition@gmail.com"),
        ("alesia@example.org", "alesia@example.org"),
        ("Алеся@пример.бел", "Алеся@пример.бел"),
        ("o'neil=x!#$%&*/?^`{|}~@example.org", "o'neil=x!#$%&*/?^`{|}~@example.org"),
    ],
)
def test_sent_to_as_typed(typed: str, sent_to: str) -> None:
    assert check_email(typed) == sent_to


def test_the_longest_address() -> None:
    domain = ".".join(["b" * 61] * 3) + ".org"
    local = "a" * (MAX_EMAIL_LENGTH - 1 - len(domain))
    assert check_email(f"{local}@{domain}")
    with pytest.raises(InvalidFieldError):
        check_email(f"a{local}@{domain}")


@settings(max_examples=200)
@given(st.text() | st.text('ab@.+\r\n"<>, \x00', max_size=20))
def test_any_text_is_an_address_of_one_line_or_refused(text: str) -> None:
    if accepted(text):
        sent_to = check_email(text)
        assert sent_to.count("@") == 1
        assert sent_to.splitlines() == [sent_to]
        assert not any(outgoing.isspace() or outgoing in '<>,;"' for outgoing in sent_to)


class TestRules:
    """The data file: every rule has its source, and no two are for one domain."""

    def test_every_domain_has_one_rule(self) -> None:
        for rule_set in rule_sets():
            domains = Counter(domain for rule in all_rules(rule_set) for domain in rule.domains)
            assert set(domains.values()) == {1}, f"in rule set {rule_set}"

    @pytest.mark.parametrize("rule", sorted(set(email_rules().values()), key=lambda rule: rule.provider))
    def test_rule(self, rule) -> None:
        assert rule.sources
        for source in rule.sources:
            parts = urlsplit(source)
            assert parts.scheme == "https"
            assert parts.hostname
        assert date(2026, 1, 1) <= date.fromisoformat(rule.read)
        assert rule.canonical is None or rule.canonical in rule.domains
        assert len(rule.extension) <= 1
        assert "@" not in rule.ignored + rule.extension
        for domain in rule.domains:
            assert domain == domain.lower()
            assert check_email(f"a@{domain}") == f"a@{domain}"

    def test_a_list_of_domains_uses_the_main_name(self) -> None:
        assert normalize_domain("Gmail.com") == "gmail.com"
        with pytest.raises(InvalidFieldError, match=r"another name of gmail\.com"):
            normalize_domain("googlemail.com")
        for wrong in ("", "org", "exa mple.org", "a@example.org", "*.example.org"):
            with pytest.raises(InvalidFieldError, match=r"^domain must be"):
                normalize_domain(wrong)
