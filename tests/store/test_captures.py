"""What copies of a source say: when it was public, and what was kept of it."""

import json
import tracemalloc

import pytest
from click.testing import CliRunner

from builders import a_draft, a_log
from merging import git, has_git
from timeline.cli.main import cli
from timeline.errors import RecordError
from timeline.records.flat import flat_record
from timeline.store import captures, redact
from timeline.store.log import LogFiles
from timeline.testing import given

SHA, OTHER = "a" * 64, "b" * 64
STORY = (
    {"kind": "source", "name": "press"},
    {"title": "it moved", "reports": [{"source": "press"}], "key": "moved"},
)


def copy(retrieved, *, source="press", sha256=SHA, **more):
    return {"kind": "capture", "source": source, "retrieved": retrieved, "sha256": sha256, **more}


def known(records, as_of, **clocks):
    """Say whether the event was known: yes, possibly, or no."""
    events = given(records).snapshot(as_of=as_of, **clocks).events
    return next((event.known.value for event in events if event.event.title == "it moved"), "no")


# --- when a source was public ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("days", [("2026-05-01", "2026-06-01"), ("2026-06-01", "2026-05-01")])
def test_the_earliest_copy_bounds_the_day(days):
    records = [*STORY, *(copy(day) for day in days)]
    assert [known(records, day) for day in ("2026-04-30", "2026-05-01", "2026-05-31")] == ["possibly", "yes", "yes"]


def test_a_copy_of_an_uncertain_day_bounds_by_the_last_it_can_mean():
    records = [*STORY, copy("2026-05")]
    assert [known(records, day) for day in ("2026-05-30", "2026-05-31")] == ["possibly", "yes"]


def test_a_copy_without_a_day_bounds_nothing():
    undated = {"kind": "capture", "source": "press", "sha256": SHA}
    assert known([*STORY, undated], "2026-05-31") == "possibly"


def test_a_copy_bounds_what_its_source_rests_on():
    relay = {"kind": "source", "name": "relay", "via": ["press"]}
    assert known([*STORY, relay, copy("2026-05-01", source="relay")], "2026-05-01") == "yes"


def test_a_copy_that_was_taken_back_bounds_nothing_until_that_is_undone():
    records = [*STORY, copy("2026-05-01", key="c"), {"kind": "retraction", "target": "key:c", "key": "r"}]
    assert known(records, "2026-05-01") == "possibly"
    assert known([*records, {"kind": "retraction", "target": "key:r"}], "2026-05-01") == "yes"


def test_a_corrected_copy_bounds_by_what_it_says_now():
    records = [*STORY, copy("2026-05-01", key="c")]
    later = {"kind": "correction", "target": "key:c", "set": {"retrieved": "2026-06-01"}}
    assert [known([*records, later], day) for day in ("2026-05-01", "2026-06-01")] == ["possibly", "yes"]
    moved = {"kind": "correction", "target": "key:c", "set": {"source": "other"}}
    assert known([*records, {"kind": "source", "name": "other"}, moved], "2026-05-01") == "possibly"


def test_what_the_log_did_not_hold_by_then_bounds_nothing():
    early = [{**record, "recorded": "2026-07-01T00:00:00Z"} for record in STORY]
    records = [*early, {**copy("2026-05-01"), "recorded": "2026-07-03T00:00:00Z"}]
    assert known(records, "2026-05-01", recorded_by="2026-07-02") == "possibly"
    assert known(records, "2026-05-01", recorded_by="2026-07-03") == "yes"


def test_a_copy_from_before_the_day_that_was_typed_is_dropped_and_the_others_still_count():
    dated = {"kind": "source", "name": "press", "published": "2026-05"}
    records = [dated, STORY[1], copy("2026-04-01"), copy("2026-05-10")]
    assert [known(records, day) for day in ("2026-04-30", "2026-05-09", "2026-05-10")] == ["no", "possibly", "yes"]
    (dropped, *_) = given(records).ledger.dropped()
    assert (dropped.name, "copied" in dropped.reason) == ("press", True)


