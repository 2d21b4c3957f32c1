"""What is added to a log: each record as people give it, read into a body.

Law of this module: each method says a record's fields in Python, and hands them on to :mod:`timeline.store.add`, which
decides. It returns once the records are durable.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias, TypedDict, Unpack, overload

import msgspec

from timeline.dates.calls import explained_as
from timeline.opened import Opened, utc_day
from timeline.records.model import Fact, Origin, Report
from timeline.views import arguments, given
from timeline.views.arguments import reason, text
from timeline.views.given import Day, date, fact_bodies, origin_body, via_body

if TYPE_CHECKING:
    from timeline.records.drafts import Draft
    from timeline.store.add import Added, First, Outcome, Trial
    from timeline.store.log import Admit
    from timeline.store.redact import Redacted

Several: TypeAlias = list[str] | tuple[str, ...]
"""Several records, each by its id or the beginning of it, a source's name, or ``key:K``."""
Facts: TypeAlias = Mapping[str, Any] | Sequence[Fact | Mapping[str, Any]]
"""Facts, each whole or as ``{"ENTITY.PROPERTY": value}``."""


class _Dated(TypedDict, total=False):
    reported: Day | None
    source: str | None
    key: str | None
    by: str | None
    dry_run: bool


class _Said(TypedDict, total=False):
    stance: str | None
    reported: Day | None
    quote: str | None
    via: str | Iterable[str]
    origin: str | Origin | None
    interested: bool
    because: str | None
    key: str | None
    by: str | None
    dry_run: bool


