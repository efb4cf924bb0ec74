"""Real servers write requests into their logs as docs/reference/petition-site.md says: without tokens."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from ..recipes import DJANGO, ROOT, blocks, environment, free_port, program, write_files
from .http_visitor import HttpVisitor
from .test_live_petition_guide import GUIDE, SECRET, SITE

REFERENCE = ROOT / "docs" / "reference" / "petition-site.md"
TOKEN = "WyJsYWtlIiwiMDEyMyJd.aRbKxw.x-_Y"
PURPOSES = ("confirm", "withdraw", "erase", "unsubscribe")

#: What the reference says to add to the application's module.
_LOOP = re.search(r"for name in \([^)]*\):", REFERENCE.read_text(encoding="utf-8"))
assert _LOOP
FILTERED = f"""
import logging
from solidarity_widgets.web import TokenFilter
{_LOOP[0]}
    logging.getLogger(name).addFilter(TokenFilter())
"""
WSGI = "\nfrom solidarity_widgets.web.wsgi import WsgiApp\nwsgi = WsgiApp(site)\n"
UVICORN = ("uvicorn", "campaign:app", "--port", "PORT")
GUNICORN = ("gunicorn", "campaign:wsgi", "--bind", "127.0.0.1:PORT", "--access-logfile", "-")
FORMAT = '%({Host}i)s %({Missing}i)s "%(m)s %(U)s" "%(r)s" %(f)s %(s)s'
SERVERS = {
    "uvicorn": UVICORN,
    "two processes of uvicorn": (*UVICORN, "--workers", "2"),
    "gunicorn": GUNICORN,
    "gunicorn with another format": (*GUNICORN, "--access-logformat", FORMAT),
    "wsgiref": ("wsgiref_server",),
    "Flask": ("flask", "--app", "flask_site", "run", "--port", "PORT"),
    "Django": ("django", "runserver", "127.0.0.1:PORT", "--noreload", "--settings", "settings"),
}


#: A project whose settings also add the filter.
DJANGO_SITE = {
    "settings.py": DJANGO
    + """
import campaign
INSTALLED_APPS = ["solidarity_widgets.django"]
SOLIDARITY_WIDGETS = {
    "BASE_URL": "http://127.0.0.1:8000", "PETITIONS": "petitions.PETITIONS",
    "DATABASE": "sqlite:///signatures.db", "SEND_MAIL": False,
}
""",
    "urls.py": """
from django.urls import include, path
urlpatterns = [path("petitions/", include("solidarity_widgets.django.urls"))]
""",
}


def files(server: str, port: int, *, filtered: bool) -> dict[str, str]:
    found = dict(block for section in (*SITE, "Flask") for block in blocks(section, GUIDE))
    found["flask_site.py"] = found.pop("app.py")
    if server == "flask":
        found["campaign.py"] = found["campaign.py"].replace(":8000", ":8000/petitions")
    found |= DJANGO_SITE
    found |= dict(blocks("Tokens and logs", REFERENCE))
    assert set(found) >= {"campaign.py", "wsgiref_server.py"}
    found["wsgiref_server.py"] = found["wsgiref_server.py"].replace("8000", str(port))
    found["campaign.py"] += WSGI + (FILTERED if filtered else "")
    return found


def logged(server: str, folder: Path, *, filtered: bool) -> str:
    return output_of(SERVERS[server], folder, filtered=filtered)


def output_of(server: tuple[str, ...], folder: Path, *, filtered: bool) -> str:
    """What a server writes when every link is opened."""
    port = free_port()
    write_files(folder, files(server[0], port, filtered=filtered))
    command = [sys.executable, "-m", *(word.replace("PORT", str(port)) for word in server)]
    env = environment(folder) | {"SOLIDARITY_WIDGETS_SECRET": SECRET}
    path = "/petitions" if server[0] in ("flask", "django") else ""
    visitor = HttpVisitor(f"http://127.0.0.1:{port}", port)
    with program(command, folder, env, f"http://127.0.0.1:{port}{path}/lake") as log:
        for purpose in PURPOSES:
            for method in ("GET", "HEAD"):
                assert visitor.ask(method, f"{path}/{purpose}/{TOKEN}?lang=be").status == 404
        assert visitor.ask("GET", f"{path}/confirm/{TOKEN}/correct").status == 303
        visitor.ask("GET", f"{path}/lake", Referer=f"http://127.0.0.1:{port}{path}/confirm/{TOKEN}")
    return log.read_text(encoding="utf-8")


@pytest.mark.parametrize("server", SERVERS)
def test_no_token_is_in_the_log(server: str, tmp_path: Path) -> None:
    log = logged(server, tmp_path, filtered=True)
    assert TOKEN not in log
    assert "Logging error" not in log
    for purpose in PURPOSES:
        assert len(re.findall(rf"{purpose}/\[token\]", log)) >= 2, log


@pytest.mark.parametrize("server", ["uvicorn", "gunicorn", "Flask", "Django"])
def test_without_the_filter_it_would_be(server: str, tmp_path: Path) -> None:
    """Otherwise the test above would prove nothing."""
    assert TOKEN in logged(server, tmp_path, filtered=False)


def test_servers_that_write_no_requests(tmp_path: Path) -> None:
    for number, server in enumerate(((*UVICORN, "--no-access-log"), GUNICORN[:4])):
        (folder := tmp_path / str(number)).mkdir()
        log = output_of(server, folder, filtered=False)
        assert TOKEN not in log
        assert "confirm/" not in log
