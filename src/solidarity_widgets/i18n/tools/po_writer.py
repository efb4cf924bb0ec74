"""Writing templates and catalogs.

Babel's writer is not used, because it puts the time of the run into the header, drops header lines that it
does not know (``X-Review``), and breaks long previous msgids in the middle of a string.
"""

from __future__ import annotations

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import escape, normalize

_WIDTH = 100


def message_key(message: Message) -> tuple[str, str] | str:
    """Return the key of a message in the dictionaries of Babel's catalogs.

    Args:
        message: The message.

    Returns:
        Its msgid and context, or the msgid alone if it has no context.

    Example:
        >>> message_key(Message("Copy link", context="share"))
        ('Copy link', 'share')
    """
    msgid = message.id if isinstance(message.id, str) else message.id[0]
    return (msgid, message.context) if message.context else msgid


def serialize(header: str, catalog: Catalog) -> bytes:
    """Return the content of a template or catalog.

    Args:
        header: The header with its comments, which is not changed.
        catalog: The messages, obsolete ones included.

    Returns:
        The content of the file. The same messages always give the same bytes.

    Example:
        >>> catalog = Catalog()
        >>> message = catalog.add("Copy link", context="share")
        >>> print(serialize('msgid ""', catalog).decode(), end="")
        msgid ""
        <BLANKLINE>
        msgctxt "share"
        msgid "Copy link"
        msgstr ""
    """
    blocks = [header.rstrip("\n")]
    blocks += [_entry(message, catalog.num_plurals) for message in catalog if message.id]
    blocks += [_entry(message, catalog.num_plurals, "#~ ") for message in catalog.obsolete.values()]
    return ("\n\n".join(blocks) + "\n").encode()


def _entry(message: Message, forms: int, prefix: str = "") -> str:
    """Return one message with its comments. Babel gives ``#|`` lines as comments that begin with a bar."""
    strings = [message.string] if isinstance(message.string, str) else list(message.string or [""])
    fuzzy = message.fuzzy and any(strings)
    flags = sorted(message.flags - {"fuzzy"}) if not prefix else []
    lines = [f"# {comment}".rstrip() for comment in message.user_comments if not comment.startswith("|")]
    if not prefix:
        lines += [f"#. {comment}" for comment in message.auto_comments]
        lines += [f"#: {path}" for path in sorted({path for path, _ in message.locations})]
    if fuzzy or flags:
        lines.append("#, " + ", ".join(["fuzzy"] * fuzzy + flags))
    if message.previous_id:
        keywords = zip(("msgid", "msgid_plural"), message.previous_id, strict=False)
        lines += [f"#| {keyword} {escape(text)}" for keyword, text in keywords]
    elif fuzzy:
        lines += [f"#{comment}" for comment in message.user_comments if comment.startswith("|")]
    ids = [message.id] if isinstance(message.id, str) else list(message.id)
    texts = [("msgctxt", message.context or ""), *zip(("msgid", "msgid_plural"), ids, strict=False)]
    if len(ids) == 1:
        texts.append(("msgstr", strings[0]))
    else:
        strings += [""] * forms
        texts += [(f"msgstr[{form}]", strings[form]) for form in range(forms)]
    for keyword, text in texts if message.context else texts[1:]:
        lines += [prefix + line for line in f"{keyword} {normalize(text, width=_WIDTH)}".split("\n")]
    return "\n".join(lines)
