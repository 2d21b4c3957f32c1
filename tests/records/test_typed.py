"""What people type after `--fact`, `--source` and `why`: one meaning, or a refusal that says what to write."""

import json
import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.errors import RecordError
from timeline.records.cellnames import cell_name
from timeline.records.typed import parse_cell, parse_fact, parse_setting, parse_stance, parse_value

VALUES = [
    ("Nvidia", "Nvidia"),
    ("  Huawei Ascend ", "Huawei Ascend"),
    ('"Nvidia"', "Nvidia"),
    ('""', ""),
    ("null", None),
    ("true", True),
    ("12", 12),
    ("-1.5e3", -1500.0),
    ('"12"', "12"),
    ("12 chips", "12 chips"),
    ("NaN", "NaN"),
    ("Infinity", "Infinity"),
    ("{broken", "{broken"),
    (">=1000 chips", {"op": ">=", "value": 1000, "unit": "chips"}),
    ("<5", {"op": "<", "value": 5}),
    ("=5%", {"op": "=", "value": 5, "unit": "%"}),
    ("~ 60 % of an H100", {"op": "~", "value": 60, "unit": "% of an H100"}),
    ('{"op": ">=", "value": 1000, "unit": "chips"}', {"op": ">=", "value": 1000, "unit": "chips"}),
    ('"~ as before"', "~ as before"),
]


@pytest.mark.parametrize(("text", "value"), VALUES, ids=[text for text, _ in VALUES])
def test_a_value_is_what_it_looks_like(text, value):
    found = parse_value(text)
    assert found == value
    assert type(found) is type(value)


WITHOUT_END = [("", ""), ("-", ""), (">=", " chips"), ("~-", ""), ('{"op": "<", "value": ', "}")]
REFUSED = [
    ("", "no value"),
    ("   ", "no value"),
    (">= many", "begins like a quantity"),
    (">=1,000 chips", "begins like a quantity"),
    ("~", "begins like a quantity"),
    ("[1, 2]", "no list"),
    ('{"value": 1}', "a quantity"),
    ('{"op": "?", "value": 1}', "a quantity"),
    ('{"op": ">", "value": true}', "a quantity"),
    ('{"op": ">", "value": 1, "unit": 2}', "a quantity"),
    ("9007199254740993", "2^53"),
    (">=9007199254740993", "2^53"),
    ("1e999", "2^53"),
    *((f"{before}{'9' * digits}{after}", "2^53") for digits in (19, 600, 5_000) for before, after in WITHOUT_END),
]


@pytest.mark.parametrize(("text", "what"), REFUSED, ids=[text[:24] for text, _ in REFUSED])
def test_what_is_no_value_is_quoted_and_mended(text, what):
    with pytest.raises(RecordError, match=what.replace("^", r"\^")) as caught:
        parse_value(text, of=f"a.b={text}")
    assert f'"a.b={text}"' in caught.value.what
    assert caught.value.fix


def test_a_fact_splits_at_the_first_sign_and_the_last_dot_before_it():
    assert parse_fact("GPT-4.1.training=TPU v5.p") == {"entity": "GPT-4.1", "property": "training", "value": "TPU v5.p"}
    assert parse_fact("a.b=c=d")["value"] == "c=d"
    assert parse_fact("a . b = c") == {"entity": "a", "property": "b", "value": "c"}
    assert parse_fact("a.b=>=1", "failed") == {
        "entity": "a",
        "property": "b",
        "value": {"op": ">=", "value": 1},
        "mode": "failed",
    }


@pytest.mark.parametrize("text", ["", "a.b", "=x", "ab=x", ".b=x", "a.=x", " . =x"])
def test_what_is_no_fact_is_refused_with_an_example(text):
    with pytest.raises(RecordError, match="is not a fact") as caught:
        parse_fact(text)
    assert "ENTITY.PROPERTY=VALUE" in caught.value.fix


