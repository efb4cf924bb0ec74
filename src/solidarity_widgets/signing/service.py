"""The service behind a petition's form: its parts, wired together."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from threading import Event

from solidarity_widgets.exceptions import InvalidFieldError
from solidarity_widgets.i18n import LocaleLike
from solidarity_widgets.petitions import Petition
from solidarity_widgets.signing import counting, feed, links, moderation, news, outbox, retention
from solidarity_widgets.signing.context import Context, SigningEvent
from solidarity_widgets.signing.counting import CountResponse
from solidarity_widgets.signing.intake.block_list import BlockList
from solidarity_widgets.signing.intake.hints import Hint
from solidarity_widgets.signing.intake.intake import Intake, SignResult
from solidarity_widgets.signing.intake.mailing import EmailPolicy, Mailer, OutgoingEmail, ReminderPolicy
from solidarity_widgets.signing.intake.suspicion import SuspicionPolicy
from solidarity_widgets.signing.intake.validation import STAMP_FIELD
from solidarity_widgets.signing.jobs.progress import ProgressCallback
from solidarity_widgets.signing.jobs.recount import RecountResult
from solidarity_widgets.signing.jobs.retention import RetentionPolicy, RetentionResult
from solidarity_widgets.signing.keys import Keys
from solidarity_widgets.signing.links import LinkPreview, LinkResult
from solidarity_widgets.signing.moderation import StoredData
from solidarity_widgets.signing.news import Subscriber
from solidarity_widgets.signing.pace import DEFAULT_INTERVAL, Pace
from solidarity_widgets.signing.store.protocol import SignatureStore
from solidarity_widgets.signing.store.records import Change, QueuedEmail, Signature
from solidarity_widgets.signing.tokens import TokenPurpose


class SigningService:
    """Validates, stores, confirms, counts and eventually deletes signatures.

    The service depends on no web framework, sends no email and renders no page. You call it from your views,
    and show the widgets of :mod:`solidarity_widgets.petitions`. Its emails wait in the store, in which they
    are written together with the signature; :mod:`solidarity_widgets.mail` sends them.

    The service answers every form in the same way and after the same time, whether the signer is new, known,
    blocked or quarantined.

    Args:
        store: Keeps the signatures; see :class:`~solidarity_widgets.signing.SqlSignatureStore`.
        secrets: Your secret: random, at least 32 characters, kept outside the database. Or several secrets,
            the newest first.
        petitions: The petitions that links can be about, or a function that returns the petition with an id,
            or ``None``.
        send: Takes an :class:`~solidarity_widgets.signing.OutgoingEmail` and puts it into your own queue. It
            is called last, and no email waits in the store. If the process ends before, the email is lost.
        suspicion_policy: What makes a form suspicious, and when it is quarantined.
        hints: Checks of your own that can make a form more suspicious.
        block_list: Mailboxes and domains that do not count, and some that are trusted.
        email_policy: How many emails forms can cause.
        reminder: Whether and when those who have not confirmed get one more email; not with *send*.
        household: Whether a second person can sign with the same mailbox, under another name and the same
            postcode.
        observe: Called with an event and a petition's id, for your statistics.
        answer_interval: Seconds. A form is answered at the next multiple of this time after it came in, so
            that the time does not tell what was stored. It is spent waiting, not working. 0 answers at once.
        clock: Returns the time in seconds since 1970, UTC.

    Attributes:
        store: The store.
        keys: The keys made from the secrets.

    Raises:
        InvalidFieldError: If a secret is too weak, two petitions have the same id, there is a *reminder*
            with *send*, or *answer_interval* is not a number from 0 to 1.

    Example:
        >>> from solidarity_widgets.signing import SqlSignatureStore
        >>> vigil = Petition("vigil", title="Let them go", fields="email", consents="")
        >>> outbox = []
        >>> with SqlSignatureStore("sqlite://") as store:
        ...     store.create_tables()
        ...     service = SigningService(
        ...         store, "3q-vN8Q0yF2mJr5uT7wZxC1eH4kL6pS9aB", petitions=[vigil], send=outbox.append
        ...     )
        ...     signed = service.sign(vigil, {"email": "ales@example.org", **service.hidden_fields(vigil)})
        ...     before = service.count(vigil)
        ...     confirmed = service.confirm(outbox[0].tokens["confirm"])
        ...     signed.step, before, confirmed.outcome, service.count(vigil)
        ('confirm', 0, 'done', 1)
    """

    def __init__(
        self,
        store: SignatureStore,
        secrets: str | bytes | Iterable[str | bytes],
        *,
        petitions: Iterable[Petition] | Callable[[str], Petition | None],
        send: Callable[[OutgoingEmail], object] | None = None,
        suspicion_policy: SuspicionPolicy | None = None,
        hints: Iterable[Hint] = (),
        block_list: BlockList | None = None,
        email_policy: EmailPolicy | None = None,
        reminder: ReminderPolicy | None = None,
        household: bool = False,
        observe: Callable[[SigningEvent, str], object] | None = None,
        answer_interval: float = DEFAULT_INTERVAL,
        clock: Callable[[], float] = time.time,
    ) -> None:
        if reminder is not None and send is not None:
            reason = (
                "needs the store's outbox: leave send out, and let solidarity_widgets.mail send the emails"
            )
            raise InvalidFieldError("reminder", reminder, reason)
        self._context = Context.create(store, secrets, petitions=petitions, observe=observe, clock=clock)
        self._petition = self._context.find_petition
        self._pace = Pace(answer_interval)
        self.store: SignatureStore = store
        self.keys: Keys = self._context.keys
        self._intake = Intake(
            self._context,
            Mailer(self._context, send, email_policy or EmailPolicy(), reminder),
            suspicion_policy or SuspicionPolicy(),
            block_list or BlockList(),
            household,
            tuple(hints),
        )

    def find_petition(self, id: str) -> Petition | None:
        """Return the petition with an id.

        Args:
            id: The id.

        Returns:
            The petition, or ``None`` if the service does not know it.
        """
        return self._context.petition(id)

    def now(self) -> int:
        """Return the service's time, in seconds since 1970, UTC."""
        return self._context.now()

    # --- the form -----------------------------------------------------------------------------------------

    def hidden_fields(self, petition: Petition | str) -> dict[str, str]:
        """Make the hidden fields of a form that is shown now, for ``petition_form(hidden_fields=…)``.

        Args:
            petition: The petition, or its id.

        Returns:
            A stamp that says when the form was shown, and nothing about the reader. A page with it can be
            cached.
        """
        return {
            STAMP_FIELD: self._context.tokens.make_stamp(self._petition(petition).id, self._context.now())
        }

    def sign(
        self,
        petition: Petition | str,
        values: object,
        *,
        ip_address: object = None,
        locale: LocaleLike = None,
        confirm_token: object = None,
    ) -> SignResult:
        """Take a form.

        Args:
            petition: The petition, or its id.
            values: The form's data: any mapping with ``get``.
            ip_address: The sender's IP address, if you can trust it: behind a proxy, anybody can write the
                header. Take the one address that your own proxy wrote. From a whole header, or any other text
                that is no address, nothing is counted, and *observe* gets ``unknown_network``. Only keyed
                hashes of the address's network are stored. They expire within the hour, and retention
                removes them.
            locale: The form's language.
            confirm_token: The token of a confirmation link, if the form was opened from its page because what
                it shows is not what the reader wrote. It proves that they read the mailbox, so the form is
                confirmed immediately, without another email.

        Returns:
            The errors, or what to show next. Nothing is stored of a form with errors.

        Raises:
            InvalidFieldError: If *values* is not a mapping, *ip_address* is neither text nor an address, the
                service does not know the petition, or the store's signatures were made with other secrets.
            StoreError: If the store's database fails.
        """
        begin = self._pace.begin()
        result = self._intake.sign(self._petition(petition), values, ip_address, locale, confirm_token)
        return self._at_its_time(result, begin)

    def resend(self, petition: Petition | str, email: object, *, locale: LocaleLike = None) -> SignResult:
        """Send the email of an address again, if it has signed and the limits allow it.

        Args:
            petition: The petition, or its id.
            email: The address, as typed.
            locale: The reader's language.

        Returns:
            The same for every address; an error if it is not an email address.

        Raises:
            InvalidFieldError: If the service does not know the petition.
        """
        begin = self._pace.begin()
        return self._at_its_time(self._intake.resend(self._petition(petition), email, locale), begin)

    def _at_its_time(self, result: SignResult, begin: float) -> SignResult:
        if result.step == "confirm":  # other answers say themselves what was done
            self._pace.wait(begin)
        return result

    # --- the outbox ---------------------------------------------------------------------------------------

    @property
    def email_queued(self) -> Event:
        """Set after each form that can have put an email into the outbox in this process."""
        return self._context.email_queued

    def prepare_email(self, email: QueuedEmail) -> OutgoingEmail | None:
        """Return an email from the store's outbox with its tokens, ready to be written.

        Args:
            email: What ``store.claim_emails`` returned.

        Returns:
            The email, or ``None`` if it has no purpose any more: the signature is gone or confirmed, or the
            petition has closed.

        Raises:
            InvalidFieldError: If the service does not know the petition.
        """
        return outbox.prepare_email(self._context, email)

    def observe(self, event: SigningEvent, petition_id: str) -> None:
        """Report an event about an email to the host's *observe*."""
        self._context.observe(event, petition_id)

    # --- links --------------------------------------------------------------------------------------------

    def preview(self, purpose: TokenPurpose, token: object) -> LinkPreview:
        """Return what a link's page shows, for ``GET`` and ``HEAD``. Mail scanners open links too.

        Args:
            purpose: ``confirm``, ``withdraw``, ``erase`` or ``unsubscribe``.
            token: The link's token, in whatever form it came.

        Returns:
            What to show. Nothing changes.

        Raises:
            InvalidFieldError: For another purpose.
        """
        return links.preview(self._context, purpose, token)

    def follow(self, purpose: TokenPurpose, token: object) -> LinkResult:
        """Do what a link's button is for. Call it for ``POST`` only.

        Args:
            purpose: ``confirm``, ``withdraw``, ``erase`` or ``unsubscribe``.
            token: The link's token, in whatever form it came.

        Returns:
            What to show; the same if it is called again.

        Raises:
            InvalidFieldError: For another purpose.
        """
        return links.follow(self._context, purpose, token)

    def confirm(self, token: object) -> LinkResult:
        """Confirm a signature and count it, once. Call it for ``POST`` only.

        Args:
            token: The link's token, in whatever form it came.

        Returns:
            What to show; the same if it is called again.
        """
        return links.confirm(self._context, token)

    def withdraw(self, token: object) -> LinkResult:
        """Withdraw a signature and every consent given with it.

        The signature no longer counts and gets no news. Its data stay until they are erased or retention
        removes them.

        Args:
            token: The link's token, in whatever form it came.

        Returns:
            What to show.
        """
        return links.withdraw(self._context, token)

    def erase(self, token: object) -> LinkResult:
        """Erase the personal data of a signature. If it was counted it still is, without a name.

        While the petition is open, a keyed hash of the mailbox stays, so that a mailbox that signs again is
        not counted twice. Retention deletes it after the deadline.

        Args:
            token: The link's token, in whatever form it came.

        Returns:
            What to show; the same if it is called again.
        """
        return links.erase(self._context, token)

    def unsubscribe(self, token: object, *, one_click: bool = False) -> LinkResult:
        """Stop the news: delete the address. The signature stays as it is.

        Args:
            token: The link's token, in whatever form it came.
            one_click: Whether a mail program's own button was pressed; see
                :func:`~solidarity_widgets.signing.is_one_click`.

        Returns:
            What to show; the same if it is called again.
        """
        return links.unsubscribe(self._context, token, one_click=one_click)

    # --- the count ----------------------------------------------------------------------------------------

    def count(self, petition: Petition | str) -> int:
        """Return how many have signed.

        Args:
            petition: The petition, or its id.
        """
        return counting.count(self._context, self._petition(petition)).signed

    def count_response(
        self, petition: Petition | str, if_none_match: str | None = None, *, max_age: int = 10
    ) -> CountResponse:
        """Answer a request of the page's script.

        Args:
            petition: The petition, or its id.
            if_none_match: The request's ``If-None-Match``.
            max_age: For how many seconds caches can answer by themselves.

        Returns:
            Status, headers and body.
        """
        count = counting.count(self._context, self._petition(petition))
        return CountResponse.of(count, max_age=max_age, if_none_match=if_none_match)

    def flush_counts(self, petition: Petition | str) -> int:
        """Add waiting confirmed signatures to the counter, if the store counts in batches.

        Args:
            petition: The petition, or its id.

        Returns:
            How many were added.
        """
        return counting.flush_counts(self._context, self._petition(petition))

    def recount(self, petition: Petition | str, *, progress: ProgressCallback | None = None) -> RecountResult:
        """Count the signatures again and correct the counter, while signing goes on.

        Args:
            petition: The petition, or its id.
            progress: Called after each slot.

        Returns:
            What was found.
        """
        return counting.recount(self._context, self._petition(petition), progress)

    # --- news and moderation ------------------------------------------------------------------------------

    def subscribers(
        self, petition: Petition | str, *, after: str = "", batch: int = 1000
    ) -> Iterator[Subscriber]:
        """Yield the confirmed signers who want news.

        Args:
            petition: The petition, or its id.
            after: The id of the last subscriber you handled, to continue an interrupted mailing. Ids are
                random: this does not find those who subscribed later.
            batch: How many signatures to read at once.

        Yields:
            Address, name, language, and the token that stops the news.

        Raises:
            InvalidFieldError: If *batch* is less than 1.
        """
        return news.subscribers(self._context, self._petition(petition), after, batch)

    def quarantined(
        self, petition: Petition | str, *, after: str = "", batch: int = 1000
    ) -> Iterator[Signature]:
        """Yield the quarantined signatures, for somebody to review.

        Args:
            petition: The petition, or its id.
            after: The id of the last signature you reviewed.
            batch: How many to read at once.

        Yields:
            The signatures; ``score`` says how suspicious each was.

        Raises:
            InvalidFieldError: If *batch* is less than 1.
        """
        return moderation.quarantined(self._context, self._petition(petition), after, batch)

    def quarantine(self, petition: Petition | str, id: str) -> bool:
        """Take a signature out of the count until somebody releases it. Its signer is not told.

        Args:
            petition: The petition, or its id.
            id: The signature's id.

        Returns:
            Whether it was quarantined now.
        """
        return moderation.quarantine(self._context, self._petition(petition), id)

    def release(self, petition: Petition | str, id: str) -> bool:
        """Release a quarantined signature: back into the count, if its signer confirmed it.

        Args:
            petition: The petition, or its id.
            id: The signature's id.

        Returns:
            Whether it was released now.
        """
        return moderation.release(self._context, self._petition(petition), id)

    def reject(self, petition: Petition | str, id: str) -> bool:
        """Remove a quarantined signature and its consents.

        If it replaced an erased signature of the same mailbox, that one still counts.

        Args:
            petition: The petition, or its id.
            id: The signature's id.

        Returns:
            Whether it was removed now.
        """
        return moderation.reject(self._context, self._petition(petition), id)

    def find(self, petition: Petition | str, email: object) -> list[StoredData]:
        """Return everything that is stored about a mailbox, to answer its owner's request (GDPR, Art. 15).

        Make sure that you answer the mailbox's owner, for example by writing to that address.

        Args:
            petition: The petition, or its id.
            email: The address, in any spelling.

        Returns:
            The mailbox's signatures with their consents; several in a household.

        Raises:
            InvalidFieldError: If it is not an email address, or the service does not know the petition.
        """
        return moderation.find(self._context, self._petition(petition), email)

    # --- the change feed ----------------------------------------------------------------------------------

    def changes(self, petition: Petition | str, *, after: int = 0, limit: int = 1000) -> Sequence[Change]:
        """Return what has changed in the list of confirmed signatures, to keep a copy of it true.

        Apply the entries in their order, remember the number of the last one together with what you did, and
        pass it as *after* the next time. An entry that you read again after a failure is the same.

        Args:
            petition: The petition, or its id. The feed has an entry for each number of its goal that is
                reached.
            after: The number of the last entry you applied; 0 to begin with an empty copy.
            limit: How many entries at most.

        Returns:
            The entries, in their order. If there are fewer than *limit*, there are no more.

        Raises:
            InvalidFieldError: If *after* is greater than the number of the last entry, because the store has
                lost entries, or an argument is not a whole number.
        """
        return feed.changes(self._context, self._petition(petition), after, limit)

    # --- retention ----------------------------------------------------------------------------------------

    def apply_retention(
        self,
        petition: Petition | str,
        *,
        policy: RetentionPolicy | None = None,
        dry_run: bool = False,
        progress: ProgressCallback | None = None,
    ) -> RetentionResult:
        """Remove and erase what is not kept any longer. Run it every day.

        Args:
            petition: The petition, or its id. Confirmed signatures are erased some time after its deadline.
            policy: How long to keep what.
            dry_run: Change nothing, and report what would be done.
            progress: Called after each batch.

        Returns:
            The numbers.
        """
        return retention.apply_retention(
            self._context, self._petition(petition), policy, dry_run=dry_run, progress=progress
        )
