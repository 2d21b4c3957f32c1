"""What is remarked on a large batch, whose lines are only glanced at, is what is remarked on its records."""

import random

import msgspec
import pytest

from builders import a_draft, a_log
from timeline.text.jsonlines import proved
from timeline.verify.early import early
from timeline.verify.sift import Sift
from timeline.views.remarks import remarks

DAYS = ["2025", "2025-08-14", "2026-02~", "[..2026-03]", None]


def a_batch(chance, count):
    """Sources, one of them dated, and events about a few cells, some reported before they can have happened."""
    yield a_draft(kind="source", name="wire", publisher="Wire", published="2026-01")
    yield a_draft(kind="source", name="blog", publisher="Blog")
    for number in range(count):
        body = {"title": f"event {number}", "occurred": chance.choice(DAYS)}
        if chance.random() < 0.3:
            body["type"] = chance.choice(["site.open", "sit.open", "events"])
        if chance.random() < 0.3:
            body["tags"] = chance.sample(["north", "noth", "south"], 2)
        if chance.random() < 0.8:
            entity = chance.choice(["Huawei", "Huawai", "Nvidia", "R2"])
            value = chance.choice(["v", None, "v", 3, "see https://ada:secret@host/x"])
            body["facts"] = [{"entity": entity, "property": chance.choice(["p", "office", "ofice"]), "value": value}]
        reports = []
        for _ in range(chance.randrange(3)):
            report = {"source": chance.choice(["wire", "blog"])}
            if chance.random() < 0.5:
                report["reported"] = chance.choice(["2024-05", "2026-02", "2026-06-01"])
            if chance.random() < 0.4 and report["source"] != "wire":
                report["via"] = ["wire"]
            reports.append(report)
        if reports:
            body["reports"] = reports
        yield a_draft(**{name: value for name, value in body.items() if value is not None})
    yield a_draft(kind="event", title="told twice", key="k", occurred="2026-06")
    yield a_draft(kind="report", event="key:k", source="blog", reported="2026-01")


@pytest.mark.parametrize("seed", range(6))
def test_a_glance_finds_what_reading_finds(tmp_path, seed):
    chance = random.Random(seed)
    log = a_log(tmp_path, a_draft(title="before", facts=[{"entity": "Nvidea", "property": "p", "value": "v"}]))
    outcome = log.append(list(map(proved, a_batch(chance, 40))), by="ada")
    assert any(one.seen is not None for one in outcome.added)
    read = [msgspec.structs.replace(one, held=one.record) for one in outcome.added]
    glanced = remarks(outcome.before, outcome.added)
    assert glanced == remarks(outcome.before, read)
    assert {remark.code for remark in glanced} >= {"login", "reported-early", "near-name"}


@pytest.mark.parametrize("seed", range(3))
def test_what_is_sifted_out_is_all_that_is_early(tmp_path, seed):
    log = a_log(tmp_path)
    added = log.append(list(a_batch(random.Random(seed), 30)), by="ada").added
    sift = Sift()
    for one in added:
        sift.add(one, *one.said)
    suspects = sift.suspects(())
    named = [one.event.id for one in early(suspects.records) if one.event.id in suspects.events]
    assert named == [one.event.id for one in early(log.read().records)] != []
