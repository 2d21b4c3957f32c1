"""Every fix that is proposed works: the commands in it are run, and what they name exists.

A fix names places to fill in, such as ID or TEXT; the tests fill them in as the log has them, and run the rest.
"""

import ast
import datetime as dt
import re
import shlex
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from builders import a_log
from commands import run
from timeline.cli.boundary import COMMANDS
from timeline.cli.main import cli
from timeline.dates.edtf import parse_input
from timeline.dates.suggest import FOREIGN, FOREIGN_OPTIONS, command_meant, option_meant
from timeline.figures.kinds import KINDS
from timeline.text.outgoing.forms import every
from timeline.text.topics import LEADS_TO, STANDING, TOPICS

SOURCE = Path(__file__).resolve().parents[2] / "src" / "timeline"
BROUGHT = [
    "edit",
    "modify",
    "update",
    "change",
    "amend",
    "rename",
    "delete",
    "del",
    "rm",
    "remove",
    "drop",
    "undo",
    "revert",
    "insert",
    "new",
    "create",
    "commit",
    "select",
    "search",
    "find",
    "grep",
    "query",
    "tags",
    "ls",
    "register",
    "reg",
    "log",
    "show-log",
    "blame",
    "balance",
    "bal",
    "status",
    "fsck",
    "verify",
    "cat",
    "compare",
    "merge",
    "explain",
    "plot",
    "html",
]


@pytest.fixture
def places(log, tmp_path):
    """What the places of a fix stand for in this log."""
    event = next(row for row in log.rows("list") if "Nvidia" in row["title"])["id"]
    page = tmp_path / "page.txt"
    page.write_text("what the press said\n", encoding="utf-8")
    return {
        "ID": event[:12],
        "TITLE": "something else",
        "DATE": "2025-08-14",
        "NAME": "press",
        "TEXT": "words",
        "FIELD=VALUE": "title=R2 trains on Nvidia chips",
        "VIEW": "hardware",
        "KIND": "events",
        "ENTITY.PROPERTY": "R2.training",
        "D1": "2025-08-14",
        "D2": "2025-09-30",
        "STANCE": "denies",
        "EDTF": "2025-08",
    }


def commands_in(fix):
    """Give each command that a fix quotes, as words."""
    quoted = re.findall(r"`timeline ([^`]+)`", fix)
    bare = re.findall(r"(?:^|[:?;] |see )timeline ([^;`]+)", fix)
    return [shlex.split(text) for text in (*quoted, *bare)]


def filled(words, places, files):
    """Fill in what stands for something of the log; a second ID is that of the other event."""
    made, used = [], 0
    for word in words:
        if word == "ID" and used:
            made.append(files["other"])
        else:
            made.append(files.get((words[0], word)) or places.get(word, word))
        used += word == "ID"
    return made


def files(log, tmp_path):
    other = next(row for row in log.rows("list") if "Ascend" in row["title"])["id"]
    sheet = tmp_path / "more.csv"
    sheet.write_text("title,occurred\nmore,2025\n", encoding="utf-8")
    return {
        "other": other[:12],
        ("import", "FILE"): str(sheet),
        ("attach", "FILE"): str(tmp_path / "page.txt"),
        ("export", "FILE"): str(tmp_path / "out.jsonl"),
        ("figure", "FILE"): str(tmp_path / "out.svg"),
        ("page", "FILE"): str(tmp_path / "out.html"),
        ("source", "NAME"): "another",
    }


def fix_of(said):
    found = re.search(r"^  fix: (.*(?:\n       .*)*)", said.err, re.MULTILINE)
    assert found, said.err
    return re.sub(r"\n +", "\n", found[1])


