"""What all writing commands share: who writes, the one call to the log, ids on stdout, the echo on stderr."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterable, Mapping, Sequence
from typing import IO, TYPE_CHECKING, Any, Final, TypeVar

from timeline.cli.boundary import Run
from timeline.cli.options import open_log
from timeline.cli.output import note, put_text
from timeline.cli.progress import bar, over
from timeline.cli.writing import Writing
from timeline.errors import RecordError

if TYPE_CHECKING:
    import datetime as dt

    from timeline.records.drafts import Draft
    from timeline.records.model import Record
    from timeline.store.add import Added, First, Trial
    from timeline.store.log import Admit
    from timeline.text.receipt import Name
    from timeline.views.remarks import Remark
_Told = TypeVar("_Told")
_IDS_AT_ONCE: Final = 10_000
"""So many ids are printed together."""


def fixed(writing: Writing) -> dict[str, Any]:
    """Give the fields of a record that every writing command may set."""
    fields = {"because": writing.because, "key": writing.key}
    return {name: value for name, value in fields.items() if value is not None}


def add_one(run: Run, kind: str, body: Mapping[str, Any], writing: Writing) -> None:
    """Add one record of a kind, of the fields that were given, with what every writing command may set; then say so."""
    from timeline.records.drafts import Draft

    given = {name: value for name, value in body.items() if value is not None}
    add_all(run, [Draft(kind=kind, body=given | fixed(writing))], writing)


def add_each(
    run: Run, kind: str, body: Mapping[str, Any], writing: Writing, *, field: str, targets: Sequence[str]
) -> None:
    """Add one record of a kind for each target, all or none; where there are several, an error names its target."""
    from timeline.records.drafts import Draft

    is_one = len(targets) == 1
    if writing.key and not is_one:
        raise RecordError("a key belongs to one record", where="--key", fix="leave it out, or name one record")
    given = {name: value for name, value in body.items() if value is not None} | fixed(writing)
    drafts = [Draft(kind=kind, body={field: one} | given, where=None if is_one else one) for one in targets]
    add_all(run, drafts, writing)


def add_all(
    run: Run,
    drafts: Sequence[Draft],
    writing: Writing,
    *,
    batch: bool = False,
    decide: Admit | None = None,
    first: First | None = None,
) -> Sequence[Added]:
    """Add drafts, all or none; then print their ids in the order of the input and say what was understood.

    Of a ``batch`` there may be many. ``decide`` says which are written, and in which order; ``first`` is done before
    anything is. What became of each is given, nothing where they were only tried.
    """
    from timeline.store.writer import writer
    from timeline.text import receipt
    from timeline.views.remarks import remarks

    log = open_log(run)
    by, right = writer(writing.by, os.environ, log.folder), writing.clock_is_right
    if writing.dry_run:
        with bar("trying") as tell:
            trial = log.try_adding(drafts, by=by, clock_is_right=right, admit=decide, tell=tell)
        _say_trial(trial, drafts, writing, batch=batch)
        return ()
    run.has_asked_log = True
    with bar("writing") as tell:
        outcome = log.append(drafts, by=by, clock_is_right=right, admit=decide, first=first, tell=tell)
    tell_added(run, outcome.added, outcome.before, writing, drafts=drafts)
    if batch:
        note(receipt.counted("added", list(outcome.added.statuses)))
        _say(receipt.repeated(outcome.added.repeats, drafts))
    _say(outcome.notes)
    _remark(remarks(outcome.before, outcome.added.new, in_use=outcome.in_use, knew=outcome.knew))
    return outcome.added


def tell_added(
    run: Run, added: Sequence[Added], known: Iterable[Record], writing: Writing, *, drafts: Sequence[Draft] = ()
) -> None:
    """Print the ids of what was added, in the order of the input, and say what was understood; or all of it as JSON."""
    from timeline.store.add import Became

    run.written = added.ids if isinstance(added, Became) else [one.id for one in added]
    if writing.as_json:
        rows = [_row(one.status, one.record) | _repeated(one.repeats, drafts) for one in added]
        _print_json("added", {"dry_run": False}, rows)
    elif run.written:
        from timeline.text import receipt

        for start in range(0, len(run.written), _IDS_AT_ONCE):
            put_text("\n".join(run.written[start : start + _IDS_AT_ONCE]))
        statuses = added.statuses if isinstance(added, Became) else [one.status for one in added]
        shown = _new_first(added, [status == "already there" for status in statuses], receipt.MOST)
        known = list(known)
        now = receipt.present(known, [one.id for one in shown if one.status == "already there"])
        said = [(f"{one.status} {one.id[:8]}", *now.get(one.id, ("", one.body)), one) for one in shown]
        _echo(
            [(status + since, one.kind, body, one.recorded) for status, since, body, one in said],
            receipt.namer(known, added),
            of=len(added),
            zone=writing.zone,
        )


def _say_trial(trial: Trial, drafts: Sequence[Draft], writing: Writing, *, batch: bool) -> None:
    """Say what would be added."""
    from timeline.records.drafts import WOULD
    from timeline.text import receipt
    from timeline.views.remarks import remarks

    every = [(receipt.would(decision), decision) for decision in trial.decisions]
    if writing.as_json:
        rows: list[dict[str, Any]] = [
            {
                "id": one.there,
                "status": status,
                "kind": one.kind,
                "record": dict(one.body),
                **_repeated(one.same, drafts),
            }
            for status, one in every
        ]
        _print_json("added", {"dry_run": True}, rows)
    else:
        is_there = [one.there is not None for _, one in every]
        # All that would be written is said; what is there would bury it.
        found = _new_first(every, is_there, max(is_there.count(False), receipt.MOST))
        now = receipt.present(trial.before, [one.there for _, one in found if one.there is not None])
        said = [(status, *now.get(one.there or "", ("", one.body)), one) for status, one in found]
        shown = [(status + since, one.kind, body, None) for status, since, body, one in said]
        _echo(shown, receipt.namer(trial.before), of=len(every), zone=writing.zone)
        _say(trial.notes)
    if batch:
        note(receipt.counted(WOULD, [status for status, _ in every]))
        _say(receipt.repeated(trial.added.repeats, drafts))
    _remark(remarks(trial.before, trial.records, in_use=trial.in_use, is_written=False, knew=trial.knew))
    note("Nothing was written.")


def _say(texts: Iterable[str]) -> None:
    for text in texts:
        note(text)


def _remark(found: Sequence[Remark]) -> None:
    from timeline.views.remarks import in_words

    _say(f"note: {text}" for text in in_words(found))


def _repeated(first: int | None, drafts: Sequence[Draft]) -> dict[str, str]:
    if first is None:
        return {}
    from timeline.text.receipt import place_of

    return {"repeats": place_of(drafts, first)}


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
    _print_json(command, {"command": command}, [row])


def _print_json(schema: str, query: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> None:
    from timeline.text.render import Rows, Sheet, render

    sheet = Sheet(columns=(), rows=())
    answer = Rows(schema=f"timeline/{schema}/1", query=query, rows=tuple(rows), sheet=sheet)
    put_text(render(answer, "json"), nl=False)


def _new_first(found: Sequence[_Told], is_there: Sequence[bool], most: int) -> list[_Told]:
    """Give the first of many, what is new before what was there; few stay in the order of the input."""
    from timeline.text.receipt import MOST

    if len(found) <= MOST:
        return list(found)
    places = (place for there in (False, True) for place, was in enumerate(is_there) if was is there)
    return [found[place] for place in itertools.islice(places, most)]


def _echo(
    items: Sequence[tuple[str, str, Mapping[str, Any], str | None]],
    name: Name,
    *,
    of: int,
    zone: dt.tzinfo | None,
) -> None:
    """Say back the first records of so many."""
    from timeline.text.receipt import understood

    for status, kind, body, recorded in items:
        first, *rest = understood(kind, body, name, recorded=recorded, zone=zone)
        note(f"{status}: {first}")
        _say(f"  {line}" for line in rest)
    if of > len(items):
        note(f"… and {of - len(items)} more")
    if zone is not None and items:
        note(f"times in words in {zone}, days in UTC; what is stored is as it stands")


def require_log(run: Run, writing: Writing) -> None:
    """Refuse what needs no record to be refused, before any of standard input is read.

    Raises:
        RecordError: A reason or a key was given, and either belongs to one record.
        LogError: There is no log here.
    """
    open_log(run)
    if writing.because or writing.key:
        raise RecordError("--because and --key belong to one record", where="add -", fix="put them into the lines")


def read_standard_input(stream: IO[str] | None, *, keep_recorded: bool) -> Sequence[Draft]:
    """Read every line of standard input as a record; lines that are blank are passed over.

    Raises:
        RecordError: Some lines are no records; all their faults are named.
    """
    if stream is None:
        raise RecordError("standard input is closed", where="add -", fix="give it the records, one a line")
    from timeline.records.spooled import Spooled
    from timeline.store.spool import Spool
    from timeline.text import jsonlines

    over()  # who waits for others, or for a person who types, does not work
    with bar("reading") as show:
        lines = getattr(stream, "buffer")  # noqa: B009 - TextIO's, not IO's
        return jsonlines.drafts(lines, keep_recorded=keep_recorded, progress=show, into=Spooled(texts=Spool()))
