"""The sheet of Auto Archiver: a row for each link, as a source, and the post that it holds, as an event.

Law of this module: what was archived is linked, and its hash kept as data: the copies themselves lie elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from timeline.errors import FormatError
from timeline.text.incoming import tables, words
from timeline.text.incoming.drafted import Drafted, data, links, one_line
from timeline.text.incoming.pages import Page, is_address
from timeline.text.incoming.pieces import Pieces
from timeline.text.incoming.values import Asked, Brought

_LINK: Final = ("link", "url")
_OWN: Final = frozenset(
    {"link", "url", "archive status", "archive location", "archive date", "upload timestamp", "upload title"}
    | {"text content", "textual content", "thumbnail", "screenshot", "wacz", "replaywebpage"}
)
_NAIVE: Final = re.compile(r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(?:\+00:00)?")


def read(content: Pieces, name: str, asked: Asked) -> Brought:
    """Read a sheet of Auto Archiver.

    Raises:
        FormatError: It has no column of links, or none of what was archived.
    """
    drafted = Drafted(name, asked)
    found, table = tables.titled(content, name, asked)
    heads = [words.plain(cell) for cell in found]
    if not set(_LINK) & set(heads) or "archive status" not in heads:
        fix = "its columns are Link, Archive status, Archive location and others"
        raise FormatError("it has not the headings of Auto Archiver", where=name, fix=fix, unwritten=True)
    first: dict[str, str | None] = {}
    for row in table.rows[1:]:
        drafted.tick(row.line, len(table.rows))
        cells = {head: cell.strip() for head, cell in zip(heads, row.cells, strict=False) if head and cell.strip()}
        _post(row.line, cells, first, drafted)
    return drafted.brought()


def _post(line: int, row: Mapping[str, str], first: dict[str, str | None], drafted: Drafted) -> None:
    """Make the source and the event of a row; ``first`` has the day of the first copy of each link so far."""
    url = row.get("link") or row.get("url")
    if url is None or not is_address(url):
        if row:
            drafted.lose("rows without a link")
        return
    status = row.get("archive status", "")
    if not row.get("archive location"):
        drafted.lose(f"copies of links that were not archived ({status[:40] or 'no status'})")
    posted, taken = _time(row.get("upload timestamp"), line, drafted), _time(row.get("archive date"), line, drafted)
    if url in first and taken != first[url]:  # archived again: a source was there by its first copy
        drafted.lose("days of further copies of a link", taken is not None)
        taken = first[url] if taken is not None else None
    first.setdefault(url, taken)
    title = one_line(row.get("upload title"))
    source = drafted.source(Page(url=url, title=title, published=posted, retrieved=taken), line)
    text = row.get("text content") or row.get("textual content")
    rest: dict[str, Any] = {head: cell for head, cell in row.items() if head not in _OWN}
    body = {
        "title": title or one_line((text or "").strip().split("\n")[0][:200]) or url,
        "type": "post.published",
        "occurred": posted,
        "text": text,
        "links": links(
            *((row.get(head), head) for head in ("archive location", "screenshot", "wacz", "replaywebpage")),
        ),
        "reports": [{"source": source}] if source else [],
        "data": data(rest),
    }
    drafted.add("event", body, line)


def _time(text: str | None, line: int, drafted: Drafted) -> str | None:
    if text is None:
        return None
    if (naive := _NAIVE.fullmatch(text)) is not None:
        drafted.note("times without a zone are read as UTC, as Auto Archiver writes them")
        text = f"{naive[1]}T{naive[2]}Z"
    return drafted.date(text, line)
