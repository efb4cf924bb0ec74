"""A server whose speed is measured. Run as: http_server.py SERVER HANDLER URL SOCKET.

SERVER is uvicorn or gunicorn, HANDLER is "site" or "bare", SOCKET the number of an inherited socket that
listens. The bare handler stores the same rows for a form as the site does, and does nothing else.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import parse_qs

from sqlalchemy import create_engine

from solidarity_widgets.petitions import Petition
from solidarity_widgets.signing import SigningService, SqlSignatureStore
from solidarity_widgets.signing.store.records import Hit, QueuedEmail, Signature
from solidarity_widgets.web import PetitionSite
from solidarity_widgets.web.asgi import AsgiApp
from solidarity_widgets.web.wsgi import WsgiApp

SECRET = "3q-vN8Q0yF2mJr5uT7wZxC1eH4kL6pS9aB"
PETITION = Petition("vigil", title="Let them go", fields="name email", consents="")
PROCESSES, THREADS = 2, 30


def make_service(store: SqlSignatureStore) -> SigningService:
    return SigningService(store, SECRET, petitions=[PETITION])


class Bare:
    """Stores what the site stores for a form: four counters, a signature and an email, in one transaction."""

    def __init__(self, url: str) -> None:
        tables = SqlSignatureStore(url).tables
        self.engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:", 1))
        from sqlalchemy.dialects.postgresql import insert

        hits = insert(tables.hits)
        self.hits = hits.on_conflict_do_update(
            index_elements=tables.hits.primary_key.columns, set_={"n": tables.hits.c.n + 1}
        )
        self.signature, self.email = tables.signatures.insert(), tables.outbox.insert()

    def handle(self, body: bytes) -> None:
        fields = parse_qs(body.decode())
        name, address = fields["name"][0], fields["email"][0]
        now, key = int(time.time()), hashlib.sha256(address.encode()).hexdigest()
        signature = Signature(
            PETITION.id, key[:32], name=name, identity=key, created_at=now, changed_at=now, submitted_at=now
        )
        email = QueuedEmail(PETITION.id, key[:32], "confirm", address, "en", now)
        hits = [Hit(f"{kind}{key}"[:64], now // 3600, now + 3600) for kind in "ndbm"]
        values = {name: getattr(signature, name) for name in Signature.__slots__}
        waiting = {
            name: getattr(email, name)
            for name in ("petition_id", "signature_id", "kind", "address", "locale", "due_at")
        }
        with self.engine.begin() as connection:
            connection.execute(
                self.hits, [{"petition_id": PETITION.id, "n": 1, **hit._asdict()} for hit in hits]
            )
            connection.execute(self.signature, values)
            connection.execute(self.email, {**waiting, "next_attempt_at": now, "attempts": 0, "lease": ""})


class BareAsgi:
    def __init__(self, url: str) -> None:
        self.bare = Bare(url)
        self.threads = ThreadPoolExecutor(THREADS)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        body, more = b"", True
        while more:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
        await asyncio.get_running_loop().run_in_executor(self.threads, self.bare.handle, body)
        headers = [(b"location", b"/vigil/check-email"), (b"content-length", b"0")]
        await send({"type": "http.response.start", "status": 303, "headers": headers})
        await send({"type": "http.response.body", "body": b""})


class BareWsgi:
    def __init__(self, url: str) -> None:
        self.bare = Bare(url)

    def __call__(self, environ: Any, start_response: Any) -> list[bytes]:
        self.bare.handle(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))
        start_response("303 See Other", [("Location", "/vigil/check-email"), ("Content-Length", "0")])
        return [b""]


def make_application(server: str, handler: str, url: str) -> Any:
    if handler == "bare":
        return BareAsgi(url) if server == "uvicorn" else BareWsgi(url)
    site = PetitionSite(make_service(SqlSignatureStore(url)), base_url="http://127.0.0.1", trusted_proxies=1)
    return AsgiApp(site) if server == "uvicorn" else WsgiApp(site)


def run_uvicorn(handler: str, url: str, socket: int) -> None:
    import uvicorn

    for _ in range(PROCESSES - 1):
        if os.fork() == 0:
            break
    application = make_application("uvicorn", handler, url)
    uvicorn.run(application, fd=socket, log_level="error", ws="none", lifespan="off")


def run_gunicorn(handler: str, url: str, socket: int) -> None:
    from gunicorn.app.base import BaseApplication

    class Application(BaseApplication):  # type: ignore[misc]
        def load_config(self) -> None:
            settings = {
                "bind": f"fd://{socket}",
                "workers": PROCESSES,
                "threads": THREADS,
                "loglevel": "critical",
            }
            for name, value in settings.items():
                self.cfg.set(name, value)

        def load(self) -> Any:
            return make_application("gunicorn", handler, url)

    Application().run()


if __name__ == "__main__":
    server, handler, url, number = sys.argv[1:]
    {"uvicorn": run_uvicorn, "gunicorn": run_gunicorn}[server](handler, url, int(number))
