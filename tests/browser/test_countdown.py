"""The element says, at every instant, what the server would say: character for character."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pytest

from solidarity_widgets import Monthly, Yearly, countdown, elapsed, script
from solidarity_widgets.countdowns import Countdown

from .contexts import fixed, paused

pytestmark = pytest.mark.browser

LOCALES = ("be", "ar", "fa", "ka", "pl", "en", "be@tarask", "tg", "he", "fr", "hi")
WARSAW = "Europe/Warsaw"
ALL = "years months weeks days hours minutes seconds"

#: One widget of each kind; the moment is 4 April 2027, 20:00 in Warsaw, a week after the clocks change.
KINDS: dict[str, Callable[..., Countdown]] = {
    "words": lambda **o: countdown("2027-04-04T20:00", zone=WARSAW, event_duration="PT1H", **o),
    "every unit": lambda **o: countdown(
        "2027-04-04T20:00", zone=WARSAW, units=ALL, event_duration="PT1H", **o
    ),
    "calendar": lambda **o: countdown("2027-04-04", zone=WARSAW, units="years months days", **o),
    "years, hours": lambda **o: countdown("2028-06-04", zone=WARSAW, units="years hours", **o),
    "weeks, hours": lambda **o: countdown("2028-06-04", zone=WARSAW, units="weeks hours", **o),
    "short": lambda **o: countdown(
        "2027-04-04T20:00", zone=WARSAW, units=ALL, style="short", max_units=3, **o
    ),
    "narrow": lambda **o: countdown("2027-04-04T20:00", zone=WARSAW, style="narrow", units="days hours", **o),
    "digital": lambda **o: countdown(
        "2027-04-04T20:00", zone=WARSAW, style="digital", units="days hours minutes seconds", **o
    ),
    "seconds alone": lambda **o: countdown("2027-04-04T20:00", zone=WARSAW, units="seconds", **o),
    "boxes": lambda **o: countdown("2027-04-04T20:00", zone=WARSAW, style="boxes", units=ALL, **o),
    "boxes, two": lambda **o: countdown("2027-04-04", zone=WARSAW, style="boxes", max_units=2, **o),
    "counting on": lambda **o: countdown("2027-04-04T20:00", zone=WARSAW, count_up=True, units=ALL, **o),
    "counting on from a day": lambda **o: countdown("2027-04-04", zone=WARSAW, count_up=True, **o),
    "elapsed": lambda **o: elapsed("2011-08-04", zone="Europe/Minsk", **o),
    "elapsed, all units": lambda **o: elapsed("2024-02-29T23:30", zone=WARSAW, units=ALL, **o),
    "elapsed, not begun": lambda **o: elapsed("2027-04-04", zone=WARSAW, **o),
    "yearly": lambda **o: countdown(Yearly(4, 4, zone=WARSAW), units=ALL, **o),
    "monthly": lambda **o: countdown(Monthly(31, time="02:30", zone=WARSAW, event_duration="PT15M"), **o),
    "written": lambda **o: countdown("---16T20:00/PT15M", zone="Europe/Minsk", units=ALL, **o),
    "another hemisphere": lambda **o: countdown("2027-04-04", zone="Australia/Lord_Howe", units=ALL, **o),
    "an offset": lambda **o: countdown("2027-04-04T20:00:00+05:30", units=ALL, **o),
    "labelled": lambda **o: countdown("2027-04-04", zone=WARSAW, label='До <b>"весны"</b>:', **o),
}
MADE = datetime(2026, 11, 22, 12, 34, 56, 789000, UTC)
MOMENT = datetime(2027, 4, 4, 18, 0, tzinfo=UTC)
INSTANTS = {
    "when the page was made": MADE,
    "some days later": MADE + timedelta(days=40, hours=7, milliseconds=123),
    "a second before the clocks change": datetime(2027, 3, 28, 0, 59, 59, tzinfo=UTC),
    "as the clocks change": datetime(2027, 3, 28, 1, 0, tzinfo=UTC),
    "within the skipped hour's day": datetime(2027, 3, 28, 12, 30, tzinfo=UTC),
    "in the last minute": MOMENT - timedelta(seconds=29, milliseconds=1),
    "a millisecond before": MOMENT - timedelta(milliseconds=1),
    "at the moment": MOMENT,
    "during": MOMENT + timedelta(minutes=30),
    "the day's last second": datetime(2027, 4, 4, 21, 59, 59, 999000, UTC),
    "after": MOMENT + timedelta(days=3, hours=2),
    "long after": MOMENT + timedelta(days=200, hours=2, seconds=1),
}
_TIMES = "() => [...document.querySelectorAll('time')].map((t) => [t.textContent, t.lang, t.dateTime])"
_WAKE = "() => document.dispatchEvent(new Event('visibilitychange'))"


def texts_of(widget: Countdown) -> list[str]:
    """What stands in a widget's <time>, its language, and the instant it names."""
    opening, content = re.search(r"(<time[^>]*>)(.*?)</time>", str(widget), re.DOTALL).groups()  # type: ignore[union-attr]
    attributes = dict(re.findall(r' ([a-z-]+)="([^"]*)"', opening))
    return [unescape(re.sub("<[^>]+>", "", content)), attributes.get("lang", ""), attributes["datetime"]]


