"""Hints add up and none decides alone; a crowd behind one address is no fraud; a block hits whom it names."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solidarity_widgets.exceptions import InvalidFieldError
from solidarity_widgets.signing import Hint, SqlSignatureStore
from solidarity_widgets.signing.intake.block_list import BlockList
from solidarity_widgets.signing.intake.domains import counted_domain, large_providers
from solidarity_widgets.signing.intake.email import email_rules, normalize_email
from solidarity_widgets.signing.intake.rates import Rate
from solidarity_widgets.signing.intake.suspicion import Evidence, SuspicionPolicy, score

from .campaign import ADDRESS, VIGIL, Campaign

POLICY = SuspicionPolicy()
PERSON = Evidence(form_age=40)
MANY = 10**9
HINTS = {
    "honeypot": {"honeypot": True},
    "too_fast": {"form_age": 0},
    "no_stamp": {"form_age": None},
    "stale": {"form_age": MANY},
    "automated_network": {"network": MANY, "network_honeypots": MANY},
    "domain": {"domain": MANY},
    "domain_network": {"domain_network": MANY},
}


@st.composite
def policies(draw: st.DrawFn) -> SuspicionPolicy:
    quarantine_at = draw(st.integers(1, 100))
    return SuspicionPolicy(
        quarantine_at=quarantine_at, **{name: draw(st.integers(0, quarantine_at)) for name in HINTS}
    )


EVIDENCE = st.builds(
    Evidence,
    honeypot=st.booleans(),
    form_age=st.none() | st.integers(0, 100_000),
    network=st.integers(0, 5000),
    network_honeypots=st.integers(0, 50),
    domain=st.integers(0, 200),
    domain_network=st.integers(0, 200),
)


class TestScore:
    """Hints with one cause count once; the others add up."""

    def test_a_person_has_none(self) -> None:
        assert score(PERSON, POLICY) == 0
        assert not POLICY.quarantines(0)

    @pytest.mark.parametrize("hint", HINTS)
    def test_each_hint_weighs_what_the_policy_says(self, hint: str) -> None:
        assert score(replace(PERSON, **HINTS[hint]), POLICY) == getattr(POLICY, hint) > 0
        assert score(replace(PERSON, **HINTS[hint]), replace(POLICY, **{hint: 0})) == 0

    @pytest.mark.parametrize("hint", HINTS)
    def test_by_default_nothing_alone_decides(self, hint: str) -> None:
        assert not POLICY.quarantines(score(replace(PERSON, **HINTS[hint]), POLICY))

    @pytest.mark.parametrize("form_age", [None, 0, 40, MANY])
    def test_how_a_form_was_filled_in_is_one_hint(self, form_age: int | None) -> None:
        assert score(Evidence(honeypot=True, form_age=form_age), POLICY) == POLICY.honeypot

    @given(policies(), EVIDENCE, st.integers(0, 500))
    def test_more_of_one_domain_never_weighs_less(
        self, policy: SuspicionPolicy, evidence: Evidence, more: int
    ) -> None:
        before = score(evidence, policy)
        assert 0 <= before <= 100
        for worse in (
            replace(evidence, honeypot=True),
            replace(evidence, domain=evidence.domain + more),
            replace(evidence, domain_network=evidence.domain_network + more),
        ):
            assert score(worse, policy) >= before

    @given(policies(), EVIDENCE, st.integers(0, MANY))
    def test_a_busy_network_is_no_evidence(
        self, policy: SuspicionPolicy, evidence: Evidence, more: int
    ) -> None:
        assert score(replace(evidence, network=evidence.network + more), policy) <= score(evidence, policy)

    @pytest.mark.parametrize(
        ("age", "points"),
        [(0, 35), (2, 35), (3, 0), (86_400, 0), (86_401, 5), (None, 15)],
    )
    def test_the_bounds_of_the_age(self, age: int | None, points: int) -> None:
        assert score(Evidence(form_age=age), POLICY) == points

    @pytest.mark.parametrize(("network", "points"), [(0, 35), (5, 35), (6, 0), (MANY, 0)])
    def test_speed_is_no_evidence_behind_a_shared_network(self, network: int, points: int) -> None:
        assert score(Evidence(form_age=0, network=network), POLICY) == points

    @pytest.mark.parametrize(("seen", "points"), [(0, 0), (40, 0), (41, 20), (MANY, 20)])
    def test_a_domain(self, seen: int, points: int) -> None:
        assert score(replace(PERSON, domain=seen), POLICY) == points

    @pytest.mark.parametrize(
        ("honeypots", "network", "points"), [(5, 5, 50), (6, 6, 70), (6, 11, 70), (6, 12, 50), (50, 100, 50)]
    )
    def test_an_automated_network(self, honeypots: int, network: int, points: int) -> None:
        evidence = Evidence(form_age=9, honeypot=True, network=network, network_honeypots=honeypots)
        assert score(evidence, POLICY) == points

    def test_the_threshold_itself_quarantines(self) -> None:
        assert POLICY.quarantines(POLICY.quarantine_at)
        assert not POLICY.quarantines(POLICY.quarantine_at - 1)

    def test_never_above_a_hundred(self) -> None:
        policy = SuspicionPolicy(quarantine_at=100, honeypot=99, domain=99)
        assert score(Evidence(honeypot=True, domain=MANY), policy) == 100


class TestDomains:
    """Forms are counted by the part of a domain that one owner has."""

    @pytest.mark.parametrize(
        ("mailbox", "domain"),
        [
            ("a@example.org", "example.org"),
            ("a@mail.example.org", "example.org"),
            ("a@h1.h2.h3.example.org", "example.org"),
            ("a@shop.example.co.uk", "example.co.uk"),
            ("a@example.com.by", "example.com.by"),
            ("алеся@пошта.прыклад.бел", "прыклад.бел"),
            ("a@github.io", "github.io"),
            ("a@someone.github.io", "github.io"),
            ("a@org", "org"),
            ("", ""),
        ],
    )
    def test_registrable(self, mailbox: str, domain: str) -> None:
        assert counted_domain(mailbox) == domain

    @pytest.mark.parametrize(
        "provider",
        "gmail.com mail.ru tut.by ukr.net wp.pl gmx.de yahoo.com hotmail.co.uk outlook.fr yandex.by o2.pl "
        "seznam.cz web.de proton.me icloud.com qq.com yahoo.co.jp".split(),
    )
    def test_large_providers_are_not_counted(self, provider: str) -> None:
        assert counted_domain(f"a@{provider}") == ""
        assert counted_domain(f"a@mx.{provider}") == ""

    def test_every_large_provider_is_a_registrable_domain(self) -> None:
        assert [each for each in large_providers() if counted_domain(f"a@x.{each}")] == []

    def test_every_domain_with_a_rule_for_aliases_is_large(self) -> None:
        """They are two lists, and the second must not be shorter than the first."""
        assert set(email_rules()) <= large_providers()


class TestPolicy:
    """A policy that contradicts itself is refused, with the name of what to change."""

    @pytest.mark.parametrize(
        ("values", "message"),
        [
            *(({name: 61}, rf"^{name} must be a whole number, 0 to 60; got 61") for name in HINTS),
            *(({name: -1}, rf"^{name} must be a whole number, 0 to 60; got -1") for name in HINTS),
            ({"quarantine_at": 49}, "^honeypot must be a whole number, 0 to 49"),
            ({"quarantine_at": 0}, "^quarantine_at must be a whole number, 1 to 100"),
            ({"quarantine_at": 101}, "^quarantine_at"),
            ({"honeypot": 1.5}, "^honeypot must be a whole number"),
            ({"honeypot": True}, "^honeypot must be a whole number"),
            ({"min_form_age": -1}, "^min_form_age"),
            ({"max_form_age": 3}, "^max_form_age must be a whole number, 4 or more"),
            ({"domain_rate": 40}, "^domain_rate must be a Rate"),
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

    @pytest.mark.parametrize("line", ["*@example.net", "  *@Example.NET  # all"])
    def test_any_name_at_a_domain_is_the_domain(self, line: str) -> None:
        """It is how most lists write it, and must not be taken for a mailbox called ``*``."""
        blocks = BlockList(line)
        assert blocks.blocks("a@example.net")
        assert not blocks.blocks("a@mail.example.net")
        assert not blocks.blocks("a@example.org")

    @pytest.mark.parametrize("line", ["*@*.example.net", "@*.example.net", "*.example.net"])
    def test_any_name_at_its_subdomains(self, line: str) -> None:
        blocks = BlockList(allowed=line)
        assert blocks.allows("a@mail.example.net")
        assert not blocks.allows("a@example.net")

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
            "secret*@example.org",
            "*secret@example.org",
            "**@example.org",
            "*@",
            "*",
            "*@*",
            "@*",
            "*example.org",
            "*@*.*.example.org",
            "example.*",
            "secret@*.example.org",
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


class TestHints:
    """Checks of the host."""

    @pytest.mark.parametrize(
        ("points", "score"),
        [([30], 30), ([0], 0), ([-5, 7], 7), ([1000], 59), ([30, 30], 60), ([59, 59], 100)],
    )
    def test_points(self, points: list[int], score: int, store: SqlSignatureStore) -> None:
        hints = [
            Hint(f"number {number}", lambda petition, values, ip_address, found=found: found)
            for number, found in enumerate(points)
        ]
        campaign = Campaign(store, hints=hints)
        campaign.sign()
        assert (campaign.one().score, campaign.one().state) == (
            score,
            "quarantined" if score >= 60 else "pending",
        )

    def test_what_a_check_gets(self, store: SqlSignatureStore) -> None:
        seen: list[tuple[Any, ...]] = []

        def check(*arguments: Any) -> int:
            seen.append(arguments)
            return 0

        campaign = Campaign(store, hints=[Hint("all", check)])
        campaign.sign(proof="solved")
        [(petition, values, ip_address)] = seen
        assert (petition, values["proof"], ip_address) == (VIGIL, "solved", ADDRESS)
        campaign.sign(email="nothing")
        assert len(seen) == 1, "a form with errors is not checked"

    def test_a_check_that_fails_stores_nothing(self, store: SqlSignatureStore) -> None:
        campaign = Campaign(store, hints=[Hint("broken", lambda petition, values, ip_address: "x")])  # type: ignore[arg-type,return-value]
        with pytest.raises(InvalidFieldError, match="the points of the hint 'broken' must be a whole number"):
            campaign.sign()
        assert campaign.all() == []

    def test_no_function(self) -> None:
        with pytest.raises(InvalidFieldError, match="must be a function"):
            Hint("x", 7)  # type: ignore[arg-type]
