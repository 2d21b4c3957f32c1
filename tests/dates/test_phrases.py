"""Dates as people write them: what is proposed means the days that were meant, or nothing is proposed.

The bounds in the tables are written by hand, from what the phrase says.
"""

import datetime as dt

import pytest

from meant import meant_by
from timeline.dates.advice import hint
from timeline.dates.edtf import parse, parse_input, years_instead
from timeline.dates.meanings import Chosen
from timeline.dates.slips import mended
from timeline.dates.spelled import read_date
from timeline.dates.values import DAY, NEVER_AFTER, NEVER_BEFORE, SECOND, day_number
from timeline.errors import DateError

TODAY = dt.date(2026, 11, 23)
OPEN = None


def moment(text, *, end):
    """Read ``[-]YYYY[-MM[-DD]]`` or an instant in UTC to a microsecond, its first or its last; by no code of ours."""
    if text is OPEN:
        return NEVER_AFTER if end else NEVER_BEFORE
    if "T" in text:
        when = dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC) - dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
        return when.days * DAY + when.seconds * SECOND + when.microseconds
    sign, digits = (-1, text[1:]) if text[0] == "-" else (1, text)
    year, *rest = (int(part) for part in digits.split("-"))
    month, day = [*rest, *((12, 31) if end else (1, 1))[len(rest) :]]
    number = day_number(sign * year, month, day)
    return number * DAY + (DAY - 1 if end else 0)


