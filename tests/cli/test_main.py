"""The group and its one boundary: every command has help, every error has its words and its exit code."""

import json
import os
import subprocess
import sys

import click
import pytest

from timeline import errors
from timeline.cli.boundary import COMMANDS, FAULT_OF_OURS, Run, bounded, wants_json
from timeline.cli.main import cli
from timeline.cli.options import asks
from timeline.errors import TimelineError

LIVING = sorted(COMMANDS)


def command(name):
    return cli.get_command(click.Context(cli, obj=Run()), name)


@pytest.mark.parametrize("name", LIVING)
def test_every_command_has_help_and_so_has_each_of_its_options(name):
    found = command(name)
    assert found.help
    assert found.help.split("\n")[0].endswith(".")
    for param in found.params:
        if isinstance(param, click.Option):
            assert param.help, f"{name} {param.opts}"


def test_the_help_lists_every_command_in_groups(empty):
    said = empty.ok("--help")
    assert "Write:" in said.out
    assert "Ask:" in said.out
    for name in LIVING:
        assert f"\n  {name} " in said.out


def test_without_a_command_the_help_is_shown_as_an_error():
    done = subprocess.run(
        [sys.executable, "-c", "from timeline.cli import main; main()"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("Usage: timeline")


@pytest.mark.parametrize("words", [["--"], ["-C", "events"]])
def test_options_alone_name_no_command(empty, words):
    said = empty.run(*words)
    assert said.code == 2
    assert "no command is named" in said.err


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ([], False),
        (["list", "--json"], True),
        (["list", "--format", "jsonl"], True),
        (["list", "--format=json"], True),
        (["list", "--format"], False),
        (["list", "--format", "csv"], False),
        (["date", "--", "--json"], False),
    ],
)
def test_the_arguments_say_whether_errors_are_json(words, wanted):
    assert wants_json(words) is wanted


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("timeline st", "plain,state"),
        ("timeline list --fo", "plain,--format"),
        ("timeline list --format c", "plain,csv"),
    ],
)
@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_completes_what_is_typed(empty, shell, typed, offered):
    assert "_TIMELINE_COMPLETE" in empty.ok("completion", shell).out
    if shell == "bash":
        code = "from timeline.cli import main; main()"
        words = {"COMP_WORDS": typed, "COMP_CWORD": str(len(typed.split()) - 1), "_TIMELINE_COMPLETE": "bash_complete"}
        done = subprocess.run(
            [sys.executable, "-c", code],
            env={"PATH": os.environ["PATH"], **words},
            capture_output=True,
            text=True,
            check=False,
        )
        assert offered in done.stdout.splitlines()


def test_the_version_is_on_stdout(empty):
    assert empty.ok("--version").out.startswith("timeline ")


