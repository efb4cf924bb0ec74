# /// script
# requires-python = ">=3.11"
# dependencies = ["solidarity-widgets", "django>=5.2"]
#
# [tool.uv.sources]
# solidarity-widgets = { path = ".." }
# ///
"""A Django page in the language of the reader's browser: python examples/django_app.py runserver."""

from __future__ import annotations

import sys

from django.conf import settings
from django.core.management import execute_from_command_line
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

import solidarity_widgets as sw

POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'"
PAGE = """<!doctype html>
<html lang="{{ locale.tag }}" dir="{{ locale.direction }}">
<head><meta charset="utf-8"><title>{{ title }}</title>{{ stylesheet }}{{ script }}</head>
<body><main><h1 lang="en" dir="ltr">{{ title }}</h1>{{ buttons }}</main></body>
</html>
"""


def index(request: HttpRequest) -> HttpResponse:
    locale = sw.get_locale(sw.match_locale(request.headers.get("Accept-Language")))
    title, providers = "Save the lake", "telegram vk facebook email copy_link"
    buttons = sw.share_buttons("https://example.org/lake", providers, title=title, locale=locale)
    # A widget is a value: the template shows its HTML without a tag or a filter.
    context = {"locale": locale, "title": title, "buttons": buttons}
    context |= {"stylesheet": sw.stylesheet(), "script": sw.script()}
    html = engines["django"].from_string(PAGE).render(context, request)
    return HttpResponse(html, headers={"Content-Security-Policy": POLICY, "Vary": "Accept-Language"})


urlpatterns = [path("", index)]
settings.configure(
    DEBUG=True,  # runserver then serves the static files; elsewhere collectstatic gathers them
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=["django.contrib.staticfiles", "solidarity_widgets"],
    STATIC_URL="/static/",
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
)
app = get_wsgi_application()

if __name__ == "__main__":
    execute_from_command_line(sys.argv)
