"""Rows as people read them: which columns, in which words.

Law of this module: it takes the rows that scripts get and leaves nothing of an answer's doubt out; it decides nothing.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from timeline.records import say
from timeline.records.cellnames import cell_name
from timeline.text.sheet import Column, Layout, Sheet

Row = Mapping[str, Any]
_Beside = tuple[str, str]
"""A fact that stands beside a cell: its value in words, and its mode."""

_ID: Final = 8
_FIRST: Final = 3
_LISTED: Final = 16
"""So many columns of a list are said before the rest is counted."""
_NAMED: Final = 52
"""So many of the properties of a view, and of the values of a cell."""
_ONE_LINE: Final = 64
_STANDING_INKS: Final = {
    "corroborated": "green",
    "disputed": "red",
    "doubted": "red",
    "retracted": "red",
    "self-reported": "yellow",
    "unsourced": "yellow",
}
_ANSWER_INKS: Final = {"yes": "green", "possibly": "yellow", "unknown": "dim", "ended": "dim"}


def _as_json(value: Any) -> str:
    import json  # noqa: PLC0415 - most values are texts

    return json.dumps(value, ensure_ascii=False)


def date_words(text: str | None) -> str:
    """Show a date as typed; a missing one as a dash."""
    return text or "-"


def archive_words(archive: Row) -> str:
    """Say where a copy is kept, and of which type it is."""
    where = archive.get("path") or f"SHA-256 {archive['sha256']}"
    return f"{where} ({archive['media_type']})" if archive.get("media_type") else str(where)


def _lines(parts: Iterable[str]) -> str:
    return "\n".join(parts)


def _standing(row: Row) -> str:
    possibly = row.get("standing_possibly") or []
    return _lines([row["standing"], *(f"possibly {name}" for name in possibly)])


_LIST_NARROW: Final[tuple[Layout, ...]] = (
    ((("OCCURRED",), ("ID", "STANDING")), (("TITLE",),), (("KNOWN",),), (("ORIGINS",), ("SOURCES",))),
    ((("OCCURRED",), ("ID", "KNOWN", "STANDING")), (("TITLE", "ORIGINS OF REPORTS"),)),
    ((("OCCURRED",), ("ID", "STANDING")), (("TITLE", "KNOWN, ORIGINS OF REPORTS"),)),
)


def list_sheet(rows: Iterable[Row]) -> Sheet:
    """Lay out the rows of ``list``."""
    columns = (
        Column("ID", digits=_ID, whole=True),
        Column("OCCURRED", whole=True),
        Column("TITLE", prose=True),
        Column("KNOWN", _ANSWER_INKS, whole=True, common=True),
        Column("STANDING", _STANDING_INKS, whole=True, common=True),
        Column("ORIGINS", whole=True, common=True),
        Column("SOURCES", whole=True, common=True, counted=1),
        Column("ORIGINS OF REPORTS", whole=True, common=True, flush=True, stands_for=("ORIGINS",)),
        Column("KNOWN, ORIGINS OF REPORTS", whole=True, common=True, flush=True, stands_for=("KNOWN", "ORIGINS")),
        Column("STANDING", _STANDING_INKS, whole=True, common=True, stands_for=("STANDING",)),
    )
    cells = tuple(
        (
            row["id"],
            date_words(row["occurred"]),
            row["title"],
            row["known"],
            _standing(row),
            say.origins(row["origins"], row["reports"]),
            _lines(row["sources"]),
            _origins_of_reports(row),
            ("possibly, " if row["known"] == "possibly" else "") + _origins_of_reports(row),
            _standing_in_line(row),
        )
        for row in rows
    )
    return Sheet(columns=columns, rows=cells, narrow=_LIST_NARROW)


def _standing_in_line(row: Row) -> str:
    possibly = " or ".join(row.get("standing_possibly") or ())
    return f"{row['standing']}; possibly {possibly}" if possibly else str(row["standing"])


def _origins_of_reports(row: Row) -> str:
    return f"{say.bounds(row['origins'])} of {row['reports']:,}"


_STATE_NARROW: Final[tuple[Layout, ...]] = (
    (
        (("ENTITY",),),
        (("PROPERTY",),),
        (("ANSWER",),),
        (("VALUE",), ("SINCE",)),
        (("STANDING",), ("EVENTS",)),
    ),
    (
        (("ENTITY",), ("PROPERTY",)),
        (("ANSWER",),),
        (("VALUE",), ("SINCE",)),
        (("STANDING",), ("EVENTS",)),
    ),
    (
        (("ENTITY",), ("PROPERTY",)),
        (("ANSWER", "VALUE"), ("SINCE", "STANDING", "EVENTS")),
    ),
)


def state_sheet(rows: Iterable[Row]) -> Sheet:
    """Lay out the rows of ``state``: one line for each value, and for each fact that stands beside the cell."""
    columns = (
        Column("ENTITY", once=True, whole=True),
        Column("PROPERTY", once=True, whole=True),
        Column("ANSWER", _ANSWER_INKS, whole=True),
        Column("VALUE"),
        Column("SINCE", whole=True),
        Column("STANDING", _STANDING_INKS, whole=True, common=True),
        Column("EVENTS", digits=_ID, whole=True, counted=1),
    )
    cells: list[tuple[str, ...]] = []
    for row in rows:
        place = (row["entity"], row["property"])
        if not row["values"]:
            cells.append((*place, row["answer"], "-", "-", "-", ""))
        for value in row["values"]:
            answer = "ended" if row["answer"] == "ended" else value["answer"]
            cells.append((*place, answer, *_value_cells(value)))
        for item in row["beside"]:
            mode = item["mode"] if item.get("answer", "yes") == "yes" else f"{item['mode']}, possibly"
            cells.append((*place, f"({mode})", *_value_cells(item)))
    return Sheet(columns=columns, rows=tuple(cells), narrow=_STATE_NARROW)


def names_words(rows: Iterable[Row]) -> Iterator[str]:
    """Say of the entities in the rows of ``state`` under which other names they were told, or what they may be too."""
    told: dict[str, dict[str, None]] = {}
    possibly: dict[str, Sequence[str]] = {}
    for row in rows:
        told.setdefault(row["entity"], {}).update(dict.fromkeys(row["names"]))
        possibly[row["entity"]] = row["possibly_same"]
    for entity, names in told.items():
        if others := [say.quoted(name) for name in names if name != entity]:
            yield f"{say.quoted(entity)}: facts told of {' and '.join(others)} too, which is the same"
        if possibly[entity]:
            yield f"{say.quoted(entity)}: possibly the same as {' and '.join(map(say.quoted, possibly[entity]))}"


def _value_cells(value: Row) -> tuple[str, ...]:
    return (say.shown(value["value"]), date_words(value["since"]), value["standing"], _lines(value["events"]))


_WAYS_OUT: Final = re.compile(re.escape(say.ways_out("\0")).replace("\0", "(.+?)"))
_OVERLAP: Final = re.compile(
    r"(?: surely holds, and)?( (?:surely|may) .+?), and nothing says that .+? had ended by then"
)
_ENDED_BY: Final = re.compile(r'ended by "(.+)"')
_MAY_HAVE_ENDED: Final = re.compile(r'; no end is told; it may be ended by ".+"$')
_SHORT_TITLE: Final = 30
_WHY_NARROW: Final[tuple[Layout, ...]] = (
    ((("VERDICT",), ("EVENT",)), (("SINCE", "STANDING", "VALUE"), ("BECAUSE",))),
    ((("VERDICT",),), (("SINCE", "STANDING", "VALUE"), ("EVENT", "TITLE"), ("BECAUSE",))),
)


def why_sheet(rows: Iterable[Row]) -> Sheet:
    """Lay out the rows of ``why``."""
    inks = {"value": "green", "possibly": "yellow", "retracted": "red", "superseded": "dim", "out": "dim"}
    columns = (
        Column("VERDICT", inks, whole=True),
        Column("VALUE"),
        Column("SINCE", whole=True, common=True),
        Column("STANDING", _STANDING_INKS, whole=True, common=True),
        Column("BECAUSE", prose=True),
        Column("EVENT", digits=_ID, whole=True),
        Column("TITLE", prose=True),
        Column("BECAUSE", prose=True, ditto=True, stands_for=("BECAUSE",)),
    )
    cells = []
    ways: dict[str, None] = {}
    for row in rows:
        by = f" ({row['by'][:_ID]})" if row["by"] else ""
        for name in _WAYS_OUT.findall(row["because"]):
            ended = f"--ended {shlex.quote(cell_name(row['entity'], name) + '=VALUE')} (in Python ended=)"
            ways[f'If both hold, declare many = ["{name}"] in the view; if one ended, add its end: {ended}'] = None
        cells.append(
            (
                row["verdict"],
                say.shown(row["value"]) + (f" ({row['mode']})" if row["mode"] != "actual" else ""),
                date_words(row["since"]),
                row["standing"],
                row["because"] + by,
                row["event"],
                row["title"],
                _in_short(row["because"]) + by,
            )
        )
    return Sheet(columns=columns, rows=tuple(cells), narrow=_WHY_NARROW, below=tuple(ways))


def _in_short(because: str) -> str:
    """Say in one line why a value gives way; the ways out are told below the table, titles as far as there is room.

    >>> _in_short('ended by "The contract that was signed in March ran out in June": it surely began before that end')
    'ended by "The contract that was signed…", it began before'
    """
    said = _WAYS_OUT.sub("", because)
    said = said if said == because else _OVERLAP.sub(r"\1; no end is told", said)
    said = _MAY_HAVE_ENDED.sub(", or this may have ended", said)
    said = _ENDED_BY.sub(lambda found: f'ended by "{_cut(found[1])}"', said)
    return said.replace(": it surely began before that end", ", it began before").replace("this value was over", "over")


def _cut(title: str) -> str:
    """Cut a title behind a word, as what is said of it needs the room."""
    if len(title) <= _SHORT_TITLE:
        return title
    return title[:_SHORT_TITLE].rpartition(" ")[0].rstrip(",;:") + "…"


_DIFF_NARROW: Final[tuple[Layout, ...]] = (
    ((("CHANGE",), ("ID",)), (("WHAT",), ("BEFORE → AFTER",))),
    ((("CHANGE",), ("ID",)), (("WHAT: BEFORE → AFTER",),)),
    ((("CHANGE",), ("ID",)), (("WHAT",), ("BEFORE", "AFTER"))),
)


def diff_sheet(rows: Iterable[Row], titles: Mapping[str, str]) -> Sheet:
    """Lay out the rows of ``diff``; ``titles`` has those of the events, by id."""
    columns = (
        Column("CHANGE", whole=True),
        Column("WHAT", prose=True),
        Column("BEFORE", common=True),
        Column("AFTER", common=True),
        Column("ID", digits=_ID, whole=True),
        Column("BEFORE → AFTER", prose=True, stands_for=("BEFORE", "AFTER")),
        Column("WHAT: BEFORE → AFTER", prose=True, flows=": ", cut=0, stands_for=("WHAT", "BEFORE", "AFTER")),
    )
    cells = []
    for row in rows:
        if row["change"] == "cell":
            what = f"{row['entity']}.{row['property']}"
            if row["entity_before"] != row["entity"]:
                what = f"{row['entity_before']}.{row['property']}, then {what}"
            became = _cell_became(row["before"], row["after"])
            whole = _lines([what, became]) if len(became) <= _ONE_LINE else f"{what}: {'; '.join(became.splitlines())}"
            step = (_cell_words(row["before"]), _cell_words(row["after"]), "", became, whole)
        else:
            what = titles.get(row["id"], "")
            became = _became(row["before"], row["after"])
            before, after = _fields_words(row["before"]), _fields_words(row["after"])
            step = (before, after, row["id"], became, _lines([what, "; ".join(became.splitlines())]))
        cells.append((row["change"], what, *step))
    return Sheet(columns=columns, rows=tuple(cells), narrow=_DIFF_NARROW)


def _cell_words(cell: Row | None) -> str:
    if cell is None:
        return "-"
    return _lines([*_values_of(cell), *(f"beside: {beside}" for beside in _beside_of(cell))])


def _values_of(cell: Row) -> list[str]:
    if not cell["values"]:
        return [cell["answer"]]
    return [
        say.shown(value["value"]) + (" (possibly)" if "possibly" in (value["answer"], cell["answer"]) else "")
        for value in cell["values"]
    ]


def _beside_of(cell: Row) -> list[str]:
    return [f"{say.shown(item['value'])} ({_mode_words(item)})" for item in cell["beside"]]


def _cell_became(before: Row | None, after: Row | None) -> str:
    """Say what a cell was and what it became: its values, then what became other beside them."""
    was, now = ("-" if cell is None else "; ".join(_values_of(cell)) for cell in (before, after))
    beside = _beside_became(_answers_beside(before), _answers_beside(after), is_new=before is None)
    return _in_line([_step(was, now), *([f"beside: {'; '.join(beside)}"] if beside else [])])


def _beside_became(was: Mapping[_Beside, str], now: Mapping[_Beside, str], *, is_new: bool) -> list[str]:
    """Say which facts beside a cell are otherwise sure than they were, and which went and came; no others."""
    both = [fact for fact in was if fact in now and was[fact] != now[fact]]
    said = [f"{value} ({mode}, {was[value, mode]} → {now[value, mode]})" for value, mode in both]
    went, came = (
        "; ".join(_fact_beside(*fact, answer) for fact, answer in ours.items() if fact not in others)
        for ours, others in ((was, now), (now, was))
    )
    if went or came:
        said.append(came if is_new else f"{went or '-'} → {came or '-'}")
    return said


def _fact_beside(value: str, mode: str, answer: str) -> str:
    return f"{value} ({mode})" if answer == "yes" else f"{value} ({mode}, {answer})"


def _answers_beside(cell: Row | None) -> dict[_Beside, str]:
    """Give how sure each fact beside a cell is, by its value and its mode."""
    found: dict[_Beside, str] = {}
    for item in cell["beside"] if cell else ():
        fact = (say.shown(item["value"]), item["mode"])
        found[fact] = f"{found[fact]} and {item['answer']}" if fact in found else item["answer"]
    return found


def _step(was: str, now: str) -> str:
    """Say what was and what it became; once what is the same."""
    return now if was == now else f"{was} → {now}"


def _in_line(said: Sequence[str]) -> str:
    """Join what is short in one line; what is long, or joined itself, has a line of its own."""
    line = "; ".join(said)
    return line if len(line) <= _ONE_LINE and line.count("; ") < len(said) else _lines(said)


def _became(before: Row | None, after: Row | None) -> str:
    """Say what the fields of an event were and what they became; of one that was not there at all, what it is.

    That such a one is surely known goes without saying.
    """
    names = [name for name in dict.fromkeys([*(before or ()), *(after or ())]) if name != "title"]
    said = []
    for name in names:
        was, now = (_field_words(name, of[name]) if of and name in of else "-" for of in (before, after))
        if before and after:
            said.append(f"{name}: {_step(was, now)}")
        elif (name, alone := now if before is None else was) != ("known", "yes"):
            said.append(f"{name}: {alone}")
    return _in_line(said)


def _mode_words(item: Row) -> str:
    return str(item["mode"]) + (", possibly" if item["answer"] != "yes" else "")


def _fields_words(fields: Row | None) -> str:
    if fields is None:
        return "-"
    return _lines(f"{name}: {_field_words(name, value)}" for name, value in fields.items() if name != "title")


def _field_words(name: str, value: Any) -> str:
    if isinstance(value, Mapping) and set(value) == {"versions"}:
        return " or ".join(_field_words(name, item) for item in value["versions"])
    if name == "facts":
        return "; ".join(map(say.fact, value or ())) or "none"
    if name == "origins":
        return say.bounds(value)
    return "-" if value is None else value if isinstance(value, str) else _as_json(value)


_SOURCES_NARROW: Final[tuple[Layout, ...]] = (
    ((("NAME",),), (("PUBLISHER",), ("PUBLISHED",)), (("TITLE",), ("RESTS ON",)), (("URL",),)),
    ((("NAME",),), (("PUBLISHER",),), (("PUBLISHED",),), (("RESTS ON",),)),
    ((("NAME",), ("PUBLISHED",)), (("PUBLISHER",), ("RESTS ON",))),
)


def sources_sheet(rows: Iterable[Row]) -> Sheet:
    """Lay out the rows of ``sources``."""
    columns = (
        Column("NAME", whole=True),
        Column("PUBLISHER"),
        Column("PUBLISHED", whole=True),
        Column("RESTS ON", counted=1),
        Column("TITLE", common=True),
        Column("URL", common=True),
    )
    cells = tuple(
        (
            row["name"] if row["retracted"] == "no" else f"{row['name']} (retracted: {row['retracted']})",
            row["publisher"] or "-",
            _published(row),
            _rests_on(row),
            row["title"] or "-",
            row["url"] or "-",
        )
        for row in rows
    )
    return Sheet(columns=columns, rows=cells, narrow=_SOURCES_NARROW)


_ENTITIES_NARROW: Final[tuple[Layout, ...]] = (
    ((("ENTITY",), ("(NEAR)",)), (("EVENTS",),), (("FIRST",), ("LAST",)), (("PROPERTIES",), ("TYPES",))),
    ((("ENTITY",), ("EVENTS",), ("(NEAR)",)), (("FIRST",), ("LAST",)), (("PROPERTIES",), ("TYPES",))),
    ((("ENTITY",), ("NEAR",)), (("EVENTS",),), (("FIRST",), ("LAST",)), (("PROPERTIES",), ("TYPES",))),
    ((("ENTITY", "(NEAR)", "EVENTS", "PROPERTIES", "TYPES"), ("FIRST", "LAST")),),
)


def entities_sheet(rows: Iterable[Row]) -> Sheet:
    """Lay out the rows of ``entities``; other names of one entity stand below it."""
    columns = (
        Column("ENTITY"),
        Column("NEAR", common=True),
        Column("EVENTS", whole=True),
        Column("FIRST", whole=True),
        Column("LAST", whole=True),
        Column("PROPERTIES", whole=True, counted=_LISTED),
        Column("TYPES", whole=True, counted=_LISTED),
        Column("(NEAR)", common=True, stands_for=("NEAR",)),
    )
    cells = tuple(
        (
            _lines(
                [
                    row["entity"],
                    *(f"named: {name}" for name in row["names"] if name != row["entity"]),
                    *(f"possibly the same: {name}" for name in row["possibly_same"]),
                ]
            ),
            _lines(row["near"]) or "-",
            str(row["events"]),
            date_words(row["first"]),
            date_words(row["last"]),
            _lines(row["properties"]),
            _lines(row["types"]),
            _lines(f"(near {name})" for name in row["near"]) or "-",
        )
        for row in rows
    )
    return Sheet(columns=columns, rows=cells, narrow=_ENTITIES_NARROW)


_CONFLICTS_NARROW: Final[tuple[Layout, ...]] = (((("KIND", "ANSWER", "CELL"), ("SAYS: ORIGINS, EVENTS",)),),)
_ENDS_OR_HOLDS: Final = re.compile(r"\. (If both hold, declare .+)")


def counts_sheet(rows: Iterable[Row]) -> Sheet:
    """Lay out the rows of ``list --by``."""
    columns = (Column("BY"), Column("EVENTS", whole=True), Column("POSSIBLY", whole=True, common=True))
    return Sheet(
        columns=columns, rows=tuple((row["by"] or "-", str(row["events"]), str(row["possibly"])) for row in rows)
    )


def gaps_sheet(rows: Iterable[Row]) -> Sheet:
    """Lay out the rows of ``list --gaps``."""
    columns = (
        Column("FROM", whole=True),
        Column("TO", whole=True),
        Column("DAYS", whole=True),
        Column("ANSWER", _ANSWER_INKS, whole=True),
        Column("POSSIBLY", whole=True),
    )
    cells = tuple((row["from"], row["to"], str(row["days"]), row["answer"], str(row["possibly"])) for row in rows)
    return Sheet(columns=columns, rows=cells)


def stats_sheet(rows: Iterable[Row]) -> Sheet:
    """Lay out the rows of ``stats``."""
    columns = (Column("NAME", whole=True), Column("VALUE", whole=True))
    cells = tuple((row["name"], "-" if row["value"] is None else str(row["value"])) for row in rows)
    return Sheet(columns=columns, rows=cells)


def conflicts_sheet(rows: Iterable[Row]) -> Sheet:
    """Lay out the rows of ``conflicts``: a line for each side, and the reason below them."""
    columns = (
        Column("KIND", once=True, whole=True),
        Column("ANSWER", _ANSWER_INKS, once=True, whole=True),
        Column("CELL", once=True),
        Column("SAYS"),
        Column("ORIGINS"),
        Column("EVENTS", digits=_ID, whole=True, counted=1),
        Column("SAYS: ORIGINS, EVENTS", prose=True, flows=": ", stands_for=("SAYS", "ORIGINS", "EVENTS")),
    )
    cells: list[tuple[str, ...]] = []
    ways: dict[str, None] = {}
    for row in rows:
        cell = "" if row["entity"] is None else cell_name(row["entity"], row["property"])
        for place, side in enumerate(row["sides"]):
            dates = [date or "no date" for date in side["dates"] if date != side["value"]]
            says = side["says"] + (f" ({', '.join(_first(dates))})" if dates else "")
            names = [f"{name} (rests on?)" if name in side["unresolved"] else name for name in side["origins"]]
            head = (row["kind"], row["answer"], cell) if place == 0 else ("", "", "")
            who = ", ".join(names) or "-"
            told = [who, *(event[:_ID] for event in _first(side["events"]))]
            cells.append((*head, says, who, _lines(side["events"]), _lines([says, ", ".join(told)])))
        ways |= dict.fromkeys(_ENDS_OR_HOLDS.findall(row["because"]))
        cells.append(("", "", "", row["because"], "", "", _ENDS_OR_HOLDS.sub("", row["because"])))
    return Sheet(columns=columns, rows=tuple(cells), narrow=_CONFLICTS_NARROW, below=tuple(ways))


def _first(several: Sequence[str]) -> list[str]:
    """Give the first of many, and how many more there are."""
    more = len(several) - _FIRST
    return [*several[:_FIRST], f"{more} more"] if more > 1 else list(several)


def own_sheet(rows: Iterable[Row]) -> Sheet:
    """Lay out the rows of a view of the user's own: a column for each key, in the order in which they come."""
    found = list(rows)
    keys = list(dict.fromkeys(str(key) for row in found for key in row))
    cells = tuple(
        tuple(_as_json(row[key]) if not isinstance(row.get(key, ""), str) else row.get(key, "") for key in keys)
        for row in found
    )
    return Sheet(columns=tuple(Column(key.upper()) for key in keys), rows=cells)


