"""The records of a store: signatures, consents and counts, and the states a signature can go through.

Times are whole seconds since 1970 in UTC. An unknown text is empty, an unknown hash is ``None``.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum
from types import MappingProxyType
from typing import Any, Literal, NamedTuple, get_args

SignatureState = Literal["pending", "confirmed", "quarantined", "withdrawn", "erased"]
SignatureSource = Literal["web", "paper"]
#: The result of confirming. ``confirmed``: counted now. ``already_confirmed``: counted before.
#: ``quarantined``: recorded now but not counted, which the signer must not notice. ``replaced``: a newer form
#: replaced the one the link was made for. ``missing``: there is no such signature, or no longer.
ConfirmOutcome = Literal["confirmed", "already_confirmed", "quarantined", "replaced", "missing"]
ConsentAction = Literal["given", "withdrawn"]
#: What an entry of the change feed says; see :class:`Change`.
ChangeEvent = Literal[
    "confirmed", "withdrawn", "quarantined", "released", "erased",
    "subscribed", "unsubscribed",
    "threshold_reached",
]  # fmt: skip
#: What an email to a signer is about. ``confirm`` asks the signer to open the link and press the button.
#: ``already_signed`` says that the mailbox has signed already, in case somebody else filled in the form.
#: ``reminder`` asks once more, if the host wants that.
EmailKind = Literal["confirm", "already_signed", "reminder"]

STATES: tuple[SignatureState, ...] = get_args(SignatureState)
DAY = 86_400
#: Later than any time that is stored, even by a clock that was ahead.
FAR_FUTURE = 2**62
#: What is not about a single petition is stored under this id, which no petition can have.
ALL_PETITIONS = "*"
#: Which states can follow a state. A row that would keep neither data nor a count is removed instead. A
#: pending or quarantined signature is erased if it is counted: it replaces an erased one of the same mailbox.
TRANSITIONS: Mapping[SignatureState, frozenset[SignatureState]] = MappingProxyType(
    {
        "pending": frozenset({"confirmed", "quarantined", "withdrawn", "erased"}),
        "confirmed": frozenset({"quarantined", "withdrawn", "erased"}),
        "quarantined": frozenset({"pending", "confirmed", "withdrawn", "erased"}),
        "withdrawn": frozenset(),
        "erased": frozenset(),
    }
)


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature. Its ``repr`` shows no personal data.

    Attributes:
        petition_id: The petition's id.
        id: 32 hexadecimal digits, random.
        state: Its state; see :data:`TRANSITIONS`.
        counted: Whether the petition's counter includes it. Erased signatures stay counted.
        source: ``web`` or ``paper``.
        identity: Keyed hash of the signer's mailbox or line on paper; ``None`` if there is neither.
        household_slot: 0, or 1 for the second person of a household who shares a mailbox.
        signer_hash: Keyed hash of name and postcode, for the household rule, or ``None``.
        name: The signer's name, cleaned.
        email: The address; kept only while the signer wants news, otherwise empty.
        country: ISO 3166 code.
        postcode: The postcode, cleaned.
        message: The message of solidarity: plain text, or clean HTML if the petition allows it.
        public: Whether the signer agreed to have the name and message shown.
        locale: Code of the language the signer read, for emails to them.
        score: How suspicious the form was, 0 to 100.
        created_at: When the form was first sent.
        confirmed_at: When the signer pressed the confirm button, or ``None``. Quarantined signatures can
            have it too.
        changed_at: When the state, or a pending signature's text, last changed.
        submitted_at: When the present text was sent. Older links do not confirm it.
        last_email_at: When the last email was sent, or ``None``.
    """

    petition_id: str
    id: str
    state: SignatureState = "pending"
    counted: bool = False
    source: SignatureSource = "web"
    identity: str | None = field(default=None, repr=False)
    household_slot: int = 0
    signer_hash: str | None = field(default=None, repr=False)
    name: str = field(default="", repr=False)
    email: str = field(default="", repr=False)
    country: str = ""
    postcode: str = field(default="", repr=False)
    message: str = field(default="", repr=False)
    public: bool = False
    locale: str = "en"
    score: int = 0
    created_at: int = 0
    confirmed_at: int | None = None
    changed_at: int = 0
    submitted_at: int = 0
    last_email_at: int | None = None

    @property
    def confirmed_by_signer(self) -> bool:
        """Whether the signer pressed the confirm button, even if the signature is quarantined."""
        return self.state == "confirmed" or self.confirmed_at is not None


#: The fields that come from a form, so that another form can replace them while the signature is pending.
FORM_FIELDS = (
    "identity", "household_slot", "signer_hash", "name", "email", "country", "postcode", "message", "public",
    "locale", "score", "changed_at", "submitted_at",
)  # fmt: skip
#: The fields that erasing resets. Country and source stay, so that the totals by country and source do. The
#: identity and its place stay while the petition is open, so that no mailbox is counted twice.
ERASED_VALUES: Mapping[str, Any] = MappingProxyType(
    {
        name: getattr(Signature("", ""), name)
        for name in (
            "signer_hash", "name", "email", "postcode", "message", "public", "locale", "score",
            "last_email_at",
        )
    }
)  # fmt: skip
#: The fields that erasing resets too once the petition has closed.
IDENTITY_VALUES: Mapping[str, Any] = MappingProxyType({"identity": None, "household_slot": 0})
#: The times that erasing rounds to the day: the second of a signature can name its signer.
ROUNDED_TIMES = ("created_at", "confirmed_at", "changed_at", "submitted_at")


def make_id() -> str:
    """Return a new random id of a signature."""
    return secrets.token_hex(16)


