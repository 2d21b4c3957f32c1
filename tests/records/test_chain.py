"""The chain: order, heads, ancestors; and the check of whole files that finds what was moved, put in or taken out."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import a_chain, a_line, a_record, a_stamp, faults_of
from timeline.records import chain, segment
from timeline.records.cut import redacted
from timeline.records.line import decode


def lines_of(*numbers, salt="0", by="ada"):
    """Lines that follow each other, as (name of their segment, lines)."""
    lines, parents = [], ()
    for number in numbers:
        line = a_line(
            parents=parents, recorded=a_stamp(number), salt=f"{salt * 8}{number:024x}", by=by, title=f"{number}"
        )
        parents = (decode(line, file="x", line_no=1).id,)
        lines.append(line + b"\n")
    first = decode(lines[0][:-1], file="x", line_no=1)
    return segment.stem(first.recorded, first.by, first.id) + ".jsonl", lines


def codes(*files):
    return [item.code for item in faults_of(files)]


# Runs of records, each the only parent of the next: what the first of a run rests on, as (run, place) each.
RUNS = {0: [], 1: [(0, 2)], 2: [(0, 4)], 3: [(1, 1), (2, 0)], 4: [(3, 0)], 5: [(6, 0)], 6: [(5, 0)], 7: [(5, 0)]}


@pytest.mark.parametrize(
    ("later", "earlier", "rests"),
    [
        ((0, 1), (0, 0), True),
        ((0, 1), (0, 1), False),
        ((0, 0), (0, 1), False),
        ((1, 0), (0, 2), True),
        ((1, 0), (0, 1), True),
        ((1, 5), (0, 3), False),
        ((0, 3), (1, 0), False),
        ((3, 0), (0, 4), True),
        ((3, 0), (0, 5), False),
        ((3, 0), (1, 1), True),
        ((3, 0), (1, 2), False),
        ((4, 7), (0, 4), True),
        ((4, 0), (2, 0), True),
        ((4, 0), (2, 1), False),
        ((5, 0), (0, 0), False),  # in a ring, which only a damaged log has
        ((7, 0), (0, 0), False),  # before one
    ],
)
def test_what_rests_on_what(later, earlier, rests):
    assert chain.rests_on(later, earlier, RUNS.__getitem__) is rests


@pytest.mark.parametrize(
    ("ends", "found"),
    [
        ([], {}),
        ([(0, 3)], {0: 3}),
        ([(1, 2)], {1: 2, 0: 2}),
        ([(3, 0)], {3: 0, 1: 1, 2: 0, 0: 4}),
        ([(1, 4), (0, 9)], {1: 4, 0: 9}),
        ([(0, 1), (1, 0)], {0: 2, 1: 0}),
    ],
)
def test_how_far_each_run_is_covered(ends, found):
    assert chain.covered(ends, RUNS.__getitem__) == found


def test_what_is_lacking_is_named_by_the_beginning_of_its_id():
    record = a_record(parents=("ab" * 32,))
    (found,) = chain.lacking([record])
    message = "it rests on abababababab, which is not in this log: a file is missing, or was cut"
    assert (found.code, found.message) == ("dangling-parent", message)
    assert found.fix == "bring the missing file back from git, a clone or a copy"


def test_an_honest_log_has_no_findings():
    assert codes(lines_of(0, 1, 2)) == []


def test_parents_may_stand_in_a_later_file():
    first_name, first = lines_of(0, 1)
    head = decode(first[-1][:-1], file="x", line_no=1).id
    line = a_line(parents=[head], recorded=a_stamp(5), by="a")
    record = decode(line, file="x", line_no=1)
    name = segment.stem(record.recorded, "a", record.id) + ".jsonl"
    assert codes((name, [line + b"\n"]), (first_name, first)) == []


def test_what_was_done_to_lines_is_named():
    name, lines = lines_of(0, 1, 2, 3)
    assert codes((name, [lines[0], lines[2], lines[3]])) == ["parents", "dangling-parent"]
    assert codes((name, [lines[0], lines[2], lines[1], lines[3]])) == ["parents"] * 3
    assert "file-name" in codes((name, lines[1:]))
    assert "dangling-parent" in codes((name, lines[1:]))
    assert codes((name, [*lines, lines[3]])) == ["parents"]
    assert codes((name, [*lines[:3], lines[3][:-1]])) == ["torn-tail"]
    assert codes((name, [*lines[:3], lines[3][:40]])) == ["torn-tail"]
    assert codes((name, [lines[0], lines[1].replace(b'"1"', b'"9"'), lines[2], lines[3]])) == ["hash"]
    assert codes((name, [])) == ["empty-file"]


def test_the_same_line_in_two_files_is_one_record():
    name, lines = lines_of(0, 1)
    record = decode(lines[1][:-1], file="x", line_no=1)
    other = segment.stem(record.recorded, record.by, record.id, taken=lambda stem: len(stem) < 40) + ".jsonl"
    assert codes((name, lines), (other, lines[1:])) == []


def test_a_stamp_not_later_than_the_parents_is_named():
    parent = a_record(recorded=a_stamp(5))
    line = a_line(parents=[parent.id], recorded=a_stamp(5), by="b")
    record = decode(line, file="x", line_no=1)
    files = [
        (segment.stem(r.recorded, r.by, r.id) + ".jsonl", [text + b"\n"])
        for r, text in ((parent, a_line(recorded=a_stamp(5))), (record, line))
    ]
    assert codes(*files) == ["stamp-order"]


def test_parents_that_are_not_ascending_are_named():
    line = a_line(parents=["b" * 64, "a" * 64])
    record = decode(line, file="x", line_no=1)
    name = segment.stem(record.recorded, record.by, record.id) + ".jsonl"
    assert codes((name, [line + b"\n"])) == ["parents-order", "dangling-parent", "dangling-parent"]


def test_unknown_fields_and_kinds_are_named():
    line = a_line(kind="weather", body={"a": 1})
    record = decode(line, file="x", line_no=1)
    name = segment.stem(record.recorded, record.by, record.id) + ".jsonl"
    assert codes((name, [line + b"\n"])) == ["unknown-kind"]
    line = a_line(mood="calm")
    record = decode(line, file="x", line_no=1)
    name = segment.stem(record.recorded, record.by, record.id) + ".jsonl"
    assert codes((name, [line + b"\n"])) == ["unknown-field"]


def test_a_record_that_is_redacted_in_one_file_only_is_named():
    name, lines = lines_of(0)
    record = decode(lines[0][:-1], file="x", line_no=1)
    other = segment.stem(record.recorded, record.by, record.id, taken=lambda stem: len(stem) < 40) + ".jsonl"
    assert codes((name, lines), (other, [redacted(lines[0][:-1]) + b"\n"])) == ["half-redacted"]


def test_names_that_do_not_fit_their_first_record_are_noted():
    name, lines = lines_of(0)
    for wrong in (
        name.replace("2026/", "2025/"),
        name.replace("ada", "bob"),
        "2026/notes.jsonl",
        name.replace("2110", "2111"),
    ):
        assert codes((wrong, lines)) == (["file-name"] if wrong != name else [])
    batch = name.removesuffix(".jsonl")
    assert codes((f"{batch}/0001.jsonl", lines)) == []
    assert codes((f"{batch}x/0001.jsonl", lines)) == ["file-name"]


# --- order, heads, ancestors -------------------------------------------------------------------------------------


def test_order_is_by_stamp_then_id_and_each_id_once():
    records = a_chain(("event", {}), ("event", {}), ("event", {}))
    assert chain.ordered([*reversed(records), records[1]]) == tuple(records)


def test_of_one_record_twice_the_redacted_one_counts():
    line = a_line()
    whole = decode(line, file="a", line_no=1)
    bare = decode(redacted(line), file="b", line_no=1)
    assert chain.ordered([whole, bare]) == chain.ordered([bare, whole]) == (bare,)


@given(st.integers(0, 2**32))
def test_heads_and_ancestors_of_any_graph(seed):
    chance = random.Random(seed)
    records = []
    for number in range(chance.randint(0, 8)):
        parents = tuple(sorted(r.id for r in chance.sample(records, chance.randint(0, min(2, len(records))))))
        records.append(a_record(parents=parents, recorded=a_stamp(number), salt=f"{number:032x}"))
    heads = chain.heads(records)
    assert heads == tuple(sorted(r.id for r in records if not any(r.id in other.parents for other in records)))
    assert chain.ancestors(records, heads) == {record.id for record in records}
    for record in records:
        reached = chain.ancestors(records, [record.id])
        assert record.id in reached
        assert all(set(r.parents) <= reached for r in records if r.id in reached)
