"""What a check finds: every fault by its place, none hiding another, and what it cannot prove."""

import pytest

from builders import a_body, a_chain, a_draft, a_log, segments_of
from timeline.errors import RecordError
from timeline.store.check import check
from timeline.verify.consistency import judge_records

SOURCE = ("source", {"name": "s", "published": "2025-01-01"})


def judged(records):
    return judge_records(records, {record.id for record in records})


def codes(*bodies):
    """Judge records that follow each other; each given as (kind, fields)."""
    return [finding.code for finding in judged(a_chain(*bodies))]


def test_records_that_fit_together_have_no_findings():
    (source, event) = a_chain(SOURCE, ("event", {"title": "t", "reports": [{"source": "s"}]}))
    more = a_chain(
        SOURCE,
        ("event", {"title": "t", "reports": [{"source": "s"}]}),
        ("correction", {"target": event.id, "set": {"title": "u"}, "because": "x"}),
        ("retraction", {"target": event.id}),
    )
    assert (more[0].id, more[1].id) == (source.id, event.id)
    assert list(judged(more)) == []


@pytest.mark.parametrize(
    ("body", "code", "message"),
    [
        (("report", {"event": "e" * 64, "source": "s"}), "dangling-reference", "event: eeeeeeeeeeee is not in"),
        (("retraction", {"target": "e" * 64 + "#2"}), "dangling-reference", "target: eeeeeeeeeeee#2 is not"),
        (("link", {"from": "e" * 64, "to": "f" * 64, "rel": "contradicts"}), "dangling-reference", "from: "),
        (("event", {"title": "t", "reports": [{"source": "nobody"}]}), "unknown-source", "reports[0].source: the"),
        (("source", {"name": "r", "via": ["s", "nobody"]}), "unknown-source", "via[1]: "),
        (("source", {"name": "s", "published": "2026"}), "source-clash", '"s"'),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)  # fmt: skip
def test_what_cannot_be_is_named_with_its_place_and_a_way_to_mend_it(body, code, message):
    found = [finding for finding in judged(a_chain(SOURCE, body)) if finding.code == code]
    assert found
    assert message in found[0].message
    assert found[0].where == "2026/log.jsonl:2"
    assert found[0].fix


def test_one_key_with_two_contents_is_named():
    assert codes(("event", {"title": "a", "key": "k"}), ("event", {"title": "b", "key": "k"})) == ["key-clash"]
    assert codes(("event", {"title": "a", "key": "k"}), ("event", {"title": "a", "key": "k"})) == []


def test_what_was_taken_back_clashes_with_nothing():
    (first,) = a_chain(SOURCE)
    back = ("retraction", {"target": first.id})
    assert codes(SOURCE, back, ("source", {"name": "s", "published": "2026"})) == []


def test_origins_are_no_records():
    link = ("link", {"from": "them", "to": "they", "rel": "same-origin"})
    assert codes(link) == []


def test_a_change_that_does_not_apply_is_named():
    (event,) = a_chain(("event", {"title": "t"}))
    wrong = ("correction", {"target": event.id, "set": {"occurred": "no date"}, "because": "x"})
    assert "not-applied" in codes(("event", {"title": "t"}), wrong)


def test_every_fault_of_a_log_is_found_at_once(tmp_path):
    log = a_log(tmp_path, a_draft(title="one"), a_draft(title="two"), a_draft(title="three"))
    names = list(segments_of(log))
    for name, change in zip(names, (b"onE", b"twO"), strict=False):
        path = log.path / name
        path.write_bytes(path.read_bytes().replace(change.lower(), change))
    (log.path / "timeline.toml").write_text('format = 1\n[views.v]\ntitle = "no properties"\n', encoding="utf-8")
    (log.path / "2026" / "fifo.jsonl").symlink_to("/etc/passwd")
    found = check(log).findings
    files = {finding.file for finding in found}
    assert {*names[:2], "timeline.toml"} <= files
    assert any("fifo" in str(file) for file in files)
    assert all(finding.message for finding in found)


def test_what_cannot_be_proven_is_said(tmp_path):
    checked = check(a_log(tmp_path, a_draft()))
    assert checked.findings == ()
    assert checked.records == 1
    assert any("cannot see a cut at the end" in note for note in checked.notes)
    assert any("timeline checkpoint" in note for note in checked.notes)


def test_imported_records_are_counted(tmp_path):
    log = a_log(tmp_path, a_draft(title="old", imported="elsewhere", recorded="2020-01-02T03:04:05.000006Z"))
    assert "1 record was imported with its own stamp" in check(log).notes


@pytest.mark.parametrize("pin", ["", "1", "1:", "x:0123456789", "1:xyz", "1:0123", ":01234567"])
def test_a_pin_of_another_form_is_refused(tmp_path, pin):
    with pytest.raises(RecordError, match="is not a pin"):
        check(a_log(tmp_path, a_draft()), pins=[pin])


def test_checking_changes_nothing(tmp_path):
    log = a_log(tmp_path, a_draft(**a_body()))
    before = {path: path.read_bytes() for path in log.path.rglob("*") if path.is_file()}
    check(log)
    assert {path: path.read_bytes() for path in log.path.rglob("*") if path.is_file()} == before
