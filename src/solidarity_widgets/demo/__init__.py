"""A small campaign page that shows the widgets: served on loopback, or written as static files."""

from solidarity_widgets.demo.page import POLICY, Campaign, Site, build
from solidarity_widgets.demo.server import serve, write

__all__ = ["POLICY", "Campaign", "Site", "build", "serve", "write"]
