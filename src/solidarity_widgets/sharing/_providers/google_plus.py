"""Google+, Google's social network from 2011 to 2019. The link is kept for archives."""

from __future__ import annotations

from solidarity_widgets.sharing.provider import Provider, Status, share_label


class GooglePlus(Provider):
    id = "google_plus"
    name = "Google+"
    endpoint = "https://plus.google.com/share"
    params = {"url": "url", "lang": "hl", "text": "text"}
    aliases = ("google+", "google-plus", "googleplus", "gplus", "plusone", "plus", "g+")
    label = share_label("Share on Google+")
    status = Status(
        "retired", since="2019-04-02", reason="Google closed Google+ for consumers on 2019-04-02."
    )
    colour = "#DC4E41"
    docs = "fcurella/django-social-share:django_social_share/templatetags/social_share.py"
