"""Cells of several values, and of values that ended: what is told of them, and what they hold."""

from timeline.views.table import ViewSpec, state
from told import fact

MANY = ViewSpec(name="view", title="View", properties=("p",), many=("p",))
ONE = ViewSpec(name="view", title="View", properties=("p",))


def says(told, value, occurred, mode="actual"):
    return told.event(
        f"{value} {mode} {occurred}", occurred=occurred, facts=[fact(f"a.p={value}", mode=mode)], reports=["s"]
    )


def cell_of(told, spec=MANY, **clocks):
    (cell,) = state(told.at(**clocks), spec)
    return cell.answer, {value.value: value.answer.value for value in cell.values}
