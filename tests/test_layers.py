"""The cut of the modules: imports point one way, the core touches nothing, starting is cheap."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).parent.parent / "src" / "timeline"

# From the bottom to the top. A module imports from layers below and from lines above it in its own layer.
VALUES = """
_version errors terminal suggest dates masks instants grammar meanings numerals words said smallwords spelled dayparts
phrases endings slips hints edtf say
"""
RECORDS = """
strict model cellnames facts codec archives holdings repeats targets intake flat segments proof outlines lineage chain
stamping checkpoint
"""
DERIVATION = """
windows changes known publications held extents reporting asof standing replay views history reasons rows differences
arrivals judging testing plugins
"""
SHOWING = """
schemas formats.tabular formats.lines formats.grid formats.headings formats.spreadsheet formats.outgoing sheets
formats.notebook topics echo selection chosen arguments given about exporting
figures.scene figures.colours figures.labels figures.scale figures.svg figures.canvas figures.ticks figures.printed
figures.when
figures.chart figures.captions figures.frame figures.legend figures.shapes figures.lanes figures.cells figures.layout
figures.telling figures.events figures.runs figures.state figures.compare figures.cascade figures.plane figures.calendar
figures.rate figures.around figures.tree figures.field figures.months figures.columns figures.kinds
page.markup page.minify page.style page.script page.rows page.memory page.ink page.pictures page.steps page.document
"""
EDGES = """
collecting git tracked disk reading writing recovery founding adding log captures redacting seen verified checkpoints
identity checking incoming attaching
figures.saving figures.draw figures.making publishing answers api
cli.boundary cli.saving cli.main cli.options cli.editor cli.output cli.progress cli.adding cli.record cli.guard
cli.asking cli.tell cli.ask cli.doctor cli.draw cli.publish cli.bring cli.export cli.helping
"""
PURE = (VALUES + RECORDS + DERIVATION + SHOWING).split()
ORDER = {name: place for place, name in enumerate([*PURE, *EDGES.split()])}
OUTSIDE = {"os", "pathlib", "sqlite3", "click", "matplotlib", "time", "random", "secrets", "subprocess", "socket", "io"}


def modules():
    return {
        ".".join(path.relative_to(SOURCE).with_suffix("").parts): path
        for path in SOURCE.rglob("*.py")
        if path.name not in ("__init__.py", "__main__.py")
    }


def statements(tree):
    """Walk a module, but for what only a type checker reads."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            continue
        yield node
        yield from statements(node)


def imports(path):
    """Name the modules that a file imports, ours without the package's name."""
    ours, others = set(), set()
    for node in statements(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            others.update(alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            if node.module == "timeline" or (node.module or "").removeprefix("timeline.") in (
                "cli",
                "page",
                "figures",
                "formats",
            ):
                prefix = "" if node.module == "timeline" else node.module.removeprefix("timeline.") + "."
                ours.update(prefix + alias.name for alias in node.names)
            elif (node.module or "").startswith("timeline."):
                ours.add(node.module.removeprefix("timeline."))
            else:
                others.add((node.module or "").partition(".")[0])
    return ours, others


def test_every_module_has_its_place():
    assert set(ORDER) == set(modules())


@pytest.mark.parametrize("name", sorted(ORDER))
def test_nothing_looks_up(name):
    ours, _ = imports(modules()[name])
    higher = {other for other in ours if other in ORDER and ORDER[other] >= ORDER[name]}
    assert not higher, f"{name} imports {sorted(higher)}, which stand above it"


@pytest.mark.parametrize("name", PURE)
def test_the_core_touches_nothing(name):
    _, others = imports(modules()[name])
    assert not others & OUTSIDE, f"{name} imports {sorted(others & OUTSIDE)}"


def test_today_enters_in_the_command_line_alone():
    asking = [
        name
        for name, path in modules().items()
        if {"today", "now", "utcnow"}
        & {
            node.attr
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Attribute)
        }
    ]
    assert all(name.startswith("cli.") or name in ("log", "api") for name in asking), asking


def test_only_drawing_imports_matplotlib():
    drawing = sorted(name for name, path in modules().items() if "matplotlib" in imports(path)[1])
    assert all(name.startswith("figures.") for name in drawing), drawing


@pytest.mark.parametrize("what", ["import timeline", "import timeline as tl; tl.open"])
def test_importing_the_package_is_cheap(what):
    slow = ["matplotlib", "numpy", "cattrs", "sqlite3", "click", "subprocess"]
    code = f"import sys; {what}; print([name for name in {slow!r} if name in sys.modules])"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"
