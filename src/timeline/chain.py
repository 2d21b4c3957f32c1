"""Records as a chain: who follows whom, and whether all of it hangs together.

Law of this module: order is (recorded, id), the same on every clone, and never says more than that. The same id twice
is one record. A fault is yielded and never hides what is good.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from timeline import codec, segments
from timeline.codec import BadLine
from timeline.errors import Finding
from timeline.model import BODIES, Record, Redaction


def ordered(records: Iterable[Record]) -> tuple[Record, ...]:
    """Sort records by (recorded, id), each id once; of two with one id the redacted one counts."""
    unique: dict[str, Record] = {}
    for record in records:
        first = unique.setdefault(record.id, record)
        if first is not record and record.is_redacted:
            unique[record.id] = record
    return tuple(sorted(unique.values(), key=lambda record: (record.recorded, record.id)))


def heads(records: Iterable[Record]) -> tuple[str, ...]:
    """The ids that no record names as its parent, ascending."""
    ids: set[str] = set()
    parents: set[str] = set()
    for record in records:
        ids.add(record.id)
        parents.update(record.parents)
    return tuple(sorted(ids - parents))


def ancestors(records: Iterable[Record], heads: Iterable[str]) -> set[str]:
    """The ids of heads and of everything they rest on, as far as it is among the records."""
    parents = {record.id: record.parents for record in records}
    found: set[str] = set()
    waiting = [head for head in heads if head in parents]
    while waiting:
        record_id = waiting.pop()
        if record_id not in found:
            found.add(record_id)
            waiting += [parent for parent in parents[record_id] if parent in parents]
    return found


def check(files: Iterable[tuple[str, Iterable[bytes]]]) -> Iterator[Record | Finding]:
    """Verify the lines of a log: bytes, ids, parents, stamps, names; yield each good record and each fault.

    Args:
        files: The name of each, relative to the log's folder, and its lines as they lie, newline included.

    Yields:
        Records in the order of the files, each id once; findings where they are met, those that need the whole log
        (a parent that is nowhere, a stamp that is not later than a parent's) last.
    """
    seen: dict[str, tuple[str, str, int, bool]] = {}
    later: list[tuple[Record, str]] = []
    redacted: dict[str, Record] = {}
    redactions: dict[str, Record] = {}
    for name, lines in files:
        before: Record | None = None
        number = 0
        for number, raw in enumerate(lines, 1):
            try:
                record = codec.decode(raw.removesuffix(b"\n"), file=name, line_no=number)
            except BadLine as error:
                yield error.finding if raw.endswith(b"\n") else _torn("is cut off", name, number)
                before = None
                continue
            if not raw.endswith(b"\n"):
                yield _torn("lacks its newline", name, number)
            yield from _in_place(record, before, name, number, raw.removesuffix(b"\n"))
            before = record
            first = seen.get(record.id)
            if first is not None:
                if first[3] != record.is_redacted:
                    yield Finding(
                        code="half-redacted",
                        message=f"the same record stands unredacted elsewhere: {first[1]}:{first[2]}",
                        file=name,
                        line=number,
                        fix=f"timeline redact {record.id[:12]} --because '...'",
                    )
                continue
            seen[record.id] = (record.recorded, name, number, record.is_redacted)
            later += [(record, parent) for parent in record.parents]
            if record.is_redacted:
                redacted[record.id] = record
            if isinstance(record.content, Redaction):
                redactions[record.content.target] = record
            yield record
        if number == 0:
            yield Finding(code="empty-file", message="the file holds no record", file=name)
    yield from _redactions(redacted, redactions, seen)
    for record, parent in later:
        found = seen.get(parent)
        if found is None:
            yield _lacks(record, parent)
        elif found[0] >= record.recorded:
            message = f"its stamp {record.recorded} is not later than that of its parent {parent[:12]}, {found[0]}"
            yield _at(record, "stamp-order", message, None)


def lacking(records: Sequence[Record]) -> Iterator[Finding]:
    """Name what records rest on and is not among them: it came without its parents, or these were lost."""
    ids = {record.id for record in records}
    for record in records:
        yield from (_lacks(record, parent) for parent in record.parents if parent not in ids)


def _lacks(record: Record, parent: str) -> Finding:
    message = f"it rests on {parent[:12]}, which is not in this log: a file is missing, or was cut"
    return _at(record, "dangling-parent", message, "bring the missing file back from git, a clone or a copy")


def _in_place(record: Record, before: Record | None, name: str, number: int, line: bytes) -> Iterator[Finding]:
    """What one record shows by itself and by the line before it."""
    if number == 1 and (finding := segments.misfit(name, record)):
        yield finding
    if list(record.parents) != sorted(set(record.parents)):
        yield _at(record, "parents-order", "its parents are not ascending", None)
    if before is not None and record.parents != (before.id,):
        message = "it does not name the line before as its only parent: lines were moved, put in or taken out"
        yield _at(record, "parents", message, "bring the file back from git, a clone or a copy")
    if unknown := codec.unknown_fields(record, line):
        yield _at(record, "unknown-field", f"unknown: {', '.join(unknown)}; kept, not read", None)
    if record.kind not in BODIES:
        yield _at(record, "unknown-kind", f'unknown kind "{record.kind}"; kept, not read', None)


def _redactions(
    redacted: Mapping[str, Record], redactions: Mapping[str, Record], seen: Mapping[str, tuple[str, str, int, bool]]
) -> Iterator[Finding]:
    """A redacted line and its redaction belong together: one without the other is a fault."""
    for record_id, record in redacted.items():
        if record_id not in redactions:
            yield _at(record, "redacted-alone", "its text is gone, and no redaction says why", None)
    for record_id, record in redactions.items():
        if record_id in seen and not seen[record_id][3]:
            place = f"{seen[record_id][1]}:{seen[record_id][2]}"
            fix = f"timeline redact {record_id[:12]} --because '...' goes on where it ended"
            yield _at(record, "not-erased", f"the text that it redacts still stands at {place}", fix)


def _torn(what: str, name: str, number: int) -> Finding:
    fix = f"where git has the file: git checkout -- {name}; else the next append mends it"
    return Finding(code="torn-tail", message=f"the last line {what}", file=name, line=number, fix=fix)


def _at(record: Record, code: str, message: str, fix: str | None) -> Finding:
    return Finding(code=code, message=message, file=record.file, line=record.line, fix=fix)
