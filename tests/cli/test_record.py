"""The commands that write: ids on stdout, what was understood on stderr, and nothing written where it is refused."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from timeline.cli.main import cli


def test_init_begins_a_log_and_refuses_a_second(tmp_path, empty):
    assert (empty.folder / "timeline.toml").is_file()
    said = empty.run("init")
    assert said.code == 2
    assert "a log is there already" in said.err
    assert said.err.endswith("Nothing was written.\n")
    other = empty.ok("init", str(tmp_path / "other" / "events"))
    assert other.lines == [str(tmp_path / "other" / "events")]
    assert 'title = "other"' in (tmp_path / "other" / "events" / "timeline.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("inside", ["events", "2026/events"])
def test_no_log_is_begun_within_the_folder_of_another(log, monkeypatch, inside):
    """From inside, the new one would be found, and what is in the other no longer seen."""
    monkeypatch.chdir(log.folder)
    before = log.bytes
    said = CliRunner().invoke(cli, ["init", *([] if inside == "events" else [inside])])
    assert said.exit_code == 2
    assert "the folder of a log holds no other log" in said.stderr
    assert said.stderr.endswith("Nothing was written.\n")
    assert log.bytes == before
    fix = said.stderr.partition("timeline init ")[2].splitlines()[0]
    assert CliRunner().invoke(cli, ["init", fix]).exit_code == 0
    (log.folder / "timeline.toml").unlink()
    said = CliRunner().invoke(cli, ["init"])
    assert said.exit_code == 3
    assert "has lost its timeline.toml" in said.stderr
    assert CliRunner().invoke(cli, ["-C", str(log.folder), "init"]).exit_code == 0


def test_add_prints_the_id_and_says_what_it_understood(log):
    said = log.ok(
        "add",
        "V4 released",
        "--type",
        "model.released",
        "--occurred",
        "2025?-08",
        "--said",
        "back in August",
        "--reported",
        "2026-Q2",
        "--source",
        "press",
        "--source",
        "relay:doubts",
        "--fact",
        "GPT-4.1.training=>=1000 chips",
        "--failed",
        "V4.inference=null",
        "--tag",
        "v4",
        "--data",
        '{"b": 1}',
        "--because",
        "it matters",
    )
    (record_id,) = said.lines
    assert "2025?-08: August, year uncertain, probably 2025" in said.err
    assert "2026-34" in said.err
    assert "fact  GPT-4.1.training = >=1000 chips" in said.err
    assert "fact  V4.inference = (ended) (failed)" in said.err
    (row,) = [row for row in log.rows("list") if row["id"] == record_id]
    assert row["title"] == "V4 released"
    assert row["said"] == "back in August"
    assert row["sources"] == ["press", "relay"]
    assert row["facts"][0]["entity"] == "GPT-4.1"
    assert row["facts"][0]["value"] == {"op": ">=", "value": 1000, "unit": "chips"}
    assert row["facts"][1]["mode"] == "failed"
    assert row["reported"] == "2026-34"


def test_adding_the_same_again_writes_nothing(log):
    first = log.add("add", "twice", "--occurred", "2025")
    before = log.bytes
    said = log.ok("add", "twice", "--occurred", "2025")
    assert said.lines == [first]
    assert "already there" in said.err
    assert log.bytes == before


def test_a_key_with_other_content_is_refused(log):
    before = log.bytes
    said = log.run("add", "another", "--key", "nvidia")
    assert said.code == 2
    assert '"nvidia"' in said.err
    assert said.err.endswith("Nothing was written.\n")
    assert log.bytes == before


def test_a_batch_is_printed_in_order_and_may_name_what_comes_later(empty):
    lines = [
        {"kind": "report", "event": "key:e", "source": "late"},
        {"kind": "event", "title": "an event", "key": "e", "reports": [{"source": "late"}]},
        {"kind": "source", "name": "late"},
    ]
    said = empty.ok("add", "-", stdin="\n".join(map(json.dumps, lines)) + "\n")
    kinds = {row["id"]: row["kind"] for row in empty.rows("history")}
    assert [kinds[record_id] for record_id in said.lines] == ["report", "event", "source"]
    again = empty.ok("add", "-", stdin="\n".join(map(json.dumps, lines)) + "\n")
    assert again.lines == said.lines
    assert "already there 3" in again.err


def test_a_batch_with_a_fault_adds_nothing_and_names_every_fault(empty):
    before = empty.bytes
    text = '{"kind": "event", "title": "good"}\n{"kind": "event", "titel": "bad"}\nnot json\n{"kind": "evnt"}\n'
    said = empty.run("add", "-", stdin=text)
    assert said.code == 2
    assert said.out == ""
    for place in ("line 2", "line 3", "line 4"):
        assert place in said.err
    assert said.err.endswith("Nothing was written.\n")
    assert empty.bytes == before


def test_keep_recorded_keeps_each_stamp(empty):
    line = {"kind": "event", "title": "old", "recorded": "2020-01-02T03:04:05.000006Z", "imported": "elsewhere"}
    empty.ok("add", "-", "--keep-recorded", stdin=json.dumps(line))
    (row,) = empty.rows("list")
    assert row["recorded"] == "2020-01-02T03:04:05.000006Z"


def test_a_batch_that_is_refused_whatever_it_holds_is_refused_before_it_is_read(log, tmp_path):
    """A pipe that nobody writes into is never read to its end."""
    for words, where in (
        (["-C", log.folder, "add", "-", "--key", "k", "--json"], "add -"),
        (["-C", log.folder, "add", "-", "--because", "so", "--json"], "add -"),
        (["-C", tmp_path / "none", "add", "-", "--json"], "-C"),
    ):
        command = [sys.executable, "-m", "timeline", *map(str, words)]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as run:
            assert run.wait(timeout=60) == 2
            assert run.stdout.read() == b""
            told = json.loads(run.stderr.read())
        assert told["where"] == where
        assert told["nothing_written"]


def test_an_error_of_an_empty_batch_is_one_object(empty):
    lock = Path(empty.folder) / ".lock"
    lock.unlink(missing_ok=True)
    lock.mkdir()
    said = empty.run("add", "-", "--json", stdin="")
    assert said.code == 4
    assert json.loads(said.err)["exit"] == 4


def test_an_empty_batch_adds_nothing(empty):
    said = empty.ok("add", "-", stdin="\n\n")
    assert said.out == ""
    assert "held no records" in said.err


def test_a_dry_run_says_what_would_be_added_and_writes_nothing(log):
    before = log.bytes
    said = log.ok("add", "maybe", "--occurred", "2025~", "--dry-run")
    assert said.out == ""
    assert "would be added: event: maybe" in said.err
    assert "approximately" in said.err or "about" in said.err or "2025~: " in said.err
    assert said.err.endswith("Nothing was written.\n")
    assert log.bytes == before


def test_a_write_as_json_tells_what_became_of_it(log):
    (row,) = log.ok("add", "told", "--json").answer["rows"]
    assert row["status"] == "added"
    assert row["record"] == {"title": "told"}
    (row,) = log.ok("add", "told", "--json").answer["rows"]
    assert row["status"] == "already there"
    (row,) = log.ok("add", "told more", "--json", "--dry-run").answer["rows"]
    assert (row["status"], row["id"]) == ("would be added", None)


def test_by_is_made_to_fit(log):
    record_id = log.add("add", "signed", "--by", "Zoë O'Neil")
    assert log.rows("show", record_id)[0]["by"] == "zoe-o-neil"


def test_a_report_may_be_unsourced(log):
    event = log.add("add", "an event")
    log.ok("report", event[:8], "--reported", "2025-01-01")
    log.ok("report", event[:8], "press", "--stance", "denies", "--quote", "no", "--origin", "them", "--interested")
    reports = log.rows("show", event)[0]["report_list"]
    assert [report["source"] for report in reports] == [None, "press"]
    assert reports[1]["origin"] == {"name": "them", "interested": True}


def test_ours_and_the_worlds_corrections_are_told_apart(log):
    event = log.add("add", "an event", "--occurred", "2025", "--source", "press")
    ours = log.ok("correct", event[:6], "--set", "occurred=2025-06", "--because", "a slip")
    assert "our own mistake" in ours.err
    assert "occurred  2025-06: June 2025" in ours.err.replace("set occurred", "occurred")
    worlds = log.ok("correct", event[:6], "--set", "title=another", "--because", "it changed", "--reported", "2026-01")
    assert "the source changed its account" in worlds.err
    (then,) = [row for row in log.rows("list", "--as-of", "2025-12-31") if row["id"] == event]
    (now,) = [row for row in log.rows("list") if row["id"] == event]
    assert (then["title"], now["title"]) == ("an event", "another")
    assert (then["occurred"], now["occurred"]) == ("2025-06", "2025-06")


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("title=bare words", "title", "bare words"),
        ('title="quoted"', "title", "quoted"),
        ("title=2025", "title", "2025"),
        ("occurred=2026-Q2", "occurred", "2026-34"),
        ("occurred=null", "occurred", None),
        ('tags=["a", "b"]', "tags", ["a", "b"]),
    ],
)
def test_set_takes_texts_and_dates_bare_and_all_else_as_json(log, text, field, value):
    event = log.add("add", "an event", "--occurred", "2025", "--source", "press")
    log.ok("correct", event, "--set", text, "--because", "x")
    (row,) = [row for row in log.rows("list") if row["id"] == event]
    assert row[field] == value


def test_facts_are_replaced_as_a_whole(log):
    event = log.add("add", "an event", "--fact", "a.x=1", "--fact", "a.y=2")
    log.ok("correct", event, "--fact", "a.z=3", "--because", "x")
    (row,) = [row for row in log.rows("list") if row["id"] == event]
    assert [fact["property"] for fact in row["facts"]] == ["z"]


def test_a_source_and_a_report_within_an_event_can_be_corrected(log):
    log.ok("correct", "press", "--set", "published=2025-08-15", "--because", "x")
    (press,) = [row for row in log.rows("sources") if row["name"] == "press"]
    assert press["published"] == "2025-08-15"
    event = log.add("add", "an event", "--source", "press")
    log.ok("correct", f"{event[:10]}#1", "--set", "stance=doubts", "--because", "x")
    assert log.rows("show", event)[0]["standing"] == "doubted"


def test_a_retraction_can_be_taken_back(log):
    event = log.add("add", "an event")
    taken = log.add("retract", event, "--because", "x")
    assert event not in [row["id"] for row in log.rows("list")]
    assert event in [row["id"] for row in log.rows("list", "--all")]
    log.ok("retract", taken)
    assert event in [row["id"] for row in log.rows("list")]


def test_a_link_disputes_both_ends(log):
    one, two = log.add("add", "one"), log.add("add", "two")
    log.ok("link", one, "contradicts", two, "--because", "x")
    standings = {row["id"]: row["standing"] for row in log.rows("list")}
    assert standings[one] == standings[two] == "disputed"


WRONG = [
    (["add"], "TITLE", "--edit"),
    (["add", "x", "--occurred", "April"], "--occurred", "XXXX-04"),
    (["add", "x", "--occurred", "2025-02-29"], "--occurred", "fix:"),
    (["add", "x", "--fact", "training"], "--fact", "ENTITY.PROPERTY=VALUE"),
    (["add", "x", "--fact", "R2.training=>=1,000 chips"], "--fact", ">=1000 chips"),
    (["add", "x", "--source", "presss"], "source", 'did you mean "press"?'),
    (["add", "x", "--source", "press:doubt"], "--source", "doubts"),
    (["add", "x", "--data", "{"], "--data", "not JSON"),
    (["add", "x", "--keep-recorded"], "--keep-recorded", "JSON lines"),
    (["add", "-", "--tag", "x"], "add -", "leave the options"),
    (["source", "The Press"], "NAME", "the-press"),
    (["source", "press", "--publisher", "Other"], "name", "timeline correct press"),
    (["source", "x", "--interested"], "interested", "--origin NAME"),
    (["source", "x", "--via", "presss"], "via", 'did you mean "press"?'),
    (["report", "ffff", "press"], "event", "timeline list"),
    (["report", "abc", "press"], "event", "at least 4"),
    (["correct", "press", "--because", "x"], "correct", "--set FIELD=JSON"),
    (["correct", "press", "--set", "publishd=x", "--because", "x"], "set", 'did you mean "published"?'),
    (["correct", "press", "--set", "published=April", "--because", "x"], "published", "XXXX-04"),
    (["correct", "press", "--set", "via=relay", "--because", "x"], "--set", "JSON"),
    (["correct", "press", "--set", "title=a", "--set", "title=b", "--because", "x"], "--set", "once"),
    (["retract", "prss"], "target", 'did you mean "press"?'),
    (["link", "press", "contradicts", "relay"], "from", "event"),
    (["link", "a", "contradict", "b"], "REL", "contradicts"),
    (["init"], "timeline.toml", "add to it"),
]


@pytest.mark.parametrize(("words", "where", "fix"), WRONG, ids=[" ".join(words) for words, _, _ in WRONG])
def test_what_is_wrong_says_where_and_how_to_mend_it_and_writes_nothing(log, words, where, fix):
    before = log.bytes
    said = log.run(*words, stdin="")
    assert said.code == 2
    assert said.out == ""
    assert said.err.startswith("error: ")
    assert where in said.err
    assert fix in said.err
    assert said.err.endswith("Nothing was written.\n")
    assert log.bytes == before


@pytest.fixture
def editor(tmp_path):
    """Give what makes an editor that puts a text in place of the one it is handed."""

    def make(text):
        path = tmp_path / "editor.py"
        path.write_text(f"import sys\nopen(sys.argv[1], 'w', encoding='utf-8').write({text!r})\n", encoding="utf-8")
        return {"VISUAL": f"{sys.executable} {path}"}

    return make


def test_edit_adds_what_was_written(log, editor):
    text = (
        'title = "Edited"\noccurred = 2025-08-01\nfacts = ["R2.training=TPU"]\nplanned = ["R2.inference=TPU"]\n'
        'tags = ["t"]\n[[reports]]\nsource = "press"\nreported = "2025-08-02"\nquote = ""\n'
    )
    said = log.ok("add", "--edit", env=editor(text))
    (row,) = [row for row in log.rows("list") if row["id"] == said.lines[0]]
    assert (row["title"], row["occurred"], row["tags"]) == ("Edited", "2025-08-01", ["t"])
    assert [fact["mode"] for fact in row["facts"]] == ["actual", "planned"]


def test_edit_starts_from_what_the_options_gave(log, tmp_path):
    seen = tmp_path / "seen"
    path = tmp_path / "editor.py"
    path.write_text(
        f"import sys\ntext = open(sys.argv[1]).read()\nopen({str(seen)!r}, 'w').write(text)\n"
        "open(sys.argv[1], 'w').write(text.replace('Draft', 'Done'))\n",
        encoding="utf-8",
    )
    words = ["add", "Draft", "--edit", "--fact", "a.x=>=5 chips", "--failed", 'a.y="~"', "--source", "press:doubts"]
    event = log.add(*words, "--data", '{"n": 1}', env={"VISUAL": f"{sys.executable} {path}"})
    (row,) = log.rows("show", event)
    assert row["title"] == "Done"
    assert row["facts"][0]["value"] == {"op": ">=", "value": 5, "unit": "chips"}
    assert (row["facts"][1]["value"], row["facts"][1]["mode"]) == ("~", "failed")
    assert row["report_list"][0]["stance"] == "doubts"
    assert row["data"] == {"n": 1}


@pytest.mark.parametrize("text", ["", "# nothing\n\n"])
def test_edit_adds_nothing_where_nothing_was_entered(log, editor, text):
    before = log.bytes
    said = log.run("add", "--edit", env=editor(text))
    assert said.code == 2
    assert said.err.endswith("Nothing was written.\n")
    assert log.bytes == before


def test_edit_adds_nothing_where_nothing_was_changed(log):
    said = log.run("add", "--edit", env={"VISUAL": "true"})
    assert said.code == 2
    assert "nothing was entered" in said.err


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('title = "x', "not TOML"),
        ('titel = "x"', '"titel" is not a field of an event'),
        ('title = "x"\noccurred = "April"', "April"),
        ('title = "x"\nfacts = "a.b=c"', "facts is not a list"),
    ],
)
def test_a_text_with_a_fault_is_kept(log, editor, text, what):
    before = log.bytes
    said = log.run("add", "--edit", env=editor(text))
    assert said.code == 2
    assert what in said.err
    kept = said.err.split("your text is in ")[1].split("\n")[0]
    assert Path(kept).read_text(encoding="utf-8") == text
    assert log.bytes == before


@pytest.mark.parametrize("editor", ["/nonexistent/editor", "false"])
def test_an_editor_that_fails_says_how_to_choose_another(log, editor):
    before = log.bytes
    said = log.run("add", "--edit", env={"VISUAL": editor})
    assert said.code == 2
    assert "set $VISUAL or $EDITOR" in said.err
    assert said.err.endswith("Nothing was written.\n")
    assert log.bytes == before


@pytest.mark.parametrize(
    ("words", "field"),
    [
        (["source", "s", "--title", "P\rQ"], "title"),
        (["add", "a\x07b"], "title"),
        (["add", "x", "--text", "a\x1b[31m"], "text"),
    ],
)
def test_a_character_that_steers_a_terminal_is_refused_with_what_to_do(log, words, field):
    before = log.bytes
    said = log.run(*words)
    assert (said.code, log.bytes) == (2, before)
    assert f"at: {field}" in said.err
    assert "fix: leave the character out" in said.err
