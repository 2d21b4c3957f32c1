"""Each form as the tool that it is for reads it; a tool that is not installed skips its tests by name."""

import datetime as dt
import io
import json
import re

import pytest

import timeline as tl
from timeline.text.outgoing.forms import FORMS

LIBRARIES = {"parquet": ["pyarrow"], "arrow": ["pyarrow"], "xlsx": ["openpyxl"], "ics": ["icalendar"]}
PLAIN = [form for form in FORMS if form.name not in ("jsonl", "parquet", "arrow")]


def lines(found):
    return [json.loads(line) for line in found.text.splitlines()]


def events(snap):
    return {row["title"]: row for row in snap.list()}


@pytest.mark.parametrize("form", [form.name for form in FORMS])
def test_the_same_answer_gives_the_same_bytes(odd, snap, form):
    for library in LIBRARIES.get(form, ()):
        pytest.importorskip(library)
    again = odd.at(today=dt.date(2026, 11, 30))
    assert snap.export(form).data == again.export(form).data


@pytest.mark.parametrize("form", [form.name for form in FORMS])
def test_an_answer_without_events_is_a_file_that_can_be_read(tmp_path, form):
    for library in LIBRARIES.get(form, ()):
        pytest.importorskip(library)
    made = tl.init(tmp_path / "empty").at(today=dt.date(2026, 11, 30)).export(form)
    if form in ("csv", "long-csv", "timelinejs-sheet"):
        assert len(made.text.splitlines()) == (2 if form == "timelinejs-sheet" else 1)
    elif form in ("timelinejs", "claimreview", "prov", "datasette"):
        json.loads(made.text)
    elif form == "ics":
        assert pytest.importorskip("icalendar").Calendar.from_ical(made.data).events == []
    elif form == "stix":
        pytest.importorskip("stix2").parse(made.text)
    elif form in ("jsonl", "timesketch", "ftm", "cloudevents"):
        assert made.text == ""
    assert made.counted.startswith(("0 ", "2 objects", "12 tables"))


# --- icalendar -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def calendar(snap):
    icalendar = pytest.importorskip("icalendar")
    made = snap.export("ics")
    (found,) = icalendar.Calendar.from_ical(made.data, multiple=True)
    return {str(one["summary"]): one for one in found.walk("VEVENT")}, made


def edtf_of(entry):
    return str(entry["x-edtf"]).replace("\\,", ",")  # icalendar leaves what it does not know as it stands


def test_a_calendar_has_an_entry_for_each_date_that_it_can_hold(calendar, snap):
    entries, made = calendar
    assert all(entry.errors == [] for entry in entries.values())
    held = {edtf_of(entry) for entry in entries.values()}
    assert held == {row["occurred"] for row in snap.list()} - {None, "-0044-03-15", "0000", "Y12000", "Y170000002"}
    assert "4 events left out (not in the years 1 to 9999)" in made.notes


@pytest.mark.parametrize(
    ("edtf", "start", "end", "status"),
    [
        ("2025-08-14", "2025-08-14", "2025-08-15", "CONFIRMED"),
        ("2025-08", "2025-08-01", "2025-09-01", "TENTATIVE"),
        ("2025?-08", "2025-08-01", "2025-09-01", "TENTATIVE"),
        ("[2025-08-16..2025-08-31]", "2025-08-16", "2025-09-01", "TENTATIVE"),
        ("[..2026-05]", "2026-05-31", "2026-06-01", "TENTATIVE"),
        ("2025/..", "2025-01-01", "2025-01-02", "TENTATIVE"),
        ("2025-03-01/2025-03-09", "2025-03-01", "2025-03-10", "CONFIRMED"),
        ("2025-02/2025-03-04", "2025-02-01", "2025-03-05", "TENTATIVE"),
        ("0044-03-15", "0044-03-15", "0044-03-16", "CONFIRMED"),
        ("9999-12-31", "9999-12-31", None, "CONFIRMED"),
        ("2026-04-01T10:20:30.123456Z", "2026-04-01T10:20:30+00:00", None, "CONFIRMED"),
        (
            "2026-11-20T14:03:22Z/2026-11-20T14:41:00Z",
            "2026-11-20T14:03:22+00:00",
            "2026-11-20T14:41:00+00:00",
            "CONFIRMED",
        ),
    ],
)
def test_an_entry_covers_what_its_date_may_mean(calendar, edtf, start, end, status):
    (entry,) = (one for one in calendar[0].values() if edtf_of(one) == edtf)
    assert entry["dtstart"].dt.isoformat() == start
    assert ("dtend" in entry) == (end is not None)
    assert end is None or entry["dtend"].dt.isoformat() == end
    assert entry["status"] == status


