"""No text touches another, leaves its bar or is cut off: measured on the drawn figure, over seeds, sizes and themes."""

from pathlib import Path

import attrs
import pytest
from drawn import clipped, ink_of, overlaps
from figure_logs import every_kind, many, scene_of, told
from measured import KINDS, LOGS, measured, written

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "figures.md"


def found_on(scene):
    drawn = ink_of(scene)
    return [*overlaps(drawn), *clipped(drawn)]


@pytest.mark.figures
@pytest.mark.parametrize(("count", "width"), [(3, 4.2), (30, 4.2), (30, 5.5), (30, 7.0), (60, 14.0)])
@pytest.mark.parametrize("seed", [11, 12])
def test_nothing_touches_or_is_cut_off(count, width, seed):
    for scene in every_kind(many(count, seed=seed), size=(width, None), theme=("light", "dark", "print")[seed % 3]):
        assert found_on(scene) == [], scene.kind


@pytest.mark.figures
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.nightly] if name in ("500", "2,000") else []) for name in LOGS]
)
def test_the_document_says_what_is_measured(name, kind):
    """Overlaps, clipping, and what is left out, as `docs/figures.md` has them; and all that is left out is noted."""
    found = measured(name, kind)
    assert written(DOCUMENT.read_text(encoding="utf-8"))[name, kind] == (found and found.words)
    if found is not None:
        assert (found.overlaps, found.clipped) == (0, 0)
        assert found.left_out == found.noted


def test_faults_on_the_drawn_figure_are_found():
    scene = scene_of(told(), "state")
    assert found_on(scene) == []
    text = next(label for label in scene.labels if label.role == "text" and label.text == "x")
    first = scene.labels[0]
    moved = [attrs.evolve(label, x=first.x, y=first.y) if label is text else label for label in scene.labels]
    assert any("touches" in fault for fault in found_on(attrs.evolve(scene, labels=tuple(moved))))
    off = [attrs.evolve(label, x=scene.width - 2) if label is text else label for label in scene.labels]
    assert any("leaves the canvas" in fault for fault in found_on(attrs.evolve(scene, labels=tuple(off))))
    half_out = [attrs.evolve(label, y=label.y + 6) if label is text else label for label in scene.labels]
    assert any("leaves its value" in fault for fault in found_on(attrs.evolve(scene, labels=tuple(half_out))))
    bare = attrs.evolve(scene, marks=tuple(mark for mark in scene.marks if mark.role != "plate"))
    assert any("grid goes through" in fault for fault in found_on(bare))
