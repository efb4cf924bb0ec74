"""Google Classroom."""

from __future__ import annotations

from solidarity_widgets.sharing.provider import Provider, Status


class GoogleClassroom(Provider):
    id = "google_classroom"
    name = "Google Classroom"
    endpoint = "https://classroom.google.com/share"
    params = {"url": "url", "title": "title", "text": "body", "itemtype": "itemtype"}
    status = Status(reason="Documented by Google.")
    colour = "#0F9D58"
    brand_icon = "googleclassroom"
    docs = "https://developers.google.com/classroom/guides/sharebutton"
