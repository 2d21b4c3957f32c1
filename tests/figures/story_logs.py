"""The three logs of `tests/stories` and the project's own, as snapshots and views: real facts, with their sources."""

import functools
import json
import tomllib
from collections import Counter
from pathlib import Path

import attrs
from figure_logs import Log

import timeline as tl
from timeline import figures
from timeline.views.specs import view_specs

ROOT = Path(__file__).resolve().parents[2]
STORIES = ROOT / "tests" / "stories"
AS_OF = "2026-11-23"

COMPARED = {
    "events": ("2025-12-31", AS_OF),
    "race": ("1970-01-01", "1990-01-01"),
    "apollo13": ("1970-04-14T03:10Z", "1970-04-14T04:10Z"),
    "astronomy": ("2010", AS_OF),
}
LOGS = tuple(COMPARED)


@attrs.frozen
class Story:
    """A log to be drawn: its title, its view, its records, and how to ask it."""

    title: str
    view: object
    records: tuple
    at: object

    def scene(self, kind, *, as_of=None, **options) -> figures.Scene:
        """Draw one kind of figure as the command line does by default."""
        options = {"log_title": self.title, "records": self.records, "view": self.view, **options}
        return figures.scene(self.at(as_of), kind, **options)


@functools.cache
def story(name) -> Story:
    """Open one of the logs."""
    if name == "events":
        log = tl.open(ROOT / "events")
        settings = tomllib.loads((ROOT / "events" / "timeline.toml").read_text(encoding="utf-8"))
        view = next(iter(view_specs(settings).values()))
        return Story(
            settings["title"],
            view,
            tuple(log.read().records),
            functools.cache(lambda day: log.at(as_of=day or AS_OF).known),
        )
    settings = tomllib.loads((STORIES / f"{name}.toml").read_text(encoding="utf-8"))
    log = read(STORIES / f"{name}.jsonl")
    view = next(iter(view_specs(settings).values()))
    return Story(settings["title"], view, tuple(log.records), functools.cache(log.snapshot))


def read(path) -> Log:
    """Read JSON lines as `timeline add -` does, with stamps of their own."""
    log, keys = Log(), {}
    for line in path.read_text(encoding="utf-8").splitlines():
        body = {name: _resolved(value, keys) for name, value in json.loads(line).items()}
        kind = body.pop("kind")
        name = log.add(kind, **body)
        if "key" in body:
            keys[f"key:{body['key']}"] = name
    return log


def _resolved(value, keys):
    return keys.get(value, value) if isinstance(value, str) else value


def every_kind(name, **options):
    """Draw a log as each kind of figure, each with its name."""
    told = story(name)
    for kind in figures.KINDS:
        if kind == "compare":
            before, after = COMPARED[name]
            yield kind, told.scene(kind, before=told.at(before), as_of=after, **options)
        elif kind == "cascade":
            event = max(told.at(None).events, key=lambda event: (len(event.reports), event.id))
            yield kind, told.scene(kind, event=event.id, **options)
        elif kind == "belief":
            yield kind, told.scene(kind, cell=most_told_cell(told), **options)
        else:
            yield kind, told.scene(kind, **options)


def most_told_cell(told):
    """Name the cell of a story's view of which most facts are told."""
    cells = Counter(
        (fact.fact.entity, fact.fact.property)
        for event in told.at(None).events
        for fact in event.facts
        if fact.fact.property in told.view.properties and told.view.has(fact.fact.entity)
    )
    return max(cells, key=lambda cell: (cells[cell], cell))