@pytest.mark.parametrize("word", sorted((set(FOREIGN) | set(BROUGHT)) - set(COMMANDS)))
def test_a_word_of_another_program_leads_to_a_command_that_works(log, places, tmp_path, word):
    if word in {"arrow", "parquet"}:
        pytest.importorskip("pyarrow")
    said = log.run(word)
    assert (said.code, said.out) == (2, "")
    fix = fix_of(said)
    (words,) = commands_in(fix)
    assert words[0] != "redact"
    done = log.run(*filled(words, places, files(log, tmp_path)))
    assert done.code == 0, (fix, done.err)


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"events", "state", "compare"}))
def test_a_kind_of_figure_leads_to_its_figure(kind):
    assert command_meant(kind, COMMANDS).startswith(f'did you mean "figure"? timeline figure {kind} ')


def test_a_form_of_export_leads_to_the_export():
    forms = every()
    assert {form: command_meant(form, COMMANDS) for form in forms} == {
        form: 'did you mean "page"? timeline page -o FILE'
        if form == "html"
        else f'did you mean "export"? timeline export --format {form} -o FILE'
        for form in forms
    }


def test_words_that_undo_lead_to_what_can_be_undone():
    for word in ("edit", "update", "rename", "amend"):
        assert command_meant(word, COMMANDS).startswith('did you mean "correct"?')
    for word in ("rm", "delete", "undo", "remove", "revert"):
        assert command_meant(word, COMMANDS).startswith('did you mean "retract"?')


def test_only_redact_itself_misspelled_leads_to_redact():
    assert command_meant("redct", COMMANDS) == 'did you mean "redact"?'
    words = {word.lower() for path in SOURCE.rglob("*.py") for word in re.findall("[A-Za-z]+", path.read_text("utf-8"))}
    leading = {word for word in words | set(FOREIGN) if "redact" in (command_meant(word, COMMANDS) or "")}
    assert leading <= {word for word in words if word.startswith("redact")}


def test_what_git_does_is_left_to_git(log):
    assert "git clone" in log.run("clone").err


@pytest.mark.parametrize(
    ("words", "fix"),
    [
        (["add", "x", "--date", "2025"], 'did you mean "--occurred"?'),
        (["source", "x", "--publisher", "X", "--date", "2025"], 'did you mean "--published"?'),
        (["report", "abcd", "press", "--date", "2025"], 'did you mean "--reported"?'),
        (["list", "--date", "2025"], 'did you mean "--as-of"?'),
        (["add", "x", "-m", "y"], 'did you mean "--because"?'),
        (["list", "--from", "2025"], 'did you mean "--since"?'),
        (["list", "--output", "x.csv"], 'did you mean "-o"?'),
        (["correct", "abcd", "--type", "x.y", "--because", "x"], "--set type=VALUE"),
        (["correct", "abcd", "--date", "2025", "--because", "x"], "--set occurred=VALUE"),
        (["correct", "abcd", "--published", "2025", "--because", "x"], "--set published=VALUE"),
        (["correct", "abcd", "--url", "y", "--because", "x"], "--set url=VALUE"),
        (["add", "x", "--as-of", "2025"], "--as-of belongs to list, show, "),
        (
            ["check", "--as-of", "2025"],
            "it verifies the whole log, whatever is asked for",
        ),
        (["list", "--because", "x"], "--because belongs to add, source, "),
        (["list", "--sign", "x"], "--sign belongs to checkpoint"),
        (["stats", "--by", "type"], "--by belongs to list"),
        (["redact", "x", "--by", "ada", "--edit"], "--edit belongs to add and correct"),
        (["add", "x", "--occured", "2025"], 'did you mean "--occurred"?'),
    ],
)
def test_an_option_leads_to_the_one_that_means_the_same(log, words, fix):
    said = log.run(*words)
    assert said.code == 2
    assert fix in fix_of(said)
    assert "--data" not in said.err


def test_no_option_leads_to_one_that_its_command_has_not():
    for name in COMMANDS:
        own = options(name)
        for option in FOREIGN_OPTIONS:
            fix = option_meant(option, own, {})
            if fix is not None and option not in own:
                assert fix.removeprefix('did you mean "').removesuffix('"?') in own


