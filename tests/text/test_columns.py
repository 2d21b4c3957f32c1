"""Answers as typed columns, and in the hands of the programs that read Arrow."""

import datetime as dt
import json

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import timeline as tl
from timeline.text.columns import columns

TODAY = dt.date(2026, 6, 1)


def shape(rows):
    return {column.name: f"list of {column.kind}" if column.is_list else column.kind for column in columns(rows)}


def values(rows, name):
    return next(list(column.values) for column in columns(rows) if column.name == name)


@pytest.mark.parametrize(
    ("found", "kind"),
    [
        ([1, None, -5], "integer"),
        ([1, 2.5], "number"),
        ([2**53 + 1, 2.5], "text"),
        ([2**63], "text"),
        ([2**63 - 1, -(2**63)], "integer"),
        ([True, None, False], "boolean"),
        ([True, 1], "text"),
        (["a", 1], "text"),
        ([None, None], "text"),
        (["2025-08-14", None, "0001-01-01", "9999-12-31"], "day"),
        (["2025-08-14", "2025-08"], "text"),
        (["2025-08-14", "open"], "text"),
        (["2025-08-14", "unknown"], "text"),
        (["2025-08-14", "-0044-03-15"], "text"),
        (["0000-01-01"], "text"),
        (["Y12026-01-01"], "text"),
        (["2025-02-30"], "text"),
        (["2025-W08-1"], "text"),
        (["20250814"], "text"),
        (["٢٠٢٥-٠٨-١٤"], "text"),
        (["2025-08-14T10:00:00Z"], "text"),
        ([dt.date(2025, 8, 14)], "day"),
        ([["a"], [], None], "list of text"),
        ([[1, 1], [0, 2]], "list of integer"),
        ([[], None], "list of text"),
        ([["2025-08-14"]], "list of text"),
        ([[{"a": 1}], []], "list of text"),
        ([["a"], "a"], "text"),
        ([{"a": 1}], "text"),
    ],
)
def test_a_column_is_of_the_kind_of_all_its_values(found, kind):
    assert shape([{"x": value} for value in found])["x"] == kind


def test_every_key_of_every_row_is_a_column_in_the_order_first_seen():
    rows = [{"b": 1}, {"a": 2, "b": 3}, {"c": 4}]
    assert list(shape(rows)) == ["b", "a", "c"]
    assert values(rows, "a") == [None, 2, None]


def test_days_have_their_texts_beside_them_under_a_name_that_is_free():
    rows = [{"day": "2025-08-14", "day_text": "x"}, {"day": None, "day_text_2": "y"}]
    assert list(shape(rows)) == ["day", "day_text_3", "day_text", "day_text_2"]
    assert values(rows, "day") == [dt.date(2025, 8, 14), None]
    assert values(rows, "day_text_3") == ["2025-08-14", None]
    assert values(rows, "day_text") == ["x", None]


def test_mixed_values_are_text_and_mappings_json():
    rows = [{"x": "Nvidia"}, {"x": 5}, {"x": {"op": ">=", "value": 1}}, {"x": None}, {"x": ["ä"]}]
    assert values(rows, "x") == ["Nvidia", "5", '{"op": ">=", "value": 1}', None, '["ä"]']


@attrs.frozen
class Own:
    place: str


def test_whatever_a_view_of_ones_own_gives_is_a_column():
    rows = [{1: Own("north"), "1": {"b", "a"}, "s": "\ud800", "t": ("x",), "o": dt.timedelta(1)}]
    assert shape(rows) == {"1_2": "text", "1": "list of text", "s": "text", "t": "list of text", "o": "text"}
    assert values(rows, "1_2") == ['{"place": "north"}']
    assert values(rows, "1") == [("a", "b")]
    assert values(rows, "s")[0].encode()


plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3) | st.dates().map(str),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=2), inner, max_size=2),
    max_leaves=4,
)


@given(st.lists(st.dictionaries(st.sampled_from("abc"), plain), max_size=4))
def test_no_value_is_lost(rows):
    """A row has None where it had none or None; what is text is the value itself, or its JSON."""
    made = {column.name: column for column in columns(rows)}
    assert {name for name in made if len(name) == 1} == {key for row in rows for key in row}
    for name, column in made.items():
        assert len(column.values) == len(rows)
        for row, value in zip(rows, column.values, strict=True):
            told = row.get(name[0])
            assert (value is None) == (told is None)
            if column.kind == "text" and not column.is_list and told is not None and not isinstance(told, str):
                assert value == json.dumps(told, ensure_ascii=False)
            elif column.kind in ("boolean", "integer") and not column.is_list:
                assert (value, type(value)) == (told, type(told))


