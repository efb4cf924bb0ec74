"""The keyword arguments of the sharing functions, declared once (PEP 692)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Literal, TypeAlias, TypedDict, cast

from solidarity_widgets.exceptions import UnknownOptionError, nearest
from solidarity_widgets.html import AttributesLike
from solidarity_widgets.text import TextLike
from solidarity_widgets.urls import CampaignLike, UrlLike

#: Words with or without ``#``: a list, or one string with spaces or commas between them.
HashtagsLike: TypeAlias = TextLike | Iterable[TextLike]
#: The value of a provider's option. The items of a list are joined by commas.
OptionValue: TypeAlias = TextLike | bool | int | Sequence[TextLike]

Display = Literal["label", "name", "icon", "brand", "text"]
IconSet = Literal["project", "brands"]
RetiredPolicy = Literal["skip", "inert", "successor", "link"]


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

    Your own provider may take other options. Pass them as ``**options`` from a ``dict[str, Any]``.

    Attributes:
        app_id: The id of your app (Facebook Messenger).
        appkey: The key of your app (Weibo).
        bcc: Addresses that receive a blind copy (email).
        cc: Addresses that receive a copy (email).
        content: The URL that the post is about (Tumblr).
        follow_url: A page to follow (Xing).
        id: The id of a contact (Threema).
        in_reply_to: The id of the post to answer (X).
        instance: The host of the reader's server (Lemmy, Mastodon, Misskey, Wallabag).
        itemtype: What to create: ``announcement``, ``assignment``, ``material`` or ``question`` (Google
            Classroom).
        no_vk_links: Whether to leave out links to VK (VK).
        noparse: Whether to stop VK from reading the page (VK).
        phone: The number of a contact with its country code (WhatsApp).
        posttype: The kind of post (Tumblr).
        preview: Whether to show a preview (Teams).
        redirect_url: Where to send the reader afterwards (Facebook Messenger); by default, the shared page.
        related: Accounts to recommend (X).
        reply_control: Who may answer (Threads).
        source: The name of the source (Qzone).
        to: The addressee, or a list of them (email, SMS, Facebook Messenger).
        uid: The numeric id of an account to mention (Weibo).
        visibility: Who may read the note: ``public``, ``home``, ``followers`` or ``specified`` (Misskey).
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
    itemtype: OptionValue
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
    uid: OptionValue
    visibility: OptionValue


class ShareArguments(ShareFields, ProviderOptions, total=False):
    """What is shared, and the options of providers."""


class ButtonOptions(TypedDict, total=False):
    """How buttons look, and what happens to networks that have shut down.

    Attributes:
        retired: What to do with a network that has shut down. ``skip``, the default, leaves it out with a
            warning; ``inert`` says that it has closed; ``successor`` shows the network that replaced it, or
            skips it if there is none; ``link`` links to it anyway, for archives.
        display: ``label``, the default, shows the icon and the label; ``name`` the icon and the network's
            name; ``icon`` only the icon; ``brand`` the icon in a square of the brand's colour, which needs
            ``stylesheet(brands=True)``; ``text`` makes plain links for emails and feeds.
        icons: ``brands`` for the networks' icons from Simple Icons, the default if the extra ``icons`` is
            installed; otherwise ``project`` for the library's own.
        new_tab: Whether links to web pages open in a new tab and say so. The default is no. Links that open
            an app never do.
        attrs: Extra HTML attributes of the outer element.
    """

    retired: RetiredPolicy
    display: Display
    icons: IconSet
    new_tab: bool
    attrs: AttributesLike


class ButtonArguments(ButtonOptions, ShareArguments, total=False):
    """How buttons look, what they share, and the options of providers."""


#: The names of :class:`ShareFields`.
SHARE_FIELDS = frozenset(ShareFields.__annotations__)
#: The names of :class:`ButtonOptions`.
BUTTON_OPTIONS = frozenset(ButtonOptions.__annotations__)


def unknown_option(
    name: str, providers: Iterable[str], known: Collection[str], *, also: Iterable[str] = ()
) -> UnknownOptionError:
    """Return the error for an argument that is neither a share field nor an option of the providers.

    Args:
        name: The argument's name.
        providers: The ids of the providers.
        known: The options that the providers take.
        also: Other arguments of the function that was called.

    Returns:
        The error. It suggests the argument with the most similar name, if there is one.

    Example:
        >>> print(unknown_option("titel", ["telegram"], ()))
        telegram has no option 'titel'; it takes no options. Did you mean 'title'?
    """
    arguments = {*SHARE_FIELDS, *known, *also, "locale", "registry"}
    return UnknownOptionError(name, providers, known, nearest(name, arguments, 1))


def split_arguments(arguments: ShareArguments) -> tuple[ShareFields, dict[str, OptionValue]]:
    """Separate what is shared from the options of providers.

    Args:
        arguments: The keyword arguments of a sharing function, without the options of buttons.

    Returns:
        The share fields, and the options. The options include those that no provider knows.

    Example:
        >>> split_arguments({"title": "Воля", "instance": "mastodon.social"})
        ({'title': 'Воля'}, {'instance': 'mastodon.social'})
    """
    fields, options = _split(arguments, SHARE_FIELDS)
    return cast(ShareFields, fields), cast("dict[str, OptionValue]", options)


def split_button_arguments(arguments: ButtonArguments) -> tuple[ButtonOptions, ShareArguments]:
    """Separate how buttons look from what they share.

    Args:
        arguments: The keyword arguments of a function that makes buttons.

    Returns:
        The options of the buttons, and everything else.

    Example:
        >>> split_button_arguments({"title": "Воля", "display": "icon"})
        ({'display': 'icon'}, {'title': 'Воля'})
    """
    options, rest = _split(arguments, BUTTON_OPTIONS)
    return cast(ButtonOptions, options), cast(ShareArguments, rest)


def _split(
    arguments: Mapping[str, object], names: Collection[str]
) -> tuple[dict[str, object], dict[str, object]]:
    """Split arguments into those with one of the names, and the others."""
    chosen: dict[str, object] = {}
    others: dict[str, object] = {}
    for name, value in arguments.items():
        (chosen if name in names else others)[name] = value
    return chosen, others
