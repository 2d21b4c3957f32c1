"""The one expression: which rows of the relation decide an answer at three clocks, in SQL that every engine reads.

Law of this module: only whole numbers are compared and only texts are equal; what is dropped is what surely decides
nothing. Of a cell it drops what cannot hold on the day, and what a fact that surely counts and surely holds put out;
not what may be a rival of a fact that stays. Nothing is ordered: a row is named by ``row_no``, which is unique and
never null, and is put in order once it is here.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from timeline.asof.relation import DAY
from timeline.engines.schema import Shape
from timeline.named import NamedTuple
from timeline.views.relational.deciding import View


class Clocks(NamedTuple):
    """The clocks of a question: the last microsecond of the as-of and the recorded-by day, and the day of the world."""

    as_of: int
    recorded_by: int
    lo: int
    hi: int


# --- moments ---------------------------------------------------------------------------------------------------------


def at_most(column: str, moment: int) -> str:
    """Say in SQL that a stored moment is not after another; the microsecond counts only within a day."""
    day, rest = divmod(moment, DAY)
    if rest == DAY - 1:
        return f"{column} <= {day}"
    return f"({column} < {day} OR ({column} = {day} AND {column}_us <= {rest}))"


def above(column: str, moment: int) -> str:
    """Say in SQL that a stored moment is after another."""
    day, rest = divmod(moment, DAY)
    if rest == DAY - 1:
        return f"{column} > {day}"
    return f"({column} > {day} OR ({column} = {day} AND {column}_us > {rest}))"


def at_least(column: str, moment: int) -> str:
    """Say in SQL that a stored moment is not before another."""
    day, rest = divmod(moment, DAY)
    if rest == 0:
        return f"{column} >= {day}"
    return f"({column} > {day} OR ({column} = {day} AND {column}_us >= {rest}))"


# --- clocks ----------------------------------------------------------------------------------------------------------


def exists(recorded_by: int) -> str:
    """Say in SQL that a version is in the log as recorded by then."""
    return f"{at_most('recorded_from', recorded_by)} AND {above('recorded_to', recorded_by)}"


def counts(as_of: int) -> str:
    """Say in SQL that a version counts as of then, surely or possibly."""
    return f"{at_most('known_from_lo', as_of)} AND {above('known_to_hi', as_of)}"


def counts_surely(as_of: int) -> str:
    """Say in SQL that a version surely counts as of then."""
    return f"{at_most('known_from_hi', as_of)} AND {above('known_to_lo', as_of)}"


def stands(as_of: int) -> str:
    """Say in SQL that a report or source stands so as of then."""
    return f"{at_most('as_of_from', as_of)} AND {above('as_of_to', as_of)}"


def stored(shape: Shape, but: Collection[str]) -> list[str]:
    """Name the stored columns of a table, but for those of some columns: a moment is stored in two."""
    return [name for name in shape.stored if name not in but and name.removesuffix("_us") not in but]


def columns(shape: Shape, but: Collection[str] = (), **instead: str) -> str:
    """Name the stored columns of a table, but for some; of some there is something else instead."""
    names = stored(shape, but)
    return ", ".join(f'{instead[name]} AS "{name}"' if name in instead else f'"{name}"' for name in names)


def among(column: str, count: int) -> str:
    """Say in SQL that a column is one of some values."""
    return f"{column} IN ({', '.join('?' * count)})"


# --- events ----------------------------------------------------------------------------------------------------------

FACTS: Final = ("fact_version", "silent_version")
"""All facts of the events that are told: those that count, and those that do not."""
SPECIAL: Final = "(told IS NOT NULL OR occurred LIKE '%Y%')"
"""Events that something changes, so that they do not say what their lines say; and those of years so far that a day of
them may be clamped."""


def events(clocks: Clocks, *, has_events: bool, retracted: bool) -> str:
    """Give the events that nothing changes and no link joins, each once, with ``retracted`` those that were taken back.

    ``unsure`` is 1 where one is only possibly known; ``lo`` and ``hi`` are the days on which it may have happened.
    Those that links join or supersede are in ``linked_event``, where it ``has_events``.
    """
    join = " LEFT JOIN linked_event x ON x.name = v.event" if has_events else ""
    where = [exists(clocks.recorded_by), counts(clocks.as_of), "v.told IS NULL"]
    where += ["x.name IS NULL"] if has_events else []
    where += [] if retracted else ["v.retracted < 2"]
    unsure = f"CASE WHEN v.retracted = 2 OR ({counts_surely(clocks.as_of)}) THEN 0 ELSE 1 END"
    return (
        f"SELECT v.event, v.happened_lo AS lo, v.happened_hi AS hi, {unsure} AS unsure "
        f"FROM event_version v{join} WHERE {' AND '.join(where)}"
    )


def counted(by: str, clocks: Clocks, plain: str) -> str:
    """Count events, of a query for them: under what, whether they are only possibly known, and how many.

    By ``time`` these are the days on which they may have happened; else ``by`` is ``type``, ``entity`` or ``source``.
    """
    if by == "time":
        return f"SELECT p.lo, p.hi, p.unsure, count(*) AS number FROM ({plain}) p GROUP BY p.lo, p.hi, p.unsure"
    if by == "type":
        of, join = "r.type", "JOIN record r ON r.id = p.event"
    elif by == "entity":
        known = f"{exists(clocks.recorded_by)} AND {counts(clocks.as_of)}"
        of = "f.entity"
        facts = " UNION ".join(f"SELECT event, entity FROM {of_facts} WHERE {known}" for of_facts in FACTS)
        join = f"LEFT JOIN ({facts}) f ON f.event = p.event"
    else:
        known = f"{exists(clocks.recorded_by)} AND {stands(clocks.as_of)} AND {at_most('lo', clocks.as_of)}"
        of = "s.source"
        join = (
            f"LEFT JOIN (SELECT event, source FROM report_version WHERE {known} AND live > 0 AND source IS NOT NULL "
            "AND source <> '') s ON s.event = p.event"
        )
    return (
        f"SELECT d.by_what, d.unsure, count(*) AS number FROM "
        f"(SELECT DISTINCT p.event, p.unsure, {of} AS by_what FROM ({plain}) p {join}) d GROUP BY d.by_what, d.unsure"
    )


# --- what may be in conflict -----------------------------------------------------------------------------------------


def told_twice(clocks: Clocks, leave_out: int) -> str:
    """Give the entities of which some property has two values, but for so many properties that may have."""
    several = f" AND NOT ({among('property', leave_out)})" if leave_out else ""
    return (
        "SELECT DISTINCT entity FROM (SELECT entity, property FROM fact_version "
        f"WHERE mode = 'actual' AND value <> 'null'{several} "
        f"AND {exists(clocks.recorded_by)} AND {counts(clocks.as_of)} "
        "GROUP BY entity, property HAVING min(value) <> max(value)) c"
    )


def denied(clocks: Clocks) -> str:
    """Give the events that somebody may deny."""
    known = f"{exists(clocks.recorded_by)} AND {stands(clocks.as_of)} AND {at_most('lo', clocks.as_of)}"
    return f"SELECT DISTINCT event FROM report_version WHERE denies > 0 AND live > 0 AND {known}"


# --- the cells of a view ---------------------------------------------------------------------------------------------


class State(NamedTuple):
    """The queries of a state; ``values`` are those of ``told``, in order.

    ``told`` has a row for each fact that counts: its cell, whether it may hold, its word, and the least word of it
    where it surely counts and surely holds. ``cell`` has the greatest of these of each cell: what ends before is out.
    ``facts`` are the columns that are read of a fact that stays. ``is_by_start`` says that the word is when it begins,
    not when it was reported.
    """

    told: str
    values: tuple[str, ...]
    facts: tuple[str, ...]
    is_by_start: bool

    def _of_told(self, *beside: str) -> str:
        return self.told.format(beside="".join(f', f."{name}"' for name in beside))

    @property
    def _wide(self) -> str:
        return self._of_told(*(name for name in self.facts if name not in ("entity", "property")))

    @property
    def _read(self) -> str:
        return ", ".join(f't."{name}"' for name in self.facts)

    @property
    def cell(self) -> str:
        """The cells: the day before which a word is surely out, whether something surely counts, what must be whole."""
        return (
            f"SELECT entity, property, sort, max(sure_lo) AS bar, max(surely) AS surely, max(linked) AS linked "
            f"FROM ({self._of_told()}) t GROUP BY entity, property, sort"
        )

    @property
    def kept(self) -> str:
        """The facts that may decide, where nothing of doubt reaches back over what was put out, as they are read.

        One scan finds them and reads them: to read few of many rows, here and there, unpacks as much of a file as to
        read all.
        """
        return (
            f"SELECT {self._read}, t.lo, t.surely FROM ({self._wide}) t "
            "JOIN cell c ON c.entity = t.entity AND c.property = t.property AND c.sort = t.sort "
            "WHERE t.shown = 1 OR c.linked = 1 OR (t.holds = 1 AND (c.bar IS NULL OR t.hi >= c.bar))"
        )

    @property
    def low(self) -> str:
        """The cells in which something that stays may be earlier than what was put out, with its least day.

        But for those in which each that stays has a rival that stays: another event's, of another text.
        """
        low = "min(CASE WHEN k.lo < c.bar THEN k.lo END)"
        texts = "count(DISTINCT CASE WHEN substr(k.value, 1, 1) = '\"' THEN k.value END)"
        events = f"count(DISTINCT k.order_recorded * {DAY} + k.order_recorded_us)"
        lack = f" AND ({texts} < 2 OR {events} < count(*))" if self.is_by_start else ""
        return (
            f"SELECT k.entity, k.property, {low} AS low FROM kept k "
            "JOIN cell c ON c.entity = k.entity AND c.property = k.property AND c.sort = '' "
            f"WHERE k.mode = 'actual' AND c.linked = 0 GROUP BY k.entity, k.property HAVING {low} IS NOT NULL{lack}"
        )

    @property
    def more(self) -> str:
        """The facts of these cells that are out, and may be rivals, as they are read."""
        return (
            f"SELECT {self._read} FROM ({self._wide}) t "
            "JOIN cell c ON c.entity = t.entity AND c.property = t.property AND c.sort = t.sort "
            "JOIN low l ON l.entity = t.entity AND l.property = t.property "
            "WHERE t.shown = 0 AND t.holds = 1 AND t.sort = '' AND t.hi < c.bar AND t.hi >= l.low"
        )

    missing: str = (
        "SELECT c.entity, c.property, max(c.surely) AS surely FROM cell c "
        "LEFT JOIN (SELECT entity, property, max(surely) AS surely FROM kept GROUP BY entity, property) k "
        "ON k.entity = c.entity AND k.property = c.property "
        "GROUP BY c.entity, c.property HAVING max(coalesce(k.surely, -1)) < max(c.surely)"
    )
    """The cells that are there, though nothing in them decides, or nothing that surely counts."""

    @property
    def witness(self) -> str:
        """One fact for each of these: the first by its number."""
        return (
            f"SELECT min(t.row_no) AS row_no FROM ({self._of_told('row_no')}) t "
            "JOIN missing m ON m.entity = t.entity AND m.property = t.property AND t.surely = m.surely "
            "GROUP BY t.entity, t.property"
        )


def state(view: View, clocks: Clocks, facts: Sequence[str], *, has_events: bool, has_names: bool) -> State:
    """Write the queries of a view, which read these columns of a fact.

    Links that join or supersede events, where there are any, are in ``linked_event``; those of names in
    ``linked_name``.
    """
    word = "reported" if view.latest == "reported" else "start"
    surely = counts_surely(clocks.as_of)
    may_hold = f"{at_most('f.start_lo', clocks.hi)} AND {at_least('f.end_hi', clocks.lo)}"
    holds = f"{at_most('f.start_by', clocks.hi)} AND {at_least('f.end_lo', clocks.lo)}"
    several = [name for name in view.properties if name in view.many]
    sort = f"CASE WHEN {among('f.property', len(several))} THEN f.value ELSE '' END" if several else "''"
    is_null = f" OR ({among('f.property', len(several))} AND f.value = 'null')" if several else ""
    joins, linked = "", []
    if has_events:
        joins += " LEFT JOIN linked_event e ON e.name = f.event"
        linked.append("e.name IS NOT NULL")
    if has_names:
        joins += " LEFT JOIN linked_name n ON n.name = f.entity"
        linked.append("n.name IS NOT NULL")
    if word == "reported":
        linked.append("f.mode = 'ended'")  # what it ended may not put out what a later word tells of the same value
    is_linked = f"CASE WHEN {' OR '.join(linked)} THEN 1 ELSE 0 END" if linked else "0"
    told = (
        f"SELECT f.entity, f.property, {sort} AS sort, f.{word}_lo AS lo, f.{word}_hi AS hi, "
        f"CASE WHEN f.mode = 'actual' AND {surely} AND {holds} THEN f.{word}_lo END AS sure_lo, "
        f"CASE WHEN {may_hold} THEN 1 ELSE 0 END AS holds, CASE WHEN {surely} THEN 1 ELSE 0 END AS surely, "
        f"CASE WHEN f.mode <> 'actual'{is_null} THEN 1 ELSE 0 END AS shown, {is_linked} AS linked{{beside}} "
        f"FROM fact_version f{joins} WHERE {among('f.property', len(view.properties))} "
        f"AND {exists(clocks.recorded_by)} AND {counts(clocks.as_of)}"
    )
    return State(told, (*several, *several, *view.properties), tuple(facts), word == "start")
