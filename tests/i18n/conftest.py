"""Catalogs of a test's own, where the library reads them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from solidarity_widgets.i18n import catalogs

SLAVIC = (
    "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);"
)


class Shelf:
    """A folder laid out like ``locales/``; what is put there is read at once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, code: str, suffix: str = "po") -> Path:
        path = self.folder / code / "LC_MESSAGES" / f"solidarity_widgets.{suffix}"
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def write(self, code: str, messages: dict[str, str | list[str]], plural: str = SLAVIC) -> bytes:
        """Write a ``.po``; a list of texts translates ``{n} day`` and its kind, whose plural ends in "s"."""
        lines = [
            'msgid ""',
            'msgstr ""',
            f'"Language: {code}\\n"',
            '"Content-Type: text/plain; charset=UTF-8\\n"',
            f'"Plural-Forms: {plural}\\n"',
        ]
        for text, found in messages.items():
            lines += ["", 'msgctxt "test"', f'msgid "{text}"']
            if isinstance(found, list):
                lines.append(f'msgid_plural "{text}s"')
                lines += [f'msgstr[{index}] "{form}"' for index, form in enumerate(found)]
            else:
                lines.append(f'msgstr "{found}"')
        self.path(code).write_text("\n".join(lines) + "\n", encoding="utf-8")
        return self.path(code).read_bytes()


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    folder = tmp_path / "locales"
    folder.mkdir()
    with catalogs.use_folder(folder):
        yield Shelf(folder)
