"""How a record came to be, record by record; what arrived late; what goes into an export; what is found by its name."""

import msgspec
import pytest
from short import Log, cases, log

from timeline.asof.ledger import Ledger
from timeline.asof.values import Clocks
from timeline.errors import TimelineError
from timeline.verify.checkpoint import Checkpoint
from timeline.views import story
from timeline.views.export import export
from timeline.views.filters import Selection
from timeline.views.late import last_of, late_words
from timeline.views.specs import ViewSpec
from timeline.views.story import words
from told import clock

SPECS = {"v": ViewSpec(name="v", title="v", properties=("p", "q"))}
LOG = """\
source s 2025-01-01 publisher=P url=http://u:w@x.org/
source t 2025-06 via=s
event e 2025-03 a.p=x @s:denies=2025-02-10
event f - a.p=z @t
report r e @t=2025-05
link l f contradicts e world=2025-06
correct c e title=y world=2025-06
retract u f world=@s
retract w c
link x aa same-entity bb
correct d e because=- tags=a world=2025-06-02
correct g s url=http://q:w@z.org/
correct h e facts=[]
correct i e facts=[{"entity":"a","property":"p","value":"y"}]
report o e @=2025-07"""


def full():
    """The log, with copies of a source, one of them neither dated nor with a path, and a record of each other kind."""
    told = Log(LOG)
    kept = {"source": "s", "sha256": "0" * 64}
    told.ids["k"] = told.tell("capture", retrieved="2025-02", media_type="text/html", path="copies/c", **kept)
    told.ids["m"] = told.tell("capture", **kept)
    told.ids["y"] = told.tell("redaction", target=told.ids["m"], because="B")
    return told


TOLD = full()
LEDGER = Ledger(TOLD.records)
SHORT = {name: record_id[:8] for name, record_id in TOLD.ids.items()}


def record(name):
    return next(one for one in TOLD.records if one.id == TOLD.ids[name])


def at(name, *, as_of=None, **clocks):
    return story.story(LEDGER, TOLD.at(as_of, **clocks), TOLD.ids.get(name, name))


def said(error):
    return type(error).__name__, error.what, error.where, error.fix


def refusal(ask):
    with pytest.raises(TimelineError) as caught:
        ask()
    return said(caught.value)


# --- in words ---------------------------------------------------------------------------------------------------------

WORDS = [
    ("s", "s: P"),
    ("t", "t"),
    ("e", "e"),
    ("r", "t reports on {e}"),
    ("o", "unsourced reports on {e}"),
    ("l", "{f} contradicts {e}"),
    ("x", '"aa" same-entity "bb"'),
    ("c", "{e}: title = y (the world's account, 2025-06)"),
    ("u", "{f} taken back (the world's account, by s)"),
    ("w", "{c} taken back (our mistake)"),
    ("d", '{e}: because = nothing; tags = ["a"] (the world\'s account, 2025-06-02)'),
    ("g", "{s}: url = http://z.org/ (our mistake)"),
    ("h", "{e}: facts = none (our mistake)"),
    ("i", "{e}: facts = a.p = y (our mistake)"),
    ("k", "s, copy of 2025-02: copies/c (text/html)"),
    ("m", f"s, copy: SHA-256 {'0' * 64}"),
    ("y", "{m} redacted"),
]


@pytest.mark.parametrize(("name", "text"), WORDS)
def test_a_record_in_one_line(name, text):
    assert words(record(name)) == text.format(**SHORT)


def test_a_report_of_an_event_is_named_with_its_number_and_what_is_no_id_is_not_cut():
    told = log("event e 2020 @=2025\nretract r e#1 world=2025")
    assert words(told.records[1]) == f"{told.ids['e'][:8]}#1 taken back (the world's account, 2025)"
    gone = msgspec.structs.replace(
        told.records[1], content=msgspec.structs.replace(told.records[1].content, target="name-that-is-long#2")
    )
    assert words(gone) == "name-that-is-long#2 taken back (the world's account, 2025)"


def test_what_cannot_be_read_says_so():
    one = record("e")
    assert words(msgspec.structs.replace(one, content=None, kind="poem")) == "(unknown kind poem)"
    assert words(msgspec.structs.replace(one, content=None, body=None)) == "(redacted)"


