"""The pages that the links in emails open: ``GET`` shows, ``POST`` acts."""

from __future__ import annotations

from http import HTTPStatus

from solidarity_widgets.signing import is_one_click
from solidarity_widgets.signing.tokens import TokenPurpose
from solidarity_widgets.web.http import HttpError, Response
from solidarity_widgets.web.link_page import link_page
from solidarity_widgets.web.petition_views import signing_form
from solidarity_widgets.web.visit import Visit


def follow_link(visit: Visit, purpose: TokenPurpose) -> Response:
    """Show what a link is about, or do it.

    A form needs no other protection against forgery: nobody who does not have the token can send it. Mail
    programs send the form for unsubscribing themselves, without having shown a page.
    """
    if visit.request.method == "POST":
        return _act(visit, purpose)
    token = visit.parameters["token"]
    preview = visit.site.service.preview(purpose, token)
    petition = preview.petition
    page = link_page(
        preview,
        purpose,
        petition_url=visit.url("petition", petition=petition.id) if petition else "",
        correct_url=visit.url("correct", token=token) if purpose == "confirm" else "",
        locale=visit.locale,
    )
    return visit.page(purpose, page.title, page.render(), status=page.status, private_address=True)


def _act(visit: Visit, purpose: TokenPurpose) -> Response:
    if len(visit.request.body) > visit.site.max_body:
        raise HttpError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    service, token = visit.site.service, visit.parameters["token"]
    if purpose == "unsubscribe":
        one_click = is_one_click(visit.request.body)
        result = service.unsubscribe(token, one_click=one_click)
        if one_click:  # mail programs follow no redirect (RFC 8058, section 3.1)
            status = HTTPStatus.OK if result.outcome == "done" else HTTPStatus.NOT_FOUND
            return Response(status, (("Content-Type", "text/plain"), ("Cache-Control", "no-store")))
    else:
        result = service.follow(purpose, token)
    if result.petition is not None:
        visit.site.counts.forget(result.petition.id)
        if purpose == "confirm" and result.outcome == "done":
            return Response.redirect(visit.url("thanks", petition=result.petition.id))
    return Response.redirect(visit.url(purpose, token=token))


def correct(visit: Visit) -> Response:
    """Let the owner of a mailbox sign under their own name, instead of confirming what somebody wrote."""
    token = visit.parameters["token"]
    preview = visit.site.service.preview("confirm", token)
    if preview.outcome != "ready" or preview.petition is None:
        return Response.redirect(visit.url("confirm", token=token))
    return signing_form(visit, preview.petition, confirm_token=token)
