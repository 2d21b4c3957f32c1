"""The index answers what the log answers, and nothing that happens to it makes an answer wrong."""

import json
import os
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import timeline as tl
from ondisk import SETTINGS, begin, histories, index, renamed, write
from strategies import (
    NAMES,
    SOURCES,
    as_ofs,
    body_of,
    clocks,
    near_clocks,
    stamps,
    turning_clocks,
)
from timeline.cli.main import cli
from timeline.dates.stamps import format_stamp
from timeline.dates.values import Clock, format_moment
from timeline.records import line
from timeline.records.drafts import Draft
from timeline.records.model import Record
from timeline.store.log import LogFiles
from timeline.text.receipt import namer, understood
from timeline.views.remarks import remarks

EXAMPLES = int(os.environ.get("TIMELINE_EXAMPLES", "100"))
tried = settings(max_examples=max(EXAMPLES // 4, 20), suppress_health_check=list(HealthCheck), deadline=None)


@st.composite
def questions(draw, log):
    limit = draw(stamps(log))
    return {
        "as_of": draw(as_ofs | near_clocks | turning_clocks(log)),
        "on": draw(clocks | near_clocks | turning_clocks(log)),
        "recorded_by": None if limit is None else Clock(text="r", read="r", lo=limit, hi=limit),
    }


def everything(log, asked, ids, entity, source):
    """Ask every narrow question, and give the answers or what was said instead, with all that was told beside them."""
    found = []
    for ask in (
        lambda of: of.state("v"),
        lambda of: of.list(),
        lambda of: of.state("v", entities=[entity]),
        lambda of: of.state("several", entities=entity, strict=True),
        lambda of: of.list(entities=[entity], retracted=True),
        lambda of: of.why(f"{entity}.p"),
        lambda of: of.why(f"{entity}.q", view="v", strict=True),
        lambda of: of.history(f"{entity}.p"),
        lambda of: of.history(source),
        lambda of: of.sources(sources=[source]),
        lambda of: of.show(source),
        *(lambda of, one=one: of.show(one) for one in ids),
        *(lambda of, one=one: of.history(one[:10]) for one in ids),
        *(lambda of, one=one: of.cascade(one) for one in ids),
    ):
        snapshot = log.at(**asked)
        try:
            table = ask(snapshot)
        except tl.TimelineError as error:
            found.append((type(error).__name__, str(error), error.where, error.fix))
        else:
            found.append(table if isinstance(table, dict) else (table.rows(), table.notes, table.beside, table.query))
        found.append((snapshot.notes(), snapshot.caveats(), snapshot.heads))
    return found


@tried
@given(histories(), st.data())
def test_narrow_questions_are_answered_as_by_the_whole_log(history, data):
    """At every step of a log that grows, by new files and by lines at the end of one, at clocks that it turns on."""
    made, batches = history
    entity, source = data.draw(st.sampled_from((*NAMES, "H"))), data.draw(st.sampled_from(SOURCES))
    with tempfile.TemporaryDirectory() as folder:
        events = begin(folder)
        indexed, ids, last = tl.open(events), [], None
        for number, lines in enumerate(batches):
            last = write(events, lines, to=last if data.draw(st.booleans()) else None)
            if number == 0 and data.draw(st.booleans()):
                tl.open(events).checkpoint()
            ids += [new for _, new, _ in lines]
            asked = data.draw(questions(made))
            some = data.draw(st.lists(st.sampled_from(ids), min_size=1, max_size=3, unique=True))
            with index("on"):
                found = everything(indexed, asked, some, entity, source)
            with index("off"):
                assert found == everything(tl.open(events), asked, some, entity, source)
        assert (events / ".index" / "log.sqlite").exists()


@settings(tried, max_examples=max(EXAMPLES // 20, 10))
@given(histories(), st.data())
def test_commands_answer_as_by_the_whole_log(history, data):
    made, batches = history
    entity = data.draw(st.sampled_from(NAMES))
    asked = data.draw(questions(made))
    clock = [f"--as-of={asked['as_of'].text}"] if asked["as_of"] else []
    clock += [f"--recorded-by={format_moment(asked['recorded_by'].hi)}"] if asked["recorded_by"] else []
    ids = [new for lines in batches for _, new, _ in lines]
    with tempfile.TemporaryDirectory() as folder:
        events = begin(folder)
        for number, lines in enumerate(batches):
            write(events, lines)
            if number == 0 and data.draw(st.booleans()):
                tl.open(events).checkpoint()
        for words in (
            ["state", "v", "--entity", entity, *clock, f"--on={asked['on'].text}"],
            ["why", f"{entity}.p", *clock, f"--on={asked['on'].text}"],
            ["history", f"{entity}.p", *clock],
            ["show", data.draw(st.sampled_from(ids)), *clock],
            ["sources", "--source", data.draw(st.sampled_from(SOURCES)), *clock],
        ):
            for form in ("json", "table"):
                told = []
                for how in ("on", "off"):
                    with index(how):
                        result = CliRunner().invoke(cli, ["-C", str(events), *words, "--format", form])
                    told.append((result.exit_code, result.stdout, result.stderr))
                assert told[0] == told[1]


def test_a_narrow_question_does_not_read_the_whole(tmp_path):
    log = tl.init(tmp_path / "events")
    (tmp_path / "events" / "timeline.toml").write_text(SETTINGS)
    log.source("s", publisher="S")
    log.checkpoint()
    for place in range(20):
        log.add(f"event {place}", occurred="2025-05-01", facts={f"E{place % 10}.p": place}, sources=["s"])
    told = log.list().rows() if hasattr(log, "list") else log.at().list().rows()
    with index("on"):
        snapshot = log.at(as_of="2100-01-01")
        assert {row["entity"] for row in snapshot.state("v", entities=["E1"])} == {"E1"}
        assert len(snapshot.why("E2.p")) == 2
        assert snapshot.history("E2.p").rows()
        assert snapshot.show(told[0]["id"])["title"] == told[0]["title"]
        assert [row["name"] for row in snapshot.sources(sources=["s"])] == ["s"]
        assert snapshot.notes() == []
        assert "20 records of this answer arrived after checkpoint" in snapshot.caveats()[0]
        assert snapshot.basis._whole is None
        assert len(snapshot.list()) == 20
        assert snapshot.basis._whole is None
        assert snapshot.stats().rows()
        assert snapshot.basis._whole is None
        assert snapshot.figure("rate")
        assert snapshot.basis._whole is not None


def test_a_snapshot_stays_what_it_was_while_the_log_grows(tmp_path):
    log = tl.init(tmp_path / "events")
    (tmp_path / "events" / "timeline.toml").write_text(SETTINGS)
    log.add("first", occurred="2025-05-01", facts={"E.p": "x"})
    with index("on"):
        before, untouched = log.at(), log.at()
        log.add("second", occurred="2025-05-02", facts={"E.p": "y"})
        (cell, _) = before.state("v", entities=["E"])
        assert [value["value"] for value in cell["values"]] == ["x"]
        assert len(untouched.list()) == 1
        assert len(log.at().list()) == 2
        assert json.dumps(untouched.query()["head"]) != json.dumps(log.at().query()["head"])


def test_an_open_log_lets_go_of_what_each_change_wrote_anew(tmp_path):
    """What was kept in memory before a change is told after it as by the whole log, whatever the change bears on."""
    events = begin(tmp_path)
    log = tl.open(events)
    log.source("wire", publisher="Wire", published="2025-06")
    one = log.add("one", occurred="2025-05-01", sources=["wire"], facts={"E.p": "x"})
    two = log.add("two", occurred="2025-05-02", facts={"E.p": "y", "F.q": "z"})
    three = log.add("three", occurred="2025-05-03", facts={"F.p": "y"})
    asked = {"as_of": None, "on": None, "recorded_by": None}
    ids = [one.id, two.id, three.id]
    changes = (
        lambda: log.report(two.id, "wire", stance="denies", reported="2025-05"),
        lambda: log.correct("wire", {"published": "2025-04"}, because="a slip"),
        lambda: log.correct("wire", {"origin": {"name": "E", "interested": True}}, because="a slip"),
        lambda: log.link(two.id, "supersedes", one.id),
        lambda: log.retract(two.id, because="it was not so"),
        lambda: log.link("E", "same-entity", "F"),
        lambda: log.correct(three.id, {"facts": [{"entity": "E", "property": "q", "value": "w"}]}, because="a slip"),
        lambda: log.add("four", occurred="2025-05-04", facts={"E.p": None}),
        lambda: log.redact(three.id, because="it must go"),
    )
    indexed = tl.open(events)
    for change in (lambda: None, *changes):
        change()
        with index("on"):
            found = everything(indexed, asked, ids, "E", "wire")
        with index("off"):
            assert found == everything(tl.open(events), asked, ids, "E", "wire")


# --- what may happen to it -------------------------------------------------------------------------------------------

MADE = 400


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A log of some records, never to be changed: tests copy it."""
    events = begin(tmp_path_factory.mktemp("made"))
    parents, lines = [], []
    for place in range(MADE):
        kind, body = (
            "event",
            {
                "title": f"event {place}",
                "occurred": f"2025-05-{place % 28 + 1:02d}",
                "facts": [{"entity": f"entity-{place % 40}", "property": "p", "value": place}],
                "reports": [{"source": f"s{place % 3}"}],
            },
        )
        if place < 3:
            kind, body = "source", {"name": f"s{place}", "publisher": "P", "published": "2025-04"}
        if place % 50 == 49:
            kind, body = "retraction", {"target": parents[0], "because": "no"}
        recorded = format_stamp(1_748_000_000_000_000 + place)
        new, text = line.encode(parents=parents, recorded=recorded, by="ada", kind=kind, body=body, salt="0" * 32)
        parents = [new]
        lines.append((Record(id=new, recorded=recorded, by="ada", kind=kind, body=body, content=None), new, text))
    for start in range(0, MADE, 100):
        write(events, lines[start : start + 100])
    return events


@pytest.fixture
def events(made, tmp_path):
    return Path(shutil.copytree(made, tmp_path / "events"))


ASKED = ("state", "v", "--entity", "entity-7", "--json")


def process(events, *words, how="on", **more):
    environ = {**os.environ, "TIMELINE_INDEX": how, "TIMELINE_BY": "ada"}
    return subprocess.Popen(
        [sys.executable, "-m", "timeline", "-C", str(events), *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environ,
        text=True,
        **more,
    )


def told(running):
    out, err = running.communicate()
    return running.returncode, out, err


def asked(events, *words, how="on", **more):
    return told(process(events, *(words or ASKED), how=how, **more))


def rows(answer):
    code, out, err = answer
    assert code == 0, err
    return json.loads(out)["rows"]


def notes(answer):
    return json.loads(answer[1])["query"]["notes"]


@pytest.fixture(scope="module")
def right(made):
    return asked(made, how="off")


def file_of(events):
    return events / ".index" / "log.sqlite"


def test_processes_that_ask_at_once_are_all_told_the_truth(events, right):
    running = [process(events, *ASKED) for _ in range(6)]
    assert [told(one) for one in running] == [right] * 6
    assert asked(events) == right


def test_who_asks_while_others_write_is_told_what_was_there(events):
    """Each answer is that of the log before or after each of the records that are added meanwhile."""
    asked(events)
    for place in range(4):
        writing = process(
            events, "add", f"new {place}", "--fact", f"entity-7.q=new-{place}", "--occurred", f"2026-0{place + 1}"
        )
        asking = [process(events, *ASKED) for _ in range(3)]
        assert told(writing)[0] == 0
        for one in asking:
            (value,) = next(row for row in rows(told(one)) if row["property"] == "q")["values"] or [{"value": None}]
            assert value["value"] in {f"new-{place}", f"new-{place - 1}" if place else None}
    assert asked(events) == asked(events, how="off")


def test_a_build_that_is_killed_leaves_nothing_that_answers(events, right):
    for _ in range(4):
        running = process(events, *ASKED)
        while running.poll() is None and not file_of(events).exists():
            pass
        running.kill()
        running.communicate()
        found = asked(events)
        assert found == right
        shutil.rmtree(events / ".index")


def test_a_disk_that_is_full_costs_the_index_and_not_the_answer(events, right):
    def little_room():
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

    found = asked(events, preexec_fn=little_room)
    assert rows(found) == rows(right)
    (word,) = notes(found)
    assert "the index in .index/ cannot be used" in word
    assert not file_of(events).exists()
    assert asked(events) == right


def test_where_it_cannot_be_kept_the_answer_says_so_once(events, right):
    (events / ".index").write_text("not a folder")
    found = asked(events)
    assert rows(found) == rows(right)
    (word,) = notes(found)
    assert "the whole log was read instead" in word


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_asked_all_the_same(events, right):
    events.chmod(0o555)
    try:
        found = asked(events)
    finally:
        events.chmod(0o755)
    assert rows(found) == rows(right)
    assert len(notes(found)) == 1


def flipped(data, chance):
    place = chance.randrange(len(data))
    return data[:place] + bytes([data[place] ^ (1 << chance.randrange(8))]) + data[place + 1 :]


@pytest.mark.parametrize("seed", range(12))
def test_an_index_in_which_a_bit_is_flipped_is_thrown_away(events, right, seed):
    asked(events)
    data = file_of(events).read_bytes()
    file_of(events).write_bytes(flipped(data, random.Random(seed)))
    found = asked(events)
    assert rows(found) == rows(right)
    assert notes(found) == ["the index is not as it was left (copied, or damaged); it is built anew"]
    assert asked(events) == right


DAMAGES = {
    "emptied": lambda path: path.write_bytes(b""),
    "cut": lambda path: path.write_bytes(path.read_bytes()[:5000]),
    "something else": lambda path: path.write_bytes(b"SQLite format 3\0" + b"x" * 9000),
    "another database": lambda path: (path.unlink(), sqlite3.connect(path).execute("CREATE TABLE t (x)")),
    "removed": Path.unlink,
    "a folder": lambda path: (path.unlink(), path.mkdir()),
    "a link": lambda path: (path.rename(path.with_name("moved")), path.symlink_to("moved")),
    "a FIFO": lambda path: (path.unlink(), os.mkfifo(path)),
    "an older one": lambda path: (shutil.copy2(path, path.with_name("copy")), path.with_name("copy").replace(path)),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_index_never_answers(events, right, damage):
    asked(events)
    damage(file_of(events))
    found = asked(events)
    assert rows(found) == rows(right)
    if file_of(events).is_file() and not file_of(events).is_symlink():
        assert asked(events) == right


@pytest.mark.parametrize("text", ["", "nonsense", "\0\xff", "timeline/index/1 0 0 0 0 0"])
def test_a_damaged_lock_file_never_lets_it_answer(events, right, text):
    asked(events)
    (events / ".index" / "log.lock").write_text(text)
    assert rows(asked(events)) == rows(right)
    assert asked(events) == right


def segment_of(events, place=-1):
    return sorted((events / "2025").iterdir())[place]


def cut_end(events):
    path = segment_of(events)
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-5]))


def other_end(events):
    """The history was rewritten: other records, as many bytes."""
    path = segment_of(events)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:-1], lines[0]]))


def put_back(events):
    """A file as it is, under another number and with other times."""
    path = segment_of(events, 0)
    data = path.read_bytes()
    path.unlink()
    path.write_bytes(data)


def removed(events):
    segment_of(events, 1).unlink()


def renamed_file(events):
    path = segment_of(events, 1)
    path.rename(path.with_name("1" + path.name))


@pytest.mark.parametrize("change", [cut_end, other_end, put_back, removed, renamed_file])
def test_a_history_that_was_rewritten_is_indexed_anew(events, change):
    asked(events)
    change(events)
    every = [ASKED, ("history", "entity-7.p", "--json"), ("why", "entity-12.p", "--json")]
    for words in every:
        assert asked(events, *words) == asked(events, *words, how="off")


def altered(events):
    """One letter is another, and the time of the last change is put back as it was."""
    path = segment_of(events, 0)
    times = path.stat()
    path.write_bytes(path.read_bytes().replace(b"event ", b"Event ", 1))
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def bad_line(events):
    with segment_of(events).open("ab") as file:
        file.write(b"{}\n")


def merge_marks(events):
    path = segment_of(events, 2)
    path.write_bytes(b"<<<<<<< HEAD\n" + path.read_bytes())


def cut_off(events):
    with segment_of(events).open("ab") as file:
        file.write(b'{"id":"')


def linked(events):
    path = segment_of(events, 0)
    path.rename(events / "elsewhere")
    path.symlink_to(events / "elsewhere")


@pytest.mark.parametrize("fault", [altered, bad_line, merge_marks, cut_off, linked])
@pytest.mark.parametrize("is_indexed", [True, False], ids=["indexed", "new"])
def test_a_fault_of_the_log_is_told_as_ever(events, fault, is_indexed):
    if is_indexed:
        asked(events)
    fault(events)
    for words in (ASKED, ("show", "s1"), ("state", "v", "--entity", "entity-7", "--skip-bad", "--json")):
        found = asked(events, *words)
        assert found == asked(events, *words, how="off")
        assert found == asked(events, *words)
        assert found[0] == (3 if fault is not cut_off and "--skip-bad" not in words else 0)


def test_what_is_redacted_leaves_no_trace_in_it(events):
    code, out, err = asked(events, "add", "secret-title", "--fact", "secret-entity.p=1", "--key", "secret-key")
    assert code == 0, err
    asked(events)
    assert any(b"secret-entity" in path.read_bytes() for path in (events / ".index").iterdir())
    code, _, err = asked(events, "redact", out.strip(), "--because", "safety")
    assert code == 0, err
    assert not any(b"secret" in path.read_bytes() for path in (events / ".index").iterdir())
    assert asked(events) == asked(events, how="off")
    assert not any(b"secret" in path.read_bytes() for path in (events / ".index").iterdir())
    assert asked(events, "show", out.strip()) == asked(events, "show", out.strip(), how="off")


@pytest.mark.parametrize("has_file", [False, True])
def test_an_index_of_an_empty_log_takes_the_first_record(tmp_path, has_file):
    log = tl.init(tmp_path / "events")
    if has_file:  # as an append that was cut off before its first byte leaves it
        (tmp_path / "events" / "2026").mkdir()
        (tmp_path / "events" / "2026" / "2026-11-23T2110Z-ada-7f3a9c.jsonl").touch()
    assert rows(asked(tmp_path / "events", "list", "--json")) == []
    assert file_of(tmp_path / "events").exists()
    for title in ("first", "second"):
        log.add(title)
        found = asked(tmp_path / "events", "list", "--json")
        assert found == asked(tmp_path / "events", "list", "--json", how="off")


@pytest.mark.parametrize("kind", ["source", "event", "report", "link", "name", "correction", "retraction", "capture"])
@pytest.mark.parametrize("is_there", [True, False], ids=["indexed", "new"])
def test_a_record_of_any_kind_may_be_redacted(tmp_path, kind, is_there):
    """And what bears on it, or is written about it later, is answered as without an index."""
    events = tmp_path / "events"
    log = tl.init(events)
    (events / "timeline.toml").write_text(SETTINGS, encoding="utf-8")
    (tmp_path / "page.html").write_text("<p>page", encoding="utf-8")

    def ask(*words, how="on"):
        done = CliRunner(env={"TIMELINE_BY": "ada", "TIMELINE_INDEX": how}).invoke(cli, ["-C", str(events), *words])
        return done.exit_code, done.stdout, done.stderr

    made = {"source": log.source("first", published="2025-01-01"), "base": log.source("next", via=["first"])}
    made["event"] = log.add("told", occurred="2025-01-01", sources=["first"], facts={"Ann.p": 1})
    other = log.add("told too", sources=["next"], facts={"Bea.p": 2})
    made["report"] = log.report(made["event"].id, "next")
    made["link"] = log.link(other.id, "supersedes", made["event"].id)
    made["name"] = log.link("Ann", "same-entity", "Bea")
    made["correction"] = log.correct(made["event"].id, {"occurred": "2024"}, because="x")
    made["retraction"] = log.retract(made["link"].id, reported="2025-02-02")
    made["capture"] = log.attach("first", tmp_path / "page.html", retrieved="2025-03-03")
    if is_there:
        assert ask("list")[0] == 0
    assert ask("redact", made[kind].id, "--because", "safety", "--yes")[0] == 0
    more = (["retract", made["event"].id], ["source", "later", "--via", "next"], ["add", "more", "--fact", "Ann.p=3"])
    for words in (["check"], *more):
        ask(*words)
        for question in (("list", "--all", "--json"), ("state", "v", "--json"), ("why", "Ann.p"), ("show", other.id)):
            assert ask(*question) == ask(*question, how="off")


def git(folder, *words):
    quiet = ("-c", "user.name=ada", "-c", "user.email=ada@example.org", "-c", "init.defaultBranch=main")
    return subprocess.run(["git", *quiet, *words], cwd=folder, check=True, capture_output=True, text=True).stdout


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_another_branch_is_another_history(events):
    """And version control never sees the index, also of a log whose .gitignore does not name it."""
    assert not (events / ".gitignore").exists()
    git(events, "init")
    git(events, "add", "-A")
    git(events, "commit", "-m", "first")
    git(events, "checkout", "-b", "other")
    assert asked(events, "add", "on a branch", "--fact", "entity-7.q=branch")[0] == 0
    git(events, "add", "-A")
    git(events, "commit", "-m", "second")
    for branch in ("other", "main", "other"):
        git(events, "checkout", branch)
        assert asked(events) == asked(events, how="off")
        assert git(events, "status", "--porcelain", "--untracked-files=all") in ("", "?? .lock\n")
    assert file_of(events).exists()


# --- writing ---------------------------------------------------------------------------------------------------------


@st.composite
def drafts(draw, made, called):
    """What people add: also what is there already, what may not enter, and what names others as people do."""
    ids = list(called.values())
    events_told = [called[record.id] for record in made if record.kind == "event"]
    reference = st.sampled_from(ids).flatmap(lambda one: st.sampled_from([one, one[:12], one[:4], one + "#1"]))
    reference |= st.sampled_from([*SOURCES, "key:k", "key:none", "0000"])
    kind = draw(st.sampled_from(["event", "source", "report", "correction", "retraction", "link", "again", "again"]))
    if kind == "again":
        old = draw(st.sampled_from(made))
        return Draft(kind=old.kind, body=renamed(old.body, called))
    log = [*made] if events_told else []
    if kind in ("report", "correction", "retraction", "link") and not log:
        kind = "event"
    body = draw(body_of(kind, log, [record.id for record in made if record.kind == "event"]))
    body = renamed(body, called)
    for field in ("event", "target", "from", "to"):
        if field in body and body.get("rel") not in ("same-origin", "same-entity") and draw(st.booleans()):
            body = {**body, field: draw(reference)}
    if kind == "event" and draw(st.booleans()):
        entity = draw(st.sampled_from(["Entity", "Entiti", "E"]))
        name, tag = draw(st.sampled_from(["p", "prop", "porp"])), draw(st.sampled_from(["tags", "tag-s", "tagz"]))
        fact = {"entity": entity, "property": name, "value": None}
        type_ = draw(st.sampled_from(["event", "evetn", "a.bc", "a.bd"]))
        body = {**body, "facts": [fact], "tags": [tag], "type": type_}
    if kind == "source" and draw(st.booleans()):
        body = {**body, "publisher": draw(st.sampled_from(["Wire", "wire", "P"]))}
        if "via" not in body:
            body["origin"] = {"name": draw(st.sampled_from(["Acme", "acme", "Agency"]))}
    if draw(st.integers(0, 3)) == 0:
        body = {**body, "key": draw(st.sampled_from(["k", "l"]))}
    return Draft(kind=kind, body=body)


def added(files, some, moment):
    """Add drafts to a log, and give what came of it, in all that anybody is told."""
    try:
        outcome = files.append(some, by="bob", now=moment, clock_is_right=True, salt=lambda: "1" * 32)
    except tl.TimelineError as error:
        return type(error).__name__, str(error), error.where, error.fix, error.unwritten
    new = [one for one in outcome.added if one.status == "added"]
    names = namer([*outcome.before, *(one.record for one in outcome.added)])
    echo = [understood(one.kind, one.body, names, recorded=one.recorded) for one in outcome.added]
    return outcome.added, outcome.notes, outcome.begun, remarks(outcome.before, new, in_use=outcome.in_use), echo


def bytes_of(events):
    return {str(path.relative_to(events)): path.read_bytes() for path in sorted(events.glob("2025/**/*.jsonl"))}


@settings(tried, max_examples=max(EXAMPLES // 2, 20))
@given(histories(), st.data())
def test_what_is_added_is_judged_and_written_as_by_the_whole_log(history, data):
    made, batches = history
    called = {record.id: new for lines in batches for record, new, _ in lines}
    moment = int(made[-1].recorded_at)
    with tempfile.TemporaryDirectory() as folder:
        logs_of = []
        for how in ("on", "off"):
            place = Path(folder) / how
            place.mkdir()
            events = begin(place)
            for lines in batches:
                write(events, lines)
            logs_of.append((how, LogFiles(folder=str(events))))
        for number in range(data.draw(st.integers(1, 4))):
            some = data.draw(st.lists(drafts(made, called), min_size=1, max_size=2 if number % 2 else 1))
            told_by = []
            for how, files in logs_of:
                with index(how):
                    told_by.append(added(files, some, moment + number))
            assert told_by[0] == told_by[1]
            assert bytes_of(Path(logs_of[0][1].folder)) == bytes_of(Path(logs_of[1][1].folder))


def test_adding_does_not_read_the_whole_log(events):
    asked(events)
    files = LogFiles(folder=str(events))
    with index("on"):
        outcome = files.append([Draft(kind="event", body={"title": "new", "reports": [{"source": "s1"}]})], by="bob")
    assert 0 < len(outcome.before) < MADE / 4
    assert outcome.added[0].status == "added"
    assert asked(events) == asked(events, how="off")


def test_what_is_tried_or_attached_is_told_as_by_the_whole_log(events, tmp_path):
    """Of one thing, and of what is refused; nothing else than the index tells the two logs apart."""
    (tmp_path / "copy.html").write_text("<!doctype html><title>a</title>")
    other = Path(shutil.copytree(events, tmp_path / "other"))
    for words in (
        ["add", "new", "--fact", "entity-8.p=9", "--source", "s1", "--dry-run"],
        ["add", "event 20", "--occurred", "2025-05-21", "--fact", "entity-77.p=null", "--dry-run"],
        ["add", "new", "--fact", "entiti-7.p=9", "--source", "s1", "--dry-run", "--json"],
        ["add", "new", "--type", "evant", "--tag", "tagg", "--fact", "entity-7.pp=9", "--dry-run"],
        ["source", "s99", "--publisher", "p", "--origin", "agency-1", "--dry-run"],
        ["add", "new", "--source", "s9"],
        ["link", "entity-7", "same-entity", "entity-8", "--dry-run"],
        ["link", "entity-7", "same-entity", "nobody", "--dry-run"],
        ["correct", "s1", "--set", "publisher=Q", "--because", "mine", "--dry-run"],
        ["retract", "0000", "--dry-run"],
        ["attach", "s2", str(tmp_path / "copy.html"), "--retrieved", "2025-04-30", "--dry-run"],
        ["attach", "s7", str(tmp_path / "copy.html")],
    ):
        found, whole = asked(events, *words), asked(other, *words, how="off")
        assert found == whole
    code, _, err = asked(events, "attach", "s2", str(tmp_path / "copy.html"), "--retrieved", "2025-04-30")
    assert code == 0, err
    assert asked(events, "show", "s2") == asked(events, "show", "s2", how="off")
