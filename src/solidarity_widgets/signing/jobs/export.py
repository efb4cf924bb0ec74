"""Signatures as a CSV file, of any number, in little memory."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO, get_args

from solidarity_widgets.checks import check_choice, check_whole
from solidarity_widgets.exceptions import InvalidFieldError
from solidarity_widgets.signing.jobs.csv_cells import escape_cell
from solidarity_widgets.signing.jobs.files import locked_file, replace_file, sync
from solidarity_widgets.signing.jobs.progress import JobProgress, ProgressCallback, count_in_states
from solidarity_widgets.signing.store.protocol import SignatureStore
from solidarity_widgets.signing.store.records import Signature, SignatureState

#: What an export gives away if nothing else is said: what a petition is handed over with, and whether the
#: signer may be named to anybody else.
DEFAULT_FIELDS = ("name", "country", "source", "confirmed", "public")

_CONFIRMED: tuple[SignatureState, ...] = ("confirmed",)


def _format_day(at: int | None) -> str:
    return "" if at is None else datetime.fromtimestamp(at, UTC).date().isoformat()


def _yes_no(value: bool) -> str:
    return "yes" if value else "no"


#: Every column there is. Times are days, for the second of a signature is nobody's business and would tell
#: who signed together; scores, hashes and counts of messages stay in the store.
FIELDS: Mapping[str, Callable[[Signature], str]] = MappingProxyType(
    {
        "id": lambda signature: signature.id,
        "name": lambda signature: signature.name,
        "email": lambda signature: signature.email,
        "country": lambda signature: signature.country,
        "postcode": lambda signature: signature.postcode,
        "message": lambda signature: signature.message if signature.public else "",
        "public": lambda signature: _yes_no(signature.public),
        "locale": lambda signature: signature.locale,
        "source": lambda signature: signature.source,
        "state": lambda signature: signature.state,
        "confirmed": lambda signature: _format_day(signature.confirmed_at),
    }
)


@dataclass(slots=True)
class _Checkpoint:
    """Where an export stands: behind which id, at which byte, of how many signatures."""

    settings: str
    cursor: str = ""
    offset: int = 0
    processed: int = 0
    written: int = 0


def export(
    store: SignatureStore,
    petition_id: str,
    path: str | os.PathLike[str],
    *,
    fields: Iterable[str] = DEFAULT_FIELDS,
    states: Collection[SignatureState] = _CONFIRMED,
    purpose: str = "",
    batch: int = 1000,
    progress: ProgressCallback | None = None,
) -> int:
    r"""Write a petition's signatures into a CSV file.

    The file is UTF-8 and follows RFC 4180. Its first row names the fields, and
    :func:`~solidarity_widgets.signing.jobs.csv_cells.escape_cell` escapes every cell for spreadsheets. Rows
    are in the order of the random ids, which says nothing about who signed when.

    The file grows as ``path.part``, readable by its owner only, and replaces *path* when it is complete. An
    interrupted export continues if you call it again with the same arguments. A signature that is added
    meanwhile may be missing, and one that is withdrawn after it was written stays in the file.

    Args:
        store: The store.
        petition_id: The petition's id.
        path: The file to make.
        fields: Names of its columns, among those of :data:`FIELDS`. A message is given only if its signer
            allowed it to be shown.
        states: Which signatures.
        purpose: Only those whose signers agreed to this purpose and have not taken that back, by the
            consent log: ``public``, ``updates``, or the host's own. The column ``email`` needs one that
            is about mail.
        batch: How many signatures to hold in memory.
        progress: Called after each batch, which is then on the disk.

    Returns:
        How many signatures the file has.

    Raises:
        InvalidFieldError: If a field, state or batch cannot be used, another process writes the file, or
            ``path.part`` belongs to another export.
        OSError: If the file cannot be written.

    Example:
        >>> import tempfile
        >>> from solidarity_widgets.signing.store.sql import SqlSignatureStore
        >>> with SqlSignatureStore("sqlite://") as store, tempfile.TemporaryDirectory() as folder:
        ...     store.create_tables()
        ...     export(store, "release", f"{folder}/signatures.csv")
        ...     Path(folder, "signatures.csv").read_text()
        0
        '"name","country","source","confirmed","public"\n'
    """
    fields = tuple(fields)
    _check_arguments(fields, states, purpose, batch)
    path = Path(path)
    part, checkpoint_path = path.with_name(f"{path.name}.part"), path.with_name(f"{path.name}.part.json")
    settings = json.dumps(["solidarity-widgets 1", petition_id, fields, sorted(states), purpose])
    total = None if progress is None else count_in_states(store, petition_id, states)
    with locked_file(part) as file:
        checkpoint = _resume(
            file, part, checkpoint_path, hashlib.sha256(settings.encode("utf-8", "surrogatepass")).hexdigest()
        )
        if not checkpoint.offset:
            _write(file, checkpoint_path, checkpoint, [fields])
        while signatures := store.list_signatures(
            petition_id, after=checkpoint.cursor, limit=batch, states=states
        ):
            agreed = [
                signature
                for signature in signatures
                if not purpose or _has_consent(store, signature, purpose, fields)
            ]
            checkpoint.cursor = signatures[-1].id
            checkpoint.processed += len(signatures)
            checkpoint.written += len(agreed)
            _write(
                file,
                checkpoint_path,
                checkpoint,
                ([escape_cell(FIELDS[name](signature)) for name in fields] for signature in agreed),
            )
            if progress is not None:
                progress(JobProgress(checkpoint.processed, total, checkpoint.cursor))
        if os.name == "nt":  # which renames no open file
            file.close()
        os.replace(part, path)
        checkpoint_path.unlink()
    return checkpoint.written


def _check_arguments(
    fields: tuple[str, ...], states: Collection[SignatureState], purpose: str, batch: int
) -> None:
    if not fields:
        raise InvalidFieldError("fields", fields, f"must name at least one of {', '.join(FIELDS)}")
    for name in fields:
        check_choice(name, FIELDS, "fields")
    for state in states:
        check_choice(state, get_args(SignatureState), "states")
    if "email" in fields and purpose in ("", "processing", "public"):
        reason = "must name what the signers gave their addresses for, such as 'updates', to export them"
        raise InvalidFieldError("purpose", purpose, reason)
    check_whole(batch, "batch", 1)


def _resume(file: BinaryIO, part: Path, checkpoint_path: Path, settings: str) -> _Checkpoint:
    """Return where to go on, and cut off what was written behind it."""
    size = file.seek(0, os.SEEK_END)
    if not size:  # the note comes first: a beginning without one is never ours
        checkpoint = _Checkpoint(settings)
        replace_file(checkpoint_path, json.dumps(asdict(checkpoint)).encode())
        return checkpoint
    try:
        checkpoint = _Checkpoint(**json.loads(checkpoint_path.read_bytes()))
        resumable = checkpoint.settings == settings and 0 <= checkpoint.offset <= size
    except (FileNotFoundError, ValueError, TypeError):
        resumable = False
    if not resumable:
        reason = "is the beginning of another export (remove it and its .json, or write to another path)"
        raise InvalidFieldError("path", str(part), reason)
    file.truncate(checkpoint.offset)
    file.seek(checkpoint.offset)
    return checkpoint


def _has_consent(store: SignatureStore, signature: Signature, purpose: str, fields: Collection[str]) -> bool:
    if "email" in fields and not signature.email:
        return False
    if purpose == "public" and not signature.public:
        return False
    log = store.consents(signature.petition_id, signature.id)
    acts = [entry.action for entry in log if entry.purpose == purpose]
    return acts[-1:] == ["given"]


def _write(
    file: BinaryIO, checkpoint_path: Path, checkpoint: _Checkpoint, rows: Iterable[Iterable[str]]
) -> None:
    """Write rows, and only when they are on the disk the note that they are."""
    text = io.StringIO(newline="")
    # All quoted: where a semicolon parts the cells, what stands behind one in a name must not begin a cell.
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows(rows)
    file.write(text.getvalue().encode("utf-8"))
    sync(file)
    checkpoint.offset = file.tell()
    replace_file(checkpoint_path, json.dumps(asdict(checkpoint)).encode())