# phrase, the EDTF, its first day, its last day
ONE = [
    ("c. 1472", "1472~", "1472", "1472"),
    ("c.1472", "1472~", "1472", "1472"),
    ("c1472", "1472~", "1472", "1472"),
    ("ca. 1472", "1472~", "1472", "1472"),
    ("ca 1472", "1472~", "1472", "1472"),
    ("circa 1472", "1472~", "1472", "1472"),
    ("c. 800", "0800~", "0800", "0800"),
    ("about 1472", "1472~", "1472", "1472"),
    ("born 1903", "1903", "1903", "1903"),
    ("b. 1903", "1903", "1903", "1903"),
    ("died 1976", "1976", "1976", "1976"),
    ("founded in 1911", "1911", "1911", "1911"),
    ("1903?", None, None, None),  # it is EDTF
    ("possibly 1903", "1903?", "1903", "1903"),
    ("August 2025", "2025-08", "2025-08-01", "2025-08-31"),
    ("Aug. 2025", "2025-08", "2025-08-01", "2025-08-31"),
    ("Aug-2025", "2025-08", "2025-08-01", "2025-08-31"),
    ("1999-Aug", "1999-08", "1999-08-01", "1999-08-31"),
    ("2025 August", "2025-08", "2025-08-01", "2025-08-31"),
    ("14 August 2025", "2025-08-14", "2025-08-14", "2025-08-14"),
    ("August 14th, 2025", "2025-08-14", "2025-08-14", "2025-08-14"),
    ("14-Aug-2025", "2025-08-14", "2025-08-14", "2025-08-14"),
    ("14. August 2025", "2025-08-14", "2025-08-14", "2025-08-14"),
    ("2025-Aug-14", "2025-08-14", "2025-08-14", "2025-08-14"),
    ("the 14th of August, 2025", "2025-08-14", "2025-08-14", "2025-08-14"),
    ("Thursday, 14 August 2025", "2025-08-14", "2025-08-14", "2025-08-14"),
    ("Thu 14 Aug 2025", "2025-08-14", "2025-08-14", "2025-08-14"),
    ("2025\u201308\u201314", "2025-08-14", "2025-08-14", "2025-08-14"),
    ("2025.8.14", "2025-08-14", "2025-08-14", "2025-08-14"),
    ("14.8.2025", "2025-08-14", "2025-08-14", "2025-08-14"),
    ("8/14/2025", "2025-08-14", "2025-08-14", "2025-08-14"),
    ("14/8/2025", "2025-08-14", "2025-08-14", "2025-08-14"),
    ("20250814", "2025-08-14", "2025-08-14", "2025-08-14"),
    ("8/2025", "2025-08", "2025-08-01", "2025-08-31"),
    ("2025/4", "2025-04", "2025-04-01", "2025-04-30"),
    ("14 August", "XXXX-08-14", "0000-08-14", "9999-08-14"),
    ("29 February", "XXXX-02-29", "0000-02-29", "9996-02-29"),
    ("14-Aug", "XXXX-08-14", "0000-08-14", "9999-08-14"),
    # parts of a year and of a month
    ("early 2025", "2025-37", "2025-01-01", "2025-04-30"),
    ("mid-2025", "2025-38", "2025-05-01", "2025-08-31"),
    ("late 2025", "2025-39", "2025-09-01", "2025-12-31"),
    ("the end of 2025", "2025-39", "2025-09-01", "2025-12-31"),
    ("first half of 2025", "2025-40", "2025-01-01", "2025-06-30"),
    ("second half of 2025", "2025-41", "2025-07-01", "2025-12-31"),
    ("H1 2025", "2025-40", "2025-01-01", "2025-06-30"),
    ("2025H2", "2025-41", "2025-07-01", "2025-12-31"),
    ("2025-H2", "2025-41", "2025-07-01", "2025-12-31"),
    ("Q3 2025", "2025-35", "2025-07-01", "2025-09-30"),
    ("3Q 2025", "2025-35", "2025-07-01", "2025-09-30"),
    ("2025 Q3", "2025-35", "2025-07-01", "2025-09-30"),
    ("third quarter of 2025", "2025-35", "2025-07-01", "2025-09-30"),
    ("last quarter of 2025", "2025-36", "2025-10-01", "2025-12-31"),
    ("first third of 2025", "2025-37", "2025-01-01", "2025-04-30"),
    ("early August 2025", "[2025-08-01..2025-08-10]", "2025-08-01", "2025-08-10"),
    ("mid-August 2025", "[2025-08-11..2025-08-20]", "2025-08-11", "2025-08-20"),
    ("late Feb 2024", "[2024-02-21..2024-02-29]", "2024-02-21", "2024-02-29"),
    ("first half of August 2025", "[2025-08-01..2025-08-15]", "2025-08-01", "2025-08-15"),
    ("second half of August 2025", "[2025-08-16..2025-08-31]", "2025-08-16", "2025-08-31"),
    # seasons have no months: the year, and the next February where they may run over its end
    ("spring 2020", "2020-21", "2020-01-01", "2020-12-31"),
    ("the summer of 2020", "2020-22", "2020-01-01", "2020-12-31"),
    ("autumn 2020", "2020-23", "2020-01-01", "2020-12-31"),
    ("fall 2020", "2020-23", "2020-01-01", "2020-12-31"),
    ("winter 2020", "2020-24", "2020-01-01", "2021-02-28"),
    ("Winter 2019-20", "2019-24", "2019-01-01", "2020-02-29"),
    ("winter 2019/20", "2019-24", "2019-01-01", "2020-02-29"),
    ("winter of 2019\u20132020", "2019-24", "2019-01-01", "2020-02-29"),
    ("winter 2011-12", "2011-24", "2011-01-01", "2012-02-29"),
    ("winter 1999-00", "1999-24", "1999-01-01", "2000-02-29"),
    ("summer 2019-20", "2019-30", "2019-01-01", "2020-02-29"),
    # decades, centuries, millennia
    ("1980s", "198X", "1980", "1989"),
    ("the 1980's", "198X", "1980", "1989"),
    ("early 1980s", "[1980..1983]", "1980", "1983"),
    ("mid-1980s", "[1984..1986]", "1984", "1986"),
    ("late 1980s", "[1987..1989]", "1987", "1989"),
    ("first half of the 1980s", "[1980..1984]", "1980", "1984"),
    ("c. 1980s", "198X~", "1980", "1989"),
    ("18th century", "17XX", "1700", "1799"),
    ("the eighteenth century", "17XX", "1700", "1799"),
    ("18th c.", "17XX", "1700", "1799"),
    ("twenty-first century", "20XX", "2000", "2099"),
    ("first half of the 18th century", "[1700..1749]", "1700", "1749"),
    ("1st half of the 18th century", "[1700..1749]", "1700", "1749"),
    ("second half of the 18th century", "[1750..1799]", "1750", "1799"),
    ("first quarter of the 18th century", "[1700..1724]", "1700", "1724"),
    ("last quarter of the 18th century", "[1775..1799]", "1775", "1799"),
    ("first third of the 18th century", "[1700..1733]", "1700", "1733"),
    ("last third of the 18th century", "[1767..1799]", "1767", "1799"),
    ("early 18th century", "[1700..1733]", "1700", "1733"),
    ("mid-18th century", "[1734..1766]", "1734", "1766"),
    ("late 18th century", "[1767..1799]", "1767", "1799"),
    ("1st century", "[0001..0099]", "0001", "0099"),
    ("first half of the 1st century AD", "[0001..0049]", "0001", "0049"),
    ("5th century BC", "-04XX", "-0499", "-0400"),
    ("5th century BCE", "-04XX", "-0499", "-0400"),
    ("first half of the 5th century BC", "[-0499..-0450]", "-0499", "-0450"),
    ("late 5th century BC", "[-0432..-0400]", "-0432", "-0400"),
    ("1st century BC", "[-0099..0000]", "-0099", "0000"),
    ("3rd millennium BC", "-2XXX", "-2999", "-2000"),
    ("2nd millennium", "1XXX", "1000", "1999"),
    # eras
    ("44 BC", "-0043", "-0043", "-0043"),
    ("44BC", "-0043", "-0043", "-0043"),
    ("44 B.C.", "-0043", "-0043", "-0043"),
    ("44 BCE", "-0043", "-0043", "-0043"),
    ("c. 480 BCE", "-0479~", "-0479", "-0479"),
    ("15 March 44 BC", "-0043-03-15", "-0043-03-15", "-0043-03-15"),
    ("AD 79", "0079", "0079", "0079"),
    ("A.D. 79", "0079", "0079", "0079"),
    ("79 CE", "0079", "0079", "0079"),
    ("24 August 79 AD", "0079-08-24", "0079-08-24", "0079-08-24"),
    ("12000 BC", "Y-11999", "-11999", "-11999"),
    ("10,000 BC", "-9999", "-9999", "-9999"),
    ("12,000 B.C.", "Y-11999", "-11999", "-11999"),
    # doubts in brackets, parts that are not known, and what is written together
    ("1843 (?)", "1843?", "1843", "1843"),
    ("April 24, 2026 \u2192 April 26, 2026", "2026-04-24/2026-04-26", "2026-04-24", "2026-04-26"),
    ("2026-04-24 \u2192 2026-05", "2026-04-24/2026-05", "2026-04-24", "2026-05-31"),
    ("1843 [?]", "1843?", "1843", "1843"),
    ("2024 (approx.)", "2024~", "2024", "2024"),
    ("(circa) May 2024", "2024-05~", "2024-05-01", "2024-05-31"),
    ("198?", "198X", "1980", "1989"),
    ("19??", "19XX", "1900", "1999"),
    ("197-", "197X", "1970", "1979"),
    ("[197-?]", "197X?", "1970", "1979"),
    ("18--", "18XX", "1800", "1899"),
    ("2024-05-??", "2024-05-XX", "2024-05-01", "2024-05-31"),
    ("2024-??-??", "2024-XX-XX", "2024-01-01", "2024-12-31"),
    ("XX/05/2024", "2024-05-XX", "2024-05-01", "2024-05-31"),
    ("05/xx/2024", "2024-05-XX", "2024-05-01", "2024-05-31"),
    ("??.5.2024", "2024-05-XX", "2024-05-01", "2024-05-31"),
    ("03May2024", "2024-05-03", "2024-05-03", "2024-05-03"),
    ("May2024", "2024-05", "2024-05-01", "2024-05-31"),
    # ISO weeks and days of the year
    ("2025-W33", "[2025-08-11..2025-08-17]", "2025-08-11", "2025-08-17"),
    ("2025W33", "[2025-08-11..2025-08-17]", "2025-08-11", "2025-08-17"),
    ("2020-W53-5", "2021-01-01", "2021-01-01", "2021-01-01"),
    ("2024-366", "2024-12-31", "2024-12-31", "2024-12-31"),
]
RANGES = [
    ("1966-80", "1966/1980", "1966", "1980"),
    ("1966\u201380", "1966/1980", "1966", "1980"),
    ("1914\u201418", "1914/1918", "1914", "1918"),
    ("1914 - 18", "1914/1918", "1914", "1918"),
    ("1920\u201330", "1920/1930", "1920", "1930"),
    ("1899\u201300", "1899/1900", "1899", "1900"),
    ("2025-05-01\u20132025-05-03", "2025-05-01/2025-05-03", "2025-05-01", "2025-05-03"),
    ("2025-05\u20132025-07", "2025-05/2025-07", "2025-05-01", "2025-07-31"),
    ("14/08/2025-16/08/2025", "2025-08-14/2025-08-16", "2025-08-14", "2025-08-16"),
    ("1931 \u2212 33", "1931/1933", "1931", "1933"),
    ("2019/20", "2019/2020", "2019", "2020"),
    ("1100-1200", "1100/1200", "1100", "1200"),
    ("c. 1100-1200", "1100~/1200~", "1100", "1200"),
    ("c. 1100\u2013c. 1200", "1100~/1200~", "1100", "1200"),
    ("c. 1966-80", "1966~/1980~", "1966", "1980"),
    ("c. 300-50", "0300~/0350~", "0300", "0350"),
    ("1920-1925?", "1920?/1925?", "1920", "1925"),
    ("from 1920 to 1925", "1920/1925", "1920", "1925"),
    ("1920 through 1925", "1920/1925", "1920", "1925"),
    ("1920s-30s", "192X/193X", "1920", "1939"),
    ("1920s to 1930s", "192X/193X", "1920", "1939"),
    ("1920s and '30s", "{192X,193X}", "1920", "1939"),
    ("18th-19th century", "17XX/18XX", "1700", "1899"),
    ("18th and 19th centuries", "{17XX,18XX}", "1700", "1899"),
    ("480-256 BCE", "-0479/-0255", "-0479", "-0255"),
    ("480\u2013256 BC", "-0479/-0255", "-0479", "-0255"),
    ("1200-1000 BC", "-1199/-0999", "-1199", "-0999"),
    ("44 BC to AD 14", "-0043/0014", "-0043", "0014"),
    ("AD 79-96", "0079/0096", "0079", "0096"),
    ("6th-5th century BC", "-05XX/-04XX", "-0599", "-0400"),
    ("August 14-16, 2025", "2025-08-14/2025-08-16", "2025-08-14", "2025-08-16"),
    ("14-16 August 2025", "2025-08-14/2025-08-16", "2025-08-14", "2025-08-16"),
    ("14\u201316 Aug 2025", "2025-08-14/2025-08-16", "2025-08-14", "2025-08-16"),
    ("14 to 16 August 2025", "2025-08-14/2025-08-16", "2025-08-14", "2025-08-16"),
    ("7 Jun-14 Jul 1916", "1916-06-07/1916-07-14", "1916-06-07", "1916-07-14"),
    ("7 Jun 1916 \u2013 14 Jul 1916", "1916-06-07/1916-07-14", "1916-06-07", "1916-07-14"),
    ("June 7 - July 14, 1916", "1916-06-07/1916-07-14", "1916-06-07", "1916-07-14"),
    ("30 Dec - 2 Jan 2025", "2024-12-30/2025-01-02", "2024-12-30", "2025-01-02"),
    ("30 Dec 2024 - 2 Jan", "2024-12-30/2025-01-02", "2024-12-30", "2025-01-02"),
    ("Jan-Mar 2025", "2025-01/2025-03", "2025-01-01", "2025-03-31"),
    ("Nov 2024-Feb 2025", "2024-11/2025-02", "2024-11-01", "2025-02-28"),
    ("Q1-Q2 2025", "2025-33/2025-34", "2025-01-01", "2025-06-30"),
    ("2025-Q1 to 2025-Q3", "2025-33/2025-35", "2025-01-01", "2025-09-30"),
    ("mid to late 2025", "2025-38/2025-39", "2025-05-01", "2025-12-31"),
    ("between 1920 and 1925", "[1920..1925]", "1920", "1925"),
    ("between 14 and 16 August 2025", "[2025-08-14..2025-08-16]", "2025-08-14", "2025-08-16"),
    ("between May and July 2025", "[2025-05..2025-07]", "2025-05-01", "2025-07-31"),
    ("1920 or 1921", "[1920,1921]", "1920", "1921"),
    ("1560 or 5", "[1560,1565]", "1560", "1565"),
    ("1 or 2 May 2025", "[2025-05-01,2025-05-02]", "2025-05-01", "2025-05-02"),
    ("3/4 May 2024", "[2024-05-03,2024-05-04]", "2024-05-03", "2024-05-04"),
    ("May 3/4, 2024", "[2024-05-03,2024-05-04]", "2024-05-03", "2024-05-04"),
    ("May/June 2024", "[2024-05,2024-06]", "2024-05-01", "2024-06-30"),
    ("30 Dec / 2 Jan 2024", "[2023-12-30,2024-01-02]", "2023-12-30", "2024-01-02"),
    ("Dec 2023/Jan 2024", "[2023-12,2024-01]", "2023-12-01", "2024-01-31"),
    ("late 1970s or 1985", "[1977..1979,1985]", "1977", "1985"),
    ("before 1920", "[..1919]", OPEN, "1919"),
    ("before c. 1500", "[..1499~]", OPEN, "1499"),
    ("pre-1920", "[..1919]", OPEN, "1919"),
    ("before the 1980s", "[..1979]", OPEN, "1979"),
    ("before the 18th century", "[..1699]", OPEN, "1699"),
    ("before 1 March 2024", "[..2024-02-29]", OPEN, "2024-02-29"),
    ("before Q2 2025", "[..2025-03]", OPEN, "2025-03-31"),
    ("before August 2025", "[..2025-07]", OPEN, "2025-07-31"),
    ("by 1920", "[..1920]", OPEN, "1920"),
    ("by August 2025", "[..2025-08]", OPEN, "2025-08-31"),
    ("no later than 2025-08-14", "[..2025-08-14]", OPEN, "2025-08-14"),
    ("by the early 1980s", "[..1983]", OPEN, "1983"),
    ("after 1920", "[1921..]", "1921", OPEN),
    ("after 31 December 2024", "[2025-01-01..]", "2025-01-01", OPEN),
    ("post-1920", "[1921..]", "1921", OPEN),
    ("not before 1920", "[1920..]", "1920", OPEN),
    ("1920 or later", "[1920..]", "1920", OPEN),
    ("1920 or before", "[..1920]", OPEN, "1920"),
    ("since 1920", "1920/..", "1920", OPEN),
    ("since c. 1920", "1920~/..", "1920", OPEN),
    ("from 2020 onwards", "2020/..", "2020", OPEN),
    ("2019-present", "2019/..", "2019", OPEN),
    ("2019 \u2013 now", "2019/..", "2019", OPEN),
    ("from May 2019 to the present", "2019-05/..", "2019-05-01", OPEN),
    ("May 2025 to date", "2025-05/..", "2025-05-01", OPEN),
    ("14 August 2025 - ongoing", "2025-08-14/..", "2025-08-14", OPEN),
    ("until 1920", "../1920", OPEN, "1920"),
    ("until 14 August 2025", "../2025-08-14", OPEN, "2025-08-14"),
]
TIMES = [
    ("2025-08-14 09:30:00 UTC", "2025-08-14T09:30:00Z", "2025-08-14T09:30:00"),
    ("August 14, 2025 11:30 AM (GMT+2)", "2025-08-14T11:30:00+02:00", "2025-08-14T09:30:00"),
    ("August 14, 2025 9:30 (UTC)", "2025-08-14T09:30:00Z", "2025-08-14T09:30:00"),
    ("2025-08-14 09:30 GMT", "2025-08-14T09:30:00Z", "2025-08-14T09:30:00"),
    ("2025-08-14T09:30:00 Z", "2025-08-14T09:30:00Z", "2025-08-14T09:30:00"),
    ("2025-08-14 09:30", "2025-08-14T09:30:00", "2025-08-14T09:30:00"),
    ("2025-08-14 9:30 pm", "2025-08-14T21:30:00", "2025-08-14T21:30:00"),
    ("2025-08-14 09:30:00 CEST", "2025-08-14T09:30:00+02:00", "2025-08-14T07:30:00"),
    ("2025-08-14 09:30:00.250 UTC", "2025-08-14T09:30:00.25Z", "2025-08-14T09:30:00.250000"),
    ("August 14, 2025 at 9:30 PM EDT", "2025-08-14T21:30:00-04:00", "2025-08-15T01:30:00"),
    ("9:30 on 14 August 2025", "2025-08-14T09:30:00", "2025-08-14T09:30:00"),
    ("Thu, 14 Aug 2025 09:30:00 +0200", "2025-08-14T09:30:00+02:00", "2025-08-14T07:30:00"),
    ("Thu Aug 14 09:30:00 2025 +0200", "2025-08-14T09:30:00+02:00", "2025-08-14T07:30:00"),
    ("Thu Aug 14 09:30:00 UTC 2025", "2025-08-14T09:30:00Z", "2025-08-14T09:30:00"),
    ("14th Aug 2025 at 5pm", "2025-08-14T17:00:00", "2025-08-14T17:00:00"),
    ("12 a.m. UTC, 14 August 2025", "2025-08-14T00:00:00Z", "2025-08-14T00:00:00"),
    ("20250814T093000Z", "2025-08-14T09:30:00Z", "2025-08-14T09:30:00"),
    ("20250814T0930+02", "2025-08-14T09:30:00+02:00", "2025-08-14T07:30:00"),
    ("20250814T093000-0430", "2025-08-14T09:30:00-04:30", "2025-08-14T14:00:00"),
    ("20250814093000", "2025-08-14T09:30:00", "2025-08-14T09:30:00"),
    ("1723474994", "2024-08-12T15:03:14Z", "2024-08-12T15:03:14"),
    ("1723474994349", "2024-08-12T15:03:14.349Z", "2024-08-12T15:03:14.349000"),
    ("1723474994349345", "2024-08-12T15:03:14.349345Z", "2024-08-12T15:03:14.349345"),
    ("1723474994.349", "2024-08-12T15:03:14.349Z", "2024-08-12T15:03:14.349000"),
    ("1723474994.0", "2024-08-12T15:03:14Z", "2024-08-12T15:03:14"),
]
# phrase, what each reader may read it as, and the EDTF that says no more than they
SEVERAL = [
    ("04/08/2025", ["2025-04-08", "2025-08-04"], "[2025-04-08,2025-08-04]"),
    ("4-8-2025", ["2025-04-08", "2025-08-04"], "[2025-04-08,2025-08-04]"),
    ("8/14/25", ["1925-08-14", "2025-08-14"], "[1925-08-14,2025-08-14]"),
    ("14-Aug-25", ["1925-08-14", "2025-08-14"], "[1925-08-14,2025-08-14]"),
    ("14 Aug '25", ["1925-08-14", "2025-08-14"], "[1925-08-14,2025-08-14]"),
    ("14Aug25", ["1925-08-14", "2025-08-14"], "[1925-08-14,2025-08-14]"),
    ("1Q25", ["1925-33", "2025-33"], "[1925-33,2025-33]"),
    ("Q3 '25", ["1925-35", "2025-35"], "[1925-35,2025-35]"),
    ("14.08.25", ["1925-08-14", "2025-08-14"], "[1925-08-14,2025-08-14]"),
    ("Aug-25", ["XXXX-08-25", "1925-08", "2025-08"], "[XXXX-08-25,1925-08,2025-08]"),
    ("Aug '25", ["1925-08", "2025-08"], "[1925-08,2025-08]"),
    ("Aug-75", ["1975-08", "2075-08"], "[1975-08,2075-08]"),
    (
        "25-08-14",
        ["1914-08-25", "1925-08-14", "2014-08-25", "2025-08-14"],
        "[1914-08-25,1925-08-14,2014-08-25,2025-08-14]",
    ),
    ("2004\u201305", ["2004/2005", "2004-05"], None),
    ("2004/05", ["2004/2005", "2004-05"], None),
    ("2025/8", ["2025/2028", "2025-08"], None),
    ("2001-2", ["2001/2002", "2001-02"], None),
    ("before 8/14/25", ["[..1925-08-13]", "[..2025-08-13]"], None),
    ("8/14/25 09:30 UTC", ["1925-08-14T09:30:00Z", "2025-08-14T09:30:00Z"], None),
    ("the 1900s", ["190X", "19XX"], "19XX"),
    ("1900s or 2000s", ["[190X,200X]", "[19XX,20XX]"], "[19XX,20XX]"),
    ("early 1900s", ["[1900..1903]", "[1900..1933]"], "[1900..1933]"),
]
# phrase, what its advice says
NONE = [
    ("1560 or 5\u20131617", None),
    ("45883", "count of days"),
    ("45883.39", "count of days"),
    ("12004", "Y12004"),
    ("170000002", "Y170000002"),
    ("999999999", "say what it counts"),
    ("FY2025", None),
    ("fiscal 2025", None),
    ("Q3 FY25", None),
    ("Monday, 14 August 2025", "2025-08-14 is a Thursday"),
    ("29 February 2023", "or 2023-02-XX if it is not known"),
    ("31 June 2025", "or 2025-06-XX if it is not known"),
    ("August 32, 2025", None),
    ("before summer 2025", None),
    ("late 1990s to early 2000s", None),
    ("44 BC to 50", None),
    ("14-16 August", "say which year"),
    ("early August", "say which year"),
    ("Friday 5 June", "say which year"),
    ("2025-08-14 09:30 CST", "shift from UTC"),
    ("2025-08-14 25:30", "write 2025-08-14 for the day"),
    ("2025-08-14T09:30:00.5", "2025-08-14T09:30:00.5Z if it is in UTC"),
    ("winter 2018-2020 and 2022", None),
    ("12/13/14/15", None),
    ("the turn of the century", None),
    ("two weeks after the release", None),
    ("32", None),
    ("80s", None),
    ("late", None),
    ("before", None),
    ("c.", None),
    ("- 2025", None),
    ("2025-", None),
    ("2025-366", None),
    ("+1723474994", "say what it counts"),
    ("-12000", "Y-12000"),
    ("May to 2024", None),
    ("2025 and on", None),
    ("between 2025 and now", None),
    ("May/June", "say which year"),
    ("0000-00-00", "leave the date out"),
    ("0000-00-00T00:00:00Z", "leave the date out"),
    ("0000-00-00 00:00:00", "leave the date out"),
    ("00/00/0000", "leave the date out"),
    ("00.00.0000", "leave the date out"),
    ("0000:00:00 00:00:00", "leave the date out"),  # a camera without a clock
    ("    :  :     :  :  ", "leave the date out"),  # Exif, where the date is not known
    ("--412", None),  # no year, and not the year -412
    ("--02-30", None),
    ("2025:13:14", None),
    ("infinity/2025", None),
    ("2025/-infinity", None),
    ("TBD", "leave the date out"),
    ("13/XX/2024", None),
    ("2024-13-??", None),
]


