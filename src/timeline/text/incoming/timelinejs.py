"""A timeline of TimelineJS, as its JSON or as its sheet.

Law of this module: years are read as TimelineJS shows them: its year -44 is 44 BCE, which EDTF writes -0043; times are
those of no zone, or of the one that was told. What its own reader drops in silence is a fault here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from timeline.dates import parts
from timeline.errors import FormatError, RecordError, TimelineError
from timeline.text.incoming import tables, told
from timeline.text.incoming.drafted import Drafted, links, mapping, objects, one_line
from timeline.text.incoming.html import words
from timeline.text.incoming.pieces import Pieces
from timeline.text.incoming.values import Asked, Brought
from timeline.text.render import bare

_COLUMNS: Final = {
    **{name: ("start_date", name.lower()) for name in ("Year", "Month", "Day")},
    **{f"End {name}": ("end_date", name.lower()) for name in ("Year", "Month", "Day")},
    "Time": ("start_date", "time"),
    "End Time": ("end_date", "time"),
    "Display Date": ("", "display_date"),
    "Headline": ("text", "headline"),
    "Text": ("text", "text"),
    "Media": ("media", "url"),
    "Media Credit": ("media", "credit"),
    "Media Caption": ("media", "caption"),
    "Media Thumbnail": ("media", "thumbnail"),
    "Alt Text": ("media", "alt"),
    "Type": ("", "type"),
    "Group": ("", "group"),
    "Background": ("", "background"),
    "Link": ("media", "link"),
}
"""The headings of the sheet, with their places in the JSON."""
_SIDES: Final = ("start_date", "end_date")
_YEAR: Final = re.compile(r"-?\d{1,15}")
_LAST_YEAR: Final = 9999
_BELOW_YEAR: Final = ("month", "day", "time", "hour")


def read(data: Pieces, name: str, asked: Asked) -> Brought:
    """Read a timeline of TimelineJS: an event for each slide, and for each era.

    Raises:
        FormatError: It is neither its JSON nor its sheet.
    """
    drafted = Drafted(name, asked)
    if told.kind(data, name) == told.JSON:
        document = told.document(data, name)
        slides: list[tuple[str | int, Mapping[str, Any], bool]] = list(_slides(mapping(document), drafted))
    else:
        slides = list(_rows(data, name, asked, drafted))
    for number, (place, slide, is_era) in enumerate(slides):
        drafted.tick(number, len(slides))
        _event(place, slide, drafted, is_era=is_era)
    return drafted.brought()


def _slides(document: Mapping[str, Any], drafted: Drafted) -> Iterator[tuple[str, Mapping[str, Any], bool]]:
    if not isinstance(document.get("events"), list):
        what = "it has no list of events"
        raise FormatError(what, where=drafted.name, fix="give the JSON of a timeline of TimelineJS", unwritten=True)
    drafted.lose("title slides", len(objects(document.get("title"))))
    for name in ("events", "eras"):
        for number, slide in enumerate(objects(document.get(name))):
            yield f"{name}[{number}]", slide, name == "eras"


def _rows(data: Pieces, name: str, asked: Asked, drafted: Drafted) -> Iterator[tuple[int, Mapping[str, Any], bool]]:
    """Give the rows of the sheet in the shape of the JSON."""
    heads, table = tables.titled(data, name, asked)
    if "Headline" not in heads or not {"Year", "Display Date"} & set(heads):
        fix = (
            "its first row has Year, Month, Day, Headline and others; another sheet is read without its form being said"
        )
        raise FormatError("it has not the headings of TimelineJS", where=name, fix=fix, unwritten=True)
    for place, head in enumerate(heads):
        if head and head not in _COLUMNS:
            filled = sum(place < len(row.cells) and bool(row.cells[place].strip()) for row in table.rows[1:])
            drafted.lose(f"cells of the column {head}", filled)
    for row in table.rows[1:]:
        slide: dict[str, Any] = {}
        for head, cell in zip(heads, row.cells, strict=False):
            if head in _COLUMNS and cell.strip():
                outer, inner = _COLUMNS[head]
                (slide.setdefault(outer, {}) if outer else slide)[inner] = bare(cell.strip())
        kind = slide.pop("type", "")
        if kind == "title":
            drafted.lose("title slides")
        else:
            yield row.line, slide, kind == "era"


def _event(place: str | int, slide: Mapping[str, Any], drafted: Drafted, *, is_era: bool) -> None:
    told_text = mapping(slide.get("text"))
    title, in_title = words(str(told_text.get("headline") or ""))
    text, in_text = words(str(told_text.get("text") or ""))
    if not title:
        title, _, text = text.partition("\n")
        drafted.note("a slide without a headline has the first line of its text for a title")
    if not title:
        drafted.fault(place, "the slide has neither a headline nor a text", "write a headline")
    media = mapping(slide.get("media"))
    caption, in_caption = words(str(media.get("caption") or ""))
    shown = [*in_title, *in_text, *in_caption]
    for what in ("thumbnail", "credit", "alt"):
        drafted.lose(f"texts of media ({what})", bool(media.get(what)))
    drafted.lose("backgrounds", bool(slide.get("background")))
    if media.get("url") and not links((media["url"], None)):
        drafted.lose("media that are no addresses")
    start = mapping(slide.get("start_date"))
    said = slide.get("display_date") or start.get("display_date")
    body = {
        "title": one_line(title),
        "type": "era" if is_era else None,
        "occurred": _read(slide, drafted, place),
        "said": one_line(said),
        "text": text.strip(),
        "links": links((media.get("url"), caption), (media.get("link"), None), *shown),
        "tags": [group] if (group := one_line(slide.get("group"))) else [],
        "key": one_line(slide.get("unique_id")),
    }
    drafted.add("event", body, place)


def _read(slide: Mapping[str, Any], drafted: Drafted, place: str | int) -> str | None:
    """Read when a slide was; a part at fault is named by its heading, or by its key."""
    try:
        return _occurred(slide, drafted)
    except TimelineError as error:
        keys = tuple((error.where or "").split("."))
        heading = next((head for head, inner in _COLUMNS.items() if inner == keys), "")
        if isinstance(place, int):
            drafted.fault(place, error.what, error.fix, heading=heading)
        else:
            drafted.fault(f"{place}.{error.where}" if heading else place, error.what, error.fix)
    return None


def _occurred(slide: Mapping[str, Any], drafted: Drafted) -> str | None:
    start, end = (_side(slide, name, drafted) for name in _SIDES)
    edtf = one_line(slide.get("edtf"))
    if start and (exact := drafted.exact(edtf, start, end or start, has_zones=False)) is not None:
        return exact
    start, end = (side and drafted.zoned(side, instead="leave the time of this one out") for side in (start, end))
    if start == end and start.startswith("Y"):
        end = ""
    if start and end and end != start and ("T" in start or "T" in end):
        if drafted.asked.time_zone is None:  # EDTF joins no times without a zone
            drafted.lose("ends of events whose times have no zone")
            end = ""
        elif not ("T" in start and "T" in end):  # nor a time and a day
            drafted.lose("ends of events that are a day beside a time")
            end = ""
    return str(parts.between(start, end)) if start or end else None


def _side(slide: Mapping[str, Any], name: str, drafted: Drafted) -> str:
    try:
        return _date(slide.get(name), drafted)
    except TimelineError as error:
        error.where = f"{name}.{error.where or 'year'}"
        raise


def _date(value: Any, drafted: Drafted) -> str:
    """Read a date of TimelineJS; empty where there is none."""
    given = {name: str(item).strip() for name, item in mapping(value).items() if item not in (None, "")}
    year = given.get("year", "").replace(",", "").removesuffix(".0")
    if not any(given.get(name) for name in ("year", "month", "day")):
        return ""
    if _YEAR.fullmatch(year):
        number = int(year)
        if number == 0:
            raise RecordError("there is no year 0 in TimelineJS", fix="1 BCE is its year -1, and EDTF's 0000")
        number += number < 0
        if abs(number) > _LAST_YEAR:  # EDTF has such years alone, with a Y
            drafted.lose("months, days and times of years of more than four digits", any(map(given.get, _BELOW_YEAR)))
            return f"Y{number}"
        year = f"{number:05d}" if number < 0 else f"{number:04d}"
    time = given.get("time", "")
    if given.get("hour"):
        clock = (given.get(part, "0").removesuffix(".0") for part in ("hour", "minute", "second"))
        time = ":".join(f"{part:0>2}" for part in clock)
    drafted.lose("fractions of a second", given.get("millisecond", "0").strip("0.") != "")
    return str(parts.of_parts(year, given.get("month", ""), given.get("day", ""), time))
