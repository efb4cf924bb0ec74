"""Caches are bounded in bytes: what a visitor or a long text can make large is not kept."""

import tracemalloc

import solidarity_widgets as sw
from solidarity_widgets.caching import MAX_CACHED_TEXT, bounded_cache


def test_short_arguments_are_remembered():
    calls = []

    @bounded_cache(2)
    def double(text: str, times: int = 2) -> str:
        """Docstring."""
        calls.append(text)
        return text * times

    assert [double("a"), double("a"), double("b"), double("a", times=3)] == ["aa", "aa", "bb", "aaa"]
    assert calls == ["a", "b", "a"]
    assert double.__doc__ == "Docstring."
    double.cache_clear()
    double("a")
    assert calls == ["a", "b", "a", "a"]


def test_long_arguments_are_not():
    calls = []

    @bounded_cache(8)
    def length(text: str, other: str = "") -> int:
        calls.append(len(text))
        return len(text)

    for _ in range(2):
        assert length("a" * MAX_CACHED_TEXT) == MAX_CACHED_TEXT
        assert length("a" * (MAX_CACHED_TEXT + 1)) == MAX_CACHED_TEXT + 1
        assert length("a", other="b" * 1000) == 1
    assert calls == [512, 513, 1, 513, 1]
    assert length.cache_info().currsize == 1


def test_long_titles_leave_nothing_behind():
    def share(number):
        for provider in ("telegram", "email", "x", "copy_link", "web_share"):
            str(sw.share_button("https://example.org/", provider, title=str(number) + "я" * 20_000))

    share(-1)
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        for number in range(8):
            share(number)
        grown = tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()
    assert grown < 400_000, f"{grown} bytes stay"


def test_long_urls_leave_little_behind():
    def share(number):
        url = f"https://example.org/?q={number}" + "a" * 450
        for provider in ("telegram", "email", "qr", "bluesky"):
            str(sw.share_button(url, provider))

    share(-1)
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        for number in range(20):
            share(number)
        grown = tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()
    assert grown < 1_000_000, f"{grown} bytes stay"
