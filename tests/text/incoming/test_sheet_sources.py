"""The sources that the rows of a sheet bring: once each, named by outlet, address or name."""

import csv
import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sheets import DAY, bodies, faults, read

from builders import a_draft, a_log, segments_of
from commands import run
from timeline.errors import TimelineError
from timeline.records.catalogue import Holdings
from timeline.text.incoming import cells as cells_
from timeline.text.incoming import reading, rows
from timeline.text.incoming.pages import Sources
from timeline.text.incoming.values import Asked, Cells, Table
from timeline.views import payloads


@pytest.fixture
def log(tmp_path):
    return a_log(tmp_path, a_draft("source", name="press", publisher="Press", published="2025-08-14"))


ROWS = (
    "Date,Headline,Publisher,URL,Published,Via,Origin,Interested,Quote\n"
    "2025-08-14,R2 moved,Financial Times,https://ft.example/a,2025-08-14,,people familiar,,so it said\n"
    "2025-08-15,R2 moved again,Financial Times,https://ft.example/a,,,,,\n"
    "2025-08-16,R2 is back,Financial Times,https://ft.example/b,2025-08-14,press,,,\n"
)


def test_a_row_brings_its_source_and_the_same_publisher_and_url_is_the_same(log, file):
    said = run(log, "import", file(ROWS))
    assert said.exit_code == 0, said.stderr
    records = [(record.kind, record.body) for record in log.read().records][1:]
    sources = [body for kind, body in records if kind == "source"]
    assert sources[0] == {
        "name": "financial-times-2025-08-14",
        "publisher": "Financial Times",
        "url": "https://ft.example/a",
        "published": "2025-08-14",
        "origin": {"name": "people familiar"},
    }
    assert len(sources) == 2
    assert sources[1]["via"] == ["press"]
    assert sources[1]["name"].startswith("financial-times-2025-08-14-")
    events = [body for kind, body in records if kind == "event"]
    assert [event["reports"][0]["source"] for event in events] == [
        sources[0]["name"],
        sources[0]["name"],
        sources[1]["name"],
    ]
    assert events[0]["reports"] == [{"source": sources[0]["name"], "quote": "so it said"}]


def test_importing_again_brings_no_source_twice_also_where_the_sheet_grew(log, file):
    run(log, "import", file(ROWS))
    before = segments_of(log)
    again = run(log, "import", file(ROWS))
    assert again.exit_code == 0
    assert "added 0" in again.stderr
    assert segments_of(log) == before
    grown = "\n".join([ROWS.splitlines()[0], "2026,First now,Reuters,https://r.example/1,,,,,", *ROWS.splitlines()[1:]])
    said = run(log, "import", file(grown + "\n"))
    assert "added 2, already there 3" in said.stderr


def test_a_source_that_was_taken_back_is_not_brought_again(log, file):
    run(log, "import", file(ROWS))
    assert run(log, "retract", "financial-times-2025-08-14", "--because", "a forgery").exit_code == 0
    before = segments_of(log)
    assert "added 0" in run(log, "import", file(ROWS)).stderr
    assert segments_of(log) == before


def test_many_notes_are_counted(log, file):
    rows = "".join(f"e{n},1920-30\n" for n in range(25))
    said = run(log, "import", file("title,date\n" + rows))
    assert said.exit_code == 0
    assert said.stderr.count(" is read as ") == 19  # beside what was understood of the headings
    assert "more of these notes" in said.stderr


def test_a_source_that_the_log_corrected_since_stays_as_it_is(log, file):
    run(log, "import", file(ROWS))
    run(log, "correct", "financial-times-2025-08-14", "--set", "published=2025-08-13", "--because", "a slip")
    assert "added 0" in run(log, "import", file(ROWS)).stderr


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("press", ["press"]),
        ("press; https://www.ft.com/x", ["press", "ft.com"]),
        ("https://a.example/1, https://a.example/2", ["a.example", "a.example-"]),
        ("Financial Times", ["financial-times"]),
        ("Financial Times\nSüddeutsche Zeitung", ["financial-times", "suddeutsche-zeitung"]),
        ("財新", ["source"]),
    ],
)
def test_a_column_of_names_addresses_or_outlets_is_one_of_sources(cell, names):
    found = read(f'title,Sources\nx,"{cell}"\n', sources={"press": {"name": "press"}})
    assert found.faults == ()
    (event,) = [draft.body for draft in found.drafts if draft.kind == "event"]
    given = [report["source"] for report in event["reports"]]
    assert len(given) == len(names)
    for name, begins in zip(given, names, strict=True):
        assert name == begins or (begins[-1] == "-" and name.startswith(begins))
    defined = {draft.body["name"] for draft in found.drafts if draft.kind == "source"}
    assert defined == set(given) - {"press"}


