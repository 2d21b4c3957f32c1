"""References of Zotero and others (CSL-JSON): a source for each item.

Law of this module: a source is what was published; a date in words is refused where it stands, and a season of CSL is
that of EDTF (21 to 24). Years before Christ are read as processors print them: CSL's year -44 is 44 BC, which EDTF
writes -0043. Its year 0 stands for a side of a range that is not known.

Source: the CSL-JSON schema of the Citation Style Language and its specification ("AD and BC"), version 1.0.2.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from timeline.dates import parts
from timeline.errors import FormatError, RecordError
from timeline.records.model import SOURCE_NAME
from timeline.text.incoming import told
from timeline.text.incoming.drafted import Drafted, mapping, objects, one_line
from timeline.text.incoming.pages import Page
from timeline.text.incoming.pieces import Pieces
from timeline.text.incoming.told import Lines
from timeline.text.incoming.values import Asked, Brought

_TAKEN: Final = frozenset(
    {"id", "type", "title", "URL", "DOI", "publisher", "container-title", "issued", "accessed", "citation-key"}
)
_YEAR: Final = re.compile(r"-?\d{1,15}")
_NO_PARTS: Final[tuple[list[Any], ...]] = ([], [[]], [[None]])
"""How a date that is not known is written, the last by registries of articles."""
_WORDS: Final = ("literal", "raw", "edtf")
_NO: Final = ("false", "no", "0")
_NO_YEAR: Final = re.compile(r"0+")
_SEASONS: Final = {
    **{str(number): number for number in range(1, 5)},
    **{str(20 + number): number for number in range(1, 5)},
    "spring": 1,
    "summer": 2,
    "autumn": 3,
    "fall": 3,
    "winter": 4,
}
_LAST_YEAR: Final = 9999


def read(content: Pieces, name: str, asked: Asked) -> Brought:
    """Read references, in a list or as Crossref answers with them.

    Raises:
        FormatError: It is not a list of items.
    """
    document = told.document(content, name)
    message = mapping(mapping(document).get("message"))  # as Crossref answers
    document = message.get("items", message) if message else document
    items = list(document.values()) if isinstance(document, Lines) else objects(document)
    if not items:
        raise FormatError("it holds no items of CSL-JSON", where=name, unwritten=True)
    drafted = Drafted(name, asked)
    for number, item in enumerate(items):
        _item(mapping(item), f"[{number}]", drafted)
    return drafted.brought()


def _item(item: Mapping[str, Any], place: str, drafted: Drafted) -> None:
    for field in item.keys() - _TAKEN:
        drafted.lose(f"fields {field}")
    doi = one_line(item.get("DOI"))
    url = one_line(item.get("URL")) or (f"https://doi.org/{doi}" if doi else None)
    key = next((k for k in (item.get("citation-key"), item.get("id")) if isinstance(k, str)), "").lower()
    page = Page(
        name=key if SOURCE_NAME.fullmatch(key) else None,
        publisher=_text(item.get("container-title")) or _text(item.get("publisher")),
        title=_text(item.get("title")),
        url=url,
        published=drafted.read(lambda: _date(item.get("issued"), drafted, f"{place}.issued"), f"{place}.issued"),
        retrieved=drafted.read(lambda: _date(item.get("accessed"), drafted, f"{place}.accessed"), f"{place}.accessed"),
    )
    if not page.body:
        drafted.fault(place, "the item says nothing of what was published", "leave it out")
        return
    drafted.source(page, place)


def _text(value: Any) -> str | None:
    """Give a text on one line; of several, as Crossref has them, the first."""
    return one_line(next(iter(value), None) if isinstance(value, list) else value)


def _date(value: Any, drafted: Drafted, place: str) -> str | None:
    """Read a date of CSL: parts, a season, or text; None where it says that none is known.

    Raises:
        RecordError: It is text that is not EDTF, or is no date.
    """
    if isinstance(value, str):  # EDTF, as the schema has it since 1.0.2
        return drafted.date(value, place)
    given = mapping(value)
    if not given:
        return None
    sides, texts = given.get("date-parts"), [given[name] for name in _WORDS if given.get(name)]
    if sides in _NO_PARTS and not texts:
        return None
    drafted.lose("words beside a date", sides not in (None, *_NO_PARTS) and bool(texts))
    drafted.lose("further dates behind a range", max(len(sides) - 2, 0) if isinstance(sides, list) else 0)
    if isinstance(sides, list) and sides and all(isinstance(side, list) and side for side in sides):
        drafted.lose("seasons beside a month", bool(given.get("season")) and len(sides[0]) > 1)
        start, *ends = ([str(part) for part in side if part not in (None, "")] for side in sides[:2])
        if ends and _NO_YEAR.fullmatch("-".join(ends[0])):  # pandoc writes 1985/ so
            return f"{_side(start, given)}/"
        first = "" if ends and _NO_YEAR.fullmatch("-".join(start)) else _side(start, given)
        return str(parts.between(first, _side(ends[0], given) if ends else ""))
    text = texts[0] if texts else None
    if not isinstance(text, str):
        raise RecordError("it is not a date of CSL-JSON", fix='write {"date-parts": [[2025, 8, 14]]}')
    return None if drafted.says_no_date(text) else str(drafted.asked.date(text.strip()))


def _side(side: list[str], given: Mapping[str, Any]) -> str:
    year, month, day = (*side, "", "")[:3]
    if _YEAR.fullmatch(year):  # a year here is a number, also one of few digits
        number = int(year)
        if number == 0:
            raise RecordError("there is no year 0 in CSL-JSON", fix="1 BC is its year -1, and EDTF's 0000")
        number += number < 0
        plain = f"{number:05d}" if number < 0 else f"{number:04d}"
        year = plain if abs(number) <= _LAST_YEAR else f"Y{number}"  # EDTF has such years alone, with a Y
    if len(month) == 2 and month in ("13", "14", "15", "16"):  # seasons as CSL 1.0.1 has them
        month = f"2{int(month) - 12}"
    if not month and (season := str(given.get("season") or "").strip().lower()):
        part = _SEASONS.get(season)
        if part is None:
            raise RecordError(f"{season!r} is not a season of CSL-JSON", fix="write 1 to 4, from spring to winter")
        month = f"2{part}"
    found = str(parts.of_parts(year, month, day))
    is_circa = given.get("circa") and str(given["circa"]).strip().lower() not in _NO
    return f"{found}~" if is_circa and not found.endswith("~") else found
