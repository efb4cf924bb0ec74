"""The site for programs that read text: llms.txt, and a Markdown copy beside each page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from devtools.site.navigation import NAVIGATION, select

SUMMARY = (
    "A Python library: share buttons, countdowns and petitions for campaign pages, in the reader's language, "
    "without third-party requests."
)


def write(output: Path, pages: Mapping[str, str]) -> None:
    """Write llms.txt and the copies.

    Args:
        output: The folder of the site.
        pages: The name of each page, and its text.
    """
    for name, text in pages.items():
        (output / f"{name}.md").write_text(text, encoding="utf-8")
    lines = ["# solidarity-widgets", "", f"> {SUMMARY}"]
    for caption, patterns in {**NAVIGATION, "Networks": ("networks/*",)}.items():
        lines += ["", f"## {caption}", ""]
        for page in (page for pattern in patterns for page in select(pattern, sorted(pages))):
            lines.append(f"- [{_title(pages[page])}]({page}.md)")
    (output / "llms.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _title(text: str) -> str:
    found = re.search(r"^# (.+)$", text, re.MULTILINE)
    return found[1] if found else ""
