"""Messages reach a real mail server over SMTP; whatever it does, the error says whether to try again."""

from __future__ import annotations

import socket
import ssl
import stat
import time
import traceback
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
import trustme

from solidarity_widgets.exceptions import (
    InvalidFieldError,
    MailError,
    PermanentMailError,
    TemporaryMailError,
)
from solidarity_widgets.mail import FolderSender, SmtpSender

from .smtp_server import MailServer, mail_server, only

ADDRESS = "ales@example.org"


def message(to: str = ADDRESS, text: str = "Пацвердзіце свой подпіс.\n.\n") -> EmailMessage:
    made = EmailMessage(policy=policy.SMTP if to.isascii() else policy.SMTPUTF8)
    made["From"] = "Волю ім <info@example.org>"
    made["To"] = to
    made["Subject"] = "Пацвердзіце подпіс"
    made.set_content(text)
    return made


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


@pytest.fixture
def sender(server: MailServer) -> Iterator[SmtpSender]:
    with SmtpSender("127.0.0.1", server.port, security="none", timeout=5) as sender:
        yield sender


def failure(sender: Any, to: str = ADDRESS) -> MailError:
    with pytest.raises(MailError) as caught:
        sender(message(to))
    shown = "".join(traceback.format_exception(caught.value)) + repr(vars(caught.value))
    assert to.partition("@")[0] not in shown
    assert caught.value.__context__ is None or ADDRESS not in repr(caught.value.__context__)
    return caught.value


