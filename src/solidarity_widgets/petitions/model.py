"""A petition: what it says, to whom, until when, and what it asks of a signer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Literal, TypeAlias

from solidarity_widgets.checks import split_names
from solidarity_widgets.exceptions import InvalidFieldError, InvalidTimeError
from solidarity_widgets.moments import TimeLike, ZoneLike, check_zone, parse_day, parse_instant, start_of_day
from solidarity_widgets.petitions.consent import Consent, ConsentsLike, check_consents
from solidarity_widgets.petitions.deadline import Deadline, DeadlineLike
from solidarity_widgets.petitions.fields import FieldNames, check_fields, check_required
from solidarity_widgets.petitions.goal import Goal, GoalLike
from solidarity_widgets.petitions.translations import (
    TranslatableText,
    TranslatableTexts,
    Translations,
    check_language,
    parse_texts,
)
from solidarity_widgets.text import TextLike, none_if_blank, safe_text

#: Locale codes: a list, or one string with spaces between them.
LanguageCodes: TypeAlias = TextLike | Iterable[TextLike]
PetitionState = Literal["before", "open", "closed"]

_ID = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?\Z")


@dataclass(frozen=True, slots=True, eq=False, init=False)
class Petition:
    """A petition. It is data: nothing is stored, and a page may show it without any signing service.

    Texts are the page's own. Each is a text, or a mapping of locale codes to texts, and is shown in the
    language the reader understands best. Blank lines part paragraphs.

    Attributes:
        id: Lower-case letters, digits and hyphens, at most 64; it is used in links and in the store, so keep
            it.
        title: Its name.
        text: What it is about.
        demands: What it demands, a list.
        addressees: Whom it is addressed to, a list.
        goal: A :class:`Goal`, a number, or whatever else :meth:`Goal.parse` reads.
        opens: The first day on which it can be signed, at that local midnight; ``None``: at once.
        closes: The last day, or a :class:`Deadline`; ``None``: it stays open.
        zone: The zone of both days, such as ``Europe/Minsk``.
        grace: How long after the deadline a signature can still be confirmed.
        languages: Locale codes of the languages it is written in, the original first; by default those of
            the title.
        fields: What a signer is asked for: some of ``name email country postcode message``.
        required: Which of these must be filled; by default name and email address.
        consents: What a signer is asked to agree to, a :class:`Consent` or one of the library's own
            (``processing updates public``) for each; by default ``processing``.
        message_html: Whether messages may have simple formatting (needs the extra ``html``).

    Raises:
        InvalidFieldError: If a value cannot be used.
        InvalidTimeError: If a day is not valid, is after the deadline, or needs a zone.
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
    title: Translations
    text: Translations
    demands: tuple[Translations, ...]
    addressees: tuple[Translations, ...]
    goal: Goal | None
    opens: date | None
    closes: Deadline | None
    zone: tzinfo | None
    grace: timedelta
    languages: tuple[str, ...]
    fields: tuple[str, ...]
    required: tuple[str, ...]
    consents: tuple[Consent, ...]
    message_html: bool

    def __init__(
        self,
        id: TextLike,
        *,
        title: TranslatableText,
        text: TranslatableText = "",
        demands: TranslatableTexts = (),
        addressees: TranslatableTexts = (),
        goal: GoalLike = None,
        opens: TimeLike | None = None,
        closes: DeadlineLike = None,
        zone: ZoneLike | None = None,
        grace: timedelta = timedelta(days=1),
        languages: LanguageCodes = (),
        fields: FieldNames = ("name", "email", "country"),
        required: FieldNames | None = None,
        consents: ConsentsLike = None,
        message_html: bool = False,
    ) -> None:
        name = safe_text(id, "id")
        if not _ID.match(name):
            raise InvalidFieldError("id", name, "must be lower-case letters, digits and hyphens, at most 64")
        codes = _check_languages(languages, title)
        name_in_all = Translations.parse(title, "title", codes)
        if not name_in_all:
            raise InvalidFieldError("title", title, "must not be empty")
        first, last, tz = _check_days(opens, closes, zone, grace)
        form_fields = check_fields(fields)
        for attribute, value in {
            "id": name,
            "title": name_in_all,
            "text": Translations.parse(text, "text", codes),
            "demands": parse_texts(demands, "demands", codes),
            "addressees": parse_texts(addressees, "addressees", codes),
            "goal": Goal.parse(goal),
            "opens": first,
            "closes": last,
            "zone": tz,
            "grace": grace,
            "languages": codes,
            "fields": form_fields,
            "required": check_required(required, form_fields),
            "consents": check_consents(consents, form_fields),
            "message_html": message_html,
        }.items():
            object.__setattr__(self, attribute, value)

    @property
    def deadline(self) -> Deadline | None:
        """The deadline, or ``None`` if it stays open."""
        return self.closes

    def state(self, now: TimeLike | None = None) -> PetitionState:
        """Return whether it can be signed: ``before`` it opens, ``open``, or ``closed``.

        Args:
            now: The time, for tests: a ``datetime``, or text such as ``2027-08-04T12:00``, wall time in the
                petition's zone unless it has an offset. By default the clock's.
        """
        moment = self.moment(now)
        if self.opens is not None and self.zone is not None and moment < start_of_day(self.opens, self.zone):
            return "before"
        return "closed" if self.deadline is not None and moment >= self.deadline.end else "open"

    def confirmable(self, now: TimeLike | None = None) -> bool:
        """Return whether a signature given in time can be confirmed.

        Args:
            now: As for :meth:`state`.
        """
        return self.deadline is None or self.moment(now) < self.deadline.confirm_until

    def moment(self, now: TimeLike | None = None) -> datetime:
        """Return a time in UTC; ``None`` is the clock's."""
        given = none_if_blank(now, "now")
        return datetime.now(UTC) if given is None else parse_instant(given, self.zone or UTC, "now")

    def consent(self, purpose: str) -> Consent | None:
        """Return the consent of a purpose, or ``None``."""
        return next((consent for consent in self.consents if consent.purpose == purpose), None)


def _check_languages(languages: LanguageCodes, title: TranslatableText) -> tuple[str, ...]:
    found = tuple(check_language(code, "languages") for code in split_names(languages, "languages"))
    if not found and isinstance(title, Mapping):
        return tuple(check_language(code, "title") for code in title)
    return found


def _check_days(
    opens: TimeLike | None, closes: DeadlineLike, zone: ZoneLike | None, grace: timedelta
) -> tuple[date | None, Deadline | None, tzinfo | None]:
    last_day = none_if_blank(closes, "closes")
    first_day = none_if_blank(opens, "opens")
    place = none_if_blank(zone, "zone")
    if isinstance(last_day, Deadline):
        place = place or last_day.zone
    if place is None:
        if first_day is not None or last_day is not None:
            raise InvalidTimeError(
                "zone", zone, "must say whose midnight a day ends at (zone='Europe/Minsk')"
            )
        return None, None, None
    tz = check_zone(place)
    first = None if first_day is None else parse_day(first_day, "opens")
    last = Deadline.parse(last_day, tz, grace)
    if first and last and first > last.day:
        raise InvalidTimeError("closes", last.day, f"must not come before the day it opens, {first}")
    return first, last, tz
