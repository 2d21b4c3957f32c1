"""The commands that ask: the forms that scripts rely on, and the clocks that answers name."""

import csv
import io
import json
import re

import pytest

LIST_KEYS = [
    "id", "type", "title", "occurred", "occurred_earliest", "occurred_latest", "reported", "reported_earliest",
    "reported_latest", "recorded", "known", "standing", "standing_possibly", "origins", "reports", "sources", "facts",
    "tags",
]  # fmt: skip
STATE_KEYS = ["entity", "property", "answer", "values", "beside", "names", "possibly_same"]
VALUE_KEYS = ["value", "answer", "since", "since_earliest", "since_latest", "standing", "events"]
DATE_KEYS = [
    "text", "valid", "level", "kind", "earliest", "latest", "approximate", "uncertain", "words", "error", "suggestion",
]  # fmt: skip


# --- the forms that scripts rely on -----------------------------------------------------------------------------------


def test_list_rows_have_the_keys_of_the_contract_in_order(log):
    row = log.rows("list")[0]
    assert [key for key in row if key in LIST_KEYS] == LIST_KEYS
    assert {"file", "line"} <= row.keys()
    assert row["origins"] == [1, 1]


def test_state_rows_have_the_keys_of_the_contract_in_order(log):
    rows = log.rows("state", "hardware", "--as-of", "2025-12-31")
    assert all(list(row) == STATE_KEYS for row in rows)
    (value,) = next(row for row in rows if row["property"] == "training")["values"]
    assert list(value) == VALUE_KEYS
    assert (value["value"], value["answer"]) == ("Nvidia", "yes")
    assert {"mode", "value", "events"} <= rows[0]["beside"][0].keys()


def test_diff_why_check_and_date_have_the_keys_of_the_contract(log):
    changes = log.rows("diff", "2025-01-01", "2025-12-31")
    assert all({"change", "before", "after"} <= row.keys() for row in changes)
    assert all(("id" in row) != ({"entity", "property"} <= row.keys()) for row in changes)
    assert {"event", "verdict", "because"} <= log.rows("why", "R2.training")[0].keys()
    dates = [json.loads(line) for line in log.ok("date", "2025?-08", "--format", "jsonl").lines]
    assert list(dates[0])[: len(DATE_KEYS)] == DATE_KEYS
    assert dates[0]["words"] == "August, year uncertain, probably 2025"


def test_the_answer_is_one_object_that_says_its_clocks(log):
    answer = log.ok("state", "hardware", "--as-of", "2025-12", "--recorded-by", "2099", "--json").answer
    assert list(answer) == ["schema", "query", "rows"]
    assert answer["schema"] == "timeline/state/1"
    assert answer["query"]["as_of"] == {"asked": "2025-12", "read": "2025-12-31"}
    assert answer["query"]["on"]["read"] == "2025-12-31"
    assert answer["query"]["recorded_by"] == {"asked": "2099", "read": "2099-12-31"}
    assert all(re.fullmatch("[0-9a-f]{64}", head) for head in answer["query"]["head"])


@pytest.mark.parametrize("words", [("list",), ("state", "hardware"), ("sources",), ("why", "R2.training")])
def test_every_form_says_the_same(log, words):
    rows = log.rows(*words)
    assert [json.loads(line) for line in log.ok(*words, "--format", "jsonl").lines] == rows
    table = list(csv.reader(io.StringIO(log.ok(*words, "--format", "csv").out)))
    assert (len(table) - 1, set(table[0])) == (len(rows), set(rows[0]))
    assert log.ok(*words, "--format", "md").out.startswith("| ")
    assert all("\t" in line for line in log.ok(*words, "--format", "plain").lines)
    assert log.ok(*words, "--format", "table").out.strip()


def test_every_answer_says_its_clocks_on_stderr(log):
    said = log.ok("list", "--as-of", "2025-08-31")
    assert "as of 2025-08-31" in said.err
    assert "as of" not in said.out


def test_no_rows_is_an_answer(log):
    said = log.ok("list", "--as-of", "1999", "--json")
    assert said.rows == []


def test_what_was_known_before_the_first_report_is_nothing(log):
    assert log.rows("state", "hardware", "--as-of", "2025-08-13") == []


def test_retracted_events_are_left_out_unless_all_are_asked_for(log):
    event = log.rows("list")[0]["id"]
    log.ok("retract", event[:8], "--because", "misread")
    assert event not in [row["id"] for row in log.rows("list")]
    (row,) = [row for row in log.rows("list", "--all") if row["id"] == event]
    assert row["standing"] == "retracted"


