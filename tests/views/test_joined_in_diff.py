"""An event that became one with another is no news of its own: a difference says which event it became, or was."""

import json

import pytest

import timeline as tl
from commands import run
from ondisk import index

pytestmark = pytest.mark.parametrize("how", ["on", "off"])


@pytest.fixture
def log(tmp_path):
    log = tl.init(tmp_path / "events")
    log.source("wire", published="2025-01-02", origin="A")
    log.source("paper", published="2025-02-03", origin="B")
    log.source("desk", published="2025-04-05", origin="C")
    (log.files.path / "timeline.toml").write_text('format = 1\n[views.v]\nproperties = ["p"]\n')
    return log


def two(log):
    first = log.add("it failed", occurred="2025-01", sources="wire", facts={"A.p": "x"}).id
    second = log.add("it broke", occurred="2025-01", sources="paper", facts={"A.p": "x"}).id
    return first, second


def between(log, before, after, **choice):
    return [row for row in tl.open(log.files.folder).diff(before, after, **choice) if row["change"] != "cell"]


def test_an_event_that_was_joined_says_into_which(log, how):
    first, second = two(log)
    log.link(second, "same-event", first, source="desk")
    with index(how):
        joined, standing = sorted(between(log, "2025-03", "2025-05"), key=lambda row: row["change"], reverse=True)
        assert joined == {
            "change": "withdrawn",
            "id": second,
            "before": {"known": "yes", "title": "it broke", "occurred": "2025-01"},
            "after": None,
            "into": first,
        }
        assert (standing["change"], standing["id"]) == ("standing", first)
        (back,) = (row for row in between(log, "2025-05", "2025-03") if row["change"] == "new")
        assert (back["id"], back["before"], back["out_of"]) == (second, None, first)
        told = json.loads(run(log.files.folder, "diff", "2025-03", "2025-05", "--json").stdout)["rows"]
        (row,) = (row for row in told if "into" in row)
        assert row == joined
        lines = run(log.files.folder, "diff", "2025-03", "2025-05").stdout.splitlines()
        said = next(line for line in lines if second in line)
        assert said.split("\t")[0] == "withdrawn"
        assert said.split("\t")[3] == f"same event as {first[:8]}"


def test_what_is_taken_back_was_joined_into_nothing(log, how):
    _, second = two(log)
    log.retract(second, source="desk", because="it did not happen")
    with index(how):
        (row,) = (row for row in between(log, "2025-03", "2025-05") if row["change"] == "withdrawn")
        assert "into" not in row


def test_an_event_that_was_only_joined_again_names_the_row_it_left(log, how):
    """The first of two is taken back: the other is told alone again, and it had been told before."""
    first, second = two(log)
    log.link(second, "same-event", first)
    log.retract(first, source="desk", because="another plant")
    with index(how):
        changes = {row["id"]: row for row in between(log, "2025-03", "2025-05")}
        assert (changes[first]["change"], changes[second]["change"]) == ("withdrawn", "new")
        assert changes[second]["out_of"] == first
        assert "into" not in changes[first]


def test_a_first_event_known_later_takes_the_other_in(log, how):
    """The id is that of the first record, also where it is known later: the other one goes into it."""
    first = log.add("it failed", occurred="2025-01", sources="desk").id
    second = log.add("it broke", occurred="2025-01", sources="paper").id
    log.link(second, "same-event", first)
    with index(how):
        changes = {row["id"]: row for row in between(log, "2025-03", "2025-05")}
        assert changes[second]["into"] == first
        assert changes[first]["change"] == "new"
        assert changes[first].get("out_of") is None


def test_strictly_an_event_went_only_into_what_is_surely_known(log, how):
    """Where the two are surely one, and it is surely known, strict answers name it too."""
    first, second = two(log)
    log.link(second, "same-event", first, source="desk")
    with index(how):
        (row,) = (row for row in between(log, "2025-03", "2025-05", strict=True) if row["change"] == "withdrawn")
        assert row["into"] == first
