"""What the records of a batch and of its log are called, and what a reference leads to among them.

Law of this module: the key of the batch comes before that of the log; an id or a name of the log before one by which
the batch calls a record of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from timeline.dates.suggest import did_you_mean
from timeline.errors import RecordError
from timeline.records.catalogue import KEY, Holdings
from timeline.records.drafts import Draft
from timeline.records.model import SOURCE_NAME
from timeline.records.places import Keyed
from timeline.records.references import Target
from timeline.records.strict_json import quoted


class Called:
    """The drafts of a batch by key, by the id that they had elsewhere, and by name; and those of the log."""

    def __init__(self, holdings: Holdings, drafts: Sequence[Draft]) -> None:
        self.holdings = holdings
        self.by_key = Keyed(drafts)
        self.by_name: dict[str, int] = {}
        self._by_given_id: dict[str, int] = {}
        self._meant: dict[str, tuple[str, str]] = {}

    def announce(self, place: int, draft: Draft) -> bool:
        """Let the others of the batch find a draft; say whether no other has its key."""
        key = draft.key
        is_first = not isinstance(key, str) or self.by_key.announce(key, place) == place
        if draft.id:
            self._by_given_id.setdefault(draft.id, place)
        if draft.kind == "source" and isinstance(name := draft.body.get("name"), str):
            self.by_name.setdefault(name, place)
        return is_first

    def is_source(self, name: str) -> bool:
        """Say whether a source is defined under a name."""
        return name in self.by_name or name in self.holdings.sources

    def source_meant(self, name: str) -> tuple[str, str]:
        """Say of a name that no source has what is wrong with it, and what to do; many drafts may have the same one."""
        if name not in self._meant:
            self._meant[name] = self._source_meant(name)
        return self._meant[name]

    def _source_meant(self, name: str) -> tuple[str, str]:
        define = f"timeline source {name} --publisher TEXT"
        if (gone := self.holdings.taken_back_by(name)) is not None:
            fix = f"`timeline retract {gone.id[:12]}` undoes that; or define it anew: {define}"
            return f"the source {quoted(name)} was taken back", fix
        if (kind := self.holdings.kind_by_id(name)) is not None:
            article = "an" if kind == "event" else "a"
            return f"{quoted(name)} is {article} {kind}, not a source", "name a source; `timeline sources` lists them"
        if SOURCE_NAME.fullmatch(name) is None:
            define = "under a short name of small letters, digits, dots, hyphens, underscores"
        known = self.by_name.keys() | self.holdings.sources.keys()
        return f"unknown source {quoted(name)}", did_you_mean(name, known) or f"define it first: {define}"

    def given(self, name: str) -> int | None:
        """Give the draft that had an id elsewhere; None where the log has that id itself."""
        return None if name in self.holdings.by_id else self._by_given_id.get(name)

    def find(self, text: str, drafts: Sequence[Draft]) -> Target:
        """Follow one reference: ``key:K``, a record's id or the start of it, ``ID#n``, or a source's name.

        Raises:
            RecordError: It leads nowhere, or to several.
        """
        name, mark, number = text.rpartition("#")
        if not mark or not number.isdigit() or number.startswith("0") or len(number) > 6:
            name, mark, number = text, "", ""
        if text.startswith(KEY):
            key = text.removeprefix(KEY)
            if key in self.by_key or key in self.holdings.by_key:
                name, mark, number = text, "", ""
        rest = mark + number
        if name.startswith(KEY):
            key = name.removeprefix(KEY)
            if (place := self.by_key.get(key)) is not None:
                return to_draft(drafts, place, rest)
            record = self.holdings.keyed(key, self.by_key)
            return Target(record.kind, record.body, id=record.id, rest=rest)
        if (place := self.given(name)) is not None:
            return to_draft(drafts, place, rest)
        if (place := self.by_name.get(name)) is not None and name not in self.holdings.sources:
            return to_draft(drafts, place, rest)
        record = self.holdings.find(name)
        return Target(record.kind, record.body, id=record.id, rest=rest)

    def aim(self, correction: Mapping[str, Any], target: Target, drafts: Sequence[Draft]) -> Target | None:
        """Find what a correction will be about once another one corrects it; None of any other target, or nowhere."""
        if target.kind != "correction" or target.body is None:
            return None
        name = correction["set"].get("target", target.body["target"])
        if not isinstance(name, str):
            return None
        try:
            return self.find(name, drafts)
        except RecordError:
            return None


def to_draft(drafts: Sequence[Draft], place: int, rest: str) -> Target:
    """Give a draft of the batch as what a reference leads to."""
    return Target(drafts[place].kind, drafts[place].body, place=place, rest=rest)
