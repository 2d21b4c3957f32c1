"""A log as an engine holds it, to be asked as any log is.

Law of this module: it decides nothing. A question about one thing gets the records that bear on it, and is answered by
what answers it everywhere; a question about all gets from the engine what decides it. What neither covers reads the
whole of the log from the engine.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import tomllib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import attrs

from timeline.asof.ledger import Ledger
from timeline.asof.relation import LATEST
from timeline.dates.calls import explained, explained_as, explains
from timeline.dates.values import Clock
from timeline.engines import behind, deciding
from timeline.engines.engine import DEFAULT, Engine, start
from timeline.engines.held import Held
from timeline.engines.sql import Clocks
from timeline.errors import RecordError
from timeline.opened import Opened, utc_day
from timeline.records import bearing, chain
from timeline.snapshot import Snapshot
from timeline.store import checkpoints, narrow, settings
from timeline.store.basis import OnDemand, Whole, of_checkpoint, part_of
from timeline.store.collecting import paused
from timeline.store.log import LogFiles, Reading
from timeline.store.turns import Turns
from timeline.verify import checkpoint
from timeline.verify.checkpoint_text import FOLDER
from timeline.views import chosen, counting, counts, given, left_out, told_beside
from timeline.views.arguments import path, shown, text
from timeline.views.filters import Question, Selection
from timeline.views.given import Choice, When
from timeline.views.late import last_of
from timeline.views.relational.deciding import View
from timeline.views.relational.rows import InMemory
from timeline.views.relational.state import state
from timeline.views.specs import ViewSpec, view_specs

if TYPE_CHECKING:
    from timeline.api import Log
    from timeline.records.words import By
    from timeline.store.basis import Seeds
    from timeline.verify.checkpoint import Checkpoint
    from timeline.views.counting import Counted
    from timeline.views.rows import Row


@attrs.define(kw_only=True)
class OnEngine(OnDemand):
    """A log that an engine holds: the whole is read only for a question that needs it."""

    engine: Engine
    held: Held
    heads: tuple[str, ...]
    notes: tuple[str, ...] = ()
    turns: Turns = attrs.field(factory=Turns, init=False, eq=False, repr=False)

    @property
    def _turns(self) -> Turns:
        return self.turns

    def _load(self) -> Whole:
        records = chain.ordered(self.held.all())
        reading = Reading(records=records, findings=(), notes=self.notes, heads=self.heads)
        return Whole(reading=reading, ledger=Ledger(records))

    def part(self, seeds: Seeds) -> Whole | None:
        """Give what bears on what is asked for; None where only the whole can tell."""
        found = seeds(self.held)  # type: ignore[arg-type]  # it answers what `Records` does
        if found is None:
            return None
        part = bearing.closure([*found, *self.held.redacted()], self.held.find)
        return part_of(part.values(), self.held.knew, notes=self.notes, heads=self.heads)

    def told(self, clocks: object, tell: object) -> None:
        """Tell nothing from rows here: the engine chooses those that decide."""
        del clocks, tell


@explained_as("Snapshot")
@attrs.frozen(kw_only=True, repr=False, eq=False)
class EngineSnapshot(Snapshot):
    """What was known, of a log that an engine holds."""

    kept: tuple[Checkpoint, ...] = ()
    declares: Mapping[str, Any] = attrs.field(factory=dict)

    def settings(self) -> Mapping[str, Any]:
        """Give what the log's ``timeline.toml`` said when it was exported."""
        return self.declares

    def _finds_what_was_meant(self) -> bool:
        """Never: an engine has no index of titles and names."""
        return False

    def _has_all(self, choice: Choice) -> bool:
        """Never: the files of the log are not here, so a folder holds an answer alone."""
        del choice
        return False

    def _last_checkpoint(self) -> Checkpoint | None:
        return last_of(self.kept)

    def _only_recorded(self, selection: Selection) -> Sequence[str]:
        return self._by_part(
            narrow.selected(self.clocks, selection), lambda of: left_out.only_recorded(of.known, selection)
        )

    def _cells(self, spec: ViewSpec, asked: Selection) -> tuple[Sequence[Row], Sequence[str]]:
        if not isinstance(self.basis, OnEngine) or not attrs.evolve(asked, strict=False).is_everything:
            return super()._cells(spec, asked)
        view = View(spec.name, spec.properties, spec.latest, spec.many, spec.entities)
        at = moments(self)
        with paused():  # what is made here is kept until the answer is there
            found = InMemory(deciding.of_state(self.basis.engine, view, at), at.as_of, at.recorded_by)
            rows = state(found, view, at.lo, at.hi, strict=asked.strict)
        gone = told_beside.values_left_out(state(found, view, at.lo, at.hi), rows) if asked.strict else []
        return rows, gone

    def _counted(self, by: By, asked: Selection, *, retracted: bool) -> tuple[Counted, Sequence[str]]:
        if not isinstance(self.basis, OnEngine) or not asked.is_everything or by == "standing":
            return super()._counted(by, asked, retracted=retracted)
        found, others = deciding.of_counts(self.basis.engine, by, moments(self), retracted=retracted)
        part = self.basis.part(lambda _held: [f"record:{one}" for one in others])
        if part is not None and others:
            known = attrs.evolve(self, basis=part).known
            every = (*known.events, *(known.retracted if retracted else ()))
            beside = [event for event in every if not others.isdisjoint((event.id, *event.members))]
            for place, tally in counts.tally(known, beside, by).items():
                counting.add(found, place, is_unsure=True, events=tally.possibly)
                counting.add(found, place, is_unsure=False, events=tally.events - tally.possibly)
        return counting.counted(found, by), []

    def _clashing(self, specs: Sequence[ViewSpec], view: ViewSpec | None, asked: Selection) -> Seeds | None:
        del asked
        if not isinstance(self.basis, OnEngine):
            return None
        nodes = deciding.of_conflicts(self.basis.engine, moments(self), sorted(chosen.several(specs, view)))
        return narrow.with_counted(self.clocks, lambda _held: nodes)