def widgets(locale: str, now: datetime) -> Iterator[Countdown]:
    for make in KINDS.values():
        yield make(locale=locale, now=now)


@pytest.mark.parametrize("locale", LOCALES)
def test_the_element_says_what_the_server_says(visit: Callable, host: Callable, locale: str) -> None:
    page = visit(html=host(*widgets(locale, MADE)), clock=fixed(MADE)).page
    for name, instant in INSTANTS.items():
        page.clock.set_fixed_time(instant)
        page.evaluate(_WAKE)
        expected = [texts_of(widget) for widget in widgets(locale, instant)]
        found = page.evaluate(_TIMES)
        for kind, mine, theirs in zip(KINDS, expected, found, strict=True):
            assert theirs == mine, f"{kind}, {name}"


def test_a_page_kept_longer_than_its_moments_says_that_they_are_over(visit: Callable, host: Callable) -> None:
    """A page carries a year of monthly moments; one that is older cannot know the next."""
    made = KINDS["monthly"](locale="en", now=MADE)
    later = MADE + timedelta(days=500)
    page = visit(html=host(made), clock=fixed(later)).page
    assert page.locator("time").text_content() == "This is over"


@pytest.mark.parametrize("locale", LOCALES)
def test_without_a_script_the_servers_text_stands(visit: Callable, host: Callable, locale: str) -> None:
    seen = visit(html=host(*widgets(locale, MOMENT)), scripting=False)
    found = [[text] for text in seen.page.locator("time").all_text_contents()]
    assert found == [texts_of(widget)[:1] for widget in widgets(locale, MOMENT)]
    assert seen.page.locator("button:visible").count() == 0


def test_the_first_tick_changes_nothing(visit: Callable, host: Callable) -> None:
    html = host(*widgets("be", MADE), *widgets("ar", MADE))
    script = re.search(r"<script[^>]*></script>", html)[0]  # type: ignore[index]
    page = visit(html=html.replace(script, ""), clock=fixed(MADE)).page
    page.evaluate("""() => {
        window.changes = [];
        const note = (records) => changes.push(...records.map((r) => r.target.outerHTML || r.target.data));
        const all = {subtree: true, childList: true, characterData: true, attributes: true};
        for (const time of document.querySelectorAll("time, [role=status]"))
            new MutationObserver(note).observe(time, all);
    }""")
    page.evaluate(
        "(src) => new Promise((done) => { const s = document.createElement('script');"
        " s.src = src; s.onload = done; document.head.append(s); })",
        re.search(r'src="([^"]+)"', script)[1],  # type: ignore[index]
    )
    page.evaluate(_WAKE)
    assert page.evaluate("() => Boolean(customElements.get('sw-countdown'))")
    assert page.evaluate("() => changes") == []


