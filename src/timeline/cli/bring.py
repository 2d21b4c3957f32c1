"""The commands that bring in what lies in files: a copy of a publication, and records that others wrote.

Law of this module: a file is read and judged whole before anything is written; nothing of it is run or fetched.
"""

from __future__ import annotations

import click

from timeline.cli.adding import add_all, fixed
from timeline.cli.boundary import Run
from timeline.cli.options import DATE, Writing, open_log, writes
from timeline.cli.output import note


@click.command("attach")
@click.argument("source", metavar="SOURCE")
@click.argument("file", metavar="FILE")
@click.option("--retrieved", type=DATE, help="When it was read. What it says was public by then.")
@click.option(
    "--media-type", "type_", metavar="T", help="text/html and the like. [default: by its first bytes, ending]"
)
@click.option(
    "--limit-mb",
    type=click.IntRange(1, 4096),
    default=64,
    show_default=True,
    metavar="N",
    help="How large the file may be.",
)
@writes()
@click.pass_obj
def attach_command(
    run: Run, /, *, source: str, file: str, retrieved: str | None, type_: str | None, limit_mb: int, writing: Writing
) -> None:
    """Keep a copy of what SOURCE said: the bytes of FILE, beside the log, under their SHA-256.

    The source then names the copy, and `check` verifies it. Whoever has the log has the copy: mind the rights of others
    before you publish it.
    """
    from timeline.attaching import attachment

    log = open_log(run)
    found = attachment(
        log.read().records,
        source,
        file,
        retrieved=retrieved,
        type_=type_,
        limit_mb=limit_mb,
        fields=fixed(writing),
    )
    archive = found.draft.body["set"]["archive"]
    add_all(run, [found.draft], writing, decide=found.admit, first=found.keeping)
    if writing.dry_run:
        return
    note(f"kept {len(found.keeping.data):,} bytes, {archive['media_type']}, in {archive['path']}")
    if retrieved is not None:
        note(f"read on {retrieved}: what {found.source.name} says counts as public by then")
