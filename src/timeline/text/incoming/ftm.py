"""Entities of FollowTheMoney: as JSON lines of entities, or as statements (CSV, also packed, or JSON lines).

Law of this module: each entity is an event whose facts are its properties; an entity of another is called by its
caption. Dates are those of FollowTheMoney, parts of ISO dates, and stay as precise as they are; of several the one that
all others name in part, else the first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from timeline.dates import parts
from timeline.errors import FormatError
from timeline.text.incoming import tables, told
from timeline.text.incoming.drafted import Drafted, links, mapping, one_line, texts
from timeline.text.incoming.pages import Page, is_address
from timeline.text.incoming.pieces import Pieces
from timeline.text.incoming.told import Lines
from timeline.text.incoming.values import Asked, Brought

_NAMES: Final = ("name", "title", "fileName", "alias")
_DATES: Final = ("date", "startDate", "endDate")
_OF_SOURCES: Final = ("sourceUrl", "publisher", "publisherUrl", "retrievedAt")
_TEXTS: Final = ("summary", "description", "notes", "recordId", "proof")
_BESIDE: Final = {
    "languages of values": ("lang",),
    "datasets": ("dataset", "datasets"),
    "days on which something was first or last seen": ("first_seen", "last_seen"),
    "origins of statements": ("origin",),
}
_YES: Final = (True, "t", "true", "True", "1")
_HOUR: Final = re.compile(r"(\d{4}-\d\d-\d\dT\d\d)(:\d\d)?(Z?)")
_KIND: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")


def read(content: Pieces, name: str, asked: Asked) -> Brought:
    """Read entities, or statements.

    Raises:
        FormatError: It holds neither.
    """
    drafted = Drafted(name, asked)
    rows = list(_rows(content, name, asked))
    entities = _entities(rows, drafted)
    if not entities:
        fix = "give JSON lines of entities, or statements with entity_id, schema, prop and value"
        raise FormatError("it holds no entities of FollowTheMoney", where=name, fix=fix, unwritten=True)
    captions = {id_: _caption(id_, properties) for id_, (_, _, properties) in entities.items()}
    for number, (id_, (place, schema, properties)) in enumerate(entities.items()):
        drafted.tick(number, len(entities))
        _event(id_, (place, schema, properties), captions, drafted)
    return drafted.brought()


def _rows(content: Pieces, name: str, asked: Asked) -> Iterator[tuple[int, Mapping[str, Any]]]:
    if told.kind(content, name) == told.JSON:
        document = told.document(content, name)
        found = document if isinstance(document, Lines) else {1: document}
        for line, value in found.items():
            yield line, mapping(value)
        return
    heads, table = tables.titled(content, name, asked)
    for row in table.rows[1:]:
        yield row.line, _unpacked(dict(zip(heads, row.cells, strict=False)))


def _unpacked(row: dict[str, str]) -> dict[str, str]:
    """Give a statement whose property stands behind its schema, as ``Person:name``, with both apart."""
    schema, colon, prop = row.get("prop", "").partition(":")
    return row | {"schema": schema, "prop": prop} if colon and "schema" not in row else row


_Entity = tuple[int, str, dict[str, list[str]]]


def _entities(rows: list[tuple[int, Mapping[str, Any]]], drafted: Drafted) -> dict[str, _Entity]:
    """Give the entities by id: line, schema, and the values of each property."""
    found: dict[str, _Entity] = {}
    for line, row in rows:
        if "properties" in row and isinstance(row.get("id"), str):
            _, _, properties = found.setdefault(row["id"], (line, str(row.get("schema") or "Thing"), {}))
            for prop, given in mapping(row["properties"]).items():
                values = properties.setdefault(prop, [])
                values += [value for value in dict.fromkeys(texts(given)) if value not in values]
            _lose(row, drafted)
        elif row.get("prop") and row.get("schema") and (row.get("canonical_id") or row.get("entity_id")):
            if row.get("external") in _YES:
                drafted.lose("statements that nobody has verified (external)")
                continue
            id_ = str(row.get("canonical_id") or row.get("entity_id"))
            _, _, properties = found.setdefault(id_, (line, str(row["schema"]), {}))
            if row["prop"] == "id":
                continue
            _lose(row, drafted)
            values = properties.setdefault(str(row["prop"]), [])
            if (value := str(row.get("value") or "")) and value not in values:
                values.append(value)
    return found


def _lose(row: Mapping[str, Any], drafted: Drafted) -> None:
    """Count what stands beside an entity or a statement."""
    for what, keys in _BESIDE.items():
        drafted.lose(what, any(row.get(key) for key in keys))


def _caption(id_: str, properties: Mapping[str, list[str]]) -> str:
    return next((text for name in _NAMES for value in properties.get(name, ()) if (text := one_line(value))), id_)


def _event(id_: str, entity: _Entity, captions: Mapping[str, str], drafted: Drafted) -> None:
    place, schema, properties = entity
    caption = captions[id_]
    rest = {name: values for name, values in properties.items() if name not in (*_DATES, *_OF_SOURCES, *_TEXTS)}
    facts = [
        {"entity": caption, "property": prop, "value": captions.get(value, one_line(value))}
        for prop, values in rest.items()
        for value in values
        if not (prop in _NAMES and value == caption)
    ]
    body = {
        "title": caption if caption != id_ else f"{_KIND.sub(' ', schema)} {id_}",
        "type": "-".join(_KIND.sub("-", schema).lower().split()),
        "occurred": drafted.read(lambda: _occurred(properties, drafted), place),
        "text": "\n\n".join(text for name in _TEXTS for text in properties.get(name, ())),
        "facts": facts,
        "links": links(*((url, None) for url in properties.get("sourceUrl", ()))),
        "reports": list(_reports(properties, place, drafted)),
        "key": one_line(id_),
    }
    drafted.add("event", body, place)


def _occurred(properties: Mapping[str, list[str]], drafted: Drafted) -> str | None:
    single = {}
    for name in _DATES:
        if values := sorted(properties.get(name, ())):
            finest = max(values, key=len)
            is_one = all(finest.startswith(value) for value in values)
            drafted.lose(f"further values of {name}", 0 if is_one else len(values) - 1)
            chosen = finest if is_one else values[0]
            drafted.lose("times of day to the hour or minute", _HOUR.fullmatch(chosen) is not None)
            single[name] = _date(chosen)
    start, end = single.get("startDate", ""), single.get("endDate", "")
    if start or end:
        drafted.lose("dates beside a start or an end", "date" in single)
        return str(parts.between(start, end))
    return single.get("date")


def _date(text: str) -> str:
    """Give a date of FollowTheMoney as EDTF; a time to the hour or minute is that day: EDTF has nothing between."""
    found = _HOUR.fullmatch(text)
    return found[1][:10] if found else f"{text}Z" if "T" in text and not text.endswith("Z") else text


def _reports(properties: Mapping[str, list[str]], place: int, drafted: Drafted) -> Iterator[dict[str, Any]]:
    publisher = next(iter(properties.get("publisher", ())), None)
    retrieved = next(iter(properties.get("retrievedAt", ())), None)
    urls = [url for url in properties.get("sourceUrl", ()) if is_address(url)]
    pages: list[str | None] = [*urls] or ([None] if publisher else [])
    for url in pages:
        day = drafted.date(_date(retrieved), place) if retrieved else None
        if name := drafted.source(Page(publisher=one_line(publisher), url=url, retrieved=day), place):
            yield {"source": name}
