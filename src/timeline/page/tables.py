"""The tables of a page as they read at its last stop: its views, its events, its sources, and how to read them.

Law of this module: it is whole without a script, and the script writes the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from timeline.page.figures import Picture
from timeline.page.markup import element, elements, outward, text
from timeline.page.story import Run, Story, ViewRuns
from timeline.records import say
from timeline.text.terminal import safe

_NOT_SINCE: Final = re.compile("^(on or|before|after|until)|from ")
"""Dates in words that say by themselves what they are of a state."""


STANDINGS: Final[Mapping[str, str]] = {
    "corroborated": "two or more independent origins say so, at least one of them without an interest",
    "reported": "one origin says so, or none of the reports says what it rests on",
    "self-reported": "every origin has an interest in the claim",
    "unsourced": "no report names a source",
    "doubted": "a source doubts it",
    "disputed": "a source denies it, or another event contradicts it",
    "retracted": "it was taken back",
}
_KEY: Final = (
    "Across: time in the world. A full bar: it was so; hollow or tapered: possibly so. Grey hatching: unknown; in grey "
    "bars it tells neighbours apart. An arrow: still so on the last day. Outline: solid, corroborated; dashed, "
    "reported; dotted, self-reported, doubted or disputed. Upright line: the as-of {unit}, at the edge where it lies "
    "far beyond."
)
_NARROW: Final = 5  # so many properties have room side by side on paper
_COLUMNS: Final = ("When", "What", "Known", "Standing", "Origins", "Sources")


def row_at(runs: Sequence[Run], place: int) -> dict[str, Any] | None:
    """Give a row as it stands at a stop."""
    return next((row for start, row in reversed(runs) if start <= place), None)


def last_rows(story: Story) -> list[dict[str, Any] | None]:
    """Give each event as it is told at the last stop; None where it is not."""
    return [row_at(event.runs, len(story.days) - 1) for event in story.events]


def labels_of(story: Story) -> dict[str, str]:
    """Give each source the name of its publisher, with its own beside it where several have the same."""
    publishers = [source.get("p", "") for source in story.sources]
    return {
        source["n"]: publisher
        if publisher and publishers.count(publisher) == 1
        else f"{publisher} ({source['n']})"
        if publisher
        else source["n"]
        for source, publisher in zip(story.sources, publishers, strict=True)
    }


# --- views -----------------------------------------------------------------------------------------------------------


def views(story: Story, place: Mapping[str, int]) -> list[str]:
    """Write the views: a figure, and a table."""
    return [_view(view, number, place, picture, story.unit) for number, (view, picture) in enumerate(_pictured(story))]


def _pictured(story: Story) -> list[tuple[ViewRuns, Picture | None]]:
    """Give each view with its figure."""
    pictures = story.pictures.views or [None] * len(story.views)
    return list(zip(story.views, pictures, strict=True))


def _figure(picture: Picture | None, unit: str, title: str, *, is_first: bool) -> str:
    """Set a figure; the first says how all of them are read. ``unit`` is what a stop is called."""
    if picture is None:
        return ""
    said = _KEY.format(unit=unit) if is_first else ""
    count = len(picture.unknown)
    if count:
        said += f" Left out: {say.counted(count, 'row')} on which nothing was reported."
    return f'<figure class=fig data-h="{text(title)}">{picture.svg}<figcaption>{said.strip()}</figcaption></figure>'


def _view(view: ViewRuns, number: int, place: Mapping[str, int], picture: Picture | None, unit: str) -> str:
    properties = view.spec.properties
    kind = "view wide" if len(properties) > _NARROW else "view"
    head = "<td></td>" + "".join(f'<th scope="col">{text(safe(name))}</th>' for name in properties)
    entities = list(dict.fromkeys(cell.entity for cell in view.cells))
    cells = {(cell.entity, cell.property): cell for cell in view.cells}
    rows = []
    for entity in entities:
        tds = []
        for name in properties:
            cell = cells.get((entity, name))
            content = _cell(cell.runs[-1][1], place) if cell else ""
            tds.append(f'<td data-l="{text(safe(name))}">{content}</td>')
        gone = all(cells[entity, name].runs[-1][1] is None for name in properties if (entity, name) in cells)
        other = view.things[entity][-1][1] if entity in view.things else None
        told = f'<small class="also">{text(other)}</small>' if other else ""
        rows.append(
            f'<tr{" hidden" if gone else ""}><th scope="row"><bdi>{text(safe(entity))}</bdi>{told}</th>'
            f"{''.join(tds)}</tr>"
        )
    return (
        f'<section class="{kind}" id="v{number}"><h2 dir="auto">{text(safe(view.spec.title))}</h2>'
        '<p class="none" hidden>Nothing was told of this yet.</p>'
        f"{_figure(picture, unit, safe(view.spec.title), is_first=number == 0)}"
        f"<table><thead><tr>{head}</tr></thead>"
        f"<tbody>{''.join(rows)}</tbody></table></section>"
    )


def _cell(cell: Sequence[Any] | None, place: Mapping[str, int]) -> str:
    """Write a cell as the script does."""
    if cell is None:
        return ""
    answer, values, beside = cell
    parts = [element("p", answer, class_="unknown")] if answer == "unknown" else []
    if answer == "ended" and not values:
        parts.append(_value("", say.shown(None), [], (), place))
    for words, known, since, standing, ids in values:
        notes = [since and f"since {since}" if not _NOT_SINCE.search(since) else since]
        notes += ["possibly" if known == "possibly" else "", standing]
        parts.append(_value("", words, [note for note in notes if note], ids, place))
    for mode, words, known, since, standing, ids in beside:
        notes = [since, "possibly known" if known == "possibly" else "", standing]
        parts.append(_value(mode, words, [note for note in notes if note], ids, place))
    return "".join(parts)


def _value(mode: str, words: str, notes: Iterable[str], ids: Sequence[str], place: Mapping[str, int]) -> str:
    there = [place[name] for name in ids if name in place]
    shown = element("a", text(words), href=f"#e{there[0]}") if there else text(words)
    shown = element("bdi", shown)
    lead = f"<i>{text(mode)}</i> " if mode else ""
    return f'<p class="{"beside" if mode else "value"}">{lead}{shown} <small>{text("; ".join(notes))}</small></p>'


# --- events and sources ----------------------------------------------------------------------------------------------


def events(story: Story) -> str:
    """Write the table of events, with its filters."""
    labels = labels_of(story)
    head = "".join(f'<th scope="col">{name}</th>' for name in _COLUMNS)
    rows = []
    for number, (event, row) in enumerate(zip(story.events, last_rows(story), strict=True)):
        shown = row or next(told for _, told in reversed(event.runs) if told)
        rows.append(_event(number, shown, labels, is_hidden=row is None))
    return (
        '<section id="events" aria-labelledby="events-h"><h2 id="events-h">The events</h2>'
        f"{_filters()}"
        '<div id="rows"><p class="none" hidden>No event fits.</p>'
        f'<table class="list"><thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div></section>"
    )


def _event(number: int, row: Mapping[str, Any], labels: Mapping[str, str], *, is_hidden: bool) -> str:
    facts = elements("li", (f"<bdi>{text(fact)}</bdi>" for fact in row.get("f", ())))
    facts = facts and element("ul", facts)
    known = {"yes": "known", "possibly": "possibly known", "no": "taken back"}[row.get("k", "no")]
    standing = row.get("s", "")
    possibly = "".join(f"<small>possibly {name}</small>" for name in row.get("p", ()))
    cells = [
        text(row.get("w", "")) or "no date",
        known,
        f'<span class="st {standing}">{standing}</span>{possibly}',
        text(row.get("n", "")),
        text(", ".join(labels.get(name, name) for name in row.get("u", ())) or "none named"),
    ]
    when, *rest = [f"<td>{content}</td>" for content in cells]
    what = f'<th scope="row"><a href="#e{number}" dir="auto">{text(row.get("t", ""))}</a>{facts}</th>'
    gone = ' class="gone"' if row.get("k") == "no" else ' class="possibly"' if row.get("k") == "possibly" else ""
    return f'<tr id="e{number}"{gone}{" hidden" if is_hidden else ""}>{when}{what}{"".join(rest)}</tr>'


def _filters() -> str:
    """Write the filters, for the script to fill."""
    selects = "".join(
        f'<label>{name.capitalize()} <select id="f-{name}"><option value="">any</option></select></label>'
        for name in ("entity", "standing", "source", "tag")
    )
    return (
        '<form class="js" id="filters" role="search" hidden><label class="find">Search <input type="search" id="q" '
        f'autocomplete="off"></label>{selects}<button type="reset">Clear</button>'
        '<p id="shown" role="status"></p></form>'
        '<p class="js" id="rows-as" hidden>These rows: <button type="button" data-as="csv">CSV</button> '
        '<button type="button" data-as="json">JSON</button></p>'
    )


def sources(story: Story) -> str:
    """Write the sources, each with what it rests on."""
    labels = labels_of(story)
    items = []
    for source in story.sources:
        name = source.get("p") or source["n"]
        told = [element("b", outward(source.get("u"), name), dir="auto")]
        told += [f"<cite dir=auto>{text(source['t'])}</cite>"] if source.get("t") else []
        told += [text(source["d"])] if source.get("d") else []
        told += [text(f"copied {' and '.join(source['c'])}")] if source.get("c") else []
        rests = [f"relays {' and '.join(labels.get(n, n) for n in source['v'])}"] if source.get("v") else []
        rests += [f"from {source['o']}"] if source.get("o") else []
        rests = rests or ["does not say what it rests on"]
        rests += [f"address: {source['w']}"] if source.get("w") else []
        items.append(
            f"<li><span>{', '.join(told)}</span>; {text('; '.join(rests))}. <code>{text(source['n'])}</code></li>"
        )
    if not items:
        return ""
    return (
        '<section id="sources" aria-labelledby="sources-h"><h2 id="sources-h">The sources</h2>'
        f'<ol class="sources">{"".join(items)}</ol></section>'
    )


def reading(story: Story) -> str:
    """Say how the page is read, and what the words for standings mean."""
    world = safe(story.question.on.read) if story.question.on else f"that same {story.unit}"
    of, by = (
        ("a moment", f"then{'' if story.zone else ', in UTC'}; a day counts to its end")
        if story.unit == "moment"
        else ("a day", "its end (UTC)")
    )
    used = {row["s"] for event in story.events for _, row in event.runs if row}
    terms = "".join(
        f'<dt><span class="st {name}">{name}</span></dt><dd>{words}</dd>'
        for name, words in STANDINGS.items()
        if name in used
    )
    return (
        '<section id="reading" aria-labelledby="reading-h"><h2 id="reading-h">How to read this</h2>'
        f"<p><b>As of</b> {of} means: what had been published by {by}. "
        f"The tables of entities say what was so on {world}, as far as was known then. "
        f"<b>Possibly known</b> means that the {story.unit} at which it was published is itself uncertain, so that it "
        "may or may not have been known. Origins are counted, not reports: a paper that repeats another adds none.</p>"
        f"<dl>{terms}</dl></section>"
    )
