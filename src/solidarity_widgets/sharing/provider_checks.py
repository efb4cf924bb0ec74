"""Checks of a provider's attributes. They run when a class is defined, never when a page is rendered."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from inspect import getattr_static
from typing import TYPE_CHECKING, Literal, NoReturn, get_args

from solidarity_widgets.exceptions import InvalidFieldError, InvalidURLError, ProviderDefinitionError
from solidarity_widgets.html import svg_shapes
from solidarity_widgets.i18n.messages import MessageId, placeholders
from solidarity_widgets.sharing.fields import BUTTON_OPTIONS
from solidarity_widgets.sharing.hashtags import HashtagRule
from solidarity_widgets.text import safe_text
from solidarity_widgets.urls import check_url

if TYPE_CHECKING:
    from solidarity_widgets.sharing.provider import Provider

#: The fields that a provider can take from the content. Any other name in ``params`` is an option.
#: ``message`` is the text followed by the URL; ``hashtag`` is the first of the hashtags.
CONTENT_FIELDS = frozenset({"url", "title", "text", "message", "image", "hashtags", "hashtag", "via", "lang"})

#: Arguments of the public functions. An option with one of these names would never reach its provider.
RESERVED_NAMES = frozenset({"provider", "providers", "campaign", "locale", "registry"}) | BUTTON_OPTIONS

Action = Literal["copy", "share", "print", "qr"]
StatusValue = Literal["active", "restricted", "retired", "unknown"]

_ID = re.compile(r"[a-z][a-z0-9_]*\Z")
_ENDPOINT = re.compile(r"[a-z][a-z0-9+.-]*:[!-~]*\Z")
_COLOUR = re.compile(r"#[0-9A-F]{6}\Z")
_PARAMETER_NAME = re.compile(r"[A-Za-z0-9._~\[\]:-]+\Z")
_CLASS_METHODS = (
    "share_url",
    "fields",
    "build",
    "message",
    "text_length",
    "clean_options",
    "option_names",
    "local_name",
)
_UNSAFE_SCHEMES = ("javascript:", "data:", "vbscript:", "blob:", "file:", "about:")


@dataclass(frozen=True, slots=True)
class Status:
    """Whether a network is active, restricted or retired.

    Attributes:
        value: ``active``; ``restricted`` (only some people may post); ``retired`` (the network has shut
            down); or ``unknown``.
        since: The date, as precisely as it is known (``2019-04-02``, ``2014``), or an empty string.
        reason: The reason, as a sentence.
    """

    value: StatusValue = "active"
    since: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A country that blocks a network.

    Attributes:
        country: ISO 3166 code.
        since: The date, as precisely as it is known, or an empty string.
    """

    country: str
    since: str = ""


def check_definition(cls: type[Provider]) -> None:
    """Reject a provider class that could fail later, when a page is rendered.

    Args:
        cls: A subclass of :class:`Provider` that is meant to be complete.

    Raises:
        ProviderDefinitionError: If an attribute is missing, has the wrong type, or contradicts another.
    """
    _check_names(cls)
    _check_endpoint(cls)
    _check_fields(cls)
    _check_texts(cls)
    _check_status(cls)
    for name in _CLASS_METHODS:
        if not isinstance(getattr_static(cls, name), classmethod):
            _refuse(cls, f"must define {name}() with @classmethod, because providers are never instantiated")


def _refuse(cls: type[Provider], reason: str) -> NoReturn:
    raise ProviderDefinitionError(cls.__qualname__, reason)


def _check_names(cls: type[Provider]) -> None:
    missing = [name for name in ("id", "name", "endpoint") if not hasattr(cls, name)]
    if missing:
        _refuse(cls, f"must set {', '.join(missing)} (or pass abstract=True to define a base class)")
    if not isinstance(cls.id, str) or not _ID.match(cls.id):
        _refuse(cls, f"has the id {cls.id!r}; an id has only lower-case letters, digits and underscores")
    if not isinstance(cls.name, str) or not cls.name.strip():
        _refuse(cls, "must set name to a string that is not empty")
    for attribute in ("aliases", "options", "required", "alternatives"):
        value = getattr(cls, attribute)
        if not isinstance(value, tuple) or not all(isinstance(text, str) and text for text in value):
            _refuse(cls, f"must set {attribute} to a tuple of strings")
    if any(alias != alias.casefold() or alias.split() != [alias] for alias in cls.aliases):
        _refuse(cls, "must write its aliases in lower case and without spaces")


def _check_endpoint(cls: type[Provider]) -> None:
    if cls.action is not None and cls.action not in get_args(Action):
        _refuse(cls, f"has the action {cls.action!r}; the valid actions are {', '.join(get_args(Action))}")
    if cls.endpoint is None:
        if not cls.alternatives and cls.action is None:
            _refuse(cls, "has no endpoint, so 'alternatives' must list the providers to use instead")
        return
    usable = (
        isinstance(cls.endpoint, str)
        and _ENDPOINT.match(cls.endpoint) is not None
        and not cls.endpoint.startswith(_UNSAFE_SCHEMES)
    )
    if usable and cls.endpoint.startswith(("http:", "https:")):
        try:
            check_url(cls.endpoint, "endpoint")
        except InvalidURLError:
            usable = False
    if not usable:
        _refuse(cls, f"has the endpoint {cls.endpoint!r}, which is not an absolute URL that can be linked")


