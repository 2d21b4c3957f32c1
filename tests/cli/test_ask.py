"""The commands that ask: the forms that scripts rely on, the clocks that answers name, and wrong questions."""

import csv
import io
import json
import os
import pty
import re
import signal
import subprocess
import sys
import time

import pytest

LIST_KEYS = [
    "id", "type", "title", "occurred", "occurred_earliest", "occurred_latest", "reported", "reported_earliest",
    "reported_latest", "recorded", "known", "standing", "standing_possibly", "origins", "reports", "sources", "facts",
    "tags",
]  # fmt: skip
STATE_KEYS = ["entity", "property", "answer", "values", "beside"]
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


def test_sources_of_an_event_show_who_repeats_whom_and_count_origins(log):
    event = log.rows("list", "--type", "training.moved")[0]["id"]
    log.ok("report", event, "relay")
    said = log.ok("sources", event, "--json")
    assert [(row["name"], row["depth"], row["via"]) for row in said.rows] == [("press", 0, []), ("relay", 1, ["press"])]
    assert "reported: 1 origin of 2 reports; named: people" in said.answer["query"]["notes"]


def test_history_of_a_cell_tiles(log):
    rows = log.rows("history", "R2.training")
    assert (rows[0]["as_of_first"], rows[-1]["as_of_last"]) == (None, None)
    assert {row["answer"] for row in rows} >= {"unknown", "yes"}


def test_show_tells_the_reasons_that_reports_give(log):
    event = log.rows("list", "--type", "training.moved")[0]["id"]
    log.ok("report", event, "relay", "--stance", "doubts", "--because", "no figures")
    assert "no figures" in log.ok("show", event[:8]).out
    assert "no figures" in json.dumps(log.rows("show", event[:8]))


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


# --- wrong questions --------------------------------------------------------------------------------------------------

WRONG = [
    (["list", "--as-of", "2025?"], "cannot be a clock"),
    (["list", "--as-of", "[2025..2026]"], "cannot be a clock"),
    (["list", "--as-of", "April"], "is in words"),
    (["list", "--recorded-by", "2025-02-30"], "does not exist"),
    (["list", "--on", "2025"], "--on"),
    (["list", "--format", "xml"], "none of"),
    (["list", "--at-checkpoint", "3"], "no checkpoint"),
    (["show", "nothing"], "no record"),
    (["state", "hardwear"], 'no view "hardwear"'),
    (["why", "Ap"], "names no cell"),
    (["why", "R2.colour"], "no view has the property"),
    (["diff", "2025"], "D2"),
    (["diff", "2025", "x"], '"x"'),
    (["sources", "zzzz"], "no record"),
    (["history", "zzzz"], "no record"),
    (["date"], "TEXT"),
    (["views", "extra"], "extra"),
    (["check", "--pin", "x"], "checkpoint"),
    (["figure", "pie", "-o", "x.svg"], "pie"),
    (["figure", "events", "-o", "x.gif"], ".svg"),
    (["schema", "nope"], "nope"),
    (["completion", "csh"], "csh"),
]


@pytest.mark.parametrize(("words", "what"), WRONG, ids=[" ".join(words) for words, _ in WRONG])
def test_a_wrong_question_says_what_and_how_to_mend_it(log, tmp_path, monkeypatch, words, what):
    monkeypatch.chdir(tmp_path)
    before = log.bytes
    said = log.run(*words)
    assert (said.code, said.out) == (2, "")
    assert what in said.err
    assert "fix: " in said.err
    assert log.bytes == before


@pytest.mark.parametrize("target", ["folder.json", "fifo.json"])
def test_an_output_that_is_no_plain_file_is_refused(log, tmp_path, target):
    path = tmp_path / target
    if target.startswith("fifo"):
        os.mkfifo(path)
    else:
        path.mkdir()
    said = log.run("list", "-o", str(path))
    assert said.code == 2
    assert "fix: " in said.err


# --- real processes ---------------------------------------------------------------------------------------------------


def command(log, *words):
    return [sys.executable, "-m", "timeline", "-C", str(log.folder), *words]


def environment(**more):
    return {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "TIMELINE_BY": "ada", **more}


def test_the_answer_is_the_same_whatever_the_locale_the_zone_and_the_seed(log):
    log.add("source", "quelle", "--publisher", "Zeitung für Übersicht", "--published", "2025-08-14")
    answers = {
        subprocess.run(
            command(log, "list", "--as-of", "2025-12-31", "--json"),
            env=environment(**more),
            capture_output=True,
            check=True,
        ).stdout
        for more in (
            {"LC_ALL": "C", "TZ": "UTC", "PYTHONHASHSEED": "1"},
            {"LC_ALL": "C.UTF-8", "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "2"},
            {"LC_ALL": "POSIX", "TZ": "America/St_Johns", "PYTHONHASHSEED": "3"},
        )
    }
    assert len(answers) == 1


def test_a_closed_pipe_is_quiet(log):
    for number in range(300):
        log.run("add", f"event {number} " + "x" * 300)
    process = subprocess.Popen(command(log, "list"), env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    process.stdout.read(10)
    process.stdout.close()
    said = process.stderr.read().decode()
    process.stderr.close()
    assert process.wait(timeout=60) == 141
    assert "Traceback" not in said


def test_an_interrupt_leaves_no_traceback(log):
    process = subprocess.Popen(
        command(log, "add", "-"),
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    time.sleep(1.0)
    process.send_signal(signal.SIGINT)
    out, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert out == b""
    assert b"Traceback" not in said


def test_a_full_disk_behind_stdout_does_not_hide_that_the_record_is_in_the_log(log):
    with open("/dev/full", "w") as full:  # noqa: PTH123 - a device
        done = subprocess.run(
            command(log, "add", "kept though unsaid"),
            env=environment(),
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 4
    assert b"is in the log" in done.stderr
    assert "kept though unsaid" in log.ok("list").out


def test_a_terminal_is_never_steered_by_what_a_log_holds(log):
    log.add("add", "turned \u202e end", "--said", "tab\there")
    lead, follow = pty.openpty()
    process = subprocess.Popen(
        command(log, "list"), env=environment(TERM="xterm", PAGER="cat"), stdin=follow, stdout=follow, stderr=follow
    )
    os.close(follow)
    shown = b""
    while True:
        try:
            chunk = os.read(lead, 65536)
        except OSError:
            break
        if not chunk:
            break
        shown += chunk
    os.close(lead)
    assert process.wait(timeout=60) == 0
    text = shown.decode()
    assert "\u202e" not in text
    assert "\\u202e" in text
    assert not set(re.findall(r"\x1b\[[0-9;]*([a-zA-Z])", text)) - {"m"}


def test_no_colour_where_none_is_wanted(log):
    assert "\x1b" not in log.ok("list", "--format", "table", env={"NO_COLOR": "1"}).out
    assert "\x1b[" in log.ok("list", "--format", "table", "--color", "always").out
