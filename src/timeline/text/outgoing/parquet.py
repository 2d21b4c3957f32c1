"""Parquet: one file of the events, or of the values of a view; or a folder with a file for each relation."""

from __future__ import annotations

from typing import Any

from timeline.records import say
from timeline.text.outgoing.extract import Extract, Losses, Written
from timeline.text.outgoing.relations import BY_NAME, RELATIONS
from timeline.text.outgoing.typed import table


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
    """Write a file for each relation, under its name.

    Raises:
        ImportError: pyarrow is not installed.
    """
    lost = Losses()
    made = {f"{relation.name}.parquet": _bytes(table(extract, relation, lost)) for relation in RELATIONS}
    facts = say.counted(len(extract.facts), "fact")
    return Written(data=made, counted=f"{extract.counted()}, {facts} in {len(made)} files", lost=lost.words())


def _bytes(made: Any) -> bytes:
    import pyarrow as pa  # noqa: PLC0415 - optional
    import pyarrow.parquet as pq  # noqa: PLC0415

    sink = pa.BufferOutputStream()
    pq.write_table(made, sink)
    return bytes(sink.getvalue().to_pybytes())
