"""Take the README's screenshots: one page in English, light and dark, and one in Arabic.

Run ``python dev.py screenshots``. The pictures are WebP files in ``docs/images``. The time on the page is
fixed, so a picture changes only when the widgets do.
"""

from __future__ import annotations

import base64
import os
import sys
from pathlib import Path
from typing import Literal

from markupsafe import escape
from playwright.sync_api import Browser, sync_playwright

import solidarity_widgets as sw
from solidarity_widgets import assets

IMAGES = Path(__file__).resolve().parent / "images"
WIDTH = 1000
Scheme = Literal["light", "dark"]
SHOTS: tuple[tuple[str, str, Scheme], ...] = (
    ("light", "en", "light"),
    ("dark", "en", "dark"),
    ("arabic", "ar", "light"),
)
DEADLINE = "2027-08-05T00:00"
NOW = "2027-07-29T18:30"
URL = "https://example.org/lake"
TEXTS = {
    "en": ("Save the lake!", "The lake is drying up. We ask the ministry to stop the pumps."),
    "ar": ("أنقذوا البحيرة!", "البحيرة تجف. نطالب الوزارة بإيقاف المضخات."),
}
STYLE = """
body { margin: 0; padding: 2rem; font: 1rem/1.5 "Noto Sans", "DejaVu Sans", sans-serif; }
main { display: grid; grid-template-columns: 1fr 21rem; gap: 1.5rem 3rem; }
h1 { margin: 0; font-size: 2rem; }
sw-progress { display: block; margin-block-start: 1.25rem; }
p { margin-block: .5rem 1.25rem; }
.sw-share { margin-block-start: 1.5rem; }
.sw-form { border-inline-start: 1px solid #8886; padding-inline-start: 2rem; }
.sw-form__heading { margin-block-start: 0; }
"""


def page(locale: str) -> str:
    """Return the page's HTML: a countdown, a petition's progress, share buttons, and a form."""
    title, text = TEXTS[locale]
    lake = sw.Petition("lake", title=title, goal=10_000, fields="name email")
    with sw.use_locale(locale):
        countdown = sw.countdown(DEADLINE, zone="Europe/Minsk", event_duration="PT0S", style="boxes", now=NOW)
        progress = sw.petition_progress(7_312, goal=lake.goal)
        bar = sw.share_buttons(
            URL, "telegram whatsapp vk bluesky mastodon email", title=title, icons="brands"
        )
        form = sw.petition_form(lake, action="/sign", csrf="token")
    css = assets.read(assets.STYLESHEET).decode()
    return f"""<!doctype html>
<html lang="{locale}" dir="{sw.get_locale(locale).direction}">
<meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>{escape(title)}</title>
<style>{css}{STYLE}</style>
<main><div><h1>{escape(title)}</h1><p>{escape(text)}</p>{countdown}{progress}{bar}</div>{form}</main>
</html>"""


def shoot(browser: Browser, locale: str, scheme: Scheme) -> bytes:
    """Return a WebP picture of the page. Playwright itself writes only PNG and JPEG."""
    context = browser.new_context(
        viewport={"width": WIDTH, "height": 400}, device_scale_factor=2, color_scheme=scheme
    )
    tab = context.new_page()
    tab.set_content(page(locale))
    height = tab.evaluate("Math.ceil(document.documentElement.getBoundingClientRect().height)")
    tab.set_viewport_size({"width": WIDTH, "height": height})
    options = {"format": "webp", "quality": 80}
    answer = context.new_cdp_session(tab).send("Page.captureScreenshot", options)
    context.close()
    return base64.b64decode(answer["data"])


def main() -> None:
    """Take all pictures with the Chromium that the variable CHROMIUM names."""
    chromium = os.environ.get("CHROMIUM")
    if not chromium:
        sys.exit("Name a Chromium in CHROMIUM, or run python dev.py screenshots, which finds one.")
    IMAGES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for name, locale, scheme in SHOTS:
            path = IMAGES / f"{name}.webp"
            path.write_bytes(shoot(browser, locale, scheme))
            print(f"{path.name}: {path.stat().st_size} bytes")
        browser.close()


if __name__ == "__main__":
    main()
