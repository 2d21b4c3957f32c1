"""Dates, masks and instants, case by case: the bounds of a text, and what can be said of two."""

import datetime as dt
import operator

import pytest

from timeline.dates import days, edtf, instants, masks, values
from timeline.dates.values import DAY, Answer, Span
from timeline.errors import DateError

BOUNDS = [
    # text, earliest, latest
    ("2024-02-29", "2024-02-29", "2024-02-29"),
    ("2024-02", "2024-02-01", "2024-02-29"),
    ("2023-02", "2023-02-01", "2023-02-28"),
    ("1900-02", "1900-02-01", "1900-02-28"),
    ("2000-02", "2000-02-01", "2000-02-29"),
    ("0000", "0000-01-01", "0000-12-31"),
    ("-0044-03-15", "-0044-03-15", "-0044-03-15"),
    ("Y170000002", "170000002-01-01", "170000002-12-31"),
    ("2025?-08", "2025-08-01", "2025-08-31"),
    ("2025-08~", "2025-08-01", "2025-08-31"),
    ("201X", "2010-01-01", "2019-12-31"),
    ("20XX", "2000-01-01", "2099-12-31"),
    ("2025-1X", "2025-10-01", "2025-12-31"),
    ("2025-XX-31", "2025-01-31", "2025-12-31"),
    ("2025-02-3X", None, None),
    ("XXXX-02-30", None, None),
    ("XXXX-02-29", "0000-02-29", "9996-02-29"),
    ("-XXXX-02-29", "-9996-02-29", "-0004-02-29"),
    ("-000X-02-29", "-0008-02-29", "-0004-02-29"),
    ("19X1-02-29", None, None),
    ("2023-02-29", None, None),
    ("2025-13", None, None),
    ("2025-00", None, None),
    ("2025-04-31", None, None),
    ("2025-21", "2025-01-01", "2025-12-31"),
    ("2025-24", "2025-01-01", "2026-02-28"),
    ("2023-24", "2023-01-01", "2024-02-29"),
    ("2025-30", "2025-01-01", "2026-02-28"),
    ("2025-33", "2025-01-01", "2025-03-31"),
    ("2025-36", "2025-10-01", "2025-12-31"),
    ("2025-37", "2025-01-01", "2025-04-30"),
    ("2025-40", "2025-01-01", "2025-06-30"),
    ("2025-41", "2025-07-01", "2025-12-31"),
    ("2025-42", None, None),
    ("2025-20", None, None),
    ("2025/2026", "2025-01-01", "2026-12-31"),
    ("2026/2025", None, None),
    ("2025/2025-06", "2025-01-01", "2025-06-30"),
    ("2025-06/..", "2025-06-01", "open"),
    ("../2025-06", "open", "2025-06-30"),
    ("2025-06/", "2025-06-01", "unknown"),
    ("/2025-06", "unknown", "2025-06-30"),
    ("[2025-01,2025-03]", "2025-01-01", "2025-03-31"),
    ("[..2025-05]", "open", "2025-05-31"),
    ("[2025-05..]", "2025-05-01", "open"),
    ("{2025-05..2025-07}", "2025-05-01", "2025-07-31"),
    ("[2025-07..2025-05]", None, None),
    ("2025-05-05T10:00:00Z", "2025-05-05T10:00:00Z", "2025-05-05T10:00:00Z"),
    ("1985-04-12T23:20:30+04:30", "1985-04-12T18:50:30Z", "1985-04-12T18:50:30Z"),
    ("2025-05-05T24:00:00Z", "2025-05-06T00:00:00Z", "2025-05-06T00:00:00Z"),
    ("2025-05-05T24:00:01Z", None, None),
    ("2025-05-05T23:60:00Z", None, None),
    (" 2025", None, None),
    ("2025 ", None, None),
    ("", None, None),
]


@pytest.mark.parametrize(("text", "earliest", "latest"), BOUNDS, ids=[text for text, *_ in BOUNDS])
def test_a_date_means_these_bounds_or_is_refused(text, earliest, latest):
    if earliest is None:
        with pytest.raises(DateError):
            edtf.parse(text)
        return
    found = edtf.parse(text)
    assert (found.text, found.earliest, found.latest) == (text, earliest, latest)


