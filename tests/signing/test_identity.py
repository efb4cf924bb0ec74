"""A signer is met again under every key and by nobody else; one mailbox signs once, a household twice."""

from __future__ import annotations

import hashlib
import hmac
import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solidarity_widgets.exceptions import InvalidFieldError
from solidarity_widgets.signing.folding import fold_name, fold_postcode
from solidarity_widgets.signing.intake.duplicates import Decision, decide
from solidarity_widgets.signing.keys import Keys
from solidarity_widgets.signing.store.records import STATES, Signature

NEW = "new-3q-vN8Q0yF2mJr5uT7wZxC1eH4kL6pS9"
OLD = "old-Zt4xW8cR2bM6nV0qL3sD7fG1hJ5kP9yU"
KEYS = Keys([NEW, OLD])
PETITION = "free-them"


class TestKeys:
    """Keys are long, apart from each other, and never shown."""

    @pytest.mark.parametrize("kind", [str, str.encode])
    @pytest.mark.parametrize("secret", ["", "short-Sekret", "x" * 64, "abcdefg" * 20, NEW[:31]])
    def test_a_weak_secret_is_refused_and_not_shown(self, secret: str, kind) -> None:
        for secrets in (kind(secret), [kind(secret)], [NEW, kind(secret)]):
            with pytest.raises(InvalidFieldError, match=r"^secrets must each be random") as caught:
                Keys(secrets)
            assert not secret or secret not in str(caught.value) + repr(vars(caught.value))

    @pytest.mark.parametrize("secret", [7, None, bytearray(64), ["x"]])
    def test_a_secret_is_text_or_bytes(self, secret: object) -> None:
        with pytest.raises(InvalidFieldError, match=r"^secrets must be text or bytes"):
            Keys([secret])  # type: ignore[list-item]

    def test_there_must_be_one(self) -> None:
        with pytest.raises(InvalidFieldError, match="at least one"):
            Keys([])

    def test_text_and_bytes_are_the_same_secret(self) -> None:
        assert (
            Keys(NEW).derived("token")
            == Keys(NEW.encode()).derived("token")
            == Keys([NEW, NEW]).derived("token")
        )

    def test_every_purpose_has_its_own_key(self) -> None:
        keys = [
            key
            for purpose in ("identity", "signer", "rate", "mail", "token")
            for key in KEYS.derived(purpose)
        ]
        assert len(set(keys)) == len(keys) == 10
        assert {len(key) for key in keys} == {32}
        assert NEW.encode() not in keys

    def test_it_shows_nothing(self) -> None:
        shown = repr(KEYS) + str(KEYS)
        assert repr(KEYS) == "<Keys: 2>"
        assert NEW not in shown
        assert not hasattr(KEYS, "__dict__")

    def test_hashes_are_what_is_documented(self) -> None:
        def joined(*parts: str) -> bytes:
            return b"".join(len(part.encode()).to_bytes(8, "big") + part.encode() for part in parts)

        key = hmac.new(NEW.encode(), joined("solidarity_widgets", "identity"), hashlib.sha256).digest()
        expected = hmac.new(key, joined(PETITION, "a@example.org"), hashlib.sha256).hexdigest()
        assert KEYS.identities(PETITION, "a@example.org")[0] == expected

    def test_rotation(self) -> None:
        before = Keys(OLD).identities(PETITION, "a@example.org")
        after = KEYS.identities(PETITION, "a@example.org")
        assert after[0] not in before
        assert after[1:] == before
        assert KEYS.signer_hashes(PETITION, "Алесь", "220030")[1:] == Keys(OLD).signer_hashes(
            PETITION, "Алесь", "220030"
        )
        assert KEYS.rate_key(PETITION, "1", "192.0.2.7") == Keys(NEW).rate_key(PETITION, "1", "192.0.2.7")

    @given(st.text(max_size=5), st.text(max_size=5), st.text(max_size=5), st.text(max_size=5))
    def test_petitions_and_mailboxes_are_never_confused(self, one: str, a: str, other: str, b: str) -> None:
        assert (KEYS.identities(one, a) == KEYS.identities(other, b)) is ((one, a) == (other, b))
        assert (KEYS.rate_key(one, a, "x") == KEYS.rate_key(other, b, "x")) is ((one, a) == (other, b))

    def test_one_hash_tells_nothing_of_another_kind(self) -> None:
        hashes = {
            *KEYS.identities("a", "b"),
            *KEYS.signer_hashes("a", "b", ""),
            KEYS.rate_key("a", "", "b"),
            KEYS.mailbox_key("a", "b"),
        }
        assert len(hashes) == 6
        assert all(len(one) == 64 and set(one) <= set("0123456789abcdef") for one in hashes)

    def test_rate(self) -> None:
        assert KEYS.rate_key(PETITION, "burst 1", "192.0.2.7") != KEYS.rate_key(
            PETITION, "burst 2", "192.0.2.7"
        )
        assert KEYS.rate_key(PETITION, "burst 1", "192.0.2.7") != KEYS.rate_key(
            "other", "burst 1", "192.0.2.7"
        )
        assert KEYS.rate_key(PETITION, "w", "ab", "c") != KEYS.rate_key(PETITION, "w", "a", "bc")

    def test_lone_surrogates_are_hashed_too(self) -> None:
        assert KEYS.identities("\ud800", "a") != KEYS.identities("\ud801", "a")


