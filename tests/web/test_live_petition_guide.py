"""The site of docs/how-to/live-petition.md is built from its own blocks, alone and in three frameworks."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path

import pytest

from ..recipes import ROOT, blocks, environment, free_port, program, write_files
from .http_visitor import HttpVisitor, links, tokens, wait_until

GUIDE = ROOT / "docs" / "how-to" / "live-petition.md"
SECRET = "3q-vN8Q0yF2mJr5uT7wZxC1eH4kL6pS9aB"
BASE_URL = "http://127.0.0.1:8000"
SITE = ("2. Write the petition", "3. Write the site")


@dataclass(frozen=True)
class Kind:
    """A way to serve the site: its section, its command, where its petitions are, and files not shown."""

    section: str
    command: tuple[str, ...]
    path: str = "/petitions"
    more: dict[str, str] = field(default_factory=dict)


KINDS = {
    "alone": Kind("", ("uvicorn", "campaign:app", "--port", "PORT"), ""),
    "FastAPI": Kind("FastAPI and Starlette", ("uvicorn", "main:app", "--port", "PORT")),
    "Flask": Kind("Flask", ("flask", "run", "--port", "PORT")),
}


@pytest.fixture(scope="module", params=KINDS)
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[object]:
    """The folder of a running site, a visitor, and the URL of its petition."""
    kind, folder = KINDS[request.param], tmp_path_factory.mktemp("site")
    sections = (*SITE, kind.section) if kind.section else SITE
    files = dict(block for section in sections for block in blocks(section, GUIDE)) | kind.more
    port = free_port()
    origin = f"http://127.0.0.1:{port}"
    assert files["campaign.py"].count(BASE_URL) == 1
    files["campaign.py"] = files["campaign.py"].replace(BASE_URL, origin + kind.path)
    write_files(folder, files)
    command = [sys.executable, "-m", *(word.replace("PORT", str(port)) for word in kind.command)]
    env = environment(folder) | {"SOLIDARITY_WIDGETS_SECRET": SECRET}
    url = f"{origin}{kind.path}/lake"
    with program(command, folder, env, url):
        yield folder, HttpVisitor(origin, port), url


def test_from_the_form_to_the_erased_data(site: tuple[Path, HttpVisitor, str]) -> None:
    folder, visitor, url = site
    visitor.sign(url, "alesia@example.org")
    log = folder / "server.log"
    wait_until(lambda: "/erase/" in log.read_text())
    message = EmailMessage()
    message.set_content(log.read_text())
    assert len(tokens(message)) >= 3
    assert visitor.ask("GET", f"{url}/count.json").body == b'{"signed":0}'
    assert "Thank you" in visitor.confirm(message).text
    assert visitor.ask("GET", f"{url}/count.json").body == b'{"signed":1}'
    for purpose, heading in (("withdraw", "has been withdrawn"), ("erase", "have been erased")):
        link = next(link for link in links(message) if f"/{purpose}/" in link)
        assert heading in visitor.post(link, {}).text
    assert visitor.ask("GET", f"{url}/count.json").body == b'{"signed":0}'


def test_the_files_of_pages(site: tuple[Path, HttpVisitor, str]) -> None:
    _, visitor, url = site
    page = visitor.ask("GET", url).text
    files = re.findall(r'(?:href|src)="([^"]+solidarity_widgets/[^"]+)"', page)
    assert len(files) >= 2
    for file in files:
        assert visitor.ask("GET", file).status == 200, file


def test_headers_and_refusals(site: tuple[Path, HttpVisitor, str]) -> None:
    _, visitor, url = site
    page = visitor.ask("HEAD", url)
    assert (page.status, page.body) == (200, b"")
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
    assert "Set-Cookie" not in page.headers
    framed = visitor.ask("GET", f"{url}/embed")
    assert framed.status == 200
    assert "X-Frame-Options" not in framed.headers
    form = {"Content_Type": "application/x-www-form-urlencoded"}
    assert visitor.ask("POST", url, b"a=b", **form, Origin="https://evil.example").status == 403
    assert visitor.ask("POST", url, b"name=", **form).status == 422
    assert visitor.ask("GET", url.replace("/lake", "/nothing")).status == 404


def test_the_layout_of_the_guide(tmp_path: Path) -> None:
    from solidarity_widgets.petitions import Petition
    from solidarity_widgets.signing import MemorySignatureStore, SigningService
    from solidarity_widgets.web import PetitionSite, Request

    [(_, source)] = blocks("6. Use your own look", GUIDE)
    look: dict[str, object] = {}
    exec(compile(source, "look.py", "exec"), look)
    petition = Petition("lake", title="Save <the> lake")
    service = SigningService(MemorySignatureStore(), SECRET, petitions=[petition])
    site = PetitionSite(service, base_url="https://example.org", layout=look["layout"])  # type: ignore[arg-type]
    page = site.handle(Request("GET", "/lake")).body.decode()
    assert "<title>Save &lt;the&gt; lake</title>" in page
    assert page.count("<h1") == 1
    assert 'href="/style.css"' in page
