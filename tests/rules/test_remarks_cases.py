"""What is remarked on new records, in the exact words; how large an answer is; which versions of facts are handed over."""

import itertools

import pytest
from short import Log, log

from timeline.asof.relation import FOREVER
from timeline.dates.values import DAY, format_day
from timeline.views.extract import extract
from timeline.views.filters import Selection
from timeline.views.remarks import remarks
from timeline.views.stats import stats
from timeline.views.versions import versions

OLD = "event d 2020-05 Huawei.p=x\nevent m 2026-06 title=late\nevent h 2020-05 Huawei.p=w"
NEW = """\
event e 2025-08 a.p=x @=2024-05
event f 2020-05 Huawai.p=y said=https://ada:secret@host.org/x
correct c h facts=[{"entity":"Huawei","property":"p","value":null}]
correct b d because=again
event g 2020-05 Huawei.p=z Huawei.q=null
report r m @=2026-01"""


class Fresh:
    """A record that was just added, with all of it at hand."""

    seen, may_hold_login = None, True

    def __init__(self, record):
        self.record, self.id, self.recorded, self.kind, self.body = (
            record, record.id, record.recorded, record.kind, record.body,
        )  # fmt: skip
        self.said, self.day = (record.recorded, record.kind, record.body), record.recorded[:10]


def remarked(*, is_written):
    told = Log(f"{OLD}\n{NEW}")
    found = remarks(told.records[:3], map(Fresh, told.records[3:]), is_written=is_written)
    texts = [(told.name_of(one.record), one.code, one.text) for one in found]
    for name, record_id in told.ids.items():
        texts = [
            (of, code, text.replace(record_id[:12], name).replace(record_id[:8], name)) for of, code, text in texts
        ]
    return texts


LOGIN = "said: it holds an address with a name or a password, which is never shown, and stays in the log"
EARLY = "{}: it is told as having happened ({}), and was reported no later than {}, before it can have happened"
MEND = (
    "mend the date that is wrong: `timeline correct {0} --set occurred=DATE --because TEXT`, or `timeline correct {1} --set "
    "reported=DATE --because TEXT`; what was only announced is planned: `timeline correct {0} --planned E.P=V --because TEXT`"
)
ONLY_ANNOUNCED = "; give the right dates; what was only announced is planned: --planned E.P=V (in Python planned=)"
NULL = 'Huawei.p=null (2020-05) may lie before the start of "x" and "z", which then only possibly ended'
NAME = (
    '"Huawai" is a new entity, one slip away from "Huawei"; it is written as it stands. If that one was meant, give all facts '
    "of the event again: timeline correct ID --fact ENTITY.PROPERTY=VALUE --because TEXT; if both are names of one thing: "
    "timeline link Huawai same-entity Huawei"
)


@pytest.mark.parametrize(
    ("is_written", "login", "early"),
    [
        (
            True,
            "take it out: timeline redact f --because TEXT",
            f"{EARLY.format('e', '2025-08', '2024-05-31')}; {MEND.format('e', 'e#1')}",
        ),
        (
            False,
            "leave it out",
            EARLY.format('"e"', "2025-08", "2024-05-31") + ONLY_ANNOUNCED,
        ),
    ],
)
def test_what_is_remarked_on_new_records(is_written, login, early):
    assert remarked(is_written=is_written) == [
        ("f", "login", f"{LOGIN}; {login}"),
        ("r", "reported-early", f"{EARLY.format('m', '2026-06', '2026-01-01')}; {MEND.format('m', 'r')}"),
        ("e", "reported-early", early),
        ("c", "open-null", f"{NULL}; to say that this value ended, name it: --ended Huawei.p=x --ended Huawei.p=z"),
        ("f", "near-name", NAME),
    ]


# --- how large an answer is ------------------------------------------------------------------------------------------

LARGE = log(
    """\
source s 2025-01-01 origin=o
capture k s retrieved=2025-05-05
event e 2025-03 a.p=x planned:a.q=y^2025-04-04 @s @s:doubts=2025-06 tags=one,two type=training
event f 2025-04-04 c.p=1 failed:c.p=2 @=2025-04-05 tags=two
event g - b.r=z @s=2025-06
link m a same-entity b world=2025-01-01"""
)


