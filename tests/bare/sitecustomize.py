"""Hide every optional package from this Python and from those that it starts: what a machine has that never had one.

Python imports a module of this name by itself, at its start: `PYTHONPATH=tests/bare pytest`, which is `make test-bare`.
"""

import sys
from importlib.abc import MetaPathFinder

# Each distribution that an extra of pyproject names for a user or for a test, and the module that it is imported as.
OPTIONAL = {
    "axe-playwright-python": "axe_playwright_python",
    "cloudevents": "cloudevents",
    "datasette": "datasette",
    "duckdb": "duckdb",
    "followthemoney": "followthemoney",
    "furo": "furo",
    "hatchling": "hatchling",
    "icalendar": "icalendar",
    "ipykernel": "ipykernel",
    "markdown-it-py": "markdown_it",
    "myst-parser": "myst_parser",
    "nbclient": "nbclient",
    "odfpy": "odf",
    "openpyxl": "openpyxl",
    "pandas": "pandas",
    "playwright": "playwright",
    "pyspark": "pyspark",
    "polars": "polars",
    "prov": "prov",
    "psycopg": "psycopg",
    "pyarrow": "pyarrow",
    "sphinx": "sphinx",
    "sqlite-utils": "sqlite_utils",
    "stix2": "stix2",
    "xlsxwriter": "xlsxwriter",
}


class Hidden(MetaPathFinder):
    """Answers for the optional packages, before any other finder, that there are none."""

    def find_spec(self, fullname, path=None, target=None):  # noqa: ARG002 - the signature is Python's
        if fullname.partition(".")[0] in OPTIONAL.values():
            raise ModuleNotFoundError(f"No module named {fullname!r}", name=fullname)


sys.meta_path.insert(0, Hidden())
