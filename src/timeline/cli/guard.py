"""The commands that guard a log: take a text out of it for good, and write down what it holds.

Law of this module: what cannot be undone is asked for twice, and what stays elsewhere is said.
"""

from __future__ import annotations

import os
import sys
from typing import Final

import click

from timeline.cli.adding import add_one, print_one, tell_added
from timeline.cli.boundary import Run
from timeline.cli.options import open_log
from timeline.cli.output import is_terminal, note, put_text
from timeline.cli.params import AS_JSON, completes
from timeline.cli.progress import aside, over
from timeline.cli.writing import Writing, writes
from timeline.records.say import counted

_OUT_OF_REACH: Final = "it may still stand where this command cannot reach:"


@click.command("redact")
@click.argument("target", metavar="ID", shell_complete=completes("record"))
@click.option("--yes", is_flag=True, help="Do not ask first, at a terminal.")
@writes(because=True)
@click.pass_obj
def redact_command(run: Run, /, *, target: str, yes: bool, writing: Writing) -> None:
    """Remove the text of the record ID from the log's files, for legal or safety reasons. It cannot be undone.

    Its id, place and hash stay, so that everything else still verifies. `retract` takes a record back and leaves its
    text to be read.
    """
    if writing.dry_run:
        add_one(run, "redaction", {"target": target}, writing)
        return
    if not yes and is_terminal(sys.stdin) and is_terminal(sys.stderr):
        with aside():
            click.confirm(f"Remove the text of {target} from the files? This cannot be undone", abort=True, err=True)
    from timeline.store.redact import redact
    from timeline.store.writer import writer

    log = open_log(run)
    found = redact(
        log,
        target,
        because=writing.because or "",
        key=writing.key,
        by=writer(writing.by, os.environ, log.folder),
        clock_is_right=writing.clock_is_right,
    )
    tell_added(run, [found], [found.target], writing)
    for text in (*found.notes, *(f"removed from {file}" for file in found.files), _OUT_OF_REACH):
        note(text)
    for place in found.stays:
        note(f"  in {place.where}: {place.fix}")


@click.command("checkpoint")
@click.option("--sign", metavar="KEY", help="A file with an SSH key to sign it with; ssh-keygen does it.")
@AS_JSON
@click.pass_obj
def checkpoint_command(run: Run, /, *, sign: str | None, as_json: bool) -> None:
    """Write down what the log holds now, so that others can tell whether it was changed.

    Keep the name, or the root, elsewhere: `check --pin NUMBER:ROOT` compares, `--at-checkpoint N` answers from exactly
    what it holds.
    """
    from timeline.store.checkpoints import doubt_of_signature, write

    if sign is not None:
        over()  # its passphrase may be asked
    log = open_log(run)
    name, made = write(log, sign=sign, tell=note)
    run.written = [name]
    if as_json:
        row = {"file": name, "name": made.name, "number": made.number, "time": made.time, "count": made.count}
        row |= {"root": made.root, "heads": list(made.heads), "previous": list(made.previous)}
        print_one("checkpoint", row | {"signed": sign is not None, "pin": f"{made.number}:{made.root}"})
    else:
        put_text(name)
    note(f"{counted(made.count, 'record')}, root {made.root}" + (", signed" if sign else ""))
    if sign is not None and (doubt := doubt_of_signature(log, name)) is not None:
        note(f"note: `timeline check` reports this checkpoint: {doubt}")
    note(f"keep it elsewhere too: timeline check --pin {made.number}:{made.root}")
