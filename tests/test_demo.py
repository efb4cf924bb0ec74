"""The demo: every page is sound HTML that leads somewhere, and its server gives nothing else away."""

import http.client
import mimetypes
import re
import socket
import struct
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
import time_machine

from solidarity_widgets.assets import SCRIPT, STYLESHEET, integrity
from solidarity_widgets.demo import POLICY, Campaign, Site, build_site, write_site
from solidarity_widgets.demo.page import count_languages, languages
from solidarity_widgets.demo.server import make_server
from solidarity_widgets.exceptions import InvalidURLError
from solidarity_widgets.i18n import catalogs, get_locale

LOCALES = [locale.code for locale in languages()]
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
INTERACTIVE = {"a", "button", "details", "summary"}
#: Parent -> the only children it may have.
CHILDREN = {"ul": {"li"}, "html": {"head", "body"}}
#: What may stand in a paragraph, heading, link, button or summary (HTML Standard, "phrasing content").
PHRASING = {"a", "bdi", "button", "circle", "path", "rect", "span", "svg", "time"}
PHRASING_ONLY = {"p", "h1", "h2", "a", "button", "summary", "span"}
EN = {"lang": "en", "dir": "ltr"}
#: What every answer says.
EVERY = {
    "Content-Security-Policy": f"{POLICY}; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
    "Vary": "Accept-Language",
}
KINDS = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
    "ics": "text/calendar; charset=utf-8",
}