@pytest.mark.parametrize("column", ["source", "publisher", "url", "via", "origin"])
@pytest.mark.parametrize("cell", ["n/a", "-", "\u2014", "Unknown", "?"])
def test_a_cell_that_says_that_no_source_is_known_makes_none(column, cell):
    """Each such row once had a source called n-a, and so counted as reported."""
    beside = "source," if column in ("via", "origin") else ""
    found = read(f"title,{beside}{column}\nx,{'press,' if beside else ''}{cell}\n")
    assert found.faults == ()
    assert [draft.kind for draft in found.drafts] == ["event"]
    assert found.drafts[0].body == {"title": "x"} | ({"reports": [{"source": "press"}]} if beside else {})
    assert f'"{cell}" names no source, and is read as none (1 cell)' in found.notes


def test_a_source_of_such_a_name_stays_one():
    known = {"unknown": {"name": "unknown", "publisher": "Unknown"}}
    (body,) = bodies("title,source\nx,unknown\n", sources=known)
    assert body["reports"] == [{"source": "unknown"}]


def test_a_column_of_addresses_under_an_unknown_heading_is_offered_as_that():
    (fault,) = read("title,Read more here\nx,https://a.example/b\ny,\nz,http://c.example\n").faults
    assert (fault.fix or "").startswith("it holds addresses of the web: --column 'Read more here=url' (in Python")
    (fault,) = read("title,Read more here\nx,https://a.example/b\ny,page 3\n").faults
    assert (fault.fix or "").startswith("--column 'Read more here=NAME'")


@pytest.mark.parametrize(
    ("cell", "what", "fix"),
    [
        ("www.example.org/x", "www.example.org/x", "write https://www.example.org/x"),
        ("example.org", "example.org", "write https://example.org"),
        ("10.1000/182", "10.1000/182", "write https://doi.org/10.1000/182"),
        ("see above", "see above", "write the whole address; an outlet's name: --column link=publisher"),
        ("The Gazette", "The Gazette", "write the whole address"),
    ],
)
def test_what_is_no_address_is_refused_in_a_column_of_addresses(cell, what, fix):
    """Of `see above` once came two sources, of the addresses `see` and `above`."""
    (fault,) = read(f"title,link\nx,{cell}\n").faults
    assert (fault.where, fault.what) == ("story:2, link (column B)", f'"{what}" is not an address')
    assert (fault.fix or "").startswith(fix)
    if fix.startswith("write https"):
        assert read(f"title,link\nx,{fix.removeprefix('write ')}\n").faults == ()


@pytest.mark.parametrize(
    ("cell", "publisher", "url"),
    [
        ("BBC https://b.example/1", "BBC", "https://b.example/1"),
        ("BBC: https://b.example/1", "BBC", "https://b.example/1"),
        ("BBC (https://b.example/1)", "BBC", "https://b.example/1"),
        ("https://b.example/1 (BBC)", "BBC", "https://b.example/1"),
        ("Talk with A (12 March): https://b.example/1", "Talk with A (12 March)", "https://b.example/1"),
        ("BBC <https://b.example/1>", "BBC", "https://b.example/1"),
        ("[BBC News](https://b.example/1_(a))", "BBC News", "https://b.example/1_(a)"),
        ("BBC \u2013 https://b.example/1.", "BBC", "https://b.example/1"),
    ],
)
def test_an_outlet_and_its_address_in_one_cell_are_both(cell, publisher, url):
    (source,) = bodies(f"title,source\nx,{cell}\n", kind="source")
    assert (source["publisher"], source["url"]) == (publisher, url)


def test_several_outlets_with_addresses_are_parted_by_a_semicolon():
    told = "BBC https://b.example/1, CNN https://c.example/2"
    assert faults(f'title,source\nx,"{told}"\n') == [
        ("story:2, source (column B)", f'"{told}" holds several addresses')
    ]
    found = bodies(f"title,source\nx,{told.replace(',', ';')}\n", kind="source")
    assert [(source["publisher"], source["url"]) for source in found] == [
        ("BBC", "https://b.example/1"),
        ("CNN", "https://c.example/2"),
    ]


