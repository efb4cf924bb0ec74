"""Keeping the catalogs of a checkout in step with the source text: for developers, never used by a page.

`extract` writes the template ``locales/solidarity_widgets.pot`` from the sources, `update` merges it into
every catalog, `is_stale` tells whether that is needed, `init` begins a language and `check` reads them all.
The same sources always give the same bytes: no dates, no versions, no line numbers.

Babel extracts and merges. Writing is done here, because Babel puts the time of the run into the header, drops
header lines it does not know (``X-Review``) and breaks long previous msgids in the middle of a string.
"""

from __future__ import annotations

import io
import re
import tomllib
from collections.abc import Sequence
from pathlib import Path

from babel.core import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import escape, normalize, read_po

from solidarity_widgets.exceptions import CatalogError
from solidarity_widgets.i18n.checker import check_catalog
from solidarity_widgets.i18n.locales import cldr_identifier, parse_locale
from solidarity_widgets.i18n.plural_rules import check_plural_rule, plural_forms
from solidarity_widgets.i18n.pofile import PoReader, Problem

__all__ = ["check", "extract", "init", "is_stale", "update"]

DOMAIN = "solidarity_widgets"
PROJECT = "solidarity-widgets"
COMMENT_TAG = "Translators:"
#: Which arguments of which calls are msgctxt (``c``), msgid and msgid_plural.
KEYWORDS: dict[str, tuple[tuple[int, str] | int, ...]] = {
    "pgettext_noop": ((1, "c"), 2),
    "npgettext_noop": ((1, "c"), 2, 3),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
_WIDTH = 100
_HEADER = re.compile(r'\A(?:#[^\n]*\n|\n)*msgid ""\nmsgstr (?:"[^\n]*\n)+')

_TEMPLATE_HEADER = f"""\
# Messages of {PROJECT}.
#
# This file is written by a program. Translations are in the folders beside it.
msgid ""
msgstr ""
"Project-Id-Version: {PROJECT}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"""

_CATALOG_HEADER = f"""\
# {{name}} catalog of {PROJECT}.
# A careful draft: no native speaker has read it yet.
msgid ""
msgstr ""
"Project-Id-Version: {PROJECT}\\n"
"Language: {{code}}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {{plural_forms}}\\n"
"X-Review: draft; no native speaker has read this text yet\\n"
"""


def extract(root: Path) -> Path:
    """Write the template from the sources of a checkout.

    Args:
        root: The checkout's top folder.

    Returns:
        The template's path.

    Raises:
        CatalogError: If *root* is no checkout, or a message has no literal context.
    """
    path = _template_path(root)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_serialize(_TEMPLATE_HEADER, _extract_messages(root)))
    return path


def update(root: Path) -> list[Path]:
    """Renew the template and merge it into every catalog.

    New messages come in untranslated, or marked fuzzy with the text of a similar old one; messages that have
    gone are kept as obsolete and come back if the message does. Headers and translators' comments stay.

    Args:
        root: The checkout's top folder.

    Returns:
        The files that were changed.

    Raises:
        CatalogError: If *root* is no checkout, or a file cannot be read; then nothing is written.
    """
    renewed = _updated_files(root)
    changed = [path for path, data in renewed.items() if _read_or_none(path) != data]
    for path in changed:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(renewed[path])
    return changed


def is_stale(root: Path) -> bool:
    """Whether `update` would change a file.

    Args:
        root: The checkout's top folder.

    Returns:
        True if the template or a catalog lags behind the sources.
    """
    return any(_read_or_none(path) != data for path, data in _updated_files(root).items())


def init(root: Path, code: str) -> Path:
    """Begin a language: write a catalog with no translations and the right plural forms.

    Args:
        root: The checkout's top folder.
        code: The language, in any spelling; the folder gets gettext's, e.g. ``be@tarask``.

    Returns:
        The new catalog's path.

    Raises:
        CatalogError: If the language is unknown or has a catalog already.
    """
    subtags = parse_locale(code)
    identifier = cldr_identifier(subtags) if subtags else None
    if subtags is None or identifier is None:
        raise CatalogError(f"{code!r} is no language known to Babel; write a code such as 'ka' or 'zh_Hant'.")
    path = _check_root(root) / "locales" / subtags.code / "LC_MESSAGES" / f"{DOMAIN}.po"
    if path.exists():
        raise CatalogError(f"{path} exists already; edit it, or run update to bring in new messages.")
    name = Locale.parse(identifier).get_display_name("en") or subtags.code
    forms = plural_forms(subtags.language, identifier)
    header = _CATALOG_HEADER.format(name=name, code=subtags.code, plural_forms=forms)
    catalog = _parse_catalog(header.encode())
    catalog.update(_extract_messages(root))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_serialize(header, catalog))
    return path


def check(root: Path, codes: Sequence[str] = ()) -> list[Problem]:
    """Check the catalogs of a checkout against its template.

    Args:
        root: The checkout's top folder.
        codes: Folders of ``locales/``; all of them if empty.

    Returns:
        Everything that was found, catalog by catalog.

    Raises:
        CatalogError: If *root* is no checkout, or has no catalog for one of *codes*.
    """
    template = _read_or_none(_template_path(root))
    paths = {path.parent.parent.name: path for path in _catalog_paths(root)}
    if unknown := set(codes) - paths.keys():
        raise CatalogError(f"no catalog for {', '.join(sorted(unknown))}; there are {', '.join(paths)}.")
    found: list[Problem] = []
    for code in codes or paths:
        data = paths[code].read_bytes()
        problems = check_catalog(data, code, template=template) + check_plural_rule(data, code)
        found += sorted(problems, key=lambda problem: problem.line)
    return found