@given(
    st.text(min_size=1).filter(lambda text: text.strip() and "=" not in text),
    st.text(min_size=1).filter(lambda text: text.strip() and not set("=.") & set(text)),
    st.text(),
)
def test_every_name_and_every_text_can_be_typed(entity, prop, value):
    """A text in JSON's quotes is always that text; so is a name that holds half of a bracket or of a quotation."""
    fact = parse_fact(f"{cell_name(entity.strip(), prop.strip())}={json.dumps(value)}")
    assert fact == {"entity": entity.strip(), "property": prop.strip(), "value": value}


@given(st.text())
def test_any_text_is_a_fact_or_refused_with_what_to_write(text):
    fix = ""
    try:
        parse_fact(text)
    except RecordError as error:
        fix = error.fix
    assert fix is not None


def test_a_cell_is_two_names():
    assert parse_cell("GPT-4.1.training") == ("GPT-4.1", "training")
    for text in ("training", ".training", "R2.", ""):
        with pytest.raises(RecordError, match="names no cell"):
            parse_cell(text)


def test_a_source_may_carry_its_stance():
    assert parse_stance("scmp") == ("scmp", "reports")
    assert parse_stance("scmp:no-comment") == ("scmp", "no-comment")
    with pytest.raises(RecordError, match='"maybe" is not a stance'):
        parse_stance("scmp:maybe")


# Names in which a bracket or a quote would be cut in two

CUT = [
    ("GPT-3.5 (k=5).training=TPU v4", '"GPT-3.5 (k=5)".training=TPU v4'),
    ("GPT-3.5 [k=5].training=TPU", '"GPT-3.5 [k=5]".training=TPU'),
    ("f{x=1}.value=2", '"f{x=1}".value=2'),
    ("\u201cBig = small\u201d.value=2", '"\u201cBig = small\u201d".value=2'),
    ('the "a=b" run.value=2', '"the \\"a=b\\" run".value=2'),
    ("R2 (v1.5)=x", None),
    ("R2.training (TPU=v4", None),
    ("R2).training=x", None),
]


@pytest.mark.parametrize(("text", "way"), CUT)
def test_a_split_inside_a_bracket_or_a_quote_is_refused_with_the_way_to_say_it(text, way):
    with pytest.raises(RecordError) as caught:
        parse_fact(text)
    assert text in caught.value.what
    if way is not None:
        assert way in caught.value.fix
        fact = parse_fact(way)
        assert text == f"{fact['entity']}.{fact['property']}={text.rpartition('=')[2]}"
    else:
        assert '"' in caught.value.fix


@pytest.mark.parametrize("text", ["R2 (v1.5)", "R2.x)", "(R2.x", 'R2 "v1.5'])
def test_a_cell_that_is_cut_inside_a_bracket_is_refused(text):
    with pytest.raises(RecordError) as caught:
        parse_cell(text)
    assert "double quotes" in caught.value.fix


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ('"R2 (v1.5)".training', ("R2 (v1.5)", "training")),
        ('"R2 (v1".training', ("R2 (v1", "training")),
        ('"a.b=c".d', ("a.b=c", "d")),
        ('"a \\"b\\"".c', ('a "b"', "c")),
        ('R2."pre.training"', ("R2", "pre.training")),
        ('"R2"."pre=training"', ("R2", "pre=training")),
        ("R2 (v1.5).training", ("R2 (v1.5)", "training")),
        ("O'Brien.role", ("O'Brien", "role")),
        ("GPT-4.1.training", ("GPT-4.1", "training")),
    ],
)
def test_a_name_may_stand_in_double_quotes(text, cell):
    assert parse_cell(text) == cell
    fact = parse_fact(f"{text}=x = (y")
    assert (fact["entity"], fact["property"], fact["value"]) == (*cell, "x = (y")


@given(
    st.text("ab.=\" ()[]{}\\\u201c\u201d'", min_size=1).filter(str.strip),
    st.text('ab.= ()"', min_size=1).filter(str.strip),
)
def test_every_name_can_be_said_in_quotes(entity, prop):
    cell = f"{json.dumps(entity)}.{json.dumps(prop)}"
    assert parse_cell(cell) == (entity, prop)
    assert parse_cell(cell_name(entity, prop)) == (entity, prop)
    assert parse_fact(f"{cell}=1") == {"entity": entity, "property": prop, "value": 1}


