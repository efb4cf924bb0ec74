"""Every example in a docstring of the library runs and gives what it says."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import django.conf
import pytest

import solidarity_widgets

from .test_imports import IN_A_PROJECT

MODULES = [
    "solidarity_widgets",
    *(
        module.name
        for module in pkgutil.walk_packages(solidarity_widgets.__path__, "solidarity_widgets.")
        if not module.name.endswith(".__main__") and module.name not in IN_A_PROJECT
    ),
]
if not django.conf.settings.configured:  # the modules of the Django app have it among their names
    django.conf.settings.configure()
EXAMPLES = [
    pytest.param(test, id=test.name)
    for name in MODULES
    for test in doctest.DocTestFinder().find(importlib.import_module(name))
    if test.examples
]


@pytest.mark.parametrize("example", EXAMPLES)
def test_example(example: doctest.DocTest) -> None:
    report: list[str] = []
    failed, tried = doctest.DocTestRunner().run(example, out=report.append)
    assert (failed, tried) == (0, len(example.examples)), "".join(report)


@pytest.mark.parametrize(
    "name",
    [
        *("share_url", "share_button", "share_buttons", "stylesheet", "script", "get_locale", "match_locale"),
        *("use_locale", "Provider", "ProviderRegistry", "default_registry"),
    ],
)
def test_what_is_called_most_has_an_example(name: str) -> None:
    public = getattr(solidarity_widgets, name)
    examples = doctest.DocTestFinder().find(public, name)
    assert any(example.examples for example in examples)
