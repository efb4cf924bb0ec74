import pytest
import solidarity_widgets as sw
from solidarity_widgets.testing import ProviderContract

from commons_share import Commons


class TestCommons(ProviderContract):
    provider = Commons


class TestCommonsOnAServer(ProviderContract):
    provider = Commons
    options = {"server": "minsk.commons.example"}


def test_it_is_found_without_being_imported():
    assert sw.default_registry()["commons"] is Commons


def test_the_link():
    assert sw.share_url("https://example.org/", "commons", title="Воля", server="minsk.commons.example") == (
        "https://minsk.commons.example/post?status=%D0%92%D0%BE%D0%BB%D1%8F%20https%3A%2F%2Fexample.org%2F"
    )


@pytest.mark.parametrize("server", ["minsk.commons.example/evil", "user@host", "a b", "", None])
def test_a_server_is_a_host_alone(server):
    if server:
        with pytest.raises(sw.InvalidFieldError, match="server"):
            sw.share_url("https://example.org/", "commons", server=server)
    else:
        assert sw.share_url("https://example.org/", "commons", server=server).startswith(
            "https://commons.example/"
        )