class TestPerson:
    """Names are compared as written, in every script."""

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("Алесь Бяляцкі", "  АЛЕСЬ\u00a0 бяляцкі\n"),
            ("José", "JOSE\u0301"),
            ("Ａｌｅｓ", "ales"),
            ("Straße", "STRASSE"),
            ("ﬁona", "Fiona"),
        ],
    )
    def test_the_same(self, one: str, other: str) -> None:
        assert KEYS.signer_hashes(PETITION, one, "220030") == KEYS.signer_hashes(PETITION, other, " 220-030 ")

    @pytest.mark.parametrize(
        "names",
        [
            ["Алесь", "Алеся", "Марыя", "ales", "", "Алесь Б", "Алесь-Б", "АлесьБ", "Алесь. Б"],
            ["محمد", "أحمد", "محمود"],
            ["王芳", "王方", "李芳"],
            ["O'Neil", "ONeil", "O’Neil"],
        ],
    )
    def test_not_the_same(self, names: list[str]) -> None:
        assert len({KEYS.signer_hashes(PETITION, name, "220030") for name in names}) == len(names)

    def test_the_postcode_counts(self) -> None:
        assert KEYS.signer_hashes(PETITION, "Алесь", "220030") != KEYS.signer_hashes(
            PETITION, "Алесь", "220031"
        )
        assert KEYS.signer_hashes(PETITION, "Алесь 2", "20030") != KEYS.signer_hashes(
            PETITION, "Алесь", "220030"
        )

    @given(st.text())
    def test_folding_once_is_enough(self, text: str) -> None:
        assert fold_name(fold_name(text)) == fold_name(text)
        assert fold_postcode(fold_postcode(text)) == fold_postcode(text)


def signature(number: int = 0, **values: object) -> Signature:
    return replace(
        Signature(
            PETITION,
            f"{number:032x}",
            state="confirmed",
            confirmed_at=1,
            signer_hash="ales",
            postcode="220030",
        ),
        **{"household_slot": number} | values,
    )


PENDING = {"state": "pending", "confirmed_at": None}


