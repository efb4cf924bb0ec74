"""Messages to signers: in their language, whole under every policy, and silent where they must be."""

from __future__ import annotations

import email
import re
from collections.abc import Callable
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8, EmailPolicy, compat32, default
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solidarity_widgets.exceptions import InvalidFieldError
from solidarity_widgets.i18n import available_locales, get_locale
from solidarity_widgets.mail import compose
from solidarity_widgets.petitions import Petition
from solidarity_widgets.signing import OutgoingEmail

LOCALES = sorted({*available_locales(), "en"})
KINDS = ("confirm", "already_signed", "reminder")
TITLES = {"en": "Save the lake", "be": "Выратуйце возера", "ar": "أنقذوا البحيرة"}
LAKE = Petition("lake", title=TITLES)
SENDER = "Кампанія «Возера» <info@example.org>"
TOKEN = "WyJsYWtlIiwi" + "0123456789abcdef" * 10 + "Il0.aRbKxw.x-_"


def link(purpose: str, token: str, locale: str) -> str:
    return f"https://example.org/petitions/{purpose}/{token}?lang={get_locale(locale).tag}"


def write(
    kind: Any = "confirm",
    locale: str = "en",
    to: str = "ales@example.org",
    petition: Petition = LAKE,
    **options: Any,
) -> EmailMessage:
    purposes = ("withdraw", "erase") if kind == "already_signed" else ("confirm", "withdraw", "erase")
    tokens: Any = dict.fromkeys(purposes, TOKEN)
    return compose(
        OutgoingEmail(kind, to, petition, locale, tokens), **{"sender": SENDER, "link": link, **options}
    )


def plain(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def sent(message: EmailMessage, policy: Any = None) -> EmailMessage:
    """Return the message as its reader's program gets it."""
    raw = message.as_bytes(policy=policy) if policy is not None else message.as_bytes()
    assert max(map(len, raw.splitlines())) <= 998  # RFC 5322, 2.1.1
    found = email.message_from_bytes(raw, policy=default)
    assert isinstance(found, EmailMessage)
    return found


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("kind", KINDS)
def test_it_is_in_the_readers_language_with_every_link(kind: str, locale: str) -> None:
    message = sent(write(kind, locale))
    text = plain(message).replace("\r\n", "\n")
    urls = re.findall(r"^https://\S+$", text, re.MULTILINE)
    expected = ("withdraw", "erase") if kind == "already_signed" else ("confirm", "withdraw", "erase")
    assert urls == [link(purpose, TOKEN, locale) for purpose in expected]
    assert LAKE.title.best(get_locale(locale)).text in text
    assert message["Content-Language"] == get_locale(locale).tag
    assert "{" not in text
    if locale != "en":
        assert not re.search(r"\b(the|your|press)\b", re.sub(r"https://\S+|Save the lake", "", text))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("locale", LOCALES)
def test_a_neutral_subject_tells_nothing(kind: str, locale: str) -> None:
    open_subject, neutral = (
        str(write(kind, locale, neutral_subject=flag)["Subject"]) for flag in (False, True)
    )
    title = LAKE.title.best(get_locale(locale)).text
    assert title in open_subject
    assert title not in neutral
    assert neutral


@pytest.mark.parametrize("policy", [None, SMTP, SMTPUTF8, default, compat32, EmailPolicy(max_line_length=40)])
@pytest.mark.parametrize(
    "title", ["Save the lake", "Выратуйце возера " * 12, "أنقذوا البحيرة " * 9, "a" * 190]
)
def test_headers_are_whole_under_every_policy(policy: Any, title: str) -> None:
    petition = Petition("lake", title=title)
    message = sent(write(petition=petition), policy)
    assert (
        str(message["Subject"])
        == f"Confirm your signature: {petition.title.best(get_locale('en')).text}".strip()
    )
    assert str(message["From"]) == SENDER
    assert str(message["To"]) == "ales@example.org"


@given(
    st.text(
        st.characters(exclude_categories=["Cs", "Cc", "Cf", "Zl", "Zp", "Co", "Cn"]), min_size=1, max_size=150
    )
)
def test_any_title_arrives(title: str) -> None:
    try:
        petition = Petition("lake", title=title)
    except InvalidFieldError:
        return
    expected = " ".join(petition.title.best(get_locale("en")).text.split())
    found = " ".join(str(sent(write(petition=petition))["Subject"]).split())
    assert found == f"Confirm your signature: {expected}"


def test_nobody_answers_by_machine_and_nobody_learns_the_computers_name() -> None:
    message = write()
    assert message["Auto-Submitted"] == "auto-generated"
    assert str(message["Message-ID"]).endswith("@example.org>")
    assert "List-Unsubscribe" not in message  # it is not news


def test_addresses_are_ascii_where_they_can_be() -> None:
    assert b"To: ales@xn--80a1acn3a.xn--90ais\r\n" in write(to="ales@пошта.бел").as_bytes()
    assert "To: алесь@пошта.бел\r\n".encode() in write(to="алесь@пошта.бел").as_bytes()


def test_the_html_part_loads_nothing_and_says_the_same() -> None:
    message = sent(write(locale="ar", html=True))
    body = message.get_body(("html",))
    assert body is not None
    html = str(body.get_content())
    assert '<html lang="ar" dir="rtl">' in html
    assert not re.search(r"<(img|link|style|script|iframe|object|video)|\ssrc=|url\(", html)
    words: Callable[[str], list[str]] = str.split
    assert words(re.sub(r"<title>.*?</title>|<[^>]+>", " ", html)) == words(plain(message))
    assert message.get_content_type() == "multipart/alternative"
    first = next(message.iter_parts())
    assert first.get_content_type() == "text/plain"


def test_answers_can_go_elsewhere() -> None:
    assert str(write(reply_to="Office <office@example.org>")["Reply-To"]) == "office@example.org"


@pytest.mark.parametrize(
    "sender",
    ["", "info", "info@", "a@example.org, b@example.org", "Lake\r\nBcc: x@example.org <a@example.org>"],
)
def test_a_sender_is_one_address(sender: str) -> None:
    try:
        message = write(sender=sender)
    except InvalidFieldError:
        return
    assert "Bcc" not in sent(message)
    assert str(message["From"]).count("@example.org") <= 2
    assert b"\r\nBcc:" not in message.as_bytes()


def test_a_title_cannot_add_headers() -> None:
    message = sent(write(petition=Petition("lake", title="Lake\r\nBcc: x@example.org")))
    assert "Bcc" not in message
    assert "Bcc: x@example.org" in str(message["Subject"])
