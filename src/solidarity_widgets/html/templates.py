"""HTML that is prepared once and filled many times."""

from __future__ import annotations

from markupsafe import Markup, escape

from solidarity_widgets.html.elements import SLOT


class MarkupTemplate:
    """HTML with slots: prepared once, filled many times.

    Args:
        markup: HTML in which some attribute values or children are :data:`SLOT`.

    Example:
        >>> from solidarity_widgets.html import element
        >>> link = MarkupTemplate(element("a", {"href": SLOT}, "Telegram"))
        >>> print(link.fill("https://t.me/share/url?url=a&text=b"))
        <a href="https://t.me/share/url?url=a&amp;text=b">Telegram</a>
    """

    __slots__ = ("_pieces",)

    def __init__(self, markup: Markup) -> None:
        self._pieces = str.__str__(markup).split(SLOT)

    def fill(self, *values: str) -> Markup:
        """Return the HTML with values in its slots.

        Args:
            *values: Plain text for each slot, in order. It is escaped.

        Returns:
            The complete HTML.

        Raises:
            ValueError: If the number of values is not the number of slots.
        """
        if len(values) != len(self._pieces) - 1:
            raise ValueError(f"the template has {len(self._pieces) - 1} slots, but got {len(values)} values")
        filled = [self._pieces[0]]
        for value, piece in zip(values, self._pieces[1:], strict=True):
            filled.append(str.__str__(escape(str.__str__(value))))
            filled.append(piece)
        return Markup("".join(filled))  # noqa: S704 - the pieces are Markup, the values escaped
