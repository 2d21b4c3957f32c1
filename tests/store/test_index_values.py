"""How often the log tells each value is what its records tell, in whatever order these arrived."""

import json
from hashlib import sha256

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import timeline as tl
from ondisk import begin, growing, histories, index, write
from strategies import PROPERTIES
from timeline.records.line import decode, encode
from timeline.records.model import value_key
from timeline.records.valued import ranked, told_in

tried = settings(max_examples=60, suppress_health_check=list(HealthCheck), deadline=None)
MANY = 1_000


def known(log, properties=PROPERTIES):
    """Give what the index knows, through a part of the log as a figure reads it."""
    return log.at().basis.part(lambda _records: ()).most_told(properties, MANY)


def told(log, properties=PROPERTIES):
    """Give what all records tell."""
    return ranked(one for record in log.at().ledger.records for one in told_in(record) if one.property in properties)


@tried
@given(histories(), st.data())
def test_the_index_ranks_values_as_the_records_do(history, data):
    _, batches = history
    batches = data.draw(st.permutations(batches))
    properties = data.draw(st.sampled_from([("p",), ("q", "p"), ("none",)]))
    with index("on"):
        for events, _ in growing(batches):
            log = tl.open(events)
            assert known(log, properties) == told(log, properties)


def record(number, facts, parents=()):
    body = {"title": f"t{number}", "facts": [{"entity": "A", "property": "p", "value": value} for value in facts]}
    stamp = f"2025-01-01T00:00:00.{number:06d}Z"
    return encode(parents=parents, recorded=stamp, by="ada", kind="event", body=body, salt="0" * 32)


def test_values_that_are_one_are_counted_as_one(tmp_path):
    """1 and 1.0 are one number, True is none; a quantity goes by its unit as well; nothing is no value."""
    events = begin(tmp_path)
    of = [[1, True, "1"], [1.0, None, "a"], [{"op": ">=", "value": 2, "unit": "m"}], [{"op": ">=", "value": 2.0}]]
    parents, lines = [], []
    for number, facts in enumerate([*of, [{"op": ">=", "value": 2.0, "unit": "m"}, "a", "a"]]):
        last, text = record(number, facts, parents)
        parents = [last]
        lines.append(text + b"\n")
    (events / "2025").mkdir()
    (events / "2025" / "2025-01-01T0000Z-ada-000000.jsonl").write_bytes(b"".join(lines))
    with index("on"):
        log = tl.open(events)
        found = known(log, ("p",))
    assert found == told(log, ("p",))
    assert found[:3] == [value_key("a"), ("number", 1), ("quantity", ">=", 2, "m")]
    assert len(found) == 6


def test_of_a_copy_without_its_text_nothing_stays_known(tmp_path):
    """A clone brings a record without its text: what was counted of it is not told any more, nor is it held."""
    events = begin(tmp_path)
    first, line = record(1, ["secret"])
    _, other = record(2, ["open"], [first])
    (events / "2025").mkdir()
    file = events / "2025" / "2025-01-01T0000Z-ada-000001.jsonl"
    file.write_bytes(line + b"\n" + other + b"\n")
    with index("on"):
        assert known(tl.open(events), ("p",)) == [value_key("secret"), value_key("open")]
        body = line[line.index(b'"body":') + len(b'"body":') : -1]
        proof = sha256(b"timeline/body/1\n%b\n%b" % (json.loads(line)["salt"].encode(), body)).hexdigest()
        bare = b'%b,"body_sha256":"%b"}' % (line[: line.index(b',"salt"')], proof.encode())
        file.with_name("2025-01-01T0001Z-bob-000001.jsonl").write_bytes(bare + b"\n")
        log = tl.open(events)
        assert [row["title"] for row in log.at().list()] == ["t2"]
        assert b"secret" not in b"".join(path.read_bytes() for path in (events / ".index").iterdir())


@pytest.mark.parametrize("first", [2**53, float(2**53), 1.0])
def test_a_number_that_is_told_again_in_another_spelling_is_the_same(tmp_path, first):
    """The largest whole number that a line may hold, too: what arrived before is counted with what comes later."""
    events, parents = begin(tmp_path), []
    (events / "2025").mkdir()
    again = int(first) if isinstance(first, float) else float(first)
    with index("on"), (events / "2025" / "2025-01-01T0000Z-ada-000000.jsonl").open("ab") as file:
        for number, value in enumerate((first, again)):
            last, text = record(number, [value, "a" if number else "b"], parents)
            parents = [last]
            file.write(text + b"\n")
            file.flush()
            log = tl.open(events)
            assert known(log, ("p",)) == told(log, ("p",))


NO_VALUES = [[1], {}, {"op": ">="}, {"op": "like", "value": 1}, {"op": [], "value": 1}, {"op": ">=", "value": [1]}]
NO_VALUES += [{"op": ">=", "value": "1"}, {"op": ">=", "value": 1, "unit": {}}, {"op": ">=", "value": 1, "unit": 1}]


@pytest.mark.parametrize("value", NO_VALUES, ids=map(json.dumps, NO_VALUES))
def test_what_a_correction_sets_and_is_no_value_is_not_counted(tmp_path, value):
    """A line of another tool may set it: the correction does not apply, and the log is read all the same."""
    events, (first, text) = begin(tmp_path), record(1, ["a"])
    sets = {"facts": [{"entity": "A", "property": "p", "value": value}]}
    body, stamp = {"target": first, "set": sets, "because": "a slip"}, "2025-01-02T00:00:00.000000Z"
    new, correction = encode(parents=[first], recorded=stamp, by="ada", kind="correction", body=body, salt="0" * 32)
    write(events, [(decode(text, file="x", line_no=1), first, text), (None, new, correction)])
    with index("on"):
        log = tl.open(events)
        assert known(log, ("p",)) == told(log, ("p",)) == [("text", "a")]
        assert log.at().cell("A.p")["values"][0]["value"] == "a"
