"""How Sphinx makes the documentation of these pages: `make docs`, into build/docs/."""

from typing import Any

from pygments.lexers.special import TextLexer
from sphinx.highlighting import lexers

import timeline

project = "timeline"
author = "the maintainers of timeline"
copyright = author  # noqa: A001 - Sphinx's name for it
release = version = timeline.__version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["man"]
templates_path: list[str] = []
html_theme = "furo"
html_title = f"timeline {release}"
html_theme_options = {"sidebar_hide_name": False}
html_show_sourcelink = False
nitpicky = False

# Headings down to the fourth level can be linked to, under the names that GitHub gives them.
myst_heading_anchors = 4
myst_enable_extensions = ["attrs_inline"]

# The public names: what `import timeline` offers, under the name by which a user writes it.
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
autodoc_preserve_defaults = True
autodoc_class_signature = "separated"
napoleon_google_docstring = True
napoleon_numpy_docstring = False
default_role = "literal"  # `x` in a docstring is code

lexers["csv"] = TextLexer()

# Pages that stand elsewhere in the repository and are shown here: a link to the file leads to the page.
SHOWN = {
    "../CHANGELOG.md": "changes.md",
    "../CONTRIBUTING.md": "contributing.md",
    "../examples/incident/README.md": "recipes/incident-package.md",
}


def lead_to_pages(_app: Any, docname: str, source: list[str]) -> None:
    """Let links to files that are shown as pages lead to the page."""
    up = "../" * docname.count("/")
    for file, page in SHOWN.items():
        source[0] = source[0].replace(f"]({up}{file})", f"]({up}{page})")


def setup(app: Any) -> None:
    """Say what Sphinx calls while it reads the pages."""
    app.connect("source-read", lead_to_pages)
