"""An open log that was interrupted anywhere while it added a line goes on as one that was opened afterwards."""

import shutil
import sys

import pytest

import timeline as tl
from ondisk import begin, index
from timeline.records.drafts import Draft
from timeline.store import add, held, tail
from timeline.store.log import LogFiles

pytestmark = pytest.mark.usefixtures("_rested")

HOLDING = frozenset(module.__file__ for module in (add, held, tail))
"""The modules that change what an open log holds from one append to the next."""
MOMENT = 1_760_000_000_000_000


def interrupted(call, at):
    """Call it, and press Ctrl-C before that line of the modules that hold something; give how many lines were run."""
    count = 0

    def each(_frame, event, _value):
        nonlocal count
        if event == "line":
            count += 1
            if count == at:
                raise KeyboardInterrupt
        return each

    before = sys.gettrace()
    sys.settrace(lambda frame, _event, _value: each if frame.f_code.co_filename in HOLDING else None)
    try:
        call()
    except (KeyboardInterrupt, tl.TimelineError):
        pass
    finally:
        sys.settrace(before)
    return count


def gone_on(made, place, *, before, at):
    """Add some lines to a log, one more that is interrupted, and others; give how many lines of ours that one ran."""
    shutil.copytree(made, place)
    files, told = LogFiles(folder=str(place)), []

    def adds(title, **more):
        drafts = [Draft(kind="event", body={"title": title, **more})]
        added = files.append(drafts, by="bob", now=MOMENT, clock_is_right=True).added[0]
        told.append(added.id)
        return added

    for number in range(before):
        adds(f"before {number}")
    count = interrupted(lambda: adds("interrupted", key="k"), at)
    for number in range(2):
        adds(f"after {number}")
    adds("interrupted", key="k")
    assert adds("interrupted", key="k").status == "already there"
    with pytest.raises(tl.TimelineError, match="key"):
        adds("another thing", key="k")
    with index("off"):
        log = tl.open(place)
        found = log.read()
        assert found.records == files.read().records
        assert not log.check()
    assert set(told) <= {record.id for record in found.records}
    assert sorted(record.body["title"] for record in found.records if record.by == "bob") == sorted(
        [*(f"before {number}" for number in range(before)), "interrupted", "after 0", "after 1"]
    )
    assert len(found.heads) == 1
    shutil.rmtree(place)
    return count


@pytest.mark.parametrize("before", [0, 2, 5], ids=["the first line", "as lines begin to wait", "while lines wait"])
@pytest.mark.parametrize("how", ["on", "off"])
def test_an_open_log_goes_on_wherever_it_was_interrupted(tmp_path, how, before):
    made = begin(tmp_path)
    for number in range(3):
        LogFiles(folder=str(made)).append([Draft(kind="event", body={"title": f"made {number}"})], by="ada")
    with index(how):
        lines = gone_on(made, tmp_path / "whole", before=before, at=0)
        assert lines > 20
        for at in range(1, lines + 1):
            gone_on(made, tmp_path / str(at), before=before, at=at)
