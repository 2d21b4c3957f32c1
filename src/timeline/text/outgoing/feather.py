"""One file of Arrow, as pandas, Polars and R read it by the name of Feather: the events, or the values of a view."""

from __future__ import annotations

from timeline.records import say
from timeline.text.outgoing.extract import Extract, Losses, Written
from timeline.text.outgoing.relations import BY_NAME
from timeline.text.outgoing.typed import table


def write(extract: Extract) -> Written:
    """Write the file.

    Raises:
        ImportError: pyarrow is not installed.
    """
    import pyarrow as pa  # noqa: PLC0415 - optional

    lost = Losses()
    made = table(extract, BY_NAME["cells" if extract.views else "events"], lost)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_file(sink, made.schema) as writer:
        writer.write_table(made)
    if not extract.views:
        lost.count("fact", "left out; a folder of Parquet holds every relation", times=len(extract.facts))
    counted = say.counted(made.num_rows, "row")
    return Written(data=bytes(sink.getvalue().to_pybytes()), counted=counted, lost=lost.words())
