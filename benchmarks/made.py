"""A made log, and the same facts as plain rows for the peers: skewed entities, dates of eight forms.

Nothing is drawn from the clock: the same size is the same bytes, on every machine.
"""

import csv
import datetime as dt
import itertools
import json
import random
import sys
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


def sheet(count, path):
    """Write a sheet as people have them: a row an event, with the publication that says so; ten rows a publication."""
    with Path(path).open("w", newline="", encoding="utf-8") as stream:
        rows = csv.writer(stream)
        rows.writerow(["Key", "Date", "Headline", "Type", "Publisher", "URL", "Published", "A.b", "Tags"])
        for number in range(count):
            day = f"20{number // 10 % 24:02d}-{number // 10 % 12 + 1:02d}-{number // 10 % 28 + 1:02d}"
            url = f"https://example.org/{number // 10}"
            title = f"Event number {number} happened somewhere"
            of_page = [f"Publisher {number // 10 % 50}", url, day]
            rows.writerow([f"k{number}", day, title, "bench.event", *of_page, f"v{number % 9}", "x; y"])


def records_of(path, out):
    """Read such a sheet with the csv module, and write the same records as lines."""
    names = {}
    with Path(path).open(newline="", encoding="utf-8") as stream, Path(out).open("w", encoding="utf-8") as lines:
        for row in csv.DictReader(stream):
            page = {"publisher": row["Publisher"], "url": row["URL"], "published": row["Published"]}
            is_new = row["URL"] not in names
            name = names.setdefault(row["URL"], f"s{len(names)}")
            if is_new:
                lines.write(json.dumps({"kind": "source", "name": name, **page}) + "\n")
            event = {"kind": "event", "key": row["Key"], "title": row["Headline"], "type": row["Type"]}
            event |= {"occurred": row["Date"], "reports": [{"source": name}]}
            event |= {"facts": [{"entity": "A", "property": "b", "value": row["A.b"]}]}
            event |= {"tags": [tag.strip() for tag in row["Tags"].split(";")]}
            lines.write(json.dumps(event) + "\n")


if __name__ == "__main__":
    records_of(*sys.argv[1:])
