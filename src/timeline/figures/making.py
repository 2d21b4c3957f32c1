"""The three ways to ask for a figure: as a scene, as a matplotlib figure, as a file.

Law of this module: all three go through the same scene; matplotlib is imported only when one of them is called.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Final, Literal, TypedDict, Unpack

import attrs

from timeline.asof.ledger import Ledger
from timeline.asof.values import Snapshot
from timeline.dates.values import Clock, UncertainDate
from timeline.errors import FigureError
from timeline.figures.describe.counted import FirstTold, Outside
from timeline.figures.describe.dating import zero_of
from timeline.figures.describe.words import LABELS, Asked
from timeline.figures.kinds import KINDS, READ_BY, make_scene
from timeline.figures.place.resize import pages
from timeline.figures.scene import Scene
from timeline.figures.uses import Use, use_named
from timeline.records.model import Record, Value
from timeline.records.valued import Key
from timeline.store import whole_file
from timeline.views.arguments import named_zone
from timeline.views.filters import Selection
from timeline.views.given import dated
from timeline.views.table import ViewSpec

if TYPE_CHECKING:
    from matplotlib.figure import Figure


class Options(TypedDict, total=False):
    """What may be asked of a figure, beside its snapshot and kind.

    Attributes:
        view: The view of a figure of states, or of a comparison.
        before: The earlier snapshot of a comparison; the snapshot itself is the later.
        event: The id of the event of a cascade; without it the cascade is that of all events.
        cell: The entity and the property of a belief; ``view`` is the view whose rule decides.
        records: The records of the log: a rate counts its changes, a belief asks them anew, and colours are numbered by
            all that it tells, so that they do not depend on the as-of day.
        ledger: The same, where they are a part of a log.
        type_counts: How many events of the log were first written with each type; by default those of ``records``.
        most_told: Of a view, by its name, which values are told most often; by default in ``records``.
        first_told: When all events were first told, for a rate of a part of a log.
        outside: Which events of the log only the time leaves out, for a part of it.
        title: The headline; that of the log without it, else the question that the figure answers.
        log_title: The title of the log.
        label: Which events are named: the ``key`` moments (the default), ``all``, or ``none``; the others are ticks.
        key_tags: The tags of key moments; without them, ``key``.
        zero: The id of the event from which time is counted.
        size: Width, and least height or None, in inches. The canvas grows in height to what has to be shown.
        for_: Where the figure is to stand: ``article`` (680 px wide, at most 900 high), ``phone`` (360 px), ``card``
            (1200 x 675 px) or ``print`` (A4, in pages; only as a PDF). It is then as large as it is to be there, its
            type is read there, and it says what it left out. Not together with ``size``.
        theme: ``light``, ``dark`` or ``print``; of print, ``print`` by default.
        lanes: What makes a lane of events: ``entity``, ``type``, ``tag``, ``source`` or ``none``.
        zone: The time zone whose clocks are shown, such as ``Europe/Berlin``, or one of Python's; days stay those of
            UTC.
        scale: ``auto`` collapses long gaps, ``linear`` keeps them.
        since: Draw only what may have happened on this day or later; the axis of the world's time begins here.
        until: Draw only what may have happened by the end of this day; the axis of the world's time ends here.
        strict: Leave out what is only *possibly* so, and what only possibly happened between these days.
        entities: Draw only these.
        tags: Draw only what events with one of these tags speak of.
        sources: Draw only what events with a report by one of these sources speak of.
        types: Draw only what events of one of these types, or below them, speak of.
        grep: Draw only what events speak of whose texts or quotes hold one of these, in whatever capitals.
        value: Draw only what events with a fact of one of these values speak of.
        only: Ids of the events to draw. Whatever is drawn, its answers and standings are told from the whole snapshot.
        filters: How the caller chose ``only``, in words; named in a note, and in the error of an empty figure.
    """

    view: ViewSpec | None
    before: Snapshot | None
    event: str | None
    cell: tuple[str, str] | None
    records: Sequence[Record]
    ledger: Ledger
    type_counts: Mapping[str, int]
    most_told: Mapping[str, Sequence[Key]]
    first_told: FirstTold
    outside: Outside
    title: str | None
    log_title: str | None
    label: str
    key_tags: Sequence[str]
    zero: str | None
    size: tuple[float, float | None] | None
    for_: str | None
    theme: str
    lanes: str
    scale: Literal["auto", "linear"]
    zone: str | dt.tzinfo | None
    since: Clock | UncertainDate | None
    until: Clock | UncertainDate | None
    strict: bool
    entities: Sequence[str]
    tags: Sequence[str]
    sources: Sequence[str]
    types: Sequence[str]
    grep: Sequence[str]
    value: Sequence[Value]
    only: Collection[str] | None
    filters: Sequence[str]


def _check_read(kind: str, options: Options) -> None:
    """Check that a kind reads what is asked of it.

    Raises:
        FigureError: It does not.
    """
    names = (kind, f"{kind} of one event") if options.get("event") is not None else (kind,)
    for name, (default, readers) in READ_BY.items():
        if kind in KINDS and options.get(name, default) != default and not set(names) & set(readers):
            listed = f"{', '.join(readers[:-1])} and {readers[-1]}" if len(readers) > 1 else readers[0]
            what = f"a figure of the kind {kind} does not read {name}"
            raise FigureError(what, where=name, fix=f"leave it out; it is read by {listed}")


def scene(snapshot: Snapshot, kind: str, **options: Unpack[Options]) -> Scene:
    """Lay a figure out: plain values that say where every mark and label stands.

    Args:
        snapshot: What was known.
        kind: One of ``KINDS``.
        **options: See :class:`Options`.

    Raises:
        FigureError: There is nothing to draw (it names filters and clocks), or an option has no such value.
    """
    from timeline.figures.typeface import lacks, measure  # noqa: PLC0415 - only who draws reads the face

    unknown = [name for name in options if name not in Options.__annotations__]
    if unknown:
        known = ", ".join(sorted(Options.__annotations__))
        raise FigureError(f'"{unknown[0]}" is not an option of a figure', fix=f"the options are {known}")
    _check_read(kind, options)
    scale = options.get("scale", "auto")
    if scale not in ("auto", "linear"):
        raise FigureError(f'"{scale}" is not a scale', fix="choose auto or linear")
    label = options.get("label", "key")
    if label not in LABELS:
        raise FigureError(f'"{label}" names no events', where="--label", fix=f"choose one of {', '.join(LABELS)}")
    only = options.get("only")
    zone = named_zone(options.get("zone"))
    zero, zero_text = zero_of(snapshot, options.get("zero"), zone)
    asked = Asked(
        selection=_selection(options),
        title=options.get("title"),
        lanes=options.get("lanes", "entity"),
        only=frozenset(only) if only is not None else None,
        filters=tuple(options.get("filters", ())),
        linear=scale == "linear",
        label=label,
        key_tags=tuple(options.get("key_tags", ())),
        log_title=options.get("log_title"),
        zero=zero,
        zero_text=zero_text,
        zone=zone,
        records=options.get("records", ()),
        type_counts=options.get("type_counts"),
        most_told=options.get("most_told", {}),
        first_told=options.get("first_told"),
        outside=options.get("outside"),
    )
    return make_scene(
        snapshot,
        kind,
        view=options.get("view"),
        before=options.get("before"),
        event=options.get("event"),
        cell=options.get("cell"),
        records=options.get("records", ()),
        ledger=options.get("ledger"),
        asked=asked,
        theme=options.get("theme"),
        size=options.get("size"),
        use=_use(options),
        measure=measure,
        lacks=lacks,
    )


def _selection(options: Options) -> Selection:
    """Read what of the snapshot is drawn."""
    given = {name: options[name] for name in attrs.fields_dict(Selection) if name in options}  # type: ignore[literal-required]
    dates = {name: dated(value) for name, value in given.items() if isinstance(value, Clock)}
    several = {name: tuple(value) for name, value in given.items() if isinstance(value, Collection)}
    return Selection(**given | dates | several)


def _use(options: Options) -> Use | None:
    name = options.get("for_")
    return use_named(name) if name is not None else None


def figure(snapshot: Snapshot, kind: str, *, dpi: float | None = None, **options: Unpack[Options]) -> Figure:
    """Draw a figure with matplotlib; ``pyplot`` is not touched. See :func:`scene` for the options.

    Raises:
        FigureError: As :func:`scene`; or it is for print, which is a file with pages.
    """
    from timeline.figures.draw import draw  # noqa: PLC0415

    use = _use(options)
    if use is not None and use.page is not None:
        raise FigureError(
            "a figure for print is a file with pages",
            where="--for",
            fix='save it: snap.save_figure(kind, "figure.pdf")',
        )
    return draw(scene(snapshot, kind, **options), dpi=_dpi(dpi, use))


def _dpi(dpi: float | None, use: Use | None) -> float:
    """Give the dots per inch of a picture: of a screen's place a dot for each pixel, where no others are asked for."""
    if dpi is not None:
        return dpi
    return use.dpi if use is not None else _DPI


