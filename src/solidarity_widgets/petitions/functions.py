"""The public functions for petitions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, Protocol, SupportsIndex, TypeAlias, get_args

from solidarity_widgets.arguments import suggest_arguments
from solidarity_widgets.checks import check_choice, check_whole
from solidarity_widgets.exceptions import InvalidFieldError
from solidarity_widgets.html import AttributesLike, AttributeValue, check_attributes
from solidarity_widgets.i18n import Locale, LocaleLike, get_locale
from solidarity_widgets.moments import TimeLike
from solidarity_widgets.petitions.fields import CONSENT_PREFIX, FIELDS
from solidarity_widgets.petitions.form import PetitionForm, control_names
from solidarity_widgets.petitions.goal import Goal, GoalLike, GoalProgress, check_signed
from solidarity_widgets.petitions.ids import check_id_prefix
from solidarity_widgets.petitions.model import Petition
from solidarity_widgets.petitions.panel import PetitionPanel, PetitionStep
from solidarity_widgets.petitions.plain import PetitionDisplay, refuse_attributes
from solidarity_widgets.petitions.progress import PetitionProgress
from solidarity_widgets.text import SupportsHtml, TextLike, is_text, none_if_blank, replace_unsafe, safe_text
from solidarity_widgets.urls import UrlLike, check_form_target, check_url


class FormValues(Protocol):
    """What a visitor entered, by field: a ``dict``, or the form data of any framework."""

    def get(self, name: str, /) -> object:
        """Return a field's value, a list of its values, or ``None``."""


#: The errors of a form, by field: a code or a text. Only the first item of a list is used.
FormErrors: TypeAlias = Mapping[str, TextLike | Sequence[TextLike]] | None
#: A CSRF token, with or without the name of its field; ``False`` for none.
CsrfTokens: TypeAlias = TextLike | Literal[False] | Mapping[str, TextLike]

#: How many characters of an entered value are shown again. Every field's limit is lower.
_MAX_VALUE_LENGTH = 10_000


@suggest_arguments
def petition_progress(
    signed: SupportsIndex,
    *,
    goal: GoalLike = None,
    count_url: UrlLike | None = "",
    display: PetitionDisplay = "full",
    locale: LocaleLike = None,
    attrs: AttributesLike = None,
) -> PetitionProgress:
    """Show the number of signatures, and the progress towards a goal.

    The bar is a native ``<progress>`` element. The percentage is rounded down, so it is 100 only once the
    goal is reached.

    Args:
        signed: The number of signatures.
        goal: A :class:`~solidarity_widgets.petitions.Goal`; a number; ``{number: "what happens then"}``;
            ``"ladder"`` for a goal that moves to a higher number each time it is reached; ``None`` for no
            bar.
        count_url: The URL from which the page's script fetches the current number: a path on the page's own
            site, or an absolute URL. The response is JSON, ``{"signed": 7312}``, preferably with ``ETag`` and
            ``max-age``. The script fetches it less often while the number does not change, and never while
            the page is hidden. The page's Content Security Policy must allow it (``connect-src 'self'``).
        display: ``text`` for paragraphs without a bar, for emails and feeds; *count_url* is not used then.
        locale: The language; see :func:`solidarity_widgets.get_locale`.
        attrs: Extra HTML attributes of the outer element. ``display="text"`` has none.

    Returns:
        A widget. Use its ``text``, ``goal_text``, ``percent_text`` and ``goal_progress`` in your own markup.

    Raises:
        InvalidFieldError: If *signed* or *goal* is not valid.
        InvalidURLError: If *count_url* is neither a path nor an absolute http(s) URL.
        InvalidAttributeError: If an attribute is not allowed.

    Example:
        >>> shown = petition_progress(9_995, goal=10_000)
        >>> shown.text, shown.goal_text, shown.percent_text
        ('9,995 people have signed', 'Goal: 10,000 signatures', '99%')
    """
    look = _check_display(display)
    if look == "text":
        refuse_attributes(attrs)
    return _make_progress(
        signed, Goal.parse(goal), count_url, look, get_locale(locale), check_attributes(attrs)
    )


