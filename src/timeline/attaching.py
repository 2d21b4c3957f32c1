"""Keep a copy of what a source said, beside the log, and let the source name it.

Law of this module: the copy is named by a correction of ours, for the source was read all along; all that is decided
before anything is written, and the copy is there before the record that names it.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any, Final

import attrs

from timeline import incoming, intake
from timeline.archives import MEDIA_TYPE, media_type, named, place_of
from timeline.captures import Keeping
from timeline.errors import FormatError, RecordError
from timeline.holdings import Holdings
from timeline.intake import Decision, Draft
from timeline.model import Correction, Record, Source
from timeline.strict import quoted

LIMIT_MB: Final = 64
_START: Final = 512


@attrs.frozen(kw_only=True)
class Attachment:
    """A copy to keep, and the correction that will name it, of which source; ``there`` is who does so already."""

    keeping: Keeping
    draft: Draft
    source: Source
    there: Record | None

    def admit(self, records: Sequence[Record], drafts: Sequence[Draft]) -> tuple[Decision, ...]:
        """Decide as `intake` does; and write nothing where the source names the copy already, in whatever record."""
        decisions = intake.admit(records, drafts)
        if self.there is None:
            return decisions
        return tuple(attrs.evolve(decision, there=decision.there or self.there.id) for decision in decisions)


def attachment(
    records: Sequence[Record],
    source: str,
    file: str,
    *,
    retrieved: str | None = None,
    type_: str | None = None,
    limit_mb: int = LIMIT_MB,
    fields: dict[str, Any] | None = None,
) -> Attachment:
    """Read a file, and say what attaching it to a source will write.

    Args:
        records: The log, by (recorded, id).
        source: Its name, or the beginning of its id.
        file: A regular file.
        retrieved: When the publication was read, in EDTF.
        type_: The media type, where its ending and first bytes do not tell it.
        limit_mb: How large the file may be.
        fields: More fields of the correction.

    Raises:
        RecordError: There is no such source.
        FormatError: The file is not one that can be kept.
    """
    holdings = Holdings(records)
    record, content = _source(holdings, source)
    if type_ is not None and not MEDIA_TYPE.fullmatch(type_):
        raise FormatError(f"{quoted(type_)} is no media type", where="--media-type", fix="write it as text/html")
    data = incoming.read(file, limit=limit_mb * incoming.MB, split="keep a smaller copy, or raise --limit-mb")
    if not data:
        raise FormatError(f"{quoted(file)} is empty: there is nothing to keep", where="FILE", unwritten=True)
    keeping = Keeping.of(data)
    found = type_ or media_type(os.path.basename(file), data[:_START])  # noqa: PTH119 - a text, as in `log`
    archive = {"sha256": keeping.sha256, "media_type": found, "path": place_of(keeping.sha256)}
    said = {"archive": archive} | ({"retrieved": retrieved} if retrieved is not None else {})
    draft = Draft(kind="correction", body={"target": record.id, "set": said, **(fields or {})})
    known = holdings.effective(record)
    there = None
    if all(known.get(name) == value for name, value in said.items()):
        there = [one for one in named(records)[keeping.sha256] if _is_about(one, record)][-1]
    return Attachment(keeping=keeping, draft=draft, source=content, there=there)


def _source(holdings: Holdings, text: str) -> tuple[Record, Source]:
    record = holdings.find(text)
    if isinstance(record.content, Source):
        return record, record.content
    what = f"{quoted(text)} is {'redacted' if record.body is None else f'no source, but of the kind {record.kind}'}"
    raise RecordError(what, where="SOURCE", fix="name a source; `timeline sources` lists them", unwritten=True)


def _is_about(one: Record, source: Record) -> bool:
    return one.id == source.id or (isinstance(one.content, Correction) and one.content.target == source.id)
