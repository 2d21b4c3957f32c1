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
    Column("SOURCES", whole=True, common=True, counted=1),
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


SHORT = (
    Column("ID", digits=8, whole=True),
    Column("TITLE", prose=True),
    Column("ORIGINS", whole=True, common=True),
    Column("WHY", prose=True, ditto=True),
    Column("IN SHORT", whole=True, common=True, flush=True, stands_for=("ORIGINS",)),
)
IN_SHORT = (((("ID",),), (("TITLE", "IN SHORT"), ("WHY",))),)


def short(*rows, below=("how to say which",)):
    return Sheet(columns=SHORT, rows=tuple(rows), narrow=IN_SHORT, below=below)


def test_what_stands_for_a_column_is_flush_to_the_right_and_the_title_folds_around_it():
    rows = [("0" * 8, LONG, "1 origin, 5 reports", "so", "1 of 5"), ("1" * 8, "it is", "no report", "nobody", "0 of 0")]
    lines = drawn(short(*rows), 60)
    assert lines[0].split() == ["ID", "TITLE", "IN", "SHORT"]
    assert [line[-6:] for line in lines if line[0] in "01"] == ["1 of 5", "0 of 0"]
    assert {columns(line) for line in lines if line[0] in "01I"} == {60}
    assert " ".join(line[10:].removesuffix("1 of 5").strip() for line in lines[2:5]).replace("- ", "-") == f"{LONG} so"
    assert "origin, 5" not in "\n".join(lines)
    assert lines[-1] == "how to say which"


def test_in_full_a_column_stands_for_itself():
    rows = [("0" * 8, LONG, "1 origin, 5 reports", "so", "1 of 5"), ("1" * 8, "it is", "no report", "nobody", "0 of 0")]
    wide = "\n".join(drawn(short(*rows), 60, wide=True))
    assert "1 of 5" not in wide
    assert "how to say which" not in wide
    full = short(*rows).in_full()
    assert [column.heading for column in full.columns] == ["ID", "TITLE", "ORIGINS", "WHY"]
    assert full.rows == tuple(row[:4] for row in rows)
    plain = sheet(row())
    assert plain.in_full() is plain


def test_a_column_whose_stand_in_is_shown_is_not_said_to_be_left_out_and_what_is_common_is_said_once():
    rows = [("0" * 8, LONG, "1 origin, 5 reports", str(number), "1 of 5") for number in range(3)]
    above, head, *_ = drawn(short(*rows), 60)
    assert above == "In every row: ORIGINS 1 origin, 5 reports."
    assert head.split() == ["ID", "TITLE"]


def test_a_reason_that_repeats_the_row_above_is_not_told_again():
    rows = [(str(number) * 8, LONG, f"{number}", "because it is so", f"{number}") for number in range(3)]
    text = "\n".join(drawn(short(*rows), 60))
    assert (text.count("because it is so"), text.count("as above")) == (1, 2)


def test_two_columns_that_fold_share_the_room_of_a_line():
    pair = (Column("ID", whole=True), Column("BEFORE"), Column("AFTER"))
    layout = (((("ID",),), (("BEFORE", "AFTER"),)),)
    date = "[2026-04-24..2026-06-05]"
    rows = (("1", f"{LONG} {date}", f"occurred: {date}"), ("2", "-", f"occurred: {date}"))
    lines = drawn(Sheet(columns=pair, rows=rows, narrow=layout), 70)
    assert sum(line.count(date) for line in lines) == 3
    assert all(columns(line) <= 70 for line in lines)


CUT = (
    Column("ID", digits=8, whole=True),
    Column("WHAT", prose=True, flows=", ", cut=-1),
    Column("WHEN", whole=True),
)
ONE_BESIDE_THE_OTHER = (((("ID",), ("WHEN",)), (("WHAT",),)),)


def cut(*whats, when="2026-04-24", columns_=CUT):
    rows = tuple((str(number) * 8, what, when) for number, what in enumerate(whats))
    return Sheet(columns=columns_, rows=rows, narrow=ONE_BESIDE_THE_OTHER)


