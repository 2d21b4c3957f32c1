"""An entity of Wikidata, as its JSON: an event for each statement, with the fact, its time and its references.

Law of this module: a statement is what its references say, and its rank is a tag; what is deprecated is left out and
counted. A day of the Julian calendar is given in the Gregorian one, once, and said; a year -44 is 44 BCE, which EDTF
writes -0043. What stands beside a time and would change it, and has no reading here, is counted.

Source: the Wikibase JSON format (datavalues, ranks, time precisions and calendar models).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from timeline.dates import parts
from timeline.dates.values import day_number, format_day, month_length
from timeline.errors import FormatError, RecordError
from timeline.records.strict_json import quoted
from timeline.text.incoming import told
from timeline.text.incoming.drafted import Drafted, mapping, objects, one_line
from timeline.text.incoming.pages import Page
from timeline.text.incoming.pieces import Pieces
from timeline.text.incoming.values import Asked, Brought

_TIME: Final = re.compile(r"([+-])(\d{1,16})-(\d\d)-(\d\d)T\d\d:\d\d:\d\dZ")
_JULIAN: Final = "Q1985786"
_START, _END, _AT = "P580", "P582", "P585"
_TIMES: Final = frozenset({_START, _END, _AT})
_CIRCUMSTANCES, _CIRCA = "P1480", "Q5727902"
_YEARS: Final = {6: 1_000, 7: 100, 8: 10}
"""How many years a time of a precision may be."""
_URL, _STATED_IN, _PUBLISHED, _RETRIEVED, _TITLE, _PUBLISHER = "P854", "P248", "P577", "P813", "P1476", "P123"
_OTHER_TYPES: Final = {"external-id": "identifiers", "commonsMedia": "media", "math": "formulas"}

_AMOUNT: Final = re.compile(r"[-+]?\d{1,300}(?:\.\d+)?")


def read(content: Pieces, name: str, asked: Asked) -> Brought:
    """Read the statements of one or more entities.

    Raises:
        FormatError: It holds no entity.
    """
    document = told.document(content, name)
    given = mapping(document)
    entities = mapping(given.get("entities")) or ({str(given.get("id") or ""): given} if "claims" in given else {})
    if not entities:
        what = "it holds no entity of Wikidata"
        raise FormatError(what, where=name, fix="save https://www.wikidata.org/entity/Q42.json", unwritten=True)
    names = {id_: _label(mapping(entity)) or id_ for id_, entity in entities.items()}
    drafted = Drafted(name, asked)
    for id_, entity in entities.items():
        for prop, statements in mapping(mapping(entity).get("claims")).items():
            for statement in objects(statements):
                _statement(id_, prop, statement, _Told(drafted, names))
    return drafted.brought()


def _label(entity: Mapping[str, Any]) -> str | None:
    labels = mapping(entity.get("labels"))
    chosen = labels.get("en") or labels.get("mul") or next(iter(labels.values()), None)
    return one_line(mapping(chosen).get("value"))


class _Told:
    """The records so far, and the labels of the entities of the file."""

    def __init__(self, drafted: Drafted, names: Mapping[str, str]) -> None:
        self.drafted = drafted
        self.names = names

    def called(self, id_: str) -> str:
        """Give the label of an entity or property; its id where the file does not have it."""
        return self.names.get(id_, id_)


def _statement(entity: str, prop: str, statement: Mapping[str, Any], told_: _Told) -> None:
    drafted, snak = told_.drafted, mapping(statement.get("mainsnak"))
    place = f"{entity}.{prop}"
    if statement.get("rank") == "deprecated":
        drafted.lose("deprecated statements")
        return
    if (other := _OTHER_TYPES.get(str(snak.get("datatype")))) is not None:
        drafted.lose(f"statements of {other}")
        return
    if snak.get("snaktype") != "value":
        drafted.lose("statements without a value")
        return
    julian: list[str] = []
    qualifiers = mapping(statement.get("qualifiers"))
    times = [snak, *(each for name in _TIMES for each in objects(qualifiers.get(name)))]
    if any(map(_is_vague, times)):
        drafted.lose("statements of a time beyond the years -9999 to 9999, or vaguer than a millennium")
        return
    if any(_year_of(each) == 0 for each in times):
        drafted.lose("statements of a year 0, which Wikidata does not have")
        return
    if any(len(_values(qualifiers, name)) > 1 for name in _TIMES):
        drafted.lose("statements that were so several times")
        return
    value = drafted.read(lambda: _value(mapping(snak.get("datavalue")), told_, julian), place)
    if value is None:
        return
    is_circa = mapping(snak.get("datavalue")).get("type") == "time" and _is_circa(qualifiers)
    if is_circa and "[" not in value:  # EDTF has no mark of doubt for one of several days
        value, qualifiers = f"{value}~", {name: qualifiers[name] for name in qualifiers if name != _CIRCUMSTANCES}
    for name in qualifiers.keys() - _TIMES:
        drafted.lose(f"qualifiers {told_.called(name)}")
    drafted.lose("starts and ends beside a point in time", bool(_values(qualifiers, _AT)) and _has_ends(qualifiers))
    for each in times:
        _lose_beside(each, drafted)
    occurred, ended = drafted.read(lambda: _when(qualifiers, julian), place) or (None, None)
    if occurred is None and mapping(snak.get("datavalue")).get("type") == "time":
        occurred = str(value)  # of a birth or a founding the value is the day on which it happened
        drafted.note("a statement whose value is a date is put on that date, where no qualifier says when it was so")
    shown = value["value"] if isinstance(value, dict) else value
    fact = {"entity": told_.called(entity), "property": told_.called(prop), "value": value}
    body = {
        "title": f"{told_.called(entity)}: {told_.called(prop)} {shown}",
        "type": "statement",
        "occurred": occurred,
        "said": "; ".join(dict.fromkeys(julian)),
        "facts": [fact, *([fact | {"mode": "ended", "during": ended}] if ended else [])],
        "reports": list(_reports(statement, place, told_)),
        "tags": ["preferred"] if statement.get("rank") == "preferred" else [],
        "key": one_line(statement.get("id")),
    }
    drafted.add("event", body, place)


def _is_circa(qualifiers: Mapping[str, Any]) -> bool:
    """Whether all that is said of the circumstances of a statement is that it is about so."""
    found = objects(qualifiers.get(_CIRCUMSTANCES))
    ids = [mapping(mapping(snak.get("datavalue")).get("value")).get("id") for snak in found]
    return ids == [_CIRCA]


def _has_ends(qualifiers: Mapping[str, Any]) -> bool:
    return bool(_values(qualifiers, _START) or _values(qualifiers, _END))


def _lose_beside(snak: Mapping[str, Any], drafted: Drafted) -> None:
    """Count what a time says beside its day."""
    value = mapping(mapping(snak.get("datavalue")).get("value"))
    drafted.lose("bounds of times (before and after)", any(value.get(name) not in (None, 0) for name in _BOUNDS))
    found = _TIME.fullmatch(str(value.get("time")))
    drafted.lose("times of day", found is not None and "T00:00:00Z" not in found[0])


_BOUNDS: Final = ("before", "after")


def _value(given: Mapping[str, Any], told_: _Told, julian: list[str]) -> Any:
    """Give the value of a snak as that of a fact.

    Raises:
        RecordError: It is of a kind that a fact cannot hold.
    """
    value = given.get("value")
    match given.get("type"):
        case "string":
            return value
        case "wikibase-entityid":
            return told_.called(str(mapping(value).get("id")))
        case "monolingualtext":
            return mapping(value).get("text")
        case "time":
            return _time(mapping(value), julian)
        case "globecoordinate":
            return f"{mapping(value).get('latitude')}, {mapping(value).get('longitude')}"
        case "quantity":
            return _quantity(mapping(value), told_)
    raise RecordError(f"a value of the type {given.get('type')} is not read", fix="take the statement out")


def _quantity(value: Mapping[str, Any], told_: _Told) -> Any:
    text = str(value.get("amount"))
    if _AMOUNT.fullmatch(text) is None:
        shown = quoted(text if len(text) < 40 else f"{text[:39]}…")
        raise RecordError(f"{shown} is not an amount that is read", fix="take the statement out")
    amount = float(text)
    number = int(amount) if abs(amount) < 2**53 and amount == int(amount) else amount
    unit = str(value.get("unit") or "1").rpartition("/")[2]
    told_.drafted.lose("bounds of quantities", "upperBound" in value)
    return number if unit == "1" else {"op": "=", "value": number, "unit": told_.called(unit)}


def _when(qualifiers: Mapping[str, Any], julian: list[str]) -> tuple[str | None, str | None]:
    """Give when a statement was so, and when that ended where no interval of EDTF can say it.

    An interval of EDTF has no window of days at its ends, which a year of the Julian calendar is: then the statement is
    so from its start on, and a fact of the mode *ended* says when it was over.
    """
    found = {}
    for name in (_START, _END, _AT):
        snaks = _values(qualifiers, name)
        found[name] = _time(mapping(mapping(snaks[0].get("datavalue")).get("value")), julian) if snaks else ""
    start, end = found[_START], found[_END]
    is_over = any(snak.get("snaktype") == "somevalue" for snak in objects(qualifiers.get(_END)))
    if found[_AT] or not (start or end):
        return found[_AT] or None, None
    if not start and any(snak.get("snaktype") == "novalue" for snak in objects(qualifiers.get(_START))):
        start = "" if "[" in end else ".."
    if "[" in start + end:
        # what ended on a day was so on it, and began by then
        first, last = (start or end).strip("[]").split("..")[0], (end or start).strip("[]").split("..")[-1]
        return start or f"[..{last}]", end or (f"[{first}..]" if is_over else None)
    if not end:
        return f"{start}/" if is_over else f"{start}/..", None
    return str(parts.between(start, end)), None


def _values(qualifiers: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    """Give the qualifiers of a name that have a value."""
    return [snak for snak in objects(qualifiers.get(name)) if snak.get("snaktype") == "value"]


def _year_of(snak: Mapping[str, Any]) -> int | None:
    """Give the year of a time as it is written, without its sign."""
    found = _TIME.fullmatch(str(mapping(mapping(snak.get("datavalue")).get("value")).get("time")))
    return None if found is None else int(found[2])


def _is_vague(snak: Mapping[str, Any]) -> bool:
    """Whether a snak says a time that no EDTF here can say."""
    value = mapping(mapping(snak.get("datavalue")).get("value"))
    found, precision = _TIME.fullmatch(str(value.get("time"))), value.get("precision")
    return found is not None and isinstance(precision, int) and (precision < 6 or int(found[2]) > 9999)


def _time(value: Mapping[str, Any], julian: list[str]) -> str:
    """Give a time of Wikidata as EDTF.

    Raises:
        RecordError: It is no time, or no day of its calendar.
    """
    found = _TIME.fullmatch(str(value.get("time")))
    precision = value.get("precision")
    if found is None or not isinstance(precision, int):
        raise RecordError(f"{value.get('time')!r} is not a time of Wikidata", fix="take the statement out")
    if precision not in (*_YEARS, 9, 10, 11, 12, 13, 14) or int(found[2]) > 9999:
        raise RecordError(f"{found[0]}: a time this vague or far has no EDTF here", fix="take the statement out")
    number, month, day = int(found[2]), int(found[3]), int(found[4])
    year = 1 - number if found[1] == "-" else number
    is_julian = str(value.get("calendarmodel")).endswith(_JULIAN)
    if precision in _YEARS:
        first, last = _vague(year, precision)
        if is_julian:
            julian.append(f"{_year(first)} to {_year(last)} (Julian calendar)")
            return f"[{format_day(_julian_day(first, 1, 1))}..{format_day(_julian_day(last, 12, 31))}]"
        return f"{_year(year)[:-1]}X" if precision == 8 and year >= 0 else f"[{_year(first)}..{_year(last)}]"
    shown = f"{found[1].strip('+')}{number:04d}" + (f"-{month:02d}" if precision > 9 else "")
    shown += f"-{day:02d}" if precision > 10 else ""
    if is_julian:
        julian.append(f"{shown} (Julian calendar)")
        return _of_julian(year, month if precision > 9 else 0, day if precision > 10 else 0)
    return str(parts.of_parts(_year(year), *(f"{part:02d}" for part in (month, day)[: max(precision - 9, 0)])))


def _vague(year: int, precision: int) -> tuple[int, int]:
    """Give the years of a decade, century or millennium: Wikidata counts the 20th century from 1901 to 2000.

    Before the year 1 a decade is of the years BCE: the 40s BCE are 49 to 40 BCE.
    """
    years = _YEARS[precision]
    if precision == 8 and year >= 0:
        return year // years * years, year // years * years + years - 1
    if precision == 8:
        shortest = (1 - year) // years * years
        return 1 - (shortest + years - 1), min(1 - shortest, 0)
    first = (year - 1) // years * years + 1
    return first, first + years - 1


def _year(year: int) -> str:
    """Write a year as EDTF does.

    >>> _year(-43), _year(476)
    ('-0043', '0476')
    """
    return f"-{-year:04d}" if year < 0 else f"{year:04d}"


def _of_julian(year: int, month: int, day: int) -> str:
    """Give a date of the Julian calendar in the Gregorian one: a year or a month becomes the days that it had."""
    first = _julian_day(year, month or 1, day or 1)
    if day:
        return format_day(first)
    last = _julian_day(year + (month in (0, 12)), 1 if month in (0, 12) else month + 1, 1) - 1
    return f"[{format_day(first)}..{format_day(last)}]"


def _julian_day(year: int, month: int, day: int) -> int:
    """Give the day number of a day of the Julian calendar, in which each fourth year is a leap year."""
    length = 29 if month == 2 and year % 4 == 0 else month_length(2001, month)
    if not 1 <= month <= 12 or not 1 <= day <= length:
        raise RecordError(f"{year:04d}-{month:02d}-{day:02d} is no day of the Julian calendar")
    before = sum(29 if m == 2 and year % 4 == 0 else month_length(2001, m) for m in range(1, month))
    start = (year - 1) * 365 + (year - 1) // 4  # days from 1 January of the year 1
    return day_number(1, 1, 1) - 2 + start + before + day - 1  # the Julian year 1 began on 30 December of the year 0


def _reports(statement: Mapping[str, Any], place: str, told_: _Told) -> Iterator[dict[str, Any]]:
    """Give a report for each reference; its source is the page, or the work that it was stated in."""
    for reference in objects(statement.get("references")):
        snaks = mapping(reference.get("snaks"))
        values = {name: _first(snaks.get(name), told_) for name in snaks}
        days = {name: values.get(name) for name in (_PUBLISHED, _RETRIEVED)}
        page = Page(
            publisher=one_line(values.get(_PUBLISHER)) or one_line(values.get(_STATED_IN)),
            title=one_line(values.get(_TITLE)),
            url=one_line(values.get(_URL)),
            published=days[_PUBLISHED],
            retrieved=days[_RETRIEVED],
        )
        if page.publisher is None and page.url is None:
            told_.drafted.lose("references without an address or a work")
            continue
        if name := told_.drafted.source(page, place):
            yield {"source": name}


def _first(snaks: Any, told_: _Told) -> Any:
    for snak in objects(snaks):
        if snak.get("snaktype") == "value":
            try:
                return _value(mapping(snak.get("datavalue")), told_, [])
            except RecordError:
                return None
    return None