# --- what belongs to a record -----------------------------------------------------------------------------------------

BELONGS = [
    ("e", {}, "e r l c w d h i o k m y"),
    ("s", {}, "s g k m y"),
    ("t", {}, "t"),
    ("f", {}, "f l u k m y"),
    ("c", {}, "c w"),
    ("l", {}, "l"),
    ("k", {}, "k"),
    ("m", {}, "m y"),
    ("u", {}, "u"),
    ("e", {"as_of": "2025-04-30"}, "w h i"),
    ("e", {"as_of": "2025-05-31"}, "e r w h i k m y"),
    ("s", {"as_of": "2024-12-31"}, "g m y"),
    ("e", {"recorded_by": "2026-01-01T00:00:05Z"}, "e r l"),
    ("e", {"recorded_by": "2026-01-01T00:00:03.999999Z"}, "e"),
]


@pytest.mark.parametrize(("name", "clocks", "names"), BELONGS)
def test_what_belongs_to_a_record_in_the_order_of_the_log(name, clocks, names):
    assert TOLD.names_of(row["id"] for row in at(name, **clocks)) == names


def test_the_row_of_a_record():
    (row,) = at("c", recorded_by="2026-01-01T00:00:06Z")
    assert list(row.items()) == [
        ("recorded", "2026-01-01T00:00:06.000000Z"),
        ("kind", "correction"),
        ("id", TOLD.ids["c"]),
        ("by", "ada"),
        ("what", f"{SHORT['e']}: title = y (the world's account, 2025-06)"),
        ("because", None),
        ("known", "yes"),
        ("file", None),
        ("line", None),
    ]


def test_a_row_tells_why_where_and_how_surely():
    told = log("event e 2020 @=2025-03 because=B")
    placed = msgspec.structs.replace(told.records[0], file="f.jsonl", line=4)
    (row,) = story.story(Ledger([placed]), told.at("2025-03-05"), told.ids["e"])
    assert (row["because"], row["known"], row["file"], row["line"]) == ("B", "possibly", "f.jsonl", 4)


KNOWN = """
# An event, a source, a report and a copy are known as their dates say; a change as its own date says.
source s 2025-03
source t 2025-06 via=s
event e 2020 @s
report r e @t
correct c e title=y world=2025-06
retract u c world=2025-07-01
link l e contradicts e world=2025-03
    s as-of 2025-02-28 -> no
    s as-of 2025-03-15 -> possibly
    s as-of 2025-03-31 -> yes
    e as-of 2025-02-28 -> no
    e as-of 2025-03-15 -> possibly
    e as-of 2025-03-31 -> yes
    r as-of 2025-05-31 -> no
    r as-of 2025-06-15 -> possibly
    r as-of 2025-06-30 -> yes
    c as-of 2025-05-31 -> no
    c as-of 2025-06-15 -> possibly
    u as-of 2025-06-30 -> no
    u as-of 2025-07-01 -> yes
    l as-of 2025-03-15 -> possibly
"""


@pytest.mark.parametrize(("records", "question", "answer"), cases(KNOWN))
def test_what_a_record_says_was_known(records, question, answer):
    told = log(records)
    name, _, day = question
    one = next(one for one in told.records if one.id == told.ids[name])
    assert story.known_then(Ledger(told.records), told.at(day), one).value == answer


def test_a_copy_is_known_from_the_day_on_which_it_was_taken():
    for day, answer in (("2025-01-31", "no"), ("2025-02-10", "possibly"), ("2025-02-28", "yes")):
        assert story.known_then(LEDGER, TOLD.at(day), record("k")).value == answer
    assert story.known_then(LEDGER, TOLD.at("2025-01-31"), record("y")).value == "yes"


def test_a_copy_of_a_source_that_is_not_there_is_known_from_when_it_was_taken_or_recorded():
    told = log("source s 2025\ncapture dated s retrieved=2025-03\ncapture bare s recorded=2025-05-05T10:00:00.000000Z")
    alone = Ledger(told.records[1:])
    for name, day, answer in (
        ("dated", "2025-02-28", "no"),
        ("dated", "2025-03-31", "yes"),
        ("bare", "2025-05-04", "possibly"),
        ("bare", "2025-05-05", "yes"),
    ):
        copy = next(one for one in told.records if one.id == told.ids[name])
        assert story.known_then(alone, alone.at(Clocks(as_of=clock(day), on=clock(day))), copy).value == answer


