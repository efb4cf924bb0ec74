"""The public functions for petitions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, Protocol, SupportsIndex, TypeAlias, get_args

from solidarity_widgets.checks import check_choice, check_whole
from solidarity_widgets.exceptions import InvalidFieldError
from solidarity_widgets.html import AttributesLike, check_attributes
from solidarity_widgets.i18n import Locale, LocaleLike, get_locale
from solidarity_widgets.moments import TimeLike
from solidarity_widgets.petitions.fields import FIELDS
from solidarity_widgets.petitions.form import CONSENT_PREFIX, HONEYPOT, PetitionForm, control_names
from solidarity_widgets.petitions.goal import Goal, GoalLike, GoalProgress, check_signed
from solidarity_widgets.petitions.model import Petition
from solidarity_widgets.petitions.panel import PetitionPanel, PetitionStep
from solidarity_widgets.petitions.progress import PetitionProgress
from solidarity_widgets.text import SupportsHtml, TextLike, is_text, none_if_blank, replace_unsafe, safe_text
from solidarity_widgets.urls import UrlLike, check_form_target


class FormValues(Protocol):
    """What was typed, by field: a ``dict``, or the form data of any framework."""

    def get(self, name: str, /) -> object:
        """Return the value of a field, or a list of values, or ``None``."""


#: What is wrong, by field: a code or a text; of a list the first counts.
FormErrors: TypeAlias = Mapping[str, TextLike | Sequence[TextLike]] | None
#: A token against forged requests, with or without the name of its field; ``False`` for none.
CsrfTokens: TypeAlias = TextLike | Literal[False] | Mapping[str, TextLike]

#: How much of what was typed is shown again; no field takes as much.
_MAX_VALUE_LENGTH = 10_000


def petition_progress(
    signed: SupportsIndex,
    *,
    goal: GoalLike = None,
    count_url: UrlLike | None = "",
    locale: LocaleLike = None,
    attrs: AttributesLike = None,
) -> PetitionProgress:
    """Show how many have signed, and how far that is from a goal.

    The bar is a native ``<progress>``. Percents are cut off: there are a hundred only when the goal is
    reached, and never more.

    Args:
        signed: How many have signed.
        goal: A :class:`~solidarity_widgets.petitions.Goal`; a number; ``{number: "what happens then"}``;
            ``"ladder"`` for a goal that moves on for ever; ``None`` for no bar.
        count_url: Where the script asks for the count, a path of the page's own site or an absolute URL: JSON
            ``{"signed": 7312}``, best with an ``ETag`` and a ``max-age``. It asks less and less often while
            nothing changes, and not while the page is hidden. The page's policy must allow it
            (``connect-src 'self'``).
        locale: The language; see :func:`solidarity_widgets.get_locale`.
        attrs: Extra HTML attributes of the outer element.

    Returns:
        A widget; ``text``, ``goal_text``, ``percent_text`` and ``progress`` let you write your own
            markup.

    Raises:
        InvalidFieldError: If *signed* or *goal* is not such a number.
        InvalidURLError: If *count_url* cannot be asked.

    Example:
        >>> shown = petition_progress(9_995, goal=10_000)
        >>> shown.text, shown.goal_text, shown.percent_text
        ('9,995 people have signed', 'Goal: 10,000 signatures', '99%')
    """
    return _make_progress(signed, Goal.parse(goal), count_url, get_locale(locale), check_attributes(attrs))


def petition_form(
    petition: Petition,
    *,
    action: UrlLike,
    csrf: CsrfTokens = None,
    values: FormValues | None = None,
    errors: FormErrors = None,
    hidden_fields: Mapping[str, TextLike | int] | None = None,
    heading_level: int = 2,
    locale: LocaleLike = None,
    attrs: AttributesLike = None,
) -> PetitionForm:
    """Show the form to sign a petition. It needs no script.

    Args:
        petition: The petition; it says which fields the form has.
        action: Where the form is sent: a path of the page's own site, or an absolute http(s) URL.
        csrf: The framework's token against forged requests: the token alone (its field is then called
            ``csrf_token``), or ``{"csrfmiddlewaretoken": token}``. It is needed where the form is sent to
            the page's own site; ``False`` says that the endpoint guards itself in another way.
        values: What was typed before, by field: any mapping with ``get``. Of a list the first counts.
        errors: What is wrong with it: field -> one of the codes of ``validate_signature``, or a text of
            your own in the reader's language; of a list the first counts, and an empty value is not an error.
        hidden_fields: More hidden fields, such as those of ``service.hidden_fields(petition)``.
        heading_level: The heading's level, 2 to 6.
        locale: The language; see :func:`solidarity_widgets.get_locale`.
        attrs: Extra HTML attributes of the form.

    Returns:
        A widget; ``error_prefix`` goes before the page's title.

    Raises:
        InvalidFieldError: If the token is missing, an error is about no field of the form, or another
            argument cannot be used.
        InvalidURLError: If *action* is nowhere a form can be sent.

    Example:
        >>> vigil = Petition("vigil", title="Let them go", fields="country")
        >>> form = petition_form(vigil, action="/sign", csrf="t0ken", errors={"country": "missing"})
        >>> form.error_prefix, dict(form.error_messages)
        ('Error: ', {'country': 'Select your country'})
    """
    if not isinstance(petition, Petition):
        raise InvalidFieldError("petition", petition, "must be a Petition")
    target = check_form_target(action)
    tokens = _parse_csrf(csrf, same_site=not target.lower().startswith(("http://", "https://")))
    extra_fields = {
        safe_text(name, "hidden_fields"): safe_text(value, "hidden_fields")
        for name, value in (hidden_fields or {}).items()
    }
    reserved = {*FIELDS, HONEYPOT, *tokens}
    if taken := [name for name in extra_fields if name in reserved or name.startswith(CONSENT_PREFIX)]:
        raise InvalidFieldError("hidden_fields", taken[0], "must not be a name that the form itself has")
    names = control_names(petition)
    all_errors = {
        safe_text(name, "errors"): replace_unsafe(_first_value(error))
        for name, error in (errors or {}).items()
    }
    shown_errors = {name: error for name, error in all_errors.items() if error}
    if strange := [name for name in all_errors if name not in names]:
        raise InvalidFieldError(
            "errors", strange[0], f"must be about a field of the form: {', '.join(names)}"
        )
    return PetitionForm(
        petition,
        target,
        hidden_fields={**tokens, **extra_fields},
        values=_parse_values(values, names),
        errors=shown_errors,
        heading_level=check_whole(heading_level, "heading_level", 2, 6),
        locale=get_locale(locale),
        attrs=check_attributes(attrs),
    )


def petition(
    petition: Petition,
    *,
    signed: SupportsIndex | None = None,
    step: PetitionStep = "sign",
    action: UrlLike | None = "",
    csrf: CsrfTokens = None,
    values: FormValues | None = None,
    errors: FormErrors = None,
    hidden_fields: Mapping[str, TextLike | int] | None = None,
    countdown: SupportsHtml | None = None,
    share: SupportsHtml | None = None,
    count_url: UrlLike | None = "",
    heading_level: int = 2,
    now: TimeLike | None = None,
    locale: LocaleLike = None,
    attrs: AttributesLike = None,
) -> PetitionPanel:
    """Show a whole petition: its text, whom it is addressed to, how far it is, and what one can do now.

    While it is open that is the form; before and after, it says when; to those who have just sent the form,
    that they must open an email; to those who have signed, thanks and share buttons.

    Args:
        petition: The petition.
        signed: How many have signed; ``None`` shows no count.
        step: ``sign``; ``confirm`` after the form was sent; ``thanks`` after the signature was confirmed.
        action: Where the form is sent; empty shows no form.
        csrf: As for :func:`petition_form`.
        values: As for :func:`petition_form`.
        errors: As for :func:`petition_form`.
        hidden_fields: As for :func:`petition_form`.
        countdown: A countdown to the deadline: ``countdown(petition.deadline)``.
        share: Share buttons, shown to those who have signed.
        count_url: As for :func:`petition_progress`.
        heading_level: The level of the petition's title, 1 to 4; the headings in it are one lower.
        now: The time, for tests and for pages made ahead.
        locale: The language; see :func:`solidarity_widgets.get_locale`.
        attrs: Extra HTML attributes of the outer element.

    Returns:
        A widget; ``title``, ``state``, ``progress`` and ``form`` (``None`` where it is not shown) let you
            write your own markup.

    Raises:
        InvalidFieldError: If an argument cannot be used.
        InvalidURLError: If *action* or *count_url* cannot be used.
        InvalidTimeError: If *now* is not a time.

    Example:
        >>> vigil = Petition("vigil", title="Let them go", closes="2027-08-04", zone="Europe/Minsk")
        >>> panel = petition(vigil, signed=12, action="/sign", csrf="t0ken", now="2027-08-05")
        >>> panel.state, "This petition closed" in str(panel), "<form" in str(panel)
        ('closed', True, False)
    """
    if not isinstance(petition, Petition):
        raise InvalidFieldError("petition", petition, "must be a Petition")
    chosen_step: PetitionStep = "sign" if none_if_blank(step, "step") is None else step
    check_choice(chosen_step, get_args(PetitionStep), "step")
    language = get_locale(locale)
    title_level = check_whole(heading_level, "heading_level", 1, 4)
    form = None
    if (target := none_if_blank(action, "action")) is not None:
        form = petition_form(
            petition,
            action=target,
            csrf=csrf,
            values=values,
            errors=errors,
            hidden_fields=hidden_fields,
            heading_level=title_level + 1,
            locale=language,
        )
    moment = petition.moment(now)
    if chosen_step != "sign" or petition.state(moment) != "open":
        form = None  # its arguments are checked all the same
    progress = None
    if (number := none_if_blank(signed, "signed")) is not None:
        progress = _make_progress(number, petition.goal, count_url, language, {})
    return PetitionPanel(
        petition,
        moment,
        step=chosen_step,
        progress=progress,
        form=form,
        countdown=_check_widget(countdown, "countdown"),
        share=_check_widget(share, "share"),
        heading_level=title_level,
        locale=language,
        attrs=check_attributes(attrs),
    )


def _make_progress(
    signed: SupportsIndex,
    goal: Goal | None,
    count_url: UrlLike | None,
    locale: Locale,
    attrs: Mapping[str, object],
) -> PetitionProgress:
    target = none_if_blank(count_url, "count_url")
    return PetitionProgress(
        GoalProgress(check_signed(signed)) if goal is None else goal.progress(signed),
        goal=goal,
        count_url="" if target is None else check_form_target(target, "count_url"),
        locale=locale,
        attrs=attrs,
    )


def _parse_csrf(csrf: CsrfTokens, same_site: bool) -> dict[str, str]:
    if csrf is False:
        return {}
    if isinstance(csrf, Mapping):
        tokens = {safe_text(name, "csrf"): safe_text(value, "csrf") for name, value in csrf.items()}
    else:
        tokens = {"csrf_token": safe_text(csrf, "csrf")}
    tokens = {name: value for name, value in tokens.items() if value}
    if same_site and not tokens:
        raise InvalidFieldError(
            "csrf",
            csrf,
            "is needed for a form of the page's own site: pass the framework's token, or csrf=False if the "
            "endpoint checks where a request comes from in another way",
        )
    return tokens


def _parse_values(values: FormValues | None, names: tuple[str, ...]) -> dict[str, str]:
    if none_if_blank(values, "values") is None or values is None:
        return {}
    if is_text(values) or not hasattr(values, "get"):
        raise InvalidFieldError("values", type(values).__name__, "must be a mapping of fields to values")
    return {name: replace_unsafe(_first_value(values.get(name)))[:_MAX_VALUE_LENGTH] for name in names}


def _first_value(value: object) -> object:
    """Return the first of several, as ``parse_qs`` has values and form libraries have errors."""
    return next(iter(value), None) if isinstance(value, (list, tuple)) else value


def _check_widget(widget: object, field: str) -> SupportsHtml | None:
    if widget is None or none_if_blank(widget, field) is None:
        return None
    if isinstance(widget, str) or not isinstance(widget, SupportsHtml):
        raise InvalidFieldError(field, type(widget).__name__, "must be a widget, such as share_buttons(…)")
    return widget
