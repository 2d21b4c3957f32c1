"""What changed between two days, as ``diff`` tells it: what was, and what it became."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from timeline.records import say
from timeline.text.sheet import Column, Layout, Sheet
from timeline.text.tables.events import standing_in_line
from timeline.text.tables.words import ID, Row, field_words, lines, mode_words

_Beside = tuple[str, str]
"""A fact that stands beside a cell: its value in words, and its mode."""
_More = Callable[[Row], str]
_MORE: Final[tuple[_More, ...]] = (
    lambda item: item["standing"],
    lambda item: f"since {item['since'] or 'no day that is told'}",
    lambda item: f"since {item['since_earliest']} to {item['since_latest']}",
    lambda item: ", ".join(event[:8] for event in item["events"]),
)
"""What more may be said of a value, where it is otherwise as it was: the first that tells the difference is."""
_ONE_LINE: Final = 64
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
        Column("ID", digits=ID, whole=True),
        Column("BEFORE → AFTER", prose=True, stands_for=("BEFORE", "AFTER")),
        Column("WHAT: BEFORE → AFTER", prose=True, flows=": ", cut=0, stands_for=("WHAT", "BEFORE", "AFTER")),
    )
    cells = []
    for row in rows:
        if row["change"] == "cell":
            what = f"{row['entity']}.{row['property']}"
            if row["entity_before"] != row["entity"]:
                what = f"{row['entity_before']}.{row['property']}, then {what}"
            was, now, is_usual = _words_that_differ(row["before"], row["after"])
            became = _cell_became(row["before"], row["after"]) if is_usual else _in_line([_step(was, now)])
            whole = lines([what, became]) if len(became) <= _ONE_LINE else f"{what}: {'; '.join(became.splitlines())}"
            step = (was, now, "", became, whole)
        else:
            what = titles.get(row["id"], "")
            old, new = (_judged(fields) for fields in (row["before"], row["after"]))
            out_of, into = (_same_as(row.get(name)) for name in ("out_of", "into"))
            became = "; ".join(
                filter(None, (_became(old, new), out_of and f"before: {out_of}", into and f"now: {into}"))
            )
            before, after = out_of or _fields_words(old), into or _fields_words(new)
            step = (before, after, row["id"], became, lines([what, "; ".join(became.splitlines())]))
        cells.append((row["change"], what, *step))
    return Sheet(columns=columns, rows=tuple(cells), narrow=_DIFF_NARROW)


def _same_as(event: str | None) -> str:
    """Say with which event another one is told; nothing where it is told alone."""
    return f"same event as {event[:8]}" if event else ""


def _judged(fields: Row | None) -> Row | None:
    """Join what a standing may turn out to be with what it is, as the rows of ``list`` do."""
    if fields is None or "standing_possibly" not in fields:
        return fields
    others = {name: value for name, value in fields.items() if name != "standing_possibly"}
    return {**others, "standing": standing_in_line(fields)}


def _words_that_differ(before: Row | None, after: Row | None) -> tuple[str, str, bool]:
    """Say what a cell was and what it is, with more of each value where that alone differs; and whether none had to."""
    if before is None or after is None:
        return _cell_words(before), _cell_words(after), True
    for more in (None, *_MORE):
        was, now = _cell_words(before, more), _cell_words(after, more)
        if was != now:
            return was, now, more is None
    return _with_names(before), _with_names(after), False


def _with_names(cell: Row) -> str:
    return lines([_cell_words(cell), f"told of {', '.join(cell['names']) or 'nothing'}"])


def _cell_words(cell: Row | None, more: _More | None = None) -> str:
    if cell is None:
        return "-"
    return lines([*_values_of(cell, more), *(f"beside: {beside}" for beside in _beside_of(cell, more))])


def _values_of(cell: Row, more: _More | None = None) -> list[str]:
    if not cell["values"]:
        return [cell["answer"]]
    return [
        _with(
            say.shown(one["value"]),
            *(["possibly"] if "possibly" in (one["answer"], cell["answer"]) else []),
            *_more(one, more),
        )
        for one in cell["values"]
    ]


def _beside_of(cell: Row, more: _More | None = None) -> list[str]:
    return [_with(say.shown(item["value"]), mode_words(item), *_more(item, more)) for item in cell["beside"]]


def _more(item: Row, more: _More | None) -> list[str]:
    return [more(item)] if more else []


def _with(value: str, *said: str) -> str:
    return f"{value} ({', '.join(said)})" if said else value


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
    return line if len(line) <= _ONE_LINE and line.count("; ") < len(said) else lines(said)


def _became(before: Row | None, after: Row | None) -> str:
    """Say what the fields of an event were and what they became; of one that was not there at all, what it is.

    That such a one is surely known goes without saying.
    """
    names = [name for name in dict.fromkeys([*(before or ()), *(after or ())]) if name != "title"]
    said = []
    for name in names:
        was, now = (field_words(name, of[name]) if of and name in of else "-" for of in (before, after))
        if before and after:
            said.append(f"{name}: {_step(was, now)}")
        elif (name, alone := now if before is None else was) != ("known", "yes"):
            said.append(f"{name}: {alone}")
    return _in_line(said)


def _fields_words(fields: Row | None) -> str:
    if fields is None:
        return "-"
    return lines(f"{name}: {field_words(name, value)}" for name, value in fields.items() if name != "title")
