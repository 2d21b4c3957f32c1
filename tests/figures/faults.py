"""What no editor would print, found on the numbers of a scene: text on text, off the canvas, crossed, or on a mark."""

import itertools

SLACK = 0.8
USUAL = 8.5  # the size of type on a bar where nothing is enlarged
BARS = ("value", "day", "hollow", "crowd")


def faults(scene):
    """Name what is wrong with a scene, in words."""
    found = [f"{label.text!r} leaves the canvas" for label in scene.labels if not scene.box.holds(label.box, slack=0.6)]
    found += [f"a {mark.role} leaves the canvas" for mark in scene.marks if not scene.box.holds(mark.box, slack=0.6)]
    found += [
        f"{one.text!r} overlaps {other.text!r}"
        for one, other in near(scene.labels, scene.labels)
        if id(one) < id(other) and one.box.overlaps(other.box, slack=SLACK)
    ]
    plates = [mark for mark in scene.marks if mark.fill and mark.role in ("plate", *BARS)]
    places = {id(mark): place for place, mark in enumerate(scene.marks)}
    covered = {}
    barred = {}
    for label, plate in near(scene.labels, plates):
        if plate.box.holds(label.box, slack=3.0):
            covered.setdefault(id(label), []).append(places[id(plate)])
            if plate.role != "plate" and surrounds(plate.points, label.box):
                barred.setdefault(id(label), []).append(places[id(plate)])
    for label, mark in near(scene.labels, [mark for mark in scene.marks if mark.role != "plate"]):
        over = (
            barred if mark.role == "unknown" else covered
        )  # a plate on hatch would look like a gap in what is unknown
        if any(place > places[id(mark)] for place in over.get(id(label), ())):
            continue
        if mark.shape == "line":
            if any(crosses(segment, label.box) for segment in itertools.pairwise(mark.points)):
                found.append(f"a {mark.role} goes through {label.text!r}")
        elif mark.box.overlaps(label.box, slack=1.2) and not is_on(label, mark):
            found.append(f"{label.text!r} lies on a {mark.role}")
    return found


def is_on(label, mark):
    """Say whether a label stands on a mark from end to end, as on a bar; larger type has larger hairs."""
    by = max(label.size / USUAL, 1.0)
    return mark.role in BARS and mark.box.holds(label.box, slack=by) and surrounds(mark.points, label.box, by=by)


def surrounds(points, box, *, by=1.0):
    """Say whether all corners of a box, but for a hair, lie in a polygon."""
    hair = 1.2 * by
    x0, x1, y0, y1 = box.left + hair, box.right - hair, box.top + hair, box.bottom - hair
    return all(_is_in(points, x, y) for x in (x0, x1) for y in (y0, y1))


def _is_in(points, x, y):
    inside = False
    for (xa, ya), (xb, yb) in itertools.pairwise([*points, points[0]]):
        if (ya > y) != (yb > y) and x < xa + (xb - xa) * (y - ya) / (yb - ya):
            inside = not inside
    return inside


def near(ones, others):
    """Give the pairs that come near each other."""
    bands = {}
    for other in others:
        box = other.box
        for band in range(int(box.top // 40), int(box.bottom // 40) + 1):
            bands.setdefault(band, []).append((box.left, box.right, other))
    for one in ones:
        box = one.box
        seen = set()
        for band in range(int(box.top // 40), int(box.bottom // 40) + 1):
            for left, right, other in bands.get(band, ()):
                if left < box.right and right >= box.left and id(other) not in seen:
                    seen.add(id(other))
                    yield one, other


def crosses(segment, box):
    """Say whether a piece of a line goes through the inside of a box."""
    (x0, y0), (x1, y1) = segment
    left, right, top, bottom = box.left + 1, box.right - 1, box.top + 1.5, box.bottom - 1.5
    if left >= right or top >= bottom:
        return False
    low, high = 0.0, 1.0
    for start, step, first, last in ((x0, x1 - x0, left, right), (y0, y1 - y0, top, bottom)):
        if abs(step) < 1e-9:
            if not first < start < last:
                return False
            continue
        enter, leave = sorted(((first - start) / step, (last - start) / step))
        low, high = max(low, enter), min(high, leave)
    return low < high
