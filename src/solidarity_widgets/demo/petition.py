"""The demo's petition: stored in the user's data folder, with a mailbox instead of a mail server."""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Mapping
from contextlib import AbstractContextManager, ExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urlencode

from markupsafe import Markup

from solidarity_widgets.api import countdown, petition
from solidarity_widgets.demo.mailbox import Mailbox
from solidarity_widgets.html import element
from solidarity_widgets.i18n import Locale, Translator, available_locales, get_locale, pgettext_noop
from solidarity_widgets.i18n.messages import MessageId
from solidarity_widgets.mail import FolderSender, MailWorker, compose
from solidarity_widgets.petitions import Petition
from solidarity_widgets.signing import SigningService, SqlSignatureStore
from solidarity_widgets.web import Page, PetitionSite, Request, Response, default_layout
from solidarity_widgets.web.visit import LANGUAGE_FIELD
from solidarity_widgets.widget import message_element

#: Below which path the petition and the mailbox are.
PETITION_PATH, MAILBOX_PATH = "/petitions", "/mailbox"
_ID = "solidarity"
_SENDER = "Demo <demo@example.org>"

# Translators: Title of the sample page's petition.
_TITLE = pgettext_noop("demo", "Free everyone who is imprisoned for their opinions")
# Translators: Text of the sample page's petition.
_TEXT = pgettext_noop(
    "demo",
    "In Belarus, people are in prison because they wrote, sang, reported or stood up for others. We ask for "
    "their release.",
)
# Translators: Note on the sample page: this petition only shows how the software works.
_ONLY_A_DEMO = pgettext_noop(
    "demo", "This petition only shows how the software works. What you write stays on this computer."
)
# Translators: A link to a page that shows the emails that the demo would send.
_MAILBOX = pgettext_noop("demo", "Open the demo's mailbox")


def data_folder() -> Path:
    """Return the folder in which the demo keeps its data, as each system has it for programs.

    Source: XDG Base Directory Specification; Apple, "File System Programming Guide"; Microsoft, "Known
    Folders".
    """
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return base / "solidarity-widgets" / "demo"


def reset(folder: Path) -> None:
    """Delete what the demo has stored.

    Args:
        folder: The demo's folder. Only the demo's own files in it are deleted.
    """
    own = [folder / "secret", *folder.glob("signatures.db*"), *(folder / "mail").glob("*.eml")]
    for file in own:
        file.unlink(missing_ok=True)


class DemoPetition(AbstractContextManager["DemoPetition"]):
    """A petition that works: stored, confirmed by email, counted.

    Args:
        base_url: The URL of the demo's server.
        folder: The folder for the database, the secret and the emails.
        database: The URL of another database.
    """

    def __init__(self, base_url: str, folder: Path, database: str = "") -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._stack = ExitStack()
        url = database or f"sqlite:///{folder / 'signatures.db'}"
        store = self._stack.enter_context(SqlSignatureStore(url))
        store.create_tables()
        self._petition = _make_petition()
        service = SigningService(store, _secret(folder / "secret"), petitions=[self._petition])
        self.site: PetitionSite = PetitionSite(service, base_url=base_url + PETITION_PATH, layout=_layout)
        self.mailbox: Mailbox = Mailbox(folder / "mail")
        composer = partial(compose, sender=_SENDER, link=self.site.link)
        self._stack.enter_context(MailWorker(service, composer, FolderSender(folder / "mail")))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def handle(self, request: Request) -> Response | None:
        """Answer a request, or return ``None`` if it is not for the petition or the mailbox.

        Args:
            request: The request; its path begins at the server's root.
        """
        for prefix, handle in ((PETITION_PATH, self.site.handle), (MAILBOX_PATH, self.mailbox.handle)):
            if request.path.startswith(f"{prefix}/") or request.path == prefix:
                path = request.path.removeprefix(prefix) or "/"
                return handle(_moved(request, path))
        return None

    def panel(self, locale: Locale) -> Markup:
        """Return the petition as a part of the campaign page.

        Args:
            locale: The page's language.
        """
        found, service = self._petition, self.site.service
        address = f"{self.site.base_path}/{found.id}"
        language = f"?{urlencode({LANGUAGE_FIELD: locale.tag})}"
        widget = petition(
            found,
            signed=service.count(found),
            action=address + language,
            csrf=False,
            hidden_fields=service.hidden_fields(found),
            countdown=countdown(found.deadline, locale=locale) if found.deadline else None,
            count_url=f"{address}/count.json",
            locale=locale,
        )
        return element("div", {"class": "petition"}, widget, _note(locale))


def _moved(request: Request, path: str) -> Request:
    return replace(request, path=path)


def _make_petition() -> Petition:
    locales = [get_locale(code) for code in sorted({*available_locales(), "en"})]

    def texts(message: MessageId) -> Mapping[str, str]:
        return {locale.code: Translator(locale).message(message).text for locale in locales}

    return Petition(
        _ID,
        title=texts(_TITLE),
        text=texts(_TEXT),
        goal="ladder",
        fields="name email country message",
        consents="processing updates",
    )


def _secret(file: Path) -> str:
    """Return the secret of this computer's demo, which is made when it is first started."""
    try:
        with open(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as new:
            new.write(secrets.token_urlsafe(32))
    except FileExistsError:
        pass
    return file.read_text()


def _note(locale: Locale) -> Markup:
    translator = Translator(locale)
    href = f"{MAILBOX_PATH}/?{urlencode({LANGUAGE_FIELD: locale.tag})}"
    link = message_element("a", translator.message(_MAILBOX), locale, None, href=href)
    note = message_element("p", translator.message(_ONLY_A_DEMO), locale, "note")
    return note + element("p", None, link)


def _layout(page: Page) -> str:
    """The default layout, with a link to the mailbox."""
    return default_layout(replace(page, body=page.body + _note(page.locale)))
