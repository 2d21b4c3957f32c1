"""What a word may become that names something in the log: ids with titles, sources, entities, cells, tags and the rest.

Law of this module: completing never fails and never writes; where the log cannot be read, nothing is offered.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final, TypeAlias

import click
from click.shell_completion import CompletionItem

from timeline.errors import TimelineError
from timeline.records import say
from timeline.records.catalogue import Holdings
from timeline.records.model import BODIES, fields_of
from timeline.records.references import NOT_CORRECTABLE
from timeline.records.words import STANCES
from timeline.store import settings
from timeline.store.log import LogFiles

Offers: TypeAlias = Iterable[tuple[str, str]]
"""Words, each with what it means, which may be nothing."""

_SHOWN: Final = 8
_HEX: Final = frozenset("0123456789abcdef")


def offered(ctx: click.Context, sort: str, begun: str) -> list[CompletionItem[Any]]:
    """Give what a word of a sort, one of :data:`SORTS`, may become, each once, in the order in which it is best shown.

    ``begun`` is what is typed of it, without quotation marks.
    """
    try:
        log = LogFiles.find(ctx.find_root().params.get("directory"), os.environ, os.getcwd())  # noqa: PTH109
        found = dict(SORTS[sort](log, begun))
    except (TimelineError, OSError):
        return []
    fit = {word: said for word, said in found.items() if word.startswith(begun) and word.isprintable()}
    return [CompletionItem(word, help=said or None) for word, said in fit.items()]


def _held(log: LogFiles) -> Holdings:
    return Holdings(log.read(skip_bad=True).records)


def _events(log: LogFiles, begun: str) -> Offers:
    return _named(_held(log), begun, lambda kind: kind == "event")


def _records(log: LogFiles, begun: str) -> Offers:
    """Events by id and sources by name; once an id is begun, all other records too."""
    held = _held(log)
    yield from _named(held, begun, lambda kind: kind == "event" or (begun != "" and kind != "source"))
    yield from _of_sources(held)


def _named(held: Holdings, begun: str, fits: Callable[[str], bool]) -> Offers:
    """Give the ids of live records, the newest first, as short as they are told apart, each with its title."""
    if set(begun) - _HEX:
        return
    length = max(_SHOWN, len(begun))
    ids = [record_id for record_id in reversed(held.by_id) if record_id.startswith(begun)]
    short = [record_id[:length] for record_id in ids]
    twice = {one for one, after in zip(sorted(short), sorted(short)[1:], strict=False) if one == after}
    for record_id in ids:
        record = held.by_id[record_id]
        if fits(record.kind) and held.is_live(record):
            said = held.effective(record).get("title") if record.kind == "event" else record.kind
            yield (record_id if record_id[:length] in twice else record_id[:length]), str(said)


def _of_sources(held: Holdings) -> Offers:
    for name, record in sorted(held.sources.items()):
        yield name, str(held.effective(record).get("publisher") or "source")


def _targets(log: LogFiles, begun: str) -> Offers:
    """Events to report on; and the sources, of which the last word may be one."""
    held = _held(log)
    yield from _named(held, begun, lambda kind: kind == "event")
    yield from _of_sources(held)


def _told(log: LogFiles, begun: str) -> Offers:
    """All that has a history: records, and cells."""
    yield from _records(log, begun)
    yield from _cells(log, begun)


def _sources(log: LogFiles, begun: str) -> Offers:
    del begun
    return _of_sources(_held(log))


def _reporters(log: LogFiles, begun: str) -> Offers:
    """Names of sources; after a colon what each can say."""
    name, colon, _ = begun.partition(":")
    return ((f"{name}:{stance}", "") for stance in STANCES) if colon else _sources(log, begun)


def _facts(log: LogFiles) -> Iterator[Mapping[str, Any]]:
    """Give every fact that a live event has now."""
    for body in _bodies(log):
        yield from body.get("facts") or ()


def _bodies(log: LogFiles) -> Iterator[Mapping[str, Any]]:
    held = _held(log)
    return (held.effective(one) for one in held.by_id.values() if one.kind == "event" and held.is_live(one))


def _entities(log: LogFiles, begun: str) -> Offers:
    del begun
    return ((name, "") for name in sorted({fact["entity"] for fact in _facts(log)}))


def _cells(log: LogFiles, begun: str) -> Offers:
    """Give every ``ENTITY.PROPERTY`` in use."""
    del begun
    return ((cell, "") for cell in sorted({_cell_of(fact) for fact in _facts(log)}))


def _cell_of(fact: Mapping[str, Any]) -> str:
    return f"{fact['entity']}.{fact['property']}"


def _settings_of_cells(log: LogFiles, begun: str) -> Offers:
    """Give ``ENTITY.PROPERTY=``, of an entity also with properties of others; after it the values of the property."""
    cell, equals, _ = begun.partition("=")
    facts = list(_facts(log))
    if equals:
        values = [say.value(fact.get("value")) for fact in facts if cell.endswith(f".{fact['property']}")]
        yield from ((f"{cell}={value}", "") for value in sorted(set(values)))
        return
    cells = {_cell_of(fact) for fact in facts}
    yield from ((f"{one}=", "") for one in sorted(cells))
    begun_of = {fact["entity"] for fact in facts if begun.startswith(f"{fact['entity']}.")}
    others = {f"{name}.{fact['property']}" for name in begun_of for fact in facts} - cells
    yield from ((f"{one}=", "not said of it yet") for one in sorted(others))


def _values(log: LogFiles, begun: str) -> Offers:
    del begun
    return ((text, "") for text in sorted({say.value(fact.get("value")) for fact in _facts(log)}))


def _tags(log: LogFiles, begun: str) -> Offers:
    del begun
    return ((tag, "") for tag in sorted({tag for body in _bodies(log) for tag in body.get("tags") or ()}))


def _types(log: LogFiles, begun: str) -> Offers:
    """Give the types in use, and those that they lie below."""
    del begun
    found = {body["type"] for body in _bodies(log) if body.get("type")}
    above = {name[:place] for name in found for place, letter in enumerate(name) if letter == "."}
    return ((name, "") for name in sorted(found | above))


def _views(log: LogFiles, begun: str) -> Offers:
    from timeline.views.plugins import offered_views

    del begun
    views = settings.read(log.folder).get("views")
    tables = views.items() if isinstance(views, dict) else ()
    own = {name: str(view.get("title", "")) if isinstance(view, dict) else "" for name, view in tables}
    return (*own.items(), *((one.name, one.package) for one in offered_views() if one.name not in own))


def _checkpoints(log: LogFiles, begun: str) -> Offers:
    from timeline.store import checkpoints

    del begun
    kept = checkpoints.read(log).files.values()
    return ((str(one.number), "") for one in sorted(kept, key=lambda one: one.number, reverse=True))


def _fields(log: LogFiles, begun: str) -> Offers:
    """Give the fields that a correction can set, each with the kinds of records that have it."""
    del log, begun
    fields = sorted({name for kind in BODIES for name in fields_of(kind)} - NOT_CORRECTABLE)
    return ((f"{name}=", ", ".join(kind for kind in BODIES if name in fields_of(kind))) for name in fields)


SORTS: Final[Mapping[str, Callable[[LogFiles, str], Offers]]] = {
    "event": _events,
    "record": _records,
    "target": _targets,
    "told": _told,
    "source": _sources,
    "reporter": _reporters,
    "entity": _entities,
    "cell": _cells,
    "fact": _settings_of_cells,
    "value": _values,
    "tag": _tags,
    "type": _types,
    "view": _views,
    "checkpoint": _checkpoints,
    "field": _fields,
}
"""The sorts of words, each with what gives all that are in use."""