@pytest.mark.parametrize(("text", "meant", "first", "last"), [row for row in ONE + RANGES if row[1]])
def test_a_proposal_has_the_days_that_were_meant(text, meant, first, last):
    assert meant_by(text) == meant
    span = parse(meant).span
    assert (span.lo, span.hi) == (moment(first, end=False), moment(last, end=True))


@pytest.mark.parametrize(("text", "meant", "utc"), TIMES)
def test_a_proposal_has_the_instant_that_was_meant(text, meant, utc):
    found = hint(text)
    assert found.edtf == meant
    span = parse(meant).span
    assert span.lo == span.hi == moment(utc, end=False)
    if meant[-1].isdigit() and "+" not in meant and meant[-6] != "-":
        assert f"{meant}Z if it is in UTC" in found.fix


@pytest.mark.parametrize(("text", "each", "whole"), SEVERAL)
def test_where_it_may_be_several_dates_all_are_named_and_none_is_chosen(text, each, whole):
    found = hint(text, today=TODAY)
    assert list(found.readings) == each
    assert found.edtf == whole
    for one in each:
        assert one in found.fix


@pytest.mark.parametrize(("text", "said"), NONE)
def test_what_nobody_can_tell_has_no_proposal(text, said):
    assert meant_by(text) is None
    found = hint(text, today=TODAY)
    assert (found is not None and said in found.fix) if said else found is None


