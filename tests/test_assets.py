"""One stylesheet and one script: the tags fit the files, and the files go where they are wanted."""

import base64
import gzip
import hashlib
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.utils.functional import lazystr
from django.utils.safestring import SafeString
from markupsafe import Markup

from solidarity_widgets import assets
from solidarity_widgets.assets import (
    BRANDS,
    FOLDER,
    SCRIPT,
    STYLESHEET,
    copy_to,
    directory,
    integrity,
    read,
    root,
)
from solidarity_widgets.exceptions import InvalidFieldError
from solidarity_widgets.sharing import builtin_registry
from solidarity_widgets.sharing.brand_colours import brand_rules


def brands(*args: object, **kwargs: object) -> str:
    """Return the second of the two tags."""
    return assets.stylesheet(*args, brands=True, **kwargs).splitlines()[1]


TAGS = {STYLESHEET: assets.stylesheet, BRANDS: brands, SCRIPT: assets.script}
FILES = pytest.mark.parametrize("name", TAGS)


def attributes(tag: str) -> dict[str, str | None]:
    opening = re.match(r"<(\w+)((?: [a-z]+(?:=\"[^\"]*\")?)*)>", tag)
    assert opening, tag
    pairs = (pair.partition("=") for pair in re.findall(r'[a-z]+(?:="[^"]*")?', opening[2]))
    return {name: value.strip('"') if sign else None for name, sign, value in pairs}


def version(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:8]


@FILES
def test_the_integrity_is_the_files_hash(name: str) -> None:
    content = (Path(assets.__file__).parent / "static" / FOLDER / name).read_bytes()
    digest = base64.b64encode(hashlib.sha384(content).digest()).decode()
    assert read(name) == content
    assert integrity(name) == f"sha384-{digest}"
    assert attributes(TAGS[name]())["integrity"] == f"sha384-{digest}"
    assert "integrity" not in attributes(TAGS[name](integrity=False))


