"""Records as JSON lines: what ``add -`` and ``import`` take, and what ``export`` gives.

Law of this module: one line is one flat record; the faults of all lines are named together; and what is written is
read again as the same.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Final

import msgspec

from timeline.dates.stamps import utc_stamp
from timeline.errors import RecordError
from timeline.records.cut import Spelled
from timeline.records.drafts import Draft
from timeline.records.flat import flat_record
from timeline.records.model import Record
from timeline.records.spooled import Spooled
from timeline.text.terminal import safe_json
from timeline.verify import fast

_encode: Final = msgspec.json.Encoder().encode
_MOST_FAULTS: Final = 20
_TOLD_EACH: Final = 1_000


def drafts(
    data: bytes | Iterable[bytes],
    *,
    name: str | None = None,
    keep_recorded: bool = False,
    progress: Callable[[int, int], None] | None = None,
    into: Spooled | None = None,
) -> Spooled:
    """Read JSON lines, all in one or one by one with their newlines, as drafts; lines that are blank are passed over.

    ``name`` is the file that they stand in, for errors; None for standard input. With ``keep_recorded`` each record's
    own ``recorded`` counts. ``progress`` is told from time to time how many lines are read. ``into`` is empty, and
    keeps them where it was told to.

    Raises:
        RecordError: Some lines are no records; all their faults are named.
    """
    found = Spooled() if into is None else into
    faults: list[RecordError] = []
    for number, ended in enumerate(_lines(data) if isinstance(data, bytes) else data, 1):
        line = ended.removesuffix(b"\n")
        if progress is not None and number % _TOLD_EACH == 0:
            progress(number, 0)
        if not line.strip():
            continue
        where = f"line {number}" if name is None else f"{name}:{number}"
        if (draft := _usual(line, where, keep_recorded=keep_recorded)) is not None:
            found.append(draft)
            continue
        try:
            kind, body, stamps = flat_record(line.removesuffix(b"\r"), where=where, keep_recorded=keep_recorded)
        except RecordError as error:
            faults.append(error)
            continue
        recorded = stamps.get("recorded") if keep_recorded else None
        found.append(Draft(kind=kind, body=body, recorded=recorded, id=stamps.get("id"), where=where))
    if len(faults) == 1:
        raise faults[0]
    if faults:
        shown = [text for fault in faults[:_MOST_FAULTS] for text in str(fault).split("\n")]
        if len(faults) > _MOST_FAULTS:
            shown.append(f"and {len(faults) - _MOST_FAULTS} more lines")
        raise RecordError(
            "\n".join([f"{len(faults)} lines are no records", *shown]),
            where=name or "standard input",
            faults=[each for fault in faults for each in fault.faults],
        )
    return found


def _lines(data: bytes) -> Iterator[bytes]:
    """Cut lines out of many, one after the other: a list of all would take as much room again."""
    start = 0
    while start < len(data):
        end = data.find(b"\n", start) + 1 or len(data)
        yield data[start:end]
        start = end


def _usual(line: bytes, where: str, *, keep_recorded: bool) -> Draft | None:
    """Read an event of the usual form at once; None where only the slow way can tell what it is."""
    usual = fast.prove_flat(line.removesuffix(b"\r"))
    if usual is None:
        return None
    recorded = None
    if usual.recorded is not None:
        try:
            recorded = utc_stamp(usual.recorded)
        except RecordError:
            return None
    return Draft(
        kind="event",
        body=Spelled(usual.spelled),
        recorded=recorded if keep_recorded else None,
        id=usual.id,
        where=where,
        spelled=usual.spelled,
        seen=usual.seen,
    )


def proved(draft: Draft) -> Draft:
    """Give the draft of an event of the usual form as its bytes, proved; any other as it is.

    A large batch has no room for bodies that are read, and what is proved here is not asked again.
    """
    try:
        line = _encode({"kind": draft.kind, **draft.body})
    except (ValueError, TypeError, msgspec.MsgspecError):  # what no line can hold
        return draft
    usual = fast.prove_flat(line)
    if usual is None:
        return draft
    return msgspec.structs.replace(draft, body=Spelled(usual.spelled), spelled=usual.spelled, seen=usual.seen)


def text(records: Iterable[Record]) -> str:
    """Write records as JSON lines: kind, id, stamp and writer, then the fields of each body."""
    return safe_json("".join(_line(record) + "\n" for record in records))


def left_out(*, redacted: int, about: int, others: int = 0) -> list[str]:
    """Say how many records an export leaves out: redacted ones, those about what is not there, and all others."""
    notes = []
    if redacted:
        notes.append(f"{redacted} {'record is' if redacted == 1 else 'records are'} redacted and left out")
    if about:
        are = "record is" if about == 1 else "records are"
        why = "speaking of what is redacted, or saying that it is" if redacted else "speaking of what is left out"
        notes.append(f"{about} {are} left out, {why}")
    if others:
        are = "record is" if others == 1 else "records are"
        notes.append(f"{others} {are} left out: not asked for, or not known then")
    return notes


def _line(record: Record) -> str:
    own = {"id": record.id} if record.id else {}  # else it stands for a record of which only the name is left
    flat = {"kind": record.kind, **own, "recorded": record.recorded, "by": record.by, **(record.body or {})}
    return json.dumps(flat, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
