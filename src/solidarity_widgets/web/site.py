"""A site with petitions, without a framework: requests in, responses out."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from copy import copy
from datetime import UTC, datetime
from http import HTTPStatus
from urllib.parse import urlencode, urlsplit

from markupsafe import Markup

from solidarity_widgets.assets import script, stylesheet
from solidarity_widgets.checks import check_whole
from solidarity_widgets.exceptions import InvalidFieldError, InvalidURLError, StoreError
from solidarity_widgets.html import join
from solidarity_widgets.i18n import LocaleLike, Translator, get_locale
from solidarity_widgets.sharing.functions import ProviderNames
from solidarity_widgets.signing import SigningService
from solidarity_widgets.signing.tokens import TokenPurpose
from solidarity_widgets.urls import ascii_url, check_url
from solidarity_widgets.web import messages
from solidarity_widgets.web.count_cache import CountCache
from solidarity_widgets.web.count_views import count_response
from solidarity_widgets.web.forms import origin_of
from solidarity_widgets.web.headers import content_security_policy
from solidarity_widgets.web.http import HttpError, Request, Response
from solidarity_widgets.web.layout import default_layout
from solidarity_widgets.web.page import Layout
from solidarity_widgets.web.routes import BY_NAME, RESERVED_IDS, count_petition, match_route
from solidarity_widgets.web.views import VIEWS
from solidarity_widgets.web.visit import LANGUAGE_FIELD, Visit
from solidarity_widgets.widget import message_element

_LOG = logging.getLogger("solidarity_widgets.web")
#: Enough for the longest form, in which each character can take twelve bytes.
_MAX_BODY = 65_536
#: Networks and messengers that are used where petitions are signed, and the reader's own device.
_SHARE_PROVIDERS = "telegram whatsapp facebook x email copy_link web_share"


class PetitionSite:
    """Serves everything that petitions need: pages, forms, the links of emails, counts.

    It needs no framework. :mod:`solidarity_widgets.web.wsgi` and :mod:`solidarity_widgets.web.asgi` run it
    alone or below a path of another site.

    Args:
        service: The signing service.
        base_url: The URL under which the site is reachable, such as ``https://example.org/petitions``. All
            addresses are built from it, never from a request's ``Host`` header.
        layout: Makes a complete document of a :class:`Page`; by default a plain one that looks good on a
            phone.
        locale: Returns the language of a request, for hosts that choose it themselves. The default is the
            browser's language. The address can choose another one (``?lang=be``), as links in emails do.
        default_locale: The language of readers who ask for none that the library has.
        share_providers: The networks of the share buttons that signers see.
        assets_base: The prefix under which you publish the static files; by default the site serves them.
        trusted_proxies: How many proxies of your own stand in front of the site and add the client's address
            to ``X-Forwarded-For``.
        csrf: Returns the fields of your own protection against forged forms, which you check yourself. By
            default the site refuses forms from other sites (``Sec-Fetch-Site``, ``Origin``).
        max_age: For how many seconds caches can keep the petition's page and the count.
        max_body: How many bytes a form can have.

    Attributes:
        base_url: The URL, without a slash at the end.
        base_path: Its path, without a slash at the end.
        origin: Its scheme, host and port.

    Raises:
        InvalidURLError: If *base_url* is not an absolute http(s) URL, or has a query or fragment.
        InvalidFieldError: If a number is not valid, or a petition's id is the first word of one of the site's
            own paths, such as ``confirm``.

    Example:
        >>> from solidarity_widgets.petitions import Petition
        >>> from solidarity_widgets.signing import MemorySignatureStore
        >>> vigil = Petition("vigil", title="Let them go")
        >>> service = SigningService(
        ...     MemorySignatureStore(), "3q-vN8Q0yF2mJr5uT7wZxC1eH4kL6pS9aB", petitions=[vigil], send=print
        ... )
        >>> site = PetitionSite(service, base_url="https://example.org/petitions")
        >>> response = site.handle(Request("GET", "/vigil"))
        >>> response.status, b"Let them go" in response.body
        (200, True)
    """

    def __init__(
        self,
        service: SigningService,
        *,
        base_url: str,
        layout: Layout = default_layout,
        locale: Callable[[Request], LocaleLike] | None = None,
        default_locale: str = "en",
        share_providers: ProviderNames = _SHARE_PROVIDERS,
        assets_base: str | None = None,
        trusted_proxies: int = 0,
        csrf: Callable[[Request], Mapping[str, str]] | None = None,
        max_age: int = 10,
        max_body: int = _MAX_BODY,
    ) -> None:
        parts = urlsplit(ascii_url(check_url(base_url, "base_url")))  # headers are ASCII
        if parts.query or parts.fragment:
            raise InvalidURLError("base_url", base_url, "must not have a query or a fragment")
        for id in RESERVED_IDS:
            if service.find_petition(id) is not None:
                raise InvalidFieldError("petitions", id, "must not be the name of a page of the site")
        self.service: SigningService = service
        self.base_path: str = parts.path.rstrip("/")
        self.origin: str = origin_of(parts)
        self.base_url: str = self.origin + self.base_path
        self.layout: Layout = layout
        self.locale: Callable[[Request], LocaleLike] | None = locale
        self.default_locale: str = default_locale
        self.share_providers: ProviderNames = share_providers
        self.assets_base: str = f"{self.base_path}/static" if assets_base is None else assets_base
        self.trusted_proxies: int = check_whole(trusted_proxies, "trusted_proxies", 0, 10)
        self.csrf: Callable[[Request], Mapping[str, str]] | None = csrf
        self.max_age: int = check_whole(max_age, "max_age", 0)
        self.max_body: int = check_whole(max_body, "max_body", 1000)
        self.counts: CountCache = CountCache(service.count)

    def with_defaults(
        self,
        *,
        layout: Layout | None = None,
        locale: Callable[[Request], LocaleLike] | None = None,
        csrf: Callable[[Request], Mapping[str, str]] | None = None,
    ) -> PetitionSite:
        """Return the site with what a framework provides, except where the host has chosen for itself.

        Args:
            layout: Replaces the default layout.
            locale: Returns the language of a request.
            csrf: Returns the fields of the framework's protection against forged forms, which it checks.

        Returns:
            A site with the same service and the same cached counts.
        """
        site = copy(self)
        if layout is not None and site.layout is default_layout:
            site.layout = layout
        site.locale = site.locale or locale
        site.csrf = site.csrf or csrf
        return site

    # --- requests -----------------------------------------------------------------------------------------

    def handle(self, request: Request) -> Response:
        """Answer a request.

        Args:
            request: The request.

        Returns:
            The response. Only a fault in the library or in the host's own functions raises an exception.
        """
        if "\0" in request.path or "\0" in request.query:
            method = "HEAD" if request.method == "HEAD" else "GET"
            request = Request(method, "/\ufffd", headers=request.headers, nonce=request.nonce)
        response = _with_length(self._answer(request))
        return response.without_body() if request.method == "HEAD" else response

    def handle_cached(self, request: Request) -> Response | None:
        """Answer a request for a count that is in memory, without asking the database.

        Servers with an event loop call it there, so that readers of the count do not wait for a thread while
        all threads wait for the database.

        Args:
            request: The request.

        Returns:
            The response, or ``None`` if :meth:`handle` must answer.
        """
        asks = request.method == "GET" and "\0" not in request.query
        petition_id = count_petition(request.path) if asks else None
        signed = self.counts.cached(petition_id) if petition_id is not None else None
        if signed is None:
            return None
        return _with_length(count_response(signed, request, max_age=self.max_age))

    def _answer(self, request: Request) -> Response:
        found = match_route(request.path)
        route, parameters = found or (None, {})
        visit = Visit.begin(self, request, parameters)
        try:
            if route is None:
                raise HttpError(HTTPStatus.NOT_FOUND)
            allowed = (*route.methods, "OPTIONS")
            allow = ("Allow", ", ".join(allowed))
            if request.method == "OPTIONS":
                return Response(HTTPStatus.NO_CONTENT, (allow, ("Access-Control-Allow-Origin", "*")))
            if request.method not in allowed:
                raise HttpError(HTTPStatus.METHOD_NOT_ALLOWED, (allow,))
            return VIEWS[route.name](visit)
        except HttpError as error:
            return self._error_page(visit, error.status).with_headers(*error.headers)
        except StoreError as error:
            _LOG.error("The petition store failed: %s", error)
            return self._error_page(visit, HTTPStatus.SERVICE_UNAVAILABLE).with_headers(("Retry-After", "60"))

    def _error_page(self, visit: Visit, status: HTTPStatus) -> Response:
        translator = Translator(visit.locale)
        heading = translator.message(messages.ERRORS.get(status, messages.ERRORS[404]))
        hints = {404: messages.CHECK_ADDRESS, 503: messages.TRY_LATER}
        hint = translator.message(hints.get(status, messages.TRY_AGAIN))
        body = (
            message_element("h1", heading, visit.locale),
            message_element("p", hint, visit.locale),
        )
        return visit.page("error", heading.text, *body, status=status, private_address=True)

    # --- what pages need ----------------------------------------------------------------------------------

    def assets(self, nonce: str = "") -> Markup:
        """Return the tags of the stylesheet and the script.

        Args:
            nonce: The page's CSP nonce, or an empty string.
        """
        return join(stylesheet(nonce, base=self.assets_base), script(nonce, base=self.assets_base))

    def policy(self, nonce: str = "", *, framed: bool = False) -> str:
        """Return the content security policy of a page.

        Args:
            nonce: The page's nonce, or an empty string.
            framed: Whether any site may show the page in a frame.
        """
        parts = urlsplit(ascii_url(self.assets_base))
        asset_origin = origin_of(parts) if parts.netloc else ""
        return content_security_policy(nonce=nonce, asset_origin=asset_origin, framed=framed)

    def link(self, purpose: TokenPurpose, token: str, locale: LocaleLike = None) -> str:
        """Return the URL of a link for an email.

        Args:
            purpose: ``confirm``, ``withdraw``, ``erase`` or ``unsubscribe``.
            token: The token.
            locale: The language of the page.

        Returns:
            An absolute URL.
        """
        language = urlencode({LANGUAGE_FIELD: get_locale(locale).tag})
        return f"{self.base_url}{BY_NAME[purpose].build(token=token)}?{language}"

    def oembed_url(self, url: str) -> str:
        """Return the URL that describes a petition's page to other sites.

        Args:
            url: The absolute URL of the petition's page.
        """
        return f"{self.base_url}{BY_NAME['oembed'].build()}?{urlencode({'url': url})}"

    def now(self) -> datetime:
        """Return the service's time."""
        return datetime.fromtimestamp(self.service.now(), UTC)


def _with_length(response: Response) -> Response:
    if response.status in (HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED):
        return response
    return response.with_headers(("Content-Length", str(len(response.body))))
