"""What all writing commands share: who writes, the one call to the log, ids on stdout, the echo on stderr."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterable, Mapping, Sequence
from typing import IO, TYPE_CHECKING, Any

import click

from timeline.cli.boundary import Run
from timeline.cli.options import Writing, open_log
from timeline.cli.output import note
from timeline.errors import RecordError

if TYPE_CHECKING:
    from timeline.records.admission import Decision, Draft
    from timeline.records.line import Told
    from timeline.records.model import Record
    from timeline.store.add import Added, First
    from timeline.store.log import Admit
    from timeline.text.receipt import Name

_ECHOED = 10
"""Of a larger batch only so many records are said back whole."""


def fixed(writing: Writing) -> dict[str, Any]:
    """Give the fields of a record that every writing command may set."""
    fields = {"because": writing.because, "key": writing.key}
    return {name: value for name, value in fields.items() if value is not None}


def add_one(run: Run, kind: str, body: Mapping[str, Any], writing: Writing) -> None:
    """Add one record of a kind, with what every writing command may set beside its body; then say so."""
    from timeline.records.admission import Draft

    add_all(run, [Draft(kind=kind, body={**body, **fixed(writing)})], writing)


def add_all(
    run: Run,
    drafts: Sequence[Draft],
    writing: Writing,
    *,
    batch: bool = False,
    decide: Admit | None = None,
    first: First | None = None,
) -> tuple[Added, ...]:
    """Add drafts, all or none; then print their ids in the order of the input and say what was understood.

    Args:
        run: Says which log.
        drafts: What to add.
        writing: What the command was told.
        batch: Whether the drafts are what a file or a stream holds, of which there may be many.
        decide: Decides which drafts are written, and in which order; else :func:`timeline.views.payloads.admit`.
        first: Done before anything of it is written; see :meth:`timeline.store.log.LogFiles.append`.

    Returns:
        What became of each; nothing where they were only tried.
    """
    from timeline.store.writer import writer
    from timeline.views import payloads

    log = open_log(run)
    decides = decide or payloads.admit
    if batch and (writing.because or writing.key):
        raise RecordError("--because and --key belong to one record", where="add -", fix="put them into the lines")
    seen: list[Record] = []

    def admit(records: Sequence[Record], given: Sequence[Draft]) -> tuple[Decision, ...]:
        seen.extend(records)
        return decides(records, given)

    if writing.dry_run:
        _try_only(admit(log.read().records, drafts), seen, writing, drafts, batch=batch)
        return ()
    by = writer(writing.by, os.environ, log.folder)
    outcome = log.append(drafts, by=by, clock_is_right=writing.clock_is_right, admit=admit, first=first)
    tell_added(run, outcome.added, seen, writing, drafts=drafts)
    _tell_early(seen, outcome.added)
    if batch:
        note(_counts("added", [added.status for added in outcome.added]))
        _tell_repeats({place: added.repeats for place, added in enumerate(outcome.added)}, drafts)
    for text in outcome.notes:
        note(text)
    new = [added for added in outcome.added if added.status == "added"]
    _say_open_nulls(seen, new)
    _say_near_names(seen, ((told.kind, told.body or {}) for told in (one.told for one in new)))
    return outcome.added


def _tell_early(records: Sequence[Record], added: Sequence[Added]) -> None:
    """Say which of the events that were added are surely reported before they can have happened."""
    new = [one for one in added if one.status == "added"]
    if not any(_is_reported(one.told) for one in new):
        return
    from timeline.verify.early import early_among

    found = list(early_among(records, new))
    for one in found[:_ECHOED]:
        note(f"{one.event.id[:8]}: {one.what}; {one.fix}")
    if len(found) > _ECHOED:
        note(f"… and {len(found) - _ECHOED} more: `timeline check` names all")


def _is_reported(told: Told) -> bool:
    """Whether a new record may be reported too early: only then there is something to look for."""
    return told.kind == "report" or bool((told.body or {}).get("reports"))


def _counts(done: str, statuses: Sequence[str]) -> str:
    """Count what became of a batch: ``added 2, already there 1, said by an earlier line 1``."""
    rest = [f"{status} {statuses.count(status)}" for status in dict.fromkeys(sorted(statuses)) if status != done]
    return ", ".join([f"{done} {statuses.count(done)}", *rest])


def _tell_repeats(repeats: Mapping[int, int | None], drafts: Sequence[Draft]) -> None:
    """Name each line of a batch that says what an earlier one says, and that one: a key would keep both."""
    found = [(place, first) for place, first in sorted(repeats.items()) if first is not None]
    for place, first in found[:_ECHOED]:
        note(f"{_line(drafts, place)} says the same as {_line(drafts, first)}")
    if len(found) > _ECHOED:
        note(f"… and {len(found) - _ECHOED} more")
    if found:
        note("where such lines are events of their own, give each a key; in a sheet that is a column key")


def _line(drafts: Sequence[Draft], place: int) -> str:
    return drafts[place].where or f"record {place + 1}"


def tell_added(
    run: Run, added: Sequence[Added], known: Iterable[Record], writing: Writing, *, drafts: Sequence[Draft] = ()
) -> None:
    """Print the ids of what was added, in the order of the input, and say what was understood; or all of it as JSON.

    Args:
        run: Learns what is in the log now.
        added: What became of each draft.
        known: The other records that may be spoken of.
        writing: What the command was told.
        drafts: What they were made of, where several came at once.
    """
    run.written = [one.id for one in added]
    if writing.as_json:
        rows = [_row(one.status, one.record) | _repeated(one.repeats, drafts) for one in added]
        _print_json(rows, dry_run=False)
    elif run.written:
        click.echo("\n".join(run.written))
        shown = [
            (f"{one.status} {one.id[:8]}", one.kind, one.body, one.recorded) for one in itertools.islice(added, _ECHOED)
        ]
        _echo(shown, namer([*known, *added]), of=len(added))


def _say_open_nulls(records: Sequence[Record], new: Sequence[Record | Added]) -> None:
    """Say where a new ``null`` may have come before the start of what it is meant to end."""
    from timeline.records.model import Record

    said = (one.told if not isinstance(one, Record) else one for one in new)
    if not any(_has_null(one.kind, one.body or {}) for one in said):
        return
    from timeline.views.endings import open_nulls

    known = {record.id for record in records}
    made = [one if isinstance(one, Record) else one.record for one in new if one.id not in known]
    for one in open_nulls([*records, *made], {one.id for one in new}):
        note(f"note: {one}")


def _say_near_names(records: Sequence[Record], new: Iterable[tuple[str, Mapping[str, Any]]]) -> None:
    """Say which new names of entities look like a slip of the pen in one that is in use."""
    from timeline.records.names import near_names

    found = near_names(((record.kind, record.body or {}) for record in records), new)
    for one in found[:_ECHOED]:
        note(f"note: {one}")
    if len(found) > _ECHOED:
        note(f"note: {len(found) - _ECHOED} more new names look like others; `timeline entities` shows them")


def _has_null(kind: str, body: Mapping[str, Any]) -> bool:
    """Whether a record may say that a cell ended: only then there is something to look for."""
    facts = body.get("facts", ()) if kind == "event" else body.get("set", {}).get("facts", ())
    return any(fact.get("value") is None for fact in facts or () if isinstance(fact, Mapping))


def _repeated(first: int | None, drafts: Sequence[Draft]) -> dict[str, str]:
    return {} if first is None else {"repeats": _line(drafts, first)}


def _try_only(
    decisions: Sequence[Decision], records: Sequence[Record], writing: Writing, drafts: Sequence[Draft], *, batch: bool
) -> None:
    """Say what would be added."""
    found = sorted(decisions, key=lambda decision: decision.place)
    if writing.as_json:
        rows: list[dict[str, Any]] = [
            {
                "id": decision.there,
                "status": _would(decision),
                "kind": decision.kind,
                "record": dict(decision.body),
                **_repeated(decision.same, drafts),
            }
            for decision in found
        ]
        _print_json(rows, dry_run=True)
    else:
        _echo(
            [(_would(decision), decision.kind, decision.body, None) for decision in found],
            namer(records),
            of=len(found),
        )
        for text in (text for one in found if one.there is None and one.same is None for text in one.notes):
            note(text)
    if any(_has_null(decision.kind, decision.body) for decision in decisions):
        _say_open_nulls(records, _would_be(decisions, records))
    if batch:
        note(_counts("would be added", [_would(decision) for decision in found]))
        _tell_repeats({decision.place: decision.same for decision in found}, drafts)
    _say_near_names(records, [(decision.kind, decision.body) for decision in found if _would(decision) == _NEW])
    note("Nothing was written.")


def _would_be(decisions: Sequence[Decision], records: Sequence[Record]) -> Sequence[Record]:
    """Make the records that would be written."""
    import time

    from timeline.records import chain
    from timeline.records.stamping import stamped

    moment = max(time.time_ns() // 1000, *(int(record.recorded_at) for record in records), 0)
    made = stamped(decisions, records, parents=chain.heads(records), by="nobody", now=moment, salt=lambda: "0" * 32)
    return made.records


_NEW = "would be added"


def _would(decision: Decision) -> str:
    if decision.there is not None:
        return "already there"
    return _NEW if decision.same is None else "said by an earlier line"


def _row(status: str, record: Record) -> dict[str, Any]:
    return {
        "id": record.id,
        "status": status,
        "kind": record.kind,
        "recorded": record.recorded,
        "by": record.by,
        "record": record.body,
    }


def print_one(command: str, row: Mapping[str, Any]) -> None:
    """Print, as JSON, what a command did that adds no record: one row."""
    from timeline.text.render import Rows, Sheet, render

    sheet = Sheet(columns=(), rows=())
    answer = Rows(schema=f"timeline/{command}/1", query={"command": command}, rows=(row,), sheet=sheet)
    click.echo(render(answer, "json"), nl=False)


def _print_json(rows: Sequence[Mapping[str, Any]], *, dry_run: bool) -> None:
    from timeline.text.render import Rows, Sheet, render

    answer = Rows(
        schema="timeline/added/1", query={"dry_run": dry_run}, rows=tuple(rows), sheet=Sheet(columns=(), rows=())
    )
    click.echo(render(answer, "json"), nl=False)


def _echo(items: Sequence[tuple[str, str, Mapping[str, Any], str | None]], name: Name, *, of: int) -> None:
    """Say back the first of so many records."""
    from timeline.text.receipt import understood

    for status, kind, body, recorded in items[:_ECHOED]:
        first, *rest = understood(kind, body, name, recorded=recorded)
        note(f"{status}: {first}")
        for line in rest:
            note(f"  {line}")
    if of > _ECHOED:
        note(f"… and {of - _ECHOED} more")


def namer(records: Iterable[Record | Added]) -> Name:
    """Make what says in words which record an id, or the address of a report, stands for."""
    by_id = {record.id: record for record in records}

    def name(address: str) -> str:
        record_id, mark, number = address.partition("#")
        record = by_id.get(record_id)
        if record is None:
            return address
        body = record.body or {}
        said = body.get("title") if record.kind == "event" else body.get("name")
        words = f"{record.kind} {record_id[:8]}{mark}{number}" + (f' "{said}"' if said else "")
        return f"report {number} of {words}" if number else words

    return name


def read_standard_input(stream: IO[str] | None, *, keep_recorded: bool) -> list[Draft]:
    """Read every line of standard input as a record; lines that are blank are passed over.

    Raises:
        RecordError: Some lines are no records; all their faults are named.
    """
    if stream is None:
        raise RecordError("standard input is closed", where="add -", fix="give it the records, one a line")
    from timeline.text import jsonlines

    found = jsonlines.drafts(getattr(stream, "buffer").read(), keep_recorded=keep_recorded)  # noqa: B009 - TextIO's, not IO's
    if not found:
        note("standard input held no records")
    return found
