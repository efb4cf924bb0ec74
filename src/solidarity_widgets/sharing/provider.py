"""The base class of all providers: classes whose attributes are data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from solidarity_widgets.exceptions import MissingFieldError, NoShareURLError
from solidarity_widgets.graphemes import count_graphemes, truncate
from solidarity_widgets.i18n.messages import MessageId, pgettext_noop
from solidarity_widgets.sharing.content import ShareContent
from solidarity_widgets.sharing.fields import OptionValue, unknown_option
from solidarity_widgets.sharing.hashtags import HashtagRule, check_hashtag
from solidarity_widgets.sharing.provider_checks import CONTENT_FIELDS, Action, Block, Status, check_definition
from solidarity_widgets.sharing.shortening import linkable_url, shorten_link
from solidarity_widgets.text import single_line
from solidarity_widgets.urls import check_url, encode_query

__all__ = ["CONTENT_FIELDS", "Block", "Provider", "Status", "share_label"]

#: The longest link to a web page, in characters. Servers commonly refuse a request line of more than 8 kB.
MAX_WEB_LINK = 8_000
#: The longest link that opens an app, in characters. Windows passes an app at most 2,046, and silently does
#: nothing with a longer link.
MAX_APP_LINK = 2_000


def share_label(text: str) -> MessageId:
    """Mark the label of a network's button for extraction.

    It is :func:`pgettext_noop` with the context ``share``. The extractor adds the comment for translators,
    which is the same for all networks.

    Args:
        text: The ``msgid``, a literal.

    Returns:
        The message's id, for :attr:`Provider.label`.

    Example:
        >>> share_label("Share on Telegram").context
        'share'
    """
    return MessageId("share", text)


class Provider:
    """A network's share link.

    Subclass it, set the attributes, and register the class. A subclass is checked when you define it. It is
    never registered automatically. If a network needs special handling, override :meth:`fields` or
    :meth:`share_url`. To define an incomplete base class, pass ``abstract=True``.

    Attributes:
        id: The name in code: lower-case letters, digits and underscores.
        name: The name that readers see.
        endpoint: The URL to which the query is added, or ``None`` if the network publishes no share URL. In
            that case, :attr:`alternatives` lists what to use instead.
        params: Field -> name of the query parameter, in the order of the query. The fields are
            :data:`CONTENT_FIELDS`; any other name is an option of this provider. An option whose name ends
            in ``_url`` must be an http(s) URL.
        fixed: Query parameters that are always sent, before the others.
        options: Options that are not query parameters (an instance's host, the addressee of an email).
        required: Options and fields that must not be empty.
        limits: Field -> the maximum length, as :meth:`text_length` counts it. The text is shortened, never
            the URL.
        max_link_length: The maximum number of characters of the link. Text, title and hashtags are shortened,
            never the URL, so a link with a very long URL can be longer. By default, 8,000 for web pages and
            2,000 for links that open an app.
        hashtag_rule: Which hashtags the network accepts: ``word``, ``loose`` or ``any``; see
            :func:`check_hashtag`.
        separator: The text between the text and the URL in ``message``.
        tags_in_message: Whether ``message`` includes the hashtags, with ``#``, before the URL.
        aliases: Other names that the registry resolves, in lower case.
        native_names: Language code -> the name in that language.
        label: The message on the button; by default "Share on {provider}".
        short_label: The message that buttons show instead of the name, for providers that are not networks;
            otherwise ``None``.
        status: Whether the network is active, restricted or retired.
        blocked_in: The countries that block the network.
        successor: Id of the active provider that replaced a retired one.
        alternatives: Ids of the providers to use if there is no share URL.
        action: What the script does, for providers that act on the reader's device; otherwise ``None``.
        colour: The brand's colour, ``#RRGGBB``.
        icon: An SVG document, or an empty string for the library's icon.
        brand_icon: The icon's name in Simple Icons.
        docs: The URL of the network's documentation, or a project that uses the endpoint.

    Example:
        >>> class Commons(Provider):
        ...     id = "commons"
        ...     name = "Commons"
        ...     endpoint = "https://commons.example/share"
        ...     params = {"url": "u", "title": "t"}
        >>> Commons.share_url(ShareContent("https://example.org/", title="Воля"))
        'https://commons.example/share?u=https%3A%2F%2Fexample.org%2F&t=%D0%92%D0%BE%D0%BB%D1%8F'
    """

    id: ClassVar[str]
    name: ClassVar[str]
    endpoint: ClassVar[str | None]
    params: ClassVar[Mapping[str, str]] = {"url": "url"}
    fixed: ClassVar[Mapping[str, str]] = {}
    options: ClassVar[tuple[str, ...]] = ()
    required: ClassVar[tuple[str, ...]] = ()
    limits: ClassVar[Mapping[str, int]] = {}
    max_link_length: ClassVar[int | None] = None
    hashtag_rule: ClassVar[HashtagRule] = "any"
    separator: ClassVar[str] = " "
    tags_in_message: ClassVar[bool] = False
    aliases: ClassVar[tuple[str, ...]] = ()
    native_names: ClassVar[Mapping[str, str]] = {}
    # Translators: {provider} is the network's name and cannot be declined; word it so that any name fits,
    # Translators: e.g. with a colon or a word such as "network" before it.
    label: ClassVar[MessageId] = pgettext_noop("share", "Share on {provider}")
    short_label: ClassVar[MessageId | None] = None
    status: ClassVar[Status] = Status()
    blocked_in: ClassVar[tuple[Block, ...]] = ()
    successor: ClassVar[str | None] = None
    alternatives: ClassVar[tuple[str, ...]] = ()
    action: ClassVar[Action | None] = None
    colour: ClassVar[str | None] = None
    icon: ClassVar[str] = ""
    brand_icon: ClassVar[str] = ""
    docs: ClassVar[str] = ""

    def __init_subclass__(cls, *, abstract: bool = False, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if not abstract:
            check_definition(cls)

    @classmethod
    def option_names(cls) -> frozenset[str]:
        """Return the names of this provider's options."""
        return frozenset(cls.options) | (frozenset(cls.params) - CONTENT_FIELDS)

    @classmethod
    def local_name(cls, language: str) -> str:
        """Return the network's name in a language.

        Args:
            language: A BCP 47 tag such as ``ru`` or ``zh-CN``. Broader tags, such as ``zh``, are looked up
                too.

        Returns:
            The name in that language, or :attr:`name` if there is none.
        """
        while language and language not in cls.native_names:
            language = language.rpartition("-")[0]
        return cls.native_names.get(language, cls.name)

    @classmethod
    def share_url(cls, content: ShareContent, /, **options: OptionValue) -> str:
        """Build the link that shares *content*.

        Args:
            content: What is shared.
            **options: This provider's own options. ``None`` and empty values count as absent.

        Returns:
            The link. Every value is percent-encoded once; empty fields are left out.

        Raises:
            NoShareURLError: If the network publishes no share URL.
            MissingFieldError: If a required field or option is empty.
            UnknownOptionError: If the provider does not have such an option.
            InvalidFieldError: If an option's value is not valid.
        """
        if cls.endpoint is None:
            raise cls.no_share_url()
        chosen = cls.clean_options(options)
        cls._check_hashtags(content)
        fields = {**chosen, **cls.fields(content, chosen)}
        for name in cls.required:
            if not fields.get(name):
                raise MissingFieldError(cls.id, name)
        link = cls.build(fields, chosen)
        if len(link) <= cls._max_link():
            return link

        def build(shortened: ShareContent) -> str:
            return cls.build({**chosen, **cls.fields(shortened, chosen)}, chosen)

        return shorten_link(content, build, cls._max_link(), cls.required)

    @classmethod
    def _check_hashtags(cls, content: ShareContent) -> None:
        sent = content.hashtags if cls.tags_in_message or "hashtags" in cls.params else ()
        for tag in sent or (content.hashtags[:1] if "hashtag" in cls.params else ()):
            check_hashtag(tag, cls.hashtag_rule, cls.name)

    @classmethod
    def _max_link(cls) -> int:
        if cls.max_link_length is not None:
            return cls.max_link_length
        return MAX_WEB_LINK if cls.is_web_link() else MAX_APP_LINK

    @classmethod
    def is_web_link(cls) -> bool:
        """Tell whether the link opens a page in the browser and not an app."""
        return cls.endpoint is not None and cls.endpoint.startswith(("https:", "http:"))

    @classmethod
    def no_share_url(cls) -> NoShareURLError:
        """Return the error for a provider without a share URL.

        Returns:
            An error that says why there is no link, and which providers to use instead.
        """
        reason = cls.status.reason.rstrip(".")
        remedy = "; make it with share_button()" if cls.action else ""
        return NoShareURLError(cls.id, f"{reason[:1].lower()}{reason[1:]}{remedy}", cls.alternatives)

    @classmethod
    def build(cls, fields: Mapping[str, str], options: Mapping[str, str]) -> str:
        """Join the endpoint and the fields. Override this for a URL of a different form.

        Args:
            fields: Field -> value: what :meth:`fields` returned, and the options.
            options: Only the options.

        Returns:
            The link.
        """
        pairs = [*cls.fixed.items(), *((wire, fields.get(name, "")) for name, wire in cls.params.items())]
        endpoint = str(cls.endpoint)
        sent = encode_query(pairs)
        return f"{endpoint}{'&' if '?' in endpoint else '?'}{sent}" if sent else endpoint

    @classmethod
    def fields(cls, content: ShareContent, options: Mapping[str, str]) -> dict[str, str]:
        """Choose the value of each field in ``params``. Override this for special cases.

        If a network has only one field for words, the field gets the text, or the title if there is no
        text. If it also has a field for the title, each field gets its own value.

        Args:
            content: What is shared.
            options: The checked options.

        Returns:
            Field -> plain value, shortened to ``limits`` but not encoded.
        """
        wants = cls.params
        has_text = "text" in wants or "message" in wants
        text = content.text or ("" if "title" in wants else content.title)
        values = {
            "url": content.url,
            "title": content.title or ("" if has_text else content.text),
            "text": text,
            "image": content.image,
            "hashtags": ",".join(content.hashtags),
            "hashtag": content.hashtags[0] if content.hashtags else "",
            "via": content.via,
            "lang": content.lang,
        }
        for name, limit in cls.limits.items():
            if name == "hashtag" and cls.text_length(values[name]) > limit:
                values[name] = ""  # a shortened hashtag would be a different hashtag
            elif name in values:
                values[name] = truncate(values[name], limit, cls.text_length)
        if "message" in wants:
            values["message"] = cls.message(text, content, cls.limits.get("message"))
        return {name: values[name] for name in wants if name in values}

    @classmethod
    def text_length(cls, text: str) -> int:
        """Count a text as the network does. Override this if a link or an emoji counts differently.

        Args:
            text: A text, which may contain URLs.

        Returns:
            Its length. By default, the number of graphemes.
        """
        return count_graphemes(text)

    @classmethod
    def message(cls, text: str, content: ShareContent, limit: int | None) -> str:
        """Join the text and the complete URL.

        Args:
            text: The text before the URL.
            content: What is shared.
            limit: The maximum length of the message, or ``None`` for no limit.

        Returns:
            The text, shortened to fit, and the URL. If there is no room for text, only the URL. Punctuation
            at the end of the URL is percent-encoded, because apps would leave it out of the link that they
            make.
        """
        tail = linkable_url(content.url)
        if cls.tags_in_message and content.hashtags:
            tagged = " ".join([*(f"#{tag}" for tag in content.hashtags), tail])
            tail = tagged if limit is None or cls.text_length(tagged) <= limit else tail
        if limit is not None:
            room = limit - cls.text_length(f"{cls.separator}{tail}")
            cut = truncate(text, room, cls.text_length)
            text = "" if cut == "…" != text else cut  # an ellipsis on its own is useless
        return f"{text}{cls.separator}{tail}" if text else tail

    @classmethod
    def clean_options(cls, options: Mapping[str, OptionValue]) -> dict[str, str]:
        """Convert the options to plain text.

        Args:
            options: The caller's options.

        Returns:
            Name -> value, without empty values. ``True`` becomes ``true``; lists are joined by commas.

        Raises:
            UnknownOptionError: If the provider does not have such an option.
            InvalidFieldError: If a value is not valid.
        """
        known = cls.option_names()
        for name in options:
            if name not in known:
                raise unknown_option(name, [cls.id], known)
        texts = {name: _option_text(name, value) for name, value in options.items()}
        return {name: text for name, text in texts.items() if text}


def _option_text(name: str, value: OptionValue) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        return ",".join(single_line(item, name) for item in value)
    text = single_line(value, name)
    return check_url(text, name) if text and name.endswith("_url") else text
