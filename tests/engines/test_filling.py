"""The relation as a folder of Parquet: typed alike everywhere, whole or not there, taken up where it was cut off."""

import hashlib
import json
import shutil
import signal
import subprocess
import sys

import pytest

import timeline as tl
from compiled import loaded
from timeline.asof.compiled import compile_log
from timeline.asof.relation import LATEST
from timeline.errors import FileUnwritable, FormatError

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")

from timeline.engines import filling  # noqa: E402
from timeline.engines.schema import (  # noqa: E402
    ALIAS_OF,
    EVENT_VERSION,
    FACT_VERSION,
    GROUP,
    LINK_VERSION,
    REPORT_VERSION,
    SILENT_VERSION,
    SOURCE_VERSION,
    TABLES,
)
from timeline.store import index as indexes  # noqa: E402
from timeline.store.disk import DISK  # noqa: E402
from timeline.store.log import LogFiles  # noqa: E402

KILLED = """
import datetime, os, signal, sys
import timeline as tl
from timeline.engines import filling

filling.write.__kwdefaults__ |= {"piece": 60, "part": 80}
left = int(sys.argv[3])

def step(event, args):
    global left
    if event in ("os.rename", "os.rmdir", "os.remove"):
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)

snap = tl.open(sys.argv[1]).at(today=datetime.date(2026, 11, 30))
snap.list()
sys.addaudithook(step)
snap.save_export(sys.argv[2], "parquet")
print(int(sys.argv[3]) - left)
"""

CUT_OFF = """
import os, signal, sys
from timeline.engines import filling
from timeline.store.log import LogFiles

def tell(done, _of):
    if done == 3:
        os.kill(os.getpid(), signal.SIGKILL)

filling.write(LogFiles(folder=sys.argv[1]), sys.argv[2], piece=20, part=50, tell=tell)
"""


def bytes_of(folder):
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*.parquet"))
    }


def rows_of(folder, shape):
    found = [pq.read_table(path, partitioning=None) for path in sorted((folder / shape.name).rglob("*.parquet"))]
    table = pa.concat_tables(found).select(list(shape.stored))
    return [loaded(shape.schema, tuple(row.values())) for row in table.to_pylist()]


def test_it_holds_what_the_log_compiles_to(data, log_folder):
    relation = compile_log(tl.open(log_folder).read().records)
    for shape, rows in (
        (FACT_VERSION, relation.facts),
        (SILENT_VERSION, relation.silent),
        (EVENT_VERSION, relation.events),
        (REPORT_VERSION, relation.reports),
        (SOURCE_VERSION, relation.sources),
        (LINK_VERSION, relation.links),
        (ALIAS_OF, relation.aliases),
    ):
        assert sorted(map(repr, rows_of(data, shape))) == sorted(map(repr, rows)), shape.name


def test_every_column_is_text_or_a_whole_number(data):
    for shape in TABLES:
        for path in (data / shape.name).rglob("*.parquet"):
            schema = pq.read_schema(path)
            types = {"text": pa.string(), "integer": pa.int64()}
            assert {field.name: field.type for field in schema} == {
                name: types[kind] for name, kind in shape.kinds.items()
            }
            assert all(path.parent.name.startswith("bucket=") for path in (data / shape.name).rglob("*.parquet"))


def test_tables_of_single_rows_lie_in_small_groups():
    assert {shape.name for shape in TABLES if shape.group < GROUP} == {"record", "bears"}


def test_it_says_which_head_and_checkpoint_it_holds(data, log_folder):
    log = tl.open(log_folder)
    for path in data.rglob("*.parquet"):
        if path.parent.parent.name != "about":
            about = json.loads(pq.read_schema(path).metadata[b"timeline"])
            assert (about["head"], about["checkpoint"].partition("-")[0]) == (list(log.at().heads), "000001")
    assert tl.open_data(str(data)).about["records"] == len(log.read().records)


def test_rows_have_a_number_of_their_own_and_lie_by_entity(data):
    numbers, parts = [], {}
    for path in sorted((data / "fact_version").rglob("*.parquet")):
        table = pq.read_table(path, partitioning=None)
        numbers += table["row_no"].to_pylist()
        assert table["entity"].to_pylist() == sorted(table["entity"].to_pylist())
        for name in table["entity"].to_pylist():
            parts.setdefault(name, set()).add(path.parent.name)
    assert len(set(numbers)) == len(numbers)
    assert len({part for some in parts.values() for part in some}) > 1
    assert all(len(some) == 1 for some in parts.values())


def test_what_was_killed_goes_on_and_is_the_same_in_the_end(log_folder, tmp_path):
    whole, cut = tmp_path / "whole", tmp_path / "cut"
    files = LogFiles(folder=str(log_folder))
    assert filling.write(files, str(whole), piece=20, part=50).kept == 0
    done = subprocess.run([sys.executable, "-c", CUT_OFF, str(log_folder), str(cut)], check=False)
    assert done.returncode == -signal.SIGKILL
    with pytest.raises(FormatError, match="does not hold a whole export"):
        tl.open_data(str(cut))
    assert filling.write(files, str(cut), piece=20, part=50).kept == 3
    assert bytes_of(cut) == bytes_of(whole)


