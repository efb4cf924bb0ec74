"""The messages of petitions, marked for translation."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from solidarity_widgets.i18n.messages import MessageId, npgettext_noop, pgettext_noop

# --- progress ---------------------------------------------------------------------------------------------

# Translators: How many have signed the petition; stands alone above a progress bar. The number is a count
# Translators: of signatures: "7,312 people have signed". Choose words that fit women and men.
SIGNED = npgettext_noop("petition", "{n} person has signed", "{n} people have signed")
# Translators: Instead of "0 people have signed".
NOBODY = pgettext_noop("petition", "No one has signed yet")
# Translators: Below the progress bar; {n} is the number of signatures the petition wants to reach.
GOAL = npgettext_noop("petition", "Goal: {n} signature", "Goal: {n} signatures")
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
ADDRESSEES = pgettext_noop("petition", "This petition is to")
# Translators: Heading above the list of what the petition demands.
DEMANDS = pgettext_noop("petition", "Our demands")
# Translators: {date} is a full date such as "4 August 2027", in the form it has inside a sentence. {zone} is
# Translators: the city whose time is meant, in the nominative, such as "Minsk", or "UTC+3". The petition can
# Translators: be signed until that day ends there.
OPEN_UNTIL = pgettext_noop("petition", "You can sign until the end of {date} ({zone} time)")
# Translators: {date} and {zone} as above. The petition cannot be signed yet.
OPENS_ON = pgettext_noop("petition", "You can sign from {date} ({zone} time)")
# Translators: {date} and {zone} as above: the last day on which one could sign. Signing is over.
CLOSED_ON = pgettext_noop("petition", "This petition closed on {date} ({zone} time)")
# Translators: Heading, after the form was sent: the signature must still be confirmed by email.
CHECK_MAIL = pgettext_noop("petition", "Check your email to confirm your signature")
# Translators: Under that heading.
CHECK_MAIL_TEXT = pgettext_noop(
    "petition",
    "We have sent an email to the address you gave. Open the link in it and confirm. Your signature will not "
    "count until you do. If the email has not arrived within an hour, check your spam or junk folder.",
)
# Translators: Heading, after the signature was confirmed.
THANKS = pgettext_noop("petition", "Thank you for signing")
# Translators: Under that heading, above share buttons.
ASK_OTHERS = pgettext_noop("petition", "Every signature counts. Ask other people to sign too.")

# --- the form ---------------------------------------------------------------------------------------------

# Translators: Heading of the form, and the text of a link that leads to it, also in emails.
SIGN_HEADING = pgettext_noop("petition-form", "Sign this petition")
# Translators: The button that sends the form.
SIGN = pgettext_noop("petition-form", "Sign")
# Translators: Label of a field that may be left empty; {label} is the field's own label.
OPTIONAL = pgettext_noop("petition-form", "{label} (optional)")
# Translators: Label of the field for a name. A first name alone is enough, so do not ask for a surname or a
# Translators: full name.
NAME = pgettext_noop("petition-form", "Your name")
# Translators: Label of the field for the email address.
EMAIL = pgettext_noop("petition-form", "Email address")
# Translators: Under that label.
EMAIL_HINT = pgettext_noop(
    "petition-form",
    "We will email you a link to confirm your signature. We will not show your email address on this "
    "website.",
)
# Translators: Label of a list of countries.
COUNTRY = pgettext_noop("petition-form", "Country")
# Translators: The list's first entry, before anything is chosen.
CHOOSE_COUNTRY = pgettext_noop("petition-form", "Select a country")
# Translators: Label of the field for the postcode.
POSTCODE = pgettext_noop("petition-form", "Postcode")
# Translators: Label of the field for a few words of support to those the petition is for.
MESSAGE = pgettext_noop("petition-form", "Message of solidarity")
# Translators: Under that label; {n} is a number such as 500.
MESSAGE_HINT = npgettext_noop(
    "petition-form", "You can enter up to {n} character", "You can enter up to {n} characters"
)
# Translators: Heading above boxes that can be ticked, each with a sentence that begins with "I agree" or
# Translators: the like.
CONSENT = pgettext_noop("petition-form", "Your consent")
# Translators: Label of a field that only machines see and fill; people who see it must leave it empty.
HONEYPOT = pgettext_noop("petition-form", "Leave this field blank")

# --- consents: what a box's sentence says is stored, word for word, with each signature ---------------------

# Translators: A sentence the signer agrees to by ticking a box. It must say exactly this and no more.
PROCESSING = pgettext_noop(
    "petition-consent",
    "I agree to the details I entered above being stored, so that my signature is counted and each person "
    "is counted only once.",
)
# Translators: A sentence the signer agrees to by ticking a box: news of this campaign, by email.
UPDATES = pgettext_noop("petition-consent", "I would like to receive news about this campaign by email.")
# Translators: A sentence the signer agrees to by ticking a box. The name is what was entered as "Your
# Translators: name": say neither "full name" nor "surname".
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
# Translators: In the list of problems, before the sentence beside a box: "To sign, tick this box: I agree".
# Translators: {problem} is a whole message. Change only the colon, or the space before it, if your language
# Translators: writes them differently.
PROBLEM_OF = pgettext_noop("petition-error", "{problem}:")

# Translators: The field for the name is empty.
_NAME_MISSING = pgettext_noop("petition-error", "Enter your name")
# Translators: The name has no letter in it.
_NAME_LETTERS = pgettext_noop("petition-error", "Your name must include letters")
# Translators: The name is too long; {n} is a number such as 100.
_NAME_LONG = npgettext_noop(
    "petition-error",
    "Your name must be {n} character or fewer",
    "Your name must be {n} characters or fewer",
)
# Translators: Somebody wrote the address of a website as a name.
_NAME_LINK = pgettext_noop("petition-error", "Your name must not include a web address")
# Translators: The name has a character that no name has, such as a control character.
_NAME_CHARACTERS = pgettext_noop("petition-error", "Your name contains a character that cannot be used")
# Translators: The field for the email address is empty.
_EMAIL_MISSING = pgettext_noop("petition-error", "Enter your email address")
# Translators: What was entered is not an email address.
_EMAIL_FORMAT = pgettext_noop(
    "petition-error", "Enter an email address in the correct format, like name@example.org"
)
# Translators: No country was chosen.
_COUNTRY_MISSING = pgettext_noop("petition-error", "Select your country")
# Translators: The country that was sent is not in the list.
_COUNTRY_UNKNOWN = pgettext_noop("petition-error", "Select a country from the list")
# Translators: The field for the postcode is empty.
_POSTCODE_MISSING = pgettext_noop("petition-error", "Enter your postcode")
# Translators: What was entered cannot be a postcode.
_POSTCODE_FORMAT = pgettext_noop(
    "petition-error", "Postcode must only include letters, numbers, spaces and hyphens"
)
# Translators: The field for the message is empty.
_MESSAGE_MISSING = pgettext_noop("petition-error", "Enter a message")
# Translators: The message is too long; {n} is a number such as 500.
_MESSAGE_LONG = npgettext_noop(
    "petition-error",
    "Your message must be {n} character or fewer",
    "Your message must be {n} characters or fewer",
)
# Translators: The message has the address of a website in it.
_MESSAGE_LINK = pgettext_noop("petition-error", "Your message must not include web addresses")
# Translators: The message has a character that no text has, such as a control character.
_MESSAGE_CHARACTERS = pgettext_noop("petition-error", "Your message contains a character that cannot be used")
# Translators: A box that must be ticked was not.
_CONSENT_MISSING = pgettext_noop("petition-error", "To sign, tick this box")

#: The messages for each field and error code. The codes are public: applications store them and test for
#: them.
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