# Each error path whose fix names a command: provoked, and then its fix is run


WALK = [
    (["show", "nothing-like-it"], 2),
    (["retract", "nothing-like-it"], 2),
    (["add", "x", "--source", "nobody"], 2),
    (["source", "more", "--publisher", "X", "--via", "nobody"], 2),
    (["add"], 2),
    (["add", "x", "--key", "nvidia"], 2),
    (["why", "Nobody.training"], 2),
    (["sources", "nothing-like-it"], 2),
    (["figure", "state", "-o", "x.svg"], 2),
    (["figure", "compare", "-o", "x.svg"], 2),
    (["figure", "cascade", "a1", "b2", "-o", "x.svg"], 2),
    (["figure", "events", "2025", "-o", "x.svg"], 2),
    (["diff", "2025-08-31", "2026-06-30", "--as-of", "2025"], 2),
    (["help", "nothing-like-it"], 2),
    (["help", "rm"], 2),
    (["rm"], 2),
    (["figure", "events"], 2),
    (["figure", "state", "--view", "hardware"], 2),
    (["correct", "nvidia", "--because", "x", "--set", "title=y"], 2),
    (["list", "--nothing-like-it"], 2),
    (["state"], 2),
]


@pytest.mark.parametrize(("words", "code"), WALK)
def test_the_fix_of_an_error_works(log, places, tmp_path, words, code, monkeypatch):
    monkeypatch.chdir(tmp_path)
    said = log.run(*words)
    assert said.code == code
    fix = fix_of(said)
    found = commands_in(fix)
    assert found, fix
    for quoted in found:
        made = filled(quoted, places, files(log, tmp_path))
        done = log.run(*made)
        assert done.code == 0, (fix, made, done.err)


def test_what_a_date_is_told_to_be_is_taken(log):
    for text in ("late 2025", "8/14/25", "c. 1100-1200", "April", "Aug-25"):
        fix = fix_of(log.run("add", "x", "--occurred", text))
        told = [word.strip(",:") for word in fix.split() if re.match(r"[\d\[X]", word)]
        assert told, fix
        for edtf in told:
            assert log.run("add", "x", "--occurred", edtf, "--dry-run").code == 0, (fix, edtf)


@pytest.mark.parametrize(
    "text",
    [
        "2025-08-14T02", "2025-08-14T02Z", "2025-08-14 02", "2025-08-14T0230Z", "2025-08-14T25:00Z", "2025-08-14T02:60",
        "2025-08-14T03:07:60Z", "2025-08-14T02/2025-08-14T03", "2025-08-14T02:10/2025-08-14T03:20",
        "2025-08-14T02:10Z/2025-08-14T03:20", "2025-08-14T22:10/2025-08-15T01:00",
    ],
)  # fmt: skip
def test_a_time_that_cannot_be_kept_leads_to_the_day_and_to_a_time_that_can(log, text):
    fix = fix_of(log.run("add", "x", "--occurred", text))
    told = [word.strip(",:;") for word in fix.split() if re.match(r"[\d\[]", word) and "-" in word]
    assert told, fix
    for edtf in told:
        assert log.run("add", "x", "--occurred", edtf, "--dry-run").code == 0, (fix, edtf)
        assert edtf.startswith(("2025-08-14", "[2025-08-14T02:00:00Z..")), fix


@pytest.mark.parametrize("text", ["", " ", "unknown"])
def test_a_date_that_is_emptied_leads_to_null(log, text):
    told = log.rows("list")[0]["id"]
    for words in (("--set", f"occurred={text}"), ("--occurred", text)):
        said = log.run("correct", told, *words, "--because", "x")
        assert (said.code, fix_of(said)) == (2, "to take the date away: --set occurred=null"), said.err
    assert log.run("correct", told, "--set", "occurred=null", "--because", "x").code == 0