@explained_as("Log")
class Recording(Opened):
    """The part of a log that adds."""

    def add(
        self,
        title: str,
        *,
        type: str | None = None,  # noqa: A002 - the field's name
        occurred: Day | None = None,
        said: str | None = None,
        text: str | None = None,
        links: str | Mapping[str, str] | Iterable[str | Mapping[str, str]] = (),
        facts: Facts = (),
        failed: Facts | None = None,
        planned: Facts | None = None,
        possible: Facts | None = None,
        ended: Facts | None = None,
        sources: str | Iterable[str] = (),
        reported: Day | None = None,
        reports: Report | Mapping[str, Any] | Iterable[Report | Mapping[str, Any]] = (),
        tags: str | Iterable[str] = (),
        data: Any = None,
        because: str | None = None,
        key: str | None = None,
        by: str | None = None,
        dry_run: bool = False,
    ) -> Added:
        """Add an event.

        Args:
            title: What is said to have happened.
            type: Its type, dotted: ``training.failed``.
            occurred: When, as EDTF.
            said: The words of the source.
            text: A longer account, in plain text.
            links: Addresses to read more at, each as a text or as ``{"url", "title"}``; one alone is one of them.
            facts: ``{"ENTITY.PROPERTY": value}``, split at the last dot; or whole facts.
            failed: Facts of mode *failed*.
            planned: Facts of mode *planned*.
            possible: Facts of mode *possible*.
            ended: Facts of mode *ended*: values that were over by then, each of them named.
            sources: Names, or ``NAME:STANCE``; a text alone is one, here and in ``tags``.
            reported: When each of these sources said so, where that is not the day on which it was published; without
                any source, when it was reported by nobody in particular.
            reports: Whole reports, for what ``sources`` cannot say.
            tags: Any words to select by.
            data: Free JSON, or an object of the class that is registered for the type; see
                :func:`timeline.register_payload`.
            because: Why; it is kept, and left out of what is made for the public.
            key: A key of your own: adding again under the same key adds nothing.
            by: Who writes; by default as the command line decides.
            dry_run: Say what would be added, its ``notes`` among it, and write nothing; so in every method that adds.
                What :meth:`redact` would add is told by :meth:`write` of a redaction.

        Raises:
            DateError: A date is not EDTF.
            RecordError: A field is wrong, or a source is not known; nothing was added.
        """
        body = {
            "title": title,
            "type": type,
            "occurred": self._date(occurred, "occurred"),
            "said": said,
            "text": text,
            "links": given.link_bodies(links),
            "facts": [
                *fact_bodies(facts, None),
                *fact_bodies(failed, "failed", where="failed"),
                *fact_bodies(planned, "planned", where="planned"),
                *fact_bodies(possible, "possible", where="possible"),
                *fact_bodies(ended, "ended", where="ended"),
            ],
            "reports": list(given.report_bodies(sources, reports, self._date(reported, "reported"))),
            "tags": list(arguments.several(tags, "tags")),
            "data": data,
            "because": _why(because),
            "key": key,
        }
        return self.write([("event", body)], by=by, dry_run=dry_run)[0]

    def source(
        self,
        name: str,
        *,
        publisher: str | None = None,
        title: str | None = None,
        url: str | None = None,
        published: Day | None = None,
        via: str | Iterable[str] = (),
        origin: str | Origin | None = None,
        interested: bool = False,
        retrieved: Day | None = None,
        because: str | None = None,
        key: str | None = None,
        by: str | None = None,
        dry_run: bool = False,
    ) -> Added:
        """Add a source: a publication, by a short name."""
        body = {
            "name": name,
            "publisher": publisher,
            "title": title,
            "url": url,
            "published": self._date(published, "published"),
            "via": via_body(via),
            "origin": origin_body(origin, interested=interested),
            "retrieved": self._date(retrieved, "retrieved"),
            "because": _why(because),
            "key": key,
        }
        return self.write([("source", body)], by=by, dry_run=dry_run)[0]

    @overload
    def report(self, event: str, source: str | None = None, **said: Unpack[_Said]) -> Added: ...

    @overload
    def report(self, event: Several, source: str | None = None, **said: Unpack[_Said]) -> tuple[Added, ...]: ...

    def report(
        self,
        event: str | Several,
        source: str | None = None,
        *,
        stance: str | None = None,
        reported: Day | None = None,
        quote: str | None = None,
        via: str | Iterable[str] = (),
        origin: str | Origin | None = None,
        interested: bool = False,
        because: str | None = None,
        key: str | None = None,
        by: str | None = None,
        dry_run: bool = False,
    ) -> Added | tuple[Added, ...]:
        """Add one more report on an event; on each of several, all or none."""
        body = {
            "source": source,
            "stance": stance,
            "reported": self._date(reported, "reported"),
            "quote": quote,
            "via": via_body(via),
            "origin": origin_body(origin, interested=interested),
            "because": _why(because),
            "key": key,
        }
        return self._each("report", "event", event, body, by=by, dry_run=dry_run)

    @overload
    def correct(self, target: str, set: Mapping[str, Any], *, because: str, **by: Unpack[_Dated]) -> Added: ...

    @overload
    def correct(
        self, target: Several, set: Mapping[str, Any], *, because: str, **by: Unpack[_Dated]
    ) -> tuple[Added, ...]: ...

    def correct(
        self,
        target: str | Several,
        set: Mapping[str, Any],  # noqa: A002 - the field's name
        *,
        because: str,
        reported: Day | None = None,
        source: str | None = None,
        key: str | None = None,
        by: str | None = None,
        dry_run: bool = False,
    ) -> Added | tuple[Added, ...]:
        """Correct fields of a record; of several the same fields, in all or none.

        Without ``reported`` and ``source`` it mends our own mistake.
        """
        body = {
            "set": given.set_body(set, today=utc_day()),
            "because": _why(because),
            "reported": self._date(reported, "reported"),
            "source": source,
            "key": key,
        }
        return self._each("correction", "target", target, body, by=by, dry_run=dry_run)

    @overload
    def retract(self, target: str, *, because: str | None = None, **by: Unpack[_Dated]) -> Added: ...

    @overload
    def retract(self, target: Several, *, because: str | None = None, **by: Unpack[_Dated]) -> tuple[Added, ...]: ...

    def retract(
        self,
        target: str | Several,
        *,
        because: str | None = None,
        reported: Day | None = None,
        source: str | None = None,
        key: str | None = None,
        by: str | None = None,
        dry_run: bool = False,
    ) -> Added | tuple[Added, ...]:
        """Take a record back, or several, all or none; retracting the retraction puts it in force again."""
        body = {"because": _why(because), "reported": self._date(reported, "reported"), "source": source, "key": key}
        return self._each("retraction", "target", target, body, by=by, dry_run=dry_run)

    def link(
        self,
        from_: str,
        rel: str,
        to: str,
        *,
        because: str | None = None,
        reported: Day | None = None,
        source: str | None = None,
        key: str | None = None,
        by: str | None = None,
        dry_run: bool = False,
    ) -> Added:
        """Relate two events; with ``same-origin`` two names of origins, with ``same-entity`` two of an entity."""
        body = {
            "from": from_,
            "rel": rel,
            "to": to,
            "because": _why(because),
            "reported": self._date(reported, "reported"),
            "source": source,
            "key": key,
        }
        return self.write([("link", body)], by=by, dry_run=dry_run)[0]

    def redact(
        self,
        target: str,
        *,
        because: str,
        key: str | None = None,
        by: str | None = None,
        clock_is_right: bool = False,
    ) -> Redacted:
        """Remove the text of a record from the log's files; its id, place and hash stay. It cannot be undone.

        Args:
            target: The record's id or the beginning of it, a source's name, or ``key:K``.
            because: Why; it is kept.
            key: A key of your own: adding again under the same key adds nothing.
            by: Who writes; by default as the command line decides.
            clock_is_right: Accept a clock that stands more than a day before the newest record.

        Returns:
            The redaction, the ``files`` that the text was taken out of, and in ``stays`` where it may still stand:
            kept copies, git's history, clones, exports.

        Raises:
            RecordError: No record is meant, or it cannot be redacted; nothing was written.
            LogUnwritable: The disk refused; where ``unwritten`` is not set, redacting again goes on where this ended.
            LogUnconfirmed: A flush failed; redacting again is safe.
        """
        from timeline.store.redact import redact  # noqa: PLC0415

        return redact(
            self.files,
            text(target, "target"),
            because=reason(because),
            by=self._writer(by),
            key=None if key is None else text(key, "key"),
            clock_is_right=arguments.flag(clock_is_right, "clock_is_right"),
        )

    def attach(
        self,
        source: str,
        file: str | os.PathLike[str],
        *,
        retrieved: Day | None = None,
        url: str | None = None,
        media_type: str | None = None,
        limit_mb: float = 64,
        because: str | None = None,
        key: str | None = None,
        by: str | None = None,
        clock_is_right: bool = False,
        dry_run: bool = False,
    ) -> Added:
        """Keep a copy of what a source said, beside the log, and add the capture that names it.

        Args:
            source: Its name, or the beginning of its id.
            file: A regular file.
            retrieved: When the copy was taken: what the source says was public by then.
            url: The address that it was taken from.
            media_type: By default as its first bytes and its ending tell.
            limit_mb: How large the file may be, in millions of bytes.
            because: Why; it is kept.
            key: A key of your own: adding again under the same key adds nothing.
            by: Who writes; by default as the command line decides.
            clock_is_right: Accept a clock that stands more than a day before the newest record.
            dry_run: Say what would be added; keep no copy, and write nothing.

        Raises:
            FormatError: The file cannot be read, or is larger than the limit.
            RecordError: There is no such source.
        """
        from timeline.store.attach import attachment_to  # noqa: PLC0415 - only writing asks

        day = self._date(retrieved, "retrieved")
        with arguments.named({"FILE": "file", "SOURCE": "source", "--media-type": "media_type"}):
            found = attachment_to(
                self.files,
                text(source, "source"),
                arguments.path(file, "file"),
                retrieved=day,
                url=None if url is None else text(url, "url"),
                type_=None if media_type is None else text(media_type, "media_type"),
                limit_mb=arguments.number(limit_mb, "limit_mb"),
                fields={"because": _why(because), "key": None if key is None else text(key, "key")},
            )
        return self._put(
            [found.draft],
            by=by,
            clock_is_right=clock_is_right,
            dry_run=dry_run,
            admit=found.admit,
            first=found.keeping,
        )[0]

    def write(
        self,
        records: Iterable[tuple[str, Mapping[str, Any]]],
        *,
        by: str | None = None,
        clock_is_right: bool = False,
        dry_run: bool = False,
    ) -> tuple[Added, ...]:
        """Add several records, all or none; each is a kind and a body, empty fields aside.

        Within them a record may point to another by ``key:K``.

        Args:
            records: The kinds and the bodies, in the order of writing.
            by: Who writes; by default as the command line decides.
            clock_is_right: Accept a clock that stands more than a day before the newest record.
            dry_run: Say what would be added, and write nothing.

        Returns:
            What became of each record, in their order. Of what *would be added*, the id and the stamp are made up.
        """
        from timeline.records.drafts import Draft  # noqa: PLC0415 - only writing asks

        drafts = [Draft(kind=kind, body=body) for kind, body in given.drafted(records)]
        return self._put(drafts, by=by, clock_is_right=clock_is_right, dry_run=dry_run)

    def _put(
        self,
        drafts: Sequence[Draft],
        *,
        by: str | None,
        clock_is_right: bool,
        dry_run: bool,
        admit: Admit | None = None,
        first: First | None = None,
    ) -> tuple[Added, ...]:
        """Add drafts, all or none, and say what became of each; or say what would."""
        right, is_dry = arguments.flag(clock_is_right, "clock_is_right"), arguments.flag(dry_run, "dry_run")
        by = self._writer(by)
        if is_dry:
            return noted(self.files.try_adding(drafts, by=by, clock_is_right=right, admit=admit), is_written=False)
        return noted(self.files.append(drafts, by=by, clock_is_right=right, admit=admit, first=first))

    def _each(
        self,
        kind: str,
        field: str,
        targets: str | Several,
        body: Mapping[str, Any],
        *,
        by: str | None,
        dry_run: bool,
    ) -> Added | tuple[Added, ...]:
        """Add a record of a kind for one target, or for each of several, all or none, in their order."""
        several = targets if isinstance(targets, list | tuple) else [targets]
        found = self.write([(kind, {field: one, **body}) for one in several], by=by, dry_run=dry_run)
        return found if several is targets else found[0]

    def _writer(self, by: str | None) -> str:
        """Say who writes; git is asked once for an open log, as that costs more than an append."""
        from timeline.store.writer import writer  # noqa: PLC0415 - only writing asks

        if by is not None or os.environ.get("TIMELINE_BY"):
            return writer(None if by is None else text(by, "by"), os.environ, self.files.folder)
        if self._person is None:
            self._person = writer(None, os.environ, self.files.folder)
        return self._person

    def _date(self, value: Day | None, where: str) -> str | None:
        return None if value is None else date(value, today=utc_day(), where=where).text


def _why(because: str | None) -> str | None:
    """Read a reason, where one is given."""
    return None if because is None else reason(because)


def noted(found: Outcome | Trial, *, is_written: bool = True) -> tuple[Added, ...]:
    """Give what was added, or would be, each with what to look at again in it."""
    from timeline.records.drafts import WOULD  # noqa: PLC0415 - only writing asks
    from timeline.views.remarks import remarks  # noqa: PLC0415

    notes: dict[str, tuple[str, ...]] = {}
    done = "added" if is_written else WOULD
    for one in remarks(found.before, found.added.new, in_use=found.in_use, is_written=is_written, knew=found.knew):
        notes[one.record] = (*notes.get(one.record, ()), one.text)
    return tuple(
        msgspec.structs.replace(one, notes=notes[one.id]) if one.status == done and one.id in notes else one
        for one in found.added
    )
