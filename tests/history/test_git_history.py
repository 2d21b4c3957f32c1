"""A real history: every change of a git repository is an event reported at its commit, and the state is the tree.

The project's own history stands beside this as data, so that a copy without git has it too; where the repository itself
is here, its history up to now is asked as well, and TIMELINE_HISTORY names another one to ask.
"""

import datetime as dt
import hashlib
import json
import os
from pathlib import Path

import gitlog
import pytest

from timeline.asof.ledger import Ledger
from timeline.asof.values import Clocks
from timeline.dates import edtf
from timeline.records.model import Record, structure
from timeline.views.overtime import rectangles
from timeline.views.table import ViewSpec, state

HERE = Path(__file__).parent
TODAY = dt.date(2100, 1, 1)


def instant(stamp):
    when = dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + dt.timedelta(microseconds=stamp)
    return when.isoformat().removesuffix("+00:00") + "Z"


def clock(stamp):
    return edtf.parse_clock(instant(stamp), today=TODAY)


def records(commits):
    """Make an event of each change. They are recorded long after, so that only what was reported counts."""
    made = []
    for stamp, changed in commits:
        when = instant(stamp)
        for path, blob in changed.items():
            number = len(made)
            body = {
                "title": "removed" if blob is None else "changed",
                "occurred": when,
                "facts": [{"entity": path, "property": "blob", "value": blob}],
                "reports": [{"reported": when}],
            }
            made.append(
                Record(
                    id=hashlib.sha256(f"{number}".encode()).hexdigest(),
                    recorded=f"2099-01-01T00:00:{number // 1_000_000:02d}.{number % 1_000_000:06d}Z",
                    by="git",
                    kind="event",
                    body=body,
                    content=structure("event", body),
                )
            )
    return made


def seen(ledger, stamp, latest):
    """Give the tree as of an instant: the paths whose cell has a value, surely."""
    spec = ViewSpec(name="tree", title="Tree", properties=("blob",), latest=latest)
    cells = state(ledger.at(Clocks(as_of=clock(stamp), on=clock(stamp))), spec)
    assert {cell.answer for cell in cells} <= {"yes", "ended"}
    return {cell.entity: cell.values[0].value for cell in cells if cell.answer == "yes"}


@pytest.fixture(scope="module")
def own():
    return json.loads((HERE / "own.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def ledger(own):
    return Ledger(records(own["commits"]))


@pytest.mark.parametrize("latest", ["occurred", "reported"])
def test_the_state_as_of_ten_dates_is_the_true_tree(own, ledger, latest):
    assert len(own["trees"]) == 10
    for stamp, tree in own["trees"]:
        assert seen(ledger, stamp, latest) == tree, instant(stamp)


def test_just_before_a_commit_the_tree_is_the_one_before(own, ledger):
    for stamp, _ in own["trees"]:
        before = {}
        for earlier, changed in own["commits"]:
            if earlier < stamp:
                before |= changed
        tree = {path: blob for path, blob in before.items() if blob is not None}
        assert seen(ledger, stamp - 1, "reported") == tree, instant(stamp)


def test_what_was_known_then_does_not_depend_on_what_came_later(own, ledger):
    """Half of the history answers as the whole does, up to its own end."""
    half = own["commits"][: len(own["commits"]) // 2]
    early = Ledger(records(half))
    last = half[-1][0]
    assert seen(early, last, "reported") == seen(ledger, last, "reported")


def test_the_history_of_a_file_is_the_history_of_its_cell(own, ledger):
    """The file that changed most: the last run of as-of days ends in what the last commit left."""
    counts = {}
    for _, changed in own["commits"]:
        for path in changed:
            counts[path] = counts.get(path, 0) + 1
    path = max(counts, key=lambda name: (counts[name], name))
    spec = ViewSpec(name="tree", title="Tree", properties=("blob",), latest="reported")
    last = rectangles(ledger, spec, path, "blob")[-1].stretch.cell
    assert [value.value for value in last.values] == [own["trees"][-1][1].get(path)]


def asked(repository, days):
    commits = gitlog.changes(repository)
    ledger = Ledger(records([(stamp, changed) for _, stamp, changed in commits]))
    for commit, stamp, _ in gitlog.chosen(commits, days):
        for latest in ("occurred", "reported"):
            assert seen(ledger, stamp, latest) == gitlog.tree(repository, commit), commit


def test_the_repository_itself_up_to_now():
    if (
        not gitlog.is_whole(HERE)
        or Path(gitlog.git(HERE, "rev-parse", "--show-toplevel").strip()) != HERE.parent.parent
    ):
        pytest.skip("there is no git repository here, or not all of its history")
    asked(HERE, days=2)


def test_another_repository():
    repository = os.environ.get("TIMELINE_HISTORY")
    if not repository:
        pytest.skip("TIMELINE_HISTORY names no repository")
    asked(repository, days=10)
