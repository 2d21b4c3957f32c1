"""Names with brackets, dots and equals signs: refused where a split would cut them, sayable wherever one is named."""

import json
import shlex

import pytest

import timeline as tl

NAME = "GPT-3.5 (k=5)"


def test_a_fact_that_would_be_cut_is_refused_and_its_fix_works_in_every_place(log):
    before = log.bytes
    said = log.run("add", "trained", "--fact", f"{NAME}.training=TPU v4")
    assert (said.code, log.bytes) == (2, before)
    fix = said.err.partition("double quotes: ")[2].splitlines()[0]
    assert fix == f'"{NAME}".training=TPU v4'
    event = log.add("add", "trained", "--occurred", "2024", "--source", "press", "--fact", fix)
    (fact,) = next(row for row in log.rows("list") if row["id"] == event)["facts"]
    assert (fact["entity"], fact["property"], fact["value"]) == (NAME, "training", "TPU v4")
    cell = f'"{NAME}".training'
    assert [row["value"] for row in log.rows("why", cell)] == ["TPU v4"]
    assert log.rows("history", cell)[-1]["values"][0]["value"] == "TPU v4"
    python = tl.open(str(log.folder))
    assert [row["value"] for row in python.at().why(cell)] == ["TPU v4"]
    assert python.at().history(cell).rows()
    corrected = log.add("correct", event[:12], "--fact", f'"{NAME}".training=TPU v5', "--because", "typed wrong")
    assert corrected
    assert [row["value"] for row in log.rows("why", cell)] == ["TPU v5"]


def test_an_entity_where_a_cell_is_meant_leads_to_one_of_its_cells(log):
    log.add(
        "add", "planned", "--planned", "V4-Pro.budget=1", "--planned", "V4-Pro.inference=TPU v4", "--source", "press"
    )
    said = log.run("history", "V4-Pro")
    assert (said.code, "it is an entity" in said.err) == (2, True)
    cell = said.err.partition("fix: name one of its cells: ")[2].splitlines()[0]
    assert cell == "V4-Pro.inference"  # a view has that property
    assert log.rows("history", cell)
    for words in (["why", "V4-Pro"], ["figure", "belief", "V4-Pro", "-o", str(log.folder.parent / "b.svg")]):
        said = log.run(*words)
        assert (said.code, "such as V4-Pro.training" in said.err) == (2, True)
    for words in (["show", "V4-Pro"], ["sources", "V4-Pro"], ["retract", "V4-Pro", "--because", "b"]):
        said = log.run(*words)
        fix = shlex.split(said.err.partition("`timeline ")[2].partition("`")[0])
        assert [row["title"] for row in log.rows(*fix)] == ["planned"]
    assert "it is an entity" not in log.run("history", "V5").err
    python = tl.open(str(log.folder)).at()
    with pytest.raises(tl.TimelineError, match="it is an entity") as caught:
        python.history("V4-Pro")
    assert "V4-Pro.inference" in caught.value.fix


@pytest.mark.parametrize("index", ["on", "off"])
@pytest.mark.parametrize(
    "words",
    [
        ["retract", "TITLE", "--because", "b"],
        ["correct", "TITLE", "--tag", "x", "--because", "b"],
        ["correct", "TITLE", "--edit", "--because", "b"],
        ["report", "TITLE", "press"],
        ["link", "TITLE", "contradicts", "TITLE"],
        ["redact", "TITLE", "--because", "b"],
        ["show", "TITLE"],
        ["history", "TITLE"],
    ],
)
def test_a_title_where_an_id_is_meant_leads_to_the_event(log, monkeypatch, words, index):
    monkeypatch.setenv("TIMELINE_INDEX", index)
    event = log.add("add", "planned for May", "--source", "press")
    said = log.run(*(word.replace("TITLE", "Planned for May") for word in words))
    assert said.code == 2
    assert 'no record has the id or name "Planned for May": it is the title of an event' in said.err
    assert f"name it by its id: {event[:12]}" in said.err
    said = log.run(*(word.replace("TITLE", "planned for") for word in words))
    assert "`timeline list --grep 'planned for'` lists it" in said.err


def test_a_cell_that_would_be_cut_is_refused_wherever_it_is_named(log):
    for command in ("why", "history"):
        said = log.run(command, "R2 (v1.5)")
        assert said.code == 2
        assert "double quotes" in said.err
    snapshot = tl.open(str(log.folder)).at()
    for ask in (snapshot.why, snapshot.history):
        with pytest.raises(tl.TimelineError) as caught:
            ask("R2 (v1.5)")
        assert "double quotes" in caught.value.fix


def test_standard_input_takes_any_name_as_it_is(log):
    fact = {"entity": NAME, "property": "training", "value": "TPU v4"}
    log.ok("add", "-", stdin=json.dumps({"kind": "event", "title": "trained", "facts": [fact]}) + "\n")
    assert [row["value"] for row in log.rows("why", f'"{NAME}".training', "--view", "hardware")] == ["TPU v4"]


def test_a_heading_that_would_be_cut_is_no_cell_and_one_in_quotes_is(log, tmp_path):
    sheet = tmp_path / "sheet.csv"
    sheet.write_text("title,Price (v1.5)\nx,1\n", encoding="utf-8")
    said = log.run("import", str(sheet))
    assert said.code == 2
    assert "no column" in said.err
    says = next(word for word in shlex.split(said.err) if word.endswith("=NAME"))
    assert says == "Price (v1.5)=NAME"
    sheet.write_text('title,"""R2 (v1.5)"".price"\nx,1\n', encoding="utf-8")
    log.ok("import", str(sheet))
    assert [row["value"] for row in log.rows("list", "--entity", "R2 (v1.5)")[0]["facts"]] == [1]


def test_python_takes_names_in_quotes_and_whole_facts(log):
    python = tl.open(str(log.folder))
    python.add(title="one", facts={f'"{NAME}".training': "TPU v4"})
    python.add(title="two", facts=[{"entity": NAME, "property": "inference", "value": "GPU"}])
    assert [row["value"] for row in python.at().why(f'"{NAME}".inference')] == ["GPU"]
    with pytest.raises(tl.TimelineError) as caught:
        python.add(title="three", facts={"R2 (v1.5)": "x"})
    assert "double quotes" in caught.value.fix


def test_an_empty_cell_is_told_to_be_one_that_can_be_typed(log):
    """Its name is no entity that a property could follow."""
    said = log.run("why", "")
    assert said.code == 2
    assert "fix: write ENTITY.PROPERTY, such as R2.training" in said.err
