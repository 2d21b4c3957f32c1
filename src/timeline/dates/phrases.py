"""What people write for a date in English, to the readings that it can have.

Law: nothing is stored from here; a phrase is refused, and its EDTF is only proposed. What is not understood to the
last word has no reading.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Final

from timeline.dates.dayparts import take_time
from timeline.dates.meanings import Chosen, Reading, of_days, readings
from timeline.dates.numerals import day_of_week_date, read_count
from timeline.dates.said import Said, Span, Years, one_year
from timeline.dates.smallwords import plain_words
from timeline.dates.spelled import read_date
from timeline.dates.values import civil, format_day, format_year

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_LONGEST: Final = 120  # a phrase beyond this is not a date
_UP_TO: Final = frozenset({"to", "until", "till", "through", "thru", "-"})
_STILL: Final = frozenset({"present", "the present", "now", "date", "today", "ongoing"})
"""What people write for the end of what goes on."""
_LASTING: Final = _STILL - {"now", "date", "today"} | {"to present", "to date", "current", "continuing"}
_JOINTS: Final = _UP_TO | {"or", "and", "&"}


def still_lasts(text: str) -> bool:
    """Say whether people write a text, and nothing else, for the end of what goes on.

    >>> still_lasts("Present"), still_lasts("today")
    (True, False)
    """
    return text.strip().lower() in _LASTING


@functools.lru_cache(maxsize=1 << 10)  # a sheet says the same day many times
def read_phrase(text: str) -> tuple[Reading, ...]:
    """Read a phrase such as ``late 2025``, ``before May 2026`` or ``8/14/25``, under every convention that matters.

    Returns:
        The different readings, by where they begin; empty where the phrase is not understood.

    >>> [reading.text for reading in read_phrase("early May 2025")]
    ['[2025-05-01..2025-05-10]']
    >>> [reading.text for reading in read_phrase("03/04/2025")]
    ['2025-03-04', '2025-04-03']
    """
    if len(text) > _LONGEST or not text.isprintable():
        return ()
    return readings(lambda chosen: _read(text, chosen))


_WRITTEN_BY: Final = (
    # 14 August 2025[1], as an encyclopaedia marks its sources and notes
    (re.compile(r"(?<=[\w)])(?:\[(?:\d{1,3}|[a-z]|(?:nb|note|n) ?\d{1,2}|\w+ needed)\])+$", re.IGNORECASE), ""),
    # 14/Aug/2025:10:03:22 +0000, as servers of the web write
    (re.compile(r"(?<=/)([A-Z][a-z]{2}/\d{4}):(?=\d\d:\d\d)"), r"\1 "),
    # 1957 Oct  4 1928:34, as catalogues of space flight do
    (re.compile(r"(\d{4} [A-Z][a-z]{2} [ \d]?\d) (\d\d)(\d\d(?::\d\d(?:\.\d+)?)?)"), r"\1 \2:\3"),
    # <= 6 June 2026, as those who reckon write
    (re.compile(r"^(?:<=|\u2264)\s*"), "no later than "),
    (re.compile(r"^(?:>=|\u2265)\s*"), "no earlier than "),
    (re.compile(r"^<\s*"), "before "),
    (re.compile(r"^>\s*"), "after "),
    (re.compile(r"^(?:~\s*|on or (?:about|around)\s+)", re.IGNORECASE), "about "),
    # 24 April 2026 (Friday)
    (re.compile(r"^(.*\d)\s*\(([a-z]{2,5}day|mon|tues?|wed|thu|fri|sat|sun)\.?\)$", re.IGNORECASE), r"\2 \1"),
)
"""What some who write dates put beside them, or between their parts."""


def _read(text: str, chosen: Chosen) -> Reading | None:
    for form, made in _WRITTEN_BY:
        text = form.sub(made, text)
    if alone := read_count(text) or day_of_week_date(text):
        return alone
    rest, time = take_time(text)
    words = plain_words(rest, chosen)
    if words is None:
        return None
    if time is not None:
        span = _span(read_date(words, chosen))
        one_day = span is not None and span.is_one and span.unit == "day"
        return time.on(span.first) if span is not None and one_day and span.left[-1].isdigit() else None
    return _relation(words, chosen)


# Two dates, or one with a side


def _relation(words: Sequence[str], chosen: Chosen) -> Reading | None:
    at = [n for n, word in enumerate(words) if word in _JOINTS and not _is_of_a_side(words, n)]
    if len(at) > 1:
        return None
    head = words[0] if words else ""
    if at:
        joint, first = words[at[0]], 1 if head in ("between", "from", "either", "both") else 0
        sides = words[first : at[0]], words[at[0] + 1 :]
        if joint in _UP_TO and " ".join(sides[1]) in _STILL:
            span = _span(read_date(sides[0], chosen)) if head not in ("between", "either", "both") else None
            return _since(span) if span is not None else None
        form = _FORMS.get((head if first else "", joint))
        return form(*sides, chosen) if form is not None and all(sides) else None
    text = " ".join(words)
    if head == "from" and words[-1] in ("on", "onward", "onwards"):
        text = text.removeprefix("from ")
    for phrase, one_sided in _SIDES:
        if text.startswith(phrase + " "):
            span = _span(read_date(text[len(phrase) :].split(), chosen))
            return one_sided(span) if span is not None else None
    for phrase, one_sided in _SIDES_AFTER:
        if text.endswith(" " + phrase):
            span = _span(read_date(text[: -len(phrase)].split(), chosen))
            return one_sided(span) if span is not None else None
    span = _span(read_date(words, chosen))
    return span.reading if span is not None else None


def _is_of_a_side(words: Sequence[str], n: int) -> bool:
    """Say whether a joint belongs to ``prior to``, ``up to``, ``or later``, or begins the phrase."""
    before, after = (words[n - 1] if n else ""), (words[n + 1] if n + 1 < len(words) else "")
    return not before or before in ("prior", "up") or (words[n] == "or" and after in _OR)


def _span(said: Said | None) -> Span | None:
    return said.span() if said is not None else None


def _interval(left: Sequence[str], right: Sequence[str], chosen: Chosen) -> Reading | None:
    return _whole_interval(_two(left, right, chosen))


def _dashed(left: Sequence[str], right: Sequence[str], chosen: Chosen) -> Reading | None:
    """Read two dates with a dash between them, or a season that lies in two years: ``winter 2019-20``."""
    a, b = read_date(left, chosen), read_date(right, chosen)
    if (
        a is not None
        and a.years is not None
        and a.month in _OVER_A_YEAR
        and b is not None
        and _is_next_year(a.years, b)
    ):
        mark = (a.mark or b.mark) if b.mark in ("", a.mark) or not a.mark else "%"
        span = a._replace(month=_OVER_A_YEAR[a.month], mark=mark).span()
        return span.reading if span is not None else None
    return _whole_interval(_two(left, right, chosen))


_OVER_A_YEAR: Final = {24: 24, 22: 30}
"""Winter; and the summer that lies in two years, which is that of the south."""


def _is_next_year(years: Years, other: Said) -> bool:
    if years.first != years.last:
        return False
    said = other.number if other.is_number else str(other.years.first) if other.years and other.is_year else ""
    following = str(years.first + 1)
    return len(said) in (2, 4) and following.endswith(said)


def _whole_interval(pair: tuple[Span, Span] | None) -> Reading | None:
    if pair is None or not (pair[0].is_one and pair[1].is_one):
        return None
    left, right = pair
    return of_days(f"{left.left}/{right.left}", left.first, right.last) if left.first <= right.last else None


def _range(left: Sequence[str], right: Sequence[str], chosen: Chosen) -> Reading | None:
    pair = _two(left, right, chosen)
    if pair is None or pair[1].last < pair[0].first:
        return None
    return of_days(f"[{pair[0].left}..{pair[1].right}]", pair[0].first, pair[1].last)


def _choice(left: Sequence[str], right: Sequence[str], chosen: Chosen) -> Reading | None:
    return _listed(_two(left, right, chosen), "[]")


def _all(left: Sequence[str], right: Sequence[str], chosen: Chosen) -> Reading | None:
    return _listed(_two(left, right, chosen), "{}")


def _listed(pair: tuple[Span, Span] | None, brackets: str) -> Reading | None:
    if pair is None:
        return None
    text = f"{brackets[0]}{pair[0].member},{pair[1].member}{brackets[1]}"
    return of_days(text, min(span.first for span in pair), max(span.last for span in pair))


_FORMS: Final[dict[tuple[str, str], Callable[[Sequence[str], Sequence[str], Chosen], Reading | None]]] = {
    ("between", "and"): _range,
    ("between", "&"): _range,
    ("between", "-"): _range,
    **{("from", word): _interval for word in ("to", "until", "till", "through", "thru", "-")},
    **{("", word): _interval for word in ("to", "until", "till", "through", "thru")},
    ("", "-"): _dashed,
    ("either", "or"): _choice,
    ("", "or"): _choice,
    ("both", "and"): _all,
    ("", "and"): _all,
    ("", "&"): _all,
}


def _two(left: Sequence[str], right: Sequence[str], chosen: Chosen) -> tuple[Span, Span] | None:
    """Read two dates that share what only one of them says: ``5 to 7 May 2026``, ``7 Jun-14 Jul 1916``, ``1966-80``."""
    a, b = read_date(left, chosen), read_date(right, chosen)
    if a is None or b is None:
        return None
    a, b = _shared_number(a, b), _shared_number(b, a, later=True)
    if a.years is None and b.years is None:
        return None  # of two dates without a year nobody can say how far they are apart
    if (a.years is None and b.is_year) or (b.years is None and a.is_year):
        return None  # May to 2024: of which year?
    if a.years is None:
        a = _with_year(a, b, -1)
    elif b.years is None:
        b = _with_year(b, a, 1)
    if bool(a.mark) != bool(b.mark) and (a.mark or b.mark == "?"):
        a, b = a._replace(mark=a.mark or b.mark), b._replace(mark=b.mark or a.mark)
    first, last = a.span(), b.span()
    return (first, last) if first is not None and last is not None else None


def _shared_number(said: Said, other: Said, *, later: bool = False) -> Said:
    """Say what a bare number counts, or an era that is left out, from the other side."""
    years = other.years
    if other.era == "bc" and not said.era:
        if later:
            return said._replace(number="?")  # 44 BC to 50: of which era?
        if said.is_number or (said.is_year and said.years is not None):
            year = int(said.number or (said.years.first if said.years else 0))
            return said._replace(years=one_year(1 - year), number="")
        return said
    if not said.is_number:
        return said if said.month or not said.day else said._replace(month=other.month)
    number = int(said.number)
    if other.month and 1 <= other.month <= 12 and other.day and 1 <= number <= 31:
        return said._replace(month=other.month, day=number, number="")
    if years is None or not other.is_year:
        return said
    if other.era == "ad":
        return said._replace(years=one_year(number), number="")
    if later and len(said.number) < min(3, len(str(years.first))):
        scale = 10 ** len(said.number)
        year = years.first // scale * scale + number
        if len(said.number) == 2 and year + scale == years.first + 1:
            year = years.first + 1  # 1899-00
        return said._replace(years=one_year(year), number="") if year > years.first else said
    if len(said.number) == 3:
        return said._replace(years=one_year(number), number="")
    return said


def _with_year(said: Said, other: Said, step: int) -> Said:
    """Give a date the year of the other side; where that turns the two round, the next year (or, step -1, the last).

    Two days of one month stay in its year: ``30-01 March 2024`` is a slip, and not eleven months.
    """
    given = said._replace(years=other.years)
    span, beside = given.span(), other.span()
    if span is None or beside is None or other.years is None or other.years.first != other.years.last:
        return given
    if said.month is not None and said.month == other.month:
        return given
    turned = span.first > beside.last if step < 0 else span.last < beside.first
    return given._replace(years=one_year(other.years.first + step)) if turned else given


# One date with a side


def _unit(day: int, span: Span) -> str:
    """Name the year, month or day that a day is in, with the doubt of a date beside it."""
    year, month, _ = civil(day)
    mark = span.left[-1] if span.left[-1] in "?~%" else ""
    match span.unit:
        case "year":
            return one_year(year).text + mark
        case "month":
            return f"{format_year(year)}-{month:02d}{mark}"
        case _:
            return format_day(day) + mark


def _before(span: Span) -> Reading | None:
    return of_days(f"[..{_unit(span.first - 1, span)}]", None, span.first - 1) if span.unit else None


def _up_to(span: Span) -> Reading | None:
    return of_days(f"[..{span.right}]", None, span.last) if span.unit else None


def _after(span: Span) -> Reading | None:
    return of_days(f"[{_unit(span.last + 1, span)}..]", span.last + 1, None) if span.unit else None


def _from(span: Span) -> Reading | None:
    return of_days(f"[{span.left}..]", span.first, None) if span.unit else None


def _lasted_until(span: Span) -> Reading | None:
    return of_days(f"../{span.left}", None, span.last) if span.is_one and span.unit else None


def _since(span: Span) -> Reading | None:
    return of_days(f"{span.left}/..", span.first, None) if span.is_one and span.unit else None


_SIDES: Final[tuple[tuple[str, Callable[[Span], Reading | None]], ...]] = (
    *((f"{more}before", _before) for more in ("some time ", "sometime ", "shortly ", "just ", "")),
    ("prior to", _before),
    ("earlier than", _before),
    ("by", _up_to),
    ("up to", _up_to),
    ("no later than", _up_to),
    ("not later than", _up_to),
    ("not after", _up_to),
    ("at the latest", _up_to),
    ("until", _lasted_until),
    ("till", _lasted_until),
    *((f"{more}after", _after) for more in ("some time ", "sometime ", "shortly ", "just ", "")),
    ("later than", _after),
    ("no earlier than", _from),
    ("not earlier than", _from),
    ("not before", _from),
    ("since", _since),
    ("from", _since),
    ("starting", _since),
)
_SIDES_AFTER: Final[tuple[tuple[str, Callable[[Span], Reading | None]], ...]] = (
    ("or earlier", _up_to),
    ("or before", _up_to),
    ("at the latest", _up_to),
    ("or later", _from),
    ("or after", _from),
    ("at the earliest", _from),
    ("onwards", _since),
    ("onward", _since),
    ("on", _since),
)
_OR: Final = frozenset({"earlier", "before", "later", "after"})
