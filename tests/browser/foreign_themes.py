"""Pages of themes that other people made, with room for our widgets where their readers' text is."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from devtools import npm

#: Where the widgets go.
MARK = "THE WIDGETS"
_LINK = re.compile(r"<link\b[^>]*>")
_HREF = re.compile(r'href="?([^\s">]+\.css)')
_IMPORT = re.compile(r'@import\s+(?:url\()?["\']?([^"\')]+\.css)["\']?\)?;')
_SCRIPT = re.compile(r"(?s)<script\b.*?</script>")

#: What resets and frameworks do to elements without a class.
RESET = """
    *, ::before, ::after { box-sizing: border-box; margin: 0; padding: 0; border: 0 solid; }
    [hidden] { display: none !important; }
    svg, img { display: block; max-width: 100%; height: auto; vertical-align: middle; }
    ol, ul { list-style: none; }
    li { margin-block-end: .5em; }
    a, a:visited { color: #c0c; text-decoration: underline dotted; }
    a:hover { color: #f0f; text-decoration: underline; }
    h1, h2, h3, h4, h5, h6 { margin-block: 2em; font-size: inherit; font-weight: inherit; }
    p { margin-block: 0 2em; }
    button, input, select, textarea { border-radius: 0; background: none; color: inherit; font: inherit; }
    button, [type=submit] { margin-block-end: 1em; box-shadow: 0 1px 2px; letter-spacing: 1px;
        text-transform: uppercase; appearance: none; }
    button:hover { background: #00f; transform: scale(1.1); }
    label { display: inline-block; margin-block-end: .5em; }
    fieldset { min-width: 0; margin: 2em; padding: 2em; border: 2px groove; }
    details { margin-block: 1em; padding: 1em; border: 1px solid; }
    summary { display: block; padding: 1em; font-weight: 700; }
    summary::after { content: "+"; float: right; }
    progress { height: 3px; vertical-align: baseline; }
"""


def page(name: str, scheme: str) -> str:
    """Return the HTML of a theme's page with all its styles, and ``MARK`` in it.

    Args:
        name: A name of ``THEMES``.
        scheme: ``light`` or ``dark``.
    """
    return _THEMES[name](scheme)


def _document(styles: str, body: str, scheme: str, attributes: str = "") -> str:
    return (
        f'<!doctype html><html lang="en" {attributes}><head><meta charset="utf-8"><title>T</title>'
        f"<style>:root {{ color-scheme: {scheme} }}</style><style>{styles}</style></head>{body}</html>"
    )


def _read(package: npm.Package, path: str) -> str:
    folder = package.fetch()
    if folder is None:
        pytest.fail(f"Could not download {package.name} {package.version} from npm.", pytrace=False)
    return (folder / path).read_text(encoding="utf-8")


def _plain(scheme: str) -> str:
    return _document("", f"<body><main>{MARK}</main></body>", scheme)


def _reset(scheme: str) -> str:
    return _document(RESET, f"<body><main>{MARK}</main></body>", scheme)


def _bootstrap(scheme: str) -> str:
    styles = _read(npm.BOOTSTRAP, "dist/css/bootstrap.css")
    body = f'<body><main class="container">{MARK}</main></body>'
    return _document(styles, body, "light", f'data-bs-theme="{scheme}"')


def _pico(scheme: str) -> str:
    styles = _read(npm.PICO, "css/pico.css")
    body = f'<body><main class="container"><article>{MARK}</article></main></body>'
    return _document(styles, body, "light", f'data-theme="{scheme}"')


def _github(scheme: str) -> str:
    styles = _read(npm.GITHUB_MARKDOWN, f"github-markdown-{scheme}.css")
    return _document(styles, f'<body><article class="markdown-body">{MARK}</article></body>', "light")


@cache
def _material_page() -> str:
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "docs").mkdir()
        (folder / "docs" / "index.md").write_text(f"# Host\n\n<div>{MARK}</div>\n", encoding="utf-8")
        (folder / "mkdocs.yml").write_text(
            "site_name: Host\ntheme:\n  name: material\n  font: false\n  palette:\n    scheme: default\n",
            encoding="utf-8",
        )
        _run("mkdocs", "build", "--quiet", folder=folder)
        return _inlined(folder / "site" / "index.html")


def _material(scheme: str) -> str:
    dark = 'data-md-color-scheme="slate"'
    light = 'data-md-color-scheme="default"'
    found = _material_page()
    assert light in found
    return found.replace(light, dark) if scheme == "dark" else found


@cache
def _alabaster_page() -> str:
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "conf.py").write_text("project = 'Host'\nhtml_theme = 'alabaster'\n", encoding="utf-8")
        (folder / "index.rst").write_text(
            f"Host\n====\n\n.. raw:: html\n\n   <div>{MARK}</div>\n", encoding="utf-8"
        )
        _run("sphinx", "--quiet", ".", "out", folder=folder)
        return _inlined(folder / "out" / "index.html")


def _alabaster(scheme: str) -> str:
    assert scheme == "light", "it has no dark look"
    return _alabaster_page()


def _run(module: str, *arguments: str, folder: Path) -> None:
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def _inlined(path: Path) -> str:
    """Return a page without scripts, and with its stylesheets in it."""

    def style(match: re.Match[str]) -> str:
        href = _HREF.search(match[0])
        return f"<style>{_stylesheet(path.parent / href[1])}</style>" if href else ""

    found = _LINK.sub(style, _SCRIPT.sub("", path.read_text(encoding="utf-8")))
    assert MARK in found
    return found


def _stylesheet(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    return _IMPORT.sub(lambda match: _stylesheet(path.parent / match[1]), text)


_THEMES: dict[str, Callable[[str], str]] = {
    "plain": _plain,
    "reset": _reset,
    "bootstrap": _bootstrap,
    "pico": _pico,
    "github-markdown": _github,
    "material": _material,
    "alabaster": _alabaster,
}
#: The themes, and the schemes that each has.
THEMES = [
    (name, scheme)
    for name in _THEMES
    for scheme in ("light", "dark")
    if name != "plain" and (name, scheme) != ("alabaster", "dark")
]
