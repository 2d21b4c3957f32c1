"""Draw docs/architecture.svg from the imports of src/timeline, and count what stands in docs/architecture.md.

    python docs/architecture.py          write the picture
    python docs/architecture.py --count  print the counts of the page

A square is filled where a package imports from another. The picture has no counts: it changes only when the cut does.
"""

from __future__ import annotations

import ast
import sys
from collections import Counter
from html import escape
from pathlib import Path

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "timeline"
PICTURE = Path(__file__).parent / "architecture.svg"

# From the top of the house down: each imports only what lies below it.
PACKAGES = {
    "cli": "read options, call the library, print",
    "root": "tl.open, Log, Snapshot, given-when-then",
    "page": "one HTML file from snapshots and scenes",
    "figures": "described, placed, drawn last",
    "engines": "the relation on DuckDB, PostgreSQL and Spark",
    "store": "files, git and the clock: nothing else opens a log",
    "views": "what follows from what was known: rows",
    "text": "values, rows and records in words",
    "verify": "what bytes prove, and what contradicts",
    "asof": "what was known, by three clocks: yes, possibly, no",
    "records": "what one record says, and what may enter",
    "dates": "what a text can mean in time",
}
LEFT, HEAD, ROOM_WIDTH, ROOM, PITCH, CELL = 16, 66, 380, 38, 44, 34


def modules() -> dict[str, Path]:
    """Give each module's dotted name, without the package's own, and its file."""
    return {".".join(path.relative_to(SOURCE).with_suffix("").parts): path for path in sorted(SOURCE.rglob("*.py"))}


def package_of(name: str) -> str:
    """Give the package that a module belongs to."""
    head = name.partition(".")[0]
    return "cli" if head == "__main__" else head if head in PACKAGES else "root"


def imported(path: Path, known: set[str]) -> set[str]:
    """Name the modules of ours that a file imports while it runs, at its top or inside a function."""
    found = set()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    typing = {
        id(child)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        for child in ast.walk(node)
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.ImportFrom) or id(node) in typing:
            continue
        head, _, inner = (node.module or "").partition(".")
        if head == "timeline":
            for alias in node.names:
                full = f"{inner}.{alias.name}" if inner else alias.name
                found.add(next((one for one in (full, f"{full}.__init__", inner) if one in known), inner or "__init__"))
    return found


def counted() -> tuple[Counter[str], Counter[str], Counter[tuple[str, str]]]:
    """Count the modules and lines of each package, and the modules of one that import another."""
    files = modules()
    rooms: Counter[str] = Counter()
    lines: Counter[str] = Counter()
    arrows: Counter[tuple[str, str]] = Counter()
    for name, path in files.items():
        home = package_of(name)
        rooms[home] += 1
        lines[home] += path.read_text(encoding="utf-8").count("\n")
        low = {"errors", "named", "_version"}
        for other in {package_of(one) for one in imported(path, set(files)) if one not in low} - {home}:
            arrows[home, other] += 1
    return rooms, lines, arrows


def picture() -> str:
    """Draw the packages as the floors of a house, and beside them, as a matrix, who imports from whom."""
    _, _, arrows = counted()
    order = list(PACKAGES)
    top = {name: HEAD + place * PITCH for place, name in enumerate(order)}
    column = {name: LEFT + ROOM_WIDTH + 16 + place * CELL for place, name in enumerate(order)}
    width, height = column[order[-1]] + CELL + 40, HEAD + len(order) * PITCH + 30
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
            'font-family="DejaVu Sans, Verdana, sans-serif" font-size="12">'
        ),
        "<title>The packages of timeline, and who imports whom</title>",
        f"<desc>{escape(described(arrows))}</desc>",
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
    ]
    for name in order:
        x = column[name] + CELL / 2
        parts.append(f'<text transform="translate({x + 4:g} {HEAD - 8}) rotate(-45)">{name}</text>')
    for name, law in PACKAGES.items():
        y = top[name]
        parts += [
            f'<rect x="{LEFT}" y="{y}" width="{ROOM_WIDTH}" height="{ROOM}" rx="3" fill="#f2f2ee" stroke="#444444"/>',
            f'<text x="{LEFT + 10}" y="{y + 16}" font-weight="bold">{name}</text>',
            f'<text x="{LEFT + 10}" y="{y + 31}" fill="#222222">{escape(law)}</text>',
        ]
        for other in order:
            x, count = column[other], arrows[name, other]
            fill = "#444444" if other == name else "#7fb2d6" if count else "none"
            parts.append(
                f'<rect x="{x}" y="{y}" width="{CELL}" height="{ROOM}" fill="{fill}" stroke="#bbbbbb" '
                'stroke-width="0.5"/>'
            )
    note = "Blue: the package of the row imports from that of the column. Left of the black squares nothing may stand."
    parts.append(f'<text x="{LEFT}" y="{height - 10}" fill="#444444">{note}</text>')
    return "\n".join([*parts, "</svg>", ""])


def described(arrows: Counter[tuple[str, str]]) -> str:
    """Say in words what the picture shows."""
    said = []
    for home in PACKAGES:
        those = [other for other in PACKAGES if (home, other) in arrows]
        said.append(f"{home} imports {', '.join(those) if those else 'no other package'}.")
    return " ".join(said)


def main() -> None:
    """Write the picture, or print the counts."""
    if sys.argv[1:] == ["--count"]:
        rooms, lines, arrows = counted()
        for name in PACKAGES:
            print(f"{name:8} {rooms[name]:4} modules {lines[name]:7,} lines")
        print(f"{'all':8} {rooms.total():4} modules {lines.total():7,} lines; {len(arrows)} arrows")
    else:
        PICTURE.write_text(picture(), encoding="utf-8")


if __name__ == "__main__":
    main()
