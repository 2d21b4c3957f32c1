"""What is kept from stop to stop is what would be told anew, on logs that nobody thought of."""

import os

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from strategies import dense_logs, logs, named_logs
from timeline.asof.ledger import Ledger
from timeline.asof.values import Clocks
from timeline.dates.values import DAY, Clock
from timeline.page.cache import Memory
from timeline.page.rows import cell_of, event_of
from timeline.views.overtime import turning_points
from timeline.views.standing import standing
from timeline.views.table import ViewSpec, state

SPECS = [
    ViewSpec(name="occurred", title="v", properties=("p", "q")),
    ViewSpec(name="reported", title="v", properties=("p", "q"), latest="reported", many=("p",), entities=("G", "E")),
]


@settings(
    max_examples=int(os.environ.get("TIMELINE_EXAMPLES", "60")),
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
@given(dense_logs() | logs() | named_logs(), st.booleans())
def test_rows_and_cells_are_what_they_would_be_alone(log, strict):
    ledger = Ledger(log)
    whole = ledger.at(Clocks(on=Clock(text="", read="", lo=0, hi=0)))
    moments = {*ledger.turning_points(), *turning_points(fact for event in whole.events for fact in event.facts)}
    days = sorted({int(moment // DAY) for moment in moments})
    clocks = [Clock(text="", read="", lo=day * DAY, hi=day * DAY + DAY - 1) for day in days]
    memory = Memory()
    for snapshot in ledger.walk(Clocks(as_of=clock, on=clock) for clock in clocks):
        memory.look_at(snapshot)
        for event in (*snapshot.events, *snapshot.retracted):
            assert memory.row(event) == event_of(snapshot, event)
            assert memory.name(event) == standing(snapshot, event).name
        for spec in SPECS:
            alone = {(cell.entity, cell.property): cell_of(cell) for cell in state(snapshot, spec, strict=strict)}
            assert memory.cells(spec, strict=strict) == alone
            assert {cell for cell in alone if alone[cell] != ["unknown", [], []]} <= set(memory.told(spec))
