"""A page of somebody's own, without any content policy, whose every text is hostile: nothing runs."""

from collections.abc import Callable
from contextlib import suppress

import pytest

from solidarity_widgets import (
    InvalidFieldError,
    Provider,
    ProviderRegistry,
    default_registry,
    pgettext_noop,
    script,
    share_button,
    share_buttons,
    stylesheet,
)
from solidarity_widgets.demo import Campaign
from solidarity_widgets.demo.page import build_site
from solidarity_widgets.exceptions import InvalidURLError

pytestmark = pytest.mark.browser

PAYLOADS = [
    '"><script>alert(1)</script>',
    "'><img src=x onerror=alert(2)>",
    "</span></title></style></textarea></script><svg onload=alert(3)>",
    '" autofocus onfocus=alert(4) tabindex=0 x="',
    "<iframe srcdoc='<script>parent.alert(5)</script>'></iframe>",
    "&quot;&gt;&lt;script&gt;alert(6)&lt;/script&gt;",
    "--><!--><script>alert(7)</script>",
    "<style>@import 'https://css.example/x.css';</style><link rel=stylesheet href=//css.example/y.css>",
    "`${alert(8)}`{{constructor.constructor('alert(8)')()}}",
    "javascript:alert(9)",
    "</SCRIPT><details open ontoggle=alert(10)>",
]
ADDRESS = (
    "https://example.org/\"><script>alert(11)</script><!--'?a='onload=alert(12)&b=%22#<svg/onload=alert(13)>"
)
#: Options without which a button cannot be made, or with which its link is another.
OPTIONS = {
    "app_id": "1",
    "instance": "mastodon.example",
    "redirect_url": "https://example.org/",
    "to": "friend@example.org",
}
#: What only a breakout can have brought into a page of widgets.
FOREIGN = """
    () => [...document.querySelectorAll("body img, body iframe, body script, body style, body link, body *")]
        .filter((element) => element.matches("img, iframe, script, style, link")
            || [...element.attributes].some(({ name, value }) =>
                name.startsWith("on") || name == "style" || name == "autofocus"
                || /^(href|src|action)$/.test(name) && /^\\s*(javascript|data|vbscript):/i.test(value)))
        .map((element) => element.outerHTML)
"""


@pytest.fixture(scope="module")
def linkable() -> list[str]:
    """Every provider that can be shown as a button without options of its own."""
    return [provider.id for provider in default_registry() if provider.endpoint or provider.action]


def touched(page) -> None:
    """Do what a reader may do: point, focus, press."""
    page.evaluate("""() => {
        for (const element of document.querySelectorAll("main *")) {
            element.dispatchEvent(new PointerEvent("pointerover", { bubbles: true }));
            element.focus?.();
        }
        for (const element of document.querySelectorAll("details")) element.open = true;
        for (const element of document.querySelectorAll("button")) element.click();
    }""")
    page.wait_for_timeout(150)


def refused_to_be_bad(seen) -> None:
    touched(seen.page)
    assert seen.page.evaluate(FOREIGN) == []
    assert seen.dialogs + seen.errors + seen.strangers == []


STUB = """
    window.print = () => {};
    navigator.canShare = () => true;
    navigator.share = async (content) => { window.shared = content; };
    navigator.clipboard.writeText = async (text) => { window.copied = text; };
"""


@pytest.mark.parametrize("display", ["label", "icon"])
def test_every_button_with_hostile_texts(
    visit: Callable, host: Callable, linkable: list[str], display: str
) -> None:
    bars = []
    for payload in PAYLOADS:
        attrs = {"class": payload, "aria-label": payload, "data-mine": payload, "title": payload}
        bars.append(
            share_buttons(
                ADDRESS, linkable, title=payload, text=payload, image=ADDRESS, campaign={payload: payload},
                retired="link", display=display, attrs=attrs, **OPTIONS,
            )
        )  # fmt: skip
    seen = visit(html=host(*bars), scripts=[STUB])
    refused_to_be_bad(seen)
    assert len(PAYLOADS) * len(linkable) == seen.page.locator("main li").count()
    titles = seen.page.locator("[data-sw-action=share]").evaluate_all(
        "(all) => all.map((one) => one.dataset.swTitle)"
    )
    assert titles == PAYLOADS
    labels = seen.page.locator(".sw-share").evaluate_all("(all) => all.map((one) => one.ariaLabel)")
    assert labels == PAYLOADS
    assert seen.page.evaluate("copied").startswith(ADDRESS.partition("#")[0])
    assert PAYLOADS[-1] == seen.page.evaluate("shared.text")


