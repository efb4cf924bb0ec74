"""The settings of the documentation site. `python dev.py docs` builds it, in build/docs."""

from __future__ import annotations

import builtins
import inspect
import re
import sys
import wsgiref.types
from functools import cache
from typing import Any

import django.conf
from docutils import nodes
from pygments.lexers.configs import NginxConfLexer
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.nodes import make_refnode

import solidarity_widgets.types
from devtools.site import project_version

django.conf.settings.configure()  # its app is imported for the pages of the Python API

project = "solidarity-widgets"
copyright = "the solidarity-widgets contributors"
version = release = project_version()
language = "en"

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx.ext.viewcode",
    "solidarity_widgets.sphinx",
]
myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 4  # the same anchors as on GitHub
# Every reference must resolve: internal ones strictly, names of other packages by _resolve below.
nitpicky = True
suppress_warnings = ["misc.highlighting_failure"]  # an example may have an ellipsis where HTML has none

autodoc_typehints = "description"
autodoc_typehints_description_target = "documented_params"
autodoc_member_order = "bysource"
autodoc_default_options = {"members": True, "show-inheritance": True}
# Aliases keep their names. Otherwise every argument would show the long union that its alias stands for.
autodoc_type_aliases = {name: f"solidarity_widgets.types.{name}" for name in solidarity_widgets.types.__all__}
napoleon_numpy_docstring = False

html_theme = "furo"
html_title = "solidarity-widgets"
html_static_path = ["static"]
html_css_files = ["site.css"]
html_favicon = "static/logo.svg"
html_copy_source = False  # there is a Markdown copy beside each page
html_show_sphinx = False
html_scaled_image_link = False
pygments_style = "a11y-high-contrast-light"
pygments_dark_style = "a11y-high-contrast-dark"
html_theme_options = {
    "light_logo": "logo.svg",
    "dark_logo": "logo.svg",
    "light_css_variables": {
        "color-brand-primary": "#7a1530",
        "color-brand-content": "#8f1b3a",
        "color-brand-visited": "#6b2a7a",
    },
    "dark_css_variables": {
        "color-brand-primary": "#ff9db2",
        "color-brand-content": "#ff9db2",
        "color-brand-visited": "#dcb0ee",
    },
}


def _keep_annotations(app: Sphinx, _kind: str, name: str, value: object, *_: object) -> None:
    """Show the types of arguments as the code writes them, ``UrlLike | None``, not what they stand for."""
    try:
        signature = inspect.signature(value)
    except (TypeError, ValueError):
        return
    shown = app.env.current_document.autodoc_annotations.setdefault(name, {})
    for parameter in signature.parameters.values():
        if isinstance(parameter.annotation, str):
            shown[parameter.name] = parameter.annotation
    if isinstance(signature.return_annotation, str):
        shown["return"] = signature.return_annotation


@cache
def _known_names() -> frozenset[str]:
    """Return all names in the library's modules: its internal ones, and those from other packages."""
    modules = [module for name, module in sys.modules.items() if name.startswith("solidarity_widgets")]
    return frozenset(name for module in [builtins, wsgiref.types, *modules] for name in vars(module))


def _resolve(
    app: Sphinx, env: BuildEnvironment, node: pending_xref, content: nodes.Element
) -> nodes.Node | None:
    """Find a name of ours under the module that users import it from.

    Docstrings name a class as the code does. A name that no page documents is shown without a link if it
    exists: inventories of the standard library and of other packages would have to come from the network.
    """
    if node.get("refdomain") != "py":
        return None
    tail = node["reftarget"].removeprefix("solidarity_widgets.")
    objects = env.domains.python_domain.objects
    while tail:
        found = {
            (entry.docname, entry.node_id)
            for name, entry in objects.items()
            if f".{name}".endswith(f".{tail}")
        }
        if len(found) == 1:
            [(page, target)] = found
            return make_refnode(app.builder, node["refdoc"], page, target, content)
        tail = tail.partition(".")[2] if node["reftarget"].startswith("solidarity_widgets.") else ""
    parts = node["reftarget"].split(".")
    exists = parts[0] in sys.stdlib_module_names or not _known_names().isdisjoint(parts[-2:])
    return content if exists else None


def _correct_html(_app: Sphinx, page: str, _template: str, context: dict[str, Any], _doctree: object) -> None:
    """Complete headings, let keys scroll wide code and tables, and remove links that lead nowhere.

    A page of source code links back to the module that a name is in, not to the one that it is imported from.
    """
    tree = "furo_navigation_tree"
    if tree in context:
        context[tree] = context[tree].replace('role="heading"', 'role="heading" aria-level="2"')
    if "body" in context:
        scrolling = r'(<div class="highlight"><pre|<div class="table-wrapper [^"]*")>'
        context["body"] = re.sub(scrolling, r'\1 tabindex="0">', context["body"])
    if page.startswith("_modules/") and "body" in context:
        context["body"] = re.sub(r'<a class="viewcode-back" .*?</a>', "", context["body"])


def setup(app: Sphinx) -> None:
    """Connect what is special about this site."""
    app.add_lexer("caddy", NginxConfLexer)  # Pygments has no lexer of Caddy's files, which look the same
    app.connect("autodoc-process-signature", _keep_annotations, priority=900)  # after autodoc's own
    app.connect("html-page-context", _correct_html, priority=900)  # after the theme's own
    app.connect("missing-reference", _resolve)
