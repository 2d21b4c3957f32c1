"""What of an export still is so once its log has grown: all but the rows of what the new records bear on.

Law of this module: it trusts a folder only that is whole, of this form and version, and of a log that is part of this
one; where it cannot tell, or where nearly all would be made anew, nothing is kept. What was redacted since is in no row
that stays: then all is made anew.
"""

from __future__ import annotations

import json
import os
import shlex
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

import attrs

from timeline.engines import folders
from timeline.engines import look as looks
from timeline.engines.schema import ABOUT, ALIAS_OF, CHAIN, LINK_VERSION, RECORDS, RELATION, SOURCE_VERSION, TABLES
from timeline.errors import FormatError
from timeline.records import bearing
from timeline.store.index_redacted import REDACTED

if TYPE_CHECKING:
    from timeline.engines.schema import Shape
    from timeline.store.index_records import Records

MOST: Final = 4
"""Where of a log more than one record in so many is new, or is compiled again, all are."""
ANEW: Final = (SOURCE_VERSION, CHAIN, ABOUT)
"""Tables of which nothing is kept: they are made as a whole."""

_AT_ONCE: Final = 1_000
_OF: Final[Mapping[str, str]] = {
    **{shape.name: "event" for shape in RELATION if "event" in shape.schema},
    ALIAS_OF.name: "twin",
    LINK_VERSION.name: "link",
}
"""The column that names the event or link of which a row is."""


@attrs.frozen(kw_only=True)
class Growth:
    """How a log has grown since it was exported.

    Attributes:
        folder: Of the export.
        heads: The heads that it had then.
        new: The ids of the records that were added.
        again: Those of the events and links that are compiled again.
    """

    folder: str
    heads: tuple[str, ...]
    new: tuple[str, ...]
    again: tuple[str, ...]

    def kept(self, shape: Shape, part: int, records: Records) -> Any:
        """Give the rows of a part of a table that stay as they are.

        Raises:
            FormatError: The file is damaged.
        """
        import pyarrow.compute as pc
        import pyarrow.parquet as pq
        from pyarrow import ArrowException, array, string

        path = _path(self.folder, shape, part)
        try:
            found = pq.read_table(path, partitioning=None).select(list(shape.stored)).replace_schema_metadata(None)
        except ArrowException as error:
            what = f"{path} is not what was exported: {error}"
            fix = f"rm -r {shlex.quote(self.folder)}, and export the log again"
            raise FormatError(what, where="-o", fix=fix) from error
        if shape is RECORDS:
            return _placed(found, records)
        column = _OF.get(shape.name)
        if column is None or not self.again:
            return found
        return found.filter(pc.invert(pc.is_in(found[column], value_set=array(self.again, string()))))


def _path(folder: str, shape: Shape, part: int) -> str:
    return os.path.join(folder, folders.file_of(shape.name, part))


def since(folder: str, records: Records, about: Mapping[str, Any]) -> Growth | None:
    """Say how a log has grown since it was exported into a folder; None where all must be made anew.

    ``about`` is what the new export is going to say of itself.
    """
    made = _made(folder)
    if made is None or any(made.get(name) != about[name] for name in ("form", "timeline", "buckets")):
        return None
    most = about["records"] // MOST
    if not made["head"] or not all(records.record(head) for head in made["head"]):
        return None
    new = records.after(made["head"], most)
    if new is None or len(new) + made["records"] != about["records"]:
        return None
    if not _is_whole(folder, made) or _redacted(folder, made["buckets"]) != len(records.redacted()):
        return None
    again = _again(new, records, most)
    return (
        None
        if again is None
        else Growth(folder=os.path.abspath(folder), heads=tuple(made["head"]), new=tuple(new), again=again)
    )


def _made(folder: str) -> dict[str, Any] | None:
    """Read what an export says of itself; None where there is none."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        rows = pq.read_table(_path(folder, ABOUT, 0), partitioning=None).to_pylist()
        found = json.loads(next(row["text"] for row in rows if row["name"] == "made"))
    except (OSError, pa.ArrowException, StopIteration, ValueError, KeyError):
        return None
    return found if isinstance(found, dict) else None


def _is_whole(folder: str, made: Mapping[str, Any]) -> bool:
    """Whether all files of an export are there, each of just that export."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        for shape in TABLES:
            for part in range(made["buckets"] if shape.by is not None else 1):
                told = pq.read_metadata(_path(folder, shape, part)).metadata or {}
                if shape is not ABOUT and json.loads(told[b"timeline"]) != {**made, "relation": shape.name}:
                    return False
    except (OSError, pa.ArrowException, ValueError, KeyError):
        return False
    return True


def _redacted(folder: str, parts: int) -> int:
    """Count the lines of an export that have no text."""
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    flags = (pq.read_table(_path(folder, RECORDS, part), columns=["flags"], partitioning=None) for part in range(parts))
    return sum(pc.sum(pc.bit_wise_and(one["flags"], REDACTED)).as_py() or 0 for one in flags)


def _again(new: Iterable[str], records: Records, most: int) -> tuple[str, ...] | None:
    """Name the older events and links on which new records bear; None where these are too many, or one redacts."""
    added = frozenset(new)
    again: set[str] = set()
    sources: set[str] = set()
    for number, one in enumerate(sorted(added)):
        record = records.record(one)
        if record is None or record.kind == "redaction":
            return None
        touched = bearing.touched(record, records)
        again |= touched.events | touched.links
        sources |= touched.sources
        if len(again) > most + len(added):
            return None
        if number % _AT_ONCE == _AT_ONCE - 1:
            records.forget()
    for name in sorted(sources):
        citing = records.at(f"cites:{name}")
        if len(citing) > most:
            return None
        reached = bearing.reached(citing, records)
        again |= reached.events | reached.links
        records.forget()
    return None if len(again - added) > most else tuple(sorted(again - added))


def _placed(found: Any, records: Records) -> Any:
    """Say anew of lines where they lie, and on which run of records: another index numbers these in its own way."""
    import pyarrow as pa

    ids = found["id"].to_pylist()
    told = {one.id.hex(): one for one in looks.of(records, ids)}
    lines = [told[one] for one in ids]
    for name in ("flags", "chain", "place", "file", "line"):
        at = found.column_names.index(name)
        column = pa.array([getattr(one, name) for one in lines], found.schema.field(name).type)
        found = found.set_column(at, name, column)
    return found
