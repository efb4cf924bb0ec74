"""Real servers that run a site: wsgiref and uvicorn, each in a thread, on loopback."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import uvicorn

from solidarity_widgets.web import PetitionSite
from solidarity_widgets.web.asgi import AsgiApp
from solidarity_widgets.web.wsgi import WsgiApp


class _Silent(WSGIRequestHandler):
    def log_message(self, *args: Any) -> None:
        """Log nothing."""


@contextmanager
def serve(application: Any, port: int = 0) -> Iterator[int]:
    """Serve a WSGI application with the standard library; yield the port."""
    with make_server("127.0.0.1", port, application, handler_class=_Silent) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join()


def serve_wsgi(site: PetitionSite, port: int = 0) -> AbstractContextManager[int]:
    """Serve a site with the standard library; yield the port."""
    return serve(WsgiApp(site), port)


def serve_asgi(site: PetitionSite, port: int = 0) -> AbstractContextManager[int]:
    """Serve a site with uvicorn; yield the port."""
    return serve_asgi_app(AsgiApp(site), port)


@contextmanager
def serve_asgi_app(application: Any, port: int = 0) -> Iterator[int]:
    """Serve an ASGI application with uvicorn; yield the port."""
    config = uvicorn.Config(application, host="127.0.0.1", port=port, log_level="error", ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    thread.join()


def free_port() -> int:
    """Return a port that nobody uses now, for a site that must know its address before it is served."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


SERVERS = {"wsgi": serve_wsgi, "asgi": serve_asgi}
