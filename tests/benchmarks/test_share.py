"""What a bar of share buttons costs above the percent-encoding and escaping that no library can leave out.

Run with ``-m benchmark``. Absolute times are not asserted, for they are the machine's.
"""

from __future__ import annotations

from statistics import median
from typing import Any
from urllib.parse import quote

import pytest
from markupsafe import escape

from solidarity_widgets import share_buttons, share_url

pytestmark = pytest.mark.benchmark

URL = "https://example.org/be/4-zhniunia?day=4&month=8"
TITLE = "4 жніўня: дзень салідарнасці з грамадзянскай супольнасцю Беларусі"
BAR = "vk odnoklassniki telegram livejournal facebook whatsapp viber x reddit linkedin"


def bar(locale: str = "be") -> str:
    """Ten buttons, as a page asks for them."""
    return str(share_buttons(URL, BAR, title=TITLE, locale=locale))


def floor() -> list[str]:
    """Each of the ten networks' values percent-encoded, and each of the links escaped."""
    return [
        str(escape(f"https://example.com/share?url={quote(URL, safe='')}&text={quote(TITLE, safe='')}"))
        for _ in range(10)
    ]


def test_a_bar_of_ten_against_the_floor(ratio: Any) -> None:
    assert bar().count("<a ") == 10
    assert len(floor()) == 10
    assert ratio("ten buttons against encoding and escaping alone", bar, floor, calls=5) <= 4


def test_a_link_against_the_floor(ratio: Any) -> None:
    """One of ten, without markup."""
    call = lambda: [share_url(URL, "vk", title=TITLE) for _ in range(10)]  # noqa: E731
    assert all(link.startswith("https://vk.com/share.php?") for link in call())
    assert ratio("ten links against encoding and escaping alone", call, floor, calls=5) <= 4


@pytest.mark.parametrize("code", ["be", "ar", "pl"])
def test_a_language_is_read_once(fresh: Any, code: str) -> None:
    prepared = f"""
from solidarity_widgets import share_buttons
def call():
    return str(share_buttons({URL!r}, {BAR!r}, title={TITLE!r}, locale={code!r}))
"""
    first, *later = fresh(prepared, 100)
    print(f"\nfirst bar in {code}: {first / 1000:.0f} µs, later {median(later) / 1000:.1f} µs")
    assert median(later) < first / 20