def test_an_event_where_a_source_is_due_is_told_from_an_unknown_name(log):
    told = log.rows("list")[0]["id"]
    name = log.rows("sources")[0]["name"]
    said = log.run("report", name, told[:8])
    assert said.code == 2
    assert f'"{told[:8]}" is an event, not a source' in said.err
    assert "timeline source " not in said.err, "a source is not to be declared under the id of an event"
    assert log.run("report", told[:8], name).code == 0
    said = log.run("add", "x", "--source", told)
    assert (said.code, fix_of(said)) == (2, "name a source; `timeline sources` lists them")


@pytest.mark.parametrize(
    "text",
    [
        "late 2025", "8/14/25", "04/08/2025", "c. 1100-1200", "c. 2025", "April", "Aug-25", "since 2020",
        "before May 2026", "summer 2025", "the 1980s", "early May 2025", "2025-08-14 09:30 UTC", "1 or 2 May 2025",
        "2025-02-29", "2004/05", "winter 2019-20", "2025-13", "last month", "2025-08-14 09:30", "1966-80",
    ],
)  # fmt: skip
def test_what_a_clock_is_told_to_be_is_taken(log, text):
    fix = fix_of(log.run("list", "--as-of", text))
    told = [word.strip(",:;") for word in fix.split() if re.match(r"[\d\[-]", word)]
    assert told, fix
    for date in told:
        assert log.run("list", "--as-of", date).code == 0, (fix, date)


def test_a_word_of_an_answer_that_is_misspelled_leads_to_itself(log):
    for typed, meant in (("disputd", "disputed"), ("corroborate", "corroborated"), ("posibly", "possibly")):
        assert fix_of(log.run("help", typed)) == f'did you mean "{meant}"?'
        assert log.run("help", meant).code == 0


def test_date_says_what_to_do_where_nothing_is_proposed(log):
    assert "count of days" in fix_of(log.run("date", "45883"))
    assert "2004/2005 or 2004-05" in fix_of(log.run("date", "2004/05"))
    assert "1925-08-14" in fix_of(log.run("date", "8/14/25"))
    assert "2025-08-14" in fix_of(log.run("date", "8/14/25"))


# Every text of ours that quotes a command: the command and its options exist


def texts():
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr):
                yield (
                    path.name,
                    "".join(part.value if isinstance(part, ast.Constant) else "VALUE" for part in node.values),
                )
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield path.name, node.value


def options(name):
    command = cli.get_command(click.Context(cli), name)
    return [each for param in command.params if isinstance(param, click.Option) for each in param.opts] + ["--help"]


def quoted_commands():
    for file, text in texts():
        for found in re.findall(r"`timeline (-C \S+ )?([a-z-]+)([^`]*)`", text):
            yield file, found[1], found[2]
        for found in re.findall(r"(?:^|: |; |see |or )timeline ([a-z-]+)((?: [^\s;]+)*)", text):
            if found[0] in COMMANDS or "--" in found[1]:
                yield file, found[0], found[1]


def test_every_command_that_is_quoted_exists_with_its_options():
    seen = list(quoted_commands())
    assert len(seen) > 40
    for file, name, rest in seen:
        assert name in COMMANDS, (file, name, rest)
        for option in re.findall(r"(?<![\w-])(--?[a-zA-Z][a-z-]*)", rest):
            assert option in options(name), (file, name, option)
    for usage in FOREIGN.values():
        name, *words = usage.split()
        for option in (word for word in words if word.startswith("-")):
            assert option in options(name), usage


def test_every_date_that_a_fix_shows_is_taken():
    shown = {
        date
        for _, text in texts()
        if re.search(r"\b(?:write|say which)\b", text) and "\n" not in text
        for date in re.findall(r"(?<![\w:.\[{/-])(?:\[\.\.)?\d{4}\??-\d\d(?:-\d\d)?(?:T[\d:.]+Z)?\]?(?![\w:/-])", text)
    }
    assert len(shown) > 5
    for date in shown:
        assert parse_input(date, today=dt.date(2026, 11, 23)).text == date


