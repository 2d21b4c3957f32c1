"""How Sphinx makes the documentation of these pages: `make docs`, into build/docs/."""

import json
from collections.abc import Iterator
from typing import Any

from pygments.lexers.special import TextLexer
from sphinx.highlighting import lexers

import timeline
from timeline.records import drafts
from timeline.records.usual import Glance

project = "timeline"
author = "the maintainers of timeline"
copyright = author  # noqa: A001 - Sphinx's name for it
release = version = timeline.__version__

source_suffix = {".md": "markdown", ".ipynb": "markdown"}
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
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


def show_notebooks(app: Any, docname: str, source: list[str]) -> None:
    """Show a notebook as the page that it is: its texts, its code, and the answers that are kept in it."""
    if app.env.doc2path(docname).suffix == ".ipynb":
        source[0] = "\n\n".join(cell for one in json.loads(source[0])["cells"] for cell in shown(one))


def shown(cell: dict[str, Any]) -> Iterator[str]:
    """Write a cell of a notebook as Markdown."""
    text = "".join(cell["source"])
    if cell["cell_type"] == "markdown":
        yield text
        return
    yield f"```python\n{text}\n```"
    for output in cell["outputs"]:
        data = output.get("data", {})
        if "text/html" in data:
            yield f"```{{raw}} html\n{''.join(data['text/html'])}\n```"
        else:
            yield f"```text\n{''.join(data.get('text/plain', output.get('text', '')))}\n```"


def setup(app: Any) -> None:
    """Say what Sphinx calls while it reads the pages, and what signatures name that only a checker of types imports."""
    drafts.Glance = Glance  # type: ignore[attr-defined]
    app.connect("source-read", show_notebooks)
    app.connect("source-read", lead_to_pages)
