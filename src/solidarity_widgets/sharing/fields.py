"""The keyword arguments that every sharing function takes, declared once (PEP 692)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias, TypedDict, cast

from solidarity_widgets.exceptions import UnknownOptionError, nearest
from solidarity_widgets.text import TextLike
from solidarity_widgets.urls import CampaignLike, UrlLike

#: Words with or without ``#``: a list, or one string with spaces or commas between them.
HashtagsLike: TypeAlias = TextLike | Iterable[TextLike]
#: The value of a provider's option; of a list the items are joined by commas.
OptionValue: TypeAlias = TextLike | bool | int | Sequence[TextLike]


class ShareFields(TypedDict, total=False):
    """What is shared besides the URL. ``None`` and empty values count as absent.

    Attributes:
        title: The page's title.
        text: A message to send with the link.
        image: Absolute http(s) URL of a picture.
        hashtags: A list of words, or one string; each may begin with ``#``.
        via: An account to mention; it may begin with ``@``.
        campaign: Query keys and values for the shared URL, such as ``{"utm_source": "bar"}``.
    """

    title: TextLike
    text: TextLike
    image: UrlLike | None
    hashtags: HashtagsLike
    via: TextLike
    campaign: CampaignLike


class ProviderOptions(TypedDict, total=False):
    """The options of the built-in providers, so that type checkers know their names.

    A provider of your own may take others. Pass those as ``**options`` from a ``dict[str, Any]``.

    Attributes:
        app_id: The id of your app (Facebook Messenger).
        appkey: The key of your app (Weibo).
        bcc: Addresses that get a blind copy (email).
        cc: Addresses that get a copy (email).
        content: The URL that the post is about (Tumblr).
        follow_url: A page to follow (Xing).
        id: The id of a contact (Threema).
        in_reply_to: The id of the post to answer (X).
        instance: The host of the reader's instance (Mastodon).
        no_vk_links: Whether links to VK are left out (VK).
        noparse: Whether VK must not read the page itself (VK).
        phone: The number of a contact (WhatsApp).
        posttype: The kind of post (Tumblr).
        preview: Whether a preview is shown (Teams).
        redirect_url: Where the reader is sent afterwards (Facebook Messenger).
        related: Accounts to recommend (X).
        reply_control: Who may answer (Threads).
        source: The name of the source (Qzone).
        to: The addressee, or a list of them (email, SMS, Facebook Messenger).
    """

    app_id: OptionValue
    appkey: OptionValue
    bcc: OptionValue
    cc: OptionValue
    content: OptionValue
    follow_url: OptionValue
    id: OptionValue
    in_reply_to: OptionValue
    instance: OptionValue
    no_vk_links: OptionValue
    noparse: OptionValue
    phone: OptionValue
    posttype: OptionValue
    preview: OptionValue
    redirect_url: OptionValue
    related: OptionValue
    reply_control: OptionValue
    source: OptionValue
    to: OptionValue


class ShareArguments(ShareFields, ProviderOptions, total=False):
    """What is shared, and the options of providers."""


#: The names of :class:`ShareFields`.
SHARE_FIELDS = frozenset(ShareFields.__annotations__)


def unknown_option(name: str, providers: Iterable[str], known: Iterable[str]) -> UnknownOptionError:
    """Return the error for an argument that is neither shared nor an option of the providers.

    Args:
        name: The argument's name.
        providers: Ids of the providers.
        known: The options that they take.

    Returns:
        The error; it suggests the fields that have nearly the same name.

    Example:
        >>> print(unknown_option("titel", ["telegram"], ()))
        telegram has no option 'titel'; it takes no options. Did you mean 'title'?
    """
    return UnknownOptionError(name, providers, known, nearest(name, SHARE_FIELDS, 1))


def split_fields(arguments: ShareArguments) -> tuple[ShareFields, dict[str, OptionValue]]:
    """Separate what is shared from the options of providers.

    Args:
        arguments: Both, as a function received them.

    Returns:
        What is shared, and the options; an option no provider knows is among them.

    Example:
        >>> split_fields({"title": "Воля", "instance": "mastodon.social"})
        ({'title': 'Воля'}, {'instance': 'mastodon.social'})
    """
    fields = {name: value for name, value in arguments.items() if name in SHARE_FIELDS}
    options = {name: value for name, value in arguments.items() if name not in SHARE_FIELDS}
    return cast(ShareFields, fields), cast("dict[str, OptionValue]", options)