def test_hostile_options(visit: Callable, host: Callable) -> None:
    """An option refuses such a text, or its button is as good as any."""
    made = []
    for provider in default_registry():
        for name in provider.option_names():
            for payload in PAYLOADS:
                given = {known: OPTIONS[known] for known in provider.required if known in OPTIONS}
                with suppress(InvalidFieldError):
                    made.append(
                        share_button(
                            "https://example.org/", provider.id, retired="link", **{**given, name: payload}
                        )
                    )
    seen = visit(html=host(*made))
    refused_to_be_bad(seen)
    assert len(made) == seen.page.locator("main a").count() > 2 * len(PAYLOADS)


def test_a_hostile_provider(visit: Callable, host: Callable) -> None:
    """A provider's code is trusted, but its name, label and drawing are only text and shapes."""

    def provider(number: int, payload: str) -> type[Provider]:
        attributes = {
            "id": f"hostile{number}",
            "name": payload,
            "endpoint": "https://hostile.example/share",
            "params": {"url": "u", "title": "t"},
            "label": pgettext_noop("share", payload.replace("{", "(").replace("}", ")") + " {provider}"),
            "icon": '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(2)</script>'
            '<path d="M0 0h9" onclick="alert(3)"/><a href="javascript:alert(4)"><path d="M1 1"/></a></svg>',
        }
        return type(f"Hostile{number}", (Provider,), attributes)

    registry = ProviderRegistry([provider(number, payload) for number, payload in enumerate(PAYLOADS)])
    names = [one.id for one in registry]
    bars = [
        share_buttons("https://example.org/", names, registry=registry, locale=locale, display=display)
        for locale in ("en", "ar")
        for display in ("label", "icon")
    ]
    seen = visit(html=host(*bars))
    refused_to_be_bad(seen)
    assert 4 * len(PAYLOADS) == seen.page.locator("main a").count()
    assert 4 * len(PAYLOADS) == seen.page.locator("main svg path").count()


def test_hostile_arguments_of_the_tags(visit: Callable, host: Callable) -> None:
    accepted = []
    for payload in PAYLOADS:
        with suppress(InvalidURLError):  # a character that no URL has
            assert stylesheet(payload, base=f"/static/{payload}")
            accepted.append(payload)
    assert len(accepted) > 3
    head = "".join(
        str(tag(payload, base=f"/static/{payload}" if payload in accepted else "/static"))
        for payload in PAYLOADS
        for tag in (stylesheet, script)
    )
    seen = visit(html=host(share_button("https://example.org/", "telegram", locale=PAYLOADS[0]), head=head))
    touched(seen.page)
    assert seen.dialogs + seen.errors + seen.strangers == []
    assert len(PAYLOADS) + 1 == seen.page.locator("head script").count()
    assert len(PAYLOADS) + 1 == seen.page.locator("head link").count()


@pytest.mark.parametrize("payloads", [PAYLOADS, PAYLOADS[::-1]], ids=["forwards", "backwards"])
def test_the_demo_of_a_hostile_title(visit: Callable, payloads: list[str]) -> None:
    """One payload might hide those after it, so they come in both orders."""
    title = " ".join(payloads)
    site = build_site(Campaign(ADDRESS, title), integrity=False)
    html = site.files["ar/index.html"].decode("utf-8").replace('http-equiv="Content-Security-Policy"', "")
    seen = visit(html=html)
    touched(seen.page)
    assert seen.dialogs + seen.errors + seen.strangers == []
    assert seen.page.locator("script").count() == 1
    assert title == seen.page.locator("[data-sw-action=share]").get_attribute("data-sw-title")


@pytest.mark.parametrize("payload", PAYLOADS[:5])
def test_the_same_texts_do_run_where_a_page_writes_them_as_html(
    visit: Callable, host: Callable, payload: str
) -> None:
    """Else the silence above would mean nothing."""
    seen = visit(html=host(f'<a href="{payload}">{payload}</a>'))
    seen.page.wait_for_timeout(150)
    assert seen.dialogs
    assert seen.page.evaluate(FOREIGN)
