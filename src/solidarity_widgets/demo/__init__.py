"""A small campaign page that shows the widgets: served on loopback, or written as static files."""

from solidarity_widgets.demo.page import POLICY, Campaign, Site, build_site
from solidarity_widgets.demo.server import serve, write_site

__all__ = ["POLICY", "Campaign", "Site", "build_site", "serve", "write_site"]
