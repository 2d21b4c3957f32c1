"""The history of a file or folder in git: an event for each commit, reported by the commit itself.

Law of this module: what happened is dated by the author, what became public by the commit; both in UTC. Nothing in the
repository is run.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from timeline.text.incoming.drafted import Drafted, one_line
from timeline.text.incoming.pages import Page
from timeline.text.incoming.pieces import Pieces
from timeline.text.incoming.values import Asked, Brought

FORMAT: Final = "%H%x00%an%x00%at%x00%ct%x00%s%x00%b%x00%x01"
"""What git is asked for of each commit: hash, author, both times, subject and text."""
_FIELDS: Final = 6


def read(content: Pieces, name: str, asked: Asked) -> Brought:
    """Read what git told of its commits, in FORMAT, the newest first; the oldest comes in first."""
    drafted = Drafted(name, asked)
    commits = [part.lstrip(b"\n") for part in content.whole(name).split(b"\x01") if part.strip()][::-1]
    for number, commit in enumerate(commits):
        drafted.tick(number, len(commits))
        fields = [field.decode("utf-8", "replace") for field in commit.split(b"\0")]
        if len(fields) < _FIELDS:
            drafted.fault(f"commit {number + 1}", "git did not tell it whole", "ask again")
            continue
        try:
            _commit(fields, drafted)
        except (ValueError, OverflowError, OSError):
            drafted.fault(f"commit {number + 1}", "git told a time that is none", "ask again")
    return drafted.brought()


def _commit(fields: list[str], drafted: Drafted) -> None:
    hash_, author, written, committed, subject, text = fields[:_FIELDS]
    place = f"commit {hash_[:12]}"
    title = one_line(subject) or f"commit {hash_[:12]}"
    page = Page(name=f"commit-{hash_[:12]}", publisher=one_line(author), title=title, published=_moment(committed))
    source = drafted.source(page, place)
    body = {
        "title": title,
        "type": "commit",
        "occurred": _moment(written),
        "text": text.replace("\r", "").strip(),
        "reports": [{"source": source}] if source else [],
        "key": f"commit {hash_}",
    }
    drafted.add("event", body, place)


def _moment(seconds: str) -> str:
    return dt.datetime.fromtimestamp(int(seconds), dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