REFUSED = {  # what is wrong with a date, in words
    "2025-13-01": '"2025-13-01" has no month 13',
    "2025-00-01": '"2025-00-01" has no month 00',
    "2025-21-01": '"2025-21-01" has a day within season or quarter 21, which has none',
    "2025-41-01": '"2025-41-01" has a day within season or quarter 41, which has none',
    "2025-42-01": '"2025-42-01" has no month 42',
    "2025-1X-32": '"2025-1X-32" is a day that does not exist, whatever stands for the X',
    "2025-3X-01": '"2025-3X-01" has no possible month 3X',
    "2025-04-31": '"2025-04-31" is a day that does not exist',
    "-0000": '"-0000" is no year: year 0 has no sign',
    "12025": '"12025" has a year of more than four digits, which needs a Y before it',
    "Y2025": '"Y2025" has a year of up to four digits, which is written without Y',
    "Y02025": '"Y02025" needs a year without leading zeros after the Y',
    "2025??": '"2025??" has two qualifiers in a row: % is both ? and ~',
    "?2025?": '"?2025?" qualifies one part twice with the same sign',
    "19X5S2": '"19X5S2" mixes X with significant digits: use one of them',
    "2025/2026/2027": '"2025/2026/2027" has more than one slash',
    "[2025,,2026]": '"[2025,,2026]" is a set with an empty member',
    "[2025": '"[2025" does not end with the ] that its [ asks for',
    "[..2025..]": '"[..2025..]" has a double dot on both sides of one date',
    "[2025,2026..,2027]": '"2026.." is open on a side, which only the first and last of a list can be',
}


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_no_date_says_why(text):
    with pytest.raises(DateError) as caught:
        edtf.parse(text)
    assert caught.value.what == REFUSED[text]


COMPARED = [
    # one, other: before, the other before the one, overlaps
    ("2025-05-04", "2025-05-05", "yes no no"),
    ("2025-05-05", "2025-05-05", "no no yes"),
    ("2025-05-06", "2025-05-05", "no yes no"),
    ("2025-04", "2025-05-01", "yes no no"),
    ("2025-05", "2025-05-01", "no possibly possibly"),
    ("2025-05", "2025-05-31", "possibly no possibly"),
    ("2025-05", "2025-05", "possibly possibly possibly"),
    ("2025-05-05T10:00:00Z", "2025-05-05", "no no yes"),
    ("2025-05-04T23:59:59Z", "2025-05-05", "yes no no"),
    ("2025-05-06T00:00:00Z", "2025-05-05", "no yes no"),
    ("2025-05-05", "2025-05-01/2025-05-05", "no no yes"),
    ("2025-05-06", "2025-05-01/2025-05-05", "no yes no"),
    ("2025-05-01", "2025-05-01/2025-05-05", "no no yes"),
    ("2025-04-30", "2025-05-01/2025-05-05", "yes no no"),
    ("2025-05-01/2025-05-03", "2025-05-03/2025-05-05", "no no yes"),
    ("2025-05-01/2025-05-03", "2025-05-04/2025-05-05", "yes no no"),
    ("2030", "2025-05-01/..", "no no yes"),
    ("2030", "2025-05-01/", "no possibly possibly"),
    ("2020", "../2025-05-01", "no no yes"),
    ("2020", "/2025-05-01", "possibly no possibly"),
    ("2025-05-02", "{2025-05-01,2025-05-03}", "no no possibly"),
]


@pytest.mark.parametrize(("one", "other", "answers"), COMPARED)
def test_two_dates_are_compared_by_their_bounds(one, other, answers):
    a, b = edtf.parse(one), edtf.parse(other)
    found = [values.before(a, b), values.before(b, a), values.overlaps(a, b)]
    assert " ".join(answer.value for answer in found) == answers
    assert values.overlaps(b, a) is values.overlaps(a, b)


