"""The admin of Django: counts, and the review of quarantined signatures, by users who may do that."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.adapters.test_django import Program

ADMIN = """
from django.contrib import admin
from django.core.management import call_command
from django.test import Client
from django.urls import path
contrib = ["admin", "auth", "contenttypes", "messages", "sessions", "staticfiles"]
before = "django.template.context_processors"
configure(
    folder,
    INSTALLED_APPS=[*(f"django.contrib.{each}" for each in contrib), "solidarity_widgets.django"],
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
    ],
    TEMPLATES=[{
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": [
            "django.template.context_processors.request",
            "django.contrib.auth.context_processors.auth",
            "django.contrib.messages.context_processors.messages",
        ]},
    }],
)
project.urlpatterns.append(path("admin/", admin.site.urls))
call_command("migrate", verbosity=0)
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.core import checks
from solidarity_widgets.django.petitions import get_service, get_store
assert [each for each in checks.run_checks() if "solidarity" in str(each)] == []
call_command("makemigrations", "--check", "--dry-run", verbosity=0)
service = get_service()
store = get_store()
from solidarity_widgets.signing.store.records import Signature
IDS = [f"{number:032x}" for number in range(1, 4)]
for id in IDS:
    store.insert(Signature(
        "lake", id, state="confirmed", source="paper", name=f"<b>Signer {id[-1]}", email="secret@example.org",
        postcode="220030", country="BY", message="Hello", score=60, confirmed_at=1_800_000_000,
        created_at=1_800_000_000, changed_at=1_800_000_000, submitted_at=1_800_000_000,
    ))
    assert service.quarantine("lake", id)
LIST, LAKE = "/admin/solidarity_widgets/petition/", "/admin/solidarity_widgets/petition/lake/change/"
def client(*permissions):
    user = User.objects.create_user(f"user{User.objects.count()}", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    made = Client()
    made.force_login(user)
    return made
"""


@pytest.fixture
def run(tmp_path: Path) -> Program:
    return Program(tmp_path)


def test_a_reviewer_releases_and_rejects(run: Program) -> None:
    run(
        ADMIN
        + """
reviewer = client("view_petition", "change_petition")
assert LIST in reviewer.get("/admin/").content.decode()
html = reviewer.get(LIST).content.decode()
assert "Save the lake" in html and LAKE in html and "<td>0</td>" in html and "<td>3</td>" in html, html
html = reviewer.get(LAKE).content.decode()
assert all(id in html for id in IDS) and "&lt;b&gt;Signer 1" in html and "<b>Signer" not in html
assert "secret@example.org" not in html and "220030" not in html
done = reviewer.post(LAKE, {"id": IDS[:1], "action": "release"}, follow=True)
assert "Released 1 of 1 signatures." in done.content.decode() and IDS[0] not in done.content.decode()
assert service.count("lake") == 1
asked = reviewer.post(LAKE, {"id": IDS[1:2], "action": "reject"}).content.decode()
assert "Yes, reject them" in asked and IDS[1] in asked and IDS[2] not in asked
assert store.find("lake", IDS[1]) is not None
done = reviewer.post(LAKE, {"id": IDS[1:2], "action": "reject", "confirmed": "yes"}, follow=True)
assert "Rejected 1 of 1 signatures." in done.content.decode()
assert store.find("lake", IDS[1]) is None and store.find("lake", IDS[2]).state == "quarantined"
for values in ({}, {"id": IDS[2]}, {"id": IDS[2], "action": "other"}, {"action": "reject"}):
    assert "Choose signatures" in reviewer.post(LAKE, values, follow=True).content.decode(), values
assert "Released 0 of 1" in reviewer.post(
    LAKE, {"id": IDS[1], "action": "release"}, follow=True).content.decode()
log = [(each.object_id, each.get_change_message()) for each in LogEntry.objects.order_by("pk")]
assert log == [
    ("lake", "Released 1 of 1 signatures."), ("lake", "Rejected 1 of 1 signatures.")], log
assert reviewer.get(LAKE.replace("lake", "nothing")).status_code == 404
for page in ("add/", "lake/delete/", "lake/history/"):  # they would need a table
    assert reviewer.get(LIST + page).status_code == 404, page
protected = Client(enforce_csrf_checks=True)
protected.force_login(User.objects.get(username="user0"))
assert protected.post(LAKE, {"id": IDS[2], "action": "release"}).status_code == 403
store.close()
"""
    )


def test_others_see_no_more_than_they_may(run: Program) -> None:
    run(
        ADMIN
        + """
viewer, stranger = client("view_petition"), client()
html = viewer.get(LIST).content.decode()
assert "Save the lake" in html and LAKE not in html
for reader in (viewer, stranger):
    assert reader.get(LAKE).status_code == 403
    assert reader.post(LAKE, {"id": IDS, "action": "release"}).status_code == 403
assert stranger.get(LIST).status_code == 403
assert LIST not in stranger.get("/admin/").content.decode()
assert Client().get(LIST).status_code == 302 == Client().get(LAKE).status_code
assert service.count("lake") == 0
assert len(list(service.quarantined("lake"))) == 3
store.close()
"""
    )


def test_a_long_quarantine_has_pages(run: Program) -> None:
    run(
        ADMIN
        + """
from solidarity_widgets.django import admin as ours
ours._PAGE_SIZE = 2
reviewer = client("change_petition")
first = reviewer.get(LAKE).content.decode()
assert IDS[1] in first and f'value="{IDS[2]}"' not in first and f"?after={IDS[1]}" in first
second = reviewer.get(f"{LAKE}?after={IDS[1]}").content.decode()
assert f'value="{IDS[2]}"' in second and "?after=" not in second
store.close()
"""
    )
