"""Importing the package is cheap and pulls in no framework; what is public is named, sorted and described."""

from __future__ import annotations

import inspect
import json
import pkgutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

import solidarity_widgets as sw

FRAMEWORKS = [
    "jinja2",
    "flask",
    "django",
    "starlette",
    "sphinx",
    "sqlalchemy",
    "itsdangerous",
    "email_validator",
]
LATE = [
    "babel.dates",
    "babel.messages",
    "babel.numbers",
    "segno",
    "simplepycons",
    "argparse",
    "asyncio",
    "http.server",
]
SOURCES = str(Path(sw.__file__).resolve().parents[1])


def run(code: str) -> list[str]:
    """Run a program in an interpreter of its own, which fails on any warning; what it prints is JSON."""
    program = f"import sys; sys.path.insert(0, {SOURCES!r})\n{code}"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program], capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def loaded(code: str) -> set[str]:
    return set(run(f"{code}\nimport json; print(json.dumps(sorted(sys.modules)))"))


def test_the_package_loads_no_framework_and_nothing_it_does_not_need() -> None:
    modules = loaded("import solidarity_widgets")
    assert "solidarity_widgets.sharing.functions" in modules
    assert modules.isdisjoint({*FRAMEWORKS, *LATE})


def test_neither_does_a_page_with_share_buttons() -> None:
    page = """
import solidarity_widgets as sw
str(sw.share_buttons("https://example.org/", "vk telegram copy_link", title="x", locale="en"))
sw.share_url("https://example.org/", "x"), sw.stylesheet(), sw.script()
"""
    assert loaded(page).isdisjoint({*FRAMEWORKS, *LATE})


@pytest.mark.parametrize("extra", ["jinja2", "segno", "simplepycons"])
def test_it_works_without_an_extra(extra: str) -> None:
    hidden = f"""
sys.modules[{extra!r}] = None
import solidarity_widgets as sw
bar = sw.share_buttons("https://example.org/", "vk telegram", locale="be")
import json; print(json.dumps([button.label for button in bar]))
"""
    assert run(hidden) == ["Падзяліцца ў VK", "Падзяліцца ў Telegram"]


#: What each adapter may load.
ADAPTERS = {
    "jinja": {"jinja2"},
    "flask": {"flask", "jinja2", "itsdangerous"},
    "starlette": {"starlette", "jinja2"},
    "sphinx": {"sphinx", "jinja2"},
}
SIGNING = ("sqlalchemy", "itsdangerous", "email_validator", "publicsuffixlist")


@pytest.mark.parametrize("adapter", ADAPTERS)
def test_each_adapter_imports_alone(adapter: str) -> None:
    modules = loaded(f"import solidarity_widgets.{adapter}")
    assert modules >= ADAPTERS[adapter]
    assert modules.isdisjoint({*FRAMEWORKS} - ADAPTERS[adapter])


@pytest.mark.parametrize("adapter", ADAPTERS)
def test_each_adapter_imports_without_the_extra_signing(adapter: str) -> None:
    needed = ADAPTERS[adapter]
    hidden = "".join(f"sys.modules[{name!r}] = None; " for name in SIGNING if name not in needed)
    assert run(f"{hidden}import solidarity_widgets.{adapter}; print(1)") == 1


#: Django imports these once a project is set up; tests/adapters does.
IN_A_PROJECT = ("solidarity_widgets.django.admin", "solidarity_widgets.django.models")


def modules() -> list[str]:
    found = pkgutil.walk_packages(sw.__path__, "solidarity_widgets.")
    return [
        module.name
        for module in found
        if not module.name.endswith(".__main__") and module.name not in IN_A_PROJECT
    ]


def kind(name: str) -> str:
    if name.isupper():
        return "constants"
    return "classes" if name[0].isupper() else "functions"


class TestNames:
    """``__all__`` is all there is, in order, and everything in it is described."""

    def test_a_star_import_brings_what_all_names(self) -> None:
        program = """
before = set(globals()) | {"before"}
from solidarity_widgets import *
import json; print(json.dumps(sorted(set(globals()) - before - {"json"})))
"""
        assert run(program) == sorted(sw.__all__)

    def test_all_is_sorted_and_complete(self) -> None:
        kinds = ("constants", "classes", "functions")  # the order that ruff keeps
        ordered = sorted(set(sw.__all__), key=lambda name: (kinds.index(kind(name)), name))
        assert list(sw.__all__) == ordered
        public = {
            name
            for name, value in vars(sw).items()
            if not name.startswith("_") and not isinstance(value, ModuleType)
        }
        assert public == set(sw.__all__)

    def test_all_of_each_module_exists(self) -> None:
        for module in map(import_module, modules()):
            names = getattr(module, "__all__", [])
            assert len(set(names)) == len(names), module
            assert [missing for missing in names if not hasattr(module, missing)] == [], module

    @pytest.mark.parametrize("name", sw.__all__)
    def test_every_public_name_is_described(self, name: str) -> None:
        public = getattr(sw, name)
        described = inspect.getdoc(public)
        assert described
        assert described[0].isupper()
        assert described.splitlines()[0].endswith((".", ":"))
        if inspect.isclass(public):
            assert public.__doc__, f"{name} has only its base's description"
            undescribed = [
                member
                for member, value in vars(public).items()
                if not member.startswith("_")
                and (inspect.isfunction(value) or isinstance(value, (classmethod, staticmethod, property)))
                and not inspect.getdoc(value)
            ]
            assert undescribed == []

    def test_every_module_is_described(self) -> None:
        found = [sw, *map(import_module, modules())]
        assert len(found) > 50
        assert [module.__name__ for module in found if not (module.__doc__ or "").strip()] == []

    def test_every_error_has_the_tree_in_its_docstring(self) -> None:
        from solidarity_widgets import exceptions

        tree = exceptions.__doc__ or ""
        classes = [value for value in vars(exceptions).values() if inspect.isclass(value)]
        raised = [found for found in classes if issubclass(found, BaseException)]
        own = [found for found in raised if found.__module__ == exceptions.__name__]
        assert len(own) > 10
        for found in own:
            assert found.__name__ in tree
            assert issubclass(found, (sw.SolidarityWidgetsError, sw.SolidarityWidgetsWarning))
            assert getattr(sw, found.__name__) is found
