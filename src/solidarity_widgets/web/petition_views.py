"""The pages of a petition: the form, "check your email", thanks."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from markupsafe import Markup

from solidarity_widgets.countdowns import countdown
from solidarity_widgets.exceptions import MissingExtraError
from solidarity_widgets.html import element
from solidarity_widgets.i18n import Translator
from solidarity_widgets.petitions import Petition, petition_form
from solidarity_widgets.petitions import petition as petition_panel
from solidarity_widgets.petitions.messages import CHECK_MAIL, THANKS
from solidarity_widgets.sharing import share_buttons
from solidarity_widgets.web import messages
from solidarity_widgets.web.forms import client_address
from solidarity_widgets.web.http import HttpError, Response
from solidarity_widgets.web.resend_form import resend_form
from solidarity_widgets.web.routes import RouteName
from solidarity_widgets.web.visit import Visit
from solidarity_widgets.widget import message_element


def petition(visit: Visit) -> Response:
    """Show a petition, or take its form."""
    return signing_form(visit, visit.petition())


def signing_form(visit: Visit, petition: Petition, *, confirm_token: str | None = None) -> Response:
    """Show a petition with its form, or take the form.

    Args:
        visit: The request.
        petition: The petition.
        confirm_token: The token of the link from whose page the form was opened, if there is one.
    """
    if visit.request.method != "POST":
        return _petition_page(visit, petition, confirm_token)
    fields = visit.form(has_token=confirm_token is not None)
    site = visit.site
    result = site.service.sign(
        petition,
        fields,
        ip_address=client_address(visit.request, site.trusted_proxies),
        locale=visit.locale,
        confirm_token=confirm_token,
    )
    if result.errors:
        return _petition_page(visit, petition, confirm_token, values=fields, errors=result.errors)
    if result.closed:  # the page says since when
        return Response.redirect(visit.url("petition", petition=petition.id))
    next_page: RouteName = "check_email"
    if result.step == "thanks":  # it counts already
        site.counts.forget(petition.id)
        next_page = "thanks"
    return Response.redirect(visit.url(next_page, petition=petition.id))


def _petition_page(
    visit: Visit,
    petition: Petition,
    confirm_token: str | None,
    *,
    values: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
) -> Response:
    site, deadline = visit.site, petition.deadline
    if confirm_token is None:
        action = visit.url("petition", petition=petition.id)
    else:
        action = visit.url("correct", token=confirm_token)
    panel = petition_panel(
        petition,
        signed=site.counts.get(petition.id),
        action=action,
        csrf=site.csrf(visit.request) if site.csrf is not None else False,
        values=values,
        errors=errors,
        hidden_fields=site.service.hidden_fields(petition),
        countdown=countdown(deadline, locale=visit.locale, now=site.now()) if deadline is not None else None,
        count_url=visit.url("count", petition=petition.id),
        heading_level=1,
        now=site.now(),
        locale=visit.locale,
    )
    prefix = panel.form.error_prefix if panel.form is not None else ""
    private = confirm_token is not None
    keep = not errors and not private and site.csrf is None
    return visit.page(
        "correct" if private else "petition",
        f"{prefix}{panel.title}",
        panel.render(),
        status=HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK,
        head=None if private else _links(visit, petition),
        cache=visit.cache_control() if keep else "no-store",
        private_address=private,
    )


def _links(visit: Visit, petition: Petition) -> Markup:
    """Return the links of the head: other languages, and the embed page for sites that show it (oEmbed)."""
    address = visit.url("petition", absolute=True, petition=petition.id)
    title = petition.title.best(visit.locale).text
    oembed = element(
        "link",
        {
            "rel": "alternate",
            "type": "application/json+oembed",
            "href": visit.site.oembed_url(address),
            "title": title,
        },
    )
    return visit.alternates() + oembed


def check_email(visit: Visit) -> Response:
    """Ask the signer to open the email that was sent to them."""
    return _check_email_page(visit, visit.petition())


def _check_email_page(visit: Visit, petition: Petition, error: str = "", value: str = "") -> Response:
    panel = petition_panel(
        petition, step="confirm", heading_level=1, locale=visit.locale, now=visit.site.now()
    )
    form = resend_form(
        action=visit.url("resend", petition=petition.id),
        csrf=visit.site.csrf(visit.request) if visit.site.csrf is not None else False,
        error=error,
        value=value,
        locale=visit.locale,
    )
    status = HTTPStatus.UNPROCESSABLE_ENTITY if error else HTTPStatus.OK
    title = Translator(visit.locale).message(CHECK_MAIL).text
    return visit.page("check_email", title, panel.render(), form.render(), status=status)


def resend(visit: Visit) -> Response:
    """Send the email of an address again, if there is one; the answer is always the same."""
    petition, fields = visit.petition(), visit.form()
    email = fields.get("email", "")
    result = visit.site.service.resend(petition, email, locale=visit.locale)
    if result.errors:
        return _check_email_page(visit, petition, result.errors["email"], email)
    return Response.redirect(visit.url("check_email", petition=petition.id))


def thanks(visit: Visit) -> Response:
    """Thank the signer, and help them to pass the petition on.

    The address contains nothing about the signer. Whoever else opens it finds the form below.
    """
    petition = visit.petition()
    site, locale = visit.site, visit.locale
    title = petition.title.best(locale).text
    address = visit.url("petition", absolute=True, petition=petition.id)
    panel = petition_panel(
        petition,
        step="thanks",
        signed=site.counts.get(petition.id),
        share=share_buttons(address, site.share_providers, title=title, locale=locale),
        count_url=visit.url("count", petition=petition.id),
        heading_level=1,
        now=site.now(),
        locale=locale,
    )
    translator = Translator(locale)
    prepared = element(
        "div",
        {"class": "sw-prepared"},
        message_element("h2", translator.message(messages.PREPARED), locale),
        element("blockquote", {"class": "sw-prepared__text"}, f"{title} ", element("bdi", None, address)),
    )
    form: Markup | str = ""
    if petition.state(site.now()) == "open":
        form = petition_form(
            petition,
            action=visit.url("petition", petition=petition.id),
            csrf=site.csrf(visit.request) if site.csrf is not None else False,
            hidden_fields=site.service.hidden_fields(petition),
            locale=locale,
        ).render()
    parts = [part for part in (_calendar_link(visit, petition), form) if isinstance(part, Markup)]
    return visit.page("thanks", translator.message(THANKS).text, panel.render(), prepared, *parts)


def _calendar_link(visit: Visit, petition: Petition) -> Markup | None:
    if petition.state(visit.site.now()) != "open" or calendar_file(visit, petition) is None:
        return None
    label = Translator(visit.locale).message(messages.CALENDAR)
    href = visit.url("calendar", petition=petition.id)
    return element("p", None, message_element("a", label, visit.locale, None, href=href))


def calendar_file(visit: Visit, petition: Petition) -> bytes | None:
    """Return the deadline as a calendar file; ``None`` without a deadline or the extra ``ics``."""
    if petition.deadline is None:
        return None
    url = visit.url("petition", absolute=True, petition=petition.id)
    try:
        return countdown(petition.deadline, locale=visit.locale, now=visit.site.now()).ics(
            title=petition.title.best(visit.locale).text, url=url
        )
    except MissingExtraError:
        return None


def calendar(visit: Visit) -> Response:
    """Answer with the deadline as a calendar file."""
    content = calendar_file(visit, visit.petition())
    if content is None:
        raise HttpError(HTTPStatus.NOT_FOUND)
    headers = (
        ("Content-Type", "text/calendar; charset=utf-8"),
        ("Content-Disposition", 'attachment; filename="deadline.ics"'),
        ("Cache-Control", visit.cache_control()),
        ("Vary", "Accept-Language"),
    )
    return Response(HTTPStatus.OK, headers, content)