_CASCADE_NARROW: Final[tuple[Layout, ...]] = (((("SOURCE",), ("SAYS",)), (("PUBLISHER",), ("RESTS ON",))),)


def cascade_sheet(rows: Iterable[Row]) -> Sheet:
    """Lay out the rows of ``sources ID``: each publication stands in as many steps as it is away from an end."""
    columns = (
        Column("NAME", whole=True),
        Column("PUBLISHER"),
        Column("RESTS ON"),
        Column("SAYS", whole=True),
        Column("SOURCE", whole=True, stands_for=("NAME",)),
    )
    cells = tuple(
        (
            "\u00a0\u00a0" * row["depth"] + row["name"],
            row["publisher"] or "-",
            "not said"
            if row["unresolved"]
            else _lines(
                [
                    *row["via"],
                    *(f"origin: {o['name']}{', interested' if o.get('interested') else ''}" for o in row["origins"]),
                ]
            ),
            ", ".join(dict.fromkeys(report["stance"] for report in row["reports"])) or "only relayed",
            "\u00a0\u00a0" * row["depth"] + _source_or_report(row),
        )
        for row in rows
    )
    return Sheet(columns=columns, rows=cells, narrow=_CASCADE_NARROW)


def _source_or_report(row: Row) -> str:
    """Name what stands in a chain; a report without a source by its address."""
    name: str = row["name"]
    return f"unsourced ({_address(name)})" if name in {report["address"] for report in row["reports"]} else name


