"""The table of docs/exporting.md is what the commands say, and what the tools say of their files.

`TIMELINE_REWRITE=1 pytest tests/text/outgoing/test_exporting_page.py` writes the table again.
"""

import json
import os
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

import timeline as tl
from loops import awaited
from timeline.cli.main import cli
from timeline.text.outgoing.forms import FORMS, NAMES

ROOT = Path(__file__).resolve().parents[3]
PAGE = ROOT / "docs" / "exporting.md"
STORY = ROOT / "events"
FIRST, LAST = "<!-- forms -->\n", "<!-- end of forms -->\n"


def told_by_import(path):
    log = tl.init(path.parent / "taken")
    return f"{len(log.import_(path, keep_recorded=True))} records added"


def told_by_pandas(path):
    frame = pytest.importorskip("pandas").read_csv(path)
    return f"{frame.shape[0]} rows, {frame.shape[1]} columns"


def told_by_openpyxl(path):
    book = pytest.importorskip("openpyxl").load_workbook(path)
    return f"sheets {', '.join(book.sheetnames[:5])}, …"


def told_by_sqlite_utils(path):
    db = pytest.importorskip("sqlite_utils").Database(str(path))
    counts = {name: db[name].count for name in ("events", "facts", "reports")}
    found = ", ".join(f"{name} {count}" for name, count in counts.items())
    keys = ", ".join(f"{key.column} → {key.other_table}" for key in db["facts"].foreign_keys)
    db.close()
    return f"{found}; foreign keys of facts {keys}"


def told_by_datasette(path):
    pytest.importorskip("datasette")
    from datasette.app import Datasette

    runner().invoke(cli, ["-C", str(STORY), "export", str(path.with_name("story.db"))])
    served = Datasette([str(path.with_name("story.db"))], metadata=json.loads(path.read_text(encoding="utf-8")))
    page = awaited(served.client.get("/story")).text
    served.executor.shutdown()
    return f"title: {re.search('<title>(.*?)</title>', page)[1].partition(':')[0]}"


def told_by_duckdb(path):
    duckdb = pytest.importorskip("duckdb")
    source = f"{path}/facts.parquet" if path.is_dir() else str(path)
    columns = duckdb.sql(f"describe select * from '{source}'").fetchall()
    kinds = {name: kind for name, kind, *_ in columns}
    name = "since_earliest" if path.is_dir() else "occurred_earliest"
    rows = duckdb.sql(f"select count(*) from '{source}'").fetchall()[0][0]
    return f"{rows} rows, {name} {kinds[name]}"


def told_by_polars(path):
    frame = pytest.importorskip("polars").read_ipc(path)
    return f"shape {frame.shape}, occurred_earliest {frame.schema['occurred_earliest']}"


def told_by_pandas_as_lines(path):
    pandas = pytest.importorskip("pandas")
    frame = pandas.read_json(path, lines=True, dtype=False)
    return f"{len(frame)} rows from {pandas.to_datetime(frame['datetime'], format='ISO8601').min()}"


def told_by_icalendar(path):
    calendar = pytest.importorskip("icalendar").Calendar.from_ical(path.read_bytes())
    return f"{len(calendar.events)} events, {sum(len(one.errors) for one in calendar.events)} errors"


def told_by_stix2(path):
    bundle = pytest.importorskip("stix2").parse(path.read_text(encoding="utf-8"))
    kinds = [one["type"] for one in bundle.objects]
    return ", ".join(f"{kinds.count(kind)} {kind}" for kind in dict.fromkeys(kinds))


def told_by_followthemoney(path):
    pytest.importorskip("followthemoney")
    from followthemoney.statement.serialize import read_path_statements

    found = list(read_path_statements(path, "json"))
    kinds = {one.entity_id: one.schema for one in found}
    schemas = sorted(set(kinds.values()))
    return ", ".join(f"{list(kinds.values()).count(schema)} {schema}" for schema in schemas)


def told_by_prov(path):
    model = pytest.importorskip("prov.model")
    document = model.ProvDocument.deserialize(str(path), format="json")
    return f"{len(document.get_records())} records"


def told_by_cloudevents(path):
    pytest.importorskip("cloudevents.core")
    from cloudevents.core.formats.json import JSONFormat

    read = [JSONFormat().read(None, line) for line in path.read_text(encoding="utf-8").splitlines()]
    return f"{len(read)} events of {len({one.get_type() for one in read})} types"


