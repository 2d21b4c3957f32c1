"""The commands that guard a log: take a text out of it for good, and write down what it holds.

Law of this module: what cannot be undone is asked for twice, and what stays elsewhere is said.
"""

from __future__ import annotations

import sys

import click

from timeline.cli.adding import add_all, fixed
from timeline.cli.boundary import Run
from timeline.cli.options import Writing, open_log, writes
from timeline.cli.output import note
from timeline.errors import LogError
from timeline.intake import Draft

_STAYS = (
    "it may still stand where this command cannot reach:",
    "  in git's history of these files: git log --all -- FILE shows the commits; git filter-repo rewrites them",
    "  in clones, forks and backups: each of them has to merge this, and to rewrite its own history",
    "  in exports, figures and pages that were made before: make them again",
)


@click.command("redact")
@click.argument("target", metavar="ID")
@click.option("--yes", is_flag=True, help="Do not ask first, at a terminal.")
@writes(because=True)
@click.pass_obj
def redact_command(run: Run, /, *, target: str, yes: bool, writing: Writing) -> None:
    """Remove the text of the record ID from the log's files, for legal or safety reasons. It cannot be undone.

    Its id, place and hash stay, so that everything else still verifies. `retract` takes a record back and leaves its
    text to be read.
    """
    draft = Draft(kind="redaction", body={"target": target, **fixed(writing)})
    if writing.dry_run:
        add_all(run, [draft], writing)
        return
    if not yes and sys.stdin.isatty() and sys.stderr.isatty():
        click.confirm(f"Remove the text of {target} from the files? This cannot be undone", abort=True, err=True)
    added = add_all(run, [draft], writing)
    from timeline.captures import remaining
    from timeline.redacting import erase

    log = open_log(run)
    kept: list[str] = []
    for one in added:
        try:
            erased = erase(log, str(one.body["target"]))
        except LogError as error:
            error.unwritten = False
            again = "redact it again: the redaction is in the log, and the text still in its files"
            error.fix = f"{error.fix}; then {again}" if error.fix else again
            raise
        for text in (*erased.notes, *(f"removed from {file}" for file in erased.files)):
            note(text)
        kept += remaining(log.folder, erased.record, log.read().records)
    for line in (_STAYS[0], *kept, *_STAYS[1:]):
        note(line)


@click.command("checkpoint")
@click.option("--sign", metavar="KEY", help="A file with an SSH key to sign it with; ssh-keygen does it.")
@click.pass_obj
def checkpoint_command(run: Run, /, *, sign: str | None) -> None:
    """Write down what the log holds now, so that others can tell whether it was changed.

    Keep the name, or the root, elsewhere: `check --pin NUMBER:ROOT` compares, `--at-checkpoint N` answers from exactly
    what it holds.
    """
    from timeline.checkpoints import write

    name, made = write(open_log(run), sign=sign, tell=note)
    run.written = [name]
    click.echo(name)
    note(f"{made.count} records, root {made.root}" + (", signed" if sign else ""))
    note(f"keep it elsewhere too: timeline check --pin {made.number}:{made.root}")
