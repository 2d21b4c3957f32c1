"""Lines: one spelling when written, hashed as they lie when read, and every altered byte found."""

import hashlib
import json
import random
import re
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import A_MOMENT, A_SALT, a_body, a_line, a_record
from timeline.errors import LogBroken, RecordError
from timeline.records.cut import redacted
from timeline.records.flat import flat_record
from timeline.records.line import BY, BadLine, body_bytes, decode, encode, fit_by
from timeline.records.model import BODIES, Event, fields_of, structure
from timeline.records.unknown import unknown_fields


def read(line, **place):
    return decode(line, **({"file": "2026/a.jsonl", "line_no": 7} | place))


def test_a_line_has_its_fields_in_order_and_its_two_hashes():
    record_id, line = encode(
        parents=["b" * 64],
        recorded=A_MOMENT,
        by="ada",
        kind="event",
        body={"title": "é", "data": {"b": 1, "a": 2.0}},
        salt=A_SALT,
    )
    head = f'"parents":["{"b" * 64}"],"recorded":"{A_MOMENT}","by":"ada","kind":"event"'
    body = '{"data":{"a":2.0,"b":1},"title":"é"}'
    assert line.decode() == f'{{"id":"{record_id}",{head},"salt":"{A_SALT}","body":{body}}}'
    body_sha256 = hashlib.sha256(f"timeline/body/1\n{A_SALT}\n{body}".encode()).hexdigest()
    assert record_id == hashlib.sha256(f"timeline/record/1\n{head}\n{body_sha256}".encode()).hexdigest()


def test_the_format_is_frozen():
    """This line was written by the first version. If this fails, logs of users no longer verify."""
    assert a_line(
        title="Frozen", said="back in \u201cAugust\u201d\n", data={"n": [1, 1.5, 1e22, 1e-7, True, None]}
    ) == (
        b'{"id":"d0c2e0f6d2fc4a2e32018794c9b4ac9efc3710c766271ddc02730cf6d72a6477","parents":[],'
        b'"recorded":"2026-11-23T21:10:00.000000Z","by":"ada","kind":"event","salt":"00112233445566778899aabbccddeeff",'
        b'"body":{"data":{"n":[1,1.5,1e+22,1e-07,true,null]},'
        b'"said":"back in \xe2\x80\x9cAugust\xe2\x80\x9d\\n","title":"Frozen"}}'
    )


@pytest.mark.parametrize(
    ("value", "spelled"),
    [
        (1.0, "1.0"),
        (1e22, "1e+22"),
        (1e16, "1e+16"),
        (1e-7, "1e-07"),
        (0.1, "0.1"),
        (-0.0, "-0.0"),
        (123456789.125, "123456789.125"),
        (2**53, "9007199254740992"),
        ("\n\t", '"\\n\\t"'),
        ('"\\/', '"\\"\\\\/"'),
        ("\u2028\u00e9\U0001f600", '"\u2028\u00e9\U0001f600"'),
        ({"\uffff": 1, "\U00010000": 2, "a": 3}, '{"a":3,"\uffff":1,"\U00010000":2}'),
    ],
)
def test_values_are_spelled_in_one_way(value, spelled):
    assert body_bytes({"title": "x", "data": value}) == f'{{"data":{spelled},"title":"x"}}'.encode()


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ({"title": "a\x1b"}, "title"),
        ({"title": "a\x85"}, "title"),
        ({"title": "\ud800"}, "title"),
        ({"title": "x", "data": {"a": [2**53 + 1]}}, "data.a[0]"),
        ({"title": "x", "data": float("nan")}, "data"),
        ({"title": "x", "data": {"a\r": 1}}, "data.a\r"),
        ({"title": "x", "id": "y"}, "id"),
        ({"title": "x", "body_sha256": "y"}, "body_sha256"),
        ({"title": "x", "data": {1: 2}}, "data"),
    ],
)
def test_what_no_reader_may_accept_is_not_written(body, where):
    with pytest.raises(RecordError) as caught:
        body_bytes(body)
    assert caught.value.where == where


def nested(depth):
    value = 1
    for _ in range(depth):
        value = [value]
    return value


