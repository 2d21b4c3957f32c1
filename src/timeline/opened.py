"""A log on disk as it is read: again when its files change, from its index where that pays.

Law of this module: it opens files and reads the clock, and answers nothing.
"""

from __future__ import annotations

import datetime as dt
import functools
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import attrs
import msgspec

from timeline.dates.calls import explained_as
from timeline.named import NamedTuple
from timeline.store import names, settings, upkeep
from timeline.store.basis import Basis, Indexed, Whole, whole
from timeline.store.log import LogFiles, Reading
from timeline.store.marks import Mark, are_settled

if TYPE_CHECKING:
    from timeline.store.index import Look
    from timeline.views.table import ViewSpec


class _Kept(NamedTuple):
    """A log as it was read last.

    ``seen`` are its files as they looked before; None where the log may become another without their looking so: they
    were touched a moment ago, something else stands in the place of one, or git told what it holds.
    """

    skips_bad: bool
    seen: Mapping[str, Mark] | None
    whole: Whole


@explained_as("Log")
class Opened:
    """The part of a log that reads its files.

    A reading is kept until the files are touched.
    """

    def __init__(self, files: LogFiles) -> None:
        self.files = files
        self._reading: _Kept | None = None
        self._indexed: tuple[object, Indexed] | None = None
        self._views: tuple[object, dict[str, ViewSpec]] | None = None
        self._declared: tuple[object, Callable[[], dict[str, ViewSpec]]] | None = None
        self._watch = upkeep.Watch(files.folder)
        self._turns = files.turns
        self._person: str | None = None
        """Who writes where nobody says so."""

    def __repr__(self) -> str:
        return f"<timeline log {self.files.folder}>"

    def read(self) -> Reading:
        """Read and verify every line.

        Raises:
            LogBroken: A line is damaged or was altered.
        """
        return self._read().reading

    def views(self) -> dict[str, ViewSpec]:
        """Give the views that ``timeline.toml`` declares, by name."""
        from timeline.views.specs import view_specs  # noqa: PLC0415 - a list of events never asks

        seen = upkeep.settled_settings(self.files.folder)
        if self._views is None or seen is None or self._views[0] != seen:
            self._views = (seen, view_specs(self.files.settings()))
        return dict(self._views[1])

    def _declaring(self) -> Callable[[], dict[str, ViewSpec]]:
        """Give what reads the views once: the same for all questions between which nobody touched the settings."""
        seen = self._watch.seen
        if seen is None or self._declared is None or self._declared[0] != seen.settings:
            self._declared = (seen and seen.settings, functools.cache(self.views))
        return self._declared[1]

    def _read(self, *, skip_bad: bool = False, look: Look | None = None) -> Whole:
        """Read the whole log; where it is told how its files were seen, as it was then."""
        with self._turns.turn():
            return self._read_in_turn(skip_bad=skip_bad, look=look)

    def _read_in_turn(self, *, skip_bad: bool, look: Look | None) -> Whole:
        now_ns, seen = time.time_ns(), names.look(self.files.folder)
        if look is not None and seen != look:
            return whole(self.files, look, skip_bad=skip_bad)
        kept = self._reading
        if kept is not None and seen is not None and (kept.skips_bad, kept.seen) == (skip_bad, seen):
            return kept.whole
        found = whole(self.files, look, skip_bad=skip_bad)
        if kept is not None and kept.skips_bad == skip_bad and kept.whole.reading == found.reading:
            found = kept.whole  # whose records are put in order already
        is_sure = seen is not None and are_settled(seen.values(), now_ns) and not found.reading.rests_on_git
        self._reading = _Kept(skip_bad, seen if is_sure else None, found)
        return found

    def _basis(self, *, skip_bad: bool) -> Basis:
        """Give what a question rests on: the index where it pays and can be used, else the whole log.

        Raises:
            LogBroken: A line is damaged, and the question does not skip it.
        """
        with self._turns.turn():
            return self._found(skip_bad=skip_bad)

    def _found(self, *, skip_bad: bool) -> Basis:
        def load(look: Look) -> Whole:
            return self._read(skip_bad=skip_bad, look=look)

        seen = self._watch.settled()
        if self._indexed is not None and seen is not None and self._indexed[0] == seen:
            return self._indexed[1]
        settings.require_format(self.files.folder)
        found = upkeep.ready(self.files)
        if isinstance(found, tuple):
            index, now = found
            basis = Indexed(index=index, ready=now, load=load, notes=(*now.notes, *now.lacks))
            self._indexed = None if seen is None or now.notes else (seen, basis)
            return basis
        read = self._read(skip_bad=skip_bad)
        if found is None:
            return read
        return attrs.evolve(read, reading=msgspec.structs.replace(read.reading, notes=(*read.reading.notes, found)))


def utc_day() -> dt.date:
    """Give the day that the clock shows, UTC."""
    return dt.datetime.now(dt.UTC).date()
