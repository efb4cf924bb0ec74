# /// script
# requires-python = ">=3.11"
# dependencies = ["solidarity-widgets[starlette,signing]", "fastapi", "uvicorn"]
#
# [tool.uv.sources]
# solidarity-widgets = { path = ".." }
# ///
"""A campaign page and a petition with FastAPI: python examples/fastapi_app.py."""

from __future__ import annotations

import os
import secrets
from functools import partial

from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse
from fastapi.templating import Jinja2Templates
from jinja2 import DictLoader

import solidarity_widgets as sw
from solidarity_widgets.mail import MailWorker, compose
from solidarity_widgets.signing import SigningService, SqlSignatureStore
from solidarity_widgets.starlette import setup
from solidarity_widgets.web import PetitionSite

BASE_URL = os.environ.get("BASE_URL", "http://127.0.0.1:8000")
POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'"
PAGE = """<!doctype html>
<html lang="{{ locale.tag }}" dir="{{ locale.direction }}">
<head><meta charset="utf-8"><title>Save the lake</title>{{ stylesheet() }}{{ script() }}</head>
<body><main>
  <h1 lang="en" dir="ltr"><a href="/petitions/lake">Save the lake</a></h1>
  {{ share_buttons(url="https://example.org/lake", title="Save the lake") }}
  {{ lake.deadline | countdown }}
  {{ signed | petition_progress(goal=lake.goal) }}
</main></body>
</html>
"""
LAKE = sw.Petition("lake", title="Save the lake", goal=1_000, closes="2099-08-04", zone="Europe/Minsk")

store = SqlSignatureStore("sqlite://")  # in memory: everything is gone when the program ends
store.create_tables()
service = SigningService(store, secrets.token_urlsafe(32), petitions=[LAKE])
petitions = PetitionSite(service, base_url=f"{BASE_URL}/petitions")
write = partial(compose, sender="Save the lake <info@example.org>", link=petitions.link)
worker = MailWorker(service, write, lambda message: print(message.get_content(), flush=True))

app = FastAPI()
templates = Jinja2Templates(".")
templates.env.loader = DictLoader({"home.html": PAGE})  # a site has a folder of templates
networks = "telegram vk facebook email copy_link web_share"
setup(app, templates, base_url=BASE_URL, providers=networks, petitions=petitions, worker=worker)


@app.api_route("/", methods=["GET", "HEAD"])
def home(request: Request) -> HTMLResponse:
    return templates.TemplateResponse(request, "home.html", {"lake": LAKE, "signed": service.count(LAKE)})


@app.middleware("http")
async def protect(request: Request, call_next) -> Response:
    response = await call_next(request)
    response.headers.setdefault("Content-Security-Policy", POLICY)
    return response


if __name__ == "__main__":
    import uvicorn

    uvicorn.run(app, port=8000)
