"""Petitions over HTTP, without a framework (extra ``signing``)."""

from solidarity_widgets.web.http import Request, Response
from solidarity_widgets.web.layout import default_layout
from solidarity_widgets.web.link_page import LinkPage, link_page
from solidarity_widgets.web.logs import TokenFilter
from solidarity_widgets.web.page import LanguageLink, Layout, Page
from solidarity_widgets.web.resend_form import ResendForm, resend_form
from solidarity_widgets.web.routes import ROUTES, Route
from solidarity_widgets.web.site import PetitionSite

__all__ = [
    "ROUTES",
    "LanguageLink",
    "Layout",
    "LinkPage",
    "Page",
    "PetitionSite",
    "Request",
    "ResendForm",
    "Response",
    "Route",
    "TokenFilter",
    "default_layout",
    "link_page",
    "resend_form",
]
