"""What stands behind the form (extra ``signing``): identity, tokens, defence, service, stores."""

from solidarity_widgets.exceptions import MissingExtraError

try:
    from solidarity_widgets.signing.answers import Act, CountAnswer, Landing, Signed
    from solidarity_widgets.signing.defence import BlockList, Policy, Rate
    from solidarity_widgets.signing.email import normalize_email
    from solidarity_widgets.signing.identity import Keys
    from solidarity_widgets.signing.letters import (
        Letter,
        MailPolicy,
        Subscriber,
        is_one_click,
        unsubscribe_headers,
    )
    from solidarity_widgets.signing.message import shown_message
    from solidarity_widgets.signing.records import Count, Signature
    from solidarity_widgets.signing.service import SigningService
    from solidarity_widgets.signing.sql import SqlSignatureStore
    from solidarity_widgets.signing.store import SignatureStore
    from solidarity_widgets.signing.validation import CheckedSignature, validate_signature
    from solidarity_widgets.signing.work.export import export
    from solidarity_widgets.signing.work.paper import import_paper
    from solidarity_widgets.signing.work.recount import recount
    from solidarity_widgets.signing.work.retention import RetentionPolicy, retention
except ModuleNotFoundError as error:
    if (error.name or "").partition(".")[0] not in ("itsdangerous", "email_validator", "sqlalchemy"):
        raise
    raise MissingExtraError("solidarity_widgets.signing", "signing") from None

__all__ = [
    "Act",
    "BlockList",
    "CheckedSignature",
    "Count",
    "CountAnswer",
    "Keys",
    "Landing",
    "Letter",
    "MailPolicy",
    "Policy",
    "Rate",
    "RetentionPolicy",
    "Signature",
    "SignatureStore",
    "Signed",
    "SigningService",
    "SqlSignatureStore",
    "Subscriber",
    "export",
    "import_paper",
    "is_one_click",
    "normalize_email",
    "recount",
    "retention",
    "shown_message",
    "unsubscribe_headers",
    "validate_signature",
]
