"""Parquet and Arrow, read by pyarrow, pandas, Polars and DuckDB: no value is another, and no type is refused."""

import datetime as dt
import json

import pytest

import timeline as tl
from timeline.engines.schema import TABLES
from timeline.errors import FormatError
from timeline.text.outgoing.relations import RELATIONS

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")


@pytest.fixture(scope="module")
def folder(snap, tmp_path_factory):
    found = tmp_path_factory.mktemp("parquet") / "story"
    snap.save_export(found, "parquet")
    return found


def test_a_folder_has_a_file_for_each_relation_and_beside_them_what_engines_ask(folder, snap):
    answers = {f"{relation.name}.parquet" for relation in RELATIONS if not relation.is_for_engines}
    assert {path.name for path in folder.iterdir()} == answers | {shape.name for shape in TABLES}
    assert pq.read_table(folder / "events.parquet").num_rows == len(snap.list())


def test_an_answer_at_a_clock_lies_alone_in_its_folder(odd, tmp_path):
    """Nothing that was reported later lies in it, whatever the folder held before."""
    pytest.importorskip("duckdb")
    target = tmp_path / "story"
    odd.at(today=dt.date(2026, 11, 30)).save_export(target, "parquet")
    later = odd.at(as_of="2025-08-14").save_export(target, "parquet")
    assert {path.name for path in target.iterdir()} == {
        relation.name if relation.is_for_engines else f"{relation.name}.parquet" for relation in RELATIONS
    }
    assert later.notes[-1].startswith("the folder holds this answer alone")
    with pytest.raises(FormatError, match="holds one answer"):
        tl.open_data(target)


@pytest.mark.parametrize(
    "choice", [{"entities": "R2"}, {"strict": True}, {"public": True}, {"view": "hard"}, {"since": "2025"}], ids=str
)
def test_what_leaves_anything_out_is_an_answer_alone(choice, snap, tmp_path):
    snap.save_export(tmp_path / "story", "parquet", **choice)
    assert not (tmp_path / "story" / "record").exists()


def test_the_versions_of_facts_keep_the_columns_and_types_that_they_have_in_an_answer(odd, folder, tmp_path):
    odd.at(as_of="2027").save_export(tmp_path / "story", "parquet")
    alone, beside = (
        pq.read_schema(next((place / "fact_version").rglob("*.parquet"))) for place in (tmp_path / "story", folder)
    )
    assert (
        dict(zip(alone.names, alone.types, strict=True)).items()
        <= dict(zip(beside.names, beside.types, strict=True)).items()
    )


def test_engines_and_readers_of_the_answer_find_the_same_events_in_one_folder(folder, snap):
    pytest.importorskip("duckdb")
    held = tl.open_data(folder).at(today=dt.date(2026, 11, 30))
    assert held.list().rows() == snap.list().rows()
    assert pq.read_table(folder / "events.parquet")["id"].to_pylist() == [row["id"] for row in held.list()]
    assert held.export("csv").text == snap.export("csv").text


def test_dates_are_days_with_their_text_beside(folder, snap):
    rows = {row["id"]: row for row in snap.list()}
    table = pq.read_table(folder / "events.parquet")
    assert table.schema.field("occurred_earliest").type == pa.date32()
    assert table.schema.field("recorded").type == pa.timestamp("us", tz="UTC")
    for row in table.to_pylist():
        told = rows[row["id"]]
        for side in ("earliest", "latest"):
            text = told[f"occurred_{side}"]
            assert row[f"occurred_{side}_text"] == text
            is_plain = text[0] not in "-ou" and len(text.partition("-")[0]) == 4 and text[:4] != "0000"
            day = dt.date.fromisoformat(text[:10]) if is_plain else None
            assert row[f"occurred_{side}"] == day
        assert row["occurred"] == told["occurred"]
        assert row["recorded"] == dt.datetime.fromisoformat(told["recorded"])
        assert row["tags"] == told["tags"]


def test_the_types_do_not_depend_on_what_a_log_holds(odd, folder):
    nothing = odd.at(as_of="1000-01-01").export("parquet")
    empty = pq.read_table(pa.BufferReader(nothing.data))
    assert empty.num_rows == 0
    assert empty.schema.equals(pq.read_table(folder / "events.parquet").schema)


def test_it_says_what_was_asked(folder):
    about = json.loads(pq.read_table(folder / "facts.parquet").schema.metadata[b"timeline"])
    assert (about["relation"], about["query"]["on"]["read"]) == ("facts", "2026-11-30")


def test_one_file_holds_the_events_or_the_values_of_a_view(snap, tmp_path):
    made = snap.save_export(tmp_path / "story.parquet")
    assert pq.read_table(tmp_path / "story.parquet").num_rows == len(snap.list())
    assert any("facts left out" in note for note in made.notes)
    table = pq.read_table(pa.BufferReader(snap.export("parquet", view="hard").data))
    assert set(table["property"].to_pylist()) == {"training", "p0", "Training"}


def test_a_folder_is_replaced_whole_and_another_is_left_alone(snap, tmp_path):
    for _ in range(2):
        snap.save_export(tmp_path / "story", "parquet")
    assert [path.name for path in tmp_path.iterdir()] == ["story"]
    (tmp_path / "story" / "mine.txt").write_text("x")
    with pytest.raises(FormatError, match=r"mine\.txt"):
        snap.save_export(tmp_path / "story", "parquet")
    with pytest.raises(FormatError, match="part of the log"):
        snap.save_export(snap.files.folder, "parquet")
    assert (tmp_path / "story" / "mine.txt").read_text() == "x"


def test_pandas_reads_every_file(folder):
    pd = pytest.importorskip("pandas")
    for path in folder.iterdir():
        frame = pd.read_parquet(path)
        repr(frame)
        assert path.is_file() or "bucket" in frame.columns
    frame = pd.read_parquet(folder / "facts.parquet")
    assert frame["number"].dropna().tolist() == [5.0, float(2**53), 2.5, 1000.0]


def test_polars_reads_every_file(folder, snap, tmp_path):
    pl = pytest.importorskip("polars")
    for path in folder.iterdir():
        pl.read_parquet(path).rows()
    snap.save_export(tmp_path / "story.arrow")
    frame = pl.read_ipc(tmp_path / "story.arrow")
    assert frame.schema["occurred_earliest"] == pl.Date
    assert frame.height == len(snap.list())


def test_duckdb_asks_the_versions_of_facts_at_another_day(folder, odd):
    duckdb = pytest.importorskip("duckdb")
    day = (dt.date(2025, 8, 14) - dt.date(1970, 1, 1)).days
    rows = duckdb.sql(
        f"select distinct event, fact_no from '{folder}/fact_version/*/*.parquet' "
        f"where known_from_lo <= {day} and known_to_hi > {day} and recorded_to > {2**61}"
    ).fetchall()
    told = [row for row in odd.at(as_of="2025-08-14").list() if row["facts"]]
    assert {event for event, _ in rows} == {row["id"] for row in told}
    assert len(rows) == sum(len(row["facts"]) for row in told)


def test_duckdb_joins_the_files(folder):
    duckdb = pytest.importorskip("duckdb")
    rows = duckdb.sql(
        f"select e.title, r.source from '{folder}/events.parquet' e "
        f"join '{folder}/reports.parquet' r on r.event = e.id "
        "where e.occurred_earliest = date '2025-09-02' and r.stance = 'denies'"
    ).fetchall()
    assert [source for _, source in rows] == ["relay"]
