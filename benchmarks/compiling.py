"""What an export for engines costs: python benchmarks/compiling.py [EVENTS [MASTER [ROUNDS]]]

It makes a log of EVENTS events, indexes it, and exports it in turn by one process and by a Spark (by default
`local[2]`). Each export is a process of its own; counted are the seconds of the wall and those of the processors, for
that process and all that it starts, its Java and the workers among them. Both folders must be the same bytes. In the
end 100 events are added, and one of the folders is brought up to date. With `-` for MASTER there is no Spark.
"""

import hashlib
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import made
from timeline.records.drafts import Draft
from timeline.store import index as indexes
from timeline.store.disk import DISK
from timeline.store.log import LogFiles

EXPORT = """
import sys
from timeline.engines import filling
from timeline.store.log import LogFiles
filling.write(LogFiles(folder=sys.argv[1]), sys.argv[2], engine=sys.argv[3] or None)
"""


class Watched:
    """The processor time of a session of processes, those that ended among them."""

    def __init__(self, session):
        self._session, self._most, self._ended = session, {}, threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self):
        while not self._ended.wait(0.2):
            self._look()

    def _look(self):
        for path in Path("/proc").glob("[0-9]*/stat"):
            try:
                told = path.read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(told[3]) == self._session:
                self._most[path.parent.name] = sum(map(int, told[11:13]))

    def end(self):
        self._ended.set()
        self._thread.join()
        return sum(self._most.values()) / os.sysconf("SC_CLK_TCK")


def export(log, folder, master):
    """Export in a process of its own, and give the seconds of the wall and of the processors."""
    began = time.monotonic()
    process = subprocess.Popen([sys.executable, "-c", EXPORT, log, folder, master], start_new_session=True)
    watched = Watched(process.pid)
    code = process.wait()
    took = time.monotonic() - began, watched.end()
    assert code == 0
    return took


def digest(folder):
    whole = hashlib.sha256()
    for path in sorted(Path(folder).rglob("*.parquet")):
        whole.update(str(path.relative_to(folder)).encode() + path.read_bytes())
    return whole.hexdigest()


def main():
    events = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    master = sys.argv[2] if len(sys.argv) > 2 else "local[2]"
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 3
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    with tempfile.TemporaryDirectory(dir="/var/tmp") as place:
        log = Path(place) / "log" / "events"
        log.mkdir(parents=True)
        made.lay_down(log, events)
        began = time.process_time()
        indexes.Index(folder=str(log), disk=DISK).ready()
        print(f"{events:,} events; their index took {time.process_time() - began:.1f} s of the processors", flush=True)
        took = {"": []} | ({master: []} if master != "-" else {})
        digests = set()
        for number in range(rounds):
            for one, found in took.items():
                folder = Path(place) / f"{number}{len(one)}"
                found.append(export(str(log), str(folder), one))
                digests.add(digest(folder))
                print(f"  {one or 'this process':16} {found[-1][0]:8.1f} s of the wall {found[-1][1]:8.1f} s of the processors", flush=True)  # fmt: skip  # noqa: E501
        assert len(digests) == 1, "the folders differ"
        facts = [{"entity": "e7", "property": "p", "value": "late"}]
        told = [Draft(kind="event", body={"title": f"late {number}", "facts": facts}) for number in range(100)]
        LogFiles(folder=str(log)).append(told, by="bench")
        took["100 more"] = [export(str(log), str(Path(place) / "00"), "")]
    for at, what in enumerate(("wall", "processors")):
        alone, *others = (statistics.median(one[at] for one in found) for found in took.values())
        beside = [
            f"{name}: {other:.1f} s, {other / alone:.2f}x" for name, other in zip(list(took)[1:], others, strict=True)
        ]
        print(f"{what}: alone {alone:.1f} s; {'; '.join(beside)}")


if __name__ == "__main__":
    main()
