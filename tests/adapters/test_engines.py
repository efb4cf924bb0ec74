"""Every widget is the same HTML, byte for byte, through every engine and adapter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from babel.support import LazyProxy
from django.utils.functional import lazystr
from django.utils.safestring import mark_safe
from markupsafe import Markup

import solidarity_widgets as sw
from solidarity_widgets.api import FUNCTIONS

from .engines import ENGINES, python

URL = "https://example.org/?a=1&b=2"
HOSTILE = "<script>'\"&{{ 7 * 7 }}{% x %}"
#: One text as each framework's own type; all of them are text, and none is trusted to be HTML.
TEXTS: dict[str, Callable[[str], object]] = {
    "str": str,
    "Markup": Markup,
    "SafeString": mark_safe,
    "Django lazy": lazystr,
    "Babel lazy": lambda text: LazyProxy(lambda: text, enable_cache=False),
}
VIGIL = sw.Petition("vigil", title={"en": HOSTILE, "be": "Воля"}, fields="name email", consents="processing")


def calls(text: Any) -> dict[str, tuple[list[object], dict[str, object]]]:
    """Return the arguments of a call of each function."""
    event = {"zone": "Europe/Minsk", "now": "2027-06-01T12:34"}
    return {
        "share_url": ([URL, "telegram"], {"title": text}),
        "share_button": ([URL, "telegram"], {"title": text, "attrs": {"title": text}}),
        "share_buttons": ([URL, "telegram vk email copy_link qr"], {"title": text, "text": text}),
        "countdown": (["2027-08-04"], {"label": text, **event}),
        "elapsed": (["2011-08-04"], {"label": text, **event}),
        "format_duration": (["P5DT3H"], {}),
        "petition": ([VIGIL], {"signed": 7, "action": "/sign", "csrf": text, "values": {"name": text}}),
        "petition_form": ([VIGIL], {"action": "/sign", "csrf": text, "errors": {"name": text}}),
        "petition_progress": ([7312], {"goal": 10_000}),
        "stylesheet": ([], {"brands": True}),
        "script": ([text], {}),
    }


#: Django calls whatever can be called, and so breaks Babel's lazy texts.
PAIRS = [
    (kind, engine)
    for kind in TEXTS
    for engine in ENGINES
    if not (kind == "Babel lazy" and engine in ("Django", "Django filters"))
]


@pytest.mark.parametrize(("kind", "engine"), PAIRS)
@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_same_html(name: str, kind: str, engine: str) -> None:
    text = TEXTS[kind](HOSTILE)
    args, kwargs = calls(text)[name]
    plain_args, plain_kwargs = calls(HOSTILE)[name]
    for locale in ("en", "be", "ar"):
        expected = python(name, plain_args, plain_kwargs, locale)
        assert ENGINES[engine](name, args, kwargs, locale) == expected
        assert "<script>'" not in expected


def test_every_function_is_called() -> None:
    assert calls("").keys() == FUNCTIONS.keys()
