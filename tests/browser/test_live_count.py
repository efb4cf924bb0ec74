"""The live count asks politely, and says what the server says."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest

from solidarity_widgets import countdown, petition_progress
from solidarity_widgets.assets import FOLDER, SCRIPT, STYLESHEET
from solidarity_widgets.demo.page import POLICY

from .site import MINUTE, MOVED, NOW, SECOND, SEEN, Answer, Site, live

pytestmark = pytest.mark.browser

LOCALES = ("en", "be", "be@tarask", "ar", "fa", "he", "pl", "lt", "fr", "ru", "tg")
GOALS: dict[str, Any] = {
    "none": None,
    "fixed": 2000,
    "thresholds": {5: "A letter", 21: {"be": "Адказ", "ar": "جواب"}, 2000: "A debate <b>"},
    "ladder": "ladder",
}
MORE: dict[str, Any] = {
    "one": 1,
    "seven": 7,
    "many thresholds": {10**n: f"Step {n}" for n in range(12)},
    "own ladder": [5, 21, 2000],
}
#: 1999 of 2000 are 99.95 %. The last ones fall back below what had been reached.
COUNTS = (0, 1, 2, 5, 11, 21, 100, 1999, 2000, 2001, 1999, 20, 1)
MANY = (1_000_000, 1_234_567, 999_999_999, 1_000_000_000, 3_000_021, 500_000, 4_999, 0)


class TestWords:
    """The element says, at every count, what the server would say: character for character."""

    def hold(
        self, reading: Callable, site: Site, start: int, counts: tuple[int, ...], goals: Any, locale: str
    ) -> None:
        made = [live(start, goal=goal, locale=locale) for goal in goals.values()]
        reader = reading(*made, lang=locale)
        for count in counts:
            site.answer = Answer(count)
            assert reader.ask(len(made)) == 30
            expected = [petition_progress(count, goal=goal, locale=locale) for goal in goals.values()]
            right = reader.page.evaluate(SEEN, "".join(map(str, expected)))
            for name, theirs, mine in zip(goals, reader.page.evaluate(SEEN), right, strict=True):
                assert theirs == mine, f"{name} from {start}, at {count}"
        assert reader.seen.complaints == []

    @pytest.mark.parametrize("locale", LOCALES)
    def test_in_every_language(self, reading: Callable, site: Site, locale: str) -> None:
        self.hold(reading, site, 1999, COUNTS, GOALS, locale)

    @pytest.mark.parametrize(("start", "counts"), [(0, COUNTS), (2000, COUNTS), (5_000_000, MANY)])
    def test_from_every_beginning(
        self, reading: Callable, site: Site, start: int, counts: tuple[int, ...]
    ) -> None:
        """A page knows all thresholds, and of a ladder eight rungs more than are reached."""
        self.hold(reading, site, start, counts, GOALS | MORE, "en")

    def test_what_the_page_says_before_any_answer_is_the_servers(self, reading: Callable) -> None:
        made = [live(1999, goal=goal, locale="be") for goal in GOALS.values()]
        reader = reading(*made, lang="be")
        assert reader.page.evaluate(SEEN) == reader.page.evaluate(SEEN, "".join(map(str, made)))


#: What is no count.
BAD = {
    "an error": Answer(8, 500),
    "an error with a page": Answer(status=503, body="<!doctype html><title>Sorry</title>"),
    "not there": Answer(8, 404),
    "nothing": Answer(status=204, body=""),
    "no JSON": Answer(body=""),
    "half of it": Answer(body='{"signed": 8'),
    "a page": Answer(body="<!doctype html><title>8</title>"),
    "a number": Answer(body="8"),
    "null": Answer(body="null"),
    "a list": Answer(body="[8]"),
    "another name": Answer(body='{"count": 8}'),
    "a text": Answer("8"),
    "a hostile text": Answer("<img src=x onerror=alert(1)>"),
    "negative": Answer(-8),
    "a fraction": Answer(8.5),
    "too many": Answer(2**53),
    "endless": Answer(body='{"signed": 1e999}'),
    "no number": Answer(body='{"signed": NaN}'),
    "true": Answer(True),
    "another object": Answer({"signed": 8}),
}


class TestPatience:
    """It asks seldom, ever more seldom while nothing changes, and never while nobody looks."""

    @pytest.mark.parametrize(("luck", "seconds"), [(0, 24), (0.5, 30), (0.999999, 36)])
    def test_the_first_question(self, reading: Callable, site: Site, luck: float, seconds: int) -> None:
        reader = reading(live(7), luck=luck)
        reader.elapse((seconds - 1) * SECOND)
        assert site.asked == []
        reader.ask(after=1)
        assert len(site.asked) == 1

    def test_not_all_readers_at_once(self, reading: Callable, site: Site) -> None:
        made = reading(*[live(n) for n in range(20)], luck=0.5)
        assert made.waits == [30] * 20
        site.pages["/luck"] = (site.pages["/"][0], {})
        made.seen.seat.add_script("Math.random = () => crypto.getRandomValues(new Uint32Array(1))[0] / 2**32")
        made.page.goto(site.origin + "/luck")
        assert all(24 <= wait < 36 for wait in made.waits)
        assert max(made.waits) - min(made.waits) > 1

    def test_ever_more_seldom_while_nothing_changes(self, reading: Callable, site: Site) -> None:
        site.answer = Answer(7)
        reader = reading(live(7))
        waits = [reader.ask() for _ in range(12)]
        rising = waits[: waits.index(600)]
        assert rising == sorted(set(rising))
        assert rising[0] in (30, 45)
        assert all(1.4 <= b / a <= 2 for a, b in pairwise(rising))
        assert set(waits[len(rising) :]) == {600}
        assert len(site.asked) == 12
        assert reader.announced == []

    def test_soon_again_after_a_change(self, reading: Callable, site: Site) -> None:
        site.answer = Answer(7)
        reader = reading(live(7))
        assert [reader.ask() for _ in range(4)][-1] > 60
        site.answer = Answer(8)
        assert reader.ask() == 30
        assert reader.text == petition_progress(8, locale="en").text
        site.answer = Answer(6)
        assert reader.ask() == 30
        assert reader.text == petition_progress(6, locale="en").text

    def test_what_is_no_count_changes_nothing(self, reading: Callable, site: Site) -> None:
        reader = reading(live(7, goal=10))
        before = reader.page.evaluate(SEEN)
        for name, answer in BAD.items():
            site.answer = answer
            reader.ask()
            assert reader.page.evaluate(SEEN) == before, name
        assert len(site.asked) == len(BAD)
        assert reader.waits[:8] == [30, 60, 120, 240, 480, 600, 600, 600]
        site.answer = Answer(8)
        assert reader.ask() == 30
        assert reader.text == petition_progress(8, locale="en").text
        assert reader.announced == [reader.text]
        assert reader.seen.errors == reader.seen.dialogs == reader.seen.strangers == []

    def test_a_server_that_is_away(self, reading: Callable, running: Site, site: Site) -> None:
        reader = reading(live(7))
        reader.page.context.set_offline(True)
        assert [reader.ask() for _ in range(3)] == [60, 120, 240]
        reader.page.context.set_offline(False)
        site.answer = Answer(8)
        assert reader.ask() == 30
        assert reader.text == petition_progress(8, locale="en").text
        assert reader.seen.errors == []

    def test_a_redirect_on_the_own_site_is_followed(self, reading: Callable, site: Site) -> None:
        reader = reading(petition_progress(7, count_url="/moved"))
        site.pages["/moved"] = ('{"signed": 9}', {"Content-Type": "application/json"})
        site.answer = Answer(status=302, headers={"Location": "/moved", "Cache-Control": "no-store"})
        reader.ask()
        assert reader.text == petition_progress(9, locale="en").text
        moved = reading(live(7))
        assert moved.ask() == 30
        assert moved.text == petition_progress(9, locale="en").text

    def test_no_redirect_leads_to_a_stranger(self, reading: Callable, site: Site) -> None:
        reader = reading(live(7))
        site.answer = Answer(status=302, headers={"Location": "http://stranger.example/count"})
        assert reader.ask() == 60
        assert reader.seen.outside.asked == []
        assert reader.text == petition_progress(7, locale="en").text
        assert reader.seen.errors == []

    def test_never_while_nobody_looks(self, reading: Callable, site: Site) -> None:
        site.answer = Answer(8)
        reader = reading(live(7))
        reader.hide(True)
        reader.elapse(60 * MINUTE)
        assert site.asked == []
        reader._before = len(reader.waits)
        reader.hide(False)
        assert reader.waits[-1] <= 0
        reader.elapse(1)
        reader.settled(2)
        assert len(site.asked) == 1
        assert reader.text == petition_progress(8, locale="en").text

    def test_whoever_looks_away_for_a_moment_waits_as_long_as_before(
        self, reading: Callable, site: Site
    ) -> None:
        reader = reading(live(7))
        reader.elapse(10 * SECOND)
        for _ in range(5):
            reader.hide(True)
            reader.elapse(SECOND)
            reader.hide(False)
            reader.elapse(SECOND)
        assert site.asked == []
        reader.elapse(9 * SECOND)
        assert site.asked == []
        reader.ask(after=1)
        assert len(site.asked) == 1

    def test_opened_in_the_background(self, reading: Callable, site: Site, host: Callable) -> None:
        reader = reading(live(7))
        reader.seen.seat.add_script(
            "Object.defineProperty(document, 'hidden', {configurable: true, value: true})"
        )
        reader.page.reload()
        reader.elapse(60 * MINUTE)
        assert site.asked == []
        assert reader.waits == []

    def test_one_question_at_a_time(self, reading: Callable, site: Site) -> None:
        """However slow the answer, and whatever the reader and the page do meanwhile."""
        site.answer = Answer(8, slow=True)
        reader = reading(live(7))
        reader.elapse(30 * SECOND)
        for _ in range(4):
            reader.hide(True)
            reader.elapse(SECOND)
            reader.hide(False)
            reader.page.evaluate(MOVED)
            reader.elapse(SECOND)
        reader.page.wait_for_timeout(100)
        assert len(site.asked) == 1
        reader._before = len(reader.waits)
        site.go_on.set()
        reader.settled(1)
        assert reader.waits[-1] == 30
        assert reader.text == petition_progress(8, locale="en").text
        reader.ask()
        assert len(site.asked) == 2
        assert site.busiest == 1

    def test_a_server_that_never_answers_is_given_up(self, reading: Callable, site: Site) -> None:
        site.answer = Answer(8, slow=True)
        reader = reading(live(7))
        reader.elapse(30 * SECOND)
        reader._before = len(reader.waits)
        reader.elapse(9 * SECOND)
        reader.page.wait_for_timeout(50)
        assert reader.waits == [30]
        reader.elapse(SECOND)
        reader.settled(1)
        assert reader.waits == [30, 60]
        assert reader.text == petition_progress(7, locale="en").text
        assert reader.seen.errors == []

    def test_a_removed_element_stops(self, reading: Callable, site: Site) -> None:
        reader = reading(live(7), live(8))
        reader.page.evaluate("() => document.querySelectorAll('sw-progress').forEach((one) => one.remove())")
        for hidden in (True, False):
            reader.elapse(60 * MINUTE)
            reader.hide(hidden)
        reader.elapse(60 * MINUTE)
        assert site.asked == []

    def test_an_element_removed_while_it_asks_stops(self, reading: Callable, site: Site) -> None:
        site.answer = Answer(8, slow=True)
        reader = reading(live(7))
        reader.elapse(30 * SECOND)
        reader.page.evaluate("() => document.querySelector('sw-progress').remove()")
        site.go_on.set()
        reader.page.wait_for_timeout(100)
        reader.elapse(60 * MINUTE)
        assert len(site.asked) == 1
        assert reader.seen.errors == []

    def test_a_moved_element_goes_on(self, reading: Callable, site: Site) -> None:
        site.answer = Answer(8)
        reader = reading(live(7))
        reader.elapse(20 * SECOND)
        reader.page.evaluate(MOVED)
        assert reader.waits[-1] == 10
        reader.ask()
        assert len(site.asked) == 1
        assert reader.text == petition_progress(8, locale="en").text

    def test_two_elements_ask_each_for_their_own(self, reading: Callable, site: Site) -> None:
        reader = reading(
            live(7), petition_progress(70, count_url="/other", locale="be"), petition_progress(700)
        )
        site.pages["/other"] = ('{"signed": 71}', {"Content-Type": "application/json"})
        site.answer = Answer(8)
        reader.ask(2)
        texts = reader.page.locator(".sw-progress__signed").all_text_contents()
        assert texts == [
            petition_progress(8, locale="en").text,
            petition_progress(71, locale="be").text,
            petition_progress(700, locale="en").text,
        ]
        assert len(site.asked) == 1


class TestManners:
    """What a question tells about the reader, and what an answer is announced as."""

    def test_nothing_is_asked_unless_the_page_says_where(self, reading: Callable, site: Site) -> None:
        reader = reading(petition_progress(7, goal=10), *(f"<p>{n}</p>" for n in range(2)))
        reader.elapse(60 * MINUTE)
        assert reader.waits == []
        assert {url.removeprefix(site.origin).partition("?")[0] for url in reader.seen.requests} <= {
            "/",
            "/favicon.ico",
            f"/static/{FOLDER}/{STYLESHEET}",
            f"/static/{FOLDER}/{SCRIPT}",
        }
        assert reader.seen.complaints == []

    def test_a_policy_that_forbids_it(self, reading: Callable, site: Site) -> None:
        """The strict policy knows no connect-src: the page stays as it is, and hardly anything is tried."""
        other = countdown("2027-08-04", zone="Europe/Minsk", units="days hours minutes seconds", now=NOW)
        reader = reading(live(7, goal=10), other, policy=POLICY)
        before = reader.page.evaluate(SEEN)
        for wait in (30, 60, 120, 240, 480):
            reader.elapse(wait * SECOND)
            reader.page.wait_for_function("(s) => waits.includes(s)", arg=min(2 * wait, 600) * SECOND)
        assert site.asked == []
        assert reader.page.evaluate(SEEN) == before
        assert reader.seen.errors == reader.seen.strangers == []
        expected_text = reader.page.locator("sw-countdown time").text_content()
        reader.elapse(SECOND)
        assert reader.page.locator("sw-countdown time").text_content() != expected_text

    def test_no_cookies_either_way(self, reading: Callable, site: Site) -> None:
        reader = reading(live(7), headers={"Set-Cookie": "who=me; Path=/"})
        site.answer = Answer(8, headers={"Set-Cookie": "count=1; Path=/", "Cache-Control": "no-store"})
        reader.ask()
        reader.ask()
        assert [headers["Cookie"] for headers in site.asked] == [None, None]
        assert [cookie["name"] for cookie in reader.page.context.cookies()] == ["who"]

    def test_the_browsers_own_cache_is_used(self, reading: Callable, site: Site) -> None:
        """What is fresh is not asked for, and of what is stale only whether it has changed."""
        version = {"ETag": '"7-1"'}
        site.answer = Answer(8, headers={**version, "Cache-Control": "max-age=3600"})
        reader = reading(live(7))
        reader.ask()
        assert (reader.text, site.told) == (petition_progress(8, locale="en").text, [200])
        reader.ask()
        assert site.told == [200]
        # The cache has a clock of its own: empty it, and let the next answer be stale at once.
        reader.seen.seat.devtools.send("Network.clearBrowserCache")
        stale = {"Cache-Control": "max-age=0"}
        site.answer = Answer(8, headers={**version, **stale})
        reader.ask()
        wait = reader.ask()
        assert site.told == [200, 200, 304]
        assert site.asked[2]["If-None-Match"] == '"7-1"'
        assert wait > 30
        assert reader.text == petition_progress(8, locale="en").text
        site.answer = Answer(9, headers={**stale, "ETag": '"7-2"'})
        assert reader.ask() == 30
        assert (reader.text, site.told) == (petition_progress(9, locale="en").text, [200, 200, 304, 200])

    def test_announced_at_most_once_a_minute(self, reading: Callable, site: Site) -> None:
        reader = reading(live(0, goal=1000))
        for n in range(1, 21):
            site.answer = Answer(n)
            assert reader.ask() == 30
            assert reader.text == petition_progress(n, locale="en").text
        times = [ms for ms, _ in reader.page.evaluate("() => announced")]
        assert len(times) == 10
        assert all(b - a >= MINUTE for a, b in pairwise(times))
        assert reader.announced == [petition_progress(n, locale="en").text for n in range(1, 21, 2)]

    def test_the_unchanged_is_never_announced(self, reading: Callable, site: Site) -> None:
        """Nor what the page itself has said; a change that came too soon is told later."""
        site.answer = Answer(7)
        reader = reading(live(7))
        for _ in range(3):
            reader.ask()
        assert reader.announced == []
        for n in (8, 9):
            site.answer = Answer(n)
            reader.ask()
        assert reader.announced == [petition_progress(8, locale="en").text]
        for _ in range(6):
            reader.ask()
        assert reader.announced == [petition_progress(n, locale="en").text for n in (8, 9)]

    def test_a_broken_element_does_not_stop_the_others(self, reading: Callable, site: Site) -> None:
        made = str(live(7, goal=10))
        site.answer = Answer(8)
        broken = [
            '<sw-progress data-sw-progress="{">x</sw-progress>',
            "<sw-progress>x</sw-progress>",
            made.replace("progress__", "nothing__"),
        ]
        reader = reading(*broken, made)
        reader.ask(2)
        assert (
            reader.page.locator(".sw-progress__signed").text_content()
            == petition_progress(8, locale="en").text
        )
        assert reader.seen.errors == []
