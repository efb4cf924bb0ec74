"""What is stored: signatures, consents, counts; and which states follow which.

Times are whole seconds since 1970 in UTC. Texts that are not known are empty, keys that are not known are
``None``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, get_args

SignatureState = Literal["pending", "confirmed", "quarantined", "withdrawn", "erased"]
SignatureSource = Literal["web", "paper"]
#: What confirming did: counted now; nothing, since it was done before; nothing that anybody may notice,
#: since the signature is quarantined; nothing, since the form was written anew after the link was made;
#: nothing, since there is no such signature (any more).
ConfirmOutcome = Literal["confirmed", "already_confirmed", "quarantined", "replaced", "missing"]
ConsentAction = Literal["given", "withdrawn"]

STATES: tuple[SignatureState, ...] = get_args(SignatureState)
#: Where a signature may go. A row whose last state would hold neither data nor a count is removed instead.
TRANSITIONS: Mapping[SignatureState, frozenset[SignatureState]] = MappingProxyType(
    {
        "pending": frozenset({"confirmed", "quarantined", "withdrawn"}),
        "confirmed": frozenset({"quarantined", "withdrawn", "erased"}),
        "quarantined": frozenset({"pending", "confirmed", "withdrawn"}),
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
        state: Where it stands.
        counted: Whether the petition's counter has it; erased signatures stay counted.
        source: ``web`` or ``paper``.
        identity: Keyed hash of what makes the signer one person, or ``None`` where nobody is asked.
        household_slot: 0, or 1 for the second person of a household who shares a mailbox.
        signer_hash: Keyed hash of name and postcode, for the household rule, or ``None``.
        name: As the signer wrote it.
        email: Kept only while the signer wants news; else empty.
        country: ISO 3166 code.
        postcode: As written, cleaned.
        message: The message of solidarity: plain text, or clean HTML if the petition takes it.
        public: Whether the signer allowed the name and the message to be shown.
        locale: The language the signer read, for messages to them.
        score: What the defence made of it, 0 to 100.
        created_at: When the form was sent.
        confirmed_at: When the button was pressed, or ``None``; quarantined signatures have it too.
        changed_at: When the state, or a pending signature's text, last changed.
        submitted_at: When what it says was written: older links do not confirm it.
        emails_sent: How many messages were sent about it.
        last_email_at: When the last was, or ``None``.
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
    emails_sent: int = 0
    last_email_at: int | None = None


@dataclass(frozen=True, slots=True)
class ConsentEntry:
    """One line of the consent log: who agreed to what, in which words, when and how.

    Attributes:
        petition_id: The petition's id.
        signature_id: The signature's random id; with the signature erased it names nobody.
        purpose: ``processing``, ``updates``, ``public``, or the host's own.
        wording_hash: Hash of the very words (see :class:`ConsentWording`).
        version: The host's name for these words, or an empty string.
        locale: BCP 47 tag of their language.
        action: ``given`` or ``withdrawn``.
        method: By which means: ``form``, ``link``, ``one-click``, ``paper``.
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
    """Words that somebody agreed to, kept once so that a log entry's hash can be read.

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


@dataclass(frozen=True, slots=True)
class Count:
    """How many have signed.

    Attributes:
        signed: The number.
        changed_at: When it last changed; 0 before the first.
    """

    signed: int
    changed_at: int = 0


@dataclass(frozen=True, slots=True)
class SlotRecount:
    """What a recount of one slot found and mended.

    Attributes:
        slot: The slot's number.
        slots: How many there are.
        signed: How many counted signatures it has.
        drift: What the counter said more (or, negative, less) before.
    """

    slot: int
    slots: int
    signed: int
    drift: int


@dataclass(frozen=True, slots=True)
class SweepBatch:
    """What one batch of a sweep did.

    Attributes:
        count: How many signatures were removed or erased (or, in a dry run, would be).
        cursor: The last id looked at, to go on from; ``None`` when there are no more.
    """

    count: int
    cursor: str | None
