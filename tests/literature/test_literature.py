"""Every published example comes out as published.

Each file beside this one holds one example: its source, our records for it, and the answers as printed. Records say a
period with both ends included; printed periods have the form of the source, `[from, to)` unless the case says that its
ends are included. A printed answer is one of

- boxes: all rows of a table over the clocks printed (`valid` is the world's time): outside them there is no row;
- rows: rows that must hold in their boxes, with nothing said of the rest;
- tables: all rows over the world's time, at one as-of or recorded-by day;
- boxes_at: all rows over the as-of days, at one day of the world;
- snapshots: all rows at one point; points: one value at one point, null for no row.

No row is our *unknown* (nobody said anything) or *ended* (somebody said that it ended).
"""

import datetime as dt
import itertools
import json
from pathlib import Path

import pytest

from timeline.dates.values import DAY
from timeline.testing import given
from timeline.views.overtime import rectangles, stretches
from timeline.views.table import state

HERE = Path(__file__).parent
EXAMPLES = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(HERE.glob("*.json"))}
CASES = [
    pytest.param(case, id=f"{name}: {case['name']}") for name, example in EXAMPLES.items() for case in example["cases"]
]
AXES = {"reported": "as_of", "recorded": "recorded_by"}
NOTHING = None


# --- days ------------------------------------------------------------------------------------------------------------


def number(text):
    """Count a day from 1970-01-01."""
    return dt.date.fromisoformat(text).toordinal() - dt.date(1970, 1, 1).toordinal()


def text(day):
    return dt.date.fromordinal(day + dt.date(1970, 1, 1).toordinal()).isoformat()


def span(case, period):
    """Give a printed period as its first day and the day after its last, None where it is open."""
    first, last = period or (None, None)
    more = 1 if case.get("ends") == "included" else 0
    return (None if first is None else number(first), None if last is None else number(last) + more)


def covers(period, day):
    return (period[0] is None or period[0] <= day) and (period[1] is None or day < period[1])


def turns(periods):
    return {day for period in periods for day in period if day is not None}


# --- lanes: a cell over one axis, as the rows that have a value, neighbours of one value joined -----------------------


def lane(pieces):
    joined = []
    far = 10**9
    for first, after, value in sorted(pieces, key=lambda piece: -far if piece[0] is None else piece[0]):
        if value is NOTHING:
            continue
        if joined and joined[-1][2] == value and joined[-1][1] == first:
            joined[-1] = (joined[-1][0], after, value)
        else:
            assert not joined or joined[-1][1] <= first, "the printed rows overlap"
            joined.append((first, after, value))
    return joined


def answer(cell):
    """Give a cell's value, None for no row; what is not sure is no published answer."""
    if cell is None or cell["answer"] in ("unknown", "ended"):
        return NOTHING
    assert cell["answer"] == "yes", cell
    assert len(cell["values"]) == 1, cell
    return cell["values"][0]["value"]


def found_lane(stretches_):
    pieces = []
    for stretch in stretches_:
        first = None if isinstance(stretch.lo, float) else stretch.lo
        after = None if isinstance(stretch.hi, float) else stretch.hi + 1
        assert (first or 0) % DAY == 0 and (after or 0) % DAY == 0, "a stretch begins and ends with a day"  # noqa: PT018
        pieces.append(
            (
                None if first is None else first // DAY,
                None if after is None else after // DAY,
                answer(plain(stretch.cell)),
            )
        )
    assert [piece[1] for piece in pieces[:-1]] == [piece[0] for piece in pieces[1:]], "stretches tile"
    assert (pieces[0][0], pieces[-1][1]) == (None, None)
    return lane(pieces)


def plain(cell):
    return {"answer": cell.answer, "values": [{"value": value.value} for value in cell.values]}


# --- asking -----------------------------------------------------------------------------------------------------------


class Log:
    """The records of a case, asked by its one view."""

    def __init__(self, case):
        self.case = case
        self.given = given(case["records"], views=case["views"])
        ((self.view, self.spec),) = self.given.specs.items()
        facts = [
            fact for record in case["records"] for fact in record.get("facts", record.get("set", {}).get("facts", []))
        ]
        self.cells = sorted({(fact["entity"], fact["property"]) for fact in facts})

    def lanes(self, cells, **clocks):
        snapshot = self.given.snapshot(**clocks)
        return {cell: found_lane(stretches(snapshot, self.spec, *cell)) for cell in cells}

    def values(self, **clocks):
        """Give every cell that has a row."""
        snapshot = self.given.snapshot(**clocks)
        values = {(cell.entity, cell.property): answer(plain(cell)) for cell in state(snapshot, self.spec)}
        return {cell: value for cell, value in values.items() if value is not NOTHING}

    def printed_lanes(self, rows, cells):
        pieces = {cell: [] for cell in cells}
        for row in rows:
            for name, value in row["values"].items():
                pieces[row["entity"], name].append((*span(self.case, row["valid"]), value))
        return {cell: lane(found) for cell, found in pieces.items()}

    def printed_values(self, rows, day):
        return {
            (row["entity"], name): value
            for row in rows
            if covers(span(self.case, row["valid"]), day)
            for name, value in row["values"].items()
        }


@pytest.fixture(scope="module")
def logs():
    return {}


@pytest.fixture
def log(case, logs):
    """Give the log of a case, which is the same for each test of it: its records are decided once."""
    if id(case) not in logs:
        logs[id(case)] = Log(case)
    return logs[id(case)]


def clocks_of(printed):
    return {name: printed[name] for name in ("as_of", "recorded_by", "on") if name in printed}


