"""What a template may leave out: the page's language, its URL, and the site's networks.

Adapters use this module, so that the rules are the same in every framework and no adapter repeats the
arguments of a function. It imports no framework: it reads template variables by name, and takes the path from
the requests of Django, Flask, Starlette and FastAPI.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias
from urllib.parse import quote

from solidarity_widgets.checks import split_names
from solidarity_widgets.exceptions import InvalidFieldError, InvalidURLError
from solidarity_widgets.i18n import names_language
from solidarity_widgets.sharing.functions import ProviderNames
from solidarity_widgets.text import is_text, none_if_blank, safe_str
from solidarity_widgets.urls import UrlLike, check_url
from solidarity_widgets.widget import Widget

#: The template variable that holds the page's locale.
LOCALE_VARIABLE = "locale"
#: The template variable that holds the page's URL: absolute, or a path on the site.
PAGE_URL_VARIABLE = "page_url"
#: The template variable that holds the framework's request.
REQUEST_VARIABLE = "request"
#: The template variable that holds the nonce of the content security policy, as in Django and Flask-Talisman.
NONCE_VARIABLE = "csp_nonce"
#: The folder, among a site's templates, of those that replace the HTML of widgets.
TEMPLATE_FOLDER = "solidarity_widgets"

#: Returns the value of a template variable, or ``None``, as the method ``get`` of a template's context does.
Variables: TypeAlias = Callable[[str], object]

#: Renders a template of the site: its name and variables -> the HTML (or a coroutine that returns it), or
#: ``None`` if the site has no such template.
RenderTemplate: TypeAlias = Callable[[str, Mapping[str, object]], object]

_PATH_CHARACTERS = "/~!$&'()*+,;=:@"


@dataclass(frozen=True, slots=True)
class PageDefaults:
    """A site's defaults for the arguments that its templates leave out.

    Args:
        providers: The networks of ``share_buttons`` if the call names none.
        base_url: The URL of the site, such as ``https://example.org``. Paths are added to it. If the paths
            of your framework begin with the path of your app (``SCRIPT_NAME``, ``root_path``), leave it out
            here.
        assets_base: The ``base`` of ``stylesheet`` and ``script``: the prefix under which the site publishes
            the static files, or a function that returns it for the current request.

    Raises:
        InvalidURLError: If *base_url* is not an absolute http(s) URL, or has a query or a fragment.
        InvalidFieldError: If *providers* is neither text nor a list of texts.

    Example:
        >>> from solidarity_widgets import share_buttons
        >>> site = PageDefaults("telegram, vk", "https://example.org")
        >>> bar = site.call(share_buttons, {"page_url": "/lake"}.get, (), {})
        >>> [button.content.url for button in bar]
        ['https://example.org/lake', 'https://example.org/lake']
    """

    providers: ProviderNames = None
    base_url: UrlLike | None = None
    assets_base: str | Callable[[], str] | None = None

    def __post_init__(self) -> None:
        base_url = none_if_blank(self.base_url, "base_url")
        if base_url is not None:
            base_url = check_url(base_url, "base_url")
            if "?" in base_url or "#" in base_url:
                raise InvalidURLError("base_url", base_url, "must not have a query or a fragment")
            base_url = base_url.rstrip("/")
        object.__setattr__(self, "base_url", base_url)
        object.__setattr__(self, "providers", split_names(self.providers, "providers"))

    def call(
        self,
        function: Callable[..., object],
        variable: Variables,
        args: tuple[object, ...],
        kwargs: Mapping[str, object],
        render_template: RenderTemplate | None = None,
    ) -> object:
        """Call a function, with what the page and the site know instead of what the template left out.

        An argument that a template passes is never replaced, even if it is undefined: a misspelt variable
        must not share another page. Only an empty ``locale`` counts as left out.

        Args:
            function: A function of :mod:`solidarity_widgets.api`.
            variable: Returns the value of a template variable.
            args: The positional arguments that the template passed.
            kwargs: The keyword arguments that the template passed.
            render_template: Renders a template of the site: the template
                ``solidarity_widgets/share_buttons.html``, for example, replaces the HTML of
                ``share_buttons``. Its variable ``widget`` is the widget.

        Returns:
            What the function returns, or the HTML of the site's own template for it.

        Raises:
            InvalidURLError: If the page's URL is needed and not known, or if an address is a path and the
                site has no *base_url*.
            InvalidFieldError: If networks are needed, and neither the call nor the site names any.
        """
        parameters = _parameters(function)
        arguments = dict(kwargs)
        if "locale" in parameters and none_if_blank(arguments.get("locale"), "locale") is None:
            locale = variable(LOCALE_VARIABLE)
            arguments["locale"] = locale if names_language(locale) else None
        if "base" in parameters:
            self._complete_asset_tag(variable, args, arguments)
        if "url" in parameters:
            if args:
                args = (self.absolute(args[0], "url"), *args[1:])
            else:
                given = "url" in arguments
                arguments["url"] = (
                    self.absolute(arguments["url"], "url") if given else self.page_url(variable)
                )
            if "image" in arguments:
                arguments["image"] = self.absolute(arguments["image"], "image")
            if len(args) < 2:
                self._fill_in_networks(function, arguments)
        if "page_url" in parameters:  # where a petition's plain form sends its readers
            if "page_url" in arguments:
                arguments["page_url"] = self.absolute(arguments["page_url"], "page_url")
            elif arguments.get("display") == "text":
                arguments["page_url"] = self.page_url(variable, "page_url")
        made = function(*args, **arguments)
        if render_template is not None and isinstance(made, Widget):
            html = render_template(f"{TEMPLATE_FOLDER}/{function.__name__}.html", {"widget": made})
            if html is not None:
                return html
        return made

    def absolute(self, address: object, field: str) -> object:
        """Add a path to the site's URL.

        Args:
            address: An address. Only one that begins with a single slash is changed.
            field: The argument's name, for the error.

        Returns:
            An absolute URL for a path; anything else as it is, for the function to check.

        Raises:
            InvalidURLError: If *address* is a path and the site has no *base_url*.

        Example:
            >>> PageDefaults(base_url="https://example.org/").absolute("/lake", "url")
            'https://example.org/lake'
        """
        if not is_text(address) or isinstance(address, bytes):
            return address
        text = safe_str(address, field)
        if not text.startswith("/") or text.startswith("//"):
            return address
        if self.base_url is None:
            raise InvalidURLError(
                field,
                text,
                "must be an absolute http(s) URL; to write paths, set the site's base_url, for example "
                "install(env, base_url='https://example.org')",
            )
        return f"{self.base_url}{text}"

    def page_url(self, variable: Variables, field: str = "url") -> object:
        """Return the URL of the current page.

        It is the template variable ``page_url``. Without one, it is *base_url* and the path of the request.
        The ``Host`` header is never used, because whoever sends the request chooses it. The query is left
        out, because it can contain tokens, names and the tags of a campaign.

        Args:
            variable: Returns the value of a template variable.
            field: The name of the argument that needs it, for the error.

        Returns:
            The URL.

        Raises:
            InvalidURLError: If the URL is not known; the error says what to do.
        """
        page_url = none_if_blank(variable(PAGE_URL_VARIABLE), PAGE_URL_VARIABLE)
        if page_url is not None:
            return self.absolute(page_url, PAGE_URL_VARIABLE)
        path = request_path(variable(REQUEST_VARIABLE))
        if path is None:
            reason = (
                "is missing, and the template has no variable page_url or request that tells the current "
                "page's URL; pass the page's URL, or set the template variable page_url"
            )
        elif self.base_url is None:
            reason = (
                "is missing, and the request tells only the path of the current page; pass the page's URL, "
                "or set the site's base_url, for example install(env, base_url='https://example.org')"
            )
        else:
            return f"{self.base_url}{path}"
        raise InvalidURLError(field, None, reason)

    def _complete_asset_tag(
        self, variable: Variables, args: tuple[object, ...], arguments: dict[str, object]
    ) -> None:
        """Add where the site publishes the static files, and the page's CSP nonce."""
        if "base" not in arguments and self.assets_base is not None:
            arguments["base"] = self.assets_base() if callable(self.assets_base) else self.assets_base
        if not args and "nonce" not in arguments:
            nonce = variable(NONCE_VARIABLE)
            nonce = nonce() if callable(nonce) else nonce  # Flask-Talisman has a function
            if is_text(nonce):
                arguments["nonce"] = str(nonce)  # Django makes it when somebody reads it

    def _fill_in_networks(self, function: Callable[..., object], arguments: dict[str, object]) -> None:
        """Add the site's networks to a call without any."""
        parameters = _parameters(function)
        if "providers" in parameters and "providers" not in arguments:
            if not self.providers:
                reason = (
                    "is missing; name the networks, or set those of the site, for example "
                    "install(env, providers='telegram vk')"
                )
                raise InvalidFieldError("providers", None, reason)
            arguments["providers"] = self.providers
        if "provider" in parameters and "provider" not in arguments:
            reason = (
                f"is missing; for the current page write {function.__name__}(provider='telegram'), "
                f"otherwise {function.__name__}(url, 'telegram')"
            )
            raise InvalidFieldError("provider", None, reason)


