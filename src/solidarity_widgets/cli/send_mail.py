"""The task ``signatures send-mail``: a worker that sends the emails of the outbox."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Any

from solidarity_widgets.cli.secrets import add_secret_file, read_secrets, read_text
from solidarity_widgets.exceptions import InvalidFieldError

if TYPE_CHECKING:
    import argparse

    from solidarity_widgets.mail import Composer, DeliveryResult, Sender
    from solidarity_widgets.petitions import Petition
    from solidarity_widgets.signing import SigningService
    from solidarity_widgets.signing.jobs.progress import ProgressCallback
    from solidarity_widgets.signing.store.sql import SqlSignatureStore

Result = tuple[int, str]
_PASSWORD = "SOLIDARITY_WIDGETS_SMTP_PASSWORD"  # noqa: S105 - the name of a variable


def add_send_mail(task: Callable[..., Any]) -> None:
    """Add the task to the command ``signatures``.

    Args:
        task: Adds a task with a name, a function and a help text, and returns its parser.
    """
    parser = task("send-mail", _send_mail, "send the emails that wait in the store")
    parser.add_argument(
        "--petitions",
        metavar="MODULE:NAME",
        default="",
        help="where your Python code has the petitions, such as campaign:PETITIONS",
    )
    parser.add_argument(
        "--base-url", default="", help="where the pages of the links are, as for PetitionSite"
    )
    parser.add_argument(
        "--from", dest="sender", default="", help="such as 'Save the lake <info@example.org>'"
    )
    parser.add_argument("--reply-to", default="", help="another address for answers")
    parser.add_argument(
        "--neutral-subject", action="store_true", help="subjects that do not name the petition"
    )
    parser.add_argument("--html", action="store_true", help="add an HTML part")
    target = parser.add_mutually_exclusive_group()
    target.add_argument("--smtp", metavar="HOST[:PORT]", help="the mail server")
    target.add_argument("--folder", help="write the messages into a folder, as .eml files")
    parser.add_argument("--security", choices=["starttls", "tls", "none"], default="starttls")
    parser.add_argument("--username", default="", help="the name to log in with at the mail server")
    parser.add_argument(
        "--password-file", metavar="FILE", help=f"the password for the mail server (default: ${_PASSWORD})"
    )
    parser.add_argument("--dry-run", action="store_true", help="send nothing, say what waits")
    parser.add_argument("--keep-running", action="store_true", help="go on until the process is stopped")
    add_secret_file(parser)


def _send_mail(store: SqlSignatureStore, options: argparse.Namespace, report: ProgressCallback) -> Result:
    if options.dry_run:
        return 0, _waiting(store)
    from solidarity_widgets.mail import deliver_waiting
    from solidarity_widgets.signing import SigningService

    service = SigningService(
        store, read_secrets(options.secret_file), petitions=_load_petitions(options.petitions)
    )
    composer = _composer(service, options)
    with _sender(options) as sender:
        if options.keep_running:
            _keep_running(service, composer, sender)
            return 0, "stopped; what was not sent waits in the store"
        result = deliver_waiting(service, composer, sender)
    return int(bool(result.failures or result.given_up)), _summary(result)


def _waiting(store: SqlSignatureStore) -> str:
    now = int(time.time())
    due: Counter[str] = Counter()
    later: Counter[str] = Counter()
    for petition_id in store.emails_due():
        due.update(store.count_emails(petition_id, now + 1))
        later.update(store.count_emails(petition_id, 2**62))
    later -= due
    return f"due: {_by_kind(due)}; later: {_by_kind(later)}"


def _by_kind(counts: Counter[str]) -> str:
    return ", ".join(f"{number} {kind}" for kind, number in sorted(counts.items())) or "none"


def _summary(result: DeliveryResult) -> str:
    numbers = (
        f"{result.sent} sent, {result.postponed} to be tried again, {result.refused} refused, "
        f"{result.given_up} given up, {result.unneeded} not needed any more"
    )
    return "\n".join([numbers, *(f"{times} times: {reason}" for reason, times in result.failures.items())])


def _load_petitions(name: str) -> Iterable[Petition] | Callable[[str], Petition | None]:
    """Import the host's petitions, as servers import an application."""
    from solidarity_widgets.petitions import Petition

    module, colon, attribute = name.partition(":")
    if not colon or not module:
        raise InvalidFieldError(
            "--petitions", name, "must be written as MODULE:NAME, such as campaign:PETITIONS"
        )
    sys.path.insert(0, os.getcwd())
    try:
        found: Any = import_module(module)
        for part in attribute.split("."):
            found = getattr(found, part)
    except (ImportError, AttributeError) as error:
        raise InvalidFieldError("--petitions", name, f"must exist ({error})") from error
    finally:
        sys.path.remove(os.getcwd())
    if isinstance(found, Petition):
        return [found]
    return found  # type: ignore[no-any-return]


def _composer(service: SigningService, options: argparse.Namespace) -> Composer:
    from solidarity_widgets.mail import compose
    from solidarity_widgets.web import PetitionSite

    if not options.sender:
        raise InvalidFieldError("--from", "", "must be the address that the emails come from")
    site = PetitionSite(service, base_url=options.base_url)
    return lambda outgoing: compose(
        outgoing,
        sender=options.sender,
        link=site.link,
        neutral_subject=options.neutral_subject,
        html=options.html,
        reply_to=options.reply_to,
    )


@contextmanager
def _sender(options: argparse.Namespace) -> Iterator[Sender]:
    from solidarity_widgets.mail import FolderSender, SmtpSender

    if options.folder:
        yield FolderSender(options.folder)
        return
    if not options.smtp:
        raise InvalidFieldError("--smtp", "", "or --folder must be given")
    host, colon, port = options.smtp.rpartition(":")
    if not colon or options.smtp.endswith("]"):
        host, port = options.smtp, ""
    if port and not port.isdecimal():
        raise InvalidFieldError("--smtp", options.smtp, "must be HOST or HOST:PORT")
    password = os.environ.get(_PASSWORD, "")
    if options.password_file:
        password = read_text("--password-file", options.password_file)
    with SmtpSender(
        host.strip("[]"),
        int(port) if port else None,
        security=options.security,
        username=options.username,
        password=password,
    ) as sender:
        yield sender


def _keep_running(service: SigningService, composer: Composer, sender: Sender) -> None:
    """Send emails until the process is asked to end."""
    from solidarity_widgets.mail import MailWorker

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    previous = signal.signal(signal.SIGTERM, stop)
    try:
        with MailWorker(service, composer, sender):
            print("sending emails until this process is stopped", file=sys.stderr, flush=True)
            while True:
                time.sleep(3600)
    except KeyboardInterrupt:
        return
    finally:
        signal.signal(signal.SIGTERM, previous)
