"""What a figure and the page print of a date: never the same words for two dates that mean different things."""

import csv
import datetime as dt
import functools
import itertools
import math
import re
from collections import defaultdict
from pathlib import Path

import pytest
from figure_logs import Log

from timeline.dates import edtf, english, grammar
from timeline.dates.written import WrittenDate
from timeline.figures.describe.events import entry_of, style_of
from timeline.figures.describe.printed import days_text, short
from timeline.figures.describe.words import Asked, Teller
from timeline.figures.place.ticks import MONTHS
from timeline.page.words import date_words

with (Path(__file__).parents[1] / "dates" / "edtf_cases.csv").open(newline="", encoding="utf-8") as table:
    CASES = [row["expression"] for row in csv.DictReader(table) if row["valid"] == "yes"]

ENDS = ["2026", "2026-04", "2026-04-24", "2026-06", "2026-06-05", "2027", "198X", "202X", "2026-21", "2026-33"]
ENDS += ["2025?-08", "2025-08?", "2025-?08", "2025~-08", "2025-08~", "2025%-08", "2026-04-24?", "?2026-04-24", "2026?"]
FORMS = ["{0}", "[{0}]", "{{{0}}}", "[..{0}]", "[{0}..]", "{{..{0}}}", "{{{0}..}}", "{0}/", "/{0}", "{0}/..", "../{0}"]
INSTANTS = ["2026-11-20T14:03Z", "2026-11-20T14:41Z", "2026-11-20T14:03:22Z", "2026-11-21T14:03Z"]
INSTANTS += ["2026-11-20T14:03+02:00", "2026-11-20T14:03:00.5Z", "2026-11-20T24:00:00Z"]
PAIRS = ["{0}/{1}", "[{0}..{1}]", "{{{0}..{1}}}", "[{0},{1}]", "{{{0},{1}}}", "[..{0},{1}]", "[{0},{1}..]"]


def _made():
    forms = [form.format(end) for form in FORMS for end in ENDS]
    forms += [form.format(one, other) for form in PAIRS for one, other in itertools.product(ENDS, ENDS)]
    forms += [form.format(end) for form in FORMS for end in INSTANTS]
    forms += [form.format(*pair) for form in PAIRS for pair in itertools.product(INSTANTS, INSTANTS)]
    forms += [f"[2026-11-20T12:00Z,{one}..{other}]" for one, other in itertools.product(INSTANTS, INSTANTS)]
    forms += ["2026-04-24T10:00:00Z", "2026-04-24T10:00:00+02:00", "2026-04-24T10:00:01Z", "2026-XX", "2026-XX-XX"]
    forms += ["2026-XX-24", "2026-04-XX", "2026-1X", "2026-04-2X", "../..", "1950S2", "Y-17E7", "2026-04-24T10:00:00"]
    for form in [*CASES, *forms]:
        try:
            yield edtf.parse(form)
        except edtf.DateError:
            continue


@functools.cache
def dates():
    return {date.text: date for date in _made()}


def meaning(date):
    """Give what a date says: which moments, as what, and which part of it is in doubt."""
    tree = grammar.edtf(date.text)
    marks = ()
    if isinstance(tree, grammar.Point):
        marks = tree.marks[: 1 + bool(tree.month) + bool(tree.day)]
    elif isinstance(tree, grammar.Interval):
        marks = tuple(side if isinstance(side, str) else _marks(side) for side in (tree.left, tree.right))
    elif isinstance(tree, grammar.Members):
        marks = tuple((_marks(one), _marks(other)) for one, other in tree.items)
    is_one = isinstance(tree, grammar.Members) and len(tree.items) == 1 and not (tree.opens or tree.closes)
    if is_one and tree.items[0][0] is tree.items[0][1]:
        one = edtf.parse_input(tree.items[0][0].text, today=dt.date(2026, 11, 23))  # an instant may lack its seconds
        return meaning(one)  # a set of one is that one
    extent = (date.span, date.start, date.end, date.last)
    return (date.kind, extent, date.approximate, date.uncertain, marks)