def _address(of_report: str) -> str:
    """Shorten the id in the address of a report."""
    record, sign, number = of_report.partition("#")
    return record[:_ID] + sign + number


def _published(row: Row) -> str:
    if row["published"]:
        return str(row["published"])
    latest = row["published_latest"]
    return f"by {latest}" if latest not in ("open", "unknown") else "-"


def _rests_on(row: Row) -> str:
    if row["origin"]:
        gains = ", interested" if row["origin"].get("interested") else ""
        return _lines([*row["via"], f"origin: {row['origin']['name']}{gains}"])
    return _lines(row["via"]) or "not said"


_RECORDS_NARROW: Final[tuple[Layout, ...]] = (
    ((("RECORDED",), ("ID", "KIND")), (("WHAT",),), (("BY",), ("KNOWN",))),
    ((("RECORDED",), ("ID", "KIND", "KNOWN")), (("WHAT",),)),
)


def records_sheet(rows: Iterable[Row]) -> Sheet:
    """Lay out the rows of ``history`` that are records."""
    columns = (
        Column("RECORDED", whole=True),
        Column("KIND", whole=True, common=True),
        Column("BY", whole=True, common=True),
        Column("ID", digits=_ID, whole=True),
        Column("WHAT", prose=True, flows=", ", cut=-1),
        Column("KNOWN", _ANSWER_INKS, whole=True, common=True),
    )
    cells = tuple(
        (
            row["recorded"],
            row["kind"],
            row["by"],
            row["id"],
            _lines([row["what"], *([f"because {row['because']}"] if row["because"] else [])]),
            row["known"],
        )
        for row in rows
    )
    return Sheet(columns=columns, rows=cells, narrow=_RECORDS_NARROW)


