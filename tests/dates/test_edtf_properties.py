"""EDTF against brute force, the standard library, and whatever can be typed."""

import csv
import datetime as dt
import itertools
import math
import re
import sys
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from meant import meant_by
from timeline.dates.edtf import describe, parse, parse_clock, parse_input, words
from timeline.dates.twotimes import two_times
from timeline.dates.values import DAY, Span, day_number
from timeline.errors import DateError
from timeline.figures.describe.printed import short

TODAY = dt.date(2026, 11, 23)
QUICK = settings(deadline=None)  # each example is quick; a busy machine must not fail one

with (Path(__file__).parent / "edtf_cases.csv").open(newline="", encoding="utf-8") as table:
    CASES = list(csv.DictReader(table))


# Brute force

DIGITS = st.sampled_from("0123456789X")


@given(
    st.sampled_from(["20XX", "202X", "2024", "2023", "19X4", "1X00", "2X0X", "2XX1"]),
    st.tuples(st.sampled_from("01X"), DIGITS).map("".join),
    st.tuples(st.sampled_from("0123X"), DIGITS).map("".join),
)
@settings(QUICK, max_examples=150)
def test_a_mask_means_exactly_the_days_that_fit_it(year, month, day):
    fits = []
    for y, m, d in itertools.product(fitting(year, 1000, 2999), fitting(month, 1, 12), fitting(day, 1, 31)):
        try:
            fits.append(dt.date(y, m, d))
        except ValueError:
            continue
    text = f"{year}-{month}-{day}"
    if not fits:
        with pytest.raises(DateError):
            parse(text)
    else:
        date = parse(text)
        assert (date.earliest, date.latest) == (min(fits).isoformat(), max(fits).isoformat())


def fitting(mask, low, high):
    numbers = (f"{n:0{len(mask)}d}" for n in range(low, high + 1))
    return [int(n) for n in numbers if all(x in ("X", c) for x, c in zip(mask, n, strict=True))]


@given(st.tuples(DIGITS, DIGITS, DIGITS, DIGITS).map("".join), st.booleans())
@settings(QUICK)
def test_a_masked_year_means_the_years_that_fit_it(mask, negative):
    years = fitting(mask, 0, 9999)
    if negative:
        years = sorted(-year for year in years if year)
    text = f"-{mask}" if negative else mask
    if not years:
        with pytest.raises(DateError):
            parse(text)
        return
    date = parse(text)
    assert date.span.lo == day_number(years[0], 1, 1) * DAY
    assert date.span.hi == day_number(years[-1], 12, 31) * DAY + DAY - 1


PLAIN = st.dates().map(dt.date.isoformat)
PART = st.one_of(PLAIN, PLAIN.map(lambda day: day[:7]), PLAIN.map(lambda day: day[:4]))


@given(PART, PART)
@settings(QUICK)
def test_an_interval_is_refused_just_where_its_end_is_surely_before_its_start(left, right):
    a, b = parse(left), parse(right)
    if b.span.hi < a.span.lo:
        with pytest.raises(DateError):
            parse(f"{left}/{right}")
    else:
        date = parse(f"{left}/{right}")
        assert (date.earliest, date.latest, date.level) == (a.earliest, b.latest, 0)


@given(st.lists(PART, min_size=1, max_size=6), st.sampled_from(["[]", "{}"]))
@settings(QUICK)
def test_a_set_reaches_from_its_earliest_member_to_its_latest(members, brackets):
    date = parse(brackets[0] + ",".join(members) + brackets[1])
    spans = [parse(member).span for member in members]
    assert date.span.lo == min(span.lo for span in spans)
    assert date.span.hi == max(span.hi for span in spans)
    assert date.last.hi == date.span.hi
    assert date.start.lo == date.span.lo


@given(st.integers(1, 10**12), st.booleans())
@settings(QUICK)
def test_significant_digits_keep_the_year_within_its_bounds(number, negative):
    digits = str(number)
    text = f"Y{'-' if negative else ''}{digits}" if len(digits) > 4 else ("-" if negative else "") + digits.zfill(4)
    wider = None
    for count in range(len(digits), 0, -1):
        date = parse(f"{text}S{count}")
        assert date.span.lo <= parse(text).span.lo <= parse(text).span.hi <= date.span.hi
        if wider is not None:
            assert date.span.lo <= wider.lo
            assert date.span.hi >= wider.hi
        wider = date.span


QUALIFIED = st.tuples(PART, st.sampled_from("?~%"))


