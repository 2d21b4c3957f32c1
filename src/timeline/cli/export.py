"""The command that hands an answer, or the records of a log, over to another tool.

Law of this module: as in `ask`; a file is written whole or not at all, and what the form could not carry is said.
"""

from __future__ import annotations

import datetime as dt
import sys
from typing import TYPE_CHECKING

import attrs
import click

from timeline.cli.asking import ask
from timeline.cli.boundary import Run
from timeline.cli.day import today
from timeline.cli.options import STANDARD_OUTPUT, asks, open_log
from timeline.cli.output import is_terminal, note, put_text
from timeline.cli.params import FILE, FormName, ZoneName, at, view_option
from timeline.cli.progress import bar
from timeline.dates.values import NEVER_AFTER
from timeline.errors import FormatError
from timeline.text.outgoing import forms

if TYPE_CHECKING:
    from timeline.views.filters import Question

_PLACES = {"form": "--format", "path": "-o", "folder": "-o", "view": "--view", "zone": "--tz", "engine": "--engine"}


@click.command("export")
@click.argument("target", type=FILE, metavar="[FILE|DIR]", required=False)
@click.option("-o", "file", type=FILE, metavar="FILE", help="The same as FILE; `-` is standard output.")
@click.option(
    "--format",
    "form",
    type=FormName(forms.every),
    help="The form. [default: by the ending of FILE, else jsonl]",
)
@view_option("Only this view; csv then has entities by properties.")
@click.option("--public", is_flag=True, help="Leave out every reason (because), and the tags private and private.….")
@click.option(
    "--relation",
    is_flag=True,
    help="Into DIR only what engines ask, at all clocks, in bounded memory. What was cut off goes on.",
)
@click.option(
    "--engine",
    metavar="ENGINE",
    help="Compile what engines ask on this Spark, spark://… or local[N]; its workers see the log and DIR.",
)
@click.option(
    "--tz",
    "zone",
    type=ZoneName(),
    is_eager=True,
    help="Of md and html: show times in this zone, such as Europe/Berlin.",
)
@asks(on=True, forms=False)
@click.pass_obj
def export_command(
    run: Run,
    /,
    *,
    target: str | None,
    file: str | None,
    form: str | None,
    public: bool,
    relation: bool,
    engine: str | None,
    zone: dt.tzinfo | None,
    question: Question,
) -> None:
    """Write the log for another tool: to FILE, whole or not at all.

    JSON lines hold every record as it was written, with its stamp: `import --keep-recorded` into an empty log gives a
    log that answers the same. Every other form is the answer at the clocks, and holds nothing that was reported later;
    what it cannot carry is counted on stderr. Parquet into a DIR writes a file for each relation, and, where no clock
    or filter leaves anything out, all versions beside, which `--engine … --data DIR` asks.
    """
    if target is not None and file is not None:
        raise FormatError("two files are named", where="-o", fix="name one", unwritten=True)
    path = file if file is not None else target
    path = None if path == STANDARD_OUTPUT else path
    if relation:
        _export_relation(run, path, form, question, public=public, engine=engine)
        return
    name = form or (forms.form_of(path, where="FILE") if path is not None else "jsonl")
    is_all = zone is None and attrs.evolve(question, recorded_by=None).is_everything
    if name == "jsonl":
        _refuse_engine(engine)
    if name == "jsonl" and is_all and _streamed(run, path, question, public=public):
        return
    if path is None:
        chosen = forms.form(name, where="--format")
        _refuse_terminal(chosen)
        from timeline.exports import in_pieces

        snapshot = ask(run, question)
        _refuse_engine(engine)
        found = at(_PLACES, in_pieces, snapshot, chosen.name, public=public, zone=zone)
        for part in found.parts() or ():
            if part:
                put_text(part, nl=False)
    else:
        snapshot = ask(run, question)
        with bar("writing it") as told:
            found = at(_PLACES, snapshot.save_export, path, name, public=public, zone=zone, engine=engine, tell=told)
        note(f"wrote {path}")
    for line in (f"{found.counted}; {found.clocks}", *found.notes, *snapshot.notes()):
        note(line)


def _export_relation(
    run: Run, path: str | None, form: str | None, question: Question, *, public: bool, engine: str | None
) -> None:
    """Write all that the log says, at all clocks, into a folder."""
    from timeline.store import whole_file

    if path is None or form not in (None, "parquet") or not whole_file.is_folder(path):
        fix = "write it so: timeline export --format parquet --relation DIR"
        raise FormatError("the relation is a folder of Parquet files", where="--relation", fix=fix, unwritten=True)
    from timeline.views.filters import Question as Asked

    if public or question != Asked():
        what = "the relation holds all that the log says, at all clocks"
        fix = "leave out the other options; whoever asks the engine names the clocks"
        raise FormatError(what, where="--relation", fix=fix, unwritten=True)
    from timeline.api import Log

    with bar("compiling the log") as told:
        found = at(_PLACES, Log(open_log(run)).export_relation, path, engine=engine, tell=told)
    for line in (f"wrote {path}", found.in_words(), *found.notes()):
        note(line)


def _streamed(run: Run, path: str | None, question: Question, *, public: bool) -> bool:
    """Give the records that there were by the recorded-by day, as they are read; False where the whole is needed."""
    from timeline.records import say
    from timeline.store import stream, whole_file

    if path is not None:
        at(_PLACES, whole_file.check, path)
    log, asked = open_log(run), question.clocks(today=today())
    by = NEVER_AFTER if asked.recorded_by is None else asked.recorded_by.hi
    with bar("reading the log") as show:
        plan = stream.planned(log.folder, public=public, recorded_by=by, progress=show)
    if plan is None:
        return False
    if path is None:
        for part in plan.parts():
            put_text(part, nl=False)
    else:
        at(_PLACES, whole_file.write, path, plan.parts())
        note(f"wrote {path}")
    clocks = asked.in_words(has_day=False)
    for line in (f"{say.counted(plan.count, 'record')}; {clocks}", *plan.notes):
        note(line)
    return True


def _refuse_engine(engine: str | None) -> None:
    """Keep an engine from what it does not do."""
    if engine is not None:
        what = "an engine compiles what a folder of Parquet holds for engines, and nothing else"
        fix = "leave it out, or write all of the log: timeline export --format parquet DIR"
        raise FormatError(what, where="--engine", fix=fix, unwritten=True)


def _refuse_terminal(chosen: forms.Form) -> None:
    """Keep bytes that are no text from a terminal."""
    if chosen.is_binary and is_terminal(sys.stdout):
        ending = chosen.endings[0] if chosen.endings else f".{chosen.name}"
        raise FormatError(
            f"{chosen.name} is not text for a terminal",
            where="--format",
            fix=f"name a file: story{ending}",
            unwritten=True,
        )