def _marks(end):
    return end.marks if isinstance(end, grammar.Point) else ()


def _alike(printed):
    """Give the texts of dates of different meaning that are printed alike."""
    groups = defaultdict(dict)
    for date in dates().values():
        groups[printed(date)].setdefault(meaning(date), date.text)
    return {words: tuple(found.values()) for words, found in groups.items() if len(found) > 1}


def test_dates_of_different_meaning_are_never_printed_alike_in_a_figure():
    assert len(dates()) > 800
    assert not _alike(short)


def test_dates_of_different_meaning_are_never_printed_alike_on_the_page():
    assert not _alike(lambda date: date_words(WrittenDate(date.text)))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2026-04-24", "24 Apr 2026"),
        ("2026-04", "Apr 2026"),
        ("198X", "1980s"),
        ("[2026-04-24..2026-06-05]", "some day 24 Apr – 5 Jun 2026"),
        ("[2026-04..2026-06]", "some month Apr–Jun 2026"),
        ("[2026-04..2026-11-23]", "some day Apr 2026 – 23 Nov 2026"),
        ("2026-04-24/2026-06-05", "24 Apr – 5 Jun 2026"),
        ("[2026-04-24,2026-06-05]", "24 Apr or 5 Jun 2026"),
        ("[2026-06-05,2026-06-06]", "5 or 6 Jun 2026"),
        ("{2026-04-24,2026-06-05}", "24 Apr and 5 Jun 2026"),
        ("{2026-04-24..2026-06-05}", "every day 24 Apr – 5 Jun 2026"),
        ("[..2025-08-14]", "by 14 Aug 2025"),
        ("[2025-08-14..]", "14 Aug 2025 or later"),
        ("2025-08-14/..", "from 14 Aug 2025"),
        ("2025-08-14/", "14 Aug 2025 – ?"),
        ("../2025-08-14", "until 14 Aug 2025"),
        ("2025?-08", "Aug (2025?)"),
        ("2025-08?", "Aug 2025?"),
        ("[2025?-08-16..2025?-08-31]", "some day 16–31 Aug (2025?)"),
        ("1985~", "c. 1985"),
        ("1985~/1990", "c. 1985 – 1990"),
        ("1985~/1990~", "c. 1985 – c. 1990"),
        ("2026-04-24/2026-04-24", "24–24 Apr 2026"),
        ("2004-06~-11", "11 (c. Jun 2004)"),
        ("2026-21", "spring 2026"),
        ("2026-04-24T10:00:00Z", "24 Apr 2026, 10:00 UTC"),
        ("2026-04-24T10:00:00+02:00", "24 Apr 2026, 10:00 UTC+02:00"),
        ("2026-04-24T10:00:00", "24 Apr 2026, 10:00, time zone not given"),
        ("2026-11-20T14:03Z/2026-11-20T14:41Z", "20 Nov 2026, 14:03 – 14:41 UTC"),
        ("2026-11-20T16:03+02:00/2026-11-20T16:41+02:00", "20 Nov 2026, 16:03 – 16:41 UTC+02:00"),
        ("2026-11-20T16:03+02:00/2026-11-20T14:41Z", "20 Nov 2026, 16:03 UTC+02:00 – 20 Nov 2026, 14:41 UTC"),
        ("2026-11-20T14:03:22Z/2026-11-21T14:41Z", "20 Nov 2026, 14:03:22 UTC – 21 Nov 2026, 14:41 UTC"),
        ("2026-11-20T14:03Z/", "20 Nov 2026, 14:03 UTC – ?"),
        ("2026-11-20T14:03Z/..", "from 20 Nov 2026, 14:03 UTC"),
        ("[2026-11-20T14:03Z..2026-11-20T14:41Z]", "some moment 20 Nov 2026, 14:03 – 14:41 UTC"),
        ("{2026-11-20T14:03Z..2026-11-20T14:41Z}", "every moment 20 Nov 2026, 14:03 – 14:41 UTC"),
        ("[2026-11-20T14:03Z,2026-11-20T14:41Z]", "20 Nov 2026, 14:03 or 14:41 UTC"),
        ("{2026-11-20T14:03Z,2026-11-20T14:41Z}", "20 Nov 2026, 14:03 and 14:41 UTC"),
        ("[..2026-11-20T14:03Z]", "by 20 Nov 2026, 14:03 UTC"),
        ("{2026-11-20T14:03Z..}", "every moment from 20 Nov 2026, 14:03 UTC"),
        (
            "[2026-11-20T12:00Z,2026-11-20T14:03Z..2026-11-20T14:41Z]",
            "20 Nov 2026, 12:00 UTC or 20 Nov 2026, 14:03 – 14:41 UTC",
        ),
    ],
)
def test_a_date_is_printed_in_few_words_and_says_no_more(text, words):
    assert short(edtf.parse(text)) == words