def test_what_is_not_written_says_what_to_do_about_it():
    with pytest.raises(RecordError) as caught:
        body_bytes({"title": "a\x00b"})
    assert (caught.value.where, caught.value.fix, caught.value.unwritten) == ("title", "leave the character out", True)


@pytest.mark.parametrize(("value", "found"), [({}, "object"), ([], "array"), (3, "int")])
def test_a_date_is_a_text(value, found):
    with pytest.raises(RecordError, match=re.escape(f"expected `str | null`, got `{found}`")):
        structure("event", {"title": "x", "occurred": value})


def test_depth_is_counted_from_the_line():
    assert read(a_line(data=nested(30))).body["data"] == nested(30)
    with pytest.raises(RecordError, match="32 deep"):
        a_line(data=nested(31))


def test_a_line_over_one_megabyte_is_not_written():
    fits = 1_000_000 - len(a_line(said=""))
    assert len(a_line(said="x" * fits)) == 1_000_000
    assert read(a_line(said="x" * fits)).body["said"] == "x" * fits
    with pytest.raises(RecordError, match="1,000,000"):
        a_line(said="x" * (fits + 1))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("by", "Ada"),
        ("by", ""),
        ("by", "a" * 41),
        ("kind", "Event"),
        ("kind", "e" * 41),
        ("salt", "00"),
        ("salt", "G" * 32),
    ],
)
def test_the_envelope_is_checked_when_written(field, value):
    given = {"parents": [], "recorded": A_MOMENT, "by": "ada", "kind": "event", "body": a_body(), "salt": A_SALT} | {
        field: value
    }
    with pytest.raises(RecordError) as caught:
        encode(**given)
    assert caught.value.where == field


@pytest.mark.parametrize("kind", BODIES)
def test_every_kind_comes_back_as_it_was_written(kind):
    record = read(a_line(kind))
    assert record.body == a_body(kind)
    assert type(record.content) is BODIES[kind]
    assert (record.by, record.kind, record.recorded, record.parents) == ("ada", kind, A_MOMENT, ())
    assert (record.file, record.line) == ("2026/a.jsonl", 7)


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cc", "Cs"], include_characters="\n\t")),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=3), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(json_values)
def test_any_payload_comes_back_the_same(value):
    line = a_line(data=value)
    record = read(line)
    assert json.dumps(record.body["data"], sort_keys=True) == json.dumps(value, sort_keys=True)
    again = encode(
        parents=record.parents, recorded=record.recorded, by=record.by, kind=record.kind, body=record.body, salt=A_SALT
    )
    assert again == (record.id, line)


# --- other spellings ---------------------------------------------------------------------------------------------


def hand_made(body, *, head_more="", kind="event"):
    """A line with a body spelled by hand, and the id that belongs to it."""
    head = f'"parents":[],"recorded":"{A_MOMENT}","by":"ada","kind":"{kind}"{head_more}'
    body_sha256 = hashlib.sha256(f"timeline/body/1\n{A_SALT}\n{body}".encode()).hexdigest()
    record_id = hashlib.sha256(f"timeline/record/1\n{head}\n{body_sha256}".encode()).hexdigest()
    return f'{{"id":"{record_id}",{head},"salt":"{A_SALT}","body":{body}}}'.encode()


