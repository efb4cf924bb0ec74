"""The static output, opened from the disk as a reader opens it: it looks and works as when it is served."""

from collections.abc import Callable
from pathlib import Path

import pytest

from solidarity_widgets.demo import Campaign, write_site
from solidarity_widgets.demo.page import languages

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_site(Campaign(), tmp_path_factory.mktemp("site"), locale="be")


@pytest.mark.parametrize("path", ["index.html", "be/index.html", "ar/index.html", "be-tarask/index.html"])
def test_styles_and_script_are_loaded_and_nothing_is_refused(visit: Callable, index: Path, path: str) -> None:
    seen = visit((index.parent / path).as_uri())
    page = seen.page
    assert page.evaluate("getComputedStyle(document.querySelector('.sw-share')).display") == "flex"
    assert page.evaluate("getComputedStyle(document.querySelector('footer ul')).listStyleType") == "none"
    assert page.locator("[data-sw-provider=print]").is_visible(), "the script did not run"
    assert page.locator("[data-sw-provider=copy_link]").is_visible(), "a local file may copy"
    assert seen.complaints == []


def test_the_page_leads_to_every_language(visit: Callable, index: Path) -> None:
    seen = visit(index.as_uri())
    tags = [link.get_attribute("hreflang") for link in seen.page.locator("nav a").all()]
    assert tags == [locale.tag for locale in languages()]
    for tag in tags:
        seen.page.locator(f"nav a[hreflang={tag}]").click()
        assert (index.parent / tag / "index.html").as_uri() == seen.page.url
        assert tag == seen.page.locator("html").get_attribute("lang")
    assert seen.complaints == []


def test_its_own_policy_holds(visit: Callable, index: Path) -> None:
    """A page from the disk has no headers; what stands in the page must do."""
    seen = visit(index.as_uri())
    seen.page.evaluate("""() => {
        const script = document.createElement("script");
        script.textContent = "alert('ran')";
        document.body.append(script);
        const image = document.createElement("img");
        image.src = "https://image.example/pixel.png";
        document.body.append(image);
    }""")
    seen.page.wait_for_timeout(100)
    assert seen.dialogs == []
    assert {"script-src-elem: inline", "img-src: https://image.example/pixel.png"} <= set(seen.refused)
    assert seen.outside.asked == []
