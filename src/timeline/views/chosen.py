"""What an answer shows of what was asked for: the cells, reasons, sources and changes that a selection leaves.

Law of this module: an answer is worked out on the whole snapshot, and only then chosen from. The command line and
Python choose through here, so both show the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import attrs

from timeline.asof.ledger import Ledger
from timeline.asof.values import KnownSource, Snapshot
from timeline.dates.suggest import did_you_mean
from timeline.dates.values import Answer
from timeline.errors import RecordError, ViewError
from timeline.records.cellnames import cell_name
from timeline.records.mentions import entities_in
from timeline.records.model import Link
from timeline.views.filters import Selection, concerns, facts_that_fit, select, told_of

if TYPE_CHECKING:
    from timeline.views.conflicts import Conflict
    from timeline.views.diff import Change
    from timeline.views.entities import Entity
    from timeline.views.table import Cell, ViewSpec
    from timeline.views.why import Reason


@attrs.frozen
class CellAsked:
    """A cell that a question names, and the view whose rule decides it."""

    entity: str
    property: str
    spec: ViewSpec


def view(specs: Mapping[str, ViewSpec], name: str, *, takes_own: bool = False) -> ViewSpec:
    """Find a declared view; ``takes_own`` where a view of three functions may be meant as well.

    Raises:
        ViewError: There is none of that name, or it is a view of three functions, which has no cells; ``where`` is
            *view*.
    """
    if name in specs:
        return specs[name]
    from timeline.views.plugins import own_views  # noqa: PLC0415 - only a failure asks
    from timeline.views.specs import how_to_declare  # noqa: PLC0415

    own = own_views()
    names = [*specs, *(one for one in own if takes_own and one not in specs)]
    fix = f"the views are {', '.join(names)}" if names else how_to_declare(name)
    if name in own:
        what = f'the view "{name}" is three functions and has no cells: only its own rows can be shown'
        fix = f"`timeline state {name}` shows them (in Python state({name!r})); for cells, {fix}"
        raise ViewError(what, where="view", fix=fix)
    raise ViewError(f'there is no view "{name}"', where="view", fix=did_you_mean(name, names) or fix)


def only_view(specs: Mapping[str, ViewSpec]) -> str:
    """Name the one view that is declared, for who asked for none by name.

    Raises:
        ViewError: There is none, or there are several; ``where`` is *view*.
    """
    if len(specs) == 1:
        return next(iter(specs))
    if not specs:
        from timeline.views.specs import how_to_declare  # noqa: PLC0415 - only a failure asks

        raise ViewError("a view is needed, and the log declares none", where="view", fix=how_to_declare())
    fix = f"name one of them, such as {next(iter(specs))}; `timeline views` lists them"
    raise ViewError(f"a view is needed, and the log declares {len(specs)}: {', '.join(specs)}", where="view", fix=fix)


def cell(
    ledger: Ledger,
    snapshot: Snapshot,
    specs: Mapping[str, ViewSpec],
    text: str,
    *,
    view: str | None = None,
    where: str = "cell",
) -> CellAsked:
    """Find the cell ``ENTITY.PROPERTY`` of a question, in the view that is named, or the first that has the property.

    An entity that neither the whole log nor the view knows, whatever the clocks, is a slip of the pen; one that is
    merely not known by then has a cell, which is *unknown*.

    Raises:
        RecordError: The text names no cell, or no event of the log has a fact on the entity.
        ViewError: There is no such view (``where`` is *view*), or none has the property.
    """
    (entity, property_), spec = named_cell(specs, text, view=view, where=where)
    known = set(spec.entities) | {name for record in ledger.records for name in entities_in(record.body)}
    known |= {fact.fact.entity for event in snapshot.events for fact in event.facts}
    contents = [record.content for record in ledger.records]
    links = [link for link in contents if isinstance(link, Link) and link.rel == "same-entity"]
    known |= {name for link in links for name in (link.from_, link.to)} | snapshot.names.linked.keys()
    if entity not in known:
        other = f"`timeline list` shows what there is; a cell is written ENTITY.{property_}"
        raise RecordError(f'no event has a fact on "{entity}"', where=where, fix=did_you_mean(entity, known) or other)
    return CellAsked(entity, property_, spec)


def named_cell(
    specs: Mapping[str, ViewSpec], text: str, *, view: str | None = None, where: str = "cell"
) -> tuple[tuple[str, str], ViewSpec]:
    """Read ``ENTITY.PROPERTY``, and find the view whose rule decides; whether such an entity is known is not asked.

    Raises:
        RecordError: The text names no cell.
        ViewError: There is no such view (``where`` is *view*), or none has the property.
    """
    from timeline.records.typed import parse_cell  # noqa: PLC0415 - here and below: each question needs another rule

    try:
        entity, property_ = parse_cell(text)
    except RecordError as error:
        error.where = where
        declared = specs.values() if view is None else [specs[view]] if view in specs else []
        if text.strip() and "." not in text and (names := [name for spec in declared for name in spec.properties]):
            error.fix = f"write ENTITY.PROPERTY, such as {cell_name(text, names[0])}"
        raise
    return (entity, property_), _view_with(specs, property_, where) if view is None else _named(specs, view)


def cell_of(snapshot: Snapshot, specs: Mapping[str, ViewSpec], entity: str) -> str | None:
    """Name a cell of a view that is told of an entity; None where no such is known."""
    names = {name for spec in specs.values() for name in spec.properties}
    told = (fact for event in snapshot.events for fact in event.facts if entity in (fact.entity, fact.fact.entity))
    return next((cell_name(entity, fact.fact.property) for fact in told if fact.fact.property in names), None)


def one_cell(snapshot: Snapshot, asked: CellAsked, *, strict: bool = False) -> Cell:
    """Give a cell on the day asked about, also where nothing is told of it.

    Raises:
        ViewError: The view has no such property.
    """
    from timeline.views.table import state  # noqa: PLC0415

    asked.spec.require(asked.property)
    many = (asked.property,) if asked.property in asked.spec.many else ()
    spec = attrs.evolve(asked.spec, properties=(asked.property,), entities=(asked.entity,), many=many)
    (found,) = state(snapshot, spec, strict=strict)
    return found


_named = view  # `view` is also the name of an argument


def _view_with(specs: Mapping[str, ViewSpec], property_: str, where: str) -> ViewSpec:
    """Choose the view that a cell belongs to."""
    found = next((spec for spec in specs.values() if property_ in spec.properties), None)
    if found is None:
        from timeline.views.specs import how_to_declare  # noqa: PLC0415 - only a failure asks

        known = [name for spec in specs.values() for name in spec.properties]
        listed = f"the properties are {', '.join(dict.fromkeys(known))}; " if known else ""
        fix = did_you_mean(property_, known) or (
            f"{listed}where it is spelled as `timeline entities` has it, {how_to_declare(property_, property_)}"
        )
        raise ViewError(f'no view has the property "{property_}"', where=where, fix=fix)
    return found


def cells(snapshot: Snapshot, spec: ViewSpec, selection: Selection) -> list[Cell]:
    """Give the cells of a view, of the entities that the events asked for speak of."""
    from timeline.views.table import state  # noqa: PLC0415

    wide = attrs.evolve(selection, entities=())
    shown = told_of(
        select(snapshot.events, wide),
        spec.properties,
        names=snapshot.names,
        entities=selection.entities,
        strict=selection.strict,
        rows=spec.entities,
        all_rows=attrs.evolve(wide, strict=False).is_everything,
    )
    return [cell for cell in state(snapshot, spec, strict=selection.strict) if cell.entity in shown]


def reasons(snapshot: Snapshot, spec: ViewSpec, entity: str, property_: str, selection: Selection) -> list[Reason]:
    """Give the reasons behind a cell that the events asked for are."""
    from timeline.views.why import why  # noqa: PLC0415

    chosen = {event.id for event in select((*snapshot.events, *snapshot.retracted), selection)}
    return [
        reason
        for reason in why(snapshot, spec, entity, property_)
        if reason.event in chosen and not (selection.strict and reason.verdict == "possibly")
    ]


def sources(snapshot: Snapshot, selection: Selection) -> list[KnownSource]:
    """Give the sources that were published by then, by name; of a narrower question those that its events cite."""
    least = Answer.YES if selection.strict else Answer.POSSIBLY
    known = [
        source
        for _, source in sorted(snapshot.sources.items())
        if source.window.known_by(snapshot.clocks.as_of) >= least
    ]
    if not attrs.evolve(selection, sources=(), strict=False).is_everything:
        cited = {name for event in select(snapshot.events, selection) for name in event.sources(least)}
        known = [source for source in known if source.name in cited]
    return [source for source in known if not selection.sources or source.name in selection.sources]


def several(specs: Iterable[ViewSpec], view: ViewSpec | None) -> set[str]:
    """Name the properties whose cells hold several values at once, where conflicts are looked for.

    The first view that has a property says so; where a view is asked about, that one alone.
    """
    from timeline.views.specs import first_rules  # noqa: PLC0415

    rules = first_rules(specs if view is None else (view,))
    return {name for name, spec in rules.items() if name in spec.many}


def conflicts(
    snapshot: Snapshot, specs: Iterable[ViewSpec], selection: Selection, view: ViewSpec | None = None
) -> list[Conflict]:
    """Give the conflicts in which an event asked for takes part; between cells, those of entities asked for."""
    from timeline.views.conflicts import conflicts as find_conflicts  # noqa: PLC0415

    wide = attrs.evolve(selection, entities=())
    asked = {event.id for event in snapshot.events if concerns(event, wide)}
    named = {snapshot.entity(name) for name in selection.entities}
    told = {event.id for event in snapshot.events if any(fact.entity in named for fact in event.facts)}

    def is_shown(one: Conflict) -> bool:
        if selection.strict and one.answer is not Answer.YES:
            return False
        of = {one.entity, *snapshot.possibly_same(one.entity)} & named if one.entity is not None else named
        is_of = one.entity in named or (bool(of) and not told.isdisjoint(one.events))
        return not asked.isdisjoint(one.events) and (not named or is_of)

    return [one for one in find_conflicts(snapshot, specs, view) if is_shown(one)]


def entities(snapshot: Snapshot, selection: Selection) -> list[Entity]:
    """Give the entities of which the events asked for say something; what is said of them is told from all events."""
    from timeline.views.entities import entities_of  # noqa: PLC0415

    wide = attrs.evolve(selection, entities=())
    least = Answer.YES if selection.strict else Answer.POSSIBLY
    events = [event for event in snapshot.events if event.known >= least]
    named = {snapshot.entity(name) for name in selection.entities}
    shown = {
        fact.entity
        for event in select(events, wide)
        for fact in facts_that_fit(event, strict=selection.strict)
        if not named or fact.entity in named
    }
    return [one for one in entities_of(events, strict=selection.strict) if one.entity in shown]


def changes(before: Snapshot, after: Snapshot, specs: Sequence[ViewSpec], selection: Selection) -> list[Change]:
    """Give what changed of the events asked for, and of the entities that they speak of, at either of two days."""
    from timeline.views import diff  # noqa: PLC0415

    wide = attrs.evolve(selection, entities=())
    chosen = [(snapshot, [event for event in snapshot.events if concerns(event, wide)]) for snapshot in (before, after)]
    ids = {event.id for _, some in chosen for event in some if concerns(event, selection)}
    entities = {
        spec.name: {
            name
            for snapshot, some in chosen
            for name in told_of(
                some,
                spec.properties,
                names=snapshot.names,
                entities=selection.entities,
                strict=selection.strict,
            )
        }
        for spec in specs
    }
    found = diff.changes(before, after, specs)
    if selection.strict:
        old, new = ({event.id for event in one.events if event.known is Answer.YES} for one in (before, after))
        found = tuple(_sure(change, old, new) for change in found)
    return [
        change
        for change in found
        if (change.before != change.after or change.entity != change.entity_before)
        and (
            change.id in ids
            if change.view is None
            else not entities[change.view].isdisjoint({change.entity, change.entity_before})
        )
    ]


def _sure(change: Change, old: set[str], new: set[str]) -> Change:
    """Leave in a change what was, and is, surely so; ``old`` and ``new`` name the events surely known on either day."""
    from timeline.views.surely import sure_cell  # noqa: PLC0415

    if change.change == "cell":
        before, after = (sure_cell(cell) if cell is not None else None for cell in (change.before, change.after))
    elif change.change in ("new", "withdrawn"):
        before, after = (
            event if event is not None and event["known"] == Answer.YES.value else None
            for event in (change.before, change.after)
        )
    else:
        before, after = (change.before, change.after) if change.id in old & new else (None, None)
    into, out_of = (one if one in sure else None for one, sure in ((change.into, new), (change.out_of, old)))
    return attrs.evolve(change, before=before, after=after, into=into, out_of=out_of)
