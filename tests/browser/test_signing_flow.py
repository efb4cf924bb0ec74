"""A petition in a real Chromium, from the form to the end of the data, with a real mail server in between."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from solidarity_widgets import assets, get_locale, petition_form, petition_progress, script
from solidarity_widgets.i18n import Translator
from solidarity_widgets.petitions.messages import ERROR
from solidarity_widgets.web.messages import DONE
from tests.web.running import LAKE, running
from tests.web.servers import serve, serve_wsgi

PHONE = {"width": 320, "height": 640}


@contextmanager
def reading(browser: Browser, url: str, complaints: list[str], **options: Any) -> Iterator[Page]:
    """A reader's browser, with ears on everything that it asks of others or complains of."""
    context = browser.new_context(**options)
    page = context.new_page()

    def hear(request: Any) -> None:
        if not request.url.startswith(url):
            complaints.append(request.url)

    context.on("request", hear)
    # Chromium complains of each page whose status says that a form has errors or that a link is used up.
    expected = re.compile(r"status of (410|422)")
    context.on("console", lambda line: None if expected.search(line.text) else complaints.append(line.text))
    yield page
    context.close()


def fill_in(page: Page, language: str, address: str) -> None:
    """Fill in the form, and send it."""
    page.fill("[name=name]", "Алесь Бяляцкі")
    page.fill("[name=email]", address)
    page.select_option("[name=country]", "BY")
    page.check("[name=consent-processing]")
    page.check("[name=consent-updates]")
    page.click(".sw-form button[type=submit]")


@pytest.mark.browser
@pytest.mark.parametrize("scripting", [False, True], ids=["no scripts", "scripts"])
@pytest.mark.parametrize("language", ["be", "en", "ar"])
def test_a_signer_signs_confirms_shares_withdraws_and_erases(
    chromium: Browser,
    axe: Callable[[Page], SimpleNamespace],
    tmp_path: Path,
    language: str,
    scripting: bool,
) -> None:
    complaints: list[str] = []
    options = {"java_script_enabled": scripting, "locale": language, "viewport": PHONE}
    with running(tmp_path) as site, reading(chromium, site.url, complaints, **options) as page:

        def check(kind: str) -> None:
            """Check that a page is what it should be, in the reader's language, and accessible."""
            assert page.locator("html").get_attribute("lang") == language
            assert page.locator("html").get_attribute("dir") == get_locale(language).direction
            assert page.locator(f"body.sw-page--{kind}").count() == 1
            if scripting:  # axe is a script
                assert axe(page).violations == []
                width = page.evaluate("() => document.documentElement.scrollWidth")
                assert width <= PHONE["width"], f"{kind} scrolls sideways"

        page.goto(f"{site.url}/lake")
        check("petition")
        page.click(".sw-form button[type=submit]")  # empty
        check("petition")
        assert page.title().startswith(Translator(get_locale(language)).message(ERROR).text)
        fill_in(page, language, "ales@example.org")
        check("check_email")
        site.wait_for_mail(1)
        message = site.mail.read()
        assert message["To"] == "ales@example.org"
        assert message["Content-Language"] == language
        assert site.service.count(LAKE) == 0

        page.goto(site.link("confirm"))
        check("confirm")
        assert "Алесь Бяляцкі" in page.inner_text("main")
        page.click("main button[type=submit]")
        check("thanks")
        assert site.service.count(LAKE) == 1
        assert page.locator('a[href^="https://t.me/"]').count() == 1
        page.reload()  # nothing is sent again
        assert site.service.count(LAKE) == 1

        for purpose, count in (("withdraw", 0), ("erase", 0)):
            page.goto(site.link(purpose))
            check(purpose)
            page.click("main button[type=submit]")
            check(purpose)
            done = Translator(get_locale(language)).message(DONE[purpose]).text  # type: ignore[index]
            assert done in page.inner_text("h1")
            assert site.service.count(LAKE) == count
        assert site.service.find(LAKE, "ales@example.org") == []
    assert complaints == []


@contextmanager
def elsewhere(page: str) -> Iterator[str]:
    """Serve a static page, with the script, on an origin of its own."""
    script_file = f"/static/{assets.FOLDER}/{assets.SCRIPT}"
    files = {"/": ("text/html", page.encode()), script_file: ("text/javascript", assets.read(assets.SCRIPT))}

    def answer(environ: Any, start_response: Any) -> list[bytes]:
        kind, body = files.get(environ["PATH_INFO"], ("text/plain", b""))
        start_response("200 OK", [("Content-Type", kind)])
        return [body]

    with serve(answer) as port:
        yield f"http://127.0.0.1:{port}/"


@pytest.mark.browser
def test_the_count_on_a_static_page_of_another_site_is_alive(chromium: Browser, tmp_path: Path) -> None:
    """A static page has no server of its own, but the count that it shows stays true."""
    with running(tmp_path, serve_wsgi) as site, ExitStack() as stack:
        progress = petition_progress(0, goal=LAKE.goal, count_url=f"{site.url}/lake/count.json")
        html = f"<!doctype html><title>Static</title>{script()}<main>{progress}</main>"
        page = stack.enter_context(closing(chromium.new_context())).new_page()
        page.clock.install()
        page.goto(stack.enter_context(elsewhere(html)))
        assert "No one has signed yet" in page.inner_text("main")
        fields = {"name": "Ales", "email": "ales@example.org", "country": "BY"}
        values = {**fields, **site.service.hidden_fields(LAKE), **_consents()}
        assert site.service.sign(LAKE, values, locale="en").step == "confirm"
        site.wait_for_mail(1)
        token = site.link("confirm").rpartition("/")[2].partition("?")[0]
        assert site.service.confirm(token).outcome == "done"
        page.clock.fast_forward(60_000)
        page.locator("text=1 person has signed").first.wait_for()


@pytest.mark.browser
def test_the_embed_page_in_a_frame_of_another_site(chromium: Browser, tmp_path: Path) -> None:
    with running(tmp_path) as site, ExitStack() as stack:
        context = stack.enter_context(closing(chromium.new_context()))
        page = context.new_page()
        oembed = context.request.get(f"{site.url}/oembed?url={site.url}/lake").json()
        page.goto(stack.enter_context(elsewhere(f"<!doctype html><title>Other</title>{oembed['html']}")))
        frame = page.frame_locator("iframe")
        frame.locator("h1", has_text="Save the lake").wait_for()
        assert frame.locator("form").count() == 0
        with context.expect_page() as opened:
            frame.get_by_role("link").click()
        opened.value.wait_for_load_state()
        assert opened.value.url == f"{site.url}/lake"


def _consents() -> dict[str, str]:
    form = petition_form(LAKE, action="/", csrf=False, locale="en")
    return {"consent-processing": form.consent_values["consent-processing"]}