class TestTheTimer:
    def page(self, visit: Callable, host: Callable, *made: object, **options: Any) -> Any:
        page = visit(html=host(*made), clock=paused(MADE), **options).page
        page.evaluate("""() => {
            window.writes = 0;
            const all = {subtree: true, childList: true, characterData: true};
            for (const time of document.querySelectorAll("time"))
                new MutationObserver((records) => { writes += records.length > 0; }).observe(time, all);
        }""")
        return page

    def test_seconds_tick_each_second(self, visit: Callable, host: Callable) -> None:
        page = self.page(visit, host, KINDS["every unit"](locale="en", now=MADE))
        for n in range(1, 5):
            page.clock.run_for(1000)
            now = MADE + timedelta(seconds=n)
            assert page.locator("time").text_content() == KINDS["every unit"](locale="en", now=now).text

    def test_minutes_are_written_once_a_minute(self, visit: Callable, host: Callable) -> None:
        page = self.page(visit, host, KINDS["words"](locale="en", now=MADE))
        page.clock.run_for(10 * 60_000)
        assert page.evaluate("() => writes") == 10
        now = MADE + timedelta(minutes=10)
        assert page.locator("time").text_content() == KINDS["words"](locale="en", now=now).text

    def test_one_timer_serves_all(self, visit: Callable, host: Callable) -> None:
        count = """
            window.waiting = new Set();
            const {setTimeout: set, clearTimeout: clear} = window;
            window.setTimeout = (f, ms) => {
                const id = set(() => { waiting.delete(id); f(); }, ms);
                waiting.add(id);
                return id;
            };
            window.clearTimeout = (id) => { waiting.delete(id); clear(id); };
        """

        page = visit(html=host(*widgets("en", MADE)), clock=paused(MADE), scripts=[count]).page
        page.clock.run_for(3000)
        assert page.evaluate("() => waiting.size") == 1

    def test_it_sleeps_while_nobody_looks_and_is_right_at_once(self, visit: Callable, host: Callable) -> None:
        page = self.page(visit, host, KINDS["every unit"](locale="en", now=MADE))
        hide = (
            "(hidden) => { Object.defineProperty(document, 'hidden', {configurable: true, value: hidden});"
            " document.dispatchEvent(new Event('visibilitychange')); }"
        )
        page.evaluate(hide, True)
        page.clock.run_for(60_000)
        assert page.evaluate("() => writes") == 0
        page.evaluate(hide, False)
        now = MADE + timedelta(minutes=1)
        assert page.locator("time").text_content() == KINDS["every unit"](locale="en", now=now).text

    def test_reduced_motion_makes_it_coarser(self, visit: Callable, host: Callable) -> None:
        page = self.page(visit, host, KINDS["every unit"](locale="en", now=MADE), reduced_motion="reduce")
        page.clock.run_for(60_000)
        assert 5 <= page.evaluate("() => writes") <= 7

    def test_a_removed_element_is_forgotten(self, visit: Callable, host: Callable) -> None:
        page = self.page(visit, host, KINDS["every unit"](locale="en", now=MADE))
        before = page.locator("time").text_content()
        page.evaluate("() => { window.kept = document.querySelector('sw-countdown'); kept.remove(); }")
        page.clock.run_for(5000)
        assert page.evaluate("() => kept.querySelector('time').textContent") == before
        page.evaluate("() => document.querySelector('main').append(kept)")
        assert page.locator("time").text_content() != before

    def test_pause_stops_it_and_lets_it_go_on(self, visit: Callable, host: Callable) -> None:
        page = self.page(visit, host, KINDS["every unit"](locale="en", now=MADE))
        button = page.get_by_role("button", name="Pause")
        button.click()
        assert button.get_attribute("aria-pressed") == "true"
        page.clock.run_for(5000)
        assert page.evaluate("() => writes") == 0
        button.click()
        now = MADE + timedelta(seconds=5)
        assert page.locator("time").text_content() == KINDS["every unit"](locale="en", now=now).text

    def test_the_end_is_announced_once_and_nothing_else(self, visit: Callable, host: Callable) -> None:
        start = MOMENT - timedelta(seconds=3)
        made = KINDS["every unit"](locale="en", now=start)
        page = visit(html=host(made), clock=paused(start)).page
        page.evaluate("""() => {
            window.announced = [];
            const status = document.querySelector("[role=status]");
            new MutationObserver(() => announced.push(status.textContent))
                .observe(status, {subtree: true, childList: true, characterData: true});
        }""")
        page.clock.run_for(2000)
        assert page.evaluate("() => announced") == []
        page.clock.run_for(10_000)
        assert page.evaluate("() => announced") == ["Happening now"]
        page.clock.run_for(60 * 60_000)
        assert page.evaluate("() => announced") == ["Happening now", "This is over"]

    def test_a_counter_that_goes_on_announces_its_moment(self, visit: Callable, host: Callable) -> None:
        start = MOMENT - timedelta(seconds=2)
        page = visit(html=host(KINDS["counting on"](locale="en", now=start)), clock=paused(start)).page
        page.clock.run_for(5000)
        assert page.locator("[role=status]").text_content() == "Happening now"


def test_a_slow_clock_is_put_right(visit: Callable, host: Callable) -> None:
    made = KINDS["every unit"](locale="en", now=MADE)
    slow = MADE - timedelta(days=2, hours=5)
    page = visit(html=host(made), clock=fixed(slow)).page
    assert page.locator("time").text_content() == made.text
    page.clock.set_fixed_time(slow + timedelta(seconds=10))
    page.evaluate(_WAKE)
    later = KINDS["every unit"](locale="en", now=MADE + timedelta(seconds=10))
    assert page.locator("time").text_content() == later.text


