"""Browsers, database servers and interpreters: where they are, and how Debian installs them."""

from __future__ import annotations

import glob
import os
import shutil
import subprocess
from pathlib import Path

from devtools.process import run

#: The environment variable with the URL of a database that the tests may use.
POSTGRESQL = "SOLIDARITY_WIDGETS_POSTGRESQL"
PYTHONS = ("3.11", "3.12", "3.13", "3.14", "3.15")

BROWSER_PACKAGES = ("chromium", "fonts-dejavu-core", "fonts-noto-core")  # fonts for the catalogs' scripts
FIREFOX_PACKAGES = ("firefox-esr",)
WEBKIT_PACKAGES = ("webkit2gtk-driver", "xvfb")
JAVA_PACKAGES = ("default-jre-headless",)  # for the HTML checker
POSTGRESQL_PACKAGES = ("postgresql",)
PGBOUNCER_PACKAGES = ("pgbouncer",)  # for one of the slow tests
PROXY_PACKAGES = ("nginx-light", "caddy")  # for the operations guide

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_FIREFOXES = ("firefox-esr", "firefox")
_WEBKIT_BROWSERS = "/usr/lib/*/webkit2gtk-4.*/MiniBrowser"  # where Debian installs them
_WEBKIT_PROGRAMS = ("WebKitWebDriver", "Xvfb")


def find_browser() -> str | None:
    """Return Chromium: the one that ``CHROMIUM`` names, or one on the PATH."""
    named = os.environ.get("CHROMIUM")
    return shutil.which(named) if named else next(filter(None, map(shutil.which, _BROWSERS)), None)


def find_firefox() -> str | None:
    """Return Firefox, if it is on the PATH."""
    return next(filter(None, map(shutil.which, _FIREFOXES)), None)


def find_webkit() -> str | None:
    """Return WebKitGTK's MiniBrowser, if the programs that drive and display it are installed too."""
    found = sorted(glob.glob(_WEBKIT_BROWSERS))
    return found[-1] if found and all(map(shutil.which, _WEBKIT_PROGRAMS)) else None


def find_postgresql() -> Path | None:
    """Return the folder of PostgreSQL's server programs: on the PATH, or the newest that Debian installed."""
    if on_path := shutil.which("pg_ctl"):
        return Path(on_path).resolve().parent
    found = [program.parent for program in Path("/usr/lib/postgresql").glob("*/bin/pg_ctl")]
    return max(found, key=lambda folder: float(folder.parent.name), default=None)


def has_postgresql() -> bool:
    """Whether tests have a PostgreSQL: a database that they may use, or the programs of a server."""
    return bool(os.environ.get(POSTGRESQL) or find_postgresql())


def find_java() -> str | None:
    """Return Java, if it is on the PATH."""
    return shutil.which("java")


def find_nginx() -> str | None:
    """Return nginx: on the PATH, or where Debian installs it."""
    return shutil.which("nginx") or shutil.which("/usr/sbin/nginx")


def find_caddy() -> str | None:
    """Return Caddy, if it is on the PATH."""
    return shutil.which("caddy")


def find_pgbouncer() -> str | None:
    """Return PgBouncer: on the PATH, or where Debian installs it."""
    return shutil.which("pgbouncer") or shutil.which("/usr/sbin/pgbouncer")


def find_interpreters() -> dict[str, str]:
    """Return every supported Python on the PATH or in pyenv's folder, by version, the oldest first."""
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    found: dict[str, str] = {}
    for version in PYTHONS:
        candidates = [f"python{version}", *map(str, sorted(pyenv.glob(f"versions/{version}.*/bin/python")))]
        for candidate in filter(None, map(shutil.which, candidates)):
            test = [candidate, "-c", "import sys, venv; print('%d.%d' % sys.version_info[:2])"]
            done = subprocess.run(test, capture_output=True, text=True, check=False)
            if done.stdout.strip() == version:  # one of pyenv's shims may not work
                found[version] = candidate
                break
    return found


def install_packages(*packages: str) -> None:
    """Install Debian packages, if this user may do so.

    Args:
        *packages: The names of the packages.
    """
    if not shutil.which("apt-get"):
        return
    prefix = ["env", "DEBIAN_FRONTEND=noninteractive"]
    if not (hasattr(os, "geteuid") and os.geteuid() == 0):
        if not shutil.which("sudo") or run("sudo", "-n", "true", fatal=False):
            return
        prefix = ["sudo", "-n", "DEBIAN_FRONTEND=noninteractive"]
    if run(*prefix, "apt-get", "update", "-q", fatal=False) == 0:
        options = ("-q", "-y", "--no-install-recommends")
        run(*prefix, "apt-get", "install", *options, *packages, fatal=False)