class TestDecide:
    """What a form means; the household rule lets one more person share a mailbox."""

    def test_nobody_yet(self) -> None:
        for household in (False, True):
            assert decide([], ("maria",), "220030", household) == Decision("new", 0)

    @pytest.mark.parametrize("household", [False, True])
    @pytest.mark.parametrize(
        ("values", "outcome"),
        [
            (PENDING, "resubmitted"),
            ({"state": "confirmed"}, "already_signed"),
            ({"state": "confirmed", "confirmed_at": None, "source": "paper"}, "already_signed"),
            ({"state": "quarantined", "confirmed_at": None}, "resubmitted"),
            ({"state": "quarantined", "confirmed_at": 5}, "already_signed"),
        ],
    )
    def test_the_same_person(self, values: dict[str, object], outcome: str, household: bool) -> None:
        one = signature(**values)
        assert decide([one], ("old", "ales"), "220030", household) == Decision(outcome, 0, one)

    def test_a_quarantined_signature_is_met_like_any_other(self) -> None:
        for pressed in (None, 5):
            plain = signature(state="confirmed" if pressed else "pending", confirmed_at=pressed)
            quarantined = replace(plain, state="quarantined")
            for person, household in itertools.product(("ales", "maria"), (False, True)):
                here, there = (decide([one], (person,), "220030", household) for one in (plain, quarantined))
                assert (here.outcome, here.household_slot, here.replaced) == (
                    there.outcome,
                    there.household_slot,
                    there.replaced,
                )

    def test_without_the_rule_a_mailbox_is_one_signer(self) -> None:
        one = signature()
        assert decide([one], ("maria",), "220030", False) == Decision("already_signed", 0, one)

    @pytest.mark.parametrize(
        ("postcode", "outcome"),
        [("220030", "new"), (" 220-030", "new"), ("220031", "household_full"), ("", "household_full")],
    )
    def test_a_second_person(self, postcode: str, outcome: str) -> None:
        one = signature()
        decision = decide([one], ("maria",), postcode, True)
        assert decision.outcome == outcome
        assert decision.existing == (None if outcome == "new" else one)
        assert decision.household_slot == (1 if outcome == "new" else 0)

    def test_two_without_postcodes_are_no_household(self) -> None:
        assert decide([signature(postcode="")], ("maria",), "", True).outcome == "household_full"
        assert decide([signature(postcode="-")], ("maria",), "-", True).outcome == "household_full"

    def test_a_third_person(self) -> None:
        two = [signature(0), signature(1, signer_hash="maria")]
        for order in (two, two[::-1]):
            assert decide(order, ("olga",), "220030", True) == Decision("household_full", 0, two[0])
            assert decide(order, ("maria",), "220030", True) == Decision("already_signed", 1, two[1])
            assert decide(order, ("ales",), "220030", True) == Decision("already_signed", 0, two[0])

    def test_who_has_not_pressed_holds_no_seat(self) -> None:
        """A stranger can send a form, but not press its button."""
        two = [signature(0), signature(1, signer_hash="maria", **PENDING)]
        for order in (two, two[::-1]):
            assert decide(order, ("olga",), "220030", True) == Decision("resubmitted", 1, two[1])
            assert decide(order, ("olga",), "1", True) == Decision("household_full", 0, two[0])
            assert decide(order, ("maria",), "220030", True) == Decision("resubmitted", 1, two[1])
        one = signature(0, **PENDING)
        assert decide([one], ("olga",), "1", True) == Decision("resubmitted", 0, one)
        assert decide([one], ("olga",), "220030", True) == Decision("new", 1)

    def test_the_second_may_take_the_first_seat(self) -> None:
        assert decide([signature(1)], ("maria",), "220030", True) == Decision("new", 0)

    def test_who_withdrew_may_sign_again(self) -> None:
        gone = signature(state="withdrawn")
        for household, person in itertools.product((False, True), ("ales", "maria")):
            assert decide([gone], (person,), "", household) == Decision("new", 0, replaced=gone)

    def test_who_withdrew_comes_back_to_the_own_seat(self) -> None:
        rows = [signature(0), signature(1, signer_hash="maria", state="withdrawn")]
        assert decide(rows, ("maria",), "220030", True) == Decision("new", 1, replaced=rows[1])
        assert decide(rows, ("olga",), "220030", True) == Decision("new", 1, replaced=rows[1])
        assert decide(rows, ("ales",), "220030", True) == Decision("already_signed", 0, rows[0])
        assert decide(rows, ("maria",), "220030", False) == Decision("already_signed", 0, rows[0])
        both = [replace(row, state="withdrawn") for row in rows]
        assert decide(both, ("maria",), "220030", True) == Decision("new", 1, replaced=both[1])
        assert decide(both, ("ales",), "220030", True) == Decision("new", 0, replaced=both[0])

    def test_a_signature_of_the_time_before_the_rule_may_be_anybodys(self) -> None:
        one = signature(signer_hash=None)
        assert decide([one], ("maria",), "220030", True) == Decision("already_signed", 0, one)

    def test_an_erased_signature_is_replaced_before_a_withdrawn_one(self) -> None:
        """It stays in the count, so its mailbox must not count again."""
        erased = signature(1, state="erased", signer_hash=None)
        assert decide([erased], ("ales",), "220030", True) == Decision("new", 1, replaced=erased)
        rows = [signature(0, state="withdrawn"), erased]
        assert decide(rows, ("ales",), "220030", True) == Decision("new", 1, replaced=erased)

    def test_of_two_keys_one_signature_answers(self) -> None:
        rows = [signature(1, household_slot=0, **PENDING), signature(2, household_slot=0)]
        for order in (rows, rows[::-1]):
            assert decide(order, ("ales",), "", False) == Decision("already_signed", 0, rows[1])
            assert decide(order, ("maria",), "220030", True) == Decision("resubmitted", 0, rows[0])

    def test_a_decision_shows_no_person(self) -> None:
        one = signature(name="Алесь", email="ales@example.org")
        assert "Алесь" not in repr(decide([one], ("ales",), "", False))

    @given(
        st.lists(
            st.builds(
                signature,
                number=st.integers(0, 1),
                state=st.sampled_from(STATES),
                confirmed_at=st.sampled_from([None, 1]),
                signer_hash=st.sampled_from(["ales", "maria", "olga"]),
                postcode=st.sampled_from(["", "220030"]),
            ),
            max_size=2,
            unique_by=lambda one: one.household_slot,
        ),
        st.sampled_from(["ales", "maria", "olga"]),
        st.sampled_from(["", "220030"]),
        st.booleans(),
    )
    def test_a_new_signature_always_has_a_seat_of_its_own(
        self, rows: list[Signature], person: str, postcode: str, household: bool
    ) -> None:
        decision = decide(rows, (person,), postcode, household)
        here = [row for row in rows if row.household_slot == decision.household_slot]
        if decision.outcome == "new":
            assert decision.household_slot in (0, 1)
            assert all(row.state in ("withdrawn", "erased") for row in here)
            assert (decision.replaced in here) if here else decision.replaced is None
        else:
            assert decision.existing in here
            assert decision.replaced is None
        if not household and any(row.state in ("pending", "confirmed", "quarantined") for row in rows):
            assert decision.outcome in ("resubmitted", "already_signed")