_RECTANGLES_NARROW: Final[tuple[Layout, ...]] = (
    ((("AS OF",), ("ON",)), (("ANSWER",),), (("VALUE",),), (("STANDING",),)),
)


def rectangles_sheet(rows: Iterable[Row]) -> Sheet:
    """Lay out the rows of ``history`` that are stretches of a cell."""
    columns = (
        Column("AS OF", once=True, whole=True),
        Column("ON", whole=True),
        Column("ANSWER", _ANSWER_INKS, whole=True),
        Column("VALUE", counted=_NAMED),
        Column("STANDING", _STANDING_INKS, whole=True, counted=1),
    )
    cells = tuple(
        (
            _stretch(row["as_of_first"], row["as_of_last"]),
            _stretch(_closed(row["first"]), _closed(row["last"])),
            row["answer"],
            _lines(_held_of(row)) or "-",
            _lines(_once([value["standing"] for value in row["values"]])) or "-",
        )
        for row in rows
    )
    return Sheet(columns=columns, rows=cells, narrow=_RECTANGLES_NARROW)


def _held_of(cell: Row) -> Iterator[str]:
    """Say the values of a cell; what is only possibly one of several that it holds says so."""
    for value in cell["values"]:
        less_sure = value["answer"] == "possibly" != cell["answer"]
        yield say.shown(value["value"]) + (" (possibly)" if less_sure else "")


