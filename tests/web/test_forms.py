"""Bodies that are forms, and whose page sent them."""

from __future__ import annotations

from http import HTTPStatus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solidarity_widgets.web.forms import check_same_site, client_address, parse_form
from solidarity_widgets.web.http import HttpError, Request

FORM = "application/x-www-form-urlencoded"
ORIGIN = "https://example.org"


def parse(body: bytes, kind: str = FORM, max_body: int = 1000) -> object:
    try:
        return dict(parse_form(Request("POST", "/", headers={"content-type": kind}, body=body), max_body))
    except HttpError as error:
        return error.status


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        (b"", {}),
        (b"name=Ales&name=Other&empty=", {"name": "Ales", "empty": ""}),
        (b"name=%D0%90%D0%BB%D0%B5%D1%81%D1%8C+%2B", {"name": "Алесь +"}),
    ],
)
def test_fields(body: bytes, fields: dict[str, str]) -> None:
    assert parse(body) == fields
    assert parse(body, f"{FORM}; charset=UTF-8") == fields


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"a=%00", FORM, 400),
        (b"%00=a", FORM, 400),
        (b"a=%FF", FORM, 400),
        (b"a=\xff", FORM, 400),
        (b"&".join(b"a=%d" % n for n in range(101)), FORM, 400),
        (b"a=" + b"b" * 999, FORM, 413),
        (b"{}", "application/json", 415),
        (b"a=b", "", 415),
        (b"a=b", "text/plain", 415),
        (b"a=b", f"{FORM}; charset=utf-16", 415),
        (b"--x\r\n", "multipart/form-data; boundary=x", 415),
    ],
)
def test_what_is_no_form_is_refused(body: bytes, kind: str, status: int) -> None:
    assert parse(body, kind) == status


@given(st.binary(), st.sampled_from([FORM, "", "text/plain", "\x00", f"{FORM};charset=\xff"]))
def test_any_bytes_are_a_form_or_refused(body: bytes, kind: str) -> None:
    found = parse(body, kind)
    assert found in (400, 413, 415) or isinstance(found, dict)


@pytest.mark.parametrize(
    ("headers", "accepted"),
    [
        ({}, True),  # no browser
        ({"sec-fetch-site": "same-origin"}, True),
        ({"sec-fetch-site": "none"}, True),
        ({"sec-fetch-site": "same-site"}, False),
        ({"sec-fetch-site": "cross-site"}, False),
        ({"sec-fetch-site": "cross-site", "origin": ORIGIN}, False),
        ({"sec-fetch-site": "same-origin", "origin": "null"}, True),  # a page without referrers
        ({"origin": ORIGIN}, True),
        ({"origin": "HTTPS://EXAMPLE.ORG"}, True),
        ({"origin": "http://example.org"}, False),
        ({"origin": "https://example.org.evil.example"}, False),
        ({"origin": "null"}, False),
    ],
)
def test_a_form_of_another_site_is_refused(headers: dict[str, str], accepted: bool) -> None:
    request = Request("POST", "/", headers=headers)
    if accepted:
        check_same_site(request, ORIGIN)
    else:
        with pytest.raises(HttpError) as caught:
            check_same_site(request, ORIGIN)
        assert caught.value.status == HTTPStatus.FORBIDDEN


@pytest.mark.parametrize(
    ("header", "proxies", "address"),
    [
        ("6.6.6.6", 0, "10.0.0.1"),
        ("6.6.6.6, 192.0.2.1", 1, "192.0.2.1"),
        ("6.6.6.6, 192.0.2.1, 10.0.0.9", 2, "192.0.2.1"),
        ("192.0.2.1", 2, None),  # it did not come through both
        ("", 1, None),
    ],
)
def test_only_own_proxies_are_believed(header: str, proxies: int, address: str | None) -> None:
    request = Request("POST", "/", headers={"x-forwarded-for": header}, peer="10.0.0.1")
    assert client_address(request, proxies) == address


def test_without_a_peer_there_is_no_address() -> None:
    assert client_address(Request("GET", "/"), 0) is None