def test_texts_come_back_from_a_calendar(calendar):
    (entry,) = (one for one in calendar[0].values() if "=cmd" in str(one["summary"]))
    assert [str(one) for one in entry["categories"].cats] == ["one", "private", "private.draft", "a; b"]
    assert "second line" in entry["description"]
    assert entry["url"] == "https://example.org/<x>"


# --- TimelineJS ------------------------------------------------------------------------------------------------------


def test_timelinejs_gets_years_before_christ_without_a_year_0_and_no_finer_date(snap):
    made = snap.export("timelinejs")
    slides = {slide["text"]["headline"]: slide for slide in json.loads(made.text)["events"]}
    by_date = {row["occurred"]: slides.get(row["title"]) for row in snap.list()}
    assert by_date["-0044-03-15"]["start_date"] == {"year": -45, "month": 3, "day": 15}
    assert by_date["0000"]["start_date"] == {"year": -1}
    assert by_date["2025-08"]["start_date"] == {"year": 2025, "month": 8}
    assert by_date["2025?-08"]["display_date"] == "August, year uncertain, probably 2025"
    assert by_date["2025-02/2025-03-04"]["end_date"] == {"year": 2025, "month": 3, "day": 4}
    assert by_date["[..2026-05]"]["start_date"] == {"year": 2026, "month": 5, "day": 31}
    assert "end_date" not in by_date["[..2026-05]"]
    assert by_date["Y170000002"] is None
    assert by_date["2026-04-01T10:20:30.123456Z"]["start_date"]["millisecond"] == 123
    ids = [slide["unique_id"] for slide in slides.values()]
    assert len(set(ids)) == len(ids)


def test_no_text_of_the_log_is_markup_in_timelinejs(snap):
    for slide in json.loads(snap.export("timelinejs").text)["events"]:
        assert "<" not in slide["text"]["headline"]
        assert set(re.findall(r"<[^>]*>", slide["text"]["text"])) == {"<p>", "</p>"}


# --- Timesketch ------------------------------------------------------------------------------------------------------


def test_timesketch_lines_have_what_it_needs_in_one_layout(snap):
    found = lines(snap.export("timesketch"))
    assert len({tuple(line) for line in found}) == 1, "one row of another layout makes all others 1970"
    for line in found:
        moment = dt.datetime.fromisoformat(line["datetime"])
        assert moment.utcoffset() == dt.timedelta(0)
        assert (moment - dt.datetime(1970, 1, 1, tzinfo=dt.UTC)) // dt.timedelta(microseconds=1) == line["timestamp"]
    described = {line["occurred"]: (line["datetime"], line["timestamp_desc"]) for line in found}
    assert described["2026-04-01T10:20:30.123456Z"] == ("2026-04-01T10:20:30.123456+00:00", "Occurred")
    assert described["2025-08"] == ("2025-08-01T00:00:00.000000+00:00", "Occurred at the earliest")
    assert described["[..2026-05]"] == ("2026-05-31T23:59:59.999999+00:00", "Occurred at the latest")
    assert "0044-03-15" not in described


