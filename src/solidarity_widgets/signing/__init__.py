"""What stands behind the form (extra ``signing``): identity, tokens, defence, service, stores."""

from solidarity_widgets.exceptions import MissingExtraError

try:
    from solidarity_widgets.signing.email import normalize_email
    from solidarity_widgets.signing.identity import Keys
    from solidarity_widgets.signing.jobs.csv_import import import_paper
    from solidarity_widgets.signing.jobs.export import export
    from solidarity_widgets.signing.jobs.recount import recount
    from solidarity_widgets.signing.jobs.retention import RetentionPolicy, apply_retention
    from solidarity_widgets.signing.mailing import (
        EmailPolicy,
        OutgoingEmail,
        Subscriber,
        is_one_click,
        unsubscribe_headers,
    )
    from solidarity_widgets.signing.records import Count, Signature
    from solidarity_widgets.signing.results import CountResponse, LinkPreview, LinkResult, SignResult
    from solidarity_widgets.signing.service import SigningService
    from solidarity_widgets.signing.signer_message import render_message
    from solidarity_widgets.signing.sql import SqlSignatureStore
    from solidarity_widgets.signing.store import SignatureStore
    from solidarity_widgets.signing.suspicion import BlockList, Rate, SuspicionPolicy
    from solidarity_widgets.signing.validation import CheckedSignature, validate_signature
except ModuleNotFoundError as error:
    if (error.name or "").partition(".")[0] not in ("itsdangerous", "email_validator", "sqlalchemy"):
        raise
    raise MissingExtraError("solidarity_widgets.signing", "signing") from None

__all__ = [
    "BlockList",
    "CheckedSignature",
    "Count",
    "CountResponse",
    "EmailPolicy",
    "Keys",
    "LinkPreview",
    "LinkResult",
    "OutgoingEmail",
    "Rate",
    "RetentionPolicy",
    "SignResult",
    "Signature",
    "SignatureStore",
    "SigningService",
    "SqlSignatureStore",
    "Subscriber",
    "SuspicionPolicy",
    "apply_retention",
    "export",
    "import_paper",
    "is_one_click",
    "normalize_email",
    "recount",
    "render_message",
    "unsubscribe_headers",
    "validate_signature",
]