def test_a_window_is_printed_as_one_day_in_it():
    april = edtf.parse("[2026-04-24..2026-06-05]").span
    assert days_text(april.lo, april.hi) == "some day 24 Apr – 5 Jun 2026"
    month = edtf.parse("2026-04").span
    assert days_text(month.lo, month.hi) == "Apr 2026"


def test_a_window_with_an_end_within_a_day_is_printed_as_one_moment_in_it():
    outage = edtf.parse("[2026-11-20T14:03Z..2026-11-20T14:41:00.5Z]").span
    assert days_text(outage.lo, outage.hi) == "some moment 20 Nov 2026, 14:03 – 14:41:00.5 UTC"
    day = edtf.parse("2026-11-20").span
    assert days_text(day.lo, outage.hi) == "some moment 20 Nov 2026, 00:00 – 14:41:00.5 UTC"
    later = edtf.parse("2026-11-30").span  # the edge of a day is said as the day, never as its last microsecond
    assert days_text(outage.lo, later.hi) == "some moment 20 Nov 2026, 14:03 UTC – 30 Nov 2026"
    assert days_text(day.lo, later.lo + 1) == "some moment 20 Nov 2026 – 30 Nov 2026, 00:00:00.000001 UTC"
    assert days_text(outage.lo, math.inf) == "20 Nov 2026, 14:03 UTC or later"
    assert days_text(-math.inf, outage.lo) == "by 20 Nov 2026, 14:03 UTC"
    assert days_text(-math.inf, day.hi) == "by 20 Nov 2026"


def test_two_versions_of_a_date_and_the_dates_of_two_facts_are_no_set():
    log = Log()
    changed = log.event("changed", "2025-01")
    log.add("correction", target=changed, set={"occurred": "2026-01"}, reported="2020/2022")
    log.event("a set", "[2025-01,2026-01]")
    facts = [
        {"entity": "a", "property": name, "value": "x", "during": day}
        for name, day in (("p", "2025-01"), ("q", "2026-01"))
    ]
    log.add("event", title="two facts", facts=facts, reports=[{"reported": "2020-01-01"}])
    snapshot = log.snapshot("2021-01-01")
    teller = Teller(snapshot)
    style = style_of(snapshot.events, Asked(), teller)
    printed = {e.event.title: entry_of(e, teller, style).date for e in snapshot.events}
    assert printed["a set"] == "Jan 2025 or Jan 2026"
    assert len(set(printed.values())) == 3, printed


def test_two_dates_whose_words_differ_never_print_alike():
    """Over more than three thousand dates of every form: one print, one way to say it."""
    said = defaultdict(dict)
    for date in dates().values():
        said[short(date)].setdefault(english.words(date), date.text)
    assert {print_: tuple(found.values()) for print_, found in said.items() if len(found) > 1} == {}


def test_print_says_no_more_than_the_date_does():
    """Whatever number or month is printed is in the words as well."""
    for date in dates().values():
        printed, said = short(date), english.words(date)
        assert set(_numbers(printed)) <= set(_numbers(said)), (date.text, printed, said)
        months = [month for month in MONTHS if re.search(rf"\b{month}\b", printed)]
        assert all(month in said for month in months), (date.text, printed, said)


def _numbers(text):
    return [number.lstrip("0") or "0" for number in re.findall(r"\d+", text)]
