"""A real mail server on this machine that answers as a test wants."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult


@dataclass
class MailServer:
    """What the server does, and what it has got.

    Attributes:
        port: Its port.
        replies: What it replies to a command instead of accepting it: ``MAIL``, ``RCPT`` or ``DATA`` ->
            replies, the last one for ever. ``hang`` does not reply, ``disconnect`` closes the connection, and
            an empty reply accepts.
        messages: The messages it accepted, as bytes.
        recipients: The addresses they were for.
        refused: The addresses that it refused for good, or whose message it did.
        connections: How many clients have introduced themselves.
        options: The options of the last ``MAIL``, except for the size.
        extensions: What it offers, instead of all it can do.
    """

    port: int = 0
    replies: dict[str, list[str]] = field(default_factory=dict)
    messages: list[bytes] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    connections: int = 0
    options: list[str] = field(default_factory=list)
    extensions: list[str] | None = None

    def read(self, number: int = -1) -> EmailMessage:
        """Return a message that was accepted."""
        message = message_from_bytes(self.messages[number], policy=policy.default)
        assert isinstance(message, EmailMessage)
        return message

    async def _reply(self, command: str, server: Any) -> str:
        replies = self.replies.get(command, [""])
        reply = replies.pop(0) if len(replies) > 1 else replies[0]
        if reply == "hang":
            await asyncio.sleep(3600)
        if reply == "disconnect":
            server.transport.abort()
            return "451 never read"
        return reply

    # --- hooks of aiosmtpd --------------------------------------------------------------------------------

    async def handle_EHLO(
        self, server: Any, session: Any, envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        if not session.host_name:
            self.connections += 1
        session.host_name = hostname
        if self.extensions is None:
            return responses
        return [f"250-{each}" for each in self.extensions] + responses[-1:]

    async def handle_MAIL(
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if reply := await self._reply("MAIL", server):
            return reply
        envelope.mail_from = address
        self.options = [each for each in options if not each.startswith("SIZE")]
        return "250 2.1.0 OK"

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if reply := await self._reply("RCPT", server):
            self.refused += [address] * reply.startswith("5")
            return reply.replace("ADDRESS", address)
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        reply = await self._reply("DATA", server)
        if not reply or reply == "451 never read":  # a server that disconnects may have kept the message
            self.messages.append(envelope.content)
            self.recipients += envelope.rcpt_tos
        self.refused += envelope.rcpt_tos * reply.startswith("5")
        return reply or "250 2.0.0 OK"


class _Controller(Controller):
    """Listens on a socket that is bound already, so that nobody else can take its port."""

    def __init__(self, handler: MailServer, listening: socket.socket, **options: Any) -> None:
        super().__init__(handler, hostname="127.0.0.1", port=listening.getsockname()[1], **options)
        self._listening = listening

    def _create_server(self) -> Any:
        return self.loop.create_server(self._factory_invoker, sock=self._listening, ssl=self.ssl_context)


@contextmanager
def mail_server(**options: Any) -> Iterator[MailServer]:
    """Run a mail server.

    Args:
        **options: Options of aiosmtpd's controller. ``ssl_context`` encrypts from the start, ``tls_context``
            offers STARTTLS.
    """
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        server = MailServer(port=listening.getsockname()[1])
        controller = _Controller(server, listening, **options)
        controller.start()
        try:
            server.connections = 0  # the controller has tried whether it answers
            yield server
        finally:
            controller.stop()


def only(name: str, password: str) -> Any:
    """Return what accepts one login."""

    def authenticate(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        right = (data.login, data.password) == (name.encode(), password.encode())
        return AuthResult(success=right, handled=False)

    return authenticate