@pytest.mark.parametrize(
    ("body", "field", "value"),
    [
        ('{"title":"x","said":"y"}', "said", "y"),
        ('{"title":"\\u0078"}', "title", "x"),
        ('{"title":"\\ud83d\\ude00"}', "title", "\U0001f600"),
        ('{"title":"\\/"}', "title", "/"),
        ('{ "title" : "x" }', "title", "x"),
        ('{"data":1.50,"title":"x"}', "data", 1.5),
        ('{"data":1E2,"title":"x"}', "data", 100.0),
        ('{"data":-0,"title":"x"}', "data", 0),
        ('{"data":1e+22,"title":"x"}', "data", 1e22),
        ('{"data":"9999999999999999999999","title":"x"}', "data", "9" * 22),
    ],
)
def test_other_valid_spellings_of_a_body_verify(body, field, value):
    record = read(hand_made(body))
    assert record.body[field] == value


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ('{"title":"x","title":"x"}', "duplicate-key"),
        ('{"data":{"a":1,"a":2},"title":"x"}', "duplicate-key"),
        ('{"data":NaN,"title":"x"}', "number"),
        ('{"data":1e400,"title":"x"}', "number"),
        ('{"data":9007199254740993,"title":"x"}', "number"),
        ('{"title":"\\ud800"}', "surrogate"),
        ('{"title":"\\u0007"}', "control-character"),
        ('{"title":"a\x7f"}', "control-character"),
        ('{"title":"a\x9b"}', "control-character"),
        ('{"data":' + "[" * 31 + "]" * 31 + ',"title":"x"}', "depth"),
        ('{"title":"x"}},', "json"),
        ('{"title":"x","id":"y"}', "record"),
        ('{"title":5}', "record"),
        ('{"title":"x","occurred":"April"}', "record"),
        ("{}", "record"),
    ],
)
def test_a_hash_that_fits_excuses_nothing(body, code):
    with pytest.raises(BadLine) as caught:
        read(hand_made(body))
    assert caught.value.code == code
    assert caught.value.where.startswith("2026/a.jsonl:7")


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)


@given(st.sampled_from(sorted(BODIES)), st.data())
def test_any_body_is_a_record_or_is_refused_and_people_are_told_the_same(kind, data):
    """What a file may hold and what people may type are judged alike, whatever stands in the fields."""
    names = st.sampled_from(sorted(fields_of(kind)))
    body = a_body(kind) | data.draw(st.dictionaries(names, anything, max_size=3))
    text = json.dumps(body, ensure_ascii=True)
    try:
        read(hand_made(text, kind=kind))
        is_read = True
    except LogBroken:
        is_read = False
    try:
        flat_record(json.dumps({"kind": kind} | body, ensure_ascii=True))
        is_taken = True
    except RecordError:
        is_taken = False
    assert is_taken == is_read


def test_fields_that_a_later_version_may_add_are_kept_and_named():
    line = hand_made('{"mood":"calm","title":"x"}', head_more=',"lang":"de","more":{"a":[1,"\\",\\"salt\\":"]}')
    record = read(line)
    assert record.body == {"mood": "calm", "title": "x"}
    assert unknown_fields(record, line) == ("lang", "mood", "more")
    assert unknown_fields(read(a_line()), a_line()) == ()


def test_an_unknown_kind_is_kept():
    record = read(hand_made('{"anything":[1]}', kind="weather"))
    assert (record.kind, record.body, record.content) == ("weather", {"anything": [1]}, None)


# --- what is refused ---------------------------------------------------------------------------------------------

GOOD = a_line(title="x", occurred="2025?-08", data={"n": 1})


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"", "blank-line"),
        (b"  ", "blank-line"),
        (b"<<<<<<< HEAD", "merge-marker"),
        (b"=======", "merge-marker"),
        (b">>>>>>> theirs", "merge-marker"),
        (b"||||||| base", "merge-marker"),
        (GOOD + b"\r", "carriage-return"),
        (b"\xef\xbb\xbf" + GOOD, "encoding"),
        (GOOD.decode().encode("utf-16"), "encoding"),
        (GOOD[:-1], "json"),
        (GOOD + b" ", "form"),
        (GOOD[:40], "json"),
        (b"\0" * 30, "control-character"),
        (b"x" * 1_000_001, "line-too-long"),
        (b"{}", "form"),
        (b"[]", "form"),
        (b"null", "form"),
        (GOOD.replace(b'"ada"', b'"bob"'), "hash"),
        (GOOD.replace(b'"ada"', b'"Ada"'), "form"),
        (GOOD.replace(b'":', b'": '), "form"),
        (GOOD.replace(b'"x"', b'"y"'), "hash"),
        (GOOD.replace(b"2026-11-23T21", b"2026-11-23T22"), "hash"),
        (GOOD.replace(A_SALT.encode(), b"f" * 32), "hash"),
        (a_line(recorded="2026-11-23T21:10:00.000000Z").replace(b".000000Z", b"Z"), "form"),
    ],
)
def test_a_bad_line_is_refused_with_its_place_and_reason(line, code):
    with pytest.raises(LogBroken) as caught:
        read(line)
    assert caught.value.code == code
    assert caught.value.where.startswith("2026/a.jsonl:7")
    finding = caught.value.finding
    assert (finding.code, finding.where) == (code, "2026/a.jsonl:7")