def told_by_json(path):
    found = json.loads(path.read_text(encoding="utf-8"))
    return f"{len(found['events'])} slides" if "events" in found else f"{len(found['@graph'])} reviews"


ROWS = [
    ("jsonl", "story.jsonl", [], "`import --keep-recorded`", told_by_import),
    ("csv", "story.csv", [], "pandas", told_by_pandas),
    ("csv", "hardware.csv", ["--view", "hardware"], "pandas", told_by_pandas),
    ("long-csv", "facts.csv", ["--format", "long-csv"], "pandas", told_by_pandas),
    ("xlsx", "story.xlsx", [], "openpyxl", told_by_openpyxl),
    ("sqlite", "story.db", [], "sqlite-utils", told_by_sqlite_utils),
    ("datasette", "story.metadata.json", [], "Datasette", told_by_datasette),
    ("parquet", "story.parquet", [], "DuckDB", told_by_duckdb),
    ("parquet", "story", ["--format", "parquet"], "DuckDB", told_by_duckdb),
    ("arrow", "story.arrow", [], "Polars", told_by_polars),
    ("timelinejs", "story.timelinejs.json", [], "a JSON reader", told_by_json),
    ("timelinejs-sheet", "story.timelinejs.csv", [], "pandas", told_by_pandas),
    ("timesketch", "story.timesketch.jsonl", [], "pandas", told_by_pandas_as_lines),
    ("ics", "story.ics", [], "icalendar", told_by_icalendar),
    ("stix", "story.stix.json", [], "stix2", told_by_stix2),
    ("ftm", "story.ftm.jsonl", [], "followthemoney", told_by_followthemoney),
    ("claimreview", "story.claimreview.json", [], "a JSON reader", told_by_json),
    ("prov", "story.prov.json", [], "prov", told_by_prov),
    ("cloudevents", "story.cloudevents.jsonl", [], "cloudevents", told_by_cloudevents),
    ("md", "story.md", [], "people", None),
    ("html", "story.html", [], "a browser", None),
    ("mermaid", "story.mmd", [], "Mermaid", None),
]


def runner():
    return CliRunner(env={"TIMELINE_BY": "ada"})


def row(folder, form, name, words, reader, read):
    path = folder / form / name
    path.parent.mkdir(exist_ok=True)
    done = runner().invoke(cli, ["-C", str(STORY), "export", str(path), *words, "--as-of", "2026-11-23"])
    assert done.exit_code == 0, done.output
    lost = [
        line for line in done.stderr.splitlines()[2:] if not line.startswith(("for Datasette", "import the sources"))
    ]
    says = "" if read is None else read(path)
    command = " ".join(["timeline export", name, *words])
    return f"| {form} | `{command}` | {reader}{': ' if says else ''}{says} | {'; '.join(lost) or '-'} |\n"


def held():
    text = PAGE.read_text(encoding="utf-8")
    return text.partition(FIRST)[2].partition(LAST)[0].splitlines(keepends=True)


@pytest.mark.skipif(bool(os.environ.get("TIMELINE_REWRITE")), reason="the table is written again")
@pytest.mark.parametrize("place", range(len(ROWS)), ids=[f"{one[0]}-{one[1]}" for one in ROWS])
def test_a_row_of_the_table_is_what_the_tool_says(place, tmp_path):
    writer = {"arrow": "pyarrow", "ics": "icalendar", "parquet": "pyarrow", "xlsx": "openpyxl"}.get(ROWS[place][0])
    if writer is not None:
        pytest.importorskip(writer)
    assert held()[place + 2] == row(tmp_path, *ROWS[place])


def test_the_table_has_every_form(tmp_path):
    assert [one[0] for one in dict.fromkeys((form,) for form, *_ in ROWS)] == list(NAMES)
    if os.environ.get("TIMELINE_REWRITE"):
        lines = ["| form | command | read by | not carried |\n", "| --- | --- | --- | --- |\n"]
        lines += [row(tmp_path, *one) for one in ROWS]
        before, _, rest = PAGE.read_text(encoding="utf-8").partition(FIRST)
        after = rest.partition(LAST)[2]
        PAGE.write_text(f"{before}{FIRST}{''.join(lines)}{LAST}{after}", encoding="utf-8")
    assert len(held()) == len(ROWS) + 2


def test_every_ending_in_the_page_names_its_form():
    for form, name, words, *_ in ROWS:
        endings = [ending for one in FORMS if one.name == form for ending in one.endings]
        assert words or any(name.endswith(ending) for ending in endings)
