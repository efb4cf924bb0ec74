"""The command line's ``signatures``: a store's tables, and long jobs on its signatures."""

from __future__ import annotations

import argparse
import os
import re
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from solidarity_widgets.cli.changes import add_changes
from solidarity_widgets.cli.secrets import add_secret_file, read_keys, read_text
from solidarity_widgets.cli.send_mail import add_send_mail
from solidarity_widgets.cli.signers import OF_SIGNED, add_signer_tasks
from solidarity_widgets.exceptions import InvalidFieldError

if TYPE_CHECKING:
    from solidarity_widgets.signing.jobs.export import Delimiter
    from solidarity_widgets.signing.jobs.progress import JobProgress, ProgressCallback
    from solidarity_widgets.signing.store.sql import SqlSignatureStore

_DATABASE = "SOLIDARITY_WIDGETS_DATABASE"
_INTERRUPTED = 130
#: The exit code, and what is printed.
Result = tuple[int, str]
#: Seconds between two lines where there is no terminal.
_REPORT_INTERVAL = 5.0
#: The tasks that need a petition. If nobody has signed one of that name, the name is a mistyped one, unless
#: an import says that it is new.
_IMPORTS = ("import-paper", "import-web")
_OF_SIGNED = ("export", *_IMPORTS, "recount", "retention", *OF_SIGNED)
#: Delimiters as they can be typed.
_DELIMITERS: Mapping[str, Delimiter] = {"comma": ",", "semicolon": ";", "tab": "\t"}
#: Far longer than anything is kept, and few enough seconds for every database.
_MAX_DAYS = 365_000
_DAYS = re.compile(r"[0-9]{1,6}\Z")
_PERIODS = ("pending", "quarantined", "withdrawn", "after-close", "changes")


def add_signatures(commands: Any) -> None:
    """Add the command to the command line's parser.

    Args:
        commands: What ``ArgumentParser.add_subparsers`` returned.
    """
    signatures = commands.add_parser("signatures", help="a store's tables and long work on signatures")
    tasks = signatures.add_subparsers(required=True, metavar="TASK")

    def task(
        name: str, run: Callable[[SqlSignatureStore, argparse.Namespace, ProgressCallback], Result], help: str
    ) -> Any:
        parser = tasks.add_parser(name, help=help, description=help)
        parser.add_argument(
            "--database",
            metavar="URL",
            default=os.environ.get(_DATABASE, ""),
            help=f"such as sqlite:///signatures.db (default: ${_DATABASE}; others see what you type here)",
        )
        parser.add_argument("--prefix", default="sw_", help="what the tables' names begin with")
        parser.set_defaults(run=lambda options: _run(run, options), task=name, slots=1, batched=False)
        if name not in ("create-tables", "accept-secret", "send-mail"):
            parser.add_argument("--petition", metavar="ID", required=True)
            parser.add_argument("--slots", type=int, default=1, help="how many rows the counter has")
        return parser

    tables = task("create-tables", _create_tables, "create the tables that are missing")
    tables.add_argument("--batched", action="store_true", help="for a store that counts in batches")
    tables.add_argument(
        "--distribute", choices=["citus"], help="distribute them by petition over a Citus cluster"
    )

    export = task("export", _export, "write signatures into a CSV file, or go on with that")
    export.add_argument("file", metavar="FILE")
    export.add_argument("--fields", help="columns, such as 'name country message' (see the documentation)")
    export.add_argument("--state", action="append", dest="states", help="default: confirmed")
    export.add_argument("--purpose", default="", help="only of signers who agreed to it")
    export.add_argument(
        "--delimiter",
        choices=_DELIMITERS,
        default="comma",
        help="what separates the cells; Excel in most of Europe needs a semicolon (default: comma)",
    )
    _add_bom(export)

    for name, help, required in (
        ("import-paper", "add signatures given on paper, from a CSV file", "name"),
        ("import-web", "add signatures that another tool has confirmed, from a CSV file", "name email"),
    ):
        rows = task(name, _import_rows, help)
        rows.add_argument("file", metavar="FILE")
        rows.add_argument("--sheet", required=True, help="your name for this sheet or file; keep to it")
        rows.add_argument("--required", default=required, help="columns that every row must fill")
        rows.add_argument(
            "--consent",
            action="append",
            default=[],
            metavar="PURPOSE=FILE",
            help="a text file with the words for a purpose; PURPOSE:VERSION=FILE names their version",
        )
        rows.add_argument("--locale", help="the language of these words")
        rows.add_argument("--rejects", metavar="FILE", help="default: FILE with .rejects.csv for its ending")
        rows.add_argument("--new", action="store_true", help="the petition may have no signatures yet")
        rows.add_argument("--dry-run", action="store_true", help="store nothing, say what would be added")
        _add_bom(rows)
        add_secret_file(rows)

    recount = task("recount", _recount, "count anew, and put the count right")
    recount.add_argument("--start", type=int, default=0, metavar="SLOT", help="the slot to begin with")

    retention = task("retention", _retention, "remove and erase what is not to be kept any longer")
    retention.add_argument("--closed", metavar="DATE", help="the petition's last day, once it has closed")
    retention.add_argument("--zone", help="whose day, such as Europe/Minsk")
    retention.add_argument("--dry-run", action="store_true", help="change nothing, say what would go")
    retention.add_argument(
        "--keep",
        action="append",
        default=[],
        metavar="WHAT=DAYS",
        help=f"another period for {', '.join(_PERIODS)}",
    )
    add_signer_tasks(task)
    add_send_mail(task)
    add_changes(task)


