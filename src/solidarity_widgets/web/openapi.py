"""The OpenAPI description of the site, generated from the table of routes."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import version
from typing import cast

from solidarity_widgets.web.routes import PATTERNS, ROUTES, Method, ParameterName, Route, RouteName
from solidarity_widgets.web.site import PetitionSite
from solidarity_widgets.web.visit import LANGUAGE_FIELD

_HTML = "text/html"
_FORM = "application/x-www-form-urlencoded"
#: What each route answers with if all is well.
_CONTENT_TYPES: Mapping[RouteName, str] = {
    "calendar": "text/calendar",
    "count": "application/json",
    "oembed": "application/json",
    "asset": "*/*",
}
#: The fields of forms that are the same for all petitions; a petition's own fields come in addition.
_FORM_FIELDS: Mapping[RouteName, tuple[str, ...]] = {
    "petition": ("name", "email", "country", "postcode", "message"),
    "correct": ("name", "email", "country", "postcode", "message"),
    "resend": ("email",),
    "unsubscribe": ("List-Unsubscribe",),
}
_QUERY_FIELDS: Mapping[RouteName, tuple[str, ...]] = {"oembed": ("url", "format", "maxwidth", "maxheight")}
_COUNT_SCHEMA: dict[str, object] = {
    "type": "object",
    "required": ["signed"],
    "properties": {"signed": {"type": "integer"}},
}
_DESCRIPTIONS = {
    200: "The page or file",
    204: "The methods that are allowed",
    303: "Go to another page",
    304: "The count has not changed",
    400: "The form is broken",
    403: "The form was sent from another site",
    404: "There is no such petition, page or link",
    405: "The method is not allowed",
    410: "The link no longer works",
    413: "The form is too large",
    415: "The body is not a form",
    422: "The form has errors",
    503: "The database cannot be reached",
}


def openapi(site: PetitionSite) -> dict[str, object]:
    """Describe the site for programs (OpenAPI 3.1).

    Args:
        site: The site.

    Returns:
        The description, ready for ``json.dumps``.

    Example:
        >>> from solidarity_widgets.signing import MemorySignatureStore, SigningService
        >>> service = SigningService(
        ...     MemorySignatureStore(), "3q-vN8Q0yF2mJr5uT7wZxC1eH4kL6pS9aB", petitions=[]
        ... )
        >>> site = PetitionSite(service, base_url="https://example.org/petitions")
        >>> "/confirm/{token}" in openapi(site)["paths"]
        True
    """
    return {
        "openapi": "3.1.0",
        "info": {"title": "Petitions", "version": version("solidarity-widgets")},
        "servers": [{"url": site.base_url}],
        "paths": {route.path: _path_item(route) for route in ROUTES},
    }


def _path_item(route: Route) -> dict[str, object]:
    parameters: list[dict[str, object]] = [
        {
            "name": name,
            "in": "path",
            "required": True,
            "schema": {"type": "string", "pattern": f"^{PATTERNS[cast(ParameterName, name)]}$"},
        }
        for name in route.parameters
    ]
    parameters += [
        {"name": name, "in": "query", "schema": {"type": "string"}}
        for name in (LANGUAGE_FIELD, *_QUERY_FIELDS.get(route.name, ()))
    ]
    methods: tuple[Method, ...] = (*route.methods, "OPTIONS")
    return {"parameters": parameters, **{name.lower(): _operation(route, name) for name in methods}}


def _operation(route: Route, method: Method) -> dict[str, object]:
    operation: dict[str, object] = {
        "operationId": f"{method.lower()}_{route.name}",
        "summary": route.summary,
        "responses": {str(status): _response(route, method, status) for status in _statuses(route, method)},
    }
    if method == "POST":
        fields = {name: {"type": "string"} for name in _FORM_FIELDS.get(route.name, ())}
        schema = {"type": "object", "properties": fields, "additionalProperties": {"type": "string"}}
        operation["requestBody"] = {"content": {_FORM: {"schema": schema}}}
    return operation


def _statuses(route: Route, method: Method) -> tuple[int, ...]:
    if method == "OPTIONS":
        return (204, 404) if route.parameters else (204,)
    if method == "POST" and route.holds_token and route.name != "correct":
        return (200, 303, 404, 413, 503) if route.name == "unsubscribe" else (303, 413, 503)
    if method == "POST":
        return (303, 400, 403, 404, 413, 415, 422, 503)
    extra = {"count": (304,), "correct": (303,)}.get(route.name, ())
    return tuple(sorted((200, 404, 503, *extra, *((410,) if route.holds_token else ()))))


def _response(route: Route, method: Method, status: int) -> dict[str, object]:
    response: dict[str, object] = {"description": _DESCRIPTIONS[status]}
    if method == "HEAD" or status in (204, 303, 304):
        return response
    kind = _CONTENT_TYPES.get(route.name, _HTML) if status == 200 else _HTML
    if route.name == "unsubscribe" and method == "POST":
        kind = "text/plain"
    schema: dict[str, object] = _COUNT_SCHEMA if kind == "application/json" and route.name == "count" else {}
    response["content"] = {kind: {"schema": schema}}
    return response
