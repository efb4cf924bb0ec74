"""A store in memory, for the tests of sites that use the library: no database, no files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from threading import RLock
from typing import Any, Literal, get_args

from solidarity_widgets.petitions import Goal
from solidarity_widgets.signing.store.changes import (
    FeedHead,
    NewChange,
    Standing,
    change_between,
    check_after,
    data_removed,
    date_of,
    number_changes,
)
from solidarity_widgets.signing.store.protocol import SignatureStore
from solidarity_widgets.signing.store.records import (
    ALL_PETITIONS,
    CONFIRMING_KINDS,
    DAY,
    ERASED_VALUES,
    FORM_FIELDS,
    IDENTITY_VALUES,
    ROUNDED_TIMES,
    TRANSITIONS,
    Change,
    ChangeEvent,
    ConfirmOutcome,
    ConsentEntry,
    ConsentWording,
    Count,
    EmailKind,
    ForgottenBatch,
    FormOutcome,
    Hit,
    MailboxLimit,
    QueuedEmail,
    Signature,
    SignatureState,
    SlotRecount,
    SweepBatch,
    is_erasable,
    make_id,
    round_to_day,
)

_Key = tuple[str, str]
_CONFIRMED: tuple[SignatureState, ...] = ("confirmed",)


class MemorySignatureStore(SignatureStore):
    """Keeps signatures in the memory of one process, and loses them when it ends.

    It keeps every promise of :class:`~solidarity_widgets.signing.SignatureStore`, for threads too: one lock
    guards all methods. Use it in the tests of your site, where
    :class:`~solidarity_widgets.signing.SqlSignatureStore` would need a database. It looks at every signature
    of a petition in most methods, so it is slow with more than some thousands.

    Example:
        >>> store = MemorySignatureStore()
        >>> store.insert(Signature("petition", "0f" * 16, created_at=100)).name
        'STORED'
        >>> store.confirm("petition", "0f" * 16, now=160), store.count("petition")
        ('confirmed', Count(signed=1, changed_at=160))
    """

    def __init__(self) -> None:
        self._lock = RLock()
        self._signatures: dict[_Key, Signature] = {}
        self._log: dict[_Key, list[ConsentEntry]] = {}
        self._wordings: dict[_Key, ConsentWording] = {}
        self._outbox: dict[tuple[str, str, EmailKind], tuple[int, QueuedEmail]] = {}  # with its next attempt
        self._hits: dict[tuple[str, str, int], tuple[int, int]] = {}
        self._counts: dict[str, Count] = {}
        self._erased_on_paper: set[_Key] = set()
        self._key_checks: set[str] = set()
        self._new_changes: dict[str, list[NewChange]] = {}
        self._changes: dict[str, list[Change]] = {}
        self._heads: dict[str, FeedHead] = {}
        self._make_id: Callable[[], str] = make_id

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {len(self._signatures)} signatures>"

    # --- signatures -----------------------------------------------------------------------------------------

    def find(self, petition_id: str, id: str) -> Signature | None:
        with self._lock:
            return self._signatures.get((petition_id, id))

    def find_by_identity(self, petition_id: str, identities: Collection[str]) -> Sequence[Signature]:
        with self._lock:
            wanted = set(identities)
            found = [each for each in self._of(petition_id) if each.identity in wanted]
            return sorted(found, key=lambda each: (each.household_slot, each.id))

    def insert(
        self,
        signature: Signature,
        consents: Sequence[ConsentEntry] = (),
        wordings: Sequence[ConsentWording] = (),
        *,
        replacing: str | None = None,
        emails: Sequence[QueuedEmail] = (),
        mailbox: MailboxLimit | None = None,
    ) -> FormOutcome:
        with self._lock:
            if replacing is not None:
                old = self._signatures.get((signature.petition_id, replacing))
                if old is None or old.state not in ("withdrawn", "erased"):
                    return FormOutcome.REFUSED
            key = signature.petition_id, signature.id
            known = key in self._signatures and signature.id != replacing
            if known or self._is_taken(signature, replacing):
                return FormOutcome.REFUSED
            inherited = False
            if replacing is not None:
                old = self._signatures[signature.petition_id, replacing]
                inherited = old.counted
                self._note(signature.petition_id, data_removed(old, signature.changed_at, stays_counted=True))
                self._remove(signature.petition_id, replacing)
            stored = replace(signature, counted=signature.counted or inherited)
            self._put(stored)
            self._note_change("confirmed", stored, Standing(counted=inherited), signature.changed_at)
            self._log_consents(signature, consents, wordings)
            if signature.counted and not inherited:
                self._add(signature.petition_id, 1, signature.changed_at)
            if not self._permits(mailbox):
                return FormOutcome.UNSENT
            self._queue(emails)
            return FormOutcome.STORED

    def amend(
        self,
        signature: Signature,
        consents: Sequence[ConsentEntry] = (),
        wordings: Sequence[ConsentWording] = (),
        *,
        quarantined: bool = False,
        min_interval: int | None = None,
        emails: Sequence[QueuedEmail] = (),
        mailbox: MailboxLimit | None = None,
    ) -> FormOutcome:
        with self._lock:
            old = self._signatures.get((signature.petition_id, signature.id))
            state = "quarantined" if quarantined else "pending"
            if old is None or old.state != state or old.confirmed_at is not None:
                return FormOutcome.REFUSED
            if self._is_taken(signature, signature.id):
                return FormOutcome.REFUSED
            values = {name: getattr(signature, name) for name in FORM_FIELDS}
            if min_interval is not None:
                if not _is_permitted(old, signature.last_email_at or 0, min_interval):
                    return FormOutcome.REFUSED
                values["last_email_at"] = signature.last_email_at
            if not self._permits(mailbox):
                return FormOutcome.UNSENT
            self._put(replace(old, state="pending", **values))
            self._log.pop((signature.petition_id, signature.id), None)  # nobody confirmed them
            self._log_consents(signature, consents, wordings)
            self._queue(emails)
            return FormOutcome.STORED

    def confirm(self, petition_id: str, id: str, now: int, *, issued_at: int | None = None) -> ConfirmOutcome:
        with self._lock:
            old = self._signatures.get((petition_id, id))
            if old is None or old.state in ("withdrawn", "erased"):
                return "missing"
            if old.state == "confirmed":
                return "already_confirmed"
            if issued_at is not None and old.submitted_at > issued_at:
                return "replaced"
            if old.state == "quarantined":
                if old.confirmed_at is not None:
                    return "already_confirmed"
                self._put(replace(old, confirmed_at=now))
                self._unqueue(petition_id, id, CONFIRMING_KINDS)
                return "quarantined"
            self._change(
                "confirmed", old, now, state="confirmed", counted=True, confirmed_at=now, changed_at=now
            )
            self._add(petition_id, int(not old.counted), now)
            self._unqueue(petition_id, id, CONFIRMING_KINDS)
            return "confirmed"

    def withdraw(self, petition_id: str, id: str, now: int, consents: Sequence[ConsentEntry] = ()) -> bool:
        with self._lock:
            done = self._leave_count(petition_id, id, "withdrawn", now)
            if done:
                self._log.setdefault((petition_id, id), []).extend(consents)
                self._unqueue(petition_id, id)
            return done

    def erase(self, petition_id: str, id: str, now: int, *, keep_identity: bool = False) -> bool:
        with self._lock:
            old = self._signatures.get((petition_id, id))
            if old is None or old.state == "erased":
                return False
            self._erase_or_remove(old, now, keep_identity=keep_identity)
            return True

    def was_erased(self, petition_id: str, ids: Collection[str]) -> bool:
        with self._lock:
            return any((petition_id, id) in self._erased_on_paper for id in ids)

    def remember_paper(self, petition_id: str, id: str) -> None:
        with self._lock:
            self._erased_on_paper.add((petition_id, id))

    def reject(self, petition_id: str, id: str, now: int) -> bool:
        with self._lock:
            old = self._signatures.get((petition_id, id))
            if old is None or old.state != "quarantined":
                return False
            if old.counted:
                self._erase_or_remove(old, now, keep_identity=True)
            else:
                self._note(petition_id, data_removed(old, now, stays_counted=False))
                self._remove(petition_id, id)
            return True

    def quarantine(self, petition_id: str, id: str, now: int) -> bool:
        return self._leave_count(petition_id, id, "quarantined", now)

    def release(self, petition_id: str, id: str, now: int) -> bool:
        with self._lock:
            old = self._signatures.get((petition_id, id))
            if old is None or old.state != "quarantined":
                return False
            confirmed = old.confirmed_at is not None
            state: SignatureState = "confirmed" if confirmed else "pending"
            counted = confirmed or old.counted
            self._change("released", old, now, state=state, counted=counted, changed_at=now)
            self._add(petition_id, counted - old.counted, now)
            return True

    def unsubscribe(self, petition_id: str, id: str, consent: ConsentEntry) -> bool:
        with self._lock:
            old = self._signatures.get((petition_id, id))
            if old is None or not old.email:
                return False
            self._change("unsubscribed", old, consent.at, email="")
            self._log_consents(old, [consent], [])
            self._unqueue(petition_id, id)
            return True

    # --- emails ---------------------------------------------------------------------------------------------

    def record_email(
        self,
        petition_id: str,
        id: str,
        now: int,
        *,
        min_interval: int,
        emails: Sequence[QueuedEmail] = (),
        mailbox: MailboxLimit | None = None,
    ) -> FormOutcome:
        with self._lock:
            old = self._signatures.get((petition_id, id))
            if old is None or not _is_permitted(old, now, min_interval):
                return FormOutcome.REFUSED
            if not self._permits(mailbox):
                return FormOutcome.UNSENT
            self._put(replace(old, last_email_at=now))
            self._queue(emails)
            return FormOutcome.STORED

    def emails_due(self) -> Mapping[str, int]:
        with self._lock:
            found: dict[str, int] = {}
            for (petition_id, _, _), (next_attempt_at, _) in self._outbox.items():
                found[petition_id] = min(next_attempt_at, found.get(petition_id, next_attempt_at))
            return found

    def claim_emails(self, petition_id: str, now: int, *, lease: int, limit: int) -> Sequence[QueuedEmail]:
        with self._lock:
            due = [
                (next_attempt_at, email)
                for next_attempt_at, email in self._outbox.values()
                if email.petition_id == petition_id and next_attempt_at <= now
            ]
            due.sort(key=lambda each: (each[0], each[1].signature_id, each[1].kind))
            key, claimed = make_id(), []
            for _, email in due[: max(limit, 0)]:
                taken = replace(email, attempts=email.attempts + 1, lease=key)
                self._outbox[_email_key(taken)] = now + lease, taken
                claimed.append(taken)
            return sorted(claimed, key=lambda each: (each.due_at, each.signature_id, each.kind))

    def delete_email(self, email: QueuedEmail) -> bool:
        with self._lock:
            return self._is_claimed(email) and self._outbox.pop(_email_key(email), None) is not None

    def postpone_email(self, email: QueuedEmail, until: int, *, attempts: int) -> bool:
        with self._lock:
            if not self._is_claimed(email):
                return False
            self._outbox[_email_key(email)] = until, replace(email, attempts=attempts, lease="")
            return True

    def delete_old_emails(self, petition_id: str, before: int, *, dry_run: bool = False) -> int:
        with self._lock:
            old = [_email_key(each) for each in self._emails_before(petition_id, before)]
            for key in () if dry_run else old:
                del self._outbox[key]
            return len(old)

    def count_emails(self, petition_id: str, before: int) -> dict[EmailKind, int]:
        with self._lock:
            return dict(Counter(each.kind for each in self._emails_before(petition_id, before)))

    # --- consents and hits ----------------------------------------------------------------------------------

    def consents(self, petition_id: str, id: str) -> Sequence[ConsentEntry]:
        with self._lock:
            return sorted(self._log.get((petition_id, id), ()), key=lambda entry: entry.at)

    def find_wording(self, petition_id: str, hash: str) -> ConsentWording | None:
        with self._lock:
            return self._wordings.get((petition_id, hash))

    def key_checks(self) -> Collection[str]:
        with self._lock:
            return frozenset(self._key_checks)

    def add_key_check(self, check: str, *, known: Collection[str] | None = None) -> bool:
        with self._lock:
            if known is not None and self._key_checks and self._key_checks.isdisjoint(known):
                return False
            self._key_checks.add(check)
            return True

    def _permits(self, mailbox: MailboxLimit | None) -> bool:
        """Return whether a mailbox's limit allows one more email, and count it if so."""
        if mailbox is None:
            return True
        seen, _ = self._hits.get((ALL_PETITIONS, mailbox.hit.key, mailbox.hit.window), (0, 0))
        if seen >= mailbox.max_count:
            return False
        self.count_hits(ALL_PETITIONS, [mailbox.hit])
        return True

    def count_hits(self, petition_id: str, hits: Sequence[Hit]) -> list[int]:
        with self._lock:
            found = []
            for key, window, expires_at in hits:
                count, _ = self._hits.get((petition_id, key, window), (0, 0))
                self._hits[petition_id, key, window] = count + 1, expires_at
                found.append(count + 1)
            return found

    def delete_expired_hits(self, now: int, *, limit: int, dry_run: bool = False) -> int:
        with self._lock:
            old = [key for key, (_, expires_at) in self._hits.items() if expires_at <= now]
            old = old[: max(limit, 0)]
            for key in () if dry_run else old:
                del self._hits[key]
            return len(old)

    # --- counts and sweeps ----------------------------------------------------------------------------------

    def count(self, petition_id: str) -> Count:
        with self._lock:
            return self._counts.get(petition_id, Count(0))

    def flush_counts(self, petition_id: str, now: int, *, limit: int = 10_000) -> int:
        return 0

    def recount(self, petition_id: str, slot: int, now: int) -> SlotRecount:
        with self._lock:
            signed = sum(each.counted for each in self._of(petition_id))
            drift = self.count(petition_id).signed - signed
            self._add(petition_id, -drift, now)
            return SlotRecount(slot, 1, signed, drift)

    def list_signatures(
        self,
        petition_id: str,
        *,
        after: str = "",
        limit: int = 1000,
        states: Collection[SignatureState] = _CONFIRMED,
    ) -> Sequence[Signature]:
        with self._lock:
            found = [each for each in self._of(petition_id) if each.id > after and each.state in states]
            return found[: max(limit, 0)]

    def public_signatures(
        self, petition_id: str, *, limit: int = 100, after: Signature | None = None
    ) -> Sequence[Signature]:
        with self._lock:
            public = [each for each in self._of(petition_id) if each.public and each.state == "confirmed"]
            ordered = sorted(public, key=lambda each: (-each.created_at, each.id))
            behind = (-after.created_at, after.id) if after else (-(2**63), "")
            return [each for each in ordered if (-each.created_at, each.id) > behind][: max(limit, 0)]

    def count_by(self, petition_id: str, by: Literal["source", "country", "state"]) -> dict[str, int]:
        with self._lock:
            found = self._of(petition_id)
            return dict(Counter(str(getattr(each, by)) for each in found if by == "state" or each.counted))

    def sweep(
        self,
        petition_id: str,
        state: SignatureState,
        before: int,
        *,
        now: int,
        erase: bool = False,
        confirmed: bool | None = None,
        after: str = "",
        limit: int = 1000,
        dry_run: bool = False,
    ) -> SweepBatch:
        with self._lock:
            behind = [
                each
                for each in self._of(petition_id)
                if each.id > after
                and each.state == state
                and each.changed_at < before
                and (confirmed is None or (each.confirmed_at is not None) == confirmed)
                and not (erase and state == "erased" and each.identity is None)
            ]
            limit = max(limit, 1)
            found = behind[:limit]
            for each in () if dry_run else found:
                if erase and state == "erased":
                    self._put(replace(each, **IDENTITY_VALUES))
                elif erase or (each.counted and state in ("pending", "quarantined")):
                    self._erase_or_remove(each, now, keep_identity=not erase)
                else:
                    self._note(petition_id, data_removed(each, now, stays_counted=False))
                    self._remove(petition_id, each.id)
                    self._add(petition_id, -int(each.counted), now)
            return SweepBatch(len(found), found[-1].id if len(behind) > limit else None)

    # --- the change feed ------------------------------------------------------------------------------------

    def changes(
        self, petition_id: str, *, after: int = 0, limit: int = 1000, goal: Goal | None = None
    ) -> Sequence[Change]:
        with self._lock:
            self._number_changes(petition_id, goal)
            entries = self._changes.get(petition_id, [])
            check_after(after, len(entries))
            return entries[max(after, 0) :][: max(limit, 0)]

    def forget_changed_ids(
        self, petition_id: str, before: int, *, after: int = 0, limit: int = 1000, dry_run: bool = False
    ) -> ForgottenBatch:
        with self._lock:
            self._number_changes(petition_id, None)
            entries = self._changes.get(petition_id, [])
            last_days = {each.signature_id: each.day for each in entries}
            day = date_of(before)
            behind = [
                each
                for each in entries
                if each.sequence > after
                and each.event == "erased"
                and each.signature_id != ""
                and last_days[each.signature_id] < day
                and (petition_id, each.signature_id) not in self._signatures
            ]
            limit = max(limit, 1)
            ids = {each.signature_id for each in behind[:limit]}
            if not dry_run:
                entries[:] = [
                    replace(each, signature_id="") if each.signature_id in ids else each for each in entries
                ]
            cursor = behind[limit - 1].sequence if len(behind) > limit else None
            return ForgottenBatch(len(ids), cursor)

    def _number_changes(self, petition_id: str, goal: Goal | None) -> None:
        head = self._heads.get(petition_id, FeedHead())
        new = self._new_changes.pop(petition_id, [])
        self._heads[petition_id], entries = number_changes(head, new, goal)
        self._changes.setdefault(petition_id, []).extend(entries)

    def _note(self, petition_id: str, changes: Sequence[NewChange]) -> None:
        self._new_changes.setdefault(petition_id, []).extend(changes)

    def _note_change(self, event: ChangeEvent, new: Signature, before: Standing, now: int) -> None:
        after = Standing.of(new.state, new.counted, new.email)
        self._note(new.petition_id, change_between(event, new.id, before, after, now))

    def _change(self, event: ChangeEvent, old: Signature, now: int, **values: Any) -> None:
        """Change a signature, and tell the feed."""
        new = replace(old, **values)
        self._put(new)
        self._note_change(event, new, Standing.of(old.state, old.counted, old.email), now)

    # --- parts of these methods -----------------------------------------------------------------------------

    def _of(self, petition_id: str) -> list[Signature]:
        return [each for (petition, _), each in sorted(self._signatures.items()) if petition == petition_id]

    def _is_taken(self, signature: Signature, but_id: str | None) -> bool:
        if signature.identity is None:
            return False
        place = signature.identity, signature.household_slot
        others = (each for each in self._of(signature.petition_id) if each.id != but_id)
        return any((each.identity, each.household_slot) == place for each in others)

    def _put(self, signature: Signature) -> None:
        self._signatures[signature.petition_id, signature.id] = signature

    def _remove(self, petition_id: str, id: str) -> None:
        if self._signatures[petition_id, id].source == "paper":
            self._erased_on_paper.add((petition_id, id))
        del self._signatures[petition_id, id]
        self._log.pop((petition_id, id), None)
        self._unqueue(petition_id, id)

    def _erase_or_remove(self, old: Signature, now: int, *, keep_identity: bool) -> None:
        log = self._log.get((old.petition_id, old.id), [])
        erasable = is_erasable(old.state, old.counted)
        self._note(old.petition_id, data_removed(old, now, stays_counted=erasable))
        self._remove(old.petition_id, old.id)
        if not erasable:
            self._add(old.petition_id, -int(old.counted), now)
            return
        id = self._make_id()
        rounded: dict[str, Any] = {name: round_to_day(getattr(old, name)) for name in ROUNDED_TIMES}
        values = {**ERASED_VALUES, **({} if keep_identity else IDENTITY_VALUES), **rounded}
        values["changed_at"] = round_to_day(now)
        self._put(replace(old, **values, id=id, state="erased", counted=True))
        self._log[old.petition_id, id] = [
            replace(each, signature_id=id, at=each.at - each.at % DAY) for each in log
        ]

    def _log_consents(
        self, signature: Signature, consents: Sequence[ConsentEntry], wordings: Sequence[ConsentWording]
    ) -> None:
        self._log.setdefault((signature.petition_id, signature.id), []).extend(consents)
        for wording in wordings:
            self._wordings.setdefault((wording.petition_id, wording.hash), wording)

    def _queue(self, emails: Sequence[QueuedEmail]) -> None:
        for each in emails:
            if each.permitted:
                self._outbox[_email_key(each)] = each.due_at, each

    def _unqueue(self, petition_id: str, id: str, kinds: Collection[EmailKind] = get_args(EmailKind)) -> None:
        for kind in kinds:
            self._outbox.pop((petition_id, id, kind), None)

    def _emails_before(self, petition_id: str, before: int) -> list[QueuedEmail]:
        emails = (email for _, email in self._outbox.values())
        return [each for each in emails if each.petition_id == petition_id and each.due_at < before]

    def _is_claimed(self, email: QueuedEmail) -> bool:
        _, stored = self._outbox.get(_email_key(email), (0, None))
        return stored is not None and stored.lease == email.lease != ""

    def _add(self, petition_id: str, number: int, now: int) -> None:
        if number:
            self._counts[petition_id] = Count(self.count(petition_id).signed + number, now)

    def _leave_count(
        self, petition_id: str, id: str, state: Literal["withdrawn", "quarantined"], now: int
    ) -> bool:
        with self._lock:
            old = self._signatures.get((petition_id, id))
            if old is None or state not in TRANSITIONS[old.state]:
                return False
            stays = state == "quarantined" and old.state == "pending" and old.counted
            self._change(state, old, now, state=state, counted=stays, changed_at=now)
            self._add(petition_id, stays - old.counted, now)
            return True


def _email_key(email: QueuedEmail) -> tuple[str, str, EmailKind]:
    return email.petition_id, email.signature_id, email.kind


def _is_permitted(signature: Signature, now: int, min_interval: int) -> bool:
    last = signature.last_email_at
    return last is None or abs(now - last) >= min_interval