def test_an_answer_is_as_large_as_its_rows():
    snapshot = LARGE.at("2025-06-15")
    found = {row["name"]: row["value"] for row in stats(extract(snapshot, [], Selection()), snapshot.events)}
    assert found == {
        "events": 3, "events possibly known": 1, "events without a date": 1, "events reported": 2, "events unsourced": 1,
        "first": "2025-03-01", "last": "2025-04-04", "facts": 5, "facts failed": 1, "facts planned": 1, "reports": 4,
        "reports possibly known": 2, "sources": 1, "origins": 1, "captures": 1, "entities": 2, "properties": 3, "types": 2, "tags": 2, "links": 1,
    }  # fmt: skip
    nothing = {row["name"]: row["value"] for row in stats(extract(LARGE.at("2024"), [], Selection()), ())}
    assert (nothing["events"], nothing["first"], nothing["last"], nothing["reports"]) == (0, None, None, 0)


# --- the versions of facts -------------------------------------------------------------------------------------------

VERSIONS = log(
    """\
event e 2020-01-01 a.p=x @=2025-01-01
event f 2020-01-01 b.p=y @=2025-06
retract r e world=2025-09-01 recorded=2026-02-02T00:00:00.000000Z"""
)


@pytest.mark.parametrize(
    ("clocks", "asked", "rows"),
    [
        ({}, {}, "e 2025-01-01..2025-09-01, f 2025-06-01..-"),
        ({"as_of": "2025-06-15"}, {}, "e 2025-01-01..-, f 2025-06-01..never sure"),
        ({"as_of": "2025-06-15"}, {"strict": True}, "e 2025-01-01..-"),
        ({"as_of": "2025-06-30"}, {"strict": True}, "e 2025-01-01..-, f 2025-06-01..-"),
        ({"as_of": "2025-03-03"}, {}, "e 2025-01-01..-"),
        ({}, {"entities": ("b",)}, "f 2025-06-01..-"),
        ({"as_of": "2025-06-15"}, {"entities": ("b",), "strict": True}, ""),
        ({"recorded_by": "2026-02-01"}, {}, "e 2025-01-01..-, f 2025-06-01..-"),
        ({"recorded_by": "2025-12-31"}, {}, ""),
    ],
)
def test_the_versions_of_facts_that_are_handed_over(clocks, asked, rows):
    snapshot = VERSIONS.at(**clocks)
    found = []
    for row in versions(VERSIONS.records, snapshot, Selection(**asked)):
        is_sure = row["known_from_hi"] < row["known_to_lo"]
        until = (
            "-" if row["known_to_lo"] == FOREVER // DAY else format_day(row["known_to_lo"]) if is_sure else "never sure"
        )
        found.append(
            (VERSIONS.name_of(row["event"]), f"{format_day(row['known_from_lo'])}..{until}", row["recorded_to"])
        )
    shown = [f"{name} {known}" for name, known, recorded_to in found if recorded_to == FOREVER // DAY]
    assert ", ".join(shown) == rows


# --- reports without a day -------------------------------------------------------------------------------------------

SOURCES = "source wire 2025-03-03\nsource blog\nsource late 2025-06-06 via=blog"
EVENT = "event e 2025 title=x"
DAY_ON = "from 2025-01-01 on, the first day on which it may have happened"
SURELY = "and surely from 2026-01-01 on, the day on which this is recorded"
GIVE = "if it is known, give it: `timeline correct r --set reported=DATE --because TEXT`"
OF_ALL = "or that of all it says `timeline correct blog --set published=DATE --because TEXT`"
KNOWN = "the event counts as possibly known"
OTHERWISE = f"{KNOWN} {DAY_ON}, and surely from 2025-02-02 on; {GIVE}"
BLOG = f"{KNOWN} {DAY_ON}, and surely from 2025-06-06 on; {GIVE}, {OF_ALL}"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (EVENT, "report r e @", f"e: its report has no day: {KNOWN} {DAY_ON}, {SURELY}; {GIVE}"),
        (f"{EVENT} @=2025-02-02", "report r e @", f"e: its report has no day: {OTHERWISE}"),
        (
            EVENT,
            "report r e @:denies",
            f"e: its report has no day: it counts as possibly out {DAY_ON}, {SURELY}; {GIVE}",
        ),
        (f"{SOURCES}\n{EVENT}", "report r e @blog", f'e: its report by "blog" has no day: {BLOG}'),
        (
            "event e - title=x",
            "report r e @",
            f"e: its report has no day: {KNOWN} at any earlier time, {SURELY}; {GIVE}",
        ),
        (SOURCES, f"{EVENT} @wire", None),
        (SOURCES, f"{EVENT} @blog=2025-02", None),
        (SOURCES, f"{EVENT} @blog", None),  # the source's own receipt says it
        (f"{SOURCES}\n{EVENT}", "report r e @wire", None),
        (EVENT, "report r e @=2025-02", None),
        ("", EVENT, None),
    ],
)
def test_of_a_report_without_a_day_it_is_said_since_when_its_event_is_known(old, new, said):
    count = len(old.splitlines())
    told = Log(f"{old}\n{new}".strip())
    found = [
        one.text
        for one in remarks(told.records[:count], map(Fresh, told.records[count:]))
        if one.code == "undated-report"
    ]
    for name, length in itertools.product(("e", "r"), (12, 8)):
        found = [text.replace(told.ids.get(name, "no record")[:length], name) for text in found]
    assert found == ([said] if said else [])
    if said and "possibly known" in said:
        event = told.ids["e"]
        assert next(one for one in told.at("2025-01-31").events if one.id == event).known.value == "possibly"


