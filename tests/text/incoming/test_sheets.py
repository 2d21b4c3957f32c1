"""Sheets as people keep them: their own headings, a row an object, and what is said of what was understood."""

import json

import pytest
from sheets import bodies, faults, read

from builders import a_draft, a_log
from commands import run
from timeline.errors import TimelineError


@pytest.fixture
def log(tmp_path):
    return a_log(tmp_path, a_draft("source", name="press", publisher="Press", published="2025-08-14"))


# --- headings, and what stands above them --------------------------------------------------------


def test_headings_are_those_that_people_use_and_what_was_understood_is_said(log, file):
    path = file("When,Headline,Notes,Categories\n2025-08,R2 moved,a long story,r2; hw\n")
    said = run(log, "import", path)
    assert said.exit_code == 0, said.stderr
    assert 'read: "When" as occurred, "Headline" as title, "Notes" as text, "Categories" as tags' in said.stderr
    event = log.read().records[-1].body
    assert event == {"title": "R2 moved", "occurred": "2025-08", "text": "a long story", "tags": ["r2", "hw"]}


@pytest.mark.parametrize(
    "word", ["date", "Date", "WHEN", "time", "Event date", "date_of_event", "eventDate", "Incident Date"]
)
def test_words_for_when_it_happened(word):
    assert bodies(f"title,{word}\nx,2025\n") == [{"title": "x", "occurred": "2025"}]


@pytest.mark.parametrize("word", ["Headline", "event", "What happened", "Title:", "Event title*"])
def test_words_for_a_title(word):
    assert bodies(f"{word}\nx\n") == [{"title": "x"}]


def test_of_a_column_that_is_given_a_name_that_no_field_has_the_name_is_at_fault():
    ((where, what),) = faults("Headline,Farbe\nx,y\n", columns={"Farbe": "tgas"})
    assert where == "--column"
    assert '"tgas" is not a field of a sheet of events' in what


def test_rows_above_the_headings_are_passed_over_and_said():
    text = "Timeline of the case,\nlast change: 2026-06-01,,\n\nDate,Event,Comment\n2025,x,y\n"
    found = read(text)
    assert [draft.body for draft in found.drafts] == [{"title": "x", "occurred": "2025", "text": "y"}]
    assert "lines 1 to 2: above the headings, and passed over" in found.notes
    (where, what) = faults(text.replace("2025,", "soon,"))[0]
    assert where == "story:5, Date (column A)"
    assert "soon" in what


@pytest.mark.parametrize("above", ["Our incidents,made by,the team,2026-06-01", "a,b,c,d\ne,f,g,h,i", "A,B,C,D"])
def test_rows_above_the_headings_may_be_as_wide_as_these(above):
    found = read(f"{above}\nEvent,Date,Comment,Source\nx,2025,y,press\n")
    assert found.faults == ()
    (body,) = [draft.body for draft in found.drafts if draft.kind == "event"]
    assert (body["title"], body["occurred"], body["text"]) == ("x", "2025", "y")
    assert any("above the headings, and passed over" in note for note in found.notes)


def test_rows_that_may_be_events_are_never_passed_over():
    text = "R1 moved,2025,x\nR2 moved,2026,y\nTitle,Date,Notes\nz,2025,\n"
    assert "no column is called title, or name" in str(faults(text)) or "has no column" in str(faults(text))
    assert all(where.startswith("story:1") for where, _ in faults(text))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_encodings_with_a_mark_and_separators(encoding, separator):
    text = separator.join(["Titel äöü", "Date"]) + "\r\n" + separator.join(["Köln", "2025"]) + "\r\n"
    mark = "\ufeff" if encoding.endswith("e") else ""
    assert bodies((mark + text).encode(encoding), columns={"Titel äöü": "title"}) == [
        {"title": "Köln", "occurred": "2025"}
    ]


def test_without_a_title_what_is_missing_is_told_of_the_row_that_has_most_headings():
    text = "# exported 2026-05-01\n# source: a lab\nevent_date\tnotes\tsource\tdead\n2026-02-03\tx\tBBC\t3\n"
    assert [where for where, _ in faults(text)] == ["story:3, dead (column D)"]
    assert faults(text, columns={"dead": ""}) == [("story:3", "no column is called title, or name")]


def test_headings_in_two_rows_are_told_to_become_one():
    fix = read("When,,What happened\nFrom,To,\n2026,2027,x\n").faults[0].fix
    both, name = "--heading-rows 2 (in Python heading_rows=2)", "name it in line 1, empty it, or pass over it with "
    assert fix.startswith(f"line 2 goes on with the headings: {both} puts these rows together. Else {name}")
    assert read("When,,What happened\n2026,2027,x\n").faults[0].fix.startswith(name)


def test_a_column_without_a_heading_is_named_where_others_are_passed_over():
    """The end of each event stood there, and went with no word."""
    found = read("When,,What happened,Colour,\n2026-02-05,2026-02-09,x,red,\n", ignore_other_columns=True)
    assert found.passed_over == ("Colour", "column B (without a heading)")