def test_what_was_begun_of_a_log_that_has_grown_is_made_anew(log_folder, tmp_path):
    import shutil

    folder, cut = tmp_path / "events", tmp_path / "cut"
    shutil.copytree(log_folder, folder)
    subprocess.run([sys.executable, "-c", CUT_OFF, str(folder), str(cut)], check=False)
    tl.open(folder).add(title="One more", facts={"R2.training": "y"}, by="ada")
    filled = filling.write(LogFiles(folder=str(folder)), str(cut), piece=20, part=50)
    assert filled.kept == 0
    assert [path.name for path in cut.iterdir() if path.name.startswith((".", "_"))] == []
    assert filled.lines == len(tl.open(folder).read().records)


def test_an_export_replaces_an_older_one_and_nothing_else(log_folder, tmp_path):
    target = tmp_path / "data"
    files = LogFiles(folder=str(log_folder))
    for _ in range(2):
        filling.write(files, str(target))
    (target / "mine.txt").write_text("x")
    with pytest.raises(FormatError, match=r"mine\.txt"):
        filling.write(files, str(target))
    with pytest.raises(FormatError, match="part of the log"):
        filling.write(files, str(log_folder))
    assert (target / "mine.txt").read_text() == "x"


def killed(log, folder, step):
    """Export into a folder, in a process that dies at a step; give how many steps it took, None where it died."""
    words = [sys.executable, "-c", KILLED, str(log), str(folder), str(step)]
    done = subprocess.run(words, check=False, stdout=subprocess.PIPE)
    assert done.returncode in (0, -signal.SIGKILL)
    return int(done.stdout) if done.returncode == 0 else None


@pytest.mark.processes
def test_wherever_it_is_killed_it_is_whole_or_refused_and_goes_on(log_folder, tmp_path):
    """The steps are those that change a name on disk: pieces, parts, the exchange of old and new, and tidying up."""
    whole, cut = tmp_path / "whole", tmp_path / "cut"
    steps = killed(log_folder, whole, 10_000)
    expected = bytes_of(whole)
    for percent in (20, 45, 55, 60, 80):
        assert killed(log_folder, cut, steps * percent // 100) is None
        try:
            tl.open_data(cut).close()
        except FormatError:
            pass
        else:
            assert bytes_of(cut).items() >= expected.items()  # beside it may lie what was on its way
        assert killed(log_folder, cut, 10_000) is not None
        assert bytes_of(cut) == expected
        assert not list(cut.rglob(".*"))


def test_two_do_not_write_one_folder_at_once(log_folder, tmp_path):
    files = LogFiles(folder=str(log_folder))

    def tell(done, _of):
        if done == 1:
            with pytest.raises(FileUnwritable, match="another process is writing"):
                filling.write(files, str(tmp_path / "data"))

    filling.write(files, str(tmp_path / "data"), tell=tell)
    assert len(tl.open_data(tmp_path / "data").at().list()) > 0


def test_a_log_that_grows_meanwhile_is_exported_as_it_was(log_folder, tmp_path):
    """The tables of the answer and what engines ask hold the same records."""
    import shutil

    folder = tmp_path / "events"
    shutil.copytree(log_folder, folder, ignore=shutil.ignore_patterns(".index"))
    snap = tl.open(folder).at()
    many = len(snap.list())
    tl.open(folder).add(title="Later", facts={"R2.training": "z"}, by="ada")

    def tell(done, _of):
        if done == 1:
            tl.open(folder).add(title="Later still", facts={"R2.training": "y"}, by="ada")

    snap.save_export(tmp_path / "data", "parquet", tell=tell)
    titles = [row["title"] for row in tl.open_data(tmp_path / "data").at().list()]
    assert sorted(pq.read_table(tmp_path / "data" / "events.parquet")["title"].to_pylist()) == sorted(titles)
    assert len(titles) == many + 1


def test_a_log_that_cannot_be_written_is_exported_all_the_same(log_folder, tmp_path, data):
    import shutil

    folder = tmp_path / "events"
    shutil.copytree(log_folder, folder, ignore=shutil.ignore_patterns(".index"))
    (folder / ".index").write_text("a file stands where the index would lie")
    filling.write(LogFiles(folder=str(folder)), str(tmp_path / "data"), piece=40, part=50)
    assert bytes_of(tmp_path / "data") == bytes_of(data)


def test_an_empty_log_is_a_whole_export(tmp_path):
    tl.init(tmp_path / "events")
    filling.write(LogFiles(folder=str(tmp_path / "events")), str(tmp_path / "data"))
    assert len(tl.open_data(str(tmp_path / "data")).at().list()) == 0


def test_no_limit_is_clamped_and_not_null(data):
    known = [row[FACT_VERSION.schema.index("known_to_hi")] for row in rows_of(data, FACT_VERSION)]
    assert None not in known
    assert max(known) > LATEST


def test_a_log_and_its_index_grow_while_it_is_exported(log_folder, data, tmp_path):
    events = tmp_path / "events"
    shutil.copytree(log_folder, events)
    told = []

    def tell(done, _of):
        if done == 1:
            log = tl.open(events)
            log.add(title="while it is exported", sources=["wire"], by="ada")
            index = indexes.Index(folder=str(events), disk=DISK)
            told.append(index.ready().heads == log.at().heads != made.heads)

    made = tl.open(events).at()
    filling.write(LogFiles(folder=str(events)), str(tmp_path / "data"), piece=40, part=50, tell=tell)
    assert told == [True]
    assert bytes_of(tmp_path / "data") == bytes_of(data)
