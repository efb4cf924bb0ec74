# /// script
# requires-python = ">=3.11"
# dependencies = ["solidarity-widgets[django,signing]"]
#
# [tool.uv.sources]
# solidarity-widgets = { path = ".." }
# ///
"""A campaign page and a petition with Django: python examples/django_app.py."""

from __future__ import annotations

import os
import secrets
import sys

import django
from django.conf import settings
from django.core.management import execute_from_command_line
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

import solidarity_widgets as sw

BASE_URL = os.environ.get("BASE_URL", "http://127.0.0.1:8000")
POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'"
PAGE = """{% load solidarity_widgets %}<!doctype html>
<html lang="{{ locale.tag }}" dir="{{ locale.direction }}">
<head><meta charset="utf-8"><title>Save the lake</title>{% stylesheet %}{% script %}</head>
<body><main>
  <h1 lang="en" dir="ltr"><a href="/petitions/lake">Save the lake</a></h1>
  {% share_buttons url="https://example.org/lake" title="Save the lake" %}
  {% countdown lake.deadline %}
  {% petition_progress signed goal=lake.goal %}
</main></body>
</html>
"""
LAKE = sw.Petition("lake", title="Save the lake", goal=1_000, closes="2099-08-04", zone="Europe/Minsk")
CONSOLE: dict[str, object] = {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
if django.VERSION >= (6, 1):
    CONSOLE = {"MAILERS": {"default": {"BACKEND": CONSOLE["EMAIL_BACKEND"]}}}

settings.configure(
    DEBUG=True,  # runserver then serves the static files; elsewhere collectstatic gathers them
    SECRET_KEY=secrets.token_urlsafe(64),
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=["django.contrib.staticfiles", "solidarity_widgets.django"],
    MIDDLEWARE=["django.middleware.locale.LocaleMiddleware", "django.middleware.csrf.CsrfViewMiddleware"],
    LANGUAGES=[(each, each) for each in ("en", "be", "ru", "ar")],
    STATIC_URL="/static/",
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {"context_processors": ["solidarity_widgets.django.context_processors.locale"]},
        }
    ],
    SOLIDARITY_WIDGETS={
        "BASE_URL": BASE_URL,
        "PROVIDERS": "telegram vk facebook email copy_link web_share",
        "PETITIONS": [LAKE],
        "SECRETS": secrets.token_urlsafe(32),
        "DATABASE": "sqlite://",  # in memory: everything is gone when the program ends
    },
    **CONSOLE,
)
app = get_wsgi_application()

from solidarity_widgets.django.petitions import get_service, get_store  # noqa: E402 - needs the settings

get_store().create_tables()  # in a project with a database, migrate does this


def home(request: HttpRequest) -> HttpResponse:
    context = {"lake": LAKE, "signed": get_service().count(LAKE)}
    html = engines["django"].from_string(PAGE).render(context, request)
    return HttpResponse(html, headers={"Content-Security-Policy": POLICY})


urlpatterns = [path("", home), path("petitions/", include("solidarity_widgets.django.urls"))]

if __name__ == "__main__":
    execute_from_command_line(sys.argv if len(sys.argv) > 1 else [*sys.argv, "runserver", "--noreload"])