class Page(HTMLParser):
    """Reads a page and writes down what is wrong with it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, str] = {}
        self._open: list[str] = []
        self.feed(html)
        self.close()
        self.faults += [f"<{tag}> is not closed" for tag in self._open]
        self._check_whole()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        doubled = [name for name, count in Counter(name for name, _ in attrs).items() if count > 1]
        if doubled:
            self.faults.append(f"<{tag}> has {doubled[0]} twice")
        parent = self._open[-1] if self._open else ""
        if tag not in CHILDREN.get(parent, {tag}):
            self.faults.append(f"<{tag}> in <{parent}>")
        if tag not in PHRASING | {"details"} and PHRASING_ONLY & set(self._open):
            self.faults.append(f"<{tag}> in {self._open}")
        if tag in INTERACTIVE - {"summary"} and INTERACTIVE & set(self._open):
            self.faults.append(f"<{tag}> in another control")
        if tag == "summary" and self.elements[-1][0] != "details":
            self.faults.append("<summary> is not the first in <details>")
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if "svg" not in self._open:
            self.faults.append(f"<{tag}/> closes itself outside of svg")
        self.handle_starttag(tag, attrs)
        self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.faults.append(f"</{tag}> closes another element")

    def handle_data(self, data: str) -> None:
        if self._open:
            self.texts[self._open[-1]] = data
            if self._open[-1] in ("style", "script"):
                self.faults.append(f"an inline <{self._open[-1]}>")
            if self._open[-1] in CHILDREN and data.strip():
                self.faults.append(f"text in <{self._open[-1]}>")

    def _check_whole(self) -> None:
        ids = [attributes["id"] for _, attributes in self.elements if "id" in attributes]
        self.faults += [f"the id {name} twice" for name, count in Counter(ids).items() if count > 1]
        for tag, attributes in self.elements:
            for name, value in attributes.items():
                if name.startswith("on") or name == "style" or tag == "style":
                    self.faults.append(f"<{tag} {name}> is blocked by the policy")
                if name in ("aria-labelledby", "aria-describedby", "for") and value not in ids:
                    self.faults.append(f"<{tag} {name}> names {value}, which is nowhere")
                if name in ("src", "href") and tag != "a" and not own(value):
                    self.faults.append(f"<{tag} {name}> asks {value}")
                if name in ("ping", "srcset", "action", "formaction", "poster", "data", "background"):
                    self.faults.append(f"<{tag} {name}>")
        levels = [int(tag[1]) for tag, _ in self.elements if tag in ("h1", "h2", "h3")]
        if levels[:1] != [1] or levels.count(1) != 1:
            self.faults.append("not exactly one h1, first of the headings")

    def only(self, tag: str) -> dict[str, str | None]:
        [attributes] = [attributes for name, attributes in self.elements if name == tag]
        return attributes

    @property
    def addresses(self) -> list[str]:
        """Every relative address on the page."""
        values = [
            str(attributes[name])
            for _, attributes in self.elements
            for name in ("href", "src")
            if name in attributes
        ]
        return [value for value in values if own(value)]


def at_a_moment() -> time_machine.travel:
    """Pages count to a moment; those that are compared are made at the same time."""
    return time_machine.travel("2027-02-03T04:05:06Z", tick=False)


def own(address: str | None) -> bool:
    parts = urlsplit(address or "")
    return not (parts.scheme or parts.netloc) and bool(parts.path)


@pytest.fixture(scope="module")
def site() -> Site:
    with at_a_moment():
        return build_site(Campaign())


class TestPages:
    """Each page is well-formed, says its language, asks only for its own files and has no dead end."""

    @pytest.mark.parametrize("code", LOCALES)
    def test_it_is_sound(self, site: Site, code: str) -> None:
        locale = get_locale(code)
        html = site.files[site.pages[code]].decode("utf-8")
        page = Page(html)
        assert page.faults == []
        assert html.startswith("<!doctype html>\n")
        assert {"lang": locale.tag, "dir": locale.direction} == page.only("html")
        assert page.texts["title"].strip()
        metas = [attributes for tag, attributes in page.elements if tag == "meta"]
        assert metas[0] == {"charset": "utf-8"}
        assert {"http-equiv": "Content-Security-Policy", "content": POLICY} in metas
        assert {"name": "referrer", "content": "no-referrer"} in metas

    @pytest.mark.parametrize("path", [*sorted(build_site(Campaign()).pages.values()), "index.html"])
    def test_every_own_address_is_a_file(self, site: Site, path: str) -> None:
        page = Page(site.files[path].decode("utf-8"))
        found = {urlsplit(urljoin(f"/{path}", address)).path[1:] for address in page.addresses}
        assert set(site.pages.values()) < found
        assert [target for target in found if target not in site.files] == []

    def test_every_file_but_the_root_and_the_gallerys_list_is_reached(self, site: Site) -> None:
        found = {
            urlsplit(urljoin(f"/{path}", address)).path[1:]
            for path in (*site.pages.values(), "gallery/index.html", "gallery/en/light/brands.html")
            for address in Page(site.files[path].decode("utf-8")).addresses
        }
        assert set(site.files) - {"index.html", "gallery/index.html"} == found & set(site.files)

    def test_a_text_in_another_language_says_so(self, tmp_path: Path) -> None:
        """An unfinished catalog leaves the fallback's words, with their language and direction."""
        source = Path(__file__).resolve().parents[1] / "locales/ar/LC_MESSAGES/solidarity_widgets.po"
        header = source.read_text(encoding="utf-8").partition("\n\n")[0]
        target = tmp_path / "ar" / "LC_MESSAGES" / source.name
        target.parent.mkdir(parents=True)
        target.write_text(f"{header}\n", encoding="utf-8")
        with catalogs.use_folder(tmp_path):
            page = Page(build_site(Campaign()).files["ar/index.html"].decode("utf-8"))
        assert page.faults == []
        assert page.only("html") == {"lang": "ar", "dir": "rtl"}
        assert page.only("h1") == EN
        texts = [attributes for tag, attributes in page.elements if tag in ("p", "h2")]
        assert all(EN.items() <= attributes.items() for attributes in texts if "id" not in attributes)

    def test_the_campaign_is_shared_and_named(self) -> None:
        html = (
            build_site(Campaign("https://example.org/?a=1&b=2", "Воля & <праўда>"))
            .files["be/index.html"]
            .decode()
        )
        assert 'data-sw-url="https://example.org/?a=1&amp;b=2"' in html
        assert 'data-sw-title="Воля &amp; &lt;праўда&gt;"' in html
        assert "url=https%3A%2F%2Fexample.org%2F%3Fa%3D1%26b%3D2" in html

    def test_without_a_title_the_pages_own_is_shared(self, site: Site) -> None:
        for code in LOCALES:
            page = Page(site.files[site.pages[code]].decode("utf-8"))
            [shared] = [a["data-sw-title"] for _, a in page.elements if "data-sw-title" in a]
            assert page.texts["title"] == shared

    def test_it_needs_no_extra(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for extra in ("segno", "icalendar"):
            monkeypatch.setitem(sys.modules, extra, None)
        site = build_site(Campaign("https://example.org/no-extra"))
        page = Page(site.files["en/index.html"].decode("utf-8"))
        assert page.faults == []
        assert "details" not in {tag for tag, _ in page.elements}
        assert [address for address in [*site.files, *page.addresses] if address.endswith(".ics")] == []

    @pytest.mark.parametrize("url", ["javascript:alert(1)", "/relative", "https://a:b@example.org/"])
    def test_a_bad_address_is_refused(self, url: str) -> None:
        with pytest.raises(InvalidURLError):
            build_site(Campaign(url))

    @pytest.mark.parametrize(
        ("bad", "fault"),
        [
            ("<p><ul></ul></p>", "<ul> in"),
            ("<p><b></p></b>", "closes another"),
            ("<p>", "not closed"),
            ('<p id="a"></p><p id="a"></p>', "id a twice"),
            ('<p class="a" class="b"></p>', "class twice"),
            ("<ul><p></p></ul>", "<p> in <ul>"),
            ("<a><button></button></a>", "another control"),
            ('<p onclick="x"></p>', "blocked"),
            ('<p style="x"></p>', "blocked"),
            ('<img src="https://example.org/">', "asks"),
            ('<link rel="preconnect" href="//example.org">', "asks"),
            ("<script>x</script>", "inline"),
            ("<span/>", "closes itself"),
            ("<h1></h1>", "exactly one h1"),
            ('<nav aria-labelledby="x"></nav>', "nowhere"),
        ],
    )
    def test_the_examination_finds_faults(self, bad: str, fault: str) -> None:
        assert Page("<h1>t</h1><p>well</p>").faults == []
        assert fault in " ".join(Page(f"<h1>t</h1>{bad}").faults)


class TestWrite:
    """The static output is the site, without what browsers refuse to local files."""

    def test_it_writes_every_file_and_says_where(self, tmp_path: Path) -> None:
        target = tmp_path / "new" / "site"
        with at_a_moment():
            index = write_site(Campaign(), target, locale="be-tarask")
            expected = build_site(Campaign(), root="be-tarask", integrity=False)
        assert target / "index.html" == index
        written = {
            path.relative_to(target).as_posix(): path.read_bytes()
            for path in target.rglob("*")
            if path.is_file()
        }
        assert dict(expected.files) == written
        assert Page(index.read_text(encoding="utf-8")).only("html")["lang"] == "be-tarask"

    def test_local_files_have_no_integrity_and_served_ones_have(self, tmp_path: Path, site: Site) -> None:
        assert b"integrity=" not in write_site(Campaign(), tmp_path).read_bytes()
        for name in (STYLESHEET, SCRIPT):
            assert f'integrity="{integrity(name)}"' in site.files["en/index.html"].decode("utf-8")

    def test_it_may_be_written_again(self, tmp_path: Path) -> None:
        write_site(Campaign(title="the old title"), tmp_path)
        assert b"the old title" not in write_site(Campaign(title="the new one"), tmp_path).read_bytes()

    def test_a_folder_that_cannot_be_made_is_an_error(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("in the way")
        with pytest.raises(OSError, match="file"):
            write_site(Campaign(), tmp_path / "file")


class Client:
    """Asks a server as plainly as can be."""

    def __init__(self, port: int) -> None:
        self.port = port

    def ask(self, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.putrequest(method, path, skip_accept_encoding=True)
            for name, value in headers.items():
                connection.putheader(name.replace("_", "-"), value)
            connection.endheaders()
            answer = connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read()
        finally:
            connection.close()

    def send(self, request: bytes) -> bytes:
        with socket.create_connection(("127.0.0.1", self.port), timeout=10) as connection:
            connection.sendall(request)
            return b"".join(iter(lambda: connection.recv(65536), b""))

    def leave(self, request: bytes) -> None:
        """Ask, and be gone at once."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=10) as connection:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            connection.sendall(request)


def served(**options: object) -> Iterator[Client]:
    with at_a_moment():
        server = make_server(Campaign(), port=0, **options)
    with server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield Client(server.server_address[1])
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    yield from served()


@pytest.fixture(scope="module")
def belarusian() -> Iterator[Client]:
    yield from served(locale="be")


class TestServer:
    """It answers with the site's files and headers, chooses the language, and knows no other path."""

    @pytest.mark.parametrize("path", sorted(build_site(Campaign()).files))
    def test_every_file_has_its_type_length_and_policy(self, client: Client, site: Site, path: str) -> None:
        status, headers, body = client.ask(f"/{path}?v=1")
        assert (200, site.files[path]) == (status, body)
        assert KINDS[path.rpartition(".")[2]] == headers["Content-Type"]
        assert str(len(body)) == headers["Content-Length"]
        assert EVERY.items() <= headers.items()

    def test_a_wrong_table_of_types_does_no_harm(self, client: Client) -> None:
        """On some machines scripts are plain text, which browsers then refuse."""
        try:
            mimetypes.add_type("text/plain", ".js")
            assert mimetypes.guess_type("a.js")[0] == "text/plain"
            path = f"/static/solidarity_widgets/{SCRIPT}"
            assert KINDS["js"] == client.ask(path)[1]["Content-Type"]
        finally:
            mimetypes.init()

    @pytest.mark.parametrize("locale", languages(), ids=lambda locale: locale.code)
    def test_a_folder_is_its_page(self, client: Client, site: Site, locale) -> None:
        status, _, body = client.ask(f"/{locale.tag}/")
        assert (200, site.files[site.pages[locale.code]]) == (status, body)

    @pytest.mark.parametrize(
        ("wanted", "path"),
        [
            ("be", "/be/"),
            ("be-BY,ru;q=0.8", "/be/"),
            ("ru;q=0.8,be-BY", "/be/"),
            ("be-tarask", "/be-tarask/"),
            ("ar-EG,en;q=0.5", "/ar/"),
            ("ja,uk;q=0.2", "/uk/"),
            ("ja", "/en/"),
            ("*", "/en/"),
            ("", "/en/"),
            ("../../etc/passwd", "/en/"),
            ("be\t;q=x, \x7f, \xff\xfe, uk;q=nan", "/be/"),
            (",;" * 5000, "/en/"),
        ],
    )
    def test_the_root_leads_to_the_readers_language(self, client: Client, wanted: str, path: str) -> None:
        for address in ("/", "/?utm_source=x", "//"):
            status, headers, body = client.ask(address, Accept_Language=wanted)
            assert (302, path, b"") == (status, headers["Location"], body)
            assert EVERY.items() <= headers.items()

    def test_a_chosen_language_beats_the_readers(self, belarusian: Client, site: Site) -> None:
        assert belarusian.ask("/", Accept_Language="ar")[1]["Location"] == "/be/"
        assert "/en/" in belarusian.ask("/be/")[2].decode("utf-8"), "the others are still linked"

    def test_an_unknown_language_leaves_the_choice_to_the_reader(self) -> None:
        [location] = [one.ask("/", Accept_Language="ar")[1]["Location"] for one in served(locale="tlh")]
        assert location == "/ar/"

    @pytest.mark.parametrize("path", ["/", "/be/", "/demo.css", "/nowhere"])
    def test_head_is_get_without_a_body(self, client: Client, path: str) -> None:
        def told(headers: dict[str, str]) -> dict[str, str]:
            return {name: value for name, value in headers.items() if name != "Date"}

        status, headers, body = client.ask(path, "HEAD")
        assert body == b""
        expected = client.ask(path)
        assert (expected[0], told(expected[1])) == (status, told(headers))

    @pytest.mark.parametrize(
        "path",
        [
            "/nowhere",
            "/be",
            "/be/nowhere/",
            "/../pyproject.toml",
            "/be/../../pyproject.toml",
            "/%2e%2e/%2e%2e/etc/passwd",
            "/..%2f..%2fetc/passwd",
            "/static/../../cli.py",
            "/static/solidarity_widgets/",
            "/..\\..\\etc\\passwd",
            "//etc/passwd",
            "/etc/passwd",
            "file:///etc/passwd",
            "/be/index.html%00.css",
            "/%ff%fe",
            "/<script>alert(1)</script>",
        ],
    )
    def test_what_is_not_of_the_site_is_not_there(self, client: Client, path: str) -> None:
        status, headers, body = client.ask(path)
        assert (status, body) == (404, b"404 Not Found\n")
        assert headers["Content-Type"] == "text/plain; charset=utf-8"
        assert EVERY.items() <= headers.items()

    @pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE"])
    def test_it_only_tells(self, client: Client, method: str) -> None:
        status, headers, _ = client.ask("/be/", method)
        assert status == (405 if method == "POST" else 501)
        assert EVERY.items() <= headers.items()

    @pytest.mark.parametrize(
        ("request_", "status"),
        [
            (b"GET http://[ HTTP/1.0\r\n\r\n", b"400"),
            (b"\x16\x03\x01\x02\r\n\r\n", b"400"),
            (b"GET / HTTP/9.9\r\n\r\n", b"505"),
            (b"GET /" + b"a" * 70_000 + b" HTTP/1.0\r\n\r\n", b"414"),
        ],
    )
    def test_nonsense_is_refused_in_silence(
        self, client: Client, capfd: pytest.CaptureFixture[str], request_: bytes, status: bytes
    ) -> None:
        answer = client.send(request_)
        assert status in answer.partition(b"\n")[0]
        assert b"<" not in answer
        assert capfd.readouterr() == ("", "")

    def test_readers_who_leave_are_not_written_down(
        self, client: Client, capfd: pytest.CaptureFixture[str]
    ) -> None:
        for _ in range(4):
            client.leave(b"GET /be/ HTTP/1.0\r\n\r\n")
        assert client.ask("/be/")[0] == 200
        assert capfd.readouterr() == ("", "")

    def test_it_listens_on_this_machine_alone(self) -> None:
        with make_server(Campaign(), port=0) as server:
            assert server.server_address[0] == "127.0.0.1"

    def test_it_says_nothing_of_its_python(self, client: Client) -> None:
        assert client.ask("/be/")[1]["Server"].strip() == "solidarity-widgets"

    def test_a_taken_port_is_an_error(self, client: Client) -> None:
        with pytest.raises(OSError, match="in use"):
            make_server(Campaign(), port=client.port)


def test_two_spellings_are_one_language() -> None:
    assert count_languages(["be", "be@tarask", "en", "pt", "pt_BR"]) == 3
    pages = build_site(Campaign()).files
    count = len(LOCALES) - 1  # be and be@tarask
    assert f"This page is available in {count} languages." in pages["en/index.html"].decode()


@pytest.mark.parametrize("code", LOCALES)
def test_the_safety_note_comes_before_what_it_warns_of(code: str) -> None:
    page = build_site(Campaign()).files[f"{get_locale(code).tag}/index.html"].decode()
    note = page.index('class="note"')
    assert "in danger" in page if code == "en" else "in danger" not in page
    assert note < page.index('type="text/calendar"') < page.index('class="sw-share')


def test_every_class_of_the_gallery_is_documented() -> None:
    """In the styling guide or the references, with the whole name or as ``__part`` and ``--variant``."""
    pages = (content for path, content in build_site(Campaign()).files.items() if "gallery/en/" in path)
    found = {
        name
        for content in pages
        for value in re.findall(r'class="([^"]*)"', content.decode())
        for name in value.split()
        if name.startswith("sw-")
    }
    docs = Path(__file__).resolve().parents[1] / "docs"
    documented = set()
    for name in ("how-to/styling.md", "reference/countdowns.md", "reference/petitions.md"):
        documented |= set(re.findall(r"`((?:sw|_|-)[\w-]+)`", (docs / name).read_text(encoding="utf-8")))
    missing = [
        name
        for name in found
        if name not in documented and not any(name.endswith(end) for end in documented if end[0] in "_-")
    ]
    assert sorted(missing) == []
    assert len(found) > 60
