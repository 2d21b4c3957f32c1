"""What a form can carry comes back as it was: any titles and dates that the form has, written and read again."""

import datetime as dt
import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import timeline as tl
from builders import a_draft, a_log
from timeline.dates import edtf
from timeline.text.incoming import reading
from timeline.text.incoming.values import Asked

TODAY = dt.date(2026, 11, 30)
often = settings(
    max_examples=max(int(os.environ.get("TIMELINE_EXAMPLES", "100")) // 20, 1),
    deadline=None,
    suppress_health_check=list(HealthCheck),
)

days = st.dates(dt.date(1000, 1, 1), dt.date(2999, 12, 31))
moments = st.datetimes(dt.datetime(1600, 1, 1), dt.datetime(2999, 12, 31), timezones=st.just(dt.UTC))  # noqa: DTZ001
instants = moments.map(lambda at: f"{at:%Y-%m-%dT%H:%M:%S}Z")
years = st.integers(-3000, 9999).filter(bool).map(lambda year: f"{year:05d}" if year < 0 else f"{year:04d}")
common = days.map(str)
months = days.map(lambda day: f"{day:%Y-%m}")


def spans(ends):
    """Intervals of two dates of one precision, the earlier first."""
    return st.tuples(ends, ends).map(sorted).filter(lambda two: two[0] != two[1]).map("/".join)


vague = st.sampled_from(
    ["2025?-08", "198X", "[..2026-05]", "2025/..", "/2026", "{2025,2026-02}", "2026-21", "Y170000002", "1985~"]
)


def bounded(date):
    return not date.startswith("Y")


plain = st.one_of(years, months, common, spans(common), spans(months))
CARRIED = {
    "jsonl": st.one_of(plain, vague, instants, spans(instants)),
    "csv": st.one_of(plain, vague, instants, spans(instants)),
    "timelinejs": plain,
    "timelinejs-sheet": plain,
    "ics": st.one_of(common, spans(common), instants, spans(instants)),
    "stix": st.one_of(plain, vague, instants, spans(instants)),
    "ftm": st.one_of(common, months, days.map(lambda day: f"{day:%Y}")),
    "timesketch": st.one_of(months, common, spans(common), vague.filter(bounded), instants, spans(instants)),
}
"""The dates that each form carries whole."""
AS = {"timelinejs-sheet": "timelinejs"}
ALWAYS_READ = {"csv": "csv", "jsonl": "jsonl"}
titles = st.text(
    st.one_of(st.sampled_from("<>&;,\"'=+-@\\/|#:äé字🙂"), st.characters(categories=["Lu", "Ll", "Nd"])),
    min_size=1,
    max_size=20,
).map(lambda text: f"t{text}t")
stories = {form: st.lists(st.tuples(titles, dates), min_size=1, max_size=6) for form, dates in CARRIED.items()}


@pytest.mark.parametrize("form", list(CARRIED))
@given(data=st.data())
@often
def test_dates_and_titles_come_back(form, data, tmp_path_factory):
    if form == "ics":
        pytest.importorskip("icalendar")
    story = data.draw(stories[form])
    story = list(dict(story).items())
    log = a_log(tmp_path_factory.mktemp("log"), *(a_draft(title=title, occurred=date) for title, date in story))
    made = tl.open(log.folder).at(today=TODAY).export(form)
    name = f"story.{form}"
    found = reading.parse(made.data, AS.get(form, form), name=name, asked=Asked(day=TODAY))
    assert found.faults == ()
    back = {draft.body["title"]: draft.body.get("occurred") for draft in found.drafts if draft.kind == "event"}
    expected = dict(story)
    if "timelinejs" in form:  # an end that lies within its start is not drawn
        assert back.keys() == expected.keys()
        expected = {title: date for title, date in expected.items() if not _within(date)}
        back = {title: back[title] for title in expected}
    assert back == expected


def _within(date):
    first, slash, last = date.partition("/")
    return bool(slash) and edtf.parse(first).span == edtf.parse(last).span


@pytest.mark.parametrize("keep_recorded", [True, False])
def test_what_corrections_lead_elsewhere_is_led_there_again(tmp_path, keep_recorded):
    """A correction may set what a report, a link or a change is about; in another log these have other ids."""
    log = tl.init(tmp_path / "events")
    one, two, three = (log.add(title, occurred="2025").id for title in ("one", "two", "three"))
    moved = log.report(one, reported="2025-02-02").id
    log.correct(moved, {"event": two}, because="it was about the other")
    change = log.correct(one, {"title": "eins"}, because="x").id
    log.correct(change, {"target": three}, because="it was about the third")
    link = log.link(one, "supersedes", two).id
    log.correct(link, {"from": three, "to": one}, because="the other way round")
    names = log.link("A", "same-entity", "B").id
    log.correct(names, {"from": "C"}, because="another")
    gone = log.add("gone").id
    lost = log.correct(log.correct(two, {"title": "zwei"}, because="y").id, {"target": gone}, because="z").id
    log.redact(gone, because="safety")
    log.at().save_export(str(tmp_path / "story.jsonl"))
    other = tl.init(tmp_path / "other")
    other.import_(str(tmp_path / "story.jsonl"), keep_recorded=keep_recorded)

    def told(of):
        return [(row["title"], row["reported"], row["standing"], row["known"]) for row in of.at().list(retracted=True)]

    log.retract(lost, because="it leads to what is gone")
    assert told(other) == told(log)
    assert {title for title, *_ in told(other)} == {"one", "zwei", "eins"}
    count = len(other.read().records)
    other.import_(str(tmp_path / "story.jsonl"), keep_recorded=keep_recorded)
    assert len(other.read().records) == count
    assert not list(other.check())
