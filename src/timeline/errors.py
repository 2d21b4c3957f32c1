"""What can go wrong, as two kinds of value.

An error stops the work; a finding is one fault among many, met while reading, checking or importing,
and never hides what was good. Both say what is wrong, where, and how to mend it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from timeline.named import NamedTuple

_PLACE: Final = (
    r"(?:line (?P<number>\d+)|(?P<file>.+?):(?P<line>\d+)"
    r"|(?P<whole>[^,]*/[^,]*|[^,]+\.(?:toml|jsonl?|csv|tsv|txt|ics)))"
    r"(?:, (?P<field>.+))?"
)
"""A place as errors spell it; compiled when an error first asks."""


class Fault(NamedTuple):
    """One of the faults that an error names: what is wrong, where, and how to mend it.

    ``line`` counts from 1; ``field`` is the path inside a record, the column of a sheet, or the option of a command.
    ``file`` is None where the fault stands in what was typed, or on standard input.
    """

    what: str
    file: str | None = None
    line: int | None = None
    field: str | None = None
    fix: str | None = None

    @classmethod
    def at(cls, where: str | None, what: str, fix: str | None = None) -> Fault:
        """Make a fault of a place as errors spell it.

        >>> Fault.at("line 3, facts[0].value", "x").line, Fault.at("--occurred", "x").field
        (3, '--occurred')
        """
        found = re.fullmatch(_PLACE, where, re.DOTALL) if where else None
        if found is None:
            return cls(what=what, field=where, fix=fix)
        number = found["number"] or found["line"]
        return cls(
            what=what,
            file=found["file"] or found["whole"],
            line=int(number) if number else None,
            field=found["field"],
            fix=fix,
        )


class TimelineError(Exception):
    """The family of every error that this package raises on purpose.

    Args:
        what: What is wrong, with the user's own text quoted.
        where: The place, as ``file:line`` and field, or the option of a command.
        fix: What to do, as an edit or a command that works.
        unwritten: True where a write was asked for and nothing of it reached the disk.

    ``faults`` are those that it names, one by one, in their order; at least one. ``written`` holds the ids of records
    that are in the log all the same, where what was asked for was done in part.
    """

    written: tuple[str, ...] = ()

    def __init__(
        self,
        what: str,
        *,
        where: str | None = None,
        fix: str | None = None,
        unwritten: bool = False,
        faults: Sequence[Fault] = (),
    ) -> None:
        super().__init__(what)
        self._faults = tuple(faults)
        self.what = what
        self.where = where
        self.fix = fix
        self.unwritten = unwritten

    @property
    def faults(self) -> tuple[Fault, ...]:
        """The faults that it names; where it names no several, itself as one."""
        return self._faults or (Fault.at(self.where, self.what, self.fix),)

    def __str__(self) -> str:
        lines = [self.what]
        if self.where:
            lines.append(f"at: {self.where}")
        if self.fix:
            lines.append(f"fix: {self.fix}")
        return "\n".join(lines)


class DateError(TimelineError):
    """A text is not an EDTF date that this package accepts; ``fix`` holds the EDTF probably meant."""


class RecordError(TimelineError):
    """A record, or a part of one, breaks the rules of its kind; or a name or id is not known."""


class ArgumentError(RecordError, TypeError):
    """A call in Python names an argument that is not there, lacks one, or gives too many."""


class LogError(TimelineError):
    """The log on disk could not be used."""


class LogBroken(LogError):
    """The log cannot be trusted: a line is damaged, or was altered."""


class LogLocked(LogError):
    """Another process holds the lock for longer than it is waited for."""


class LogUnwritable(LogError):
    """The disk is full, read-only or faulty; nothing was added."""


class Stopped(KeyboardInterrupt):
    """Ctrl-C before anything was written."""


class LogUnconfirmed(LogError):
    """The last flush failed: the record may or may not be on disk. Adding it again is safe."""


class ServerError(LogError):
    """The server of a shared log cannot be reached, refused what was asked of it, or did not answer in time."""


class ViewError(TimelineError):
    """A view is not known, is declared wrongly, or its own functions crashed."""


class FormatError(TimelineError):
    """A file to import, or a form of output, is not one that is known."""


class FileUnwritable(TimelineError):
    """A file for an answer, a figure, a page or an export could not be written; what stood there is as it was."""


class FileUnconfirmed(TimelineError):
    """Such a file was written, but the last flush failed: whether a power cut would leave it there is not known."""


class FigureError(TimelineError):
    """There is nothing to draw, or no way to draw it."""


def to_install(*libraries: str) -> str:
    """Give the command that installs libraries that are missing.

    They are named themselves, and not an extra of this package that brings them: that one works only in a clone.

    Args:
        libraries: The names under which they are imported; of ``package.module`` the package.

    >>> to_install("pyarrow.parquet", "psycopg")
    "pip install pyarrow 'psycopg[binary]'"
    """
    names = dict.fromkeys(library.partition(".")[0] for library in libraries)
    return " ".join(["pip install", *(_CALLED.get(name, name) for name in names)])


_CALLED: Final = {"psycopg": "'psycopg[binary]'"}
"""What pip calls libraries that are imported under other names, or that need a part of their own."""


class Finding(NamedTuple):
    """One fault, as a value: where it is, what it is, and how to mend it.

    ``file`` is relative to the log's folder, ``line`` counts from 1; both are None where the fault belongs to the
    whole log. ``code`` is a stable word in lower case with hyphens, for scripts. ``field`` is the path inside a record
    where the fault lies in one field.
    """

    code: str
    message: str
    file: str | None = None
    line: int | None = None
    fix: str | None = None
    field: str | None = None

    @property
    def where(self) -> str | None:
        """The place as ``file:line``, or None where there is none."""
        if self.file is None:
            return None
        return self.file if self.line is None else f"{self.file}:{self.line}"

    @property
    def row(self) -> dict[str, Any]:
        """The same as a row of ``check``."""
        return {"file": self.file, "line": self.line, "code": self.code, "message": self.message, "fix": self.fix}

    @property
    def fault(self) -> Fault:
        """The same as one of the faults of an error."""
        return Fault(what=self.message, file=self.file, line=self.line, field=self.field, fix=self.fix)
