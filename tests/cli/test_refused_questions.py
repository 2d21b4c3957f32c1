"""Wrong questions of the commands that ask: what is wrong, and how to mend it."""

import os
import shlex

import pytest

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
