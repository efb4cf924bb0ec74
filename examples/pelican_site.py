# /// script
# requires-python = ">=3.11"
# dependencies = ["solidarity-widgets[jinja]", "pelican[markdown]"]
#
# [tool.uv.sources]
# solidarity-widgets = { path = ".." }
# ///
"""A site with Pelican, an article for each language: python examples/pelican_site.py FOLDER."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from pelican import Pelican
from pelican.settings import read_settings

from solidarity_widgets import assets
from solidarity_widgets.jinja import SolidarityWidgetsExtension

POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'"
TITLES = {"en": "Save the lake", "be": "Уратуйце возера", "ar": "أنقذوا البحيرة"}
ARTICLE = """<!doctype html>
<html lang="{{ article.lang }}" dir="{{ 'rtl' if article.lang == 'ar' else 'ltr' }}">
{% set locale = article.lang %}{% set page_url = "/" ~ article.url %}
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="{{ POLICY }}">
  <title>{{ article.title }}</title>
  {{ stylesheet(integrity=False) }}{{ script(integrity=False) }}
</head>
<body><main>
  <h1>{{ article.title }}</h1>
  {{ article.content }}
  {{ "2099-08-04" | countdown(zone="Europe/Minsk") }}
  {{ share_buttons(title=article.title) }}
</main></body>
</html>
"""


class CampaignWidgets(SolidarityWidgetsExtension):
    """The settings of the site."""

    providers = "telegram vk email copy_link"
    base_url = "https://example.org"
    assets_base = "static"


def build(target: Path) -> None:
    """Write the site into a folder."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for language, title in TITLES.items():
            article = folder / "content" / f"lake-{language}.md"
            article.parent.mkdir(exist_ok=True)
            article.write_text(
                f"Title: {title}\nDate: 2027-08-04\nSlug: lake\nLang: {language}\n\n{title}.\n",
                encoding="utf-8",
            )
        assets.copy_to(folder / "content" / "static")
        (folder / "templates").mkdir()
        (folder / "templates" / "article.html").write_text(ARTICLE, encoding="utf-8")
        settings = {
            "SITENAME": "Save the lake",
            "POLICY": POLICY,
            "TIMEZONE": "Europe/Minsk",
            "DEFAULT_LANG": "en",
            "PATH": str(folder / "content"),
            "OUTPUT_PATH": str(target),
            "STATIC_PATHS": ["static"],
            "THEME_TEMPLATES_OVERRIDES": [str(folder / "templates")],
            "JINJA_ENVIRONMENT": {"extensions": [CampaignWidgets]},
            "FEED_ALL_ATOM": None,
            "CATEGORY_FEED_ATOM": None,
            "TRANSLATION_FEED_ATOM": None,
            "AUTHOR_FEED_ATOM": None,
            "AUTHOR_FEED_RSS": None,
        }
        Pelican(read_settings(override=settings)).run()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Usage: python examples/pelican_site.py FOLDER")
    build(Path(sys.argv[1]))
