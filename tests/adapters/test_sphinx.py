"""The Sphinx extension, in builds of a small project."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest

import solidarity_widgets as sw
from solidarity_widgets import assets

ROOT = Path(__file__).resolve().parents[2]
CONF = """
extensions = ["solidarity_widgets.sphinx"]
project = "Campaign"
language = "be"
version = "1"
copyright = "2027"
html_baseurl = "https://example.org/site/"
templates_path = ["templates"]
solidarity_widgets_providers = "telegram vk copy_link"
"""
LAKE = """
Save <the> lake
===============

.. share-buttons::

.. share-buttons:: whatsapp
   :url: https://example.org/other
   :title: 1984

.. share-button:: telegram

.. countdown:: 2027-08-04
   :zone: Europe/Minsk
   :now: 2027-08-01
   :max-units: 1

.. elapsed:: 2011-08-04
   :zone: Europe/Minsk
   :now: 2027-08-04

.. petition-progress:: 7312
   :goal: 10000
"""
INDEX = "Home\n====\n\n.. toctree::\n\n   lake\n"
Build = Callable[..., Path]


@pytest.fixture
def build(tmp_path: Path) -> Build:
    """Builds a project, with warnings as errors; returns the folder with its output."""

    def run(builder: str = "html", *, conf: str = "", lake: str = LAKE, **files: str) -> Path:
        done = run_sphinx(tmp_path, builder, conf=conf, lake=lake, **files)
        assert done.returncode == 0, done.stderr
        return tmp_path / "output" / builder

    return run


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project as HTML."""
    folder = tmp_path_factory.mktemp("sphinx")
    done = run_sphinx(folder, "html")
    assert done.returncode == 0, done.stderr
    return folder / "output" / "html"


