"""Items of Wikidata: what is read, and what is lost."""

import pytest
from form_samples import a_snak, a_time, an_item, events, read

from timeline.text.incoming import wikidata


@pytest.mark.parametrize(
    ("time", "precision", "edtf"),
    [
        ("+2026-04-24T00:00:00Z", 11, "2026-04-24"),
        ("+2026-04-00T00:00:00Z", 10, "2026-04"),
        ("+2026-00-00T00:00:00Z", 9, "2026"),
        ("+1985-00-00T00:00:00Z", 8, "198X"),
        ("+1850-00-00T00:00:00Z", 7, "[1801..1900]"),
        ("+2000-00-00T00:00:00Z", 7, "[1901..2000]"),
        ("-0044-03-15T00:00:00Z", 11, "-0043-03-15"),
        ("+2000-00-00T00:00:00Z", 6, "[1001..2000]"),
        ("-0500-00-00T00:00:00Z", 7, "[-0499..-0400]"),
        ("-0044-00-00T00:00:00Z", 7, "[-0099..0000]"),
        ("-0045-00-00T00:00:00Z", 8, "[-0048..-0039]"),
        ("-0005-00-00T00:00:00Z", 8, "[-0008..0000]"),
        ("-0001-00-00T00:00:00Z", 9, "0000"),
        ("+0476-00-00T00:00:00Z", 9, "0476"),
    ],
)
def test_times_of_wikidata(time, precision, edtf):
    (event,) = events(
        an_item(
            (
                "P1",
                a_snak("P1", {"type": "string", "value": "x"}),
                {"qualifiers": {"P585": [a_snak("P585", a_time(time, precision))]}},
            )
        )
    )
    assert event["occurred"] == edtf


@pytest.mark.parametrize(
    ("time", "precision", "edtf"),
    [
        ("+1582-10-05T00:00:00Z", 11, "1582-10-15"),
        ("+1917-10-25T00:00:00Z", 11, "1917-11-07"),
        ("+1900-02-29T00:00:00Z", 11, "1900-03-13"),
        ("+0001-01-01T00:00:00Z", 11, "0000-12-30"),
        ("-0044-03-15T00:00:00Z", 11, "-0043-03-13"),
        ("+1700-02-00T00:00:00Z", 10, "[1700-02-11..1700-03-11]"),
        ("+1700-00-00T00:00:00Z", 9, "[1700-01-11..1701-01-11]"),
        ("+1645-00-00T00:00:00Z", 8, "[1640-01-11..1650-01-10]"),
        ("+1600-00-00T00:00:00Z", 7, "[1501-01-11..1601-01-10]"),
    ],
)
def test_days_of_the_julian_calendar_are_moved_once_and_said(time, precision, edtf):
    (event,) = events(
        an_item(
            (
                "P1",
                a_snak("P1", {"type": "string", "value": "x"}),
                {"qualifiers": {"P585": [a_snak("P585", a_time(time, precision, julian=True))]}},
            )
        )
    )
    assert event["occurred"] == edtf
    assert event["said"].endswith("(Julian calendar)")


@pytest.mark.parametrize(
    ("start", "end", "occurred", "ended"),
    [
        ("+1669", "+1702", "[1669-01-11..1670-01-10]", "[1702-01-12..1703-01-11]"),
        ("+1669", "somevalue", "[1669-01-11..1670-01-10]", "[1669-01-11..]"),
        ("+1669", None, "[1669-01-11..1670-01-10]", None),
        (None, "+1702", "[..1703-01-11]", "[1702-01-12..1703-01-11]"),
    ],
)
def test_a_year_of_the_julian_calendar_at_an_end_is_a_named_end(start, end, occurred, ended):
    """An interval of EDTF cannot have a window of days at an end, and a file of Wikidata is not edited by hand."""

    def side(name, text):
        if text == "somevalue":
            return {name: [{"snaktype": "somevalue", "property": name}]}
        return {name: [a_snak(name, a_time(f"{text}-00-00T00:00:00Z", 9, julian=True))]} if text else {}

    qualifiers = side("P580", start) | side("P582", end)
    (event,) = events(an_item(("P1", a_snak("P1", {"type": "string", "value": "x"}), {"qualifiers": qualifiers})))
    assert event["occurred"] == occurred
    fact = {"entity": "DeepSeek", "property": "P1", "value": "x"}
    assert event["facts"] == [fact, *([fact | {"mode": "ended", "during": ended}] if ended else [])]
    assert event["said"].startswith(f"{(start or end).strip('+')} (Julian calendar)")


