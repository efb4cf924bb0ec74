"""What every part of the signing service needs, made once and passed in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from threading import Event
from typing import Literal

from solidarity_widgets.exceptions import InvalidFieldError, Withheld
from solidarity_widgets.petitions import Petition
from solidarity_widgets.signing.keys import Keys
from solidarity_widgets.signing.store.protocol import SignatureStore
from solidarity_widgets.signing.tokens import Tokens

#: What happened, for the host's own statistics. It must never reach a page, a reader or a log of requests.
SigningEvent = Literal[
    "invalid_form", "not_open", "new", "resubmitted", "already_signed", "household_full",
    "quarantined", "blocked", "confirmed", "confirmed_in_quarantine", "withdrawn", "erased", "unsubscribed",
    "unknown_network", "email_refused", "email_given_up",
]  # fmt: skip


def check_keys(store: SignatureStore, keys: Keys) -> None:
    """Check that a store's hashes were made with the same secrets, and remember the newest of these.

    Under another secret every signer would be new, and would be counted twice.

    Args:
        store: The store.
        keys: The keys.

    Raises:
        InvalidFieldError: If the store's hashes were made with other secrets.
    """
    own = keys.check_values()
    if own[0] not in store.key_checks() and not store.add_key_check(own[0], known=own):
        reason = (
            "must include the secret with which this store's signatures were made. If that secret is lost, "
            "run: solidarity-widgets signatures accept-secret"
        )
        raise InvalidFieldError("secrets", Withheld(own[0]), reason)


@dataclass(frozen=True, slots=True, repr=False)
class Context:
    """What the parts of a service share.

    Attributes:
        store: Keeps the signatures.
        keys: The keys of hashes and tokens.
        tokens: Makes and reads tokens.
        petition: Returns the petition with an id, or ``None``.
        clock: Returns the time in seconds since 1970, UTC.
        observe: Called with an event and a petition's id.
        keys_checked: Set once the keys have been checked against the store.
        forms: Numbers the forms that this process takes.
        email_queued: Set after each form that can have put an email into the store's outbox.
    """

    store: SignatureStore
    keys: Keys
    tokens: Tokens
    petition: Callable[[str], Petition | None]
    clock: Callable[[], float]
    observe: Callable[[SigningEvent, str], object]
    keys_checked: Event = field(default_factory=Event)
    forms: Iterator[int] = field(default_factory=count)
    email_queued: Event = field(default_factory=Event)

    @classmethod
    def create(
        cls,
        store: SignatureStore,
        secrets: str | bytes | Iterable[str | bytes],
        *,
        petitions: Iterable[Petition] | Callable[[str], Petition | None],
        observe: Callable[[SigningEvent, str], object] | None,
        clock: Callable[[], float],
    ) -> Context:
        """Make a context from the arguments of :class:`~solidarity_widgets.signing.SigningService`."""
        keys = Keys(secrets)
        petition = petitions if callable(petitions) else _by_id(petitions)
        return cls(store, keys, Tokens(keys), petition, clock, observe or (lambda event, petition_id: None))

    def now(self) -> int:
        """Return the time in whole seconds."""
        return int(self.clock())

    def check_keys(self) -> None:
        """Check the keys against the store, once.

        Raises:
            InvalidFieldError: If the store's hashes were made with other secrets.
        """
        if not self.keys_checked.is_set():
            check_keys(self.store, self.keys)
            self.keys_checked.set()

    def find_petition(self, petition: Petition | str) -> Petition:
        """Return a petition that the service knows.

        Args:
            petition: The petition, or its id.

        Raises:
            InvalidFieldError: If the service does not know it.
        """
        id = petition if isinstance(petition, str) else getattr(petition, "id", None)
        known = self.petition(id) if isinstance(id, str) else None
        if known is None:
            reason = "must be one of the service's petitions, or the id of one"
            raise InvalidFieldError("petition", id or petition, reason)
        return petition if isinstance(petition, Petition) else known


def _by_id(petitions: Iterable[Petition]) -> Callable[[str], Petition | None]:
    found: dict[str, Petition] = {}
    for petition in petitions:
        if petition.id in found:
            raise InvalidFieldError("petitions", petition.id, "must not have one id twice")
        found[petition.id] = petition
    return found.get


def to_datetime(now: int) -> datetime:
    """Return a time in seconds since 1970 as petitions take it."""
    return datetime.fromtimestamp(now, UTC)
