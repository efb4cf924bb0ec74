"""The headers of pages: what they may load, who may keep them, and what they tell other sites."""

from __future__ import annotations

_NOSNIFF = ("X-Content-Type-Options", "nosniff")
#: For whatever contains a token or what somebody typed.
NO_STORE = ("Cache-Control", "no-store")
#: For pages whose address contains a token: the token is not told to the next site, and not indexed.
PRIVATE_ADDRESS = (("Referrer-Policy", "no-referrer"), ("X-Robots-Tag", "noindex, nofollow"))
#: Browsers send ``Origin`` with forms of such pages, and nothing to other sites.
OWN_REFERRER = ("Referrer-Policy", "same-origin")


def content_security_policy(*, nonce: str = "", asset_origin: str = "", framed: bool = False) -> str:
    """Make a strict content security policy.

    Args:
        nonce: A nonce that scripts and styles may have too.
        asset_origin: The origin of the stylesheet and the script if it is not the page's own.
        framed: Whether any site may show the page in a frame.

    Returns:
        The value of ``Content-Security-Policy``.

    Example:
        >>> content_security_policy().split("; ")[:2]
        ["default-src 'none'", "style-src 'self'"]
    """
    loaded = " ".join(filter(None, ["'self'", asset_origin, f"'nonce-{nonce}'" if nonce else ""]))
    directives = {
        "default-src": "'none'",
        "style-src": loaded,
        "script-src": loaded,
        "img-src": "'self'",
        "connect-src": "'self'",
        "form-action": "'none'" if framed else "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "*" if framed else "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in directives.items())


def page_headers(policy: str, *, private_address: bool, cache: str) -> tuple[tuple[str, str], ...]:
    """Return the headers of an HTML page.

    Args:
        policy: The content security policy.
        private_address: Whether the page's address contains a token.
        cache: The value of ``Cache-Control``.

    Returns:
        Names and values.
    """
    return (
        ("Content-Type", "text/html; charset=utf-8"),
        ("Content-Security-Policy", policy),
        ("Cache-Control", cache),
        ("Vary", "Accept-Language"),
        _NOSNIFF,
        *(PRIVATE_ADDRESS if private_address else (OWN_REFERRER,)),
    )
