"""What petitions say, marked for translators."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from solidarity_widgets.i18n.messages import MessageId, npgettext_noop, pgettext_noop

# --- progress ---------------------------------------------------------------------------------------------

# Translators: How many have signed the petition; stands alone above a progress bar. The number is a count
# Translators: of signatures: "7,312 people have signed". Choose words that fit women and men.
SIGNED = npgettext_noop("petition", "{n} person has signed", "{n} people have signed")
# Translators: Instead of "0 people have signed".
NOBODY = pgettext_noop("petition", "Nobody has signed yet")
# Translators: Below the progress bar; {n} is the number of signatures the petition wants to reach.
GOAL = npgettext_noop("petition", "The goal is {n} signature", "The goal is {n} signatures")
# Translators: The same, once there are that many.
REACHED = npgettext_noop(
    "petition", "The goal of {n} signature has been reached", "The goal of {n} signatures has been reached"
)
# Translators: One word after the name of a threshold that has been reached, such as "100,000 A debate in
# Translators: parliament".
PASSED = pgettext_noop("petition", "reached")
# Translators: Name of the progress bar, for screen readers, before a percentage.
BAR = pgettext_noop("a11y", "Progress towards the goal")

# --- the panel --------------------------------------------------------------------------------------------

# Translators: Heading above the names of those whom the petition is addressed to, such as a ministry.
ADDRESSEES = pgettext_noop("petition", "Addressed to")
# Translators: Heading above the list of what the petition demands.
DEMANDS = pgettext_noop("petition", "What we demand")
# Translators: {date} is a full date such as "4 August 2027", in the form it has inside a sentence. The
# Translators: petition can be signed until the end of that day.
OPEN_UNTIL = pgettext_noop("petition", "You can sign until the end of {date}")
# Translators: {date} as above. The petition cannot be signed yet.
OPENS_ON = pgettext_noop("petition", "You can sign from {date}")
# Translators: {date} as above: the last day on which one could sign. Signing is over.
CLOSED_ON = pgettext_noop("petition", "This petition closed at the end of {date}")
# Translators: Heading, after the form was sent: the signature must still be confirmed by e-mail.
CHECK_MAIL = pgettext_noop("petition", "One more step: open your e-mail")
# Translators: Under that heading.
CHECK_MAIL_TEXT = pgettext_noop(
    "petition",
    "A message is on its way to the address you gave. Open the link in it and confirm: only then does your "
    "signature count. If nothing has come within an hour, look among the unwanted mail.",
)
# Translators: Heading, after the signature was confirmed.
THANKS = pgettext_noop("petition", "Thank you for signing")
# Translators: Under that heading, above share buttons.
ASK_OTHERS = pgettext_noop("petition", "Every signature counts. Ask others to sign too.")

# --- the form ---------------------------------------------------------------------------------------------

# Translators: Heading of the form.
SIGN_HEADING = pgettext_noop("petition-form", "Sign this petition")
# Translators: The button that sends the form.
SIGN = pgettext_noop("petition-form", "Sign")
# Translators: Label of a field in which one need not write; {label} is the field's own label.
OPTIONAL = pgettext_noop("petition-form", "{label} (optional)")
# Translators: Label of the field for a person's whole name.
NAME = pgettext_noop("petition-form", "Your name")
# Translators: Label of the field for the e-mail address.
EMAIL = pgettext_noop("petition-form", "E-mail address")
# Translators: Under that label.
EMAIL_HINT = pgettext_noop(
    "petition-form",
    "You will get a message with a link to confirm your signature. The address is never shown to other "
    "readers.",
)
# Translators: Label of a list of countries.
COUNTRY = pgettext_noop("petition-form", "Country")
# Translators: The list's first entry, before anything is chosen.
CHOOSE_COUNTRY = pgettext_noop("petition-form", "Choose a country")
# Translators: Label of the field for the postcode.
POSTCODE = pgettext_noop("petition-form", "Postcode")
# Translators: Label of the field for a few words of support to those the petition is for.
MESSAGE = pgettext_noop("petition-form", "Message of solidarity")
# Translators: Under that label; {n} is a number such as 500.
MESSAGE_HINT = npgettext_noop("petition-form", "Up to {n} character", "Up to {n} characters")
# Translators: Heading above boxes that can be ticked, each with a sentence that begins with "I agree" or
# Translators: the like.
CONSENT = pgettext_noop("petition-form", "Your consent")
# Translators: Label of a field that only machines see and fill; people who see it must leave it empty.
HONEYPOT = pgettext_noop("petition-form", "Leave this field empty")

# --- consents: what a box's sentence says is stored, word for word, with each signature ---------------------

# Translators: A sentence the signer agrees to by ticking a box. It must say exactly this and no more.
PROCESSING = pgettext_noop(
    "petition-consent",
    "I agree that what I entered above is stored, to count my signature and to make sure that each person "
    "is counted once.",
)
# Translators: A sentence the signer agrees to by ticking a box: news of this campaign, by e-mail.
UPDATES = pgettext_noop("petition-consent", "I would like to get news about this campaign by e-mail.")
# Translators: A sentence the signer agrees to by ticking a box.
PUBLIC_NAME = pgettext_noop("petition-consent", "My name may be shown on this website.")
# Translators: A sentence the signer agrees to by ticking a box. The message is the message of solidarity.
PUBLIC_MESSAGE = pgettext_noop("petition-consent", "My message may be shown on this website.")
# Translators: A sentence the signer agrees to by ticking a box. The message is the message of solidarity.
PUBLIC_BOTH = pgettext_noop("petition-consent", "My name and my message may be shown on this website.")

# --- errors -----------------------------------------------------------------------------------------------

# Translators: Heading above a list of what must be corrected in the form.
PROBLEM = pgettext_noop("petition-error", "There is a problem")
# Translators: Read by screen readers before each of these messages, and put before the page's title.
ERROR = pgettext_noop("petition-error", "Error:")

# Translators: The field for the name is empty.
_NAME_MISSING = pgettext_noop("petition-error", "Enter your name")
# Translators: The name has no letter in it.
_NAME_LETTERS = pgettext_noop("petition-error", "Enter your name in letters")
# Translators: The name is too long; {n} is a number such as 100.
_NAME_LONG = npgettext_noop(
    "petition-error",
    "Your name must have at most {n} character",
    "Your name must have at most {n} characters",
)
# Translators: Somebody wrote the address of a website as a name.
_NAME_LINK = pgettext_noop("petition-error", "Your name must not contain a web address")
# Translators: The name has a character that no name has, such as a control character.
_NAME_CHARACTERS = pgettext_noop("petition-error", "Your name contains a character that cannot be used")
# Translators: The field for the e-mail address is empty.
_EMAIL_MISSING = pgettext_noop("petition-error", "Enter your e-mail address")
# Translators: What stands in the field is no e-mail address.
_EMAIL_FORMAT = pgettext_noop(
    "petition-error", "Enter an e-mail address in the right form, such as name@example.org"
)
# Translators: No country was chosen.
_COUNTRY_MISSING = pgettext_noop("petition-error", "Choose your country")
# Translators: What was sent is none of the countries in the list.
_COUNTRY_UNKNOWN = pgettext_noop("petition-error", "Choose a country from the list")
# Translators: The field for the postcode is empty.
_POSTCODE_MISSING = pgettext_noop("petition-error", "Enter your postcode")
# Translators: What stands in the field can be no postcode.
_POSTCODE_FORMAT = pgettext_noop("petition-error", "Enter a postcode of letters, digits, spaces and hyphens")
# Translators: The field for the message is empty.
_MESSAGE_MISSING = pgettext_noop("petition-error", "Write a message")
# Translators: The message is too long; {n} is a number such as 500.
_MESSAGE_LONG = npgettext_noop(
    "petition-error",
    "Shorten your message to {n} character or fewer",
    "Shorten your message to {n} characters or fewer",
)
# Translators: The message has the address of a website in it.
_MESSAGE_LINK = pgettext_noop("petition-error", "Remove web addresses from your message")
# Translators: The message has a character that no text has, such as a control character.
_MESSAGE_CHARACTERS = pgettext_noop("petition-error", "Your message contains a character that cannot be used")
# Translators: A box that must be ticked was not.
_CONSENT_MISSING = pgettext_noop("petition-error", "To sign, tick this box")

#: Field -> code of what is wrong -> what to say. Codes are public: hosts store and test them.
ERRORS: Mapping[str, Mapping[str, MessageId]] = MappingProxyType(
    {
        "name": MappingProxyType(
            {
                "missing": _NAME_MISSING,
                "letters": _NAME_LETTERS,
                "too-long": _NAME_LONG,
                "link": _NAME_LINK,
                "characters": _NAME_CHARACTERS,
            }
        ),
        "email": MappingProxyType({"missing": _EMAIL_MISSING, "format": _EMAIL_FORMAT}),
        "country": MappingProxyType({"missing": _COUNTRY_MISSING, "unknown": _COUNTRY_UNKNOWN}),
        "postcode": MappingProxyType({"missing": _POSTCODE_MISSING, "format": _POSTCODE_FORMAT}),
        "message": MappingProxyType(
            {
                "missing": _MESSAGE_MISSING,
                "too-long": _MESSAGE_LONG,
                "link": _MESSAGE_LINK,
                "characters": _MESSAGE_CHARACTERS,
            }
        ),
        "consent": MappingProxyType({"missing": _CONSENT_MISSING}),
    }
)
