"""From an IP address to the network it stands for in a rate. Nothing here keeps an address."""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from solidarity_widgets.exceptions import InvalidFieldError, Withheld

#: The well-known prefix of translators between IPv4 and IPv6 (RFC 6052, 2.1).
_NAT64 = IPv6Network("64:ff9b::/96")
#: A text of an IPv6 address has at most 45 characters.
_MAX_LENGTH = 45
_PORT = re.compile(r":[0-9]{1,5}\Z")


def _embedded_ipv4(address: IPv6Address) -> IPv4Address | None:
    """Return the IPv4 address that an IPv6 address was made from, if it was."""
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFF_FFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)


def network_of(address: object) -> str:
    """Return the network that signatures from an address are counted under.

    - IPv4: the address itself. Many people may share it, so a rate on it may only be one hint of several.
    - IPv6: its /64, the smallest network that a household is given (RFC 6177). Within it, a device can change
      its address at any time (RFC 8981).
    - IPv6 made from IPv4: the IPv4 address. A /64 would put all of IPv4 into one network when mapped
      (``::ffff:0:0/96``) or translated (RFC 6052), and all clients of one server in Teredo (RFC 4380); with
      6to4 (RFC 3056) one IPv4 address has 65,536 of them.

    Args:
        address: A text, an object of :mod:`ipaddress`, or ``None``. A port (``192.0.2.7:51234``,
            ``[2001:db8::1]:443``), brackets, quotation marks and a zone (``%eth0``) are dropped.

    Returns:
        A text to make a keyed hash of, never to store. It is empty if *address* is not an IP address, and
        then no rate applies. A list, such as a whole ``X-Forwarded-For`` header, is not an address: only you
        know which part your own proxy wrote, and anybody can write the others. This is not an error, because
        one more proxy would then keep everybody from signing. The service passes ``unknown_network`` to
        ``observe`` instead.

    Raises:
        InvalidFieldError: If it is neither text nor an address, for example a tuple of host and port.

    Example:
        >>> (network_of("192.0.2.7"), network_of("2001:db8::a:b"), network_of("::ffff:192.0.2.7"),
        ...     network_of("[2001:db8::a:b]:443"), network_of("unix:"))
        ('192.0.2.7', '2001:db8::/64', '192.0.2.7', '2001:db8::/64', '')
    """
    if isinstance(address, str):
        address = _parse(address)
    if address is None:
        return ""
    if isinstance(address, IPv6Address):
        if embedded := _embedded_ipv4(address):
            return str(embedded)
        return str(IPv6Network((int(address), 64), strict=False))
    if isinstance(address, IPv4Address):
        return str(address)
    reason = "must be an IP address in a text, such as '192.0.2.7', or None"
    raise InvalidFieldError("ip_address", Withheld(address), reason)


def networks_of(address: object) -> tuple[str, ...]:
    """Return the networks that a form is counted under: its own and, for IPv6, the /48 around it.

    A customer can be given a /48, which has 65,536 networks of the size /64 (RFC 6177).

    Args:
        address: As for :func:`network_of`.

    Returns:
        One or two texts to make keyed hashes of; none if the address is not known.

    Example:
        >>> networks_of("2001:db8:1:2::a"), networks_of("192.0.2.7"), networks_of(None)
        (('2001:db8:1:2::/64', '2001:db8:1::/48'), ('192.0.2.7',), ())
    """
    network = network_of(address)
    if not network.endswith("/64"):
        return (network,) if network else ()
    return network, str(IPv6Network(network).supernet(new_prefix=48))


def _parse(text: str) -> IPv4Address | IPv6Address | None:
    """Read an address in one of the forms that servers and proxies write."""
    host = text.strip().strip('"')
    if host.startswith("["):
        host, bracket, port = host[1:].partition("]")
        if not bracket or (port and not _PORT.match(port)):
            return None
    elif host.count(":") == 1:  # an IPv6 address has two or more
        host = _PORT.sub("", host)
    host = host.partition("%")[0]
    if len(host) > _MAX_LENGTH:
        return None
    try:
        return ip_address(host)
    except ValueError:
        return None
