"""Files that were changed at random: read, or refused with a reason; never a traceback, never a record that is none."""

import datetime as dt
import io
import json
import os
import random
import zipfile

import form_samples as forms
import pytest
import workbooks

from timeline.errors import TimelineError
from timeline.records import admission
from timeline.text.incoming import reading
from timeline.text.incoming.values import Asked

TIMES = int(os.environ.get("TIMELINE_EXAMPLES", "100"))
PIECES = [b"", b"0", b"-1", b"9999999", b"1E400", b"NaN", b"<", b">", b"/>", b'"', b"\x00", b"\xff", b"yyyy", b"[h]"]
PIECES += [
    b"2026-02-30",
    b":",
    b"\r\n",
    b"T",
    b"Z",
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b"null",
    b"true",
    b"\xe2\x80\xae",
    b"=",
]


def harmed(data, chance):
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(data) + 1)
        data = data[:at] + chance.choice(PIECES) + data[at + chance.choice([0, 0, 1, 2, 8]) :]
    return data


def in_a_part(data, chance):
    """Change one part of a packed workbook."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        chosen = chance.choice(packed.namelist())
    return workbooks.repacked(data, chosen, lambda part: harmed(part, chance))


def a_workbook():
    when = dt.datetime(2026, 4, 17, 10, 20, 30)  # noqa: DTZ001 - a workbook knows no time zone
    rows = [("a", when, "mmm yyyy"), ("b", 60, "yyyy"), ("c", "=1+1", None), ("d", 1.5, "[h]:mm"), ("e", "x", None)]
    return workbooks.a_book(*rows)


def a_calendar():
    fields = {"uid": "a", "summary": "x", "dtstart": dt.date(2026, 4, 24), "dtend": dt.date(2026, 4, 27)}
    more = {"uid": "b", "summary": "y", "dtstart": dt.datetime(2026, 7, 1, 10, tzinfo=dt.UTC), "categories": ["a"]}
    return forms.a_calendar(fields, more | {"duration": dt.timedelta(minutes=38)})


def of_json(value):
    return lambda: json.dumps(value, indent=1).encode()


FILES = {
    "xlsx": (a_workbook, in_a_part),
    "packed xlsx": (a_workbook, harmed),
    "ods": (lambda: workbooks.an_ods(("a", "2026-04-17", ["Year", "Month"])), in_a_part),
    "ics": (a_calendar, harmed),
    "timelinejs": (of_json({"events": [forms.SLIDE]}), harmed),
    "timelinejs sheet": (forms.SHEET.encode, harmed),
    "timesketch": (of_json(forms.LINE), harmed),
    "claimreview": (of_json(forms.CLAIM), harmed),
    "ftm": (lambda: "\n".join(map(json.dumps, forms.ENTITIES)).encode(), harmed),
    "auto-archiver": (forms.ARCHIVED.encode, harmed),
    "git": (lambda: b"ab\0Ada\x0099\x0099\0Title\0Text\0\x01", harmed),
}


@pytest.mark.parametrize("name", FILES)
def test_whatever_became_of_a_file_it_is_read_or_refused(name):
    make, harm = FILES[name]
    whole, chance, form = make(), random.Random(name), name.split()[-1].removesuffix("sheet") or name.split()[0]
    taken = 0
    for _ in range(TIMES):
        data = harm(whole, chance)
        try:
            chosen = reading.form_of("x", form, data)
            found = reading.parse(data, chosen, name="x", asked=Asked(day=forms.DAY))
            for decision in admission.admit((), found.drafts):
                json.dumps(dict(decision.body), allow_nan=False)
        except TimelineError:
            continue
        taken += 1
    assert taken < TIMES
