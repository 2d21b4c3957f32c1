"""What is proved the fast way is what the slow way would read; most of what is written is proved the fast way."""

import json
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import A_MOMENT, A_SALT, a_line
from timeline.errors import LogBroken
from timeline.records import usual
from timeline.records.line import decode
from timeline.records.unknown import unknown_fields
from timeline.verify import fast

FULL = {
    "title": "R2 training failed",
    "type": "training.failed",
    "occurred": "[..2025-08-14]",
    "said": "back in August, “they” said",
    "facts": [
        {"entity": "R2", "property": "training", "value": "Nvidia", "mode": "failed", "during": "2025-05/2025-06"},
        {"entity": "R2", "property": "chips", "value": {"op": ">=", "value": 1000, "unit": "chips"}},
        {"entity": "R2", "property": "training", "value": None},
        {"entity": "R2", "property": "share", "value": 0.5},
        {"entity": "R2", "property": "open", "value": True},
    ],
    "reports": [{"source": "scmp"}, {"source": "wire", "stance": "doubts", "quote": "q", "reported": "2025-08"}, {}],
    "tags": ["r2"],
    "data": {"b": [1, {"c": None}], "a": "x"},
    "key": "k",
    "text": 'it said "no" \\ and then\nnothing',
    "links": [{"url": "https://host/x", "title": 'a "page"'}, {"url": "doi:10.1/x"}],
}

PARENT = "ab" * 32


def prove(line):
    """Prove a line; behind its one parent it is proved as well as by itself, and behind another not at all."""
    proved = usual.read(line)
    for before in (PARENT, "cd" * 32):
        for count in (1, 70):
            behind = list(fast.prove_all([b'{"id":"%b"}' % before.encode(), *[line] * count]))
            assert behind == [None, *[proved] * count]
    return proved


def by_hand(body, *, head=None, kind="event"):
    """A line with an id that fits, whatever its body says."""
    named = head or f'"parents":["{PARENT}"],"recorded":"{A_MOMENT}","by":"ada","kind":"{kind}"'
    digest = sha256(f"timeline/body/1\n{A_SALT}\n{body}".encode()).hexdigest()
    record_id = sha256(f"timeline/record/1\n{named}\n{digest}".encode()).hexdigest()
    return f'{{"id":"{record_id}",{named},"salt":"{A_SALT}","body":{body}}}'.encode()


def assert_no_more_than_the_slow_way(line):
    """Whatever is proved is read the slow way, too, and says the same."""
    proved = prove(line)
    if proved is None:
        return False
    record = decode(line, file="x", line_no=1)
    assert unknown_fields(record, line) == ()
    assert (proved.id.decode(), proved.recorded.decode(), record.kind) == (record.id, record.recorded, "event")
    assert (tuple(proved.parents.decode().split('","')) if proved.parents else ()) == record.parents
    assert proved.key == (record.body.get("key") or None)
    reports = record.content.reports
    assert proved.cites == ("\n".join(report.source or "" for report in reports) if reports else None)
    assert (proved.reported is not None) == any(report.reported is not None for report in reports)
    assert not any(report.via or report.origin for report in reports)
    return True


@pytest.mark.parametrize("number", [1, 2**53 - 1, 10**15, 2**53 + 2, 0.25, 1 / 3])
def test_no_number_is_proved_that_is_not_exact(number):
    facts = [{"entity": "R2", "property": "chips", "value": number}]
    line = by_hand(f'{{"facts":{json.dumps(facts, separators=(",", ":"))},"title":"a"}}')
    if assert_no_more_than_the_slow_way(line):
        assert len(str(number)) < 16


def test_an_event_of_many_facts_is_proved():
    facts = [{"entity": "R2", "property": "chips", "value": f"{number}"} for number in range(100)]
    assert assert_no_more_than_the_slow_way(a_line(body={"title": "t", "facts": facts}, parents=(PARENT,)))


@pytest.mark.parametrize("name", FULL)
def test_what_is_written_is_proved(name):
    assert assert_no_more_than_the_slow_way(a_line(body={"title": "t", name: FULL[name]}))
    assert assert_no_more_than_the_slow_way(a_line(body=FULL, parents=["a" * 64, "b" * 64]))


