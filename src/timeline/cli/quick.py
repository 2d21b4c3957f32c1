"""Commands that the rows of the index answer alone, without reading a line into values.

Law of this module: what it answers is, to the byte, what the replay answers; whatever it does not surely know to answer
so, it leaves to that. It imports neither attrs nor the reader of dates: a short command costs what it imports.
"""

# Paths are texts here: importing pathlib would cost a twentieth of a short command.
# ruff: noqa: PTH109, PTH112, PTH118, PTH208
from __future__ import annotations

import contextlib
import functools
import os
import sys
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import click

from timeline.cli.boundary import Run
from timeline.cli.day import PlainDay
from timeline.cli.progress import bar
from timeline.named import NamedTuple

if TYPE_CHECKING:
    from timeline.cli.options import Output
    from timeline.store.index_answers import StoredRows
    from timeline.store.index_now import Current
    from timeline.views.relational.answers import Answer
    from timeline.views.relational.deciding import View
    from timeline.views.relational.events import Wanted

_OF_A_DAY: Final = frozenset({"state", "why", "diff"})
"""The commands that ask what was so on a day of the world."""
_PLAIN: Final = frozenset(
    {"as_of", "on", "recorded_by", "entities", "output", "view", "cell", "before", "after", "exit_code"}
)
"""The options that are answered; any other that is given leads to the replay."""


class _Asked(NamedTuple):
    """A question: its clocks, ``on`` filled in, its entities, and the view or the cell that it is about.

    ``before`` is the earlier as-of day of a comparison. ``own`` are the options that only this command has.
    """

    as_of: PlainDay | None
    on: PlainDay
    recorded_by: PlainDay | None
    entities: tuple[str, ...]
    view: str | None
    cell: str | None
    before: PlainDay | None
    own: Mapping[str, Any]

    @property
    def wanted(self) -> Wanted:
        """What rows are asked for."""
        from timeline.views.relational.events import Wanted

        return Wanted(entities=self.entities)


class _Answer(NamedTuple):
    """Rows, what is told beside them, what they are of, and the titles of events, where people's sheet needs them.

    ``name`` is that of the answer, where it is not that of the command.
    """

    rows: Sequence[Mapping[str, Any]]
    beside: Sequence[str]
    of: Mapping[str, Any]
    titles: Mapping[str, str] | None = None
    name: str | None = None


class FromRows:
    """Answers a command from the rows of the index, where these can."""

    def __init__(self, command: str, own: Collection[str] = ()) -> None:
        self._command = command
        self._own = frozenset(own)
        self._behind: str | None = None

    def is_answered(self, run: Run, values: Mapping[str, Any]) -> bool:
        """Answer the command from the index of its log, or say that it is not answered so."""
        self._behind = None
        if os.environ.get("TIMELINE_INDEX") == "off" or any(
            value and name not in _PLAIN and name not in self._own for name, value in values.items()
        ):
            return False
        as_of_name = "after" if self._command == "diff" else "as_of"
        given: list[PlainDay | None] = [values.get(name) for name in (as_of_name, "on", "recorded_by", "before")]
        if not all(clock is None or isinstance(clock, PlainDay) for clock in given):
            return False
        from timeline.store import index_now, where

        folder = where.find(run.directory, os.environ, os.getcwd())
        as_of, on, by, before = given
        on = on or as_of or by or PlainDay.of_today()
        own = {name: values[name] for name in self._own}
        asked = _Asked(as_of, on, by, values["entities"], values.get("view"), values.get("cell"), before, own)
        with contextlib.ExitStack() as holding:
            index = holding.enter_context(index_now.answering(folder))
            if index is None or index.is_worn:
                holding.close()  # whoever brings it up to date must be alone with it
                index = holding.enter_context(index_now.answering(folder)) if _is_brought(folder) else None
            if index is None or index.is_worn:
                self._behind = folder
                return False
            found = _told(self._command, folder, index, asked)
            if found is None or not _is_put(self._command, asked, found, values["output"], holding.close):
                return False
        if values.get("exit_code") and found[0].rows:
            click.get_current_context().exit(1)
        return True

    def catch_up(self) -> None:
        """Index a small log that nobody has written to for a while; a larger one was indexed by who answered."""
        from timeline.store import upkeep

        if self._behind is None or not upkeep.rests(self._behind):
            return
        sys.stdout.flush()
        _bring(self._behind)