def _once(several: Sequence[str]) -> Sequence[str]:
    """Say once what all are."""
    return several[:1] if len(set(several)) == 1 else several


def _closed(bound: str) -> str | None:
    return None if bound == "open" else bound


def _stretch(first: str | None, last: str | None) -> str:
    """Write a run of days as EDTF would."""
    if first is None and last is None:
        return "always"
    return f"{first or '..'}/{last or '..'}" if first != last else str(first)


_VIEWS_NARROW: Final[tuple[Layout, ...]] = (
    ((("NAME",), ("LATEST",)), (("TITLE",), ("PROPERTIES",)), (("MANY",), ("ENTITIES",), ("PACKAGE",))),
)


def views_sheet(rows: Iterable[Row]) -> Sheet:
    """Lay out the rows of ``views``."""
    columns = (
        Column("NAME", whole=True),
        Column("TITLE", prose=True),
        Column("PROPERTIES", counted=_NAMED),
        Column("LATEST", whole=True),
        Column("MANY", common=True),
        Column("ENTITIES", common=True),
        Column("PACKAGE", common=True),
    )
    cells = tuple(
        (
            row["name"],
            row["title"],
            _lines(row["properties"]) or "-",
            row["latest"] or "-",
            ", ".join(row["many"]) or "-",
            ", ".join(row["entities"]) if row["entities"] is not None else "all" if row["package"] is None else "-",
            row["package"] or "-",
        )
        for row in rows
    )
    return Sheet(columns=columns, rows=cells, narrow=_VIEWS_NARROW)


