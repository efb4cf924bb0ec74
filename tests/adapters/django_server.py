"""A Django project that serves petitions. Run as: django_server.py FOLDER PORT SMTP_PORT."""

from __future__ import annotations

import sys
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

import django

from tests.adapters import django_project

TEMPLATES = {
    "home.html": """{% load solidarity_widgets %}<!doctype html>
<html lang="{{ locale.tag }}" dir="{{ locale.direction }}">
<head><title>Campaign</title>{% stylesheet %}{% script %}</head>
<body><main>{% share_buttons %}{% countdown "2099-08-04" zone="Europe/Minsk" %}
<a href="/petitions/lake">{% petition_progress 0 %}</a></main></body></html>""",
    "solidarity_widgets/page.html": """<!doctype html>
<html lang="{{ page.locale.tag }}" dir="{{ page.locale.direction }}"><head><title>{{ page.title }}</title>
{{ page.head }}</head><body><header>Campaign</header><main>{{ page.body }}</main></body></html>""",
}


class Silent(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """Log nothing."""


def main(folder: Path, port: int, smtp_port: int) -> None:
    for name, source in TEMPLATES.items():
        (folder / "templates" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "templates" / name).write_text(source, encoding="utf-8")
    backend = "django.core.mail.backends.smtp.EmailBackend"
    options = {"host": "127.0.0.1", "port": smtp_port}
    email: dict[str, object] = {"EMAIL_BACKEND": backend, "EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": smtp_port}
    if django.VERSION >= (6, 1):
        email = {"MAILERS": {"default": {"BACKEND": backend, "OPTIONS": options}}}
    widgets = {
        "BASE_URL": f"http://127.0.0.1:{port}",
        "PROVIDERS": "telegram email",
        "PETITIONS": django_project.PETITIONS,
        "SECRETS": django_project.SECRET,
    }
    django_project.configure(folder, SOLIDARITY_WIDGETS=widgets, DEBUG=True, **email)

    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.core.management import call_command
    from django.core.wsgi import get_wsgi_application
    from django.shortcuts import render
    from django.urls import path

    django_project.urlpatterns[0] = path("", lambda request: render(request, "home.html"))
    call_command("migrate", verbosity=0)
    application = StaticFilesHandler(get_wsgi_application())
    with make_server("127.0.0.1", port, application, handler_class=Silent) as server:
        server.serve_forever()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
