"""A store in a dictionary: the shortest thing that keeps the protocol's promises, to hold others against."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from threading import RLock
from typing import Literal

from solidarity_widgets.signing.records import (
    Confirmed,
    ConsentEntry,
    Count,
    Recounted,
    Signature,
    State,
    Swept,
    Wording,
)

Key = tuple[str, str]


class MemoryStore:
    """Keeps signatures in memory, one counter for each petition, every method under one lock."""

    def __init__(self) -> None:
        self.lock = RLock()
        self.signatures: dict[Key, Signature] = {}
        self.log: dict[Key, list[ConsentEntry]] = {}
        self.words: dict[Key, Wording] = {}
        self.hits: dict[tuple[str, str, int], tuple[int, int]] = {}
        self.counts: dict[str, Count] = {}

    # --- signatures ---------------------------------------------------------------------------------------

    def find(self, petition_id: str, id: str) -> Signature | None:
        with self.lock:
            return self.signatures.get((petition_id, id))

    def find_identity(self, petition_id: str, identities: Collection[str]) -> Sequence[Signature]:
        with self.lock:
            return [each for each in self._of(petition_id) if each.identity in set(identities)]

    def insert(
        self,
        signature: Signature,
        consents: Iterable[ConsentEntry] = (),
        wordings: Iterable[Wording] = (),
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
        wordings: Iterable[Wording] = (),
        *,
        held: bool = False,
    ) -> bool:
        with self.lock:
            old = self.signatures.get((signature.petition_id, signature.id))
            states = ("marked",) if held else ("pending",)
            if old is None or old.state not in states or old.confirmed_at is not None:
                return False
            if self._taken(signature, signature.id):
                return False
            names = ("identity", "seat", "person", "name", "email", "country", "postcode", "message")
            more = ("public", "locale", "score", "changed_at", "written_at")
            texts = {name: getattr(signature, name) for name in (*names, *more)}
            self._put(replace(old, state="pending", **texts))
            self.log.pop((signature.petition_id, signature.id), None)  # nobody confirmed them
            self._write(signature, consents, wordings)
            return True

    def confirm(self, petition_id: str, id: str, now: int, *, made_at: int | None = None) -> Confirmed:
        with self.lock:
            old = self.signatures.get((petition_id, id))
            if old is None or old.state in ("withdrawn", "erased"):
                return "missing"
            if old.state == "confirmed":
                return "already"
            if made_at is not None and old.written_at > made_at:
                return "replaced"
            if old.state == "marked":
                if old.confirmed_at is None:
                    self._put(replace(old, confirmed_at=now))
                return "marked"
            self._put(replace(old, state="confirmed", counted=True, confirmed_at=now, changed_at=now))
            self._add(petition_id, 1, now)
            return "confirmed"

    def withdraw(self, petition_id: str, id: str, now: int, consents: Iterable[ConsentEntry] = ()) -> bool:
        with self.lock:
            done = self._move(petition_id, id, ("pending", "confirmed", "marked"), "withdrawn", now)
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
                    seat=0,
                    person=None,
                    name="",
                    email="",
                    postcode="",
                    message="",
                    public=False,
                    locale="en",
                    score=0,
                    mails=0,
                    mailed_at=None,
                    changed_at=now,
                )
            )
            return True

    def mark(self, petition_id: str, id: str, now: int) -> bool:
        return self._move(petition_id, id, ("pending", "confirmed"), "marked", now)

    def release(self, petition_id: str, id: str, now: int) -> bool:
        with self.lock:
            old = self.signatures.get((petition_id, id))
            if old is None or old.state != "marked":
                return False
            pressed = old.confirmed_at is not None
            state: State = "confirmed" if pressed else "pending"
            self._put(replace(old, state=state, counted=pressed, changed_at=now))
            self._add(petition_id, int(pressed), now)
            return True

    def unsubscribe(self, petition_id: str, id: str, consent: ConsentEntry) -> bool:
        with self.lock:
            old = self.signatures.get((petition_id, id))
            if old is None or not old.email:
                return False
            self._put(replace(old, email=""))
            self._write(old, [consent], [])
            return True

    def note_mail(
        self, petition_id: str, id: str, now: int, *, cool_down: int, most: int, within: int
    ) -> bool:
        with self.lock:
            old = self.signatures.get((petition_id, id))
            if old is None:
                return False
            anew = old.mailed_at is not None and now - old.mailed_at >= within
            if old.mails >= most and not anew:
                return False
            if old.mailed_at is not None and now - old.mailed_at < cool_down:
                return False
            self._put(replace(old, mails=1 if anew else old.mails + 1, mailed_at=now))
            return True

    # --- consents and hits --------------------------------------------------------------------------------

    def consents(self, petition_id: str, id: str) -> Sequence[ConsentEntry]:
        with self.lock:
            return sorted(self.log.get((petition_id, id), ()), key=lambda entry: entry.at)

    def wording(self, petition_id: str, hash: str) -> Wording | None:
        with self.lock:
            return self.words.get((petition_id, hash))

    def hit(self, petition_id: str, key: str, window: int, expires_at: int) -> int:
        with self.lock:
            count, _ = self.hits.get((petition_id, key, window), (0, 0))
            self.hits[petition_id, key, window] = count + 1, expires_at
            return count + 1

    def forget_hits(self, now: int, *, limit: int, dry_run: bool = False) -> int:
        with self.lock:
            old = [key for key, (_, expires_at) in self.hits.items() if expires_at <= now][:limit]
            for key in () if dry_run else old:
                del self.hits[key]
            return len(old)

    # --- counts and long work -----------------------------------------------------------------------------

    def count(self, petition_id: str) -> Count:
        with self.lock:
            return self.counts.get(petition_id, Count(0))

    def fold(self, petition_id: str, now: int, *, limit: int = 10_000) -> int:
        return 0

    def recount(self, petition_id: str, slot: int, now: int) -> Recounted:
        with self.lock:
            signed = sum(each.counted for each in self._of(petition_id))
            drift = self.count(petition_id).signed - signed
            self._add(petition_id, -drift, now)
            return Recounted(slot, 1, signed, drift)

    def read(
        self,
        petition_id: str,
        *,
        after: str = "",
        limit: int = 1000,
        states: Collection[State] = ("confirmed",),
    ) -> Sequence[Signature]:
        with self.lock:
            return [each for each in self._of(petition_id) if each.id > after and each.state in set(states)][
                :limit
            ]

    def shown(
        self, petition_id: str, *, limit: int = 100, after: Signature | None = None
    ) -> Sequence[Signature]:
        with self.lock:
            public = [each for each in self._of(petition_id) if each.public and each.state == "confirmed"]
            ordered = sorted(public, key=lambda each: (-each.created_at, each.id))
            behind = (-after.created_at, after.id) if after else (-(2**63), "")
            return [each for each in ordered if (-each.created_at, each.id) > behind][:limit]

    def tally(self, petition_id: str, by: Literal["source", "country", "state"]) -> dict[str, int]:
        with self.lock:
            mine = self._of(petition_id)
            return dict(Counter(str(getattr(each, by)) for each in mine if by == "state" or each.counted))

    def sweep(
        self,
        petition_id: str,
        state: State,
        before: int,
        *,
        now: int,
        erase: bool = False,
        after: str = "",
        limit: int = 1000,
        dry_run: bool = False,
    ) -> Swept:
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
            return Swept(len(found), looked[-1].id if len(behind) > limit else None)

    # --- what they share ----------------------------------------------------------------------------------

    def _of(self, petition_id: str) -> list[Signature]:
        return [each for (petition, _), each in sorted(self.signatures.items()) if petition == petition_id]

    def _taken(self, signature: Signature, but: str | None) -> bool:
        mine = signature.identity, signature.seat
        others = (each for each in self._of(signature.petition_id) if each.id != but)
        return mine[0] is not None and any((each.identity, each.seat) == mine for each in others)

    def _put(self, signature: Signature) -> None:
        self.signatures[signature.petition_id, signature.id] = signature

    def _remove(self, petition_id: str, id: str) -> None:
        del self.signatures[petition_id, id]
        self.log.pop((petition_id, id), None)

    def _write(
        self, signature: Signature, consents: Iterable[ConsentEntry], wordings: Iterable[Wording]
    ) -> None:
        self.log.setdefault((signature.petition_id, signature.id), []).extend(consents)
        for wording in wordings:
            self.words.setdefault((wording.petition_id, wording.hash), wording)

    def _add(self, petition_id: str, number: int, now: int) -> None:
        if number:
            self.counts[petition_id] = Count(self.count(petition_id).signed + number, now)

    def _move(self, petition_id: str, id: str, sources: tuple[State, ...], to: State, now: int) -> bool:
        with self.lock:
            old = self.signatures.get((petition_id, id))
            if old is None or old.state not in sources:
                return False
            self._put(replace(old, state=to, counted=False, changed_at=now))
            self._add(petition_id, -int(old.counted), now)
            return True
