"""Logs that are shared on a server, for the tests of that."""

import itertools
import random
import sys
from pathlib import Path

import attrs

from builders import A_MOMENT_US, a_draft, segments_of
from timeline.records import line
from timeline.records.cut import cut
from timeline.store import check, redact
from timeline.store.checkpoints import write
from timeline.store.log import LogFiles
from timeline.store.server.pull import pull
from timeline.store.server.push import push


def told(text):
    """Say a count, for who runs it with -s."""
    sys.stdout.write(f"{text}\n")


HARMLESS = {"capture-missing"}
SECRET = "a private address stood here"


def lines_of(log):
    """The lines of a log, each once; of a record that stands redacted anywhere only that form."""
    every = [line for data in segments_of(log).values() for line in data.splitlines()]
    gone = {line[:72] for line in every if b'"body_sha256":"' in line[:600] and b'"body":' not in line}
    return {line for line in every if line[:72] not in gone or b'"body":' not in line}


def ids_of(log):
    return [line[7:71].decode() for data in segments_of(log).values() for line in data.splitlines()]


def lines_on(server, database):
    with server.connect(database) as connection:
        return {row[0].encode() for row in connection.execute("select line from timeline.line")}


def findings_of(log):
    return [one for one in check.check(log).findings if one.code not in HARMLESS]


def put(owner, *, parents, body, recorded, kind="event"):
    """Put a line on a server that proves its id, whatever it says: as a client of another make would."""
    new, text = line.encode(parents=parents, recorded=recorded, by="eve", kind=kind, body=body, salt="0" * 32)
    parts = cut(text)
    owner.execute(
        "create temporary table if not exists incoming "
        "(id bytea, head bytea, salt bytea, body bytea, body_sha256 bytea); truncate pg_temp.incoming"
    )
    owner.execute(
        "insert into pg_temp.incoming values (%s, %s, %s, %s, %s)",
        [bytes.fromhex(new), parts.head, parts.salt, parts.body, parts.body_sha256],
    )
    assert owner.execute("select added from timeline.append()").fetchone() == (1,)
    return new


@attrs.define
class Sharer:
    """One person with a directory, and the address of a server."""

    log: LogFiles
    name: str
    address: str
    step: itertools.count
    chance: random.Random

    @classmethod
    def begin(cls, folder, name, address, step, seed=0):
        Path(folder).mkdir(parents=True, exist_ok=True)
        log = LogFiles.create(Path(folder) / name / "events", title="A story")
        return cls(log, name, address, step, random.Random(f"{seed} {name}"))

    def now(self):
        return A_MOMENT_US + next(self.step) * 1_000_000

    def salt(self):
        return f"{self.chance.getrandbits(128):032x}"

    def add(self, *drafts):
        """Add as one batch; as a new run would, outside git."""
        self.log.own = None
        return self.log.append(drafts, by=self.name, now=self.now(), salt=self.salt).added

    def tell(self, count=1, title=None):
        n = next(self.step)
        drafts = [
            a_draft(title=title or f"{self.name} tells {n}.{k} — «ü»\n".strip(), said=f"said {n} \\ {k}")
            for k in range(count)
        ]
        return self.add(*drafts)

    def redact(self, record_id):
        self.log.own = None
        return redact.redact(self.log, record_id, because="asked to", by=self.name, now=self.now())

    def checkpoint(self):
        return write(self.log, now=self.now())

    def push(self, **how):
        return push(self.log, self.address, **how)

    def pull(self, **how):
        return pull(self.log, self.address, **how)
