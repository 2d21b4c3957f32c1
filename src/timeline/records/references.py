"""What a reference leads to, and whether a record of a kind can speak of it.

Law of this module: it judges one reference or one correction at a time, and yields every fault.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

import msgspec

from timeline.dates.suggest import did_you_mean
from timeline.errors import RecordError
from timeline.records import archives, say
from timeline.records.catalogue import Holdings
from timeline.records.fields import Unfit
from timeline.records.mentions import REFERENCES, resting_on_itself
from timeline.records.model import BODIES, fields_of, structure
from timeline.records.strict_json import quoted
from timeline.records.unknown import unknown_in, unknown_parts
from timeline.records.words import BETWEEN_NAMES

KEEPS_NAME: Final = "source-name"
"""The code of a correction that gives a source another name."""
ON_ITSELF: Final = "leave it out; where the source is the first to say so, name an origin: --origin (in Python origin=)"
"""What to do where a source is said to rest on itself."""
NO_VALUE: Final = "write null (in Python None) if whatever it was has ended"
"""What to do where a fact leaves its value out."""
OURS_ALONE: Final = "ours-alone"
"""The code of a correction by which a source would change what only we can."""
OLDER: Final = frozenset({KEEPS_NAME, OURS_ALONE})
"""The codes of what a log may hold from before it was refused."""
NOT_CORRECTABLE: Final = frozenset({"key", "imported"})


class Target(msgspec.Struct, frozen=True):
    """What a reference leads to: a record of the log, or a draft of the batch; ``rest``: ``#n`` for a report in it."""

    kind: str
    body: Mapping[str, Any] | None
    id: str | None = None
    place: int | None = None
    rest: str = ""

    @property
    def report_no(self) -> int | None:
        """Which report of an event is meant, from 1."""
        return int(self.rest[1:]) if self.rest else None


def unfit(kind: str, target: Target, holdings: Holdings) -> Iterator[Unfit]:
    """Say why a record of a kind cannot speak of a target."""
    if kind in {"report", "link"}:
        if target.kind != "event":
            what = f"it is {say.article(target.kind)}, not an event"
            yield Unfit(what, "name an event by its id; `timeline list` shows them")
        elif target.rest:
            yield Unfit(f"{target.rest} names a report inside an event", "name the event alone")
        return
    if target.kind == "redaction":
        verb = {"correction": "corrected", "retraction": "retracted", "redaction": "redacted"}[kind]
        yield Unfit(f"a redaction cannot be {verb}", "what it removed is gone for good")
    if target.body is None and kind == "correction":
        yield Unfit("its content was redacted: there is nothing left to correct", "add what is right as a new record")
    if target.report_no is None:
        return
    if kind == "redaction":
        yield Unfit("a report inside an event cannot be redacted alone", "redact the event, and add the rest again")
    elif target.kind != "event":
        yield Unfit(f"it is {say.article(target.kind)}, and holds no reports", "leave the # and the number out")
    elif target.report_no > (count := report_count(target.body, target.id, holdings)):
        yield Unfit(no_such_report(count, str(target.report_no)), "count its own reports from 1")


def unknown_to(kind: str, body: Mapping[str, Any]) -> Iterator[Unfit]:
    """Name the fields inside those of a body that a record of the kind does not have."""
    for part in unknown_parts(kind, body):
        fix = did_you_mean(part.name, part.known) or f"known are {', '.join(sorted(part.known))}"
        yield Unfit(f"there is no field {quoted(part.name)} here", fix, "unknown-field", part.path)


def unfit_to_correct(
    correction: Mapping[str, Any], target: Target, holdings: Holdings, aim: Target | None = None
) -> Iterator[Unfit]:
    """Say why a correction, given by its body, does not fit its target.

    Args:
        correction: Its body.
        target: What it corrects.
        holdings: The records of the log.
        aim: Of a target that is itself a correction: what that one is about, once it is corrected.
    """
    from timeline.records import ours  # noqa: PLC0415 - most drafts correct nothing

    kind = _kind_of(target)
    if found := ours.refusal(kind, correction):
        yield Unfit(found[0], ours.way_out(kind), OURS_ALONE, found[1])
    if aim is not None and target.body is not None:
        given = correction["set"]
        after = {**target.body, **given}
        if isinstance(after["set"], Mapping) and (found := ours.refusal(_kind_of(aim), after)):
            path = found[1] if found[1] in given else next(name for name in ("set", "target") if name in given)
            yield Unfit(found[0], ours.taken_back(target.id), OURS_ALONE, f"set.{path}")
    yield from unfit_to_set(correction["set"], target, holdings)


def _kind_of(target: Target) -> str:
    """Give the kind of what a correction changes: a report inside an event is a report."""
    return "report" if target.report_no is not None else target.kind


