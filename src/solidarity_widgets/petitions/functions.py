"""The petition wing's public functions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from solidarity_widgets.exceptions import InvalidFieldError
from solidarity_widgets.html import Renderable, extra_attributes
from solidarity_widgets.i18n import get_locale
from solidarity_widgets.petitions.definition import Petition
from solidarity_widgets.petitions.fields import FIELDS
from solidarity_widgets.petitions.form import CONSENT, HONEYPOT, PetitionForm
from solidarity_widgets.petitions.goal import Goal, Progress, check_signed
from solidarity_widgets.petitions.panel import PetitionPanel, PetitionStep
from solidarity_widgets.petitions.progress import PetitionProgress
from solidarity_widgets.text import given, is_text, one_of, plain, softened
from solidarity_widgets.urls import check_target

#: How much of what was typed is shown again; no field takes as much.
_KEPT = 10_000


def petition_progress(
    signed: object,
    *,
    goal: object = None,
    live: object = "",
    locale: object = None,
    attrs: Mapping[str, object] | None = None,
) -> PetitionProgress:
    """Show how many have signed, and how far that is from a goal.

    The bar is a native ``<progress>``. Percents are cut off: there are a hundred only when the goal is
    reached, and never more.

    Args:
        signed: How many have signed.
        goal: A :class:`~solidarity_widgets.petitions.Goal`; a number; ``{number: "what happens then"}``;
            ``"ladder"`` for a goal that moves on for ever; ``None`` for no bar.
        live: Where the script asks for the count, a path of the page's own site or an absolute URL: JSON
            ``{"signed": 7312}``, best with an ``ETag`` and a ``max-age``. It asks ever more seldom while
            nothing changes, and not while the page is hidden. The page's policy must allow it
            (``connect-src 'self'``).
        locale: The language; see :func:`solidarity_widgets.get_locale`.
        attrs: Extra HTML attributes of the outer element.

    Returns:
        A widget; ``text``, ``goal_text``, ``percent_text`` and ``progress`` are there for markup of one's
        own.

    Raises:
        InvalidFieldError: If *signed* or *goal* is no such number.
        InvalidURLError: If *live* cannot be asked.

    Example:
        >>> shown = petition_progress(9_995, goal=10_000)
        >>> shown.text, shown.goal_text, shown.percent_text
        ('9,995 people have signed', 'The goal is 10,000 signatures', '99%')
    """
    aim = Goal.of(goal)
    number = check_signed(signed)
    return PetitionProgress(
        aim.progress(number) if aim else Progress(number),
        goal=aim,
        live=check_target(live, "live") if given(live, "live") is not None else "",
        locale=get_locale(locale),
        attrs=extra_attributes(attrs),
    )


def petition_form(
    petition: Petition,
    *,
    action: object,
    csrf: object = None,
    values: object = None,
    errors: Mapping[str, object] | None = None,
    hidden: Mapping[str, object] | None = None,
    level: int = 2,
    locale: object = None,
    attrs: Mapping[str, object] | None = None,
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
            your own in the reader's language; of a list the first counts, and what is empty is no error.
        hidden: More hidden fields, such as those of ``service.hidden(petition)``.
        level: The heading's level, 2 to 6.
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
        >>> form.error_prefix, dict(form.problems)
        ('Error: ', {'country': 'Choose your country'})
    """
    if not isinstance(petition, Petition):
        raise InvalidFieldError("petition", petition, "must be a Petition")
    target = check_target(action)
    tokens = _csrf(csrf, own=not target.lower().startswith(("http://", "https://")))
    more = {plain(name, "hidden"): plain(value, "hidden") for name, value in (hidden or {}).items()}
    own = {*FIELDS, HONEYPOT, *tokens}
    if taken := [name for name in more if name in own or name.startswith(CONSENT)]:
        raise InvalidFieldError("hidden", taken[0], "must not be a name that the form itself has")
    names = (*petition.fields, *(CONSENT + consent.purpose for consent in petition.consents))
    told = {plain(name, "errors"): softened(_first(error)) for name, error in (errors or {}).items()}
    wrong = {name: error for name, error in told.items() if error}
    if strange := [name for name in told if name not in names]:
        raise InvalidFieldError(
            "errors", strange[0], f"must be about a field of the form: {', '.join(names)}"
        )
    return PetitionForm(
        petition,
        target,
        hidden={**tokens, **more},
        values=_values(values, names),
        errors=wrong,
        level=_level(level, 2, 6),
        locale=get_locale(locale),
        attrs=extra_attributes(attrs),
    )


