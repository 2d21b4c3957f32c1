"""The house: eleven packages whose imports point one way, a core that touches nothing, a cheap start."""

import ast
import functools
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).parent.parent / "src" / "timeline"

# A package imports from those before it alone. The files of the root stand at three places among them.
PACKAGES = ("dates", "records", "asof", "verify", "text", "views", "store", "engines", "figures", "page", "cli")
ROOT = {
    "_version": -2,
    "named": -2,
    "errors": -1,
    "replay": 10,
    "lookup": 9.2,
    "drawing": 9.3,
    "exports": 9.4,
    "snapshot": 9.5,
    "opened": 9.2,
    "recording": 9.3,
    "exchange": 9.4,
    "api": 9.6,
    "onengine": 9.7,
    "testing": 9.8,
    "__init__": 9.9,
    "__main__": 12,
}
PURE = ("dates", "records", "asof", "verify", "text", "views", "figures", "page")
# The edges inside the pure packages, each with what it is there for.
EDGES = {
    "figures.draw": {"matplotlib", "io", "pathlib"},
    "figures.typeface": {"pathlib"},  # its own files, which are a part of the package
    "figures.fallback": {"matplotlib", "pathlib"},
    "figures.making": set(),
    "page.publish": set(),
    "text.outgoing.sqlite": {"sqlite3"},  # a database in memory, handed on as bytes
    "text.outgoing.workbook": {"io"},  # a file in memory, likewise
    "text.incoming.packed": {"io"},  # a zip archive is read from bytes in memory
}
# What a module names of one above it, as a type alone: a circle only for who reads, and each has its reason.
NAMED_ABOVE = {
    ("store.add", "store.log"),  # a log hands itself to what adds to it, and to what its appends rest on
    ("store.ground", "store.log"),
    ("store.upkeep", "store.log"),
}
OUTSIDE = {"os", "pathlib", "sqlite3", "click", "matplotlib", "time", "random", "secrets", "subprocess", "socket", "io"}


@functools.cache
def modules():
    return {".".join(path.relative_to(SOURCE).with_suffix("").parts): path for path in sorted(SOURCE.rglob("*.py"))}


@functools.cache
def tree_of(path):
    """Parse a module once for all tests of this file."""
    return ast.parse(path.read_text(encoding="utf-8"))


def statements(tree, *, types):
    """Walk a module; with ``types`` also what only a type checker reads."""
    for node in ast.iter_child_nodes(tree):
        if (
            not types
            and isinstance(node, ast.If)
            and isinstance(node.test, ast.Name)
            and node.test.id == "TYPE_CHECKING"
        ):
            continue
        yield node
        yield from statements(node, types=types)


@functools.cache
def imports(path, *, types=False):
    """Name the modules that a file imports, ours without the package's name; with ``types`` also as types alone."""
    known = modules()
    ours, others = set(), set()
    for node in statements(tree_of(path), types=types):
        if isinstance(node, ast.Import):
            others.update(alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            head, _, inner = (node.module or "").partition(".")
            if head != "timeline":
                others.add(head)
                continue
            for alias in node.names:
                full = f"{inner}.{alias.name}" if inner else alias.name
                home = next((one for one in (full, f"{full}.__init__", inner) if one in known), inner)
                ours.add(home if home in known else f"{home}.__init__" if home else "__init__")
    return ours, others


def floor(name):
    """Give the place of a module's package in the order."""
    package = name.partition(".")[0]
    return PACKAGES.index(package) if package in PACKAGES else ROOT[name]


@pytest.fixture(scope="module")
def arrows():
    return {name: imports(path)[0] for name, path in modules().items()}


@pytest.fixture(scope="module")
def arrows_of_types():
    return {name: imports(path, types=True)[0] for name, path in modules().items()}


def test_the_root_holds_what_is_named_here_and_eleven_packages():
    assert {name for name in modules() if "." not in name} <= {*ROOT, "replay"}
    assert {name.partition(".")[0] for name in modules() if "." in name} == set(PACKAGES)


def test_packages_import_one_way_and_name_types_one_way(arrows_of_types):
    up = [
        f"{name} imports {other}"
        for name, those in arrows_of_types.items()
        for other in those
        if floor(other) > floor(name)
    ]
    assert not up, "\n".join(up)


@pytest.mark.parametrize("package", PACKAGES)
def test_no_package_holds_a_circle(package, arrows):
    assert circle(package, arrows) is None


@pytest.mark.parametrize("package", PACKAGES)
def test_no_types_make_one_but_where_it_is_said_why(package, arrows_of_types):
    without = {
        name: {other for other in those if (name, other) not in NAMED_ABOVE} for name, those in arrows_of_types.items()
    }
    assert circle(package, without) is None


def test_what_is_named_of_a_module_above_is_still_named(arrows, arrows_of_types):
    for name, other in NAMED_ABOVE:
        assert other in arrows_of_types[name] - arrows[name], (name, other)


def circle(package, arrows):
    """Give the modules of a package that import each other in a ring, the first again at the end; None without one."""
    inside = {
        n: {o for o in those if o.partition(".")[0] == package}
        for n, those in arrows.items()
        if n.partition(".")[0] == package
    }
    done, path = set(), []

    def visit(name):
        if name in path:
            return [*path[path.index(name) :], name]
        if name in done:
            return None
        path.append(name)
        found = next(filter(None, map(visit, sorted(inside.get(name, ())))), None)
        path.pop()
        done.add(name)
        return found

    return next(filter(None, map(visit, inside)), None)


@pytest.mark.parametrize("package", PURE)
def test_the_pure_packages_touch_nothing(package):
    touching = {}
    for name, path in modules().items():
        if name.partition(".")[0] == package:
            ours, others = imports(path)
            store = {other for other in ours if other.partition(".")[0] in ("store", "cli")}
            found = (others & OUTSIDE) | store
            if found and name not in EDGES:
                touching[name] = found
    assert not touching


def test_today_enters_in_the_command_line_and_the_root_alone():
    asking = [
        name
        for name, path in modules().items()
        if {"today", "now", "utcnow"}
        & {node.attr for node in ast.walk(tree_of(path)) if isinstance(node, ast.Attribute)}
    ]
    assert all(name.startswith("cli.") or name == "opened" for name in asking), asking


def test_only_drawing_imports_matplotlib():
    drawing = [name for name, path in modules().items() if "matplotlib" in imports(path)[1]]
    assert set(drawing) <= {"figures.draw", "figures.fallback", "figures.making"}, drawing


@pytest.mark.parametrize("what", ["import timeline", "import timeline as tl; tl.open"])
def test_importing_the_package_is_cheap(what):
    slow = ["matplotlib", "numpy", "cattrs", "sqlite3", "click", "subprocess"]
    code = f"import sys; {what}; print([name for name in {slow!r} if name in sys.modules])"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"
