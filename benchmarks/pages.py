"""What a page costs to write and to open: seconds of the processor, stops and bytes, for logs of several sizes.

    python benchmarks/pages.py             500, 1,000 and 2,000 events
    python benchmarks/pages.py 5000        as many as that

The logs are made up: dates of three kinds over six years, 60 sources of which two in three relay another, and one in
ten events with a later report, one in 25 with a correction, one in 50 taken back. Pages are opened where there is a
Chromium and the extra `browser`; a dash stands where there is not.
"""

import datetime as dt
import hashlib
import os
import random
import shutil
import sys
import tempfile
import time
from pathlib import Path

from timeline.asof.ledger import Ledger
from timeline.page.publish import publish
from timeline.records.model import Record, structure
from timeline.views.filters import Question
from timeline.views.table import ViewSpec

VIEW = ViewSpec(name="v", title="Which value has each?", properties=("p", "q"))
START = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)


def record(number, kind, body):
    """Make a record, one second after the one before it."""
    stamp = (START + dt.timedelta(seconds=number)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    name = hashlib.sha256(f"{number}{kind}{body}".encode()).hexdigest()
    return Record(id=name, recorded=stamp, by="bench", kind=kind, body=body, content=structure(kind, body))


def made_up(count):
    """Make the records of a log."""
    chance = random.Random(1)
    records = []

    def add(kind, **body):
        records.append(record(len(records), kind, body))
        return records[-1].id

    for number in range(60):
        via = {"via": [f"s{number - 1}"]} if number % 3 else {}
        day = f"{2018 + number % 6}-{1 + number % 12:02d}-{1 + number % 28:02d}"
        add("source", name=f"s{number}", publisher=f"P{number}", published=day, **via)
    for number in range(count):
        year, rest = 2018 + chance.randrange(6), f"{1 + chance.randrange(12):02d}-{1 + chance.randrange(28):02d}"
        fact = {"entity": f"e{number % 40}", "property": "pq"[number % 2], "value": f"v{number % 7}"}
        event = add(
            "event",
            title=f"event number {number} happened",
            occurred=chance.choice([f"{year}-{rest}", f"{year}-{rest[:2]}", f"{year}"]),
            facts=[fact],
            reports=[{"source": f"s{chance.randrange(60)}"}, {"reported": f"{year}-{rest}"}],
        )
        if number % 10 == 0:
            stance = chance.choice(["reports", "denies", "doubts"])
            source = f"s{chance.randrange(60)}"
            add("report", event=event, source=source, stance=stance, reported=f"{year + 1}-{rest}")
        if number % 25 == 0:
            said = {"title": f"event number {number} did not"}
            add("correction", target=event, set=said, reported=f"{year + 1}-{rest}", because="b")
        if number % 50 == 0:
            add("retraction", target=event, reported=f"{year + 2}-{rest}", because="b")
    return records


def opened(path):
    """Give the seconds of the processor that a browser takes to open a page; a dash where there is none."""
    browser = os.environ.get("TIMELINE_BROWSER") or shutil.which("chromium") or shutil.which("chromium-browser")
    try:
        from playwright import sync_api
    except ImportError:
        browser = None
    if browser is None:
        return "-"
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox", "--disable-gpu"])
        page = chromium.new_page()
        page.goto(path.as_uri())
        page.wait_for_selector("#count")
        asked = page.context.new_cdp_session(page)
        asked.send("Performance.enable")
        metrics = {m["name"]: m["value"] for m in asked.send("Performance.getMetrics")["metrics"]}
        chromium.close()
    return f"{metrics['ProcessTime']:.1f}"


def main(counts):
    """Print a table."""
    print(f"{'events':>8} {'stops':>6} {'kB':>8} {'s':>6} {'opens':>6}")
    for count in counts:
        ledger = Ledger(made_up(count))
        began = time.process_time()
        page = publish(ledger, Question(), title="Made up", specs=[VIEW])
        took = time.process_time() - began
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "page.html")
            path.write_text(page.html, encoding="utf-8")
            seen = opened(path)
        size = len(page.html.encode()) / 1000
        print(f"{count:>8,} {len(page.story.days):>6,} {size:>8,.0f} {took:>6.1f} {seen:>6}", flush=True)


if __name__ == "__main__":
    main([int(word) for word in sys.argv[1:]] or [500, 1_000, 2_000])
