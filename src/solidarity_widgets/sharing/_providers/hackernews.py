"""Hacker News."""

from __future__ import annotations

from solidarity_widgets.sharing.provider import Provider


class HackerNews(Provider):
    id = "hackernews"
    name = "Hacker News"
    endpoint = "https://news.ycombinator.com/submitlink"
    params = {"url": "u", "title": "t"}
    aliases = ("hn", "hacker_news", "ycombinator")
    colour = "#F0652F"
    brand_icon = "ycombinator"
    docs = "ellisonleao/sharer.js"