def _check_fields(cls: type[Provider]) -> None:
    for attribute, kind in (("params", "field to parameter name"), ("fixed", "parameter name to value")):
        if not _is_text_mapping(getattr(cls, attribute)):
            _refuse(cls, f"must set {attribute} to a mapping of {kind}")
    parameter_names = [*cls.fixed, *cls.params.values()]
    for name in parameter_names:
        if not _PARAMETER_NAME.match(name):
            _refuse(cls, f"has the parameter name {name!r}, which contains characters that need encoding")
        if parameter_names.count(name) > 1:
            _refuse(cls, f"sends the parameter {name!r} twice")
    options = {*cls.options, *(set(cls.params) - CONTENT_FIELDS)}
    if taken := sorted((options & RESERVED_NAMES) | (set(cls.options) & CONTENT_FIELDS)):
        _refuse(cls, f"has the option {taken[0]!r}, which is an argument of share_url() or share_buttons()")
    if unknown := [name for name in cls.required if name not in {*cls.params, *cls.options}]:
        _refuse(cls, f"requires {', '.join(unknown)}, which is in neither params nor options")
    if not isinstance(cls.limits, Mapping) or not all(
        type(maximum) is int for maximum in cls.limits.values()
    ):
        _refuse(cls, "must set limits to a mapping of field to maximum length")
    if cls.max_link_length is not None and (type(cls.max_link_length) is not int or cls.max_link_length < 1):
        _refuse(cls, "must set max_link_length to a number of characters, or None")
    if cls.hashtag_rule not in get_args(HashtagRule):
        rules = ", ".join(get_args(HashtagRule))
        _refuse(cls, f"has the hashtag_rule {cls.hashtag_rule!r}; the valid ones are {rules}")
    words = {"title", "text", "message", "hashtag"} & set(cls.params)
    if unknown := [name for name in cls.limits if name not in words]:
        _refuse(cls, f"limits {', '.join(map(str, unknown))}, which is not a text field in params")


def _check_texts(cls: type[Provider]) -> None:
    if not _is_text_mapping(cls.native_names):
        _refuse(cls, "must set native_names to a mapping of language code to name")
    for attribute in ("separator", "icon", "brand_icon", "docs"):
        if not isinstance(getattr(cls, attribute), str):
            _refuse(cls, f"must set {attribute} to a string")
    if cls.colour is not None and not (isinstance(cls.colour, str) and _COLOUR.match(cls.colour)):
        _refuse(cls, f"has the colour {cls.colour!r}; write it as '#0A1B2C'")
    if not isinstance(cls.label, MessageId):
        _refuse(cls, "must mark its label with pgettext_noop(context, text)")
    if cls.short_label is not None and not isinstance(cls.short_label, MessageId):
        _refuse(cls, "must mark its short_label with pgettext_noop(context, text)")
    if unknown := sorted(placeholders(cls.label.text) - {"provider"}):
        _refuse(cls, f"has {{{unknown[0]}}} in its label; the only placeholder there is {{provider}}")
    for text in (cls.name, cls.label.text, *cls.native_names.values()):
        try:
            safe_text(text, "it")
        except InvalidFieldError as error:
            _refuse(cls, f"has a name or label that cannot be used: it {error.reason}")
    try:
        drawn = not cls.icon or svg_shapes(cls.icon)
    except ValueError as error:
        _refuse(cls, f"has an icon that cannot be drawn: {error}")
    if not drawn:
        _refuse(cls, "has an icon without a path, circle or rect")


def _check_status(cls: type[Provider]) -> None:
    if not isinstance(cls.status, Status):
        _refuse(cls, "must set status to a Status")
    if cls.status.value not in get_args(StatusValue):
        _refuse(
            cls, f"has the status {cls.status.value!r}; the valid ones are {', '.join(get_args(StatusValue))}"
        )
    if cls.endpoint is None and not cls.status.reason:
        _refuse(cls, "has no endpoint, so its status must have a reason")
    if not isinstance(cls.blocked_in, tuple) or not all(isinstance(block, Block) for block in cls.blocked_in):
        _refuse(cls, "must set blocked_in to a tuple of Blocks")
    if cls.successor is not None and not (isinstance(cls.successor, str) and _ID.match(cls.successor)):
        _refuse(cls, f"has the successor {cls.successor!r}; it must be the id of a provider")


def _is_text_mapping(value: object) -> bool:
    return isinstance(value, Mapping) and all(
        isinstance(text, str) and text for pair in value.items() for text in pair
    )