_FINDINGS_NARROW: Final[tuple[Layout, ...]] = (((("CODE", "WHERE"), ("MESSAGE",), ("FIX",)),),)


def findings_sheet(rows: Iterable[Row]) -> Sheet:
    """Lay out the rows of ``check``."""
    columns = (Column("WHERE"), Column("CODE", whole=True), Column("MESSAGE"), Column("FIX"))
    cells = tuple((_place(row), row["code"], row["message"], row["fix"] or "-") for row in rows)
    return Sheet(columns=columns, rows=cells, narrow=_FINDINGS_NARROW)


def doctor_sheet(rows: Iterable[Row]) -> Sheet:
    """Lay out the rows of ``doctor``."""
    columns = (
        Column("ABOUT", whole=True),
        Column("STATE", {"fine": "green", "note": "yellow", "wrong": "red"}, whole=True),
        Column("SAYS"),
    )
    cells = tuple(
        (row["about"], row["state"], _lines([row["says"], *([f"fix: {row['fix']}"] if row["fix"] else [])]))
        for row in rows
    )
    return Sheet(columns=columns, rows=cells)


def _place(row: Row) -> str:
    if row["file"] is None:
        return "-"
    return str(row["file"]) if row["line"] is None else f"{row['file']}:{row['line']}"