def test_of_the_whole_log_what_belongs_to_the_events_that_are_asked_for_is_told():
    told = log("""source s 2025-01-01
        source t 2025-01-01 via=s
        source u 2025-01-01
        event e 2025-03 a.p=x @t
        event f 2025-03 b.p=x @u
        capture k s retrieved=2025-02
        capture m u retrieved=2025-02
        retract r f
        correct c e title=y""")
    ask = lambda **chosen: story.story(Ledger(told.records), told.at(), None, Selection(**chosen))  # noqa: E731
    assert told.names_of(row["id"] for row in ask(entities=("a",))) == "s t e k c"
    assert told.names_of(row["id"] for row in ask(entities=("b",))) == "u f m r"
    assert len(ask()) == len(told.records)


def test_a_copy_belongs_to_the_source_and_to_the_day_that_it_was_corrected_to():
    told = log("""source s 2025
        source t 2025
        capture k s retrieved=2025-03
        correct c k source=t retrieved=2025-06""")
    ledger, (copy,) = Ledger(told.records), [one for one in told.records if one.kind == "capture"]
    assert told.names_of(row["id"] for row in story.story(ledger, told.at(), told.ids["t"])) == "t k c"
    for day, answer in (("2025-05-31", "no"), ("2025-06-15", "possibly"), ("2025-06-30", "yes")):
        assert story.known_then(ledger, told.at(day), copy).value == answer


def test_the_history_of_a_cell_asks_no_single_events():
    ask = lambda: story.history(LEDGER, TOLD.at(), SPECS, "a.p", asked=Selection(tags=("k",)))  # noqa: E731
    what = "the history of a cell is told from all events, whichever are asked for"
    fix = "leave it out; the records of the events that fit: `timeline history` without a cell"
    assert refusal(ask) == ("RecordError", what, "tag", fix)


# --- by id and by name ------------------------------------------------------------------------------------------------


def test_a_record_is_found_by_its_id_by_the_beginning_of_it_and_a_source_by_its_name():
    e = TOLD.ids["e"]
    assert story.find(LEDGER, e) is story.find(LEDGER, e[:9]) is story.find(LEDGER, f"{e}#1") is record("e")
    assert story.find(LEDGER, "s") is record("s")
    with pytest.raises(TimelineError) as caught:
        story.find(LEDGER, f"{e}#9")
    assert caught.value.what == "the event holds 1 report, and no #9"
    assert caught.value.fix == "count its own reports from 1"
    assert [story.is_record(LEDGER, text) for text in (e, "s", "nobody", "")] == [True, True, False, False]
    told = log("source s 2025-01-01\nretract r s")
    assert story.find(Ledger(told.records), "s") is told.records[0]


def test_an_event_is_refused_where_it_is_none_or_not_known_yet():
    fix = "give the id of an event; `timeline list` shows them"
    ask = lambda text, day=None: story.event_of(LEDGER, TOLD.at(day), text)  # noqa: E731
    assert ask(TOLD.ids["f"]).event.title == "f"
    shown = f"to see the source: timeline show s; else {fix}"
    assert refusal(lambda: ask("s")) == ("RecordError", '"s" is a source, not an event', None, shown)
    assert refusal(lambda: ask(SHORT["e"], "2020")) == (
        "RecordError",
        f'"{SHORT["e"]}" was not known by then',
        None,
        fix,
    )


def test_all_there_is_about_a_record_that_has_no_row_of_its_own():
    assert list(story.about(LEDGER, TOLD.at(), TOLD.ids["c"]).items()) == [
        ("kind", "correction"),
        ("id", TOLD.ids["c"]),
        ("target", TOLD.ids["e"]),
        ("set", {"title": "y"}),
        ("reported", "2025-06"),
        ("recorded", "2026-01-01T00:00:06.000000Z"),
        ("by", "ada"),
        ("file", None),
        ("line", None),
        ("changes", at("c")),
    ]
    assert story.about(LEDGER, TOLD.at(), TOLD.ids["g"])["set"] == {"url": "http://z.org/"}


