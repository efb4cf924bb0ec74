"""A token is good for one purpose until it is too old; nothing else is taken for one; none names anybody."""

from __future__ import annotations

import base64
import re
import time
import traceback
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solidarity_widgets.exceptions import (
    ExpiredTokenError,
    InvalidFieldError,
    InvalidTokenError,
    SolidarityWidgetsError,
    TokenError,
)
from solidarity_widgets.signing.keys import Keys
from solidarity_widgets.signing.tokens import MAX_TOKEN_LENGTH, TokenContent, Tokens

NEW = "new-3q-vN8Q0yF2mJr5uT7wZxC1eH4kL6pS9"
OLD = "old-Zt4xW8cR2bM6nV0qL3sD7fG1hJ5kP9yU"
TOKENS = Tokens(Keys(NEW))
PETITION = "free-them"
ID = "0123456789abcdef" * 2
NOW = 1_800_000_000
DAY = 86_400
PURPOSES = ["confirm", "withdraw", "erase", "unsubscribe"]
TOKEN = TOKENS.make("confirm", PETITION, ID, NOW)
STAMP = TOKENS.make_stamp(PETITION, NOW)


@pytest.mark.parametrize("purpose", PURPOSES)
def test_what_was_made_is_read(purpose) -> None:
    token = TOKENS.make(purpose, PETITION, ID, NOW)
    assert TOKENS.read(purpose, token, NOW + 60, DAY) == TokenContent(PETITION, ID, NOW)


@pytest.mark.parametrize("purpose", PURPOSES)
@pytest.mark.parametrize("other", PURPOSES)
def test_a_token_is_for_one_purpose(purpose, other) -> None:
    token = TOKENS.make(purpose, PETITION, ID, NOW)
    if purpose != other:
        with pytest.raises(InvalidTokenError):
            TOKENS.read(other, token, NOW, DAY)


@given(st.text(min_size=1, max_size=60), st.integers(0, 2**34))
def test_any_petition_and_time(petition_id: str, now: int) -> None:
    try:
        petition_id.encode()
    except UnicodeEncodeError:
        with pytest.raises(InvalidFieldError):
            TOKENS.make("confirm", petition_id, ID, now)
        return
    token = TOKENS.make("confirm", petition_id, ID, now)
    assert TOKENS.read("confirm", token, now, 0) == TokenContent(petition_id, ID, now)
    assert quote(token, safe="") == token
    assert TOKENS.stamp_age(TOKENS.make_stamp(petition_id, now), petition_id, now + 5) == 5


def test_it_expires_and_says_for_whom() -> None:
    assert TOKENS.read("confirm", TOKEN, NOW + DAY, DAY).issued_at == NOW
    with pytest.raises(ExpiredTokenError) as caught:
        TOKENS.read("confirm", TOKEN, NOW + DAY + 1, DAY)
    assert (caught.value.petition_id, caught.value.signature_id) == (PETITION, ID)
    assert TOKENS.read("confirm", TOKEN, NOW + 100 * DAY, None).signature_id == ID


@pytest.mark.parametrize("behind", [1, DAY, 1000 * DAY])
def test_a_clock_that_was_set_back_loses_no_link(behind: int) -> None:
    """Nobody else can make a token, so one from the future was made here by a clock that was ahead."""
    assert TOKENS.read("confirm", TOKEN, NOW - behind, DAY).issued_at == NOW


def test_rotation() -> None:
    old, both, new = Tokens(Keys(OLD)), Tokens(Keys([NEW, OLD])), TOKENS
    before = old.make("confirm", PETITION, ID, NOW)
    assert both.read("confirm", before, NOW, DAY).signature_id == ID
    assert both.make("confirm", PETITION, ID, NOW) == TOKEN
    assert both.stamp_age(old.make_stamp(PETITION, NOW), PETITION, NOW) == 0
    for reader, token in ((new, before), (old, TOKEN)):
        with pytest.raises(InvalidTokenError):
            reader.read("confirm", token, NOW, DAY)


@pytest.mark.parametrize("position", range(len(TOKEN)))
def test_any_other_letter_anywhere_is_refused(position: int) -> None:
    for outgoing in "A-_.b0\u0430":
        changed = TOKEN[:position] + outgoing + TOKEN[position + 1 :]
        if changed != TOKEN:
            with pytest.raises(InvalidTokenError):
                TOKENS.read("confirm", changed, NOW, DAY)


def test_a_signature_has_one_spelling() -> None:
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    read = []
    for outgoing in alphabet:
        try:
            TOKENS.read("confirm", TOKEN[:-1] + outgoing, NOW, DAY)
        except InvalidTokenError:
            continue
        read.append(outgoing)
    assert read == [TOKEN[-1]]


@pytest.mark.parametrize("length", range(0, len(TOKEN), 7))
def test_a_part_is_refused(length: int) -> None:
    for part in (TOKEN[:length], TOKEN[length + 1 :]):
        with pytest.raises(InvalidTokenError):
            TOKENS.read("confirm", part, NOW, DAY)