def test_of_many_reports_without_a_day_it_is_said_once():
    told = Log("\n".join(f"event e{number} 2025 title=x @:denies" for number in range(11)))
    found = [one for one in remarks((), map(Fresh, told.records)) if one.code == "undated-report"]
    assert [told.name_of(one.record) for one in found] == ["e0"]
    assert found[0].text.startswith("more than 10 reports have no day")


# --- what was taken back already -------------------------------------------------------------------------------------

SHOWN = "no answer shows it but with --all (in Python retracted=True); to put that in force again: timeline retract {}"
UNDO = "; to undo this one alone: timeline retract z"
OURS, THEIRS = "already retracted by k (ada on 2026-01-01)", "already retracted by k (ada on 2026-01-01, reported {})"
NOTHING_NEW = "this one changes no answer as long as that one stands"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("retract k e", "retract z e recorded=2026-02-02T00:00:00.000000Z", f"e is {OURS}; {NOTHING_NEW}{UNDO}"),
        ("retract k e", "retract z e world=2025-05", f"e is {OURS}; {NOTHING_NEW}{UNDO}"),
        (
            "retract k e world=2025-05",
            "retract z e",
            f"e is {THEIRS.format('2025-05')}; this one takes it back at every as-of day, before that one too{UNDO}",
        ),
        (
            "retract k e world=@s",
            "retract z e world=2025-05",
            f"e is {THEIRS.format('by s')}; it is taken back from the earlier of the days on{UNDO}",
        ),
        ("retract k s", "retract z s world=2025", f"the source s is {OURS}; {NOTHING_NEW}{UNDO}"),
        ("retract k e#1", "retract z e#1 world=2025", f"e#1 is {OURS}; {NOTHING_NEW}{UNDO}"),
        ("retract k e", "retract z e#1", f"e is {OURS}; {NOTHING_NEW}{UNDO}"),
        ("retract k e", "correct z e title=y", f"e is {OURS}; {SHOWN.format('k')}{UNDO}"),
        ("retract k e", "report z e @s", f"e is {OURS}; {SHOWN.format('k')}{UNDO}"),
        ("retract k e", "link z f contradicts e", f"e is {OURS}; {SHOWN.format('k')}{UNDO}"),
        ("retract k e\nretract l k", "retract z e world=2025", None),
        ("retract k e", "retract z k", None),
        ("retract k e", "retract z f", None),
        ("retract k e#1", "retract z e", None),
        ("retract k f", "link z e same-entity f", None),
    ],
)
def test_of_what_was_taken_back_already_it_is_said_by_which_retraction(old, new, said):
    before = f"source s 2025\nevent e 2025 @s\nevent f 2025 @s\n{old}"
    count = len(before.splitlines())
    told = Log(f"{before}\n{new}")
    found = [
        one.text for one in remarks(told.records[:count], map(Fresh, told.records[count:])) if one.code == "taken-back"
    ]
    for name, length in itertools.product(("e", "k", "z"), (12, 8)):
        found = [text.replace(told.ids[name][:length], name) for text in found]
    assert found == ([said] if said else [])
