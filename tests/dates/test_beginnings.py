"""When a date begins, read without parsing it, is what the parser says."""

from hypothesis import given, settings
from hypothesis import strategies as st

from timeline.dates.beginnings import beginning_of, days_of
from timeline.dates.edtf import parse
from timeline.dates.values import DAY, NEVER_BEFORE
from timeline.errors import DateError

YEAR = st.integers(0, 9999).map("{:04d}".format)
PART = st.integers(0, 41).map("{:02d}".format)
DATE = st.lists(PART, max_size=2).flatmap(lambda parts: YEAR.map(lambda year: "-".join([year, *parts])))
FORMS = st.one_of(
    DATE,
    st.builds(str.__add__, DATE, st.sampled_from("?~%")),
    st.builds("{}/{}".format, DATE, DATE),
    DATE.map("[..{}]".format),
    st.text("0123456789-/?~%[.]X", max_size=24),
)


@settings(max_examples=400, deadline=None)
@given(FORMS)
def test_a_beginning_is_that_of_the_parsed_date(text):
    begins = beginning_of(text)
    try:
        meaning = parse(text)
    except DateError:
        assert begins is None
    else:
        assert begins in (None, meaning.span.lo)


def test_usual_forms_are_read():
    for text in ("2025", "2025-08", "2025-08-14", "2025-08~", "2025/2026-03", "[..2025-08-14]"):
        assert beginning_of(text) is not None


@settings(max_examples=400, deadline=None)
@given(FORMS)
def test_days_are_those_of_the_parsed_date(text):
    days = days_of(text)
    assert (days is None) == (beginning_of(text) is None)
    if days is None:
        return
    meaning = parse(text)
    opens = NEVER_BEFORE if days.first is None else days.first * DAY
    assert (meaning.start.lo, meaning.start.hi_start, meaning.start.hi) == (
        opens, days.last * DAY, days.last * DAY + DAY - 1,
    )  # fmt: skip
    assert meaning.start_is_known
    if days.end_first is None:
        assert meaning.kind in ("date", "one-of")
        assert meaning.end is None
        assert meaning.span.hi == meaning.start.hi
    else:
        assert meaning.kind == "interval"
        assert (meaning.end.lo_end, meaning.end.hi) == (days.end_first * DAY + DAY - 1, days.end_last * DAY + DAY - 1)
