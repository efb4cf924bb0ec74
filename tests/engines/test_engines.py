"""What every reader may rely on, in browsers that are not Chromium: Firefox's engine and WebKit."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from solidarity_widgets import (
    elapsed,
    get_locale,
    petition,
    petition_form,
    petition_progress,
    share_buttons,
)
from solidarity_widgets.demo import Campaign
from solidarity_widgets.demo.countdowns import demo_countdowns
from solidarity_widgets.i18n import Translator
from solidarity_widgets.petitions import Petition, messages
from solidarity_widgets.sharing import button_rendering

from .engine import Engine
from .host import Host, Outside, write_page

LOCALES = ("en", "be", "ar")
DAYS = (0, 1, 2, 3, 5, 11, 21, 22, 99, 100, 101, 111, 1000)  # every plural form of the three
COUNTS = (1, 2, 5, 11, 21, 2000)

#: The texts of the counters: of the page when they next change, with the time, or in the server's HTML.
COUNTERS = """(root) => [...root.querySelectorAll("sw-countdown time")]
    .map((time) => [time.textContent, time.lang, time.dateTime])"""
PARSED = f"""(html) => {{
    const made = document.createElement("template");
    made.innerHTML = html;
    return ({COUNTERS})(made.content);
}}"""
TICK = f"""() => new Promise((resolve, reject) => {{
    setTimeout(reject, 5000, new Error("no counter has changed for five seconds"));
    const observer = new MutationObserver(() => {{
        observer.disconnect();
        resolve([Date.now(), ({COUNTERS})(document)]);
    }});
    observer.observe(document.body, {{ subtree: true, childList: true, characterData: true }});
}})"""
#: What a reader sees of each progress, in the page or in the server's HTML.
PROGRESS = """(html) => {
    const made = document.createElement("template");
    made.innerHTML = html ?? "";
    return [...(html ? made.content : document).querySelectorAll("sw-progress")].map((one) => [
        ...[".sw-progress__signed", ".sw-progress__goal", "progress"]
            .map((part) => one.querySelector(part).textContent),
        one.querySelector("progress").value,
    ]);
}"""
SHOWN = """() => Object.fromEntries([...document.querySelectorAll("button[data-sw-provider]")]
    .map((button) => [button.dataset.swProvider, button.checkVisibility()]))"""

#: Attributes that somebody damaged.
DAMAGED = ("", "{", "{}", "null", "7", "[]")


class Reader:
    """Somebody who opens pages of the host, and hears every complaint."""

    def __init__(self, browser: Engine, host: Host, outside: Outside) -> None:
        self.browser, self.host, self.outside = browser, host, outside

    def open(self, path: str, page: str | None = None) -> None:
        if page is not None:
            self.host.pages[path] = page
        self.browser.open(self.host.origin + path)

    def run(self, function: str, *arguments: object) -> Any:
        return self.browser.run(function, *arguments)

    def text(self, selector: str) -> str:
        return str(self.run("(one) => document.querySelector(one)?.textContent", selector))

    def wait(self, seen: Callable[[], object], expected: object) -> None:
        """Wait until something is seen; what is seen instead after five seconds fails the test."""
        end = time.monotonic() + 5
        while seen() != expected and time.monotonic() < end:
            time.sleep(0.05)
        assert seen() == expected

    def complaints(self) -> list[str]:
        """What no page should give cause for: errors, refusals, and requests to others."""
        asked = "() => performance.getEntriesByType('resource').map((one) => one.name)"
        strangers = [url for url in self.run(asked) if not url.startswith(self.host.origin)]
        heard = self.run("() => window.heard ?? []")
        return [*heard, *self.browser.console(), *strangers, *self.outside.asked]


@pytest.fixture
def reader(browser: Engine, host: Host, outside: Outside) -> Reader:
    return Reader(browser, host, outside)


@pytest.fixture
def unscripted_reader(unscripted: Engine, host: Host, outside: Outside) -> Reader:
    return Reader(unscripted, host, outside)


@pytest.mark.parametrize("locale", LOCALES)
def test_the_demo(reader: Reader, locale: str) -> None:
    reader.open(f"/{get_locale(locale).tag}/")
    assert reader.run("() => document.dir") == get_locale(locale).direction
    ticks = [reader.run(TICK) for _ in range(2)]
    assert ticks[0][1] != ticks[1][1]
    for ms, texts in ticks:
        with time_machine.travel(datetime.fromtimestamp(ms / 1000, UTC), tick=False):
            made = demo_countdowns(get_locale(locale))
        assert texts == reader.run(PARSED, "".join(made))

    shares = reader.run("() => Boolean(navigator.share)")
    assert reader.run(SHOWN) == {"copy_link": True, "print": True, "web_share": shares}
    reader.browser.click("[data-sw-provider=copy_link]")
    expected_text = Translator(get_locale(locale)).message(button_rendering.COPIED).text
    reader.wait(lambda: reader.text(".sw-share [role=status]"), expected_text)
    reader.run("() => { document.querySelector('h1').innerHTML = '<textarea></textarea>'; }")
    reader.browser.paste("textarea")
    reader.wait(lambda: reader.run("() => document.querySelector('textarea').value"), Campaign().url)
    assert reader.complaints() == []


#: Makes the page's browser offer a share sheet and refuse it, and refuse to copy too.
REFUSING = """() => {
    navigator.canShare = () => true;
    navigator.share = async () => { throw new DOMException("", "NotAllowedError"); };
    navigator.clipboard.writeText = async () => { throw new TypeError(); };
    const bar = document.querySelector(".sw-share");
    bar.replaceWith(bar.cloneNode(true)); // only now does the browser say that it can share
}"""


@pytest.mark.parametrize("provider", ["copy_link", "web_share"])
def test_what_cannot_be_copied_is_shown_and_selected(reader: Reader, provider: str) -> None:
    reader.open("/refused", write_page(share_buttons(Campaign().url, provider)))
    reader.run(REFUSING)
    reader.browser.click(f"[data-sw-provider={provider}]")
    expected_text = Translator(get_locale("en")).message(button_rendering.NOT_COPIED).text
    reader.wait(lambda: reader.text("[role=status]"), f"{expected_text} {Campaign().url}")
    assert reader.run("() => getSelection().toString()") == Campaign().url
    assert reader.complaints() == []


def test_foreign_and_damaged_elements_stop_no_other(reader: Reader) -> None:
    # Plain text, for Markup would escape what is put in.
    whole = "".join(str(elapsed("2011-08-04", zone="Europe/Minsk", units="seconds")))
    live = "".join(str(petition_progress(7, count_url="/count")))
    page = write_page(
        '<p hidden><b data-sw-action="__proto__">x</b></p>',
        *(f'<sw-countdown data-sw-countdown="{data}"><time>x</time></sw-countdown>' for data in DAMAGED),
        *(f'<sw-progress data-sw-progress="{data}"></sw-progress>' for data in DAMAGED),
        whole.replace("&#34;z&#34;", "&#34;y&#34;"),
        live.replace("&#34;u&#34;", "&#34;y&#34;"),
        share_buttons(Campaign().url, "print"),
        whole,
    )
    reader.open("/damaged", page)
    _, texts = reader.run(TICK)
    assert [text for text, *_ in texts[:-2]] == ["x"] * len(DAMAGED)
    server, counted = texts[-2][0], texts[-1][0]
    assert server == reader.run(PARSED, whole)[0][0] != counted
    assert reader.run(SHOWN) == {"print": True}
    assert reader.run("() => document.querySelectorAll('p[hidden]').length") == 1
    assert reader.complaints() == []


def test_every_plural_form_is_the_servers(reader: Reader) -> None:
    """The page was made forty days ago, so the script has to write every text anew."""
    now = datetime.now(UTC)

    def widgets(made: datetime) -> str:
        return "".join(
            str(elapsed(now - timedelta(days=days, hours=6), units=units, locale=locale, now=made))
            for locale in LOCALES
            for days in DAYS
            for units in ("days", "hours minutes")
        )

    reader.open("/forms", write_page(widgets(now - timedelta(days=40))))
    assert reader.run(f"() => ({COUNTERS})(document)") == reader.run(PARSED, widgets(datetime.now(UTC)))
    assert reader.complaints() == []


def test_the_live_count_moves(reader: Reader, host: Host) -> None:
    def widgets(signed: int) -> list[object]:
        goal = {5: "A letter", 2000: "A debate"}
        return [petition_progress(signed, count_url="/count", goal=goal, locale=locale) for locale in LOCALES]

    host.signed = 0
    reader.open("/live", write_page(*widgets(0), hurry=True))
    for host.signed in COUNTS:
        expected = reader.run(PROGRESS, "".join(map(str, widgets(host.signed))))
        reader.wait(lambda: reader.run(PROGRESS, None), expected)
    assert reader.text("sw-progress [role=status]") != ""
    assert reader.complaints() == []


@pytest.mark.parametrize("locale", LOCALES)
def test_without_scripts_the_demo_is_as_the_server_made_it(unscripted_reader: Reader, locale: str) -> None:
    reader = unscripted_reader
    reader.open(f"/{get_locale(locale).tag}/")
    texts = reader.run(f"() => ({COUNTERS})(document)")
    assert len(texts) == 3
    assert texts == reader.run(PARSED, reader.host.last_page)
    assert reader.run(SHOWN) == {"copy_link": False, "print": False, "web_share": False}
    assert reader.complaints() == []


@pytest.mark.parametrize("locale", LOCALES)
def test_without_scripts_a_petition_is_signed(unscripted_reader: Reader, locale: str) -> None:
    """Refused with what was typed kept, mended, accepted."""
    reader, host = unscripted_reader, unscripted_reader.host
    signed = Petition("vigil", title="Let them go", fields=["name", "email"], consents=["processing"])
    form: dict[str, Any] = {"action": "/sign", "csrf": "t0ken", "locale": locale}

    def sign(values: dict[str, str]) -> str:
        if "consent-processing" in values:
            return "/confirm"
        errors = {"consent-processing": "missing"}
        return write_page(petition(signed, values=values, errors=errors, **form), locale=locale)

    host.sign = sign
    host.sent.clear()
    host.pages["/confirm"] = write_page(petition(signed, step="confirm", locale=locale), locale=locale)
    reader.open("/petition", write_page(petition(signed, **form), locale=locale))
    typed = {"name": "Алесь О’Нил & <b>حرية</b>", "email": "ales@example.org"}
    for name, text in typed.items():
        reader.browser.type(f"[name={name}]", text)
    reader.browser.click("form button")
    reader.wait(reader.browser.path, "/sign")
    kept = "(all) => all.map((name) => document.querySelector(`[name=${name}]`).value)"
    assert reader.run(kept, list(typed)) == list(typed.values())
    assert reader.run("() => document.querySelector('[aria-invalid=true]').name") == "consent-processing"
    reader.browser.click("[name=consent-processing]")
    reader.browser.click("form button")
    reader.wait(reader.browser.path, "/confirm")
    assert (
        reader.text("[role=status] :is(h2, h3)")
        == Translator(get_locale(locale)).message(messages.CHECK_MAIL).text
    )
    assert [{name: one[name] for name in typed} for one in host.sent] == [typed, typed]
    assert reader.complaints() == []


def test_a_reload_ticks_nothing(reader: Reader) -> None:
    """A tick is a decision, so it is made anew; Firefox restores those of forms that do not say otherwise."""
    vigil = Petition("vigil", title="T", consents=["processing", "updates"])
    reader.open("/reload", write_page(petition_form(vigil, action="/s", csrf="t")))
    reader.browser.type("[name=name]", "Алесь")
    for purpose in ("processing", "updates"):
        reader.browser.click(f"[name=consent-{purpose}]")
    assert reader.run("() => document.querySelectorAll('input:checked').length") == 2
    reader.run("() => { window.isOld = true; setTimeout(() => location.reload()); }")
    reader.wait(lambda: reader.run("() => !window.isOld && document.readyState"), "complete")
    assert reader.run("() => document.querySelectorAll('input:checked').length") == 0
    assert reader.complaints() == []


def test_a_fault_would_be_heard(reader: Reader, host: Host, outside: Outside) -> None:
    """The tests above could not fail if nobody listened."""
    host.policy, policy = "script-src 'self'", host.policy
    bad = (
        '<img src="http://stranger.invalid/1.png"><img src="/nothing.png"><script>inline()</script>'
        '<script src="/bad.js"></script>'
    )
    try:
        reader.open("/bad", write_page(bad))
    finally:
        host.policy = policy
    reader.run("() => console.error('a console error')")
    heard = "\n".join(reader.complaints())
    outside.asked.clear()
    for fault in (
        "GET http://stranger.invalid/1.png",
        "nothing.png",
        "script-src",
        "bad.js",
        "a console error",
    ):
        assert fault in heard
