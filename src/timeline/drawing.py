"""What people give for a figure, in Python or on the command line, read against what was known.

Law of this module: it decides which events, cell, view and style a figure is of, and draws nothing.
"""

from __future__ import annotations

import datetime as dt
import functools
import os
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, cast

import attrs

from timeline.asof.relation import EARLIEST, LATEST
from timeline.asof.windows import Window
from timeline.dates.values import NEVER_AFTER, NEVER_BEFORE, Clock, Moment
from timeline.errors import FigureError, TimelineError, ViewError
from timeline.figures.place.colours import OTHER
from timeline.figures.uses import use_named
from timeline.store import narrow
from timeline.store.basis import Changed
from timeline.views import chosen
from timeline.views.arguments import named, number, several, text
from timeline.views.filters import Selection
from timeline.views.given import Choice, dated, selection
from timeline.views.notes import unknown_names

if TYPE_CHECKING:
    from timeline.figures import Options
    from timeline.figures.describe.counted import FirstTold, Outside
    from timeline.lookup import Lookup
    from timeline.records.valued import Key
    from timeline.store.basis import Seeds
    from timeline.views.asked import OfRows
    from timeline.views.relational.first import First, Firsts
    from timeline.views.table import ViewSpec

OF_FIGURES: Final[Mapping[str | None, str]] = {
    "--size": "size",
    "--for": "for_",
    "--label": "label",
    "--zero": "zero",
    "-o": "path",
}
"""What Python calls the options of ``figure``."""


def options(of: Lookup, kind: str, view: str | None, asked: Mapping[str, Any]) -> Options:
    """Read the options of a figure of what was known.

    Raises:
        FigureError: A view has to be named.
        RecordError: Another value is wrong; ``where`` is the name of the option.
    """
    text(kind, "kind")
    given = {name: value for name, value in asked.items() if value is not None}
    for name in ("title", "theme", "lanes", "scale", "label", "for_"):
        if name in given:
            text(given[name], name)
    for name in ("only", "filters"):
        if name in given:
            given[name] = several(given[name], name)
    if "size" in given:
        given["size"] = _size(given["size"])
    if "event" in given:
        given["event"] = of.event(given["event"]).id
    if "zero" in given:
        with named({"event_id": "zero"}):
            given["zero"] = of.event(given["zero"]).id
    given.setdefault("records", of.ledger.records)
    given.setdefault("ledger", of.ledger)
    given.setdefault("type_counts", of.type_counts())
    given = {**_style(of.settings()), **given}
    chosen_by, clocks = _selection(of, given)
    given |= attrs.asdict(chosen_by, recurse=False) | clocks
    if view is None and (kind == "state" or (kind == "compare" and "before" in given)):
        view = _only_view(of)
    spec = None if view is None else of.view(view)
    if isinstance(given.get("cell"), str):
        found = chosen.cell(of.ledger, of.known, of.specs, given["cell"], view=view)
        spec, given["cell"] = found.spec, (found.entity, found.property)
    if spec is not None and kind in _OF_VALUES and (most_told := colours_of(of, [spec])):
        given.setdefault("most_told", most_told)
    return cast("Options", {**given, "view": spec})


def colours_of(of: Lookup, specs: Iterable[ViewSpec]) -> dict[str, Sequence[Key]]:
    """Give of some views the values that have colours of their own, where more than the records at hand tells which."""
    found = {spec.name: None if spec.entities else of.basis.most_told(spec.properties, OTHER) for spec in specs}
    return {name: values for name, values in found.items() if values is not None}


def _selection(of: Lookup, given: Mapping[str, Any]) -> tuple[Selection, dict[str, Clock]]:
    """Read what of a figure is drawn; the days that are clocks apart."""
    clocks = {name: given[name] for name in ("since", "until") if isinstance(given.get(name), Clock)}
    choice = {name: given[name] for name in Choice.__annotations__ if name in given and name not in clocks}
    return selection(cast("Choice", choice), today=of.asked_on, within=of.question.selection), clocks


