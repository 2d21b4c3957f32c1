"""An export that streams gives what one of the whole log gives, or leaves it to that; nothing is half-written."""

import contextlib
import json
import random
import shutil

import msgspec
import pytest

from builders import a_draft, a_log, segments_of
from timeline.asof.ledger import Ledger
from timeline.asof.values import Clocks
from timeline.dates.values import NEVER_AFTER, NEVER_BEFORE, Clock
from timeline.errors import LogBroken, RecordError
from timeline.store import redact, stream, whole_file
from timeline.text import jsonlines
from timeline.views.export import export
from timeline.views.filters import Selection

DAY = Clock(text="", read="", lo=0, hi=0)


def whole(log, *, public=False, by=NEVER_AFTER, ledger=None):
    """The export of a log that is read whole: the text, and what is told."""
    ledger = ledger or Ledger(log.read().records)
    clocks = Clocks(on=DAY, recorded_by=None if by == NEVER_AFTER else Clock(text="", read="", lo=by, hi=by))
    found = export(ledger, ledger.at(clocks), Selection(), public=public)
    return jsonlines.text(found.records), len(found.records), list(found.notes)


def streamed(log, *, public=False, by=NEVER_AFTER):
    plan = stream.planned(log.folder, public=public, recorded_by=by)
    text = b"".join(plan.parts()).decode()
    return text, plan.count, plan.notes


def questions(log):
    """Ask for all, and for the public; by what the log held at any time, and at none."""
    stamps = sorted(record.recorded_at for record in log.read().records)
    moments = sorted({NEVER_AFTER, NEVER_BEFORE, -(10**20), 10**20, *stamps, *(stamp - 1 for stamp in stamps)})
    return [{"public": public, "by": by} for public in (False, True) for by in moments]


def assert_as_whole(log, step=1):
    """Ask of a log at all times, or at some of them, just before a record and just at one; it is read whole once."""
    ledger = Ledger(log.read().records)
    for asked in questions(log)[::step]:
        assert streamed(log, **asked) == whole(log, **asked, ledger=ledger), asked


CORRECTIONS = [{"title": "corrected"}, {"because": "another reason"}, {"tags": ["private", "read"]}]
TAGS = [[], ["read"], ["private.draft", "read"], ["private-equity"], ["private"]]


def some(chance, count, known):
    """Records of every kind about what is known."""
    for number in range(count):
        if known and chance.random() < 0.5:
            target = chance.choice(known)
            kind = chance.choice(["report", "correction", "retraction", "link"])
            fields = {
                "report": {"event": target, "source": "wire"},
                "correction": {"target": target, "set": chance.choice(CORRECTIONS), "because": "misread"},
                "retraction": {"target": target, "because": "a mistake"},
                "link": {"from": target, "rel": "derived-from", "to": chance.choice(known)},
            }[kind]
            if kind != "link" or fields["from"] != fields["to"]:
                yield a_draft(kind, **fields)
        else:
            title = chance.choice(["a", "“quoted”", "line\tbreak", "right\u202eleft", 'say "x"', "e" * 400])
            facts = [{"entity": "E", "property": "p", "value": chance.choice(["v", 3, 0.25, None, True])}]
            reports = [{"source": "wire", "origin": {"name": "o1"}}] if chance.random() < 0.3 else [{"source": "wire"}]
            tags, because = chance.choice(TAGS), chance.choice([None, None, "seen"])
            words = ({"tags": tags} if tags else {}) | ({"because": because} if because else {})
            data = {"data": {"because": "kept", "tags": ["private"]}} if chance.random() < 0.2 else {}
            yield a_draft(title=f"{title} {number}", facts=facts, reports=reports, **words, **data)


