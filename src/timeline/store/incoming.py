"""The files that people hand over: each is read, or refused with the reason.

Law of this module: what is read is a regular file of this machine that stays as it is meanwhile. An address is never
fetched, a pipe or a device never waited for, and a symbolic link never followed: it may lead to what nobody meant to
give away.
"""

# Paths are texts here, as in `log`.
# ruff: noqa: PTH113, PTH114
from __future__ import annotations

import contextlib
import os
import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, BinaryIO, Final

import attrs

from timeline.dates.suggest import near, was_meant
from timeline.errors import Fault, Finding, FormatError
from timeline.records.catalogue import Holdings
from timeline.records.drafts import Draft, Refused
from timeline.records.strict_json import quoted
from timeline.store import disk
from timeline.store.ground import Known
from timeline.store.spool import Spool
from timeline.text.incoming import reading
from timeline.text.incoming.pages import Sources
from timeline.text.incoming.pieces import Pieces
from timeline.text.incoming.values import Asked
from timeline.text.terminal import safe
from timeline.views import payloads

if TYPE_CHECKING:
    from timeline.records.updating import Whose
    from timeline.text.incoming.fixing import Fixed

STREAM: Final = reading.STREAM


@attrs.frozen(kw_only=True)
class Incoming:
    """What a file holds: drafts in its order; what is wrong with the rest of it, and where; what was passed over.

    ``partial`` is what could be read of what is wrong, and is never written. ``notes`` say what was understood, and
    name what is read otherwise than its writer may have meant. ``fields`` are those that a sheet's columns hold.
    ``advice`` helps with many of the faults at once.
    """

    drafts: Sequence[Draft] = ()
    partial: tuple[Draft, ...] = ()
    findings: tuple[Finding, ...] = ()
    wheres: tuple[str | None, ...] = ()
    passed_over: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    fields: frozenset[str] = frozenset()
    advice: str | None = None

    def against(self, known: Known, update: Whose | None) -> Sequence[Draft]:
        """Give the drafts as they are added to a log.

        With ``update`` a changed row of a known key corrects its record, as ours or as theirs.

        Raises:
            RecordError: No draft has a key, or a change of theirs has no day.
        """
        from timeline.records import repeats, updating  # noqa: PLC0415 - only writing asks

        if update is None:
            return repeats.as_given(known.bearing, self.drafts)
        return updating.updated(known.bearing, self.drafts, whose=update, fields=self.fields)

    def refuse(self, known: Known, *, updates: bool = False) -> None:
        """Refuse the file where anything of it is wrong, and name with that what the log has against the rest.

        With ``updates`` a changed row of a known key corrects its record: that it says other things is no fault.

        Raises:
            Refused: Something is.
        """
        if not self.findings:
            return
        found = list(zip(self.findings, self.wheres, strict=True))
        try:
            payloads.admit(known.whole, (*self.drafts, *self.partial))
        except Refused as error:
            wrong = {where for _, where in found}
            more = zip(error.findings, error.wheres, strict=True)
            found += [(finding, where) for finding, where in more if where not in wrong]
            found = [one for one in found if not (updates and one[0].code == "key")]
        found.sort(key=lambda one: _line_of(one[1]))
        refused = Refused([finding for finding, _ in found], [where for _, where in found])
        refused.fix = refused.fix or self.advice
        raise refused


def _line_of(where: str | None) -> int:
    number = re.search(r":(\d+)(?:,|$)", where or "")
    return int(number[1]) if number else 0


def sources_of(known: Known) -> Sources:
    """Give the sources of a log."""
    if known.is_whole:
        return Sources.of(_sources(known.bearing(())))
    return Sources(lambda node: _sources(known.bearing((node,))))


def _sources(holdings: Holdings) -> list[Mapping[str, Any]]:
    return [record.body for record in holdings.sources.values() if record.body is not None]


def parse(content: Pieces | bytes, form: str, *, name: str, asked: Asked) -> Incoming:
    """Read what a file holds, in one of the forms that are read.

    Raises:
        FormatError: It is packed, no text, or of another form.
        RecordError: Lines of it are no records; all their faults are named.
    """
    found = reading.parse(content, form, name=name, asked=attrs.evolve(asked, texts=Spool))
    return Incoming(
        drafts=found.drafts,
        partial=found.partial,
        findings=tuple(Finding(code="sheet", message=fault.what, fix=fault.fix) for fault in found.faults),
        wheres=tuple(fault.where for fault in found.faults),
        passed_over=found.passed_over,
        notes=found.notes,
        fields=found.fields,
        advice=found.advice,
    )