_DATES_NARROW: Final[tuple[Layout, ...]] = (
    ((("TEXT",), ("WORDS",)), (("EARLIEST",),), (("LATEST",),), (("KIND",),), (("LEVEL",),)),
    ((("TEXT", "KIND", "LEVEL"), ("WORDS",)), (("EARLIEST",), ("LATEST",))),
)


def dates_sheet(rows: Iterable[Row]) -> Sheet:
    """Lay out the rows of ``date``."""
    columns = (
        Column("TEXT"),
        Column("WORDS"),
        Column("EARLIEST", whole=True),
        Column("LATEST", whole=True),
        Column("KIND", whole=True),
        Column("LEVEL", whole=True),
    )
    cells = []
    for row in rows:
        if row["valid"]:
            became = f" (stored as {row['edtf']})" if row.get("edtf") not in (None, row["text"]) else ""
            words, level = f"{row['words']}{became}", "-" if row["level"] is None else str(row["level"])
            cells.append((row["text"], words, row["earliest"], row["latest"], row["kind"], level))
        else:
            meant = f"; perhaps {row['suggestion']}" if row["suggestion"] else ""
            cells.append((row["text"], f"no date: {row['error']}{meant}", "-", "-", "-", "-"))
    return Sheet(columns=columns, rows=tuple(cells), narrow=_DATES_NARROW)