_OF_EVENTS: Final = frozenset({"events", "plane", "calendar", "lag", "cascade"})
"""The kinds that tell of the events that are asked for, and of nothing else but what bears on these."""
_OF_ENTITIES: Final = frozenset({"state", "compare"})
"""The kinds that tell of the values of entities: of those that are asked for, or of which such events tell."""
_OF_VALUES: Final = _OF_ENTITIES | {"belief"}
_READS_ALL: Final = frozenset({"records", "ledger", "type_counts", "most_told", "first_told", "outside", "only"})
_MOST_CHANGES: Final = 20_000
"""More changes are not looked up one by one: the whole log is read instead."""


def part(of: Lookup, kind: str, asked: Mapping[str, Any], around: Callable[[Selection], Seeds | None]) -> Seeds | None:
    """Say where in the index to begin for all that bears on a figure; None where only the whole log tells.

    A rate counts the changes of sources and links too, whatever events are asked for: it is told from all changes and
    what bears on them, and from rows (:func:`first_told`). A value has the colour that all
    of the log gives it, which the index knows; where a view names its entities, what is told of these gives it.

    Args:
        of: What was known.
        kind: The kind of figure.
        asked: The options as people give them.
        around: Begins at the events of a selection.
    """
    given = {name: value for name, value in asked.items() if value is not None}
    before = given.get("before")
    if not _READS_ALL.isdisjoint(given) or not isinstance(before, str | Clock | dt.date | None):
        return None
    by, subject = _selection(of, given)[0], None
    if kind == "belief" and isinstance(given.get("cell"), str):
        subject = narrow.cell(of.clocks, Selection(), given["cell"])
    elif kind == "cascade" and isinstance(given.get("event"), str):
        subject = narrow.records(given["event"], of.clocks)
    elif kind == "rate" and given.get("zero") is None:
        subject = narrow.changes(_MOST_CHANGES)
    elif kind in _OF_EVENTS | _OF_ENTITIES:
        subject = around(by if kind in _OF_EVENTS else attrs.evolve(by, since=None, until=None))
    if subject is not None and kind in _OF_VALUES:
        subject = narrow.with_rows(narrow.and_their_entities(subject), of.specs.values())
    if subject is not None and isinstance(given.get("zero"), str):
        subject = narrow.both(subject, narrow.records(given["zero"]))
    return subject


def meant(kind: str, asked: Mapping[str, Any]) -> Seeds | None:
    """Say where in the index to begin as well for what is told where a cell or an event that is named is not there."""
    found = [
        of(given)
        for name, kinds, of in (
            ("cell", ("belief",), narrow.meant_by_cell),
            ("event", ("cascade",), narrow.meant_by),
            ("zero", (kind,), narrow.meant_by),
        )
        if kind in kinds and isinstance(given := asked.get(name), str)
    ]
    return functools.reduce(narrow.both, found) if found else None


def first_told(
    of: Lookup, asked: Mapping[str, Any], tell: Callable[[Callable[[OfRows], Any]], Any]
) -> FirstTold | None:
    """Say when each event that is asked for was first told, for a rate; None where rows cannot.

    Args:
        of: What was known.
        asked: The options as people give them.
        tell: Tells something from the rows of the log by the clocks.
    """
    from timeline.dates.written import of_row  # noqa: PLC0415 - few figures ask
    from timeline.figures.describe.counted import FirstTold  # noqa: PLC0415
    from timeline.figures.describe.told import since  # noqa: PLC0415

    by = _asked_of_rows(of, asked)
    found: Firsts | None = tell(lambda rows: rows.first_told(by))
    if found is None:
        return None

    def window(one: First) -> Window:
        of_row_alone = Window(_moment(one.lo), _moment(one.hi))
        return of_row_alone if one.is_ahead else since([of_row(date).meaning for date in one.dates], of_row_alone)

    def titles(ids: Collection[str]) -> Mapping[str, str]:
        told: Mapping[str, str] | None = tell(lambda rows: rows.titles(ids))
        if told is None:
            raise Changed
        return told

    left_out = titles([*found.outside, *found.unsure])
    return FirstTold(
        events=[(one.event, window(one)) for one in found.told],
        titles=titles,
        outside=[left_out[name] for name in found.outside],
        unsure=[left_out[name] for name in found.unsure],
    )


