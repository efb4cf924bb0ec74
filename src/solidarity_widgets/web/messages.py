"""The messages of the site's pages, marked for translation."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from solidarity_widgets.i18n.messages import MessageId, pgettext_noop
from solidarity_widgets.signing.tokens import TokenPurpose

# --- the page of a link -----------------------------------------------------------------------------------

# Translators: Headings of the pages that the links in an email open.
HEADINGS: Mapping[TokenPurpose, MessageId] = MappingProxyType(
    {
        "confirm": pgettext_noop("petition-page", "Confirm your signature"),
        "withdraw": pgettext_noop("petition-page", "Withdraw your signature"),
        "erase": pgettext_noop("petition-page", "Erase your data"),
        "unsubscribe": pgettext_noop("petition-page", "Stop receiving news"),
    }
)
# Translators: What happens if the reader presses the button of one of these pages.
EXPLANATIONS: Mapping[TokenPurpose, MessageId] = MappingProxyType(
    {
        "confirm": pgettext_noop(
            "petition-page",
            "Check that this is what you wrote. Your signature counts once you press the button.",
        ),
        "withdraw": pgettext_noop(
            "petition-page", "Your signature will no longer count, and you will get no more news."
        ),
        "erase": pgettext_noop(
            "petition-page",
            "Your name and everything else you wrote will be deleted. If your signature has been counted, it "
            "still counts, without your name.",
        ),
        "unsubscribe": pgettext_noop(
            "petition-page", "Your email address will be deleted. Your signature still counts."
        ),
    }
)
# Translators: The buttons of these pages.
BUTTONS: Mapping[TokenPurpose, MessageId] = MappingProxyType(
    {
        "confirm": pgettext_noop("petition-page", "Confirm"),
        "withdraw": pgettext_noop("petition-page", "Withdraw"),
        "erase": pgettext_noop("petition-page", "Erase"),
        "unsubscribe": HEADINGS["unsubscribe"],
    }
)
# Translators: The headings of these pages once it is done.
DONE: Mapping[TokenPurpose, MessageId] = MappingProxyType(
    {
        "confirm": pgettext_noop("petition-page", "Your signature is confirmed"),
        "withdraw": pgettext_noop("petition-page", "Your signature has been withdrawn"),
        "erase": pgettext_noop("petition-page", "Your data have been erased"),
        "unsubscribe": pgettext_noop("petition-page", "You will get no more news"),
    }
)
# Translators: Before the name that the reader wrote in the form.
NAME = pgettext_noop("petition-page", "Name")
# Translators: Before the message that the reader wrote in the form.
MESSAGE = pgettext_noop("petition-page", "Message")
# Translators: Heading above the texts that the reader agreed to in the form.
AGREED = pgettext_noop("petition-page", "You agreed to this")
# Translators: Below the button that confirms a signature.
NOT_YOU = pgettext_noop(
    "petition-page",
    "If you have not signed, close this page, and nothing will be counted.",
)
# Translators: A link to the form, below what the reader is said to have written.
CORRECT = pgettext_noop("petition-page", "This is not what I wrote")
# Translators: Heading of a page whose link is too old or no longer needed.
EXPIRED = pgettext_noop("petition-page", "This link no longer works")
# Translators: Below that heading.
EXPIRED_TEXT = pgettext_noop(
    "petition-page",
    "It is too old, or you have signed again since. You can sign again as long as the petition is open.",
)
# Translators: Heading of a page whose link is broken.
INVALID = pgettext_noop("petition-page", "This link does not work")
# Translators: Below that heading.
INVALID_TEXT = pgettext_noop(
    "petition-page", "Part of it may be missing. Copy the whole link from the email into the address bar."
)
# Translators: A link.
BACK = pgettext_noop("petition-page", "Go to the petition")

# --- after signing ----------------------------------------------------------------------------------------

# Translators: Heading above a small form for people who got no email.
RESEND = pgettext_noop("petition-page", "No email?")
# Translators: The button of that form.
RESEND_BUTTON = pgettext_noop("petition-page", "Send it again")
# Translators: Above a short text and the address of the petition, to be copied into a message.
PREPARED = pgettext_noop("petition-page", "Text to send to others")
# Translators: A link to a calendar file with the last day on which the petition can be signed.
CALENDAR = pgettext_noop("petition-page", "Add the deadline to your calendar")
# Translators: A link in a small frame on another site. It opens the petition.
SIGN_LINK = pgettext_noop("petition-page", "Read and sign")
# Translators: Name of the list of languages a reader can choose from.
LANGUAGES = pgettext_noop("petition-page", "Languages")

# --- errors -----------------------------------------------------------------------------------------------

# Translators: Headings of pages for requests that cannot be answered.
ERRORS: Mapping[int, MessageId] = MappingProxyType(
    {
        400: pgettext_noop("petition-page", "The form could not be read"),
        403: pgettext_noop("petition-page", "The form was sent from another site"),
        404: pgettext_noop("petition-page", "Page not found"),
        405: pgettext_noop("petition-page", "This page cannot do that"),
        413: pgettext_noop("petition-page", "The form is too long"),
        415: pgettext_noop("petition-page", "The form could not be read"),
        503: pgettext_noop("petition-page", "The petition cannot be reached at the moment"),
    }
)
# Translators: Below the headings about forms that could not be read, and about pages that take no form.
TRY_AGAIN = pgettext_noop(
    "petition-page", "Nothing was stored. Open the petition again and send the form from there."
)
# Translators: Below the heading of a page that does not exist.
CHECK_ADDRESS = pgettext_noop("petition-page", "Check the address. The petition may have been removed.")
# Translators: Below the heading of a page that fails for a moment.
TRY_LATER = pgettext_noop("petition-page", "Nothing was stored. Try again in a few minutes.")
