"""Tables at a terminal: what is said once, what never breaks, and how many lines a row takes."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.text.grid import table
from timeline.text.sheet import Column, Sheet
from timeline.text.terminal import columns

NARROW = (
    ((("WHEN",), ("ID", "STANDING")), (("TITLE",),), (("SOURCES",),)),
    ((("WHEN",), ("ID", "STANDING")), (("TITLE",),)),
)
COLUMNS = (
    Column("ID", digits=8, whole=True),
    Column("WHEN", whole=True),
    Column("TITLE"),
    Column("KNOWN", whole=True, common=True),
    Column("STANDING", whole=True, common=True),
    Column("SOURCES", whole=True, common=True, counted=True),
)
LONG = "a research group completed full-parameter post-training of it on at least a thousand chips"


def sheet(*rows, narrow=NARROW):
    return Sheet(columns=COLUMNS, rows=tuple(rows), narrow=narrow)


def drawn(found, width, **more):
    return table(found, width=width, color=False, **more).splitlines()


def row(title="it was", *, when="2026-04-24", known="yes", standing="reported", sources="a"):
    return ("0123456789abcdef", when, title, known, standing, sources)


def test_what_every_row_says_is_said_once_above():
    first, head, *rest = drawn(sheet(row(), row("it is", standing="disputed")), 100)
    assert first == "In every row: KNOWN yes, SOURCES a."
    assert head.split() == ["ID", "WHEN", "TITLE", "STANDING"]
    assert [line.split()[-1] for line in rest] == ["reported", "disputed"]


def test_of_one_row_nothing_is_said_above():
    assert drawn(sheet(row()), 100)[0].split() == ["ID", "WHEN", "TITLE", "KNOWN", "STANDING", "SOURCES"]


def test_a_column_that_is_empty_is_said_to_be():
    first, *_ = drawn(sheet(row(sources="-"), row(sources="-", standing="doubted")), 100)
    assert first == "In every row: KNOWN yes. Empty in every row: SOURCES."


def test_a_list_that_would_take_more_than_two_lines_is_counted_unless_all_is_asked_for():
    rows = row(sources="trivium\nreuters\nscmp"), row("it is", sources="scmp")
    assert any(line.endswith("trivium +2") for line in drawn(sheet(*rows), 100))
    wide = drawn(sheet(*rows), 100, wide=True)
    assert [line.split()[-1] for line in wide if line.split()[-1] in ("trivium", "reuters", "scmp")] == [
        "trivium",
        "reuters",
        "scmp",
        "scmp",
    ]


def test_two_sources_fit_into_two_lines_and_are_both_named():
    text = "\n".join(drawn(sheet(row(sources="trivium\nscmp"), row("it is", sources="scmp")), 100))
    assert "+1" not in text
    assert "trivium" in text


def test_what_is_left_out_for_want_of_room_is_named_and_all_is_there_when_asked_for():
    rows = row(LONG, sources="south-china-morning-post"), row("it is", standing="disputed")
    narrow = drawn(sheet(*rows), 72)
    assert narrow[0].endswith("Not shown: SOURCES (--wide).")
    assert "south-china-morning-post" not in "\n".join(narrow)
    wide = drawn(sheet(*rows), 72, wide=True)
    assert "Not shown" not in wide[0]
    assert "south-china-morning-post" in "\n".join(wide)


def test_of_a_long_list_one_row_with_a_long_title_takes_no_columns_from_the_others():
    rows = [row(f"event {number}", standing="disputed" if number else "reported") for number in range(40)]
    rows.append(row(LONG * 5))
    shown = drawn(sheet(*rows, narrow=NARROW), 100)
    assert len([line for line in shown if line.startswith("01234567")]) == 41


DATES = st.sampled_from(
    ["-", "2024", "2026-04-24", "[..2025-08-14]", "[2025?-08-16..2025?-08-31]", "2024-05/2025-06-07"]
)
TITLES = st.lists(
    st.sampled_from(["it", "was", "post-training", "of", "1,000,000", "chips", "V4-Pro", "文字"]), min_size=1
)


@given(
    st.lists(
        st.builds(
            row,
            TITLES.map(" ".join),
            when=DATES,
            known=st.sampled_from(["yes", "possibly"]),
            standing=st.sampled_from(["reported", "disputed\npossibly retracted"]),
            sources=st.lists(st.sampled_from(["a-b.c", "toms-hardware"]), min_size=1, max_size=4).map("\n".join),
        ),
        min_size=1,
        max_size=6,
    ),
    st.integers(40, 160),
    st.booleans(),
)
def test_no_date_id_or_number_breaks_and_no_title_is_cut(rows, width, wide):
    lines = drawn(sheet(*rows), width, wide=wide)
    text = "\n".join(lines)
    above = lines[0] if lines[0].startswith(("In every", "Empty in", "Not shown")) else ""
    for one in rows:
        assert one[1] in text
        assert text.count("01234567") == len(rows)
        assert all(number in text for number in re.findall(r"1,000,000|V4-Pro", one[2]))
    words = " ".join(" ".join(one[2].split()) for one in rows)
    assert sum(map(len, re.findall("chips", text))) == sum(map(len, re.findall("chips", words)))
    assert above or len(rows) == 1 or len({one[3] for one in rows}) > 1


@pytest.mark.parametrize("width", [60, 80, 120])
def test_no_line_is_wider_than_the_terminal_where_its_whole_cells_fit(width):
    rows = row(LONG), row("short", when="[2025?-08-16..2025?-08-31]", standing="disputed")
    assert all(columns(line) <= width for line in drawn(sheet(*rows), width)[1:])


def test_a_few_wide_cells_push_their_own_line_and_narrow_no_other():
    rows = [row(f"{LONG} for weeks", standing="disputed" if number else "reported") for number in range(19)]
    rows.append(row("the one", when="[2025?-08-16..2025?-08-31]"))
    lines = drawn(sheet(*rows), 80)
    (pushed,) = [line for line in lines if "[2025?" in line]
    assert pushed.startswith("[2025?-08-16..2025?-08-31]  the one")
    assert {line.index("a research") for line in lines if "a research" in line} == {len("01234567  disputed") + 2}
