"""Flask: the functions in templates, in the language of the app, and a petition site as a blueprint.

::

    from solidarity_widgets.flask import SolidarityWidgets

    widgets = SolidarityWidgets(app, base_url="https://example.org", providers="telegram vk email")

Widgets are in the language that Flask-Babel has chosen, if the app uses it; otherwise in that of a
*locale_selector*, or of the browser. That is so in templates and in Python code, during a request and inside
``flask_babel.force_locale``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Flask, Response, current_app, g, has_app_context, has_request_context, request
from flask.signals import request_started

from solidarity_widgets import assets
from solidarity_widgets.i18n import LocaleLike, add_locale_source, get_locale, match_locale
from solidarity_widgets.jinja import install
from solidarity_widgets.page_defaults import LOCALE_VARIABLE
from solidarity_widgets.sharing.functions import ProviderNames
from solidarity_widgets.urls import UrlLike

if TYPE_CHECKING:  # the extra signing, which apps without petitions need not have
    from solidarity_widgets.mail import MailWorker
    from solidarity_widgets.web import PetitionSite

#: The key of ``app.extensions``, and the name of the blueprint with the static files.
_NAME = "solidarity_widgets"
_YEAR = 365 * 86_400


class SolidarityWidgets:
    """The extension. One object can set up several apps.

    Args:
        app: The app, unless you call :meth:`init_app` later.
        base_url: The URL of the site, such as ``https://example.org``. With it, templates can share paths,
            and ``{{ share_buttons() }}`` shares the current page.
        providers: The networks of ``share_buttons`` in templates that name none.
        prefix: What the names of the template functions begin with; see
            :func:`solidarity_widgets.jinja.install`.
        locale_selector: Returns the language of the request, for apps without Flask-Babel. By default it is
            the first language of the browser that has a catalog.
        assets_path: The path under which the stylesheet and the script are served.
        petitions: A petition site. Its pages are served below the path of its ``base_url``, in the language
            of the app unless the address has another one. The template
            ``solidarity_widgets/page.html`` of your app, if there is one, is its layout, and gets ``page``
            (a :class:`solidarity_widgets.web.Page`). If the app has Flask-WTF's ``CSRFProtect``, forms have
            its token.
        worker: A mail worker, which starts with the first request of the petition site.

    Raises:
        InvalidURLError: If *base_url* is not an absolute http(s) URL, or has a query or a fragment.
        InvalidFieldError: If *providers* is not a list of names, or *prefix* cannot begin a name.

    Example:
        >>> from flask import render_template_string
        >>> app = Flask("campaign")
        >>> widgets = SolidarityWidgets(app, base_url="https://example.org", providers="telegram vk")
        >>> with app.test_request_context("/lake", headers={"Accept-Language": "be"}):
        ...     render_template_string("{{ share_buttons()[0].label }}")
        'Падзяліцца ў Telegram'
    """

    def __init__(
        self,
        app: Flask | None = None,
        *,
        base_url: UrlLike | None = None,
        providers: ProviderNames = None,
        prefix: str = "",
        locale_selector: Callable[[], LocaleLike] | None = None,
        assets_path: str = "/widgets",
        petitions: PetitionSite | None = None,
        worker: MailWorker | None = None,
    ) -> None:
        self._template_options: dict[str, Any] = {
            "base_url": base_url,
            "providers": providers,
            "prefix": prefix,
        }
        self._locale_selector = locale_selector
        self._assets_path = assets_path
        self._petitions = petitions
        self._worker = worker
        if app is not None:
            self.init_app(app)

    def init_app(self, app: Flask) -> None:
        """Set up an app: its template functions, its static files and its petitions.

        Args:
            app: The app.

        Raises:
            RuntimeError: If the app has been set up before.
        """
        if _NAME in app.extensions:
            raise RuntimeError("solidarity_widgets has set up this app before; call init_app() once")
        app.extensions[_NAME] = self
        install(app.jinja_env, assets_base=_assets_base, **self._template_options)
        app.register_blueprint(
            _Files(_NAME, __name__, static_folder=assets.directory(), static_url_path=self._assets_path)
        )
        app.context_processor(lambda: {LOCALE_VARIABLE: get_locale()})
        app.after_request(_vary)
        add_locale_source(_app_locale)
        if self._petitions is not None:
            chooses = self._locale_selector is not None
            from solidarity_widgets.flask.petitions import Petitions

            petitions = Petitions(self._petitions, self._worker, chooses_locale=chooses)
            app.register_blueprint(petitions.blueprint(app))
            request_started.connect(petitions.exempt_links, app, weak=False)  # before Flask-WTF looks

    def select_locale(self) -> LocaleLike:
        """Return the language of the current request of the current app.

        Returns:
            What Flask-Babel, the *locale_selector* or the browser says; ``None`` if nobody says anything.
        """
        if "babel" in current_app.extensions:
            import flask_babel

            locale: LocaleLike = flask_babel.get_locale()
            return locale
        if not has_request_context():
            return None
        if self._locale_selector is not None:
            return self._locale_selector()
        g.solidarity_widgets_read_header = True
        return match_locale(request.headers.get("Accept-Language"))


class _Files(Blueprint):
    """Serves the static files. Their addresses change with their content, so they can be kept."""

    def get_send_file_max_age(self, filename: str | None) -> int | None:
        return _YEAR if "v" in request.args else super().get_send_file_max_age(filename)


# --- the language -----------------------------------------------------------------------------------------


def _app_locale() -> LocaleLike:
    """Return the language of the current app, if it has been set up."""
    widgets: SolidarityWidgets | None = current_app.extensions.get(_NAME) if has_app_context() else None
    return widgets.select_locale() if widgets is not None else None


def _vary(response: Response) -> Response:
    """Tell caches that the page depends on the browser's language, if it does."""
    if g.get("solidarity_widgets_read_header"):
        response.vary.add("Accept-Language")
    return response


def _assets_base() -> str:
    """Return the prefix of the static files, with the path under which the app is served."""
    root = request.root_path if has_request_context() else ""
    blueprint = current_app.blueprints[_NAME]
    return f"{root}{blueprint.static_url_path}"
