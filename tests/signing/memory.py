"""A store in a dictionary: the shortest thing that keeps the protocol's promises, to hold others against."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from threading import RLock
from typing import Literal

from solidarity_widgets.signing.records import (
    ConfirmOutcome,
    ConsentEntry,
    ConsentWording,
    Count,
    Signature,
    SignatureState,
    SlotRecount,
    SweepBatch,
)

Key = tuple[str, str]


class MemoryStore:
    """Keeps signatures in memory, one counter for each petition, every method under one lock."""

    def __init__(self) -> None:
        self.lock = RLock()
        self.signatures: dict[Key, Signature] = {}
        self.log: dict[Key, list[ConsentEntry]] = {}
        self.words: dict[Key, ConsentWording] = {}
        self.hits: dict[tuple[str, str, int], tuple[int, int]] = {}
        self.counts: dict[str, Count] = {}

    # --- signatures ---------------------------------------------------------------------------------------

    def find(self, petition_id: str, id: str) -> Signature | None:
        with self.lock:
            return self.signatures.get((petition_id, id))

    def find_by_identity(self, petition_id: str, identities: Collection[str]) -> Sequence[Signature]:
        with self.lock:
            return [each for each in self._of(petition_id) if each.identity in set(identities)]

    def insert(
        self,
        signature: Signature,
        consents: Iterable[ConsentEntry] = (),
        wordings: Iterable[ConsentWording] = (),
        *,
        replacing: str | None = None,
    ) -> bool:
        with self.lock:
            if replacing is not None:
                old = self.signatures.get((signature.petition_id, replacing))
                if old is None or old.state != "withdrawn":
                    return False
            if (signature.petition_id, signature.id) in self.signatures or self._taken(signature, replacing):
                return False
            if replacing is not None:
                self._remove(signature.petition_id, replacing)
            self._put(signature)
            self._write(signature, consents, wordings)
            if signature.counted:
                self._add(signature.petition_id, 1, signature.changed_at)
            return True

    def amend(
        self,
        signature: Signature,
        consents: Iterable[ConsentEntry] = (),
        wordings: Iterable[ConsentWording] = (),
        *,
        quarantined: bool = False,
    ) -> bool:
        with self.lock:
            old = self.signatures.get((signature.petition_id, signature.id))
            states = ("quarantined",) if quarantined else ("pending",)
            if old is None or old.state not in states or old.confirmed_at is not None:
                return False
            if self._taken(signature, signature.id):
                return False
            names = (
                "identity",
                "household_slot",
                "signer_hash",
                "name",
                "email",
                "country",
                "postcode",
                "message",
            )
            more = ("public", "locale", "score", "changed_at", "submitted_at")
            texts = {name: getattr(signature, name) for name in (*names, *more)}
            self._put(replace(old, state="pending", **texts))
            self.log.pop((signature.petition_id, signature.id), None)  # nobody confirmed them
            self._write(signature, consents, wordings)
            return True

    def confirm(self, petition_id: str, id: str, now: int, *, issued_at: int | None = None) -> ConfirmOutcome:
        with self.lock:
            old = self.signatures.get((petition_id, id))
            if old is None or old.state in ("withdrawn", "erased"):
                return "missing"
            if old.state == "confirmed":
                return "already_confirmed"
            if issued_at is not None and old.submitted_at > issued_at:
                return "replaced"
            if old.state == "quarantined":
                if old.confirmed_at is None:
                    self._put(replace(old, confirmed_at=now))
                return "quarantined"
            self._put(replace(old, state="confirmed", counted=True, confirmed_at=now, changed_at=now))
            self._add(petition_id, 1, now)
            return "confirmed"

    def withdraw(self, petition_id: str, id: str, now: int, consents: Iterable[ConsentEntry] = ()) -> bool:
        with self.lock:
            done = self._move(petition_id, id, ("pending", "confirmed", "quarantined"), "withdrawn", now)
            if done:
                self.log.setdefault((petition_id, id), []).extend(consents)
            return done

    def erase(self, petition_id: str, id: str, now: int) -> bool:
        with self.lock:
            old = self.signatures.get((petition_id, id))
            if old is None or old.state == "erased":
                return False
            if old.state != "confirmed":
                self._remove(petition_id, id)
                return True
            self._put(
                replace(
                    old,
                    state="erased",
                    identity=None,
                    household_slot=0,
                    signer_hash=None,
                    name="",
                    email="",
                    postcode="",
                    message="",
                    public=False,
                    locale="en",
                    score=0,
                    emails_sent=0,
                    last_email_at=None,
                    changed_at=now,
                )
            )
            return True

    def quarantine(self, petition_id: str, id: str, now: int) -> bool:
        return self._move(petition_id, id, ("pending", "confirmed"), "quarantined", now)

    def release(self, petition_id: str, id: str, now: int) -> bool:
        with self.lock:
            old = self.signatures.get((petition_id, id))
            if old is None or old.state != "quarantined":
                return False
            confirmed = old.confirmed_at is not None
            state: SignatureState = "confirmed" if confirmed else "pending"
            self._put(replace(old, state=state, counted=confirmed, changed_at=now))
            self._add(petition_id, int(confirmed), now)
            return True

    def unsubscribe(self, petition_id: str, id: str, consent: ConsentEntry) -> bool:
        with self.lock:
            old = self.signatures.get((petition_id, id))
            if old is None or not old.email:
                return False
            self._put(replace(old, email=""))
            self._write(old, [consent], [])
            return True

    def record_email(
        self, petition_id: str, id: str, now: int, *, min_interval: int, max_emails: int, reset_after: int
    ) -> bool:
        with self.lock:
            old = self.signatures.get((petition_id, id))
            if old is None:
                return False
            anew = old.last_email_at is not None and now - old.last_email_at >= reset_after
            if old.emails_sent >= max_emails and not anew:
                return False
            if old.last_email_at is not None and now - old.last_email_at < min_interval:
                return False
            self._put(replace(old, emails_sent=1 if anew else old.emails_sent + 1, last_email_at=now))
            return True

    # --- consents and hits --------------------------------------------------------------------------------

    def consents(self, petition_id: str, id: str) -> Sequence[ConsentEntry]:
        with self.lock:
            return sorted(self.log.get((petition_id, id), ()), key=lambda entry: entry.at)

    def find_wording(self, petition_id: str, hash: str) -> ConsentWording | None:
        with self.lock:
            return self.words.get((petition_id, hash))

    def count_hit(self, petition_id: str, key: str, window: int, expires_at: int) -> int:
        with self.lock:
            count, _ = self.hits.get((petition_id, key, window), (0, 0))
            self.hits[petition_id, key, window] = count + 1, expires_at
            return count + 1

    def delete_expired_hits(self, now: int, *, limit: int, dry_run: bool = False) -> int:
        with self.lock:
            old = [key for key, (_, expires_at) in self.hits.items() if expires_at <= now][:limit]
            for key in () if dry_run else old:
                del self.hits[key]
            return len(old)

    # --- counts and long work -----------------------------------------------------------------------------

    def count(self, petition_id: str) -> Count:
        with self.lock:
            return self.counts.get(petition_id, Count(0))

    def flush_counts(self, petition_id: str, now: int, *, limit: int = 10_000) -> int:
        return 0

    def recount(self, petition_id: str, slot: int, now: int) -> SlotRecount:
        with self.lock:
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
        states: Collection[SignatureState] = ("confirmed",),
    ) -> Sequence[Signature]:
        with self.lock:
            return [each for each in self._of(petition_id) if each.id > after and each.state in set(states)][
                :limit
            ]

    def public_signatures(
        self, petition_id: str, *, limit: int = 100, after: Signature | None = None
    ) -> Sequence[Signature]:
        with self.lock:
            public = [each for each in self._of(petition_id) if each.public and each.state == "confirmed"]
            ordered = sorted(public, key=lambda each: (-each.created_at, each.id))
            behind = (-after.created_at, after.id) if after else (-(2**63), "")
            return [each for each in ordered if (-each.created_at, each.id) > behind][:limit]

    def count_by(self, petition_id: str, by: Literal["source", "country", "state"]) -> dict[str, int]:
        with self.lock:
            mine = self._of(petition_id)
            return dict(Counter(str(getattr(each, by)) for each in mine if by == "state" or each.counted))

    def sweep(
        self,
        petition_id: str,
        state: SignatureState,
        before: int,
        *,
        now: int,
        erase: bool = False,
        after: str = "",
        limit: int = 1000,
        dry_run: bool = False,
    ) -> SweepBatch:
        with self.lock:
            behind = [each for each in self._of(petition_id) if each.id > after and each.state == state]
            looked = behind[:limit]
            found = [each for each in looked if each.changed_at < before]
            for each in () if dry_run else found:
                if erase:
                    self.erase(petition_id, each.id, now)
                else:
                    self._remove(petition_id, each.id)
                    self._add(petition_id, -int(each.counted), now)
            return SweepBatch(len(found), looked[-1].id if len(behind) > limit else None)

    # --- what they share ----------------------------------------------------------------------------------

    def _of(self, petition_id: str) -> list[Signature]:
        return [each for (petition, _), each in sorted(self.signatures.items()) if petition == petition_id]

    def _taken(self, signature: Signature, but: str | None) -> bool:
        mine = signature.identity, signature.household_slot
        others = (each for each in self._of(signature.petition_id) if each.id != but)
        return mine[0] is not None and any((each.identity, each.household_slot) == mine for each in others)

    def _put(self, signature: Signature) -> None:
        self.signatures[signature.petition_id, signature.id] = signature

    def _remove(self, petition_id: str, id: str) -> None:
        del self.signatures[petition_id, id]
        self.log.pop((petition_id, id), None)

    def _write(
        self, signature: Signature, consents: Iterable[ConsentEntry], wordings: Iterable[ConsentWording]
    ) -> None:
        self.log.setdefault((signature.petition_id, signature.id), []).extend(consents)
        for wording in wordings:
            self.words.setdefault((wording.petition_id, wording.hash), wording)

    def _add(self, petition_id: str, number: int, now: int) -> None:
        if number:
            self.counts[petition_id] = Count(self.count(petition_id).signed + number, now)

    def _move(
        self, petition_id: str, id: str, sources: tuple[SignatureState, ...], to: SignatureState, now: int
    ) -> bool:
        with self.lock:
            old = self.signatures.get((petition_id, id))
            if old is None or old.state not in sources:
                return False
            self._put(replace(old, state=to, counted=False, changed_at=now))
            self._add(petition_id, -int(old.counted), now)
            return True