def test_pandas_reads_the_times_of_timesketch(snap):
    pd = pytest.importorskip("pandas")
    made = snap.export("timesketch")
    frame = pd.read_json(io.StringIO(made.text), lines=True, dtype=False)
    times = pd.to_datetime(frame["datetime"], format="ISO8601", utc=True)
    assert not times.isna().any()


# --- STIX ------------------------------------------------------------------------------------------------------------


def test_stix2_takes_every_object(snap):
    stix2 = pytest.importorskip("stix2")
    made = snap.export("stix")
    bundle = stix2.parse(made.text, allow_custom=False)
    ids = {one["id"] for one in bundle.objects}
    assert len(ids) == len(bundle.objects)
    reports = [one for one in bundle.objects if one["type"] == "report"]
    assert {one["name"] for one in reports} == events(snap).keys()
    for one in bundle.objects:
        assert set(one.get("object_refs", ())) | {one.get("created_by_ref", one["id"])} <= ids
    opinions = sorted(one["opinion"] for one in bundle.objects if one["type"] == "opinion")
    assert opinions == ["disagree", "strongly-disagree", "strongly-disagree"]


def test_an_event_keeps_its_own_date_in_stix(snap):
    bundle = json.loads(snap.export("stix").text)
    (definition,) = (one["id"] for one in bundle["objects"] if one["type"] == "extension-definition")
    told = {one["name"]: one["extensions"][definition] for one in bundle["objects"] if one["type"] == "report"}
    for title, row in events(snap).items():
        assert told[title].get("occurred") == row["occurred"]
        assert told[title]["occurred_latest"] == row["occurred_latest"]
        assert len(told[title]["facts"]) == len(row["facts"])


# --- FollowTheMoney --------------------------------------------------------------------------------------------------


def test_followthemoney_reads_every_statement_as_it_stands(snap):
    pytest.importorskip("followthemoney")
    from followthemoney import model
    from followthemoney.statement.serialize import read_statements
    from followthemoney.types import registry

    made = snap.export("ftm")
    statements = list(read_statements(io.BytesIO(made.data), "json"))
    assert statements
    for one in statements:
        assert one.id == one.generate_key()
        prop = model.get(one.schema).get(one.prop)
        assert prop is not None, (one.schema, one.prop)
        if prop.type in (registry.date, registry.url):
            assert prop.type.clean(one.value) == one.value, one.value


def test_a_date_is_never_made_finer_in_followthemoney(snap):
    dates = {}
    for one in lines(snap.export("ftm")):
        if one["prop"] in ("date", "startDate", "endDate"):
            dates.setdefault(one["original_value"] or one["value"], {})[one["prop"]] = one["value"]
    assert dates["2025?-08"] == {"date": "2025-08"}
    assert dates["[2025-08-16..2025-08-31]"] == {"date": "2025-08"}
    assert dates["2025-03-01/2025-03-09"] == {"startDate": "2025-03-01", "endDate": "2025-03-09"}
    assert dates["2025-08"] == {"date": "2025-08"}
    assert not {"198X", "[..2026-05]", "0044-03-15", "-0044-03-15", "Y12000"} & dates.keys()


# --- ClaimReview -----------------------------------------------------------------------------------------------------


def test_a_review_is_made_by_who_denies_or_doubts(snap):
    graph = json.loads(snap.export("claimreview").text)["@graph"]
    told = sorted((one["author"]["name"], one["reviewRating"]["alternateName"], one["claimReviewed"]) for one in graph)
    assert [(who, rating) for who, rating, _ in told] == [
        ("Relay", "Denied"),
        ("late", "Denied"),
        ("undated", "Doubted"),
    ]
    assert all("ratingValue" not in one["reviewRating"] for one in graph)
    (denial,) = (one for one in graph if one["author"]["name"] == "Relay")
    assert denial["itemReviewed"]["appearance"][0]["url"] == "https://example.org/a?b=1&c=2"
    assert denial["datePublished"] == "2025-08-15"


# --- PROV ------------------------------------------------------------------------------------------------------------


