"""The petition: its texts, its goal and dates, and what it asks signers for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Literal, TypeAlias

from solidarity_widgets.arguments import suggest_arguments
from solidarity_widgets.checks import split_names
from solidarity_widgets.exceptions import InvalidFieldError, InvalidTimeError
from solidarity_widgets.moments import TimeLike, ZoneLike, check_zone, parse_day, parse_instant, start_of_day
from solidarity_widgets.petitions.consent import Consent, ConsentsLike, check_consents
from solidarity_widgets.petitions.deadline import Deadline, DeadlineLike
from solidarity_widgets.petitions.fields import (
    HONEYPOT,
    FieldNames,
    check_fields,
    check_honeypot,
    check_required,
)
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
    """A petition. It is only data: a page can show one without a signing service or a database.

    You write its texts. Each is a string, or a mapping of locale codes to strings, and is shown in the
    language that the reader understands best. Blank lines separate paragraphs.

    Args:
        id: Lower-case letters, digits and hyphens, at most 64. Do not change it later: links and stored
            signatures contain it.
        title: The petition's title.
        text: The petition's text.
        demands: A list of demands.
        addressees: A list of the people and institutions that it is addressed to.
        goal: A :class:`Goal`, a number, or another value that :meth:`Goal.parse` accepts.
        opens: The first day on which it can be signed; ``None`` means that it is open already.
        closes: The last day on which it can be signed, or a :class:`Deadline`; ``None`` means no deadline.
        zone: The zone of both days, such as ``Europe/Minsk``. Required with *opens* or *closes*, unless
            *closes* is a ``Deadline``.
        grace: How long after the deadline a signature can be confirmed; by default one day.
        languages: The locale codes of its languages, the original first; by default those of the title.
        fields: The fields of the form: one or more of ``name email country postcode message``.
        required: The fields that must be filled in; by default name and email address.
        consents: The consents that the form asks for: :class:`Consent` objects, or names of the library's own
            (``processing updates public``); by default ``processing``.
        message_html: Whether signers' messages can contain limited HTML (needs the extra ``html``).
        honeypot: The name of the field that people do not see and only programs fill in. Choose your own, so
            that a program written for other sites does not know it, and a word that browsers do not autofill.

    Attributes:
        id: The id.
        title: The title in all languages.
        text: The text in all languages.
        demands: The demands, each in all languages.
        addressees: The addressees, each in all languages.
        goal: The goal, or ``None``.
        opens: The first day, or ``None``.
        closes: The deadline, or ``None``.
        zone: The zone of both days, or ``None``.
        grace: How long after the deadline a signature can be confirmed.
        languages: The locale codes, the original first.
        fields: The names of the fields, in the order of the form.
        required: The names of the required fields.
        consents: The consents.
        message_html: Whether messages can contain limited HTML.
        honeypot: The name of the field that must stay empty.

    Raises:
        InvalidFieldError: If an argument is not valid.
        InvalidTimeError: If a day is not valid or needs a zone, or if it opens after the deadline.
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
    honeypot: str

    @suggest_arguments
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
        honeypot: TextLike = HONEYPOT,
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
        texts = {
            "text": (Translations.parse(text, "text", codes),),
            "demands": parse_texts(demands, "demands", codes),
            "addressees": parse_texts(addressees, "addressees", codes),
        }
        if not codes:
            _check_same_languages(name_in_all, texts)
        for attribute, value in {
            "id": name,
            "title": name_in_all,
            "text": texts["text"][0],
            "demands": texts["demands"],
            "addressees": texts["addressees"],
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
            "honeypot": check_honeypot(honeypot),
        }.items():
            object.__setattr__(self, attribute, value)

    @property
    def deadline(self) -> Deadline | None:
        """The deadline, or ``None``; the same as :attr:`closes`."""
        return self.closes

    def state(self, now: TimeLike | None = None) -> PetitionState:
        """Return whether the petition can be signed.

        Args:
            now: A ``datetime``, or text such as ``2027-08-04T12:00``, for tests. A value without an offset is
                local to the petition's zone. By default the current time.

        Returns:
            ``before`` it opens, ``open``, or ``closed``.

        Raises:
            InvalidTimeError: If *now* is not a date or time.
        """
        moment = self.moment(now)
        if self.opens is not None and self.zone is not None and moment < start_of_day(self.opens, self.zone):
            return "before"
        return "closed" if self.deadline is not None and moment >= self.deadline.end else "open"

    def confirmable(self, now: TimeLike | None = None) -> bool:
        """Return whether a signature that was made in time can be confirmed.

        Args:
            now: As for :meth:`state`.

        Returns:
            ``True`` until the deadline's ``confirm_until``, and always without a deadline.

        Raises:
            InvalidTimeError: If *now* is not a date or time.
        """
        return self.deadline is None or self.moment(now) < self.deadline.confirm_until

    def moment(self, now: TimeLike | None = None) -> datetime:
        """Return the instant of a ``now`` argument.

        Args:
            now: As for :meth:`state`.

        Returns:
            An aware ``datetime`` in UTC.

        Raises:
            InvalidTimeError: If *now* is not a date or time.
        """
        given = none_if_blank(now, "now")
        return datetime.now(UTC) if given is None else parse_instant(given, self.zone or UTC, "now")

    def consent(self, purpose: str) -> Consent | None:
        """Return the consent for a purpose.

        Args:
            purpose: The purpose, such as ``processing``.

        Returns:
            The consent, or ``None`` if the petition does not ask for it.
        """
        return next((consent for consent in self.consents if consent.purpose == purpose), None)


def _check_languages(languages: LanguageCodes, title: TranslatableText) -> tuple[str, ...]:
    found = tuple(check_language(code, "languages") for code in split_names(languages, "languages"))
    if not found and isinstance(title, Mapping):
        return tuple(check_language(code, "title") for code in title)
    return found


def _check_same_languages(title: Translations, texts: Mapping[str, tuple[Translations, ...]]) -> None:
    """Refuse texts in languages if the language of the title is not known: a page would mix languages."""
    for field, items in texts.items():
        if strange := [item for item in items if item and item.texts.keys() != title.texts.keys()]:
            raise InvalidFieldError(
                field,
                list(strange[0].texts),
                "must have the languages of the title (pass the title as a mapping too, or pass languages=)",
            )


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
                "zone", zone, "is needed for the days it opens and closes (pass zone='Europe/Minsk')"
            )
        return None, None, None
    tz = check_zone(place)
    first = None if first_day is None else parse_day(first_day, "opens")
    last = Deadline.parse(last_day, tz, grace)
    if first and last and first > last.day:
        raise InvalidTimeError("closes", last.day, f"must not be before the day it opens, {first}")
    return first, last, tz
