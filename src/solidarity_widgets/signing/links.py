"""What the links in letters do: looking changes nothing, their buttons do their work once."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Literal, get_args

from solidarity_widgets.exceptions import ExpiredTokenError, InvalidFieldError, InvalidTokenError
from solidarity_widgets.petitions import Petition
from solidarity_widgets.signing.answers import Act, Landing
from solidarity_widgets.signing.identity import Keys, pressed
from solidarity_widgets.signing.records import ConsentEntry
from solidarity_widgets.signing.store import SignatureStore
from solidarity_widgets.signing.tokens import CONFIRM_WITHIN, TokenContent, TokenPurpose, Tokens
from solidarity_widgets.text import one_of

#: What happened, for the host's own figures; never for a page, a log of single requests, or a reader.
Event = Literal[
    "refused input", "not open", "new", "again", "known", "household refused", "marked", "blocked",
    "confirmed", "withdrawn", "erased", "unsubscribed",
]  # fmt: skip


class Links:
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
        observe: Callable[[Event, str], object] | None = None,
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

    def look(self, purpose: TokenPurpose, token: object) -> Landing:
        """Say what the page of a link shows. For ``GET`` and ``HEAD``: programs that scan mail open links.

        Args:
            purpose: ``confirm``, ``withdraw``, ``erase`` or ``unsubscribe``.
            token: The link's token, whatever it is.

        Returns:
            What to show. Nothing changes.

        Raises:
            InvalidFieldError: For another purpose.
        """
        found, act = self._read(purpose, token)
        if found is None or act.petition is None:
            return Landing(act.outcome, act.petition)
        signature = self.store.find(found.petition_id, found.signature_id)
        if signature is None or signature.state == "erased":
            return Landing("done" if purpose in ("erase", "unsubscribe") else "invalid", act.petition)
        gone = signature.state == "withdrawn"
        if purpose == "confirm" and gone:
            return Landing("invalid", act.petition)
        if purpose == "confirm" and not pressed(signature) and signature.written_at > found.made_at:
            return Landing("expired", act.petition)
        done = {"confirm": pressed(signature), "withdraw": gone, "erase": False}
        outcome: Literal["ready", "done"] = "done" if done.get(purpose, not signature.email) else "ready"
        return Landing(
            outcome,
            act.petition,
            name=signature.name,
            message=signature.message,
            purposes=tuple(entry.purpose for entry in self._standing(signature.petition_id, signature.id)),
            locale=signature.locale,
        )

    def _standing(self, petition_id: str, id: str) -> list[ConsentEntry]:
        """Return the consents that a signature's log ends in, one for each purpose."""
        log = {entry.purpose: entry for entry in self.store.consents(petition_id, id)}
        return [last for last in log.values() if last.act == "given"]

    def act(self, purpose: TokenPurpose, token: object) -> Act:
        """Press the button of a link, whichever it is. For ``POST`` alone.

        Args:
            purpose: ``confirm``, ``withdraw``, ``erase`` or ``unsubscribe``.
            token: The link's token, whatever it is.

        Returns:
            What to show; a second time the same.

        Raises:
            InvalidFieldError: For another purpose.
        """
        one_of(purpose, get_args(TokenPurpose), "purpose")
        press: Callable[[object], Act] = getattr(self, purpose)
        return press(token)

    def confirm(self, token: object) -> Act:
        """Press the button of a confirmation link: count the signature, once. For ``POST`` alone.

        Args:
            token: The link's token, whatever it is.

        Returns:
            What to show; a second time the same.
        """
        found, act = self._read("confirm", token)
        if found is None or act.petition is None:
            return act
        done = self.store.confirm(found.petition_id, found.signature_id, self._now(), made_at=found.made_at)
        if done == "replaced":
            return Act("expired", act.petition)
        if done == "missing":
            return Act("invalid", act.petition)
        if done == "confirmed":
            self._observe("confirmed", act.petition.id)
        return act

    def withdraw(self, token: object) -> Act:
        """Take a signature back, and all that was agreed to with it: it counts no longer, and gets no news.

        Its data stay until they are erased, or until retention removes them.

        Args:
            token: The link's token, whatever it is.

        Returns:
            What to show.
        """
        found, act = self._read("withdraw", token)
        if found is None or act.petition is None:
            return act
        now = self._now()
        standing = self._standing(found.petition_id, found.signature_id)
        ended = [replace(last, act="withdrawn", method="link", at=now) for last in standing]
        if self.store.withdraw(found.petition_id, found.signature_id, now, ended):
            self._observe("withdrawn", act.petition.id)
            return act
        gone = self.store.find(found.petition_id, found.signature_id)
        return act if gone is not None and gone.state == "withdrawn" else Act("invalid", act.petition)

    def erase(self, token: object) -> Act:
        """Erase the personal data of a signature. If it counted it still does, namelessly.

        The identity goes too, so nobody can tell afterwards that the same person signs again.

        Args:
            token: The link's token, whatever it is.

        Returns:
            What to show; a second time the same.
        """
        found, act = self._read("erase", token)
        if found is None or act.petition is None:
            return act
        if self.store.erase(found.petition_id, found.signature_id, self._now()):
            self._observe("erased", act.petition.id)
        return act  # what is gone is erased

    def unsubscribe(self, token: object, *, one_click: bool = False) -> Act:
        """Stop the news: forget the address. The signature stays as it is.

        Args:
            token: The link's token, whatever it is.
            one_click: Whether a mail program's own button was pressed; see
                :func:`~solidarity_widgets.signing.is_one_click`.

        Returns:
            What to show; a second time the same.
        """
        found, act = self._read("unsubscribe", token)
        if found is None or act.petition is None:
            return act
        log = self.store.consents(found.petition_id, found.signature_id)
        last = next((entry for entry in reversed(log) if entry.purpose == "updates"), None)
        if last is not None:
            method = "one-click" if one_click else "link"
            entry = replace(last, act="withdrawn", method=method, at=self._now())
            if self.store.unsubscribe(found.petition_id, found.signature_id, entry):
                self._observe("unsubscribed", act.petition.id)
        return act

    def _read(self, purpose: TokenPurpose, token: object) -> tuple[TokenContent | None, Act]:
        """Read a link; without its content, the answer says why."""
        now = self._now()
        age = CONFIRM_WITHIN if purpose == "confirm" else None
        try:
            found = self._tokens.read(purpose, token, now, age)
        except ExpiredTokenError as error:
            return None, Act("expired", self._petition(error.petition_id))
        except InvalidTokenError:
            return None, Act("invalid")
        petition = self._petition(found.petition_id)
        if petition is None:
            return None, Act("invalid")
        if purpose == "confirm" and not petition.confirmable(moment_of(now)):
            return None, Act("expired", petition)
        return found, Act("done", petition)


def _by_id(petitions: Iterable[Petition]) -> Callable[[str], Petition | None]:
    table: dict[str, Petition] = {}
    for petition in petitions:
        if petition.id in table:
            raise InvalidFieldError("petitions", petition.id, "must not have one id twice")
        table[petition.id] = petition
    return table.get


def moment_of(now: int) -> datetime:
    """Return a time as the petitions take it."""
    return datetime.fromtimestamp(now, UTC)
