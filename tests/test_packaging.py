"""What users install: the wheel, the sdist and the editable install, built from a copy of the project."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[1]
IGNORED = shutil.ignore_patterns(
    *(".git", ".venv", ".cache", ".*_cache", ".hypothesis", ".benchmarks"),
    *("venv", "env", "node_modules", "test-results", "__pycache__", "build", "dist", "*.mo"),
)
LANGUAGES = {path.name for path in (ROOT / "locales").iterdir() if path.is_dir()}

#: Asks one Belarusian plural of the compiled catalog, and the loader for its languages. Prints both.
QUESTION = """
import gettext, json, sys
from importlib.resources import files
import solidarity_widgets
from solidarity_widgets.i18n import catalogs
context, one, many = json.loads(sys.argv[1])
path = files("solidarity_widgets") / "locales" / "be" / "LC_MESSAGES" / "solidarity_widgets.mo"
with path.open("rb") as file:
    be = gettext.GNUTranslations(file)
forms = [be.npgettext(context, one, many, n) for n in (1, 2, 5, 21, 22, 25)]
print(json.dumps([solidarity_widgets.__file__, forms, sorted(catalogs.available_locales())]))
"""
AVAILABLE = """
import json
from solidarity_widgets.i18n import catalogs
print(json.dumps(sorted(catalogs.available_locales())))
"""


def copied(target: Path) -> Path:
    shutil.copytree(ROOT, target, ignore=IGNORED)
    return target


def run(*command: str | Path, cwd: str | Path = "/", **environment: str) -> str:
    """Run a command with nothing of this process's import path, and give back what it prints."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "COV_"))}
    done = subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env={**env, "PIP_NO_INDEX": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1", **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def build(tree: Path, *options: str) -> Path:
    run(sys.executable, "-m", "build", "--no-isolation", *options, tree)
    return tree / "dist"


def environment(folder: Path) -> Path:
    """A clean environment: its dependencies come from this one, our own package does not."""
    venv.create(folder, with_pip=False, symlinks=os.name != "nt")
    paths = {"base": str(folder), "platbase": str(folder)}
    site = Path(sysconfig.get_path("purelib", "venv", vars=paths))
    site.joinpath("dependencies.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return Path(sysconfig.get_path("scripts", "venv", vars=paths)) / "python"


def install(python: Path, *arguments: str | Path) -> None:
    run(sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps", *arguments)


def listing(tree: Path) -> set[str]:
    folders = (tree / "src", tree / "locales")
    return {str(path.relative_to(tree)) for folder in folders for path in folder.rglob("*")}


def a_plural(tree: Path) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """A Belarusian plural message: its context, its ids, and its three forms."""
    with (tree / "locales/be/LC_MESSAGES/solidarity_widgets.po").open("rb") as file:
        for message in read_po(file, locale="be"):
            if message.pluralizable and all(message.string) and not message.fuzzy:
                return message.context, tuple(message.id), tuple(message.string)
    raise AssertionError("the Belarusian catalog has no translated plural")


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project in which the sdist, and from it the wheel, were built."""
    tree = copied(tmp_path_factory.mktemp("project") / "copy")
    before = listing(tree)
    build(tree)
    assert listing(tree) == before, "the build left files beside the sources"
    return tree


@pytest.fixture(scope="module")
def wheel(tree: Path) -> Path:
    [wheel] = (tree / "dist").glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_the_sdist_can_be_built_from_and_tested(tree: Path) -> None:
    [sdist] = (tree / "dist").glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {
        "hatch_build.py",
        "dev.py",
        "devtools/test.py",
        "LICENSE",
        "README.md",
        "tests/test_packaging.py",
    } <= names
    assert {f"locales/{code}/LC_MESSAGES/solidarity_widgets.po" for code in LANGUAGES} <= names
    assert not [name for name in names if name.endswith((".mo", ".pyc"))]


def test_the_wheel_has_every_catalog_compiled(names: set[str]) -> None:
    for suffix in ("mo", "po"):
        folder = "solidarity_widgets/locales/{}/LC_MESSAGES/solidarity_widgets." + suffix
        assert {folder.format(code) for code in LANGUAGES} == {
            name for name in names if name.endswith(f".{suffix}")
        }


def test_the_wheel_has_what_pages_and_type_checkers_need(names: set[str]) -> None:
    static = "solidarity_widgets/static/solidarity_widgets/"
    needed = {
        "solidarity_widgets/py.typed",
        f"{static}solidarity_widgets.css",
        f"{static}solidarity_widgets_brands.css",
        f"{static}solidarity_widgets.js",
    }
    assert needed <= names
    icons = {path.name for path in (ROOT / "src" / static / "icons").iterdir()}
    assert icons
    assert {f"{static}icons/{icon}" for icon in icons} <= names


def test_the_wheel_has_nothing_else(names: set[str]) -> None:
    assert {name.partition("/")[0].partition("-")[0] for name in names} == {"solidarity_widgets"}
    assert not [name for name in names if "__pycache__" in name or name.endswith(".pyc")]


def test_the_wheel_of_the_tree_is_the_wheel_of_the_sdist_and_reproducible(tree: Path, wheel: Path) -> None:
    first = wheel.read_bytes()
    for source in (tree / "src").rglob("*.py"):
        source.touch()
    build(tree, "--wheel")
    assert wheel.read_bytes() == first


def test_the_installed_wheel_speaks_belarusian(tree: Path, wheel: Path, tmp_path: Path) -> None:
    python = environment(tmp_path / "env")
    install(python, wheel)
    context, ids, (one, few, many) = a_plural(tree)
    origin, forms, codes = json.loads(run(python, "-I", "-c", QUESTION, json.dumps([context, *ids])))
    assert Path(origin).is_relative_to(tmp_path)
    assert forms == [one, few, many] * 2
    assert set(codes) == LANGUAGES


def test_the_installed_wheel_writes_every_kind_of_site(wheel: Path, tmp_path: Path) -> None:
    python = environment(tmp_path / "env")
    install(python, wheel)
    sites = ROOT / "src" / "solidarity_widgets" / "cli" / "_sites"
    for kind in (path.name for path in sites.iterdir()):
        target = tmp_path / kind
        run(python, "-I", "-m", "solidarity_widgets", "new", target, "--framework", kind)
        for source in (sites / kind).rglob("*"):
            if source.is_file() and source.suffix != ".pyc":
                written = target / source.relative_to(sites / kind)
                assert written.read_bytes() == source.read_bytes(), written


def test_the_wheel_works_as_a_zip_file(tree: Path, wheel: Path, tmp_path: Path) -> None:
    python = environment(tmp_path / "env")
    context, ids, (one, few, many) = a_plural(tree)
    asked = json.dumps([context, *ids])
    origin, forms, codes = json.loads(run(python, "-c", QUESTION, asked, PYTHONPATH=str(wheel)))
    assert origin.startswith(str(wheel))
    assert forms == [one, few, many] * 2
    assert set(codes) == LANGUAGES


def test_an_editable_install_sees_a_new_language_at_once(tmp_path: Path) -> None:
    tree = copied(tmp_path / "copy")
    before = listing(tree)
    python = environment(tmp_path / "env")
    install(python, "--no-build-isolation", "--editable", tree)
    assert listing(tree) == before
    assert not list((tmp_path / "env").rglob("*.po")), "a stale copy of the catalogs was installed"
    assert set(json.loads(run(python, "-I", "-c", AVAILABLE))) == LANGUAGES
    shutil.copytree(tree / "locales" / "be", tree / "locales" / "rue")
    assert set(json.loads(run(python, "-I", "-c", AVAILABLE))) == LANGUAGES | {"rue"}


def test_the_bill_of_materials_is_true(wheel: Path) -> None:
    """It is valid CycloneDX, and names each file that a browser loads, with its content."""
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    with zipfile.ZipFile(wheel) as archive:
        folder = ".dist-info/sboms/"
        (name,) = (each for each in archive.namelist() if folder in each and each.endswith(".json"))
        text = archive.read(name).decode()
        assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
        components = json.loads(text)["components"]
        listed = {each["name"]: each["hashes"][0]["content"] for each in components if each["type"] == "file"}
        static = {each for each in archive.namelist() if each.startswith("solidarity_widgets/static/")}
        assert listed == {each: hashlib.sha256(archive.read(each)).hexdigest() for each in static}


def test_a_catalog_with_an_error_stops_the_build(tmp_path: Path) -> None:
    tree = copied(tmp_path / "copy")
    path = tree / "locales" / "be" / "LC_MESSAGES" / "solidarity_widgets.po"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("Language: be", "Language: ru", 1), encoding="utf-8")
    with pytest.raises(AssertionError, match="Language: ru; the folder says be"):
        build(tree, "--wheel")
    assert not list(tree.glob("dist/*.whl"))


def requirements(*extras: str) -> dict[str, Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = [*project["dependencies"]]
    for extra in extras or project["optional-dependencies"]:
        lines += project["optional-dependencies"][extra]
    found = [Requirement(line) for line in lines]
    return {each.name: each for each in found if each.name != "solidarity-widgets"}


def test_every_dependency_has_a_lowest_version() -> None:
    """tzdata has none: any release is better than no zones, and the newest is the right one."""
    unbound = {name for name, each in requirements().items() if not each.specifier}
    assert unbound == {"tzdata"}


def test_windows_gets_time_zones() -> None:
    marker = requirements("jinja")["tzdata"].marker
    assert marker.evaluate({"sys_platform": "win32"})
    assert not marker.evaluate({"sys_platform": "linux"})


def test_messages_are_cleaned_by_a_version_without_a_known_hole() -> None:
    """nh3 0.3.6 has ammonia 4.1.2: RUSTSEC-2026-0193 and RUSTSEC-2026-0213."""
    specifier = requirements("html")["nh3"].specifier
    assert not specifier.contains("0.3.6")
    assert specifier.contains("0.3.7")


def test_the_table_of_versions_is_that_of_the_metadata() -> None:
    """docs/reference/supported-versions.md names the lowest versions of the extras."""
    text = (ROOT / "docs" / "reference" / "supported-versions.md").read_text(encoding="utf-8")
    stated = dict(re.findall(r"^\| (\w+) \| ([\d.]+)(?: LTS)? and newer", text, re.MULTILINE))
    python = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"][
        "requires-python"
    ]
    lowest = {"Python": python.removeprefix(">=")}
    needed = requirements()
    packages = {"Flask": "flask", "Django": "django", "Starlette": "starlette", "Sphinx": "sphinx"}
    for name, package in {**packages, "Jinja": "jinja2", "SQLAlchemy": "sqlalchemy"}.items():
        lowest[name] = str(needed[package].specifier).removeprefix(">=")
    stated.pop("PostgreSQL")  # no package
    assert stated == lowest
