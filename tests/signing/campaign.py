"""A campaign with a clock of its own, whose emails lie on a table: what the service's tests sign with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from typing import Any

from sqlalchemy import Engine, StaticPool, create_engine

from solidarity_widgets.i18n import get_locale
from solidarity_widgets.petitions import Petition
from solidarity_widgets.petitions.consent import wording_hash
from solidarity_widgets.petitions.fields import FIELDS
from solidarity_widgets.signing import (
    OutgoingEmail,
    Signature,
    SigningService,
    SignResult,
    SqlSignatureStore,
    SuspicionPolicy,
)
from solidarity_widgets.signing.intake.email import normalize_email
from solidarity_widgets.signing.store.records import STATES

SECRET = "3q-vN8Q0yF2mJr5uT7wZxC1eH4kL6pS9aB"
NEWER = "Zt4xW8cR2bM6nV0qL3sD7fG1hJ5kP9yU-x"
#: Friday, 15 January 2027, 11:00 in Minsk.
NOW = 1_800_000_000
HOUR = 3600
DAY = 24 * HOUR
#: Where the signers sign from.
ADDRESS = "203.0.113.77"

ALES = {
    "name": "Алесь Бяляцкі",
    "email": "Ales.B+vigil@GoogleMail.com",
    "country": "BY",
    "postcode": "220 030",
    "message": "Мы разам з табой!",
}
#: What of this may be in the database only while the signature is, and what never.
PERSONAL = ("Бяляцкі", "220 030", "разам", "googlemail", "Ales.B")
NEVER = (ADDRESS, "203.0.113", "alesb@gmail.com", "ales.b+vigil", "alesb")

VIGIL = Petition(
    "vigil",
    title={"be": "Волю ім", "en": "Let them go"},
    fields=list(FIELDS),
    required="name email",
    consents="processing updates public",
)
OTHER = Petition("other", title="Let them go too", fields="name email")
SHORT = Petition(
    "short",
    title="Let them go now",
    fields="name email",
    opens="2027-01-10",
    closes="2027-01-20",
    zone="Europe/Minsk",
    consents="",
)
PLACE = Petition("place", title="From everywhere", fields="country")
NAMED = Petition("named", title="We", fields="name message", required="name", consents="processing public")
FORMATTED = Petition("formatted", title="Letters", fields="email message", consents="", message_html=True)
PETITIONS = (VIGIL, OTHER, SHORT, PLACE, NAMED, FORMATTED)
#: With the default policy no single form is quarantined. With this one the hidden field alone is enough.
STRICT = SuspicionPolicy(honeypot=60)


class Campaign:
    """A service, and those who use it.

    With *queued*, the service puts its emails into the store's outbox, and they are taken out of it before
    the next form is sent and whenever somebody looks.
    """

    def __init__(self, store: Any, *, secrets: Any = SECRET, queued: bool = False, **options: Any) -> None:
        self.store = store
        self.now = NOW
        self.queued = queued
        self._sent: list[OutgoingEmail] = []
        self.events: list[str] = []
        options.setdefault("send", None if queued else self._sent.append)
        options.setdefault("petitions", PETITIONS)
        options.setdefault("suspicion_policy", STRICT)
        options.setdefault("answer_interval", 0)  # tests wait for nothing, unless they are about waiting
        self.service = SigningService(
            store,
            secrets,
            observe=lambda event, petition_id: self.events.append(event),
            clock=lambda: self.now + 0.9,
            **options,
        )

    @property
    def outbox(self) -> list[OutgoingEmail]:
        """What was sent."""
        store = getattr(self.store, "store", self.store)
        for petition_id in store.emails_due() if self.queued else ():
            for email in store.claim_emails(petition_id, self.now, lease=60, limit=10_000):
                if (outgoing := self.service.prepare_email(email)) is not None:
                    self._sent.append(outgoing)
                assert store.delete_email(email)
        return self._sent

    def sign(
        self,
        petition: Petition = VIGIL,
        *,
        agree: str = "processing",
        locale: str = "be",
        ip_address: object = ADDRESS,
        wait: int = 30,
        confirm_token: object = None,
        **form: Any,
    ) -> SignResult:
        """Fill in the form, in so many seconds, as Ales or whoever the form says."""
        assert self.outbox is self._sent  # what waits is sent
        values: dict[str, object] = {name: ALES[name] for name in petition.fields}
        values |= self.service.hidden_fields(petition)
        for purpose in agree.split():
            if consent := petition.consent(purpose):
                values[f"consent-{purpose}"] = wording_hash(consent.wording(get_locale(locale)).text)
        self.now += wait
        return self.service.sign(
            petition, {**values, **form}, ip_address=ip_address, locale=locale, confirm_token=confirm_token
        )

    def machine(self, petition: Petition = VIGIL, **form: Any) -> SignResult:
        """Fill in the form as a program does: every field of it, and at once."""
        return self.sign(petition, wait=0, topic="x", **form)

    def signed(self, petition: Petition = VIGIL, **form: Any) -> OutgoingEmail:
        """Sign, press the button, and return the email."""
        self.sign(petition, **form)
        outgoing = self.outbox[-1]
        assert self.service.confirm(outgoing.tokens["confirm"]).outcome == "done"
        return outgoing

    def count(self, petition: Petition = VIGIL) -> int:
        """How many have signed; a recount agrees."""
        counted = self.service.count(petition)
        assert self.store.recount(petition.id, 0, self.now).drift == 0
        return counted

    def all(self, petition: Petition = VIGIL) -> list[Signature]:
        """All signatures, in whatever state."""
        return list(self.store.list_signatures(petition.id, states=STATES))

    def one(self, petition: Petition = VIGIL) -> Signature:
        """The only signature there is."""
        (found,) = self.all(petition)
        return found

    def consent_actions(self, petition: Petition = VIGIL) -> list[tuple[str, str, str]]:
        """The consent log of the only signature."""
        log = self.store.consents(petition.id, self.one(petition).id)
        return [(entry.purpose, entry.action, entry.method) for entry in log]


def rows(engine: Engine, store: SqlSignatureStore) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""
    with engine.connect() as connection:
        return {
            name: [tuple(row) for row in connection.execute(table.select())]
            for name, table in store.tables.metadata.tables.items()
        }


def text_of(engine: Engine, store: SqlSignatureStore) -> str:
    """Everything that the database has, in one text."""
    return repr(rows(engine, store))


@contextmanager
def opened(url: str) -> Iterator[Engine]:
    """A second way into a database."""
    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:", 1))
    yield engine
    engine.dispose()


@contextmanager
def in_memory() -> Iterator[tuple[Engine, SqlSignatureStore]]:
    """A store whose database can be looked into."""
    engine = create_engine("sqlite://", poolclass=StaticPool)
    store = SqlSignatureStore(engine)
    store.create_tables()
    yield engine, store
    engine.dispose()


def at_once(times: int, call: Callable[[int], Any]) -> list[Any]:
    """Call something from several threads at one moment."""
    barrier = Barrier(times)

    def run(number: int) -> Any:
        barrier.wait()
        return call(number)

    with ThreadPoolExecutor(times) as threads:
        return list(threads.map(run, range(times)))


assert normalize_email(ALES["email"]) in NEVER
