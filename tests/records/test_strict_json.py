"""Strict JSON: every class that two readers may understand differently is refused, each with its own reason."""

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.records import strict_json

REFUSED = [
    ("duplicate-key", '{"a":1,"a":1}', '"a" is given twice'),
    ("duplicate-key", '{"a":{"b":1,"\\u0062":2}}', '"b" is given twice'),
    ("number", '{"a":NaN}', "NaN"),
    ("number", '{"a":-Infinity}', "-Infinity"),
    ("number", '{"a":1e999}', "1e999"),
    ("number", '{"a":9007199254740993}', "2^53"),
    ("number", '{"a":-9007199254740993}', "2^53"),
    ("number", '{"a":' + "9" * 5000 + "}", "2^53"),
    ("surrogate", '{"a":"\\ud800"}', "U+D800"),
    ("surrogate", '{"a":"\\udc00\\ud800"}', "U+DC00"),
    ("surrogate", '{"\\ud83d":1}', "U+D83D"),
    ("control-character", '{"a":"\\u0000"}', "U+0000"),
    ("control-character", '{"a":"\\b"}', "U+0008"),
    ("control-character", '{"a":"\\r"}', "U+000D"),
    ("control-character", '{"a":"\\u001b[2J"}', "U+001B"),
    ("control-character", '{"a":"\\u007f"}', "U+007F"),
    ("control-character", '{"a":"\\u0085"}', "U+0085"),
    ("control-character", '{"a":"\x7f"}', "U+007F stands raw"),
    ("control-character", '{"a":"\x9b"}', "U+009B stands raw"),
    ("control-character", '{"a":"\x1b"}', "U+001B stands raw"),
    ("json", '{"a":"\n"}', "not JSON"),
    ("json", '{"a":"\t"}', "not JSON"),
    ("json", '{"a":01}', "not JSON"),
    ("json", '{"a":1,}', "not JSON"),
    ("json", '{"a":.5}', "not JSON"),
    ("json", "{'a':1}", "not JSON"),
    ("json", '{"a":1} {}', "not JSON"),
    ("json", "", "not JSON"),
    ("json", '{"a":"\\x41"}', "not JSON"),
    ("depth", "[" * 33 + "]" * 33, "32 deep"),
    ("depth", "[" * 100_000 + "]" * 100_000, "32 deep"),
    ("depth", '{"a":' * 33 + "1" + "}" * 33, "32 deep"),
    ("encoding", "\ufeff{}", "byte order mark"),
]


def test_depth_is_of_what_is_open_and_not_of_what_was_closed_or_stands_in_a_text():
    wide = [*([[]] * 40), {"[{" * 20: 1}]
    assert strict_json.parse(json.dumps(wide)) == wide
    with pytest.raises(strict_json.NotStrict, match="32 deep") as caught:
        strict_json.parse("[" + '"]",[' * 32 + "]" * 33)
    assert caught.value.code == "depth"


@pytest.mark.parametrize(("code", "text", "says"), REFUSED, ids=[f"{c}-{n}" for n, (c, _, _) in enumerate(REFUSED)])
@pytest.mark.parametrize("as_bytes", [False, True])
def test_what_is_not_strict_is_refused_with_its_reason(code, text, says, as_bytes):
    with pytest.raises(strict_json.NotStrict) as caught:
        strict_json.parse(text.encode() if as_bytes else text, where="line 3")
    assert caught.value.code == code
    assert says in caught.value.what
    assert caught.value.where.startswith("line 3")
    assert caught.value.what.isprintable()


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf{}",
        b"\xff\xfe{\0}\0",
        "{}".encode("utf-16"),
        b'{"a":"\xe9"}',
        b'{"a":"\xed\xa0\x80"}',
        b'{"a":"\xc0\x80"}',
    ],
)
def test_other_encodings_are_refused(data):
    with pytest.raises(strict_json.NotStrict) as caught:
        strict_json.parse(data)
    assert caught.value.code == "encoding"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("[" * 32 + "]" * 32, None),
        ('{"a":9007199254740992}', {"a": 2**53}),
        ('{"a":"\\n\\t"}', {"a": "\n\t"}),
        ('{"a":"\\ud83d\\ude00"}', {"a": "\U0001f600"}),
        ('{"a":"\\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["}', {"a": '"' + "[" * 40}),
        ('{"a":1.50,"b":1E2,"c":-0}', {"a": 1.5, "b": 100.0, "c": 0}),
        (' { "a" : [ ] } ', {"a": []}),
    ],
)
def test_what_is_strict_is_read(text, value):
    read = strict_json.parse(text)
    if value is not None:
        assert read == value


def test_the_place_of_a_fault_is_named():
    with pytest.raises(strict_json.NotStrict) as caught:
        strict_json.parse('{"facts":[{},{"value":"\\u0007"}]}', where="2026/a.jsonl:14")
    assert caught.value.where == "2026/a.jsonl:14, facts[1].value"


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


@given(json_values)
def test_writing_and_reading_refuse_the_same(value):
    """What `faults` lets through when writing is what `parse` lets through when reading."""
    is_fit = not list(strict_json.faults(value))
    try:
        text = json.dumps(value, ensure_ascii=True)
        strict_json.parse(text)
        is_read = True
    except strict_json.NotStrict:
        is_read = False
    assert is_fit == is_read


def test_values_that_are_no_json_are_named():
    assert [path for path, _, _ in strict_json.faults({"a": {1: 2}, "b": [math.inf, object()], "c": b""})] == [
        "a",
        "b[0]",
        "b[1]",
        "c",
    ]


def test_quoting_never_passes_on_what_steers_a_terminal():
    assert strict_json.quoted("a\x1b[31m\u202eb") == '"a\\u001b[31m\\u202eb"'
    assert len(strict_json.quoted("a" * 500)) < 70
