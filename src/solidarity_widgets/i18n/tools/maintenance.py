"""Keeping the catalogs of a checkout up to date with the source text, for developers. No page uses it.

:func:`extract` writes the template ``locales/solidarity_widgets.pot`` from the sources, :func:`update` merges
it into every catalog, :func:`is_stale` tells whether that is necessary, :func:`init` begins a language, and
:func:`check` checks the catalogs. The same sources always give the same bytes: no dates, no versions, no line
numbers.

Babel merges the messages; :mod:`~solidarity_widgets.i18n.tools.po_writer` writes them.
"""

from __future__ import annotations

import io
import re
import tomllib
from collections.abc import Sequence
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from solidarity_widgets.exceptions import CatalogError
from solidarity_widgets.i18n.catalogs import DOMAIN
from solidarity_widgets.i18n.cldr import cldr_data
from solidarity_widgets.i18n.cldr.plural_rules import plural_forms
from solidarity_widgets.i18n.locales import cldr_identifier, parse_locale
from solidarity_widgets.i18n.pofile import PoFile, Problem
from solidarity_widgets.i18n.tools.checker import check_catalog
from solidarity_widgets.i18n.tools.extraction import find_messages
from solidarity_widgets.i18n.tools.plural_check import check_plural_rule
from solidarity_widgets.i18n.tools.po_writer import message_key, serialize

__all__ = ["check", "extract", "init", "is_stale", "update"]

