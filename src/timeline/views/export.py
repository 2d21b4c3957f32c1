"""Which records of a log go into an export: all, or those that a question is about, with what they rest on.

Law of this module: what is exported holds together, so that it can be added to an empty log: whatever a record names is
with it, and what speaks of a record that stays behind stays behind. A record is given whole, as it was written, but for
what is kept from the public.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import attrs
import msgspec

from timeline.asof.ledger import Ledger
from timeline.asof.values import Snapshot
from timeline.dates.values import Answer
from timeline.errors import FormatError
from timeline.records import say
from timeline.records.mentions import entities_in, origins_in, sources_in, spoken_of
from timeline.records.model import Capture, Correction, Link, Record, Source
from timeline.text import jsonlines
from timeline.text.outgoing import forms
from timeline.text.outgoing.extract import Extract
from timeline.text.outgoing.forms import Form
from timeline.views import told_beside
from timeline.views.extract import is_private
from timeline.views.filters import Selection, select
from timeline.views.story import existed, known_then

if TYPE_CHECKING:
    from timeline.views.relational.handed import Handed

_MOST_ROUNDS: Final = 1000


_Data: TypeAlias = "bytes | Mapping[str, bytes]"


def _whole(given: _Data | Callable[[], Iterable[bytes]]) -> _Data:
    return b"".join(given()) if callable(given) else given


@attrs.frozen(kw_only=True)
class Exported:
    """What was written in a form: a file, or the files of a folder by their names, with what is to be told of it.

    ``counted`` says in words how much it holds, ``notes`` what it does not hold, ``clocks`` by which clocks. A long
    file may be given as what makes it: then it is made when it is asked for.
    """

    form: str
    clocks: str
    _given: _Data | Callable[[], Iterable[bytes]] = attrs.field(repr=False, alias="data", eq=_whole)
    counted: str
    notes: tuple[str, ...]

    @property
    def data(self) -> _Data:
        """The file, or the files by their names.

        Raises:
            LogBroken: It is made now, and a file of the log was changed since it was asked for.
        """
        return _whole(self._given)

    def parts(self) -> Iterable[bytes] | None:
        """Give a file piece by piece; None where it is a folder."""
        if callable(self._given):
            return self._given()
        return (self._given,) if isinstance(self._given, bytes) else None

    @property
    def text(self) -> str:
        """Give a file that is text as text.

        Raises:
            FormatError: It is not text.
        """
        data = self.data
        try:
            return data.decode() if isinstance(data, bytes) else _no_text(self.form)
        except UnicodeDecodeError:
            return _no_text(self.form)


def _no_text(form: str) -> str:
    raise FormatError(f"{form} is not text", where="text", fix="take data, or save it as a file")


def lines(
    ledger: Ledger, snapshot: Snapshot, selection: Selection, *, public: bool = False, of: int | None = None
) -> Exported:
    """Write the records of an export as JSON lines; arguments as those of :func:`export`."""
    found = export(ledger, snapshot, selection, public=public, of=of)
    counted = say.counted(len(found.records), "record")
    data = jsonlines.text(found.records).encode()
    clocks = snapshot.clocks.in_words(has_day=False)
    return Exported(form="jsonl", clocks=clocks, data=data, counted=counted, notes=found.notes)


def answer(form: Form, extract: Extract, *, folder: bool = False) -> Exported:
    """Write an answer in any other form.

    Raises:
        FormatError: The library that the form needs is not installed.
    """
    made = forms.write(form, extract, folder=folder)
    told = (*made.lost, *made.notes)
    return Exported(form=form.name, clocks=extract.clocks, data=made.data, counted=made.counted, notes=told)


def in_parts(form: Form, parts: Handed) -> Exported:
    """Write an answer in parts, in a form that takes it so."""
    made = forms.write_parts(form, parts)
    told = (*made.lost, *made.notes, *told_beside.left_out(parts.left_out, "event"))
    return Exported(form=form.name, clocks=parts.about.clocks, data=made.data, counted=made.counted, notes=told)


@attrs.frozen(kw_only=True)
class Export:
    """The records, in the order of the log, and what to tell of those that were left out."""

    records: tuple[Record, ...]
    notes: tuple[str, ...]


@attrs.frozen(kw_only=True)
class Apart:
    """What goes into an export beside the records at hand: events of which no other record speaks.

    ``count`` is how many, ``early`` how many of these hold a report that was not public by then; ``names`` are the
    sources that they name, ``entities`` those of their facts. ``origins`` are the origins that they introduce, each
    with the place in the log of the first that does.
    """

    count: int = 0
    early: int = 0
    names: Collection[str] = ()
    entities: Collection[str] = ()
    origins: Mapping[str, tuple[str, str]] = attrs.field(factory=dict)


@attrs.frozen(kw_only=True)
class Chosen:
    """The records at hand that go into an export, as they were written, and what to tell of those that do not.

    ``unnamed`` are the sources that are named in what goes, also in what goes beside, and that nothing in it defines.
    """

    records: Sequence[Record]
    unnamed: frozenset[str]
    notes: tuple[str, ...]


def export(
    ledger: Ledger, snapshot: Snapshot, selection: Selection, *, public: bool = False, of: int | None = None
) -> Export:
    """Choose the records of an export.

    What was not known by the clocks is left out; a report inside the line of an event goes with the event. For the
    public every ``because``, and the tags ``private`` and ``private.…``, are left out. Where the ledger is the part of
    the log that bears on these events, with all that is redacted, the whole held so many records, ``of``, by the
    recorded-by day.
    """
    found = choose(ledger, snapshot, selection, public=public, of=of)
    unnamed = set(found.unnamed)
    whole = [one for record in found.records for one in (*named_alone(record, unnamed), record)]
    return Export(records=tuple(map(published, whole)) if public else tuple(whole), notes=found.notes)


def choose(
    ledger: Ledger,
    snapshot: Snapshot,
    selection: Selection,
    *,
    public: bool = False,
    of: int | None = None,
    apart: Apart | None = None,
) -> Chosen:
    """Choose the records of an export, as :func:`export` does, among those at hand; ``apart`` goes beside them.

    Of the part of a log that holds every record but events of which no other record speaks, these are what goes apart.
    """
    apart = apart or Apart()
    records = [record for record in ledger.records if existed(record, snapshot)]
    hollow = {record.id for record in records if public and is_hollow(record)}
    records = [record for record in records if record.id not in hollow] if hollow else records
    gone = {record.id for record in records if record.body is None}
    chosen = _chosen(snapshot, selection)
    least = Answer.YES if selection.strict else Answer.POSSIBLY
    is_limited = asks_what_was_known(snapshot, selection)
    fit = {record.id for record in records if not is_limited or _told_then(ledger, snapshot, record) >= least}
    near = _near(records, chosen, apart.entities)
    names = set(apart.names)
    kept: list[Record] = []
    for _ in range(_MOST_ROUNDS):
        kept = list(_kept(records, fit, chosen, names, near, others=apart.origins, snapshot=snapshot))
        named = {name for record in kept for _, name in sources_in(record.body or {})}
        if named <= names:
            break
        names |= named
    rest = (len(records) if of is None else of - len(hollow)) - len(kept) - apart.count - len(gone)
    about = _about(records, gone) if is_limited or chosen is not None else rest
    notes = jsonlines.left_out(redacted=len(gone), about=about, others=rest - about)
    notes += say.hollow(len(hollow))
    early = sum(_holds_later(record, snapshot) for record in kept) + apart.early
    if early:
        notes.append(f"{say.counted(early, 'event')} given whole, with reports inside that were not public by then")
    defined = {record.content.name for record in kept if isinstance(record.content, Source)}
    unnamed = frozenset(names - defined)
    if added := len(unnamed):
        stand = "source that is redacted stands" if added == 1 else "sources that are redacted stand"
        notes.append(f"{added} {stand} by name alone, since other records name {'it' if added == 1 else 'them'}")
    return Chosen(records=kept, unnamed=unnamed, notes=tuple(notes))


def asks_what_was_known(snapshot: Snapshot, selection: Selection) -> bool:
    """Say whether a record has to be known, or surely known, to go into an export."""
    return snapshot.clocks.as_of is not None or selection.strict


def _told_then(ledger: Ledger, snapshot: Snapshot, record: Record) -> Answer:
    """Say whether a record was known by the clocks; an event that was taken back is not told any more."""
    if record.kind != "event" or record.is_redacted:
        return known_then(ledger, snapshot, record)
    event = snapshot.event(record.id)
    return event.known if event else Answer.NO


def named_alone(record: Record, unnamed: set[str]) -> Iterable[Record]:
    """Give, before a record, a source that has only a name for each that it names and that is gone; each once.

    The name is no secret, as whoever cites it still does; and without it nothing could be added to an empty log.
    """
    for name in dict.fromkeys(name for _, name in sources_in(record.body or {})) if unnamed else ():
        if name in unnamed:
            unnamed.discard(name)
            yield msgspec.structs.replace(record, id="", kind="source", body={"name": name}, content=Source(name=name))


def _about(records: Iterable[Record], gone: Collection[str]) -> int:
    """Count the records that cannot go without what was redacted: those that speak of it, and those that say it was."""
    missing, count = set(gone), 0
    for record in records:
        if record.body is not None and (record.kind == "redaction" or spoken_of(record.kind, record.body) & missing):
            missing.add(record.id)
            count += 1
    return count


def _holds_later(record: Record, snapshot: Snapshot) -> bool:
    """Say whether the line of an event has a report inside that was not public by then."""
    event = snapshot.event(record.id) if record.kind == "event" else None
    own = [report for report in event.reports if report.record.id == record.id] if event else []
    return any(report.window.known_by(snapshot.clocks.as_of) is Answer.NO for report in own)


def is_hollow(record: Record) -> bool:
    """Say whether a record is a correction that says nothing to the public."""
    return record.kind == "correction" and not _public((record.body or {}).get("set") or {"": None})


def published(record: Record) -> Record:
    """Leave out of a record what is not for the public; the record stays, for others may name it."""
    return msgspec.structs.replace(record, body=_public(record.body))


def published_change(record: Record) -> Record | None:
    """Give a change as the public reads it; None where it is a correction that says nothing to the public."""
    if not isinstance(record.content, Correction):
        return record
    if is_hollow(record):
        return None
    content = msgspec.structs.replace(record.content, set=_public(record.content.set))
    return msgspec.structs.replace(record, content=content)


def _public(value: Any) -> Any:
    """Leave every ``because`` and every private tag out of a body, or of what a correction sets; data stays."""
    if isinstance(value, Mapping):
        return {
            name: item if name == "data" else _public_tags(item) if name == "tags" else _public(item)
            for name, item in value.items()
            if name != "because"
        }
    return [_public(item) for item in value] if isinstance(value, list | tuple) else value


def _public_tags(tags: Any) -> Any:
    return [tag for tag in tags if not is_private(tag)] if isinstance(tags, list | tuple) else tags


def _chosen(snapshot: Snapshot, selection: Selection) -> set[str] | None:
    """Name the records that tell the events that are asked for; None where all are."""
    if attrs.evolve(selection, strict=False).is_everything:
        return None
    found = select((*snapshot.events, *snapshot.retracted), selection)
    return {member for event in found for member in (event.id, *event.members)}


def _near(records: Sequence[Record], chosen: set[str] | None, others: Iterable[str]) -> set[str]:
    """Name the entities of which the chosen events tell something, under every name that links give them."""
    near = {name for record in records if chosen and record.id in chosen for name in entities_in(record.body)}
    near.update(others)
    links = [c for r in records if isinstance(c := r.content, Link) and c.rel == "same-entity"]
    while more := {end for c in links if near & {c.from_, c.to} for end in (c.from_, c.to)} - near:
        near |= more
    return near


def _kept(
    records: Sequence[Record],
    fit: set[str],
    chosen: set[str] | None,
    names: set[str],
    near: set[str],
    *,
    others: Mapping[str, tuple[str, str]],
    snapshot: Snapshot,
) -> Iterable[Record]:
    """Pass over the records once, and keep those that are fit and whose targets are kept.

    ``others`` are origins that something apart introduces, each with the place of the first that does.
    """
    kept: set[str] = set()
    origins: set[str] = set()
    for record in records:
        content, body = record.content, record.body
        if body is None or record.kind == "redaction":
            continue
        if isinstance(content, Source):
            is_kept = content.name in names or (chosen is None and record.id in fit)
        elif isinstance(content, Capture):
            now = snapshot.capture(record.id)
            of = {content.source, now.capture.source if now is not None else content.source}
            is_kept = record.id in fit and (chosen is None or not of.isdisjoint(names))
        elif isinstance(content, Link) and content.rel == "same-origin":
            spoken = (content.from_, content.to)
            met = (name in origins or (name in others and others[name] < record.order) for name in spoken)
            is_kept = record.id in fit and all(met)
        elif isinstance(content, Link) and content.rel == "same-entity":
            is_kept = record.id in fit and (chosen is None or not near.isdisjoint((content.from_, content.to)))
        elif record.id not in fit:
            is_kept = False
        elif record.kind == "event":
            is_kept = chosen is None or record.id in chosen
        else:
            of = spoken_of(record.kind, body)
            is_kept = of <= kept if of else chosen is None
        if is_kept:
            kept.add(record.id)
            origins.update(origins_in(body))
            yield record
