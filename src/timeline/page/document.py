"""The page itself: one HTML text, complete without scripts, that a script then lets readers question.

Law of this module: the same story and version give the same bytes. The policy allows the one style and the one script
by their hashes, and nothing else; nothing is asked of any network.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from timeline._version import __version__
from timeline.dates import edtf
from timeline.dates.written import WrittenDate
from timeline.page.figures import Picture
from timeline.page.markup import element, elements, embedded, outward, plainer, source_hash, text
from timeline.page.script import SCRIPT
from timeline.page.story import EventRuns, Run, Story, ViewRuns
from timeline.page.style import STYLE
from timeline.records import say
from timeline.text.terminal import safe

_NOT_SINCE: Final = re.compile("^(on or|before|after|until)|from ")
"""Dates in words that say by themselves what they are of a state."""

_STANDINGS: Final[Mapping[str, str]] = {
    "corroborated": "two or more independent origins say so, at least one of them without an interest",
    "reported": "one origin says so, or none of the reports says what it rests on",
    "self-reported": "every origin has an interest in the claim",
    "unsourced": "no report names a source",
    "doubted": "a source doubts it",
    "disputed": "a source denies it, or another event contradicts it",
    "retracted": "it was taken back",
}
_COLUMNS: Final = ("When", "What", "Known", "Standing", "Origins", "Sources")
_SHORTEST: Final = 10
_KEY: Final = (
    "Across: time in the world. A full bar: it was so; hollow or tapered: possibly so. Grey hatching: unknown. "
    "An arrow: still so on the last day. Outline: solid, corroborated; dashed, reported; dotted, self-reported, "
    "doubted or disputed. Upright line: the as-of {unit}."
)
_NARROW: Final = 5  # so many properties have room side by side on paper


def document(story: Story, *, title: str) -> str:
    """Write a story as one HTML document.

    Args:
        story: What :func:`timeline.page.story.tell` worked out.
        title: The headline.
    """
    place = {event.id: number for number, event in enumerate(story.events)}
    labels = _labels(story)
    sheet = STYLE + story.pictures.css
    head = [
        '<meta charset="utf-8">',
        element_void("meta", http_equiv="Content-Security-Policy", content=_policy(sheet)),
        element_void("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element_void("meta", name="color-scheme", content="light dark"),
        element_void("meta", name="referrer", content="no-referrer"),
        element_void("meta", name="generator", content=f"timeline {__version__}"),
        element("title", text(safe(title))),
        f"<style>{sheet}</style>",
    ]
    body = [
        '<a class="skip" href="#events">Skip to the events</a>',
        *map(plainer, (_masthead(story, title), _bar(story))),
        f"<svg class=defs aria-hidden=true><defs>{story.pictures.defs}</defs></svg>" if story.pictures.defs else "",
        "<main>",
        '<section id="day" aria-labelledby="day-h" hidden><h2 id="day-h">What changed</h2>',
        '<div id="day-b"></div></section>',
        *(
            plainer(_view(view, number, place, picture, story.unit))
            for number, (view, picture) in enumerate(_pictured(story))
        ),
        *map(plainer, (_events(story, labels), _sources(story, labels), _reading(story))),
        "</main>",
        f"<footer><p>Made with timeline {text(__version__)}; asks nothing of any network.</p></footer>",
        '<dialog id="panel" aria-labelledby="panel-h"></dialog>',
        f'<script type="application/json" id="data">{embedded(_data(story, place))}</script>',
        f"<script>{SCRIPT}</script>",
    ]
    return "\n".join(
        ["<!DOCTYPE html>", '<html lang="en">', "<head>", *head, "</head>", "<body>", *body, "</body>", "</html>", ""]
    )


def element_void(name: str, /, **attributes: str) -> str:
    """Write an element that has no content."""
    return element(name, **attributes).removesuffix(f"</{name}>")


def _policy(sheet: str) -> str:
    return (
        f"default-src 'none'; style-src {source_hash(sheet)}; script-src {source_hash(SCRIPT)}; "
        "base-uri 'none'; form-action 'none'"
    )


def _short_ids(ids: Sequence[str]) -> dict[str, str]:
    """Give each id its shortest beginning that is like no other's, of ten characters at least."""
    length = _SHORTEST
    while length < 64 and len({name[:length] for name in ids}) < len(ids):
        length += 2
    return {name: name[:length] for name in ids}