def _check_root(root: Path) -> Path:
    """The folder itself, if it is a checkout of this project."""
    try:
        name = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["name"]
    except (OSError, KeyError, ValueError):
        name = None
    if name != PROJECT:
        raise CatalogError(
            f"{root} is no checkout of {PROJECT}: its pyproject.toml is missing or names another project. "
            "Catalogs are kept up in a checkout; run this in its top folder."
        )
    return root


def _template_path(root: Path) -> Path:
    return _check_root(root) / "locales" / f"{DOMAIN}.pot"


def _catalog_paths(root: Path) -> list[Path]:
    return sorted((_check_root(root) / "locales").glob(f"*/LC_MESSAGES/{DOMAIN}.po"))


def _read_or_none(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _updated_files(root: Path) -> dict[Path, bytes]:
    """What the template and the catalogs should contain."""
    template = _extract_messages(root)
    files = {_template_path(root): _serialize(_TEMPLATE_HEADER, template)}
    for path in _catalog_paths(root):
        data = path.read_bytes().replace(b"\r\n", b"\n")
        header = _HEADER.match(data.decode("utf-8", "replace"))
        problems = PoReader(data, path.parent.parent.name).problems
        if problems or header is None:
            raise CatalogError(f"{path} is not touched: {problems[0] if problems else 'it has no header'}")
        catalog = _parse_catalog(data)
        for message in template:  # a message that has come back finds its old translation
            obsolete = catalog.obsolete.pop(_key(message), None) if message.id else None
            if obsolete and catalog.get(message.id, message.context) is None:
                catalog[message.id] = obsolete
        catalog.update(template)
        files[path] = _serialize(header[0].lstrip("\n"), catalog)
    return files


def _extract_messages(root: Path) -> Catalog:
    """Every message of the sources, in the order of the files and of the lines."""
    found = []
    calls = extract_from_dir(
        _check_root(root) / "src",
        method_map=[("**.py", "python")],
        keywords=KEYWORDS,
        comment_tags=[COMMENT_TAG],
        strip_comment_tags=True,
    )
    for name, line, ids, comments, context in calls:
        path = f"src/{Path(name).as_posix()}"
        if not context:
            raise CatalogError(f"{path}, line {line}: {ids!r} has no context; give a literal one first.")
        found.append((path, line, ids, comments, context))
    catalog = Catalog()
    for path, line, ids, comments, context in sorted(found, key=lambda call: call[:2]):
        catalog.add(ids, locations=[(path, line)], auto_comments=comments, context=context)
    return catalog


def _parse_catalog(data: bytes) -> Catalog:
    return read_po(io.BytesIO(data), abort_invalid=True)


def _key(message: Message) -> tuple[str, str] | str:
    """How Babel's catalogs name a message."""
    msgid = message.id if isinstance(message.id, str) else message.id[0]
    return (msgid, message.context) if message.context else msgid


def _serialize(header: str, catalog: Catalog) -> bytes:
    """A template or catalog as text, its header as given."""
    blocks = [header.rstrip("\n")]
    blocks += [_entry(message, catalog.num_plurals) for message in catalog if message.id]
    blocks += [_entry(message, catalog.num_plurals, "#~ ") for message in catalog.obsolete.values()]
    return ("\n\n".join(blocks) + "\n").encode()


def _entry(message: Message, forms: int, prefix: str = "") -> str:
    """One message with all its comments; Babel hands ``#|`` lines over as comments that begin with a bar."""
    strings = [message.string] if isinstance(message.string, str) else list(message.string or [""])
    fuzzy = message.fuzzy and any(strings)
    flags = sorted(message.flags - {"fuzzy"}) if not prefix else []
    lines = [f"# {comment}".rstrip() for comment in message.user_comments if not comment.startswith("|")]
    if not prefix:
        lines += [f"#. {comment}" for comment in message.auto_comments]
        lines += [f"#: {path}" for path in sorted({path for path, _ in message.locations})]
    if fuzzy or flags:
        lines.append("#, " + ", ".join(["fuzzy"] * fuzzy + flags))
    if message.previous_id:
        keywords = zip(("msgid", "msgid_plural"), message.previous_id, strict=False)
        lines += [f"#| {keyword} {escape(text)}" for keyword, text in keywords]
    elif fuzzy:
        lines += [f"#{comment}" for comment in message.user_comments if comment.startswith("|")]
    ids = [message.id] if isinstance(message.id, str) else list(message.id)
    texts = [("msgctxt", message.context or ""), *zip(("msgid", "msgid_plural"), ids, strict=False)]
    if len(ids) == 1:
        texts.append(("msgstr", strings[0]))
    else:
        strings += [""] * forms
        texts += [(f"msgstr[{form}]", strings[form]) for form in range(forms)]
    for keyword, text in texts if message.context else texts[1:]:
        lines += [prefix + line for line in f"{keyword} {normalize(text, width=_WIDTH)}".split("\n")]
    return "\n".join(lines)