def around(days):
    """Give the first day of each run between turning points, and the last; and a day before all."""
    days = sorted(days)
    return sorted({day for turn in days for day in (turn - 1, turn)}) if days else []


# --- the tests --------------------------------------------------------------------------------------------------------


def test_there_are_many_sources():
    assert len(EXAMPLES) >= 10


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_source_can_be_found(name):
    source = EXAMPLES[name]["source"]
    assert source["author"]
    assert source["title"]
    assert source["place"]
    assert source["url"].startswith("https://")


@pytest.mark.parametrize("case", CASES)
def test_a_case_prints_something(case):
    assert set(case) & {"boxes", "rows", "tables", "boxes_at", "snapshots", "points"}
    assert set(case) <= {
        "name", "note", "ends", "within", "views", "records",
        "boxes", "rows", "tables", "boxes_at", "snapshots", "points",
    }  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_tables(case, log):
    for table in case.get("tables", ()):
        cells = [cell for cell in log.cells if cell[0] in table.get("entities", [cell[0]])]
        printed = log.printed_lanes(table["rows"], cells)
        assert log.lanes(cells, **clocks_of(table)) == printed
        for day in around(turns(span(case, row["valid"]) for row in table["rows"])):
            values = log.values(**clocks_of(table), on=text(day))
            shown = {cell: value for cell, value in values.items() if cell in cells}
            assert shown == log.printed_values(table["rows"], day), text(day)


@pytest.mark.parametrize("case", CASES)
def test_boxes(case, log):
    if "boxes" not in case:
        return
    axes = [axis for axis in AXES if any(axis in box for box in case["boxes"])]
    days = []
    for axis in axes:
        within = span(case, case.get("within", {}).get(axis))
        turning = around(turns(span(case, box.get(axis)) for box in case["boxes"]))
        days.append([day for day in turning if covers(within, day)])
    world = around(turns(span(case, box["valid"]) for box in case["boxes"])) or [0]
    for point in itertools.product(*days):
        clocks = {AXES[axis]: text(day) for axis, day in zip(axes, point, strict=True)}
        rows = [
            box
            for box in case["boxes"]
            if all(covers(span(case, box.get(axis)), day) for axis, day in zip(axes, point, strict=True))
        ]
        assert log.lanes(log.cells, **clocks) == log.printed_lanes(rows, log.cells), clocks
        if len(axes) == 1:
            for day in world:
                assert log.values(**clocks, on=text(day)) == log.printed_values(rows, day), (clocks, text(day))


@pytest.mark.parametrize("case", CASES)
def test_rectangles(case, log):
    """The rectangles of `history`, joined where they look the same, are those printed."""
    boxes = case.get("boxes", ())
    axes = {axis for axis in AXES if any(axis in box for box in boxes)}
    has_corrections = any(record.get("kind") == "correction" for record in case["records"])
    if len(axes) != 1 or has_corrections:
        return
    (axis,) = axes  # without reports a record is known from the day on which it was recorded
    within = span(case, case.get("within", {}).get(axis))
    first_days = [None, *(day for day in sorted(turns(span(case, box[axis]) for box in boxes)) if covers(within, day))]
    for cell in log.cells:
        printed = []
        for first in first_days:
            day = first if first is not None else first_days[1] - 1
            rows = [box for box in boxes if covers(span(case, box[axis]), day)]
            printed.append((first, log.printed_lanes(rows, log.cells)[cell]))
        found = []
        tiles = rectangles(log.given.ledger, log.spec, *cell)
        for first, group in itertools.groupby(tiles, key=lambda tile: tile.as_of_first):
            assert first is None or first % DAY == 0, "a run begins with a day"
            found.append((None if first is None else first // DAY, found_lane([tile.stretch for tile in group])))
        assert joined(found) == joined(printed)


def joined(runs):
    return [next(group) for _, group in itertools.groupby(runs, key=lambda run: run[1])]


@pytest.mark.parametrize("case", CASES)
def test_rows(case, log):
    for row in case.get("rows", ()):
        axes = [axis for axis in AXES if axis in row]
        for point in itertools.product(*(edges(span(case, row[axis])) for axis in axes)):
            clocks = {AXES[axis]: text(day) for axis, day in zip(axes, point, strict=True)}
            for day in edges(span(case, row["valid"])):
                values = log.values(**clocks, on=text(day))
                assert {name: values.get((row["entity"], name)) for name in row["values"]} == row["values"]


def edges(period):
    first, after = period
    return [first, after - 1 if after is not None else first + 10_000]


@pytest.mark.parametrize("case", CASES)
def test_boxes_at_a_day_of_the_world(case, log):
    for printed in case.get("boxes_at", ()):
        boxes = printed["boxes"]
        for day in around(turns(span(case, box["reported"]) for box in boxes)):
            expected = {
                (box["entity"], name): value
                for box in boxes
                if covers(span(case, box["reported"]), day)
                for name, value in box["values"].items()
            }
            assert log.values(as_of=text(day), on=printed["on"]) == expected, text(day)


@pytest.mark.parametrize("case", CASES)
def test_points(case, log):
    for snapshot in case.get("snapshots", ()):
        expected = {(row["entity"], name): value for row in snapshot["rows"] for name, value in row["values"].items()}
        assert log.values(**clocks_of(snapshot)) == expected, clocks_of(snapshot)
    for point in case.get("points", ()):
        value = log.values(**clocks_of(point)).get((point["entity"], point["property"]))
        assert value == point["value"], point
        if "beside" in point:
            rows = log.given.when(log.view, **clocks_of(point)).rows
            (cell,) = [row for row in rows if (row["entity"], row["property"]) == (point["entity"], point["property"])]
            assert [item["value"] for item in cell["beside"]] == point["beside"]