@pytest.mark.parametrize(
    "stamp", ["2026-02-29T00:00:00.000000Z", "2026-11-23T24:00:00.000000Z", "0000-01-01T00:00:00.000000Z"]
)
def test_a_stamp_that_names_no_moment_is_refused(stamp):
    head = f'"parents":[],"recorded":"{stamp}","by":"ada","kind":"event"'
    body_sha256 = hashlib.sha256(f'timeline/body/1\n{A_SALT}\n{{"title":"x"}}'.encode()).hexdigest()
    record_id = hashlib.sha256(f"timeline/record/1\n{head}\n{body_sha256}".encode()).hexdigest()
    line = f'{{"id":"{record_id}",{head},"salt":"{A_SALT}","body":{{"title":"x"}}}}'.encode()
    with pytest.raises(LogBroken, match="no moment"):
        read(line)


def test_every_flipped_bit_and_every_lost_byte_is_found():
    for line in (GOOD, redacted(GOOD)):
        for place in range(len(line)):
            for bit in range(8):
                altered = bytearray(line)
                altered[place] ^= 1 << bit
                with pytest.raises(LogBroken):
                    read(bytes(altered))
            with pytest.raises(LogBroken):
                read(line[:place] + line[place + 1 :])


def test_any_changed_bytes_are_found():
    chance = random.Random(7)
    for _ in range(2000):
        altered = bytearray(GOOD)
        for _ in range(chance.randint(1, 4)):
            place = chance.randrange(len(altered))
            altered[place : place + chance.randint(0, 3)] = chance.randbytes(chance.randint(0, 3))
        if altered != GOOD:
            with pytest.raises(LogBroken):
                read(bytes(altered))


# --- redaction ---------------------------------------------------------------------------------------------------


def test_a_redacted_line_keeps_its_id_and_loses_its_text():
    line = a_line(title="a secret", parents=["b" * 64])
    bare = redacted(line)
    assert b"secret" not in bare
    assert A_SALT.encode() not in bare
    assert re.fullmatch(rb'\{"id":"[0-9a-f]{64}","parents":.*,"body_sha256":"[0-9a-f]{64}"\}', bare)
    before, after = read(line), read(bare)
    assert (after.id, after.parents, after.recorded, after.kind) == (
        before.id,
        before.parents,
        before.recorded,
        before.kind,
    )
    assert (after.body, after.content, after.is_redacted) == (None, None, True)
    assert redacted(bare) == bare


# --- names of writers --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "by"),
    [
        ("ada", "ada"),
        ("Zoë O'Neil", "zoe-o-neil"),
        ("  --A  b-- ", "a-b"),
        ("x" * 60, "x" * 40),
        ("ﬁn Ⅸ", "fin-ix"),
        ("", "unknown"),
        ("  ", "unknown"),
    ],
)
def test_names_are_made_to_fit(name, by):
    assert fit_by(name) == by


@given(st.text())
def test_every_name_fits_and_stays(name):
    by = fit_by(name)
    assert BY.fullmatch(by)
    assert fit_by(by) == by


def test_names_in_other_scripts_stay_apart():
    assert fit_by("李雷") != fit_by("韩梅梅")


def test_content_is_the_value_of_the_kind():
    assert a_record(title="x").content == Event(title="x")


def test_the_example_of_the_format_page_is_a_line_and_its_shell_gives_its_id(tmp_path):
    page = (Path(__file__).parents[2] / "docs" / "format.md").read_text(encoding="utf-8")
    line = re.search(r"```json\n(.*?)\n```", page, re.DOTALL)[1]
    record = read(line.encode())
    (tmp_path / "line").write_text(line + "\n", encoding="utf-8")
    script = re.search(r"```sh\n(.*?)```", page, re.DOTALL)[1]
    said = subprocess.run(["sh", "-c", script], cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    assert said.split()[0] == record.id
    ending = re.search(r'`("kind":"event","body_sha256":.*?)`', page)[1]
    assert redacted(line.encode()).decode().endswith(ending)