@pytest.mark.parametrize(
    ("heads", "asked", "advised"),
    [
        ("name,level,msg,time", {"msg": "title"}, "--column name="),
        ("name,level,msg,time", {"msg": "title", "time": "occurred"}, "--column name="),
        ("Name,Born,Died", {"Born": "start", "Died": "end"}, "--column Name=title"),
        ("My name,Born", {"My name": "name"}, "--column 'My name=title'"),
    ],
)
def test_a_column_called_name_is_left_out_where_another_is_the_title_and_the_advice_is_taken(heads, asked, advised):
    text = f"{heads}\n{','.join('2026' for _ in heads.split(','))}\n"
    more = {"columns": asked, "ignore_other_columns": True}
    fix = read(text, **more).faults[0].fix if read(text, **more).faults else read(text, columns=asked).faults[0].fix
    assert fix.startswith(f"of a sheet of events: {advised} (in Python")
    heading, _, meant = advised.removeprefix("--column ").strip("'").partition("=")
    assert read(text, columns=asked | {heading: meant}, ignore_other_columns=True).faults == ()


def test_other_columns_are_refused_or_passed_over_when_told():
    text = "Title,Colour,Shape\nx,red,round\n"
    assert [where for where, _ in faults(text)] == ["story:1, Colour (column B)", "story:1, Shape (column C)"]
    found = read(text, ignore_other_columns=True, columns={"Farbe": "tags", "Shape": "tags"})
    assert [draft.body for draft in found.drafts] == [{"title": "x", "tags": ["round"]}]
    assert found.passed_over == ("Colour",)
    assert "--column" in faults(text, columns={"Farbe": "tags"})[0][0]


def test_several_columns_of_notes_are_one_text_and_nothing_of_it_is_lost():
    assert bodies("title,Description,Notes\nx,one,two\ny,,two\n") == [
        {"title": "x", "text": "one\n\ntwo"},
        {"title": "y", "text": "two"},
    ]


def test_links_are_addresses():
    assert bodies("title,See also\nx,https://a.org/1 https://b.org/?a=1;b=2\n") == [
        {"title": "x", "links": [{"url": "https://a.org/1"}, {"url": "https://b.org/?a=1;b=2"}]}
    ]


# --- a row an object -----------------------------------------------------------------------------------

MODELS = "Model,Date,Training hardware,failed: Training hardware,Size\nR1,2025-01,Nvidia,,671\nV4,2026,Huawei,Nvidia,\n"


def test_a_row_is_about_the_entity_that_a_column_names(log, file):
    said = run(log, "import", file(MODELS), "--entity-column", "Model")
    assert said.exit_code == 0, said.stderr
    assert 'each row is about the entity that "Model" names' in said.stderr
    events = [record.body for record in log.read().records if record.kind == "event"]
    assert [event["title"] for event in events] == ["R1", "V4"]
    assert events[1]["facts"] == [
        {"entity": "V4", "property": "Training hardware", "value": "Huawei"},
        {"entity": "V4", "property": "Training hardware", "value": "Nvidia", "mode": "failed"},
    ]


def test_a_heading_in_braces_takes_the_entity_from_the_row():
    text = "Title,Model,{Model}.training,planned: {model}.inference\nx,R1,Nvidia,AMD\n"
    assert bodies(text) == [
        {
            "title": "x",
            "facts": [
                {"entity": "R1", "property": "training", "value": "Nvidia"},
                {"entity": "R1", "property": "inference", "value": "AMD", "mode": "planned"},
            ],
        }
    ]
    assert bodies("Model,Hardware\nR1,x\n", columns={"Hardware": "{Model}.training"}) == [
        {"title": "R1", "facts": [{"entity": "R1", "property": "training", "value": "x"}]}
    ]
    assert "there is no column" in str(faults("Title,{Modell}.training\nx,y\n"))


def test_a_heading_that_folds_all_rows_into_one_cell_says_so():
    found = read("Model,Model.training\nR1,a\nR2,b\n", columns={"Model": "title"})
    (note,) = [note for note in found.notes if "one entity" in note]
    assert note.startswith('"Model.training": in all 2 rows a fact on the one entity "Model"')
    assert "{Model}.training" in note


def test_a_row_without_its_entity_is_refused():
    found = faults("Title,Model,{Model}.training\nx,,Nvidia\n")
    assert found == [("story:2, {Model}.training (column C)", "the row names no entity, and this is said of it")]
    assert "--entity-column" in faults("a,b\n1,2\n", entity_column="Model")[0][0]


