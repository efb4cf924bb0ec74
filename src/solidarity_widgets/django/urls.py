"""The URLs of the petition site: ``path("petitions/", include("solidarity_widgets.django.urls"))``."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from solidarity_widgets.django.petitions import NAMESPACE, answer
from solidarity_widgets.web import ROUTES, Route

app_name: str = NAMESPACE


def page(request: HttpRequest, **_: Any) -> HttpResponse:
    """Answer a request for a page of the petition site."""
    return answer(request)


@csrf_exempt
def token_page(request: HttpRequest, **_: Any) -> HttpResponse:
    """Answer a request whose address has a token: mail providers send such forms without cookies."""
    return answer(request)


def _pattern(route: Route) -> Any:
    kinds = {"petition": "str", "token": "str", "file": "path"}
    address = route.path.removeprefix("/")
    for name in route.parameters:
        address = address.replace(f"{{{name}}}", f"<{kinds[name]}:{name}>")
    return path(address, token_page if route.holds_token else page, name=route.name)


urlpatterns: list[Any] = [
    path("", page, name="root"),
    *map(_pattern, ROUTES),
    path("<path:unknown>", page, name="unknown"),
]
