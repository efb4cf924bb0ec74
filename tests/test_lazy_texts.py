"""Lazy translations are read when a function is called, so that each page gets its reader's language."""

from collections.abc import Callable

import pytest
from babel.support import LazyProxy
from django.utils.functional import lazy

import solidarity_widgets as sw

URL = "https://example.org/"


def freedom() -> str:
    """What a framework's gettext does: the answer depends on the reader's language."""
    return {"be": "Воля", "en": "Freedom"}[sw.get_locale().code]


#: One object each, made before any language is active, as at the top of a module.
TEXTS = {"Django": lazy(freedom, str)(), "Babel": LazyProxy(freedom, enable_cache=False)}

CALLS: dict[str, Callable[[object], str]] = {
    "share_url": lambda text: sw.share_url(URL, "x", text=text),
    "share_button": lambda text: sw.share_button(URL, "telegram", title=text).url,
    "share_buttons": lambda text: str(sw.share_buttons(URL, "telegram email", title=text, text=text)),
    "hashtags": lambda text: sw.share_url(URL, "x", hashtags=[text]),
    "attrs": lambda text: str(sw.share_button(URL, "telegram", attrs={"title": text})),
    "countdown": lambda text: sw.countdown("2027-08-04", zone="UTC", label=text, now="2027-08-01").label,
    "elapsed": lambda text: str(sw.elapsed("2011-08-04", zone="UTC", label=text, now="2027-08-01")),
    "errors": lambda text: str(
        sw.petition_form(sw.Petition("p", title="T"), action="/s", csrf="t", errors={"name": text})
    ),
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize("name", CALLS)
def test_it_is_read_at_each_call(name: str, text: object) -> None:
    for locale in ("be", "en", "be"):
        with sw.use_locale(locale):
            assert CALLS[name](text) == CALLS[name](freedom())