def test_all_there_is_about_an_event_and_about_a_source():
    event = story.about(LEDGER, TOLD.at(), SHORT["e"])
    source = story.about(LEDGER, TOLD.at(), "s")
    assert (event["kind"], source["kind"], event["id"]) == ("event", "source", TOLD.ids["e"])
    assert (event["retracted"], event["superseded"], event["unknown"]) == ("no", "no", {})
    assert TOLD.names_of(row["id"] for row in event["changes"]) == "l c w d h i y"
    assert TOLD.names_of(row["id"] for row in source["changes"]) == "g y"
    assert list(source)[-6:] == ["recorded", "by", "file", "line", "unknown", "changes"]
    assert list(event)[-5:] == ["retracted", "superseded", "standing_by", "unknown", "changes"]
    told = log("event e 2020 @=2025\nevent f 2020 @=2025\nlink l f contradicts e")
    assert told.names_of(story.about(Ledger(told.records), told.at(), told.ids["e"])["standing_by"]) == "f"


def test_fields_that_are_not_known_are_told_by_their_path():
    told = Log("event e 2020 a.p=x a.q=y @s")
    body = told.records[0].body
    body = {**body, "mood": "blue", "facts": [body["facts"][0], {**body["facts"][1], "hue": 1}]}
    body["reports"] = [{**body["reports"][0], "ink": "blue"}]
    told.records[0] = msgspec.structs.replace(told.records[0], body=body)
    row = story.about(Ledger(told.records), told.at(), told.ids["e"])
    assert row["unknown"] == {"mood": "blue", "facts[1].hue": 1, "reports[0].ink": "blue"}


ABOUT = [
    ({"as_of": "2025-05-10"}, True, '"{e}" was only possibly known by then', "ask without strict"),
    ({"as_of": "2020"}, False, '"{e}" was not known by then', "ask as of a later day, or of every day"),
    (
        {"recorded_by": "2025"},
        False,
        '"{e}" was recorded 2026-01-01T00:00:02.000000Z, after the recorded-by day',
        "ask by a later day",
    ),
]


@pytest.mark.parametrize(("clocks", "strict", "what", "fix"), ABOUT)
def test_what_was_not_known_is_not_told(clocks, strict, what, fix):
    snapshot = TOLD.at(**clocks)
    asked = SHORT["e"]
    told = refusal(lambda: story.about(LEDGER, snapshot, asked, strict))
    assert told == ("RecordError", what.format(**SHORT), None, fix)


def test_a_source_cited_before_its_own_day_is_said_to_be_so():
    told = log("source s 2025-06-01\nsource t 2025-06-01\nevent e 2025-01-01 @s=2025-02-01")
    ask = lambda name: refusal(lambda: story.about(Ledger(told.records), told.at("2025-03"), name))  # noqa: E731
    where = "ask as of a later day, or of every day"
    assert ask("t") == ("RecordError", '"t" was not known by then', None, where)
    what = '"s" was not published by then; only reports that say a day of their own are known of it'
    assert ask("s") == (
        "RecordError",
        what,
        None,
        f"{where}; `timeline list --source s` by these clocks lists its reports",
    )


def test_who_repeats_whom_in_words():
    rows, told = story.chains(LEDGER, TOLD.at("2025-06-30"), TOLD.ids["e"])
    assert [row["name"] for row in rows] == ["s", "t"]
    assert told.endswith("; not said what it rests on: s")
    named = log("source s 2025-01-01 origin=o!\nsource t 2025-01-01 origin=k\nevent e 2020 @s @t")
    assert story.chains(Ledger(named.records), named.at(), named.ids["e"])[1].endswith("; named: k, o (interested)")