def petition(
    petition: Petition,
    *,
    signed: object = None,
    step: PetitionStep = "sign",
    action: object = "",
    csrf: object = None,
    values: object = None,
    errors: Mapping[str, object] | None = None,
    hidden: Mapping[str, object] | None = None,
    countdown: Renderable | None = None,
    share: Renderable | None = None,
    live: object = "",
    level: int = 2,
    now: object = None,
    locale: object = None,
    attrs: Mapping[str, object] | None = None,
) -> PetitionPanel:
    """Show a whole petition: its text, whom it is addressed to, how far it is, and what one can do now.

    While it is open that is the form; before and after, it says when; to those who have just sent the form,
    that they must open an e-mail; to those who have signed, thanks and share buttons.

    Args:
        petition: The petition.
        signed: How many have signed; ``None`` shows no count.
        step: ``sign``; ``confirm`` after the form was sent; ``thanks`` after the signature was confirmed.
        action: Where the form is sent; empty shows no form.
        csrf: As for :func:`petition_form`.
        values: As for :func:`petition_form`.
        errors: As for :func:`petition_form`.
        hidden: As for :func:`petition_form`.
        countdown: A countdown to the deadline, made by
            ``countdown(petition.deadline.end, zone=petition.zone, length="PT0S")``.
        share: Share buttons, shown to those who have signed.
        live: As for :func:`petition_progress`.
        level: The level of the petition's title, 1 to 4; the headings in it are one lower.
        now: The time, for tests and for pages made ahead.
        locale: The language; see :func:`solidarity_widgets.get_locale`.
        attrs: Extra HTML attributes of the outer element.

    Returns:
        A widget; ``title``, ``state``, ``progress`` and ``form`` (``None`` where it is not shown) are there
        for markup of one's own.

    Raises:
        InvalidFieldError: If an argument cannot be used.
        InvalidURLError: If *action* or *live* cannot be used.
        InvalidTimeError: If *now* is no time.

    Example:
        >>> vigil = Petition("vigil", title="Let them go", closes="2027-08-04", zone="Europe/Minsk")
        >>> panel = petition(vigil, signed=12, action="/sign", csrf="t0ken", now="2027-08-05")
        >>> panel.state, "This petition closed" in str(panel), "<form" in str(panel)
        ('closed', True, False)
    """
    if not isinstance(petition, Petition):
        raise InvalidFieldError("petition", petition, "must be a Petition")
    shown: Any = "sign" if given(step, "step") is None else step
    one_of(shown, get_args(PetitionStep), "step")
    language = get_locale(locale)
    size = _level(level, 1, 4)
    form = None
    if given(action, "action") is not None:
        form = petition_form(
            petition,
            action=action,
            csrf=csrf,
            values=values,
            errors=errors,
            hidden=hidden,
            level=size + 1,
            locale=language,
        )
    moment = petition.moment(now)
    if shown != "sign" or petition.state(moment) != "open":
        form = None  # its arguments are checked all the same
    progress = None
    if given(signed, "signed") is not None:
        progress = petition_progress(signed, goal=petition.goal, live=live, locale=language)
    return PetitionPanel(
        petition,
        moment,
        step=shown,
        progress=progress,
        form=form,
        countdown=_widget(countdown, "countdown"),
        share=_widget(share, "share"),
        level=size,
        locale=language,
        attrs=extra_attributes(attrs),
    )


def _csrf(csrf: object, own: bool) -> dict[str, str]:
    if csrf is False:
        return {}
    if isinstance(csrf, Mapping):
        tokens = {plain(name, "csrf"): plain(value, "csrf") for name, value in csrf.items()}
    else:
        tokens = {"csrf_token": plain(csrf, "csrf")}
    tokens = {name: value for name, value in tokens.items() if value}
    if own and not tokens:
        raise InvalidFieldError(
            "csrf",
            csrf,
            "is needed for a form of the page's own site: pass the framework's token, or csrf=False if the "
            "endpoint checks where a request comes from in another way",
        )
    return tokens


def _values(values: Any, names: tuple[str, ...]) -> dict[str, str]:
    if given(values, "values") is None:
        return {}
    if is_text(values) or not hasattr(values, "get"):
        raise InvalidFieldError("values", type(values).__name__, "must be a mapping of fields to values")
    return {name: softened(_first(values.get(name)))[:_KEPT] for name in names}


def _first(value: object) -> object:
    """Return the first of several, as ``parse_qs`` has values and form libraries have errors."""
    return next(iter(value), None) if isinstance(value, (list, tuple)) else value


def _level(level: object, least: int, most: int) -> int:
    if isinstance(level, bool) or not isinstance(level, int) or not least <= level <= most:
        raise InvalidFieldError("level", level, f"must be a heading's level from {least} to {most}")
    return level


def _widget(widget: object, field: str) -> Renderable | None:
    if widget is None or given(widget, field) is None:
        return None
    if isinstance(widget, str) or not isinstance(widget, Renderable):
        raise InvalidFieldError(field, type(widget).__name__, "must be a widget, such as share_buttons(…)")
    return widget
