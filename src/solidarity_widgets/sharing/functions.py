"""The share wing's public functions: a link, a button, a bar."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterable, Mapping
from typing import Literal, get_args

from solidarity_widgets.exceptions import (
    InvalidFieldError,
    RetiredProviderWarning,
    UnknownOptionError,
)
from solidarity_widgets.html import check_attributes
from solidarity_widgets.i18n import Locale, get_locale, requested_locale
from solidarity_widgets.sharing import qr
from solidarity_widgets.sharing.buttons import ButtonStyle, Display, ShareButton, ShareButtons
from solidarity_widgets.sharing.content import ShareContent, share_content
from solidarity_widgets.sharing.icons import IconSet
from solidarity_widgets.sharing.provider import Provider
from solidarity_widgets.sharing.registry import ProviderRegistry, default_registry
from solidarity_widgets.text import check_choice, is_text, safe_text

RetiredPolicy = Literal["skip", "inert", "successor", "link"]


def share_url(
    url: object,
    provider: object,
    *,
    title: object = "",
    text: object = "",
    image: object = "",
    hashtags: object = (),
    via: object = "",
    campaign: Mapping[str, object] | None = None,
    locale: object = None,
    registry: ProviderRegistry | None = None,
    **options: object,
) -> str:
    """Build the link that shares a page on a network.

    It works for closed networks too, and gives the link they documented.

    Args:
        url: Absolute http(s) URL of the page.
        provider: Id or alias of the network.
        title: The page's title. ``None`` and empty values are absent, here and below.
        text: A message of the page's own.
        image: Absolute http(s) URL of a picture.
        hashtags: A list of words, or one string; ``#`` may lead each.
        via: An account to mention; ``@`` may lead it.
        campaign: Query keys and values for the shared URL, e.g. ``{"utm_source": "bar"}``.
        locale: The language asked of networks that take one; see :func:`get_locale`.
        registry: Where the provider is looked up; by default :func:`default_registry`.
        **options: The provider's own options, e.g. ``instance="mastodon.social"``.

    Returns:
        The link as plain text. Escape it when you write it into HTML by hand.

    Raises:
        UnknownProviderError: If there is no such provider.
        InvalidURLError: If *url* or *image* is no absolute http(s) URL.
        InvalidFieldError: If another value cannot be used.
        MissingFieldError: If the provider needs a field that is empty.
        UnknownOptionError: If the provider does not know an option.
        NoShareURLError: If the network publishes no share URL.

    Example:
        >>> share_url("https://example.org/lake", "odnoklassniki", title="Save the lake")
        'https://connect.ok.ru/offer?url=https%3A%2F%2Fexample.org%2Flake&title=Save%20the%20lake'
    """
    found = _check_registry(registry)[provider]
    requested = requested_locale(locale)
    content = share_content(
        url,
        title=title,
        text=text,
        image=image,
        hashtags=hashtags,
        via=via,
        campaign=campaign,
        lang=requested.tag if requested else "",
    )
    return found.share_url(content, **options)


def share_button(
    url: object,
    provider: object,
    *,
    title: object = "",
    text: object = "",
    image: object = "",
    hashtags: object = (),
    via: object = "",
    campaign: Mapping[str, object] | None = None,
    locale: object = None,
    registry: ProviderRegistry | None = None,
    retired: RetiredPolicy = "skip",
    display: Display = "label",
    icons: IconSet = "project",
    new_tab: bool = False,
    attrs: Mapping[str, object] | None = None,
    **options: object,
) -> ShareButton:
    """Make one network's share button.

    Args:
        url: Absolute http(s) URL of the page.
        provider: Id or alias of the network.
        title: As for :func:`share_url`, and so are the arguments down to *registry*.
        text: A message.
        image: URL of a picture.
        hashtags: Words.
        via: An account.
        campaign: Query keys and values.
        locale: The language of the label.
        registry: Where the provider is looked up.
        retired: What becomes of a closed network: ``skip`` leaves it out with a warning, ``inert`` says
            that it has closed, ``successor`` shows the live one that took its place (and skips where there
            is none), ``link`` links all the same, for archives.
        display: ``label`` shows mark and words, ``icon`` the mark alone.
        icons: ``project`` for the library's marks, ``brands`` for Simple Icons (extra ``icons``).
        new_tab: Whether the link opens in a new tab, and says so.
        attrs: Extra HTML attributes of the outer element.
        **options: The provider's own options.

    Returns:
        A widget; it is empty and false if the network was left out.

    Raises:
        SolidarityWidgetsError: As :func:`share_url`; for an attribute or choice that is not allowed; and
            if an extra that the button needs is not installed.

    Example:
        >>> button = share_button("https://example.org/", "livejournal", locale="be")
        >>> button.label
        'Падзяліцца ў Жывым Журнале'
    """
    bar = share_buttons(
        url,
        [provider],
        title=title,
        text=text,
        image=image,
        hashtags=hashtags,
        via=via,
        campaign=campaign,
        locale=locale,
        registry=registry,
        retired=retired,
        display=display,
        icons=icons,
        new_tab=new_tab,
        attrs=attrs,
        **options,
    )
    if bar.buttons:
        (button,) = bar.buttons
        return ShareButton(
            button.provider,
            button.url,
            button.content,
            locale=bar.locale,
            attrs=bar.attrs,
            state=button.state,
            style=bar.style,
        )
    found = _check_registry(registry)[provider]
    return ShareButton(found, "", share_content(url), locale=bar.locale, state="omitted", style=bar.style)


def share_buttons(
    url: object,
    providers: object,
    *,
    title: object = "",
    text: object = "",
    image: object = "",
    hashtags: object = (),
    via: object = "",
    campaign: Mapping[str, object] | None = None,
    locale: object = None,
    registry: ProviderRegistry | None = None,
    retired: RetiredPolicy = "skip",
    display: Display = "label",
    icons: IconSet = "project",
    new_tab: bool = False,
    attrs: Mapping[str, object] | None = None,
    **options: object,
) -> ShareButtons:
    """Make a bar of share buttons.

    Args:
        url: Absolute http(s) URL of the page.
        providers: Ids or aliases in the order wanted: a list, or one string with spaces between them.
        title: As for :func:`share_url`, and so are the arguments down to *registry*.
        text: A message.
        image: URL of a picture.
        hashtags: Words.
        via: An account.
        campaign: Query keys and values.
        locale: The language of the labels.
        registry: Where the providers are looked up.
        retired: What becomes of closed networks; see :func:`share_button`.
        display: ``label`` shows marks and words, ``icon`` the marks alone.
        icons: ``project`` or ``brands``.
        new_tab: Whether links open in a new tab.
        attrs: Extra HTML attributes of the list.
        **options: Options of the providers; each provider gets those it knows.

    Returns:
        A widget; iterate it to write markup of your own.

    Raises:
        SolidarityWidgetsError: As :func:`share_button`.

    Example:
        >>> bar = share_buttons("https://example.org/", "vk telegram", title="Воля", locale="be")
        >>> [button.label for button in bar]
        ['Падзяліцца ў VK', 'Падзяліцца ў Telegram']
    """
    check_choice(retired, get_args(RetiredPolicy), "retired")
    check_choice(display, get_args(Display), "display")
    check_choice(icons, get_args(IconSet), "icons")
    providers_by_name = _check_registry(registry)
    requested = requested_locale(locale)
    page_locale = requested or get_locale()
    content = share_content(
        url,
        title=title,
        text=text,
        image=image,
        hashtags=hashtags,
        via=via,
        campaign=campaign,
        lang=requested.tag if requested else "",
    )
    style = ButtonStyle(display, icons, bool(new_tab))
    wanted = dict.fromkeys(providers_by_name[name] for name in _provider_names(providers))
    chosen = dict.fromkeys(
        p for p in (_apply_retired_policy(p, retired, providers_by_name) for p in wanted) if p is not None
    )
    _check_options(options, tuple(wanted) + tuple(chosen))
    buttons = tuple(_button(provider, content, page_locale, style, retired, options) for provider in chosen)
    return ShareButtons(buttons, locale=page_locale, attrs=check_attributes(attrs), style=style)


def _check_registry(registry: ProviderRegistry | None) -> ProviderRegistry:
    if registry is None:
        return default_registry()
    if not isinstance(registry, ProviderRegistry):
        raise InvalidFieldError(
            "registry", registry, "must be a ProviderRegistry (see default_registry().copy())"
        )
    return registry


def _provider_names(providers: object) -> list[object]:
    if isinstance(providers, Iterable) and not is_text(providers):
        return [name for item in providers for name in _provider_names(item)]
    return list(safe_text(providers, "providers").split())


def _check_options(options: Mapping[str, object], providers: tuple[type[Provider], ...]) -> None:
    known = frozenset().union(*(provider.option_names() for provider in providers))
    for name in options:
        if name not in known:
            raise UnknownOptionError(name, [provider.id for provider in dict.fromkeys(providers)], known)


def _apply_retired_policy(
    provider: type[Provider], retired: RetiredPolicy, registry: ProviderRegistry
) -> type[Provider] | None:
    """Apply the policy for closed networks."""
    if provider.status.value != "retired" or retired in ("inert", "link"):
        return provider
    successor = registry.get(provider.successor)
    successor_works = successor is not None and successor.status.value != "retired"
    if retired == "successor" and successor_works:
        return successor
    since = f" since {provider.status.since}" if provider.status.since else ""
    hint = f", or retired='successor' for {provider.successor!r}" if successor_works else ""
    warnings.warn(
        f"{provider.service or provider.name} has been closed{since}, so its button is left out. "
        f"Pass retired='inert' to say so on the page, or retired='link' to link all the same{hint}.",
        RetiredProviderWarning,
        stacklevel=_caller_stacklevel(),
    )
    return None


def _caller_stacklevel() -> int:
    """Return the stack level of the first frame outside this package, so that each place warns once."""
    level, frame = 1, sys._getframe(1)
    while frame.f_back is not None and frame.f_globals.get("__name__", "").startswith("solidarity_widgets."):
        level, frame = level + 1, frame.f_back
    return level


def _button(
    provider: type[Provider],
    content: ShareContent,
    locale: Locale,
    style: ButtonStyle,
    retired: RetiredPolicy,
    options: Mapping[str, object],
) -> ShareButton:
    if provider.action is not None:
        if provider.action == "qr":
            qr.check_qr(content.url)
        return ShareButton(provider, "", content, locale=locale, state="action", style=style)
    if provider.status.value == "retired" and retired == "inert":
        return ShareButton(provider, "", content, locale=locale, state="retired", style=style)
    if provider.endpoint is None:
        raise provider.no_share_url()
    provider_options = {name: value for name, value in options.items() if name in provider.option_names()}
    return ShareButton(
        provider, provider.share_url(content, **provider_options), content, locale=locale, style=style
    )