@pytest.mark.parametrize(("time", "precision"), [("-13798000000-00-00T00:00:00Z", 3), ("-12000-00-00T00:00:00Z", 9)])
def test_a_time_that_no_edtf_says_is_counted(time, precision):
    page = a_snak("P854", {"type": "string", "value": "https://a.example/1"}, "url")
    reference = {"snaks": {"P854": [page], "P577": [a_snak("P577", a_time(time, precision))]}}
    found = read(
        an_item(
            ("P1", a_snak("P1", a_time(time, precision), "time"), {}),
            ("P2", a_snak("P2", {"type": "string", "value": "x"}), {"references": [reference]}),
        )
    )
    source, event = (draft.body for draft in found.drafts)
    assert source == {"name": "a.example", "url": "https://a.example/1"}
    assert event["facts"][0]["property"] == "P2"
    (lost,) = found.passed_over
    assert lost == "statements of a time beyond the years -9999 to 9999, or vaguer than a millennium (1)"


def test_a_julian_calendar_counts_every_day_once():
    """The days of a hundred years, one after the other: no day is left out and none comes twice."""
    from timeline.dates.values import day_number

    days = []
    for year in range(-3, 97):
        for month, length in enumerate((31, 29 if year % 4 == 0 else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31), 1):
            days += [wikidata._julian_day(year, month, day) for day in range(1, length + 1)]
    assert days == list(range(days[0], days[0] + len(days)))
    assert wikidata._julian_day(1582, 10, 4) + 1 == day_number(1582, 10, 15)


def test_an_entity_of_wikidata():
    reference = {
        "snaks": {
            "P854": [a_snak("P854", {"type": "string", "value": "https://a.example/1"}, "url")],
            "P813": [a_snak("P813", a_time("+2026-11-23T00:00:00Z", 11))],
        }
    }
    entity = {"type": "wikibase-entityid", "value": {"id": "Q2"}}
    start, end = a_snak("P580", a_time("+2023-05-00T00:00:00Z", 10)), {"snaktype": "somevalue", "property": "P582"}
    item = an_item(
        (
            "P127",
            a_snak("P127", entity, "wikibase-item"),
            {"rank": "preferred", "references": [reference], "qualifiers": {"P580": [start]}},
        ),
        ("P169", a_snak("P169", entity, "wikibase-item"), {"qualifiers": {"P580": [start], "P582": [end]}}),
        (
            "P1128",
            a_snak("P1128", {"type": "quantity", "value": {"amount": "+200", "unit": "1", "upperBound": "+210"}}),
            {},
        ),
        ("P2", a_snak("P2", {"type": "string", "value": "id"}, "external-id"), {}),
        ("P3", {"snaktype": "novalue", "property": "P3"}, {}),
        ("P4", a_snak("P4", {"type": "string", "value": "wrong"}), {"rank": "deprecated"}),
    )
    item["entities"]["P127"] = {"type": "property", "labels": {"en": {"value": "owned by"}}, "claims": {}}
    found = read(item)
    source, owned, boss, staff = (draft.body for draft in found.drafts)
    assert source == {"name": "a.example", "url": "https://a.example/1", "retrieved": "2026-11-23"}
    assert owned == {
        "title": "DeepSeek: owned by Q2",
        "type": "statement",
        "occurred": "2023-05/..",
        "facts": [{"entity": "DeepSeek", "property": "owned by", "value": "Q2"}],
        "reports": [{"source": "a.example"}],
        "tags": ["preferred"],
        "key": "Q1$0",
    }
    assert boss["occurred"] == "2023-05/"
    assert staff["facts"][0]["value"] == 200
    assert set(found.passed_over) == {
        "bounds of quantities (1)",
        "deprecated statements (1)",
        "statements of identifiers (1)",
        "statements without a value (1)",
    }


