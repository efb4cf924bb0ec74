"""Programs of Node.js that tests compare the library with."""

from __future__ import annotations

import fcntl
import json
import shutil
import subprocess
from typing import Any

import pytest

from devtools import npm
from devtools.process import ROOT


def run_node(package: npm.Package, script: str, given: object) -> Any:
    """Run a script that reads JSON and writes JSON, with an npm package as ``library``.

    Args:
        package: The package, which is downloaded if it is not there.
        script: JavaScript of an ES module, which maps ``given`` to ``result``.
        given: What the script works on.

    Returns:
        The result.
    """
    program = shutil.which("node")
    if program is None:
        pytest.fail("No Node.js: install it (on Debian and Ubuntu: apt-get install nodejs).", pytrace=False)
    folder = _fetch(package)
    source = f"""
        import {{ createRequire }} from "node:module";
        import {{ readFileSync }} from "node:fs";
        import {{ pathToFileURL }} from "node:url";
        const require = createRequire({json.dumps(str(folder / "package.json"))});
        const path = require.resolve({json.dumps(package.name)});
        const loaded = await import(pathToFileURL(path));
        const library = loaded.default ?? loaded;
        const given = JSON.parse(readFileSync(0, "utf8"));
        {script}
        console.log(JSON.stringify(result));
    """
    done = subprocess.run(
        [program, "--input-type=module", "-e", source],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def _fetch(package: npm.Package) -> Any:
    """Download the package once, although several processes of pytest-xdist may ask for it."""
    cache = ROOT / ".cache"
    cache.mkdir(exist_ok=True)
    with (cache / f"{package.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        folder = package.fetch()
    if folder is None:
        pytest.fail(f"Could not download {package.name} {package.version} from npm.", pytrace=False)
    return folder
