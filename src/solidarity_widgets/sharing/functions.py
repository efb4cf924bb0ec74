"""The public functions for sharing: a link, a button, a bar of buttons."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias, Unpack, get_args

from solidarity_widgets.checks import check_choice, split_names
from solidarity_widgets.exceptions import InvalidFieldError, RetiredProviderWarning
from solidarity_widgets.html import AttributesLike, check_attributes
from solidarity_widgets.i18n import Locale, LocaleLike, get_locale, requested_locale
from solidarity_widgets.sharing import qr
from solidarity_widgets.sharing.button_labels import ButtonState, ButtonStyle, Display
from solidarity_widgets.sharing.buttons import ShareButton, ShareButtons
from solidarity_widgets.sharing.content import ShareContent, share_content
from solidarity_widgets.sharing.fields import OptionValue, ShareArguments, split_fields, unknown_option
from solidarity_widgets.sharing.icons import IconSet
from solidarity_widgets.sharing.provider import Provider
from solidarity_widgets.sharing.registry import ProviderName, ProviderRegistry, default_registry
from solidarity_widgets.text import TextLike
from solidarity_widgets.urls import UrlLike

RetiredPolicy = Literal["skip", "inert", "successor", "link"]

#: Ids or aliases of providers: a list, or one string with spaces between them.
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

    It works for retired networks too, and returns the link they documented.

    Args:
        url: Absolute http(s) URL of the page.
        provider: Id or alias of the network.
        locale: The language asked of networks that take one; see :func:`get_locale`.
        registry: Where the provider is looked up; by default :func:`default_registry`.
        **fields: What else is shared (``title``, ``text``, ``image``, ``hashtags``, ``via``, ``campaign``;
            see :class:`ShareFields`), and the provider's own options, such as
            ``instance="mastodon.social"``. ``None`` and empty values count as absent.

    Returns:
        The link as plain text. Escape it when you write it into HTML by hand.

    Raises:
        UnknownProviderError: If there is no such provider.
        InvalidURLError: If *url* or *image* is not an absolute http(s) URL.
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
    content_fields, options = split_fields(fields)
    content = share_content(url, lang=requested.tag if requested else "", **content_fields)
    return found.share_url(content, **options)


def share_button(
    url: UrlLike,
    provider: ProviderName,
    *,
    locale: LocaleLike = None,
    registry: ProviderRegistry | None = None,
    retired: RetiredPolicy = "skip",
    display: Display = "label",
    icons: IconSet = "project",
    new_tab: bool = False,
    attrs: AttributesLike = None,
    **fields: Unpack[ShareArguments],
) -> ShareButton:
    """Make one network's share button.

    Args:
        url: Absolute http(s) URL of the page.
        provider: Id or alias of the network.
        locale: The language of the label.
        registry: Where the provider is looked up.
        retired: What to do with a network that has shut down: ``skip`` leaves it out with a warning,
            ``inert`` says that it has closed, ``successor`` shows the network that replaced it (or skips it
            if no network did), ``link`` links to it anyway, for archives.
        display: ``label`` shows the icon and the label, ``icon`` the icon alone.
        icons: ``project`` for the library's icons, ``brands`` for those of Simple Icons (extra ``icons``).
        new_tab: Whether the link opens in a new tab, and says so.
        attrs: Extra HTML attributes of the outer element.
        **fields: What else is shared, and the provider's own options; see :func:`share_url`.

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
    maker = _ButtonMaker.prepare(
        url, fields, locale, registry, retired, _check_style(display, icons, new_tab), check_attributes(attrs)
    )
    requested = maker.registry[_one_name(provider)]
    chosen = maker.apply_retired_policy(requested)
    maker.check_options(requested, *filter(None, [chosen]))
    return maker.omitted(requested) if chosen is None else maker.button(chosen)


def share_buttons(
    url: UrlLike,
    providers: ProviderNames,
    *,
    locale: LocaleLike = None,
    registry: ProviderRegistry | None = None,
    retired: RetiredPolicy = "skip",
    display: Display = "label",
    icons: IconSet = "project",
    new_tab: bool = False,
    attrs: AttributesLike = None,
    **fields: Unpack[ShareArguments],
) -> ShareButtons:
    """Make a bar of share buttons.

    Args:
        url: Absolute http(s) URL of the page.
        providers: Ids or aliases in the order wanted: a list, or one string with spaces between them.
        locale: The language of the labels.
        registry: Where the providers are looked up.
        retired: What to do with networks that have shut down; see :func:`share_button`.
        display: ``label`` shows icons and labels, ``icon`` the icons alone.
        icons: ``project`` or ``brands``.
        new_tab: Whether links open in a new tab.
        attrs: Extra HTML attributes of the list.
        **fields: What else is shared, and options of the providers; see :func:`share_url`. Each provider
            gets the options it knows.

    Returns:
        A widget; iterate over it to write your own markup.

    Raises:
        SolidarityWidgetsError: As :func:`share_button`.

    Example:
        >>> bar = share_buttons("https://example.org/", "vk telegram", title="Воля", locale="be")
        >>> [button.label for button in bar]
        ['Падзяліцца ў VK', 'Падзяліцца ў Telegram']
    """
    maker = _ButtonMaker.prepare(
        url, fields, locale, registry, retired, _check_style(display, icons, new_tab)
    )
    requested = dict.fromkeys(maker.registry[name] for name in split_names(providers, "providers"))
    chosen = dict.fromkeys(filter(None, map(maker.apply_retired_policy, requested)))
    maker.check_options(*requested, *chosen)
    return ShareButtons(
        tuple(map(maker.button, chosen)),
        locale=maker.locale,
        attrs=check_attributes(attrs),
        style=maker.style,
    )


