"""The service behind a petition's form (extra ``signing``)."""

from solidarity_widgets.exceptions import MissingExtraError

try:
    from solidarity_widgets.signing.counting import CountResponse
    from solidarity_widgets.signing.intake.block_list import BlockList
    from solidarity_widgets.signing.intake.email import check_email, normalize_email
    from solidarity_widgets.signing.intake.hints import Hint
    from solidarity_widgets.signing.intake.intake import SignResult
    from solidarity_widgets.signing.intake.mailing import EmailPolicy, OutgoingEmail, ReminderPolicy
    from solidarity_widgets.signing.intake.rates import Rate
    from solidarity_widgets.signing.intake.signer_message import render_message
    from solidarity_widgets.signing.intake.suspicion import SuspicionPolicy
    from solidarity_widgets.signing.intake.validation import CheckedSignature, validate_signature
    from solidarity_widgets.signing.jobs.csv_import import import_paper, import_web
    from solidarity_widgets.signing.jobs.export import export
    from solidarity_widgets.signing.jobs.recount import recount
    from solidarity_widgets.signing.jobs.retention import RetentionPolicy, apply_retention
    from solidarity_widgets.signing.keys import Keys
    from solidarity_widgets.signing.links import LinkPreview, LinkResult
    from solidarity_widgets.signing.moderation import StoredData
    from solidarity_widgets.signing.news import Subscriber, is_one_click, unsubscribe_headers
    from solidarity_widgets.signing.service import SigningService
    from solidarity_widgets.signing.store.memory import MemorySignatureStore
    from solidarity_widgets.signing.store.protocol import SignatureStore
    from solidarity_widgets.signing.store.records import Change, Count, QueuedEmail, Signature
    from solidarity_widgets.signing.store.sql import SqlSignatureStore
except ModuleNotFoundError as _error:
    if (_error.name or "").partition(".")[0] not in (
        "itsdangerous",
        "email_validator",
        "publicsuffixlist",
        "sqlalchemy",
    ):
        raise
    raise MissingExtraError("solidarity_widgets.signing", "signing") from None

__all__ = [
    "BlockList",
    "Change",
    "CheckedSignature",
    "Count",
    "CountResponse",
    "EmailPolicy",
    "Hint",
    "Keys",
    "LinkPreview",
    "LinkResult",
    "MemorySignatureStore",
    "OutgoingEmail",
    "QueuedEmail",
    "Rate",
    "ReminderPolicy",
    "RetentionPolicy",
    "SignResult",
    "Signature",
    "SignatureStore",
    "SigningService",
    "SqlSignatureStore",
    "StoredData",
    "Subscriber",
    "SuspicionPolicy",
    "apply_retention",
    "check_email",
    "export",
    "import_paper",
    "import_web",
    "is_one_click",
    "normalize_email",
    "recount",
    "render_message",
    "unsubscribe_headers",
    "validate_signature",
]
