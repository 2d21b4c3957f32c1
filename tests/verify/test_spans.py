"""What spares a closer look at dates says the same of sources that stand alone as the ledger does of them."""

import functools
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import a_chain
from timeline.asof.ledger import Ledger
from timeline.dates.stamps import stamp_moment
from timeline.verify.spans import Spans

DAYS = ["2025-05-10", "2025-05", "2027", "[..2026-11-24]", "2026-11-23", "2026-11-25", None]
MOMENTS = [stamp_moment(f"{day}T12:00:00.000000Z") for day in ("2025-05-10", "2026-11-23", "2028-01-01")]


def refuse():
    raise AssertionError("sources that stand alone need no ledger")


def answers(spans, names):
    days = ("2025-05-10", "2026-11-23", "2027-06-01")
    cites = [*names, "\n".join(names), "unheard-of", ""]
    for one, day, begins, own in itertools.product(cites, days, MOMENTS, [None, *MOMENTS]):
        yield one, day, begins, own, spans.are_sure(one, day, begins, own)


@given(dates=st.lists(st.tuples(st.sampled_from(DAYS), st.sampled_from(DAYS)), min_size=1, max_size=3))
@settings(max_examples=40, deadline=None)
def test_sources_that_stand_alone_are_judged_as_the_ledger_judges_them(dates):
    bodies = [
        ("source", {"name": f"s{number}", "published": published, "retrieved": retrieved})
        for number, (published, retrieved) in enumerate(dates)
    ]
    copies = [("capture", {"source": body["name"], "sha256": "a" * 64}) for _, body in bodies]  # of no known day
    names = [body["name"] for _, body in bodies]
    alone, judged = a_chain(*bodies), a_chain(*bodies, *copies)
    asked = []

    def ledger():
        asked.append(True)
        return Ledger(judged)

    assert list(answers(Spans(alone, refuse), names)) == list(answers(Spans(judged, ledger), names))
    assert asked == [True]


@pytest.mark.parametrize(
    "more",
    [
        ("source", {"name": "later", "via": ["press"]}),
        ("source", {"name": "press", "published": "2024"}),
        ("capture", {"source": "press", "sha256": "a" * 64, "retrieved": "2025-04-01"}),
    ],
    ids=["rests on another", "defined twice", "copied"],
)
def test_what_bears_on_a_source_makes_the_ledger_be_asked(more):
    records = a_chain(("source", {"name": "press", "published": "2025"}), ("source", {"name": "other"}), more)
    spans = Spans(records, refuse)
    assert spans.are_sure("other", "2026-11-23", MOMENTS[0], None)
    with pytest.raises(AssertionError, match="need no ledger"):
        spans.are_sure("press", "2026-11-23", MOMENTS[0], None)


def test_a_correction_of_a_source_makes_the_ledger_be_asked():
    (source,) = a_chain(("source", {"name": "press", "published": "2025"}))
    change = ("correction", {"target": source.id, "set": {"published": "2020"}})
    records = a_chain(("source", {"name": "press", "published": "2025"}), change)
    spans = Spans(records, functools.partial(Ledger, records))
    assert not spans.are_sure("press", "2026-11-23", MOMENTS[0], None)
    with pytest.raises(AssertionError, match="need no ledger"):
        Spans(records, refuse).are_sure("press", "2026-11-23", MOMENTS[0], None)
