"""Fifty requests at once, in eight languages, in random order. Run as: concurrency.py KIND.

Each request is answered in three steps, and the others go on in between: a widget of Python code, a template,
and a widget again. It prints how many requests were answered, and fails if one got another's language.
"""

from __future__ import annotations

import asyncio
import random
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any

LOCALES = ("en", "be", "ar", "tg", "ru", "uk", "fr", "de")
REQUESTS, ROUNDS = 50, 4
URL = "https://example.org/"
TEMPLATE = "{{ pause() or '' }}{{ locale.tag }}|{{ share_button(provider='telegram').label }}"


def expected(locale: str) -> str:
    import solidarity_widgets as sw

    label = sw.share_button(URL, "telegram", locale=locale).label
    return f"{label}|{locale}|{label}|{label}"


def orders() -> list[list[str]]:
    """The languages of the requests of each round."""
    chosen = random.Random(50)
    return [[chosen.choice(LOCALES) for _ in range(REQUESTS)] for _ in range(ROUNDS)]


def flask_app(pause: Any) -> Any:
    from flask import Flask, render_template_string

    import solidarity_widgets as sw
    from solidarity_widgets.flask import SolidarityWidgets

    app = Flask("campaign")
    SolidarityWidgets(app, base_url=URL)

    @app.get("/")
    def page() -> str:
        before = sw.share_button(URL, "telegram").label
        pause()
        html = render_template_string(TEMPLATE, pause=pause)
        pause()
        return f"{before}|{html}|{sw.share_button(URL, 'telegram').label}"

    return app


def ask_flask(app: Any, locale: str) -> tuple[str, str]:
    return locale, app.test_client().get("/", headers={"Accept-Language": locale}).text


def with_threads() -> list[tuple[str, str]]:
    import time

    app = flask_app(lambda: time.sleep(random.random() / 500))
    with ThreadPoolExecutor(REQUESTS) as threads:
        return [
            answer
            for locales in orders()
            for answer in threads.map(lambda locale: ask_flask(app, locale), locales)
        ]


def with_gevent() -> list[tuple[str, str]]:
    import gevent

    app = flask_app(lambda: gevent.sleep(random.random() / 500))
    jobs = [gevent.spawn(ask_flask, app, locale) for locales in orders() for locale in locales]
    gevent.joinall(jobs, raise_error=True)
    return [job.value for job in jobs]


def with_asyncio() -> list[tuple[str, str]]:
    """Half of the requests are answered by a coroutine, half in threads."""
    import time

    from jinja2 import DictLoader
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import PlainTextResponse, Response
    from starlette.templating import Jinja2Templates

    import solidarity_widgets as sw
    from solidarity_widgets.starlette import setup

    app, templates = Starlette(), Jinja2Templates(".")
    templates.env.loader = DictLoader({"page.html": TEMPLATE})
    setup(app, templates, base_url=URL)

    def render(request: Request, pause: Any) -> str:
        return bytes(templates.TemplateResponse(request, "page.html", {"pause": pause}).body).decode()

    async def coroutine(request: Request) -> Response:
        before = sw.share_button(URL, "telegram").label
        await asyncio.sleep(random.random() / 500)
        html = render(request, lambda: None)
        await asyncio.sleep(random.random() / 500)
        return PlainTextResponse(f"{before}|{html}|{sw.share_button(URL, 'telegram').label}")

    def thread(request: Request) -> Response:
        before = sw.share_button(URL, "telegram").label
        html = render(request, lambda: time.sleep(random.random() / 500))
        return PlainTextResponse(f"{before}|{html}|{sw.share_button(URL, 'telegram').label}")

    app.add_route("/coroutine", coroutine)
    app.add_route("/thread", thread)

    async def ask(locale: str, path: str) -> tuple[str, str]:
        parts: list[bytes] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Any) -> None:
            parts.append(message.get("body", b""))

        headers = [(b"accept-language", locale.encode())]
        scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": headers}
        await app({**scope, "root_path": "", "app": app}, receive, send)
        return locale, b"".join(parts).decode()

    async def ask_all() -> list[tuple[str, str]]:
        found: list[tuple[str, str]] = []
        for locales in orders():
            paths = [random.choice(("/coroutine", "/thread")) for _ in locales]
            found += await asyncio.gather(*map(ask, locales, paths))
        return found

    return asyncio.run(ask_all())


if __name__ == "__main__":
    if sys.argv[1] == "gevent":
        from gevent import monkey

        monkey.patch_all()
    answers = {"threads": with_threads, "gevent": with_gevent, "asyncio": with_asyncio}[sys.argv[1]]()
    for locale, answer in answers:
        assert answer == expected(locale), (locale, answer)
    assert len({locale for locale, _ in answers}) == len(LOCALES)
    print(len(answers))
