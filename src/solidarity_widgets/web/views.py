"""Which view answers for which route."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType

from solidarity_widgets.web import count_views, link_views, petition_views
from solidarity_widgets.web.http import Response
from solidarity_widgets.web.link_views import follow_link
from solidarity_widgets.web.routes import RouteName
from solidarity_widgets.web.visit import Visit

VIEWS: Mapping[RouteName, Callable[[Visit], Response]] = MappingProxyType(
    {
        "petition": petition_views.petition,
        "check_email": petition_views.check_email,
        "resend": petition_views.resend,
        "thanks": petition_views.thanks,
        "calendar": petition_views.calendar,
        "confirm": partial(follow_link, purpose="confirm"),
        "correct": link_views.correct,
        "withdraw": partial(follow_link, purpose="withdraw"),
        "erase": partial(follow_link, purpose="erase"),
        "unsubscribe": partial(follow_link, purpose="unsubscribe"),
        "count": count_views.count,
        "embed": count_views.embed,
        "oembed": count_views.oembed,
        "asset": count_views.asset,
    }
)