@pytest.mark.parametrize(
    ("sheet", "asked"),
    [("Model,training\nR2,Nvidia\n", {"entity_column": "Model"}), ("Title,Model,{Model}.training\nx,R2,Nvidia\n", {})],
)
def test_a_column_that_names_the_entities_is_not_said_to_be_passed_over(sheet, asked):
    found = read(sheet, **asked)
    assert found.passed_over == ()
    assert found.drafts[0].body["facts"] == [{"entity": "R2", "property": "training", "value": "Nvidia"}]


def test_one_set_of_flags_does_for_sheets_of_other_columns(log, file):
    flags = ["--ignore-other-columns", "--column", "Chips=fact", "--column", "When it was=occurred"]
    assert run(log, "import", file("title,Chips,Colour\nx,a.b=1,red\n"), *flags).exit_code == 0
    assert run(log, "import", file("title,When it was\ny,2025\n"), *flags).exit_code == 0


# --- what is said ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", [None, "csl", "claimreview", "ftm", "timesketch"])
def test_a_list_of_nothing_holds_no_records_and_is_no_fault(log, file, form):
    done = run(log, "import", file("[]", "nothing.json"), *(["--from", form] if form else []))
    assert done.exit_code == 0, done.stderr
    assert "holds no records" in done.stderr


def test_a_changed_row_of_a_known_key_says_that_it_can_be_an_update(log, file):
    assert run(log, "import", file("title,key\nx,7\n")).exit_code == 0
    done = run(log, "import", file("title,key\ny,7\n"))
    assert done.exit_code == 2
    assert "import it with --update ours (or theirs)" in done.stderr
    assert run(log, "import", file("title,key\ny,7\n"), "--update", "ours").exit_code == 0


def test_a_dry_run_says_all_that_would_be_written(log, file):
    rows = "".join(f"event {n},2025-01-{n:02d}\n" for n in range(1, 29))
    said = run(log, "import", file("title,date\n" + rows), "--dry-run")
    assert said.exit_code == 0
    for n in range(1, 29):
        assert f"would be added: event: event {n}\n" in said.stderr
    assert "more" not in said.stderr


def test_all_faults_are_a_list_in_json(log, file):
    rows = "".join(f"event {n},June\n" for n in range(30))
    path = file("title,date\n" + rows)
    said = run(log, "import", path, "--json")
    assert said.exit_code == 2
    found = json.loads(said.stderr)["faults"]
    assert [(fault["file"], fault["line"], fault["field"]) for fault in found] == [
        (path, n + 2, "date (column B)") for n in range(30)
    ]


def test_more_faults_than_a_screen_has_room_for_are_in_a_file(log, file, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    path = file("title,date\n" + "".join(f"event {n},June\n" for n in range(30)))
    said = run(log, "import", path)
    assert said.exit_code == 2
    (line,) = [line for line in said.stderr.splitlines() if "all 30 are in" in line]
    kept = (tmp_path / line.rpartition("/")[2]).read_text()
    for n in range(30):
        assert f"{path}:{n + 2}, date (column B): " in kept
    assert kept.count("fix: ") == 30
    assert said.stderr.endswith("Nothing was written.\n")


def test_python_gives_notes_on_names_that_look_like_slips(log, file):
    import timeline as tl

    opened = tl.open(log.folder)
    opened.add("x", facts={"Huawei.chips": 1}, by="ada")
    (added,) = opened.import_(file("title,Huawai.chips\ny,2\n"), by="ada")
    assert added.notes
    assert "Huawei" in added.notes[0]
    (added,) = opened.import_(file("title,date\nz,04/08/2025\n"), order="day", by="ada")
    assert added.body["occurred"] == "2025-08-04"
    with pytest.raises(TimelineError, match="not a choice"):
        opened.import_(file("title\nz\n"), order="year")


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_headings_of_which_none_is_known_are_named_one_by_one(separator):
    """What is not parted would be named as one column, with advice that leads nowhere."""
    text = separator.join(["Datum", "Titel", "Quelle"]) + "\n" + separator.join(["2025", "Köln, Bonn; a", "x"]) + "\n"
    assert [where.partition(", ")[2] for where, *_ in faults(text.replace("Köln, Bonn; a", '"Köln, Bonn; a"'))] == [
        "Datum (column A)",
        "Titel (column B)",
        "Quelle (column C)",
    ]


def test_what_was_understood_names_every_column(log, file):
    """Headings that mean a field, its own name, and those of facts; nothing is said where all are names of fields."""
    path = file("No,Date,title,R2.training,failed: R2.training,tags\n7,2026-04-24,sold,Nvidia,Ascend,r2\n")
    done = run(log, "import", path, "--column", "No=key", "--dry-run")
    assert 'read: "No" as key, "Date" as occurred, title, tags; facts: "R2.training", "failed: ' in done.stderr
    path = file("title,occurred,R2.training\nsold,2026-04-24,Nvidia\n")
    assert 'read: title, occurred; facts: "R2.training"' in run(log, "import", path, "--dry-run").stderr
    path = file("title,occurred\nsold,2026-04-24\n")
    assert "read:" not in run(log, "import", path, "--dry-run").stderr
