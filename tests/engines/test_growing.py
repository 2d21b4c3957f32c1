"""An export of a log that has grown: what the new records do not bear on stays, and all is as if made anew."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_engine_equality import EXAMPLES, bytes_of, tried

import timeline as tl
from ondisk import begin, histories, write
from timeline.engines import filling, growing
from timeline.store.log import LogFiles

CUT_OFF = """
import os, signal, sys
from timeline.engines import filling, growing
from timeline.store.log import LogFiles

left = int(sys.argv[3])

def step(event, args):
    global left
    if event in ("os.rename", "os.rmdir", "os.remove"):
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)

files = LogFiles(folder=sys.argv[1])
files.read()
sys.addaudithook(step)
filling.write(files, sys.argv[2], piece=20, part=10_000)
print(int(sys.argv[3]) - left)
"""


@pytest.fixture
def grown(log_folder, tmp_path):
    """A log, an export of it, and then more: a correction of an old event, a source, a link, an event."""
    events = tmp_path / "events"
    shutil.copytree(log_folder, events)
    written = exported(events, tmp_path / "data")
    assert written.new is None
    log = tl.open(events)
    old = log.at().list().rows()
    log.correct(old[3]["id"], {"title": "said otherwise"}, because="a slip", by="ada")
    log.source("late", published="2026-03-01", via=["wire"], by="ada")
    log.add(title="told late", sources=["late"], facts={"R2.training": "late"}, by="ada")
    log.link(old[5]["id"], "contradicts", old[6]["id"], by="ada")
    return events


def exported(events, folder, **options):
    return filling.write(LogFiles(folder=str(events)), str(folder), **{"piece": 20, "part": 10_000, **options})


def is_as_anew(events, folder, tmp_path):
    exported(events, tmp_path / "anew")
    return bytes_of(folder) == bytes_of(tmp_path / "anew")


def test_what_grew_is_added_and_all_is_as_if_made_anew(grown, tmp_path):
    written = exported(grown, tmp_path / "data")
    assert written.new == 4
    assert written.notes() == ("4 records added to what was there",)
    assert is_as_anew(grown, tmp_path / "data", tmp_path)


def test_an_export_of_a_log_that_did_not_grow_stays_as_it_is(grown, tmp_path):
    exported(grown, tmp_path / "data")
    before = bytes_of(tmp_path / "data")
    assert exported(grown, tmp_path / "data").new == 0
    assert bytes_of(tmp_path / "data") == before


@pytest.mark.parametrize("harm", ["part", "about", "other"])
def test_what_is_not_whole_is_made_anew(grown, tmp_path, harm):
    data = tmp_path / "data"
    if harm == "other":
        shutil.copy(data / "record/bucket=0/part-0.parquet", data / "bears/bucket=0/part-0.parquet")
    else:
        next((data / {"part": "event_version", "about": "about"}[harm]).rglob("*.parquet")).unlink()
    assert exported(grown, data).new is None
    assert is_as_anew(grown, data, tmp_path)


def test_a_text_that_was_redacted_since_is_in_no_file(grown, tmp_path):
    log = tl.open(grown)
    target = next(row for row in log.at().list().rows() if row["title"] == "By hand")
    log.redact(target["id"], because="a court's order", by="ada")
    assert exported(grown, tmp_path / "data").new is None
    assert is_as_anew(grown, tmp_path / "data", tmp_path)
    assert "By hand" not in {row["title"] for row in tl.open_data(tmp_path / "data").at().list().rows()}


def test_what_was_opened_before_answers_no_more_once_something_else_is_exported_there(grown, tmp_path):
    """It would say of rows of the new export, and of what it remembers, that they are what the old log said."""
    data = tmp_path / "data"
    held = tl.open_data(data)
    expected = held.at().counts("year").rows()
    shutil.copytree(data, tmp_path / "same")
    shutil.rmtree(data)
    shutil.copytree(tmp_path / "same", data)  # the very same, made again
    assert held.at().counts("year").rows() == expected

    exported(grown, data)
    for ask in (lambda of: of.counts("year"), lambda of: of.state("hardware"), lambda of: of.history("R2.training")):
        with pytest.raises(tl.FormatError) as caught:
            ask(held.at(on="2026-11-30")).rows()
        assert caught.value.what == f"{data} was exported again since it was opened"
    held.close()
    anew = tl.open_data(data)
    assert anew.at().counts("year").rows() == tl.open(grown).at().counts("year").rows()
    anew.close()


def test_an_export_that_grows_and_is_killed_goes_on(grown, tmp_path):
    def run(step):
        environ = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
        given = [sys.executable, "-c", CUT_OFF, str(grown), str(tmp_path / "data"), str(step)]
        return subprocess.run(given, capture_output=True, text=True, check=False, env=environ)

    before = tmp_path / "before"
    shutil.copytree(tmp_path / "data", before)
    steps = int(run(1 << 30).stdout)
    assert steps > 20
    for step in (1, steps // 3, steps // 2, steps - 20, steps - 4):
        shutil.rmtree(tmp_path / "data")
        shutil.copytree(before, tmp_path / "data")
        assert run(step).returncode == -signal.SIGKILL
        exported(grown, tmp_path / "data")
        assert is_as_anew(grown, tmp_path / "data", tmp_path), step


@pytest.mark.scale
def test_workers_of_spark_add_what_one_process_adds(grown, tmp_path, spark):
    assert exported(grown, tmp_path / "data", engine=spark).new == 4
    assert is_as_anew(grown, tmp_path / "data", tmp_path)


@tried(EXAMPLES // 4)
@given(st.data())
def test_a_log_that_grows_batch_by_batch_is_exported_as_if_made_anew(data):
    _, batches = data.draw(histories())
    piece, part = data.draw(st.integers(2, 40)), data.draw(st.sampled_from([5, 10_000]))
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(growing, "MOST", 1)
        events, target = begin(folder), Path(folder) / "grown"
        for number, batch in enumerate(batches):
            write(events, batch)
            files = LogFiles(folder=str(events))
            written = filling.write(files, str(target), piece=piece, part=part)
            redacts = any(record.kind == "redaction" for record in files.read().records)
            assert written.new is not None or not number or part == 5 or redacts
            alone = Path(folder) / f"alone{number}"
            filling.write(files, str(alone), piece=piece, part=part)
            assert bytes_of(target) == bytes_of(alone)
