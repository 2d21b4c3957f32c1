"""The commands that share a log on a PostgreSQL server: send what it lacks, and bring what is missing here.

Law of this module: both are unions of sets, so giving either again is safe; what does not travel, and where a redacted
text may still stand, is said. No address is printed with its login.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from timeline.cli.adding import print_one
from timeline.cli.boundary import Run
from timeline.cli.options import open_log
from timeline.cli.output import note, put_text
from timeline.cli.params import AS_JSON
from timeline.cli.progress import bar

if TYPE_CHECKING:
    from timeline.store.server.pull import Pulled
    from timeline.store.server.push import Pushed

_TIMEOUT = click.option(
    "--timeout",
    "timeout_s",
    type=click.FloatRange(min=1, max=86_400),
    default=60.0,
    show_default=True,
    metavar="SECONDS",
    help="For how long the server may be silent.",
)
_DRY_RUN = click.option("--dry-run", is_flag=True, help="Say what would travel, and change nothing on either side.")


@click.command("push")
@click.argument("address", metavar="ADDRESS", required=False, default="")
@click.option("--init", is_flag=True, help="Begin a log in that database first, where there is none.")
@_DRY_RUN
@_TIMEOUT
@AS_JSON
@click.pass_obj
def push_command(run: Run, /, *, address: str, init: bool, dry_run: bool, timeout_s: float, as_json: bool) -> None:
    """Send to a PostgreSQL server what it lacks of this log: records, and checkpoints.

    ADDRESS is postgres://USER@HOST:PORT/DATABASE; keep the password in ~/.pgpass or PGPASSWORD. Pushing again sends
    nothing twice. A redaction takes the text that it names out of the server. Kept copies and settings do not travel.
    """
    from timeline.store.server.push import push

    with bar("pushing") as progress:
        done = push(open_log(run), address, init=init, dry_run=dry_run, timeout_s=timeout_s, progress=progress)
    run.written = [*run.written, *([done.server] if done.records and not dry_run else [])]
    if as_json:
        print_one("push", _pushed(done))
    else:
        put_text(_told(done))
    for text in _notes_of_push(done):
        note(text)


@click.command("pull")
@click.argument("address", metavar="ADDRESS", required=False, default="")
@click.option("--erase", is_flag=True, help="Erase here too what is redacted elsewhere. It cannot be undone.")
@_DRY_RUN
@_TIMEOUT
@AS_JSON
@click.pass_obj
def pull_command(run: Run, /, *, address: str, erase: bool, dry_run: bool, timeout_s: float, as_json: bool) -> None:
    """Bring from a PostgreSQL server what this log lacks: records, and checkpoints.

    ADDRESS is as for `push`. Each line is proved by its hash before it is written; what was here stays as it is.
    Pulling again brings nothing twice. A text that is redacted on either side never comes. A record that breaks the
    rules stays there, with all that rests on it: it is named, the rest comes, and the command exits 3.
    """
    from timeline.store.server.pull import pull

    with bar("pulling") as progress:
        done = pull(open_log(run), address, erase=erase, dry_run=dry_run, timeout_s=timeout_s, progress=progress)
    run.written = [*run.written, *done.files]
    if as_json:
        print_one("pull", _pulled(done))
    else:
        put_text(_told(done))
    for text in _notes_of_pull(done):
        note(text)
    if done.left:
        click.get_current_context().exit(3)


def _told(done: Pushed | Pulled) -> str:
    """Say in one line what travelled."""
    from timeline.records.say import counted

    return f"{counted(done.records, 'record')}, {counted(done.checkpoints, 'checkpoint')}"


def _pushed(done: Pushed) -> dict[str, object]:
    return {
        "server": done.server,
        "dry_run": done.is_dry,
        "records": done.records,
        "batches": done.batches,
        "checkpoints": done.checkpoints,
        "redacted": list(done.redacted),
        "stays": [{"where": place.where, "fix": place.fix} for place in done.stays],
        "captures": done.captures,
        "notes": list(done.notes),
    }


def _pulled(done: Pulled) -> dict[str, object]:
    return {
        "server": done.server,
        "dry_run": done.is_dry,
        "records": done.records,
        "checkpoints": done.checkpoints,
        "files": list(done.files),
        "redacted": list(done.redacted),
        "erased": list(done.erased),
        "captures": done.captures,
        "left": [{"id": one.id, "why": one.why, "resting": one.resting} for one in done.left],
        "notes": list(done.notes),
    }


def _notes_of_push(done: Pushed) -> list[str]:
    """Say what a push did, what does not travel, and where a redacted text may still stand."""
    from timeline.records.say import counted

    told = list(done.notes)
    if done.is_dry:
        told.append(f"would be sent to {done.server}; nothing was")
    else:
        told.append(f"sent to {done.server}" if done.records or done.checkpoints else f"{done.server} has it all")
    if done.captures:
        kept = counted(done.captures, "kept copy of a source stays", "kept copies of sources stay")
        told.append(f"{kept} here: copies do not travel; whoever needs them copies the files of captures/")
    if done.redacted:
        ids = ", ".join(one[:12] for one in done.redacted)
        does = "would be" if done.is_dry else "was"
        told.append(
            f"the text of {ids} {does} taken out of the server's table; it may still stand where this cannot reach:"
        )
        told += [f"  in {place.where}: {place.fix}" for place in done.stays]
    return told


def _notes_of_pull(done: Pulled) -> list[str]:
    """Say what a pull did, what is not here, and what is still to be erased."""
    from timeline.records.say import counted

    told = list(done.notes)
    if done.is_dry:
        told.append(f"would come from {done.server}; nothing was written")
    elif done.records or done.checkpoints:
        told.append(f"from {done.server}" + (f", into {done.files[0].rpartition('/')[0]}" if done.files else ""))
    elif not done.left:
        told.append(f"all of {done.server} is here")
    for one in done.left:
        resting = f"; with {counted(one.resting, 'record')} resting on it" if one.resting else ""
        told.append(f"left there, for it breaks the rules: {one.id[:12]}: {one.why}{resting}")
    if done.captures:
        lacking = counted(done.captures, "copy that records name is", "copies that records name are")
        told.append(
            f"{lacking} not here: copies do not travel; copy the files of captures/ from whoever has them, by any means"
        )
    if done.erased:
        told.append(f"erased here: the text of {', '.join(one[:12] for one in done.erased)}")
    if done.redacted:
        ids = ", ".join(one[:12] for one in done.redacted)
        told.append(f"redacted elsewhere, and its text still stands here: {ids}")
        told.append("  to erase it here too, for good: timeline pull --erase ADDRESS")
    return told