def write_fixed(content: Pieces | bytes, form: str, *, name: str, asked: Asked, file: str) -> Fixed:
    """Write a sheet back with the dates that were probably meant.

    Raises:
        FormatError: It is not a sheet, or the file cannot be one, or is the sheet itself.
        RecordError: Its headings are not understood.
        FileUnwritable: The file could not be written.
    """
    from timeline.store import whole_file  # noqa: PLC0415 - few imports are asked for it
    from timeline.text.incoming.fixing import fixed  # noqa: PLC0415

    endings = {".csv": ",", ".tsv": "\t", ".tab": "\t"}
    separator = endings.get(os.path.splitext(file)[1].lower())  # noqa: PTH122 - a text, as in `log`
    if separator is None:
        fix = f"name a file that ends in {', '.join(endings)}"
        raise FormatError(f"{quoted(file)} cannot be a sheet as text", where="--fix", fix=fix, unwritten=True)
    if os.path.exists(file) and os.path.exists(name) and os.path.samefile(file, name):  # noqa: PTH110, PTH121
        raise FormatError("it is the sheet itself", where="--fix", fix="name another file", unwritten=True)
    found = fixed(reading.table(content, form, name=name, asked=asked), asked, separator=separator)
    if found.faults:
        findings = [Finding(code="sheet", message=fault.what, fix=fault.fix) for fault in found.faults]
        raise Refused(findings, [fault.where for fault in found.faults])
    whole_file.write(file, found.text.encode())
    return found


def history(path: str) -> bytes:
    """Ask git for the commits that touch a file or a folder, the newest first, as `gitlog` reads them.

    A file is followed through its earlier names.

    Raises:
        FormatError: There is no such file, or git does not know it.
    """
    from timeline.store import git  # noqa: PLC0415 - one form asks
    from timeline.text.incoming.gitlog import FORMAT  # noqa: PLC0415

    whole = os.path.abspath(path)  # noqa: PTH100
    folder, inside = (whole, ".") if os.path.isdir(whole) else os.path.split(whole)  # noqa: PTH112
    found = None
    if os.path.isdir(folder):  # noqa: PTH112
        follow = () if inside == "." else ("--follow",)  # with --reverse git loses it where the name changed
        found = git.output(folder, "-c", f"format.pretty=tformat:{FORMAT}", "log", *follow, "--", inside)
    if not found and not os.path.lexists(whole):
        found = None
    if found is None:
        fix = "name a file or a folder in a repository that has commits"
        raise FormatError(f"git does not tell the history of {quoted(path)}", where="FILE", fix=fix, unwritten=True)
    return found


def _has_history(folder: str) -> bool:
    """Whether it is a folder, and git has a commit that touches it."""
    from timeline.store import git  # noqa: PLC0415 - only a refusal asks

    if not os.path.isdir(folder):  # noqa: PTH112
        return False
    return bool(git.output(os.path.abspath(folder), "-c", "format.pretty=tformat:%H", "log", "-1", "--", "."))  # noqa: PTH100


def keep_faults(faults: Sequence[Fault]) -> str:
    """Write all faults of a file into a file of their own, in the folder for such files; give its name."""
    import tempfile  # noqa: PLC0415 - few files have that many

    handle, path = tempfile.mkstemp(prefix="timeline-import-", suffix=".txt")
    with open(handle, "w", encoding="utf-8") as stream:  # noqa: PTH123 - it is open already
        for fault in faults:
            place = ":".join(str(part) for part in (fault.file, fault.line) if part is not None)
            where = ", ".join(part for part in (place, fault.field) if part)
            stream.write(safe(f"{where}: {fault.what}" if where else fault.what) + "\n")
            stream.write(f"  fix: {safe(fault.fix)}\n" if fault.fix else "")
    return path


def contents(path: str, form: str | None) -> contextlib.AbstractContextManager[Pieces]:
    """Open what shall be imported: a file, or what git tells of it.

    Raises:
        FormatError: As :func:`opened` and :func:`history` have it.
    """
    return contextlib.nullcontext(Pieces.of(history(path))) if form == "git" else opened(path)