@given(QUALIFIED)
@settings(QUICK)
def test_a_qualifier_never_moves_a_bound(pair):
    text, sign = pair
    plain = parse(text).span
    assert parse(text + sign).span == plain
    parts = text.split("-")
    for n in range(len(parts)):
        left = "-".join([*parts[:n], sign + parts[n], *parts[n + 1 :]])
        right = "-".join([*parts[:n], parts[n] + sign, *parts[n + 1 :]])
        assert parse(left).span == parse(right).span == plain
        assert words(parse(left)) != words(parse(text))


# Python's own datetimes, in UTC throughout
FAR, LATE, EPOCH = (dt.datetime.fromisoformat(day) for day in ("0002-01-01", "9998-01-01", "1970-01-01"))


@given(st.datetimes(FAR, LATE), st.integers(-1439, 1439))
@settings(QUICK)
def test_instants_agree_with_the_standard_library(moment, minutes):
    moment = moment.replace(microsecond=0)
    if not minutes:
        return
    shift = f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"
    date = parse(moment.isoformat() + shift)
    utc = moment - dt.timedelta(minutes=minutes)
    assert date.earliest == date.latest == utc.isoformat() + "Z"
    since = (utc - EPOCH) // dt.timedelta(microseconds=1)
    assert date.span == Span.instants(since, since)
    if two_times(moment.isoformat(" ")[11:16] + shift) is None:  # else it may be two times of day, and is refused
        assert parse_input(moment.isoformat(" ")[:16] + shift, today=TODAY).text == f"{utc.isoformat()[:17]}00Z"


CLOCK_TIMES = st.datetimes(dt.datetime.fromisoformat("2026-11-20"), dt.datetime.fromisoformat("2026-11-22"))


@st.composite
def end_instants(draw):
    """An instant as it may stand at an end, and its microseconds since 1970."""
    moment = draw(CLOCK_TIMES)
    minutes = draw(st.sampled_from([0, 60, -90, 345]))
    if draw(st.booleans()):
        text = moment.replace(second=0, microsecond=0).isoformat(timespec="minutes")
        moment = moment.replace(second=0, microsecond=0)
    elif minutes or draw(st.booleans()):
        moment = moment.replace(microsecond=0)
        text = moment.isoformat(timespec="seconds")
    else:
        text = moment.isoformat(timespec="microseconds")
    shift = f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}" if minutes else "Z"
    return text + shift, (moment - dt.timedelta(minutes=minutes) - EPOCH) // dt.timedelta(microseconds=1)


@given(end_instants(), end_instants())
@settings(QUICK)
def test_ends_are_instants_as_the_standard_library_reads_them(one, other):
    (left, lo), (right, hi) = one, other
    for text in (f"{left}/{right}", f"[{left}..{right}]", f"{{{left}..{right}}}"):
        if hi < lo:
            with pytest.raises(DateError) as caught:
                parse(text)
            assert "ends before it begins" in caught.value.what
            continue
        date = parse(text)
        assert (date.text, date.level) == (text, None)
        assert date.span == Span.instants(lo, hi)
        alone = [parse_input(end, today=TODAY).earliest for end in (left, right)]
        assert [date.earliest, date.latest] == alone
        assert parse_input(text, today=TODAY) == date
    assert parse(f"{left}/..").span == Span(lo, lo, math.inf, math.inf)
    assert parse(f"[..{right}]").span == Span(-math.inf, -math.inf, hi, hi)
    assert parse(f"/{right}").start == Span(-math.inf, -math.inf, hi, hi)


@given(end_instants(), end_instants(), PART, st.sampled_from(["{}/{}", "[{}..{}]", "{{{},{}}}", "[{},{}]"]))
@settings(QUICK)
def test_what_does_not_fit_together_is_refused_once_with_a_way_out_that_works(one, other, day, form):
    bare = re.sub(r"(Z|[+-]\d\d:\d\d)$", "", other[0])
    for left, right in ((one[0], day), (day, one[0]), (one[0], bare), (bare, one[0]), (bare, bare)):
        with pytest.raises(DateError) as caught:
            parse_input(form.format(left, right), today=TODAY)
        assert re.search("mixes days|in which time zone|only in UTC, with Z", caught.value.what)
        meant = meant_by(form.format(left, right))
        if meant is not None:
            assert caught.value.fix.startswith(f"write {meant}")
            assert parse_input(meant, today=TODAY).text == meant


def test_an_end_on_a_day_that_does_not_exist_is_named_as_typed():
    with pytest.raises(DateError) as caught:
        parse("2026-02-30T14:03Z/..")
    assert caught.value.what == '"2026-02-30T14:03Z" is on a day that does not exist'