@suggest_arguments
def petition_form(
    petition: Petition,
    *,
    action: UrlLike | None = "",
    csrf: CsrfTokens = None,
    values: FormValues | None = None,
    errors: FormErrors = None,
    hidden_fields: Mapping[str, TextLike | int] | None = None,
    heading_level: int = 2,
    id_prefix: TextLike = "",
    display: PetitionDisplay = "full",
    page_url: UrlLike | None = "",
    locale: LocaleLike = None,
    attrs: AttributesLike = None,
) -> PetitionForm:
    """Show the form for signing a petition. It works without JavaScript.

    Args:
        petition: The petition, which determines the form's fields.
        action: The URL that the form is submitted to: a path on the page's own site, or an absolute http(s)
            URL.
        csrf: The framework's CSRF token: the token alone (its field is named ``csrf_token``), or
            ``{"csrfmiddlewaretoken": token}``. Required if *action* is a path. Pass ``False`` if the endpoint
            has another protection against forged requests.
        values: What the visitor entered, by field: any mapping with ``get``. Only the first item of a list is
            used.
        errors: The errors, by field: a code of ``validate_signature``, or your own text in the reader's
            language. Only the first item of a list is used; empty values are ignored.
        hidden_fields: More hidden fields, such as ``service.hidden_fields(petition)``.
        heading_level: The level of the heading, 2 to 6.
        id_prefix: Letters, digits and hyphens that become part of every id. If the petition is on the page
            twice, each needs another one.
        display: ``text`` for a link to the page with the form, for emails and feeds. The arguments from
            *action* to *hidden_fields* are not used then.
        page_url: The absolute URL of that page; required with ``display="text"``.
        locale: The language; see :func:`solidarity_widgets.get_locale`.
        attrs: Extra HTML attributes of the form.

    Returns:
        A widget. Put its ``error_prefix`` before the page's title.

    Raises:
        InvalidFieldError: If the token is missing, if an error is for a field that the form does not have, or
            if another argument is not valid.
        InvalidURLError: If *action* is neither a path nor an absolute http(s) URL, or *page_url* is not an
            absolute http(s) URL.
        InvalidAttributeError: If an attribute is not allowed.

    Example:
        >>> vigil = Petition("vigil", title="Let them go", fields="country")
        >>> form = petition_form(vigil, action="/sign", csrf="t0ken", errors={"country": "missing"})
        >>> form.error_prefix, dict(form.error_messages)
        ('Error: ', {'country': 'Select your country'})
    """
    if not isinstance(petition, Petition):
        raise InvalidFieldError("petition", petition, "must be a Petition")
    if _check_display(display) == "text":
        return PetitionForm(
            petition,
            "",
            heading_level=check_whole(heading_level, "heading_level", 2, 6),
            id_prefix=check_id_prefix(id_prefix),
            display="text",
            page_url=check_url(page_url, "page_url"),
            locale=get_locale(locale),
            attrs=check_attributes(attrs),
        )
    target = check_form_target(action)
    tokens = parse_csrf(csrf, same_site=not target.lower().startswith(("http://", "https://")))
    if petition.honeypot in tokens:
        raise InvalidFieldError(
            "csrf", petition.honeypot, "must not have the name of the petition's honeypot"
        )
    extra_fields = {
        safe_text(name, "hidden_fields"): safe_text(value, "hidden_fields")
        for name, value in _mapping_items(hidden_fields, "hidden_fields")
    }
    reserved = {*FIELDS, petition.honeypot, *tokens}
    if taken := [name for name in extra_fields if name in reserved or name.startswith(CONSENT_PREFIX)]:
        raise InvalidFieldError(
            "hidden_fields", taken[0], "must not be the name of one of the form's own fields"
        )
    names = control_names(petition)
    all_errors = {
        safe_text(name, "errors"): replace_unsafe(_first_value(error))
        for name, error in _mapping_items(errors, "errors")
    }
    shown_errors = {name: error for name, error in all_errors.items() if error}
    if strange := [name for name in all_errors if name not in names]:
        raise InvalidFieldError("errors", strange[0], f"must be for fields of the form: {', '.join(names)}")
    return PetitionForm(
        petition,
        target,
        hidden_fields={**tokens, **extra_fields},
        values=_parse_values(values, names),
        errors=shown_errors,
        heading_level=check_whole(heading_level, "heading_level", 2, 6),
        id_prefix=check_id_prefix(id_prefix),
        page_url=_check_page_url(page_url),
        locale=get_locale(locale),
        attrs=check_attributes(attrs),
    )


