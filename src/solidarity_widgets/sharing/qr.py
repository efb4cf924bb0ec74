"""QR codes as inline SVG, drawn without the help of another server (extra ``qr``)."""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby

from markupsafe import Markup

from solidarity_widgets.exceptions import InvalidURLError, MissingExtraError
from solidarity_widgets.html import element

#: The white margin a scanner needs, in modules (ISO/IEC 18004).
_MARGIN = 4
#: The longest URL that is drawn, in bytes of UTF-8. Longer codes are too fine for a phone to read from a
#: screen, and the time to draw one grows with its length: visitors could make a page slow that shares its own
#: URL.
MAX_QR_BYTES = 500
#: Above this length, a fixed mask replaces the search for the best of eight, which takes most of the time.
_MAX_BYTES_FOR_BEST_MASK = 150
_FIXED_MASK = 3


@lru_cache(maxsize=64)
def _draw(url: str) -> tuple[int, str]:
    try:
        import segno
    except ImportError:
        raise MissingExtraError("qr", "qr") from None
    size = len(url.encode())
    if size > MAX_QR_BYTES:
        reason = f"is too long for a QR code (share a shorter one): {size} bytes, and {MAX_QR_BYTES} fit"
        raise InvalidURLError("url", url, reason)
    mask = None if size <= _MAX_BYTES_FOR_BEST_MASK else _FIXED_MASK
    try:
        # By default, segno encodes Russian letters as Shift_JIS, which scanners read as UTF-8.
        matrix = segno.make_qr(url, error="m", encoding="utf-8", mask=mask).matrix
    except segno.DataOverflowError:
        raise InvalidURLError("url", url, "is too long for a QR code (share a shorter one)") from None
    path = []
    for y, row in enumerate(matrix):
        x = 0
        for dark, run in groupby(row):
            width = len(list(run))
            if dark:
                path.append(f"M{x + _MARGIN} {y + _MARGIN}h{width}v1h-{width}z")
            x += width
    return len(matrix) + 2 * _MARGIN, "".join(path)


def check_qr(url: str) -> None:
    """Check that *url* fits into a QR code.

    Args:
        url: A checked URL.

    Raises:
        MissingExtraError: If the extra ``qr`` is not installed.
        InvalidURLError: If the URL has more than :data:`MAX_QR_BYTES` bytes.
    """
    _draw(url)


def qr_svg(url: str, name: str) -> Markup:
    """Draw *url* as a QR code, which is dark on white in every colour scheme because scanners need that.

    Args:
        url: A checked URL.
        name: The text alternative.

    Returns:
        An ``svg`` element.

    Raises:
        MissingExtraError: If the extra ``qr`` is not installed.
        InvalidURLError: If the URL has more than :data:`MAX_QR_BYTES` bytes.

    Example:
        >>> str(qr_svg("https://example.org/", "QR code"))[:42]
        '<svg class="sw-qr" viewBox="0 0 33 33" wid'
    """
    size, path = _draw(url)
    attributes = {
        "class": "sw-qr",
        "viewBox": f"0 0 {size} {size}",
        "width": size * 4,
        "height": size * 4,
        "role": "img",
        "aria-label": name,
    }
    return element(
        "svg",
        attributes,
        element("rect", {"width": size, "height": size, "fill": "#fff"}),
        element("path", {"fill": "#000", "d": path}),
    )
