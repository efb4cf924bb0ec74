"""One request on its way through the site: its reader's language, and the addresses of other pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from markupsafe import Markup

from solidarity_widgets.html import element, join
from solidarity_widgets.i18n import (
    Locale,
    LocaleLike,
    available_locales,
    get_locale,
    match_locale,
    native_name,
)
from solidarity_widgets.petitions import Petition
from solidarity_widgets.web.forms import check_same_site, parse_form
from solidarity_widgets.web.headers import page_headers
from solidarity_widgets.web.http import HttpError, Request, Response
from solidarity_widgets.web.page import LanguageLink, Page, PageKind
from solidarity_widgets.web.routes import BY_NAME, RouteName

if TYPE_CHECKING:
    from solidarity_widgets.web.site import PetitionSite

#: The name of the query value that chooses a language.
LANGUAGE_FIELD = "lang"


@dataclass(frozen=True, slots=True)
class Visit:
    """A request, and what its answer depends on.

    Attributes:
        site: The site.
        request: The request.
        locale: The reader's language.
        language_in_address: Whether the address chose the language, so that links must keep it.
        parameters: The parameters of the route.
    """

    site: PetitionSite
    request: Request
    locale: Locale
    language_in_address: bool = False
    parameters: Mapping[str, str] = field(default_factory=dict, repr=False)

    @classmethod
    def begin(cls, site: PetitionSite, request: Request, parameters: Mapping[str, str]) -> Visit:
        """Find the reader's language.

        Args:
            site: The site.
            request: The request.
            parameters: The parameters of the route.
        """
        chosen = match_locale(request.query_value(LANGUAGE_FIELD))
        wanted: LocaleLike = chosen
        if wanted is None and site.locale is not None:
            wanted = site.locale(request)
        elif wanted is None:
            wanted = match_locale(request.header("accept-language")) or site.default_locale
        return cls(site, request, get_locale(wanted), chosen is not None, parameters)

    def petition(self) -> Petition:
        """Return the petition that the address names.

        Raises:
            HttpError: 404 if there is none.
        """
        petition = self.site.service.find_petition(self.parameters["petition"])
        if petition is None:
            raise HttpError(HTTPStatus.NOT_FOUND)
        return petition

    def form(self, *, has_token: bool = False) -> Mapping[str, str]:
        """Return the fields of the form that was sent.

        Args:
            has_token: Whether the form's address contains a genuine token. Nobody else knows such an address,
                so no other site can send the form. And because its page sends no referrer, browsers hide
                the origin too: those that do not send ``Sec-Fetch-Site`` would be refused.

        Raises:
            HttpError: If it was sent from another site, or cannot be read.
        """
        if self.site.csrf is None and not has_token:
            check_same_site(self.request, self.site.origin)
        return parse_form(self.request, self.site.max_body)

    def cache_control(self) -> str:
        """Return the ``Cache-Control`` header of what is the same for all readers of a language.

        If the host chooses the language, by a cookie for example, only the host knows what shared caches
        would have to distinguish. So they keep nothing.
        """
        scope = "public" if self.site.locale is None else "private"
        return f"{scope}, max-age={self.site.max_age}"

    def url(self, name: RouteName, *, absolute: bool = False, **parameters: str) -> str:
        """Return the address of a page of the site, in the reader's language if the address chose that.

        Args:
            name: The route.
            absolute: Whether to include scheme and host.
            **parameters: The parameters of its path.
        """
        url = (self.site.base_url if absolute else self.site.base_path) + BY_NAME[name].build(**parameters)
        return f"{url}?{urlencode({LANGUAGE_FIELD: self.locale.tag})}" if self.language_in_address else url

    def page(
        self,
        kind: PageKind,
        title: str,
        *body: Markup,
        status: int = HTTPStatus.OK,
        head: Markup | None = None,
        cache: str = "no-store",
        private_address: bool = False,
        framed: bool = False,
    ) -> Response:
        """Make an HTML page.

        Args:
            kind: Which page it is.
            title: The page's title.
            *body: The content.
            status: The status code.
            head: More elements for the head.
            cache: The ``Cache-Control`` header.
            private_address: Whether the address contains a token.
            framed: Whether other sites may show the page in a frame.
        """
        nonce = self.request.nonce
        alone = private_address or framed
        languages = () if alone or status >= HTTPStatus.BAD_REQUEST else self._languages()
        page = Page(
            kind,
            title,
            join(*body),
            join(self.site.assets(nonce), head or Markup("")),
            self.locale,
            int(status),
            languages,
            nonce,
            self.site.assets_base,
        )
        policy = self.site.policy(nonce, framed=framed)
        headers = page_headers(policy, private_address=private_address, cache="no-store" if nonce else cache)
        return Response(int(status), headers, self.site.layout(page).encode())

    def _languages(self) -> tuple[LanguageLink, ...]:
        if self.site.locale is not None:  # the host has its own way to choose
            return ()
        path = self.site.base_path + quote(self.request.path)
        codes = sorted({*available_locales(), "en"})
        links = []
        for code in codes:
            locale = get_locale(code)
            url = f"{path}?{urlencode({LANGUAGE_FIELD: locale.tag})}"
            links.append(LanguageLink(locale, native_name(locale), url, code == self.locale.code))
        return tuple(links)

    def alternates(self) -> Markup:
        """Return the links by which search engines find the page's other languages."""
        origin = self.site.origin
        return join(
            *(
                element("link", {"rel": "alternate", "hreflang": link.locale.tag, "href": origin + link.url})
                for link in self._languages()
            )
        )
