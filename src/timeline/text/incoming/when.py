"""When a row of a sheet says that it happened: one cell, or several put together.

Law of this module: what several cells say together is EDTF that a person could have typed; where two of them say
different things, that is a fault of the row.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Sequence
from typing import Final

from timeline.dates import parts
from timeline.dates.phrases import still_lasts
from timeline.errors import DateError, TimelineError
from timeline.records.strict_json import quoted
from timeline.text.incoming import words
from timeline.text.incoming.column import Column
from timeline.text.incoming.heading_advice import as_column, as_columns
from timeline.text.incoming.row import Row, with_zone

_SIDES: Final = ("start", "occurred", "year", "end", "end_year", "day")
"""The fields of which one shows where a date that is put together stands."""
_AS_KNOWN: Final = "write the month or the year that holds them in the place of the date, and empty this cell"
_NEXT_DAY: Final = "write the day of the end, too, in a column of its own, end date; or mend the time that is wrong"

_BOTH_TIMES: Final = "give the start and the end a time, or empty the cell of the one that has it"


class When:
    """When a row says that it happened."""

    def __init__(self, row: Row) -> None:
        self.row = row

    def occurred(self) -> str | None:
        """Give when it happened: of one cell, or put together of those of a start, an end, their parts, or bounds.

        It is cut to what the row says of its precision.
        """
        if not self.row.sheet.dated:
            return self.row.to_precision(self.row.to_precision(self.row.date("occurred"), "start_precision"))
        start = self._known_side("start", "")
        end = self._known_side("end", "end_", day=start.partition("T")[0])
        earliest, latest = (self.row.date(name) or "" for name in words.BOUNDS)
        if earliest or latest:
            return self._bounded(earliest, latest, is_told=bool(start or end))
        if (start[:1] == "[" and end) or (end[:1] == "[" and start):
            name = "start" if start[:1] == "[" else "end"
            what = f"the {name} is one of the days {quoted(start if name == 'start' else end)}"
            column = self.row.column(f"{name}_precision") or self.row.column(name)
            self.row.fault(f"{what}, which no interval of EDTF can have", column, _AS_KNOWN)
            return None
        if not start and not end:
            return self.row.to_precision(None)
        return self.row.to_precision(self._joined(_SIDES, start, lambda text: self._between(text, end)))

    def _between(self, start: str, end: str) -> str:
        """Put a start and an end together.

        Raises:
            DateError: The end is before the start, or an interval has a time without a zone.
        """
        try:
            return str(parts.between(start, end))
        except DateError as error:
            if "end_time" in self.row.by_name and end and ("T" in start) is not ("T" in end):
                error.fix = _BOTH_TIMES
            elif start.partition("T")[0] == end.partition("T")[0] and "end_time" in self.row.by_name:
                error.fix = with_zone(error.fix, start) if end > start else _NEXT_DAY
            raise

    def _joined(self, names: Sequence[str], text: str, how: Callable[[str], str]) -> str | None:
        """Put together what several cells say; a fault of it is one of the first of these columns."""
        column = self.row.column(next(name for name in names if name in self.row.by_name))
        if column:
            self.row.places["occurred"] = column
        return self.row.read(column, how, text)

    def _bounded(self, earliest: str, latest: str, *, is_told: bool) -> str | None:
        """Give the one day that lies between two that are told; the precision is that of each of them.

        ``is_told`` says whether the row says when it happened in other cells.
        """
        names = words.BOUNDS if earliest else words.BOUNDS[::-1]
        if is_told:
            there = [column for name in words.BOUNDS if (column := self.row.column(name)) is not None]
            out = as_columns(dict.fromkeys((column.heading for column in there), ""))
            fix = f"keep the date, or the days that bound it; for all of the sheet, leave these out: {out}"
            self.row.fault("there is a date beside it already", self.row.column(names[0]), fix)
            return None
        earliest, latest = (self.row.to_precision(text or None) or "" for text in (earliest, latest))
        return self._joined(names, earliest, lambda text: str(parts.bounded(text, latest)))

    def _known_side(self, whole: str, prefix: str, *, day: str = "") -> str:
        """Give a start, or an end, cut to the precision that is told of it alone; a time alone is one of a day."""
        text, by = self._side(whole, prefix, day), f"{whole}_precision"
        if by not in self.row.by_name:
            return text
        return self.row.to_precision(text or None, by) or ""

    def _side(self, whole: str, prefix: str, beside: str) -> str:
        """Give a start, or an end, as EDTF; empty where none is told. A time alone is one of the day beside it."""
        name = "occurred" if whole == "start" and "occurred" in self.row.by_name else whole
        if whole == "end" and (lasting := self._lasting()) is not None:
            return lasting
        text = self.row.date(name) or ""
        if not text and (self.row.is_wrong(name) or self.row.text(name)):  # at fault, so that nothing beside it is read
            return ""
        year, month, day, time = (self.row.text(f"{prefix}{part}") or "" for part in ("year", "month", "day", "time"))
        given = [part for part, cell in (("year", year), ("month", month), ("day", day)) if cell]
        if text and given and self._goes_with(text, (year, month, day)):
            if "T" in text:
                return text
            given = []  # they say nothing more
        if text and given:
            what = f"there is a date beside it already, {quoted(text)}"
            column = self.row.column(f"{prefix}{given[0]}")
            way = f", or leave the column out: {as_column(column.heading, '')}" if column is not None else ""
            self.row.fault(what, column, f"keep one of the two{way}")
            return text
        if time and not given and (on := text or beside):
            column = self.row.column(f"{prefix}time")
            try:
                return self.row.at_zone(parts.at_time(on, time))
            except DateError as error:
                self.row.fault(error.what, column, self._with_words(error.fix, time, column))
                return ""
        if not (given or time):
            return text
        self.row.sheet.zeros += parts.is_unknown(day)
        try:
            return self.row.at_zone(parts.of_parts(year, month, day, time))
        except DateError as error:
            column, fix = self.row.column(f"{prefix}{error.where or given[0]}"), error.fix
            cell = {"month": month, "day": day}.get(error.where or "", "")
            if column is not None and self.row.sheet.asked.reads_date(cell):
                option = shlex.quote(f"{column.heading}={'end' if whole == 'end' else 'occurred'}")
                fix = f"if the column holds whole dates: --column {option} (in Python columns=)"
            elif column is not None and not year:
                fix = f"{fix or 'say which year'}; else leave the column out: {as_column(column.heading, '')}"
            elif error.where == "time":
                fix = self._with_words(fix, time, column)
            self.row.fault(error.what, column, fix)
        return ""

    def _with_words(self, fix: str | None, text: str, column: Column | None) -> str | None:
        """Say with the advice on a time of day how a column that has words in it is kept as it stands."""
        if column is None or "said" in self.row.by_name or any(map(str.isdigit, text)):
            return fix
        return f"{fix}; if the column holds words: {as_column(column.heading, 'said')} keeps them"

    def _lasting(self) -> str | None:
        """Give the open end where the cell of an end says that; None where it is a date, or empty."""
        name = "end" if "end" in self.row.by_name else "end_year"
        text = (self.row.text(name) or "").strip()
        if text == "..":
            return text
        if not still_lasts(text):
            return None
        self.row.fault(f"{quoted(text)} says that it still lasts", self.row.column(name), "write .. for an open end")
        return ""

    @staticmethod
    def _goes_with(text: str, given: Sequence[str]) -> bool:
        """Whether parts of a date only say again what the whole date beside them says."""
        try:
            said = str(parts.of_parts(*given))
        except TimelineError:
            return False
        return text == said or text.startswith((f"{said}-", f"{said}T"))