@given(end_instants(), end_instants())
@settings(QUICK)
def test_no_time_is_said_without_its_zone(one, other):
    (first, _), (last, _) = sorted((one, other), key=lambda end: end[1])
    texts = [first, f"{first}/..", f"/{first}", f"[..{first}]", f"[{first},{last}]"]
    texts += [f"{first}/{last}", f"[{first}..{last}]", f"{{{first}..{last}}}"]
    for text in texts:
        date = parse_input(text, today=TODAY)
        for said in (words(date), short(date)):
            times = re.sub(r"UTC[+-]\d\d:\d\d", "UTC", said)
            after = re.findall(r"\d\d:\d[\d:.]*(.{0,3})", times)
            assert after
            assert set(after) <= {" UT", " \N{EN DASH} ", " or"}, said


def test_a_closed_interval_of_instants_as_a_clock_is_its_end():
    clock = parse_clock("2026-11-20T14:03Z/2026-11-20T15:41+01:00", today=TODAY)
    assert (clock.read, clock.lo) == ("2026-11-20T14:41:00Z", clock.hi)


# Whatever can be typed


WORDS = [
    "1984",
    "2004-06",
    "XXXX",
    "23:20:30",
    "04",
    "..",
    "May",
    "late",
    "before",
    "to",
    "or",
    "Q2",
    "today",
    "th",
    "BC",
]
PIECES = st.lists(st.one_of(st.sampled_from([*"0129X-/.,[]{}?~%YESTZ:+s ", *WORDS]), st.characters()), max_size=14).map(
    "".join
)
NEAR = st.tuples(st.sampled_from([case["expression"] for case in CASES]), st.integers(0, 30), PIECES).map(
    lambda triple: triple[0][: triple[1]] + triple[2][:3] + triple[0][triple[1] :]
)


@given(st.one_of(PIECES, NEAR, st.text()))
@example("\ud800")
@example("\x00")
@example("²th century")
@example("٢٠٢٥")
@settings(QUICK, max_examples=400)
def test_any_text_is_a_date_or_a_date_error(text):
    row = describe(text, today=TODAY)
    if row["valid"]:
        date = parse(row["edtf"])
        assert date.text == row["edtf"]
        assert row["words"]
        assert parse_input(text, today=TODAY) == date
    else:
        assert row["error"]
        if row["suggestion"] is not None:
            assert parse(row["suggestion"])
        with pytest.raises(DateError):
            parse_input(text, today=TODAY)
    try:
        clock = parse_clock(text, today=TODAY)
    except DateError:
        return
    assert clock.lo <= clock.hi


@pytest.mark.parametrize(
    "text",
    [
        "Y" + "1" * 200_000,
        "Y1E" + "9" * 200_000,
        "Y1E1000000",
        "9" * 200_000,
        "X" * 200_000,
        "2004" + "?" * 200_000,
        " " * 200_000,
        "[" * 200_000,
        "/" * 200_000,
        "[1984" + "," * 100_000 + "]",
        "2004-01-01T10:10:10." + "1" * 200_000,
        "May " * 50_000,
    ],
)
def test_huge_nonsense_is_refused_shortly(text):
    with pytest.raises(DateError) as caught:
        parse(text)
    assert len(str(caught.value)) < 400


def test_huge_sense_is_read():
    many = "[" + ",".join(["1984"] * 20_000) + "]"
    assert parse(many).latest == "1984-12-31"
    assert parse("2004-01-01T10:10:10." + "1" * 10_000 + "Z").earliest.endswith("1" * 10_000 + "Z")
    longest = parse("Y" + "9" * 600)
    assert parse("Y-" + "9" * 600).span.hi < longest.span.lo
    with pytest.raises(DateError):
        parse("Y" + "9" * 601)


def test_pythons_own_limit_on_digits_is_never_met():
    before = sys.get_int_max_str_digits()
    sys.set_int_max_str_digits(640)
    try:
        date = parse("Y-17E598S3")
        assert len(date.earliest) > 600
        assert words(date)
        with pytest.raises(DateError):
            parse("Y17E650")
    finally:
        sys.set_int_max_str_digits(before)


def test_no_day_is_read_from_a_clock():
    source = Path(parse.__code__.co_filename).parent
    for name in ("values", "masks", "instants", "grammar", "english", "phrases", "endings", "slips", "advice", "edtf"):
        text = (source / f"{name}.py").read_text(encoding="utf-8")
        assert not any(call in text for call in (".today()", ".now(", "time.time", "localtime", "environ"))
