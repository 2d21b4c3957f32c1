"""The figure of a review: what happened, a lane a type, counted from the first alert."""

from __future__ import annotations

import os

import timeline as tl

TYPES = ("deploy", "alert", "mitigation")


def save(snapshot: tl.Snapshot, path: str | os.PathLike[str], *, title: str = "The incident") -> tuple[str, ...]:
    """Draw a snapshot into a file (.svg, .png or .pdf), whole or not at all; give what a reader should be told.

    Time is counted from the first alert of which a moment is told, where there is one.

    Raises:
        timeline.FigureError: No event of our types was known.
    """
    alerts = [row for row in snapshot.list(types="alert").rows() if "T" in (row["occurred"] or "")]
    zero = {"zero": alerts[0]["id"]} if alerts else {}
    scene = snapshot.save_figure("events", path, types=TYPES, lanes="type", label="all", title=title, **zero)
    return tuple(scene.notes)