def test_a_copy_of_a_source_whose_line_was_redacted_still_counts(log):
    log.append([a_draft(title="it moved", reports=[{"source": "press"}])], by="ada")
    log.append([a_draft("capture", source="press", sha256=SHA, retrieved="2026-05-01")], by="ada")
    assert known_on(log, "2026-05-01") == "yes"
    take_out(log, next(record.id for record in log.read().records if record.kind == "source"))
    assert known_on(log, "2026-05-01") == "yes"


def test_the_same_copy_told_on_two_clones_is_one():
    moment = {"recorded": "2026-07-01T00:00:00Z"}
    made = given([{**record, **moment} for record in (*STORY, copy("2026-05-01"))])
    (first,) = [record for record in made.records if record.kind == "capture"]
    twin = given([*STORY[:1], copy("2026-05-01")]).records[-1]
    assert twin.id != first.id
    from timeline.asof.ledger import Ledger
    from timeline.asof.values import Clocks

    ledger = Ledger([*made.records, twin])
    snapshot = ledger.at(Clocks(on=made.snapshot().clocks.on))
    assert [one.record.id for one in snapshot.sources["press"].captures] == [first.id]


# --- in a log --------------------------------------------------------------------------------------------------------


@pytest.fixture
def log(tmp_path):
    return a_log(tmp_path, a_draft("source", name="press"), a_draft("source", name="relay", via=["press"]))


def run(log, *words, code=0, **more):
    done = CliRunner(env={"TIMELINE_BY": "ada"}).invoke(cli, ["-C", log.folder, *words], **more)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    assert done.exit_code == code, done.stderr
    return done


def rows(log, *words):
    return json.loads(run(log, *words, "--json").stdout)["rows"]


def known_on(log, day):
    return next((row["known"] for row in rows(log, "list", "--as-of", day) if row["title"] == "it moved"), "no")


def take_out(log, target):
    redact.redact(log, target, because="a court's order", by="ada")


def lines(*records):
    return "".join(json.dumps(record) + "\n" for record in records)


def test_copies_are_added_by_the_source_name_and_read_back_from_an_export(log, tmp_path):
    told = [
        copy("2026-05-01", url="https://example.org/"),
        {"kind": "event", **STORY[1]},
        copy("2026-05-02", source="relay"),
    ]
    assert len(run(log, "add", "-", input=lines(*told)).stdout.split()) == 3
    run(log, "export", str(tmp_path / "all.jsonl"))
    other = a_log(tmp_path / "other")
    run(other, "import", str(tmp_path / "all.jsonl"))
    assert "already there 5" in run(other, "import", str(tmp_path / "all.jsonl")).stderr

    def said(log):
        kept = [row["captures"] for row in rows(log, "sources")]
        return [[{k: v for k, v in one.items() if k not in ("id", "recorded")} for one in found] for found in kept]

    assert said(other) == said(log) != [[], []]
    limited = run(log, "export", "--as-of", "2026-05-01", "--format", "jsonl").stdout
    assert [json.loads(line)["retrieved"] for line in limited.splitlines() if '"capture"' in line] == ["2026-05-01"]


def test_an_export_of_some_events_brings_the_copies_of_their_sources_alone(log):
    event = {"title": "it moved", "tags": ["x"], "reports": [{"source": "press"}]}
    run(
        log,
        "add",
        "-",
        input=lines({"kind": "event", **event}, copy("2026-05-01"), copy("2026-05-02", source="relay")),
    )
    found = [json.loads(line) for line in run(log, "export", "--tag", "x", "--format", "jsonl").stdout.splitlines()]
    assert sorted((one["kind"], one.get("source")) for one in found) == [
        ("capture", "press"),
        ("event", None),
        ("source", None),
    ]


