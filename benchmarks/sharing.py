"""Push a log of 100,000 records to a PostgreSQL server, beside PostgreSQL's own COPY of the same bytes, in one run.

    .venv/bin/python benchmarks/sharing.py [RECORDS [ROUNDS]]

Wall time on a busy machine says little, so beside it stands what the processors did: this process and every process of
the server together. Every server here flushes as it does in earnest. Three tables stand for COPY:

- `bare` is one column and nothing else;
- `keyed` the same with the ids as a key, which is the least that keeps one record from being there twice;
- `guarded` has the columns, the key and the constraints of the table to which a push goes, so that PostgreSQL proves
  each line, but knows nothing of parents, heads, batches and redactions.

The bytes of COPY lie ready, in the order of the log: to put them in that of the key is a part of a push. Each round
begins with empty tables. A push is timed as a call, from a log whose files were proved before and from one that it
proves itself.
"""

import contextlib
import os
import statistics
import struct
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

import made
import servers
from timeline.store.log import LogFiles
from timeline.store.server import schema, wire
from timeline.store.server.address import Address
from timeline.store.server.connection import connected
from timeline.store.server.pull import pull
from timeline.store.server.push import push

HEADER, TRAILER = b"PGCOPY\n\xff\r\n\0" + bytes(8), b"\xff\xff"


def bare(lines):
    return HEADER + b"".join(struct.pack("!hi", 1, len(line)) + line for line in lines) + TRAILER


def keyed(lines):
    rows = (
        struct.pack("!hi", 2, 32) + bytes.fromhex(line[7:71].decode()) + struct.pack("!i", len(line)) + line
        for line in lines
    )
    return HEADER + b"".join(rows) + TRAILER


def copied(connection, table, data):
    with connection.cursor().copy(f"copy {table} from stdin (format binary)") as copy:
        for at in range(0, len(data), 1 << 18):
            copy.write(data[at : at + (1 << 18)])


def processor_s(server):
    """The processor time of this process, of the server and of all its processes, those that ended among them."""
    ticks = 0
    children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children").read_text().split()
    for pid, fields in ((server.process.pid, slice(11, 15)), *((pid, slice(11, 13)) for pid in children)):
        with contextlib.suppress(OSError):
            told = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += sum(map(int, told[fields]))
    return time.process_time() + ticks / os.sysconf("SC_CLK_TCK")


def timed(server, call, *given):
    """Call, and give the seconds of the wall and of the processors, and the result."""
    began, busy = time.perf_counter(), processor_s(server)
    result = call(*given)
    return (time.perf_counter() - began, processor_s(server) - busy), result


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    if why := servers.why_not():
        sys.exit(why)
    with tempfile.TemporaryDirectory() as folder:
        events = Path(folder) / "log" / "events"
        events.mkdir(parents=True)
        made.lay_down(events, count)
        log = LogFiles(folder=str(events))
        lines = [
            line for path in sorted(Path(log.folder).glob("2*/**/*.jsonl")) for line in path.read_bytes().splitlines()
        ]
        size = sum(map(len, lines)) + len(lines)
        print(f"{len(lines):,} records, {size / 1e6:.1f} MB")
        guarded = b"".join(wire.blocks(map(wire.spelled, lines)))
        data = {"bare": bare(lines), "keyed": keyed(lines), "guarded": guarded}
        server = servers.Postgres(fsync=True).start()
        try:
            took = {}
            plain = server.new_database()
            with server.connect(plain) as connection:
                with connected(Address.of(server.address(plain))) as begun:
                    schema.begin(begun)
                same = "like timeline.record including constraints including indexes"
                connection.execute(f"create table guarded ({same}); alter table guarded drop batch")
                connection.execute("create table bare (line bytea)")
                connection.execute("create table keyed (id bytea primary key, line bytea)")
                for number in range(rounds):
                    for table in data:
                        connection.execute(f"truncate {table}; checkpoint")
                        took.setdefault(f"COPY, {table}", []).append(
                            timed(server, copied, connection, table, data[table])[0]
                        )
                    for name in ("push, files not proved yet", "push, files proved before"):
                        if "not" in name:
                            (Path(log.folder) / ".index" / "verified").unlink(missing_ok=True)
                        address = server.address(server.new_database())
                        push(
                            LogFiles.create(Path(folder) / f"empty{number}{len(name)}", title="empty"),
                            address,
                            init=True,
                        )
                        connection.execute("checkpoint")
                        seconds, pushed = timed(server, push, log, address)
                        assert pushed.records == len(lines), pushed
                        took.setdefault(name, []).append(seconds)
                    took.setdefault("push again, nothing new", []).append(timed(server, push, log, address)[0])
                    target = LogFiles.create(Path(folder) / f"pulled{number}", title="pulled")
                    seconds, pulled = timed(server, pull, target, address)
                    assert pulled.records == len(lines)
                    took.setdefault("pull into an empty log", []).append(seconds)
        finally:
            server.remove()
    middles = {name: tuple(map(statistics.median, zip(*both, strict=True))) for name, both in took.items()}
    for at, what in enumerate(("wall", "processors")):
        print(f"{what}:")
        for name, middle in middles.items():
            beside = "   ".join(f"{middles[f'COPY, {table}'][at] / middle[at]:5.2f}x COPY {table}" for table in data)
            least, most = min(one[at] for one in took[name]), max(one[at] for one in took[name])
            print(f"  {name:30} {middle[at]:7.3f} s   {beside}   ({least:.3f} .. {most:.3f})")


if __name__ == "__main__":
    main()