_DPI: Final = 150.0


def check_target(path: str | os.PathLike[str], dpi: float | None, use: Use | None) -> str:
    """Say in which form a figure is written into a file, before it is drawn.

    Raises:
        FigureError: As :func:`save`, whatever is drawn.
        FormatError: There cannot be a file at that path.
    """
    from timeline.figures.saving import form_of  # noqa: PLC0415

    form = form_of(path)
    whole_file.check(path)
    if use is not None and use.page is not None:
        if form != "pdf":
            raise FigureError(
                f"a figure for print has pages, which no .{form} has",
                where="--for",
                fix="give the file the ending .pdf",
            )
    elif dpi is not None and form != "png":
        what = f"a figure in .{form} has no dots, and so none to an inch"
        raise FigureError(what, where="dpi", fix="leave it out, or write a .png")
    return form


def save(
    snapshot: Snapshot,
    kind: str,
    path: str | os.PathLike[str],
    *,
    dpi: float | None = None,
    **options: Unpack[Options],
) -> Scene:
    """Draw a figure into a file, whole or not at all; the form follows the ending (svg, png, pdf).

    Returns:
        The scene that was drawn; its ``notes`` say what a reader should be told beside it.

    Raises:
        FigureError: As :func:`scene`; the ending is another; or it is for print, and not a PDF.
        FormatError: There cannot be a file at that path.
        FileUnwritable: The disk is full, read-only or faulty; what stood there is as it was.
        FileUnconfirmed: The file is there, but its folder could not be flushed.
    """
    use = _use(options)
    form = check_target(path, dpi, use)
    found = scene(snapshot, kind, **options)
    if form == "svg":  # which needs no matplotlib, and is written before that is imported
        from timeline.figures.svg import render  # noqa: PLC0415

        whole_file.write(path, render(found).encode())
        return found
    from timeline.figures.draw import bound, encode, fitting  # noqa: PLC0415
    from timeline.figures.typeface import measure  # noqa: PLC0415

    if use is not None and use.page is not None:
        whole_file.write(path, bound(pages(found, use.sheet(found.width), use.edge, measure)))
        return found
    wanted = _dpi(dpi, use)
    if form == "png" and (most := fitting(found, wanted)) < wanted:
        note = (
            f"This picture has {most:.0f} dots per inch, not {wanted:.0f}: it would be too large to paint. "
            "An .svg or .pdf keeps every detail; --since and --until (in Python since=, until=) draw less."
        )
        found = attrs.evolve(found, notes=(*found.notes, note))
    whole_file.write(path, encode(found, form, dpi=wanted))
    return found