@contextlib.contextmanager
def opened(path: str) -> Iterator[Pieces]:
    """Open a file, to be read piece by piece, for as long as it is asked for.

    The pieces of a file that changes meanwhile would not fit together: it is refused.

    Raises:
        FormatError: As :func:`read` has it; or the file was changed.
    """
    with contextlib.ExitStack() as until:
        with _refused(path, "FILE", offers_history=True):
            handle = disk.opened(path)
            until.callback(os.close, handle)
            status = os.fstat(handle)
            found = Pieces(lambda: _pieces(handle, path), status.st_size)
        yield found
        if _marks(os.fstat(handle)) != _marks(status):
            fix = "wait until it is written, and import it again"
            raise FormatError(f"{quoted(path)} changed while it was read", where="FILE", fix=fix, unwritten=True)


def _marks(status: os.stat_result) -> tuple[int, int, int]:
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns


def _pieces(handle: int, path: str) -> Iterator[bytes]:
    at = 0
    while True:
        with _refused(path, "FILE"):
            piece = os.pread(handle, _AT_ONCE, at)
        if not piece:
            return
        at += len(piece)
        yield piece


def streamed(stream: BinaryIO) -> Pieces:
    """Read a stream to its end; what memory has no room for is kept in a file without a name."""
    spool = Spool()
    size = 0
    while piece := stream.read(_AT_ONCE):
        spool.append(piece)
        size += len(piece)
    return Pieces(lambda: map(spool.__getitem__, range(len(spool))), size)


def read(path: str, *, limit: int, where: str = "FILE", split: str | None = None) -> bytes:
    """Read a file of at most so many bytes that someone named, at the place ``where`` of the command line.

    ``split`` says what to do with a larger one.

    Raises:
        FormatError: It is an address, no regular file, too large, or cannot be read.
    """
    with _refused(path, where):
        try:
            return disk.contents(path, limit=limit)
        except disk.TooLarge as error:
            what = f"{quoted(path)} holds more than {limit // 1_000_000:,} MB"
            raise FormatError(what, where=where, fix=split, unwritten=True) from error


@contextlib.contextmanager
def _refused(path: str, where: str, *, offers_history: bool = False) -> Iterator[None]:
    """Say of a file that cannot be read why; ``offers_history`` names the way to that of a folder that git has."""
    if disk.is_address(path):
        raise FormatError(
            f"{quoted(path)} is an address, and nothing is fetched",
            where=where,
            fix=f"save it to a file first, and name that; a file of this name is ./{path}",
            unwritten=True,
        )
    if "\0" in path:
        raise FormatError(f"{quoted(path)} is no name of a file", where=where, unwritten=True)
    try:
        yield
    except disk.NotPlain as error:
        fix = "name a regular file"
        if offers_history and _has_history(path):
            fix = f'import its history: timeline import {disk.as_argument(path)} --from git, in Python form="git"'
        if os.path.islink(path) and os.path.isfile(path):
            fix = f"name the file that it leads to, if that is the one: {shlex.quote(os.path.realpath(path))}"
        raise FormatError(f"{quoted(path)} is {error}", where=where, fix=fix, unwritten=True) from error
    except (FileNotFoundError, NotADirectoryError) as error:
        what, fix = _not_there(path)
        raise FormatError(what, where=where, fix=fix, unwritten=True) from error
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise FormatError(f"{quoted(path)} cannot be read: {reason}", where=where, unwritten=True) from error


_AT_ONCE: Final = 1 << 18
"""So many bytes are read together."""
_NAMED: Final = 5
"""So many files of a folder are named where none is near the name that was typed."""


def _not_there(path: str) -> tuple[str, str]:
    """Say of a file that is missing what is missing, its folder or the file, and which names are near."""
    (folder, name), missing = os.path.split(path), "file"
    while folder and not os.path.isdir(folder):  # noqa: PTH112 - texts, as in `log`
        (folder, name), missing = os.path.split(folder), "folder"
    here = f"in {quoted(folder)}" if folder else "here"
    try:
        names = sorted(one.name for one in os.scandir(folder or os.curdir) if one.is_dir() == (missing == "folder"))
    except OSError:
        names = []
    names = [one for one in names if not one.startswith(".") and one.isprintable()]
    if (meant := near(name, names)) is not None:
        return f"there is no {missing} {quoted(name)} {here}", was_meant(f"{folder}/{meant}" if folder else meant)
    more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
    some = ", ".join(map(quoted, names[:_NAMED]))
    fix = f"name one that is there: {some}{more}" if names else "nothing is there; name a file of another folder"
    return f"there is no {missing} {quoted(name)} {here}", fix
