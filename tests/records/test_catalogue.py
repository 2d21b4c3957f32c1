"""What a log holds, found by an id, by the start of one, or by a name; and the names of which it tells."""

import msgspec
import pytest

from builders import a_chain
from timeline.errors import RecordError
from timeline.records.catalogue import Holdings

FACT = {"property": "p", "value": 1}


def test_what_the_start_of_an_id_may_mean_is_all_named():
    """A source may be called as an id begins: it is named beside the records."""
    records = [
        msgspec.structs.replace(record, id=start.ljust(64, "0"))
        for record, start in zip(
            a_chain(("event", {"title": "x"}), ("event", {"title": "y"}), ("source", {"name": "abcdef"})),
            ("abcdef1", "abcdef2", "fff"),
            strict=True,
        )
    ]
    for held, also in ((records[:2], ""), (records, ' and the source "abcdef"')):
        with pytest.raises(RecordError) as caught:
            Holdings(held).find("abcdef")
        assert caught.value.what == f'"abcdef" fits 2 records: abcdef100000, abcdef200000{also}'
        assert caught.value.fix == "give more digits of the one that is meant"


TITLED = a_chain(
    ("event", {"title": "The site opened"}),
    ("event", {"title": "the site opened", "text": "x"}),
    ("event", {"title": "The site was shut"}),
    ("event", {"title": "A typo"}),
    ("event", {"title": "Gone for good"}),
    ("source", {"name": "s"}),
)
TITLED = [
    *TITLED,
    *a_chain(
        ("correction", {"target": TITLED[3].id, "set": {"title": "Its owner changed"}}),
        ("retraction", {"target": TITLED[4].id}),
    ),
]
FIRST, SECOND, THIRD, FOURTH = (record.id[:12] for record in TITLED[:4])
NOTHING = "`timeline list` and `timeline sources` show what there is"


@pytest.mark.parametrize(
    ("text", "what", "fix"),
    [
        ("The site was shut", ": it is the title of an event", f"name it by its id: {THIRD}"),
        ("The site opened", ": it is the title of 2 events", f"name one by its id: {FIRST}, {SECOND}"),
        ("Its owner changed", ": it is the title of an event", f"name it by its id: {FOURTH}"),
        ("A typo", ": it is the title of an event", f"name it by its id: {FOURTH}"),
        ("opened site", "", NOTHING),
        (
            "the site",
            ": the titles of 3 events hold it",
            "`timeline list --grep 'the site'` lists them (in Python list(grep='the site'))",
        ),
        ("Gone for good", "", NOTHING),
        ("ty", "", NOTHING),  # a word may be a name
    ],
)
def test_a_title_where_an_id_is_meant_leads_to_the_events_that_have_it(text, what, fix):
    with pytest.raises(RecordError) as caught:
        Holdings(TITLED).find(text)
    assert caught.value.what == f'no record has the id or name "{text}"{what}'
    assert caught.value.fix == fix


def test_an_entity_is_named_by_an_event_and_by_what_a_correction_sets_as_long_as_both_are_live():
    records = a_chain(("event", {"title": "x", "facts": [{"entity": "A", **FACT}]}))
    set_ = {"target": records[0].id, "set": {"facts": [{"entity": "B", **FACT}]}}
    records = a_chain(("event", dict(records[0].body)), ("correction", set_))
    assert Holdings(records).entities() == {"A", "B"}
    taken_back = a_chain(
        ("event", dict(records[0].body)), ("correction", set_), ("retraction", {"target": records[1].id})
    )
    assert Holdings(taken_back).entities() == {"A"}
