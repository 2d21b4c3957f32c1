"""The row of headings of a sheet: which row it is, and what each of its columns holds.

Law of this module: a heading is a name of the format, one of the words that people use for it, one that the user gave,
or a cell (``R2.training``, ``{Model}.training``); any other is refused. What only a log can tell is passed over, or
refused where it would come back as something else.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Container, Iterable, Mapping, Sequence
from typing import Final

import attrs

from timeline.dates.suggest import did_you_mean
from timeline.errors import FormatError, RecordError
from timeline.records import say
from timeline.records.strict_json import quoted
from timeline.records.typed import parse_cell
from timeline.records.words import MODE_OF, Mode
from timeline.text.incoming import heading_advice, words
from timeline.text.incoming.cells import SEPARATORS
from timeline.text.incoming.column import Column, Headings
from timeline.text.incoming.heading_advice import as_column
from timeline.text.incoming.values import Asked, Cells, Fault, Table, letters, listed

MOST_ABOVE: Final = 20
"""Within so many rows the headings must come."""
MOST_HEADING_ROWS: Final = 3
"""So many rows the headings take at the most."""
_STAMPS: Final = frozenset({"id", "recorded"})
_TOLD_OF_EVENTS: Final = frozenset(
    {"occurred_earliest", "occurred_latest", "reported_earliest", "reported_latest", "known", "standing"}
    | {"standing_possibly", "origins"}
)
"""Columns of an answer of `list`, which does not say who took which stance when."""
_TOLD_OF_SOURCES: Final = frozenset({"published_earliest", "published_latest", "captures"})
"""Columns of an answer of `sources` that only the log can tell, or that records of their own say."""
_TOLD: Final = _STAMPS | _TOLD_OF_EVENTS | _TOLD_OF_SOURCES | {"retracted"}
_FIELDS: Final = words.EVENT | words.SOURCE | frozenset(MODE_OF)
_KNOWN: Final = _FIELDS | _TOLD
_DATED: Final = frozenset({"occurred", *words.SPAN, *words.BOUNDS, "year", "published", "reported"})
_BEGINS: Final = frozenset({"occurred", "start", *words.BOUNDS})
_WHEN: Final = frozenset({"occurred", "start", "year", "month", "day"})
"""Columns that say when something began, of which one that was told is enough."""
_CELL: Final = re.compile(r".*\S\.\S[^.]*", re.DOTALL)
_NUMBER: Final = re.compile(r"\d+(?:\.\d+)?")
_OF_ROW: Final = re.compile(r"\{([^{}]+)\}\.(.*\S)", re.DOTALL)
_LOOKED_AT: Final = 1_000
"""Among so many rows those are found that show what a column holds."""
_MANY: Final = 4
"""Of so many columns that are not known it is said once what to do with all."""
ASIDE: Final = (" (as written)", " (to check)")
"""How the headings end of what `--fix` writes for people to look at."""


def separator(text: str, usual: str, asked: Asked) -> str:
    """Choose the separator by which one of the first rows has the most headings that are known.

    Where none is known, no row can be read; then it is the sign that stands most often in the first one, so that what
    is said of its headings names each.

    Raises:
        FormatError: None of them parts any, and ``|`` does; ``where`` is the line.
    """
    rows = text.split("\n", MOST_ABOVE)[:MOST_ABOVE]
    scores = {sign: [_score(cells, asked) for cells in _parted_by(sign, rows)] for sign in (*SEPARATORS, "|")}
    chosen = max(SEPARATORS, key=lambda sign: (max(scores[sign]), sign == usual))
    if max(scores["|"]) > 1 > max(scores[chosen]):
        line = scores["|"].index(max(scores["|"])) + 1
        fix = "save it with commas, semicolons or tabs between them"
        raise FormatError("its cells are parted by |", where=str(line), fix=fix)
    if not max(scores[chosen]):
        first = next((row for row in rows if row.strip()), "")
        chosen = max(SEPARATORS, key=lambda sign: (first.count(sign), sign == usual))
    return chosen


def form_of_text(text: str) -> str | None:
    """Tell by the headings of a text which form of sheets it has; None where none of its first rows has a title."""
    asked = Asked(day=dt.date.min)
    rows = text.split("\n", MOST_ABOVE)[:MOST_ABOVE]
    for sign in SEPARATORS:
        if any(len(cells) > 1 and any(_leads(cell, asked) for cell in cells) for cells in _parted_by(sign, rows)):
            return "tsv" if sign == "\t" else "csv"
    return None


def _parted_by(sign: str, rows: Iterable[str]) -> list[list[str]]:
    return [[cell.strip().strip('"').strip() for cell in row.split(sign)] for row in rows]


def headings(table: Table, asked: Asked) -> Headings:
    """Find the row of headings of a table, and read it.

    Raises:
        FormatError: The table is empty.
    """
    if not table.rows:
        fix = "its first row holds the names of the columns, such as title"
        raise FormatError("it is empty", where=table.name, fix=fix, unwritten=True)
    at = head(table.rows, asked) if table.head is None else table.head
    return _FirstRow(table, at, asked).read()


def head(rows: Sequence[Cells], asked: Asked) -> int:
    """Find the row that has the most known headings, a title or a name among them; else it is the first.

    Where a row above it is filled as well as itself, that may be one of events: it counts as headings only if it says
    nearly nothing else, and no row above has a date where it names one.
    """
    best, most, widest = 0, 0, 1
    untitled: list[int] = []
    is_titled = False
    for place, row in enumerate(rows[:MOST_ABOVE]):
        cells = [_heading(cell) for cell in row.cells]
        filled = sum(map(bool, cells))
        score = _score(cells, asked)
        leads = any(_leads(cell, asked) for cell in cells)
        untitled.append(0 if leads else score)
        is_titled = is_titled or leads
        stands_out = filled > widest or place == 0 or widest == 1
        if (
            score > most
            and leads
            and (stands_out or (score * 3 > filled * 2 and _none_is_dated(rows[:place], cells, asked)))
        ):
            best, most = place, score
        widest = max(widest, filled)
    if not is_titled and max(untitled) > 1:  # what is missing is told of the row that has most
        return untitled.index(max(untitled))
    return best


def _none_is_dated(above: Iterable[Cells], heads: Sequence[str], asked: Asked) -> bool:
    """Whether no row says a date in a column that some headings call one; without such a column nobody can tell."""
    names = [words.field(asked.columns.get(head, head)) for head in heads]
    dated = [place for place, name in enumerate(names) if name in _DATED]
    return bool(dated) and not any(
        asked.reads_date(row.cells[place].strip()) for row in above for place in dated if place < len(row.cells)
    )


def _leads(heading: str, asked: Asked) -> bool:
    meant = asked.columns.get(heading, heading)
    return heading == asked.entity_column or words.field(meant) in ("title", "name")


def _score(cells: Iterable[str], asked: Asked) -> int:
    known = {*asked.columns, asked.entity_column}
    return sum(cell in known or words.field(cell) in _KNOWN for cell in cells if cell)


def _parted(name: str) -> tuple[str | None, str]:
    """Part ``failed: R2.training`` into the mode and the cell."""
    mode, colon, rest = name.partition(":")
    return (mode.lower(), rest.strip()) if colon and mode.lower() in MODE_OF else (None, name)


def _heading(cell: str) -> str:
    """Give a heading on one line."""
    return " ".join(cell.split())


class _FirstRow:
    """The row of headings while it is read, with the faults that were met."""

    def __init__(self, table: Table, at: int, asked: Asked) -> None:
        self._table = table
        self._above, self._rows = table.rows[:at], table.rows[at + 1 :]
        self._line = table.rows[at].line
        self._cells = [_heading(cell) for cell in table.rows[at].cells]
        self._asked = asked
        self._told = {"", *_TOLD_OF_SOURCES, *(() if asked.keep_recorded else _STAMPS)}
        if not _TOLD_OF_SOURCES.isdisjoint(self._cells):
            self._told.add("known")
        self._faults: list[Fault] = []
        self._notes: list[str] = []
        self._advice: str | None = None
        self._entities: dict[str, int] = {}

    def read(self) -> Headings:
        self._unknown_names()
        self._unnamed_columns()
        read = [self._column(place, cell) for place, cell in enumerate(self._cells) if cell]
        found = self._whole(self._yielding(read) if self._asked.ignore_other_columns else read)
        columns = [column for column in found if column.mode is not None or column.name not in self._told]
        unread = [c for c in found if c.mode is None and c.name in self._told]
        passed_over = [c.heading for c in unread if c.heading not in self._entities]
        if self._asked.ignore_other_columns:
            passed_over += [c.heading for c in columns if c.mode is None and c.name not in _KNOWN]
            passed_over += [f"column {letters(place)} (without a heading)" for place, _ in self._without_headings()]
            columns = [c for c in columns if c.mode is not None or c.name in _KNOWN or self._is_renamed(c)]
        made = Headings(
            columns=tuple(columns),
            passed_over=tuple(passed_over),
            faults=(),
            rows=self._rows,
            width=max((n for n, cell in enumerate(self._cells, 1) if cell), default=len(self._cells)),
        )
        if self._table.is_ragged:
            made = attrs.evolve(made, width=len(self._cells))
        if answers := sorted(_TOLD_OF_EVENTS & made.names):
            what = f"it is an answer of `list` ({', '.join(answers)}), which does not say who took which stance when"
            fix = "export what is to be added elsewhere: timeline export -o story.csv (in Python save_export)"
            self._refuse(what, None, fix)
        else:
            made = self._fitting(made)
        self._tell(made)
        return attrs.evolve(made, faults=tuple(self._faults), notes=tuple(self._notes), advice=self._advice)

    # --- one heading ---------------------------------------------------------------------------------------------

    def _is_renamed(self, column: Column) -> bool:
        return column.heading in self._asked.columns

    def _column(self, place: int, heading: str) -> Column:
        name = self._asked.columns.get(heading, heading).strip()
        if heading.endswith(ASIDE) or (name == "" and heading in self._asked.columns):
            return Column(place, heading, "")
        if heading == self._asked.entity_column and heading not in self._asked.columns:
            self._entities[heading] = place
            return Column(place, heading, "")
        field = words.field(name)
        mode, rest = _parted(name)
        if field in _KNOWN:
            return Column(place, heading, field)
        if self._table.has_keys and "." in heading and heading not in self._asked.columns:
            return Column(place, heading, field)  # a key of an object in an object, and not a cell
        if (of_row := _OF_ROW.fullmatch(rest)) is not None:
            return self._of_row(place, heading, of_row, MODE_OF[mode or "fact"])
        if _CELL.fullmatch(rest):
            try:
                entity, prop = parse_cell(rest)
            except RecordError:  # a dot inside of a bracket: a heading in words
                pass
            else:
                return Column(place, heading, prop, entity, MODE_OF[mode or "fact"])
        at = self._entity_at()
        if at is None or (self._asked.ignore_other_columns and heading not in self._asked.columns):
            return Column(place, heading, field)
        return Column(place, heading, rest, "", MODE_OF[mode or "fact"], at)

    def _entity_at(self) -> int | None:
        name = self._asked.entity_column
        return self._cells.index(name) if name is not None and name in self._cells else None

    def _of_row(self, place: int, heading: str, found: re.Match[str], mode: Mode) -> Column:
        """Read ``{Model}.training``: of the entity that the row's own column ``Model`` names."""
        wanted = words.plain(found[1])
        at = next((n for n, cell in enumerate(self._cells) if cell and words.plain(cell) == wanted), None)
        if at is None:
            fix = did_you_mean(found[1], self._cells) or "name the column that names the entity, in braces"
            self._refuse(f"there is no column {quoted(found[1])}", self._where(place), fix)
            return Column(place, heading, "")
        self._entities[self._cells[at]] = at
        return Column(place, heading, found[2].strip(), "", mode, at)

    def _yielding(self, columns: list[Column]) -> list[Column]:
        """Pass over columns whose headings mean what another column was said to hold."""
        told = {one.name for one in columns if one.mode is None and self._is_renamed(one)} - words.REPEATED
        told |= _WHEN if told & _BEGINS else frozenset()
        return [
            attrs.evolve(one, name="") if one.mode is None and one.name in told and not self._is_renamed(one) else one
            for one in columns
        ]

    def _whole(self, columns: list[Column]) -> list[Column]:
        """Settle what one heading alone cannot say: a column that names the entities, and ``time`` without a day."""
        names = {column.name for column in columns if column.mode is None}
        dated = bool(names & {"occurred", "start", "day", "year", *words.BOUNDS})
        found: list[Column] = []
        for column in columns:
            named = column
            if column.place in self._entities.values() and column.mode is None and column.name not in _KNOWN:
                named = attrs.evolve(column, name="")
            if column.mode is None and column.name == "time" and not dated:
                named = attrs.evolve(column, name="occurred")
            if column.mode is None and column.name == "end" and "start" not in names and names & {"occurred"}:
                found = [attrs.evolve(c, name="start") if c.mode is None and c.name == "occurred" else c for c in found]
                names = (names - {"occurred"}) | {"start"}
            found.append(named)
        if "end" in names and "start" in names:
            found = [attrs.evolve(c, name="start") if c.mode is None and c.name == "occurred" else c for c in found]
        return found

    # --- all of them ---------------------------------------------------------------------------------------------

    def _where(self, place: int) -> str:
        return self._table.where(self._line, place, self._cells[place])

    def _refuse(self, what: str, where: str | None, fix: str | None) -> None:
        self._faults.append(Fault(self._line, where or self._table.where(self._line), what, fix))

    def _unknown_names(self) -> None:
        asked = self._asked
        if asked.entity_column is not None and asked.entity_column not in self._cells:
            fix = did_you_mean(asked.entity_column, self._cells)
            self._refuse(f"there is no column {quoted(asked.entity_column)}", "--entity-column", fix)
        if asked.ignore_other_columns:
            return
        for heading in sorted(asked.columns.keys() - set(self._cells)):
            fix = (
                did_you_mean(heading, self._cells)
                or "with --ignore-other-columns (in Python ignore_other_columns=True) it need not be there"
            )
            self._refuse(f"there is no column {quoted(heading)}", "--column", fix)

    def _unnamed_columns(self) -> None:
        if self._asked.ignore_other_columns:
            return
        for place, line in self._without_headings():
            over = "or pass over it with --ignore-other-columns (in Python ignore_other_columns=True)"
            if self._table.has_keys:
                what = f'the key "" is no name, and line {line} has a value under it'
                self._refuse(what, None, f"name it, leave its values out, {over}")
                continue
            what = f"column {letters(place)} has no heading, and line {line} has a cell in it"
            fix = f"name it in line {self._line}, empty it, {over}"
            many = self._asked.heading_rows + 1
            if many <= MOST_HEADING_ROWS and line == self._rows[0].line and self._goes_on_below():
                both = f"--heading-rows {many} (in Python heading_rows={many})"
                fix = f"line {line} goes on with the headings: {both} puts these rows together. Else {fix}"
            self._refuse(what, None, fix)

    def _without_headings(self) -> Iterable[tuple[int, int]]:
        """Give the place of each column that has cells and no heading, with the line of its first one."""
        for place in (place for place, heading in enumerate(self._cells) if not heading):
            filled = (row.line for row in self._rows if place < len(row.cells) and row.cells[place].strip())
            if (line := next(filled, None)) is not None:
                yield place, line

    def _goes_on_below(self) -> bool:
        """Whether the row below says words wherever this one says nothing, as headings in two rows do, and no date."""
        below = [cell.strip() for cell in self._rows[0].cells]
        under = [cell for head, cell in zip(self._cells, below, strict=False) if not head]
        return all(under) and not any(_NUMBER.fullmatch(cell) or self._asked.reads_date(cell) for cell in below if cell)

    def _fitting(self, made: Headings) -> Headings:
        """Check that the columns make a sheet of events, or one of sources."""
        self._misplaced_columns(made)
        self._check_precision(made)
        entity = self._entity_at() if self._asked.entity_column else next(iter(self._entities.values()), None)
        if made.of_sources or "title" in made.names:
            return made
        if entity is not None:
            return attrs.evolve(made, titled_by=entity)
        if not self._faults:
            fix = (
                "name the columns in the first row, or say what a heading means: --column Headline=title, "
                'in Python columns={"Headline": "title"}'
            )
            self._refuse("no column is called title, or name", None, fix)
        return made

    def _looks_like_data(self) -> bool:
        """Whether two cells of the row are numbers or dates, which no heading is."""
        digits = [cell for cell in self._cells if cell[:1].isdigit()]
        return sum(_NUMBER.fullmatch(cell) is not None or self._asked.reads_date(cell) for cell in digits) > 1

    def _held(self, made: Headings, place: int) -> tuple[str, str] | None:
        """Tell what the cells of a column show that it holds, where no column is that already."""
        cells = itertools.islice((row.cells[place] for row in self._rows if place < len(row.cells)), _LOOKED_AT)
        found = heading_advice.held(list(cells), self._asked.reads_date)
        of_dates = {"occurred", *words.PARTS, *words.SPAN, *words.BOUNDS}
        return None if found is None or (found[1] == "occurred" and made.names & of_dates) else found

    def _misplaced_columns(self, made: Headings) -> None:
        sheet = "of sources (it has a column name)" if made.of_sources else "of events"
        allowed = words.SOURCE if made.of_sources else words.EVENT | frozenset(MODE_OF)
        taken = {*allowed, *_STAMPS, *({"retracted"} if made.of_sources else ())}
        seen: set[str] = set()
        unknown: list[str] = []
        dated: str | None = None
        addressed = [] if made.of_sources else self._addressed(made, taken)
        for column in made.columns:
            if column.mode is not None:
                if made.of_sources:
                    self._refuse("a source has no facts", self._where(column.place), "put them into a sheet of events")
                continue
            if column.name not in taken and self._is_renamed(column):
                given = self._asked.columns[column.heading]
                fix = did_you_mean(given, sorted(allowed)) or f"the fields are {heading_advice.shown(allowed)}"
                if made.of_sources and column.name in words.EVENT:
                    fix = self._as_events(made)
                self._refuse(f"{quoted(given)} is not a field of a sheet {sheet}", "--column", fix)
            elif column.name not in taken:
                what = f"a sheet {sheet} has no column {quoted(column.heading)}"
                fix = heading_advice.unknown(column.heading, sorted(allowed), is_first=not unknown)
                if (held := self._held(made, column.place)) is not None and held[1] in allowed:
                    meant = {column.heading: held[1]}
                    if held[1] == "url" and len(addressed) > 1:  # each is that of a source, where none is named
                        is_named = not made.names.isdisjoint(("url", "source", "publisher"))
                        meant = {column.heading: "links"} if is_named else dict.fromkeys(addressed, "source")
                    fix = f"it holds {held[0]}: {heading_advice.as_columns(meant)}. Else {fix}"
                    dated = dated or (column.heading if held[1] == "occurred" else None)
                if not unknown and not made.names & taken and self._looks_like_data():
                    none = "--heading-rows 0 calls the columns A, B, C (in Python heading_rows=0)"
                    fix = f"if the file has no row of headings: {none}. Else {fix}"
                if made.of_sources and not unknown:
                    fix = f"{self._as_events(made)}. Else {fix}"
                unknown.append(column.heading)
                self._refuse(what, self._where(column.place), fix)
            elif column.name in seen and column.name not in MODE_OF and column.name not in words.SEVERAL:
                self._refuse_two(made, column)
            seen.add(column.name)
        if len(unknown) >= _MANY and not made.of_sources:
            self._advice = heading_advice.of_many(dated, is_titled="title" in made.names)

    def _addressed(self, made: Headings, taken: Container[str]) -> list[str]:
        """Give the headings of the columns that hold addresses of sources, or may."""
        found = []
        for column in made.columns:
            is_open = column.mode is None and column.name not in taken and not self._is_renamed(column)
            if column.name == "url" or (is_open and (self._held(made, column.place) or ("", ""))[1] == "url"):
                found.append(column.heading)
        return found

    def _check_precision(self, made: Headings) -> None:
        """Refuse a precision of no date, and words for one that no column has."""
        columns = [c for c in made.columns if c.mode is None and c.name in words.PRECISIONS]
        if not columns:
            if self._asked.precision and not self._asked.ignore_other_columns:
                fix = "say which column is meant: --column HEADING=precision (in Python columns=), or leave it out"
                self._refuse("no column holds the precision of dates", "--precision", fix)
            return
        for column in [] if made.of_sources else columns:
            dated, what, name = words.PRECISE[column.name]
            if not made.names & dated:
                fix = f"say which column says when it {what}: {as_column('HEADING', name)}"
                fix += f"; else leave it out: {as_column(column.heading, '')}"
                self._refuse("it is the precision of a date, and no column is one", self._where(column.place), fix)

    def _refuse_two(self, made: Headings, column: Column) -> None:
        """Refuse two columns of one field, and say how to leave out one that was not named for it."""
        alike = [c.heading for c in made.columns if c.mode is None and c.name == column.name]
        ways = " or ".join(as_column(heading, "") for heading in alike if not self._asked.columns.get(heading))
        is_clear = len(set(alike)) == len(alike)  # by one heading nobody can name one of two columns
        fix = f"leave one of them out: {ways}" if ways and is_clear else "keep one of them"
        what = f"there are two columns for {column.name}: {', '.join(map(quoted, alike))}"
        self._refuse(what, self._where(column.place), fix)

    def _as_events(self, made: Headings) -> str:
        """Say how a sheet with a column ``name`` is read as one of events."""
        named = next(c.heading for c in made.columns if c.mode is None and c.name == "name")
        return heading_advice.of_events(named, is_titled="title" in made.names)

    # --- what was understood -------------------------------------------------------------------------------------

    def _tell(self, made: Headings) -> None:
        if self._above:
            lines = [row.line for row in self._above]
            where = f"line {lines[0]}" if len(lines) == 1 else f"lines {lines[0]} to {lines[-1]}"
            self._notes.append(f"{where}: above the headings, and passed over")
        fields = {one: one.name.replace("_", " ") for one in made.columns if one.mode is None}
        renamed = [one for one, name in fields.items() if words.plain(one.heading) != name]
        read = [f"{quoted(one.heading)} as {name}" if one in renamed else name for one, name in fields.items()]
        facts = [quoted(one.heading) for one in made.columns if one.mode is not None and one.entity_at is None]
        of_rows = [column for column in made.columns if column.entity_at is not None]
        if renamed or facts:
            said = [", ".join(read), *([f"facts: {listed(facts)}"] if facts else [])]
            self._notes.append(f"read: {'; '.join(said)}")
        for at in dict.fromkeys(column.entity_at for column in of_rows):
            names = [quoted(column.name) for column in of_rows if column.entity_at == at]
            what = f"each row is about the entity that {quoted(self._cells[at or 0])} names; its facts: {listed(names)}"
            self._notes.append(what)
        dated = [quoted(c.name) for c in of_rows if c.heading == c.name and self._asked.has_date(c.name)]
        if dated:
            what = "headings that are dates, each read as the name of a property, and not as when it was so"
            self._notes.append(f"{listed(dated, 3)}: {what}; for that, make a row of each year")
        if made.titled_by is not None:
            self._notes.append(f"no column is a title: the title is what {quoted(self._cells[made.titled_by])} says")
        self._tell_shared_entities(made)

    def _tell_shared_entities(self, made: Headings) -> None:
        """Say where all rows tell of one entity that is called as a column is: a row an entity may be meant."""
        plain = {words.plain(cell): cell for cell in self._cells if cell}
        for column in made.columns:
            if column.entity and (other := plain.get(words.plain(column.entity))) is not None:
                what = (
                    f"{quoted(column.heading)}: in all {say.counted(len(self._rows), 'row')} a fact on the one entity "
                    f"{quoted(column.entity)}; name the column {{{other}}}.{column.name} for an entity of each row"
                )
                self._notes.append(what)


def renamed(columns: Mapping[str, str]) -> Mapping[str, str]:
    """Give what headings are said to mean, the headings on one line as they are compared."""
    return {_heading(heading): name for heading, name in columns.items()}
