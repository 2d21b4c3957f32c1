"""A load into PostgreSQL is whole or not there, also when it is killed, and what was loaded is just what is asked."""

import shutil
import signal
import subprocess
import sys
import time

import pytest

import timeline as tl
from timeline.engines import filling
from timeline.store.log import LogFiles

pytest.importorskip("pyarrow")

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

pytestmark = pytest.mark.scale
LIMIT_S = 60
KILLED = """
import os, signal, sys
import timeline as tl

left = int(sys.argv[3])

def step(frame, event, _arg):
    global left
    if event == "call" and frame.f_code.co_name == "write":
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)

sys.setprofile(step)
tl.open_data(sys.argv[1], engine=sys.argv[2])
print(int(sys.argv[3]) - left)
"""

CUT = """
import os, socket, sys
from timeline.store.server.address import driver

psycopg = driver()
with psycopg.connect(sys.argv[1]) as connection:
    connection.execute("create temporary table taken (text text)")
    try:
        with connection.cursor().copy("copy taken from stdin") as copy:
            with socket.socket(fileno=os.dup(connection.pgconn.socket)) as network:
                network.shutdown(socket.SHUT_RDWR)
            for _ in range(100):
                copy.write(b"x" * 1_000_000 + b"\\n")
    except psycopg.Error:
        print("ended")
"""


def load(data, address, step):
    given = [sys.executable, "-c", KILLED, str(data), address, str(step)]
    return subprocess.run(given, capture_output=True, text=True, check=False)


def schemas_in(postgres, database):
    with postgres.connect(database) as owner:
        asked = "select nspname from pg_namespace where nspname like 'timeline%'"
        return [row[0] for row in owner.execute(asked)]


def wait_until_alone(postgres, database):
    limit = time.monotonic() + LIMIT_S
    with postgres.connect(database) as owner:
        asked = "select count(*) from pg_stat_activity where datname = %s and pid <> pg_backend_pid()"
        while owner.execute(asked, [database]).fetchone()[0]:
            assert time.monotonic() < limit, "the server still works for one who is gone"
            time.sleep(0.02)