NO, MAYBE, YES = Answer.NO, Answer.POSSIBLY, Answer.YES


@pytest.mark.parametrize(
    ("answers", "joined", "one_is_enough"),
    [
        ((), YES, NO),
        ((NO,), NO, NO),
        ((MAYBE,), MAYBE, MAYBE),
        ((YES,), YES, YES),
        ((YES, MAYBE), MAYBE, YES),
        ((YES, NO), NO, YES),
        ((MAYBE, NO), NO, MAYBE),
        ((YES, MAYBE, NO), NO, YES),
        ((YES, YES), YES, YES),
    ],
)
def test_answers_join_by_the_weakest_or_the_strongest(answers, joined, one_is_enough):
    assert (values.both(*answers), values.either(*answers)) == (joined, one_is_enough)
    assert values.negate(values.both(*answers)) is values.either(*map(values.negate, answers))


@pytest.mark.parametrize(("less", "more"), [(NO, MAYBE), (NO, YES), (MAYBE, YES)])
def test_answers_are_ordered(less, more):
    assert (less < more, less <= more, less > more, less >= more) == (True, True, False, False)
    assert (more < less, more <= less, more > less, more >= less) == (False, False, True, True)


@pytest.mark.parametrize("answer", list(Answer))
def test_an_answer_is_as_great_as_itself_and_compared_with_answers_alone(answer):
    same = Answer(answer.value)
    assert (answer < same, answer <= same, answer > same, answer >= same) == (False, True, False, True)
    for compare in (operator.lt, operator.le, operator.gt, operator.ge):
        with pytest.raises(TypeError):
            compare(answer, 1)


@pytest.mark.parametrize(
    ("date", "number"),
    [
        ((1970, 1, 1), 0),
        ((1969, 12, 31), -1),
        ((1972, 2, 29), 789),
        ((1972, 3, 1), 790),
        ((2000, 2, 29), 11016),
        ((2000, 3, 1), 11017),
        ((1900, 2, 28), -25509),
        ((1900, 3, 1), -25508),
        ((1, 1, 1), -719162),
        ((0, 12, 31), -719163),
        ((0, 3, 1), -719468),
        ((0, 2, 29), -719469),
    ],
)
def test_days_are_counted_from_1970_either_way(date, number):
    assert values.day_number(*date) == number
    assert values.civil(number) == date


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (0, "1970-01-01T00:00:00Z"),
        (-1, "1969-12-31T23:59:59.999999Z"),
        (DAY - 1_000_000, "1970-01-01T23:59:59Z"),
        (DAY, "1970-01-02T00:00:00Z"),
        (3_600_000_000, "1970-01-01T01:00:00Z"),
        (60_000_000, "1970-01-01T00:01:00Z"),
        (values.NEVER_AFTER, "open"),
        (values.NEVER_BEFORE, "open"),
    ],
)
def test_a_moment_prints_as_an_instant(moment, text):
    assert values.format_moment(moment) == text


def test_spans_have_the_bounds_of_their_first_and_last_unit():
    last = DAY - 1
    assert Span.days(1, 1) == Span(DAY, DAY + last, DAY, DAY + last)
    assert Span.days(1, 2) == Span(DAY, DAY + last, 2 * DAY, 2 * DAY + last)
    assert Span.days(None, 2) == Span(values.NEVER_BEFORE, values.NEVER_BEFORE, 2 * DAY, 2 * DAY + last)
    assert Span.days(1, None) == Span(DAY, DAY + last, values.NEVER_AFTER, values.NEVER_AFTER)
    assert Span.instants(5, 5) == Span(5, 5, 5, 5)
    assert Span.instants(5, 7) == Span(5, 5, 7, 7)
    assert Span.anything() == Span.days(None, None)


@pytest.mark.parametrize(
    ("mask", "months"),
    [("XX", tuple(range(1, 13))), ("0X", tuple(range(1, 10))), ("1X", (10, 11, 12)), ("X2", (2, 12)), ("12", (12,))],
)
def test_a_mask_of_months(mask, months):
    assert masks.months_like(mask) == months


