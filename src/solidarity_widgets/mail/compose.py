"""From an email that the service wants sent to a message that mail servers take."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime, make_msgid, parseaddr
from typing import TypeAlias

from solidarity_widgets.exceptions import InvalidFieldError
from solidarity_widgets.html import element
from solidarity_widgets.i18n import Locale, Message, Translator, get_locale
from solidarity_widgets.i18n.messages import MessageId
from solidarity_widgets.mail import messages
from solidarity_widgets.petitions.translations import LocalizedText
from solidarity_widgets.signing import OutgoingEmail, check_email
from solidarity_widgets.signing.headers import mailbox_header, text_header, whole_header
from solidarity_widgets.signing.tokens import CONFIRM_MAX_AGE, TokenPurpose
from solidarity_widgets.text import TextLike, one_line

#: Returns the absolute URL of a link, from its purpose, its token and the code of the reader's language:
#: ``PetitionSite.link``.
LinkMaker: TypeAlias = Callable[[TokenPurpose, str, str], str]
_DAY = 86_400


@dataclass(frozen=True, slots=True)
class _Part:
    """A paragraph: a message, the petition's title, or a URL.

    Attributes:
        message: Its text, and the text's language.
        is_url: Whether it is a URL.
    """

    message: Message | LocalizedText
    is_url: bool = False


def compose(
    outgoing: OutgoingEmail,
    *,
    sender: TextLike,
    link: LinkMaker,
    neutral_subject: bool = False,
    html: bool = False,
    reply_to: TextLike = "",
) -> EmailMessage:
    """Make the message for a signer, in their language.

    Args:
        outgoing: What the service wants sent.
        sender: The address that the message comes from, with or without a name:
            ``Save the lake <info@example.org>``.
        link: Makes the URLs of links: ``site.link`` of a :class:`~solidarity_widgets.web.PetitionSite`.
        neutral_subject: Whether the subject must not tell what the message is about. Somebody may look at the
            signer's screen.
        html: Whether to add an HTML part. It loads nothing.
        reply_to: Another address for answers.

    Returns:
        The message. Its lines are short enough for every mail server, and its id does not name this computer.

    Raises:
        InvalidFieldError: If an address is not valid.

    Source: RFC 3834, section 5 (``Auto-Submitted``), so that no holiday message answers.

    Example:
        >>> from solidarity_widgets.petitions import Petition
        >>> vigil = Petition("vigil", title="Let them go")
        >>> tokens = {"confirm": "a", "withdraw": "b", "erase": "c"}
        >>> message = compose(
        ...     OutgoingEmail("confirm", "ales@example.org", vigil, "en", tokens),
        ...     sender="Vigil <info@example.org>",
        ...     link=lambda purpose, token, locale: f"https://example.org/{purpose}/{token}",
        ... )
        >>> message["Subject"], message["Auto-Submitted"]
        ('Confirm your signature: Let them go', 'auto-generated')
    """
    locale = get_locale(outgoing.locale)
    name, address = _parse_sender(sender, "sender")
    recipient = check_email(outgoing.to)
    message = EmailMessage(policy=SMTP if recipient.isascii() and address.isascii() else SMTPUTF8)
    subjects = messages.NEUTRAL_SUBJECTS if neutral_subject else messages.SUBJECTS
    title = outgoing.petition.title.best(locale).text
    subject = Translator(locale).message(subjects[outgoing.kind], title=title)
    message["From"] = mailbox_header("From", f"{name} <{address}>" if name else address)
    message["To"] = mailbox_header("To", recipient)
    if reply_to:
        message["Reply-To"] = mailbox_header("Reply-To", _parse_sender(reply_to, "reply_to")[1])
    message["Subject"] = text_header("Subject", one_line(subject.text, "subject"))
    message["Date"] = format_datetime(datetime.now(UTC))
    message["Message-ID"] = whole_header("Message-ID", make_msgid(domain=address.rpartition("@")[2]))
    message["Content-Language"] = locale.tag
    message["Auto-Submitted"] = "auto-generated"
    parts = _parts(outgoing, locale, link)
    message.set_content(_plain_text(parts))
    if html:
        message.add_alternative(_html(parts, locale, subject.text), subtype="html")
    return message


def _parse_sender(value: TextLike, field: str) -> tuple[str, str]:
    """Return the name and the address of a mailbox."""
    name, address = parseaddr(one_line(value, field))
    try:
        return name, check_email(address)
    except InvalidFieldError:
        reason = "must be an email address, such as Save the lake <info@example.org>"
        raise InvalidFieldError(field, value, reason) from None


def _parts(outgoing: OutgoingEmail, locale: Locale, link: LinkMaker) -> list[_Part]:
    translator = Translator(locale)

    def text(message: MessageId, n: int | None = None) -> _Part:
        return _Part(translator.message(message, n))

    def url(purpose: TokenPurpose) -> _Part:
        address = link(purpose, outgoing.tokens[purpose], outgoing.locale)
        return _Part(Message.from_text(address, locale), is_url=True)

    parts = [
        text(messages.INTRODUCTIONS[outgoing.kind]),
        _Part(outgoing.petition.title.best(locale)),
    ]
    if "confirm" in outgoing.tokens:
        parts += [text(messages.CONFIRM), url("confirm")]
        parts += [text(messages.EXPIRES, CONFIRM_MAX_AGE // _DAY), text(messages.NOT_YOU)]
    else:
        parts.append(text(messages.NOTHING_TO_DO))
    return [*parts, text(messages.WITHDRAW), url("withdraw"), text(messages.ERASE), url("erase")]


def _plain_text(parts: list[_Part]) -> str:
    """Return the plain text. A URL stands on a line of its own, so that no program cuts or extends it."""
    return "\n\n".join(part.message.text for part in parts) + "\n"


def _html(parts: list[_Part], locale: Locale, title: str) -> str:
    paragraphs = []
    for part in parts:
        if part.is_url:
            address = part.message.text
            link = element("a", {"href": address, "dir": "ltr", "rel": "noreferrer"}, address)
            paragraphs.append(element("p", None, link))
        else:
            attributes = part.message.attributes(locale)
            paragraphs.append(element("p", attributes, part.message.text))
    head = element("head", None, element("meta", {"charset": "utf-8"}), element("title", None, title))
    body = element("body", None, *paragraphs)
    return f"<!doctype html>\n{element('html', {'lang': locale.tag, 'dir': locale.direction}, head, body)}\n"
