"""What the host asks and does behind the page: the count, the news, moderation, and letting go."""

from __future__ import annotations

from collections.abc import Iterator

from solidarity_widgets.exceptions import InvalidFieldError
from solidarity_widgets.petitions import Petition
from solidarity_widgets.signing.jobs.progress import ProgressCallback
from solidarity_widgets.signing.jobs.recount import RecountResult, recount
from solidarity_widgets.signing.jobs.retention import RetentionPolicy, RetentionResult, apply_retention
from solidarity_widgets.signing.links import LinkActions
from solidarity_widgets.signing.mailing import Subscriber
from solidarity_widgets.signing.records import Signature, SignatureState
from solidarity_widgets.signing.results import CountResponse


class Administration(LinkActions):
    """The half of a :class:`~solidarity_widgets.signing.SigningService` that no reader asks."""

    # --- the count ----------------------------------------------------------------------------------------

    def count(self, petition: Petition) -> int:
        """Return how many have signed.

        Args:
            petition: The petition.
        """
        return self.store.count(petition.id).signed

    def count_response(
        self, petition: Petition, if_none_match: str | None = None, *, max_age: int = 10
    ) -> CountResponse:
        """Answer the page's script.

        Args:
            petition: The petition.
            if_none_match: The request's ``If-None-Match``.
            max_age: For how many seconds caches may answer by themselves.

        Returns:
            Status, headers and body.
        """
        return CountResponse.of(self.store.count(petition.id), max_age=max_age, if_none_match=if_none_match)

    def flush_counts(self, petition: Petition) -> int:
        """Add the confirmed signatures that wait to the counter, if the store counts in batches.

        Args:
            petition: The petition.

        Returns:
            How many were added.
        """
        added = 0
        while some := self.store.flush_counts(petition.id, self._now()):
            added += some
        return added

    def recount(self, petition: Petition, *, progress: ProgressCallback | None = None) -> RecountResult:
        """Count anew and put the counter right, while signing goes on.

        Args:
            petition: The petition.
            progress: Called after each slot.

        Returns:
            What was found.
        """
        return recount(self.store, petition.id, now=self._now(), progress=progress)

    # --- news ---------------------------------------------------------------------------------------------

    def subscribers(self, petition: Petition, *, after: str = "", batch: int = 1000) -> Iterator[Subscriber]:
        """Yield those who confirmed their signature and want news, a batch at a time.

        Args:
            petition: The petition.
            after: The id of the last subscriber who was served, to go on behind.
            batch: How many signatures to read at once.

        Yields:
            Address, name, language, and the token that stops the news.

        Raises:
            InvalidFieldError: If *batch* is less than 1.
        """
        now = self._now()
        for signature in self._signatures(petition, "confirmed", after, batch):
            if signature.email:
                token = self._tokens.make("unsubscribe", petition.id, signature.id, now)
                yield Subscriber(signature.id, signature.email, signature.name, signature.locale, token)

    # --- moderation ---------------------------------------------------------------------------------------

    def quarantined(self, petition: Petition, *, after: str = "", batch: int = 1000) -> Iterator[Signature]:
        """Yield the signatures that wait for somebody to look at them.

        Args:
            petition: The petition.
            after: The id of the last one that was looked at, to go on behind.
            batch: How many to read at once.

        Yields:
            The signatures, with what the defence made of them in ``score``.

        Raises:
            InvalidFieldError: If *batch* is less than 1.
        """
        return self._signatures(petition, "quarantined", after, batch)

    def quarantine(self, petition: Petition, id: str) -> bool:
        """Take a signature out of the count until somebody releases it. Its signer is not told.

        Args:
            petition: The petition.
            id: The signature's id.

        Returns:
            Whether that was done now.
        """
        return self.store.quarantine(petition.id, id, self._now())

    def release(self, petition: Petition, id: str) -> bool:
        """Release a quarantined signature: back into the count, if its button was pressed.

        Args:
            petition: The petition.
            id: The signature's id.

        Returns:
            Whether that was done now.
        """
        return self.store.release(petition.id, id, self._now())

    def _signatures(
        self, petition: Petition, state: SignatureState, after: str, batch: int
    ) -> Iterator[Signature]:
        if batch < 1:
            raise InvalidFieldError("batch", batch, "must be at least 1")
        while found := self.store.list_signatures(petition.id, after=after, limit=batch, states=(state,)):
            yield from found
            after = found[-1].id

    # --- letting go ---------------------------------------------------------------------------------------

    def apply_retention(
        self,
        petition: Petition,
        *,
        policy: RetentionPolicy | None = None,
        dry_run: bool = False,
        progress: ProgressCallback | None = None,
    ) -> RetentionResult:
        """Remove and erase what is not kept any longer; to be run every day.

        Args:
            petition: The petition; confirmed signatures are erased some time after its deadline.
            policy: How long to keep what.
            dry_run: Change nothing, and report what would be done.
            progress: Called after each batch.

        Returns:
            The numbers.
        """
        now = self._now()
        deadline = petition.deadline
        end = int(deadline.end.timestamp()) if deadline is not None else None
        return apply_retention(
            self.store,
            petition.id,
            policy=policy,
            closed_at=end if end is not None and end <= now else None,
            now=now,
            dry_run=dry_run,
            progress=progress,
        )
