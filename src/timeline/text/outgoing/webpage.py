"""A report as one HTML file for reading and printing: no script, no request, no style from elsewhere.

Law of this module: every text is escaped, and only addresses that may be followed become links.
"""

from __future__ import annotations

import html
from collections.abc import Iterator
from typing import Final

from timeline.text.outgoing.extract import Parts, Written, counted
from timeline.text.outgoing.report import Entry, Grid, Reference, Report
from timeline.text.terminal import safe

_STYLE: Final = (
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}"
    "article{margin:1.5rem 0}h2{font-size:1.05rem;margin:0}ul{margin:.25rem 0}code{font-size:.85em}"
    "table{border-collapse:collapse}"
    "td,th{border:1px solid #8888;padding:.25rem .6rem;text-align:left;vertical-align:top}"
    ".account{white-space:pre-line}blockquote{margin:.5rem 0 .5rem 1rem;white-space:pre-line}"
    "@media print{article{break-inside:avoid}}"
)
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def write_parts(parts: Parts) -> Written:
    """Write the report."""
    found = Report(parts)
    title = _text(found.title)
    head = (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
    )
    data = bytearray(head.encode())
    for line in _body(found, title):
        data += f"{line}\n".encode()
    return Written(data=bytes(data + b"</body>\n</html>\n"), counted=counted(parts))


def _body(found: Report, title: str) -> Iterator[str]:
    yield f"<h1>{title}</h1>"
    yield f"<p><em>{_text(found.clocks)}</em></p>"
    yield from (f"<p>{_text(note)}</p>" for note in found.notes)
    yield from map(_grid, found.grids)
    yield from map(_entry, found.entries())
    if found.references:
        yield from ("<h2>Sources</h2>", "<ol>", *map(_reference, found.references), "</ol>")


def _entry(entry: Entry) -> str:
    typed = f" <code>{_text(entry.edtf)}</code>" if entry.edtf else ""
    numbers = "".join(f' <a href="#source-{number}">[{number}]</a>' for number in entry.numbers)
    lines = [f"<li>{_text(line)}</li>" for line in entry.lines]
    lines += [f'<li><a href="{_text(url)}" rel="noreferrer">{_text(words)}</a></li>' for words, url in entry.links]
    account = f'<p class="account">{_lines(entry.account)}</p>' if entry.account else ""
    quotes = "".join(
        f"<blockquote>{_lines(quote)}{f' [{number}]' if number is not None else ''}</blockquote>"
        for quote, number in entry.quotes
    )
    return (
        f'<article id="{entry.id}"><h2>{_text(entry.when)}{typed}</h2>\n'
        f"<p><strong>{_text(entry.title)}</strong>{numbers} <code>{entry.id}</code></p>\n"
        f"<ul>{''.join(lines)}</ul>{account}{quotes}</article>"
    )


def _reference(one: Reference) -> str:
    link = f' <a href="{_text(one.url)}" rel="noreferrer">{_text(one.url)}</a>' if one.url else ""
    return f'<li id="source-{one.number}">{_text(one.text)}{link}</li>'


def _grid(grid: Grid) -> str:
    head = "".join(f'<th scope="col">{_text(name)}</th>' for name in grid.heads)
    rows = "".join(
        f'<tr><th scope="row">{_text(row[0])}</th>{"".join(f"<td>{_text(cell)}</td>" for cell in row[1:])}</tr>'
        for row in grid.rows
    )
    return f"<h2>{_text(grid.title)}</h2>\n<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _text(text: str) -> str:
    return html.escape(safe(text), quote=True)


def _lines(text: str) -> str:
    """Escape a text of several lines; they stay apart."""
    return "\n".join(map(_text, text.split("\n")))