@pytest.mark.parametrize(
    ("url", "urls"),
    [
        ("", [None, None, None]),
        (";https://b.example/1;", [None, "https://b.example/1", None]),
        ("https://a.example/1; -; https://c.example/3", ["https://a.example/1", None, "https://c.example/3"]),
        ("https://a.example/1 https://b.example/2", ["https://a.example/1", "https://b.example/2"]),
    ],
)
@pytest.mark.parametrize("column", ["publisher", "source"])
def test_several_outlets_of_a_row_have_an_address_each_or_none(column, url, urls):
    outlets = ["AP News", "BBC News", "CNN News"][: len(urls)]
    found = bodies(f'title,{column},url\nx,{"; ".join(outlets)},"{url}"\n', kind="source")
    assert [source["publisher"] for source in found] == outlets
    assert [source.get("url") for source in found] == urls


@pytest.mark.parametrize("url", ["https://b.example/1", "https://a.example/1 https://b.example/2"])
def test_fewer_addresses_than_outlets_are_not_dealt_out_and_the_fix_that_is_given_is_taken(url):
    found = read(f'title,publisher,url\nx,AP News; BBC News; CNN News,"{url}"\n').faults
    assert [fault.where for fault in found] == ["story:2, url (column C)"]
    assert "3 sources" in found[0].what
    assert "one for all" not in found[0].fix
    assert "https://a.example/1;;https://a.example/3" in found[0].fix
    assert bodies("title,publisher,url\nx,AP; BBC; CNN,https://a.example/1;;https://a.example/3\n", kind="source")


def test_a_date_of_several_sources_is_at_fault_once():
    assert len(faults("title,publisher,published\nx,AP News; BBC News,5 June 2026\n")) == 1


def test_a_name_that_may_be_those_of_several_outlets_is_one_and_that_is_said():
    """Reuters, AFP counts as one report; whoever means two has to know."""
    found = read('title,source\na,"Reuters, AFP"\nb,Reuters/AFP\nc,"Reuters, AFP"\nd,Le Monde\n')
    said = (
        '"Reuters, AFP" is read as one outlet (and so 1 more); several are parted by ;, or with --list-separator , by '
    )
    assert f"{said}commas (in Python list_separator=',')" in found.notes
    assert not any("one outlet" in note for note in read("title,source\na,Reuters; AFP\nb,Le Monde\n").notes)


@pytest.mark.parametrize("column", ["source", "publisher", "url"])
def test_objects_of_json_are_no_source(column):
    objects = json.dumps([{"name": "BBC", "url": "https://b.example/9"}])
    found = reading.parse(
        json.dumps([{"title": "x", column: json.loads(objects)}]).encode(), "json", name="s", asked=Asked(day=DAY)
    )
    (fault,) = found.faults
    assert fault.what == "it holds objects of JSON, and not the names of sources"


def test_values_that_may_say_that_none_is_known_are_said():
    found = read("title,R2.chips\nx,n/a\n")
    assert (
        '"n/a": values of facts as they stand; where nothing is known, --null (in Python null=) says so' in found.notes
    )


def test_a_name_in_the_row_is_the_name_of_its_source():
    (source,) = bodies("title,source,publisher,url\nx,scmp,SCMP,https://s.example/1\n", kind="source")
    assert source == {"name": "scmp", "publisher": "SCMP", "url": "https://s.example/1"}


def test_stances_stand_behind_names_and_outlets():
    (event,) = bodies("title,source\nx,press:denies; Financial Times: doubts\n", sources={"press": {"name": "press"}})
    assert [(report["source"], report.get("stance")) for report in event["reports"]] == [
        ("press", "denies"),
        ("financial-times", "doubts"),
    ]


