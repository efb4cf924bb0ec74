"""What the site's navigation lists: one table for the sidebar, the start page and llms.txt."""

from __future__ import annotations

from collections.abc import Mapping

#: Caption -> the names of pages, without ``.md``, in the site's source.
NAVIGATION: Mapping[str, tuple[str, ...]] = {
    "Tutorials": (
        "tutorials/developer",
        "tutorials/template-author",
        "tutorials/translator",
        "tutorials/organiser",
    ),
    "How-to guides": ("how-to/*",),
    "Reference": ("reference/*", "glossary"),
    "Python API": ("api/*",),
    "Explanation": ("explanation/*",),
    "Project": ("overview", "project/*"),
}


def toctrees() -> str:
    """Return the navigation as MyST directives."""
    return "\n".join(
        f"\n:::{{toctree}}\n:hidden:\n:glob:\n:caption: {caption}\n\n" + "\n".join(pages) + "\n:::"
        for caption, pages in NAVIGATION.items()
    )


def select(pattern: str, pages: list[str]) -> list[str]:
    """Return the pages that an entry of the navigation names.

    Args:
        pattern: The name of a page, or a folder and ``/*``.
        pages: All pages.

    Returns:
        Those that it names, sorted.
    """
    folder = pattern.removesuffix("*")
    return [
        page
        for page in pages
        if page == pattern or (pattern != folder and page.rpartition("/")[0] + "/" == folder)
    ]
