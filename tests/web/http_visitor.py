"""Someone who signs a petition over HTTP, with a browser that has no scripts."""

from __future__ import annotations

import http.client
import re
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import EmailMessage, Message
from html import unescape
from urllib.parse import urlencode, urljoin, urlsplit

FORM = "application/x-www-form-urlencoded"
TOKEN = re.compile(r"/(?:confirm|withdraw|erase|unsubscribe)/([^\s?/\"<]+)")


@dataclass(frozen=True)
class Answer:
    """A response that has been read to its end."""

    status: int
    headers: Message
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()


@dataclass
class HttpVisitor:
    """Connects to one address, whatever host a URL names.

    Attributes:
        origin: The origin of the site, as the site calls itself.
        port: Where it listens on this machine.
        context: The TLS settings, if it does so with TLS.
        source: The visitor's own address.
        cookies: Names and values of the site's cookies.
    """

    origin: str
    port: int
    context: ssl.SSLContext | None = None
    source: str = "127.0.0.1"
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, url: str, body: bytes | None = None, **headers: str) -> Answer:
        """Send a request, and read the response."""
        host = urlsplit(self.origin).hostname or ""
        if self.context is None:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
            connection.source_address = (self.source, 0)
        else:
            connection = http.client.HTTPSConnection(host, self.port, timeout=20, context=self.context)
            connection._create_connection = self._connect  # type: ignore[attr-defined]
        sent = {"Host": urlsplit(self.origin).netloc, "Accept-Language": "en"}
        if self.cookies:
            sent["Cookie"] = "; ".join("=".join(each) for each in self.cookies.items())
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        parts = urlsplit(url)
        try:
            path = f"{parts.path}?{parts.query}" if parts.query else parts.path
            connection.request(method, path, body, sent)
            response = connection.getresponse()
            for cookie in response.headers.get_all("Set-Cookie", ()):
                name, _, value = cookie.partition(";")[0].partition("=")
                self.cookies[name] = value
            return Answer(response.status, response.headers, response.read())
        finally:
            connection.close()

    def _connect(self, *arguments: object) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), 20, (self.source, 0))

    def post(self, url: str, fields: dict[str, str], **headers: str) -> Answer:
        """Send a form as a browser does; the answer is the page that it leads to."""
        body = urlencode(fields).encode()
        sent = {"Content_Type": FORM, "Origin": self.origin, "Sec_Fetch_Site": "same-origin", **headers}
        answer = self.ask("POST", url, body, **sent)
        assert answer.status == 303, (answer.status, answer.text)
        followed = self.ask("GET", urljoin(url, answer.headers["Location"]))
        assert followed.status == 200, followed.text
        return followed

    def sign(self, url: str, email: str, **headers: str) -> Answer:
        """Open a petition's page, fill in its form, and send it."""
        page = self.ask("GET", url)
        assert page.status == 200, page.text
        found = re.search(r'<form [^>]*action="([^"]*)".*?</form>', page.text, re.DOTALL)
        assert found, page.text
        fields = {"name": "Alesia", "email": email, "country": "BY"}
        for element in re.findall(r"<input [^>]*>", found[0]):
            attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', element))
            if attributes.get("type") == "hidden" or attributes["name"].startswith("consent-"):
                fields[attributes["name"]] = unescape(attributes["value"])
        answer = self.post(urljoin(url, unescape(found[1])), fields, **headers)
        assert "Check your email" in answer.text
        return answer

    def confirm(self, message: EmailMessage) -> Answer:
        """Open the link of a message, and press the button."""
        link = next(url for url in links(message) if "/confirm/" in url)
        assert link.startswith(self.origin), link
        page = self.ask("GET", link)
        assert page.status == 200
        assert "Alesia" in page.text
        return self.post(link, {})


def links(message: EmailMessage) -> list[str]:
    """The URLs of a message."""
    body = message.get_body(("plain",))
    assert body is not None
    return re.findall(r"https?://\S+", body.get_content())


def tokens(message: EmailMessage) -> list[str]:
    """The tokens of a message's links."""
    return [found[1] for url in links(message) if (found := TOKEN.search(url))]


def wait_until(condition: Callable[[], object], seconds: float = 60) -> None:
    """Wait until something is true."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)
