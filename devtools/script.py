"""Minify the script that pages load, and measure it."""

from __future__ import annotations

import gzip
import os
import re
import shutil
import subprocess
import sys

from devtools import npm
from devtools.environment import BIN, set_up
from devtools.process import ROOT

SOURCE = ROOT / "src" / "solidarity_widgets" / "front" / "solidarity_widgets.js"
MINIFIED = ROOT / "src" / "solidarity_widgets" / "static" / "solidarity_widgets" / SOURCE.name
_HEADER = b"// solidarity-widgets, MIT. Readable: front/solidarity_widgets.js\n"
_COUNTDOWN = re.compile(rb"(?s)  // --- countdown.*// --- end of countdown")
#: The limits that the documentation promises, in gzipped bytes.
_MAX_COUNTDOWN = 1900
_MAX_TOTAL = 5500


def main(*arguments: str) -> None:
    """Minify the script and check its size.

    Args:
        *arguments: ``--check`` to fail if the minified script is out of date, instead of writing it.
    """
    set_up("tests")
    if arguments not in ((), ("--check",)):
        sys.exit("Usage: python dev.py script [--check]")
    command = _minifier()
    source = SOURCE.read_bytes()
    content = _HEADER + _minify(command, source)
    if not arguments:
        MINIFIED.write_bytes(content)
    elif MINIFIED.read_bytes() != content:
        sys.exit("The minified script is out of date; run: python dev.py script")
    script = _gzipped_size(content)
    countdown = script - _gzipped_size(_minify(command, _COUNTDOWN.sub(b"", source)))
    style = _gzipped_size(MINIFIED.with_suffix(".css").read_bytes())
    print(f"gzipped bytes: script {script}, of which countdown {countdown}; stylesheet {style}")
    if countdown >= _MAX_COUNTDOWN or script + style >= _MAX_TOTAL:
        sys.exit(f"The limits are {_MAX_COUNTDOWN} for the countdown and {_MAX_TOTAL} in total.")


def _minifier() -> list[str]:
    terser = npm.TERSER.fetch()
    node = shutil.which("node", path=os.pathsep.join([os.environ.get("PATH", ""), str(BIN)]))
    if terser is None or node is None:
        sys.exit("Could not download the minifier from npm.")
    return [node, str(terser / "bin" / "terser"), "--compress", "--mangle", "--ecma", "2020"]


def _minify(command: list[str], source: bytes) -> bytes:
    return subprocess.run(command, input=source, capture_output=True, check=True).stdout


def _gzipped_size(content: bytes) -> int:
    return len(gzip.compress(content, 9, mtime=0))
