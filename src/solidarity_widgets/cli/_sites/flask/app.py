import os
from functools import partial

from flask import Flask, render_template

import solidarity_widgets as sw
from solidarity_widgets.flask import SolidarityWidgets
from solidarity_widgets.mail import FolderSender, MailWorker, compose
from solidarity_widgets.signing import SigningService, SqlSignatureStore
from solidarity_widgets.web import PetitionSite

TITLE = {"en": "Save the lake", "be": "Уратуйце возера", "ru": "Спасите озеро", "ar": "أنقذوا البحيرة"}
LAKE = sw.Petition("lake", title=TITLE, goal=1_000, closes="2099-08-04", zone="Europe/Minsk")
BASE_URL = os.environ.get("BASE_URL", "http://127.0.0.1:5000")

store = SqlSignatureStore("sqlite:///signatures.db")
store.create_tables()
service = SigningService(store, os.environ["SOLIDARITY_WIDGETS_SECRET"], petitions=[LAKE])
petitions = PetitionSite(service, base_url=f"{BASE_URL}/petitions")
write = partial(compose, sender="Save the lake <info@example.org>", link=petitions.link)
worker = MailWorker(service, write, FolderSender("mail"))

app = Flask(__name__)
SolidarityWidgets(
    app, base_url=BASE_URL, providers="telegram, vk, email, copy_link", petitions=petitions, worker=worker
)


@app.get("/")
def home():
    return render_template("home.html", lake=LAKE, signed=service.count(LAKE))