PROJECT = "solidarity-widgets"
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
        root: The top folder of the checkout.

    Returns:
        The template's path.

    Raises:
        CatalogError: If *root* is not a checkout, or a message has no literal context.
        OSError: If a file cannot be read or written.
    """
    path = _template_path(_check_root(root))
    _write(path, serialize(_TEMPLATE_HEADER, _extract_messages(root)))
    return path


def update(root: Path) -> list[Path]:
    """Write the template again and merge it into every catalog.

    New messages are added without a translation, or as fuzzy with the translation of a similar old message.
    Messages that are no longer in the sources are kept as obsolete and restored when they come back. Headers
    and translators' comments do not change.

    Args:
        root: The top folder of the checkout.

    Returns:
        The files that were changed.

    Raises:
        CatalogError: If *root* is not a checkout, a message has no literal context, or a catalog has faults.
            Then no file is written.
        OSError: If a file cannot be read or written.
    """
    changed = _changed_files(_check_root(root))
    for path, data in changed.items():
        _write(path, data)
    return list(changed)


def is_stale(root: Path) -> bool:
    """Return whether :func:`update` would change a file.

    Args:
        root: The top folder of the checkout.

    Returns:
        True if the sources have changed since the template or a catalog was written.

    Raises:
        CatalogError: If *root* is not a checkout, a message has no literal context, or a catalog has faults.
        OSError: If a file cannot be read.
    """
    return bool(_changed_files(_check_root(root)))


def init(root: Path, code: str) -> Path:
    """Begin a language: write a catalog with every message, no translations, and the right plural forms.

    Args:
        root: The top folder of the checkout.
        code: The language, in any spelling. The folder gets gettext's, such as ``be@tarask``.

    Returns:
        The new catalog's path.

    Raises:
        CatalogError: If *root* is not a checkout, a message has no literal context, or the language is
            unknown or already has a catalog.
        OSError: If a file cannot be read or written.
    """
    subtags = parse_locale(code)
    identifier = cldr_identifier(subtags) if subtags else None
    if subtags is None or identifier is None:
        raise CatalogError(
            f"{code!r} is not a language known to Babel; write a code such as 'ka' or 'zh_Hant'."
        )
    path = _check_root(root) / "locales" / subtags.code / "LC_MESSAGES" / f"{DOMAIN}.po"
    if path.exists():
        raise CatalogError(f"{path} exists already; edit it, or run update to bring in new messages.")
    name = cldr_data(identifier).babel.get_display_name("en") or subtags.code
    forms = plural_forms(subtags.language, identifier)
    header = _CATALOG_HEADER.format(name=name, code=subtags.code, plural_forms=forms)
    catalog = _parse_catalog(header.encode())
    catalog.update(_extract_messages(root))
    _write(path, serialize(header, catalog))
    return path


def check(root: Path, codes: Sequence[str] = ()) -> list[Problem]:
    """Check the catalogs of a checkout against its template. Each file is read once.

    Args:
        root: The top folder of the checkout.
        codes: Folders of ``locales/``; by default all.

    Returns:
        The faults, catalog by catalog.

    Raises:
        CatalogError: If *root* is not a checkout, or has no catalog for one of *codes*.
        OSError: If a file cannot be read.
    """
    _check_root(root)
    paths = {path.parent.parent.name: path for path in _catalog_paths(root)}
    if unknown := set(codes) - paths.keys():
        raise CatalogError(f"no catalog for {', '.join(sorted(unknown))}; there are {', '.join(paths)}.")
    data = _read_or_none(_template_path(root))
    template = None if data is None else PoFile(data, "template")
    found: list[Problem] = []
    for code in codes or paths:
        po = PoFile(paths[code].read_bytes(), code)
        problems = [*check_catalog(po, template), *check_plural_rule(po)]
        found += sorted(problems, key=lambda problem: problem.line)
    return found


def _check_root(root: Path) -> Path:
    """Return the folder, or raise if it is not a checkout of this project."""
    try:
        name = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["name"]
    except (OSError, KeyError, ValueError):
        name = None
    if name != PROJECT:
        raise CatalogError(
            f"{root} is not a checkout of {PROJECT}: its pyproject.toml is missing or names another project. "
            "Run this in the top folder of a checkout."
        )
    return root


def _template_path(root: Path) -> Path:
    return root / "locales" / f"{DOMAIN}.pot"


def _catalog_paths(root: Path) -> list[Path]:
    return sorted((root / "locales").glob(f"*/LC_MESSAGES/{DOMAIN}.po"))


def _read_or_none(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _changed_files(root: Path) -> dict[Path, bytes]:
    """Return what the template and the catalogs should contain, for those that contain something else."""
    messages = _extract_messages(root)
    template = _template_path(root)
    changed = {}
    if _read_or_none(template) != (data := serialize(_TEMPLATE_HEADER, messages)):
        changed[template] = data
    for path in _catalog_paths(root):
        before = path.read_bytes()
        data = _merge(before, path, messages)
        if data != before and data != _merge(before, path, None):
            changed[path] = data
    return changed


def _merge(data: bytes, path: Path, messages: Catalog | None) -> bytes:
    """Return the content of a catalog with the messages of the sources.

    Without messages, it is the same content in the layout of this project. Translators' programs wrap lines
    differently; a file that has only been wrapped is not out of date.
    """
    data = data.replace(b"\r\n", b"\n")
    header = _HEADER.match(data.decode("utf-8", "replace"))
    problems = PoFile(data, path.parent.parent.name).problems
    if problems or header is None:
        raise CatalogError(f"{path} is not changed: {problems[0] if problems else 'it has no header'}")
    catalog = _parse_catalog(data)
    if messages is None:
        return serialize(header[0].lstrip("\n"), catalog)
    for message in messages:  # a message that has come back finds its old translation
        obsolete = catalog.obsolete.pop(message_key(message), None) if message.id else None
        if obsolete and catalog.get(message.id, message.context) is None:
            catalog[message.id] = obsolete
    catalog.update(messages)
    return serialize(header[0].lstrip("\n"), catalog)


def _extract_messages(root: Path) -> Catalog:
    """Return every message of the sources, in the order of the files and of the lines."""
    catalog = Catalog()
    paths = {path.relative_to(root).as_posix(): path for path in (root / "src").rglob("*.py")}
    for name, path in sorted(paths.items()):
        for line, ids, comments, context in find_messages(path.read_bytes()):
            if not context:
                raise CatalogError(
                    f"{name}, line {line}: {ids[0]!r} has no context; give a literal one first."
                )
            msgid = ids[0] if len(ids) == 1 else ids
            catalog.add(msgid, locations=[(name, line)], auto_comments=comments, context=context)
    return catalog


def _parse_catalog(data: bytes) -> Catalog:
    return read_po(io.BytesIO(data), abort_invalid=True)