def test_the_history_of_a_cell_a_record_and_the_log():
    ask = lambda name, **more: story.history(LEDGER, TOLD.at(), SPECS, name, **more)  # noqa: E731
    cell, spec = ask("a.p")
    assert spec is SPECS["v"]
    assert {row["entity"] for row in cell} == {"a"}
    assert [row["answer"] for row in ask("a.p", view="v", asked=Selection(strict=True))[0]] != [
        row["answer"] for row in cell
    ]
    assert (ask("s"), ask(None)[1]) == ((at("s"), None), None)
    assert len(ask(None)[0]) == len(TOLD.records)
    limited = story.history(LEDGER, TOLD.at("2025-06-15"), SPECS, "s", asked=Selection(strict=True))[0]
    assert {row["known"] for row in limited} == {"yes"}
    for name, what in (
        ("a.z", 'no view has the property "z"'),
        ("nobody", 'no record has the id or name "nobody"'),
    ):
        assert refusal(lambda name=name: ask(name))[1:3] == (what, "name")
    assert refusal(lambda: ask("a.p", view="x"))[2] == "view"


def test_a_report_that_was_taken_back_is_told_from_the_day_on_which_it_was_public():
    """What it said was public all the same: its line stands beside the one that takes it back."""
    told = log(
        """event e 2025-01-01 a.p=x @=2025-01-01
        report r e @=2025-02-10
        report n e @=2025-02/2025-03
        retract u r
        retract v n world=2025-06-01"""
    )
    ledger, name = Ledger(told.records), {record_id: name for name, record_id in told.ids.items()}
    known = lambda at: {name[row["id"]]: row["known"] for row in story.story(ledger, at, told.ids["e"])}  # noqa: E731
    assert known(told.at()) == dict.fromkeys("ernuv", "yes")
    assert known(told.at("2025-02-09")) == {"e": "yes", "n": "possibly", "u": "yes"}
    assert known(told.at("2025-06-01")) == dict.fromkeys("ernuv", "yes")
    for report in "rn":
        shown = story.about(ledger, told.at(), told.ids[report])
        assert (shown["event"], shown["changes"][-1]["kind"]) == (told.ids["e"], "retraction")
    with pytest.raises(TimelineError, match="was not known by then"):
        story.about(ledger, told.at("2025-02-09"), told.ids["r"])


def test_a_report_that_two_writers_told_is_public_by_both_of_its_lines():
    told = Log("event e 2025-01-01 a.p=x @=2025-01-01\nreport r e @=2025-02-10 quote=q")
    told.ids["again"] = told.tell("report", event=told.ids["e"], reported="2025-02-10", quote="q")
    rows = story.story(Ledger(told.records), told.at("2025-03-01"), told.ids["e"])
    assert [(row["id"], row["known"]) for row in rows] == [(told.ids[one], "yes") for one in ("e", "r", "again")]


def test_a_report_on_an_event_that_was_redacted_is_public_by_its_own_date():
    """Or by its source's, or else by the day on which it was recorded: nothing else of the event is left."""
    told = Log("source s 2025-03-01\nevent e 2025-01-01 a.p=x\nreport r e @=2025-02-10\nreport t e @s\nreport n e @")
    told.ids["y"] = told.tell("redaction", target=told.ids["e"], because="B")
    records = tuple(
        msgspec.structs.replace(one, body=None, content=None) if one.id == told.ids["e"] else one
        for one in told.records
    )
    ledger = Ledger(records)
    name = {record_id: name for name, record_id in told.ids.items()}

    def known(as_of=None):
        at = ledger.at(Clocks(as_of=as_of and clock(as_of), on=clock("2025-01-01"), recorded_by=None))
        rows = story.story(ledger, at, None)
        return {name[row["id"]]: row["known"] for row in rows if row["kind"] == "report"}

    assert known() == dict.fromkeys("rtn", "yes")
    assert known("2025-02-09") == {"n": "possibly"}
    assert known("2025-02-10") == {"r": "yes", "n": "possibly"}
    assert known("2025-03-01") == {"r": "yes", "t": "yes", "n": "possibly"}
    at = ledger.at(Clocks(as_of=None, on=clock("2025-01-01"), recorded_by=None))
    assert story.about(ledger, at, told.ids["r"])["event"] == told.ids["e"]


# --- late records -----------------------------------------------------------------------------------------------------


def checkpoint(told, *names, number=1, root="0" * 64):
    held = [one for one in told.records if one.id in {told.ids[name] for name in names}]
    heads = tuple(one.id for one in held)
    time = max(one.recorded for one in held)
    return Checkpoint(origin=held[0].id, number=number, time=time, count=len(held), root=root, heads=heads, previous=())