def _labels(story: Story) -> dict[str, str]:
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


def day_words(day: WrittenDate) -> str:
    """Say a stop in words: ``5 June 2026``."""
    return safe(edtf.words(day.meaning))


# --- the top ---------------------------------------------------------------------------------------------------------


def _masthead(story: Story, title: str) -> str:
    count = len(story.events)
    first, last = day_words(story.days[0]), day_words(story.days[-1])
    events = say.counted(count, "event")
    sources = say.counted(len(story.sources), "source")
    said = f"{events}, {sources}. What was known, by whom, and since when"
    said += f", from {first} to {last}." if first != last else f", as of {first}."
    said = said.replace(first, first.replace(" ", "\u00a0")).replace(last, last.replace(" ", "\u00a0"))
    asked, words = story.question, story.question.selection.words()
    clocks = [f"only what this log held by {safe(asked.recorded_by.text)}"] if asked.recorded_by else []
    clocks += [f"exactly what checkpoint {safe(asked.checkpoint)} holds"] if asked.checkpoint else []
    clocks += [f"nothing published after {safe(asked.as_of.read)}"] if asked.as_of else []
    clocks += [f"the state of the world on {safe(asked.on.read)}"] if asked.on else []
    clocks += ["only what is surely known"] if asked.selection.strict else []
    clocks += [f"only {', '.join(map(safe, words))}"] if words else []
    limits = element("p", text(f"This page shows {'; '.join(clocks)}."), class_="limits") if clocks else ""
    notes = "".join(element("p", text(f"Note: {safe(note)}."), class_="limits") for note in story.notes)
    return (
        f"<header><h1 dir=auto>{text(safe(title))}</h1>{element('p', text(said), class_='standfirst')}{limits}{notes}"
        f'<noscript><p class="limits">Without scripts this page shows the last {story.unit}. Moving the {story.unit}, '
        "filters and the history of each event need them.</p></noscript></header>"
    )


def _bar(story: Story) -> str:
    """Write the slider's bar: the record over time, and the day that is looked at."""
    last, unit = len(story.days) - 1, story.unit
    slider = (
        '<input type="range" id="{0}" min="0" max="{1}" step="1" value="{1}" aria-label="{2}" aria-valuetext="{3}">'
    )
    return (
        f'<section id="bar" aria-label="As of which {unit}">'
        '<div class="now"><div><p class="kicker">As of</p>'
        f'<p class="date" id="date">{text(day_words(story.days[-1]))}</p></div>'
        f'<p id="count" role="status">{text(_count(story))}</p>'
        '<div class="js tools" hidden>'
        f'<button type="button" id="back" aria-label="Previous {unit} of change">&larr;</button>'
        f'<button type="button" id="on" aria-label="Next {unit} of change">&rarr;</button>'
        f'<button type="button" id="two" aria-pressed="false">Compare two {unit}s</button></div></div>'
        f"{_chart(story)}"
        f'<div class="js track" hidden>{slider.format("at", last, "As of", text(day_words(story.days[-1])))}</div>'
        '<div class="js track" id="since-row" hidden>'
        f"{slider.format('since', last, 'Compared with', text(day_words(story.days[0])))}</div>"
        f"{_ticks(story)}</section>"
    )


def _row_at(runs: Sequence[Run], place: int) -> dict[str, Any] | None:
    """Give a row as it stands at a stop."""
    return next((row for start, row in reversed(runs) if start <= place), None)


def _last_rows(story: Story) -> list[dict[str, Any] | None]:
    return [_row_at(event.runs, len(story.days) - 1) for event in story.events]


def _count(story: Story) -> str:
    rows = [row for row in _last_rows(story) if row]
    told = [f"{sum(row['k'] == 'yes' for row in rows):,} known"]
    for answer, words in (("possibly", "possibly known"), ("no", "taken back")):
        count = sum(row["k"] == answer for row in rows)
        told += [f"{count:,} {words}"] if count else []
    return ", ".join(told)


