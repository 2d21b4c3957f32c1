"""What ``timeline help TOPIC`` explains: the words that answers use, each in two lines.

Law: it says nothing that docs/semantics.md and docs/dates.md do not.
"""

from __future__ import annotations

import re
from typing import Final

from timeline.text.terminal import fold

STANDING: Final[dict[str, tuple[str, str]]] = {
    "retracted": (
        "It was taken back, or all its reports were.",
        "It fills no cell; `timeline list --all` still shows it.",
    ),
    "disputed": (
        "A live report denies it, or an event that is known contradicts it.",
        "It still fills its cells, with this word beside the value.",
    ),
    "doubted": (
        "A live report doubts it, and none denies it.",
        "It still fills its cells, with this word beside the value.",
    ),
    "corroborated": (
        "Two independent origins or more are named, and one of them gains nothing by the claim.",
        "Origins are counted, not reports: one more relay of the same origin changes nothing.",
    ),
    "self-reported": (
        "Every origin that is named gains by the claim (--origin NAME --interested).",
        "One origin that gains nothing would make it reported, two origins corroborated.",
    ),
    "unsourced": (
        "No report names a source.",
        "`timeline report ID NAME` adds one.",
    ),
    "reported": (
        "A source reports it, and none of the other words fits.",
        "`timeline sources ID` shows who repeats whom.",
    ),
}
"""Each word of standing, in the order in which the first that fits counts, with two lines."""

_STANDING_LINES: Final = "\n".join(f"{word}\n  {first}\n  {second}" for word, (first, second) in STANDING.items())

TOPICS: Final[dict[str, tuple[str, str]]] = {
    "standing": (
        "what retracted, disputed, corroborated and the other words say",
        f"""\
The standing of an event says who stands behind it. It is derived from the reports that were surely known as of the \
day asked about, and never stored. The first word that fits counts:

{_STANDING_LINES}

What is only possibly known may change it: that is given as standing_possibly.
More: docs/semantics.md, "Standing, and origins".
""",
    ),
    "dates": (
        "how a date is written: EDTF",
        """\
Dates are EDTF (ISO 8601-2). What is typed is stored as it stands.

  2025-08-14                 a day; 2025-08 a month; 2025 a year; 198X the 1980s
  2025-08-14T09:30:00Z       an instant; T09:30:00+02:00 with its shift from UTC
  2025?                      uncertain; 2025~ approximate; 2025% both
  2025?-08                   the year is inferred, the month is certain
  2026-34                    a quarter (33 to 36); 2026-Q2 is taken for it; 37 to 39 thirds, 40 and 41 halves of a year
  2026-21                    spring (21), summer, autumn, winter (24): they have no months, so they mean the whole year
  2024/2025-08               it lasted from 2024 to August 2025; 2024/.. goes on; 2024/ has an end that is not known
  [..2025-08-14]             one day, up to then; [2025-08-14..] from then on; [2025-05,2025-07] one of two
  {2025-05,2025-07}          both
  XXXX-04                    April of a year that is not known

Words such as "late 2025" are refused, with the EDTF that was probably meant. To see how a date is read:
  timeline date "2025?-08" "late 2025"
More: docs/dates.md.
""",
    ),
    "clocks": (
        "--as-of, --on and --recorded-by",
        """\
Three clocks, each a day, a period (its last day counts) or an instant:

--as-of DATE
  What had been reported by then. Later reports, corrections and retractions are not used.
  Without it: everything that was reported.
--on DATE
  The day of the world that a state is asked about.
  Without it: the day of --as-of, else today.
--recorded-by DATE
  What this log held by then: later records do not exist.
  Without it: everything that is recorded.

An uncertain date is not a clock, and is refused. Every answer says which clocks it used.
More: docs/semantics.md.
""",
    ),
    "answers": (
        "yes, possibly, no; unknown and ended",
        """\
An uncertain date stands for every day that it can mean. A question about it is answered

yes
  if every one of these days satisfies it.
no
  if none does; what is answered no is left out of a list.
possibly
  otherwise. It may be wider than it need be; yes and no are never wrong.

A cell of a view (ENTITY.PROPERTY) has two words more:

unknown
  Nobody reported anything. It is neither no nor a guess.
ended
  What held before surely ended, and nothing followed.

Beside a cell, and never its value, stands what failed, was planned, is possible, or names what ended.

--strict leaves out what is only possibly so, and makes nothing surer.
More: docs/semantics.md.
""",
    ),
    "columns": (
        "what the headings of a sheet mean to `timeline import`",
        """\
A row of a sheet is an event. Capitals, blanks, hyphens and underscores of a heading do not matter. \
--column HEADING=NAME says that a heading means one of these, --column HEADING= leaves its column out:

  title                      what is said to have happened; every row has one
  occurred                   when, as EDTF or as a date of a workbook; also date, when
  start, end                 from one to the other; .. as the end says that it still lasts
  year, month, day, time     put together; so are end year, end month, end day and end time
  earliest and latest date   on one day between the two, which nobody knows
  precision                  to what that is known, such as month; start precision, end precision: of one side
  said                       the source's own words for the time
  type                       what kind of event, dotted: training.failed
  text, links, tags          a longer account, addresses to read more at, words to select by
  source                     names, addresses or outlets; several are parted by semicolons
  publisher, url, published  of the source that the row brings; also source title, retrieved
  reported, stance, quote    of the source, where the row has one; also via, origin, interested
  ENTITY.PROPERTY            a fact; also failed: ENTITY.PROPERTY, and {HEADING}.PROPERTY of what each row names
  fact, failed, planned      facts as E.P=V, parted by semicolons; also possible, ended
  data, facts, reports       JSON, for what the others cannot say
  because, key               notes of your own; a name for the row that stays

A sheet with a column `name` is one of sources.
More: docs/importing.md, with all words that people use for these.
""",
    ),
}
"""Each topic: what it is about in a few words, and its text, a paragraph a line."""

_BEFORE: Final = re.compile(r" *(?:\S+(?: \S+)*   +)?")
"""What the text of a line stands behind: blanks, and the words of a first column."""


def folded(text: str, width: int) -> str:
    """Fold the lines of a topic, each with its further lines below the beginning of its text."""
    lines = []
    for line in text.splitlines():
        before = _BEFORE.match(line) if len(line) > width else None
        if before is None:
            lines.append(line)
            continue
        first, *others = fold(line[before.end() :], max(width - before.end(), 1))
        lines += [line[: before.end()] + first, *(" " * before.end() + other for other in others)]
    return "\n".join(lines) + "\n"


LEADS_TO: Final[dict[str, str]] = {
    **dict.fromkeys(STANDING, "standing"),
    **dict.fromkeys(("yes", "no", "possibly", "unknown", "ended", "failed", "planned", "possible"), "answers"),
    **dict.fromkeys(("as-of", "on", "recorded-by", "--as-of", "--on", "--recorded-by"), "clocks"),
    "edtf": "dates",
    **dict.fromkeys(("headings", "column", "--column"), "columns"),
}
"""Words of answers and questions, with the topic that explains each."""