def test_a_statement_that_was_so_several_times_is_counted_and_no_fault():
    """Wikidata has such; that it was so from the first start to the last end is not what they say."""
    starts = [a_snak("P580", a_time(f"+{year}-00-00T00:00:00Z", 9)) for year in (1771, 1775)]
    unknown = {"snaktype": "somevalue", "property": "P580"}
    text = a_snak("P1", {"type": "string", "value": "x"})
    found = read(
        an_item(
            ("P1", text, {"qualifiers": {"P580": starts}}),
            ("P2", text, {"qualifiers": {"P580": [starts[0], unknown]}}),
        )
    )
    assert [draft.body["occurred"] for draft in found.drafts] == ["1771/.."]
    assert found.passed_over == ("statements that were so several times (1)",)


def test_what_is_about_so_is_marked_and_what_has_no_reading_beside_a_time_is_counted():
    """A year that is only about so would else be sure, and a year 0 the year 1."""
    circa = {"P1480": [a_snak("P1480", {"type": "wikibase-entityid", "value": {"id": "Q5727902"}})]}
    other = {"P1480": [a_snak("P1480", {"type": "wikibase-entityid", "value": {"id": "Q56644435"}})]}
    bounds = a_time("+1950-05-06T00:00:00Z", 11)
    bounds["value"] |= {"before": 2, "after": 0}
    times = [
        (a_time("+1950-00-00T00:00:00Z", 9), circa),
        (a_time("+1850-00-00T00:00:00Z", 7), circa),
        (a_time("+1950-00-00T00:00:00Z", 9), other),
        (bounds, {}),
        (a_time("+1950-05-06T13:14:15Z", 14), {}),
        (a_time("-0000-00-00T00:00:00Z", 9), {}),
        (a_time("+0000-00-00T00:00:00Z", 9), {}),
    ]
    found = read(an_item(*(("P569", a_snak("P569", time, "time"), {"qualifiers": more}) for time, more in times)))
    assert [draft.body["occurred"] for draft in found.drafts] == [
        "1950~",
        "[1801..1900]",
        "1950",
        "1950-05-06",
        "1950-05-06",
    ]
    assert found.drafts[0].body["facts"][0]["value"] == "1950~"
    assert set(found.passed_over) == {
        "bounds of times (before and after) (1)",
        "times of day (1)",
        "qualifiers P1480 (2)",
        "statements of a year 0, which Wikidata does not have (2)",
    }


def test_a_start_that_never_was_is_open_and_one_beside_a_point_in_time_is_counted():
    text, end = a_snak("P1", {"type": "string", "value": "x"}), [a_snak("P582", a_time("+1990-00-00T00:00:00Z", 9))]
    never, unknown = ({"snaktype": kind, "property": "P580"} for kind in ("novalue", "somevalue"))
    point = [a_snak("P585", a_time("+1985-00-00T00:00:00Z", 9))]
    found = read(
        an_item(
            ("P1", text, {"qualifiers": {"P580": [never], "P582": end}}),
            ("P1", text, {"qualifiers": {"P580": [unknown], "P582": end}}),
            ("P1", text, {"qualifiers": {"P585": point, "P582": end}}),
        )
    )
    assert [draft.body["occurred"] for draft in found.drafts] == ["../1990", "/1990", "1985"]
    assert found.passed_over == ("starts and ends beside a point in time (1)",)
