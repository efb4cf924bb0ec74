"""What the host does behind the page: it counts, looks at what is quarantined, and lets go of what is old."""

from __future__ import annotations

import pytest

from solidarity_widgets.exceptions import InvalidFieldError
from solidarity_widgets.signing import SqlSignatureStore
from solidarity_widgets.signing.jobs.progress import JobProgress
from solidarity_widgets.signing.jobs.recount import RecountResult
from solidarity_widgets.signing.jobs.retention import RetentionPolicy

from .campaign import DAY, HOUR, OTHER, SHORT, VIGIL, Campaign


@pytest.fixture
def campaign(store: SqlSignatureStore) -> Campaign:
    return Campaign(store)


class TestModeration:
    """What is quarantined can be seen in pages, and set free or held back one by one."""

    def test_quarantined_in_batches(self, campaign: Campaign) -> None:
        for number in range(5):
            campaign.machine(email=f"{number}@example.org", name=f"Robot {number}")
        campaign.sign(email="a@example.org")
        campaign.signed(email="b@example.org")
        campaign.machine(OTHER)
        whole = list(campaign.service.quarantined(VIGIL))
        assert sorted(each.name for each in whole) == [f"Robot {number}" for number in range(5)]
        assert {each.score for each in whole} == {60}
        for batch in (1, 2, 5, 6):
            assert list(campaign.service.quarantined(VIGIL, batch=batch)) == whole
            assert list(campaign.service.quarantined(VIGIL, after=whole[2].id, batch=batch)) == whole[3:]

    def test_released_while_they_are_read(self, campaign: Campaign) -> None:
        for number in range(5):
            campaign.machine(email=f"{number}@example.org")
        for each in campaign.service.quarantined(VIGIL, batch=2):
            assert campaign.service.release(VIGIL, each.id)
        assert list(campaign.service.quarantined(VIGIL)) == []
        assert {each.state for each in campaign.all()} == {"pending"}

    def test_mark_and_release(self, campaign: Campaign) -> None:
        outgoing = campaign.signed()
        id = campaign.one().id
        campaign.now += HOUR
        assert [campaign.service.quarantine(VIGIL, id) for _ in range(2)] == [True, False]
        assert (campaign.one().changed_at, campaign.count()) == (campaign.now, 0)
        assert list(campaign.service.quarantined(VIGIL)) == campaign.all()
        campaign.now += HOUR
        assert [campaign.service.release(VIGIL, id) for _ in range(2)] == [True, False]
        assert (campaign.one().changed_at, campaign.count()) == (campaign.now, 1)
        assert not campaign.service.quarantine(OTHER, id)
        campaign.service.withdraw(outgoing.tokens["withdraw"])
        assert not campaign.service.quarantine(VIGIL, id)
        assert not campaign.service.release(VIGIL, id)
        assert not campaign.service.quarantine(VIGIL, "0" * 32)

    def test_nobody_is_told(self, campaign: Campaign) -> None:
        campaign.signed()
        events, outbox = list(campaign.events), len(campaign.outbox)
        campaign.service.quarantine(VIGIL, campaign.one().id)
        campaign.service.release(VIGIL, campaign.one().id)
        assert (campaign.events, len(campaign.outbox)) == (events, outbox)

    @pytest.mark.parametrize("batch", [0, -1])
    def test_no_batch(self, batch: int, campaign: Campaign) -> None:
        for read in (campaign.service.quarantined, campaign.service.subscribers):
            with pytest.raises(InvalidFieldError, match="batch must be a whole number, 1 or more"):
                list(read(VIGIL, batch=batch))


class TestCount:
    """The number, the batches that wait for it, and the recount."""

    def test_batched(self, bare_place: object) -> None:
        with bare_place.open(batched=True) as store:  # type: ignore[attr-defined]
            store.create_tables()
            campaign = Campaign(store)
            for number in range(3):
                campaign.signed(email=f"{number}@example.org")
            assert campaign.service.count(VIGIL) == 0
            assert [campaign.service.flush_counts(VIGIL) for _ in range(2)] == [3, 0]
            assert campaign.count() == 3
            assert store.count(VIGIL.id).changed_at == campaign.now

    def test_nothing_waits(self, campaign: Campaign) -> None:
        campaign.signed()
        assert campaign.service.flush_counts(VIGIL) == 0
        assert campaign.service.count(OTHER) == 0

    def test_recount(self, campaign: Campaign) -> None:
        campaign.signed()
        told: list[JobProgress] = []
        assert campaign.service.recount(VIGIL, progress=told.append) == RecountResult(
            signed=1, drift=0, repaired=0, slots=1
        )
        assert [each.done for each in told] == [1]


class TestRetention:
    """The petition's own deadline says when its confirmed signatures are erased."""

    def test_open_without_end(self, campaign: Campaign) -> None:
        campaign.signed(email="a@example.org")
        campaign.sign(email="b@example.org")
        campaign.machine(email="c@example.org")
        outgoing = campaign.signed(email="d@example.org")
        campaign.service.withdraw(outgoing.tokens["withdraw"])
        campaign.now += 4000 * DAY
        told: list[JobProgress] = []
        dry = campaign.service.apply_retention(VIGIL, dry_run=True)
        assert len(campaign.all()) == 4
        done = campaign.service.apply_retention(VIGIL, progress=told.append)
        assert done == dry
        assert (done.removed, done.erased) == ({"pending": 1, "quarantined": 1, "withdrawn": 1}, 0)
        assert done.hits > 0
        assert told[-1].done == 3
        assert (campaign.one().state, campaign.count()) == ("confirmed", 1)

    @pytest.mark.parametrize(("after", "erased"), [(180 * DAY, 0), (180 * DAY + 1, 1)])
    def test_after_the_end(self, after: int, erased: int, campaign: Campaign) -> None:
        campaign.signed(SHORT)
        assert SHORT.deadline is not None
        campaign.now = int(SHORT.deadline.end.timestamp()) + after
        assert campaign.service.apply_retention(SHORT).erased == erased
        assert campaign.one(SHORT).state == ("erased" if erased else "confirmed")
        assert campaign.count(SHORT) == 1

    @pytest.mark.parametrize(("at", "erased"), [(-1, 0), (1, 1)])
    def test_with_a_policy_of_its_own(self, at: int, erased: int, campaign: Campaign) -> None:
        """However short it is, nothing is erased before the end."""
        campaign.signed(SHORT)
        assert SHORT.deadline is not None
        campaign.now = int(SHORT.deadline.end.timestamp()) + at
        assert campaign.service.apply_retention(SHORT, policy=RetentionPolicy(after_close=0)).erased == erased
