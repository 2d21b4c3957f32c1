"""A question that is interrupted leaves nothing half read: the next one is answered as if nobody had asked before."""

import contextlib
import sys

import pytest

import timeline as tl
from ondisk import index

PARTS = ("index_answers.py", "index_falling.py", "index_kept.py", "held.py", "repeated.py")
QUESTIONS = {
    "state": lambda log: log.at(as_of="2025-05-15").state("v").rows(),
    "cell": lambda log: log.at(as_of="2025-05-15").cell("A2.p"),
    "list": lambda log: log.at(as_of="2025-05-15").list(entities="A2").rows(),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Lay down a log of cells with many facts and few, of several reports, of links and of other modes."""
    log = tl.init(tmp_path_factory.mktemp("interrupted") / "events")
    with (log.files.path / "timeline.toml").open("a") as settings:
        settings.write('[views.v]\nproperties = ["p"]\n')
    sources = [
        ("source", {"name": f"s{i}", "published": f"2025-01-{i + 1:02d}", "origin": {"name": f"o{i}"}})
        for i in range(4)
    ]
    events = [
        (
            "event",
            {
                "title": f"e{i}",
                "occurred": f"2025-01-{i % 28 + 1:02d}",
                "reports": [{"source": f"s{of % 4}", "reported": f"2025-0{i % 7 + 1}-1{i % 9}"} for of in (i, i + 1)],
                "facts": [
                    {"entity": f"A{i % 3}", "property": "p", "value": i, "mode": "planned" if i % 9 == 4 else "actual"}
                ],
            },
        )
        for i in range(70)
    ]
    log.write(sources + events)
    with index("on"):
        log.at().state("v").rows()
    return str(log.files.folder)


def interrupted(ask, at):
    """Ask, and raise what a Ctrl-C raises at so manyth of the lines of what reads and keeps; whether it got so far."""
    left = at

    def trace(frame, event, _):
        nonlocal left
        if not frame.f_code.co_filename.endswith(PARTS):
            return None
        if event == "line":
            left -= 1
            if left == 0:
                raise KeyboardInterrupt
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        with contextlib.suppress(KeyboardInterrupt):
            ask()
    finally:
        sys.settrace(before)
    return left <= 0


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_after_an_interrupted_one_is_answered_as_if_it_were_the_first(folder, name):
    with index("on"):
        expected = {other: ask(tl.open(folder)) for other, ask in QUESTIONS.items()}
        wrong, at = {}, 1
        while True:
            log = tl.open(folder)
            if not interrupted(lambda log=log: QUESTIONS[name](log), at):
                break
            for other, ask in QUESTIONS.items():
                if ask(log) != expected[other]:
                    wrong.setdefault(other, []).append(at)
            at += 1 + at // 40
        assert at > 60, "it was asked of the index"
        assert wrong == {}
