"""The links in emails: opening one changes nothing, and its button acts once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, get_args

from solidarity_widgets.checks import check_choice
from solidarity_widgets.exceptions import ExpiredTokenError, InvalidTokenError
from solidarity_widgets.petitions import Petition
from solidarity_widgets.signing.context import Context, to_datetime
from solidarity_widgets.signing.tokens import CONFIRM_MAX_AGE, TokenContent, TokenPurpose
from solidarity_widgets.signing.withdrawal import active_consents, withdraw_with_consents

#: The result of following a link. ``done``: it is as the reader wants it, now or since before. ``expired``:
#: the link is too old, a newer form replaced its own, or signing has ended. ``invalid``: the link was not
#: made here, or what it was made for is gone.
LinkOutcome = Literal["done", "expired", "invalid"]


@dataclass(frozen=True, slots=True)
class LinkResult:
    """The result of following a link.

    Attributes:
        outcome: ``done``, ``expired`` or ``invalid``.
        petition: The petition, or ``None`` if the link does not say which.
    """

    outcome: LinkOutcome
    petition: Petition | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class AgreedWords:
    """A consent, in the words that the signer agreed to.

    Attributes:
        purpose: What it is for, such as ``updates``.
        text: The words. Plain text: escape it.
        tag: BCP 47 tag of their language, for ``lang``.
    """

    purpose: str
    text: str
    tag: str


@dataclass(frozen=True, slots=True, repr=False)
class LinkPreview:
    """What a link's page shows above its button.

    Attributes:
        outcome: ``ready`` if the button does something; ``done`` if it was pressed before; ``expired`` or
            ``invalid``.
        petition: The petition, or ``None`` if the link does not say which.
        name: The signer's name, or empty. Show the name, the message and the purposes: a reader who did not
            write them must see them before pressing the button.
        message: The message, or empty. :func:`~solidarity_widgets.signing.render_message` makes HTML of it.
        consents: What the signer agreed to, in the words the form had. Show them too.
        locale: Code of the form's language, or empty.
    """

    outcome: Literal["ready"] | LinkOutcome
    petition: Petition | None = None
    name: str = ""
    message: str = ""
    consents: tuple[AgreedWords, ...] = ()
    locale: str = ""

    @property
    def purposes(self) -> tuple[str, ...]:
        """What the signer agreed to, without the words."""
        return tuple(each.purpose for each in self.consents)

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {self.outcome}>"


def preview(context: Context, purpose: TokenPurpose, token: object) -> LinkPreview:
    """Return what the page of a link shows; nothing changes."""
    content, result = _read_token(context, purpose, token)
    if content is None:
        return LinkPreview(result.outcome, result.petition)
    signature = context.store.find(content.petition_id, content.signature_id)
    if signature is None or signature.state == "erased":
        return LinkPreview("done" if purpose in ("erase", "unsubscribe") else "invalid", result.petition)
    withdrawn, confirmed = signature.state == "withdrawn", signature.confirmed_by_signer
    if purpose == "confirm" and withdrawn:
        return LinkPreview("invalid", result.petition)
    if purpose == "confirm" and not confirmed and signature.submitted_at > content.issued_at:
        return LinkPreview("expired", result.petition)
    done = {
        "confirm": confirmed,
        "withdraw": withdrawn,
        "erase": False,
        "unsubscribe": not signature.email,
    }
    return LinkPreview(
        "done" if done[purpose] else "ready",
        result.petition,
        name=signature.name,
        message=signature.message,
        consents=_agreed_words(context, content),
        locale=signature.locale,
    )


def follow(context: Context, purpose: TokenPurpose, token: object) -> LinkResult:
    """Press the button of a link."""
    check_choice(purpose, get_args(TokenPurpose), "purpose")
    return _ACTIONS[purpose](context, token)


def confirm(context: Context, token: object) -> LinkResult:
    """Confirm and count a signature, once."""
    content, result = _read_token(context, "confirm", token)
    if content is None:
        return result
    outcome = context.store.confirm(
        content.petition_id, content.signature_id, context.now(), issued_at=content.issued_at
    )
    if outcome == "replaced":
        return replace(result, outcome="expired")
    if outcome == "missing":
        return replace(result, outcome="invalid")
    if outcome == "confirmed":
        context.observe("confirmed", content.petition_id)
    if outcome == "quarantined":  # the host must look at it: its signer wants it to count
        context.observe("confirmed_in_quarantine", content.petition_id)
    return result


def withdraw(context: Context, token: object) -> LinkResult:
    """Withdraw a signature and every consent given with it."""
    content, result = _read_token(context, "withdraw", token)
    if content is None:
        return result
    if withdraw_with_consents(
        context.store, content.petition_id, content.signature_id, context.now(), method="link"
    ):
        context.observe("withdrawn", content.petition_id)
        return result
    signature = context.store.find(content.petition_id, content.signature_id)
    if signature is not None and signature.state == "withdrawn":
        return result
    return replace(result, outcome="invalid")


def erase(context: Context, token: object) -> LinkResult:
    """Erase the personal data of a signature."""
    content, result = _read_token(context, "erase", token)
    if content is None:
        return result
    now = context.now()
    # While people can sign, the identity stays: without it, whoever signs again would be counted twice.
    is_open = result.petition is not None and result.petition.confirmable(to_datetime(now))
    if context.store.erase(content.petition_id, content.signature_id, now, keep_identity=is_open):
        context.observe("erased", content.petition_id)
    return result  # what is gone is erased


def unsubscribe(context: Context, token: object, *, one_click: bool = False) -> LinkResult:
    """Stop the news: delete the address and log that the consent was withdrawn."""
    content, result = _read_token(context, "unsubscribe", token)
    if content is None:
        return result
    log = context.store.consents(content.petition_id, content.signature_id)
    last = next((entry for entry in reversed(log) if entry.purpose == "updates"), None)
    if last is not None:
        method = "one-click" if one_click else "link"
        entry = replace(last, action="withdrawn", method=method, at=context.now())
        if context.store.unsubscribe(content.petition_id, content.signature_id, entry):
            context.observe("unsubscribed", content.petition_id)
    return result


_ACTIONS: Mapping[TokenPurpose, Callable[[Context, object], LinkResult]] = {
    "confirm": confirm,
    "withdraw": withdraw,
    "erase": erase,
    "unsubscribe": unsubscribe,
}


def _read_token(
    context: Context, purpose: TokenPurpose, token: object
) -> tuple[TokenContent | None, LinkResult]:
    """Read a token. Without its content, the result says why."""
    now = context.now()
    try:
        content = context.tokens.read(purpose, token, now, CONFIRM_MAX_AGE if purpose == "confirm" else None)
    except ExpiredTokenError as error:
        return None, _too_late(context, error.petition_id, error.signature_id)
    except InvalidTokenError:
        return None, LinkResult("invalid")
    petition = context.petition(content.petition_id)
    if petition is None:
        return None, LinkResult("invalid")
    if purpose == "confirm" and not petition.confirmable(to_datetime(now)):
        return None, _too_late(context, content.petition_id, content.signature_id)
    return content, LinkResult("done", petition)


def _too_late(context: Context, petition_id: str, signature_id: str) -> LinkResult:
    """Return the result of a link that can no longer confirm: whoever has confirmed must not be told so."""
    petition = context.petition(petition_id)
    if petition is None:
        return LinkResult("invalid")
    signature = context.store.find(petition_id, signature_id)
    confirmed = signature is not None and signature.state != "withdrawn" and signature.confirmed_by_signer
    return LinkResult("done" if confirmed else "expired", petition)


def _agreed_words(context: Context, content: TokenContent) -> tuple[AgreedWords, ...]:
    found = []
    for entry in active_consents(context.store, content.petition_id, content.signature_id):
        wording = context.store.find_wording(entry.petition_id, entry.wording_hash)
        found.append(AgreedWords(entry.purpose, wording.text if wording else "", entry.locale))
    return tuple(found)