GARBAGE = [
    *("", ".", "...", "a.b.c.d", TOKEN + "\n", " " + TOKEN, TOKEN + "=", TOKEN + "\x00", TOKEN + "." + TOKEN),
    *("\ud800", "\x00" * 50, "é" * 50, "𝟘" * 40, TOKEN.encode() + b" ", TOKEN.upper(), STAMP),
    *(None, 7, [TOKEN], {"a": 1}, object(), TOKEN * 10),
    "AAAA." + "0" * 32 + "." + "_" * 300 + "." + "A" * 43,
]


@pytest.mark.parametrize("garbage", GARBAGE, ids=range(len(GARBAGE)))
def test_garbage_is_refused(garbage: object) -> None:
    with pytest.raises(InvalidTokenError):
        TOKENS.read("confirm", garbage, NOW, DAY)
    if garbage != STAMP:
        assert TOKENS.stamp_age(garbage, PETITION, NOW) is None


def test_bytes_are_no_token() -> None:
    with pytest.raises(InvalidTokenError):
        TOKENS.read("confirm", TOKEN.encode(), NOW, DAY)


@pytest.mark.parametrize("outgoing", ["A", "."])
def test_a_huge_one_is_refused_at_once(outgoing: str) -> None:
    huge = outgoing * 50_000_000
    began = time.process_time()
    with pytest.raises(InvalidTokenError):
        TOKENS.read("confirm", huge, NOW, DAY)
    assert TOKENS.stamp_age(huge, PETITION, NOW) is None
    assert time.process_time() - began < 0.05


@settings(max_examples=200)
@given(
    st.text() | st.text("Ab0-_.", max_size=120) | st.from_regex(r"[\w-]+\.[0-9a-f]{32}\.[\w-]+\.[\w-]{43}")
)
def test_no_text_is_taken_for_a_token(text: str) -> None:
    with pytest.raises(InvalidTokenError):
        TOKENS.read("confirm", text, NOW, DAY)
    assert TOKENS.stamp_age(text, PETITION, NOW) is None


def test_errors() -> None:
    assert issubclass(TokenError, (SolidarityWidgetsError, ValueError))
    for now, error in ((NOW + 2 * DAY, ExpiredTokenError), (NOW, InvalidTokenError)):
        token = TOKEN if error is ExpiredTokenError else TOKEN[:-1] + "!"
        with pytest.raises(error) as caught:
            TOKENS.read("confirm", token, now, DAY)
        shown = str(caught.value) + repr(caught.value) + repr(vars(caught.value))
        assert TOKEN[:-1] not in shown
        assert TOKEN[-20:-1] not in "".join(traceback.format_exception(caught.value))
        assert caught.value.__context__ is None


def test_a_token_has_two_ids_and_a_time() -> None:
    petition_id, signature_id, stamp, digest = TOKEN.split(".")
    assert base64.urlsafe_b64decode(petition_id + "=" * (-len(petition_id) % 4)) == PETITION.encode()
    assert signature_id == ID
    assert int.from_bytes(base64.urlsafe_b64decode(stamp + "=" * (-len(stamp) % 4)), "big") == NOW
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", digest)


def test_what_cannot_be_made() -> None:
    with pytest.raises(InvalidFieldError, match="purpose must be one of 'confirm'"):
        TOKENS.make("started", PETITION, ID, NOW)  # type: ignore[arg-type]
    for wrong in ("", "x" * 32, ID.upper(), ID + "0", ID + "\n"):
        with pytest.raises(InvalidFieldError, match="signature_id"):
            TOKENS.make("confirm", PETITION, wrong, NOW)
    assert len(TOKENS.make("confirm", "p" * 270, ID, NOW)) <= MAX_TOKEN_LENGTH
    for wrong in ("", "p" * 400, "\ud800"):
        with pytest.raises(InvalidFieldError, match="petition_id"):
            TOKENS.make("confirm", wrong, ID, NOW)
        with pytest.raises(InvalidFieldError, match="petition_id"):
            TOKENS.make_stamp(wrong if wrong != "p" * 400 else "p" * 500, NOW)


class TestStamp:
    """The form's stamp tells how long ago it was shown, and is believed only if it is genuine."""

    def test_age(self) -> None:
        assert TOKENS.stamp_age(STAMP, PETITION, NOW) == 0
        assert TOKENS.stamp_age(STAMP, PETITION, NOW + 400 * DAY) == 400 * DAY

    def test_none(self) -> None:
        assert TOKENS.stamp_age("", PETITION, NOW) is None
        assert TOKENS.stamp_age(None, PETITION, NOW) is None
        assert TOKENS.stamp_age(STAMP, "other", NOW) is None
        assert TOKENS.stamp_age(STAMP, PETITION, NOW - DAY) == 0, "a clock that was set back is no forgery"
        assert TOKENS.stamp_age(TOKEN, PETITION, NOW) is None
        assert TOKENS.stamp_age(Tokens(Keys(OLD)).make_stamp(PETITION, NOW), PETITION, NOW) is None

    def test_it_is_no_token(self) -> None:
        for purpose in PURPOSES:
            with pytest.raises(InvalidTokenError):
                TOKENS.read(purpose, STAMP, NOW, DAY)

    def test_it_names_nobody(self) -> None:
        assert TOKENS.make_stamp(PETITION, NOW) == STAMP
