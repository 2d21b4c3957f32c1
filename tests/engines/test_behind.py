"""An export that is older than its log says so beside each answer; and of when it is, where no log is there."""

import shutil

import pytest
from click.testing import CliRunner

import timeline as tl
from ondisk import index
from timeline.cli.main import cli
from timeline.engines import behind
from timeline.store.log import LogFiles

ASKED = [
    ["state", "hardware", "--as-of", "2026-11-23"],
    ["list", "--by", "year"],
    ["why", "R2.training", "--as-of", "2026-11-23"],
    ["history", "R2.training"],
    ["conflicts"],
]


@pytest.fixture
def grown(log_folder, data, tmp_path):
    """The log with two records more than its export, and that export."""
    events, target = tmp_path / "events", tmp_path / "data"
    shutil.copytree(log_folder, events, ignore=shutil.ignore_patterns(".index"))
    shutil.copytree(data, target)
    log = tl.open(events)
    for day in ("2026-06-01", "2026-06-02"):
        log.add(title=f"since {day}", occurred=day, facts={"R2.training": day}, by="ada")
    return events, target


def run(log, *words):
    return CliRunner(env={"TIMELINE_LOG": str(log)}).invoke(cli, [str(word) for word in words])


@pytest.mark.parametrize("words", ASKED, ids=" ".join)
def test_each_answer_says_how_many_records_an_export_lacks(grown, words):
    events, target = grown
    done = run(events, *words, "--data", target)
    assert done.exit_code == 0
    assert f"lacks 2 records of {events}" in done.stderr
    command = done.stderr.partition("`timeline ")[2].partition("`")[0].split()
    assert run(events, *command).exit_code == 0
    again = run(events, *words, "--data", target)
    assert "lacks" not in again.stderr
    assert "answered from" not in again.stderr
    assert again.stdout == run(events, *words).stdout


@pytest.mark.parametrize("how", ["on", "off"])
def test_the_index_and_the_lines_count_the_same(grown, how):
    events, target = grown
    heads = tl.open_data(target).about["head"]
    if how == "on":
        run(events, "export", "--format", "parquet", "--relation", target)  # which leaves an index
    with index(how):
        assert behind.lacking(LogFiles(folder=str(events)), heads) == 2
        tl.open(events).add(title="and one", occurred="2026-06-03", by="bob")
        assert behind.lacking(LogFiles(folder=str(events)), heads) == 3


@pytest.mark.parametrize("words", ASKED, ids=" ".join)
def test_without_its_log_an_answer_says_of_when_the_export_is(data, log_folder, tmp_path, words):
    last = max(record.recorded for record in tl.open(log_folder).read().records)
    other = tmp_path / "other"
    tl.init(other / "events").add(title="of another log", occurred="2026", by="ada")
    for place in (tmp_path / "nowhere", other):
        done = run(place, *words, "--data", data)
        assert done.exit_code == 0
        assert f"the last of {last}; head {tl.open(log_folder).at().heads[0][:8]}" in done.stderr


def test_an_index_is_never_built_for_it(grown):
    events, target = grown
    with index("on"):
        assert behind.lacking(LogFiles(folder=str(events)), tl.open_data(target).about["head"]) is None
    assert not (events / ".index").exists()


def test_a_log_with_a_fault_hinders_no_answer(grown):
    events, target = grown
    path = min(events.glob("2*/*.jsonl"))
    path.write_bytes(path.read_bytes().replace(b"R2", b"R3", 1))
    assert run(events, "state", "hardware", "--on", "2026", "--data", target).exit_code == 0


def test_in_python_the_log_is_named(grown):
    events, target = grown
    assert not any("lacks" in note for note in tl.open_data(target).at().notes())
    held = tl.open_data(target, log=tl.open(events))
    assert any("lacks 2 records" in note for note in held.at().notes())
    with pytest.raises(tl.RecordError, match="is not a log"):
        tl.open_data(target, log=str(events))