def run_sphinx(
    folder: Path, builder: str, *, conf: str = "", lake: str = LAKE, jobs: int = 1, **templates: str
) -> subprocess.CompletedProcess[str]:
    (folder / "conf.py").write_text(CONF + conf, encoding="utf-8")
    (folder / "index.rst").write_text(INDEX, encoding="utf-8")
    (folder / "lake.rst").write_text(lake, encoding="utf-8")
    for name, content in templates.items():
        path = folder / "templates" / f"{name.replace('__', '/')}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-E", "-j", str(jobs)]
    return subprocess.run(
        [*command, "-d", "doctrees", "-b", builder, ".", f"output/{builder}"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def bar(url: str, providers: str = "telegram vk copy_link", title: str = "Save <the> lake") -> str:
    return str(sw.share_buttons(url, providers, title=title, locale="be"))


def test_directives_are_the_functions(site: Path) -> None:
    """In Sphinx's language, with the page's URL and title, byte for byte."""
    html = (site / "lake.html").read_text(encoding="utf-8")
    url = "https://example.org/site/lake.html"
    assert bar(url) in html
    assert bar("https://example.org/other", "whatsapp", "1984") in html
    assert str(sw.share_button(url, "telegram", title="Save <the> lake", locale="be")) in html
    for widget in (
        sw.countdown("2027-08-04", zone="Europe/Minsk", now="2027-08-01", max_units=1, locale="be"),
        sw.elapsed("2011-08-04", zone="Europe/Minsk", now="2027-08-04", locale="be"),
        sw.petition_progress(7312, goal=10_000, locale="be"),
    ):
        assert str(widget) in html


def test_the_url_is_that_of_the_builder(build: Build) -> None:
    html = (build("dirhtml") / "lake" / "index.html").read_text(encoding="utf-8")
    assert bar("https://example.org/site/lake/") in html


def test_templates_have_the_functions(build: Build) -> None:
    template = (
        '{% extends "!page.html" %}{% block body %}{{ super() }}{{ share_buttons(title="T") }}{% endblock %}'
    )
    html = (build(lake="Lake\n====\n", page=template) / "lake.html").read_text(encoding="utf-8")
    assert bar("https://example.org/site/lake.html", title="T") in html


def test_a_prefix_renames_the_functions_of_templates_only(build: Build) -> None:
    template = (
        '{% extends "!page.html" %}{% block body %}{{ super() }}'
        "{{ share_buttons is defined }}{{ sw_share_buttons(title='T') }}{% endblock %}"
    )
    html = (build(conf="solidarity_widgets_prefix = 'sw_'", page=template) / "lake.html").read_text(
        encoding="utf-8"
    )
    assert "False" + bar("https://example.org/site/lake.html", title="T") in html
    assert bar("https://example.org/site/lake.html") in html


def test_another_base_url(build: Build) -> None:
    html = (build(conf="solidarity_widgets_base_url = 'https://example.com'") / "lake.html").read_text(
        encoding="utf-8"
    )
    assert bar("https://example.com/lake.html") in html


def test_markup_of_the_site(build: Build) -> None:
    """It is escaped, although Sphinx's templates are not."""
    template = "<b>{{ widget.text }} {{ '<' }}</b>"
    html = (build(solidarity_widgets__petition_progress=template) / "lake.html").read_text(encoding="utf-8")
    progress = sw.petition_progress(7312, goal=10_000, locale="be")
    assert f"<b>{progress.text} &lt;</b>" in html


def test_static_files(site: Path) -> None:
    html = (site / "lake.html").read_text(encoding="utf-8")
    for name in (assets.STYLESHEET, assets.SCRIPT):
        assert (site / "_static" / assets.FOLDER / name).read_bytes() == assets.read(name)
        assert html.count(f"_static/{assets.FOLDER}/{name}") == 1


def test_plain_text(build: Build) -> None:
    """Text has no button that copies a link."""
    text = (build("text") / "lake.txt").read_text(encoding="utf-8")
    labels = [
        sw.share_button("https://example.org/", name, locale="be").label for name in ("vk", "copy_link")
    ]
    assert labels[0] in text
    assert labels[1] not in text
    assert sw.petition_progress(7312, locale="be").text in text
    assert "Засталося: 3 дні" in text


def test_latex_has_the_links(build: Build) -> None:
    [file] = build("latex", conf="language = 'en'").glob("*.tex")
    tex = file.read_text(encoding="utf-8")
    assert r"\sphinxhref{https://t.me/share/url" in tex


def test_epub_has_the_plain_form(build: Build) -> None:
    done = build("epub", conf="suppress_warnings = ['epub.unknown_project_files']")
    html = (done / "lake.xhtml").read_text(encoding="utf-8")
    url = "https://example.org/site/lake.xhtml"
    plain = sw.share_buttons(
        url, "telegram vk copy_link", title="Save <the> lake", locale="be", display="text"
    )
    assert unescape(str(plain)) in unescape(html)
    assert "<script" not in html


def test_linkcheck_does_not_visit_share_links(build: Build) -> None:
    assert "t.me" not in (build("linkcheck") / "output.txt").read_text(encoding="utf-8")


def test_parallel_builds_are_the_same(site: Path, tmp_path: Path) -> None:
    done = run_sphinx(tmp_path, "html", jobs=2)
    assert done.returncode == 0, done.stderr
    parallel = tmp_path / "output" / "html" / "lake.html"
    assert parallel.read_bytes() == (site / "lake.html").read_bytes()


MISTAKES = {
    ".. share-buttons:: telegrm": "telegram",
    ".. countdown:: tomorrow\n   :zone: Europe/Minsk": "tomorrow",
    ".. countdown::": "target",
    ".. elapsed:: 2011-08-04\n   :unit: days": "Did you mean 'units'",
    ".. petition-progress:: many": "must be a whole number",
}


def test_a_mistake_is_a_warning_at_its_line(tmp_path: Path) -> None:
    page = "Lake\n====\n\n"
    expected = []
    for directive, error in MISTAKES.items():
        expected.append((page.count("\n") + 1, error))
        page += f"{directive}\n\n"
    done = run_sphinx(tmp_path, "html", lake=page)
    assert done.returncode != 0
    lines = done.stderr.splitlines()
    for number, error in expected:
        assert any(f"lake.rst:{number}: WARNING: " in line and error in line for line in lines), lines


def test_share_buttons_need_the_url_of_the_site(tmp_path: Path) -> None:
    done = run_sphinx(tmp_path, "html", conf="html_baseurl = ''")
    assert done.returncode != 0
    assert "html_baseurl" in done.stderr
