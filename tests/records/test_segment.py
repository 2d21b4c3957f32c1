"""Segments: which names a file of the log may have, and what the bytes of one hold."""

import pytest

from builders import a_line, a_record
from timeline.records import segment

ONE, TWO = a_line(title="one"), a_line(title="two")

NAMES = [
    # a name; whether such a file is read; whether it is one that we give
    ("2026/2026-11-23T2110Z-ada-7f3a9c.jsonl", True, True),
    ("2026/2026-11-23T2110Z-ada-7f3a9c/0001.jsonl", True, False),
    ("2026/notes.jsonl", True, False),
    ("2026/.hidden.jsonl", False, False),
    ("2026/a.b.jsonl", True, False),
    ("2026/batch/1.jsonl", False, False),
    ("26/notes.jsonl", False, False),
    ("notes.jsonl", False, False),
    ("2026/notes.json", False, False),
]


@pytest.mark.parametrize(("name", "is_read", "is_ours"), NAMES)
def test_the_name_of_a_file_says_whether_it_is_read(name, is_read, is_ours):
    assert segment.is_segment(name) is is_read
    assert segment.is_written(name.partition("/")[2]) is is_ours


READ = [
    # the bytes; the titles read, where their lines begin, the numbers of bad lines, how much is whole, how it ends
    (b"", [], [], [], 0, None),
    (ONE + b"\n", ["one"], [0], [], len(ONE) + 1, None),
    (ONE + b"\n" + TWO + b"\n", ["one", "two"], [0, len(ONE) + 1], [], len(ONE + TWO) + 2, None),
    (ONE + b"\nx\n" + TWO + b"\n", ["one", "two"], [0, len(ONE) + 3], [2], len(ONE + TWO) + 4, None),
    (b"x\n" + ONE + b"\ny\n", ["one"], [2], [1, 3], len(ONE) + 5, None),
    (ONE + b"\n" + TWO, ["one", "two"], [0, len(ONE) + 1], [], len(ONE) + 1, "unended"),
    (ONE + b"\n" + TWO[:-1], ["one"], [0], [], len(ONE) + 1, "torn"),
    (ONE[:9], [], [], [], 0, "torn"),
    (ONE + b"\n\0\0\n", ["one"], [0], [], len(ONE) + 1, "torn"),  # as a disk leaves what it did not write
    (ONE + b"\n\0\0\nx", ["one"], [0], [2], len(ONE) + 4, "torn"),
]


@pytest.mark.parametrize(("data", "titles", "offsets", "bad", "whole", "end"), READ)
@pytest.mark.parametrize("before", [0, 7])
def test_what_a_file_holds(data, titles, offsets, bad, whole, end, before):
    found = segment.parse("2026/x.jsonl", data, before=before)
    assert [record.body["title"] for record in found.records] == titles
    assert [record.file for record in found.records] == ["2026/x.jsonl"] * len(titles)
    assert [(one.file, one.line - before) for one in found.findings] == [("2026/x.jsonl", number) for number in bad]
    lines = data.split(b"\n")
    assert [lines[record.line - before - 1] for record in found.records] == [a_line(title=title) for title in titles]
    assert (list(found.offsets), found.size, found.whole) == (offsets, len(data), whole)
    assert (found.is_torn, found.is_unended) == (end == "torn", end == "unended")


@pytest.mark.parametrize(
    ("data", "what", "line"),
    [
        (ONE + b"\n", None, None),
        (ONE + b"\n" + TWO, "the last line lacks its newline, in a file that git has", 2),
        (ONE + b"\nx\n" + TWO[:-1], "the last line is cut off, in a file that git has", 3),
    ],
)
def test_a_tail_is_a_fault_where_git_has_the_file(data, what, line):
    found = segment.parse("2026/x.jsonl", data).tail_finding
    if what is None:
        assert found is None
    else:
        assert (found.code, found.message, found.file, found.line) == ("torn-tail", what, "2026/x.jsonl", line)
        assert found.fix == "bring it back: git checkout -- ':(top,glob)**/2026/x.jsonl'"


FIRST = a_record(title="one")
STEM = segment.stem(FIRST.recorded, FIRST.by, FIRST.id)

MISFITS = [
    # a name, whether it fits the first record
    (STEM, True),
    (f"{STEM}{FIRST.id[6:9]}", True),
    (STEM.replace("2026/", "2025/"), False),
    (STEM.replace("T2110Z", "T2111Z"), False),
    (STEM.replace("-ada-", "-bob-"), False),
    (STEM[:-1] + ("0" if STEM[-1] != "0" else "1"), False),
    ("2026/notes", False),
]


@pytest.mark.parametrize("ending", [".jsonl", "/0001.jsonl"])
@pytest.mark.parametrize(("name", "fits"), MISFITS)
def test_a_name_fits_the_first_record(name, fits, ending):
    found = segment.misfit(name + ending, FIRST)
    if fits:
        assert found is None
    else:
        assert (found.code, found.file) == ("file-name", name + ending)
        assert found.message == f"the name does not fit the first record: {STEM} does"
        assert "`git mv`" in found.fix


def test_a_name_that_is_taken_has_a_digit_more():
    taken = {STEM, STEM + FIRST.id[6]}
    assert segment.stem(FIRST.recorded, FIRST.by, FIRST.id, taken=taken.__contains__) == STEM + FIRST.id[6:8]


@pytest.mark.parametrize(
    ("sizes", "files"),
    [
        ([], []),
        ([10], [[10]]),
        ([499_999, 499_999], [[499_999, 499_999]]),  # with their newlines that is all a file may have
        ([499_999, 500_000], [[499_999], [500_000]]),
        ([5, 999_990, 9, 9], [[5, 999_990], [9, 9]]),
        ([2_000_000, 1], [[2_000_000], [1]]),
    ],
)
def test_lines_are_joined_to_files_of_a_megabyte(sizes, files):
    found = list(segment.portions(b"x" * size for size in sizes))
    assert [[len(line) for line in part.split(b"\n")[:-1]] for part in found] == files
