"""A folder that is not whole, or not what was exported, gives one error that names the file: never an answer."""

import json
import os
import shutil

import pytest
from click.testing import CliRunner

import servers
import timeline as tl
from timeline.cli.main import cli
from timeline.engines import folders
from timeline.engines.schema import RECORDS, TABLES

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")


@pytest.fixture
def copy(data, tmp_path):
    return shutil.copytree(data, tmp_path / "copy")


def ask(folder, *words):
    done = CliRunner().invoke(cli, [*(words or ("state", "several", "--as-of", "2026-06-01")), "--data", str(folder)])
    assert "Traceback" not in done.stderr
    return done.exit_code, done.stderr


def refused(folder, *words):
    code, said = ask(folder, *words)
    assert len([line for line in said.splitlines() if line.startswith("error:")]) == 1, said
    return code, said


def last_part(folder, table):
    return max((folder / table).glob("*/*.parquet"))


@pytest.mark.parametrize(
    ("table", "length"),
    [*((shape.name, -9) for shape in TABLES), *((name, size) for name in ("about", "bears") for size in (0, 3, 60))],
)
def test_a_file_that_was_cut_off_is_named(copy, table, length):
    path = last_part(copy, table)
    os.truncate(path, length if length >= 0 else path.stat().st_size + length)
    code, said = refused(copy)
    assert (code, str(path) in said) == (3, True), said
    assert "timeline export --format parquet" in said


@pytest.mark.parametrize("table", ["fact_version", "record", "bears", "report_version"])
def test_a_part_that_is_missing_is_named(copy, table):
    path = last_part(copy, table)
    assert "bucket=0" not in str(path)
    shutil.rmtree(path.parent)
    code, said = refused(copy)
    assert (code, str(path) in said, "does not hold a whole export" in said) == (2, True, True), said


@pytest.fixture
def later(log_folder, tmp_path):
    """An export of the same log once it has grown."""
    from timeline.engines import filling
    from timeline.store.log import LogFiles

    events = shutil.copytree(log_folder, tmp_path / "events")
    tl.open(events).add("one more", occurred="2026-02-01", facts={"R2.training": "else"}, by="ada")
    filling.write(LogFiles(folder=str(events)), str(tmp_path / "later"), piece=40, part=50)
    return tmp_path / "later"


@pytest.mark.parametrize("table", [shape.name for shape in TABLES])
def test_a_folder_that_is_half_copied_over_an_older_export_is_refused(copy, later, table):
    shutil.copytree(later / table, copy / table, dirs_exist_ok=True)
    code, said = refused(copy)
    assert (code, "is of another export" in said) == (2, True), said
    assert "timeline export --format parquet" in said


def test_a_folder_that_lost_what_it_says_of_itself_is_not_called_an_answer(log_folder, tmp_path):
    folder = tmp_path / "data"
    done = CliRunner().invoke(cli, ["-C", str(log_folder), "export", "--format", "parquet", str(folder)])
    assert done.exit_code == 0
    shutil.rmtree(folder / "about")
    code, said = refused(folder)
    assert (code, "does not hold a whole export" in said) == (2, True), said


@pytest.mark.parametrize(
    "name", [".DS_Store", "fact_version/.DS_Store", "fact_version/bucket=0/.part-0.parquet.crc", "bears/x/notes.txt"]
)
def test_files_of_others_change_nothing(copy, name):
    expected = ask(copy)
    path = copy / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("somebody else's")
    assert ask(copy) == expected
    assert expected[0] == 0


def test_bytes_that_cannot_be_unpacked_are_no_fault_of_the_program(copy):
    for path in (copy / "fact_version").glob("*/*.parquet"):
        whole = bytearray(path.read_bytes())
        whole[40 : len(whole) // 2] = bytes(byte ^ 0x5A for byte in whole[40 : len(whole) // 2])
        path.write_bytes(whole)
    code, said = refused(copy)
    assert (code, str(copy) in said) == (3, True), said


@pytest.mark.parametrize("words", [(), ("why", "R2.training"), ("list", "--by", "month"), ("conflicts",)], ids=str)
def test_a_file_with_other_columns_is_not_what_was_exported(copy, words):
    for table in ("fact_version", "record", "event_version"):
        for path in (copy / table).glob("*/*.parquet"):
            pq.write_table(pa.table({"other": [1]}), path)
    code, said = refused(copy, *words)
    assert (code, str(copy) in said) == (3, True), said


@pytest.mark.parametrize("wrong", ["lacks one", "another kind", "none of them"])
def test_one_file_among_many_with_other_columns_is_found_where_the_engine_does_not_look(copy, wrong):
    """Spark is told the columns, and would take one that is not there for one without values."""
    export = folders.read(str(copy))
    for shape in TABLES:
        folders.require_columns(export, shape)
    path = export.files["record"][-1]
    rows = pq.read_table(path, partitioning=None)
    at = rows.column_names.index("line")
    rows = {
        "lacks one": rows.drop_columns(["line"]),
        "another kind": rows.set_column(at, "line", pa.array(["x"] * rows.num_rows)),
        "none of them": pa.table({"other": [1]}),
    }[wrong]
    pq.write_table(rows, path)
    with pytest.raises(tl.LogBroken, match="holds other columns than an export") as caught:
        folders.require_columns(export, RECORDS)
    assert path in str(caught.value)


@pytest.mark.parametrize("made", [None, "no JSON", "[]", "{}", '{"form": 2, "buckets": "many"}'], ids=str)
def test_an_export_that_says_nothing_of_itself_is_refused(copy, made):
    path = copy / folders.file_of("about", 0)
    rows = [row for row in pq.read_table(path, partitioning=None).to_pylist() if row["name"] != "made"]
    rows += [] if made is None else [{"name": "made", "text": made}]
    pq.write_table(pa.Table.from_pylist(rows), path)
    code, said = refused(copy)
    assert (code, str(path) in said) == (3, True), said


def test_a_form_of_another_version_is_refused(copy):
    path = copy / folders.file_of("about", 0)
    rows = pq.read_table(path, partitioning=None).to_pylist()
    for row in rows:
        if row["name"] == "made":
            row["text"] = json.dumps({**json.loads(row["text"]), "form": 7})
    pq.write_table(pa.Table.from_pylist(rows), path)
    with pytest.raises(tl.FormatError, match="in a form that this version does not read"):
        tl.open_data(copy)


@pytest.mark.parametrize(
    "engine",
    ["", "local[0]", "local[x]", "local[-1]", "local[]", "spark://", "spark://host", "spark://host:port", "Duckdb"],
)
def test_an_address_that_can_be_none_is_refused_before_anything_is_started(data, engine):
    done = CliRunner().invoke(cli, ["state", "several", "--engine", engine, "--data", str(data)])
    assert done.exit_code == 2
    assert f'"{engine}" is not an engine' in done.stderr


def test_a_spark_that_is_not_there_is_named_before_java_is_started(data, log_folder, tmp_path):
    engine = f"spark://127.0.0.1:{servers.free_port()}"
    pytest.importorskip("pyspark")
    export = ["-C", str(log_folder), "export", "--format", "parquet", "--relation", str(tmp_path / "x")]
    for words in (["state", "several", "--data", str(data)], export):
        done = CliRunner().invoke(cli, [*words, "--engine", engine])
        assert (done.exit_code, f"{engine} cannot be reached" in done.stderr) == (2, True), done.stderr
