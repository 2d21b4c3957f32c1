"""The command that draws. matplotlib is imported when it runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from timeline.cli.asking import ask
from timeline.cli.boundary import Run
from timeline.cli.options import asks
from timeline.cli.output import note
from timeline.cli.params import ClockText, ZoneName, at, completes, view_option
from timeline.errors import FigureError

if TYPE_CHECKING:
    import datetime as dt

    from timeline.dates.values import Clock
    from timeline.views.filters import Question


@click.command("figure")
@click.argument("kind", metavar="KIND")
@click.argument("what", metavar="[D1 D2 | ID | E.P]", nargs=-1)
@click.option("-o", "file", metavar="FILE", required=True, help="Where to: .svg, .png or .pdf.")
@view_option("For state, compare and belief: which view; by default the only one.")
@click.option("--title", metavar="TEXT", help="The headline.")
@click.option(
    "--label",
    type=click.Choice(("key", "all", "none")),
    default="key",
    show_default=True,
    help="Which events are named; the others are ticks.",
)
@click.option("--zero", metavar="ID", shell_complete=completes("event"), help="Count time from this event: +12 min.")
@click.option("--size", metavar="W[xH]", help="In inches, as 9 or 9x6; the height grows with what is shown.")
@click.option(
    "--for",
    "for_",
    type=click.Choice(("article", "phone", "card", "print")),
    help="As large as it is there: 680 px wide, 360 px, 1200 x 675 px; A4 in pages (a PDF).",
)
@click.option(
    "--theme", type=click.Choice(("light", "dark", "print")), help="Colours; light, or print with --for print."
)
@click.option(
    "--lanes",
    type=click.Choice(("entity", "type", "tag", "source", "none")),
    default="entity",
    show_default=True,
    help="What makes a lane of events.",
)
@click.option("--scale", type=click.Choice(("auto", "linear")), default="auto", show_default=True, help="Long gaps.")
@click.option(
    "--tz",
    "zone",
    type=ZoneName(),
    is_eager=True,
    help="Show times in this zone, such as Europe/Berlin; days stay those of UTC.",
)
@click.option(
    "--dpi", type=click.FloatRange(30, 1200), help="Dots per inch of a PNG: 150, or with --for 96, a dot a pixel."
)
@asks(on=True, forms=False)
@click.pass_obj
def figure_command(
    run: Run,
    /,
    *,
    kind: str,
    what: tuple[str, ...],
    file: str,
    title: str | None,
    label: str,
    zero: str | None,
    size: str | None,
    for_: str | None,
    theme: str | None,
    lanes: str,
    scale: str,
    zone: dt.tzinfo | None,
    dpi: float | None,
    question: Question,
) -> None:
    """Draw what was known: `events`, what happened when; `state`, a view over time.

    At most twelve key moments are named: those with the tag `key` (or those that `[figures]` in timeline.toml names),
    else those that most is said of; `--label all` names all.

    `compare D1 D2` shows what a view said by two as-of dates, `cascade ID` who repeats whom about an event, `cascade`
    where all that is told comes from, `plane` how long after it happened each event was reported, `lag` the same as a
    length of time, longest first, `calendar` on which days, `rate` how much was told, corrected and retracted in each
    stretch of time, `belief ENTITY.PROPERTY` what was believed of one cell, and when.
    """
    from timeline.dates.zones import clocks_there

    before, subject, question = _asked(kind, what, question)
    inches = _size(size) if size is not None else None
    snapshot = ask(run, question)
    style: dict[str, Any] = {"title": title, "size": inches, "theme": theme, "lanes": lanes, "scale": scale, "dpi": dpi}
    style |= {"label": label, "zero": zero, "for_": for_, "zone": zone}
    scene = at(_PLACES, snapshot.save_figure, kind, file, before=before, **subject, **style)
    note(f"wrote {file}; {clocks_there(snapshot.clocks.in_words(), zone)}")
    for text in (*scene.notes, *snapshot.notes()):
        note(text)


def _asked(kind: str, what: tuple[str, ...], question: Question) -> tuple[Clock | None, dict[str, str], Question]:
    """Read what a figure of a kind is of: the earlier date of a comparison, its event or its cell, the question."""
    import attrs

    from timeline import figures
    from timeline.dates.suggest import did_you_mean

    if kind not in figures.KINDS:
        fix = did_you_mean(kind, figures.KINDS) or f"the kinds are {', '.join(figures.KINDS)}"
        raise FigureError(f'"{kind}" is not a kind of figure', where="KIND", fix=fix)
    if question.view is not None and kind not in _OF_A_VIEW:
        what_ = f"a figure of the kind {kind} is not that of a view"
        raise FigureError(what_, where="--view", fix="leave it out; it is read by state, compare and belief")
    days, subject = _what(kind, what)
    if not days:
        return None, subject, question
    for clock, given in (("--as-of", question.as_of), ("--on", question.on)):
        if given is not None:
            what_ = f"a comparison takes no {clock}: its two dates are its clocks"
            raise FigureError(what_, where=clock, fix="timeline figure compare D1 D2 --view VIEW -o FILE")
    return days[0], subject, attrs.evolve(question, as_of=days[1])


_PLACES: Final = {
    "event_id": "ID",
    "cell": "CELL",
    "view": "--view",
    "size": "--size",
    "zero": "--zero",
    "lanes": "--lanes",
    "label": "--label",
    "scale": "--scale",
    "dpi": "--dpi",
    "for_": "--for",
    "path": "-o",
}


def _size(text: str) -> tuple[float, float | None]:
    """Read a width, or a width and a least height, in inches."""
    wide, _, tall = text.lower().partition("x")
    try:
        return float(wide), float(tall) if tall else None
    except ValueError:
        fix = "write --size 9, or --size 9x6: inches"
        raise FigureError(f'"{text}" is not a size', where="--size", fix=fix) from None


_OF_A_VIEW: Final = ("state", "compare", "belief")
_SUBJECTS: Final = {"cascade": "event", "belief": "cell"}


def _what(kind: str, what: tuple[str, ...]) -> tuple[list[Clock], dict[str, str]]:
    """Read what stands after the kind: two as-of dates of a comparison; an event of a cascade, a cell of a belief."""
    wanted = {"compare": (2,), "cascade": (0, 1), "belief": (1,)}.get(kind, (0,))
    if len(what) not in wanted:
        takes = {
            "compare": "takes two as-of dates",
            "cascade": "takes the ID of one event, or nothing for all",
            "belief": "takes a cell, ENTITY.PROPERTY",
        }.get(kind, "takes nothing more")
        fixes = {
            "compare": "`timeline figure compare D1 D2 --view VIEW -o FILE`, such as 2025-12-31 2026-06-01",
            "cascade": "`timeline figure cascade ID -o FILE`; `timeline list` shows the ids",
            "belief": "`timeline figure belief ENTITY.PROPERTY -o FILE`; `timeline entities` lists both",
        }
        fix = fixes.get(kind, f"timeline figure {kind} -o FILE")
        got = f", not {' '.join(what)}" if what else ""
        raise FigureError(f"a figure of the kind {kind} {takes}{got}", where="KIND", fix=fix)
    if kind != "compare":
        return [], ({_SUBJECTS[kind]: what[0]} if what else {})
    days = zip(("D1", "D2"), what, strict=True)
    return [at(place, ClockText().convert, text, None, None) for place, text in days], {}
