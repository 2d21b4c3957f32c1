"""Parquet: one file of the events, or of the values of a view; or a folder with a file for each relation."""

from __future__ import annotations

import hashlib
from typing import Any, Final

import attrs

from timeline.records import say
from timeline.text.outgoing.extract import Extract, Losses, Row, Written
from timeline.text.outgoing.relations import BY_NAME, RELATIONS
from timeline.text.outgoing.typed import table

_ROWS_OF_A_PART: Final = 1_000_000


def write(extract: Extract) -> Written:
    """Write one file: a row for each event, or, where a view is asked, for each of its values.

    Raises:
        ImportError: pyarrow is not installed.
    """
    lost = Losses()
    made = table(extract, BY_NAME["cells" if extract.views else "events"], lost)
    if not extract.views:
        lost.count("fact", "left out; a folder holds every relation", times=len(extract.facts))
    return Written(data=_bytes(made), counted=say.counted(made.num_rows, "row"), lost=lost.words())


def write_folder(extract: Extract) -> Written:
    """Write a file for each relation, under its name; none for the versions of facts where they were not gathered.

    Raises:
        ImportError: pyarrow is not installed.
    """
    lost = Losses()
    made: dict[str, bytes] = {}
    for relation in RELATIONS:
        if relation.is_for_engines and extract.fact_version is None:
            continue
        if relation.is_for_engines:
            for bucket, part in enumerate(_parts(extract)):
                made[f"{relation.name}/bucket={bucket}/part-0.parquet"] = _bytes(table(part, relation, lost))
        else:
            made[f"{relation.name}.parquet"] = _bytes(table(extract, relation, lost))
    facts = say.counted(len(extract.facts), "fact")
    return Written(data=made, counted=f"{extract.counted()}, {facts} in {len(made)} files", lost=lost.words())


def _parts(extract: Extract) -> list[Extract]:
    """Part the versions of facts by a hash of their entity, so that many readers can share them; few are one part."""
    rows = extract.fact_version or ()
    count = -(-len(rows) // _ROWS_OF_A_PART) or 1
    parts: list[list[Row]] = [[] for _ in range(count)]
    for row in rows:
        digest = hashlib.sha256(row["entity"].encode()).digest()
        parts[int.from_bytes(digest[:8], "big") % count].append(row)
    return [attrs.evolve(extract, fact_version=tuple(part)) for part in parts]


def _bytes(made: Any) -> bytes:
    import pyarrow as pa  # noqa: PLC0415 - optional
    import pyarrow.parquet as pq  # noqa: PLC0415

    sink = pa.BufferOutputStream()
    pq.write_table(made, sink)
    return bytes(sink.getvalue().to_pybytes())
