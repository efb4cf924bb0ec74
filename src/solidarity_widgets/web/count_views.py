"""The count for other pages: as JSON, in a frame, and as oEmbed; and the files that pages load."""

from __future__ import annotations

import re
from http import HTTPStatus

from solidarity_widgets.html import element
from solidarity_widgets.i18n import Translator
from solidarity_widgets.petitions import Petition, petition_progress
from solidarity_widgets.signing import Count, CountResponse
from solidarity_widgets.web import messages
from solidarity_widgets.web.assets import read_asset
from solidarity_widgets.web.http import HttpError, Request, Response
from solidarity_widgets.web.routes import match_route
from solidarity_widgets.web.visit import Visit
from solidarity_widgets.widget import message_element

#: The size of the frame, in CSS pixels.
_FRAME_WIDTH, _FRAME_HEIGHT = 480, 260


def count(visit: Visit) -> Response:
    """Answer with the number of signatures as JSON."""
    signed = visit.site.counts.get(visit.petition().id)
    return count_response(signed, visit.request, max_age=visit.site.max_age)


def count_response(signed: int, request: Request, *, max_age: int) -> Response:
    """Return the response that the page's script expects.

    Args:
        signed: The number of signatures.
        request: The request, which can say that the client has the number already.
        max_age: For how many seconds caches can keep the number.
    """
    known = request.header("if-none-match") or None
    found = CountResponse.of(Count(signed), max_age=max_age, if_none_match=known)
    return Response(found.status, tuple(found.headers.items()), found.body)


def embed(visit: Visit) -> Response:
    """Show the count and a link, in a frame on any site. Nobody signs in a frame."""
    petition = visit.petition()
    title = petition.title.best(visit.locale)
    progress = petition_progress(
        visit.site.counts.get(petition.id),
        goal=petition.goal,
        count_url=visit.url("count", petition=petition.id),
        locale=visit.locale,
    )
    label = Translator(visit.locale).message(messages.SIGN_LINK)
    link = {
        "class": "sw-form__submit sw-embed__link",
        "href": visit.url("petition", absolute=True, petition=petition.id),
        "target": "_blank",
        "rel": "noopener",
    }
    body = element(
        "section",
        {"class": "sw-embed"},
        element("h1", {"class": "sw-embed__title", **title.attributes(visit.locale)}, title.text),
        progress,
        message_element("a", label, visit.locale, link.pop("class"), **link),
    )
    return visit.page("embed", title.text, body, cache=visit.cache_control(), framed=True)


def oembed(visit: Visit) -> Response:
    """Describe the embed page of a petition as JSON (oEmbed 1.0, section 2.3)."""
    if visit.request.query_value("format") not in ("", "json"):
        raise HttpError(HTTPStatus.NOT_FOUND)
    petition = _petition_of_url(visit, visit.request.query_value("url"))
    title = petition.title.best(visit.locale).text
    width = _limited(visit.request.query_value("maxwidth"), _FRAME_WIDTH)
    height = _limited(visit.request.query_value("maxheight"), _FRAME_HEIGHT)
    frame = element(
        "iframe",
        {
            "src": visit.url("embed", absolute=True, petition=petition.id),
            "title": title,
            "width": width,
            "height": height,
            "loading": "lazy",
            "sandbox": "allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox",
            "referrerpolicy": "no-referrer",
        },
    )
    value = {
        "version": "1.0",
        "type": "rich",
        "title": title,
        "html": str(frame),
        "width": width,
        "height": height,
        "cache_age": visit.site.max_age,
    }
    return Response.json(value, cache=visit.cache_control())


def _petition_of_url(visit: Visit, url: str) -> Petition:
    """Return the petition whose page has a URL."""
    address, base_url = re.split(r"[?#]", url, maxsplit=1)[0], visit.site.base_url
    found = match_route(address.removeprefix(base_url)) if address.startswith(base_url) else None
    id = found[1].get("petition") if found else None
    petition = visit.site.service.find_petition(id) if id else None
    if petition is None:
        raise HttpError(HTTPStatus.NOT_FOUND)
    return petition


def _limited(value: str, size: int) -> int:
    return min(size, max(1, int(value[:6]))) if value.isascii() and value.isdigit() else size


def asset(visit: Visit) -> Response:
    """Answer with a stylesheet or the script. Their addresses change with their content."""
    found = read_asset(visit.parameters["file"])
    if found is None:
        raise HttpError(HTTPStatus.NOT_FOUND)
    content, kind = found
    headers = (
        ("Content-Type", kind),
        ("Cache-Control", "public, max-age=31536000, immutable"),
        ("Access-Control-Allow-Origin", "*"),
        ("X-Content-Type-Options", "nosniff"),
    )
    return Response(HTTPStatus.OK, headers, content)
