# /// script
# requires-python = ">=3.11"
# dependencies = ["solidarity-widgets[jinja,ics]"]
#
# [tool.uv.sources]
# solidarity-widgets = { path = ".." }
# ///
"""A static site with one page for each language: python examples/jinja_static_site.py FOLDER.

Each page counts to the next 4 August in Minsk, and has a calendar file. The tags have no integrity values, so
that the pages also open as local files.
"""

from __future__ import annotations

import sys
from pathlib import Path

from jinja2 import Environment

import solidarity_widgets as sw
from solidarity_widgets import assets
from solidarity_widgets.jinja import install

POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'"
PAGE = """<!doctype html>
<html lang="{{ locale.tag }}" dir="{{ locale.direction }}">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="{{ policy }}">
  <title>{{ title }}</title>
  {{ stylesheet(base="../static", integrity=false) }}
  {{ script(base="../static", integrity=false) }}
</head>
<body><main>
  <h1 lang="en" dir="ltr">{{ title }}</h1>
  {{ url | share_buttons("telegram vk odnoklassniki email copy_link", title=title) }}
  {{ day }} <a href="day.ics" lang="en" dir="ltr">Remind me</a>
</main></body>
</html>
"""


def build(target: Path, locales: tuple[str, ...] = ("en", "be", "ar")) -> None:
    """Write the pages, and the two files they need, below *target*."""
    template = install(Environment(autoescape=True)).from_string(PAGE)
    assets.copy_to(target / "static")
    for name in locales:
        with sw.use_locale(name) as locale:  # every filter of the page speaks this language
            url, title = f"https://example.org/{locale.tag}/", "Save the lake"
            day = sw.countdown("--08-04", zone="Europe/Minsk", units="months days hours")
            bar = sw.share_buttons(url, "telegram email", title=title)
            html = template.render(locale=locale, policy=POLICY, title=title, url=url, day=day)
        folder = target / locale.tag
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "index.html").write_text(html, encoding="utf-8")
        (folder / "day.ics").write_bytes(day.ics(title=title, url=url, links=bar))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Usage: python examples/jinja_static_site.py FOLDER")
    build(Path(sys.argv[1]))
