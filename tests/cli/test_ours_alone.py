"""What only our own correction can change is refused of a source's account, instead of being written and never applied.

Which event a report is about, what a change is about, and when a change became public: the world cannot date these.
"""

import json

import pytest

import timeline as tl
from commands import run


@pytest.fixture
def log(tmp_path):
    log = tl.init(tmp_path / "events")
    log.source("wire", published="2025-03-02", origin="A")
    log.source("desk", published="2025-05-01", origin="B")
    return log


@pytest.fixture
def ids(log):
    one = log.add("it failed", occurred="2025-01", sources="wire").id
    other = log.add("it broke", occurred="2025-01", sources="wire").id
    report = log.report(one, "wire", reported="2025-03-05").id
    change = log.correct(one, {"title": "it failed twice"}, reported="2025-04-01", because="they said so").id
    link = log.link(one, "derived-from", other, reported="2025-04-01").id
    return {"one": one, "other": other, "report": report, "change": change, "link": link}


FIELDS = [("report", "event"), ("change", "target"), ("change", "reported"), ("link", "reported"), ("link", "source")]


@pytest.mark.parametrize(("of", "field"), FIELDS)
@pytest.mark.parametrize("by", [{"reported": "2025-06-01"}, {"source": "desk"}], ids=["reported", "source"])
def test_a_source_cannot_change_what_only_we_can(log, ids, of, field, by):
    value = {"event": ids["other"], "target": ids["other"], "reported": "2025-06-01", "source": "desk"}[field]
    (name, text), *_ = by.items()
    done = run(log.files.folder, "correct", ids[of], "--set", f"{field}={value}", f"--{name}", text, "--because", "x")
    assert done.exit_code == 2
    assert f'"{field}"' in done.stderr
    assert "Nothing was written." in done.stderr
    with pytest.raises(tl.RecordError, match="only our own correction"):
        tl.open(log.files.folder).correct(ids[of], {field: value}, because="x", **by)
    again = run(log.files.folder, "correct", ids[of], "--set", f"{field}={value}", "--because", "x")
    assert again.exit_code == 0  # what the error proposes
    assert run(log.files.folder, "check").exit_code == 0


def test_what_another_log_brought_of_it_is_named_and_can_be_taken_back(log, ids):
    """A log from before that was refused is migrated as it is, and `check` says that it does not apply."""
    row = {"kind": "correction", "target": ids["report"], "set": {"event": ids["other"]}, "because": "x"}
    row |= {"reported": "2025-06-01", "recorded": "2026-01-01T00:00:00.000000Z"}
    done = run(log.files.folder, "add", "-", "--keep-recorded", stdin=json.dumps(row) + "\n")
    assert done.exit_code == 2, "it would be recorded before its target"
    row["recorded"] = json.loads(run(log.files.folder, "show", ids["link"], "--json").stdout)["rows"][0]["recorded"]
    added = run(log.files.folder, "add", "-", "--keep-recorded", stdin=json.dumps(row) + "\n")
    assert added.exit_code == 0, added.stderr
    checked = run(log.files.folder, "check", "--json")
    (finding,) = (row for row in json.loads(checked.stdout)["rows"] if row["code"] == "not-applied")
    assert "only our own correction" in finding["message"]
    assert checked.exit_code == 1
    taken_back = run(log.files.folder, *finding["fix"].split()[1:])
    assert taken_back.exit_code == 0, taken_back.stderr
    assert run(log.files.folder, "check").exit_code == 0


