"""The change feed's rules, the same for every store: which changes are entries, and how they are numbered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import NamedTuple, Protocol

from solidarity_widgets.exceptions import InvalidFieldError
from solidarity_widgets.petitions import Goal
from solidarity_widgets.signing.store.records import DAY, Change, ChangeEvent, SignatureState

_EPOCH = date(1970, 1, 1)
_LAST_DAY = (date.max - _EPOCH).days


class _Row(Protocol):
    """A signature, or the columns of its row that decide whether a change is an entry."""

    @property
    def id(self) -> str: ...
    @property
    def state(self) -> SignatureState: ...
    @property
    def counted(self) -> bool: ...
    @property
    def confirmed_at(self) -> int | None: ...
    @property
    def email(self) -> str: ...


class Standing(NamedTuple):
    """What the feed tells of one signature.

    Attributes:
        listed: Whether it is on the list of confirmed signatures.
        counted: Whether it counts. A store that counts in batches counts it a little later.
        subscribed: Whether its signer gets news.
    """

    listed: bool = False
    counted: bool = False
    subscribed: bool = False

    @classmethod
    def of(cls, state: SignatureState, counted: bool, email: str) -> Standing:
        """Return the standing of a signature."""
        listed = state == "confirmed"
        return cls(listed, listed or counted, listed and email != "")


@dataclass(frozen=True, slots=True)
class NewChange:
    """A change that has no number yet. It becomes one entry of the feed, or two if a subscription changes.

    Attributes:
        signature_id: The signature's id.
        event: What happened.
        counted: What it adds to the count: 1, 0 or -1.
        subscribed: 1 if the signer is subscribed now, -1 if unsubscribed.
        day: The day, as a number of days since 1970.
    """

    signature_id: str
    event: ChangeEvent
    counted: int
    subscribed: int
    day: int


def change_between(
    event: ChangeEvent, id: str, before: Standing, after: Standing, now: int
) -> list[NewChange]:
    """Return the entry for a change of a signature, or nothing if the feed tells nothing new of it."""
    if before == after:
        return []
    counted, subscribed = after.counted - before.counted, after.subscribed - before.subscribed
    return [NewChange(id, event, counted, subscribed, now // DAY)]


def data_removed(row: _Row, now: int, *, stays_counted: bool) -> list[NewChange]:
    """Return the entry for a signature whose data are erased or removed.

    Whatever was on the list once gets an entry, so that a copy can delete it too. The id of a row that was
    erased before is random, and the feed never names it.

    Args:
        row: The signature, as it was until now.
        now: The time.
        stays_counted: Whether it still counts.
    """
    before = Standing.of(row.state, row.counted, row.email)
    after = Standing(counted=stays_counted and before.counted)
    if row.state == "erased":
        return change_between("erased", "", before, after, now)
    found = change_between("erased", row.id, before, after, now)
    if not found and row.confirmed_at is not None:
        found = [NewChange(row.id, "erased", 0, 0, now // DAY)]
    return found


def date_of(at: int) -> date:
    """Return the day of a time, in UTC. A wrong clock gives the last day there is, and not an error."""
    return _EPOCH + timedelta(min(max(at // DAY, 0), _LAST_DAY))


def day_number(day: date) -> int:
    """Return a day as a number of days since 1970."""
    return (day - _EPOCH).days


def check_after(after: int, last: int) -> None:
    """Check that a reader has not read more than there is.

    Raises:
        InvalidFieldError: If it has.
    """
    if after > last:
        reason = (
            f"must not be greater than {last}, the number of the last change. If the database was restored "
            "from an older backup, build your copy again, from 0"
        )
        raise InvalidFieldError("after", after, reason)


@dataclass(frozen=True, slots=True)
class FeedHead:
    """Where a petition's feed has got to.

    Attributes:
        sequence: The last number that was given.
        signed: The count after that entry.
        peak: The highest count so far.
        reached: The highest threshold that has an entry.
        day: The day of the last entry, as a number of days since 1970.
    """

    sequence: int = 0
    signed: int = 0
    peak: int = 0
    reached: int = 0
    day: int = 0

    def next_threshold(self, goal: Goal | None) -> int | None:
        """Return the first threshold of a goal that has no entry yet, or ``None``."""
        step = None if goal is None else next(goal.steps_ahead(self.reached), None)
        return None if step is None else step.number

    def is_late(self, goal: Goal | None) -> bool:
        """Return whether a threshold of a goal has been reached and has no entry yet."""
        threshold = self.next_threshold(goal)
        return threshold is not None and threshold <= self.peak


def number_changes(
    head: FeedHead, changes: Iterable[NewChange], goal: Goal | None
) -> tuple[FeedHead, list[Change]]:
    """Number changes, and add an entry for each threshold that the count reaches for the first time.

    A goal can be unknown to one reader and known to the next, so the thresholds of earlier entries are added
    as soon as a reader knows them.

    Args:
        head: Where the feed has got to.
        changes: The changes, in their order.
        goal: The petition's goal, if the reader knows it.

    Returns:
        Where the feed has got to now, and its new entries.
    """
    entries: list[Change] = []
    next_threshold = head.next_threshold(goal)

    def add(event: ChangeEvent, id: str, counted: int = 0, threshold: int | None = None) -> None:
        nonlocal head
        signed = head.signed + counted
        head = replace(head, sequence=head.sequence + 1, signed=signed, peak=max(head.peak, signed))
        day = date_of(head.day * DAY)
        entries.append(Change(head.sequence, event, id, day, signed, threshold))

    def add_thresholds() -> None:
        nonlocal head, next_threshold
        while next_threshold is not None and next_threshold <= head.peak:
            add("threshold_reached", "", threshold=next_threshold)
            head = replace(head, reached=next_threshold)
            next_threshold = head.next_threshold(goal)

    add_thresholds()
    for change in changes:
        head = replace(head, day=change.day)
        if change.subscribed < 0 and change.event != "unsubscribed":
            add("unsubscribed", change.signature_id)
        add(change.event, change.signature_id, change.counted)
        if change.subscribed > 0:
            add("subscribed", change.signature_id)
        add_thresholds()
    return head, entries
