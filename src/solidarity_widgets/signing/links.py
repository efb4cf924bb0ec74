"""What the links in emails do: looking changes nothing, their buttons do their work once."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Literal, get_args

from solidarity_widgets.checks import check_choice
from solidarity_widgets.exceptions import ExpiredTokenError, InvalidFieldError, InvalidTokenError
from solidarity_widgets.petitions import Petition
from solidarity_widgets.signing.identity import Keys, is_confirmed_by_signer
from solidarity_widgets.signing.records import ConsentEntry
from solidarity_widgets.signing.results import LinkPreview, LinkResult
from solidarity_widgets.signing.store import SignatureStore
from solidarity_widgets.signing.tokens import CONFIRM_MAX_AGE, TokenContent, TokenPurpose, Tokens

#: What happened, for the host's own figures; never for a page, a log of single requests, or a reader.
SigningEvent = Literal[
    "invalid_form", "not_open", "new", "resubmitted", "already_signed", "household_full",
    "quarantined", "blocked", "confirmed", "withdrawn", "erased", "unsubscribed",
]  # fmt: skip


class LinkActions:
    """The half of a :class:`~solidarity_widgets.signing.SigningService` that needs no form.

    Args:
        store: Keeps the signatures.
        secrets: The host's secrets.
        petitions: The petitions, or a function from an id to a petition or ``None``.
        observe: Called with an event and a petition's id.
        clock: Returns the time in seconds since 1970, UTC.
    """

    def __init__(
        self,
        store: SignatureStore,
        secrets: str | bytes | Iterable[str | bytes],
        *,
        petitions: Iterable[Petition] | Callable[[str], Petition | None],
        observe: Callable[[SigningEvent, str], object] | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.store = store
        self.keys = Keys(secrets)
        self._tokens = Tokens(self.keys)
        self._petition = petitions if callable(petitions) else _by_id(petitions)
        self._observe = observe or (lambda event, petition_id: None)
        self._clock = clock

    def _now(self) -> int:
        return int(self._clock())

    def preview(self, purpose: TokenPurpose, token: object) -> LinkPreview:
        """Say what the page of a link shows. For ``GET`` and ``HEAD``: programs that scan mail open links.

        Args:
            purpose: ``confirm``, ``withdraw``, ``erase`` or ``unsubscribe``.
            token: The link's token, whatever it is.

        Returns:
            What to show. Nothing changes.

        Raises:
            InvalidFieldError: For another purpose.
        """
        found, result = self._read_token(purpose, token)
        if found is None or result.petition is None:
            return LinkPreview(result.outcome, result.petition)
        signature = self.store.find(found.petition_id, found.signature_id)
        if signature is None or signature.state == "erased":
            return LinkPreview("done" if purpose in ("erase", "unsubscribe") else "invalid", result.petition)
        withdrawn = signature.state == "withdrawn"
        if purpose == "confirm" and withdrawn:
            return LinkPreview("invalid", result.petition)
        if (
            purpose == "confirm"
            and not is_confirmed_by_signer(signature)
            and signature.submitted_at > found.issued_at
        ):
            return LinkPreview("expired", result.petition)
        done = {"confirm": is_confirmed_by_signer(signature), "withdraw": withdrawn, "erase": False}
        outcome: Literal["ready", "done"] = "done" if done.get(purpose, not signature.email) else "ready"
        return LinkPreview(
            outcome,
            result.petition,
            name=signature.name,
            message=signature.message,
            purposes=tuple(
                entry.purpose for entry in self._active_consents(signature.petition_id, signature.id)
            ),
            locale=signature.locale,
        )

    def _active_consents(self, petition_id: str, id: str) -> list[ConsentEntry]:
        """Return the consents that a signature's log ends in, one for each purpose."""
        log = {entry.purpose: entry for entry in self.store.consents(petition_id, id)}
        return [last for last in log.values() if last.action == "given"]

    def follow(self, purpose: TokenPurpose, token: object) -> LinkResult:
        """Press the button of a link, whichever it is. For ``POST`` alone.

        Args:
            purpose: ``confirm``, ``withdraw``, ``erase`` or ``unsubscribe``.
            token: The link's token, whatever it is.

        Returns:
            What to show; a second time the same.

        Raises:
            InvalidFieldError: For another purpose.
        """
        check_choice(purpose, get_args(TokenPurpose), "purpose")
        follow: Callable[[object], LinkResult] = getattr(self, purpose)
        return follow(token)

    def confirm(self, token: object) -> LinkResult:
        """Press the button of a confirmation link: count the signature, once. For ``POST`` alone.

        Args:
            token: The link's token, whatever it is.

        Returns:
            What to show; a second time the same.
        """
        found, result = self._read_token("confirm", token)
        if found is None or result.petition is None:
            return result
        done = self.store.confirm(
            found.petition_id, found.signature_id, self._now(), issued_at=found.issued_at
        )
        if done == "replaced":
            return LinkResult("expired", result.petition)
        if done == "missing":
            return LinkResult("invalid", result.petition)
        if done == "confirmed":
            self._observe("confirmed", result.petition.id)
        return result

    def withdraw(self, token: object) -> LinkResult:
        """Take a signature back, and all that was agreed to with it: it counts no longer, and gets no news.

        Its data stay until they are erased, or until retention removes them.

        Args:
            token: The link's token, whatever it is.

        Returns:
            What to show.
        """
        found, result = self._read_token("withdraw", token)
        if found is None or result.petition is None:
            return result
        now = self._now()
        active = self._active_consents(found.petition_id, found.signature_id)
        ended = [replace(last, action="withdrawn", method="link", at=now) for last in active]
        if self.store.withdraw(found.petition_id, found.signature_id, now, ended):
            self._observe("withdrawn", result.petition.id)
            return result
        withdrawn = self.store.find(found.petition_id, found.signature_id)
        return (
            result
            if withdrawn is not None and withdrawn.state == "withdrawn"
            else LinkResult("invalid", result.petition)
        )

    def erase(self, token: object) -> LinkResult:
        """Erase the personal data of a signature. If it counted it still does, namelessly.

        The identity goes too, so nobody can tell afterwards that the same person signs again.

        Args:
            token: The link's token, whatever it is.

        Returns:
            What to show; a second time the same.
        """
        found, result = self._read_token("erase", token)
        if found is None or result.petition is None:
            return result
        if self.store.erase(found.petition_id, found.signature_id, self._now()):
            self._observe("erased", result.petition.id)
        return result  # what is gone is erased

    def unsubscribe(self, token: object, *, one_click: bool = False) -> LinkResult:
        """Stop the news: forget the address. The signature stays as it is.

        Args:
            token: The link's token, whatever it is.
            one_click: Whether a mail program's own button was pressed; see
                :func:`~solidarity_widgets.signing.is_one_click`.

        Returns:
            What to show; a second time the same.
        """
        found, result = self._read_token("unsubscribe", token)
        if found is None or result.petition is None:
            return result
        log = self.store.consents(found.petition_id, found.signature_id)
        last = next((entry for entry in reversed(log) if entry.purpose == "updates"), None)
        if last is not None:
            method = "one-click" if one_click else "link"
            entry = replace(last, action="withdrawn", method=method, at=self._now())
            if self.store.unsubscribe(found.petition_id, found.signature_id, entry):
                self._observe("unsubscribed", result.petition.id)
        return result

    def _read_token(self, purpose: TokenPurpose, token: object) -> tuple[TokenContent | None, LinkResult]:
        """Read a link; without its content, the answer says why."""
        now = self._now()
        age = CONFIRM_MAX_AGE if purpose == "confirm" else None
        try:
            found = self._tokens.read(purpose, token, now, age)
        except ExpiredTokenError as error:
            return None, LinkResult("expired", self._petition(error.petition_id))
        except InvalidTokenError:
            return None, LinkResult("invalid")
        petition = self._petition(found.petition_id)
        if petition is None:
            return None, LinkResult("invalid")
        if purpose == "confirm" and not petition.confirmable(to_datetime(now)):
            return None, LinkResult("expired", petition)
        return found, LinkResult("done", petition)


def _by_id(petitions: Iterable[Petition]) -> Callable[[str], Petition | None]:
    table: dict[str, Petition] = {}
    for petition in petitions:
        if petition.id in table:
            raise InvalidFieldError("petitions", petition.id, "must not have one id twice")
        table[petition.id] = petition
    return table.get


def to_datetime(now: int) -> datetime:
    """Return a time as the petitions take it."""
    return datetime.fromtimestamp(now, UTC)
