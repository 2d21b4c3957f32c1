"""The sheet of TimelineJS 3: the columns of the template that people fill in Google Sheets and publish.

Law of this module: the headings are spelled as the template has them, for its reader passes over all others without a
word; a row says what a slide of the JSON says. A time is told to the second: a fraction is read as something else.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from typing import Any, Final

from timeline.text.outgoing.extract import Losses, Parts, Written
from timeline.text.outgoing.timelinejs import slides, title_slide
from timeline.text.render import csv_cell, inert

HEADINGS: Final = (
    *("Year", "Month", "Day", "Time", "End Year", "End Month", "End Day", "End Time", "Display Date", "Headline"),
    *("Text", "Media", "Media Credit", "Media Caption", "Media Thumbnail", "Type", "Group", "Background"),
)


def write_parts(parts: Parts) -> Written:
    """Write the story as CSV, which Google Sheets imports."""
    lost, of_rows, of_cells = Losses(), Losses(), Losses()
    title = title_slide(parts.about)["text"]
    head = {"Headline": title["headline"], "Text": title["text"], "Type": "title"}
    rows = itertools.chain([head], (_row(one, of_rows) for one in slides(parts, lost)))
    data, count = bytearray(_line(HEADINGS).encode()), 0
    for count, row in enumerate(rows):  # noqa: B007 - the title is not counted
        cells = [row.get(name, "") for name in HEADINGS]
        shown = list(map(inert, cells))
        marked = sum(one != other for one, other in zip(shown, cells, strict=True))
        of_cells.count("text", "marked with an apostrophe, lest a spreadsheet runs it", times=marked)
        data += _line(shown).encode()
    told = (*lost.words(), *of_rows.words(), *of_cells.words())
    return Written(data=bytes(data), counted=f"{count} {'slide' if count == 1 else 'slides'}", lost=told)


def _line(cells: Iterable[str]) -> str:
    return ",".join(map(csv_cell, cells)) + "\n"


def _row(slide: Mapping[str, Any], lost: Losses) -> dict[str, str]:
    start, end = slide["start_date"], slide.get("end_date")
    row = _date(start, "") | (_date(end, "End ") if end is not None else {})
    lost.count(
        "time", "told without the fraction of its second", times=any(d and d.get("millisecond") for d in (start, end))
    )
    row |= {"Display Date": slide["display_date"], "Headline": slide["text"]["headline"], "Text": slide["text"]["text"]}
    return row | {"Group": slide["group"]}


def _date(date: Mapping[str, int], prefix: str) -> dict[str, str]:
    found = {f"{prefix}{part.capitalize()}": str(date[part]) for part in ("year", "month", "day") if part in date}
    if "hour" in date:
        found[f"{prefix}Time"] = f"{date['hour']}:{date['minute']:02d}:{date['second']:02d}"
    return found
