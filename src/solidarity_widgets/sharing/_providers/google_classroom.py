"""Google Classroom."""

from __future__ import annotations

from solidarity_widgets.sharing.provider import Provider


class GoogleClassroom(Provider):
    id = "google_classroom"
    name = "Google Classroom"
    endpoint = "https://classroom.google.com/share"
    params = {"url": "url", "title": "title"}
    colour = "#0F9D58"
    brand_icon = "googleclassroom"
    docs = "https://gist.github.com/elistone/b4e00564c79f0753ce73711a85056304"
