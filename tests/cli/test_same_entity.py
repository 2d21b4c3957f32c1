"""One thing under two names, from the command line: written with its note, shown everywhere, and undone again."""

import json

import pytest


@pytest.fixture
def told(log):
    """The log with one more event, which calls R2 by another name."""
    log.add("add", "R2.0 moved to TPU", "--occurred", "2025-08-28", "--source", "relay", "--fact", "R2 0.training=TPU")
    return log


def called(bench, *words):
    """The entities of the view's rows, and the names under which each was told."""
    return {
        row["entity"]: row["names"] for row in bench.rows("state", "hardware", *words) if row["property"] == "training"
    }


APART = {"R2": ["R2"], "R2 0": ["R2 0"]}


def test_a_link_makes_one_row_and_says_what_it_understood(told):
    assert called(told) == APART
    said = told.ok("link", "R2 0", "same-entity", "R2", "--because", "the same model card")
    assert 'link: "R2 0" same-entity "R2"' in said.err
    assert 'one thing, at every --as-of, called "R2" if no link leads on' in said.err
    assert called(told) == {"R2": ["R2", "R2 0"]}
    assert '"R2": facts told of "R2 0" too, which is the same' in told.ok("state", "hardware").err
    assert told.ok("check").code == 0


def test_a_dated_link_says_from_when_it_counts(told):
    said = told.ok("link", "R2 0", "same-entity", "R2", "--reported", "2025-10")
    assert "one thing, as of 2025-10, called" in said.err
    assert called(told, "--as-of", "2025-09-30") == APART
    assert called(told, "--as-of", "2025-10-31") == {"R2": ["R2", "R2 0"]}
    rows = told.rows("state", "hardware", "--as-of", "2025-10-15")
    assert {row["entity"]: row["possibly_same"] for row in rows} == {"R2": ["R2 0"], "R2 0": ["R2"]}
    assert '"R2": possibly the same as "R2 0"' in told.ok("state", "hardware", "--as-of", "2025-10-15").err
    strict = told.rows("state", "hardware", "--as-of", "2025-10-15", "--strict")
    assert {row["entity"]: row["possibly_same"] for row in strict} == {"R2": [], "R2 0": []}


def test_a_link_by_a_source_says_so(told):
    said = told.ok("link", "R2 0", "same-entity", "R2", "--source", "relay")
    assert "as of the day on which relay published it" in said.err
    assert called(told, "--as-of", "2025-08-31") == {"R2": ["R2"]}


def test_a_name_that_no_event_has_is_written_with_a_note(told):
    said = told.ok("link", "R2 O", "same-entity", "R2")
    assert 'from: no event has a fact on "R2 O"; did you mean "R2 0"?' in said.err
    assert len(said.lines) == 1
    assert f"; to take it back: timeline retract {said.lines[0][:12]}" in said.err
    assert (
        'from: no event has a fact on "R2 O"' not in told.ok("link", "R2 O", "same-entity", "R2").err
    )  # already there
    tried = told.ok("link", "R2", "same-entity", "Reasoner", "--dry-run")
    assert 'to: no event has a fact on "Reasoner"' in tried.err
    assert "to take it back" not in tried.err
    assert "Nothing was written." in tried.err


def test_an_event_of_the_same_batch_has_the_name(told):
    lines = [
        {"kind": "link", "from": "R3", "rel": "same-entity", "to": "R2"},
        {"kind": "event", "title": "x", "facts": [{"entity": "R3", "property": "training", "value": "y"}]},
    ]
    said = told.ok("add", "-", stdin="\n".join(map(json.dumps, lines)))
    assert "no event has" not in said.err
    assert called(told)["R2"] == ["R2", "R3"]


def test_a_link_of_a_name_to_itself_is_refused(told):
    before = told.bytes
    said = told.run("link", "R2", "same-entity", "R2")
    assert (said.code, "a link leads from one to another" in said.err) == (2, True)
    assert said.err.endswith("Nothing was written.\n")
    assert told.bytes == before
    link = told.add("link", "R2 0", "same-entity", "R2")
    assert told.run("correct", link, "--set", 'from="R2"', "--because", "a slip").code == 2