def _is_brought(folder: str) -> bool:
    """Bring the index of a log up to date that is large enough for one; False where it is not, or was damaged.

    What is told of a damaged one is left to the replay.
    """
    from timeline.store import index_file, upkeep
    from timeline.store.disk import DISK

    if not upkeep.is_asked(folder):
        return False
    with contextlib.suppress(index_file.Unusable), index_file.reading(folder, DISK) as held:
        if held is None and os.path.lexists(os.path.join(folder, index_file.FILE)):
            return False
    return _bring(folder)


def _bring(folder: str) -> bool:
    """Bring an index up to date; False where that cannot be."""
    from timeline.store.disk import DISK
    from timeline.store.index import Index
    from timeline.store.index_file import Unusable
    from timeline.store.index_lines import Faulty

    try:
        with bar("indexing the log") as progress:
            Index(folder=folder, disk=DISK, progress=progress).ready()
    except (Faulty, Unusable, OSError):
        return False
    return True


def _is_late(folder: str, heads: Sequence[str]) -> bool:
    """Say whether anything came after the last checkpoint of a log that has any: whoever has the records counts it."""
    kept = os.path.join(folder, "checkpoints")
    if not os.path.isdir(kept):
        return False
    from timeline.store import disk
    from timeline.verify.checkpoint_text import heads_of_last

    try:
        names = [name for name in os.listdir(kept) if name.endswith(".txt") and not name.startswith(".")]
        last = heads_of_last(disk.contents(os.path.join(kept, name)) for name in names)
    except OSError:
        return True
    return bool(names) and last != heads


def _is_put(command: str, asked: _Asked, found: _Found, output: Output, made: Callable[[], None]) -> bool:
    """Print an answer, ``made`` being called once its text is; or say that its rows could not all be read."""
    import sqlite3

    from timeline.store.index_file import Unusable

    try:
        _put(command, asked, found, output, made)
    except (Unusable, sqlite3.Error):
        return False
    return True


def _put(command: str, asked: _Asked, found: _Found, output: Output, made: Callable[[], None]) -> None:
    answer, heads, notes = found
    from timeline.cli.output import put_answer
    from timeline.records import say
    from timeline.records.fields import lined
    from timeline.text.tables import sheet_of

    name = answer.name or command
    sheet = sheet_of(name)
    if answer.titles is not None:
        sheet = functools.partial(sheet, titles=lined(answer.titles))
    has_day = command in _OF_A_DAY
    put_answer(
        name,
        answer.rows,
        sheet,
        output,
        clocks=_clocks(asked.as_of, asked.on if has_day else None, asked.recorded_by),
        asked={
            "strict": False,
            **({"entity": list(asked.entities)} if asked.entities else {}),
            **answer.of,
        },
        heads=heads,
        told=[*answer.beside, *notes],
        in_words=say.clocks(
            (asked.on.text, asked.on.text) if has_day else None,
            asked.as_of and (asked.as_of.text, asked.as_of.text),
            asked.recorded_by and (asked.recorded_by.text, asked.recorded_by.text),
        ),
        made=made,
    )


def _clocks(as_of: PlainDay | None, on: PlainDay | None, by: PlainDay | None) -> dict[str, Any]:
    return {"as_of": _clock(as_of), "on": _clock(on), "recorded_by": _clock(by), "at_checkpoint": None}


def _clock(day: PlainDay | None) -> Mapping[str, str] | None:
    return None if day is None else {"asked": day.text, "read": day.text}


_Found: TypeAlias = "tuple[_Answer, Sequence[str], Sequence[str]]"
"""An answer, the heads of the log, and what is told of it."""


def _told(command: str, folder: str, index: Current, asked: _Asked) -> _Found | None:
    """Give the answer, the heads of the log and what is told of it; None where the replay must."""
    views = index.views
    if views is None:
        return None
    import sqlite3

    from timeline.asof.relation import LATEST
    from timeline.store import index_now
    from timeline.store.index_answers import StoredRows
    from timeline.store.index_file import Unusable

    rows = StoredRows(
        index.connection,
        folder,
        LATEST if asked.as_of is None else asked.as_of.hi,
        LATEST if asked.recorded_by is None else asked.recorded_by.hi,
    )
    try:
        if index_now.lacks(index.connection):
            return None
        heads = rows.heads()
        is_late = bool(asked.as_of or asked.recorded_by) and _is_late(folder, heads)
        answer = None if is_late else _ANSWERS[command](rows, views, asked)
        notes = None if answer is None else _notes(rows, asked)
    except (Unusable, sqlite3.Error):
        return None
    return None if answer is None or notes is None else (answer, heads, notes)


