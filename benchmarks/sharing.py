"""Push a log of 100,000 records to a PostgreSQL server, beside PostgreSQL's own COPY of the same bytes, in one run.

    .venv/bin/python benchmarks/sharing.py [RECORDS]

Every server here flushes as it does in earnest. Two tables stand for COPY: one column and nothing else; and the same
with the ids as a key, which is the least that keeps one record from being there twice. Each round begins with empty
tables. A push is timed as a call, from a log whose files a check has proved before and from one that it proves itself.
"""

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


def timed(call, *given):
    began = time.perf_counter()
    result = call(*given)
    return time.perf_counter() - began, result


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    rounds = 5
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
        data = {"bare": bare(lines), "keyed": keyed(lines)}
        server = servers.Postgres(fsync=True).start()
        try:
            took = {}
            plain = server.new_database()
            with server.connect(plain) as connection:
                connection.execute("create table bare (line bytea)")
                connection.execute("create table keyed (id bytea primary key, line bytea)")
                for number in range(rounds):
                    for table in data:
                        connection.execute(f"truncate {table}; checkpoint")
                        took.setdefault(f"COPY, {table}", []).append(timed(copied, connection, table, data[table])[0])
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
                        seconds, pushed = timed(push, log, address)
                        assert pushed.records == len(lines), pushed
                        took.setdefault(name, []).append(seconds)
                    took.setdefault("push again, nothing new", []).append(timed(push, log, address)[0])
                    target = LogFiles.create(Path(folder) / f"pulled{number}", title="pulled")
                    seconds, pulled = timed(pull, target, address)
                    assert pulled.records == len(lines)
                    took.setdefault("pull into an empty log", []).append(seconds)
        finally:
            server.remove()
    reference = {name: statistics.median(took[f"COPY, {name}"]) for name in data}
    for name, seconds in took.items():
        middle = statistics.median(seconds)
        beside = "   ".join(f"{reference[table] / middle:5.2f}x COPY {table}" for table in data)
        print(f"{name:30} {middle:7.3f} s   {beside}   ({min(seconds):.3f} .. {max(seconds):.3f})")


if __name__ == "__main__":
    main()
