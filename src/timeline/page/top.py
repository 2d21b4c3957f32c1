"""What a page opens on: its title, one sentence, the bar that says as of when, its turns, the figure of its events.

Law of this module: it is whole without a script, which then lets readers move; nothing here changes its height when
they do.
"""

from __future__ import annotations

from timeline.page import strip_svg
from timeline.page.markup import element, text
from timeline.page.story import Story
from timeline.page.strip import Strip
from timeline.page.tables import STANDINGS, last_rows
from timeline.page.words import stop_words
from timeline.records import say
from timeline.text.terminal import safe


def summary(story: Story) -> str:
    """Say in one or two sentences what the page tells, and of which time."""
    first, last = stop_words(story.days[0], story.zone), stop_words(story.days[-1], story.zone)
    if not story.has_reports:
        return story.sentence
    when = f"from {first} to {last}" if first != last else f"as of {first}"
    return f"{story.sentence} What was known {when}."


def masthead(story: Story, title: str) -> str:
    """Write the title, the sentence, and what the page leaves out."""
    said = summary(story)
    for stop in (story.days[0], story.days[-1]):
        said = said.replace(stop_words(stop, story.zone), stop_words(stop, story.zone).replace(" ", "\u00a0"))
    asked, words = story.question, story.question.selection.words()
    clocks = [f"only what this log held by {safe(asked.recorded_by.text)}"] if asked.recorded_by else []
    clocks += [f"exactly what checkpoint {safe(asked.checkpoint)} holds"] if asked.checkpoint else []
    clocks += [f"nothing published after {safe(asked.as_of.read)}"] if asked.as_of else []
    clocks += [f"the state of the world on {safe(asked.on.read)}"] if asked.on else []
    clocks += [f"times as clocks in {story.zone} show them, and days as those of UTC"] if story.zone else []
    clocks += ["only what is surely known"] if asked.selection.strict else []
    clocks += [f"only {', '.join(map(safe, words))}"] if words else []
    limits = element("p", text(f"This page shows {'; '.join(clocks)}."), class_="limits") if clocks else ""
    notes = "".join(element("p", text(f"Note: {safe(note)}."), class_="limits") for note in story.notes)
    return (
        f"<header><h1 dir=auto>{text(safe(title))}</h1>{element('p', text(said), class_='standfirst')}{limits}{notes}"
        f'<noscript><p class="limits">Without scripts this page shows the last {story.unit}. Moving the {story.unit}, '
        "filters and the history of each event need them.</p></noscript></header>"
    )


def bar(story: Story) -> str:
    """Write the bar that stays in sight: as of when, how much was known, and the steps."""
    unit = story.unit
    example = story.days[-1]
    day = text(stop_words(story.days[-1], story.zone))
    return (
        f'<section id="bar" aria-label="As of which {unit}">'
        f'<div class="now"><p class="kicker">As of</p><p class="date" id="date">{day}</p>'
        f'<p id="count" role="status">{text(_count(story))}</p></div>'
        '<form class="js tools" id="go" hidden>'
        f'<button type="button" id="back" aria-label="Previous {unit} of change">&larr;</button>'
        f'<button type="button" id="on" aria-label="Next {unit} of change">&rarr;</button>'
        '<button type="button" id="play" aria-pressed="false">Play</button>'
        f'<input id="day-of" aria-label="As of, typed: {text(example)}" placeholder="Go to a {unit}" '
        'autocomplete="off" spellcheck="false"></form>'
        '<p id="said" role="status" class="js" hidden></p></section>'
    )


def _count(story: Story) -> str:
    rows = [row for row in last_rows(story) if row]
    told = [f"{sum(row['k'] == 'yes' for row in rows):,} known"]
    for answer, words in (("possibly", "possibly known"), ("no", "taken back")):
        count = sum(row["k"] == answer for row in rows)
        told += [f"{count:,} {words}"] if count else []
    return ", ".join(told)


# --- the figure of all events ----------------------------------------------------------------------------------------


def overview(story: Story) -> str:
    """Write the turns, and the figure of all events, with the sliders that lie over it."""
    if story.strip is None:
        return _turns(story) + _deeds(story)
    last, said = len(story.days) - 1, text(stop_words(story.days[-1], story.zone))
    slider = (
        f'<input type="range" class="js over" id="{{0}}" min="0" max="{last}" step="1" value="{last}" '
        f'aria-label="{{1}}" aria-valuetext="{said}" hidden>'
    )
    name = f"All events over the world's time, as known on {stop_words(story.days[-1], story.zone)}: {_count(story)}"
    picture = strip_svg.draw(story.strip, last_rows(story), name)
    return (
        f'<section id="overview" aria-label="All events">{_turns(story)}<figure><div class="strip">'
        f"{slider.format('since', 'Compared with')}{slider.format('at', 'As of')}{picture}</div>"
        f"<figcaption>{_legend(story, story.strip)}</figcaption></figure>{_deeds(story)}</section>"
    )


def _legend(story: Story, strip: Strip) -> str:
    """Say how the figure is read: its colours, what is only an outline, and what stands nowhere in it."""
    rows = [row for event in story.events for _, row in event.runs if row]
    used = {row["s"] for row in rows if row["k"] == "yes"}
    items = [f'<li><i class="{name}"></i>{name}' for name in STANDINGS if name in used and name != "retracted"]
    items += ['<li><i class="maybe"></i>possibly known'] if any(row["k"] == "possibly" for row in rows) else []
    items += ['<li><i class="gone"></i>taken back'] if any(row["k"] == "no" for row in rows) else []
    items += ['<li class="js" hidden><i class="later"></i>not yet known'] if len(story.days) > 1 else []
    kinds = {shape.kind for mark in strip.marks for shape in mark.shapes}
    items += ['<li><i class="thin"></i>some time within'] if "vague" in kinds else []
    nowhere = ((strip.undated, "without a date"), (strip.beyond, "beyond these times, at a coarser date"))
    items += [f"<li>{say.counted(count, 'event')} {why}: in the table only" for count, why in nowhere if count]
    return f'<ul class="legend">{"".join(items)}</ul>'


def _turns(story: Story) -> str:
    """Write the turns: before the figure, so that a phone shows them without scrolling."""
    buttons = "".join(
        f'<button type="button" data-at="{turn.place}"><b>{text(turn.what)}</b> '
        f"<span>{text(stop_words(story.days[turn.place], story.zone))}</span></button>"
        for turn in story.turns
    )
    return f'<div class="js turns" id="turns" role="group" aria-label="Turns" hidden>{buttons}</div>'


def _deeds(story: Story) -> str:
    """Write what can be done with the view that is looked at."""
    compare = f'<button type="button" id="two" aria-pressed="false">Compare two {story.unit}s</button>'
    return (
        f'<div class="js turns" id="deeds" hidden>{compare if len(story.days) > 1 else ""}'
        '<button type="button" id="copy">Copy link to this view</button></div>'
    )


def changed(story: Story) -> str:
    """Write the box of what changed, for the script to fill: its height is always the same."""
    if len(story.days) < 2:
        return ""
    return (
        '<section id="day" class="js" hidden><h2 id="day-h">What changed</h2>'
        '<div id="day-b" tabindex="0" role="region" aria-labelledby="day-h"></div></section>'
    )