@pytest.mark.parametrize(
    ("words", "what", "fix"),
    [
        (["lst"], 'there is no command "lst"', 'did you mean "list"?'),
        (["list", "--entiti", "x"], 'there is no option "--entiti"', 'did you mean "--entity"?'),
        (["state", "--view", "x"], 'there is no option "--view"', "VIEW stands without an option: timeline state VIEW"),
        (["import", "--file", "x"], 'there is no option "--file"', "FILE stands without an option"),
        (["add", "x", "--entity", "R2"], 'there is no option "--entity"', 'did you mean "--fact"?'),
        (["list", "--as-of", "14:20"], "does not say of which day", "write its day before it"),
        (["list", "--on", "2025"], "takes no --on", "state, why, figure, page and export are asked"),
        (["list", "-C", "x"], 'there is no option "-C"', "-C stands before the command"),
        (
            ["diff", "2025", "2026", "--as-of", "2025"],
            "takes no --as-of",
            "diff takes its two as-of dates as arguments",
        ),
        (["list", "--format", "tabel"], '"tabel" is none of', 'did you mean "table"?'),
        (["why"], "missing argument ENTITY.PROPERTY", "timeline why --help"),
        (["correct", "abcd", "--set", "title=x"], "missing option --because", "timeline correct --help"),
    ],
)
def test_usage_errors_say_what_and_how_to_mend_it(log, words, what, fix):
    said = log.run(*words)
    assert said.code == 2
    assert what in said.err
    assert fix in said.err
    assert said.out == ""


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (errors.RecordError("x"), 2),
        (errors.DateError("x"), 2),
        (errors.ViewError("x"), 2),
        (errors.FormatError("x"), 2),
        (errors.FigureError("x"), 2),
        (errors.LogError("x"), 2),
        (errors.LogBroken("x"), 3),
        (errors.LogLocked("x"), 4),
        (errors.LogUnwritable("x"), 4),
        (errors.LogUnconfirmed("x"), 4),
        (KeyboardInterrupt(), 130),
        (click.Abort(), 130),
        (BrokenPipeError(32, "Broken pipe"), 141),
        (OSError(28, "No space left on device"), 4),
        (ZeroDivisionError("oh"), FAULT_OF_OURS),
        (RecursionError("oh"), FAULT_OF_OURS),
    ],
)
def test_each_error_has_its_exit_code_and_no_traceback(error, code, capfd):
    def fail():
        raise error

    assert bounded(Run(command="list"), fail) == code
    shown = capfd.readouterr()
    assert "Traceback" not in shown.err
    assert shown.err or code == 141


def test_a_fault_of_ours_says_where_and_that_it_wants_reporting(capsys):
    def fail():
        return {}["gone"]

    assert bounded(Run(), fail) == FAULT_OF_OURS
    shown = capsys.readouterr().err
    assert "KeyError: 'gone'" in shown
    assert "please report it" in shown


def test_what_an_engine_refuses_while_it_answers_names_the_option(capfd):
    @click.command("list")
    @asks(engines=True)
    def refused(**_asked):
        raise errors.FormatError("it needs more memory", where="engine", fix="ask for fewer entities")

    words = ["--engine", "duckdb", "--data", "folder"]
    assert bounded(Run(command="list"), lambda: refused.main(words, standalone_mode=False)) == 2
    assert "at: --engine" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (errors.RecordError("x"), True),
        (errors.LogBroken("x"), True),
        (errors.LogLocked("x"), True),
        (errors.LogUnconfirmed("not confirmed", fix="adding it again is safe"), False),
        (ZeroDivisionError(), False),
    ],
)
def test_nothing_was_written_is_said_where_it_is_so_and_only_there(error, said, capsys):
    def fail():
        raise error

    bounded(Run(command="add"), fail)
    shown = capsys.readouterr().err
    assert shown.endswith("Nothing was written.\n") is said


def test_after_a_durable_write_a_full_stdout_says_what_is_in_the_log(capsys):
    def fail():
        raise OSError(28, "No space left on device")

    assert bounded(Run(command="add", written=["abc"]), fail) == 4
    shown = capsys.readouterr().err
    assert "already in the log: abc" in shown
    assert "Nothing was written" not in shown


@pytest.mark.parametrize("error", [KeyboardInterrupt(), OSError(28, "No space left on device")])
def test_of_many_records_that_were_written_it_is_said_how_many(error, capsys):
    def fail():
        raise error

    ids = [f"{number:064x}" for number in range(4_400)]
    bounded(Run(command="import", written=ids), fail)
    first, *_ = capsys.readouterr().err.splitlines()
    assert f"already in the log: 4,400 records, from {ids[0]} to {ids[-1]}" in first
    assert len(first) < 300


def test_what_was_sent_is_not_called_a_record_of_the_log(capsys):
    def fail():
        raise KeyboardInterrupt

    assert bounded(Run(command="push", written=["postgres://host/db"]), fail) == 130
    assert capsys.readouterr().err == "Interrupted; what was to be sent is on the server\n"