def test_the_last_checkpoint_has_the_highest_number_then_the_latest_time():
    told = log("event e 2020\nevent f 2020")
    first, second = checkpoint(told, "e", number=1), checkpoint(told, "e", number=2)
    other, twin = checkpoint(told, "f", number=2), checkpoint(told, "f", number=2, root="1" * 64)
    assert last_of([]) is None
    assert last_of([second, first]) is second
    assert last_of([second, other, first]) is last_of([other, second]) is other
    assert last_of([twin, other]) is last_of([other, twin]) is twin


LATE = """
# Of the past, what was recorded after the checkpoint is counted, where it was known by then.
event e 2020 @=2025-01
event f 2020 @=2025-02
event g 2020 @=2025-03
    as-of 2024-12 -> 0
    as-of 2025-01 -> 0
    as-of 2025-02 -> 1
    as-of 2025-02-15 -> 1
    as-of 2025-03 -> 2
    -> 0
# Changes and reports count from the day on which they were public.
event e 2020 @=2025-01
report r e @=2025-02
correct c e title=y world=2025-03
retract u c world=2025-04
link l e contradicts e world=2025-05
source s 2025-01-01
    as-of 2025-01 -> 0
    as-of 2025-02 -> 1
    as-of 2025-03 -> 2
    as-of 2025-04 -> 3
    as-of 2025-05 -> 4
# By a recorded-by day alone, what was stamped by the checkpoint's time and is not in it.
event e 2020 recorded=2026-01-02T00:00:00.000000Z
event f 2020 recorded=2026-01-01T00:00:00.000000Z
event g 2020 recorded=2026-01-02T00:00:00.000000Z
event h 2020 recorded=2026-01-03T00:00:00.000000Z
    recorded-by 2025-12-31 -> 0
    recorded-by 2026-01-01 -> 1
    recorded-by 2026-01-02 -> 2
    recorded-by 2026-01-03 -> 2
"""


@pytest.mark.parametrize(("records", "question", "answer"), cases(LATE))
def test_what_came_after_the_checkpoint_and_bears_on_the_past(records, question, answer):
    told = log(records)
    clocks = dict(zip([word.replace("-", "_") for word in question[::2]], question[1::2], strict=True))
    snapshot, last = told.at(**clocks), checkpoint(told, "e")
    counted = {
        "0": None,
        "1": f"1 record of this answer arrived after checkpoint {last.name}; "
        f"--at-checkpoint {last.name} answers without it",
    }
    many = (
        f"{answer} records of this answer arrived after checkpoint {last.name}; "
        f"--at-checkpoint {last.name} answers without them"
    )
    assert late_words(Ledger(told.records), snapshot, last) == counted.get(answer, many)
    at_one = msgspec.structs.replace(snapshot, clocks=msgspec.structs.replace(snapshot.clocks, checkpoint="1"))
    assert late_words(Ledger(told.records), at_one, last) is None


def test_a_late_copy_with_a_day_bears_on_the_past_and_one_without_does_not():
    told = Log("source s 2025-01-01\nevent e 2020 @s")
    last = checkpoint(told, "s", "e")
    told.tell("capture", source="s", sha256="0" * 64)
    told.tell("capture", source="nobody", sha256="0" * 64, retrieved="2025-01-02")
    assert late_words(Ledger(told.records), told.at("2025-06"), last) is None
    told.tell("capture", source="s", sha256="0" * 64, retrieved="2025-01-02")
    assert late_words(Ledger(told.records), told.at("2025-06"), last).startswith("1 record of this answer")


# --- what goes into an export -----------------------------------------------------------------------------------------

