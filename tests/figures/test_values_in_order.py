"""Values of one date stand by number in every answer that shows them, from records and from the index alike."""

import json

import pytest
from figure_logs import VIEW, Log, scene_of

import timeline as tl
from commands import run
from timeline.records.model import unstructure
from timeline.views.table import state

NUMBERS = (1, 10, 11, 2, 20, 3)
SPELLED = {
    "texts": lambda number: f"phase {number}",
    "numbers": lambda number: number,
    "quantities": lambda number: {"op": ">=", "value": number * 100, "unit": "chips"},
}


@pytest.fixture(params=SPELLED)
def values(request):
    return [SPELLED[request.param](number) for number in NUMBERS]


@pytest.fixture
def wanted(values):
    return [values[NUMBERS.index(number)] for number in sorted(NUMBERS)]


def test_from_records(values, wanted):
    log = Log()
    log.source("s", origin={"name": "o"})
    for value in values:
        log.event(f"says {value}", "2019-05-01", [("a.p", value)], ["s"])
    cell = next(cell for cell in state(log.snapshot(), VIEW) if cell.property == "p")
    assert [unstructure(one.value) for one in cell.values] == wanted
    drawn = scene_of(log, "state")
    named = [drawn.items[label.item].whole for label in drawn.labels if label.role == "text"]
    places = [next(at for at, words in enumerate(named) if f"says {value}" in words) for value in wanted]
    assert places == sorted(places)


@pytest.mark.parametrize("many", [False, True])
def test_from_the_index(tmp_path, values, wanted, many):
    folder = tmp_path / "events"
    tl.init(folder)
    settings = folder / "timeline.toml"
    kept = settings.read_text(encoding="utf-8")
    several = 'many = ["p"]\n' if many else ""
    settings.write_text(f'{kept}\n[views.v]\ntitle = "Which?"\nproperties = ["p"]\n{several}', encoding="utf-8")
    log = tl.open(folder)
    for value in values:
        log.add(title=f"says {value}", occurred="2019-05-01", facts=[{"entity": "a", "property": "p", "value": value}])
    (row,) = json.loads(run(folder, "state", "v", "--json").stdout)["rows"]
    assert [one["value"] for one in row["values"]] == wanted
    *_, last = json.loads(run(folder, "history", "a.p", "--json").stdout)["rows"]
    assert [one["value"] for one in last["values"]] == wanted
