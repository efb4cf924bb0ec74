"""A page as the host's layout receives it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from markupsafe import Markup

from solidarity_widgets.i18n import Locale

PageKind = Literal[
    "petition", "check_email", "thanks", "confirm", "correct", "withdraw", "erase", "unsubscribe", "embed",
    "error",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """A link to a page in another language.

    Attributes:
        locale: The language.
        name: What the language calls itself.
        url: The page's URL.
        current: Whether the page is in this language.
    """

    locale: Locale
    name: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Page:
    """A page: everything that a layout needs.

    Attributes:
        kind: Which page it is.
        title: The text for ``<title>``, plain: escape it.
        body: The content.
        head: Elements for the head: stylesheets, the script, links to other forms of the page.
        locale: The language; use ``locale.tag`` for ``lang`` and ``locale.direction`` for ``dir``.
        status: The status code of the response.
        languages: Links to the page in other languages; empty for errors, for pages in frames and for those
            whose address contains a token.
        nonce: The CSP nonce of the response, or an empty string.
        assets_base: The prefix under which the static files are published.
    """

    kind: PageKind
    title: str
    body: Markup = field(repr=False)
    head: Markup = field(repr=False)
    locale: Locale
    status: int = 200
    languages: tuple[LanguageLink, ...] = field(default=(), repr=False)
    nonce: str = field(default="", repr=False)
    assets_base: str = "/static"


#: Makes a complete HTML document of a page.
Layout: TypeAlias = Callable[[Page], str]
