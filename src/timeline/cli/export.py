"""The command that hands a log's records over, so that another log can take them.

Law of this module: as in `ask`; what is written is read again by `import` and `add -`.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

import click

from timeline.cli.asking import ask
from timeline.cli.boundary import Run
from timeline.cli.options import FILE, STANDARD_OUTPUT, asks
from timeline.cli.output import note
from timeline.errors import FormatError

if TYPE_CHECKING:
    from timeline.views.filters import Question

_ENDINGS: Final = {".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv"}


@click.command("export")
@click.argument("target", type=FILE, metavar="[FILE]", required=False)
@click.option("-o", "file", type=FILE, metavar="FILE", help="The same as FILE; `-` is standard output.")
@click.option(
    "--format",
    "form",
    type=click.Choice(("jsonl", "csv", "parquet")),
    help="The form. [default: by the ending of FILE, else jsonl]",
)
@asks(forms=False)
@click.pass_obj
def export_command(run: Run, /, *, target: str | None, file: str | None, form: str | None, question: Question) -> None:
    """Write the records of the log, so that `import` can add them to another: to FILE, whole or not at all.

    JSON lines hold every record as it was written, with its stamp: `import --keep-recorded` into an empty log gives a
    log that answers the same. CSV is a spreadsheet of the events alone, as they were corrected by then.
    """
    from timeline.store import whole_file

    if target is not None and file is not None:
        raise FormatError("two files are named", where="-o", fix="name one", unwritten=True)
    path = file if file is not None else target
    path = None if path == STANDARD_OUTPUT else path
    chosen = _form(form, path)
    if path is not None:
        whole_file.check(path)
    snapshot = ask(run, question)
    found = snapshot.export(chosen)
    if path is not None:
        whole_file.write(path, found.text.encode())
        note(f"wrote {path}")
    elif found.text:
        click.echo(found.text, nl=False)
    counted = f"{found.counted}; {snapshot.clocks.in_words(has_day=False)}"
    for line in (counted, *found.notes, *snapshot.notes()):
        note(line)


def _form(form: str | None, path: str | None) -> str:
    if form == "parquet":
        fix = "export JSON lines or CSV, which everything that writes Parquet reads"
        raise FormatError("this version writes no Parquet", where="--format", fix=fix, unwritten=True)
    if form is not None or path is None:
        return form or "jsonl"
    ending = os.path.splitext(path)[1].lower()  # noqa: PTH122 - a text, as in `log`
    if ending not in _ENDINGS:
        fix = f"use one of {' '.join(_ENDINGS)}, or give --format"
        raise FormatError(f'"{path}" has no ending that names a form', where="FILE", fix=fix, unwritten=True)
    return _ENDINGS[ending]