def test_a_doubt_at_the_end_of_a_phrase_is_in_whatever_is_proposed():
    for text in EVERY:
        found = hint(f"{text}?") if text[-1] not in "?)" else None
        for proposed in (*found.readings, found.edtf) if found is not None else ():
            assert proposed is None or parse(proposed).uncertain, text


def test_the_table_is_large():
    assert len(ONE) + len(RANGES) + len(TIMES) + len(SEVERAL) + len(NONE) >= 200


EVERY = [row[0] for row in ONE + RANGES + TIMES + SEVERAL + NONE if row[1] or row in NONE]


@pytest.mark.parametrize("text", EVERY)
def test_every_proposal_is_accepted_when_typed_and_the_phrase_is_not(text):
    found = hint(text, today=TODAY)
    for proposed in filter(None, (found and found.edtf, *(found.readings if found else ()))):
        assert parse_input(proposed, today=TODAY).text == proposed
        assert parse(proposed).text == proposed
    with pytest.raises(DateError):
        parse_input(text, today=TODAY)


# What is valid, and may be a slip all the same


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("1920-30", "1920/1930"),
        ("1931-33", "1931/1933"),
        ("2019-21", "2019/2021"),
        ("2025-08", None),
        ("2025-21", None),
        ("1940-33", None),
        ("1920-50", None),  # it is not EDTF
        ("19X0-30", None),
        ("2025", None),
    ],
)
def test_a_season_that_may_be_years_is_said_to_be(text, years):
    assert years_instead(text) == years


