"""The table of routes: addresses are built from it and found in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solidarity_widgets.web import ROUTES
from solidarity_widgets.web.routes import BY_NAME, Route, match_route

VALUES = {"petition": "free-ales", "token": "WyJ2aWdpbCJd.aRbK.x-_", "file": "solidarity_widgets.css"}


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_an_address_leads_back_to_its_route(route: Route) -> None:
    parameters = {name: VALUES[name] for name in route.parameters}
    assert match_route(route.build(**parameters)) == (route, parameters)
    assert match_route(route.build(**parameters) + "/") == (route, parameters)


def test_names_and_paths_are_unique() -> None:
    assert len(BY_NAME) == len(ROUTES) == len({route.path for route in ROUTES})


@pytest.mark.parametrize("path", ["", "/", "//", "/a/b", "/UPPER", "/confirm/a/b/c", "/lake/count"])
def test_other_paths_are_no_routes(path: str) -> None:
    assert match_route(path) is None


@given(st.text())
def test_any_text_is_a_path_or_not(path: str) -> None:
    found = match_route(path)
    assert found is None or found[0] in ROUTES


@given(st.text(min_size=1))
def test_what_is_built_is_ascii_and_one_segment(token: str) -> None:
    built = BY_NAME["confirm"].build(token=token)
    assert built.isascii()
    assert built.count("/") == 2
