"""The tables that an engine holds of a log: the relation, and the lines that it was compiled from.

Law of this module: a column is a text or a 64-bit whole number, in every engine; a moment is a day and the microsecond
of it. No date, no timestamp, no list: each of these reads as something else somewhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal, TypeAlias

import attrs

from timeline.asof.relation import ALIAS, EVENT, FACT, LINK, REPORT, SOURCE, stored_columns

FORM: Final = 2
"""The form of the tables; what was exported in another is exported again."""

GROUP: Final = 65_536
"""So many rows of a table that is read as a whole are one row group."""
FEW: Final = 8_192
"""The same of a table of which few rows are looked up, here and there, by what it is sorted by."""
_PAGE: Final = 16_384
"""So many bytes of a column of such a table are one page: a reader that knows where pages begin reads few others."""
_ALIKE: Final = frozenset({"kind", "type", "flags", "chain", "file"})
"""Columns of such tables in which many cells are alike, so that a dictionary is worth its page."""

Kind: TypeAlias = Literal["text", "integer"]

_NUMBERS: Final = frozenset({
    "fact_no", "place", "retracted", "tells_itself", "reports", "denies", "doubts", "live", "flags", "chain", "line",
    "node", "no", "parent", "row_no", "event_no", "event_rest",
})  # fmt: skip

RECORD: Final = ("id", "order_recorded", "kind", "type", "flags", "chain", "place", "file", "line", "text")
"""The columns of ``record``: a line of the log. ``flags`` say what some questions count, ``chain`` and ``place`` on
which run of records it stands, ``type`` is that of an event, ``text`` the line itself."""


@attrs.frozen(kw_only=True)
class Shape:
    """A table.

    Attributes:
        name: Its name.
        schema: Its columns, moments as one.
        by: The column by whose hash it is parted; None where it is one part.
        sort: The columns by which each part is sorted.
        is_numbered: Whether each row has a number of its own, ``row_no``.
        is_of_events: Whether each row names its event by two numbers too, ``event_no`` and ``event_rest``: to look for
            some of many ids, 64 digits each, takes twice as long.
        group: How many rows are one row group: a reader of single rows reads all of the group.
    """

    name: str
    schema: tuple[str, ...]
    by: str | None = None
    sort: tuple[str, ...] = ()
    is_numbered: bool = False
    is_of_events: bool = False
    group: int = GROUP

    @property
    def stored(self) -> tuple[str, ...]:
        """The columns of its stored form."""
        return stored_columns(self.schema)

    @property
    def kinds(self) -> Mapping[str, Kind]:
        """The stored columns, each with its kind."""
        names = (
            *self.stored,
            *(("row_no",) if self.is_numbered else ()),
            *(EVENT_NUMBERS if self.is_of_events else ()),
        )
        moments = {name.removesuffix("_us") for name in self.stored if name.endswith("_us")}
        return {name: _kind(name, moments) for name in names}

    @property
    def layout(self) -> Mapping[str, Any]:
        """How its rows lie in a file, as ``pyarrow.parquet.write_table`` is told."""
        if self.group != FEW:
            return {"row_group_size": self.group}
        alike = [name for name in self.stored if name in _ALIKE]
        pages = {"data_page_size": _PAGE, "write_batch_size": 128, "write_page_index": True}
        return {"row_group_size": self.group, "use_dictionary": alike or False, **pages}

    @property
    def is_moment(self) -> Mapping[str, bool]:
        """Of each column of its schema, whether it is a moment."""
        return {name: f"{name}_us" in self.stored for name in self.schema}


EVENT_NUMBERS: Final = ("event_no", "event_rest")
_BITS: Final = 63


def event_numbers(event: str) -> tuple[int, int]:
    """Give the numbers of an event: the first 63 bits of its id, and the next.

    No two events of a log have the same: of so many bits of a hash nobody finds two that are alike.

    >>> event_numbers("8" + "0" * 30 + "4" + "f" * 32)
    (4611686018427387904, 1)
    """
    return divmod(int(event[:32], 16) >> 2, 1 << _BITS)


def _kind(name: str, moments: set[str]) -> Kind:
    return "integer" if name.removesuffix("_us") in moments or name in _NUMBERS else "text"


FACT_VERSION: Final = Shape(
    name="fact_version",
    schema=FACT,
    by="entity",
    sort=("entity", "property", "order_recorded", "order_recorded_us", "order_id", "place"),
    is_numbered=True,
)
SILENT_VERSION: Final = Shape(name="silent_version", schema=FACT, by="entity", sort=("entity", "property", "order_id"))
EVENT_VERSION: Final = Shape(name="event_version", schema=EVENT, by="event", sort=("event",))
REPORT_VERSION: Final = Shape(
    name="report_version", schema=REPORT, by="event", sort=("event", "place"), is_of_events=True
)
SOURCE_VERSION: Final = Shape(name="source_version", schema=SOURCE, sort=("name",))
LINK_VERSION: Final = Shape(name="link_version", schema=LINK, sort=("link",))
ALIAS_OF: Final = Shape(name="alias", schema=ALIAS, sort=("twin",))
RECORDS: Final = Shape(name="record", schema=RECORD, by="id", sort=("id",), group=FEW)
BEARS: Final = Shape(name="bears", schema=("node", "record"), by="node", sort=("node",), group=FEW)
CHAIN: Final = Shape(name="chain", schema=("no", "parent", "place"), sort=("no",))
ABOUT: Final = Shape(name="about", schema=("name", "text"), sort=("name",))

RELATION: Final = (
    FACT_VERSION, SILENT_VERSION, EVENT_VERSION, REPORT_VERSION, SOURCE_VERSION, LINK_VERSION, ALIAS_OF,
)  # fmt: skip
"""The tables that are compiled."""

TABLES: Final = (*RELATION, RECORDS, BEARS, CHAIN, ABOUT)
"""All tables. ``bears`` has the records under each node, by its number, as the index of a log has them; a ``chain`` is
a run of records, and says on what its first one rests; ``about`` has what the log says of itself: ``made`` (JSON: its
heads, the version that wrote it), its settings and its checkpoints, as texts."""