def _check_registry(registry: ProviderRegistry | None) -> ProviderRegistry:
    if registry is None:
        return default_registry()
    if not isinstance(registry, ProviderRegistry):
        raise InvalidFieldError(
            "registry", registry, "must be a ProviderRegistry (see default_registry().copy())"
        )
    return registry


def _one_name(provider: ProviderName) -> str:
    names = split_names(provider, "provider")
    if len(names) > 1:
        raise InvalidFieldError("provider", provider, "must be one network; use share_buttons() for several")
    return names[0] if names else ""


def _check_style(display: Display, icons: IconSet, new_tab: bool) -> ButtonStyle:
    check_choice(display, get_args(Display), "display")
    check_choice(icons, get_args(IconSet), "icons")
    return ButtonStyle(display, icons, bool(new_tab))


@dataclass(frozen=True, slots=True)
class _ButtonMaker:
    """Everything that the buttons of one call share; made once, then asked for each provider."""

    content: ShareContent
    options: Mapping[str, OptionValue]
    locale: Locale
    registry: ProviderRegistry
    retired: RetiredPolicy
    style: ButtonStyle
    attrs: Mapping[str, object] = field(default_factory=dict)

    @classmethod
    def prepare(
        cls,
        url: UrlLike,
        fields: ShareArguments,
        locale: LocaleLike,
        registry: ProviderRegistry | None,
        retired: RetiredPolicy,
        style: ButtonStyle,
        attrs: Mapping[str, object] | None = None,
    ) -> _ButtonMaker:
        """Check the arguments that do not depend on the provider."""
        check_choice(retired, get_args(RetiredPolicy), "retired")
        found = _check_registry(registry)
        requested = requested_locale(locale)
        content_fields, options = split_fields(fields)
        content = share_content(url, lang=requested.tag if requested else "", **content_fields)
        return cls(content, options, requested or get_locale(), found, retired, style, attrs or {})

    def check_options(self, *providers: type[Provider]) -> None:
        """Refuse an option that none of the providers knows."""
        known = frozenset().union(*(provider.option_names() for provider in providers))
        for name in self.options:
            if name not in known:
                raise unknown_option(name, [provider.id for provider in dict.fromkeys(providers)], known)

    def apply_retired_policy(self, provider: type[Provider]) -> type[Provider] | None:
        """Return the provider to show: this one, its successor, or ``None`` with a warning."""
        if provider.status.value != "retired" or self.retired in ("inert", "link"):
            return provider
        successor = self.registry.get(provider.successor)
        successor_works = successor is not None and successor.status.value != "retired"
        if self.retired == "successor" and successor_works:
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

    def button(self, provider: type[Provider]) -> ShareButton:
        """Make the button of a provider."""
        if provider.action is not None:
            if provider.action == "qr":
                qr.check_qr(self.content.url)
            return self._button(provider, "", "action")
        if provider.status.value == "retired" and self.retired == "inert":
            return self._button(provider, "", "retired")
        if provider.endpoint is None:
            raise provider.no_share_url()
        known = provider.option_names()
        options = {name: value for name, value in self.options.items() if name in known}
        return self._button(provider, provider.share_url(self.content, **options), "link")

    def omitted(self, provider: type[Provider]) -> ShareButton:
        """Make the empty button of a provider that is left out."""
        return self._button(provider, "", "omitted")

    def _button(self, provider: type[Provider], url: str, state: ButtonState) -> ShareButton:
        return ShareButton(
            provider, url, self.content, locale=self.locale, attrs=self.attrs, state=state, style=self.style
        )


def _caller_stacklevel() -> int:
    """Return the stack level of the first frame outside this package, so that each place warns once."""
    level, frame = 1, sys._getframe(1)
    while frame.f_back is not None and frame.f_globals.get("__name__", "").startswith("solidarity_widgets."):
        level, frame = level + 1, frame.f_back
    return level
