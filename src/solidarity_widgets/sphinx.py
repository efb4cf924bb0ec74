"""Sphinx: the functions in HTML templates, and widgets in pages, in the language of the documentation.

Add the extension to ``conf.py``::

    extensions = ["solidarity_widgets.sphinx"]
    html_baseurl = "https://example.org/"
    solidarity_widgets_providers = "telegram vk email copy_link"

Templates then have the functions of :mod:`solidarity_widgets.api`, and pages have a directive for each widget
that text can describe::

    .. share-buttons::

    .. countdown:: 2027-08-04
       :zone: Europe/Minsk

The options of a directive are the keyword arguments of its function. The stylesheet and the script are added
to every HTML page. EPUB gets the plain form of the widgets; formats that are not HTML, such as PDF and plain
text, get their text and links.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import Directive, directives
from jinja2 import Environment
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.config import Config
from sphinx.errors import ExtensionError
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.typing import ExtensionMetadata

from solidarity_widgets import assets
from solidarity_widgets.api import FUNCTIONS
from solidarity_widgets.countdowns import Countdown
from solidarity_widgets.exceptions import InvalidURLError, SolidarityWidgetsError
from solidarity_widgets.jinja import install
from solidarity_widgets.page_defaults import PageDefaults
from solidarity_widgets.petitions import PetitionProgress
from solidarity_widgets.sharing import ShareButton, ShareButtons

#: The functions with a directive: those that return a widget and take only values that can be written as
#: text. A petition is a Python object, so it is not among them.
DIRECTIVES = ("share_buttons", "share_button", "countdown", "elapsed", "petition_progress")
#: Arguments that must be whole numbers.
_WHOLE = ("signed", "goal", "max_units")
#: Functions that share the page itself, unless the directive names another one.
_SHARING = ("share_buttons", "share_button")

_logger = logging.getLogger(__name__)


class WidgetNode(nodes.General, nodes.Element):
    """A widget in a page, until a builder writes it. Its attributes are the call of the function."""


class WidgetDirective(Directive):
    """A widget in a page. The subclass names the function.

    The content of the directive is its argument: networks for share buttons, otherwise the function's first
    argument. The options are the function's keyword arguments.
    """

    function: ClassVar[str]
    optional_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        """Make the node that the builder replaces.

        Returns:
            A list with the node.
        """
        options = {name.replace("-", "_"): value for name, value in self.options.items()}
        arguments: list[str | int] = list(self.arguments)
        if arguments and self.function in _SHARING:
            options["providers" if self.function == "share_buttons" else "provider"] = arguments.pop()
        elif arguments and self.function == "petition_progress":
            arguments = [_parse_whole(self.arguments[0])]
        node = WidgetNode(function=self.function, arguments=arguments, options=options)
        node.source, node.line = self.state_machine.get_source_and_line(self.lineno)
        return [node]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Add the extension's settings, directives and events to a build.

    Args:
        app: The build.

    Returns:
        That pages can be read and written in parallel.
    """
    app.add_config_value("solidarity_widgets_providers", None, "env", (str, list, tuple))
    app.add_config_value("solidarity_widgets_base_url", None, "env", (str,))
    app.add_config_value("solidarity_widgets_prefix", "", "html", (str,))
    app.add_node(WidgetNode)
    for name in DIRECTIVES:
        app.add_directive(name.replace("_", "-"), _directive(name))
    app.add_post_transform(_WriteWidgets)
    app.connect("config-inited", _add_static_files)
    app.connect("builder-inited", _add_functions)
    app.connect("html-page-context", _tell_page)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def _directive(name: str) -> type[WidgetDirective]:
    """Return the directive of a function."""
    attributes = {"function": name, "option_spec": _Options(), "__doc__": FUNCTIONS[name].__doc__}
    return type(f"{name.title().replace('_', '')}Directive", (WidgetDirective,), attributes)


class _Options(dict[str, Callable[[str | None], Any]]):
    """The options of a directive: every name, because the function itself refuses what it does not know.

    ``share_buttons`` also takes the options of its networks, which other packages can add.
    """

    def __missing__(self, name: str) -> Callable[[str | None], Any]:
        return _parse_whole if name.replace("-", "_") in _WHOLE else _parse_option

    def __bool__(self) -> bool:
        return True  # docutils takes an empty table for "no options at all"


def _parse_option(text: str | None) -> str | bool:
    """Return an option's value: ``True`` for an option without a value, a truth value, or the text."""
    text = directives.unchanged(text)
    return text != "false" if text in ("", "true", "false") else text


def _parse_whole(text: str | None) -> str | int:
    """Return a whole number, or the text for the function to refuse."""
    text = directives.unchanged(text)
    return int(text) if text.isascii() and text.isdecimal() else text


def _add_static_files(app: Sphinx, config: Config) -> None:
    """Let HTML builders copy the stylesheet and the script, and write their tags into every page."""
    config.html_static_path.append(str(assets.directory()))
    app.add_css_file(f"{assets.FOLDER}/{assets.STYLESHEET}")
    app.add_js_file(f"{assets.FOLDER}/{assets.SCRIPT}", loading_method="defer")