def _notes(rows: StoredRows, asked: _Asked) -> list[str] | None:
    """Say what the replay tells of the log beside an answer; None where it has more to say."""
    from timeline.records import say
    from timeline.views.relational import answers, links

    only = answers.only_recorded(rows, asked.wanted, is_limited=asked.as_of is not None)
    if only is None:
        return None
    unknown: Sequence[str] = ()
    if links.untold(rows, asked.entities):  # only a slip of the pen pays for what names it
        from timeline.views.relational.unknown import unknown_entities

        unknown = unknown_entities(rows, asked.entities)
    return [*only, *unknown, *say.redacted(rows.redacted())]


# --- the commands ----------------------------------------------------------------------------------------------------


def _view(name: str, declared: Sequence[Any]) -> View:
    from timeline.views.relational.deciding import View

    _, properties, latest, many, entities = declared
    return View(name, tuple(properties), latest, tuple(many), tuple(entities))


def _told_of(found: Answer | None, **of: Any) -> _Answer | None:
    """Give what rows tell as the answer of a command; None where they do not tell it."""
    return None if found is None else _Answer(found.rows, found.beside, of)


def _state(rows: StoredRows, views: Mapping[str, Any], asked: _Asked) -> _Answer | None:
    if asked.view is None or asked.view not in views:
        return None
    from timeline.views.relational import answers

    view = _view(asked.view, views[asked.view])
    return _told_of(answers.state(rows, view, (asked.on.lo, asked.on.hi), asked.wanted), view=view.name)


def _why(rows: StoredRows, views: Mapping[str, Any], asked: _Asked) -> _Answer | None:
    from timeline.errors import RecordError
    from timeline.records.cellnames import parse_cell
    from timeline.views.relational import answers

    try:
        place = parse_cell(asked.cell or "")
    except RecordError:
        return None
    rule = asked.view or next((view for view, declared in views.items() if place[1] in declared[1]), "")
    if rule not in views or place[1] not in views[rule][1]:
        return None
    found = answers.why(rows, _view(rule, views[rule]), place, (asked.on.lo, asked.on.hi), asked.wanted)
    return _told_of(found, cell=asked.cell, view=rule)


def _list(rows: StoredRows, _views: Mapping[str, Any], asked: _Asked) -> _Answer | None:
    from timeline.views.relational import answers

    by, days = asked.own["by"], asked.own["days"]
    if by is None and days is None:
        return _told_of(answers.listed(rows, asked.wanted))
    if by is not None and days is not None:
        return None
    if by is not None:
        found, of, name = answers.counts(rows, asked.wanted, by), {"by": by}, "counts"
    else:
        found, of, name = answers.gaps(rows, asked.wanted, days), {"days": days}, "gaps"
    return None if found is None else _Answer(found.rows, found.beside, of, name=name)


def _stats(rows: StoredRows, _views: Mapping[str, Any], asked: _Asked) -> _Answer | None:
    from timeline.views.relational import answers

    return _told_of(answers.stats(rows, asked.wanted))


def _entities(rows: StoredRows, _views: Mapping[str, Any], asked: _Asked) -> _Answer | None:
    from timeline.views.relational import answers

    each = asked.own["names"]
    return _told_of(answers.entities(rows, asked.wanted, names=each), names=each)


def _sources(rows: StoredRows, _views: Mapping[str, Any], asked: _Asked) -> _Answer | None:
    from timeline.views.relational import answers

    return _told_of(answers.sources(rows, asked.wanted))


def _diff(rows: StoredRows, views: Mapping[str, Any], asked: _Asked) -> _Answer | None:
    from timeline.records import say
    from timeline.views.relational import answers

    before = asked.before
    if before is None or asked.as_of is None or (asked.view is not None and asked.view not in views):
        return None
    wanted = views if asked.view is None else {asked.view: views[asked.view]}
    specs = [_view(name, declared) for name, declared in wanted.items()]
    days = [(day.lo, day.hi) for day in (before, asked.as_of)]
    found = answers.diff(rows.at(before.hi), rows, specs, days, asked.wanted)
    by, earlier = asked.recorded_by, (before.text, before.text)
    clocks = say.clocks(earlier, earlier, by and (by.text, by.text))
    told = say.before(clocks, is_later=before.hi > asked.as_of.hi)
    of = {
        "view": asked.view,
        "before": _clocks(before, before, by),
        "after": _clocks(asked.as_of, asked.as_of, by),
    }
    return _Answer(found.rows, [told], of, found.titles)


_ANSWERS: Final[Mapping[str, Callable[[StoredRows, Mapping[str, Any], _Asked], _Answer | None]]] = {
    "state": _state,
    "why": _why,
    "list": _list,
    "diff": _diff,
    "entities": _entities,
    "sources": _sources,
    "stats": _stats,
}
