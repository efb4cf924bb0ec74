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

from solidarity_widgets.exceptions import InvalidFieldError
from solidarity_widgets.signing.guard import guard
from solidarity_widgets.signing.records import Signature, State
from solidarity_widgets.signing.store import SignatureStore
from solidarity_widgets.signing.work.files import owned, replace, save
from solidarity_widgets.signing.work.progress import Progress, Report, total_of
from solidarity_widgets.text import one_of

#: What an export gives away if nothing else is said: what a petition is handed over with, and whether the
#: signer may be named to anybody else.
DEFAULT_FIELDS = ("name", "country", "source", "confirmed", "public")

_CONFIRMED: tuple[State, ...] = ("confirmed",)


def _day(at: int | None) -> str:
    return "" if at is None else datetime.fromtimestamp(at, UTC).date().isoformat()


def _yes(value: bool) -> str:
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
        "public": lambda signature: _yes(signature.public),
        "locale": lambda signature: signature.locale,
        "source": lambda signature: signature.source,
        "state": lambda signature: signature.state,
        "confirmed": lambda signature: _day(signature.confirmed_at),
    }
)


@dataclass(slots=True)
class _Checkpoint:
    """Where an export stands: behind which id, at which byte, of how many signatures."""

    settings: str
    cursor: str = ""
    offset: int = 0
    looked: int = 0
    written: int = 0


def export(
    store: SignatureStore,
    petition_id: str,
    path: str | os.PathLike[str],
    *,
    fields: Iterable[str] = DEFAULT_FIELDS,
    states: Collection[State] = _CONFIRMED,
    purpose: str = "",
    batch: int = 1000,
    progress: Report | None = None,
) -> int:
    r"""Write a petition's signatures into a CSV file.

    The file is UTF-8 and follows RFC 4180; its first row names the fields, and every cell went through
    :func:`solidarity_widgets.signing.guard.guard`. Rows come in the order of the random ids, which says
    nothing about who signed when. It grows as ``path.part``, readable by its owner only, and gets its name
    when it is complete, in place of an older file of that name. An export that was stopped goes on where it
    was if it is called again with the same settings. Who signs meanwhile may be in it or not; who takes a
    signature back after it was written, is.

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
        >>> from solidarity_widgets.signing.sql import SqlSignatureStore
        >>> with SqlSignatureStore("sqlite://") as store, tempfile.TemporaryDirectory() as folder:
        ...     store.create_tables()
        ...     export(store, "release", f"{folder}/signatures.csv")
        ...     Path(folder, "signatures.csv").read_text()
        0
        '"name","country","source","confirmed","public"\n'
    """
    fields = tuple(fields)
    _check(fields, states, purpose, batch)
    path = Path(path)
    part, note = path.with_name(f"{path.name}.part"), path.with_name(f"{path.name}.part.json")
    settings = json.dumps(["solidarity-widgets 1", petition_id, fields, sorted(states), purpose])
    total = None if progress is None else total_of(store, petition_id, states)
    with owned(part) as file:
        at = _resume(file, part, note, hashlib.sha256(settings.encode("utf-8", "surrogatepass")).hexdigest())
        if not at.offset:
            _write(file, note, at, [fields])
        while signatures := store.read(petition_id, after=at.cursor, limit=batch, states=states):
            agreed = [one for one in signatures if not purpose or _agrees(store, one, purpose, fields)]
            at.cursor = signatures[-1].id
            at.looked += len(signatures)
            at.written += len(agreed)
            _write(file, note, at, ([guard(FIELDS[name](one)) for name in fields] for one in agreed))
            if progress is not None:
                progress(Progress(at.looked, total, at.cursor))
        if os.name == "nt":  # which renames no open file
            file.close()
        os.replace(part, path)
        note.unlink()
    return at.written


def _check(fields: tuple[str, ...], states: Collection[State], purpose: str, batch: int) -> None:
    if not fields:
        raise InvalidFieldError("fields", fields, f"must name at least one of {', '.join(FIELDS)}")
    for name in fields:
        one_of(name, FIELDS, "fields")
    for state in states:
        one_of(state, get_args(State), "states")
    if "email" in fields and purpose in ("", "processing", "public"):
        reason = "must name what the signers gave their addresses for, such as 'updates', to export them"
        raise InvalidFieldError("purpose", purpose, reason)
    if batch < 1:
        raise InvalidFieldError("batch", batch, "must be at least 1")


def _resume(file: BinaryIO, part: Path, note: Path, settings: str) -> _Checkpoint:
    """Return where to go on, and cut off what was written behind it."""
    size = file.seek(0, os.SEEK_END)
    if not size:  # the note comes first: a beginning without one is never ours
        at = _Checkpoint(settings)
        replace(note, json.dumps(asdict(at)).encode())
        return at
    try:
        at = _Checkpoint(**json.loads(note.read_bytes()))
        fits = at.settings == settings and 0 <= at.offset <= size
    except (FileNotFoundError, ValueError, TypeError):
        fits = False
    if not fits:
        reason = "is the beginning of another export (remove it and its .json, or write to another path)"
        raise InvalidFieldError("path", str(part), reason)
    file.truncate(at.offset)
    file.seek(at.offset)
    return at


def _agrees(store: SignatureStore, signature: Signature, purpose: str, fields: Collection[str]) -> bool:
    if "email" in fields and not signature.email:
        return False
    if purpose == "public" and not signature.public:
        return False
    log = store.consents(signature.petition_id, signature.id)
    acts = [entry.act for entry in log if entry.purpose == purpose]
    return acts[-1:] == ["given"]


def _write(file: BinaryIO, note: Path, at: _Checkpoint, rows: Iterable[Iterable[str]]) -> None:
    """Write rows, and only when they are on the disk the note that they are."""
    text = io.StringIO(newline="")
    # All quoted: where a semicolon parts the cells, what stands behind one in a name must not begin a cell.
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows(rows)
    file.write(text.getvalue().encode("utf-8"))
    save(file)
    at.offset = file.tell()
    replace(note, json.dumps(asdict(at)).encode())
