"""What a table of an answer hands on to each who shows it, sorts it or takes it into a data frame."""

import zoneinfo

import attrs
import pytest
from short import log

from timeline.dates.zones import zone_words
from timeline.errors import DateError, ViewError
from timeline.text.notebook import html
from timeline.text.screen import screen
from timeline.text.zoned import in_place
from timeline.views import rows
from timeline.views.answer import Table
from timeline.views.diff import changes
from timeline.views.table import ViewSpec, state

TOLD = log(
    "event e 2025-05-05T10:00:00Z a.p=x @=2025-06\nevent f 2025-04 a.p=y @=2025-07\ncorrect c e title=t world=2025-08"
)
SNAPSHOT = TOLD.at()
LIST = Table(
    name="list",
    query=rows.query(SNAPSHOT.clocks),
    content=tuple(rows.event_row(SNAPSHOT, event) for event in SNAPSHOT.events),
    notes=("a note",),
)
DIFF = Table(
    name="diff",
    query={"before": {}, "after": {}},
    content=tuple(rows.change_row(change) for change in changes(TOLD.at("2025-07"), SNAPSHOT, [])),
    titles={event.id: f"title of {event.event.title}" for event in SNAPSHOT.events},
)
STATE = Table(
    name="state",
    query=LIST.query,
    content=tuple(map(rows.cell_row, state(SNAPSHOT, ViewSpec(name="v", title="v", properties=("p",))))),
)
BERLIN = zoneinfo.ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize("table", [LIST, DIFF, STATE], ids=["list", "diff", "state"])
def test_a_table_shows_itself_as_a_terminal_and_a_notebook_do(table):
    assert table.content
    assert repr(table) == screen(table.name, table.content, table.notes, table.titles)
    assert table._repr_html_() == html(table.name, table.query, table.content, table.notes)
    assert ("title of t" in repr(table)) == (table is DIFF)


def test_a_table_in_a_zone_shows_times_there_and_gives_its_rows_as_they_are():
    there = LIST.in_zone("Europe/Berlin")
    assert (there.zone, there.rows(), there.name) == (BERLIN, LIST.rows(), "list")
    shown, notes = tuple(in_place("list", LIST.content, BERLIN)), ("a note", zone_words(BERLIN))
    assert shown != LIST.content
    assert repr(there) == screen("list", shown, notes, {})
    assert there._repr_html_() == html("list", LIST.query, shown, notes)
    with pytest.raises(DateError):
        LIST.in_zone("Nowhere/None")


def test_what_is_a_date_in_one_table_alone_is_shown_in_the_zone_there():
    first = {"name": "first", "value": "2025-05-05T23:00:00Z"}
    there = Table(name="stats", query={}, content=(first,)).in_zone(BERLIN)
    assert "2025-05-06T01:00:00+02:00" in repr(there)
    assert "2025-05-05T23:00:00Z" in repr(attrs.evolve(there, name="view/v"))


def test_a_table_is_sorted_turned_and_cut_short():
    titles = lambda table: [row["title"] for row in table]  # noqa: E731
    assert titles(LIST) == titles(LIST.sorted("title", reverse=True)) == ["t", "f"]
    assert titles(LIST.sorted("title")) == titles(LIST.sorted(reverse=True)) == ["f", "t"]
    assert (titles(LIST.sorted(limit=1)), titles(LIST.sorted("title", limit=1))) == (["t"], ["f"])
    assert LIST.sorted("title").query == LIST.query
    with pytest.raises(ViewError) as caught:
        LIST.sorted("titel")
    assert (caught.value.where, caught.value.fix) == ("field", 'did you mean "title"?')


def test_a_table_of_no_rows_is_sorted_by_the_fields_of_its_form():
    empty = Table(name="list", query={}, content=())
    assert empty.sorted("title").rows() == []
    with pytest.raises(ViewError):
        empty.sorted("titel")


def test_lists_stand_before_what_has_keys_when_both_are_in_one_field():
    table = Table(name="own", query={}, content=({"v": {"a": 1}}, {"v": [1]}, {"v": None}, {"v": [None]}, {"v": "x"}))
    assert [row["v"] for row in table.sorted("v")] == ["x", [None], [1], {"a": 1}, None]


def test_a_table_goes_into_data_frames_with_its_rows():
    pandas, polars = pytest.importorskip("pandas"), pytest.importorskip("polars")
    pytest.importorskip("pyarrow")
    for frame, kind in ((LIST.to_pandas(), pandas.DataFrame), (LIST.to_polars(), polars.DataFrame)):
        assert isinstance(frame, kind)
        assert list(frame["title"]) == ["t", "f"]


def test_a_table_hands_on_the_schema_that_is_asked_for():
    pyarrow = pytest.importorskip("pyarrow")
    wanted = pyarrow.table(LIST).schema
    title = wanted.get_field_index("title")
    wanted = wanted.set(title, pyarrow.field("title", pyarrow.large_string()))
    assert pyarrow.table(LIST, schema=wanted).schema.field("title").type == pyarrow.large_string()


@pytest.mark.parametrize(("library", "ask"), [("pandas", Table.to_pandas), ("polars", Table.to_polars)])
def test_a_data_frame_of_a_library_that_is_missing_says_what_to_install(monkeypatch, library, ask):
    monkeypatch.setitem(__import__("sys").modules, library, None)
    with pytest.raises(Exception, match=f"a data frame of {library} needs {library}, which is not installed") as caught:
        ask(LIST)
    assert caught.value.fix == f"pip install {library} pyarrow"
