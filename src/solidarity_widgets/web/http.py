"""Requests and responses as plain values."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from urllib.parse import parse_qsl


class HttpError(Exception):
    """A request that is answered with an error page.

    Attributes:
        status: The status code.
        headers: More headers of the response, such as ``Allow``.
    """

    def __init__(self, status: HTTPStatus, headers: tuple[tuple[str, str], ...] = ()) -> None:
        super().__init__(f"{status.value} {status.phrase}")
        self.status: HTTPStatus = status
        self.headers: tuple[tuple[str, str], ...] = headers


@dataclass(frozen=True, slots=True)
class Request:
    """An HTTP request. Its ``repr`` shows no path, query, header or body: they can contain tokens.

    Attributes:
        method: The method, in capital letters.
        path: The path below the site's mount point, decoded, with a slash at the start.
        query: The query string, not decoded, without the question mark.
        headers: The headers; names in lower case, repeated ones joined by commas.
        body: The body. Adapters read no more of it than :attr:`PetitionSite.max_body` and one byte.
        peer: The IP address of the client that opened the connection, or an empty string.
        nonce: The CSP nonce that the host has chosen for this response, or an empty string.
    """

    method: str
    path: str = field(repr=False)
    query: str = field(default="", repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes = field(default=b"", repr=False)
    peer: str = field(default="", repr=False)
    nonce: str = field(default="", repr=False)

    def header(self, name: str) -> str:
        """Return a header, or an empty string.

        Args:
            name: The header's name, in lower case.
        """
        return self.headers.get(name, "")

    def query_value(self, name: str) -> str:
        """Return a value of the query string, or an empty string.

        Args:
            name: The value's name. If it is repeated, the first value counts.
        """
        try:
            pairs = parse_qsl(self.query, keep_blank_values=True, max_num_fields=50, errors="strict")
        except ValueError:  # too many fields, or not UTF-8
            return ""
        return next((value for key, value in pairs if key == name), "")


@dataclass(frozen=True, slots=True)
class Response:
    """An HTTP response. Its ``repr`` shows only the status.

    Attributes:
        status: The status code.
        headers: Names and values, in order.
        body: The body.
    """

    status: int
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    body: bytes = field(default=b"", repr=False)

    @classmethod
    def redirect(cls, url: str) -> Response:
        """Return a response that sends the client to another page with ``GET`` (RFC 9110, 15.4.4).

        Args:
            url: The page's URL.
        """
        return cls(303, (("Location", url), ("Cache-Control", "no-store")))

    @classmethod
    def json(cls, value: object, *, cache: str) -> Response:
        """Return a JSON response in the reader's language that scripts of other sites can read.

        Args:
            value: The value.
            cache: The ``Cache-Control`` header.
        """
        body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
        headers = (
            ("Content-Type", "application/json"),
            ("Cache-Control", cache),
            ("Vary", "Accept-Language"),
            ("Access-Control-Allow-Origin", "*"),
        )
        return cls(200, headers, body)

    def header(self, name: str) -> str:
        """Return a header, or an empty string.

        Args:
            name: The header's name, in any case.
        """
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")

    def with_headers(self, *headers: tuple[str, str]) -> Response:
        """Return the response with headers added, unless it has them already.

        Args:
            *headers: Names and values.
        """
        present = {name.lower() for name, _ in self.headers}
        added = tuple(each for each in headers if each[0].lower() not in present)
        return replace(self, headers=self.headers + added)

    def without_body(self) -> Response:
        """Return the response to ``HEAD``: the same headers, with the length of the body that is left out."""
        return replace(self, body=b"")