@given(st.text('ab.=" ()[]{}\u201c\u201d', max_size=14))
def test_no_split_leaves_a_bracket_open(text):
    try:
        fact = parse_fact(text)
    except RecordError:
        return
    if '"' not in text:
        for name in (fact["entity"], fact["property"]):
            depth = 0
            for sign in name:
                depth += sign in "([{\u201c"
                depth -= sign in ")]}\u201d"
            assert depth == 0


SETTINGS = [
    ("occurred=2026-04-24", ("occurred", "2026-04-24")),
    (" title =x = y", ("title", "x = y")),
    ("title=null", ("title", None)),
    ('title="null"', ("title", "null")),
    ("title=", ("title", "")),
    ("tags=[]", ("tags", [])),
    *((f"{name}=null", (name, [])) for name in ("tags", "facts", "reports", "links", "via")),
    ("type=null", ("type", "event")),
    ("stance=null", ("stance", "reports")),
    ("text=null", ("text", None)),
    ('tags=["a","b"]', ("tags", ["a", "b"])),
    ('data={"n":1}', ("data", {"n": 1})),
    ("unheard=5", ("unheard", "5")),
]
NO_SETTINGS = {
    "title": '"title" sets nothing',
    "=x": '"=x" sets nothing',
    " =x": '" =x" sets nothing',
    "tags=a": '"tags=a": the value is not JSON: not JSON: expecting value, at character 1',
    'data={"n":1,"n":2}': '"data={"n":1,"n":2}": the value is not JSON: "n" is given twice',
    'title="x': "not JSON: unterminated string starting at, at character 1",
}


@pytest.mark.parametrize(("text", "setting"), SETTINGS)
def test_a_field_is_set_to_what_stands_behind_the_first_sign(text, setting):
    assert parse_setting(text) == setting


@pytest.mark.parametrize("text", NO_SETTINGS)
def test_what_sets_nothing_is_refused(text):
    with pytest.raises(RecordError) as caught:
        parse_setting(text)
    assert caught.value.what == NO_SETTINGS[text]


LEADS_ON = {
    "tags=a": "write 'tags=[\"a\"]'",
    "via=first paper": "write 'via=[\"first paper\"]'",
    "origin=the works office": 'write \'origin={"name": "the works office"}\'',
    "links=https://a.example/x": 'write \'links=[{"url": "https://a.example/x"}]\'',
}


@pytest.mark.parametrize("text", LEADS_ON)
def test_a_bare_text_in_a_field_of_another_shape_leads_to_what_is_taken(text):
    with pytest.raises(RecordError) as caught:
        parse_setting(text)
    assert caught.value.fix == LEADS_ON[text]
    [_, meant] = shlex.split(caught.value.fix)
    assert parse_setting(meant)[0] == text.partition("=")[0]


def test_of_an_end_the_value_is_named():
    ended = {"entity": "R2", "property": "training", "value": "x", "mode": "ended"}
    assert parse_fact("R2.training=x", "ended") == ended
    with pytest.raises(RecordError) as caught:
        parse_fact("R2.training=null", "ended")
    assert caught.value.what == '"R2.training=null" names no value that ended'
    assert caught.value.fix == (
        "name it, or give null as an actual fact (in Python facts={'R2.training': None}), which ends whatever it was: "
        "--fact R2.training=null"
    )


def test_a_value_that_is_refused_is_quoted_with_its_cell():
    with pytest.raises(RecordError) as caught:
        parse_fact("R2.chips=[1, 2]")
    assert caught.value.what.startswith('"R2.chips=[1, 2]": ')


def test_a_property_that_holds_quotes_is_written_in_quotes():
    assert cell_name("R2", 'a"x"b') == '"R2"."a\\"x\\"b"'