def _add_bom(parser: Any) -> None:
    parser.add_argument(
        "--no-bom",
        action="store_false",
        dest="bom",
        help="write CSV without the byte order mark that Excel needs",
    )


def _run(
    job: Callable[[SqlSignatureStore, argparse.Namespace, ProgressCallback], Result],
    options: argparse.Namespace,
) -> int:
    if not options.database:
        raise InvalidFieldError("--database", "", f"must be given, here or in ${_DATABASE}")
    last: list[JobProgress] = []
    try:
        from solidarity_widgets.signing.jobs.open_store import open_store

        with (
            open_store(
                options.database,
                prefix=options.prefix,
                slots=options.slots,
                batched=options.batched,
                create=options.task == "create-tables",
            ) as store,
            _progress_display(options.task) as show,
        ):
            if options.task in _OF_SIGNED:
                _check_petition(store.petitions(), options)

            def report(progress: JobProgress) -> None:
                last[:] = [progress]
                show(progress)

            code, result = job(store, options, report)
    except KeyboardInterrupt:
        more = f" with --start {last[0].cursor}" if options.task == "recount" and last else ""
        print(f"\nStopped; nothing is lost. The same command{more} goes on.", file=sys.stderr)
        return _INTERRUPTED
    if result:
        print(result)
    return code


def _check_petition(known: list[str], options: argparse.Namespace) -> None:
    """Refuse a petition that nobody has signed: its name may be mistyped."""
    if options.petition in known or (options.task in _IMPORTS and options.new):
        return
    reason = f"must be among those that were signed: {', '.join(known)}" if known else "was never signed"
    if options.task in _IMPORTS:
        reason += " (add --new for a petition that nobody has signed yet)"
    raise InvalidFieldError("--petition", options.petition, reason)


@contextmanager
def _progress_display(task: str) -> Iterator[ProgressCallback]:
    """Give a callable that shows progress on stderr: a bar on a terminal, else a line now and then."""
    if not sys.stderr.isatty() or find_spec("rich") is None:
        yield _progress_lines(task)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bars

    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
    with Bars(*columns, console=Console(stderr=True), transient=True) as bars:
        bar = bars.add_task(task, total=None)
        yield lambda progress: bars.update(bar, completed=progress.done, total=progress.total)


def _progress_lines(task: str) -> ProgressCallback:
    last_report = time.monotonic()

    def report(progress: JobProgress) -> None:
        nonlocal last_report
        if time.monotonic() - last_report >= _REPORT_INTERVAL:
            last_report = time.monotonic()
            of = "" if progress.total is None else f" of {progress.total}"
            print(f"{task}: {progress.done}{of}", file=sys.stderr, flush=True)

    return report


def _create_tables(store: SqlSignatureStore, options: argparse.Namespace, report: ProgressCallback) -> Result:
    store.create_tables(distribute=options.distribute)
    names = ", ".join(sorted(store.tables.metadata.tables))
    return 0, f"ready{', distributed by petition_id' if options.distribute else ''}: {names}"


