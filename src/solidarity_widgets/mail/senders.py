"""What takes a finished message: a mail server or a folder. Any callable that takes a message will do."""

from __future__ import annotations

import os
import smtplib
import ssl
import time
from collections.abc import Callable
from copy import copy
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import parseaddr
from pathlib import Path
from secrets import token_hex
from threading import Lock
from types import TracebackType
from typing import Literal, Self, TypeAlias

from solidarity_widgets.checks import check_choice, check_whole
from solidarity_widgets.exceptions import InvalidFieldError, PermanentMailError, TemporaryMailError
from solidarity_widgets.mail.smtp_errors import mail_error

#: Takes a message and returns once somebody else is responsible for it. What it raises decides what happens
#: to the message; see :func:`~solidarity_widgets.mail.deliver_waiting`.
Sender: TypeAlias = Callable[[EmailMessage], object]
Security: TypeAlias = Literal["starttls", "tls", "none"]

_PORTS = {"starttls": 587, "tls": 465, "none": 25}
#: Servers close connections that are idle for five minutes (RFC 5321, section 4.5.3.2.7), many much sooner.
_MAX_IDLE = 60


class SmtpSender:
    """Hands messages to a mail server, over one connection for as long as the server keeps it.

    Threads can share a sender; they wait for each other.

    Args:
        host: The server's name.
        port: The port; by default 587, 465 or 25, by *security*.
        security: ``starttls`` (the connection is encrypted before anything is sent, or not used), ``tls``
            (encrypted from the start), or ``none``, for a server on the same machine only.
        username: The name to log in with; empty for no login.
        password: The password.
        timeout: How many seconds to wait for each of the server's answers.
        local_hostname: The name with which this machine introduces itself; by default its own.
        context: The TLS settings; by default Python's, which check the server's certificate and name.

    Raises:
        InvalidFieldError: If an argument is not valid, or a password would be sent without encryption to
            another machine.

    Example:
        >>> SmtpSender("mail.example.org", username="petitions", password="…")
        SmtpSender('mail.example.org', port=587, security='starttls')
    """

    def __init__(
        self,
        host: str,
        port: int | None = None,
        *,
        security: Security = "starttls",
        username: str = "",
        password: str = "",
        timeout: float = 30,
        local_hostname: str | None = None,
        context: ssl.SSLContext | None = None,
    ) -> None:
        check_choice(security, tuple(_PORTS), "security")
        if not isinstance(host, str) or not host:
            raise InvalidFieldError("host", host, "must be the name of a mail server")
        if not timeout > 0:
            raise InvalidFieldError("timeout", timeout, "must be more than 0 seconds")
        if username and security == "none" and host not in ("localhost", "127.0.0.1", "::1"):
            reason = "must be starttls or tls, so that the password is encrypted"
            raise InvalidFieldError("security", security, reason)
        self.host: str = host
        self.port: int = check_whole(_PORTS[security] if port is None else port, "port", 1, 65_535)
        self.security: Security = security
        self.timeout: float = timeout
        self._login = (username, password) if username else None
        self._local_hostname = local_hostname
        self._context = context
        self._connection: smtplib.SMTP | None = None
        self._last_used = 0.0
        self._lock = Lock()

    def __repr__(self) -> str:
        return f"SmtpSender({self.host!r}, port={self.port}, security={self.security!r})"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __call__(self, message: EmailMessage) -> None:
        """Send a message to the address in its ``To``.

        Args:
            message: The message.

        Raises:
            TemporaryMailError: If the server cannot be reached or does not take the message now.
            PermanentMailError: If the server refuses the message or its recipient for good.
        """
        try:
            with self._lock:
                self._send(message)
            return
        except (OSError, smtplib.SMTPException) as error:
            failure = mail_error(error)
        # Outside the except clause: the client's error, which can hold an address, is not its context.
        raise failure

    def close(self) -> None:
        """Close the connection; the next message opens a new one."""
        with self._lock:
            self._close()

    def _send(self, message: EmailMessage) -> None:
        if self._connection is not None and not self._is_alive(self._connection):
            self._close()
        if self._connection is None:
            self._connection = self._open()
        connection = self._connection
        try:
            refused = _hand_over(connection, message)
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPResponseException):
            raise  # the client has reset the connection, or closed it
        except smtplib.SMTPNotSupportedError:
            if _recipient(message).isascii():  # then it is the site's own address
                raise
            raise PermanentMailError("the server takes no addresses outside of ASCII (SMTPUTF8)") from None
        except BaseException:  # in the middle of a conversation: the connection is of no use any more
            self._abandon()
            raise
        finally:
            self._last_used = time.monotonic()
        if refused:  # some of several
            raise smtplib.SMTPRecipientsRefused(refused)

    def _open(self) -> smtplib.SMTP:
        """Connect. Whatever fails, fails for all messages."""
        try:
            return self._connect()
        except (OSError, smtplib.SMTPException) as error:
            failure = mail_error(error)
        raise TemporaryMailError(failure.reason, failure.code, for_all=True)

    def _connect(self) -> smtplib.SMTP:
        options = {"local_hostname": self._local_hostname, "timeout": self.timeout}
        context = self._context or ssl.create_default_context()
        connection: smtplib.SMTP
        if self.security == "tls":
            connection = smtplib.SMTP_SSL(self.host, self.port, context=context, **options)  # type: ignore[arg-type]
        else:
            connection = smtplib.SMTP(self.host, self.port, **options)  # type: ignore[arg-type]
        try:
            if self.security == "starttls":
                connection.starttls(context=context)
            if self._login is not None:
                connection.login(*self._login)
            connection.ehlo_or_helo_if_needed()
        except BaseException:
            connection.close()
            raise
        return connection

    def _is_alive(self, connection: smtplib.SMTP) -> bool:
        if connection.sock is None:  # the server closed it
            return False
        if time.monotonic() - self._last_used < _MAX_IDLE:
            return True
        try:
            return connection.noop()[0] == 250  # "OK"
        except (OSError, smtplib.SMTPException):
            return False

    def _close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is None:
            return
        try:
            connection.quit()
        except (OSError, smtplib.SMTPException):
            connection.close()

    def _abandon(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()


class FolderSender:
    """Writes each message into a file of its own, with the ending ``.eml``, which mail programs open.

    A file appears only when it is complete and on the disk. Only its owner can read it. Names begin with the
    time, so the files are in order.

    Args:
        folder: The folder. It is created if it does not exist.

    Example:
        >>> import tempfile
        >>> message = EmailMessage()
        >>> message["To"] = "ales@example.org"
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     FolderSender(folder)(message)
        ...     [path.suffix for path in Path(folder).iterdir()]
        ['.eml']
    """

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        self.folder: Path = Path(folder)

    def __repr__(self) -> str:
        return f"FolderSender({str(self.folder)!r})"

    def __call__(self, message: EmailMessage) -> None:
        """Write a message.

        Args:
            message: The message.

        Raises:
            OSError: If the file cannot be written.
        """
        policy = SMTP if _recipient(message).isascii() else SMTPUTF8
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        name = f"{time.time_ns():020}-{token_hex(4)}"
        unfinished = self.folder / f".{name}.tmp"
        try:
            with open(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
                file.write(message.as_bytes(policy=policy))
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(self.folder / f"{name}.eml")
            self._sync_folder()
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise

    def _sync_folder(self) -> None:
        """Put the new name on the disk too, where the system can do that."""
        if os.name != "posix":
            return
        folder = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _hand_over(connection: smtplib.SMTP, message: EmailMessage) -> dict[str, tuple[int, bytes]]:
    """Send a message, and return which of its recipients were refused."""
    connection.ehlo_or_helo_if_needed()
    if not _recipient(message).isascii():
        return connection.send_message(message)  # which asks for SMTPUTF8 and 8BITMIME
    if connection.has_extn("8bitmime"):
        return connection.send_message(message, mail_options=["BODY=8BITMIME"])  # RFC 6152
    seven_bits = copy(message)
    seven_bits.policy = message.policy.clone(cte_type="7bit")
    return connection.send_message(seven_bits)


def _recipient(message: EmailMessage) -> str:
    return parseaddr(str(message["To"]))[1]
