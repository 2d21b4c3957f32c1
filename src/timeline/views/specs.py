"""The views that a log declares in its ``timeline.toml``: a table of entities by properties, without code.

Law of this module: a declaration is read whole or refused, with its place and with what to write; nothing in it is
passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, Literal

import attrs

from timeline.asof.names import Names
from timeline.dates.calls import explained_when_made
from timeline.dates.suggest import did_you_mean
from timeline.errors import ViewError
from timeline.records import say

Latest = Literal["occurred", "reported"]

_KEYS: Final = ("title", "properties", "latest", "many", "entities")


def _texts(given: str | Iterable[str]) -> tuple[str, ...]:
    """Read names as people give them in Python: a text alone is one."""
    return (given,) if isinstance(given, str) else tuple(given)


@explained_when_made
@attrs.frozen(kw_only=True)
class ViewSpec:
    """A view as ``timeline.toml`` declares it.

    ``latest`` says which word wins. ``many`` names those of the properties that hold several values at once.
    ``entities`` names the rows, in their order, also where nothing is known of them; where it is empty, every entity
    that has a fact is a row, and they are sorted.

    Raises:
        ViewError: ``many`` names what is not among the properties.
    """

    name: str
    title: str
    properties: tuple[str, ...] = attrs.field(converter=_texts)
    latest: Latest = "occurred"
    many: tuple[str, ...] = attrs.field(default=(), converter=_texts)
    entities: tuple[str, ...] = attrs.field(default=(), converter=_texts)

    def __attrs_post_init__(self) -> None:
        """Refuse a view that speaks of a property which it does not have."""
        for one in self.many:
            if one not in self.properties:
                raise ViewError(
                    f'many names "{one}", which is not among the properties of the view',
                    where=f"timeline.toml, [views.{self.name}]",
                    fix=f"add it to properties, or name some of {', '.join(self.properties)}",
                )

    def named(self, *names: Names) -> ViewSpec:
        """Give the view with its rows under the names that answers give them, by one snapshot or by several in turn."""
        if not self.entities or not any(one.linked for one in names):
            return self
        rows = dict.fromkeys(one.canonical(entity) for entity in self.entities for one in names)
        return attrs.evolve(self, entities=tuple(rows))

    def require(self, name: str) -> None:
        """Make sure that it has a property.

        Raises:
            ViewError: It has none of that name.
        """
        if name not in self.properties:
            what = f'the view {self.name} has no property "{name}"'
            raise ViewError(what, fix=f"its properties are {', '.join(self.properties)}")

    def has(self, entity: str) -> bool:
        """Whether the view has a row for an entity of which something is told."""
        return not self.entities or entity in self.entities

    def row_order(self, entity: str) -> tuple[int, str]:
        """Give the key by which rows are sorted."""
        return (self.entities.index(entity) if entity in self.entities else len(self.entities), entity)


def view_specs(settings: Mapping[str, Any]) -> dict[str, ViewSpec]:
    """Read the views that the settings of a log declare.

    Raises:
        ViewError: A declaration is incomplete or has an unknown key.
    """
    declared = settings.get("views", {})
    if not isinstance(declared, Mapping):
        raise ViewError("views is not a table", where="timeline.toml", fix="write [views.NAME] above its keys")
    return {name: _view_spec(name, table) for name, table in declared.items()}


def how_to_declare(name: str = "NAME", property_: str = "PROPERTY") -> str:
    """Give the two lines of ``timeline.toml`` that declare a view of a property.

    A name that a table of TOML takes only in quotation marks is left to be chosen.
    """
    key = name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else "NAME"
    return f"declare it in timeline.toml: a line [views.{key}], and below it properties = [{say.as_json(property_)}]"


def faults_of_views(settings: Mapping[str, Any]) -> Iterator[ViewError]:
    """Give what is wrong with each view that the settings of a log declare, as :func:`view_specs` would say it."""
    declared = settings.get("views", {})
    for views in [{name: table} for name, table in declared.items()] if isinstance(declared, Mapping) else [declared]:
        try:
            view_specs({"views": views})
        except ViewError as error:
            yield error


def _view_spec(name: str, table: Any) -> ViewSpec:
    where = f"timeline.toml, [views.{name}]"
    if not isinstance(table, Mapping):
        raise ViewError(f"views.{name} is not a table", where=where, fix=f"write [views.{name}] above its keys")
    unknown = sorted(set(table) - set(_KEYS))
    if unknown:
        raise ViewError(
            f'"{unknown[0]}" is not a key of a view',
            where=where,
            fix=did_you_mean(unknown[0], _KEYS) or f"the keys are {', '.join(_KEYS[:-1])} and {_KEYS[-1]}",
        )
    properties = _names(table, "properties", where=where, like='["training", "inference"]')
    if not properties:
        raise ViewError("a view needs its properties", where=where, fix='write properties = ["training", "inference"]')
    latest = table.get("latest", "occurred")
    if latest not in ("occurred", "reported"):
        raise ViewError(
            f'latest = "{latest}" is neither "occurred" nor "reported"', where=where, fix='write latest = "occurred"'
        )
    title = table.get("title", name)
    if not isinstance(title, str):
        raise ViewError("the title of a view is text", where=where, fix='write title = "…"')
    many = _names(table, "many", where=where, like=f'["{properties[-1]}"]')
    entities = _names(table, "entities", where=where, like='["R2", "V4-Pro"]')
    if "entities" in table and not entities:
        raise ViewError(
            "entities names none, so the view would have no row",
            where=where,
            fix="name the rows, or leave entities out: then every entity that has a fact is a row",
        )
    return ViewSpec(name=name, title=title, properties=properties, latest=latest, many=many, entities=entities)


def _names(table: Mapping[str, Any], key: str, *, where: str, like: str) -> tuple[str, ...]:
    """Read a list of distinct texts; nothing where the key is missing."""
    found = table.get(key, [])
    if not isinstance(found, list) or not all(isinstance(name, str) and name.strip() for name in found):
        what = "a view needs its properties" if key == "properties" else f"{key} is not a list of texts"
        raise ViewError(what, where=where, fix=f"write {key} = {like}")
    twice = next((name for place, name in enumerate(found) if name in found[:place]), None)
    if twice is not None:
        noun = {"properties": "a property", "entities": "an entity"}.get(key, "a property of many")
        raise ViewError(f'{noun} stands twice: "{twice}"', where=where, fix=f"name it once in {key}")
    return tuple(found)


def first_rules(specs: Iterable[ViewSpec]) -> dict[str, ViewSpec]:
    """Say of each property which view decides its cells: the first that has it."""
    rules: dict[str, ViewSpec] = {}
    for spec in specs:
        for name in spec.properties:
            rules.setdefault(name, spec)
    return rules
