"""The texts of emails to signers, marked for translation."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from solidarity_widgets.i18n.messages import MessageId, npgettext_noop, pgettext_noop
from solidarity_widgets.signing.store.records import EmailKind

# Translators: Subjects of emails. {title} is the title of a petition, in any language.
SUBJECTS: Mapping[EmailKind, MessageId] = MappingProxyType(
    {
        "confirm": pgettext_noop("petition-email", "Confirm your signature: {title}"),
        "already_signed": pgettext_noop("petition-email", "You have already signed: {title}"),
        "reminder": pgettext_noop("petition-email", "Reminder: confirm your signature: {title}"),
    }
)
# Translators: Subjects of the same emails where a subject must not tell others what the email is about:
# Translators: somebody may look at the reader's screen. Do not mention a petition or a signature.
NEUTRAL_SUBJECTS: Mapping[EmailKind, MessageId] = MappingProxyType(
    {
        "confirm": pgettext_noop("petition-email", "Confirm your email address"),
        "already_signed": pgettext_noop("petition-email", "About your email address"),
        "reminder": pgettext_noop("petition-email", "Reminder: confirm your email address"),
    }
)
# Translators: The first sentence of an email, above the title of the petition.
INTRODUCTIONS: Mapping[EmailKind, MessageId] = MappingProxyType(
    {
        "confirm": pgettext_noop("petition-email", "Somebody signed this petition with your email address:"),
        "already_signed": pgettext_noop(
            "petition-email",
            "Somebody filled in the form of this petition with your email address, but you have already "
            "signed it:",
        ),
        "reminder": pgettext_noop(
            "petition-email", "Your signature on this petition has not been confirmed yet:"
        ),
    }
)
# Translators: Before the link that confirms a signature.
CONFIRM = pgettext_noop(
    "petition-email",
    "If it was you, open this link and press the button. Your signature does not count until you do.",
)
# Translators: Below that link. {n} is the number of days.
EXPIRES = npgettext_noop("petition-email", "The link works for {n} day.", "The link works for {n} days.")
# Translators: For people whose address somebody else used.
NOT_YOU = pgettext_noop(
    "petition-email",
    "If it was not you, ignore this email, and nothing will be counted.",
)
# Translators: In the email to people who have signed already.
NOTHING_TO_DO = pgettext_noop("petition-email", "You do not need to do anything. Your signature counts once.")
# Translators: Before a link. Whoever withdraws a signature gets no more news either.
WITHDRAW = pgettext_noop("petition-email", "To withdraw your signature and get no more news:")
# Translators: Before a link. Everything the reader wrote in the form is deleted.
ERASE = pgettext_noop("petition-email", "To erase your data:")
