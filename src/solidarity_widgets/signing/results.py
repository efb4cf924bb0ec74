"""What the service answers: what happened, as far as a reader may know."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from solidarity_widgets.petitions import Petition
from solidarity_widgets.signing.records import Count

#: What became of a link's button. ``done``: it is as the reader wants it, now or since before. ``expired``:
#: the link is too old, a newer form took its place, or signing has ended. ``invalid``: the link was never
#: made here, or what it was made for is gone.
LinkOutcome = Literal["done", "expired", "invalid"]


@dataclass(frozen=True, slots=True)
class SignResult:
    """What a form led to. It does not tell whether the signer was known, blocked or quarantined.

    Attributes:
        step: What to show: ``sign`` (the form with its errors, or that it is closed), ``confirm`` or
            ``thanks``; the ``step`` of :func:`solidarity_widgets.petition`.
        errors: Field -> code, for the form.
        closed: Whether the petition was not open; the panel says since or until when.
    """

    step: Literal["sign", "confirm", "thanks"]
    errors: Mapping[str, str] = field(default_factory=dict)
    closed: bool = False


@dataclass(frozen=True, slots=True)
class LinkResult:
    """What became of a link's button.

    Attributes:
        outcome: ``done``, ``expired`` or ``invalid``.
        petition: The petition, or ``None`` if the link does not tell.
    """

    outcome: LinkOutcome
    petition: Petition | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, repr=False)
class LinkPreview:
    """What a link's page shows above its button; looking changes nothing.

    Attributes:
        outcome: ``ready`` if pressing the button does something; ``done`` if that was done before;
            ``expired`` or ``invalid``.
        petition: The petition, or ``None`` if the link does not tell.
        name: The name as it was typed; or empty. Show this, the message and the purposes: whoever did not
            write them must see it before pressing the button.
        message: The message; or empty. :func:`~solidarity_widgets.signing.render_message` makes HTML of it.
        purposes: What was agreed to; the words are ``petition.consent(purpose).wording(…)``.
        locale: Code of the language of the form, or empty.
    """

    outcome: Literal["ready"] | LinkOutcome
    petition: Petition | None = None
    name: str = ""
    message: str = ""
    purposes: tuple[str, ...] = ()
    locale: str = ""

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {self.outcome}>"


@dataclass(frozen=True, slots=True)
class CountResponse:
    """An HTTP answer with the count, as the page's script asks for it.

    Attributes:
        status: 200, or 304 if the asker has it already.
        headers: The headers: it may be kept for a while, by anybody.
        body: JSON, or empty.

    Example:
        >>> first = CountResponse.of(Count(7312), max_age=10)
        >>> first.status, first.body
        (200, b'{"signed":7312}')
        >>> CountResponse.of(Count(7312), max_age=10, if_none_match=first.headers["ETag"]).status
        304
    """

    status: int
    headers: Mapping[str, str]
    body: bytes

    @classmethod
    def of(cls, count: Count, *, max_age: int, if_none_match: str | None = None) -> CountResponse:
        """Make one.

        Args:
            count: The count.
            max_age: For how many seconds caches may answer by themselves.
            if_none_match: The request's ``If-None-Match``, or ``None``.

        Returns:
            The answer. Its tag is weak in comparison (RFC 9110, section 13.1.2), and ``*`` matches.
        """
        tag = f'"{count.signed}"'
        headers = {
            "Cache-Control": f"public, max-age={max_age}, stale-while-revalidate={2 * max_age}",
            "ETag": tag,
        }
        known = {word.strip().removeprefix("W/") for word in (if_none_match or "").split(",")}
        if known & {tag, "*"}:
            return cls(304, headers, b"")
        body = json.dumps({"signed": count.signed}, separators=(",", ":")).encode()
        return cls(200, {**headers, "Content-Type": "application/json"}, body)
