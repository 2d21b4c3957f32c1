"""What is measured of each kind of figure at each size: overlaps, clipping, what is left out, seconds, bytes.

`make bench-figures` writes the table of `docs/figures.md` with it; a test holds the columns that no machine changes.
"""

import functools
import re
import time

import attrs
from drawn import clipped, ink_of, overlaps
from figure_logs import DATES, hours, letters, many, one_day, options_of, quarrel, relays, scene_of, seventy_years

from timeline import figures
from timeline.figures import KINDS
from timeline.figures.draw import encode

DAY = "2026-11-23"
SIZES = {f"{count:,}": functools.partial(many, count, seed=1) for count in (1, 2, 20, 100, 500, 2000)}
ODD = {
    "20 on one day": one_day,
    "1956 to 2026": seventy_years,
    "hours in ten years": hours,
    "conflicting states": quarrel,
    "200 relays": relays,
    "200 letters, six scripts": letters,
    "every sort of date": functools.partial(many, 80, dates=DATES),
}
LOGS = {**SIZES, **ODD}
BEGIN, END = "<!-- measured: `make bench-figures` writes this part -->\n", "<!-- end of what is measured -->\n"


@functools.cache
def log_of(name):
    return LOGS[name]()


@attrs.frozen
class Measured:
    """One kind of figure of one log: faults on the drawn figure, what no mark stands for, what notes say of that."""

    overlaps: int
    clipped: int
    left_out: int
    noted: int

    @property
    def words(self):
        return f"{self.overlaps}, {self.clipped}, {self.left_out}"


def measured(name, kind):
    """Measure what no machine changes; None where the log has nothing for this kind."""
    log = log_of(name)
    scene = scene_of(log, kind, DAY)
    if scene is None:
        return None
    drawn = ink_of(scene)
    return Measured(len(overlaps(drawn)), len(clipped(drawn)), left_out(log, kind, scene), noted(scene))


def left_out(log, kind, scene):
    """Count the events, cells or sources that are known and have no mark."""
    snapshot = log.snapshot(DAY)
    shown = {name for item in scene.items for name in item.ids}
    if kind in ("events", "rate", "plane", "calendar", "lag"):
        return sum(event.id not in shown for event in (*snapshot.events, *snapshot.retracted))
    if kind == "cascade":
        event = snapshot.event(options_of(log, kind, DAY)["event"])
        named = {report.report.source for report in event.reports if report.report.source}
        return len(named - set(_named(log, scene)))
    options = options_of(log, kind, DAY)
    if kind == "belief":
        return len({options["cell"][0]} - {lane.group.partition(",")[0] for lane in scene.lanes})
    spec = options["view"]
    before = options.get("before", snapshot)
    cells = {
        (fact.fact.entity, name)
        for one in (before, snapshot)
        for event in one.events
        for fact in event.facts
        if fact.fact.property in spec.properties
        for name in spec.properties
    }
    if kind == "compare":  # a lane for each of its two dates, in a group for each cell
        return len({", ".join(cell) for cell in cells} - {lane.group for lane in scene.lanes})
    return len(cells - {(lane.group, lane.name.partition(",")[0]) for lane in scene.lanes})


def _named(log, scene):
    """Give the names of the sources that the items of a cascade speak of, by the publishers that they print."""
    said = " ".join(item.whole for item in scene.items)
    for name, known in log.snapshot(DAY).sources.items():
        if (known.source.publisher or name) in said:
            yield name


def noted(scene):
    """Count what the notes say is not drawn."""
    found = [re.match(r"([\d,]+) (?:event|cell|row)s? .* not drawn: ", note) for note in scene.notes]
    return sum(int(match.group(1).replace(",", "")) for match in found if match)


def cost(name, kind):
    """Give the processor's seconds from a snapshot to SVG, and its bytes; None where there is nothing to draw."""
    log = log_of(name)
    options = options_of(log, kind, DAY)
    if options is None or scene_of(log, kind, DAY) is None:
        return None
    snapshot = log.snapshot(DAY)
    start = time.process_time()
    content = encode(figures.scene(snapshot, kind, **options), "svg")
    return time.process_time() - start, len(content)


def table(names):
    """Write one table: kinds down, logs across."""
    lines = [f"| | {' | '.join(names)} |", f"| --- |{' --- |' * len(names)}"]
    for kind in KINDS:
        cells = []
        for name in names:
            found, spent = measured(name, kind), cost(name, kind)
            cells.append("-" if found is None else f"{found.words}; {spent[0]:.2f} s; {spent[1] / 1000:,.0f} kB")
        lines.append(f"| `{kind}` | {' | '.join(cells)} |")
    return "\n".join([*lines, ""])


def section():
    """Write the part of `docs/figures.md` that is measured."""
    return f"{BEGIN}\n{table(list(SIZES))}\n{table(list(ODD))}\n{END}"


def written(text):
    """Read what the document says of each kind and log: the words before the seconds, None where it has a dash."""
    part = text.partition(BEGIN)[2].partition(END)[0]
    found = {}
    for block in part.strip().split("\n\n"):
        head, _, *rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in block.splitlines()]
        for kind, *cells in rows:
            for name, cell in zip(head[1:], cells, strict=True):
                found[name, kind.strip("`")] = None if cell == "-" else cell.partition(";")[0]
    return found
