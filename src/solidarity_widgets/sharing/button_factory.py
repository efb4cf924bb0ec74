"""From a call's arguments to its buttons: what is the same for all of them is checked once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import get_args

from solidarity_widgets.caller import warn_caller
from solidarity_widgets.checks import check_choice
from solidarity_widgets.exceptions import RetiredProviderWarning
from solidarity_widgets.html import AttributeValue, check_attributes
from solidarity_widgets.i18n import Locale, LocaleLike, get_locale, requested_locale
from solidarity_widgets.sharing.button_labels import ButtonState, ButtonStyle
from solidarity_widgets.sharing.buttons import ShareButton
from solidarity_widgets.sharing.content import ShareContent, share_content
from solidarity_widgets.sharing.fields import (
    BUTTON_OPTIONS,
    ButtonArguments,
    ButtonOptions,
    Display,
    IconSet,
    OptionValue,
    RetiredPolicy,
    split_arguments,
    split_button_arguments,
    unknown_option,
)
from solidarity_widgets.sharing.icons import default_icons
from solidarity_widgets.sharing.provider import Provider
from solidarity_widgets.sharing.qr import check_qr
from solidarity_widgets.sharing.registry import ProviderRegistry, check_registry
from solidarity_widgets.urls import UrlLike

_DEFAULT_STYLE = ButtonStyle()


@dataclass(frozen=True, slots=True)
class ButtonFactory:
    """Makes the buttons of one call.

    Attributes:
        content: What the buttons share.
        options: The options of providers.
        locale: The language of the labels.
        registry: Where providers and their successors are looked up.
        retired: What to do with networks that have shut down.
        style: How the buttons look.
        attrs: The checked attributes of the outer element.
    """

    content: ShareContent
    options: Mapping[str, OptionValue]
    locale: Locale
    registry: ProviderRegistry
    retired: RetiredPolicy = "skip"
    style: ButtonStyle = _DEFAULT_STYLE
    attrs: Mapping[str, AttributeValue] = field(default_factory=dict)

    @classmethod
    def prepare(
        cls,
        url: UrlLike,
        locale: LocaleLike,
        registry: ProviderRegistry | None,
        arguments: ButtonArguments,
    ) -> ButtonFactory:
        """Check the arguments that do not depend on a provider.

        Args:
            url: Absolute http(s) URL of the page.
            locale: The language of the labels.
            registry: Where to look up providers; ``None`` for the default registry.
            arguments: The other keyword arguments of the call.

        Returns:
            The factory.

        Raises:
            InvalidAttributeError: If an attribute is not allowed.
            InvalidFieldError: If another value is not valid.
        """
        button_options, share_arguments = split_button_arguments(arguments)
        style = _check_style(button_options)
        attrs = check_attributes(button_options.get("attrs"))
        retired = button_options.get("retired", "skip")
        check_choice(retired, get_args(RetiredPolicy), "retired")
        found = check_registry(registry)
        fields, options = split_arguments(share_arguments)
        requested = requested_locale(locale)
        content = share_content(url, lang=requested.tag if requested else "", **fields)
        return cls(content, options, requested or get_locale(), found, retired, style, attrs)

    def check_options(self, *providers: type[Provider]) -> None:
        """Check that each option belongs to at least one provider.

        Args:
            *providers: The providers that were requested, and those that replace them.

        Raises:
            UnknownOptionError: If none of the providers has the option.
        """
        known = frozenset().union(*(provider.option_names() for provider in providers))
        for name in self.options:
            if name not in known:
                ids = [provider.id for provider in dict.fromkeys(providers)]
                raise unknown_option(name, ids, known, also=BUTTON_OPTIONS)

    def apply_retired_policy(self, provider: type[Provider]) -> type[Provider] | None:
        """Return the provider to show.

        Args:
            provider: The provider that was requested.

        Returns:
            The same provider, its successor, or ``None`` (with a warning) to leave it out.
        """
        if provider.status.value != "retired" or self.retired in ("inert", "link"):
            return provider
        successor = self.registry.get(provider.successor)
        successor_works = successor is not None and successor.status.value != "retired"
        if self.retired == "successor" and successor_works:
            return successor
        since = f" since {provider.status.since}" if provider.status.since else ""
        hint = f", or retired='successor' for {provider.successor!r}" if successor_works else ""
        warn_caller(
            f"{provider.name} has been closed{since}, so its button is left out. "
            f"Pass retired='inert' to say so on the page, or retired='link' to link to it anyway{hint}.",
            RetiredProviderWarning,
        )
        return None

    def button(
        self, provider: type[Provider], attrs: Mapping[str, AttributeValue] | None = None
    ) -> ShareButton:
        """Make the button of a provider.

        Args:
            provider: The provider, after :meth:`apply_retired_policy`.
            attrs: Extra attributes of the button's outer element, checked.

        Returns:
            The button.

        Raises:
            NoShareURLError: If the network publishes no share URL.
            SolidarityWidgetsError: If the provider cannot share the content.
        """
        if provider.action is not None:
            if self.style.display == "text":  # there is no text that could act on the reader's device
                return self.omitted(provider)
            if provider.action == "qr":
                check_qr(self.content.url)
            return self._button(provider, "", "action", attrs)
        if provider.status.value == "retired" and self.retired == "inert":
            return self._button(provider, "", "retired", attrs)
        if provider.endpoint is None:
            raise provider.no_share_url()
        known = provider.option_names()
        options = {name: value for name, value in self.options.items() if name in known}
        return self._button(provider, provider.share_url(self.content, **options), "link", attrs)

    def omitted(self, provider: type[Provider]) -> ShareButton:
        """Make the empty button of a provider that is left out.

        Args:
            provider: The provider that was requested.

        Returns:
            A button that is empty and false.
        """
        return self._button(provider, "", "omitted", self.attrs)

    def _button(
        self,
        provider: type[Provider],
        url: str,
        state: ButtonState,
        attrs: Mapping[str, AttributeValue] | None,
    ) -> ShareButton:
        return ShareButton(
            provider, url, self.content, locale=self.locale, attrs=attrs or {}, state=state, style=self.style
        )


def _check_style(options: ButtonOptions) -> ButtonStyle:
    display = options.get("display", _DEFAULT_STYLE.display)
    icons = options["icons"] if "icons" in options else default_icons()
    check_choice(display, get_args(Display), "display")
    check_choice(icons, get_args(IconSet), "icons")
    return ButtonStyle(display, icons, bool(options.get("new_tab", _DEFAULT_STYLE.new_tab)))