def unfit_to_set(given: Mapping[str, Any], target: Target, holdings: Holdings) -> Iterator[Unfit]:
    """Say why a correction cannot set these fields of its target."""
    kind, body = target.kind, target.body
    if body is None or kind not in BODIES or kind == "redaction":
        return
    if target.report_no is not None:
        reports = body.get("reports", ())
        if kind != "event" or target.report_no > len(reports):
            return
        kind, body = "report", {**reports[target.report_no - 1], "event": "0" * 64}
    allowed = fields_of(kind) - NOT_CORRECTABLE - ({"event"} if target.rest else set())
    for name in sorted(set(given) - allowed):
        fix = did_you_mean(name, allowed) or f"the fields are {', '.join(sorted(allowed))}"
        yield Unfit(f"{say.article(kind)} has no field {quoted(name)} to set", fix, "unknown-field", f"set.{name}")
    kept = {name for name in _needed_by(kind) & allowed if given.get(name, "") is None}
    new = {name: value for name, value in given.items() if name in allowed - kept}
    for name in sorted(kept):
        away = f"take back the whole of it: timeline retract {(target.id or 'ID')[:12]} --because TEXT"
        other = f"give another: `--set {name}=VALUE` (in Python set={{{name!r}: …}}); or "
        what = f"{say.article(kind)} keeps its {name}: null takes a field away, and this one must be there"
        yield Unfit(what, away if (kind, name) == ("source", "name") else other + away, "record", f"set.{name}")
    if given.get("rel", body.get("rel")) not in BETWEEN_NAMES:
        for field in sorted((set(given) - kept) & allowed & set(REFERENCES.get(kind, ()))):
            if not isinstance(given[field], str) or given[field].partition("#")[0] not in holdings.by_id:
                what = f"{quoted(str(given[field]))} is not the whole id of a record of this log"
                yield Unfit(what, "give all 64 digits", "unknown-reference", f"set.{field}")
    try:
        structure(kind, {name: value for name, value in {**body, **new}.items() if value is not None})
    except RecordError as error:
        yield from _misfits(kind, {**body, **new}, new.keys(), error)
    else:
        there = unknown_in(kind, body)
        for misfit in unknown_to(kind, new):
            if misfit.path not in there:
                yield misfit._replace(path=f"set.{misfit.path}")
    if kind == "link" and given.get("from", body["from"]) == given.get("to", body["to"]):
        yield Unfit("a link leads from one to another", "name the other one", path="set")
    if not {"via", "source"}.isdisjoint(given):
        for path, name in resting_on_itself(kind, {**body, **given}):
            yield Unfit(on_itself(name), ON_ITSELF, path=f"set.{path}")
    if kind == "capture" and not archives.COPY_FIELDS.isdisjoint(given):
        for field, what, fix in archives.faults({**body, **new}):
            yield Unfit(what, fix, "archive", f"set.{field}")
    renamed = given.get("name") if kind == "source" else None
    if isinstance(renamed, str) and renamed != body["name"]:
        yield Unfit(
            f"the source {quoted(body['name'])} keeps its name: reports and answers call it by it",
            "correct its title or publisher, or define another source: timeline source NAME --publisher TEXT",
            KEEPS_NAME,
            "set.name",
        )


def _misfits(kind: str, body: Mapping[str, Any], of: Collection[str], error: RecordError) -> Iterator[Unfit]:
    """Say what of a body that some fields were set in does not fit, each by itself where that can be told."""
    from timeline.records.flat import misfits  # noqa: PLC0415 - only a refusal asks

    given = {name: value for name, value in body.items() if value is not None}
    found = [one for one in misfits(kind, given) if re.split(r"[.\[]", one[0])[0] in of]
    if not found:
        path, what = placed(error, kind)
        path = path if what != error.what else error.where or ""  # what names its field itself needs no path to it
        found = [(path, what, error.fix)]
    for path, what, fix in found:
        yield Unfit(what, fix, "record", f"set.{path}" if path else "set")


@functools.cache
def _needed_by(kind: str) -> frozenset[str]:
    """Name the fields that a record of a known kind must have, as they stand in JSON."""
    needed = {field.encode_name for field in msgspec.structs.fields(BODIES[kind]) if field.required}
    return frozenset(needed | ({"event"} if kind == "report" else set()))


def on_itself(name: str) -> str:
    """Say that a source does not rest on itself."""
    return f"the source {quoted(name)} does not rest on itself"


def placed(error: RecordError, kind: str) -> tuple[str, str]:
    """Part an error into the path that it speaks of, and what it says of it."""
    field, colon, rest = error.what.partition(": ")
    if not colon or not field.isidentifier():
        named = error.what.partition(" ")[0]
        return error.where or (named if named in fields_of(kind) else ""), error.what
    path = f"{error.where}.{field}" if error.where else field
    return (path, rest) if error.where or field in fields_of(kind) else ("", error.what)


def no_such_report(count: int, number: str) -> str:
    """Say that an event holds so many reports, and not the one of a number."""
    return f"the event holds {say.counted(count, 'report')}, and no #{number}"


def report_count(body: Mapping[str, Any] | None, event_id: str | None, holdings: Holdings) -> int:
    """How many reports an event holds: as it was written, or as a correction sets them, whatever is more."""
    counts = [len(body.get("reports", ()))] if body else [0]
    corrections = holdings.corrections.get(event_id or "", ())
    counts.extend(len(correction.set.get("reports") or ()) for correction in corrections)
    return max(counts)
