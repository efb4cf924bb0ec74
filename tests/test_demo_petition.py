"""The demo's petition works: signed, confirmed by an email in the mailbox, counted, kept between runs."""

from __future__ import annotations

import http.client
import re
import stat
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest

from solidarity_widgets.demo import Campaign
from solidarity_widgets.demo.petition import DemoPetition, data_folder, reset
from solidarity_widgets.demo.server import make_server

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Visitor:
    """Someone with a browser without scripts."""

    def __init__(self, port: int) -> None:
        self._port = port

    def ask(self, method: str, url: str, fields: dict[str, str] | None = None) -> tuple[int, str, str]:
        """Return the status, the address to go to, and the page."""
        parts = urlsplit(url)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)
        try:
            body = urlencode(fields) if fields is not None else None
            connection.request(method, path, body, FORM if body is not None else {"Accept-Language": "be"})
            response = connection.getresponse()
            return response.status, response.headers.get("Location", ""), response.read().decode()
        finally:
            connection.close()

    def page(self, url: str) -> str:
        """Open a page."""
        status, _, page = self.ask("GET", url)
        assert status == 200, (status, url)
        return page

    def sign(self, address: str) -> None:
        """Fill in the form of the campaign page."""
        page = self.page("/en/")
        (action,) = re.findall(r'action="(/petitions/[^"]+)"', page)
        hidden = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]+)"', page))
        consent = re.search(r'name="(consent-processing)" value="([^"]+)"', page)
        assert consent is not None
        fields = {"name": "Алесь", "email": address, "country": "BY", consent[1]: consent[2], **hidden}
        status, location, _ = self.ask("POST", action, fields)
        assert (status, urlsplit(location).path) == (303, "/petitions/solidarity/check-email")

    def link(self, purpose: str) -> str:
        """Return a link of the newest email."""
        for _ in range(200):
            found = re.findall(rf'href="([^"]+/{purpose}/[^"]+)"', self.page("/mailbox/"))
            if found:
                return str(found[0])
            time.sleep(0.05)
        raise AssertionError("no email")


@contextmanager
def running(folder: Path, database: str = "") -> Iterator[Visitor]:
    """Run the demo."""
    with make_server(Campaign(), port=0) as server, DemoPetition(server.url, folder, database) as petition:
        server.petition = petition
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield Visitor(server.server_address[1])
        server.shutdown()
        thread.join()


def test_it_is_signed_confirmed_and_kept_between_runs(tmp_path: Path) -> None:
    with running(tmp_path) as visitor:
        assert "No one has signed yet" in visitor.page("/en/")
        assert "Пакуль ніводнага ліста няма" in visitor.page("/mailbox/") or "article" not in visitor.page(
            "/mailbox/"
        )
        visitor.sign("ales@example.org")
        link = visitor.link("confirm")
        assert visitor.page(link)
        assert "No one has signed yet" in visitor.page("/en/")
        status, location, _ = visitor.ask("POST", link, {})
        assert (status, urlsplit(location).path) == (303, "/petitions/solidarity/thanks")
        assert "1</strong> person has signed" in visitor.page("/en/")
    with running(tmp_path) as visitor:
        assert "1</strong> person has signed" in visitor.page("/en/")
        assert visitor.ask("POST", visitor.link("withdraw"), {})[0] == 303
        assert "No one has signed yet" in visitor.page("/en/")


def test_the_mailbox_has_the_language_of_the_page_that_links_to_it(tmp_path: Path) -> None:
    with running(tmp_path) as visitor:
        for page in ("/ar/", "/petitions/solidarity?lang=ar"):
            (link,) = re.findall(r'href="(/mailbox/[^"]*)"', visitor.page(page))
            assert '<html lang="ar" dir="rtl">' in visitor.page(link)
        assert '<html lang="be" dir="ltr">' in visitor.page("/mailbox/?lang=zz")


def test_a_reset_deletes_the_demos_files_and_no_others(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with running(tmp_path) as visitor:
        visitor.sign("ales@example.org")
        visitor.link("confirm")
    reset(tmp_path)
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file()) == ["mine.txt"]
    with running(tmp_path) as visitor:
        assert "<article" not in visitor.page("/mailbox/")


def test_another_database(tmp_path: Path) -> None:
    with running(tmp_path / "data", f"sqlite:///{tmp_path / 'other.db'}") as visitor:
        visitor.sign("ales@example.org")
    assert (tmp_path / "other.db").stat().st_size
    assert not list((tmp_path / "data").glob("*.db"))


def test_only_its_user_can_read_its_files(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    with running(folder) as visitor:
        visitor.sign("ales@example.org")
        visitor.link("confirm")
        for file in [folder, *folder.rglob("*")]:
            assert stat.S_IMODE(file.stat().st_mode) & 0o077 == 0, file


@pytest.mark.parametrize("path", ["/mailbox/x", "/petitions/nothing", "/petitions/"])
def test_other_paths_are_not_there(tmp_path: Path, path: str) -> None:
    with running(tmp_path) as visitor:
        assert visitor.ask("GET", path)[0] == 404
        assert visitor.ask("POST", "/en/", {})[0] == 405


def test_an_email_cannot_inject_html(tmp_path: Path) -> None:
    (tmp_path / "mail").mkdir()
    (tmp_path / "mail" / "1.eml").write_bytes(
        b'Subject: <script>1</script>\nTo: <b@example.org>\n\n<img src=x> https://example.org/"onclick=x\n'
    )
    with running(tmp_path) as visitor:
        page = visitor.page("/mailbox/")
        assert "<script" not in page
        assert "<img" not in page
        assert '"onclick' not in page


def test_the_users_data_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("XDG_DATA_HOME", "/data")
    assert data_folder() == Path("/data/solidarity-widgets/demo")
    monkeypatch.delenv("XDG_DATA_HOME")
    assert data_folder() == Path.home() / ".local" / "share" / "solidarity-widgets" / "demo"
    monkeypatch.setattr("sys.platform", "darwin")
    assert "Application Support" in data_folder().parts
    monkeypatch.setattr("sys.platform", "win32")
    monkeypatch.setenv("LOCALAPPDATA", "/local")
    assert data_folder() == Path("/local/solidarity-widgets/demo")