def moments(snapshot: Snapshot) -> Clocks:
    """Give the clocks of a snapshot as moments: the last microsecond of each, and the first and last of the day."""
    clocks = snapshot.clocks

    def last(clock: Clock | None) -> int:
        return LATEST if clock is None or isinstance(clock.hi, float) else int(clock.hi)

    return Clocks(last(clocks.as_of), last(clocks.recorded_by), int(clocks.on.lo), int(clocks.on.hi))


@explained
class EngineLog:
    """A log that an engine holds, as :class:`timeline.Log` for reading."""

    def __init__(self, engine: Engine, folder: str) -> None:
        texts: dict[str, str] = dict(engine.ask("SELECT name, text FROM about"))
        about = json.loads(texts["made"])
        self.engine = engine
        self.about: Mapping[str, Any] = about
        self._settings = tomllib.loads(texts[settings.FILE])
        self._files = LogFiles(folder=folder)
        self._kept = tuple(
            checkpoint.parse(text.encode(), file=name) for name, text in texts.items() if name.startswith(f"{FOLDER}/")
        )
        lacks = tuple(about.get("lacks", ()))  # which an earlier version did not write
        self._basis = OnEngine(engine=engine, held=Held(engine), heads=tuple(about["head"]), notes=lacks)

    def views(self) -> dict[str, ViewSpec]:
        """Give the views that the log declared when it was exported, by name."""
        return view_specs(self._settings)

    def at(
        self,
        *,
        as_of: When = None,
        on: When = None,
        recorded_by: When = None,
        checkpoint: str | int | None = None,
        today: Any = None,
    ) -> Snapshot:
        """Ask what was known, as :meth:`timeline.Log.at` does.

        Args:
            as_of: What was known as of the end of that day; without it everything is.
            on: The day of the world asked about.
            recorded_by: What the log held by the end of that day, or by a stamp.
            checkpoint: Exactly what that checkpoint holds, by number or name: its records are read from the engine,
                whole, and answered here.
            today: What ``today`` means; by default the UTC day that the clock shows.

        Raises:
            RecordError: The export holds no such checkpoint.
        """
        day = given.day(today, where="today") or utc_day()
        return self.ask(given.question(as_of, on, recorded_by, checkpoint, today=day), today=day)

    def ask(self, question: Question, *, today: dt.date | None = None) -> Snapshot:
        """Ask a question that is read already, as :meth:`timeline.Log.ask` does.

        Raises:
            RecordError: It asks for a checkpoint that the export does not hold.
        """
        question = given.read_already(question)
        day = given.day(today, where="today") or utc_day()
        basis: OnEngine | Whole = self._basis
        if question.checkpoint is not None:
            found = checkpoints.among(self._kept, question.checkpoint)
            basis = of_checkpoint(self._basis, found)
            question = attrs.evolve(question, checkpoint=found.name)
        return EngineSnapshot(
            basis=basis,  # type: ignore[arg-type]
            question=question,
            files=self._files,
            declared=self.views,
            asked_on=day,
            kept=self._kept,
            declares=self._settings,
        )

    def close(self) -> None:
        """Let go of the engine."""
        self.engine.close()


@explains
def open_data(folder: str | os.PathLike[str], *, engine: str = DEFAULT, log: Log | None = None) -> EngineLog:
    """Open a log that was exported for engines.

    Args:
        folder: The folder of the export.
        engine: ``duckdb``, ``postgres://…``, ``spark://…`` or ``local[N]``.
        log: The log that was exported, as it is now: each answer says how many of its records the export lacks.
            Without it none does; ``about`` has the ``head`` of the export, and when its last record was ``recorded``.

    Raises:
        FormatError: There is no such engine, what it needs is not installed, or the folder holds no whole export.
        LogBroken: A file of the folder is damaged.
    """
    place = path(folder, "data")
    if log is not None and not isinstance(log, Opened):
        raise RecordError(f"{shown(log)} is not a log", where="log", fix="give what timeline.open returns")
    found = EngineLog(start(text(engine, "engine"), place), place)
    if log is not None:
        tell_beside(found, log.files)
    return found


def tell_beside(held: EngineLog, log: LogFiles | None) -> None:
    """Let each answer say how many records of a log the export lacks; without a log, of when the export is."""
    told = behind.note(held.about, held._files.folder, log)  # noqa: SLF001 - a part of what it is, in this module alone
    if told is not None:
        held._basis = attrs.evolve(held._basis, notes=(*held._basis.notes, told))  # noqa: SLF001 - likewise