def is_erasable(state: SignatureState, counted: bool) -> bool:
    """Return whether a signature is erased, because it stays in the count, or else removed."""
    return "erased" in TRANSITIONS[state] and (state == "confirmed" or counted)


def round_to_day(at: int | None) -> int | None:
    """Return the first second of a time's day in UTC."""
    return None if at is None else at - at % DAY


class Hit(NamedTuple):
    """An event that is counted in a time window, for a rate limit.

    Attributes:
        key: What is counted: a keyed hash, at most 80 characters, that identifies nobody.
        window: Number of the time window.
        expires_at: When the counter can be deleted.
    """

    key: str
    window: int
    expires_at: int


class MailboxLimit(NamedTuple):
    """How many emails a mailbox can still get.

    Attributes:
        hit: The email, counted for all petitions.
        max_count: How many there can be in its window.
    """

    hit: Hit
    max_count: int


class FormOutcome(IntEnum):
    """What a store did with a form. It is false if nothing was stored.

    Attributes:
        REFUSED: Nothing, because of what the store has.
        UNSENT: The mailbox has had too many emails. A new signature was stored without its email; an earlier
            one stays as it was.
        STORED: Everything, with the email.
    """

    REFUSED = 0
    UNSENT = 1
    STORED = 2


@dataclass(frozen=True, slots=True)
class ConsentEntry:
    """One entry of the consent log: who agreed to what, in which words, when and how.

    Attributes:
        petition_id: The petition's id.
        signature_id: The signature's random id. Once the signature is erased, it identifies nobody.
        purpose: ``processing``, ``updates``, ``public``, or a purpose of the host.
        wording_hash: Hash of the exact words; see :class:`ConsentWording`.
        version: The host's name for these words, or an empty string.
        locale: BCP 47 tag of the words' language.
        action: ``given`` or ``withdrawn``.
        method: How: ``form``, ``link``, ``one-click``, ``paper``, ``import`` (from another tool on the web),
            or ``request`` if you withdrew it on the command line.
        at: When.
    """

    petition_id: str
    signature_id: str
    purpose: str
    wording_hash: str
    version: str
    locale: str
    action: ConsentAction
    method: str
    at: int


@dataclass(frozen=True, slots=True)
class ConsentWording:
    """The words behind a hash in the consent log, stored once.

    Attributes:
        petition_id: The petition's id.
        hash: Hexadecimal SHA-256 of the text.
        locale: BCP 47 tag of the language.
        text: The words.
    """

    petition_id: str
    hash: str
    locale: str
    text: str


#: How long an email waits for a mail server before it is given up, in seconds.
MAX_EMAIL_AGE = DAY
#: The emails that have no purpose any more once their signer has confirmed.
CONFIRMING_KINDS: tuple[EmailKind, ...] = ("confirm", "reminder")


@dataclass(frozen=True, slots=True)
class QueuedEmail:
    """An email that waits in the outbox. It has no token: tokens are made when the email is written.

    Attributes:
        petition_id: The petition's id.
        signature_id: The signature's id.
        kind: What it is about. The outbox has one email of each kind for a signature.
        address: The address to send to.
        locale: Code of the language to write in.
        due_at: When it is to be sent, before any attempt failed.
        permitted: Whether the limits allow it. One that is not permitted is not stored, but a store does
            about as much work for it, so that both take as long.
        attempts: How often it has been claimed.
        lease: The random key of the last claim; empty until it is claimed.
    """

    petition_id: str
    signature_id: str
    kind: EmailKind
    address: str = field(repr=False)
    locale: str
    due_at: int
    permitted: bool = True
    attempts: int = 0
    lease: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Count:
    """How many have signed.

    Attributes:
        signed: The number of counted signatures.
        changed_at: When it last changed; 0 before the first signature.
    """

    signed: int
    changed_at: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of a petition's change feed. It holds no personal data.

    Attributes:
        sequence: Its number in the petition's feed. The first is 1, and there are no gaps.
        event: What happened. ``confirmed``, ``released``: the signature is now on the list of confirmed
            signatures. ``withdrawn``, ``quarantined``: it is no longer on the list. ``erased``: the store no
            longer has its data; it may have been on the list until now. ``subscribed``, ``unsubscribed``:
            its signer gets news from now on, or no longer. ``threshold_reached``: the count has reached a
            number of the petition's goal for the first time.
        signature_id: The signature's id. Empty for ``threshold_reached``, and once the feed has forgotten the
            id of an erased signature.
        day: The day, in UTC.
        signed: How many had signed after this change.
        threshold: The number that was reached; only for ``threshold_reached``.
    """

    sequence: int
    event: ChangeEvent
    signature_id: str
    day: date
    signed: int
    threshold: int | None = None


@dataclass(frozen=True, slots=True)
class SlotRecount:
    """The result of recounting one slot.

    Attributes:
        slot: The slot's number.
        slots: How many slots there are.
        signed: How many counted signatures the slot has.
        drift: How far the counter was too high (or, if negative, too low) before.
    """

    slot: int
    slots: int
    signed: int
    drift: int


@dataclass(frozen=True, slots=True)
class SweepBatch:
    """The result of one batch of a sweep.

    Attributes:
        count: How many signatures were removed or erased (in a dry run: would be).
        cursor: The last id looked at, where the next batch starts; ``None`` after the last batch.
    """

    count: int
    cursor: str | None


@dataclass(frozen=True, slots=True)
class ForgottenBatch:
    """The result of one batch of forgetting ids in the change feed.

    Attributes:
        count: How many ids were forgotten (in a dry run: would be).
        cursor: The last entry looked at, where the next batch starts; ``None`` after the last batch.
    """

    count: int
    cursor: int | None
