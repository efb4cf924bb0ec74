"""Hints add up and none decides alone; a crowd behind one address is no fraud; a block hits whom it names."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solidarity_widgets.exceptions import InvalidFieldError
from solidarity_widgets.signing.intake.block_list import BlockList
from solidarity_widgets.signing.intake.email import normalize_email
from solidarity_widgets.signing.intake.rates import Rate
from solidarity_widgets.signing.intake.suspicion import Evidence, SuspicionPolicy, score

POLICY = SuspicionPolicy()
PERSON = Evidence(form_age=40)
MANY = 10**9
HINTS = {
    "honeypot": {"honeypot": True},
    "too_fast": {"form_age": 0},
    "no_stamp": {"form_age": None},
    "stale": {"form_age": MANY},
    "burst": {"network_burst": MANY},
    "sustained": {"network_sustained": 201},
    "domain": {"domain": MANY},
}


@st.composite
def policies(draw: st.DrawFn) -> SuspicionPolicy:
    quarantine_at = draw(st.integers(1, 100))
    weights = {name: draw(st.integers(0, quarantine_at - 1)) for name in HINTS}
    weights["sustained"] = min(weights["sustained"], quarantine_at - 1 - weights["burst"])
    return SuspicionPolicy(
        quarantine_at=quarantine_at, flood=draw(st.integers(0, quarantine_at - 1)), **weights
    )


EVIDENCE = st.builds(
    Evidence,
    honeypot=st.booleans(),
    form_age=st.none() | st.integers(0, 100_000),
    network_burst=st.integers(0, 50),
    network_sustained=st.integers(0, 5000),
    domain=st.integers(0, 200),
)


class TestScore:
    """The sum of the hints."""

    def test_a_person_has_none(self) -> None:
        assert score(PERSON, POLICY) == 0
        assert not POLICY.quarantines(0)

    @pytest.mark.parametrize("hint", HINTS)
    def test_each_hint_weighs_what_the_policy_says(self, hint: str) -> None:
        assert score(replace(PERSON, **HINTS[hint]), POLICY) == getattr(POLICY, hint) > 0
        assert score(replace(PERSON, **HINTS[hint]), replace(POLICY, **{hint: 0})) == 0

    @given(policies(), st.sampled_from(sorted(HINTS)))
    def test_nothing_alone_decides(self, policy: SuspicionPolicy, hint: str) -> None:
        assert not policy.quarantines(score(replace(PERSON, **HINTS[hint]), policy))

    @given(policies(), EVIDENCE, st.integers(0, 500))
    def test_more_evidence_never_weighs_less(
        self, policy: SuspicionPolicy, evidence: Evidence, more: int
    ) -> None:
        before = score(evidence, policy)
        assert 0 <= before <= 100
        for worse in (
            replace(evidence, honeypot=True),
            replace(evidence, network_burst=evidence.network_burst + more),
            replace(evidence, network_sustained=evidence.network_sustained + more),
            replace(evidence, domain=evidence.domain + more),
        ):
            assert score(worse, policy) >= before

    @pytest.mark.parametrize(
        ("age", "points"),
        [(0, 35), (2, 35), (3, 0), (86_400, 0), (86_401, 5), (None, 15)],
    )
    def test_the_bounds_of_the_age(self, age: int | None, points: int) -> None:
        assert score(Evidence(form_age=age), POLICY) == points

    @pytest.mark.parametrize(("seen", "points"), [(0, 0), (20, 0), (21, 15)])
    def test_at_the_limit_passes_over_it_fails(self, seen: int, points: int) -> None:
        assert score(replace(PERSON, network_burst=seen), POLICY) == points

    @given(policies(), st.integers(0, MANY), st.integers(0, MANY))
    def test_a_crowd_behind_one_address_is_not_quarantined(
        self, policy: SuspicionPolicy, burst: int, sustained: int
    ) -> None:
        sustained = min(sustained, policy.flood_factor * policy.sustained_rate.max_count)
        crowd = replace(PERSON, network_burst=burst, network_sustained=sustained)
        assert not policy.quarantines(score(crowd, policy))

    @pytest.mark.parametrize(("seen", "points"), [(200, 0), (201, 25), (1000, 25), (1001, 45)])
    def test_a_flood_is_more_than_a_crowd(self, seen: int, points: int) -> None:
        assert score(replace(PERSON, network_sustained=seen), POLICY) == points

    @pytest.mark.parametrize(("seen", "points"), [(0, 0), (100, 0), (101, 20), (MANY, 20)])
    def test_a_domain(self, seen: int, points: int) -> None:
        assert score(replace(PERSON, domain=seen), POLICY) == points

    def test_nor_if_its_form_came_out_of_a_cache(self) -> None:
        crowd = Evidence(form_age=None, network_burst=MANY, network_sustained=1000)
        assert not POLICY.quarantines(score(crowd, POLICY))

    @pytest.mark.parametrize(
        "evidence",
        [
            Evidence(honeypot=True, form_age=0),
            Evidence(honeypot=True, form_age=None),
            Evidence(honeypot=True, form_age=40, network_burst=MANY),
            Evidence(form_age=0, network_sustained=1000),
        ],
    )
    def test_a_program_is_quarantined(self, evidence: Evidence) -> None:
        assert POLICY.quarantines(score(evidence, POLICY))

    def test_the_threshold_itself_marks(self) -> None:
        assert POLICY.quarantines(POLICY.quarantine_at)
        assert not POLICY.quarantines(POLICY.quarantine_at - 1)

    def test_never_above_a_hundred(self) -> None:
        policy = SuspicionPolicy(quarantine_at=100, honeypot=99, too_fast=99)
        assert score(Evidence(honeypot=True, form_age=0), policy) == 100


class TestPolicy:
    """A policy that contradicts itself is refused, with the name of what to change."""

    @pytest.mark.parametrize(
        ("values", "message"),
        [
            *(({name: 60}, rf"^{name} must be below quarantine_at \(60\)") for name in HINTS),
            *(({name: -1}, rf"^{name} must be a whole number, 0 or more; got -1") for name in HINTS),
            ({"burst": 35}, "^sustained and burst together"),
            ({"quarantine_at": 50}, "^honeypot must be below"),
            ({"quarantine_at": 0}, "^quarantine_at must be a whole number, 1 to 100"),
            ({"quarantine_at": 101}, "^quarantine_at"),
            ({"honeypot": 1.5}, "^honeypot must be a whole number"),
            ({"honeypot": True}, "^honeypot must be a whole number"),
            ({"min_form_age": -1}, "^min_form_age"),
            ({"max_form_age": 3}, "^max_form_age must be a whole number, 4 or more"),
            (
                {"sustained_rate": Rate(20, 3600)},
                r"^sustained_rate\.max_count must be above burst_rate\.max_count \(20\)",
            ),
            ({"sustained_rate": Rate(200, 60)}, r"^sustained_rate\.seconds must be above"),
            ({"burst_rate": Rate(200, 60)}, r"^sustained_rate\.max_count"),
        ],
    )
    def test_refused(self, values: dict[str, object], message: str) -> None:
        with pytest.raises(InvalidFieldError, match=message):
            SuspicionPolicy(**values)  # type: ignore[arg-type]

    @pytest.mark.parametrize("values", [(0, 60), (1, 0), (-1, 60), (1, -1), (1.5, 60), (True, 60)])
    def test_a_rate_is_of_whole_numbers(self, values) -> None:
        with pytest.raises(InvalidFieldError, match="must be a whole number, 1 or more"):
            Rate(*values)

    def test_windows(self) -> None:
        rate = Rate(5, 60)
        assert (rate.window(0), rate.window(59), rate.window(60)) == (0, 0, 1)
        assert (rate.exceeded(5), rate.exceeded(6)) == (False, True)


LIST = BlockList(
    "# people who asked not to be signed for\r\n"
    "Spam.Mer+x@googlemail.com\r\n"
    "\r\n"
    "   a#b@example.org   # a hash may be part of an address\r"
    "@example.net\n"
    "*.example.com\t# offers names\n"
    "@Пример.бел"
)


class TestBlockList:
    """Mailboxes in all their spellings, domains, subdomains; and nobody else."""

    @pytest.mark.parametrize(
        "address",
        [
            *("spammer@gmail.com", "s.p.a.m.m.e.r+y@Gmail.com", "A#B@example.org", "anyone@EXAMPLE.net"),
            *("a@mail.example.com", "a@deep.mail.example.com", "алеся@xn--e1afmkfd.xn--90ais"),
        ],
    )
    def test_blocked(self, address: str) -> None:
        assert LIST.blocks(normalize_email(address))

    @pytest.mark.parametrize(
        "address",
        [
            *(
                "spammer2@gmail.com",
                "xspammer@gmail.com",
                "spammer@example.org",
                "a@example.org",
                "b@example.org",
            ),
            *(
                "a@mail.example.net",
                "a@example.com",
                "a@notexample.com",
                "a@notexample.net",
                "a@example.net.example.org",
            ),
            *("a@xexample.com", "a@example.com.example.org"),
        ],
    )
    def test_neighbours_are_left_alone(self, address: str) -> None:
        assert not LIST.blocks(normalize_email(address))

    @pytest.mark.parametrize("text", ["", "@", "example.net", "mail.example.com", "*.example.com"])
    def test_what_is_no_mailbox_is_not_blocked(self, text: str) -> None:
        assert not LIST.blocks(text)

    def test_blocked_beats_allowed(self) -> None:
        both = BlockList(["spam@example.org"], ["@example.org", "@example.net"])
        assert both.allows("a@example.org")
        assert not both.allows("spam@example.org")
        assert both.blocks("spam@example.org")
        assert not both.blocks("a@example.org")
        assert not both.allows("a@mail.example.org")

    def test_empty(self) -> None:
        empty = BlockList()
        assert not empty.blocks("a@example.org")
        assert not empty.allows("a@example.org")

    @pytest.mark.parametrize(
        "wrong",
        [
            "secret.person",
            "secret.person@@example.org",
            "@",
            "@org",
            "*.",
            "**.example.org",
        ],
    )
    def test_a_wrong_line_is_named_by_number(self, wrong: str) -> None:
        with pytest.raises(InvalidFieldError, match="line 3") as caught:
            BlockList(["# names", "a@example.org", wrong])
        assert "secret" not in str(caught.value) + repr(vars(caught.value))
        with pytest.raises(InvalidFieldError, match=r"^allowed, line 1, must be an email address"):
            BlockList((), "secret")

    def test_another_name_of_a_domain_is_refused(self) -> None:
        with pytest.raises(InvalidFieldError, match=r"is another name of gmail\.com"):
            BlockList("@googlemail.com")

    def test_it_shows_no_mailbox(self) -> None:
        assert repr(LIST) == "<BlockList: 5 blocked, 0 allowed>"
        assert "spammer" not in repr(LIST)
