"""What all reading commands share: open the log, choose the clocks, answer, and say which clocks were used."""

# Paths are texts here: importing pathlib would cost a twentieth of a short command.
# ruff: noqa: PTH112, PTH118
from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import attrs

from timeline.asof.ledger import Ledger
from timeline.asof.values import Clocks, Snapshot
from timeline.cli.boundary import Run
from timeline.cli.options import Question, at, open_log, today
from timeline.cli.output import keys_of, put
from timeline.dates.suggest import did_you_mean
from timeline.records import say
from timeline.records.fields import lined
from timeline.text.render import Rows, Sheet
from timeline.views.filters import Selection
from timeline.views.rows import query

if TYPE_CHECKING:
    from timeline.dates.values import Clock
    from timeline.store.log import LogFiles, Reading
    from timeline.views.table import ViewSpec


@attrs.frozen(kw_only=True)
class Asked:
    """A log that was read for a question."""

    log: LogFiles
    reading: Reading
    ledger: Ledger
    question: Question
    snapshot: Snapshot
    has_day: bool
    """Whether the question asks what was so on a day, beside what was known."""

    def clocks_in_words(self) -> str:
        """Say which clocks the answer used."""
        return clocks_in_words(self.snapshot.clocks, has_day=self.has_day)

    @property
    def selection(self) -> Selection:
        """What of the snapshot is asked for."""
        question = self.question
        return Selection(
            entities=question.entities,
            tags=question.tags,
            sources=question.sources,
            types=question.types,
            grep=question.grep,
            value=question.values(),
            since=question.since,
            until=question.until,
            strict=question.strict,
        )

    def views(self) -> dict[str, ViewSpec]:
        """Give the views that the log declares."""
        from timeline.views.table import view_specs

        return view_specs(self.log.settings())

    def view(self, name: str, *, where: str = "VIEW") -> ViewSpec:
        """Find a declared view.

        Raises:
            ViewError: There is none of that name.
        """
        from timeline.views import chosen

        found: ViewSpec = at({"view": where}, chosen.view, self.views(), name)
        return found

    def answer(
        self, command: str, rows: Iterable[Mapping[str, Any]], lay_out: Any, *, notes: Sequence[str] = (), **more: Any
    ) -> None:
        """Write the rows of a command in the form that was asked for, with the clocks that they used."""
        found = tuple(rows)
        gone = len(self.snapshot.redacted)
        told = [*notes, *self.notes()]
        told += [f"{gone} {'record is' if gone == 1 else 'records are'} redacted"] if gone else []
        told += self._late()
        asked = {
            "command": command,
            **query(self.snapshot.clocks),
            **({} if self.has_day else {"on": None}),
            **asked_fields(self.question),
            **more,
            "head": list(self.reading.heads),
            "notes": told,
        }
        sheet: Sheet = lay_out(lined(found))
        answer = Rows(
            schema=f"timeline/{command}/1", query=asked, rows=found, sheet=sheet, keys=keys_of(command, found)
        )
        counted = f"{say.counted(len(found), 'row')}; {self.clocks_in_words()}"
        put(answer, self.question.output, notes=[counted, *told])

    def notes(self) -> list[str]:
        """Say what there is to tell of the log as it was read, and of the names that were asked for."""
        from timeline.views.left_out import only_recorded

        recorded = only_recorded(self.snapshot, self.selection)
        return [*self.reading.notes, *self.snapshot.notes, *self._left_out(), *recorded, *self._unknown_names()]

    def _late(self) -> list[str]:
        """Say how many records of an answer about the past arrived after the last checkpoint."""
        if self.question.as_of is None and self.question.recorded_by is None:
            return []
        if not os.path.isdir(os.path.join(self.log.folder, "checkpoints")):
            return []
        from timeline.store.checkpoints import any_in, read
        from timeline.views.late import last_of, late_words

        last = last_of(read(self.log).files.values()) if any_in(self.log) else None
        words = late_words(self.ledger, self.snapshot, last) if last is not None else None
        return [words] if words else []

    def _left_out(self) -> list[str]:
        if not self.question.skip_bad:
            return []
        return [f"left out: {finding.where}: {finding.message}" for finding in self.reading.findings]

    def _unknown_names(self) -> list[str]:
        """Say which names of the selection nothing in the snapshot has, and what was perhaps meant."""
        question, events = self.question, (*self.snapshot.events, *self.snapshot.retracted)
        notes = []
        for option, names, known in (
            (
                "--entity",
                question.entities,
                (name for event in events for fact in event.facts for name in fact.thing.names),
            ),
            ("--tag", question.tags, (tag for event in events for tag in event.event.tags)),
            ("--source", question.sources, iter(self.snapshot.sources)),
            ("--type", question.types, _types(event.event.type for event in events)),
        ):
            there = set(known) if names else set()
            for name in names:
                if name not in there:
                    hint = did_you_mean(name, there)
                    notes.append(f'{option}: nothing known then has "{name}"' + (f"; {hint}" if hint else ""))
        return notes


def ask(run: Run, question: Question, *, has_day: bool = False) -> Asked:
    """Read the log and make the snapshot that a question asks of.

    Args:
        run: Says which log.
        question: What is asked.
        has_day: Whether it also asks what was so on a day.

    Raises:
        LogBroken: A line is damaged, and the question does not skip it.
        RecordError: The checkpoint is not there.
    """
    log = open_log(run)
    reading = log.read(skip_bad=question.skip_bad)
    name = None
    if question.checkpoint is not None:
        name, reading = _at_checkpoint(log, reading, question.checkpoint)
    ledger = Ledger(reading.records)
    snapshot = ledger.at(attrs.evolve(clocks_of(question), checkpoint=name))
    return Asked(log=log, reading=reading, ledger=ledger, question=question, snapshot=snapshot, has_day=has_day)


def _at_checkpoint(log: LogFiles, reading: Reading, text: str) -> tuple[str, Reading]:
    """Give the records that a checkpoint holds, whatever was merged later, and its name."""
    from timeline.store import checkpoints
    from timeline.verify import checkpoint

    found = at("--at-checkpoint", checkpoints.find, log, text)
    records = checkpoint.held(found, reading.records)
    return found.name, attrs.evolve(reading, records=records, heads=found.heads)


def clocks_of(question: Question, as_of: Clock | None = None) -> Clocks:
    """Choose the three clocks of a question; ``as_of`` stands in for its own."""
    return Clocks.choose(today=today(), as_of=as_of or question.as_of, on=question.on, recorded_by=question.recorded_by)


def asked_fields(question: Question) -> dict[str, Any]:
    """Give the rest of a question as it stands in an answer's ``query``; of what is not given, nothing."""
    fields: dict[str, Any] = {"strict": question.strict}
    for name, values in (
        ("entity", question.entities),
        ("tag", question.tags),
        ("source", question.sources),
        ("type", question.types),
        ("grep", question.grep),
        ("value", question.value),
    ):
        if values:
            fields[name] = list(values)
    for name, date in (("since", question.since), ("until", question.until)):
        if date is not None:
            fields[name] = date.text
    return fields


def clocks_in_words(clocks: Clocks, *, has_day: bool = True) -> str:
    """Say which clocks an answer used."""
    return clocks.in_words(has_day=has_day)


def _types(found: Iterable[str]) -> Iterable[str]:
    """Give types, and all that stand above them."""
    return (
        ".".join(parts[:count]) for parts in (name.split(".") for name in found) for count in range(1, len(parts) + 1)
    )
