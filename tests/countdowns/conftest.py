"""Catalogs of a test's own, where the library reads them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from solidarity_widgets.i18n import MessageId, catalogs

SLAVIC = (
    "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);"
)
Draft = Callable[..., None]


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


@pytest.fixture
def draft(tmp_path: Path) -> Iterator[Draft]:
    """Give a function that writes a catalog; in the test no others are read."""
    folder = tmp_path / "locales"
    folder.mkdir()

    def write(code: str, messages: Mapping[MessageId, str | tuple[str, ...]], plural: str = SLAVIC) -> None:
        lines = [
            'msgid ""',
            'msgstr ""',
            f'"Language: {code}\\n"',
            '"Content-Type: text/plain; charset=UTF-8\\n"',
            f'"Plural-Forms: {plural}\\n"',
        ]
        for message, found in messages.items():
            lines += ["", f"msgctxt {quoted(message.context)}", f"msgid {quoted(message.text)}"]
            if message.plural:
                lines.append(f"msgid_plural {quoted(message.plural)}")
                lines += [f"msgstr[{index}] {quoted(form)}" for index, form in enumerate(found)]
            else:
                assert isinstance(found, str)
                lines.append(f"msgstr {quoted(found)}")
        path = folder / code / "LC_MESSAGES" / f"{catalogs.DOMAIN}.po"
        path.parent.mkdir(parents=True)
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")

    with catalogs.use_folder(folder):
        yield write
