"""The body of a form, and whose page sent it."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from urllib.parse import SplitResult, parse_qsl

from solidarity_widgets.web.http import HttpError, Request

_FORM_TYPE = "application/x-www-form-urlencoded"
_MAX_FIELDS = 100


def parse_form(request: Request, max_body: int) -> Mapping[str, str]:
    """Read the fields of a form.

    Args:
        request: The request.
        max_body: How many bytes a body can have.

    Returns:
        The fields; of a repeated one the first value.

    Raises:
        HttpError: 413 if the body is too large, 415 if it is no form, 400 if it is broken: not UTF-8, with a
            NUL character, or with too many fields.
    """
    if len(request.body) > max_body:
        raise HttpError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    kind, _, parameters = request.header("content-type").partition(";")
    charset = parameters.strip().lower().removeprefix("charset=").strip('"')
    if kind.strip().lower() != _FORM_TYPE or charset not in ("", "utf-8", "utf8"):
        raise HttpError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
    try:
        # Percent signs hide the rest: a form's body is ASCII.
        pairs = parse_qsl(
            request.body.decode("ascii"), keep_blank_values=True, max_num_fields=_MAX_FIELDS, errors="strict"
        )
    except ValueError:  # UnicodeDecodeError is one, and so are too many fields
        raise HttpError(HTTPStatus.BAD_REQUEST) from None
    if any("\0" in text for pair in pairs for text in pair):
        raise HttpError(HTTPStatus.BAD_REQUEST)
    fields: dict[str, str] = {}
    for name, value in pairs:
        fields.setdefault(name, value)
    return fields


def check_same_site(request: Request, origin: str) -> None:
    """Refuse a form that a page of another site sent.

    Browsers say whose page sent a form: with ``Sec-Fetch-Site`` (W3C Fetch Metadata) or, if they are older,
    with ``Origin``. A program that sends neither is not a browser, so nobody's browser is misused.

    Args:
        request: The request.
        origin: The site's own origin, such as ``https://example.org``.

    Raises:
        HttpError: 403 if the form comes from another site.
    """
    fetched_from = request.header("sec-fetch-site").lower()
    if fetched_from:
        if fetched_from not in ("same-origin", "none"):
            raise HttpError(HTTPStatus.FORBIDDEN)
    elif (sender := request.header("origin")) and sender.lower() != origin:
        raise HttpError(HTTPStatus.FORBIDDEN)


def origin_of(parts: SplitResult) -> str:
    """Return the origin of a URL, as browsers write it: without the default port (RFC 6454, section 6.2).

    Args:
        parts: The parts of an absolute URL in ASCII.
    """
    origin = f"{parts.scheme}://{parts.netloc}".lower()
    return origin.removesuffix({"http": ":80", "https": ":443"}[parts.scheme])


def client_address(request: Request, trusted_proxies: int) -> str | None:
    """Return the address of the client, as far as it can be trusted.

    Args:
        request: The request.
        trusted_proxies: How many proxies of your own stand in front. Each adds the address of its client to
            the end of ``X-Forwarded-For``; what stands before these, anybody can write.

    Returns:
        The address, or ``None`` if the request did not come through that many proxies.

    Example:
        >>> request = Request("GET", "/", headers={"x-forwarded-for": "6.6.6.6, 192.0.2.1"}, peer="127.0.0.1")
        >>> client_address(request, 0), client_address(request, 1)
        ('127.0.0.1', '192.0.2.1')
    """
    if not trusted_proxies:
        return request.peer or None
    addresses = [each.strip() for each in request.header("x-forwarded-for").split(",")]
    if len(addresses) < trusted_proxies:
        return None
    return addresses[-trusted_proxies] or None
