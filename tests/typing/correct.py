"""Calls that type checkers must accept; each line is a documented way to call the library."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any, assert_type
from zoneinfo import ZoneInfo

import babel
from markupsafe import Markup

import solidarity_widgets as sw
from solidarity_widgets.countdowns.duration import Unit
from solidarity_widgets.petitions.translations import Translations
from solidarity_widgets.types import (
    GoalLike,
    LocaleLike,
    ProviderNames,
    ShareFields,
    TextLike,
    TimeLike,
    UnitNames,
    ZoneLike,
)


class Lazy:
    """What Django's and Flask-Babel's lazy translations look like to a type checker."""

    def casefold(self) -> str:
        return "воля"


URL = "https://example.org/"
fields: ShareFields = {"title": "Воля", "hashtags": ["freeales"], "campaign": {"utm_source": "bar", "n": 4}}
texts: list[TextLike] = ["a", Markup("b"), Lazy(), None]
locales: list[LocaleLike] = [
    None,
    "be",
    babel.Locale("be"),
    sw.get_locale("be"),
    ["be", "ru"],
    ("be", babel.Locale("ru")),
]
names: list[ProviderNames] = ["vk telegram", ["vk", "telegram"], ("vk",), Lazy()]
times: list[TimeLike] = ["2027-08-04", date(2027, 8, 4), datetime.now(UTC)]
zones: list[ZoneLike] = ["Europe/Minsk", ZoneInfo("Europe/Minsk"), UTC]
units: list[UnitNames] = ["days hours", ["days", "hours"], ("days",)]
goals: list[GoalLike] = [None, 100, "ladder", [300, 700], {100: "x", 200: {"be": "y"}}, sw.Goal.fixed(3)]

assert_type(sw.share_url(URL, "vk", title="x"), str)
sw.share_url(Markup(URL), "mastodon", instance="mastodon.social", title=Lazy(), text=None, locale="be")
sw.share_url(URL, "email", to=["a@example.org", "b@example.org"], image=None, via="@viasna96")
sw.share_url(URL, "vk", hashtags="#a #b")
sw.share_url(URL, "vk", registry=sw.default_registry(), noparse=True, **fields)
assert_type(sw.share_button(URL, "vk", display="icon", icons="brands", new_tab=True), sw.ShareButton)
button = sw.share_button(URL, "vk", attrs={"class": "mine", "data-page": 4, "hidden": True, "id": None})
assert_type(button.url, str)
assert_type(button.provider, type[sw.Provider])
bar = sw.share_buttons(URL, ["vk", "telegram"], retired="inert", **fields)
assert_type(bar, sw.ShareButtons)
assert_type(bar[0], sw.ShareButton)
options: dict[str, Any] = {"channel": "news"}  # of a provider of one's own
sw.share_url(URL, "commons", **options)

counter = sw.countdown("2027-08-04", zone="Europe/Minsk", units="days hours", style="boxes", max_units=2)
assert_type(counter, sw.Countdown)
assert_type(counter.duration, sw.Duration)
assert_type(counter.units, tuple[Unit, ...])
counter.ics(title="Vigil", links=bar)
sw.countdown(
    date(2027, 8, 4), zone=ZoneInfo("Europe/Minsk"), now=datetime.now(UTC), event_duration=timedelta(hours=1)
)
sw.countdown(sw.Monthly(16, time=time(20), zone="Europe/Minsk", event_duration="PT15M"), label=Lazy())
sw.countdown(sw.Deadline("2027-08-04", "Europe/Minsk"), count_up=True)
sw.elapsed("2011-08-04", zone="Europe/Minsk", units=["years", "days"], locale=["be", "ru"])
assert_type(sw.format_duration("P1D", style="short", units=None), str)
sw.format_duration(timedelta(days=1))
rule = sw.Yearly(8, 4, zone="Europe/Minsk", since=2011, leap_day="mar1")
assert_type(rule.time, time)
assert_type(rule.since, date | None)
assert_type(rule.event_duration, timedelta | None)

lake = sw.Petition(
    "lake",
    title={"be": "Возера", "en": "The lake"},
    text=Markup("тэкст"),
    demands=[{"be": "а", "en": "a"}, {"be": "б", "en": "b"}],
    addressees={"be": ["а"], "en": ["a"]},
    goal={1000: "An answer"},
    closes=sw.Deadline("2027-08-04", "Europe/Minsk", timedelta(days=2)),
    languages="be en",
    fields=["name", "email"],
    required="name",
    consents=["updates", sw.Consent("partner", {"be": "так", "en": "yes"}, required=False)],
)
assert_type(lake.title, Translations)
assert_type(lake.goal, sw.Goal | None)
assert_type(lake.closes, sw.Deadline | None)
assert_type(lake.consents, tuple[sw.Consent, ...])
panel = sw.petition(
    lake,
    signed=12,
    action="/sign",
    csrf={"csrfmiddlewaretoken": "t"},
    values={"name": "Алесь"},
    errors={"name": ["missing"]},
    hidden_fields={"n": 1},
    countdown=counter,
    share=bar,
    now="2027-01-01",
)
sw.petition_form(lake, action=Markup("/sign"), csrf=False)
sw.petition_progress(7_312, goal="ladder", count_url="/count")
with sw.use_locale("be") as locale:
    assert_type(sw.get_locale(locale).tag, str)
assert_type(sw.match_locale("be, ru;q=0.5", ["be"]), str | None)
sw.stylesheet(nonce="n", base="/static")
sw.script(None, integrity=False)
