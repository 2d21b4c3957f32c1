"""A phrase in small words: one dash between two dates, months and numbers apart, years of two digits marked.

Law: it says nothing of what the words mean; what is written together without a sign between stays together.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from timeline.dates.english import MONTHS

if TYPE_CHECKING:
    from timeline.dates.meanings import Chosen

MONTH_NUMBERS: Final = {
    **{name.lower(): n for n, name in enumerate(MONTHS, 1)},
    **{name.lower()[:3]: n for n, name in enumerate(MONTHS, 1)},
    "sept": 9,
}
_DASHES: Final = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"), "-") | {0x2019: "'", 0xA0: " "}
_DOUBTS: Final = r"(?:circa|ca|c|approx|probably|probable|uncertain)\.?|approximately|approximate|estimated|inferred"
_MONTH: Final = "(?:" + "|".join(sorted(MONTH_NUMBERS, key=len, reverse=True)) + ")"
_TH: Final = r"(\d{1,2}(?:st|nd|rd|th))"
_REWRITTEN: Final = tuple(
    (re.compile(pattern), made)
    for pattern, made in (
        (r"\btwenty-(first)\b", "21st"),
        (r"(?<=\w)\s*[(\[]\?[)\]]", "?"),  # 1843 (?)
        (rf"[(\[]({_DOUBTS})[)\]]", r"\1"),
        # May/June 2024, 30 Dec/2 Jan 2024, 3/4 May 2024, May 3/4
        (rf"\b({_MONTH}\.?(?:\s+\d{{4}})?)\s*/\s*((?:\d\d?\s+)?{_MONTH})\b", r"\1 or \2"),
        (rf"(?<![\d/])(\d\d?)/(\d\d?)(?=\.?\s+{_MONTH}\b)", r"\1 or \2"),
        (rf"\b({_MONTH}\.?\s+\d\d?)/(\d\d?)(?![\d/])", r"\1 or \2"),
        (rf"^(\d\d?)?({_MONTH})(\d\d(?:\d\d)?)$", r"\1 \2 y\3"),  # 03May2024
        (r"\b(c|ca|circa|b|d|pub|est)\.?\s*(?=\d)", r"\1 "),  # c.1472, b.1903
        (r"(?<=\d)\s*(bce?|ce|ad)\b", r" \1"),
        (r"\bad(?=\d)", "ad "),
        (r"\bpre-(?=\d)", "before "),
        (r"\bpost-(?=\d)", "after "),
        (r"\b(early|mid|late)-(?=\w)", r"\1 "),
        # what both sides of a range share: 18th-19th century, 1920s-30s
        (
            _TH + r"\s*(-|to|and|or)\s*" + _TH + r"\s+(century|centuries|cent)\b(\s+bce?)?",
            r"\1 century\5 \2 \3 century\5",
        ),
        (r"\b(\d\d)(\d0)'?s\s*(-|to|and|or)\s*'?(\d0)s\b", r"\1\2s \3 \1\4s"),
        (r"\b(\d{4})-?([qh][1-4])\b", r"\1 \2"),
        (r"\b([qh][1-4]|[1-4][qh])\s?'?(\d\d)$", r"\1 y\2"),  # 1Q24
        # 14-Aug-25, 14/Aug/25, 14-Aug, Aug-2025, 2025-Aug-14
        (rf"\b(\d{{1,2}})([-/])({_MONTH})\2(\d\d|\d{{4}})\b", r"\1 \3 y\4"),
        (rf"\b(\d{{4}})-({_MONTH})-(\d{{1,2}})\b", r"\1 \2 \3"),
        (rf"^(\d{{1,2}}|\d{{4}})-({_MONTH})$", r"\1 \2"),
        (rf"^({_MONTH})-(\d{{4}})$", r"\1 \2"),
        (rf"^({_MONTH})[-/](\d\d)$", r"\1 y\2|"),
        (r"'(?=\d\d\b)", "y"),
    )
)


def plain_words(text: str, chosen: Chosen) -> list[str] | None:
    """Take a phrase apart into small words; a dash between two dates is a word of its own.

    A year of two digits is written ``y25``, and ``y25|`` where it may be a day. None where a hyphen means nothing here.
    """
    if ".." in text:
        return None  # that is EDTF's
    text = text.replace("\u2192", " - ")  # an arrow is never part of a date
    if "-" in text:  # then a longer dash is one between two dates: as after 2025-05-01
        text = re.sub("[\u2013\u2014]", " - ", text)
    said = _THOUSANDS.sub(r"\1\2", text.lower().translate(_DASHES)).replace(",", " ").strip().strip(".")
    if any(c.isalpha() or c in "'([" for c in said):  # what is all digits has nothing to rewrite
        for pattern, made in _REWRITTEN:
            said = pattern.sub(made, said)
    said = _YEARS.sub(r"\1 - \2", _SHORT.sub(lambda found: _short(found, chosen), said))
    if _MONTH_FIRST.fullmatch(text.strip()):
        return [said]
    words: list[str] = []
    for word in said.split():
        if "-" not in word or _WHOLE.fullmatch(word):
            words.append(word)
            continue
        parts = word.split("-")
        if len(parts) > 2:
            return None
        words += [piece for piece in (parts[0], "-", parts[1]) if piece]
    return words


_THOUSANDS: Final = re.compile(r"\b(\d{1,3}),(\d{3})(?=\s*b\.?c)")
"""The comma of ``10,000 BC``."""
_SHORT: Final = re.compile(r"(?<![\d/.-])(\d{4})\s*[-/]\s*(\d{1,2})(?![\d/.]|-\d)")
_YEARS: Final = re.compile(r"(?<![\d/.-])(\d{4})\s*/\s*(\d{2}|\d{4})(?![\d/.-])")
_WHOLE: Final = re.compile(r"\d{1,4}-\d{1,2}-\d{1,4}|\d{4}-(?:0[1-9]|1[0-2])")
_MONTH_FIRST: Final = re.compile(r"(?:0?[1-9]|1[0-2])-\d{4}")


def _short(found: re.Match[str], chosen: Chosen) -> str:
    """Read ``2004/05`` as a month, or as the years 2004 to 2005."""
    if chosen.pick("short") == "month":
        return f"{found[1]}-{found[2]:0>2}"
    return f"{found[1]} - {found[2]}"
