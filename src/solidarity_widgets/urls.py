"""Absolute http(s) URLs, percent-encoding, campaign tags; knows no network."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from ipaddress import IPv6Address
from typing import TypeAlias
from urllib.parse import quote as _quote
from urllib.parse import unquote_plus, urlsplit

from solidarity_widgets.caching import bounded_cache
from solidarity_widgets.exceptions import InvalidFieldError, InvalidURLError
from solidarity_widgets.text import LazyText, SupportsHtml, TextLike, safe_str, safe_text

#: A URL argument.
UrlLike: TypeAlias = str | SupportsHtml | LazyText
#: Query keys and values to add to a URL.
CampaignLike: TypeAlias = Mapping[str, TextLike | int] | None

#: The longest URL that is shared, in characters: what every browser, proxy and network of today accepts.
MAX_URL_LENGTH = 2048

_BIDI_MARKS = "\u061c\u200e\u200f"
_FORBIDDEN = re.compile(rf"[\s\\\x00-\x20\x7f-\xa0\u200b\u2028\u2029\ufeff{_BIDI_MARKS}]")
# WHATWG URL Standard, "forbidden domain code points", as far as urlsplit leaves them in the host.
_BAD_HOST = re.compile(r"[\x00-\x20#%/:<>?@\[\\\]^|\"`{}]")
_NOT_A_PATH = re.compile(r"//|[^/?#]*:")  # another host, or a scheme
_PORT = re.compile(r"[0-9]{1,5}\Z")
_HOST_END = re.compile(r"[/?#]")
#: The characters that :func:`ascii_url` keeps: reserved, unreserved, and the percent sign of an escape.
_KEPT = "%:/?#[]@!$&'()*+,;=-._~"


# A bar encodes the same few values once for each of its networks. Long values are not kept.
@bounded_cache(256)
def percent_encode(value: str) -> str:
    """Encode *value* for one place in a URL's query, path or fragment.

    Args:
        value: Text without lone surrogates.

    Returns:
        UTF-8, percent-encoded once; only RFC 3986's unreserved characters stay, so a space is ``%20``,
        a plus ``%2B`` and a slash ``%2F``.

    Example:
        >>> percent_encode("Воля & мір + 100%")
        '%D0%92%D0%BE%D0%BB%D1%8F%20%26%20%D0%BC%D1%96%D1%80%20%2B%20100%25'
    """
    return _quote(value, safe="")


def encode_query(pairs: Iterable[tuple[str, str]]) -> str:
    """Join wire names and values to a query string.

    Args:
        pairs: Wire names, which are trusted and stay as they are, and plain values.

    Returns:
        ``name=value`` joined by ``&``; pairs with an empty value are left out.

    Example:
        >>> encode_query([("st.shareUrl", "https://example.org/"), ("title", "")])
        'st.shareUrl=https%3A%2F%2Fexample.org%2F'
    """
    return "&".join(f"{name}={percent_encode(value)}" for name, value in pairs if value)


def check_url(value: object, field: str = "url") -> str:
    """Return an absolute http(s) URL as it was given, or refuse it.

    The URL is not rewritten: an international host or path stays in its own letters.

    Args:
        value: Text, or an object whose text form is a URL.
        field: The argument's name, for the error.

    Returns:
        The URL as an exact ``str``.

    Raises:
        InvalidURLError: If it is empty, relative, of another scheme, carries a user name or password,
            has no valid host or port, holds white space, a backslash or a hidden character, or is longer
            than :data:`MAX_URL_LENGTH` characters.

    Example:
        >>> check_url("https://чистыесвободы.example/пра-нас?a=1#b")
        'https://чистыесвободы.example/пра-нас?a=1#b'
    """
    try:
        url = safe_str(value, field)
    except InvalidFieldError as error:
        raise InvalidURLError(field, value, error.reason) from None
    if not url:
        raise InvalidURLError(field, value, "must be an absolute http(s) URL, not empty")
    if len(url) > MAX_URL_LENGTH:
        raise InvalidURLError(
            field, url, f"must have at most {MAX_URL_LENGTH} characters, not {len(url)} (share a shorter one)"
        )
    if found := _FORBIDDEN.search(url):
        raise InvalidURLError(
            field, url, f"must not contain the character U+{ord(found[0]):04X} (percent-encode or remove it)"
        )
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise InvalidURLError(field, url, f"is not a valid URL ({error})") from None
    if parts.scheme not in ("http", "https") or not url[len(parts.scheme) :].startswith("://"):
        raise InvalidURLError(
            field, url, "must be an absolute http(s) URL, beginning with https:// or http://"
        )
    if "@" in parts.netloc:
        raise InvalidURLError(field, url, "must not carry a user name or password (remove all before the @)")
    check_host(parts.netloc, url, field)
    return url


def ascii_url(url: str) -> str:
    """Write a URL with ASCII characters only, for formats that take nothing else (RFC 3986).

    Args:
        url: A URL that :func:`check_url` returned.

    Returns:
        The same URL: the host in Punycode, everything after it percent-encoded as UTF-8. Escapes that are
        there already stay.

    Example:
        >>> ascii_url("https://чистыесвободы.рф/пра-нас?x=1")
        'https://xn--90abhbo2bbtbi6cvch.xn--p1ai/%D0%BF%D1%80%D0%B0-%D0%BD%D0%B0%D1%81?x=1'
    """
    scheme, _, rest = url.partition("://")
    end = _HOST_END.search(rest)
    netloc, tail = (rest[: end.start()], rest[end.start() :]) if end else (rest, "")
    host, colon, port = netloc, "", ""
    if not netloc.startswith("[") and ":" in netloc:
        host, colon, port = netloc.rpartition(":")
    host = ".".join(map(_ascii_label, re.split(r"[.\u3002\uff0e\uff61]", host)))
    return f"{scheme}://{host}{colon}{port}{_quote(tail, safe=_KEPT)}"


def _ascii_label(label: str) -> str:
    if label.isascii():
        return label
    try:
        return label.encode("idna").decode("ascii")
    except UnicodeError:  # letters newer than IDNA 2003, which Python's codec follows
        return "xn--" + label.lower().encode("punycode").decode("ascii")


def check_form_target(value: object, field: str = "action") -> str:
    """Return where a form or a script of the page may send something, or refuse it.

    Args:
        value: An absolute http(s) URL, or a path on the page's own site such as ``/sign`` or ``sign?a=1``.
        field: The argument's name, for the error.

    Returns:
        It, as an exact ``str``.

    Raises:
        InvalidURLError: If it is empty, of another scheme, has a host but no scheme (``//example.org``), or
            holds a character that no URL has.

    Example:
        >>> check_form_target("/petitions/free-ales/sign")
        '/petitions/free-ales/sign'
    """
    try:
        url = safe_str(value, field)
    except InvalidFieldError as error:
        raise InvalidURLError(field, value, error.reason) from None
    if url.lower().startswith(("http://", "https://")):
        return check_url(url, field)
    if not 0 < len(url) <= MAX_URL_LENGTH or _FORBIDDEN.search(url) or _NOT_A_PATH.match(url):
        raise InvalidURLError(
            field, value, "must be an absolute http(s) URL, or a path of the page's own site such as '/sign'"
        )
    return url


def check_host(netloc: str, value: object, field: str) -> None:
    """Refuse what is not a host with an optional port.

    Args:
        netloc: ``host`` or ``host:port``, an IPv6 address in brackets.
        value: The whole value the host was taken from, for the error.
        field: The argument's name, for the error.

    Raises:
        InvalidURLError: If the host is missing or holds characters no host may have (WHATWG URL
            Standard, "forbidden domain code point"), or the port is not a number up to 65535.

    Example:
        >>> check_host("mastodon.example:8443", "mastodon.example:8443", "instance")
    """
    host, colon, port = netloc, "", ""
    if netloc.startswith("["):
        host, bracket, rest = netloc[1:].partition("]")
        colon, port = rest[:1], rest[1:]
        try:
            address = IPv6Address(host if bracket else netloc)
        except ValueError:
            raise InvalidURLError(field, value, "has an invalid IPv6 address as host") from None
        if address.scope_id is not None:
            raise InvalidURLError(field, value, "has an IPv6 zone, which means nothing to other machines")
    elif ":" in netloc:
        host, colon, port = netloc.rpartition(":")
    labels = host.removesuffix(".").split(".")
    if not host or (not netloc.startswith("[") and (_BAD_HOST.search(host) or not all(labels))):
        raise InvalidURLError(field, value, "has no valid host (write it as https://example.org/…)")
    if any(len(label) > 63 for label in labels):
        raise InvalidURLError(field, value, "has a host label of more than 63 characters (RFC 1035)")
    if colon not in ("", ":") or (colon and port and not (_PORT.match(port) and int(port) <= 65535)):
        raise InvalidURLError(field, value, "has an invalid port (a number up to 65535)")


def with_campaign(url: str, campaign: CampaignLike) -> str:
    """Merge campaign tags into *url*, keeping its own query and fragment.

    Args:
        url: A URL that :func:`check_url` returned.
        campaign: Query keys and values, e.g. ``{"utm_source": "bar"}``. ``None`` and empty values are
            absent; a key the URL already has keeps the URL's value.

    Returns:
        The URL with the tags at the end of its query.

    Raises:
        InvalidFieldError: If a key is empty or a value cannot be used, or *campaign* is not a mapping.
        InvalidURLError: If the result is too long.

    Example:
        >>> with_campaign("https://example.org/?a=1#top", {"utm_source": "be", "a": "2"})
        'https://example.org/?a=1&utm_source=be#top'
    """
    if not campaign:
        return url
    if not isinstance(campaign, Mapping):
        raise InvalidFieldError("campaign", campaign, "must map names to values, as {'utm_source': '…'}")
    base, hash_sign, fragment = url.partition("#")
    address, _, old = base.partition("?")
    taken = {unquote_plus(part.partition("=")[0]) for part in old.split("&")}
    added = []
    for key, value in campaign.items():
        name = safe_text(key, "campaign")
        if not name:
            raise InvalidFieldError("campaign", campaign, "must not have an empty key")
        if name not in taken:
            added.append((percent_encode(name), safe_text(value, f"campaign[{name!r}]")))
    tags = encode_query(added)
    if not tags:
        return url
    joined = "&".join(filter(None, (old.rstrip("&"), tags)))
    return check_url(f"{address}?{joined}{hash_sign}{fragment}")