# help


@pytest.mark.parametrize("word", [*COMMANDS, *TOPICS, *STANDING])
def test_help_explains_commands_topics_and_words_of_standing(log, word):
    said = log.ok("help", word)
    assert said.out.strip()
    assert said.err == ""
    if word in COMMANDS:
        assert f"Usage: timeline {word}" in said.out or f" {word} " in said.out.splitlines()[0]
    if word in STANDING:
        assert said.out == log.ok("help", "standing").out


@pytest.mark.parametrize(("word", "topic"), [*LEADS_TO.items(), ("Possibly", "answers")])
def test_help_of_a_word_of_an_answer_explains_its_topic(log, word, topic):
    assert log.ok("help", "--", word).out == log.ok("help", topic).out


def test_help_alone_shows_every_command_and_topic(log):
    said = log.ok("help").out
    assert all(name in said for name in (*COMMANDS, *TOPICS))


def test_each_word_of_standing_has_two_short_lines():
    rules = Path(__file__).resolve().parents[2] / "docs" / "semantics.md"
    in_docs = re.findall(r"^\| \*([a-z-]+)\* \|", rules.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(in_docs) == sorted(STANDING)
    for word, lines in STANDING.items():
        assert len(lines) == 2
        assert all(0 < len(line) <= 96 for line in lines), word


def test_help_is_given_outside_of_a_log(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = CliRunner(env={"TIMELINE_LOG": None}).invoke(cli, ["help", "dates"])
    assert (done.exit_code, done.stderr) == (0, "")


@pytest.mark.parametrize("words", [("folder",), ("folder", "--as-of", "2025"), ("one.parquet",)])
def test_a_form_that_lacks_a_package_names_it_and_no_more(log, tmp_path, monkeypatch, words):
    monkeypatch.chdir(tmp_path)
    for name in ("pyarrow", "pyarrow.parquet"):
        monkeypatch.setitem(sys.modules, name, None)
    log.add("add", "x", "--occurred", "2025")
    said = log.run("export", "--format", "parquet", *words)
    assert (said.code, said.out) == (2, "")
    assert fix_of(said) == "pip install pyarrow"
    assert "Nothing was written." in said.err
    assert not (tmp_path / words[0]).exists()


@pytest.mark.parametrize(
    ("words", "place"),
    [
        (("list", "--tz", "Nowhere"), "--tz"),
        (("date", "2025", "--tz", "Nowhere"), "--tz"),
        (("figure", "compare", "2025", "soon", "-o", "new.svg"), "D2"),
        (("figure", "compare", "soon", "2025", "-o", "new.svg"), "D1"),
        (("attach", "nobody", "page.txt"), "SOURCE"),
    ],
)
def test_an_error_says_at_which_option_or_argument_it_is(log, words, place):
    said = log.run(*words)
    assert (said.code, said.out) == (2, "")
    assert f"\n  at: {place}\n" in said.err


@pytest.mark.parametrize("below", ["", "/events"])
def test_a_file_where_a_log_would_be_is_named_and_no_log_is_proposed_there(log, tmp_path, below):
    stands = tmp_path / "notes.txt"
    stands.write_text("mine", encoding="utf-8")
    for code, words in ((2, ("-C", f"{stands}{below}", "list")), (4, ("init", f"{stands}{below}"))):
        said = log.run(*words)
        assert (said.code, said.out) == (code, "")
        assert 'notes.txt" is a regular file, and a log is a folder' in said.err
        assert "init" not in fix_of(said)
    assert stands.read_text(encoding="utf-8") == "mine"


SLIPS = pytest.mark.parametrize(
    ("option", "typed", "meant"),
    [
        ("--entity", "R2s", "R2"),
        ("--tag", "chips", "chip"),
        ("--type", "training.failled", "training.failed"),
        ("--source", "pres", "press"),
        ("--value", "Nvidja", "Nvidia"),
    ],
)


def told_once(empty):
    empty.ok("source", "press", "--published", "2025-01-01")
    given = ["--type", "training.failed", "--tag", "chip", "--source", "press", "--fact", "R2.training=Nvidia"]
    empty.add("add", "one", "--occurred", "2024", *given)


def drawing(folder):
    drawn = str(folder / "a.svg")
    for kind in ("events", "plane", "calendar", "lag", "cascade"):
        yield ["figure", kind, "-o", drawn]
    yield from (["figure", "state", "--view", "hardware", "-o", drawn], ["page", "-o", str(folder / "a.html")])


@SLIPS
def test_a_name_that_nothing_has_is_met_by_the_one_that_was_meant_in_every_reading_command(
    empty, tmp_path, option, typed, meant
):
    told_once(empty)
    said = f'nothing known then has "{typed}"; did you mean "{meant}"?'
    for words in (
        *(["list"], ["list", "--by", "type"], ["entities"], ["sources"], ["stats"], ["conflicts"]),
        *(["state", "hardware"], ["why", "R2.training"], ["diff", "2024", "2026"]),
        *(["export", "--format", form] for form in ("jsonl", "csv", "md", "ics")),
    ):
        assert f"{option}: {said}" in empty.ok(*words, option, typed).err, words
        assert said not in empty.ok(*words, option, meant).err, words
    for words in drawing(tmp_path):
        failed = empty.run(*words, option, typed)
        assert failed.code == 2, words
        assert f"{option.removeprefix('--')}: {said}" in failed.err, words


@SLIPS
def test_it_is_met_where_something_is_drawn_as_well(empty, tmp_path, option, typed, meant):
    told_once(empty)
    for words in drawing(tmp_path):
        said = f'{option}: nothing known then has "{typed}"; did you mean "{meant}"?'
        assert said in empty.ok(*words, option, typed, option, meant).err, words


def test_a_file_that_is_called_like_an_option_is_named_so_that_it_is_found(tmp_path, monkeypatch):
    """What is proposed is itself taken."""
    log = a_log(tmp_path / "events")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "-y.csv").write_text("Date,Title\n12 June 2025,x\n")
    refused = run(log, "import", "-y.csv")
    assert refused.exit_code == 2
    assert "./-y.csv" in refused.stderr
    fixed = run(log, "import", "./-y.csv", "--fix=-z.csv")
    assert fixed.exit_code == 0
    again = fixed.stderr.partition("timeline import ")[2].partition(". Nothing")[0]
    assert run(log, "import", *shlex.split(again)).exit_code == 0


@pytest.mark.parametrize("text", ["Foo Bar", "Model / Release", "a..b", "-x-. y"])
def test_words_for_a_type_are_proposed_as_one(tmp_path, text):
    log = a_log(tmp_path / "events")
    refused = run(log, "add", "x", f"--type={text}")
    assert refused.exit_code == 2
    meant = refused.stderr.partition("fix: write ")[2].partition("\n")[0]
    assert run(log, "add", "x", f"--type={meant}").exit_code == 0


def test_what_a_command_must_be_given_is_named_by_a_word_and_no_list_of_alternatives(log):
    """`{bash|zsh|fish}` is a pattern: no shell takes it for one of the three."""
    told = {name: log.run(name) for name in COMMANDS}
    missing = {name: said.err for name, said in told.items() if "missing argument" in said.err}
    assert {"completion", "figure", "show", "why"} <= set(missing)
    for error in missing.values():
        fix = next(line for line in error.splitlines() if line.startswith("  fix: "))
        assert not set("{}|") & set(fix), error
    assert log.run("completion", "fisch").err.splitlines()[1] == "  at: SHELL"
    (command,) = re.findall(r"`timeline ([^`]+)`", missing["completion"])
    assert log.ok(*command.split()).out