def test_the_filters_narrow(log):
    everything = log.rows("list")
    assert 0 < len(log.rows("list", "--type", "training.failed")) < len(everything)
    assert 0 < len(log.rows("list", "--tag", "r2")) <= len(everything)
    assert log.rows("list", "--entity", "nobody") == []
    assert log.rows("list", "--since", "2026") == [row for row in everything if row["occurred_latest"] >= "2026"]


def test_diff_has_an_exit_code_for_scripts(log):
    assert log.run("diff", "2025-01-01", "2025-12-31", "--exit-code").code == 1
    assert log.run("diff", "2025-12-30", "2025-12-31", "--exit-code").code == 0


def test_a_source_that_is_only_possibly_out_is_marked_in_every_form(empty, tmp_path):
    empty.ok("source", "sure", "--published", "2026-01-05")
    empty.ok("source", "vague", "--published", "2026-03")
    asked = ("sources", "--as-of", "2026-03-15")
    assert {row["name"]: row["known"] for row in empty.rows(*asked)} == {"sure": "yes", "vague": "possibly"}
    assert [line.split("\t")[-1] for line in empty.ok(*asked).lines] == ["yes", "possibly"]
    assert empty.ok(*asked, "--format", "table").out.count("possibly") == 1
    assert "2026-03, possibly" in empty.ok(*asked, "--format", "table", env={"COLUMNS": "30"}).out
    assert [row["known"] for row in empty.rows("sources")] == ["yes", "yes"]
    empty.ok("sources", "--format", "csv", "-o", str(tmp_path / "sources.csv"))
    said = empty.ok("import", str(tmp_path / "sources.csv"))
    assert "already there" in said.err
    assert len(empty.rows("sources")) == 2


def test_sources_of_an_event_show_who_repeats_whom_and_count_origins(log):
    event = log.rows("list", "--type", "training.moved")[0]["id"]
    log.ok("report", event, "relay")
    said = log.ok("sources", event, "--json")
    assert [(row["name"], row["depth"], row["via"]) for row in said.rows] == [("press", 0, []), ("relay", 1, ["press"])]
    assert "reported: 1 origin, 2 reports; named: people" in said.answer["query"]["notes"]


def test_history_of_a_cell_tiles(log):
    rows = log.rows("history", "R2.training")
    assert (rows[0]["as_of_first"], rows[-1]["as_of_last"]) == (None, None)
    assert {row["answer"] for row in rows} >= {"unknown", "yes"}


def test_show_tells_the_reasons_that_reports_give(log):
    event = log.rows("list", "--type", "training.moved")[0]["id"]
    log.ok("report", event, "relay", "--stance", "doubts", "--because", "no figures")
    assert "no figures" in log.ok("show", event[:8]).out
    assert "no figures" in json.dumps(log.rows("show", event[:8]))


@pytest.mark.parametrize("command", ["show", "history", "sources"])
def test_a_report_that_the_event_does_not_hold_is_not_found(log, command):
    event = log.rows("list", "--type", "training.moved")[0]["id"]
    assert log.ok(command, f"{event[:8]}#1").out
    for number in ("0", "2", "01", "x", ""):
        said = log.run(command, f"{event[:8]}#{number}")
        assert said.code == 2
        assert f"the event holds 1 report, and no #{number}" in said.err
    assert "it is a source" in log.run(command, f"{log.rows('show', 'press')[0]['id']}#1").err


def test_date_answers_for_every_text_and_exits_2_where_one_is_none(log):
    said = log.run("date", "2025", "April", "2026-Q2", "--format", "jsonl")
    assert said.code == 2
    rows = [json.loads(line) for line in said.lines]
    assert [row["valid"] for row in rows] == [True, False, True]
    assert rows[1]["suggestion"] == "XXXX-04"
    assert log.ok("date", "-", "--format", "jsonl", stdin="2025\n2026\n").out.count("\n") == 2


@pytest.mark.parametrize("name", ["list", "state", "why", "diff", "sources", "history", "views", "date", "check"])
def test_a_schema_is_json_and_names_its_form(log, name):
    assert json.loads(log.ok("schema", name).out)["$schema"]


def test_strict_leaves_the_possibly_out_of_every_answer(log):
    late = log.add("add", "perhaps then", "--fact", "R2.training=Ascend", "--source", "press:no-comment")
    log.ok("report", late, "--reported", "2025-10/2026-02")
    log.ok("correct", late, "--set", "title=told anew", "--because", "x", "--reported", "2025-12~/2026-01")
    asked = ("--as-of", "2025-12-31", "--strict")
    assert late in [row["id"] for row in log.rows("list", "--as-of", "2025-12-31")]
    assert late not in [row["id"] for row in log.rows("list", *asked)]
    assert "possibly" not in [row["answer"] for row in log.rows("state", "hardware", *asked)]
    assert "possibly" not in [row["verdict"] for row in log.rows("why", "R2.training", *asked)]
    assert "possibly" not in [row["known"] for row in log.rows("history", late, *asked)]
    assert "possibly" not in [row["answer"] for row in log.rows("history", "R2.training", *asked)]
    changes = log.rows("diff", "2025-08-01", "2025-12-31", "--strict")
    cells = [cell for row in changes if row["change"] == "cell" for cell in (row["before"], row["after"]) if cell]
    assert "possibly" not in [cell["answer"] for cell in cells]
    assert log.run("show", late, *asked).code == 2