@pytest.mark.parametrize(
    ("given_fields", "says"),
    [
        ({"sha256": "A" * 64}, "not a SHA-256"),
        ({"sha256": "a" * 63}, "not a SHA-256"),
        ({"sha256": 5}, "not a text"),
        ({"media_type": "html"}, "not a media type"),
        ({"path": "../passwd"}, "not where a copy lies"),
        ({"path": f"captures/{OTHER}"}, "not where a copy lies"),
        ({"retrieved": "May 2026"}, "EDTF"),
        ({"source": "nobody"}, "unknown source"),
        ({"source": "Press!"}, "not of the form"),
        ({"taken": "2026-05-01"}, "no field"),
        ({"archive": {}}, "no field"),
    ],
)
def test_what_is_no_copy_is_refused_and_nothing_is_written(log, given_fields, says):
    before = log.read().records
    said = run(log, "add", "-", input=lines({**copy("2026-05-01"), **given_fields}), code=2)
    assert says in said.stderr
    assert "Nothing was written." in said.stderr
    assert log.read().records == before


@pytest.mark.parametrize("missing", ["source", "sha256"])
def test_a_copy_is_of_a_source_and_has_its_bytes_named(missing):
    body = {name: value for name, value in copy("2026-05-01").items() if name != missing}
    with pytest.raises(RecordError, match=f'a capture must have "{missing}"'):
        flat_record(json.dumps(body))


def test_a_correction_leaves_a_copy_that_can_be_found(log):
    (added,) = log.append([a_draft("capture", source="press", sha256=SHA, path=f"captures/{SHA}")], by="ada").added
    for bad in ("sha256=" + OTHER, "path=captures/x", "media_type=html"):
        assert "Nothing was written." in run(log, "correct", added.id, "--set", bad, "--because", "x", code=2).stderr
    both = ("--set", f"sha256={OTHER}", "--set", f"path=captures/{OTHER}")
    run(log, "correct", added.id, *both, "--because", "another file")
    (row,) = [row for row in rows(log, "sources") if row["name"] == "press"]
    assert [one["sha256"] for one in row["captures"]] == [OTHER]
    missing = [row["message"] for row in json.loads(run(log, "check", "--json", code=1).stdout)["rows"]]
    assert [OTHER in text or SHA in text for text in missing] == [True, True]


def test_a_field_that_this_version_does_not_know_is_kept_and_reported(log):
    from timeline.records.drafts import Decision

    body = {"source": "press", "sha256": SHA, "retrieved": "2026-05-01", "lens": "wide"}
    log.append([a_draft("capture")], by="ada", admit=lambda *_, **_how: (Decision(place=0, kind="capture", body=body),))
    assert log.read().records[-1].body["lens"] == "wide"
    assert [row["code"] for row in json.loads(run(log, "check", "--json", code=1).stdout)["rows"]] == ["unknown-field"]


def test_show_lists_the_copies_of_all_sources_behind_an_event(log):
    (event, *_) = run(
        log,
        *("add", "-"),
        input=lines(
            {"kind": "event", "title": "it moved", "reports": [{"source": "relay"}]},
            copy("2026-05-02"),
            copy("2026-05-01", sha256=OTHER),
            copy("2026-05-03", source="relay"),
        ),
    ).stdout.split()
    every = [("relay", "2026-05-03"), ("press", "2026-05-01"), ("press", "2026-05-02")]
    (row,) = rows(log, "show", event)
    assert [(one["source"], one["retrieved"]) for one in row["captures"]] == every
    (by_then,) = rows(log, "show", event, "--as-of", "2026-05-02")
    assert [(one["source"], one["retrieved"]) for one in by_then["captures"]] == every[1:]
    shown = run(log, "show", event).stdout
    assert all(f"{source} on {day}, SHA-256" in shown for source, day in every)
    chains = {row["name"]: [one["retrieved"] for one in row["captures"]] for row in rows(log, "sources", event)}
    assert chains == {"press": ["2026-05-01", "2026-05-02"], "relay": ["2026-05-03"]}
    history = [row["what"] for row in rows(log, "history", "press") if row["kind"] == "capture"]
    assert [text.partition(":")[0] for text in history] == ["press, copy of 2026-05-02", "press, copy of 2026-05-01"]
    behind = [row["what"].partition(":")[0] for row in rows(log, "history", event) if row["kind"] == "capture"]
    assert behind == [*(text.partition(":")[0] for text in history), "relay, copy of 2026-05-03"]
    before = rows(log, "history", "press", "--as-of", "2026-05-01")
    assert [row["kind"] for row in before].count("capture") == 1


