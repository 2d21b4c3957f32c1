"""The folder of an export: its files, and what it says of itself.

Law of this module: a folder without ``about`` is not an export, or one that was cut off: nothing is answered from it.
"""

from __future__ import annotations

import hashlib
import json
import os
import shlex
from collections.abc import Iterator, Mapping
from typing import Any, Final

import attrs

from timeline.engines.schema import ABOUT, FORM, RECORDS, TABLES, Shape
from timeline.errors import FormatError, LogBroken, TimelineError
from timeline.store.marks import Mark

_HEAD: Final = b'"head": '
"""What stands before the heads of its log in what a file says of itself: in the clear, after its last row."""
_END: Final = b"PAR1"
"""What a file of Parquet begins and ends with; before the end stands the length of what it says of itself."""


def file_of(name: str, part: int) -> str:
    """Say where in the folder a part of a table lies."""
    return f"{name}/bucket={part}/part-0.parquet"


@attrs.frozen(kw_only=True)
class Export:
    """An export that is whole.

    Attributes:
        folder: Where it lies.
        texts: What it says of itself, by name: the rows of ``about``.
        files: Those of each table, in order. What else lies in the folder is somebody else's.
        seen: What ``about`` looked like before it was read.
    """

    folder: str
    texts: Mapping[str, str]
    files: Mapping[str, tuple[str, ...]]
    seen: Mark | None

    def require_same(self) -> None:
        """Look that the folder still holds what was opened, or the very same again.

        Raises:
            FormatError: Something else was exported there since, so what was just read may be part of that.
        """
        if Mark.of(os.path.join(self.folder, file_of(ABOUT.name, 0))) == self.seen:
            return
        try:
            is_same = read(self.folder).texts == self.texts
        except TimelineError:  # it is on its way
            is_same = False
        if not is_same:
            what = f"{self.folder} was exported again since it was opened"
            raise FormatError(what, where="data", fix="ask again; in Python open it again")


def read(folder: str) -> Export:
    """Read what an export says of itself, and look that each of its files is there, to its end.

    Raises:
        FormatError: The folder holds no whole export, or one in another form.
        LogBroken: A file is cut off or damaged.
    """
    again = _again(folder)
    if not os.path.isdir(folder):
        raise FormatError(f'"{folder}" is not a folder', where="data", fix=f"make one: {again}")
    about = os.path.join(folder, file_of(ABOUT.name, 0))
    if not os.path.isfile(about):
        is_cut_off = os.path.isdir(os.path.join(folder, RECORDS.name))  # which no answer alone has
        if os.path.isfile(os.path.join(folder, "events.parquet")) and not is_cut_off:
            what = f'"{folder}" holds one answer, by its clocks and filters, and not what engines ask'
            raise FormatError(what, where="data", fix=f"write all of the log: {again}")
        raise _not_whole(folder, "")
    seen = Mark.of(about)
    _look(folder, about)
    texts = {row["name"]: row["text"] for batch in batches(folder, about) for row in batch.to_pylist()}
    try:
        made = json.loads(texts["made"])
        form, parts = made["form"], made["buckets"]
        if form == FORM:
            parts, head = range(parts), _HEAD + json.dumps(made["head"]).encode()
    except (KeyError, TypeError, ValueError) as error:
        raise damaged(folder, f"{about} does not say what was exported") from error
    if form != FORM:
        what = f"{folder} was exported in a form that this version does not read"
        raise FormatError(what, where="data", fix=f"export the log again: {again}")
    files = {
        shape.name: tuple(
            os.path.join(folder, file_of(shape.name, part)) for part in (parts if shape.by is not None else (0,))
        )
        for shape in TABLES
    }
    for path in (path for name, some in files.items() if name != ABOUT.name for path in some):
        told = _look(folder, path)
        if head not in told:
            if _HEAD in told:
                raise _not_whole(folder, f": {path} is of another export than {about}")
            raise damaged(folder, f"{path} does not say of what log it is")
    return Export(folder=folder, texts=texts, files=files, seen=seen)


def batches(folder: str, path: str) -> Iterator[Any]:
    """Read a file of an export, some rows at a time.

    Raises:
        LogBroken: It is damaged.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as file:
            yield from file.iter_batches()
    except (pa.ArrowException, OSError) as error:
        raise damaged(folder, f"{path} cannot be read: {str(error).splitlines()[0]}") from error


def require_columns(export: Export, shape: Shape) -> None:
    """Look that each file of a table has its columns, of their kinds, for an engine that does not look itself.

    Raises:
        LogBroken: One has not.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    kinds = {"text": pa.string(), "integer": pa.int64()}
    for path in export.files[shape.name]:
        try:
            found = pq.read_schema(path)
        except (pa.ArrowException, OSError) as error:
            raise damaged(export.folder, f"{path} cannot be read: {str(error).splitlines()[0]}") from error
        types = dict(zip(found.names, found.types, strict=True))
        for name, kind in shape.kinds.items():
            if types.get(name) != kinds[kind]:
                what = f"{path} holds other columns than an export: {name} is not there, as {kind}"
                raise damaged(export.folder, what)


def damaged(folder: str, what: str) -> LogBroken:
    """Say that a folder does not hold what was exported there."""
    return LogBroken(what, where=folder, fix=f"rm -r {shlex.quote(folder)}, and export the log again: {_again(folder)}")


def _look(folder: str, path: str) -> bytes:
    """Look that a file is there, and ends as a Parquet file does: what is being copied, or was cut off, does not.

    Returns:
        What it says of itself, as bytes.

    Raises:
        FormatError: It is not there.
        LogBroken: It is cut off.
    """
    try:
        with open(path, "rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - len(_END) - 4))
            length, end = int.from_bytes(file.read(4), "little"), file.read()
            file.seek(max(0, size - len(_END) - 4 - length))
            told = file.read(length)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise _not_whole(folder, f": {path} is missing") from error
    if end != _END or length + 2 * len(_END) + 4 > size:
        raise damaged(folder, f"{path} is cut off or damaged")
    return told


def _not_whole(folder: str, why: str) -> FormatError:
    fix = f"run `{_again(folder)}`; one that was cut off goes on"
    return FormatError(f'"{folder}" does not hold a whole export for engines{why}', where="data", fix=fix)


def _again(folder: str) -> str:
    return f"timeline export --format parquet {shlex.quote(os.path.join(folder, ''))}"


def content(folder: str) -> str:
    """Give the SHA-256 of what all tables but ``about`` hold.

    The heads of a log do not tell that: its lines may have moved to other files since, or lost a text that is redacted.
    """
    found = hashlib.sha256()
    for path in (path for shape in TABLES if shape is not ABOUT for path in _parts(folder, shape)):
        with open(path, "rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        found.update(f"{digest} {os.path.relpath(path, folder)}\n".encode())
    return found.hexdigest()


def _parts(folder: str, shape: Shape) -> list[str]:
    place = os.path.join(folder, shape.name)
    parts = sorted(os.listdir(place)) if os.path.isdir(place) else []
    return [os.path.join(place, part, name) for part in parts for name in sorted(os.listdir(os.path.join(place, part)))]