def test_the_history_of_a_cell_ends_with_the_as_of_day(log):
    assert log.rows("history", "R2.training")[-1]["as_of_last"] is None
    rows = log.rows("history", "R2.training", "--as-of", "2025-08-20")
    assert rows[-1]["as_of_last"] == "2025-08-20"
    before = log.rows("history", "R2.training", "--as-of", "2025-08-01")
    assert {row["answer"] for row in before} == {"unknown"}


def test_the_form_of_a_file_follows_its_ending(log, tmp_path):
    for ending, start in (
        (".json", "{"),
        (".jsonl", "{"),
        (".csv", "id,"),
        (".md", "| ID"),
        (".tsv", ""),
        (".txt", ""),
    ):
        path = tmp_path / f"out{ending}"
        said = log.ok("list", "-o", str(path))
        assert said.out == ""
        assert f"wrote {path}" in said.err
        assert path.read_text(encoding="utf-8").startswith(start)
    path = tmp_path / "anything"
    log.ok("list", "-o", str(path), "--format", "csv")
    assert path.read_bytes() == log.ok("list", "--format", "csv").out.encode()
    assert log.ok("list", "-o", "-", "--format", "csv").out == log.ok("list", "--format", "csv").out
    assert not (tmp_path / "-").exists()


def test_a_file_is_replaced_whole_and_keeps_its_mode(log, tmp_path):
    path = tmp_path / "out.csv"
    path.write_text("old", encoding="utf-8")
    path.chmod(0o640)
    log.ok("list", "-o", str(path))
    assert path.read_text(encoding="utf-8").startswith("id,")
    assert path.stat().st_mode & 0o777 == 0o640
    assert [each.name for each in tmp_path.iterdir() if each.name.endswith(".part")] == []


def test_only_one_form_is_asked_for(log):
    assert log.run("list", "--json", "--format", "csv").code == 2
    assert log.ok("list", "--json", "--format", "json").rows


def test_a_stamp_is_taken_exactly_as_it_is_printed(log):
    stamps = [row["recorded"] for row in log.rows("history")]
    assert [len(log.rows("history", "--recorded-by", stamp)) for stamp in stamps] == [1, 2, 3, 4]
    answer = log.ok("list", "--recorded-by", stamps[2], "--json").answer
    assert answer["query"]["recorded_by"] == {"asked": stamps[2], "read": stamps[2]}
    assert len(answer["rows"]) == 1


def test_clocks_with_nothing_asked_limit_nothing(log):
    asked = log.ok("list", "--json").answer["query"]
    assert (asked["as_of"], asked["recorded_by"], asked["at_checkpoint"]) == (None, None, None)
    asked = log.ok("state", "hardware", "--recorded-by", "2099-01-01", "--json").answer["query"]
    assert asked["on"]["read"] == "2099-01-01"


def test_every_command_that_asks_of_the_past_takes_every_clock(log):
    asked = ("--as-of", "2025-12", "--recorded-by", "2099", "--strict", "--skip-bad")
    event = log.rows("list")[0]["id"]
    for words in (["list"], ["show", event], ["state", "hardware"], ["why", "R2.training"], ["sources"], ["history"]):
        query = log.ok(*words, *asked, "--json").answer["query"]
        assert (query["as_of"]["read"], query["recorded_by"]["read"]) == ("2025-12-31", "2099-12-31")
        assert (query["strict"], query["command"] in (words[0], "cascade")) == (True, True)


def test_no_colour_where_none_is_wanted(log):
    assert "\x1b" not in log.ok("list", "--format", "table", env={"NO_COLOR": "1"}).out
    assert "\x1b[" in log.ok("list", "--format", "table", "--color", "always").out


def test_a_difference_tells_facts_that_an_event_may_have_got(log):
    """It had none; a source that gave some wrote in a month of which a part is past."""
    event = log.add("add", "nothing is said of it", "--source", "press")
    log.add("correct", event, "--fact", "R3.training=Ascend", "--reported", "2025-11", "--because", "told later")
    said = log.ok("diff", "2025-10-31", "2025-11-15")
    assert "none or R3.training" in said.out
