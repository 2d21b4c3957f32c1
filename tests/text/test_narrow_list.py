"""In a narrow list an event that no report tells is said to have none."""

import pytest

from timeline.text.tables.events import list_sheet

ROW = {
    "id": "a" * 64, "occurred": "2020", "title": "t", "known": "yes", "standing_possibly": [], "sources": [],
}  # fmt: skip


@pytest.mark.parametrize(
    ("standing", "reports", "said"),
    [("unsourced", 0, "none"), ("reported", 0, "none sure"), ("reported", 2, "1 of 2")],
)
def test_what_stands_for_origins_says_what_they_are(standing, reports, said):
    row = {**ROW, "standing": standing, "reports": reports, "origins": [min(reports, 1)] * 2}
    sheet = list_sheet([row, {**row, "known": "possibly"}])
    headings = [column.heading for column in sheet.columns]
    for heading, before in (("ORIGINS OF REPORTS", ["", ""]), ("KNOWN, ORIGINS OF REPORTS", ["", "possibly, "])):
        assert [cells[headings.index(heading)] for cells in sheet.rows] == [f"{one}{said}" for one in before]
