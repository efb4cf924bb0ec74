"""Run the tests, with browsers and PostgreSQL if they are installed or can be installed."""

from __future__ import annotations

from devtools import npm, programs
from devtools.environment import python, set_up
from devtools.process import CI
from devtools.pytest_options import parallel, without


def main(*arguments: str) -> None:
    """Run the tests.

    Args:
        *arguments: The arguments of pytest.
    """
    set_up("tests", *(["fuzz"] if "slow" in arguments else []))
    _install_missing_programs(slow="slow" in arguments)
    env: dict[str, str] = {}
    if browser := programs.find_browser():
        env["CHROMIUM"] = browser
    if axe := npm.AXE.fetch():
        env["SOLIDARITY_WIDGETS_AXE"] = str(axe / "axe.min.js")
    if puppeteer := npm.PUPPETEER.fetch():
        env["SOLIDARITY_WIDGETS_PUPPETEER"] = str(puppeteer)
    if checker := npm.VNU.fetch():
        env["SOLIDARITY_WIDGETS_VNU"] = str(checker / "build" / "dist" / "vnu.jar")
    for package in (
        npm.ICAL,
        npm.RRULE,
        npm.TWITTER_TEXT,
        *npm.THEMES,
    ):  # tests fetch them too, but one at a time
        package.fetch()
    needed: dict[str, dict[str, object]] = {
        "browser": {"Chromium": browser, _from_npm(npm.AXE): axe},
        "firefox": {"Firefox": programs.find_firefox(), _from_npm(npm.PUPPETEER): puppeteer},
        "webkit": {"WebKitGTK's MiniBrowser, its driver or Xvfb": programs.find_webkit()},
        "validity": {"Java": programs.find_java(), _from_npm(npm.VNU): checker},
        "proxy": {"nginx": programs.find_nginx(), "Caddy": programs.find_caddy()},
        "postgresql": {"PostgreSQL's server": programs.has_postgresql()},
    }
    left_out: list[str] = []
    for mark, parts in needed.items():
        if names := [name for name, found in parts.items() if not found]:
            consequence = "fail, because CI is set" if CI else "do not run. All other tests do"
            print(
                f"Could not find or install {' and '.join(names)}: the {mark} tests {consequence}.",
                flush=True,
            )
            left_out.append(mark)
    options = without(left_out) if left_out and not CI and "-m" not in arguments else []
    if CI and not arguments:
        options += ["-p", "tests.required"]
    python("-m", "pytest", *options, *parallel(arguments), *arguments, env=env)


def _install_missing_programs(*, slow: bool) -> None:
    if not programs.find_browser():
        programs.install_packages(*programs.BROWSER_PACKAGES)
    if not programs.find_firefox():
        programs.install_packages(*programs.FIREFOX_PACKAGES)
    if not programs.find_webkit():
        programs.install_packages(*programs.WEBKIT_PACKAGES)
    if not programs.find_java():
        programs.install_packages(*programs.JAVA_PACKAGES)
    if not programs.has_postgresql():
        programs.install_packages(*programs.POSTGRESQL_PACKAGES)
    if not (programs.find_nginx() and programs.find_caddy()):
        programs.install_packages(*programs.PROXY_PACKAGES)
    if slow and not programs.find_pgbouncer():
        programs.install_packages(*programs.PGBOUNCER_PACKAGES)


def _from_npm(package: npm.Package) -> str:
    return f"{package.name} {package.version} from npm"
