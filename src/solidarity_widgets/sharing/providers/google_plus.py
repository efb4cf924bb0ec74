"""Google's social network of 2011-2019; a link for archives."""

from __future__ import annotations

from solidarity_widgets.i18n.messages import pgettext_noop
from solidarity_widgets.sharing.provider import Provider, Status


class GooglePlus(Provider):
    """Google's social network of 2011-2019; a link for archives."""

    id = "google_plus"
    name = "Google+"
    endpoint = "https://plus.google.com/share"
    params = {"url": "url", "lang": "hl", "text": "text"}
    aliases = ("google+", "google-plus", "googleplus", "gplus", "plusone", "plus", "g+")
    # Translators: Label of a share button. Decline the network's name as your language wants and use the
    # Translators: name its readers know.
    label = pgettext_noop("share", "Share on Google+")
    status = Status(
        "retired", since="2019-04-02", reason="Google closed Google+ for consumers on 2019-04-02."
    )
    colour = "#DC4E41"
    docs = "fcurella/django-social-share:django_social_share/templatetags/social_share.py"