@pytest.mark.parametrize("flags", [(), ("--keep-recorded",)], ids=["new stamps", "own stamps"])
def test_a_log_that_holds_what_is_refused_by_now_is_taken_back_from_its_export(log, ids, tmp_path, flags):
    """A correction of what only we can change, one of a source's name, and a source that rests on itself."""
    stamp = json.loads(run(log.files.folder, "show", ids["link"], "--json").stdout)["rows"][0]["recorded"]
    change = {"kind": "correction", "target": ids["report"], "set": {"event": ids["other"]}, "reported": "2025-06-01"}
    name = {"kind": "correction", "target": "desk", "set": {"name": "bureau"}}
    ring = {"kind": "source", "name": "ring", "publisher": "P", "via": ["ring"]}
    rows = [row | {"recorded": stamp} for row in (change | {"because": "x"}, name | {"because": "x"}, ring)]
    old = run(log.files.folder, "add", "-", "--keep-recorded", stdin="".join(json.dumps(row) + "\n" for row in rows))
    assert old.exit_code == 0, old.stderr
    out = tmp_path / "out.jsonl"
    assert run(log.files.folder, "export", str(out)).exit_code == 0
    other = tl.init(tmp_path / "other" / "events")
    taken = run(other.files.folder, "import", str(out), *flags)
    assert taken.exit_code == 0, taken.stderr
    back = tmp_path / "back.jsonl"
    assert run(other.files.folder, "export", str(back)).exit_code == 0
    held = [[json.loads(line)["kind"] for line in file.read_text().splitlines()] for file in (out, back)]
    assert held[0] == held[1]
    assert sorted(held[0]).count("correction") == 3
    again = run(other.files.folder, "correct", "desk", "--set", "name=bureau", "--because", "x")
    assert again.exit_code == 2, "whoever adds to that log is told"


def test_a_correction_of_ours_cannot_be_made_into_one_of_the_world_that_would_never_apply(log, ids):
    ours = log.correct(ids["report"], {"event": ids["other"]}, because="the wrong event").id
    worlds = log.correct(ids["report"], {"quote": "No."}, because="they said so", reported="2025-04-01").id
    retitled = log.correct(ids["one"], {"title": "it failed again"}, because="they said so", reported="2025-05-01").id
    moved = json.dumps({"event": ids["other"]})
    refused = [
        (ours, "reported=2025-06-01"),
        (ours, "source=desk"),
        (worlds, f"set={moved}"),
        (retitled, f"set={json.dumps({'target': ids['one']})}", f"target={ids['change']}"),
    ]
    for of, *fields in refused:
        sets = [word for field in fields for word in ("--set", field)]
        done = run(log.files.folder, "correct", of, *sets, "--because", "x")
        assert done.exit_code == 2, fields
        assert "only our own correction" in done.stderr
        assert "Nothing was written." in done.stderr
        assert f"timeline retract {of[:12]}" in done.stderr
    row = {"kind": "correction", "target": ids["report"], "set": {"event": ids["other"]}, "because": "x", "key": "k"}
    then = {"kind": "correction", "target": "key:k", "set": {"reported": "2025-06-01"}, "because": "y"}
    batch = run(log.files.folder, "add", "-", stdin="".join(json.dumps(one) + "\n" for one in (row, then)))
    assert batch.exit_code == 2, batch.stdout
    assert run(log.files.folder, "correct", ours, "--set", "because=b", "--because", "x").exit_code == 0
    assert run(log.files.folder, "correct", worlds, "--set", "reported=2025-04-02", "--because", "x").exit_code == 0
    assert run(log.files.folder, "check").exit_code == 0


@pytest.mark.parametrize("value", ["null", "5", '""', '"#1"', "[]"])
def test_a_correction_of_a_correction_that_takes_its_target_away_is_refused(log, ids, value):
    ours = log.correct(ids["one"], {"title": "x"}, because="a slip").id
    done = run(log.files.folder, "correct", ours, "--set", f"target={value}", "--because", "y")
    assert done.exit_code == 2, done.stderr
    assert "set.target" in done.stderr
    assert "Nothing was written." in done.stderr


def test_a_report_that_its_source_moved_to_another_event_is_told_as_the_refusal_says(log, ids):
    move = (
        "--set",
        f"event={ids['other']}",
        "--set",
        'quote="It broke."',
        "--because",
        "x",
        "--reported",
        "2025-06-01",
    )
    done = run(log.files.folder, "correct", ids["report"], *move)
    assert done.exit_code == 2
    for command in ("timeline retract", "timeline report", "--reported", "reported="):
        assert command in done.stderr
    since = ("--reported", "2025-06-01")
    assert run(log.files.folder, "retract", ids["report"], "--because", "x", *since).exit_code == 0
    assert run(log.files.folder, "report", ids["other"], "wire", *since, "--quote", "It broke.").exit_code == 0
    told = {
        day: {row["id"]: row["reports"] for row in tl.open(log.files.folder).at(as_of=day).list().rows()}
        for day in ("2025-05-31", "2025-06-01")
    }
    assert told["2025-05-31"] == {ids["one"]: 2, ids["other"]: 1}
    assert told["2025-06-01"] == {ids["one"]: 1, ids["other"]: 2}
