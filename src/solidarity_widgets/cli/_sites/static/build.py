"""Writes the pages into the folder public, one folder for each language."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader

import solidarity_widgets as sw
from solidarity_widgets import assets
from solidarity_widgets.jinja import install

BASE_URL = "https://example.org"
TITLE = {"en": "Save the lake", "be": "Уратуйце возера", "ru": "Спасите озеро", "ar": "أنقذوا البحيرة"}

env = Environment(autoescape=True, loader=FileSystemLoader("templates"))
install(env, base_url=BASE_URL, providers="telegram, vk, email, copy_link", assets_base="../static")
assets.copy_to("public/static")
for language, title in TITLE.items():
    page = Path("public", language, "index.html")
    page.parent.mkdir(parents=True, exist_ok=True)
    variables = {"locale": sw.get_locale(language), "page_url": f"/{language}/", "title": title}
    page.write_text(env.get_template("page.html").render(variables), encoding="utf-8")
