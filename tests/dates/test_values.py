"""Uncertain dates as values: the calendar, three answers, and relations proved by brute force."""

import datetime as dt
import itertools
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timeline.dates.edtf import parse
from timeline.dates.values import (
    DAY,
    NEVER_AFTER,
    NEVER_BEFORE,
    SECOND,
    Answer,
    Span,
    before,
    both,
    civil,
    day_number,
    either,
    format_day,
    format_moment,
    is_leap,
    month_length,
    negate,
    overlaps,
)
from timeline.testing import given as given_records

QUICK = settings(deadline=None)  # each example is quick; a busy machine must not fail one
YES, POSSIBLY, NO = Answer.YES, Answer.POSSIBLY, Answer.NO

# The calendar


def test_day_numbers_agree_with_the_standard_library_on_every_year_it_knows():
    epoch = dt.date(1970, 1, 1).toordinal()
    for year in range(1, 10_000):
        for month, day in ((1, 1), (2, 28), (3, 1), (12, 31)):
            number = dt.date(year, month, day).toordinal() - epoch
            assert day_number(year, month, day) == number
            assert civil(number) == (year, month, day)


def test_every_day_around_year_0_follows_the_one_before():
    number = day_number(-401, 1, 1)
    for year in range(-401, 402):
        for month in range(1, 13):
            for day in range(1, month_length(year, month) + 1):
                assert day_number(year, month, day) == number
                assert civil(number) == (year, month, day)
                number += 1


@given(st.integers(-(10**60), 10**60))
@settings(QUICK)
def test_years_of_any_size_keep_their_days(year):
    assert civil(day_number(year, 12, 31)) == (year, 12, 31)
    assert day_number(year + 1, 1, 1) == day_number(year, 12, 31) + 1
    assert is_leap(year) == is_leap(year % 400)


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        ((1970, 1, 1), "1970-01-01"),
        ((-44, 3, 15), "-0044-03-15"),
        ((0, 1, 1), "0000-01-01"),
        ((79, 8, 24), "0079-08-24"),
        ((9999, 12, 31), "9999-12-31"),
        ((10000, 1, 1), "10000-01-01"),
        ((170000002, 1, 1), "170000002-01-01"),
        ((-170000002, 1, 1), "-170000002-01-01"),
    ],
)
def test_days_print_as_the_contract_says(day, shown):
    assert format_day(day_number(*day)) == shown


def test_moments_print_in_utc():
    assert format_moment(0) == "1970-01-01T00:00:00Z"
    assert format_moment(-1) == "1969-12-31T23:59:59.999999Z"
    assert format_moment(DAY + 1) == "1970-01-02T00:00:00.000001Z"
    assert format_moment(math.inf) == "open"


# Answers


def test_answers_are_ordered_and_joined_by_the_weakest_link():
    assert NO < POSSIBLY < YES
    assert sorted([YES, NO, POSSIBLY]) == [NO, POSSIBLY, YES]
    for answers in itertools.product(Answer, repeat=3):
        assert both(*answers) == min(answers)
        assert either(*answers) == max(answers)
        assert negate(both(*answers)) == either(*map(negate, answers))
    assert both() is YES
    assert either() is NO
    with pytest.raises(TypeError):
        _ = YES < 1


# Relations, by brute force: a window of days and of instants on a grid of quarters of a day

QUARTER = DAY // 4
DAYS = [(n * DAY, n * DAY + DAY - 1) for n in range(4)]
INSTANTS = [(n * QUARTER, n * QUARTER) for n in range(13)]


def spans():
    """Yield every span of the window with all the units that it can mean."""
    for units in (DAYS, INSTANTS):
        for i in range(len(units)):
            for j in range(i, len(units)):
                yield Span(*units[i], *units[j]), units[i : j + 1]


SPANS = list(spans())


def answer(truths):
    truths = set(truths)
    return {frozenset({True}): YES, frozenset({False}): NO}.get(frozenset(truths), POSSIBLY)


def unit_before(a, b):
    return a[1] < b[0]


def unit_at(a, b):
    return not unit_before(a, b) and not unit_before(b, a)