def test_prov_reads_the_document_and_follows_the_chain(snap):
    model = pytest.importorskip("prov.model")
    made = snap.export("prov")
    document = model.ProvDocument.deserialize(content=made.text, format="json")
    titles = {str(label) for one in document.get_records(model.ProvEntity) for label in one.get_attribute("prov:label")}
    assert events(snap).keys() <= titles
    derived = {
        tuple(str(value) for _, value in one.formal_attributes[:2])
        for one in document.get_records(model.ProvDerivation)
    }
    assert ("tl:source-relay", "tl:source-press") in derived
    named = {str(one.identifier) for one in document.get_records((model.ProvEntity, model.ProvAgent))}
    assert {end for pair in derived for end in pair} <= named
    assert json.loads(document.serialize(format="json"))["entity"].keys() == json.loads(made.text)["entity"].keys()


# --- CloudEvents -----------------------------------------------------------------------------------------------------


def test_cloudevents_reads_every_line(snap):
    pytest.importorskip("cloudevents.core")
    from cloudevents.core.formats.json import JSONFormat

    rows = events(snap)
    for line in snap.export("cloudevents").text.splitlines():
        has_time = "time" in json.loads(line)  # cloudevents makes up the time of an event that has none
        event = JSONFormat().read(None, line)
        row = rows[event.get_data()["title"]]
        assert (event.get_id(), event.get_type()) == (row["id"], row["type"])
        assert has_time == (row["occurred"] == "2026-04-01T10:20:30.123456Z")
        assert not has_time or event.get_time().isoformat() == "2026-04-01T10:20:30.123456+00:00"
        assert event.get_data()["occurred_latest"] == row["occurred_latest"]


# --- workbooks -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def book(snap):
    openpyxl = pytest.importorskip("openpyxl")
    return openpyxl.load_workbook(io.BytesIO(snap.export("xlsx").data))


def table(sheet):
    heads, *rows = sheet.iter_rows()
    return [{head.value: cell for head, cell in zip(heads, row, strict=True)} for row in rows]


def test_a_workbook_has_a_sheet_for_each_relation_and_view(book):
    assert book.sheetnames[:4] == ["timeline", "view hard", "view other", "events"]
    assert [cell.value for cell in book["view hard"][2]] == [
        "E",
        "Nvidia; Huawei (failed); Ascend (planned)",
        "Nvidia",
        None,
    ]


def test_the_number_format_of_a_date_is_its_precision(book, snap):
    cells = {row["title"].value: row["occurred"] for row in table(book["timeline"])}
    told = {row["occurred"]: cells[row["title"]] for row in snap.list() if row["title"] in cells}
    assert (told["2025-08-14"].value.date(), told["2025-08-14"].number_format) == (dt.date(2025, 8, 14), "yyyy-mm-dd")
    assert (told["2025-08"].value.date(), told["2025-08"].number_format) == (dt.date(2025, 8, 1), "mmm yyyy")
    assert (told["2025"].value.date(), told["2025"].number_format) == (dt.date(2025, 1, 1), "yyyy")
    for text in ("2025?-08", "0044-03-15", "-0044-03-15", "[..2026-05]", "0001-01-01", "Y12000"):
        assert (told[text].value, told[text].data_type) == (text, "s")


def test_no_text_is_a_formula(book):
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    assert any(str(row["value"].value) == "=1+1" for row in table(book["facts"]))


def test_a_text_that_no_cell_holds_is_cut_and_counted(tmp_path):
    pytest.importorskip("openpyxl")
    from builders import a_draft, a_log

    log = a_log(tmp_path, a_draft(title="long", text="x" * 40_000, occurred="2025"))
    made = tl.open(log.folder).at().export("xlsx")
    assert "2 cells cut to the 32,767 characters that a cell holds" in made.notes


# --- all -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", [form.name for form in PLAIN])
def test_a_public_export_holds_no_reason_and_no_private_tag(snap, form):
    for library in LIBRARIES.get(form, ()):
        pytest.importorskip(library)
    for of in ({}, {"tags": ["private", "private.draft"]}):  # nor does it name the one that it was chosen by
        data = snap.export(form, public=True, **of).data
        assert b"private" not in (b"".join(unpacked(data)) if form == "xlsx" else data)