def test_a_date_of_digits_with_a_time_is_not_taken_for_two_ends():
    said = hint("4/24/2026 14:03:22", today=TODAY)
    assert said.fix == "write 2026-04-24T14:03:22Z if it is in UTC, or 2026-04-24T14:03:22 if no time zone is known"


def test_a_day_that_does_not_exist_is_said_to_be_none():
    said = hint("31 Apr 2024", today=TODAY)
    assert said.what == '"31 Apr 2024" is not a day of the calendar'
    assert said.fix == "write the day that is meant, or 2024-04-XX if it is not known"
    assert hint("31/04/2024", today=TODAY).fix == said.fix


def test_a_time_that_lacks_a_digit_or_its_seconds_keeps_its_zone():
    assert mended("2025-08-14T9:30Z") == mended("2025-08-14 09:30 z") == "2025-08-14T09:30:00Z"
    assert mended("2025-08-14 9:30+02:00") == "2025-08-14T09:30:00+02:00"


def test_words_that_only_lead_to_a_date_say_none():
    assert read_date(["on", "the", "day"], Chosen({})) is None


@pytest.mark.parametrize(
    "text",
    [
        *("30-01 March 2024", "30 to 1 March 2024", "March 30-1, 2024", "30 March - 1 March 2024"),
        *("March 30 - March 1, 2024", "between 30 and 1 March 2024", "from 31 until 2 January 2024"),
    ],
)
def test_days_of_one_month_that_run_backwards_are_not_nearly_a_year(text):
    found = hint(text)
    assert found is None or "2023" not in str(found)
