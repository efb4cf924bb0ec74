# /// script
# requires-python = ">=3.11"
# dependencies = ["solidarity-widgets[jinja]", "flask"]
#
# [tool.uv.sources]
# solidarity-widgets = { path = ".." }
# ///
"""A Flask page in the language of the reader's browser: python examples/flask_app.py."""

from __future__ import annotations

from flask import Blueprint, Flask, Response, render_template_string, request

import solidarity_widgets as sw
from solidarity_widgets import assets
from solidarity_widgets.jinja import install

POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'"
PAGE = """<!doctype html>
<html lang="{{ locale.tag }}" dir="{{ locale.direction }}">
<head>
  <meta charset="utf-8">
  <title>{{ title }}</title>
  {{ stylesheet(base="/widgets") }}
  {{ script(base="/widgets") }}
</head>
<body><main>
  <h1 lang="en" dir="ltr">{{ title }}</h1>
  {{ url | share_buttons("telegram vk facebook email copy_link web_share", title=title, locale=locale) }}
</main></body>
</html>
"""

app = Flask(__name__)
install(app.jinja_env)
# The blueprint leaves the app's own folder at /static alone.
app.register_blueprint(
    Blueprint("widgets", __name__, static_folder=assets.directory(), static_url_path="/widgets")
)


@app.get("/")
def index() -> str:
    locale = sw.get_locale(sw.match_locale(request.headers.get("Accept-Language")))
    return render_template_string(PAGE, locale=locale, title="Save the lake", url="https://example.org/lake")


@app.after_request
def protect(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = POLICY
    response.vary.add("Accept-Language")
    return response


if __name__ == "__main__":
    app.run(port=8000)