def test_words_that_may_be_cut_are_where_their_row_would_take_a_third_line_and_the_table_says_so():
    found = cut("it was", f"{LONG} for 1,000,000 days\nbecause it is so, and {LONG}")
    above, head, _, *lines = drawn(found, 60)
    assert above == "Cut: WHAT (--wide)."
    assert head.split() == ["ID", "WHAT"]
    assert lines[0].split() == ["00000000", "it", "was"]
    assert len(lines) == 4
    assert lines[-1].endswith(" …")
    shown = " ".join(line[12:] for line in lines[2:]).removesuffix(" …")
    assert f"{LONG} for 1,000,000 days, because".replace(" ", "").startswith(shown.replace(" ", ""))
    wide = drawn(found, 60, wide=True)
    assert "…" not in "\n".join(wide)
    assert not wide[0].startswith("Cut")


def test_what_lists_things_is_cut_between_two_of_them():
    found = cut("it was", "; ".join(["Shenzhen Institute of Big Data"] * 6))
    assert drawn(found, 80)[-1].endswith("Shenzhen Institute of Big Data; …")


def test_what_may_not_be_cut_takes_the_lines_that_it_needs():
    whole = tuple(column._replace(cut=None) for column in CUT)
    lines = drawn(cut("it was", LONG * 3, columns_=whole), 60)
    assert "…" not in "\n".join(lines)
    assert "".join(" ".join(lines).split()).count("atleastathousandchips") == 3


def test_a_value_that_has_no_room_beside_a_padded_word_moves_up_to_it():
    pair = (Column("ENTITY"), Column("ANSWER", whole=True), Column("VALUE"), Column("SINCE", whole=True))
    layout = (((("ENTITY",),), (("ANSWER", "VALUE"), ("SINCE",))),)
    value = "Shenzhen campus of Harbin Institute of Technology"
    rows = (("E", "(planned)", "x", "[2026-04-24..2026-06-05]"), ("E", "yes", value, "[2026-04-24..2026-06-05]"))
    lines = drawn(Sheet(columns=pair, rows=rows, narrow=layout), 64)
    assert [line.split() for line in lines[2:]] == [
        ["E", "(planned)", "x"], [rows[0][-1]], ["E", "yes", *value.split()], [rows[1][-1]]
    ]  # fmt: skip


def test_what_overhangs_moves_its_own_lines_alone():
    rows = [row(f"{LONG} for weeks", standing="reported") for number in range(9)]
    rows.append(row("one two three four five six seven eight nine ten", standing="disputed; possibly doubted"))
    lines = drawn(sheet(*rows), 60)
    assert all(columns(line) <= 60 for line in lines)
    assert len({line.index("a research") for line in lines if "a research" in line}) == 1
    assert len(lines[-1].split("possibly doubted")[1].split()) > 1


def test_what_stands_for_an_empty_column_is_not_named_as_empty_too():
    rows = [("0" * 8, str(number), "-", "so", "-") for number in range(3)]
    above, *_ = drawn(short(*rows), 60)
    assert above == "Empty in every row: ORIGINS."


WORDS = st.lists(
    st.sampled_from(["it", "was;", "post-training", "of", "1,000,000", "chips", "V4-Pro", "文字"]), min_size=1
)


@given(st.lists(st.tuples(WORDS, WORDS | st.just([])), min_size=1, max_size=5), st.integers(40, 120))
def test_whatever_is_cut_the_row_takes_two_lines_and_shows_the_first_words_whole(whats, width):
    found = cut(*("\n".join(" ".join(some) for some in both if some) for both in whats))
    lines = [line for line in drawn(found, width) if not line.startswith(("Cut: ", "ID", "WHEN", "In every row"))]
    starts = [number for number, line in enumerate(lines) if re.match(r"(\d)\1{7}(?!\d)", line)]
    rows = [lines[one:other] for one, other in zip(starts, [*starts[1:], len(lines)], strict=True)]
    assert len(rows) == len(whats)
    for row, both in zip(rows, whats, strict=True):
        assert len(row) <= 2
        words = [word for some in both for word in some]
        shown = "".join(re.sub(r"^\d{8}|2026-04-24", "", line) for line in row).replace(" ", "")
        whole = "".join(words).replace(" ", "")
        bare = shown.replace(",", "").removesuffix("…")
        assert whole.replace(",", "").startswith(bare)
        assert shown.endswith("…") or bare == whole.replace(",", "")
