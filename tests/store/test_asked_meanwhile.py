"""While an open log answers, another run adds to it: the answer is that of before, or that of after."""

import itertools
import sys

import pytest

import timeline as tl
from ondisk import begin, index
from timeline import lookup
from timeline.store import basis, index_file

ASKING = frozenset(module.__file__ for module in (basis, lookup))
"""The modules that hold the index while something is told from it, and where what is told is used."""
QUESTIONS = {
    "list": lambda log: log.at().list().rows(),
    "list --all": lambda log: log.at(as_of="2025-06-01").list(retracted=True).rows(),
    "state": lambda log: log.at().state("v").rows(),
    "cell": lambda log: log.at().cell("entity-1.p"),
    "why": lambda log: log.at().why("entity-1.p").rows(),
    "history": lambda log: log.at().history("entity-1.p").rows(),
    "sources": lambda log: log.at().sources().rows(),
    "entities": lambda log: log.at().entities().rows(),
    "counts": lambda log: log.at().counts("month").rows(),
    "stats": lambda log: log.at().stats().rows(),
    "diff": lambda log: log.diff("2025-05-01", "2030-01-01").rows(),
    "export": lambda log: log.at().export("md").text,
}


def meanwhile(call, at, happens):
    """Call it, and let something happen before that line of ours; give what it gave, and how many lines were run."""
    lines = itertools.count(1)

    def each(_frame, event, _value):
        if event == "line" and next(lines) == at:
            sys.settrace(None)
            happens()
            sys.settrace(trace)
        return each

    def trace(frame, _event, _value):
        return each if frame.f_code.co_filename in ASKING else None

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        return call(), next(lines) - 1
    finally:
        sys.settrace(before)


@pytest.mark.parametrize("question", QUESTIONS)
def test_whoever_asks_is_answered_whatever_line_is_added_meanwhile(tmp_path, question, monkeypatch):
    monkeypatch.setattr(index_file, "WAIT_S", 0.02)  # the other run waits for whoever holds the index, here in vain
    ask = QUESTIONS[question]
    events = begin(tmp_path)
    with index("on"):
        log, other = tl.open(events), tl.open(events)
        log.source("wire", published="2025-04", by="ada")
        made = []
        for number in range(12):
            facts = {f"entity-{number % 3}.p": number}
            made.append(log.add(f"event {number}", occurred="2025-05", facts=facts, sources=["wire"], by="ada").id)

        def changes():
            """Change an event that is shown, as its row is read again then."""
            other.correct(made[next(places) % 12], {"title": f"changed {next(titles)}"}, because="a slip", by="bob")
            other.at().list().rows()

        places, titles = itertools.count(), itertools.count()
        _, lines = meanwhile(lambda: ask(log), 0, changes)
        assert lines > 5
        for at in range(1, lines + 1):
            before = ask(tl.open(events))
            found, _ = meanwhile(lambda: ask(log), at, changes)
            assert found in (before, ask(tl.open(events)))
