"""The same sheet next week: new rows are added, changed ones correct the records of their keys, as was asked."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import timeline as tl
from builders import a_chain, a_draft, a_log, segments_of
from commands import run
from timeline.records.catalogue import Holdings
from timeline.records.drafts import Refused
from timeline.records.updating import updated

HEAD = "ID,Headline,When,Notes,source,reported,R2.training,Tags\n"
ONE = HEAD + "a,R2 moved,2025-08,,press,2025-08-14,Nvidia,r2\nb,V4 is out,2026-04,,,,,\n"
NEXT = HEAD + "a,R2 moved,2025-07,,press,2025-09-01,Huawei,\nb,V4 is out,2026-04,,,,,\nc,new,2026-05,,,,,\n"
KEY = ("--column", "ID=key")


@pytest.fixture
def log(tmp_path):
    return a_log(tmp_path, a_draft("source", name="press", published="2025-08-14"))


def kinds(log):
    return [record.kind for record in log.read().records]


def test_without_being_asked_a_changed_row_is_refused(log, file):
    assert run(log, "import", file(ONE), *KEY).exit_code == 0
    said = run(log, "import", file(NEXT), *KEY)
    assert said.exit_code == 2
    assert 'the key "a" is that of' in said.stderr


def test_ours_corrects_what_changed_and_nothing_else(log, file):
    run(log, "import", file(ONE), *KEY)
    tried = run(log, "import", file(NEXT), *KEY, "--update", "ours", "--dry-run")
    assert "our own mistake" in tried.stderr
    said = run(log, "import", file(NEXT), *KEY, "--update", "ours")
    assert said.exit_code == 0, said.stderr
    assert "added 2, already there 1" in said.stderr
    correction = log.read().records[-2].body
    assert set(correction["set"]) == {"occurred", "facts", "reports", "tags"}
    assert correction["set"]["tags"] == []
    assert "reported" not in correction
    event = next(iter(tl.open(log.folder).at(as_of="2025-09-02").list(grep="R2 moved").rows()))
    assert event["occurred"] == "2025-07"


def test_of_a_long_sheet_what_is_new_or_changed_is_said_before_what_is_there(log, file):
    rows = [f"k{number},event {number},2026-04-{number:02},,,,,\n" for number in range(1, 21)]
    run(log, "import", file(HEAD + "".join(rows)), *KEY)
    rows[14] = "k15,event 15,2026-03-15,,,,,\n"
    grown = file(HEAD + "".join(rows) + "k21,the newest,2026-05,,,,,\n")
    tried = run(log, "import", grown, *KEY, "--update", "ours", "--dry-run")
    said = [line for line in tried.stderr.splitlines() if line.startswith(("would be added:", "already there:", "…"))]
    assert [line.partition(":")[0] for line in said] == ["would be added"] * 2 + ["already there"] * 8 + [
        "… and 11 more"
    ]
    done = run(log, "import", grown, *KEY, "--update", "ours")
    first, second, third, *_ = [line for line in done.stderr.splitlines() if not line.startswith(" ")][1:]
    assert "correction of event" in first
    assert "event 15" in first
    assert "the newest" in second
    assert third.startswith("already there")
    ids = done.stdout.split()
    assert len(ids) == 21
    assert ids[20].startswith(second.split()[1].rstrip(":"))


@pytest.mark.parametrize("form", [(), ("--json",)], ids=["words", "json"])
def test_a_trial_names_the_lines_that_say_the_same_as_the_import_does(log, file, form):
    """Though it says what is new before what is there, and of that not all."""
    rows = [f"event {number},2026-04-{number:02}\n" for number in range(1, 16)]
    head = "Headline,When\n"
    run(log, "import", file(head + "".join(rows[:12])))
    sheet = file(head + "".join([*rows, rows[14]]))
    tried = run(log, "import", sheet, "--dry-run", *form)
    assert tried.exit_code == 0, tried.stderr
    done = run(log, "import", sheet, *form)
    same = [line for line in done.stderr.splitlines() if " says the same as " in line]
    assert [line.replace(str(sheet), "") for line in same] == [":17 says the same as :16"]
    assert [line for line in tried.stderr.splitlines() if " says the same as " in line] == same


def test_theirs_is_dated_by_the_row_and_adds_its_report(log, file):
    run(log, "import", file(ONE), *KEY)
    said = run(log, "import", file(NEXT), *KEY, "--update", "theirs")
    assert said.exit_code == 0, said.stderr
    corrections = [record.body for record in log.read().records if record.kind == "correction"]
    (correction,) = corrections
    assert correction["reported"] == "2025-09-01"
    assert correction["source"] == "press"
    assert "reports" not in correction["set"]
    opened = tl.open(log.folder)
    for day, occurred in (("2025-08-20", "2025-08"), ("2025-09-02", "2025-07")):
        (row,) = opened.at(as_of=day).list(grep="R2 moved").rows()
        assert row["occurred"] == occurred
    assert kinds(log).count("report") == 1


@pytest.mark.parametrize("trying", [(), ("--dry-run",)], ids=["added", "tried"])
def test_what_is_there_already_is_said_as_it_is_now(log, file, trying):
    """Not as it first was: the reader of the echo would take an old date for the present one."""
    run(log, "import", file(ONE), *KEY)
    run(log, "import", file(NEXT), *KEY, "--update", "ours")
    said = run(log, "import", file(NEXT), *KEY, "--update", "ours", *trying)
    assert said.exit_code == 0, said.stderr
    first = said.stderr.split("already there")[1]
    assert "2025-07: July 2025" in first
    assert "2025-08: August 2025" not in first
    assert "Huawei" in first
    assert "Nvidia" not in first
    event = next(record.id for record in log.read().records if record.kind == "event")
    run(log, "retract", event, "--because", "it never was")
    said = run(log, "import", file(ONE), *KEY, *trying)
    assert "taken back since" in said.stderr, said.stderr


@pytest.mark.parametrize("whose", ["ours", "theirs"])
def test_the_same_sheet_again_adds_nothing(log, file, whose):
    run(log, "import", file(ONE), *KEY)
    run(log, "import", file(NEXT), *KEY, "--update", whose)
    before = segments_of(log)
    again = run(log, "import", file(NEXT), *KEY, "--update", whose)
    assert again.exit_code == 0, again.stderr
    assert "added 0" in again.stderr
    assert segments_of(log) == before


def test_a_change_back_is_a_change(log, file):
    for sheet in (ONE, NEXT, ONE, NEXT):
        assert run(log, "import", file(sheet), *KEY, "--update", "ours").exit_code == 0
    assert kinds(log).count("correction") == 3
    (row,) = tl.open(log.folder).at().list(grep="R2 moved").rows()
    assert row["occurred"] == "2025-07"


def test_what_people_corrected_in_the_log_stays_as_long_as_the_sheet_does_not_change(log, file):
    ids = run(log, "import", file(ONE), *KEY).stdout.split()
    run(log, "import", file(NEXT), *KEY, "--update", "ours")
    run(log, "correct", ids[0], "--set", "occurred=2025-06", "--because", "looked up")
    assert "added 0" in run(log, "import", file(NEXT), *KEY, "--update", "ours").stderr
    retracted = next(record.id for record in log.read().records if record.body.get("key") == "a, change 1")
    run(log, "retract", retracted, "--because", "wrong")
    assert "added 0" in run(log, "import", file(NEXT), *KEY, "--update", "ours").stderr


def test_a_change_of_theirs_needs_a_day(log, file):
    run(log, "import", file(ONE), *KEY)
    said = run(log, "import", file(NEXT.replace("2025-09-01", "")), *KEY, "--update", "theirs")
    assert said.exit_code == 2
    assert "story.csv:2, reported" in said.stderr
    assert "the row has no day" in said.stderr


def test_rows_without_keys_cannot_be_told_apart(log, file):
    said = run(log, "import", file("title\nx\n"), "--update", "ours")
    assert said.exit_code == 2
    assert "no row has a key" in said.stderr
    with pytest.raises(tl.RecordError, match="no row has a key") as caught:
        tl.open(log.folder).import_(file("title\nx\n"), update="ours")
    assert caught.value.where == "update"


def test_a_field_that_the_sheet_has_not_is_not_touched(log, file):
    run(log, "import", file(ONE), *KEY)
    said = run(log, "import", file("ID,Headline\na,R2 has moved\n"), *KEY, "--update", "ours")
    assert said.exit_code == 0, said.stderr
    assert log.read().records[-1].body["set"] == {"title": "R2 has moved"}


def test_records_as_json_lines_are_updated_by_their_keys_too(log, tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text('{"kind":"event","title":"x","occurred":"2025","key":"k"}\n')
    assert run(log, "import", str(path)).exit_code == 0
    path.write_text('{"kind":"event","title":"x","occurred":"2026","key":"k"}\n')
    said = run(log, "import", str(path), "--update", "ours")
    assert said.exit_code == 0, said.stderr
    assert log.read().records[-1].body["set"] == {"occurred": "2026"}


def test_what_was_taken_back_stays_so(log, file):
    ids = run(log, "import", file(ONE), *KEY).stdout.split()
    run(log, "retract", ids[0], "--because", "misread")
    said = run(log, "import", file(NEXT), *KEY, "--update", "ours")
    assert said.exit_code == 0, said.stderr
    assert "correction" not in kinds(log)


ROWS = st.dictionaries(
    st.sampled_from("abc"),
    st.tuples(st.sampled_from(["one", "two"]), st.sampled_from(["2025", "2026-04", ""]), st.sampled_from(["x", ""])),
    min_size=1,
)


@settings(deadline=None, max_examples=30)
@given(st.lists(ROWS, min_size=1, max_size=4))
def test_after_each_week_the_log_says_what_the_sheet_says(tmp_path_factory, weeks):
    """An obvious judge: the last cells of each key that the sheet ever had are what the log shows."""
    folder = tmp_path_factory.mktemp("weeks")
    log = tl.init(folder / "events")
    told = {}
    for rows in weeks:
        path = folder / "sheet.csv"
        path.write_text("key,title,date,notes\n" + "".join(f"{key},{','.join(row)}\n" for key, row in rows.items()))
        log.import_(path, update="ours", by="ada")
        assert all(one.status == "already there" for one in log.import_(path, update="ours", by="ada"))
        told |= rows
        shown = {event.event.key: event.event for event in log.at().known.events}
        for key, (title, date, notes) in told.items():
            event = shown[key]
            assert (event.title, event.occurred or "", event.text or "") == (title, date, notes)


OLD = a_chain(("event", {"title": "x", "key": "k"}))


def changed(whose="theirs", **more):
    return updated(
        lambda _: Holdings(OLD), [a_draft(title="y", key="k", **more)], whose=whose, fields=["title", "reports"]
    )


@pytest.mark.parametrize(("days", "told"), [([], "no day"), (["2025-01", "2025-02"], "2 days")])
def test_a_change_of_theirs_has_one_day(days, told):
    with pytest.raises(Refused) as caught:
        changed(reports=[{"source": "press", "reported": day} for day in days])
    (fault,) = caught.value.faults
    assert fault.what == f"the row has {told} on which the source changed its account"
    assert fault.fix.startswith("write it in a column reported; or")


def test_a_change_keeps_the_reason_that_its_row_gives():
    (correction,) = changed("ours", because="a slip of the pen")
    assert (correction.kind, correction.body["because"]) == ("correction", "a slip of the pen")
    assert correction.body["target"] == OLD[0].id
