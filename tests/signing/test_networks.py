"""A rate is counted under a network: never an exception, never finer than a household, never all of IPv4."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solidarity_widgets.signing.intake.networks import network_of


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("192.0.2.7", "192.0.2.7"),
        (" 192.0.2.7\n", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:0DB8:0001:0002::", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("fe80::1%" + "x" * 100, "fe80::/64"),
        ("::1", "::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("::FFFF:c000:0207", "192.0.2.7"),
        ("2002:c000:207:99::1", "192.0.2.7"),
        ("2001:0:4136:e378:8000:63bf:3fff:fdf8", "192.0.2.7"),
        ("64:ff9b::192.0.2.7", "192.0.2.7"),
        ("64:ff9b:1::c000:207", "64:ff9b:1::/64"),
        (IPv4Address("192.0.2.7"), "192.0.2.7"),
        (IPv6Address("2001:db8::7"), "2001:db8::/64"),
        (IPv6Address("fe80::1%eth0"), "fe80::/64"),
    ],
)
def test_network(address: object, expected: str) -> None:
    assert network_of(address) == expected


@pytest.mark.parametrize(
    "address",
    [
        *(
            "",
            "unix:",
            "localhost",
            "example.org",
            "192.0.2",
            "192.0.2.256",
            "192.0.2.7:80",
            "[::1]:80",
            "192.0.02.7",
        ),
        *(
            "192.0.2.7, 198.51.100.9",
            "192.0.2.0/24",
            "::1::",
            "1" * 10_000_000,
            "%",
            "\x00",
            "\ud800",
            "１９２.0.2.7",
        ),
        *(None, 7, 2**100, True, b"\xc0\x00\x02\x07", b"192.0.2.7", ["192.0.2.7"], ("192.0.2.7", 80)),
    ],
)
def test_what_is_no_address_has_no_network(address: object) -> None:
    assert network_of(address) == ""


@given(st.ip_addresses(v=4))
def test_every_ipv4_address_is_its_own_network_however_it_is_written(address: IPv4Address) -> None:
    assert network_of(str(address)) == network_of(address) == network_of(f"::ffff:{address}") == str(address)
    assert network_of(f"64:ff9b::{address}") == str(address)


@given(st.integers(0, 2**64 - 1), st.integers(0, 2**64 - 1), st.integers(0, 2**64 - 1))
def test_a_household_is_one_network(prefix: int, here: int, there: int) -> None:
    one, other = (network_of(IPv6Address(prefix << 64 | rest)) for rest in (here, there))
    if one.endswith("/64") and other.endswith("/64"):
        assert one == other
        assert IPv6Address(prefix << 64) in IPv6Network(one)
    else:
        assert ip_network(one)


@given(st.text())
def test_never_an_exception(text: str) -> None:
    assert isinstance(network_of(text), str)
