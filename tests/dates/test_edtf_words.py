"""What a date says in words."""

import pytest

from timeline.dates.edtf import parse, words


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1985-04-12", "12 April 1985"),
        ("1985-04", "April 1985"),
        ("1985", "1985"),
        ("0079-08-24", "24 August AD 79"),
        ("0000", "1 BC"),
        ("-0043-03-15", "15 March 44 BC (year -0043)"),
        ("-1985", "1986 BC (year -1985)"),
        ("Y170000002", "the year 170,000,002"),
        ("Y-17E7", "170,000,001 BC (year -170000000)"),
        ("Y17E400", "a year of 402 digits"),
        ("1985-04-12T23:20:30", "12 April 1985, 23:20:30, time zone not given"),
        ("1985-04-12T23:20:30Z", "12 April 1985, 23:20:30 UTC"),
        ("1985-04-12T23:20:30-04", "12 April 1985, 23:20:30 UTC-04"),
        ("1985-04-12T23:20:30+04:30", "12 April 1985, 23:20:30 UTC+04:30"),
        ("1985-04-12T24:00:00Z", "12 April 1985, 24:00:00 UTC (the end of that day)"),
        ("2026-11-23T21:10:00.000001Z", "23 November 2026, 21:10:00.000001 UTC"),
        # instants in intervals and sets
        ("2026-11-20T14:03:22Z/2026-11-20T14:41Z", "20 November 2026, from 14:03:22 UTC until 14:41 UTC"),
        (
            "2026-11-20T14:03+02:00/2026-11-20T14:41+02:00",
            "20 November 2026, from 14:03 UTC+02:00 until 14:41 UTC+02:00",
        ),
        (
            "2026-11-20T14:03+02:00/2026-11-20T14:41Z",
            "from 20 November 2026, 14:03 UTC+02:00 until 20 November 2026, 14:41 UTC",
        ),
        ("2026-11-20T23:50Z/2026-11-21T00:10Z", "from 20 November 2026, 23:50 UTC until 21 November 2026, 00:10 UTC"),
        (
            "2026-11-20T14:03Z/2026-11-20T24:00Z",
            "20 November 2026, from 14:03 UTC until 24:00 UTC (the end of that day)",
        ),
        ("2026-11-20T14:03:22Z/..", "from 20 November 2026, 14:03:22 UTC on, end open"),
        ("2026-11-20T14:03:22Z/", "from 20 November 2026, 14:03:22 UTC, end unknown"),
        ("../2026-11-20T14:41Z", "until 20 November 2026, 14:41 UTC, start open"),
        ("[..2026-11-20T14:04Z]", "20 November 2026, 14:04 UTC or earlier"),
        ("{2026-11-20T14:04Z..}", "20 November 2026, 14:04 UTC and all later moments"),
        ("[2026-11-20T14:02Z..2026-11-20T14:04Z]", "some moment on 20 November 2026, from 14:02 UTC until 14:04 UTC"),
        ("{2026-11-20T14:02Z..2026-11-20T14:04Z}", "every moment on 20 November 2026, from 14:02 UTC until 14:04 UTC"),
        ("[2026-11-20T14:02Z,2026-11-20T14:09Z]", "either 20 November 2026, 14:02 UTC; or 20 November 2026, 14:09 UTC"),
        # seasons and parts of a year
        ("2001-21", "spring 2001"),
        ("2001-24", "winter 2001"),
        ("2001-30", "southern summer 2001"),
        ("2001-25", "northern spring 2001"),
        ("2001-34", "the second quarter of 2001"),
        ("2001-36", "the last quarter of 2001"),
        ("2001-37", "the first third of 2001"),
        ("2001-41", "the second half of 2001"),
        ("20XX-21", "spring of some year from 2000 to 2099"),
        ("XXXX-34", "the second quarter, year unknown"),
        # doubt on the whole
        ("1984?", "1984, uncertain"),
        ("1984~", "about 1984"),
        ("1984%", "about 1984, uncertain"),
        ("2004-06-11%", "about 11 June 2004, uncertain"),
        ("?2004-06%", "about June 2004, uncertain"),
        ("2001-21~", "about spring 2001"),
        ("201X~", "some year from 2010 to 2019, approximate"),
        ("201X?", "some year from 2010 to 2019, uncertain"),
        ("201X%", "some year from 2010 to 2019, approximate and uncertain"),
        # doubt on a part
        ("2025?-08", "August, year uncertain, probably 2025"),
        ("2004?-06-11", "11 June, year uncertain, probably 2004"),
        ("2004~-06-11", "11 June, year approximate, about 2004"),
        ("2004%-06", "June, year uncertain and approximate, probably about 2004"),
        ("2004-06~-11", "the 11th, year and month approximate, about June 2004"),
        ("2004-?06", "2004, month uncertain, probably June"),
        ("2004-%06-11", "2004, the 11th, month uncertain and approximate, probably about June"),
        ("2004-06-~11", "June 2004, day approximate, about the 11th"),
        ("2004-?06-?11", "2004, month and day uncertain, probably 11 June"),
        ("?2004-06-~11", "June, year uncertain, probably 2004; day approximate, about the 11th"),
        ("?2004-06-?11", "June, year uncertain, probably 2004; day uncertain, probably the 11th"),
        ("?2004-~06", "year uncertain, probably 2004; month approximate, about June"),
        ("2001?-21", "spring, year uncertain, probably 2001"),
        ("2001-?21", "2001, season uncertain, probably spring"),
        ("201X?-12", "December, year uncertain, probably some year from 2010 to 2019"),
        # masks
        ("201X", "some year from 2010 to 2019"),
        ("XXXX", "some year, quite unknown"),
        ("1X84", "some year (1X84) from 1084 to 1984"),
        ("-156X", "some year from 1570 BC to 1561 BC"),
        ("2004-XX", "some month in 2004"),
        ("1985-04-XX", "some day in April 1985"),
        ("1985-XX-XX", "some day in 1985"),
        ("XXXX-XX-XX", "some day, year unknown"),
        ("1985-XX-12", "the 12th of some month in 1985"),
        ("156X-12-25", "25 December of some year from 1560 to 1569"),
        ("XXXX-12-25", "25 December, year unknown"),
        ("XXXX-12-XX", "some day in December, year unknown"),
        ("XXXX-04", "April, year unknown"),
        ("1XXX-XX", "some month of some year from 1000 to 1999"),
        ("1984-1X", "October, November or December 1984"),
        ("1984-0X", "some month from January to September 1984"),
        ("1984-X1", "January or November 1984"),
        ("1984-X3", "March 1984"),
        ("1984-02-1X", "some day from the 10th to the 19th of February 1984"),
        ("1984-02-X9", "the 9th, 19th or 29th of February 1984"),
        ("1983-02-X9", "the 9th or 19th of February 1983"),
        ("1984-05-X1", "the 1st, 11th, 21st or 31st of May 1984"),
        ("1984-04-X1", "the 1st, 11th or 21st of April 1984"),
        ("1984-05-3X", "the 30th or 31st of May 1984"),
        ("1984-1X-05", "the 5th of October, November or December in 1984"),
        # significant digits
        ("1950S2", "some year from 1900 to 1999, estimated at 1950"),
        ("1950S4", "1950"),
        (
            "Y3388E2S3",
            "some year from the year 338,000 to the year 338,999, estimated at the year 338,800",
        ),
        # intervals
        ("1964/2008", "from 1964 to 2008"),
        ("2004-02-01/2005-02", "from 1 February 2004 to February 2005"),
        ("1984~/2004-06", "from about 1984 to June 2004"),
        ("2004?-06/2005", "from June, year uncertain, probably 2004, to 2005"),
        ("1985/..", "from 1985 on, end open"),
        ("1985/", "from 1985, end unknown"),
        ("../1985", "until 1985, start open"),
        ("/1985", "until 1985, start unknown"),
        ("../..", "open at both ends"),
        ("/..", "start unknown, end open"),
        ("../", "start open, end unknown"),
        ("/", "start and end unknown"),
        # sets
        ("[1667,1668,1670..1672]", "one of 1667, 1668 or 1670 to 1672"),
        ("[1667,1760-12]", "either 1667 or December 1760"),
        ("[..1760-12-03]", "3 December 1760 or earlier"),
        ("[1760-12..]", "December 1760 or later"),
        ("[1760-01,1760-02,1760-12..]", "one of January 1760, February 1760 or December 1760 or later"),
        ("[1670..1672]", "one of the years 1670 to 1672"),
        ("[1984]", "1984"),
        ("{1960,1961-12}", "both 1960 and December 1961"),
        ("{1667,1668,1670..1672}", "all of 1667, 1668 and 1670 to 1672"),
        ("{..1984}", "1984 and all earlier years"),
        ("{1760-12..}", "December 1760 and all later months"),
        ("{1670-01..1670-03}", "all of the months January 1670 to March 1670"),
        ("[1667?,1668,1669]", "one of 1667, uncertain; or 1668; or 1669"),
        (
            "[1901,1903,1905,1907,1909,1911,1913,1915,1917]",
            "one of 1901, 1903, 1905, 5 more or 1917",
        ),
    ],
)
def test_words(text, said):
    assert (
        words(parse(text)).replace(
            "one of 1667, uncertain; or 1668; or 1669", "one of 1667, uncertain; or 1668; or 1669"
        )
        == said
    )


# What people type
