"""Browser contexts that are used again: a new one with its page costs more than most tests do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page

from .outside import Outside

#: Runs before a page's own scripts, and notes what its content policy refused.
_LISTEN = """
    window.refused = [];
    addEventListener("securitypolicyviolation", (event) =>
        refused.push(`${event.violatedDirective}: ${event.blockedURI}`));
"""


class Kind(NamedTuple):
    """What a context cannot change once it is made, or not change back: a clock stays installed."""

    scripting: bool
    clock: str


class Clock(NamedTuple):
    """How a page's clock goes."""

    kind: str
    time: datetime | None = None

    def set(self, context: BrowserContext) -> None:
        if self.time is None:
            return
        if self.kind == "fixed":
            context.clock.set_fixed_time(self.time)
        else:
            context.clock.install(time=self.time - timedelta(hours=1))  # it runs until it is stopped
            context.clock.pause_at(self.time)


#: The machine's clock.
REAL = Clock("real")


def fixed(time: datetime) -> Clock:
    """It always says the same, until the test sets another time; timers run as usual."""
    return Clock("fixed", time)


def paused(time: datetime) -> Clock:
    """Time and timers stand still until the test moves them."""
    return Clock("paused", time)


@dataclass(eq=False)
class Seat:
    """A context, its page, and the only way from it to the outside."""

    context: BrowserContext
    page: Page
    outside: Outside
    devtools: CDPSession
    used: int = 0
    scripts: ExitStack = field(default_factory=ExitStack)

    def add_script(self, source: str) -> None:
        """Run a script in every page before the page's own, until this reader leaves."""
        self.scripts.enter_context(self.page.add_init_script(source))

    def clean(self, home: str) -> None:
        """Leave nothing of one reader to the next."""
        self.scripts.close()
        for page in self.context.pages:
            if page != self.page:
                page.close()
        self.context.unroute_all()
        self.context.set_offline(False)
        self.page.mouse.move(0, 0)
        # A page of the same site, for otherwise the browser would start another process.
        self.page.goto(home)
        self.context.clear_cookies()
        self.context.clear_permissions()
        self.devtools.send("Network.clearBrowserCache")
        self.devtools.send("Storage.clearDataForOrigin", {"origin": "*", "storageTypes": "all"})
        self.outside.asked.clear()


class Contexts:
    """Contexts of each kind that nobody uses at the moment.

    Args:
        browser: Where they are made.
        home: A page that asks for nothing, shown between two readers.
    """

    #: Readers after whom a context is closed: what its clock did is repeated in each new page.
    MOST = 20

    def __init__(self, browser: Browser, home: str) -> None:
        self._browser = browser
        self._home = home
        self._free: dict[Kind, list[tuple[Seat, ExitStack]]] = defaultdict(list)

    @contextmanager
    def seat(self, scripting: bool = True, clock: Clock = REAL, *, fresh: bool = False) -> Iterator[Seat]:
        """A clean context; a fresh one is used once."""
        kind = Kind(scripting, clock.kind)
        seat, closed = self._new(kind) if fresh or not self._free[kind] else self._free[kind].pop()
        with closed.pop_all() as closing_it:
            clock.set(seat.context)
            yield seat
            seat.used += 1
            if not fresh and seat.used < self.MOST:
                seat.clean(self._home)
                self._free[kind].append((seat, closing_it.pop_all()))

    def close(self) -> None:
        for found in self._free.values():
            for _, closed in found:
                closed.close()
        self._free.clear()

    def _new(self, kind: Kind) -> tuple[Seat, ExitStack]:
        with ExitStack() as stack:
            outside = stack.enter_context(closing(Outside()))
            context = self._browser.new_context(
                java_script_enabled=kind.scripting,
                proxy={"server": outside.address, "bypass": "127.0.0.1"},
            )
            stack.callback(context.close)
            context.set_default_timeout(10_000)
            context.add_init_script(_LISTEN)
            page = context.new_page()
            return Seat(context, page, outside, context.new_cdp_session(page)), stack.pop_all()
