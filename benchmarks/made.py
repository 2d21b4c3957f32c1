"""A made log, and the same facts as plain rows for the peers: skewed entities, dates of eight forms.

Nothing is drawn from the clock: the same size is the same bytes, on every machine.
"""

import datetime as dt
import itertools
import json
import random
from pathlib import Path

from timeline.records import segment
from timeline.records.line import encode

SOURCES = 50
PER_FILE = 2_700  # about 1 MB
START = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)
ENTITY = "e7"
SETTINGS = 'format = 1\ntitle = "bench"\n\n[views.bench]\ntitle = "bench"\nproperties = ["p"]\n'


def date(number, year, month, day):
    """Give a date of one of eight forms, and its first and last day."""
    whole = dt.date(year, month, day).isoformat()
    ends = (dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(1)).isoformat()
    begins = f"{year}-{month:02d}-01"
    season = (month - 1) // 3
    match number % 8:
        case 0:
            return whole, whole, whole
        case 1:
            return f"{year}-{month:02d}", begins, ends
        case 2:
            return str(year), f"{year}-01-01", f"{year}-12-31"
        case 3:
            return f"{year}?-{month:02d}", begins, ends
        case 4:
            return f"[..{whole}]", "0001-01-01", whole
        case 5:
            return f"{year}-{month:02d}~", begins, ends
        case 6:
            return f"{begins}/{whole}", begins, whole
        case _:
            return f"{year}-{33 + season}", f"{year}-{3 * season + 1:02d}-01", f"{year}-{3 * season + 3:02d}-28"


def events(count):
    """Give each event as the body of a record, and as a plain row."""
    chance = random.Random(1)
    for number in range(count):
        year, month, day = 2000 + chance.randrange(25), chance.randrange(1, 13), chance.randrange(1, 29)
        text, first, last = date(number, year, month, day)
        entity = f"e{min(int(chance.paretovariate(0.7)), count // 20)}"
        reports = [{"source": f"s{chance.randrange(SOURCES)}"}]
        if number % 3:
            reports.append({"source": f"s{chance.randrange(SOURCES)}", "reported": f"{year + 1}-{month:02d}"})
        value = f"v{number % 9}"
        body = {
            "title": f"event {number}",
            "type": "bench.event",
            "occurred": text,
            "facts": [{"entity": entity, "property": "p", "value": value}],
            "reports": reports,
        }
        yield body, {"number": number, "entity": entity, "property": "p", "value": value, "first": first, "last": last}


def sources():
    for number in range(SOURCES):
        yield {"name": f"s{number}", "publisher": f"P{number}", "published": "2026-01"}


def lay_down(folder, count):
    """Write the log as an import would, without holding it; beside it the rows, and the records for ``add -``."""
    Path(folder, "timeline.toml").write_text(SETTINGS, encoding="utf-8")
    made = itertools.chain((("source", body, None) for body in sources()), (("event", *both) for both in events(count)))
    parents, salts, name = (), random.Random(2), None
    rows, flat = Path(folder).parent / "rows.jsonl", Path(folder).parent / "flat.jsonl"
    with rows.open("w", encoding="utf-8") as plain, flat.open("w", encoding="utf-8") as given:
        for part in itertools.count(1):
            lines = []
            for number, (kind, body, row) in enumerate(itertools.islice(made, PER_FILE), (part - 1) * PER_FILE):
                stamp = (START + dt.timedelta(seconds=number)).isoformat(timespec="microseconds")[:26] + "Z"
                salt = f"{salts.getrandbits(128):032x}"
                record_id, line = encode(parents=parents, recorded=stamp, by="bench", kind=kind, body=body, salt=salt)
                parents, name = (record_id,), name or segment.stem(stamp, "bench", record_id)
                lines.append(line + b"\n")
                given.write(json.dumps({"kind": kind, **body}) + "\n")
                if row is not None:
                    plain.write(json.dumps(row) + "\n")
            if not lines:
                break
            path = Path(folder, name, f"{part:04d}.jsonl")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"".join(lines))
    return rows, flat
