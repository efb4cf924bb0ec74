"""What every part of the signing service needs, made once and passed in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from solidarity_widgets.exceptions import InvalidFieldError
from solidarity_widgets.petitions import Petition
from solidarity_widgets.signing.keys import Keys
from solidarity_widgets.signing.store.protocol import SignatureStore
from solidarity_widgets.signing.tokens import Tokens

#: What happened, for the host's own statistics. It must never reach a page, a reader or a log of requests.
SigningEvent = Literal[
    "invalid_form", "not_open", "new", "resubmitted", "already_signed", "household_full",
    "quarantined", "blocked", "confirmed", "confirmed_in_quarantine", "withdrawn", "erased", "unsubscribed",
]  # fmt: skip


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
    """

    store: SignatureStore
    keys: Keys
    tokens: Tokens
    petition: Callable[[str], Petition | None]
    clock: Callable[[], float]
    observe: Callable[[SigningEvent, str], object]

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

    def check_petition(self, petition: Petition) -> None:
        """Check that the service knows a petition.

        Raises:
            InvalidFieldError: If it does not.
        """
        if self.petition(petition.id) is None:
            reason = "must be one of the service's petitions, or its links would lead nowhere"
            raise InvalidFieldError("petition", petition.id, reason)


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
