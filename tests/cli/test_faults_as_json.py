"""Errors as JSON: every fault by itself, each with its place; and the exit code of every kind of error."""

import json
import re

import pytest

from timeline.cli.boundary import COMMANDS


def faults(said):
    """The faults of an error, each as (file, line, field, start of what is wrong); each has its five keys."""
    found = json.loads(said.err)["faults"]
    assert all(list(one) == ["file", "line", "field", "what", "fix"] for one in found)
    return [(one["file"], one["line"], one["field"], one["what"][:24]) for one in found]


def test_each_fault_of_a_batch_stands_by_itself(log):
    lines = [
        '{"kind":"event","title":"good"}',
        '{"kind":"event","title":1,"said":2}',
        "not JSON",
        '{"kind":"report","event":"ffff","source":"nobody"}',
    ]
    said = log.run("add", "-", "--json", stdin="\n".join(lines[:3]))
    assert said.code == 2
    found = faults(said)
    assert [one[:3] for one in found] == [(None, 2, "title"), (None, 2, "said"), (None, 3, None)]
    said = log.run("add", "-", "--json", stdin="\n".join([lines[0], lines[3], '{"kind":"event","titel":"x"}']))
    assert said.code == 2
    assert {(line, field) for _, line, field, _ in faults(said)} >= {(3, "title"), (3, "titel")}
    said = log.run("add", "-", "--json", stdin="\n".join([lines[0], lines[3]]))
    assert [(one[1], one[2]) for one in faults(said)] == [(2, "event"), (2, "source")]
    assert all(one["fix"] for one in json.loads(said.err)["faults"])


def test_each_fault_of_a_file_names_the_file_the_line_and_the_column(log, tmp_path):
    sheet = tmp_path / "new.csv"
    sheet.write_text("title,occurred,source\na,April,press\nb,2025,nobody\n", encoding="utf-8")
    said = log.run("import", str(sheet), "--json")
    assert said.code == 2
    found = faults(said)
    assert [(file, line) for file, line, *_ in found] == [(str(sheet), 2), (str(sheet), 3)]
    assert "occurred" in found[0][2]
    assert "source" in found[1][2]


def test_each_damaged_line_of_a_log_is_a_fault(log):
    files = sorted(log.folder.glob("2*/*.jsonl"))
    for path in files[:2]:
        path.write_bytes(path.read_bytes().replace(b'"by":"ada"', b'"by":"eve"'))
    said = log.run("list", "--json")
    assert said.code == 3
    names = [str(path.relative_to(log.folder)) for path in files[:2]]
    assert [(file, line) for file, line, *_ in faults(said)] == [(name, 1) for name in names]
    assert json.loads(said.err)["where"] == f"{names[0]}:1"


def test_a_fault_of_what_was_typed_names_its_option(log):
    said = log.run("list", "--as-of", "April", "--json")
    assert [one[:3] for one in faults(said)] == [(None, None, "--as-of")]


def test_a_record_that_is_too_long_is_named_by_its_line(log, tmp_path):
    long = json.dumps({"kind": "event", "title": "x" * 1_000_000})
    said = log.run("add", "-", "--json", stdin='{"kind":"event","title":"good"}\n' + long + "\n" + long)
    assert said.code == 2
    assert [one[:2] for one in faults(said)] == [(None, 2), (None, 3)]
    tight = json.dumps({"kind": "event", "title": "x" * (1_000_000 - 100)})  # its body fits a line, its head does not
    path = tmp_path / "new.jsonl"
    path.write_text('{"kind":"event","title":"good"}\n' + tight + "\n", encoding="utf-8")
    said = log.run("import", str(path), "--json")
    assert said.code == 2
    assert [one[:2] for one in faults(said)] == [(str(path), 2)]
    assert "at most 1,000,000" in json.loads(said.err)["what"]


# --- exit codes ------------------------------------------------------------------------------------------------------

LOGLESS = ("date", "schema", "completion", "help")
WRITES = ("add", "source", "report", "correct", "retract", "link", "redact", "attach", "import", "checkpoint")


def damage(log):
    path = min(log.folder.glob("2*/*.jsonl"))
    path.write_bytes(path.read_bytes().replace(b'"by":"ada"', b'"by":"eve"'))


@pytest.mark.parametrize(
    "name", [name for name in COMMANDS if name not in (*LOGLESS, "init", "check", "doctor", "views")]
)
def test_a_damaged_line_makes_every_command_that_needs_it_exit_3(log, words_of, name):
    words = words_of(name)
    damage(log)
    said = log.run(*words)
    assert said.code == 3, said.err
    assert re.search(r"at: 2\d{3}/\S+\.jsonl:1", said.err)


def test_a_damaged_line_is_what_check_finds_and_what_quick_looks_do_not_read(log):
    damage(log)
    assert log.run("check").code == 1
    assert log.run("views").code == 0


@pytest.mark.parametrize("name", [name for name in COMMANDS if name not in ("help", "completion")])
def test_an_unknown_option_exits_2_everywhere(log, words_of, name):
    said = log.run(*words_of(name), "--no-such-option")
    assert said.code == 2
    assert said.err.startswith("error: ")


@pytest.mark.parametrize("name", [name for name in COMMANDS if name not in (*LOGLESS, "init", "doctor")])
def test_no_log_exits_2_everywhere(log, words_of, tmp_path, name):
    words = words_of(name)
    (tmp_path / "empty").mkdir()
    said = log.run("-C", str(tmp_path / "empty"), *words)
    assert said.code == 2, said.err
    assert "fix: begin one" in said.err


@pytest.mark.parametrize("name", WRITES)
def test_a_log_that_cannot_be_written_exits_4(log, words_of, name):
    words = words_of(name)
    (log.folder / ".lock").unlink(missing_ok=True)
    (log.folder / ".lock").mkdir()
    said = log.run(*words)
    assert said.code == 4, said.err
    assert "Nothing was written." in said.err


@pytest.mark.parametrize(("name", "target"), [("figure", "OUT.svg"), ("page", "OUT.html"), ("export", "OUT.jsonl")])
def test_an_output_that_cannot_be_written_exits_4_or_2_and_is_not_there(log, words_of, tmp_path, name, target):
    said = log.run(*[str(tmp_path / "none" / target) if word.endswith(target) else word for word in words_of(name)])
    assert said.code in (2, 4), said.err
    assert not (tmp_path / "none").exists()