def test_a_copy_taken_back_or_redacted_is_listed_no_more(log):
    ids = run(log, "add", "-", input=lines(copy("2026-05-01"), copy("2026-05-02"), copy("2026-05-03"))).stdout.split()
    run(log, "retract", ids[0])
    take_out(log, ids[1])
    (row,) = [row for row in rows(log, "sources") if row["name"] == "press"]
    assert [one["retrieved"] for one in row["captures"]] == ["2026-05-03"]
    assert len([row for row in rows(log, "history") if row["kind"] == "capture"]) == 3


def test_check_names_a_copy_that_contradicts_the_day_that_was_typed(log):
    source = {"kind": "source", "name": "dated", "published": "2026-05-05"}
    run(log, "add", "-", input=lines(source, copy("2026-05-01", source="dated")))
    (row,) = json.loads(run(log, "check", "--json", code=1).stdout)["rows"]
    assert (row["code"], "copied" in row["message"]) == ("contradicting-dates", True)


def test_diff_shows_what_follows_from_a_copy(log):
    run(log, "add", "-", input=lines({"kind": "event", **STORY[1]}, copy("2026-05-01")))
    (row, *_) = rows(log, "diff", "2026-04-30", "2026-05-01")
    assert (row["change"], row["before"]["known"], row["after"]["known"]) == ("new", "possibly", "yes")


def test_a_page_names_the_days_of_the_copies_that_had_been_taken(log):
    event = {"kind": "event", "title": "it moved", "occurred": "2026-03", "reports": [{"source": "press"}]}
    run(log, "add", "-", input=lines(event, copy("2026-05-01"), copy("2026-05-03"), copy("2026-07-01")))
    page = log.path.parent / "page.html"
    run(log, "page", "-o", str(page), "--as-of", "2026-06-01")
    text = page.read_text(encoding="utf-8")
    assert "copied 1 May 2026 and 3 May 2026<" in text
    assert "July 2026" not in text


def test_an_answer_about_the_past_says_that_a_copy_came_late(log):
    run(log, "add", "-", input=lines({"kind": "event", **STORY[1]}))
    run(log, "checkpoint")
    assert "arrived after" not in run(log, "list", "--as-of", "2026-05-01").stderr
    run(log, "add", "-", input=lines(copy("2026-04-01")))
    assert "1 record of this answer arrived after" in run(log, "list", "--as-of", "2026-05-01").stderr


def test_a_large_copy_is_verified_in_little_memory(log):
    folder = log.path / "captures"
    folder.mkdir()
    with (folder / SHA).open("wb") as file:
        file.truncate(1 << 28)
    run(log, "add", "-", input=lines({**copy("2026-05-01"), "path": f"captures/{SHA}"}))
    records = log.read().records
    tracemalloc.start()
    try:
        (finding,) = captures.check(log.folder, records)
        assert finding.code == "capture-altered"
        assert tracemalloc.get_traced_memory()[1] < 8_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.skipif(not has_git, reason="git is not installed")
def test_copies_of_two_clones_meet_without_a_conflict(log, tmp_path):
    here = log.path.parent
    git(here, "init", "-q")
    git(here, "add", "-A")
    git(here, "commit", "-qm", "begun")
    git(tmp_path, "clone", "-q", str(here), "there")
    there = LogFiles(folder=str(tmp_path / "there" / "events"))
    (tmp_path / "one.html").write_bytes(b"one")
    (tmp_path / "two.html").write_bytes(b"two")
    for clone, file, day in ((log, "one", "2026-05-01"), (there, "one", "2026-05-01"), (there, "two", "2026-05-02")):
        run(clone, "attach", "press", str(tmp_path / f"{file}.html"), "--retrieved", day)
    for folder in (here, tmp_path / "there"):
        git(folder, "add", "-A")
        git(folder, "commit", "-qm", "copies")
    git(tmp_path / "there", "pull", "-q", "--no-rebase", "--no-edit", "origin", "main")
    (row,) = [row for row in rows(there, "sources") if row["name"] == "press"]
    assert [one["retrieved"] for one in row["captures"]] == ["2026-05-01", "2026-05-02"]
    run(there, "check")
