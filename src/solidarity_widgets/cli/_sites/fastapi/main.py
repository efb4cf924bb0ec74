import os
from functools import partial

from fastapi import FastAPI, Request
from fastapi.templating import Jinja2Templates

import solidarity_widgets as sw
from solidarity_widgets.mail import FolderSender, MailWorker, compose
from solidarity_widgets.signing import SigningService, SqlSignatureStore
from solidarity_widgets.starlette import setup
from solidarity_widgets.web import PetitionSite

TITLE = {"en": "Save the lake", "be": "Уратуйце возера", "ru": "Спасите озеро", "ar": "أنقذوا البحيرة"}
LAKE = sw.Petition("lake", title=TITLE, goal=1_000, closes="2099-08-04", zone="Europe/Minsk")
BASE_URL = os.environ.get("BASE_URL", "http://127.0.0.1:8000")

store = SqlSignatureStore("sqlite:///signatures.db")
store.create_tables()
service = SigningService(store, os.environ["SOLIDARITY_WIDGETS_SECRET"], petitions=[LAKE])
petitions = PetitionSite(service, base_url=f"{BASE_URL}/petitions")
write = partial(compose, sender="Save the lake <info@example.org>", link=petitions.link)
worker = MailWorker(service, write, FolderSender("mail"))

app = FastAPI()
templates = Jinja2Templates("templates")
networks = "telegram, vk, email, copy_link"
setup(app, templates, base_url=BASE_URL, providers=networks, petitions=petitions, worker=worker)


@app.get("/")
def home(request: Request):
    return templates.TemplateResponse(request, "home.html", {"lake": LAKE, "signed": service.count(LAKE)})
