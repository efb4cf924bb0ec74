"""A page that shows the emails which the demo would send."""

from __future__ import annotations

import email
import re
from collections.abc import Iterable, Iterator
from email.message import EmailMessage
from email.policy import default
from http import HTTPStatus
from pathlib import Path

from markupsafe import Markup

from solidarity_widgets.html import element
from solidarity_widgets.i18n import Locale, Translator, get_locale, match_locale, pgettext_noop
from solidarity_widgets.web import Request, Response
from solidarity_widgets.web.visit import LANGUAGE_FIELD
from solidarity_widgets.widget import message_element

# Translators: Title of a page that shows the emails which the demo would send.
_TITLE = pgettext_noop("demo", "The demo's mailbox")
# Translators: Instead of the emails.
_EMPTY = pgettext_noop("demo", "There is no email yet. Sign the petition, and reload this page.")
_URL = re.compile(r"https?://\S+")
_MAX_EMAILS = 20
_POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


class Mailbox:
    """Shows the newest emails of a folder.

    Args:
        folder: The folder of a :class:`~solidarity_widgets.mail.FolderSender`.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def handle(self, request: Request) -> Response:
        """Answer a request.

        Args:
            request: The request, its path below the mailbox. ``?lang=`` chooses the language, or else the
                browser does.
        """
        chosen = match_locale(request.query_value(LANGUAGE_FIELD))
        locale = get_locale(chosen or match_locale(request.header("accept-language")) or "en")
        if request.path != "/":
            return Response(HTTPStatus.NOT_FOUND, (("Content-Length", "0"),))
        body = b"" if request.method == "HEAD" else self._page(locale).encode()
        headers = (
            ("Content-Type", "text/html; charset=utf-8"),
            ("Content-Security-Policy", _POLICY),
            ("Cache-Control", "no-store"),
            ("Referrer-Policy", "no-referrer"),
            ("Content-Length", str(len(body))),
        )
        return Response(HTTPStatus.OK, headers, body)

    def messages(self) -> Iterator[EmailMessage]:
        """Yield the newest emails, the newest first."""
        for file in sorted(self._folder.glob("*.eml"), reverse=True)[:_MAX_EMAILS]:
            found = email.message_from_bytes(file.read_bytes(), policy=default)
            if isinstance(found, EmailMessage):
                yield found

    def _page(self, locale: Locale) -> str:
        translator = Translator(locale)
        title = translator.message(_TITLE)
        emails = [_email(message) for message in self.messages()]
        head = element(
            "head",
            None,
            element("meta", {"charset": "utf-8"}),
            element("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}),
            element("meta", {"name": "color-scheme", "content": "light dark"}),
            element("title", None, title.text),
            element("link", {"rel": "stylesheet", "href": "/demo.css"}),
        )
        main = element(
            "main",
            None,
            message_element("h1", title, locale),
            *(emails or [message_element("p", translator.message(_EMPTY), locale)]),
        )
        document = element(
            "html", {"lang": locale.tag, "dir": locale.direction}, head, element("body", None, main)
        )
        return f"<!doctype html>\n{document}\n"


def _email(message: EmailMessage) -> Markup:
    body = message.get_body(("plain",))
    text = str(body.get_content()).replace("\r\n", "\n") if body is not None else ""
    language = str(message.get("Content-Language", "")) or None
    paragraphs = [element("p", None, *_with_links(each)) for each in text.strip().split("\n\n")]
    return element(
        "article",
        {"lang": language, "dir": "auto"},
        element("h2", None, str(message["Subject"])),
        element("p", {"class": "note"}, element("bdi", None, str(message["To"]))),
        *paragraphs,
    )


def _with_links(text: str) -> Iterable[Markup | str]:
    place = 0
    for found in _URL.finditer(text):
        yield text[place : found.start()]
        yield element("a", {"href": found[0], "dir": "ltr", "rel": "noreferrer"}, found[0])
        place = found.end()
    yield text[place:]
