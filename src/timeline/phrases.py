"""What people write for a date in English, to the EDTF that they probably meant.

Law: nothing is stored from here; a phrase is refused, and its EDTF is only proposed. No year is guessed: where
it is missing, the proposal says so with ``XXXX``. Vague words get the widest EDTF that still says what they say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from timeline.dates import civil, day_number, format_day, format_year, month_length
from timeline.errors import DateError
from timeline.grammar import Point, edtf
from timeline.words import MONTHS

if TYPE_CHECKING:
    from collections.abc import Callable

_LONGEST = 120  # a phrase beyond this is no date


class Phrase(NamedTuple):
    """A date read from words, part by part; each part as EDTF writes it, empty where it was not said."""

    year: str = ""
    month: str = ""  # or a season, or a quarter
    day: str = ""
    part: str = ""  # early, mid or late
    mark: str = ""

    @property
    def edtf(self) -> str:
        """The EDTF of these parts."""
        year, month, day = self.year or "XXXX", self.month, self.day
        whole = "-".join(each for each in (year, month, day) if each)
        cut = _cut(whole, self.part)
        return cut if cut[0] == "[" else cut + self.mark


_MONTH_NUMBERS = {name.lower(): n for n, name in enumerate(MONTHS, 1)}
_MONTH_NUMBERS |= {name.lower()[:3]: n for n, name in enumerate(MONTHS, 1)} | {"sept": 9}
_SEASONS = {"spring": "21", "summer": "22", "autumn": "23", "fall": "23", "winter": "24"}
_ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "last": 0}
_PARTS = {"quarter": (33, 4), "half": (40, 2), "third": (37, 3)}
_SPLIT = {
    "early": "early", "beginning": "early", "start": "early",
    "mid": "mid", "middle": "mid",
    "late": "late", "end": "late",
}  # fmt: skip
_MARKS = {
    **dict.fromkeys(("circa", "c", "ca", "about", "around", "approximately", "approx", "roughly", "nearly"), "~"),
    **dict.fromkeys(("probably", "possibly", "perhaps", "maybe", "presumably", "likely", "apparently"), "?"),
}
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_FILLERS = frozenset({"the", "of", "in", "on", "at", "a", "day", "month", "year", "some", "sometime", "back", "date"})
_BC = frozenset({"bc", "bce", "b.c", "b.c.e"})
_AD = frozenset({"ad", "ce", "a.d"})


def read_phrase(text: str) -> str | None:
    """Read a phrase such as ``late 2025`` or ``before May 2026`` to EDTF; None where it is not understood.

    >>> read_phrase("early May 2025"), read_phrase("5 May 2025")
    ('[2025-05-01..2025-05-10]', '2025-05-05')
    """
    if len(text) > _LONGEST:
        return None
    said = text.lower().replace(",", " ").replace("\u2019", "'").replace("\u2013", "-")
    return _relation([part for word in said.split() for part in _unhyphened(word)])


def _unhyphened(word: str) -> list[str]:
    """Take apart ``mid-2025``, ``14-aug-2025`` and ``q1-q2``; a range of days becomes one in words."""
    parts = word.split("-")
    if len(parts) == 2 and ((_number(parts[0]) and _number(parts[1])) or parts[0][:1] == parts[1][:1] == "q"):
        return [parts[0], "to", parts[1]]
    return parts if len(parts) < 4 and any(part.isalpha() for part in parts) else [word]


# Two dates, or one with a side


def _relation(words: list[str]) -> str | None:
    joined = " ".join(words)
    for start, joint, form in (
        ("between ", " and ", _range),
        ("from ", " to ", _interval),
        ("from ", " until ", _interval),
        ("from ", " till ", _interval),
        ("from ", " through ", _interval),
        ("either ", " or ", _choice),
        ("", " to ", _interval),
        ("", " until ", _interval),
        ("", " through ", _interval),
        ("", " or ", _choice),
        ("both ", " and ", _all),
        ("", " and ", _all),
        ("", " - ", _interval),
        ("", " \u2013 ", _interval),
    ):
        if joined.startswith(start) and joint in joined[len(start) :]:
            left, _, right = joined[len(start) :].partition(joint)
            sides = _two(left.split(), right.split())
            if sides:
                return form(*sides)
    for phrase, one_sided in _SIDES:
        if joined.startswith(phrase + " "):
            date = _date(words[len(phrase.split()) :])
            return one_sided(date.edtf) if date else None
    for phrase, one_sided in _SIDES_AFTER:
        if joined.endswith(" " + phrase):
            date = _date(words[: -len(phrase.split())])
            return one_sided(date.edtf) if date else None
    date = _date(words)
    return date.edtf if date else None


def _two(left: list[str], right: list[str]) -> tuple[str, str] | None:
    first, last = _date(left), _date(right)
    if first is None or last is None:
        # "5 to 7 May 2026": a bare number takes the month and year of the other side.
        number = _number(left[0]) if len(left) == 1 and last and last.day else None
        quarter = _word(left, 0) if len(left) == 1 and last else ("", "", 0)
        if last and number:
            first = last._replace(day=number)
        elif last and quarter[0] == "month":
            first = last._replace(month=quarter[1], day="")
        else:
            return None
    if not first.year and last.year:
        first = first._replace(year=last.year)
    if not last.year and first.year:
        last = last._replace(year=first.year)
    return first.edtf, last.edtf


def _range(first: str, last: str) -> str:
    whole = f"[{first}..{last}]"
    return whole if _is_valid(whole) else f"{first}/{last}"


def _interval(first: str, last: str) -> str:
    return f"{first}/{last}"


def _choice(first: str, last: str) -> str:
    return f"[{first},{last}]"


def _all(first: str, last: str) -> str:
    return f"{{{first},{last}}}"


def _up_to(date: str) -> str:
    return f"[..{date}]"


def _before(date: str) -> str | None:
    previous = neighbour(date, -1)
    return f"[..{previous}]" if previous else None


def _from(date: str) -> str:
    return f"[{date}..]"


def _after(date: str) -> str | None:
    following = neighbour(date, 1)
    return f"[{following}..]" if following else None


def _lasted_until(date: str) -> str:
    return f"../{date}"


def _since(date: str) -> str:
    return f"{date}/.."


_SIDES: tuple[tuple[str, Callable[[str], str | None]], ...] = (
    ("some time before", _before),
    ("sometime before", _before),
    ("before", _before),
    ("prior to", _before),
    ("earlier than", _before),
    ("by", _up_to),
    ("up to", _up_to),
    ("no later than", _up_to),
    ("not later than", _up_to),
    ("at the latest", _up_to),
    ("until", _lasted_until),
    ("till", _lasted_until),
    ("some time after", _after),
    ("sometime after", _after),
    ("after", _after),
    ("later than", _after),
    ("no earlier than", _from),
    ("not earlier than", _from),
    ("not before", _from),
    ("since", _since),
    ("from", _since),
    ("starting", _since),
)
_SIDES_AFTER: tuple[tuple[str, Callable[[str], str | None]], ...] = (
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


def neighbour(text: str, step: int) -> str | None:
    """Give the year, month or day just before (-1) or after (1) a plain one."""
    if not _is_valid(text):
        return None
    point = edtf(text)
    if not isinstance(point, Point) or "X" in text or point.significant or any(point.marks):
        return None
    if point.precision == "day":
        return format_day(point.first + step)
    if point.precision == "month":
        count = int(point.year) * 12 + int(point.month) - 1 + step
        return f"{format_year(count // 12)}-{count % 12 + 1:02d}"
    if point.precision == "year":
        return format_year(int(point.year) + step)
    edge = civil(point.first - 1 if step < 0 else point.last + 1)
    return format_day(day_number(*edge))


# One date


def _date(words: list[str]) -> Phrase | None:
    """Read one date, its words in any order that people use."""
    words = [word for word in words if word not in _FILLERS and word.rstrip(".") not in _DAYS]
    found: dict[str, str] = {}
    if words and words[-1].endswith("?"):
        found["mark"] = "?"
        words[-1] = words[-1].rstrip("?")
    at = 0
    while at < len(words):
        kind, value, used = _word(words, at)
        if not kind or (kind in found and kind != "mark"):
            return None
        found[kind] = "%" if kind == "mark" and found.get(kind, value) != value else value
        at += used
    if not found.keys() & {"year", "month", "numeric"}:
        return None
    if "numeric" in found:
        whole = found.pop("numeric")
        if found.keys() - {"mark", "part"}:
            return None
        year, _, rest = whole.partition("-")
        month, _, day = rest.partition("-")
        return Phrase(year=year, month=month, day=day, part=found.get("part", ""), mark=found.get("mark", ""))
    if "day" in found and "month" not in found:
        return None
    return Phrase(**found)


def _word(words: list[str], at: int) -> tuple[str, str, int]:
    """Read the next word or words: what they are, their EDTF, and how many they are."""
    word = words[at].rstrip(".") or words[at]
    following = words[at + 1].rstrip(".") if at + 1 < len(words) else ""
    if word in _SPLIT:
        return "part", _SPLIT[word], 1
    if word in _MARKS:
        return "mark", _MARKS[word], 1
    if word in _SEASONS:
        return "month", _SEASONS[word], 1
    if word in _ORDINALS and following in _PARTS:
        first, count = _PARTS[following]
        number = _ORDINALS[word] or count
        return ("month", str(first + number - 1), 2) if number <= count else ("", "", 1)
    if len(word) == 2 and word[0] in "qh" and word[1] in "1234":
        first, count = _PARTS["quarter" if word[0] == "q" else "half"]
        return ("month", str(first + int(word[1]) - 1), 1) if int(word[1]) <= count else ("", "", 1)
    if word in _AD and following.isascii() and following.isdigit() and len(following) <= 4:
        return "year", following.zfill(4), 2
    if word.isascii() and word.isdigit() and len(word) <= 9:
        return _digits(word, following)
    if not word.isascii():
        return "", "", 1
    if word.endswith("s") and word[:-1].rstrip("'").isdigit() and len(word.rstrip("s'")) == 4:
        decade = word[:4]
        return "year", decade[:2] + "XX" if decade.endswith("00") else decade[:3] + "X", 1
    if following in ("century", "cent") and word[:-2].isdigit() and len(word) <= 4:
        return "year", f"{int(word[:-2]) - 1:02d}XX", 2
    if day := _number(word):
        return "day", day, 1
    if (month := _month(word)) is not None:
        return "month", f"{month:02d}", 1
    whole = read_numbers(word)
    if whole and _is_valid(whole) and whole[0] not in "[{":
        return "numeric", whole, 1
    return "", "", 1


def _digits(word: str, following: str) -> tuple[str, str, int]:
    if following in _BC:
        year = 1 - int(word)
        return "year", format_year(year) if year > -10_000 else f"Y{year}", 2
    if following in _AD and len(word) <= 4:
        return "year", word.zfill(4), 2
    if len(word) == 4:
        return "year", word, 1
    if len(word) > 4 and word[0] != "0":
        return "year", f"Y{word}", 1
    number = _number(word)
    return ("day", number, 1) if number else ("", "", 1)


def _number(word: str) -> str | None:
    """Read a day of the month, ``5`` or ``5th``."""
    digits = word[:-2] if word[-2:] in ("st", "nd", "rd", "th") else word
    if digits.isascii() and digits.isdigit() and len(digits) <= 2 and 1 <= int(digits) <= 31:
        return f"{int(digits):02d}"
    return None


def _month(word: str) -> int | None:
    name = word.rstrip(".")
    if name in _MONTH_NUMBERS:
        return _MONTH_NUMBERS[name]
    if len(name) < 4 or not name.isalpha():
        return None
    import difflib  # noqa: PLC0415 - only a slip of the pen pays for it

    close = difflib.get_close_matches(name, [each.lower() for each in MONTHS], 1, 0.75)
    return _MONTH_NUMBERS[close[0]] if close else None


def _cut(whole: str, part: str) -> str:
    """Take the early, middle or late part of a year, a month or a decade."""
    if not part:
        return whole
    at = ("early", "mid", "late").index(part)
    if len(whole) == 4 and whole.isdigit():
        return f"{whole}-{37 + at}"
    if len(whole) == 4 and whole.endswith("X") and whole[:3].isdigit():
        low, high = ((0, 3), (4, 6), (7, 9))[at]
        return f"[{whole[:3]}{low}..{whole[:3]}{high}]"
    if len(whole) == 4 and whole.endswith("XX") and whole[:2].isdigit():
        first, last = (("00", "33"), ("34", "66"), ("67", "99"))[at]
        return f"[{whole[:2]}{first}..{whole[:2]}{last}]"
    if len(whole) == 7 and whole.replace("-", "").isdigit() and int(whole[5:]) <= 12:
        length = month_length(int(whole[:4]), int(whole[5:]))
        first, last = (("01", "10"), ("11", "20"), ("21", str(length)))[at]
        return f"[{whole}-{first}..{whole}-{last}]"
    return whole


# Dates in numbers


def read_numbers(text: str) -> str | None:
    """Read a date in numbers: ``2025-4-3``, ``5.5.2025``, ``05/05/2025``; two days where it may be either.

    >>> read_numbers("03/04/2025")
    '[2025-03-04,2025-04-03]'
    """
    for separator in "-/.":
        numbers = text.split(separator)
        if len(numbers) in (2, 3) and all(n.isascii() and n.isdigit() and len(n) <= 4 for n in numbers):
            break
    else:
        return None
    if len(numbers) == 2:
        a, b = numbers
        if len(a) == 4 and len(b) <= 2:
            return f"{a}-{int(b):02d}" if 1 <= int(b) <= 12 else f"{a}-XX"
        return f"{b}-{int(a):02d}" if len(b) == 4 and len(a) <= 2 else None
    a, b, c = numbers
    if len(a) == 4 and len(b) <= 2 and len(c) <= 2:
        return _first_valid(f"{a}-{int(b):02d}-{int(c):02d}", f"{a}-{int(c):02d}-{int(b):02d}", f"{a}-{int(b):02d}-XX")
    if len(c) != 4 or len(a) > 2 or len(b) > 2:
        return None
    day_first, month_first = f"{c}-{int(b):02d}-{int(a):02d}", f"{c}-{int(a):02d}-{int(b):02d}"
    if separator == "." or day_first == month_first or not _is_valid(month_first):
        return _first_valid(day_first, month_first)
    if not _is_valid(day_first):
        return month_first
    return f"[{min(day_first, month_first)},{max(day_first, month_first)}]"


def _first_valid(*texts: str) -> str | None:
    return next((text for text in texts if _is_valid(text)), None)


def _is_valid(text: str) -> bool:
    try:
        edtf(text)
    except DateError:
        return False
    return True
