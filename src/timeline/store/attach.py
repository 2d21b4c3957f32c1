"""Keep a copy of what a source said, beside the log, and let a capture name it.

Law of this module: a copy is one more record, and changes nothing that was said before. What is written is decided
under the lock, by the records that are there then; and the copy is there before the record that names it.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import attrs
import msgspec

from timeline.dates.values import NEVER_BEFORE, Moment
from timeline.dates.written import WrittenDate
from timeline.errors import FormatError, RecordError
from timeline.records import admission
from timeline.records.archives import MEDIA_TYPE, archives_in, media_type, place_of
from timeline.records.catalogue import Holdings
from timeline.records.drafts import Decision, Draft
from timeline.records.model import Record, Source, with_dates
from timeline.records.strict_json import quoted
from timeline.store import ground, incoming
from timeline.store.captures import Keeping

if TYPE_CHECKING:
    from timeline.store.log import LogFiles

LIMIT_MB: Final = 64
_SMALLER: Final = "keep a smaller copy, or raise the limit: --limit-mb, in Python limit_mb="
_START: Final = 512


@attrs.frozen(kw_only=True)
class Copy:
    """A copy of a source that a live record names: which bytes, and the day on which it was taken, if that is said."""

    sha256: str
    retrieved: str | None
    is_kept: bool
    record: Record

    @property
    def words(self) -> str:
        """Name it: ``the copy of 2026-05-01``."""
        if self.retrieved is not None:
            return f"the copy of {self.retrieved}"
        return f"the copy that was recorded on {self.record.recorded[:10]}"

    @property
    def place(self) -> tuple[Moment, tuple[str, str]]:
        """Its place among the copies of its source: by the last moment at which it can have been taken."""
        return (self.record.recorded_at if self.retrieved is None else _latest(self.retrieved), self.record.order)


@attrs.frozen(kw_only=True)
class Attachment:
    """A copy to keep, and the capture that will name it; ``compared`` says how it is to the copy before, if any is."""

    keeping: Keeping
    draft: Draft
    source: Source
    compared: str | None

    def admit(self, records: Sequence[Record], drafts: Sequence[Draft], /, *, holdings: Holdings) -> Sequence[Decision]:
        """Decide as `intake` does; and write nothing where a copy of that source, bytes and day is named already.

        Bytes that are kept already, without a day to them, say nothing new.
        """
        decisions = admission.admit(records, drafts, holdings=holdings)
        retrieved = self.draft.body.get("retrieved")
        there = [
            copy.record.id
            for copy in copies_of(holdings, self.source.name)
            if copy.is_kept and copy.sha256 == self.keeping.sha256 and retrieved in (None, copy.retrieved)
        ]
        if not there:
            return decisions
        return tuple(msgspec.structs.replace(decision, there=decision.there or there[0]) for decision in decisions)


def attachment_to(log: LogFiles, source: str, file: str, **how: Any) -> Attachment:
    """Read a file, and say what attaching it to a source of a log will write, as :func:`attachment` does."""
    part = ground.records_of(log, source)
    if part is not None:
        with contextlib.suppress(RecordError):  # the whole log words it
            return attachment(part, source, file, **how)
    return attachment(log.read().records, source, file, **how)


def attachment(
    records: Sequence[Record],
    source: str,
    file: str,
    *,
    retrieved: str | None = None,
    url: str | None = None,
    type_: str | None = None,
    limit_mb: float = LIMIT_MB,
    fields: dict[str, Any] | None = None,
) -> Attachment:
    """Read a file, and say what attaching it to a source, by its name or the beginning of its id, will write.

    ``type_`` is the media type, where its ending and first bytes do not tell it; ``fields`` are more fields of the
    capture.

    Raises:
        RecordError: There is no such source.
        FormatError: The file is not one that can be kept.
    """
    holdings = Holdings(records)
    content = _source(holdings, source)
    if type_ is not None and not MEDIA_TYPE.fullmatch(type_):
        raise FormatError(f"{quoted(type_)} is not a media type", where="--media-type", fix="write it as text/html")
    data = incoming.read(file, limit=max(0, int(limit_mb * 1_000_000)), split=_SMALLER)
    if not data:
        raise FormatError(f"{quoted(file)} is empty: there is nothing to keep", where="FILE", unwritten=True)
    keeping = Keeping.of(data)
    found = type_ or media_type(os.path.basename(file), data[:_START])  # noqa: PTH119 - a text, as in `log`
    said = {"source": content.name, "retrieved": retrieved, "sha256": keeping.sha256, "media_type": found}
    said |= {"path": place_of(keeping.sha256), "url": url, **(fields or {})}
    return Attachment(
        keeping=keeping,
        draft=Draft(kind="capture", body={name: value for name, value in said.items() if value is not None}),
        source=content,
        compared=compared(copies_of(holdings, content.name), keeping.sha256, with_dates(retrieved, "retrieved")),
    )


def copies_of(holdings: Holdings, name: str) -> list[Copy]:
    """Find the copies of a source that live records name, the one that was taken first at first.

    They are those of its captures, as corrected, and the one in the source's own fields.
    """
    found = []
    for record in holdings.by_id.values():
        if record.kind == "capture" and holdings.is_live(record):
            body = holdings.effective(record)
            if body["source"] == name:
                found.append(_copy(record, body, body.get("retrieved")))
    if (source := holdings.sources.get(name)) is not None:
        body = holdings.effective(source)
        found += [_copy(source, archive, body.get("retrieved")) for _, archive in archives_in("source", body)]
    return sorted(found, key=lambda copy: copy.place)


def compared(copies: Sequence[Copy], sha256: str, retrieved: str | None) -> str | None:
    """Say whether bytes are those of the copy before; and where they are not, whether they are those of another one.

    The copy before is the last one that was taken by the same day; without such a one, the first one after it; without
    a day, the last of all.
    """
    if not copies:
        return None
    by_then = [copy for copy in copies if retrieved is None or copy.place[0] <= _latest(retrieved)]
    before = by_then[-1] if by_then else copies[0]
    if before.sha256 == sha256:
        return f"same bytes as {before.words}"
    same = [copy for copy in copies if copy.sha256 == sha256]
    other = f"other bytes than {before.words}"
    return f"{other}; the same as {same[-1].words}" if same else other


def _copy(record: Record, archive: Any, retrieved: str | None) -> Copy:
    return Copy(
        sha256=str(archive.get("sha256")),
        retrieved=with_dates(retrieved, "retrieved"),
        is_kept=archive.get("path") is not None,
        record=record,
    )


def _latest(text: str) -> Moment:
    """Give the last moment that a date can mean; what is no date is refused where the capture is."""
    return text.meaning.span.hi if isinstance(text, WrittenDate) else NEVER_BEFORE


def _source(holdings: Holdings, text: str) -> Source:
    try:
        record = holdings.find(text)
    except RecordError as error:
        error.where = error.where or "SOURCE"
        raise
    if isinstance(record.content, Source):
        return record.content
    what = f"{quoted(text)} is {'redacted' if record.body is None else f'no source, but of the kind {record.kind}'}"
    raise RecordError(what, where="SOURCE", fix="name a source; `timeline sources` lists them", unwritten=True)