@pytest.mark.parametrize(
    ("text", "where", "told"),
    [
        ("title,published\nx,2025\n", "published (column B)", "the row has none"),
        ("title,source\nx,Press\n", "source (column B)", "unknown source"),
        ("title,publisher\nx,Press!\ny,Press\n", "publisher (column B)", "is an outlet here"),
        ("title,source,url\nx,press; other,https://a.example/1\n", "url (column C)", "1 address"),
        (
            "title,publisher,url,published\nx,P,https://p.example,2025\ny,P,https://p.example,2026\n",
            "url (column C)",
            "",
        ),
        ("title,source,url\nx,press,https://other.example\n", "source (column B)", "the log has a source"),
    ],
)
def test_what_is_not_clear_of_a_source_is_refused(text, where, told):
    known = {"press": {"name": "press", "publisher": "The Press", "url": "https://press.example"}}
    found = faults(text, sources=known)
    assert found
    assert all(where in place for place, _ in found)
    assert told in found[0][1]


NAMES = st.sampled_from(["Financial Times", "Reuters", "SCMP", "press", "財新", "a/b", ""])
URLS = st.sampled_from(["https://a.example/1", "https://a.example/2", "https://b.example/", ""])
DAYS = st.sampled_from(["2025-08-14", "2025", "2025-08?", ""])


@settings(deadline=None, max_examples=150)
@given(st.lists(st.tuples(NAMES, URLS, DAYS), min_size=1, max_size=6))
def test_a_sheet_and_what_it_grew_to_bring_every_source_once(rows):
    """The log takes the first rows, then all of them: what is there then is what all of them bring at once."""
    lines = [f"e{n},{publisher},{url},{day}" for n, (publisher, url, day) in enumerate(rows)]
    head = "title,publisher,url,published\n"

    def brought(text, records):
        asked = Asked(day=DAY, sources=Sources.of(dict(one.body) for one in Holdings(records).sources.values()))
        found = reading.parse((head + text).encode(), "csv", name="s", asked=asked)
        if found.faults:
            raise TimelineError("refused")
        return payloads.admit_once(records, found.drafts)

    try:
        whole = brought("\n".join(lines), ())
    except TimelineError:
        return
    names = [decision.body["name"] for decision in whole if decision.kind == "source"]
    assert len(names) == len(set(names))
    pages = [(d.body.get("publisher"), d.body.get("url"), d.body.get("published")) for d in whole if d.kind == "source"]
    assert len(pages) == len(set(pages))


@settings(deadline=None, max_examples=150)
@given(
    st.lists(
        st.tuples(NAMES, URLS, DAYS, st.sampled_from(["", "press", "press;scmp", "relay:denies", "RELAY"])), max_size=8
    )
)
def test_what_rows_say_of_a_source_alike_is_read_as_if_each_were_the_first(told):
    """A row with a link behind its words is read by itself; without one, what was said before is not read again."""
    heads = Cells(1, ("title", "publisher", "url", "published", "source", "Date reported"))
    cells = [(f"e{n}", *row, "2019-20" if n % 3 else "") for n, row in enumerate((*told, *told))]

    def found(links):
        table = Table(name="a, b.csv", rows=(heads, *(Cells(n, row, {}, links) for n, row in enumerate(cells, 2))))
        brought = rows.read(table, Asked(day=DAY))
        drafts = [(d.kind, dict(d.body), d.where, dict(d.places or {})) for d in (*brought.drafts, *brought.partial)]
        return drafts, brought.faults, [note for note in brought.notes if not note.startswith("passed over")]

    assert found({}) == found({9: "https://c.example/"})


def test_a_row_names_the_columns_that_it_fills_and_none_of_the_rows_before():
    found = read("title,date,publisher,url,tags\nA,2025,BBC,https://a.example,x\nB,2026,BBC,https://a.example,\n")
    first, second = (set(draft.places or ()) for draft in found.drafts if draft.kind == "event")
    assert (first - second, second - first) == ({"tags"}, set())


@settings(deadline=None, max_examples=150)
@given(
    st.lists(st.lists(st.text('ab",;\n ', max_size=4), min_size=1, max_size=4), max_size=6),
    st.sampled_from(",;\t"),
    st.integers(1, 3),
)
def test_rows_are_those_of_the_csv_module_however_many_lines_come_at_a_time(given_, separator, at_once):
    stream = io.StringIO()
    csv.writer(stream, delimiter=separator, lineterminator="\n").writerows(given_)
    text = stream.getvalue()
    lines = text.splitlines(keepends=True)
    blocks = [(at + 1, "".join(lines[at : at + at_once])) for at in range(0, len(lines), at_once)]
    every = list(cells_.rows(blocks, separator))
    assert [row.cells for row in every] == [tuple(row) for row in given_]
    wanted = [tuple(row) for row in given_ if any(cell.strip() for cell in row)]
    found = [row for row in every if not row.is_blank]
    begins = [row.line for row in found]
    assert [text.split("\n")[line - 1][:1] for line in begins] == [_spelled(row, separator)[:1] for row in wanted]


