"""Whole answers from rows: the rows that are asked for, what was left out of them, and what is told beside them.

Law of this module: an answer is the one that :mod:`timeline.snapshot` makes of a replay, word for word. Where rows do
not surely tell it, it is None, and who asks replays the log.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeAlias

from timeline.asof.relation import LATEST, YES
from timeline.named import NamedTuple
from timeline.records import say
from timeline.views import told_beside
from timeline.views.relational import links
from timeline.views.relational.events import Events, Wanted, fits
from timeline.views.relational.rows import F, L, Rows, TooFar, link_answer
from timeline.views.relational.told import Told

if TYPE_CHECKING:
    from timeline.records.words import By
    from timeline.views.relational.deciding import View
    from timeline.views.relational.held import Again

Json: TypeAlias = dict[str, Any]


class Answer(NamedTuple):
    """The rows of an answer, what was left out of it, in words, and what else a reader is told of it.

    ``titles`` are those of the events of a comparison, by id.
    """

    rows: Sequence[Json]
    gone: Sequence[str] = ()
    beside: Sequence[str] = ()
    titles: Mapping[str, str] = MappingProxyType({})


def state(rows: Rows, view: View, day: tuple[int, int], wanted: Wanted, again: Again | None = None) -> Answer:
    """Answer a view on a day, for the entities of which the events that are asked for tell something."""
    from timeline.text.tables.cells import names_words  # noqa: PLC0415 - a list never asks
    from timeline.views.relational.state import cells  # noqa: PLC0415

    found = cells(rows, view, *day, wanted, again=again)
    gone = []
    if wanted.strict:
        gone = told_beside.values_left_out(cells(rows, view, *day, wanted._replace(strict=False)), found)
    whole = [] if wanted._replace(entities=()).asks_for_all else [told_beside.FROM_THE_WHOLE]
    return Answer(found, gone, [*whole, *told_beside.few(names_words(found))])


def cell(rows: Rows, view: View, cell: tuple[str, str], day: tuple[int, int], *, strict: bool = False) -> Json | None:
    """Answer one cell on a day, as the row of its view; None where no row speaks of the entity by the clocks.

    The entity may be given by any of its names.
    """
    from timeline.views.relational.deciding import deciding_facts  # noqa: PLC0415 - a list never asks
    from timeline.views.relational.state import Cells  # noqa: PLC0415

    entity, name = cell
    few = deciding_facts(rows, view, entity, [name], day)
    if few:
        told = Told(rows, rows.links(rels=("same-origin",)))
        return Cells(told, view, *day, strict=strict).row(entity, name, told.claims(few, by_report=False))
    names = links.names_of(rows, [entity])
    facts = rows.facts((name,), names)
    if not facts and not _is_heard_of(rows, view, entity, names):
        return None
    told = Told(rows, links.about(rows, names, {row[F["event"]] for row in facts}))
    thing = told.names.canonical(entity)
    every = told.claims(facts, by_report=view.latest == "reported")
    claims = [claim for claim in every if told.names.canonical(claim.row[F["entity"]]) == thing]
    return Cells(told, view, *day, strict=strict).row(thing, name, claims)


def why(rows: Rows, view: View, cell: tuple[str, str], day: tuple[int, int], wanted: Wanted) -> Answer | None:
    """Give the facts that bear on a cell and are asked for, each with what became of it and why; None as for a cell."""
    from timeline.views.relational.why import explained  # noqa: PLC0415 - a list never asks

    entity, name = cell
    if not _is_heard_of(rows, view, entity, links.names_of(rows, [entity])):
        return None
    events, every = explained(rows, view, cell, *day, asked=wanted.entities)

    def asked(of: Wanted) -> list[Json]:
        return [
            row for row, event in every if fits(events, event, of) and not (of.strict and row["verdict"] == "possibly")
        ]

    found = asked(wanted)
    gone = told_beside.left_out(len(asked(wanted._replace(strict=False))) - len(found), "fact") if wanted.strict else []
    beside = [] if found or gone else [say.told_nothing(entity, name)]
    joined = _joined(rows, events.told, entity, strict=wanted.strict)
    return None if joined is None else Answer(found, gone, [*beside, *told_beside.few(joined)])


def listed(rows: Rows, wanted: Wanted, *, retracted: bool = False) -> Answer:
    """List the events that were known, in the order in which they happened, as far as that is known."""
    from timeline.views.relational.listing import chosen  # noqa: PLC0415 - a view never asks

    found, left_out = chosen(rows, wanted, retracted=retracted)
    return Answer(found, told_beside.left_out(left_out, "event"))


def telling(rows: Rows, wanted: Wanted, most: int | None) -> Sequence[str] | None:
    """Name the records that tell the events that are asked for, and what was taken back; None where they are more.

    ``most`` is None for any number of them.
    """
    from timeline.views.relational.walk import Chosen  # noqa: PLC0415 - few ask

    events, found = Chosen(rows, wanted, retracted=True, bare=True), list[str]()
    for event in events:
        found += events.events.told.members(event.id)
        if most is not None and len(found) > most:
            return None
    return found


def diff(before: Rows, after: Rows, views: Sequence[View], days: Sequence[tuple[int, int]], wanted: Wanted) -> Answer:
    """Tell what changed from one answer to another; arguments as for :func:`timeline.views.relational.diff.changes`."""
    from timeline.views.relational.diff import changes  # noqa: PLC0415 - a list never asks

    found = changes(before, after, views, days, wanted)
    gone = told_beside.left_out(found.lax_count - len(found.rows), "change") if wanted.strict else []
    return Answer(found.rows, gone, titles=found.titles)


def entities(rows: Rows, wanted: Wanted, *, names: bool = False) -> Answer:
    """List the entities of which events that are asked for say something; with ``names`` a row for each name."""
    from timeline.views.relational.entities import by_name  # noqa: PLC0415 - a list never asks
    from timeline.views.relational.entities import entities as listed_entities  # noqa: PLC0415

    found = listed_entities(rows, wanted)
    gone = told_beside.left_out(found.lax_count - len(found.rows), "name") if wanted.strict else []
    return Answer(by_name(found.rows) if names else found.rows, gone)


def sources(rows: Rows, wanted: Wanted) -> Answer | None:
    """List the sources that were published by then; None where one was so too far away."""
    from timeline.views.relational.sources import sources as listed_sources  # noqa: PLC0415 - a list never asks

    try:
        found = listed_sources(rows, wanted)
    except TooFar:
        return None
    return Answer(found.rows, told_beside.left_out(found.lax_count - len(found.rows), "source"))


def counts(rows: Rows, wanted: Wanted, by: By, *, retracted: bool = False) -> Answer | None:
    """Count events by something; None where a date lies too far away."""
    from timeline.views.counting import SEVERAL  # noqa: PLC0415 - a list never asks
    from timeline.views.relational import counts as counted  # noqa: PLC0415

    try:
        found, left_out = counted.counts(rows, wanted, by, retracted=retracted)
    except TooFar:
        return None
    beside = told_beside.several_words(by, found.apart, found.undated, is_several=by in SEVERAL)
    return Answer([one._asdict() for one in found.counts], told_beside.left_out(left_out, "event"), beside)


def gaps(rows: Rows, wanted: Wanted, days: int, *, retracted: bool = False) -> Answer | None:
    """Find the stretches of at least so many days without events; None where a date lies too far away."""
    from timeline.views.counting import gap_row  # noqa: PLC0415 - a list never asks
    from timeline.views.relational import counts as counted  # noqa: PLC0415

    try:
        found, left_out = counted.gaps(rows, wanted, days, retracted=retracted)
    except TooFar:
        return None
    beside = told_beside.undated_words(found.undated)
    return Answer(list(map(gap_row, found.gaps)), told_beside.left_out(left_out, "event"), beside)


def stats(rows: Rows, wanted: Wanted) -> Answer | None:
    """Say how large an answer is; None where a date lies too far away."""
    from timeline.views.relational.stats import sizes  # noqa: PLC0415 - a list never asks
    from timeline.views.stats import stats_rows  # noqa: PLC0415

    try:
        found, left_out = sizes(rows, wanted)
    except TooFar:
        return None
    return Answer(stats_rows(found), told_beside.left_out(left_out, "event"))


def _is_heard_of(rows: Rows, view: View, entity: str, names: Iterable[str]) -> bool:
    """Whether an entity surely is one of which the log, or the view, knows."""
    return entity in view.entities or len(set(names)) > 1 or rows.tells_of([entity])


def _joined(rows: Rows, told: Told, entity: str, *, strict: bool) -> list[str] | None:
    """Name the links by which an entity has, or may have, other names; None where one may read in several ways."""
    found: dict[str, str] = {}
    for name in told.names.thing(entity).names:
        met = set[str]()
        for row in rows.links(rels=("same-entity",), ends=[name]):
            if row[L["link"]] in met:
                return None
            met.add(row[L["link"]])
            answer = link_answer(row, rows.as_of)
            if answer == YES or not strict:
                doubt = "" if answer == YES else "possibly "
                ends = say.quoted(row[L["from"]]), say.quoted(row[L["to"]])
                found[row[L["link"]]] = f"{row[L['link']][:8]}: {ends[0]} {doubt}same-entity {ends[1]}"
    return list(found.values())


# --- what is told of every answer ------------------------------------------------------------------------------------


def only_recorded(rows: Rows, wanted: Wanted, *, is_limited: bool) -> list[str] | None:
    """Say how many events were not known by the as-of day because nobody reports them; None where rows do not tell."""
    if not is_limited or wanted.sources:
        return []  # an event that somebody reports is no such event
    found = rows.unreported(rows.as_of)
    if found is None:
        return None
    if found and wanted.entities:
        names = {name for entity in wanted.entities for name in links.sure_names(rows, entity)}
        told = rows.entities_of(found)
        found = [event for event in found if not names.isdisjoint(told.get(event, ()))]
    wide = wanted._replace(entities=(), strict=False)
    if found and not wide.asks_for_all:
        later = rows.at(LATEST)
        events = Events(later, Told(later, ()))
        found = [event.id for event in events.of(found) if fits(events, event, wide)]
    return say.only_recorded(len(found))
