"""Measures every kind of figure at each size, and writes the tables of `docs/figures.md`.

    make bench-figures

Overlaps and clipping are measured on the drawn figure, seconds from a snapshot to SVG; nothing here passes or fails.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests" / "figures"), str(ROOT / "tests")]

from measured import BEGIN, END, section  # noqa: E402 - the measuring is that of the tests


def main():
    page = ROOT / "docs" / "figures.md"
    text = page.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    page.write_text(before + section() + rest.partition(END)[2], encoding="utf-8")


if __name__ == "__main__":
    main()