def unpacked(data):
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return [file.read(name) for name in file.namelist()]


def test_public_records_can_be_imported(odd, snap, tmp_path):

    made = snap.export(public=True)
    assert "private" not in made.text
    (tmp_path / "story.jsonl").write_bytes(made.data)
    other = tl.init(tmp_path / "other")
    other.import_(tmp_path / "story.jsonl", keep_recorded=True)
    assert {row["title"] for row in other.at(today=dt.date(2026, 11, 30)).list()} == events(snap).keys()
    assert len(odd.at(today=dt.date(2026, 11, 30)).list()) == len(events(snap))


# --- a time of which nobody knows the zone, where a form has times in UTC alone --------------------------------------


@pytest.fixture(scope="module")
def local(tmp_path_factory):
    log = tl.init(tmp_path_factory.mktemp("local") / "events")
    log.source("press", publisher="Press", published="2025-08-15T09:00:00")
    log.add(title="a", occurred="2025-08-14T10:00:00", sources=["press"])
    log.add(title="b", occurred="2025-08-14T10:00:00.25Z")
    return log.at(today=dt.date(2026, 11, 30))


@pytest.mark.parametrize("form", ["timesketch", "ftm"])
def test_a_time_without_a_zone_is_said_to_be_told_as_utc(local, form):
    assert "1 time without a zone told as in UTC" in local.export(form).notes


def test_timesketch_sees_at_the_line_that_no_zone_is_known(local):
    described = {line["message"]: line["timestamp_desc"] for line in lines(local.export("timesketch"))}
    assert described == {"a": "Occurred, time zone not given", "b": "Occurred"}


def test_a_fraction_that_followthemoney_has_no_room_for_is_counted(local):
    assert "1 time told without the fraction of its second" in local.export("ftm").notes


@pytest.fixture(scope="module")
def exact(tmp_path_factory):
    log = tl.init(tmp_path_factory.mktemp("exact") / "events")
    log.source("press", published="2025-08-14T10:00:01.123456789Z")
    log.add("nanoseconds", occurred="2025-08-14T10:00:01.123456789Z", sources="press")
    log.add("a stretch", occurred="2025-08-14T10:00:01.000000001Z/2025-08-14T10:00:02Z", sources="press")
    return log.at(today=dt.date(2026, 11, 30))


CUT = {
    "timesketch": "2 instants cut to the microsecond",
    "timelinejs": "2 instants cut to the millisecond",
    "ics": "2 instants cut to the second",
    "ftm": "2 times told without the fraction of its second",
    "stix": "2 instants cut to the millisecond",
}


@pytest.mark.parametrize("form", CUT)
def test_an_instant_finer_than_a_form_is_cut_and_counted(exact, form):
    """It was once left out, as if it had no date."""
    for library in LIBRARIES.get(form, ()):
        pytest.importorskip(library)
    made = exact.export(form)
    assert CUT[form] in made.notes
    assert not [note for note in made.notes if "left out (without a date)" in note]
    if form == "timesketch":
        assert [line["timestamp"] % 1_000_000 for line in lines(made)] == [0, 123456]
    if form == "timelinejs":
        assert [slide["start_date"]["millisecond"] for slide in json.loads(made.text)["events"]] == [0, 123]


def test_a_cloud_event_has_all_of_an_instant(exact):
    assert [line.get("time") for line in lines(exact.export("cloudevents"))] == [None, "2025-08-14T10:00:01.123456789Z"]


def test_arrow_has_the_day_of_any_instant(exact):
    pyarrow = pytest.importorskip("pyarrow")
    table = pyarrow.ipc.open_file(exact.export("arrow").data).read_all()
    assert table["occurred_earliest"].to_pylist() == [dt.date(2025, 8, 14)] * 2