@suggest_arguments
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
    id_prefix: TextLike = "",
    display: PetitionDisplay = "full",
    page_url: UrlLike | None = "",
    now: TimeLike | None = None,
    locale: LocaleLike = None,
    attrs: AttributesLike = None,
) -> PetitionPanel:
    """Show a whole petition: its texts, its progress, and what the reader can do now.

    While the petition is open, the reader sees the form. Before and after that, they see when it opens or
    closed. People who have just sent the form are asked to open the email they were sent, and people who have
    confirmed their signature see thanks and share buttons.

    Args:
        petition: The petition.
        signed: The number of signatures; ``None`` shows no number and no goal.
        step: ``sign``; ``confirm`` after the form was sent; ``thanks`` after the signature was confirmed.
        action: The URL that the form is submitted to; if it is empty, there is no form.
        csrf: As for :func:`petition_form`.
        values: As for :func:`petition_form`.
        errors: As for :func:`petition_form`.
        hidden_fields: As for :func:`petition_form`.
        countdown: A countdown to the deadline: ``countdown(petition.deadline)``.
        share: Share buttons, shown to people who have signed.
        count_url: As for :func:`petition_progress`.
        heading_level: The level of the petition's title, 1 to 4; the headings inside are one level lower.
        id_prefix: As for :func:`petition_form`.
        display: ``text`` for headings, paragraphs, lists and links alone, for emails and feeds. There is no
            form then: *action*, *csrf*, *values*, *errors*, *hidden_fields* and *count_url* are not used, and
            *countdown* and *share* must have ``display="text"`` too.
        page_url: The absolute URL of the page on which people sign; required with ``display="text"``.
        now: The time to use instead of the current time, for tests and prerendered pages. A value without an
            offset is local to the petition's zone.
        locale: The language; see :func:`solidarity_widgets.get_locale`.
        attrs: Extra HTML attributes of the outer element. ``display="text"`` has none.

    Returns:
        A widget. Use its ``title``, ``state``, ``progress`` and ``form`` in your own markup; the last two are
        ``None`` if they are not shown.

    Raises:
        InvalidFieldError: If an argument is not valid.
        InvalidURLError: If *action* or *count_url* is neither a path nor an absolute http(s) URL, or
            *page_url* is not an absolute http(s) URL.
        InvalidTimeError: If *now* is not a date or time.
        InvalidAttributeError: If an attribute is not allowed.

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
    prefix = check_id_prefix(id_prefix)
    look = _check_display(display)
    address = check_url(page_url, "page_url") if look == "text" else _check_page_url(page_url)
    form = None
    if look == "text":
        refuse_attributes(attrs)
    elif (target := none_if_blank(action, "action")) is not None:
        form = petition_form(
            petition,
            action=target,
            csrf=csrf,
            values=values,
            errors=errors,
            hidden_fields=hidden_fields,
            heading_level=title_level + 1,
            id_prefix=prefix,
            locale=language,
        )
    moment = petition.moment(now)
    if chosen_step != "sign" or petition.state(moment) != "open":
        form = None  # but its arguments have been checked
    progress = None
    if (number := none_if_blank(signed, "signed")) is not None:
        progress = _make_progress(number, petition.goal, count_url, look, language, {})
    return PetitionPanel(
        petition,
        moment,
        step=chosen_step,
        progress=progress,
        form=form,
        countdown=_check_widget(countdown, "countdown", look),
        share=_check_widget(share, "share", look),
        heading_level=title_level,
        id_prefix=prefix,
        display=look,
        page_url=address,
        locale=language,
        attrs=check_attributes(attrs),
    )


def _make_progress(
    signed: SupportsIndex,
    goal: Goal | None,
    count_url: UrlLike | None,
    display: PetitionDisplay,
    locale: Locale,
    attrs: Mapping[str, AttributeValue],
) -> PetitionProgress:
    target = none_if_blank(count_url, "count_url")
    return PetitionProgress(
        GoalProgress(check_signed(signed)) if goal is None else goal.progress(signed),
        goal=goal,
        count_url="" if target is None else check_form_target(target, "count_url"),
        display=display,
        locale=locale,
        attrs=attrs,
    )


def parse_csrf(csrf: CsrfTokens, same_site: bool) -> dict[str, str]:
    """Return the hidden fields of a form's protection against forged requests.

    Args:
        csrf: As for :func:`petition_form`.
        same_site: Whether the form is sent to the page's own site, so that it needs a token.

    Returns:
        Names and values.

    Raises:
        InvalidFieldError: If the token is missing.
    """
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
            "is needed for a form that is sent to the page's own site: pass the framework's token, or "
            "csrf=False if the endpoint has another protection against forged requests",
        )
    return tokens


def _parse_values(values: FormValues | None, names: tuple[str, ...]) -> dict[str, str]:
    if not isinstance(values, bytes) and none_if_blank(values, "values") is None:
        return {}
    if values is None or is_text(values) or not hasattr(values, "get"):
        raise InvalidFieldError("values", type(values).__name__, "must be a mapping of fields to values")
    return {name: replace_unsafe(_first_value(values.get(name)))[:_MAX_VALUE_LENGTH] for name in names}


def _mapping_items(value: Mapping[str, object] | None, field: str) -> Iterable[tuple[str, object]]:
    """Return the items of an argument that is a mapping, or empty. The error does not show its content."""
    if not value:
        return ()
    if not isinstance(value, Mapping):
        raise InvalidFieldError(field, type(value).__name__, "must be a mapping of names to texts")
    return value.items()


def _first_value(value: object) -> object:
    """Return the first item of a list, because ``parse_qs`` and form libraries return lists."""
    return next(iter(value), None) if isinstance(value, (list, tuple)) else value


def _check_display(display: PetitionDisplay) -> PetitionDisplay:
    if none_if_blank(display, "display") is None:
        return "full"
    check_choice(display, get_args(PetitionDisplay), "display")
    return display


def _check_page_url(page_url: UrlLike | None) -> str:
    given = none_if_blank(page_url, "page_url")
    return "" if given is None else check_url(given, "page_url")


def _check_widget(widget: object, field: str, display: PetitionDisplay) -> SupportsHtml | None:
    if widget is None or none_if_blank(widget, field) is None:
        return None
    if isinstance(widget, str) or not isinstance(widget, SupportsHtml):
        raise InvalidFieldError(field, type(widget).__name__, "must be a widget, such as share_buttons(…)")
    # Countdowns have the attribute themselves, and share buttons in their style.
    look = getattr(widget, "display", None) or getattr(getattr(widget, "style", None), "display", None)
    if display == "text" and look not in (None, "text"):
        raise InvalidFieldError(field, look, "must also have display='text', because the petition has it")
    return widget
