"""A petition: what it says, to whom, until when, and what it asks of a signer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import KW_ONLY, dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any, Literal

from solidarity_widgets.exceptions import InvalidFieldError, InvalidTimeError
from solidarity_widgets.moments import check_zone, parse_instant, start_of_day
from solidarity_widgets.petitions.consent import Consent, check_consents
from solidarity_widgets.petitions.deadline import Deadline, check_day
from solidarity_widgets.petitions.fields import check_fields, check_required
from solidarity_widgets.petitions.goal import Goal
from solidarity_widgets.petitions.translations import Translations, check_language, parse_texts
from solidarity_widgets.text import is_text, none_if_blank, safe_text

PetitionState = Literal["before", "open", "closed"]

_ID = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?\Z")


@dataclass(frozen=True, slots=True, eq=False)
class Petition:
    """A petition. It is data: nothing is stored, and a page may show it without any signing service.

    Texts are the page's own. Each is a text, or a mapping of locale codes to texts, and is shown in the
    language the reader understands best. Blank lines part paragraphs.

    Attributes:
        id: Lower-case letters, digits and hyphens, at most 64; it stands in links and in the store, so keep
            it.
        title: Its name.
        text: What it is about.
        demands: What it demands, a list.
        addressees: Whom it is addressed to, a list.
        goal: A :class:`Goal`, a number, or whatever else :meth:`Goal.of` reads.
        opens: The first day on which it can be signed, at that local midnight; ``None``: at once.
        closes: The last day, or a :class:`Deadline`; ``None``: it stays open.
        zone: The zone of both days, such as ``Europe/Minsk``.
        grace: How long after the deadline a signature can still be confirmed.
        languages: Locale codes of the languages it is written in, the original first; by default those of
            the title.
        fields: What a signer is asked for: some of ``name email country postcode message``.
        required: Which of these must be filled; by default name and e-mail address.
        consents: What a signer is asked to agree to, a :class:`Consent` or one of the library's own
            (``processing updates public``) for each; by default ``processing``.
        message_html: Whether messages may have simple formatting (needs the extra ``html``).

    Raises:
        InvalidFieldError: If a value cannot be used.
        InvalidTimeError: If a day is none, or comes after the deadline, or needs a zone.
        UnknownZoneError: If there is no such zone.

    Example:
        >>> petition = Petition(
        ...     "free-ales",
        ...     title={"be": "Волю Алесю!", "en": "Free Ales!"},
        ...     goal=10_000,
        ...     closes="2027-08-04",
        ...     zone="Europe/Minsk",
        ... )
        >>> petition.languages, petition.state(now="2027-08-04T23:59+03:00")
        (('be', 'en'), 'open')
    """

    id: str
    _: KW_ONLY
    title: Any
    text: Any = ""
    demands: Any = ()
    addressees: Any = ()
    goal: Any = None
    opens: Any = None
    closes: Any = None
    zone: Any = None
    grace: timedelta = timedelta(days=1)
    languages: Any = ()
    fields: Any = ("name", "email", "country")
    required: Any = None
    consents: Any = None
    message_html: bool = False

    def __post_init__(self) -> None:
        name = safe_text(self.id, "id")
        if not _ID.match(name):
            raise InvalidFieldError("id", name, "must be lower-case letters, digits and hyphens, at most 64")
        checked: dict[str, object] = {"id": name}
        languages = self._check_languages()
        checked["languages"] = languages
        checked["title"] = Translations.parse(self.title, "title", languages)
        if not checked["title"]:
            raise InvalidFieldError("title", self.title, "must not be empty")
        checked["text"] = Translations.parse(self.text, "text", languages)
        for field in ("demands", "addressees"):
            checked[field] = parse_texts(getattr(self, field), field, languages)
        checked["goal"] = Goal.parse(self.goal)
        checked.update(self._check_days())
        fields = check_fields(self.fields)
        checked["fields"] = fields
        checked["required"] = check_required(self.required, fields)
        checked["consents"] = check_consents(self.consents, fields)
        for attribute, value in checked.items():
            object.__setattr__(self, attribute, value)

    def _check_languages(self) -> tuple[str, ...]:
        codes: object = () if self.languages is None else self.languages
        if is_text(codes):
            codes = safe_text(codes, "languages").split()
        if not isinstance(codes, Iterable):
            raise InvalidFieldError("languages", codes, "must be locale codes in a list or one string")
        found = tuple(check_language(code, "languages") for code in codes)
        if not found and isinstance(self.title, Mapping):
            found = tuple(check_language(code, "title") for code in self.title)
        return found

    def _check_days(self) -> dict[str, object]:
        closes = none_if_blank(self.closes, "closes")
        opens = none_if_blank(self.opens, "opens")
        zone = none_if_blank(self.zone, "zone")
        if isinstance(closes, Deadline):
            zone = zone or closes.zone
        if zone is None:
            if opens is not None or closes is not None:
                raise InvalidTimeError(
                    "zone", zone, "must say whose midnight a day ends at (zone='Europe/Minsk')"
                )
            return {"opens": None, "closes": None, "zone": None}
        tz = check_zone(zone)
        first = None if opens is None else check_day(opens, "opens")
        last = Deadline.parse(closes, tz, self.grace)
        if first and last and first > last.day:
            raise InvalidTimeError("closes", last.day, f"must not come before the day it opens, {first}")
        return {"opens": first, "closes": last, "zone": tz}

    @property
    def deadline(self) -> Deadline | None:
        """The deadline, or ``None`` if it stays open."""
        found: Deadline | None = self.closes
        return found

    def state(self, now: object = None) -> PetitionState:
        """Return whether it can be signed: ``before`` it opens, ``open``, or ``closed``.

        Args:
            now: The time, for tests: a ``datetime``, or text such as ``2027-08-04T12:00``, wall time in the
                petition's zone unless it has an offset. By default the clock's.
        """
        moment = self.moment(now)
        zone: tzinfo = self.zone
        if self.opens is not None and moment < start_of_day(self.opens, zone):
            return "before"
        return "closed" if self.deadline is not None and moment >= self.deadline.end else "open"

    def confirmable(self, now: object = None) -> bool:
        """Return whether a signature given in time can be confirmed.

        Args:
            now: As for :meth:`state`.
        """
        return self.deadline is None or self.moment(now) < self.deadline.confirm_until

    def moment(self, now: object = None) -> datetime:
        """Return a time in UTC; ``None`` is the clock's."""
        if none_if_blank(now, "now") is None:
            return datetime.now(UTC)
        return parse_instant(now, self.zone or UTC, "now")

    def consent(self, purpose: str) -> Consent | None:
        """Return the consent of a purpose, or ``None``."""
        found: tuple[Consent, ...] = self.consents
        return next((consent for consent in found if consent.purpose == purpose), None)