def _export(store: SqlSignatureStore, options: argparse.Namespace, report: ProgressCallback) -> Result:
    from solidarity_widgets.signing.jobs.export import DEFAULT_FIELDS, export

    written = export(
        store,
        options.petition,
        options.file,
        fields=DEFAULT_FIELDS if options.fields is None else options.fields.split(),
        states=options.states or ["confirmed"],
        purpose=options.purpose,
        bom=options.bom,
        delimiter=_DELIMITERS[options.delimiter],
        progress=report,
    )
    return 0, f"{written} signatures in {options.file}"


def _import_rows(store: SqlSignatureStore, options: argparse.Namespace, report: ProgressCallback) -> Result:
    from solidarity_widgets.petitions import Consent
    from solidarity_widgets.signing.jobs.csv_import import import_paper, import_web

    consents = []
    for pair in options.consent:
        purpose, equals, file = pair.partition("=")
        if not equals:
            raise InvalidFieldError("--consent", pair, "must be written as PURPOSE=FILE")
        name, _, version = purpose.partition(":")
        consents.append(Consent(name, read_text("--consent", file), version=version))
    import_rows = import_paper if options.task == "import-paper" else import_web
    done = import_rows(
        store,
        options.petition,
        options.file,
        keys=read_keys(options.secret_file),
        sheet=options.sheet,
        now=int(time.time()),
        required=options.required,
        consents=consents,
        locale=_check_locale(options.locale),
        rejects=options.rejects,
        dry_run=options.dry_run,
        bom=options.bom,
        progress=report,
    )
    would = "would be " if options.dry_run else ""
    result = (
        f"{done.added} {would}added, {done.duplicates} there before, {done.refused} refused, "
        f"{done.blank} blank; rows in all: {done.rows}"
    )
    return int(done.refused > 0), result


def _check_locale(name: str | None) -> str | None:
    """Refuse a language that nobody knows, which would count as English."""
    from solidarity_widgets.i18n import get_locale

    if name is not None and get_locale(name).code == "en" and not name.lower().startswith("en"):
        raise InvalidFieldError("--locale", name, "must be a language's code, such as be, uk or pt-BR")
    return name


def _recount(store: SqlSignatureStore, options: argparse.Namespace, report: ProgressCallback) -> Result:
    from solidarity_widgets.signing.jobs.recount import recount

    found = recount(store, options.petition, now=int(time.time()), start=options.start, progress=report)
    state = f"was {found.drift:+d}, {found.repaired} slots mended" if found.repaired else "right"
    return int(found.repaired > 0), f"{found.signed} signed; the count {state}"


def _retention(store: SqlSignatureStore, options: argparse.Namespace, report: ProgressCallback) -> Result:
    from solidarity_widgets.petitions import Deadline
    from solidarity_widgets.signing.jobs.retention import RetentionPolicy, apply_retention
    from solidarity_widgets.signing.store.records import DAY

    periods = {}
    for pair in options.keep:
        name, _, days = pair.partition("=")
        if name not in _PERIODS or not _DAYS.match(days) or int(days) > _MAX_DAYS:
            raise InvalidFieldError(
                "--keep",
                pair,
                f"must be one of {', '.join(_PERIODS)}, and a number up to {_MAX_DAYS}, as pending=21",
            )
        periods[name.replace("-", "_")] = int(days) * DAY
    closed = Deadline.parse(options.closed, options.zone)
    done = apply_retention(
        store,
        options.petition,
        policy=RetentionPolicy(**periods),
        closed_at=None if closed is None else int(closed.end.timestamp()),
        now=int(time.time()),
        dry_run=options.dry_run,
        progress=report,
    )
    removed = ", ".join(f"{count} {state}" for state, count in done.removed.items())
    would = "would be " if options.dry_run else ""
    lines = [
        f"{would}removed: {removed}; {would}erased: {done.erased}; rate counters: {done.hits}; "
        f"ids in the change feed: {done.forgotten}"
    ]
    if done.emails:
        lines.append(f"{done.emails} emails {would}given up: nothing could send them for a day")
    if done.to_review:
        lines.append(
            f"{done.to_review} quarantined signatures that their signers confirmed wait for you: "
            "see signatures quarantined, release and reject"
        )
    return 0, "\n".join(lines)