def _chart(story: Story) -> str:
    """Draw how many events were known at each stop, by standing: a column a stop, wide as the slider's step."""
    names = list(_STANDINGS)[:-1]
    columns = [dict.fromkeys([*names, "possibly"], 0) for _ in story.days]
    for event in story.events:
        for place, kind in enumerate(_kinds(event, len(story.days))):
            if kind:
                columns[place][kind] += 1
    top = max(sum(column.values()) for column in columns) or 1
    parts = []
    for place, column in enumerate(columns):
        low = 100.0
        bars = []
        for name, count in column.items():
            if count:
                height = count / top * 96
                low -= height
                bars.append(f'<path class="{name}" d="M{place}.08,{low:.1f}h.84v{height:.1f}h-.84z"/>')
        parts.append(f"<g>{''.join(bars)}</g>")
    used = [name for name in columns[0] if any(column[name] for column in columns)]
    legend = "".join(
        f'<li><i class="{name}"></i>{"possibly known" if name == "possibly" else name}</li>' for name in used
    )
    last = columns[-1]
    said = ", ".join(f"{last[name]} {'possibly known' if name == 'possibly' else name}" for name in used)
    return (
        f'<figure><svg id="chart" viewBox="0 0 {len(columns)} 100" preserveAspectRatio="none" role="img" '
        f'aria-label="Events known on each day, by standing; on the last: {said}">{"".join(parts)}</svg>'
        f'<figcaption><span>Events known, by standing</span><ul class="legend">{legend}</ul></figcaption></figure>'
    )


def _kinds(event: EventRuns, stops: int) -> list[str | None]:
    """Say at each stop how an event counts: by its standing, as possibly known, or not at all."""
    kinds: list[str | None] = [None] * stops
    ends = [*(start for start, _ in event.runs[1:]), stops]
    for (start, row), end in zip(event.runs, ends, strict=True):
        if row is not None and row["k"] != "no" and row["s"] != "retracted":
            kinds[start:end] = [row["s"] if row["k"] == "yes" else "possibly"] * (end - start)
    return kinds


_TICKS_WIDE: Final = 70  # so many letters of names find room below the slider


def _is_one_day(stops: Sequence[str]) -> bool:
    """Say whether all stops are instants of one day."""
    return len({stop.partition("T")[0] for stop in stops}) == 1 and all("T" in stop for stop in stops)


def _unit(stop: str, *, within_a_day: bool) -> str:
    """Name the year that a stop is in; within one day the hour, in UTC."""
    return f"{stop.partition('T')[2][:2]}\u00a0h\u00a0UTC" if within_a_day else stop[: stop.find("-", 1)]


def _ticks(story: Story) -> str:
    names = [_unit(stop, within_a_day=_is_one_day(story.days)) for stop in story.days]
    shown, free = [], 0
    for place, name in enumerate(names):
        begins = place >= free and (place == 0 or name != names[place - 1])
        shown.append(name if begins else "")
        free = place + len(names) * len(name) // _TICKS_WIDE if begins else free
    return element(
        "ol",
        elements("li", (text(year) and f"<span>{text(year)}</span>" for year in shown)),
        id="ticks",
        aria_hidden="true",
    )


# --- views -----------------------------------------------------------------------------------------------------------


def _pictured(story: Story) -> list[tuple[ViewRuns, Picture | None]]:
    """Give each view with its figure."""
    pictures = story.pictures.views or [None] * len(story.views)
    return list(zip(story.views, pictures, strict=True))