def _add_functions(app: Sphinx) -> None:
    """Add the functions to the templates of builders that have templates."""
    if isinstance(app.builder, StandaloneHTMLBuilder):
        config = app.config
        install(
            _template_environment(app.builder),
            providers=config.solidarity_widgets_providers,
            base_url=_base_url(config),
            prefix=config.solidarity_widgets_prefix,
        )


def _template_environment(builder: Builder) -> Environment:
    """Return the Jinja environment of a builder's templates; a project's own template bridge has none."""
    env = getattr(getattr(builder, "templates", None), "environment", None)
    if not isinstance(env, Environment):
        raise ExtensionError(
            "solidarity_widgets.sphinx needs a template bridge with Jinja, such as Sphinx's own"
        )
    return env


def _tell_page(app: Sphinx, page: str, _template: str, context: dict[str, Any], _doctree: Any) -> None:
    """Give templates the variables that the functions read: the language and the page's URL."""
    context.setdefault("locale", app.config.language)
    context.setdefault("page_url", _page_url(app.builder, page))


def _base_url(config: Config) -> str | None:
    return config.solidarity_widgets_base_url or config.html_baseurl or None


def _defaults(config: Config) -> PageDefaults:
    return PageDefaults(config.solidarity_widgets_providers, _base_url(config))


def _page_url(builder: Builder, page: str) -> str | None:
    base_url = _base_url(builder.config)
    return f"{base_url.rstrip('/')}/{builder.get_target_uri(page)}" if base_url else None


class _WriteWidgets(SphinxPostTransform):
    """Replaces the nodes by what the builder can write."""

    default_priority = 5  # before the transforms that resolve references and images

    def run(self, **_kwargs: object) -> None:
        for node in list(self.document.findall(WidgetNode)):
            try:
                node.replace_self(list(self._write(node)))
            except (SolidarityWidgetsError, TypeError) as error:
                name = node["function"].replace("_", "-")
                _logger.warning("%s: %s", name, error, location=node, type="solidarity_widgets", subtype=name)
                node.parent.remove(node)

    def _write(self, node: WidgetNode) -> Iterator[nodes.Node]:
        builder = self.app.builder
        if builder.name == "linkcheck":  # share links are not links of the documentation: do not visit them
            return
        if builder.format == "html":
            yield nodes.raw("", self._html(node, builder), format="html")
        else:
            yield from _plain_nodes(self._call_plain(node, builder))

    def _html(self, node: WidgetNode, builder: Builder) -> str:
        """Render the widget as a template would, so that the site's own markup of it counts too."""
        if builder.name == "epub":
            return str(self._call_plain(node, builder))
        env = _template_environment(builder)
        function = env.globals[self.config.solidarity_widgets_prefix + node["function"]]
        template = env.from_string("{{ function(*arguments, **options) }}")
        return str(
            template.render(
                self._variables(builder),
                function=function,
                arguments=node["arguments"],
                options=self._options(node),
            )
        )

    def _call_plain(self, node: WidgetNode, builder: Builder) -> object:
        """Return the widget without what needs a browser, such as a button that copies the link."""
        variables = self._variables(builder)
        options = {**self._options(node), "display": "text"}
        function = FUNCTIONS[node["function"]]
        return _defaults(self.config).call(function, variables.get, tuple(node["arguments"]), options)

    def _variables(self, builder: Builder) -> dict[str, object]:
        return {"locale": self.config.language, "page_url": _page_url(builder, self.env.docname)}

    def _options(self, node: WidgetNode) -> Mapping[str, Any]:
        """Return the options, with the page's title for buttons that share the page."""
        options = dict(node["options"])
        if node["function"] in _SHARING and "url" not in options:
            if _base_url(self.config) is None:
                reason = "is missing; set html_baseurl in conf.py, or add the option :url:"
                raise InvalidURLError("url", None, reason)
            if "title" not in options and (title := self.env.titles.get(self.env.docname)) is not None:
                options["title"] = title.astext()
        return options


def _plain_nodes(widget: object) -> Iterator[nodes.Node]:
    """Return a widget as paragraphs and links, for formats that are not HTML."""
    if isinstance(widget, ShareButton) and widget:
        yield nodes.paragraph("", "", _link(widget))
    elif isinstance(widget, ShareButtons) and len(widget):
        items = [nodes.list_item("", nodes.paragraph("", "", _link(button))) for button in widget]
        yield nodes.bullet_list("", *items)
    elif isinstance(widget, Countdown):
        yield nodes.paragraph("", widget.text)
    elif isinstance(widget, PetitionProgress):
        yield nodes.paragraph("", " ".join(filter(None, (widget.text, widget.goal_text))))


def _link(button: ShareButton) -> nodes.Node:
    """Return a button's link, or the text of a button for a retired network."""
    if button.url:
        return nodes.reference("", button.label, refuri=button.url)
    return nodes.Text(button.label)
