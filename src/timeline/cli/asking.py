"""What all reading commands share: open the log, ask it, print the answer, and say which clocks were used.

Law of this module: what is told is worked out below; here it gets the form that was asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from timeline.cli.boundary import Run
from timeline.cli.day import today
from timeline.cli.options import Held, Output, open_log
from timeline.cli.output import put_answer
from timeline.cli.params import at
from timeline.cli.progress import bar

if TYPE_CHECKING:
    from timeline.snapshot import Snapshot
    from timeline.store.log import LogFiles
    from timeline.views.answer import Table
    from timeline.views.filters import Question

_PLACES: Final = {"checkpoint": "--at-checkpoint"}


def ask(run: Run, question: Question, held: Held = None) -> Snapshot:
    """Ask a question of the log that a command is about; or of what an engine holds of it, in a folder.

    Raises:
        FormatError: There is no such engine, or the folder holds no whole export.
        LogBroken: A line is damaged, and the question does not skip it.
        RecordError: The checkpoint is not there.
    """
    if held is not None:
        from timeline import onengine

        log = onengine.open_data(held[1], engine=held[0])
        onengine.tell_beside(log, _log(run))
        snapshot: Snapshot = at(_PLACES, log.ask, question, today=today())
        return snapshot
    from timeline.api import Log

    files = open_log(run)
    with bar("reading the log") as files.progress:
        found: Snapshot = at(_PLACES, Log(files).ask, question, today=today())
    files.progress = None  # the bar is gone; what is read again later is read unseen
    return found


def _log(run: Run) -> LogFiles | None:
    """Find the log that a command is about; None where there is none, as an engine needs none."""
    from timeline.errors import LogError

    try:
        return open_log(run)
    except LogError:
        return None


def answer(snapshot: Snapshot, table: Table, lay_out: Any, output: Output, *, command: str | None = None) -> None:
    """Write the rows of an answer in the form that was asked for, with the clocks that they used."""
    from timeline.views.rows import asked, query

    put_answer(
        command or table.name,
        table.content,
        lay_out,
        output,
        clocks={**query(snapshot.clocks), **({} if table.has_day else {"on": None})},
        asked={**asked(snapshot.question.selection), **table.of},
        heads=snapshot.heads,
        told=[*table.beside, *snapshot.notes(), *snapshot.caveats()],
        in_words=snapshot.clocks.in_words(has_day=table.has_day),
    )