def _figure(picture: Picture | None, unit: str, *, is_first: bool) -> str:
    """Set a figure; the first says how all of them are read. ``unit`` is what a stop is called."""
    if picture is None:
        return ""
    said = _KEY.format(unit=unit) if is_first else ""
    count = len(picture.unknown)
    if count:
        said += f" Left out: {say.counted(count, 'row')} on which nothing was reported."
    return f"<figure class=fig>{picture.svg}<figcaption>{said.strip()}</figcaption></figure>"


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
        rows.append(
            f'<tr{" hidden" if gone else ""}><th scope="row" dir="auto">{text(safe(entity))}</th>{"".join(tds)}</tr>'
        )
    return (
        f'<section class="{kind}" id="v{number}"><h2 dir="auto">{text(safe(view.spec.title))}</h2>'
        '<p class="none" hidden>Nothing was reported on this yet.</p>'
        f"{_figure(picture, unit, is_first=number == 0)}"
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


def _events(story: Story, labels: Mapping[str, str]) -> str:
    head = "".join(f'<th scope="col">{name}</th>' for name in _COLUMNS)
    rows = []
    for number, (event, row) in enumerate(zip(story.events, _last_rows(story), strict=True)):
        shown = row or next(told for _, told in reversed(event.runs) if told)
        rows.append(_event(number, shown, labels, is_hidden=row is None))
    return (
        '<section id="events" aria-labelledby="events-h"><h2 id="events-h">The events</h2>'
        f"{_filters()}"
        '<p class="none" hidden>No event fits.</p>'
        f'<table class="list"><thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></section>"
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
    )


def _sources(story: Story, labels: Mapping[str, str]) -> str:
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


def _reading(story: Story) -> str:
    world = safe(story.question.on.read) if story.question.on else f"that same {story.unit}"
    used = {row["s"] for event in story.events for _, row in event.runs if row}
    terms = "".join(
        f'<dt><span class="st {name}">{name}</span></dt><dd>{words}</dd>'
        for name, words in _STANDINGS.items()
        if name in used
    )
    return (
        '<section id="reading" aria-labelledby="reading-h"><h2 id="reading-h">How to read this</h2>'
        "<p><b>As of</b> a day means: what had been published by its end (UTC). "
        f"The tables of entities say what was so on {world}, as far as was known then. "
        "<b>Possibly known</b> means that the day on which it was published is itself uncertain, so that it may or "
        "may not have been known. Origins are counted, not reports: a paper that repeats another adds none.</p>"
        f"<dl>{terms}</dl></section>"
    )


# --- what the script reads -------------------------------------------------------------------------------------------


def _data(story: Story, place: Mapping[str, int]) -> dict[str, Any]:
    """Give what the script needs; events are named by their place, and steps of chains stand once."""
    short = _short_ids(list(place))
    steps: dict[str, int] = {}
    changes: dict[str, int] = {}

    def row(told: Mapping[str, Any]) -> dict[str, Any]:
        """Leave out what the script can tell; name other events and steps by their places."""
        plain = {name: value for name, value in told.items() if name != "u"}
        if "l" in plain:
            plain["l"] = [[verb, place[other]] for verb, other in plain["l"] if other in place]
        if "c" in plain:
            plain["c"] = [steps.setdefault(json.dumps(step), len(steps)) for step in plain["c"]]
        return plain

    events = [
        {
            "h": short[event.id],
            "i": event.id[len(short[event.id]) :],
            "v": _backwards([(start, row(told) if told else None) for start, told in event.runs]),
            **(
                {"x": [changes.setdefault(json.dumps(told), len(changes)) for told in event.changes]}
                if event.changes
                else {}
            ),
        }
        for event in story.events
    ]
    return {
        "days": [[day, day_words(day)] for day in story.days],
        "events": events,
        "steps": [json.loads(step) for step in steps],
        "changes": [json.loads(told) for told in changes],
        "views": [[_last_is_there(cell.runs, place) for cell in view.cells] for view in story.views],
        "lines": [float(x) for x in story.pictures.lines],
    }


_IN_THE_TABLE: Final = frozenset("twfkspn")
"""The parts of a row that the table of events shows, so that the script can read them there; see ``rows.NAMES``."""


def _backwards(runs: Sequence[tuple[int, dict[str, Any] | None]]) -> list[list[Any]]:
    """Tell the last row as far as the table does not show it, and of each one before it what differs from the next.

    What a row has not, and the next one has, is null; a run without a row is 0.
    """
    told: list[list[Any]] = []
    after: dict[str, Any] | None = None
    for start, row in reversed(runs):
        if row is None:
            told.append([start, 0])
            continue
        if after is None:
            change = {name: value for name, value in row.items() if name not in _IN_THE_TABLE}
        else:
            change = {name: value for name, value in row.items() if after.get(name) != value}
            change |= {name: None for name in after if name not in row}
        told.append([start, change])
        after = row
    return told[::-1]


def _last_is_there(runs: Sequence[Run], place: Mapping[str, int]) -> list[list[Any]]:
    """Tell the runs of a cell; 1 stands for what it is at last, which its table shows, and 0 for nothing."""
    last = _placed(runs[-1][1], place)
    found = [(start, _placed(value, place)) for start, value in runs]
    return [[start, 0 if value is None else 1 if value == last else value] for start, value in found]


def _placed(found: Sequence[Any] | None, place: Mapping[str, int]) -> list[Any] | None:
    """Name the events of a cell by their place; those that the page does not show are left out."""
    if found is None:
        return None
    answer, *parts = found
    return [answer, *([[*item[:-1], [place[i] for i in item[-1] if i in place]] for item in part] for part in parts)]