EXPORTS = """
# All goes where nothing is asked; what was not known then stays behind, and what speaks of it.
source s 2025-01-01
source t 2025-01-01 via=s
source n 2025-03-01
event e 2020 a.p=x @t tags=k
event f 2020 b.p=x @=2025-03-01
report r e @n
correct c e title=y world=2025-06-01
retract u f
link l e contradicts f world=2025-01-01
link x a same-entity z world=2025-01-01
link y q same-entity w world=2025-01-01
    -> s t n e f r c u l x y
    as-of 2025-02-01 -> s t e x y
    as-of 2025-04-01 -> s t n e r x y
    tags k -> s t n e r c x
    entities a -> s t n e r c x
    entities z -> s t n e r c x
    entities b -> f u
    recorded-by 2026-01-01T00:00:03Z -> s t n e
    tags none ->
# A link between names of origins goes with the records that name both.
source s 2025-01-01 origin=o
source t 2025-01-01 origin=k
event e 2020 a.p=x @s tags=one
event f 2020 a.p=x @s @t tags=two
link l o same-origin k world=2025-01-01
    tags one -> s e
    tags two -> s t f l
    -> s t e f l
"""


@pytest.mark.parametrize(("records", "question", "answer"), cases(EXPORTS))
def test_what_is_exported_holds_together(records, question, answer):
    told = log(records)
    asked = dict(zip([word.replace("-", "_") for word in question[::2]], question[1::2], strict=True))
    clocks = {name: asked[name] for name in ("as_of", "recorded_by") if name in asked}
    selection = Selection(**{name: (value,) for name, value in asked.items() if name not in clocks})
    ledger = Ledger(told.records)
    found = export(ledger, told.at(**clocks), selection)
    assert told.names_of(one.id for one in found.records) == answer
    limit = clock(clocks["recorded_by"]).hi if "recorded_by" in clocks else None
    left = sum(limit is None or one.recorded_at <= limit for one in told.records) - len(found.records)
    are = "record is" if left == 1 else "records are"
    assert found.notes == ((f"{left} {are} left out: not asked for, or not known then",) if left else ())


@pytest.mark.parametrize(("count", "are"), [(1, "1 record is"), (2, "2 records are")])
def test_what_was_redacted_is_left_out_and_counted(count, are):
    told = log("event e 2020\nevent f 2020\nevent g 2020")
    gone = [msgspec.structs.replace(one, body=None, content=None) for one in told.records[:count]]
    found = export(Ledger([*gone, *told.records[count:]]), told.at(), Selection())
    assert found.records == tuple(told.records[count:])
    assert found.notes == (f"{are} redacted and left out",)


def test_a_strict_export_leaves_out_what_is_only_possibly_known():
    told = log("event e 2020 @=2025-03\nevent f 2020 @=2025-02")
    snapshot = told.at("2025-03-15")
    kept = [export(Ledger(told.records), snapshot, Selection(strict=strict)).records for strict in (False, True)]
    assert [told.names_of(one.id for one in some) for some in kept] == ["e f", "f"]


def test_copies_go_with_their_sources_and_redactions_stay_behind():
    told = Log("source s 2025-01-01\nsource t 2025-01-01\nevent e 2020 a.p=x @s tags=k")
    for name, source in (("c", "s"), ("d", "t")):
        told.ids[name] = told.tell("capture", source=source, sha256="0" * 64, retrieved="2025-03-01")
    told.ids["y"] = told.tell("redaction", target=told.ids["d"], because="B")
    ask = lambda day=None, **more: told.names_of(  # noqa: E731
        one.id for one in export(Ledger(told.records), told.at(day), Selection(**more)).records
    )
    assert (ask(), ask("2025-02-28"), ask(tags=("k",))) == ("s t e c d", "s t e", "s e c")
    assert ask("2025-02-28", tags=("k",)) == "s e"
    assert ask("2025-01-01", strict=True) == "s t e"


def test_a_copy_goes_with_the_source_that_it_was_corrected_to():
    told = log(
        "source s 2025\nsource t 2025\nevent e 2020 @t tags=k\ncapture k s retrieved=2025-03\ncorrect c k source=t"
    )
    found = export(Ledger(told.records), told.at(), Selection(tags=("k",)))
    assert told.names_of(one.id for one in found.records) == "s t e k c"


def test_every_name_of_an_entity_goes_with_it():
    told = log(
        "event e 2020 a.p=x @=2025-01-01 tags=k\nevent f 2020 y.p=x @=2025-01-01\n"
        "link l a same-entity b\nlink m b same-entity c\nlink n y same-entity z\nlink o e contradicts f"
    )
    found = export(Ledger(told.records), told.at(), Selection(tags=("k",)))
    assert told.names_of(one.id for one in found.records) == "e l m"


