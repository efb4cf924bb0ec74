"""The host of a server that the caller chooses, for networks of many servers."""

from __future__ import annotations

import re

from solidarity_widgets.exceptions import InvalidFieldError, InvalidURLError
from solidarity_widgets.urls import check_url

_SCHEME = re.compile(r"https://", re.IGNORECASE)
#: Servers whose software has another share page than Mastodon's. Most names say it; these are large ones that
#: do not.
_LEMMY_HOSTS = frozenset({"sh.itjust.works", "beehaw.org", "programming.dev", "hexbear.net", "feddit.org"})


def instance_host(instance: str) -> str:
    """Return the host of a server, however it was pasted.

    Args:
        instance: A host name or a URL without a path, such as ``https://mastodon.social/``.

    Returns:
        The host, with its port if it has one.

    Raises:
        InvalidFieldError: If there is anything else in it.

    Example:
        >>> instance_host("https://mastodon.social/")
        'mastodon.social'
    """
    host = _SCHEME.sub("", instance.strip(), count=1).removesuffix("/")
    try:
        check_url(f"https://{host}", "instance")
    except InvalidURLError:
        host = ""
    if not host or any(sign in host for sign in "/?#"):
        raise InvalidFieldError(
            "instance", instance, "must be the host name of a server, such as 'mastodon.social'"
        )
    return host


def other_software(host: str) -> str:
    """Return the provider for a host that is known to run something else than Mastodon.

    Args:
        host: The result of :func:`instance_host`.

    Returns:
        ``lemmy``, ``misskey``, or an empty string if the name does not tell.

    Example:
        >>> other_software("lemmy.world"), other_software("mastodon.social")
        ('lemmy', '')
    """
    name = host.lower()
    if "lemmy" in name or name in _LEMMY_HOSTS:
        return "lemmy"
    return "misskey" if "misskey" in name else ""