# --- the programs that read Arrow ------------------------------------------------------------------------------------


@pytest.fixture
def log(tmp_path):
    log = tl.init(tmp_path / "events")
    settings = tmp_path / "events" / "timeline.toml"
    settings.write_text(settings.read_text() + '[views.hardware]\nproperties = ["training"]\n')
    log.source("press", published="2025-08-14", by="ada")
    log.add("one", occurred="2025-08-01", sources="press", facts={"R2.training": "Nvidia"}, tags="r2", by="ada")
    log.add("two", occurred="2025-08-02", reported="2025-09-01", facts={"R2.training": 5}, by="ada")
    return log


FAR = ["0001-01-01", "9999-12-31", "-0044-03-15", "Y12026", "0000-01-01", "1677-01-01", "2025?-08"]


def test_a_difference_keeps_the_keys_of_all_rows(log):
    pa = pytest.importorskip("pyarrow")
    found = pa.table(log.diff("2025-07", "2025-09-15"))
    assert {"change", "id", "before", "after", "view", "entity", "property"} <= set(found.column_names)
    assert "R2" in found["entity"].to_pylist()


def test_an_answer_has_the_types_of_its_values(log):
    pa = pytest.importorskip("pyarrow")
    found = pa.table(log.at(as_of="2026", today=TODAY).list())
    types = {field.name: field.type for field in found.schema}
    assert types["occurred"] == types["occurred_earliest"] == types["reported_latest"] == pa.date32()
    assert types["occurred_text"] == types["title"] == types["recorded"] == pa.string()
    assert types["tags"] == types["facts"] == pa.list_(pa.string())
    assert types["origins"] == pa.list_(pa.int64())
    assert types["line"] == pa.int64()
    assert found["occurred"].to_pylist() == [dt.date(2025, 8, 1), dt.date(2025, 8, 2)]
    assert found["occurred_text"].to_pylist() == ["2025-08-01", "2025-08-02"]
    assert json.loads(found["facts"][1].as_py()[0])["value"] == 5


def tables(log):
    snap = log.at(as_of="2026", today=TODAY)
    yield from (snap.list(), snap.state("hardware"), snap.why("R2.training"), snap.sources(), snap.history())
    yield from (snap.history("R2.training"), log.diff("2025-07", "2025-09-15"), snap.list(tags="nothing"))
    for text in FAR:
        rows = ({"day": text, "n": 1}, {"day": None, "list": [text]})
        yield tl.Table(name="own", query={}, content=rows)
    yield tl.Table(name="own", query={}, content=({"day": "0001-01-01"}, {"day": "9999-12-31"}))


def test_pyarrow_reads_every_answer(log):
    pa = pytest.importorskip("pyarrow")
    for answer in tables(log):
        found = pa.table(answer)
        found.validate(full=True)
        assert found.num_rows in (len(answer), 0)
        assert str(found.to_pylist())


def test_pandas_reads_every_answer(log):
    pandas = pytest.importorskip("pandas")
    pytest.importorskip("pyarrow")
    for answer in tables(log):
        found = pandas.DataFrame.from_arrow(answer)
        assert len(found) in (len(answer), 0)
        assert found.to_string()


def test_polars_reads_every_answer(log):
    polars = pytest.importorskip("polars")
    pytest.importorskip("pyarrow")
    for answer in tables(log):
        found = polars.DataFrame(answer)
        assert len(found) == len(answer)
        assert str(found.rows())
    assert polars.DataFrame(log.at(today=TODAY).list()).schema["occurred"] == polars.Date


def test_duckdb_reads_every_answer(log):
    duckdb = pytest.importorskip("duckdb")
    pytest.importorskip("pyarrow")
    for answer in tables(log):
        if len(answer):
            assert len(duckdb.sql("from answer").fetchall()) == len(answer)
    answer = log.at(today=TODAY).list()
    assert duckdb.sql("select max(occurred), sum(len(tags)) from answer").fetchall() == [(dt.date(2025, 8, 2), 1)]