@pytest.mark.parametrize(
    "body",
    [
        '{"title":"a","title":"b"}', '{"title": "a"}', '{"title":""}', '{"title":" "}', '{"title":null}', "{}",
        '{"title":"a","mood":"calm"}', '{"facts":[{"entity":"a","property":"b","mood":1}],"title":"a"}',
        '{"data":{"a":1,"a":2},"title":"a"}', '{"data":1e5,"title":"a"}', '{"data":9007199254740993,"title":"a"}',
        '{"data":NaN,"title":"a"}', '{"data":1e999,"title":"a"}', '{"title":"a","type":"A"}', '{"title":"\\u0061"}',
        '{"occurred":"2025-02-30","title":"a"}', '{"occurred":"","title":"a"}', '{"occurred":"in May","title":"a"}',
        '{"reports":[{"source":"Not a name"}],"title":"a"}', '{"reports":[{"source":""}],"title":"a"}',
        '{"reports":[{"event":"x"}],"title":"a"}', '{"reports":[{"stance":"sings"}],"title":"a"}',
        '{"reports":[{"reported":"soon"}],"title":"a"}', '{"reports":[{"via":["a"]}],"title":"a"}',
        '{"facts":[{"entity":"","property":"b"}],"title":"a"}', '{"facts":[{"entity":"a"}],"title":"a"}',
        '{"facts":[{"entity":"a","property":"b","value":[1]}],"title":"a"}', '{"by":"eve","title":"a"}',
        '{"facts":[{"entity":"a","property":"b","value":{"op":"!","value":1}}],"title":"a"}', '{"title":"\x7f"}',
        '{"title":"\x85"}', '{"data":' + "[" * 40 + "]" * 40 + ',"title":"a"}', '{"id":"x","title":"a"}',
        '{"title":"one\\ntwo"}', '{"tags":["one\\ntwo"],"title":"a"}', '{"text":"a tab\\t","title":"a"}',
        '{"links":[{"url":" "}],"title":"a"}', '{"links":[{"title":"b"}],"title":"a"}', '{"key":"a\\nb","title":"a"}',
        '{"text":"\\u2028","title":"a"}', '{"text":"\\u00e9","title":"a"}', '{"text":"\\/","title":"a"}',
        '{"links":[{"url":"https://ada:secret@host/x"}],"title":"a"}', '{"text":1,"title":"a"}',
        '{"facts":[{"during":"soon","entity":"a","property":"b"}],"title":"a"}', '{"tags":[1],"title":"a"}',
    ],
)  # fmt: skip
def test_what_is_not_as_we_write_it_is_left_to_the_slow_way(body):
    assert not assert_no_more_than_the_slow_way(by_hand(body))


@pytest.mark.parametrize(
    "head",
    [
        '"parents":[],"recorded":"2026-02-30T21:10:00.000000Z","by":"ada","kind":"event"',
        '"parents":[],"recorded":"2026-02-20T24:10:00.000000Z","by":"ada","kind":"event"',
        '"parents":[],"recorded":"2026-02-20T21:60:00.000000Z","by":"ada","kind":"event"',
        '"parents":[],"recorded":"2026-02-20T21:10:00.000000Z","by":"ada","kind":"event","mood":"calm"',
        '"parents":[],"recorded":"2026-02-20T21:10:00.000000Z","by":"Ada","kind":"event"',
        '"parents":[],"recorded":"2026-02-20T21:10:00.000000Z","by":"ada","kind":"weather"',
    ],
)
def test_of_an_unusual_head_nothing_is_said(head):
    assert not assert_no_more_than_the_slow_way(by_hand('{"title":"a"}', head=head))


def test_no_altered_bit_is_proved():
    for parents in ((), (PARENT,)):
        line = a_line(body=FULL, parents=parents)
        assert prove(line) is not None
        for place in range(len(line)):
            instead = (b"", *(bytes([line[place] ^ 1 << bit]) for bit in range(8)))
            for data in (line[:place] + one + line[place + 1 :] for one in instead):
                assert usual.read(data) is None
                assert list(fast.prove_all([b'{"id":"%b"}' % PARENT.encode(), data])) == [None, None]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.floats(allow_nan=False) | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*FULL, "x"]), inner, max_size=3),
    max_leaves=6,
)


@settings(deadline=None)  # speed is measured elsewhere
@given(st.dictionaries(st.sampled_from([*FULL, "id", "x"]), JSON, max_size=4), st.booleans())
def test_whatever_a_body_holds_no_more_is_proved_than_is_read(body, is_sorted):
    text = json.dumps(FULL | body if is_sorted else {"title": "t"} | body, ensure_ascii=False, sort_keys=is_sorted)
    text = text.encode("utf-8", "replace").decode()
    for spelled in (text, json.dumps(json.loads(text), ensure_ascii=False, sort_keys=True, separators=(",", ":"))):
        try:
            line = by_hand(spelled)
        except UnicodeEncodeError:
            continue
        try:
            decode(line, file="x", line_no=1)
        except LogBroken:
            assert prove(line) is None
        else:
            assert_no_more_than_the_slow_way(line)