class TestAccepted:
    def test_it_arrives_whole(self, server: MailServer, sender: SmtpSender) -> None:
        sender(message())
        assert server.recipients == [ADDRESS]
        assert server.read()["Subject"] == "Пацвердзіце подпіс"
        assert server.read().get_content() == "Пацвердзіце свой подпіс.\r\n.\r\n"
        assert server.messages[0].replace(b"\r\n", b"").count(b"\n") == 0
        assert "BODY=8BITMIME" in server.options

    def test_a_server_of_seven_bits(self, server: MailServer, sender: SmtpSender) -> None:
        server.extensions = ["SIZE"]
        sender(message())
        assert server.messages[0].isascii()
        assert server.options == []
        assert server.read().get_content().splitlines()[0] == "Пацвердзіце свой подпіс."

    def test_one_connection_serves_many(self, server: MailServer, sender: SmtpSender) -> None:
        for number in range(5):
            sender(message(f"a{number}@example.org"))
        assert (len(server.messages), server.connections) == (5, 1)

    def test_a_closed_connection_is_opened_again(self, server: MailServer, sender: SmtpSender) -> None:
        sender(message())
        sender.close()
        sender(message())
        assert (len(server.messages), server.connections) == (2, 2)

    def test_an_idle_connection_is_tried_first(
        self, server: MailServer, sender: SmtpSender, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("solidarity_widgets.mail.senders._MAX_IDLE", 0)
        sender(message())
        assert sender._connection is not None
        assert sender._connection.sock is not None
        sender._connection.sock.shutdown(socket.SHUT_RDWR)  # as if the server had closed it
        sender(message())
        assert (len(server.messages), server.connections) == (2, 2)

    def test_addresses_outside_of_ascii(self) -> None:
        with mail_server(enable_SMTPUTF8=True) as server:
            with SmtpSender("127.0.0.1", server.port, security="none") as sender:
                sender(message("алесь@example.org"))
            assert server.recipients == ["алесь@example.org"]
            assert server.read()["To"] == "алесь@example.org"


class TestRefused:
    """What is refused for good, and what is tried again."""

    @pytest.mark.parametrize(
        ("command", "reply", "kind", "code", "for_all"),
        [
            ("RCPT", "550 5.1.1 <ADDRESS> unknown", PermanentMailError, 550, None),
            ("RCPT", "553 no such mailbox ADDRESS", PermanentMailError, 553, None),
            ("RCPT", "450 4.2.0 ADDRESS greylisted", TemporaryMailError, 450, False),
            ("RCPT", "452 4.2.2 mailbox full", TemporaryMailError, 452, False),
            ("RCPT", "421 4.3.2 too many", TemporaryMailError, 421, True),
            ("RCPT", "554 5.7.1 <ADDRESS>: Relay access denied", TemporaryMailError, 554, False),
            ("RCPT", "530 5.7.0 Authentication required", TemporaryMailError, 530, False),
            ("RCPT", "550 5.4.5 Daily user sending limit exceeded", TemporaryMailError, 550, True),
            ("DATA", "550 5.4.5 Daily user sending limit exceeded", TemporaryMailError, 550, True),
            ("DATA", "554 5.3.2 system not accepting messages", TemporaryMailError, 554, True),
            ("RCPT", "550 5.4.1 ADDRESS access denied", PermanentMailError, 550, None),
            ("DATA", "554 5.6.0 refused", PermanentMailError, 554, None),
            ("DATA", "451 4.7.1 later", TemporaryMailError, 451, False),
            ("DATA", "421 4.3.2 shutting down", TemporaryMailError, 421, True),
            ("MAIL", "550 5.1.0 not you", TemporaryMailError, 550, True),
            ("MAIL", "451 4.3.0 later", TemporaryMailError, 451, True),
            ("DATA", "disconnect", TemporaryMailError, None, False),
            ("RCPT", "disconnect", TemporaryMailError, None, False),
        ],
    )
    def test_the_error_says_so_and_the_next_message_is_sent(
        self,
        command: str,
        reply: str,
        kind: type[MailError],
        code: int | None,
        for_all: bool | None,
        server: MailServer,
        sender: SmtpSender,
    ) -> None:
        server.replies[command] = [reply, ""]
        error = failure(sender)
        assert type(error) is kind
        assert error.code == code
        assert getattr(error, "for_all", None) == for_all
        accepted = len(server.messages)
        sender(message())
        assert len(server.messages) == accepted + 1

    def test_one_of_two_recipients_is_refused(self, server: MailServer, sender: SmtpSender) -> None:
        server.replies["RCPT"] = ["", "550 5.1.1 unknown"]
        two = message()
        two["Bcc"] = "archive@example.org"
        with pytest.raises(PermanentMailError):
            sender(two)

    def test_a_server_that_hangs(self, server: MailServer) -> None:
        server.replies["DATA"] = ["hang"]
        began = time.monotonic()
        error = failure(SmtpSender("127.0.0.1", server.port, security="none", timeout=0.5))
        assert time.monotonic() - began < 5
        assert isinstance(error, TemporaryMailError)
        assert error.for_all

    def test_a_server_that_does_not_greet(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as silent:
            error = failure(SmtpSender("127.0.0.1", silent.getsockname()[1], security="none", timeout=0.5))
        assert isinstance(error, TemporaryMailError)
        assert error.for_all

    def test_nobody_listens(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as closed:
            port = closed.getsockname()[1]
        error = failure(SmtpSender("127.0.0.1", port, security="none"))
        assert isinstance(error, TemporaryMailError)
        assert error.for_all

    def test_a_server_without_addresses_outside_of_ascii(self) -> None:
        with (
            mail_server(enable_SMTPUTF8=False) as server,
            SmtpSender("127.0.0.1", server.port, security="none") as sender,
        ):
            error = failure(sender, "алесь@example.org")
        assert isinstance(error, PermanentMailError)


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="module")
def certified(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    return context


@pytest.fixture
def trusting(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


class TestEncrypted:
    """A password and a message are sent over a checked connection only."""

    @pytest.mark.parametrize("password", ["right", "wrong"])
    def test_starttls_and_login(
        self, password: str, certified: ssl.SSLContext, trusting: ssl.SSLContext
    ) -> None:
        with mail_server(
            tls_context=certified, require_starttls=True, auth_required=True, authenticator=only("u", "right")
        ) as server:
            sender = SmtpSender(
                "127.0.0.1", server.port, username="u", password=password, context=trusting, timeout=10
            )
            if password == "right":
                sender(message())
                sender(message())
                assert len(server.messages) == 2
            else:
                error = failure(sender)
                assert isinstance(error, TemporaryMailError)
                assert (error.code, error.for_all) == (535, True)
            sender.close()

    def test_tls_from_the_start(self, certified: ssl.SSLContext, trusting: ssl.SSLContext) -> None:
        with mail_server(ssl_context=certified) as server:
            with SmtpSender("127.0.0.1", server.port, security="tls", context=trusting) as sender:
                sender(message())
            assert len(server.messages) == 1

    def test_a_certificate_nobody_knows(self, certified: ssl.SSLContext) -> None:
        with mail_server(tls_context=certified) as server:
            error = failure(SmtpSender("127.0.0.1", server.port, timeout=10))
            assert isinstance(error, TemporaryMailError)
            assert error.for_all
            assert server.messages == []

    def test_a_server_without_starttls(self, server: MailServer) -> None:
        error = failure(SmtpSender("127.0.0.1", server.port))
        assert isinstance(error, TemporaryMailError)
        assert error.for_all
        assert server.messages == []

    def test_no_password_in_the_clear(self) -> None:
        with pytest.raises(InvalidFieldError, match="must be starttls or tls"):
            SmtpSender("mail.example.org", username="u", password="p", security="none")

    @pytest.mark.parametrize("options", [{"port": 0}, {"timeout": 0}, {"security": "ssl"}, {"host": ""}])
    def test_arguments(self, options: dict[str, Any]) -> None:
        with pytest.raises(InvalidFieldError):
            SmtpSender(**{"host": "mail.example.org", **options})

    def test_the_password_is_not_shown(self) -> None:
        assert "hidden" not in repr(SmtpSender("mail.example.org", username="u", password="hidden"))


class TestFolder:
    def test_files_are_whole_private_and_in_order(self, tmp_path: Path) -> None:
        sender = FolderSender(tmp_path / "new" / "mail")
        for number in range(3):
            sender(message(f"a{number}@example.org"))
        files = sorted((tmp_path / "new" / "mail").iterdir())
        assert [path.suffix for path in files] == [".eml"] * 3
        read = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in files]
        assert [each["To"] for each in read] == [f"a{number}@example.org" for number in range(3)]
        assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
        assert stat.S_IMODE(sender.folder.stat().st_mode) == 0o700

    def test_an_address_outside_of_ascii(self, tmp_path: Path) -> None:
        FolderSender(tmp_path)(message("алесь@example.org"))
        [path] = tmp_path.iterdir()
        assert message_from_bytes(path.read_bytes(), policy=policy.default)["To"] == "алесь@example.org"

    def test_nothing_is_left_of_what_fails(self, tmp_path: Path) -> None:
        (tmp_path / "mail").write_text("a file has the folder's name")
        with pytest.raises(FileExistsError):
            FolderSender(tmp_path / "mail")(message())
        broken = EmailMessage()
        broken["To"] = ADDRESS
        broken.set_payload(object())
        with pytest.raises(AttributeError):
            FolderSender(tmp_path / "other")(broken)
        assert list((tmp_path / "other").iterdir()) == []