def test_a_link_can_be_corrected_retracted_and_that_undone(told):
    link = told.add("link", "R2 0", "same-entity", "R3")
    assert called(told) == {"R2": ["R2"], "R3": ["R2 0"]}
    change = told.add("correct", link, "--set", 'to="R2"', "--because", "a slip")
    assert called(told) == {"R2": ["R2", "R2 0"]}
    told.add("retract", change)
    assert called(told) == {"R2": ["R2"], "R3": ["R2 0"]}
    undone = told.add("retract", link)
    assert called(told) == APART
    told.add("retract", undone)
    assert called(told) == {"R2": ["R2"], "R3": ["R2 0"]}


def test_a_redacted_link_joins_nothing_and_its_names_leave_the_files(told):
    link = told.add("link", "Code name X", "same-entity", "R2")
    assert "Code name X" in told.ok("show", link).out
    told.ok("redact", link, "--because", "a court's order", "--yes")
    assert b"Code name X" not in b"".join(told.bytes.values())
    assert called(told) == APART


@pytest.mark.parametrize("name", ["R2", "R2 0"])
def test_every_question_takes_either_name(told, name):
    told.ok("link", "R2 0", "same-entity", "R2")
    titles = ["R2 could not train on Ascend", "R2 trains on Nvidia", "R2.0 moved to TPU"]
    listed = told.ok("list", "--entity", name, "--json")
    assert sorted(row["title"] for row in listed.rows) == titles
    assert "nothing known then has" not in listed.err
    facts = {(fact["entity"], fact["known_as"]) for row in listed.rows for fact in row["facts"]}
    assert facts == {("R2", "R2"), ("R2 0", "R2")}
    assert {row["entity"] for row in told.rows("state", "hardware", "--entity", name)} == {"R2"}
    why = told.rows("why", f"{name}.training", "--on", "2025-10-01")
    assert [(row["entity"], row["verdict"]) for row in why] == [("R2 0", "value"), ("R2", "out"), ("R2", "beside")]
    history = told.rows("history", f"{name}.training")
    assert history[-1]["names"] == ["R2", "R2 0"]
    assert told.ok("export", "--format", "jsonl", "--entity", name).out.count("same-entity") == 1


def test_why_names_the_links_that_join(told):
    link = told.add("link", "R2 0", "same-entity", "R2", "--reported", "2025-10")
    assert f'{link[:8]}: "R2 0" same-entity "R2"' in told.ok("why", "R2.training").err
    assert f'{link[:8]}: "R2 0" possibly same-entity "R2"' in told.ok("why", "R2.training", "--as-of", "2025-10-15").err
    assert "same-entity" not in told.ok("why", "R2.training", "--as-of", "2025-09-30").err


def test_a_difference_names_both(told):
    told.ok("link", "R2 0", "same-entity", "Reasoner", "--reported", "2025-10-01")
    rows = told.rows("diff", "2025-09-30", "2025-10-01", "--view", "hardware")
    assert [(row["entity_before"], row["entity"], row["property"]) for row in rows] == [
        ("R2 0", "Reasoner", "training")
    ]
    plain = told.ok("diff", "2025-09-30", "2025-10-01", "--view", "hardware").out
    assert "R2 0.training, then Reasoner.training" in plain
    assert told.run("diff", "2025-09-30", "2025-10-01", "--exit-code").code == 1


def test_what_is_exported_is_one_thing_again_where_it_is_imported(told, tmp_path):
    told.ok("link", "R2 0", "same-entity", "R2")
    told.ok("export", "-o", str(tmp_path / "all.jsonl"))
    other = type(told)(tmp_path / "other" / "events")
    other.ok("init", "--title", "another")
    (other.folder / "timeline.toml").write_bytes((told.folder / "timeline.toml").read_bytes())
    other.ok("import", str(tmp_path / "all.jsonl"))
    assert called(other) == called(told) == {"R2": ["R2", "R2 0"]}
    assert "added 0, already there 6" in other.ok("import", str(tmp_path / "all.jsonl")).err


def test_the_log_tells_of_the_link(told):
    link = told.add("link", "R2 0", "same-entity", "R2")
    assert told.rows("history")[-1]["what"] == '"R2 0" same-entity "R2"'
    assert told.rows("show", link)[0]["rel"] == "same-entity"
