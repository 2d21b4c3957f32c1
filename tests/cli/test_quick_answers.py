"""What the rows of the index answer alone is, to the byte, what the replay answers; and much of it is answered so."""

import contextlib
import datetime as dt
import itertools
import os
import sqlite3

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import event as seen
from hypothesis import strategies as st

import timeline as tl
from builders import a_draft, a_log
from commands import run
from ondisk import begin, growing, histories, index, write
from strategies import FIRST, NAMES, days_around, make_record
from timeline.cli.main import cli
from timeline.dates.days import civil, day_number, plain_day
from timeline.dates.edtf import parse_clock
from timeline.errors import DateError
from timeline.records import line
from timeline.records.words import BYS
from timeline.store import index_answers, index_file, index_now
from timeline.text import render
from timeline.views.relational import walk

EXAMPLES = int(os.environ.get("TIMELINE_EXAMPLES", "100"))
tried = settings(max_examples=max(EXAMPLES // 8, 20), suppress_health_check=list(HealthCheck), deadline=None)
TODAY = dt.date(2026, 11, 23)


def said(events, words, how):
    with index(how):
        result = CliRunner().invoke(cli, ["-C", str(events), *words])
    return result.exit_code, result.stdout, result.stderr


def commands(entity, clocks, by):
    return (
        ["state", "v", *clocks],
        ["state", "several", *clocks],
        ["state", "v", "--entity", entity, *clocks],
        ["state", "several", "--entity", entity, "--entity", "G", *clocks],
        ["why", f"{entity}.p", *clocks],
        ["why", f"{entity}.q", "--view", "several", *clocks],
        ["list", *(word for word in clocks if not word.startswith("--on"))],
        ["list", "--all", "--entity", entity, *(word for word in clocks if not word.startswith("--on"))],
        ["list", "--entity", entity, *(word for word in clocks if not word.startswith("--on"))],
        *(
            [*words, *more, *(word for word in clocks if not word.startswith("--on"))]
            for words in (
                ["entities"],
                ["entities", "--names"],
                ["list", "--by", by],
                ["list", "--gaps", "3"],
                ["stats"],
                ["sources"],
            )
            for more in ([], ["--entity", entity])
        ),
    )


@tried
@given(histories(), st.data())
def test_commands_answer_from_rows_as_by_the_whole_log(history, data):
    """At plain days near those on which something turns, at each step of a log that grows."""
    _, batches = history
    entity = data.draw(st.sampled_from(NAMES))
    for events, _ in growing(batches):
        clocks = [
            f"--{name}={data.draw(days_around)}" for name in ("as-of", "recorded-by", "on") if data.draw(st.booleans())
        ]
        if data.draw(st.booleans(), label="a checkpoint"):
            said(events, ["checkpoint"], "off")
        said(events, ["state", "v"], "on")  # brings the index up to date
        with index_now.answering(str(events)) as current:
            seen("the index answers" if current is not None and not current.is_worn else "the log answers")
        days = [data.draw(days_around), data.draw(days_around)]
        compared = [["diff", *days, "--exit-code"], ["diff", *days, "--view", "v"]]
        compared += [["diff", *days, "--entity", entity], ["diff", *days, "--entity", entity, "--strict"]]
        for words in (*commands(entity, clocks, data.draw(st.sampled_from(BYS))), *compared):
            for form in ("json", "table"):
                asked = [*words, "--format", form]
                assert said(events, asked, "on") == said(events, asked, "off")


def test_a_name_of_which_nothing_is_told_is_answered_from_rows_with_the_nearest_that_is_known_then(tmp_path):
    log = tl.init(tmp_path / "events")
    events = tmp_path / "events"
    (events / "timeline.toml").write_text('format = 1\n[views.hardware]\ntitle = "h"\nproperties = ["training"]\n')
    for name, day in (("Falcon-2", "2025-08-01"), ("Falcon-12", "2025-09-01"), ("Other", "2025-07-01")):
        log.source(name.lower(), published=day)
        log.add(name, occurred=day, facts={f"{name}.training": "TPU"}, sources=name.lower())
    link = ("link", {"from": "Other", "to": "Another", "rel": "same-entity"})
    for more in ((), (link,)):
        log.write(more)
        said(events, ["state", "hardware"], "on")
        for name in ("Falcon-1", "falcon-12", "Another", "Anothr", "Zeppelin"):
            for clocks in ((), ("--as-of", "2025-08-15"), ("--as-of", "2025-06-01")):
                for command in (["state", "hardware"], ["list"], ["list", "--strict"]):
                    words = [*command, "--entity", name, *clocks]
                    assert said(events, words, "on") == said(events, words, "off"), words
    meant = 'did you mean "Falcon-2"?'
    assert meant in said(events, ["list", "--entity", "Falcon-1", "--as-of", "2025-08-15"], "on")[2]


def test_names_that_are_near_are_told_as_by_the_whole_log(tmp_path):
    """Of an entity that is asked for, also the names of others; of those alone of which something is told by then."""
    log = tl.init(tmp_path / "events")
    events = tmp_path / "events"
    told = {"Huawei": "2025-08-01", "Huawai": "2025-09-01", "HUAWEI": "2025-10-01", "Hua-wie": "2025-11-01"}
    told |= {"Nvidia": "2025-08-01", "Nvidai": "[2025-08-01..2025-10-01]"}
    for number, (name, day) in enumerate(told.items()):
        log.source(f"s{number}", published=day)
        log.add(f"{name} made it", occurred=day, facts={f"{name}.made": "x"}, sources=f"s{number}")
    log.add("denied", facts={"Huawii.made": "x"}, reports=[{"source": "s1", "stance": "denies"}])
    link = ("link", {"from": "HUAWEI", "to": "Huawei", "rel": "same-entity"})
    for more in ((), (link,)):
        log.write(more)
        said(events, ["list"], "on")
        for clocks in ((), ("--as-of", "2025-09-15"), ("--as-of", "2025-08-20"), ("--recorded-by", "2020-01-01")):
            for of in ((), ("--entity", "Huawei"), ("--entity", "HUAWEI"), ("--entity", "Nvidia", "--strict")):
                words = ["entities", *of, *clocks, "--format", "json"]
                assert said(events, words, "on") == said(events, words, "off"), words
    assert "Huawai" in said(events, ["entities", "--entity", "Huawei", "--json"], "on")[1]


WRONG = (
    ("fact", "cells", lambda text: text.replace("Nvidia", "Huawei")),
    ("fact", "entity", lambda text: text + "x"),
    ("told", "cells", lambda text: text.replace("2025", "2024")),
    ("source", "cells", lambda text: text.replace("false", "true")),
)


def test_a_wrong_row_in_the_index_gives_another_answer(tmp_path):
    """So the comparison above would see one."""
    log = tl.init(tmp_path / "events")
    (tmp_path / "events" / "timeline.toml").write_text(
        'format = 1\n[views.hardware]\ntitle = "h"\nproperties = ["training"]\n'
    )
    log.source("s", published="2025-08-14", origin="the maker")
    log.add("R2 moved", occurred="2025-08-01", facts={"R2.training": "Nvidia"}, sources=["s"])
    events = tmp_path / "events"
    words = (["state", "hardware"], ["list", "--json"], ["why", "R2.training"], ["sources"])
    right = [said(events, one, "off") for one in words]
    assert [said(events, one, "on") for one in words] == right
    for table, column, wrong in WRONG:
        planted(events, table, column, wrong)
        assert [said(events, one, "on") for one in words] != right, (table, column)
        (events / ".index" / "log.sqlite").unlink()
        assert [said(events, one, "on") for one in words] == right


def test_a_question_about_the_past_is_answered_from_rows_until_something_came_after_the_last_checkpoint(tmp_path):
    """Then whoever has the records counts what came late. That rows answer shows by one that is wrong."""
    log = tl.init(tmp_path / "events")
    events = tmp_path / "events"
    (events / "timeline.toml").write_text('format = 1\n[views.hardware]\ntitle = "h"\nproperties = ["training"]\n')
    log.source("s", published="2025-08-14")
    log.add("R2 moved", occurred="2025-08-01", facts={"R2.training": "Nvidia"}, sources=["s"])
    asked = (["state", "hardware", "--as-of", "2025-08-20"], ["state", "hardware", "--recorded-by", "2999-01-01"])
    for later in ("Oslo", "Rome"):
        said(events, ["checkpoint"], "off")
        for words in asked:
            assert said(events, words, "on") == said(events, words, "off")
            planted(events, *WRONG[0])
            assert "Huawei" in said(events, words, "on")[1], words
            (events / ".index" / "log.sqlite").unlink()
        log.add(later, occurred="2025-08-02", facts={f"{later}.training": "Nvidia"}, sources=["s"])
        for words in asked:
            right = said(events, words, "off")
            assert ("arrived after checkpoint" in right[2]) is ("--as-of" in words)
            assert said(events, words, "on") == right
    (events / "checkpoints" / "000009-00000000.txt").write_text("no checkpoint")
    for words in asked:
        assert said(events, words, "on") == said(events, words, "off")


def planted(events, table, column, wrong):
    """Change what the index holds, and let it pass for what its writer left."""
    path = events / ".index" / "log.sqlite"
    db = sqlite3.connect(path)
    rows = db.execute(f"SELECT {column} FROM {table}").fetchall()
    changes = [(wrong(text), text) for (text,) in rows if wrong(text) != text]
    assert changes, table
    db.executemany(f"UPDATE {table} SET {column} = ? WHERE {column} = ?", changes)
    db.commit()
    db.close()
    (events / ".index" / "log.lock").write_text(f"{index_file.mark_of(str(path))}\n")


@given(
    st.text(alphabet="0123456789-", min_size=8, max_size=11)
    | st.dates().map(str)
    | st.sampled_from(["2026-02-29", "0000-01-01", "２０２６-01-01", "2026-1-01", " 2026-01-01"])
)
def test_a_plain_day_is_read_as_by_the_reader_of_all_dates(text):
    number = plain_day(text)
    if number is not None:
        clock = parse_clock(text, today=TODAY)
        assert (clock.text, clock.read) == (text, text)
        assert (clock.lo, clock.hi) == (number * 86_400_000_000, (number + 1) * 86_400_000_000 - 1)
    elif len(text) == 10 and text[4] == text[7] == "-" and text.isascii():
        with contextlib.suppress(DateError):
            assert parse_clock(text, today=TODAY).read != text


@given(st.integers(-(10**9), 10**9))
def test_a_day_has_one_number(number):
    assert day_number(*civil(number)) == number


@pytest.fixture
def small(tmp_path):
    """A small log that nobody has written to for a while."""
    log = tl.init(tmp_path / "events")
    log.add("R2 moved", occurred="2025-08-01", facts={"R2.training": "Nvidia"})
    rest(tmp_path / "events")
    return tmp_path / "events"


def rest(events):
    for path in events.rglob("*.jsonl"):
        os.utime(path, (1_700_000_000, 1_700_000_000))


def contents(events):
    return {path: path.read_bytes() for path in events.rglob("*") if path.is_file() and ".index" not in path.parts}


def test_a_small_log_that_rests_is_indexed_after_its_first_answer(small, monkeypatch):
    monkeypatch.delenv("TIMELINE_INDEX", raising=False)
    before = contents(small)
    first = CliRunner().invoke(cli, ["-C", str(small), "list", "--json"])
    with index_now.answering(str(small)) as current:
        assert current is not None
    assert contents(small) == before
    assert (small / ".index" / ".gitignore").read_text() == "*\n"
    again = CliRunner().invoke(cli, ["-C", str(small), "list", "--json"])
    assert (
        (again.exit_code, again.stdout)
        == (first.exit_code, first.stdout)
        == (0, said(small, ["list", "--json"], "off")[1])
    )


def test_a_small_log_that_is_written_to_is_not_indexed(tmp_path, monkeypatch):
    monkeypatch.delenv("TIMELINE_INDEX", raising=False)
    tl.init(tmp_path / "events").add("R2 moved", occurred="2025-08-01")
    assert CliRunner().invoke(cli, ["-C", str(tmp_path / "events"), "list"]).exit_code == 0
    assert not (tmp_path / "events" / ".index" / "log.sqlite").exists()


def test_where_a_small_log_cannot_be_indexed_nothing_is_said(small, monkeypatch):
    monkeypatch.delenv("TIMELINE_INDEX", raising=False)
    (small / ".index").write_text("in its place")
    result = CliRunner().invoke(cli, ["-C", str(small), "list"])
    assert (result.exit_code, result.stdout, result.stderr) == said(small, ["list"], "off")
    assert (small / ".index").read_text() == "in its place"


def test_settings_that_changed_are_read_again(small, monkeypatch):
    monkeypatch.delenv("TIMELINE_INDEX", raising=False)
    words = ["-C", str(small), "state", "hardware"]
    for properties in ('["training"]', '["training", "inference"]', "[]", '["inference"]'):
        (small / "timeline.toml").write_text(f'format = 1\n[views.hardware]\ntitle = "h"\nproperties = {properties}\n')
        for _ in range(2):
            result = CliRunner().invoke(cli, words)
            assert (result.exit_code, result.stdout, result.stderr) == said(small, words[2:], "off")


def test_sources_are_listed_from_rows_with_their_copies_and_days_as_by_the_whole_log(tmp_path):
    """That rows answer shows by one that is wrong."""
    log = tl.init(tmp_path / "events")
    events = tmp_path / "events"
    kept = {"sha256": "a" * 64, "media_type": "text/html"}
    for name, more in {
        "plain": {"published": "2025-08-01", "title": "t", "url": "https://example.org/plain"},
        "copied": {"published": "2025-08", "retrieved": "2025-09-10", "archive": kept},
        "some-day": {"retrieved": "2025-08/2025-10", "archive": kept, "via": ["plain"]},
        "maker": {"published": "[2025-08-01..2025-09-20]", "origin": {"name": "o", "interested": True}},
        "agency": {"published": "2025-09~", "origin": {"name": "p"}},
        "unsaid": {},
        "gone": {"published": "2025-08-02"},
    }.items():
        log.write([("source", {"name": name, "key": name, **more})])
    for day in ("2025-09-01", "2025-08?", None):
        copy = {"source": "plain", **kept, "url": "https://example.org/copy"}
        log.write([("capture", copy if day is None else {**copy, "retrieved": day})])
    log.add("one", occurred="2025-08-01", facts={"E.p": "x"}, sources=["maker", "agency"], tags=["t"])
    log.add("other", occurred="2025-08-05", facts={"F.p": "x"}, sources=["plain", "gone"])
    log.write([("retraction", {"target": "key:gone", "because": "b", "reported": "2025-09-05"})])
    log.write([("link", {"from": "F", "to": "G", "rel": "same-entity"})])
    filters = (
        [],
        ["--entity", "E"],
        ["--entity", "G"],
        ["--tag", "t"],
        ["--source", "plain"],
        ["--since", "2025-08-03"],
    )
    cascade = ["sources", log.at().list()[0]["id"]]
    clocks = ([], *(["--as-of", day] for day in ("2025-08-02", "2025-09-07", "2025-09-15")))
    for words in itertools.product((["sources"], cascade), filters, clocks, ([], ["--strict"])):
        asked = [*itertools.chain(*words), "--json"]
        assert said(events, asked, "on") == said(events, asked, "off"), asked
    planted(events, "source", "cells", lambda text: text.replace("2025-08-01", "2025-08-03"))
    for more in ([], ["--tag", "t"], ["--as-of", "2025-09-15"]):
        assert said(events, ["sources", *more], "on") != said(events, ["sources", *more], "off"), more


def test_no_login_is_shown_of_an_old_log(tmp_path):
    """What was written before logins were refused is told as ever, without them."""
    events = begin(tmp_path)
    body = {
        "title": "see https://ada:secret@host/x",
        "text": "or https://ada:secret@host/y",
        "links": [{"url": "https://ada:secret@host/z", "title": "t"}],
        "facts": [{"entity": "E", "property": "p", "value": "https://ada:secret@host/v"}],
    }
    record = make_record(0, FIRST, "event", body)
    new, text = line.encode(parents=(), recorded=record.recorded, by="ada", kind="event", body=body, salt="0" * 32)
    write(events, [(record, new, text)])
    for words in (["list", "--json"], ["state", "v", "--json"], ["why", "E.p", "--json"], ["why", "E.p"]):
        assert said(events, words, "on") == said(events, words, "on") == said(events, words, "off")
        assert "secret" not in said(events, words, "on")[1]


@pytest.fixture(scope="module")
def long_log(tmp_path_factory):
    """A list with events that are one, one that is retracted, and signs that a terminal would obey."""
    log = tl.init(tmp_path_factory.mktemp("long") / "events")
    log.source("s", published="2025-08-02")
    told = [
        {"title": f"e{n}, \u00fcnd \u202e=1", "key": f"k{n}", "occurred": f"2025-08-{n % 28 + 1:02d}"}
        for n in range(40)
    ]
    for number, one in enumerate(told):
        one["reports"] = [{"source": "s"}]
        values = [("x", "p"), ("x", "p"), ("y", "q")][: number % 4]
        one["facts"] = [{"entity": e, "property": p, "value": f"{p}{place}"} for place, (e, p) in enumerate(values)]
    log.write([("event", one) for one in told])
    log.write([("link", {"from": f"key:k{n}", "to": f"key:k{n + 9}", "rel": "same-event"}) for n in (0, 13, 26)])
    log.retract(log.at().list()[3]["id"], because="b")
    return log.files.path


@pytest.mark.parametrize("form", ["json", "jsonl", "csv", "plain", "md", "table"])
@pytest.mark.parametrize("more", [[], ["--limit", "30"], ["--sort", "title", "--reverse"], ["--as-of", "2025-08-03"]])
def test_a_long_list_is_written_part_by_part_as_it_is_whole(tmp_path, monkeypatch, long_log, form, more):
    """In a file as on standard output."""
    monkeypatch.setattr(walk, "AT_ONCE", 7)
    monkeypatch.setattr(index_answers, "_CELLS_AT_ONCE", 3)
    monkeypatch.setattr(render, "_AT_ONCE", 5)
    words = ["list", "--format", form, *more]
    assert said(long_log, words, "on") == said(long_log, words, "on") == said(long_log, words, "off")
    files = [tmp_path / how for how in ("on", "off")]
    for file in files:
        said(long_log, [*words, "-o", str(file)], file.name)
    assert files[0].read_bytes() == files[1].read_bytes()


@pytest.mark.parametrize("form", ["md", "csv", "json", "table", "plain"])
def test_an_answer_without_rows_has_its_columns_however_it_is_answered(tmp_path, form):
    log = a_log(tmp_path, a_draft(title="x"))
    told = []
    for how in ("off", "on", "on"):
        with index(how):
            done = run(log, "list", "--as-of", "2025-05-01", "--format", form)
        told.append((done.exit_code, done.stdout, done.stderr))
    assert told[0] == told[1] == told[2]
    assert ("TITLE" in told[0][1]) is (form == "md")
