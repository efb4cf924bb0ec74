"""The one table of routes. URLs are built from it, adapters register it, and OpenAPI describes it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal
from urllib.parse import quote

RouteName = Literal[
    "petition", "check_email", "resend", "thanks", "calendar", "count", "embed",
    "confirm", "correct", "withdraw", "erase", "unsubscribe", "oembed", "asset",
]  # fmt: skip
Method = Literal["GET", "HEAD", "POST", "OPTIONS"]
ParameterName = Literal["petition", "token", "file"]

_READ: tuple[Method, ...] = ("GET", "HEAD")
_FORM: tuple[Method, ...] = (*_READ, "POST")

#: What a parameter of a path can be. A petition's id is checked by the service.
PATTERNS: Mapping[ParameterName, str] = MappingProxyType(
    {
        "petition": r"[a-z0-9][a-z0-9-]{0,63}",
        "token": r"[^/]{1,500}",
        "file": r"(?:icons/)?[a-z_]{1,40}\.[a-z]{2,4}",
    }
)


@dataclass(frozen=True, slots=True)
class Route:
    """An address of the site, and what can be done there.

    Attributes:
        name: The route's name.
        path: The path below the mount point, with parameters in braces.
        methods: The methods; ``OPTIONS`` is answered everywhere.
        summary: What it is for.
    """

    name: RouteName
    path: str
    methods: tuple[Method, ...]
    summary: str

    @property
    def holds_token(self) -> bool:
        """Whether the path contains a token, so that it must be kept out of logs and caches."""
        return "{token}" in self.path

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names of the path's parameters, in order."""
        return tuple(re.findall(r"{(\w+)}", self.path))

    def build(self, **parameters: str) -> str:
        """Return the path with its parameters filled in and percent-encoded.

        Args:
            **parameters: A value for each parameter.

        Raises:
            KeyError: If a parameter is missing.
        """
        return re.sub(r"{(\w+)}", lambda match: quote(parameters[match[1]], safe=""), self.path)

    def pattern(self) -> str:
        """Return a regular expression for the path, with a named group for each parameter."""
        pieces = re.split(r"{(\w+)}", self.path)
        return "".join(
            f"(?P<{piece}>{PATTERNS[piece]})" if i % 2 else re.escape(piece)  # type: ignore[index]
            for i, piece in enumerate(pieces)
        )


#: The routes. The first one that fits a path is taken.
ROUTES: tuple[Route, ...] = (
    Route("oembed", "/oembed", _READ, "Describe the embed page of a petition (oEmbed)"),
    Route("confirm", "/confirm/{token}", _FORM, "Show what is confirmed; confirm a signature"),
    Route("correct", "/confirm/{token}/correct", _FORM, "Sign under one's own name instead"),
    Route("withdraw", "/withdraw/{token}", _FORM, "Withdraw a signature"),
    Route("erase", "/erase/{token}", _FORM, "Erase the personal data of a signature"),
    Route("unsubscribe", "/unsubscribe/{token}", _FORM, "Stop the news"),
    Route("asset", "/static/solidarity_widgets/{file}", _READ, "A stylesheet, script or icon"),
    Route("petition", "/{petition}", _FORM, "Show a petition; sign it"),
    Route("check_email", "/{petition}/check-email", _READ, "Ask the signer to open the email"),
    Route("resend", "/{petition}/resend", ("POST",), "Send the email again"),
    Route("thanks", "/{petition}/thanks", _READ, "Thank the signer"),
    Route("calendar", "/{petition}/deadline.ics", _READ, "The deadline as a calendar file"),
    Route("count", "/{petition}/count.json", _READ, "The number of signatures"),
    Route("embed", "/{petition}/embed", _READ, "The count and a link, for a frame on another site"),
)

BY_NAME: Mapping[RouteName, Route] = MappingProxyType({route.name: route for route in ROUTES})

#: The ids that no petition of a site can have, because the site's own paths begin with them.
RESERVED_IDS: tuple[str, ...] = tuple(
    sorted({route.path.split("/")[1] for route in ROUTES if not route.path.startswith("/{")})
)

_COMPILED = tuple((re.compile(route.pattern()), route) for route in ROUTES)


def match_route(path: str) -> tuple[Route, Mapping[str, str]] | None:
    """Find the route of a path.

    Args:
        path: The decoded path below the mount point.

    Returns:
        The route and its parameters, or ``None``. A slash at the end makes no difference.

    Example:
        >>> route, parameters = match_route("/free-ales/count.json")
        >>> route.name, dict(parameters)
        ('count', {'petition': 'free-ales'})
    """
    path = path.rstrip("/") or "/"
    for pattern, route in _COMPILED:
        if found := pattern.fullmatch(path):
            return route, found.groupdict()
    return None


_COUNT = re.compile(BY_NAME["count"].pattern())


def count_petition(path: str) -> str | None:
    """Return the petition whose count a path names, or ``None`` for another path.

    Args:
        path: The decoded path below the mount point.

    Example:
        >>> count_petition("/free-ales/count.json"), count_petition("/free-ales")
        ('free-ales', None)
    """
    found = _COUNT.fullmatch(path)
    return found["petition"] if found else None