@pytest.mark.parametrize(
    ("relation", "truth"),
    [
        (before, unit_before),
        (overlaps, unit_at),
    ],
)
def test_relations_of_two_unknown_units_are_exact(relation, truth):
    for (a, of_a), (b, of_b) in itertools.product(SPANS, repeat=2):
        assert relation(a, b) == answer(truth(x, y) for x in of_a for y in of_b), (a, b)


# Relations of real dates: a world is one thing that a date can mean, as first unit, last unit and units covered

WINDOW = range(day_number(2023, 12, 20), day_number(2024, 1, 15))


def day(number):
    return (number * DAY, number * DAY + DAY - 1)


def jan(number):
    return day_number(2024, 1, number)


def worlds(text):
    """List what a date of this test can mean, within the window."""
    points = {
        **{f"2024-01-0{n}": [jan(n)] for n in range(1, 9)},
        "2024-01-0X": [jan(n) for n in range(1, 10)],
        "2024-01-X1": [jan(1), jan(11)],
        "[2024-01-02,2024-01-04..2024-01-05]": [jan(2), jan(4), jan(5)],
        "[..2024-01-03]": [n for n in WINDOW if n <= jan(3)],
        "[2024-01-04..]": [n for n in WINDOW if n >= jan(4)],
    }
    if text in points:
        return [(day(n), day(n), [day(n)]) for n in points[text]]
    if text == "{2024-01-02,2024-01-05}":
        return [(day(jan(2)), day(jan(5)), [day(jan(2)), day(jan(5))])]
    if text == "{2024-01-0X,2024-01-05}":
        found = []
        for n in range(1, 10):
            both_days = sorted({jan(n), jan(5)})
            found.append((day(both_days[0]), day(both_days[-1]), [day(d) for d in both_days]))
        return found
    left, right = text.split("/")
    starts = {"": list(WINDOW), "..": [WINDOW[0] - 1000]}.get(left) or [d[0][0] // DAY for d in worlds(left)]
    ends = {"": list(WINDOW), "..": [WINDOW[-1] + 1000]}.get(right) or [d[0][0] // DAY for d in worlds(right)]
    return [(day(s), day(e), [day(n) for n in WINDOW if s <= n <= e]) for s in starts for e in ends if s <= e]


TEXTS = [
    "2024-01-03",
    "2024-01-05",
    "2024-01-0X",
    "2024-01-X1",
    "[2024-01-02,2024-01-04..2024-01-05]",
    "[..2024-01-03]",
    "[2024-01-04..]",
    "{2024-01-02,2024-01-05}",
    "{2024-01-0X,2024-01-05}",
    "2024-01-02/2024-01-06",
    "2024-01-04/2024-01-05",
    "2024-01-0X/2024-01-06",
    "2024-01-04/2024-01-0X",
    "2024-01-03/",
    "2024-01-03/..",
    "/2024-01-04",
    "../2024-01-04",
    "../..",
    "/..",
]


REAL = {
    before: lambda a, b: unit_before(a[1], b[0]),
    overlaps: lambda a, b: any(unit_at(x, y) for x in a[2] for y in b[2]),
}


@pytest.mark.parametrize("relation", REAL)
def test_yes_and_no_are_never_wrong_about_real_dates(relation):
    truth = REAL[relation]
    for a, b in itertools.product(TEXTS, repeat=2):
        found = relation(parse(a), parse(b))
        truths = {truth(x, y) for x in worlds(a) for y in worlds(b)}
        if found is YES:
            assert truths == {True}, (a, b)
        elif found is NO:
            assert truths == {False}, (a, b)


@pytest.mark.parametrize(
    ("relation", "a", "b", "found"),
    [
        (before, "2025-07", "2025-08", YES),
        (before, "2025", "2025-08", POSSIBLY),
        (before, "2025-09", "2025-08", NO),
        (before, "2025-08-14", "2025-08-14T12:00:00Z", NO),
        (before, "2025-08-14T12:00:00Z", "2025-08-14T12:00:01Z", YES),
        (before, "2025-08-14T23:30:00-02:00", "2025-08-15", NO),
        (before, "[..2025-08-14]", "2025-08-15", YES),
        (before, "[..2025-08-14]", "1900", POSSIBLY),
        (before, "../2025-08-14", "1900", NO),
        (before, "{1960,1962}", "1961", NO),
        (before, "{1960,1962}", "1963", YES),
        (before, "1959", "{1960,1962}", YES),
        (overlaps, "2020/2021", "2022/2023", NO),
        (overlaps, "2020/2021", "2021/2023", POSSIBLY),
        (overlaps, "2020-01-01/2021-06-30", "2021-06-30/2023", YES),
        (overlaps, "XXXX-12-25", "2025-12-25", POSSIBLY),
        (before, "Y17E7", "Y17E8", YES),
        (before, "Y-1E500", "Y1E500", YES),
        (before, "Y1E500", "[2025..]", POSSIBLY),
        (before, "2025?", "2026~", YES),
    ],
)
def test_relations_of_dates_as_people_write_them(relation, a, b, found):
    assert relation(parse(a), parse(b)) is found


ANY_DATE = st.sampled_from([parse(text) for text in TEXTS])


@given(ANY_DATE, st.integers(WINDOW[0], WINDOW[-1]))
@settings(QUICK)
def test_a_later_day_never_undoes_before(date, number):
    sooner, later = Span.days(number, number), Span.days(number + 1, number + 1)
    assert before(date, sooner) <= before(date, later)
    assert before(sooner, date) >= before(later, date)


@given(ANY_DATE, ANY_DATE)
@settings(QUICK)
def test_relations_agree_with_one_another(a, b):
    assert overlaps(a, b) is overlaps(b, a)
    assert both(before(a, b), before(b, a)) is not YES
    assert both(before(a, b), overlaps(a, b)) is not YES


# Spans of dates


# Instants at the ends, second by second: every time that a date can mean, in a window that its open sides leave

SECONDS = range(-4, 12)  # around a midnight


def second(number):
    return format_moment(10 * DAY + number * SECOND)


BEYOND = 200_000  # seconds: more than two days


def forms_of(a, b):
    """Yield a date from second a to second b in every form, with all (start, end) that it can mean."""
    left, right = second(a), second(b)
    up_to, from_on = [-BEYOND, *range(-99, b + 1)], [*range(a, 99), BEYOND]
    yield f"{left}/{right}", [(a, b)]
    yield f"{left}/..", [(a, BEYOND)]
    yield f"../{right}", [(-BEYOND, b)]
    yield f"{left}/", [(a, end) for end in from_on]
    yield f"/{right}", [(start, b) for start in up_to]
    yield f"[{left}..{right}]", [(at, at) for at in range(a, b + 1)]
    yield f"[..{right}]", [(at, at) for at in up_to]
    yield f"[{left}..]", [(at, at) for at in from_on]


@pytest.mark.parametrize(("a", "b"), [(0, 0), (0, 1), (-2, 3), (1, 6), (-1, -1), (2, 5)])
def test_instants_at_the_ends_answer_as_every_second_does(a, b):
    for text, worlds in forms_of(a, b):
        date = parse(text)
        for number in SECONDS:
            at = 10 * DAY + number * SECOND
            moment = Span.instants(at, at)
            assert before(date, moment) is answer(end < number for _, end in worlds), (text, number)
            assert before(moment, date) is answer(start > number for start, _ in worlds), (text, number)
            assert overlaps(date, moment) is answer(start <= number <= end for start, end in worlds), (text, number)
        for day, first, last in ((9, -86_400, -1), (10, 0, 86_399)):
            assert before(date, Span.days(day, day)) is answer(end < first for _, end in worlds), (text, day)
            assert before(Span.days(day, day), date) is answer(start > last for start, _ in worlds), (text, day)


def test_a_day_knows_its_first_and_last_microsecond():
    span = Span.days(1, 1)
    assert (span.lo, span.lo_end, span.hi_start, span.hi) == (DAY, 2 * DAY - 1, DAY, 2 * DAY - 1)
    assert Span.days(None, None) == Span.anything()


def test_a_month_is_one_unknown_day_of_it():
    span = parse("2025-08").span
    first, last = day_number(2025, 8, 1), day_number(2025, 8, 31)
    assert span == Span(first * DAY, first * DAY + DAY - 1, last * DAY, last * DAY + DAY - 1)
    assert parse("2025-08").start == span
    assert parse("2025-08").end is None


def test_sides_of_an_interval_are_open_unknown_or_dates():
    open_left = parse("../2025")
    assert open_left.start == Span(NEVER_BEFORE, NEVER_BEFORE, NEVER_BEFORE, NEVER_BEFORE)
    assert not open_left.start_is_known
    unknown_left = parse("/2025")
    assert (unknown_left.start.lo, unknown_left.start.hi) == (NEVER_BEFORE, unknown_left.end.hi)
    assert not unknown_left.start_is_known
    open_right = parse("2025/..")
    assert open_right.end == Span(NEVER_AFTER, NEVER_AFTER, NEVER_AFTER, NEVER_AFTER)
    assert open_right.start_is_known
    unknown_right = parse("2025/")
    assert (unknown_right.end.lo, unknown_right.end.hi) == (unknown_right.start.lo, NEVER_AFTER)
    assert unknown_right.end.lo_end == unknown_right.start.lo_end
    assert parse("2024/2025").is_interval
    assert not parse("2025").is_interval


def test_a_set_of_all_begins_with_its_first_member():
    date = parse("{1961-12,1960}")
    assert date.start == parse("1960").span
    assert date.last == parse("1961-12").span
    assert parse("{1960,1960-12}").start.hi == parse("1960").span.hi
    assert parse("{..1983}").start == Span.always_before()
    assert parse("{1983..}").last == Span.always_after()
    assert parse("{1983..}").start == parse("1983").span
    assert parse("{1983..1985}").start == parse("1983").span
    assert parse("{1983..1985}").last == parse("1985").span


def test_one_of_a_set_is_one_unknown_day_from_the_earliest_member_to_the_latest():
    date = parse("[1667,1760-12]")
    assert (date.start.lo, date.start.hi) == (parse("1667").span.lo, parse("1760-12").span.hi)
    assert parse("[..1984]").start.lo == NEVER_BEFORE
    assert parse("[..1984]").start.hi == parse("1984").span.hi


def test_an_instant_with_digits_beyond_the_microsecond_lies_between_two():
    span = parse("1970-01-01T00:00:00.0000015Z").span
    assert (span.lo, span.hi) == (1, 2)
    span = parse("1970-01-01T00:00:00.0000010Z").span
    assert (span.lo, span.hi) == (1, 1)


def test_a_leap_second_belongs_to_the_day_that_it_ends():
    second = parse("2016-12-31T23:59:60Z")
    assert overlaps(second, parse("2016-12-31")) is YES
    assert before(parse("2016-12-31T23:59:59Z"), second) is YES
    assert before(second, parse("2017-01-01T00:00:00Z")) is YES


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2025/2025-06", ("2025-01-01", "2025-06-30"), ("2025-06-01", "2025-06-30")),
        ("2025-21/2025-06", ("2025-01-01", "2025-06-30"), ("2025-06-01", "2025-06-30")),
        ("2025-06/2025", ("2025-06-01", "2025-06-30"), ("2025-06-01", "2025-12-31")),
        ("2025/2025", ("2025-01-01", "2025-12-31"), ("2025-01-01", "2025-12-31")),
        ("2024/2025-06", ("2024-01-01", "2024-12-31"), ("2025-06-01", "2025-06-30")),
    ],
)
def test_no_side_of_an_interval_can_be_beyond_the_other(text, start, end):
    meaning = parse(text)
    for side, (first, last) in ((meaning.start, start), (meaning.end, end)):
        assert (side.lo, side.lo_end) == (parse(first).span.lo, parse(first).span.hi)
        assert (side.hi_start, side.hi) == (parse(last).span.lo, parse(last).span.hi)


def test_what_ended_between_a_year_and_its_june_was_over_in_july():
    records = [
        {"title": "hired", "occurred": "2020", "facts": [{"entity": "Ada", "property": "employer", "value": "Acme"}]},
        {
            "title": "left",
            "occurred": "2025-21/2025-06",
            "facts": [{"entity": "Ada", "property": "employer", "value": "Acme", "mode": "ended"}],
        },
    ]
    asked = given_records(records, views={"work": {"properties": ["employer"]}})
    answers = [asked.when("work", on=day).rows[0]["answer"] for day in ("2025-03-01", "2025-06-29", "2025-07-01")]
    assert answers == ["possibly", "possibly", "ended"]