def show_sheet(rows: Iterable[Row]) -> Sheet:
    """Lay out the rows of ``show``: a field a line, those that are empty left out."""
    columns = (Column("FIELD", whole=True), Column("VALUE"))
    cells: list[tuple[str, ...]] = []
    for row in rows:
        for name, value in row.items():
            shown = _shown(name, value, row)
            if shown:
                cells.append((_FIELDS.get(name) or name.replace("_", " "), shown))
    return Sheet(columns=columns, rows=tuple(cells))


_FIELDS: Final = {
    "report_list": "who says so",
    "captures": "copies",
    "members": "same event",
    "versions": "may read",
    "file": "stands in",
}
_TOLD_ELSEWHERE: Final = ("_earliest", "_latest")


def _shown(name: str, value: Any, row: Row) -> str:
    """Say one field of ``show`` in words; nothing where it is empty, or told by another field."""
    if value is None or value in ([], {}) or name.endswith(_TOLD_ELSEWHERE):
        return ""
    if (name, value) in (("retracted", "no"), ("superseded", "no"), ("members", [row.get("id")])):
        return ""
    if name in ("reports", "line") and isinstance(value, int):
        return ""  # told with the origins, and with the file
    match name, value:
        case "facts", _:
            return _lines(map(say.fact, value))
        case "report_list", _:
            return _lines(map(_report_words, value))
        case "captures", _:
            return _lines(map(_capture_words, value))
        case "web_links", _:
            return _lines(link["url"] + (f" ({link['title']})" if link["title"] else "") for link in value)
        case "links", _:
            return _lines(
                f"{item['from'][:_ID]} {item['rel']} {item['to'][:_ID]} ({item['id'][:_ID]})" for item in value
            )
        case "versions", _:
            return _lines(
                f"{field}: " + " or ".join(_field_words(field, item["value"]) for item in items)
                for field, items in value.items()
            )
        case "origins", [_, _]:
            return say.origins(value, row["reports"])
        case "file", str():
            return _place(row)
        case "origin", Mapping():
            return _origin_words(value)
        case "archive", Mapping():
            return archive_words(value)
        case "set", Mapping():
            return _lines(f"{field}: {_field_words(field, item)}" for field, item in value.items())
        case "changes", _:
            return _lines(map(_change_words, value))
        case _, list():
            return _lines(item if isinstance(item, str) else _as_json(item) for item in value)
        case _, str():
            return value
        case _:
            return _as_json(value)


def _change_words(change: Row) -> str:
    because = f", because {change['because']}" if change["because"] else ""
    known = f", known: {change['known']}" if change["known"] != "yes" else ""
    return f"{change['recorded']} {change['what']}{because}{known} ({change['id'][:_ID]})"


def _capture_words(capture: Row) -> str:
    words = [f"{capture['source']} on {capture['retrieved']}" if capture["retrieved"] else f"{capture['source']}"]
    words += [archive_words(capture)]
    words += [f"from {capture['url']}"] if capture["url"] else []
    words += [f"known: {capture['known']}"] if capture["known"] != "yes" else []
    return ", ".join(words) + f" ({capture['id'][:_ID]})"


def _origin_words(origin: Row) -> str:
    return say.origin(str(origin["name"]), interested=bool(origin.get("interested")))


def _report_words(report: Row) -> str:
    words = [f"{report['source'] or 'unsourced'} {report['stance']}"]
    words += [f"on {report['reported']}"] if report["reported"] else []
    words += [f"via {', '.join(report['via'])}"] if report["via"] else []
    words += [f"origin {_origin_words(report['origin'])}"] if report["origin"] else []
    words += [f'"{report["quote"]}"'] if report["quote"] else []
    words += [f"because {report['because']}"] if report["because"] else []
    words += [f"known: {report['known']}"] if report["known"] != "yes" else []
    words += [f"retracted: {'yes' if report['live'] == 'no' else 'possibly'}"] if report["live"] != "yes" else []
    return ", ".join(words) + f" ({_address(report['address'])})"
