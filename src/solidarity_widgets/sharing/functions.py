"""The public functions for sharing: a link, a button, a bar of buttons."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias, Unpack

from solidarity_widgets.caller import warn_caller
from solidarity_widgets.checks import split_names
from solidarity_widgets.exceptions import InvalidFieldError, NoProvidersWarning
from solidarity_widgets.i18n import LocaleLike, requested_locale
from solidarity_widgets.sharing.button_factory import ButtonFactory
from solidarity_widgets.sharing.buttons import ShareButton, ShareButtons
from solidarity_widgets.sharing.content import share_content
from solidarity_widgets.sharing.fields import ButtonArguments, ShareArguments, split_arguments
from solidarity_widgets.sharing.registry import ProviderName, ProviderRegistry, check_registry
from solidarity_widgets.text import TextLike
from solidarity_widgets.urls import UrlLike

#: Ids or aliases of providers: a list, or one string with spaces or commas between them.
ProviderNames: TypeAlias = TextLike | Iterable[TextLike]


def share_url(
    url: UrlLike,
    provider: ProviderName,
    *,
    locale: LocaleLike = None,
    registry: ProviderRegistry | None = None,
    **fields: Unpack[ShareArguments],
) -> str:
    """Build the link that shares a page on a network.

    For a retired network, this is the link that the network documented.

    Args:
        url: Absolute http(s) URL of the page.
        provider: Id or alias of the network.
        locale: The language to request from networks that support it; see :func:`get_locale`.
        registry: Where to look up the provider; by default :func:`default_registry`.
        **fields: What else to share (``title``, ``text``, ``image``, ``hashtags``, ``via``, ``campaign``;
            see :class:`ShareFields`), and the provider's own options, such as
            ``instance="mastodon.social"``. ``None`` and empty values count as absent.

    Returns:
        The link as plain text. Escape it when you write it into HTML yourself.

    Raises:
        UnknownProviderError: If there is no such provider.
        InvalidURLError: If *url* or *image* is not an absolute http(s) URL.
        InvalidFieldError: If another value is not valid.
        MissingFieldError: If a field that the provider requires is empty.
        UnknownOptionError: If the provider does not have such an option.
        NoShareURLError: If the network publishes no share URL.

    Example:
        >>> share_url("https://example.org/lake", "odnoklassniki", title="Save the lake")
        'https://connect.ok.ru/offer?url=https%3A%2F%2Fexample.org%2Flake&title=Save%20the%20lake'
    """
    found = check_registry(registry)[provider]
    requested = requested_locale(locale)
    content_fields, options = split_arguments(fields)
    content = share_content(url, lang=requested.tag if requested else "", **content_fields)
    return found.share_url(content, **options)


def share_button(
    url: UrlLike,
    provider: ProviderName,
    *,
    locale: LocaleLike = None,
    registry: ProviderRegistry | None = None,
    **arguments: Unpack[ButtonArguments],
) -> ShareButton:
    """Make one network's share button.

    Args:
        url: Absolute http(s) URL of the page.
        provider: Id or alias of the network.
        locale: The language of the label.
        registry: Where to look up the provider; by default :func:`default_registry`.
        **arguments: How the button looks (``display``, ``icons``, ``new_tab``, ``attrs``), what to do if the
            network has shut down (``retired``; see :class:`ButtonOptions` for all of these), what else to
            share, and the provider's own options; see :func:`share_url`.

    Returns:
        A widget. It is empty and false if the network was left out.

    Raises:
        SolidarityWidgetsError: As :func:`share_url`. Also if an attribute or choice is not allowed, or if the
            button needs an extra that is not installed.

    Example:
        >>> button = share_button("https://example.org/", "livejournal", locale="be")
        >>> button.label
        'Падзяліцца ў Жывым Журнале'
    """
    factory = ButtonFactory.prepare(url, locale, registry, arguments)
    requested = factory.registry[_one_name(provider)]
    chosen = factory.apply_retired_policy(requested)
    factory.check_options(requested, *filter(None, [chosen]))
    return factory.omitted(requested) if chosen is None else factory.button(chosen, factory.attrs)


def share_buttons(
    url: UrlLike,
    providers: ProviderNames,
    *,
    locale: LocaleLike = None,
    registry: ProviderRegistry | None = None,
    **arguments: Unpack[ButtonArguments],
) -> ShareButtons:
    """Make a bar of share buttons.

    Args:
        url: Absolute http(s) URL of the page.
        providers: Ids or aliases in the order you want: a list, or one string with spaces or commas between
            them. If there are none, the bar is empty, and a :class:`NoProvidersWarning` says so.
        locale: The language of the labels.
        registry: Where to look up the providers; by default :func:`default_registry`.
        **arguments: As for :func:`share_button`. ``attrs`` are attributes of the list, and each provider gets
            the options that it has.

    Returns:
        A widget. Iterate over it to write your own markup.

    Raises:
        SolidarityWidgetsError: As :func:`share_button`.

    Example:
        >>> bar = share_buttons("https://example.org/", "vk telegram", title="Воля", locale="be")
        >>> [button.label for button in bar]
        ['Падзяліцца ў VK', 'Падзяліцца ў Telegram']
    """
    factory = ButtonFactory.prepare(url, locale, registry, arguments)
    requested = dict.fromkeys(factory.registry[name] for name in split_names(providers, "providers"))
    if not requested:
        warn_caller(
            "share_buttons() got no providers, so the bar is empty. Name at least one, such as 'telegram'; "
            "if a template passes a variable, check its name.",
            NoProvidersWarning,
        )
    chosen = dict.fromkeys(filter(None, map(factory.apply_retired_policy, requested)))
    factory.check_options(*requested, *chosen)
    return ShareButtons(
        tuple(filter(None, map(factory.button, chosen))),
        locale=factory.locale,
        attrs=factory.attrs,
        style=factory.style,
    )


def _one_name(provider: ProviderName) -> str:
    names = split_names(provider, "provider")
    if len(names) > 1:
        raise InvalidFieldError("provider", provider, "must be one network; use share_buttons() for several")
    return names[0] if names else ""