def _asked_of_rows(of: Lookup, asked: Mapping[str, Any]) -> Selection:
    """Read what of a figure is drawn, with the days that are clocks as dates."""
    by, clocks = _selection(of, {name: value for name, value in asked.items() if value is not None})
    dates = {**by.dates(), **{name: dated(day) for name, day in clocks.items()}}
    return attrs.evolve(by, since=dates.get("since"), until=dates.get("until"))


def leaves_out(of: Lookup, kind: str, asked: Mapping[str, Any]) -> bool:
    """Say whether a figure of a part of a log speaks of events that are in no such part."""
    return kind == "rate" or (
        kind in _OF_EVENTS and asked.get("event") is None and bool(_asked_of_rows(of, asked).dates())
    )


def outside(of: Lookup, asked: Mapping[str, Any], tell: Callable[[Callable[[OfRows], Any]], Any]) -> Outside | None:
    """Give the titles of the events that only the time that is asked for leaves out; None where rows cannot.

    Args:
        of: What was known.
        asked: The options as people give them.
        tell: Tells something from the rows of the log by the clocks.
    """
    from timeline.figures.describe.counted import Outside  # noqa: PLC0415

    by = _asked_of_rows(of, asked)
    ids = tell(lambda rows: rows.outside(by))
    told: Mapping[str, str] | None = (
        None if ids is None else tell(lambda rows: rows.titles([*ids.known, *ids.taken_back]))
    )
    if told is None:
        return None
    return Outside(known=[told[one] for one in ids.known], taken_back=[told[one] for one in ids.taken_back])


def _moment(moment: int) -> Moment:
    """Give a moment of a row as dates have it."""
    return NEVER_BEFORE if moment == EARLIEST else NEVER_AFTER if moment == LATEST else moment


def is_settled(
    of: Lookup, refusal: TimelineError, asked: Mapping[str, Any], unknown: Callable[[Selection], Sequence[str] | None]
) -> bool:
    """Say whether a part of the log that has nothing to draw says so in the words of the whole log.

    It does where the names that nothing in it has are those that nothing in the whole has, with what was perhaps meant.
    A part in which all events were taken back does not tell whether others are known. A view follows from the settings
    alone.
    """
    if not isinstance(refusal, FigureError):
        return isinstance(refusal, ViewError)
    if of.known.retracted and not of.known.events:
        return False
    by = _selection(of, {name: value for name, value in asked.items() if value is not None})[0]
    words = unknown_names(of.known, by)
    return (bool(of.known.events) and not words) or words == unknown(by)


def check_target(path: str | os.PathLike[str], dpi: float | None, asked: Mapping[str, Any]) -> None:
    """Refuse a file in which no such figure can be, before the log is read."""
    from timeline.figures import making  # noqa: PLC0415 - only a file asks

    place = asked.get("for_")
    making.check_target(path, dpi, None if place is None else use_named(text(place, "for_")))


def _only_view(of: Lookup) -> str:
    """Give the one view that is declared."""
    try:
        return chosen.only_view(of.specs)
    except ViewError as error:
        raise FigureError(error.what, where="view", fix=error.fix) from error


def _style(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Read what the settings of the log say of its figures: its title, and the tags of key moments."""
    from timeline.views.figure_settings import key_tags  # noqa: PLC0415

    title = settings.get("title")
    titled = {"log_title": title} if isinstance(title, str) and title.strip() else {}
    return {**titled, "key_tags": key_tags(settings)}


def _size(given: Any) -> tuple[float, float | None]:
    """Read a size: a width in inches, or a width and a least height."""
    if isinstance(given, tuple | list) and len(given) == 2:
        width, height = given
        return number(width, "size"), None if height is None else number(height, "size")
    return number(given, "size"), None