@FILES
def test_the_address_changes_with_the_content(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = attributes(TAGS[name]())
    address = "src" if name == SCRIPT else "href"
    assert before[address] == f"/static/{FOLDER}/{name}?v={version(read(name))}"
    changed = read(name) + b"\n"
    monkeypatch.setattr(assets, "read", lambda _name: changed)
    monkeypatch.setattr(assets, "integrity", integrity.__wrapped__)
    after = attributes(TAGS[name]())
    assert after[address] == f"/static/{FOLDER}/{name}?v={version(changed)}"
    assert after[address] != before[address]
    assert after["integrity"] != before["integrity"]


def test_the_whole_tags() -> None:
    css, js = (version(read(name)) for name in (STYLESHEET, SCRIPT))
    assert assets.stylesheet(integrity=False) == (
        f'<link rel="stylesheet" href="/static/solidarity_widgets/solidarity_widgets.css?v={css}">'
    )
    assert assets.script("n", base="https://static.example/x/", integrity=False) == (
        '<script src="https://static.example/x/solidarity_widgets/solidarity_widgets.js'
        f'?v={js}" defer nonce="n"></script>'
    )
    assert type(assets.stylesheet()) is type(assets.script()) is Markup


@pytest.mark.parametrize(
    ("nonce", "expected"),
    [
        ("r4nd0m+/==", "r4nd0m+/=="),
        (Markup("a&b"), "a&amp;b"),
        (SafeString('"><script>'), "&#34;&gt;&lt;script&gt;"),
        (lazystr("lazy"), "lazy"),
    ],
    ids=["text", "Markup", "SafeString", "lazy"],
)
@FILES
def test_the_nonce_is_text(name: str, nonce: object, expected: str) -> None:
    assert attributes(TAGS[name](nonce))["nonce"] == expected


@pytest.mark.parametrize("nonce", [None, "", lazystr("")], ids=["None", "empty", "lazily empty"])
@FILES
def test_no_nonce(name: str, nonce: object) -> None:
    assert "nonce" not in attributes(TAGS[name](nonce))


@pytest.mark.parametrize(
    ("base", "expected"),
    [
        ("/static", "/static/"),
        ("/static/", "/static/"),
        ("", "/"),
        ("/", "/"),
        (".", "./"),
        ("../assets", "../assets/"),
        ("https://example.org/s", "https://example.org/s/"),
        (Markup('/"x'), "/&#34;x/"),
    ],
)
@FILES
def test_the_base_is_a_prefix(name: str, base: str, expected: str) -> None:
    found = attributes(TAGS[name](base=base))
    address = found["src" if name == SCRIPT else "href"]
    assert address is not None
    assert address.startswith(f"{expected}{FOLDER}/{name}?v=")


@FILES
def test_hostile_characters_are_refused(name: str) -> None:
    with pytest.raises(InvalidFieldError, match=r"^nonce "):
        TAGS[name]("a\0b")
    with pytest.raises(InvalidFieldError, match=r"^base "):
        TAGS[name](base="\u202e")


def test_the_folders_for_static_collectors() -> None:
    assert (directory() / FOLDER).is_dir()
    assert directory() is directory()
    for name in TAGS:
        assert (
            (directory() / FOLDER / name).read_bytes() == (root() / FOLDER / name).read_bytes() == read(name)
        )
    assert len(list((directory() / FOLDER / "icons").glob("*.svg"))) > 50


def test_copying(tmp_path: Path) -> None:
    target = tmp_path / "deep" / "output"
    assert copy_to(target) == target / FOLDER
    assert sorted(path.name for path in (target / FOLDER).iterdir()) == sorted(TAGS)
    (target / FOLDER / SCRIPT).write_text("old")
    assert copy_to(str(target)) == target / FOLDER
    for name in TAGS:
        assert (target / FOLDER / name).read_bytes() == read(name)
        served = urlsplit(str(attributes(TAGS[name](base="."))["src" if name == SCRIPT else "href"]))
        assert (target / served.path).is_file()


def test_copying_where_nobody_may_write(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError, match="file"):
        copy_to(tmp_path / "file")


def test_the_front_end_is_light() -> None:
    sizes = {name: len(gzip.compress(read(name), 9)) for name in TAGS}
    assert sizes[STYLESHEET] + sizes[SCRIPT] < 5_500
    assert sizes[BRANDS] < 2_000


def test_the_brands_colours_come_after_the_stylesheet() -> None:
    assert assets.stylesheet(brands=True) == f"{assets.stylesheet()}\n{brands()}"
    assert type(assets.stylesheet(brands=True)) is Markup


def test_the_brands_colours_are_those_of_the_providers() -> None:
    """The published file is up to date with the providers, whatever the minifier changes in its rules."""
    published = re.sub(r"\s|;(?=})", "", read(BRANDS).decode()).lower()
    for rule in brand_rules(builtin_registry()).lower().splitlines():
        assert re.sub(r"\s", "", rule) in published


@FILES
def test_the_files_name_no_other_server(name: str) -> None:
    text = read(name).decode("utf-8")
    assert not re.search(r"https?://|//[a-z]|@import|url\(|eval\(|innerHTML|document\.write|\.style\b", text)


@pytest.mark.parametrize(
    "base",
    [
        "javascript:alert(1)//",
        "JavaScript:alert(1)",
        "data:text/css,x",
        "//evil.example",
        "///evil.example/x",
        "\\\\evil.example",
        "/\\evil.example",
        "ftp://static.example",
        "https:",
        "https://",
        "https://me:pw@static.example",
        "/static\n",
        "/sta tic",
        "/static\u202e",
        b"/static",
    ],
)
@FILES
def test_a_base_that_leads_elsewhere_is_refused(name: str, base: object) -> None:
    with pytest.raises(InvalidFieldError, match=r"^base must"):
        TAGS[name](base=base)


@pytest.mark.parametrize(
    "base", ["/static", "/static/", "", "/", ".", "../files", "static", lazystr("/s"), "/статыка"]
)
@FILES
def test_a_path_is_of_the_pages_own_host(name: str, base: object) -> None:
    found = attributes(TAGS[name](base=base))
    assert found["src" if name == SCRIPT else "href"].startswith(
        f"{str(base).rstrip('/')}/{FOLDER}/{name}?v="
    )
    assert "crossorigin" not in found


@FILES
def test_another_host_is_asked_with_cors(name: str) -> None:
    """Without it, browsers refuse a file that has an integrity value."""
    found = attributes(TAGS[name](base="https://cdn.example/static"))
    assert (found["crossorigin"], found["integrity"]) == ("anonymous", integrity(name))
    assert "crossorigin" not in attributes(TAGS[name](base="https://cdn.example/static", integrity=False))


def test_every_private_property_that_a_style_uses_is_set() -> None:
    """A property that nothing sets makes its whole declaration invalid, silently."""
    files = sorted((directory() / FOLDER).glob("*.css"))
    assert len(files) == 3
    everything = "".join(file.read_text(encoding="utf-8") for file in files)
    set_ = set(re.findall(r"(--_[\w-]+):", everything))
    used = set(re.findall(r"var\((--_[\w-]+)", everything))
    assert used <= set_