def request_path(request: object) -> str | None:
    """Return the path of a framework's request, with the path under which the app is served.

    Args:
        request: A request of Django, Flask, Starlette or FastAPI, or anything else.

    Returns:
        The percent-encoded path. It begins with a slash and has no query. ``None`` if *request* is not such a
        request, or if it is Flask's and no request is being handled.

    Example:
        >>> from types import SimpleNamespace
        >>> request_path(SimpleNamespace(root_path="/campaign", path="/воля"))
        '/campaign/%D0%B2%D0%BE%D0%BB%D1%8F'
    """
    try:
        path = getattr(request, "path", None)
        if isinstance(getattr(request, "path_info", None), str):  # Django: path contains the script name
            prefix: object = ""
        elif isinstance(path, str):  # Flask: path does not
            prefix = getattr(request, "root_path", "")
        else:  # Starlette. Its request.url is made from the Host header, so it is not read.
            scope = getattr(request, "scope", None)
            if not isinstance(scope, Mapping):
                return None
            path = scope.get("path")
            prefix = scope.get("app_root_path", scope.get("root_path", ""))
            if isinstance(path, str) and f"{path}/".startswith(f"{str(prefix).rstrip('/')}/"):
                prefix = ""  # as in the ASGI specification; servers behind some proxies leave it out
    except RuntimeError:  # Flask's request, outside a request
        return None
    if not isinstance(path, str):
        return None
    # Without a slash between them, "@example.net" would change the host of the URL.
    return quote(f"{str(prefix).rstrip('/')}/{path.removeprefix('/')}", _PATH_CHARACTERS, errors="replace")


@cache
def _parameters(function: Callable[..., object]) -> frozenset[str]:
    return frozenset(inspect.signature(function).parameters)