@pytest.mark.parametrize(
    ("mask", "years"),
    [
        ("2025", (2025, 2025)),
        ("202X", (2020, 2029)),
        ("XXXX", (0, 9999)),
        ("-1X32", (-1932, -1032)),
        ("-XX00", (-9900, -100)),
        ("-000X", (-9, -1)),
        ("-0XX0", (-990, -10)),
    ],
)
def test_a_mask_of_years(mask, years):
    assert masks.year_range(mask) == years


@pytest.mark.parametrize(
    ("year", "digits", "years"),
    [
        (1950, 0, (1950, 1950)),
        (1950, 1, (1000, 1999)),
        (1950, 2, (1900, 1999)),
        (1950, 4, (1950, 1950)),
        (1950, 9, (1950, 1950)),
        (-1950, 2, (-1999, -1900)),
        (0, 1, (0, 0)),
    ],
)
def test_significant_digits(year, digits, years):
    assert masks.significant_years(year, digits) == years


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("2026-11-23 21:10+02:00", "2026-11-23T19:10:00Z"),
        ("2026-11-23t21:10:00z", "2026-11-23T21:10:00Z"),
        ("2026-11-23T21:10:00.25Z", "2026-11-23T21:10:00.25Z"),
        ("2026-11-23T21:10:00-00:00", "2026-11-23T21:10:00Z"),
        ("2026-12-31T23:30-01:00", "2027-01-01T00:30:00Z"),
        ("2026-11-23 21:10", None),
        ("2026-11-23", None),
        ("2026-11-23T21:10:00.Z", None),
    ],
)
def test_what_people_paste_becomes_an_instant_in_utc(text, stored):
    assert instants.to_utc(text) == stored


@pytest.mark.parametrize(
    "text", ["2026-11-23T25:00Z", "2026-11-31T10:00Z", "9999-12-31T23:30-01:00", "2026-11-23T10:00+24:00"]
)
def test_a_pasted_instant_that_does_not_exist_is_refused_in_its_own_words(text):
    with pytest.raises(DateError, match=text.replace("+", r"\+")):
        instants.to_utc(text)


NO_CLOCK = [
    # a date that names no one day, why, and what to write
    ("[2025,2026]", "it is a set, not one day"),
    ("2025/..", "its end is open"),
    ("../2025", "its start is open"),
    ("2025/", "its end is unknown"),
    ("2025?", "it is uncertain"),
    ("2025~", "it is approximate"),
    ("2025%", "it is uncertain"),
    ("202X", "some of its digits are not given"),
    ("1950S2", "not all of its digits are significant"),
    ("2025-21", "the months of a season are not the same everywhere"),
]


@pytest.mark.parametrize(("text", "reason"), NO_CLOCK)
def test_a_date_that_is_not_one_day_for_sure_is_no_clock(text, reason):
    with pytest.raises(DateError) as refused:
        edtf.parse_clock(text, today=dt.date(2026, 11, 23))
    assert refused.value.what == f'"{text}" cannot be a clock: {reason}'
    assert refused.value.fix.startswith("write ")


DAY_NUMBERS = [
    # a day, its number from 1970; None where there is no such day
    ("1970-01-01", 0),
    ("1970-01-02", 1),
    ("1969-12-31", -1),
    ("1970-03-01", 59),
    ("1972-02-29", 789),
    ("1972-03-01", 790),
    ("2000-02-29", 11_016),
    ("2026-12-31", 20_818),
    ("0000-03-01", -719_468),
    ("1900-02-29", None),
    ("2026-04-31", None),
    ("2026-13-01", None),
    ("2026-00-10", None),
    ("2026-06", None),
    ("2026-6-01", None),
    ("2026-06-0a", None),
    ("2026-06-١١", None),
]


@pytest.mark.parametrize(("text", "number"), DAY_NUMBERS)
def test_a_day_is_numbered_from_1970_where_there_is_such_a_day(text, number):
    assert days.plain_day(text) == number
    if number is not None:
        assert (days.day_number(*map(int, text.split("-"))), days.format_day(number)) == (number, text)
