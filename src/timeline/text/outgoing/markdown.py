"""A report as Markdown (CommonMark, with the tables of GitHub).

Law of this module: every text of the log stays text; nothing in it is read as markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from timeline.text.outgoing.extract import Parts, Written, counted
from timeline.text.outgoing.report import Entry, Grid, Report
from timeline.text.render import markdown_text as escaped

_BLOCK: Final = re.compile(r"^([0-9]*)([-+=.)])")
"""The sign by which a line would begin a list, or make a heading of the line above."""


def write_parts(parts: Parts) -> Written:
    """Write the report."""
    found, data = Report(parts), bytearray()
    for lines in _sections(found):
        data += "".join(f"{line}\n" for line in lines).encode()
    return Written(data=bytes(data.rstrip(b"\n") + b"\n"), counted=counted(parts))


def _sections(found: Report) -> Iterator[list[str]]:
    lines = [f"# {escaped(found.title)}", "", f"*{escaped(found.clocks)}*", ""]
    lines += [f"> {escaped(note)}" for note in found.notes]
    lines += [""] if found.notes else []
    for grid in found.grids:
        lines += _table(grid)
    yield lines
    yield from map(_entry, found.entries())
    if found.references:
        lines = ["## Sources", ""]
        for one in found.references:
            link = f" <{_address(one.url)}>" if one.url else ""
            lines.append(f"{one.number}. {escaped(one.text)}{link}")
        yield lines


def _entry(entry: Entry) -> list[str]:
    numbers = "".join(f"\\[{number}\\]" for number in entry.numbers)
    typed = f" (`{entry.edtf}`)" if entry.edtf and "`" not in entry.edtf else ""
    lines = [f"## {escaped(entry.when)}{typed}", "", f"**{escaped(entry.title)}** {numbers} `{entry.id}`", ""]
    lines += [f"- {escaped(line)}" for line in entry.lines]
    lines += [f"- [{escaped(words)}](<{_address(url)}>)" for words, url in entry.links]
    if entry.account:
        lines += ["", *_paragraphs(entry.account)]
    for quote, number in entry.quotes:
        said = [f"> {line}" for line in _paragraphs(quote)]
        lines += ["", *said[:-1], said[-1] + (f" \\[{number}\\]" if number is not None else "")]
    return [*lines, ""]


def _paragraphs(text: str) -> list[str]:
    """Give a text of several lines as lines that stay apart, none of which begins a list, a heading or code."""
    lines = [_BLOCK.sub(r"\1\\\2", escaped(line.strip())) for line in text.strip().split("\n")]
    return [f"{line}\\" if line and after else line for line, after in zip(lines, [*lines[1:], ""], strict=True)]


def _table(grid: Grid) -> list[str]:
    return [
        f"## {escaped(grid.title)}",
        "",
        _row(grid.heads),
        "|" + " --- |" * len(grid.heads),
        *(_row(row) for row in grid.rows),
        "",
    ]


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(map(escaped, cells)) + " |"


def _address(url: str) -> str:
    """Give an address as it may stand between angle brackets."""
    return url.replace("\\", "%5C").replace("<", "%3C").replace(">", "%3E")