@pytest.mark.parametrize("seed", range(4))
def test_it_gives_what_the_whole_log_gives(tmp_path, seed):
    chance = random.Random(seed)
    log = a_log(tmp_path / "one", a_draft("source", name="wire"), *some(chance, 12, []))
    other = msgspec.structs.replace(log, folder=str(tmp_path / "two" / "events"), own=None)
    shutil.copytree(log.folder, other.folder)
    for clone, by in ((log, "ada"), (other, "bob"), (log, "ada")):
        known = [record.id for record in clone.read().records if record.kind == "event"]
        clone.own = None
        for draft in some(chance, 6, known):
            with contextlib.suppress(RecordError):  # what was taken back is not corrected
                clone.append([draft], by=by)
    shutil.copytree(other.path / "2026", log.path / "2026", dirs_exist_ok=True)
    assert_as_whole(log, step=5)
    event = next(record for record in log.read().records if record.kind == "event")
    redact.redact(log, event.id, by="ada", because="it names somebody")
    text, _count, notes = streamed(log)
    assert (text, notes) == whole(log)[::2]
    assert_as_whole(log, step=3)
    assert notes[0] == "1 record is redacted and left out"
    assert all(event.id not in json.loads(line).values() for line in text.splitlines())


def test_the_public_gets_no_reason_and_no_private_tag(tmp_path):
    log = a_log(tmp_path, a_draft(title="a", tags=["private", "read"], because="seen", data={"because": "kept"}))
    (event,) = log.read().records
    log.append([a_draft("correction", target=event.id, set={"because": "heard"})], by="ada")
    (_, change) = log.read().records
    log.append([a_draft("retraction", target=change.id, because="a mistake")], by="ada")
    text, count, notes = streamed(log, public=True)
    assert (text, count, notes) == whole(log, public=True)
    assert (count, json.loads(text)["tags"], json.loads(text)["data"]) == (1, ["read"], {"because": "kept"})
    assert "because" not in json.loads(text)
    gone = ["1 record is left out, speaking of what is left out", "1 correction of a reason alone left out"]
    assert notes == gone


def test_a_name_as_long_as_an_id_is_none(tmp_path):
    log = a_log(tmp_path / "one", a_draft("link", **{"from": "A", "rel": "same-entity", "to": "B"}))
    (link,) = log.read().records
    change = a_draft("correction", target=link.id, set={"from": "x" * len(link.id)}, because="a slip")
    log.append([change], by="ada")
    assert streamed(log)[1:] == whole(log)[1:] == (2, [])


def test_a_record_that_stands_in_two_files_is_given_once(tmp_path):
    log = a_log(tmp_path, a_draft(title="a"), a_draft(title="b"))
    name = next(iter(segments_of(log)))
    (log.path / "2026" / f"{name[5:-6]}1.jsonl").write_bytes((log.path / name).read_bytes())
    assert streamed(log) == whole(log)
    assert streamed(log)[1] == 2


@pytest.mark.parametrize("damage", [lambda old: old[:-1], lambda old: old.replace(b"title", b"titel"), lambda _: b""])
def test_what_is_not_sound_is_left_to_who_reads_it_whole(tmp_path, damage):
    log = a_log(tmp_path, a_draft(title="a"), a_draft(title="b"))
    path = log.path / next(iter(segments_of(log)))
    path.write_bytes(damage(path.read_bytes()))
    assert stream.planned(log.folder) is None


def test_a_file_that_changes_meanwhile_leaves_the_old_export_in_its_place(tmp_path):
    log = a_log(tmp_path, a_draft(title="a"))
    plan = stream.planned(log.folder)
    path = log.path / next(iter(segments_of(log)))
    path.write_bytes(path.read_bytes().replace(b"a", b"b"))
    target = tmp_path / "export.jsonl"
    target.write_text("as it was")
    with pytest.raises(LogBroken, match="changed while it was being exported"):
        whole_file.write(target, plan.parts())
    assert target.read_text() == "as it was"
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["export.jsonl"]


def test_an_append_meanwhile_is_no_change(tmp_path):
    log = a_log(tmp_path, a_draft(title="a"))
    plan = stream.planned(log.folder)
    before = whole(log)
    log.append([a_draft(title="b")], by="ada")
    assert (b"".join(plan.parts()).decode(), plan.count) == before[:2]


def test_an_interrupt_leaves_nothing_behind(tmp_path):
    log = a_log(tmp_path)
    log.append([a_draft(title=f"event {number}") for number in range(2100)], by="ada")
    out = tmp_path / "out"
    out.mkdir()

    def interrupted():
        parts = stream.planned(log.folder).parts()
        yield next(parts)
        yield next(parts)
        assert any(out.iterdir()), "what came first is written already"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        whole_file.write(out / "story.jsonl", interrupted())
    assert list(out.iterdir()) == []
