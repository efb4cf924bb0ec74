# /// script
# requires-python = ">=3.11"
# dependencies = ["solidarity-widgets"]
#
# [tool.uv.sources]
# solidarity-widgets = { path = ".." }
# ///
"""A campaign page from the standard library alone: python examples/plain_wsgi.py."""

from __future__ import annotations

from collections.abc import Iterable
from wsgiref.simple_server import make_server
from wsgiref.types import StartResponse, WSGIEnvironment

import solidarity_widgets as sw
from solidarity_widgets import assets

POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'"
STATIC = {f"/static/{assets.FOLDER}/{name}": name for name in (assets.STYLESHEET, assets.SCRIPT)}
PAGE = """<!doctype html>
<html lang="{tag}" dir="{direction}">
<head><meta charset="utf-8"><title>Save the lake</title>{stylesheet}{script}</head>
<body><main><h1 lang="en" dir="ltr">Save the lake</h1>{buttons}</main></body>
</html>
"""


def app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    status, kind, body = "200 OK", "text/html; charset=utf-8", b""
    path = environ.get("PATH_INFO", "")
    if path == "/":
        locale = sw.get_locale(sw.match_locale(environ.get("HTTP_ACCEPT_LANGUAGE")))
        buttons = sw.share_buttons(
            "https://example.org/lake", "telegram vk email copy_link", title="Save the lake", locale=locale
        )
        fields = {"tag": locale.tag, "direction": locale.direction, "buttons": buttons}
        body = PAGE.format(stylesheet=sw.stylesheet(), script=sw.script(), **fields).encode()
    elif path in STATIC:
        kind = "text/css; charset=utf-8" if path.endswith(".css") else "text/javascript; charset=utf-8"
        body = assets.read(STATIC[path])
    else:
        status, kind = "404 Not Found", "text/plain; charset=utf-8"
    headers = [("Content-Type", kind), ("Content-Security-Policy", POLICY), ("Vary", "Accept-Language")]
    start_response(status, headers)
    return [body]


if __name__ == "__main__":
    with make_server("127.0.0.1", 8000, app) as server:
        print("http://127.0.0.1:8000/ (Ctrl+C ends it)")
        server.serve_forever()
