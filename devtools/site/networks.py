"""A page for each network, from the library's registry."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import solidarity_widgets as sw
from solidarity_widgets.sharing.provider import CONTENT_FIELDS, MAX_APP_LINK, MAX_WEB_LINK

URL = "https://example.org/lake"
TITLE = "Save the lake"
#: Values for options and fields without which a network has no link.
EXAMPLES: Mapping[str, str] = {
    "app_id": "1234567890",
    "image": "https://example.org/lake.jpg",
    "instance": "lemmy.example",
}
STATUS: Mapping[str, str] = {
    "active": "",
    "restricted": "Only some people may post.",
    "retired": "The network has shut down.",
    "unknown": "No notice of closure is known. This does not prove that the link still works.",
}


def pages() -> Iterator[tuple[str, str, str]]:
    """Yield the path, the source and the plain text of each page."""
    for provider in sw.builtin_registry():
        body = "\n".join(_body(provider)) + "\n"
        path = f"networks/{provider.id}.md"
        yield (
            path,
            body.replace("<!-- button -->", _button(provider)),
            body.replace("<!-- button -->\n\n", ""),
        )


def link_table(text: str) -> str:
    """Link the table of networks to their pages.

    Args:
        text: The page ``reference/networks.md``.

    Returns:
        The page, with links, and with the pages of the networks below it in the navigation.
    """
    before, table, after = re.split(r"<!-- /?networks -->", text)
    table = re.sub(r"^\| `(\w+)` \|", r"| [`\1`](../networks/\1.md) |", table, flags=re.MULTILINE)
    return f"{before}{table}{after}\n:::{{toctree}}\n:hidden:\n:glob:\n\n../networks/*\n:::\n"


def _body(provider: type[sw.Provider]) -> Iterator[str]:
    status = provider.status
    yield f"# {_escape(provider.name)}\n"
    yield "<!-- button -->\n"
    sentences = (f"**{status.value.capitalize()}.**", STATUS[status.value], _escape(status.reason))
    yield f"{' '.join(filter(None, sentences))}\n"
    rows = [
        ("Id", f"`{provider.id}`"),
        ("Other ids", ", ".join(f"`{alias}`" for alias in provider.aliases)),
        ("Retired since" if status.value == "retired" else "Since", status.since),
        ("Successor", _link(provider.successor) if provider.successor else ""),
        ("Use instead", ", ".join(map(_link, provider.alternatives))),
        (
            "Blocked in",
            "; ".join(
                f"{each.country} (since {each.since})" if each.since else each.country
                for each in provider.blocked_in
            ),
        ),
        ("Evidence", _evidence(provider.docs)),
    ]
    yield from _table(("what", "value"), [row for row in rows if row[1]])
    yield from _example(provider)
    if provider.params and provider.endpoint:
        yield "## Parameters\n"
        yield f"The link begins with `{provider.endpoint}`.\n"
        yield from _table(
            ("field", "query parameter", "note"),
            [
                *(
                    (f"`{name}`", f"`{parameter}`", _note(provider, name))
                    for name, parameter in provider.params.items()
                ),
                *((f"`{name}`", "", _note(provider, name)) for name in provider.options),
                *(("always sent", f"`{name}={value}`", "") for name, value in provider.fixed.items()),
            ],
        )
    if provider.endpoint:
        yield "## Limits\n"
        longest = provider.max_link_length or (MAX_WEB_LINK if provider.is_web_link() else MAX_APP_LINK)
        rows = [(f"`{name}`", f"{limit:,}") for name, limit in provider.limits.items()]
        yield from _table(("what", "at most"), [*rows, ("the whole link, encoded", f"{longest:,}")])
        yield "See [how long a link may be](../reference/networks.md#how-long-a-link-may-be).\n"
    if provider.native_names:
        yield "## Name in other languages\n"
        yield from _table(
            ("language", "name"), [(f"`{tag}`", name) for tag, name in provider.native_names.items()]
        )
    yield "No endpoint was tested against the live services. [All networks](../reference/networks.md)\n"


def _evidence(docs: str) -> str:
    if docs.startswith("http"):
        return f"<{docs}>"
    return f"`{docs}`" if docs else "none recorded"


def _example(provider: type[sw.Provider]) -> Iterator[str]:
    if provider.endpoint is None:
        return
    options = {name: EXAMPLES[name] for name in provider.required}
    arguments = "".join(f", {name}={value!r}" for name, value in options.items())
    yield "## Example\n"
    yield "```python"
    yield f">>> sw.share_url({URL!r}, {provider.id!r}, title={TITLE!r}{arguments})".replace("'", '"')
    yield repr(sw.share_url(URL, provider.id, title=TITLE, **options))  # type: ignore[arg-type]
    yield "```\n"


def _button(provider: type[sw.Provider]) -> str:
    if provider.endpoint is None and provider.action is None:
        return ""
    options = {
        "url": URL,
        "title": TITLE,
        "retired": "inert",
        **{name: EXAMPLES[name] for name in provider.required},
    }
    lines = [f":{name}: {value}" for name, value in options.items()]
    return "\n".join([f":::{{share-button}} {provider.id}", *lines, ":::"])


def _note(provider: type[sw.Provider], name: str) -> str:
    notes = ["required"] if name in provider.required else []
    if name not in CONTENT_FIELDS:
        notes.append("an option of this network")
    return ", ".join(notes)


def _link(provider: str) -> str:
    return f"[`{provider}`]({provider}.md)"


def _escape(text: str) -> str:
    return text.replace("*", r"\*").replace("_", r"\_")


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"
    yield ""
