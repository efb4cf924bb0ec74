"""Everything a contributor types, on a machine that has nothing but Python 3.11 and pip.

    python dev.py demo [arguments]     show the widgets in a browser
    python dev.py test [arguments]     run the tests; arguments go to pytest
    python dev.py matrix [arguments]   run them with the lowest and the newest dependencies, on every Python
    python dev.py lint                 style, types, and which way the imports run
    python dev.py catalogs [--check]   renew the message catalogs, or fail if they lag behind; then check them
    python dev.py script [--check]     minify the script that pages load, or fail if that is needed
    python dev.py screenshots          take the README's screenshots again
    python dev.py build                build the sdist, and the wheel from it and from the tree

The first run makes a virtual environment in .venv (elsewhere with SOLIDARITY_WIDGETS_VENV) and installs the
project into it; later runs do so again only when pyproject.toml has changed.
"""

from __future__ import annotations

import glob
import gzip
import hashlib
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = Path(os.environ.get("SOLIDARITY_WIDGETS_VENV") or ROOT / ".venv")
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
NPM_CACHE = ROOT / ".cache" / "npm"
AXE = ("axe-core", "4.14.1")  # the accessibility checker
TERSER = ("terser", "5.51.2")  # the minifier
PUPPETEER = ("puppeteer-core", "24.43.1")  # drives Firefox
SCRIPT = ROOT / "src" / "solidarity_widgets" / "front" / "solidarity_widgets.js"
MINIFIED = ROOT / "src" / "solidarity_widgets" / "static" / "solidarity_widgets" / SCRIPT.name
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
BROWSER_PACKAGES = ("chromium", "fonts-dejavu-core", "fonts-noto-core")  # fonts for the catalogs' scripts
FIREFOXES = ("firefox-esr", "firefox")
FIREFOX_PACKAGES = ("firefox-esr",)
WEBKIT_BROWSERS = "/usr/lib/*/webkit2gtk-4.*/MiniBrowser"  # where Debian puts them
WEBKIT_PROGRAMS = ("WebKitWebDriver", "Xvfb")
WEBKIT_PACKAGES = ("webkit2gtk-driver", "xvfb")
POSTGRESQL_PACKAGES = ("postgresql",)
PYTHONS = ("3.11", "3.12", "3.13", "3.14", "3.15")
BROWSER_MARKS = ("browser", "firefox", "webkit")
#: The legs of the matrix: what is installed, and the options of uv that choose it.
LEGS: dict[str, tuple[str, ...]] = {
    "lowest": ("the lowest version of every dependency", "--resolution", "lowest-direct"),
    "newest": ("the newest version of every dependency", "--resolution", "highest"),
    "next": ("the newest version, pre-releases too", "--resolution", "highest", "--prerelease", "allow"),
}
PGBOUNCER_PACKAGES = ("pgbouncer",)  # for one of the slow tests
POSTGRESQL = "SOLIDARITY_WIDGETS_POSTGRESQL"  # names the URL of a database that the tests may use
CI = os.environ.get("CI", "").lower() not in ("", "0", "false")


def run(*command: str | Path, env: Mapping[str, str] | None = None, fatal: bool = True) -> int:
    """Echo a command and run it in the project's folder; its failure ends the program if it is fatal."""
    words = [str(word) for word in command]
    print("$", shlex.join(words), flush=True)
    try:
        status = subprocess.run(words, cwd=ROOT, env={**os.environ, **(env or {})}, check=False).returncode
    except OSError as error:
        print(error, file=sys.stderr)
        status = 127
    if status and fatal:
        sys.exit(status if status > 0 else 128 - status)
    return status


def python(*arguments: str | Path, env: Mapping[str, str] | None = None) -> None:
    """Run the environment's Python, with the environment's programs first on the PATH."""
    path = os.pathsep.join([str(BIN), os.environ.get("PATH", "")])
    run(PYTHON, *arguments, env={"PATH": path, **(env or {})})


# --- setting up -------------------------------------------------------------------------------------------


