"""Build the script and the stylesheets that pages load, and measure them."""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from devtools import npm
from devtools.environment import BIN, PYTHON, set_up
from devtools.process import ROOT

_PACKAGE = ROOT / "src" / "solidarity_widgets"
_SCRIPTS = _PACKAGE / "front" / "script"
_STYLES = _PACKAGE / "front" / "styles"
_STATIC = _PACKAGE / "static" / "solidarity_widgets"
#: The parts of the stylesheet. Their order, and that of selectors and declarations within them, is one that gzip
#: compresses well. No part overrides another.
_STYLE_PARTS = ("countdown", "share", "petition", "base")
#: The parts of the script, in order: each uses only names of itself and of those before it.
_SCRIPT_PARTS = ("base", "actions", "calendar", "countdown", "progress")
_COUNTDOWN_PARTS = ("calendar", "countdown")
_HEADER = b"/* solidarity-widgets, MIT */\n"
_BRANDS_HEADER = (
    b"/* solidarity-widgets, MIT. Readable: front/styles/brands.css, sharing/brand_colours.py */\n"
)
#: The limits that the documentation promises, in gzipped bytes.
_MAX_COUNTDOWN = 1900
_MAX_TOTAL = 5500
_MAX_BRANDS = 2000
_BRANDS_PROGRAM = """\
from solidarity_widgets import builtin_registry
from solidarity_widgets.sharing.brand_colours import brand_rules
print(brand_rules(builtin_registry()))
"""


def main(*arguments: str) -> None:
    """Build the files and check their size.

    Args:
        *arguments: ``--check`` to fail if a file is out of date, instead of writing it.
    """
    set_up("tests")
    if arguments not in ((), ("--check",)):
        sys.exit("Usage: python dev.py assets [--check]")
    command = _minifier()
    script_source = _join_script(_SCRIPT_PARTS)
    without_countdown = _join_script(part for part in _SCRIPT_PARTS if part not in _COUNTDOWN_PARTS)
    built = {
        "solidarity_widgets.js": _HEADER + _filter(command, script_source),
        "solidarity_widgets.css": _HEADER + _minify(_read_styles(*_STYLE_PARTS)),
        "solidarity_widgets_brands.css": _BRANDS_HEADER
        + _minify(_read_styles("brands") + _filter([PYTHON, "-c", _BRANDS_PROGRAM], b"")),
        "solidarity_widgets_pages.css": _HEADER + _minify(_read_styles("pages")),
    }
    for name, content in built.items():
        if not arguments:
            (_STATIC / name).write_bytes(content)
        elif (_STATIC / name).read_bytes() != content:
            sys.exit(f"{name} is out of date; run: python dev.py assets")
    script, style, brands = (_gzipped_size(content) for content in list(built.values())[:3])
    countdown = script - _gzipped_size(_filter(command, without_countdown))
    print(
        f"gzipped bytes: script {script}, of which countdown {countdown}; stylesheet {style}; brands {brands}"
    )
    if countdown >= _MAX_COUNTDOWN or script + style >= _MAX_TOTAL or brands >= _MAX_BRANDS:
        sys.exit(
            f"The limits are {_MAX_COUNTDOWN} for the countdown, {_MAX_TOTAL} for the script and the "
            f"stylesheet, and {_MAX_BRANDS} for the brands' colours."
        )


def _join_script(parts: Iterable[str]) -> bytes:
    """Join parts of the script to one function: no globals, no storage."""
    source = "\n".join((_SCRIPTS / f"{part}.js").read_text(encoding="utf-8") for part in parts)
    return f"(() => {{\n{source}}})();\n".encode()


def _read_styles(*parts: str) -> bytes:
    return b"\n".join((_STYLES / f"{part}.css").read_bytes() for part in parts)


def _minify(styles: bytes) -> bytes:
    program = "import sys, rcssmin; print(rcssmin.cssmin(sys.stdin.read()).strip())"
    return _filter([PYTHON, "-c", program], styles)


def _minifier() -> list[str | Path]:
    terser = npm.TERSER.fetch()
    node = shutil.which("node", path=os.pathsep.join([os.environ.get("PATH", ""), str(BIN)]))
    if terser is None or node is None:
        sys.exit("Could not download the script's minifier from npm.")
    # Shorter after gzip than with the defaults. Properties of the elements' own begin with "_".
    compress = ("--compress", "unsafe,lhs_constants=false,reduce_funcs=false")
    mangle = ("--mangle", "--mangle-props", "regex=/^_/")
    return [node, str(terser / "bin" / "terser"), *compress, *mangle, "--ecma", "2020"]


def _filter(command: list[str | Path], source: bytes) -> bytes:
    return subprocess.run(command, input=source, capture_output=True, check=True).stdout


def _gzipped_size(content: bytes) -> int:
    return len(gzip.compress(content, 9, mtime=0))