def test_an_error_as_json_is_one_object_on_stderr(log):
    said = log.run("list", "--as-of", "April", "--format", "json")
    value = json.loads(said.err)
    assert value == {
        "schema": "timeline/error/1",
        "error": "DateError",
        "what": '"April" is in words, and a date is stored as EDTF',
        "where": "--as-of",
        "fix": value["fix"],
        "exit": 2,
        "nothing_written": False,
        "faults": [
            {"file": None, "line": None, "field": "--as-of", "what": value["what"], "fix": value["fix"]},
        ],
    }
    assert said.out == ""


def test_a_usage_error_as_json_is_one_object_too(log):
    value = json.loads(log.run("list", "--json", "--nope").err)
    assert (value["error"], value["exit"]) == ("TimelineError", 2)


def test_an_error_cannot_steer_the_terminal(log):
    said = log.run("state", "\x1b[31mred\u202e")
    assert "\x1b" not in said.err
    assert "\u202e" not in said.err
    assert "\\x1b[31mred\\u202e" in said.err


def test_where_there_is_no_log_the_error_says_how_to_begin_one(tmp_path, monkeypatch):
    from click.testing import CliRunner

    monkeypatch.chdir(tmp_path)
    done = CliRunner(env={"TIMELINE_LOG": None}).invoke(cli, ["list"])
    assert done.exit_code == 2
    assert "timeline init" in done.stderr


def test_a_broken_line_is_said_on_both_streams(log):
    segment = next(path for path in log.folder.glob("2*/*.jsonl") if b'"name":"press"' in path.read_bytes())
    segment.write_bytes(segment.read_bytes().replace(b'"name":"press"', b'"name":"presx"'))
    said = log.run("list")
    assert said.code == 3
    assert said.out.startswith("no answer: ")
    assert f"/{segment.name}:1" in said.err
    as_json = log.run("list", "--json")
    assert json.loads(as_json.out)["exit"] == 3
    assert json.loads(as_json.err)["exit"] == 3


def test_skip_bad_answers_without_the_damaged_line_and_says_so(log):
    segment = next(log.folder.glob("2*/*.jsonl"))
    lines = segment.read_bytes().splitlines(keepends=True)
    segment.write_bytes(b"{broken\n" + b"".join(lines))
    said = log.ok("list", "--skip-bad")
    assert "left out: " in said.err
    notes = log.ok("list", "--skip-bad", "--json").answer["query"]["notes"]
    assert any(note.startswith("left out: ") for note in notes)


def test_adding_to_a_damaged_log_is_refused(log):
    segment = next(log.folder.glob("2*/*.jsonl"))
    segment.write_bytes(b"{broken\n" + segment.read_bytes())
    before = log.bytes
    said = log.run("add", "more")
    assert said.code == 3
    assert said.err.endswith("Nothing was written.\n")
    assert log.bytes == before


def test_timeline_error_is_the_family_of_all():
    assert all(issubclass(kind, TimelineError) for kind in (errors.LogError, errors.DateError, errors.RecordError))


@pytest.mark.parametrize(
    ("words", "fix"),
    [
        (["retract"], "write `timeline retract ID...`; see timeline retract --help"),
        (["correct", "abcd"], "write `timeline correct ID... --because TEXT`; see timeline correct --help"),
        (["figure", "events"], "write `timeline figure KIND -o FILE`; see timeline figure --help"),
        (["diff", "2025"], "write `timeline diff D1 D2`; see timeline diff --help"),
        (["add", "x", "--occurred"], "write --occurred and a value; see timeline add --help"),
        (["add", "x", "--source", "press:denied"], 'did you mean "denies"?'),
        (["list", "fire"], "it takes options alone; to search for words: timeline list --grep TEXT"),
        (["checkpoint", "1"], "it takes options alone"),
        (["show", "abcd", "--entity", "x"], "it tells all about what each ID names"),
    ],
)
def test_what_is_missing_or_too_much_is_answered_with_what_to_write(log, words, fix):
    said = log.run(*words)
    assert said.code == 2
    assert fix in said.err