def _spelled(row, separator):
    stream = io.StringIO()
    csv.writer(stream, delimiter=separator, lineterminator="\n").writerow(row)
    return stream.getvalue().split("\n")[0]


def test_a_fault_of_a_file_with_a_comma_in_its_name_names_the_column(log, file):
    said = run(log, "import", file("title,source,Date\nA,prss,2025\n", "a, b.csv"))
    assert "a, b.csv:2, source (column B)" in said.stderr
    assert said.exit_code == 2


@pytest.mark.parametrize("column", ["Source", "Via"])
def test_an_outlet_of_one_word_is_the_same_when_the_sheet_comes_again(file, tmp_path, column):
    """Its source is called "reuters": then the name of the outlet is no slip of the pen."""
    log = a_log(tmp_path)
    more = "" if column == "Source" else ",Publisher"
    rows = f"Date,Headline,{column}{more}\n2025-08-14,x,Reuters{',Press' if more else ''}\n"
    rows += f"2025-08-15,y,Reuters; AFP{',Press' if more else ''}\n"
    path = file(rows)
    for _ in range(3):
        said = run(log, "import", path)
        assert said.exit_code == 0, said.stderr
    assert "added 0" in said.stderr
    names = [record.body["name"] for record in log.read().records if record.kind == "source"]
    assert sorted(set(names) - {"press"}) == ["afp", "reuters"]
    assert len(names) == len(set(names))


# --- several columns of sources, and of addresses --------------------------------------------------------------------

A, B, C = "https://a.example/1", "https://b.example/2", "https://c.example/3"


def sources_of(text, **asked):
    """Give the addresses of the sources of each event, in their order."""
    urls = {body["name"]: body.get("url") for body in bodies(text, "source", **asked)}
    return [[urls[report["source"]] for report in body.get("reports", [])] for body in bodies(text, **asked)]


@pytest.mark.parametrize("heads", [("Source 1", "Source 2"), ("source_1", "source_2"), ("Source1", "Sources")])
def test_each_of_several_columns_of_sources_is_read(heads):
    text = f"Date,Headline,{','.join(heads)}\n2025,one,{A},{B}\n2025,two,,{B}\n2025,three,{C},\n2025,four,,\n"
    assert sources_of(text) == [[A, B], [B], [C], []]


def test_one_address_for_several_columns_of_sources_is_refused():
    (fault,) = read(f"Date,Headline,Source 1,Link,Source 2\n2025,one,Press,{A},Radio\n").faults
    assert "1 address, and the row has 2 sources" in fault.what


@pytest.mark.parametrize("source", [A, f"Press ({A})"])
def test_a_source_with_two_addresses_is_refused_as_one_would_be_lost(source):
    text = f"Date,Headline,Source,URL\n2025,one,{source},{B}\n"
    (fault,) = read(text).faults
    assert A in fault.what
    assert B in fault.what
    assert "--column URL=source --column Source=source" in fault.fix
    assert sources_of(text, columns={"URL": "source", "Source": "source"}) == [[A, B]]
    assert sources_of(text.replace(B, A)) == [[A]]


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        (f"Date,Headline,Link A,Link B\n2025,one,{A},{B}\n", {"Link A": "source", "Link B": "source"}),
        (f"Date,Headline,Outlet,Link,Kept at\n2025,one,Press,{A},{B}\n", {"Kept at": "links"}),
        (f"Date,Headline,Link,Kept at\n2025,one,{A},{B}\n", {"Kept at": "links"}),
        (f"Date,Headline,Kept at\n2025,one,{B}\n", {"Kept at": "url"}),
    ],
)
def test_what_is_advised_of_columns_of_addresses_is_taken(text, columns):
    assert all(json.dumps(columns) in fault.fix for fault in read(text).faults)
    found = [bodies(text, kind, columns=columns) for kind in ("source", "event")]
    assert A not in text or A in str(found)
    assert B in str([dict(draft.body) for draft in read(text, columns=columns).drafts])
