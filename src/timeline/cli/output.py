"""Where an answer goes: a terminal, a pipe, or a file that is written whole or not at all.

Law of this module: stdout carries the answer and nothing else; notes go to stderr. A terminal gets a table that folds,
and a pager where it is long; a pipe gets plain text at full width.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

import click

from timeline.cli.options import STANDARD_OUTPUT, Output
from timeline.cli.progress import aside, over

if TYPE_CHECKING:
    from typing import IO, Any

    from timeline.text.forms import Form
    from timeline.text.render import Rows
    from timeline.text.sheet import Sheet

_WIDTH_OF_FILES: Final = 100


def put(answer: Rows, output: Output, *, notes: Iterable[str] = (), made: Callable[[], None] | None = None) -> None:
    """Write an answer in the form that was asked for, then say the notes on stderr.

    A fault in between leaves nothing half written: a file is put in its place once its text is whole, and of what goes
    elsewhere the text is made whole before any of it is written. Of rows that are made one by one a few are in memory,
    and of their texts a few megabytes.
    """
    from timeline.text.render import parts

    file = None if output.file == STANDARD_OUTPUT else output.file
    terminal = file is None and is_terminal(sys.stdout)
    form: Form = output.form or ("table" if terminal else "plain")
    width, height = _size(sys.stdout) if terminal else (_number("COLUMNS") or _WIDTH_OF_FILES, 0)
    is_colored = _colored(output, terminal=terminal) and form == "table"
    coming = parts(answer, form, width=width, color=is_colored, wide=output.wide)
    if file is not None:
        from timeline.store import whole_file

        whole_file.write(file, (text.encode() for text in _then(coming, made)))
        note(f"wrote {file}")
        over()
        _say(form, notes)
        return
    from timeline.cli.waiting import Waiting

    texts = Waiting(_then(coming, made))
    over()
    try:
        if terminal and form in ("table", "plain") and texts.lines >= height:
            click.echo_via_pager(texts, color=True)
        else:
            for text in texts:
                click.echo(text, nl=False, color=True)
    finally:
        texts.close()
    _say(form, notes)


def _then(texts: Iterable[str], made: Callable[[], None] | None) -> Iterator[str]:
    """Give texts, and say once all are made that they are."""
    yield from texts
    if made is not None:
        made()


def _say(form: Form, notes: Iterable[str]) -> None:
    if form not in ("json", "jsonl"):
        for line in notes:
            note(line)


def note(text: str) -> None:
    """Say something on stderr: one line, made safe to print."""
    from timeline.text.terminal import safe

    with contextlib.suppress(OSError), aside():
        click.echo(safe(text), err=True)


def put_text(text: str | bytes, *, nl: bool = True) -> None:
    """Write to stdout what is an answer as it stands."""
    over()
    click.echo(text, nl=nl)


def is_terminal(stream: IO[str] | None) -> bool:
    """Say whether a stream is a terminal; one that is closed is none."""
    try:
        return stream is not None and stream.isatty()
    except ValueError:
        return False


def _colored(output: Output, *, terminal: bool) -> bool:
    if output.color is not None:
        return output.color
    return terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _size(stream: IO[str]) -> tuple[int, int]:
    """Give the columns and lines of a terminal; ``$COLUMNS`` and ``$LINES`` win."""
    try:
        found = os.get_terminal_size(stream.fileno())
        width, height = found.columns, found.lines
    except (OSError, ValueError):
        width, height = 0, 0
    return _number("COLUMNS") or width or 80, _number("LINES") or height or 24


def _number(name: str) -> int:
    text = os.environ.get(name, "")
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 6 else 0


def put_rows(
    command: str,
    rows: Sequence[Mapping[str, Any]],
    lay_out: Any,
    output: Output,
    *,
    asked: Mapping[str, Any] | None = None,
    notes: Sequence[str] = (),
    made: Callable[[], None] | None = None,
) -> None:
    """Write the rows of a command that asks of no clock."""
    from timeline.records.fields import lined
    from timeline.text.render import Rows

    whole = len(rows)
    if output.sort is not None or output.reverse or output.limit is not None:
        from timeline.views.arranged import arranged

        rows = arranged(
            rows, sort=output.sort, reverse=output.reverse, limit=output.limit, form=lambda: _fields_of(command)
        )
        order = {"sort": output.sort, "reverse": output.reverse, "limit": output.limit, "total": whole}
        asked = {**(asked or {}), **order}
    if len(rows) < whole:
        notes = [f"--limit: the first {len(rows):,} of {whole:,} rows", *notes]

    def laid_out(some: Sequence[Mapping[str, Any]]) -> Sheet:
        shown = lined(some if isinstance(some, list | tuple) else list(some))
        if output.zone is not None:
            from timeline.text.zoned import in_place

            shown = in_place(command, shown, output.zone)
        sheet: Sheet = lay_out(shown)
        return sheet

    answer = Rows(
        schema=f"timeline/{command}/1",
        query=asked or {},
        rows=rows,
        sheet=laid_out,
        keys=() if rows or output.form != "csv" else _keys_of(command),
    )
    put(answer, output, notes=notes, made=made)


def put_answer(
    command: str,
    rows: Sequence[Mapping[str, Any]],
    lay_out: Any,
    output: Output,
    *,
    clocks: Mapping[str, Any],
    asked: Mapping[str, Any],
    heads: Sequence[str],
    told: Sequence[str],
    in_words: str,
    made: Callable[[], None] | None = None,
) -> None:
    """Write the rows of a command that asks of the log."""
    from timeline.records import say

    full = {"command": command, **clocks, **asked, "head": list(heads), "notes": list(told)}
    if output.zone is not None:
        from timeline.dates.zones import clocks_there

        in_words = clocks_there(in_words, output.zone)
    counted = f"{say.counted(len(rows), 'row')}; {in_words}"
    put_rows(command, rows, lay_out, output, asked=full, notes=[counted, *told], made=made)


def _keys_of(command: str) -> tuple[str, ...]:
    """Give the columns of csv where no row names them."""
    from timeline.text.schemas import keys

    return keys(command)


def _fields_of(command: str) -> tuple[str, ...]:
    """Give what rows of a command can be sorted by where these rows do not show it."""
    from timeline.text.schemas import fields

    return fields(command)
