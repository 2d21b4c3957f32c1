"""The sheet of TimelineJS 3: the columns of the template that people fill in Google Sheets and publish.

Law of this module: the headings are spelled as the template has them, for its reader passes over all others without a
word; a row says what a slide of the JSON says. A time is told to the second: a fraction is read as something else.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from timeline.text.outgoing.extract import Extract, Losses, Written
from timeline.text.outgoing.timelinejs import slides, title_slide
from timeline.text.render import csv_cell, inert

HEADINGS: Final = (
    *("Year", "Month", "Day", "Time", "End Year", "End Month", "End Day", "End Time", "Display Date", "Headline"),
    *("Text", "Media", "Media Credit", "Media Caption", "Media Thumbnail", "Type", "Group", "Background"),
)


def write(extract: Extract) -> Written:
    """Write the story as CSV, which Google Sheets imports."""
    lost = Losses()
    events = slides(extract, lost)
    title = title_slide(extract)["text"]
    rows = [
        {"Headline": title["headline"], "Text": title["text"], "Type": "title"},
        *(_row(one, lost) for one in events),
    ]
    cells = [[row.get(head, "") for head in HEADINGS] for row in rows]
    marked = sum(inert(cell) != cell for row in cells for cell in row)
    lost.count("text", "marked with an apostrophe, lest a spreadsheet runs it", times=marked)
    lines = [HEADINGS, *(map(inert, row) for row in cells)]
    text = "".join(",".join(map(csv_cell, line)) + "\n" for line in lines)
    noun = "slide" if len(events) == 1 else "slides"
    return Written(data=text.encode(), counted=f"{len(events)} {noun}", lost=lost.words())


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
