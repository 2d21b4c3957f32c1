"""The commands that ask: the forms that scripts rely on, the clocks that answers name, and wrong questions."""

import csv
import io
import json
import os
import re
import shlex
import signal
import subprocess
import sys
import time

import pytest

from terminals import at_a_terminal

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
    (["doctor", "extra"], "too many arguments: extra"),
    (["page"], "missing option"),
    (["list", "-o", "nowhere/x.csv"], "is not there"),
    (["list", "-o", "x"], "no ending"),
    (["why", "R2.training", "--view", "hardwear"], "--view"),
    (["why", "R3.training"], 'no event has a fact on "R3"'),
    (["show", "abc"], "too short"),
    (["list", "--since", "2025-13"], "no month 13"),
    (["list", "--as-of"], "needs a value"),
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


@pytest.mark.parametrize("target", ["folder.json", "fifo.json", "link.json", "dangling.json", "loop.json"])
def test_an_output_that_is_no_plain_file_is_refused(log, tmp_path, target):
    path, kept = tmp_path / target, tmp_path / "kept"
    kept.write_text("kept", encoding="utf-8")
    match target.partition(".")[0]:
        case "fifo":
            os.mkfifo(path)
        case "folder":
            path.mkdir()
        case "link":
            path.symlink_to(kept)
        case "dangling":
            path.symlink_to(tmp_path / "nowhere")
        case "loop":
            path.symlink_to(path)
    said = log.run("list", "-o", str(path))
    assert (said.code, said.out) == (2, "")
    assert "not a regular file" in said.err
    assert "fix: " in said.err
    assert kept.read_text(encoding="utf-8") == "kept"
    assert not (tmp_path / "nowhere").exists()


INSIDE = ["timeline.toml", "2026/x.json", "captures/x.json", "checkpoints/x.txt", "x.json", ".index/x.json"]


@pytest.mark.parametrize("is_there", [True, False])
@pytest.mark.parametrize("inside", INSIDE)
def test_no_output_goes_where_the_log_writes_and_the_fix_says_where_it_may(log, inside, is_there):
    if is_there:
        (log.folder / inside).parent.mkdir(exist_ok=True)
    before = log.bytes
    for words in (["list", "--format", "csv", "-o"], ["export", "--format", "md"]):
        said = log.run(*words, str(log.folder / inside))
        assert said.code == 2
        assert "part of the log" in said.err
        if inside == "timeline.toml":
            assert "fix: name another file" in said.err
            continue
        (other,) = shlex.split(said.err.partition("beside the log: ")[2].splitlines()[0])
        log.ok(*words, other)
        (log.folder.parent / inside.rpartition("/")[2]).unlink()
    assert log.bytes == before


def test_a_folder_that_people_made_beside_the_files_of_a_log_is_theirs(log):
    (log.folder / "figures").mkdir()
    log.ok("list", "-o", str(log.folder / "figures" / "x.json"))


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (["figure", "events", "-o"], "figure.svg"),
        (["page", "-o"], "page.html"),
        (["list", "-o"], "answer.csv"),
        (["export"], "log.jsonl"),
    ],
    ids=lambda word: word[0] if isinstance(word, list) else word,
)
def test_a_name_that_is_only_an_ending_is_told_so(log, tmp_path, words, name):
    ending = name[name.index(".") :]
    said = log.run(*words, str(tmp_path / ending))
    assert (said.code, "is an ending alone" in said.err) == (2, True)
    assert f"write a name before it: {tmp_path / name}" in said.err
    assert not (tmp_path / ending).exists()
    log.ok(*words, str(tmp_path / name))


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


@pytest.mark.parametrize("words", [[b"list", b"--tag", b"\xff"], [b"add", b"a\xff"], [b"-C", b"\xff", b"list"]])
@pytest.mark.parametrize("locale", ["C", "C.UTF-8"])
def test_what_is_not_utf8_is_refused_whatever_the_locale(log, words, locale):
    before = log.bytes
    done = subprocess.run(
        [os.fsencode(word) for word in command(log)] + words,
        env=environment(LC_ALL=locale),
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"is not UTF-8" in done.stderr
    assert b"Traceback" not in done.stderr
    assert log.bytes == before


@pytest.mark.parametrize("locale", ["C", "POSIX", "C.UTF-8"])
def test_what_is_typed_is_kept_as_utf8_whatever_the_locale(log, locale):
    title = f"Übersicht 中文 {locale}"
    subprocess.run(
        [*map(os.fsencode, command(log, "add")), title.encode()],
        env=environment(LC_ALL=locale, TZ="Asia/Kathmandu"),
        capture_output=True,
        check=True,
    )
    assert title in [row["title"] for row in log.rows("list")]


def test_the_talk_does_not_mix_with_the_answer(log):
    done = subprocess.run(command(log, "state", "hardware"), env=environment(), capture_output=True, check=True)
    assert b"rows" not in done.stdout
    assert b"all that is recorded" in done.stderr
    done = subprocess.run(command(log, "add", "said"), env=environment(), capture_output=True, check=True)
    assert re.fullmatch(rb"[0-9a-f]{64}\n", done.stdout)
    assert done.stderr.startswith(b"added ")


@pytest.mark.parametrize("closed", ["0", "1", "2"])
def test_a_closed_stream_loses_no_record_and_makes_no_noise(log, closed):
    """Where standard output is closed nothing is added: nobody could be told the id."""
    before = len(log.rows("list"))
    code = f'exec {closed}>&-; exec "$@"'
    done = subprocess.run(
        ["sh", "-c", code, "sh", *command(log, "add", "unheard")], env=environment(), capture_output=True, check=False
    )
    assert done.returncode == (4 if closed == "1" else 0)
    assert done.stderr.endswith(b"Nothing was written.\n") == (closed == "1")
    assert b"Traceback" not in done.stderr
    assert len(log.rows("list")) == before + (closed != "1")
    assert log.ok("check", "--json").rows == []


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
    code = (  # a build that runs in the background may have handed down that interrupts are ignored
        "import signal, timeline.cli.record; from timeline.cli import main; "
        "signal.signal(signal.SIGINT, signal.default_int_handler); print('ready', flush=True); main()"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, "-C", str(log.folder), "add", "-"],
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout.readline() == b"ready\n"
    time.sleep(0.3)
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
    environ = environment(TERM="xterm", PAGER="cat")
    code, shown = at_a_terminal(command(log, "list"), env=environ)
    assert code == 0
    text = shown.decode()
    assert "\u202e" not in text
    assert "\\u202e" in text
    assert not set(re.findall(r"\x1b\[[0-9;]*([a-zA-Z])", text)) - {"m"}


def test_no_colour_where_none_is_wanted(log):
    assert "\x1b" not in log.ok("list", "--format", "table", env={"NO_COLOR": "1"}).out
    assert "\x1b[" in log.ok("list", "--format", "table", "--color", "always").out


def test_a_difference_tells_facts_that_an_event_may_have_got(log):
    """It had none; a source that gave some wrote in a month of which a part is past."""
    event = log.add("add", "nothing is said of it", "--source", "press")
    log.add("correct", event, "--fact", "R3.training=Ascend", "--reported", "2025-11", "--because", "told later")
    said = log.ok("diff", "2025-10-31", "2025-11-15")
    assert "none or R3.training" in said.out