def test_a_page_that_was_kept_trusts_the_readers_clock(visit: Callable, host: Callable) -> None:
    """The page may be old, a static one for months; that the reader's clock is ahead proves nothing."""
    made = KINDS["every unit"](locale="en", now=MADE)
    later = MADE + timedelta(days=90, hours=3)
    page = visit(html=host(made), clock=fixed(later)).page
    assert page.locator("time").text_content() == KINDS["every unit"](locale="en", now=later).text


def test_a_broken_element_does_not_stop_the_others(visit: Callable, host: Callable) -> None:
    made = KINDS["every unit"](locale="en", now=MADE)
    broken = [
        re.sub('data-sw-countdown="[^"]*"', 'data-sw-countdown="{"', str(made)),
        re.sub("<time.*</time>", "", str(made)),
        re.sub('<span class="sw-hidden" role="status"></span>', "", str(made)),
    ]
    page = visit(html=host(*broken, made), clock=paused(MADE)).page
    page.clock.run_for(2000)
    later = KINDS["every unit"](locale="en", now=MADE + timedelta(seconds=2))
    assert page.locator("time").last.text_content() == later.text


def test_two_scripts_count_once(visit: Callable, host: Callable) -> None:
    made = KINDS["every unit"](locale="en", now=MADE)
    seen = visit(html=host(made, script()), clock=paused(MADE))
    seen.page.clock.run_for(2000)
    later = KINDS["every unit"](locale="en", now=MADE + timedelta(seconds=2))
    assert seen.page.locator("time").text_content() == later.text
    assert seen.errors == []


def test_a_label_goes_with_the_duration(visit: Callable, host: Callable) -> None:
    start = MOMENT - timedelta(seconds=1)
    made = countdown("2027-04-04T20:00", zone=WARSAW, label="Until then:", event_duration="PT1H", now=start)
    page = visit(html=host(made), clock=paused(start)).page
    label = page.locator(".sw-countdown__label")
    assert label.is_visible()
    page.clock.run_for(2000)
    assert label.is_hidden()
    assert "hidden" in str(countdown("2027-04-04", zone=WARSAW, label="Until then:", now="2027-04-04T12:00"))


def test_axe_finds_nothing(visit: Callable, host: Callable, axe: Callable) -> None:
    for locale in ("en", "ar"):
        seen = visit(html=host(*widgets(locale, MADE), lang=locale), clock=fixed(MADE))
        found = axe(seen.page)
        assert found.violations == []
        assert seen.complaints == [] or all("favicon" in text for text in seen.complaints)


def test_hostile_labels_stay_text(visit: Callable, host: Callable) -> None:
    label = '"><img src=x onerror=alert(1)><script>alert(2)</script>'
    made = [
        countdown("2027-04-04", zone=WARSAW, label=label, attrs={"title": label}, style=style, now=MADE)
        for style in ("long", "boxes", "digital")
    ]
    seen = visit(html=host(*made), clock=fixed(MADE))
    assert seen.dialogs == []
    assert seen.page.locator("main img, main script").count() == 0
    assert seen.page.locator(".sw-countdown__label").all_text_contents() == [label] * 3


@pytest.mark.parametrize("kind", ["yearly", "yearly boxes", "georgian"])
def test_a_page_kept_from_one_state_into_another_is_right_at_its_first_tick(
    visit: Callable, host: Callable, kind: str
) -> None:
    """Made on the day, opened after it: nothing of what the server wrote is left over."""
    options: dict[str, Any] = {"style": "boxes"} if kind == "yearly boxes" else {}
    options["locale"] = "ka" if kind == "georgian" else "be"
    made, right = (
        countdown("--04-04", zone=WARSAW, now=now, **options)
        for now in (MOMENT, MOMENT + timedelta(days=3, seconds=7))
    )
    assert (made.state, right.state) == ("now", "before")
    page = visit(html=host(made), clock=fixed(right.now)).page
    assert page.evaluate(_TIMES) == [texts_of(right)]
    assert page.locator("[role=status]").text_content() == ""


def test_the_readers_language_is_inherited_again_after_a_change(visit: Callable, host: Callable) -> None:
    """An empty lang would tell a screen reader that the language is unknown."""
    made = countdown("2027-04-04", zone=WARSAW, now=MADE, locale="be")
    page = visit(html=host(made), clock=fixed(MOMENT)).page
    assert page.locator("time").text_content() != made.text
    assert page.locator("time[lang]").count() == 0