CHAINS = """
# Who repeats whom: the standing, the origins that are named, and the sources of which nothing more is said.
source s 2025-01-01
source t 2025-01-01
source n 2025-01-01 origin=o
event e 2020 @s @t
event f 2020 @s:denies @=2025-01-01
event g 2020 @n
event h 2020 @n @s
    e -> reported: 0..2 origins, 2 reports; not said what it rests on: s, t
    f -> disputed by s: 0 origins, 2 reports
    g -> reported: 1 origin, 1 report; named: o
    h -> reported: 1..2 origins, 2 reports; named: o; not said what it rests on: s
"""


@pytest.mark.parametrize(("records", "question", "answer"), cases(CHAINS))
def test_the_chains_behind_an_event_in_words(records, question, answer):
    told = log(records)
    assert story.chains(Ledger(told.records), told.at("2025-06"), told.ids[question[0]])[1] == answer


def test_a_source_that_was_never_named_is_a_row_without_a_publisher():
    told = log("event e 2020 @nosuch @=2025-01-01")
    rows, _ = story.chains(Ledger(told.records), told.at("2025-06"), told.ids["e"])
    (row,) = [row for row in rows if row["name"] == "nosuch"]
    assert (row["publisher"], row["captures"], row["unresolved"]) == (None, [], True)


def test_a_late_copy_that_was_taken_back_does_not_count():
    told = Log("source s 2025-01-01\nevent e 2020 @s")
    told.ids["k"] = told.tell("capture", source="s", sha256="0" * 64, retrieved="2025-01-02")
    last = checkpoint(told, "s", "e", "k")
    copy = told.tell("capture", source="s", sha256="1" * 64, retrieved="2025-01-02")
    told.retract(copy)
    assert late_words(Ledger(told.records), told.at("2025-06"), last).startswith("1 record of this answer")


def test_a_late_copy_is_one_of_the_source_that_it_was_corrected_to():
    told = Log("source s 2025-01-01\nevent e 2020 @s")
    last = checkpoint(told, "s", "e")
    told.ids["k"] = told.tell("capture", source="nobody", sha256="0" * 64)
    told.correct(told.ids["k"], {"source": "s", "retrieved": "2025-01-02"})
    assert late_words(Ledger(told.records), told.at("2025-06"), last).startswith("2 records of this answer")


def test_what_was_recorded_at_the_very_instant_counts():
    told = log("event e 2020\nevent f 2020 recorded=2026-01-01T00:00:00.000000Z")
    found = late_words(Ledger(told.records), told.at(recorded_by="2026-01-01T00:00:00Z"), checkpoint(told, "e"))
    assert found.startswith("1 record of this answer")


def test_a_redacted_record_says_only_that_it_is():
    told = log("event e 2020\nevent f 2020")
    gone = msgspec.structs.replace(told.records[0], body=None, content=None)
    row = story.about(Ledger([gone, told.records[1]]), told.at(), told.ids["e"])
    assert {key: row[key] for key in ("kind", "id", "redacted")} == {
        "kind": "event",
        "id": told.ids["e"],
        "redacted": True,
    }


def test_a_history_of_a_cell_ends_with_the_days_that_were_asked_for():
    told = log(
        "event e 2020-01-01 a.p=x @=2025-03-05\nevent f 2020-02-01 a.p=y @=2025-05-05 recorded=2026-02-01T00:00:00.000000Z"
    )
    for clocks, values in (
        ({}, {"x", "y"}),
        ({"as_of": "2025-04"}, {"x"}),
        ({"recorded_by": "2026-01-31"}, {"x"}),
    ):
        rows, _ = story.history(Ledger(told.records), told.at(**clocks), SPECS, "a.p")
        assert {value["value"] for row in rows for value in row["values"]} == values


def test_the_facts_that_a_correction_sets_stand_in_a_row():
    facts = '[{"entity":"a","property":"p","value":"y"},{"entity":"a","property":"q","value":"z"}]'
    told = log(f"event e 2020\ncorrect c e facts={facts} said=http://u:w@x.org/")
    assert words(told.records[1]).endswith(": facts = a.p = y, a.q = z; said = http://x.org/ (our mistake)")
