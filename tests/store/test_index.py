"""The index answers what the log answers, read as little as need be, and a snapshot stays what it was."""

import json
import os
import tempfile

from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import timeline as tl
from ondisk import SETTINGS, begin, histories, index, write
from strategies import (
    NAMES,
    SOURCES,
    clocks_about,
)
from timeline.cli.main import cli
from timeline.dates.values import format_moment

EXAMPLES = int(os.environ.get("TIMELINE_EXAMPLES", "100"))
tried = settings(max_examples=max(EXAMPLES // 4, 20), suppress_health_check=list(HealthCheck), deadline=None)


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
            asked = data.draw(clocks_about(made))
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
    asked = data.draw(clocks_about(made))
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
        assert snapshot.basis._whole is None
        assert snapshot.figure("events", since="2025-04-30", until="2025-05-02")
        assert snapshot.basis._whole is None
        for form in ("timelinejs", "timesketch", "cloudevents", "claimreview", "md", "html"):
            assert snapshot.export(form).data
        assert snapshot.basis._whole is None
        assert snapshot.history().rows()
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
