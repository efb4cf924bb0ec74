"""The message of solidarity: plain text, or a little HTML (extra ``html``)."""

from __future__ import annotations

from markupsafe import Markup, escape

from solidarity_widgets.exceptions import InvalidFieldError, Withheld
from solidarity_widgets.html import clean_inline_html
from solidarity_widgets.text import safe_text


def clean_message(text: object, *, html: bool = False) -> str:
    """Make of a signer's message what is stored.

    Args:
        text: What the signer wrote, already validated; ``None`` is absent.
        html: Whether the petition takes HTML.

    Returns:
        The text as it is or, with *html*, its cleaned HTML (see
        :func:`solidarity_widgets.html.clean_inline_html`). Either way it is text for the store: to show it,
        use :func:`render_message`.

    Raises:
        InvalidFieldError: For ``bytes``, and for characters that could deceive or break, also where they are
            written as character references. The error does not repeat the message.
        MissingExtraError: With *html*, if the extra ``html`` is not installed.

    Example:
        >>> clean_message("2 < 3")
        '2 < 3'
        >>> clean_message("2 < 3 <script>x()</script><b onclick='x()'>Салют", html=True)
        '2 &lt; 3 <b>Салют</b>'
    """
    try:
        return str.__str__(clean_inline_html(text, "message")) if html else safe_text(text, "message")
    except InvalidFieldError as error:
        raise InvalidFieldError("message", Withheld(text), error.reason) from None


def render_message(text: str, *, html: bool = False) -> Markup:
    """Make HTML of a stored message.

    HTML is cleaned once more: a store may have been filled by something else, or by an older version of
    this library whose list of elements was longer.

    Args:
        text: What :func:`clean_message` returned.
        html: As it was told there.

    Returns:
        Safe HTML; line breaks stay as they are (``white-space: pre-line`` shows them).

    Raises:
        MissingExtraError: With *html*, if the extra ``html`` is not installed.

    Example:
        >>> print(render_message("2 < 3"), render_message("<b>Салют</b>", html=True))
        2 &lt; 3 <b>Салют</b>
    """
    return clean_inline_html(text, "message") if html else escape(safe_text(text, "message"))