def test_a_load_that_is_killed_leaves_nothing_and_the_next_one_is_whole(postgres, database, data, log_folder):
    address = postgres.address(database)
    steps = int(load(data, postgres.address(postgres.new_database()), 1 << 30).stdout)
    assert steps > 20
    for step in (0, steps // 2, steps - 1):
        assert load(data, address, step).returncode == -signal.SIGKILL
        wait_until_alone(postgres, database)
        assert schemas_in(postgres, database) == []
    held = tl.open_data(data, engine=address)
    try:
        assert len(schemas_in(postgres, database)) == 1
        expected = tl.open(log_folder).at(as_of="2026-06-01").state("several").rows()
        assert held.at(as_of="2026-06-01").state("several").rows() == expected
    finally:
        held.close()


def lines_cut(folder, sizes, place):
    """Lay the lines of a log down again in files of so many lines; give the new folder."""
    shutil.copytree(folder, place, ignore=shutil.ignore_patterns(".index"))
    files = sorted(place.rglob("2*.jsonl"))
    lines = [line for path in files for line in path.read_bytes().splitlines(keepends=True)]
    first = files[0]
    for path in files:
        path.unlink()
    for number, size in enumerate(sizes):
        few, lines = lines[:size], lines[size:]
        first.with_name(f"{first.stem}{number}.jsonl").write_bytes(b"".join(few))
    assert not lines
    return place


def begun(place):
    return tl.open(LogFiles.create(place / "log", title="made").folder)


def exported(folder, target):
    filling.write(LogFiles(folder=str(folder)), str(target))
    return target


@pytest.mark.parametrize("has_content", [True, False], ids=["now", "as an earlier version wrote it"])
def test_the_same_records_in_other_files_are_another_export(postgres, database, tmp_path, has_content):
    """The heads are the same, and so is all that an export says of itself; what a row says of its line is not."""
    log = begun(tmp_path)
    for day in range(1, 5):
        log.add(title=f"Day {day}", occurred=f"2026-01-0{day}", by="ada")
    for name, sizes in (("one", [4]), ("two", [1, 3]), ("three", [2, 2])):
        folder = lines_cut(tmp_path / "log", sizes, tmp_path / name)
        data = exported(folder, tmp_path / f"data {name}")
        if not has_content:
            without_content(data)
        held = tl.open_data(data, engine=postgres.address(database))
        try:
            assert held.at().list().rows() == tl.open(folder).at().list().rows()
        finally:
            held.close()


def without_content(data):
    path = next((data / "about").rglob("*.parquet"))
    told = pq.read_table(path, partitioning=None)
    pq.write_table(told.filter(pc.not_equal(told["name"], "content")), path)


def test_a_load_of_an_export_that_changes_meanwhile_is_undone(
    postgres, database, data, log_folder, tmp_path, monkeypatch
):
    """What it had loaded would be half of each, under the name of the first."""
    from timeline.engines import postgres as engine

    folder, other = tmp_path / "data", tmp_path / "events"
    shutil.copytree(data, folder)
    shutil.copytree(log_folder, other)
    tl.open(other).add("told meanwhile", occurred="2026", by="ada")
    rows = engine._rows

    def export_again(export, shape):
        if shape.name == "event_version":
            filling.write(LogFiles(folder=str(other)), str(folder), piece=40, part=50)
        return rows(export, shape)

    monkeypatch.setattr(engine, "_rows", export_again)
    with pytest.raises(tl.TimelineError, match="was exported again since it was opened"):
        tl.open_data(folder, engine=postgres.address(database))
    monkeypatch.undo()
    with postgres.connect(database) as connection:
        assert connection.execute("select 1 from pg_namespace where nspname like 'timeline\\_%'").fetchall() == []
    held = tl.open_data(folder, engine=postgres.address(database))
    assert held.at().counts("year").rows() == tl.open(other).at().counts("year").rows()
    held.close()


def test_a_text_that_is_gone_is_asked_of_no_older_load(postgres, database, tmp_path):
    """An export of the same heads may hold the text all the same: one of a log in which it still stood."""
    log = begun(tmp_path)
    kept = log.add(title="Kept", occurred="2026-01-01", by="ada")
    secret = log.add(title="A secret", occurred="2026-01-02", by="ada")
    log.redact(secret.id, because="a court's order", by="ada")
    erased = exported(tmp_path / "log", tmp_path / "erased")
    older = shutil.copytree(erased, tmp_path / "older")
    path = next((older / "record").rglob("*.parquet"))
    told = pq.read_table(path, partitioning=None)
    texts = [f"{text} A secret" for text in told["text"].to_pylist()]
    pq.write_table(told.set_column(told.column_names.index("text"), "text", pa.array(texts)), path)
    path = next((older / "about").rglob("*.parquet"))
    told = pq.read_table(path, partitioning=None)
    digests = [
        "0" * len(value) if name == "content" else value
        for name, value in zip(told["name"].to_pylist(), told["text"].to_pylist(), strict=True)
    ]
    pq.write_table(told.set_column(told.column_names.index("text"), "text", pa.array(digests)), path)
    seen = []
    for data in (older, erased):
        held = tl.open_data(data, engine=postgres.address(database))
        try:
            seen.append({row[0] for row in held.engine.ask("SELECT text FROM record")})
        finally:
            held.close()
    assert all("A secret" in text for text in seen[0])
    assert not any("A secret" in text for text in seen[1])
    assert any(kept.id in text for text in seen[1])


def test_a_text_that_no_column_holds_is_said_and_nothing_is_loaded(postgres, database, data, tmp_path):
    """No log says it today: admission refuses the character. A file may all the same, however it was made."""
    folder = tmp_path / "data"
    shutil.copytree(data, folder)
    path = next((folder / "record").rglob("*.parquet"))
    told = pq.read_table(path, partitioning=None)
    at = told.column_names.index("type")
    pq.write_table(told.set_column(at, "type", pa.array(["a\0b"] * told.num_rows)), path)
    with pytest.raises(tl.TimelineError, match="PostgreSQL cannot hold what the log says"):
        tl.open_data(folder, engine=postgres.address(database))
    assert schemas_in(postgres, database) == []


def test_each_refusal_says_the_grants_that_mend_it(postgres, database, data):
    """Of a role that may log in, and nothing more: also where somebody else loaded the export."""
    password = postgres.new_role("only_reads")
    address = postgres.address(database, user="only_reads", password=password)
    with postgres.connect(database) as owner:

        def refused(words):
            with pytest.raises(tl.FormatError, match=words) as caught:
                tl.open_data(data, engine=address)
            return caught.value.fix.partition(": ")[2].partition("; or ")[0].split("; ")

        owner.execute(f"revoke temporary on database {database} from public")
        (grant,) = refused("make no temporary table")
        owner.execute(grant)
        (grant,) = refused("create no schema there, and nobody has loaded this export")
        assert grant == f"grant create on database {database} to only_reads"
        held = tl.open_data(data, engine=postgres.address(database))
        for grant in refused("may not read timeline_"):
            refused("may not read timeline_")
            owner.execute(grant)
    reads = tl.open_data(data, engine=address)
    for log in (held, reads):
        assert len(log.at(as_of="2026-06-01").state("several").rows()) > 5
        log.close()


def test_a_schema_that_was_emptied_is_refused_and_its_removal_mends_it(postgres, database, data):
    address = postgres.address(database)
    tl.open_data(data, engine=address).close()
    (schema,) = schemas_in(postgres, database)
    with postgres.connect(database) as owner:
        owner.execute(f"drop schema {schema} cascade; create schema {schema}")
        with pytest.raises(tl.FormatError, match=f"{schema} holds no table of this export") as refused:
            tl.open_data(data, engine=address)
        owner.execute(refused.value.fix.partition(": ")[2])
    log = tl.open_data(data, engine=address)
    assert len(log.at(as_of="2026-06-01").state("several").rows()) > 5
    log.close()


def test_what_lets_a_role_load_is_what_its_refusal_says(postgres, database, data):
    """And what it loads another one reads, once its default rights say so."""
    loads = postgres.address(database, user="loads", password=postgres.new_role("loads"))
    reads = postgres.address(database, user="reads_later", password=postgres.new_role("reads_later"))
    with pytest.raises(tl.FormatError, match="create no schema") as refused:
        tl.open_data(data, engine=loads)
    with postgres.connect(database) as owner:
        owner.execute(refused.value.fix.partition(": ")[2].partition("; or ")[0])
        owner.execute("alter default privileges for role loads grant usage on schemas to reads_later")
        owner.execute("alter default privileges for role loads grant select on tables to reads_later")
    for address in (loads, reads):
        log = tl.open_data(data, engine=address)
        assert len(log.at(as_of="2026-06-01").state("several").rows()) > 5
        log.close()


def test_what_the_driver_has_to_say_of_a_lost_connection_is_not_said_beside_our_error(postgres, database):
    given = [sys.executable, "-c", CUT, postgres.address(database)]
    done = subprocess.run(given, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("ended\n", "")