def set_up(*groups: str) -> None:
    """Make the environment and install the project with some dependency groups, unless that is done."""
    stamp = VENV / "solidarity-widgets.json"
    digest = hashlib.sha256((ROOT / "pyproject.toml").read_bytes()).hexdigest()
    done = json.loads(stamp.read_text()) if stamp.is_file() and PYTHON.is_file() else {}
    known = (
        set(done.get("groups", ()))
        if done.get("digest") == digest and done.get("root") == str(ROOT)
        else None
    )
    if known is not None and ("dev" in known or known >= set(groups)):
        return
    if not PYTHON.is_file():
        make_environment()
    wanted = sorted(set(groups) | (known or set()))
    pip: list[str | Path] = [PYTHON, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    run(*pip, "--upgrade", "pip>=25.1")  # the first that knows dependency groups
    run(*pip, "--editable", ".[all]", *(f"--group={group}" for group in wanted))
    stamp.write_text(json.dumps({"digest": digest, "root": str(ROOT), "groups": wanted}))


def make_environment() -> None:
    """Make the virtual environment, or say what the machine lacks."""
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        sys.exit(
            f"{sys.executable} cannot make virtual environments: it has no venv or no ensurepip.\n"
            f"On Debian and Ubuntu, as root: apt-get install python3-venv (or python{version}-venv)"
        )
    run(sys.executable, "-m", "venv", VENV)


def find_browser() -> str | None:
    """Chromium by CHROMIUM or on the PATH."""
    given = os.environ.get("CHROMIUM")
    return shutil.which(given) if given else next(filter(None, map(shutil.which, BROWSERS)), None)


def find_firefox() -> str | None:
    """Firefox on the PATH."""
    return next(filter(None, map(shutil.which, FIREFOXES)), None)


def find_webkit() -> str | None:
    """WebKitGTK's small browser, if the programs that drive and show it are there too."""
    found = sorted(glob.glob(WEBKIT_BROWSERS))
    return found[-1] if found and all(map(shutil.which, WEBKIT_PROGRAMS)) else None


def find_postgresql() -> Path | None:
    """The folder of PostgreSQL's server programs: of the PATH, or the newest where Debian puts them."""
    if on_path := shutil.which("pg_ctl"):
        return Path(on_path).resolve().parent
    found = [program.parent for program in Path("/usr/lib/postgresql").glob("*/bin/pg_ctl")]
    return max(found, key=lambda folder: float(folder.parent.name), default=None)


def find_pgbouncer() -> str | None:
    """PgBouncer on the PATH or where Debian puts it."""
    return shutil.which("pgbouncer") or shutil.which("/usr/sbin/pgbouncer")


def install(*packages: str) -> None:
    """Install Debian packages where the machine lets us."""
    if not shutil.which("apt-get"):
        return
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    if not root and (not shutil.which("sudo") or run("sudo", "-n", "true", fatal=False)):
        return
    prefix = (
        ["env", "DEBIAN_FRONTEND=noninteractive"]
        if root
        else ["sudo", "-n", "DEBIAN_FRONTEND=noninteractive"]
    )
    if run(*prefix, "apt-get", "update", "-q", fatal=False) == 0:
        run(
            *prefix,
            "apt-get",
            "install",
            "-q",
            "-y",
            "--no-install-recommends",
            *packages,
            fatal=False,
        )


def fetch(package: str, version: str) -> Path | None:
    """The folder of an npm package, fetched once into .cache with the machine's npm or the environment's."""
    target = NPM_CACHE / f"{package}-{version}"
    folder = target / "node_modules" / package
    manifest = folder / "package.json"
    if manifest.is_file() and json.loads(manifest.read_text(encoding="utf-8"))["version"] == version:
        return folder
    path = os.pathsep.join([os.environ.get("PATH", ""), str(BIN)])
    npm = shutil.which("npm", path=path)
    if npm is None:
        return None
    target.mkdir(parents=True, exist_ok=True)
    options: list[str | Path] = [
        "--no-save",
        "--no-audit",
        "--no-fund",
        "--ignore-scripts",
        "--prefix",
        target,
    ]
    status = run(npm, "install", *options, f"{package}@{version}", env={"PATH": path}, fatal=False)
    return folder if status == 0 and manifest.is_file() else None


# --- the commands -----------------------------------------------------------------------------------------


def demo(*arguments: str) -> None:
    """Show the widgets."""
    set_up()
    python("-m", "solidarity_widgets", "demo", *arguments)


def test(*arguments: str) -> None:
    """Run the tests, with the browsers and PostgreSQL if they are there or can be installed."""
    set_up("tests")
    env = {}
    if not find_browser():
        install(*BROWSER_PACKAGES)
    if not find_firefox():
        install(*FIREFOX_PACKAGES)
    if not find_webkit():
        install(*WEBKIT_PACKAGES)
    if not (os.environ.get(POSTGRESQL) or find_postgresql()):
        install(*POSTGRESQL_PACKAGES)
    if "slow" in arguments and not find_pgbouncer():
        install(*PGBOUNCER_PACKAGES)
    if browser := find_browser():
        env["CHROMIUM"] = browser
    postgresql = bool(os.environ.get(POSTGRESQL) or find_postgresql())
    if axe := fetch(*AXE):
        env["SOLIDARITY_WIDGETS_AXE"] = str(axe / "axe.min.js")
    if puppeteer := fetch(*PUPPETEER):
        env["SOLIDARITY_WIDGETS_PUPPETEER"] = str(puppeteer)
    without: list[str] = []
    for mark, lacking in (
        ("browser", ["Chromium"] * (not browser) + [f"{AXE[0]} {AXE[1]} from npm"] * (not axe)),
        (
            "firefox",
            ["Firefox"] * (not find_firefox()) + [" ".join(PUPPETEER) + " from npm"] * (not puppeteer),
        ),
        ("webkit", ["WebKitGTK's MiniBrowser, its driver or Xvfb"] * (not find_webkit())),
        ("postgresql", ["PostgreSQL's server"] * (not postgresql)),
    ):
        if lacking:
            print(f"{' and '.join(lacking)} could not be found or installed: the {mark} tests ", end="")
            print("will fail, for CI is set." if CI else "do not run. Everything else does.", flush=True)
            without.append(mark)
    options: list[str] = []
    if without and not CI and "-m" not in arguments:
        options = ["-m", " and ".join(f"not {mark}" for mark in ("slow", "benchmark", *without))]
    if CI and not arguments:
        options += ["-p", "tests.required"]
    python("-m", "pytest", *options, *parallel(arguments), *arguments, env=env)


def parallel(arguments: Sequence[str]) -> list[str]:
    """The options that use every core, unless somebody debugs, measures, or names how many to use."""
    debugging = {"-n", "--pdb", "--trace", "-s", "--collect-only", "--co"}
    if debugging & set(arguments) or any("benchmark" in word or word == "slow" for word in arguments):
        return []
    return ["-n", str(os.cpu_count() or 1), "--dist", "loadgroup"]


def matrix(*arguments: str) -> None:
    """Run the tests that need no browser in a fresh environment for each leg."""
    legs = [argument for argument in arguments if argument in LEGS] or list(LEGS)
    options = [argument for argument in arguments if argument not in LEGS]
    set_up("matrix")
    if not (os.environ.get(POSTGRESQL) or find_postgresql()):
        install(*POSTGRESQL_PACKAGES)
    interpreters = find_interpreters()
    for version in PYTHONS:
        print(f"Python {version}: {interpreters.get(version, 'not found, so not tested')}", flush=True)
    found = list(interpreters.items())
    results: dict[str, str] = {}
    for leg in legs:
        chosen = {"lowest": found[:1], "next": found[-1:]}.get(leg, found)
        for version, interpreter in chosen:
            name = f"Python {version}, {leg}"
            if CI and leg == "newest" and version == f"{sys.version_info.major}.{sys.version_info.minor}":
                results[name] = "left to dev.py test, whose environment is the same"
                continue
            print(f"\n{name}: {LEGS[leg][0]}", flush=True)
            status = run_leg(leg, version, interpreter, options)
            results[name] = "passed" if status == 0 else f"failed ({status})"
            if leg == "next" and status:
                results[name] += ", for your information: pre-releases may be broken themselves"
            elif status:
                results[name] += "!"
    print("\n" + "\n".join(f"{name}: {result}" for name, result in results.items()), flush=True)
    if any(result.endswith("!") for result in results.values()):
        sys.exit(1)


def run_leg(leg: str, version: str, interpreter: str, options: Sequence[str]) -> int:
    """Make an environment with one end of every range, and run the tests in it."""
    folder = ROOT / ".cache" / "matrix" / f"{version}-{leg}"
    executable = folder / PYTHON.relative_to(VENV)
    uv: list[str | Path] = [BIN / "uv", "--quiet", "--no-python-downloads"]
    with open(ROOT / "pyproject.toml", "rb") as file:
        build_requirements: list[str] = tomllib.load(file)["build-system"]["requires"]
    install: list[str | Path] = [*uv, "pip", "install", "--python", executable]
    status = run(*uv, "venv", "--seed", "--clear", "--python", interpreter, folder, fatal=False)
    # First our own ranges, at the end that the leg asks for; then the tests' tools, which must not move them.
    status = status or run(*install, *LEGS[leg][1:], "--editable", ".[all]", *build_requirements, fatal=False)
    if status:
        return status
    frozen = subprocess.run(
        [*uv, "pip", "freeze", "--exclude-editable", "--python", executable],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    constraints = folder / "constraints.txt"
    constraints.write_text(frozen)
    if run(*install, "--group", "tests", "--constraint", constraints, fatal=False):
        return 1
    print(", ".join(line for line in frozen.splitlines() if line), flush=True)
    path = os.pathsep.join([str(executable.parent), os.environ.get("PATH", "")])
    left_out = ["slow", "benchmark", *BROWSER_MARKS]
    ignored: list[str] = []
    if CI and leg == "newest":  # dev.py test runs all of it; here only what another Python may change
        left_out.append("postgresql")
        ignored = ["cldr", "security", "typing"]
        if version != max(find_interpreters()):
            ignored.append("signing")
    chosen = [] if "-m" in options else ["-m", " and ".join(f"not {mark}" for mark in left_out)]
    chosen += [f"--ignore=tests/{folder}" for folder in ignored]
    pytest = ["-m", "pytest", *chosen, *parallel(options), *options]
    return run(executable, *pytest, env={"PATH": path}, fatal=False)


def find_interpreters() -> dict[str, str]:
    """Every supported Python on the PATH or in pyenv's folder, the oldest first."""
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    found: dict[str, str] = {}
    for version in PYTHONS:
        candidates = [f"python{version}", *map(str, sorted(pyenv.glob(f"versions/{version}.*/bin/python")))]
        for candidate in filter(None, map(shutil.which, candidates)):
            test = [candidate, "-c", "import sys, venv; print('%d.%d' % sys.version_info[:2])"]
            done = subprocess.run(test, capture_output=True, text=True, check=False)
            if done.stdout.strip() == version:  # a shim of pyenv may lead nowhere
                found[version] = candidate
                break
    return found


def lint() -> None:
    """Check style, types and import contracts."""
    set_up("dev")
    python("-m", "ruff", "check", ".")
    python("-m", "ruff", "format", "--check", ".")
    python("-m", "mypy", "--strict")
    run(BIN / "lint-imports")


def catalogs(*arguments: str) -> None:
    """Renew the catalogs, or with --check fail if that is needed; then check each of them."""
    set_up()
    if arguments not in ((), ("--check",)):
        sys.exit("Usage: python dev.py catalogs [--check]")
    command = ("-m", "solidarity_widgets", "catalog")
    python(*command, "update", *arguments)
    python(*command, "check")
    if msgfmt := shutil.which("msgfmt"):  # a second opinion
        for catalog in sorted(ROOT.glob("locales/*/LC_MESSAGES/*.po")):
            run(
                msgfmt,
                "--check-format",
                "--check-domain",
                "--output-file",
                os.devnull,
                catalog.relative_to(ROOT),
            )


def script(*arguments: str) -> None:
    """Minify the script, or with --check fail if that is needed."""
    set_up("tests")
    if arguments not in ((), ("--check",)):
        sys.exit("Usage: python dev.py script [--check]")
    terser = fetch(*TERSER)
    node = shutil.which("node", path=os.pathsep.join([os.environ.get("PATH", ""), str(BIN)]))
    if terser is None or node is None:
        sys.exit("The minifier could not be fetched from npm.")
    command = [node, str(terser / "bin" / "terser"), "--compress", "--mangle", "--ecma", "2020"]

    def minify(source: bytes) -> bytes:
        return subprocess.run(command, input=source, capture_output=True, check=True).stdout

    def weigh(content: bytes) -> int:
        return len(gzip.compress(content, 9, mtime=0))

    source = SCRIPT.read_bytes()
    content = b"// solidarity-widgets, MIT. Readable: front/solidarity_widgets.js\n" + minify(source)
    if not arguments:
        MINIFIED.write_bytes(content)
    elif MINIFIED.read_bytes() != content:
        sys.exit("The minified script lags behind its source; run: python dev.py script")
    rest = re.sub(rb"(?s)  // --- countdown.*// --- end of countdown", b"", source)
    countdown = weigh(content) - weigh(minify(rest))
    style = weigh(MINIFIED.with_suffix(".css").read_bytes())
    print(f"gzipped bytes: script {weigh(content)}, of it countdown {countdown}; stylesheet {style}")
    if countdown >= 1900 or weigh(content) + style >= 5500:
        sys.exit("That is more than is promised: 1900 for the countdown, 5500 in all.")


def screenshots() -> None:
    """Take the README's screenshots again."""
    set_up("tests")
    if not find_browser():
        install(*BROWSER_PACKAGES)
    python(ROOT / "docs" / "screenshots.py", env={"CHROMIUM": find_browser() or ""})


def build() -> None:
    """Build the sdist and the wheel as they are published, and compare with a wheel built from the tree."""
    set_up("dev")
    dist = ROOT / "dist"
    shutil.rmtree(dist, ignore_errors=True)
    python("-m", "build", "--outdir", dist)
    python("-m", "build", "--wheel", "--outdir", dist / "from-tree")
    [wheel] = dist.glob("*.whl")
    [from_tree] = dist.glob("from-tree/*.whl")
    names, expected = (sorted(zipfile.ZipFile(path).namelist()) for path in (wheel, from_tree))
    if names != expected:
        sys.exit(f"The wheel of the sdist and the wheel of the tree differ: {set(names) ^ set(expected)}")
    languages = {path.name for path in (ROOT / "locales").iterdir() if path.is_dir()}
    compiled = {Path(name).parts[2] for name in names if name.endswith(".mo")}
    if languages != compiled:
        sys.exit(f"The wheel and locales/ have different languages: {languages ^ compiled}")
    shutil.rmtree(dist / "from-tree")
    print(f"{wheel.name}: {len(names)} files, {len(compiled)} languages")


if __name__ == "__main__":
    functions = (demo, test, matrix, lint, catalogs, script, screenshots, build)
    commands = {function.__name__: function for function in functions}
    if sys.version_info < (3, 11):  # noqa: UP036 - an older Python may have been called
        sys.exit(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}.")
    if len(sys.argv) < 2 or sys.argv[1] not in commands:
        print(__doc__)
        sys.exit(0 if sys.argv[1:2] in ([], ["-h"], ["--help"]) else 2)
    try:
        commands[sys.argv[1]](*sys.argv[2:])
    except TypeError as error:
        if sys.argv[2:] and "positional argument" in str(error):
            sys.exit(f"{sys.argv[1]} takes no arguments.")
        raise
