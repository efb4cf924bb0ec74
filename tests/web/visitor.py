"""Someone who visits a site with petitions: opens pages, sends forms, follows redirects and links."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

from solidarity_widgets.i18n import get_locale
from solidarity_widgets.petitions.consent import wording_hash
from solidarity_widgets.web import PetitionSite, Request, Response

from ..signing.campaign import ADDRESS, ALES, VIGIL, Campaign

BASE_URL = "https://example.org/petitions"
_FORM_TYPE = "application/x-www-form-urlencoded"


@dataclass
class Visitor:
    """A browser without scripts, as far as the site can tell."""

    campaign: Campaign
    options: dict[str, Any] = field(default_factory=dict)
    language: str = "en"

    def __post_init__(self) -> None:
        self.site = PetitionSite(self.campaign.service, base_url=BASE_URL, **self.options)

    def request(
        self, method: str, url: str, *, body: bytes = b"", peer: str = ADDRESS, **headers: str
    ) -> Response:
        """Send a request to a path below the site, or to one of its URLs."""
        parts = urlsplit(url)
        path = parts.path.removeprefix(self.site.base_path)
        sent = {"accept-language": self.language}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        return self.site.handle(Request(method, path, parts.query, sent, body, peer))

    def get(self, url: str, **headers: str) -> Response:
        """Open a page."""
        return self.request("GET", url, **headers)

    def post(self, url: str, fields: Any = (), **headers: str) -> Response:
        """Send a form, as a page of the site does."""
        sent = {"content_type": _FORM_TYPE, "sec_fetch_site": "same-origin", **headers}
        body = fields if isinstance(fields, bytes) else urlencode(fields).encode()
        return self.request("POST", url, body=body, **sent)

    def follow(self, response: Response) -> Response:
        """Open the page that a response redirects to."""
        assert response.status == 303, response
        return self.get(response.header("Location"))

    def form(self, **fields: str) -> dict[str, str]:
        """Fill in the form of the vigil, as Ales or whoever the fields say."""
        values = {name: ALES[name] for name in VIGIL.fields}
        values |= self.campaign.service.hidden_fields(VIGIL)
        consent = VIGIL.consent("processing")
        assert consent is not None
        values["consent-processing"] = wording_hash(consent.wording(get_locale(self.language)).text)
        self.campaign.now += 30
        return {**values, **fields}

    def link(self, purpose: Any, number: int = -1) -> str:
        """Return a link of an email."""
        outgoing = self.campaign.outbox[number]
        return self.site.link(purpose, outgoing.tokens[purpose], outgoing.locale)


def text(response: Response) -> str:
    """Return the text of a page, without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", response.body.decode()))
