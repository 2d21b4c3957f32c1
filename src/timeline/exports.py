"""What was known as a text, a file, a page or a figure.

Law of this module: it reads what is asked for, and leaves the making to the packages below.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, Unpack, cast

import attrs

from timeline.asof.values import Snapshot as Known
from timeline.dates.calls import explained_as
from timeline.dates.values import NEVER_AFTER, Moment
from timeline.errors import FormatError, TimelineError
from timeline.lookup import Lookup, OnlyTheWhole, T
from timeline.store import narrow
from timeline.store.basis import Changed, Indexed, whole
from timeline.views import left_out
from timeline.views.arguments import flag, function, named, named_zone, number, text
from timeline.views.arguments import path as file_path
from timeline.views.filters import EVERYTHING, Selection
from timeline.views.given import Choice, clock

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from timeline.figures import Options, Scene
    from timeline.page.publish import Page
    from timeline.store.basis import Seeds
    from timeline.store.index import Ready
    from timeline.views.export import Exported

_MOST_TELLING: Final = 2_000
"""More records of the events that are asked for are not looked up one by one: the whole log is read instead."""
_ANSWER_ALONE: Final = "the folder holds this answer alone: engines ask one that was written without clocks and filters"


def in_pieces(of: Exports, form: str, *, public: bool, zone: str | dt.tzinfo | None) -> Exported:
    """Write what was known as :meth:`Exports.export` does; a long file is made while its pieces are taken.

    Raises:
        LogBroken: While they are taken: a file of the log was changed meanwhile.
    """
    return of._export(form, None, {}, public=public, zone=zone)  # noqa: SLF001 - a snapshot of one module


@explained_as("Snapshot")
class Exports(Lookup):
    """The part of a snapshot that hands on what was known: exports, the page, figures."""

    __slots__ = ()

    def export(
        self,
        form: str = "jsonl",
        *,
        view: str | None = None,
        public: bool = False,
        zone: str | dt.tzinfo | None = None,
        **choice: Unpack[Choice],
    ) -> Exported:
        """Write what was known in a form that another tool reads.

        Args:
            form: ``jsonl`` for the records themselves, as ``import`` takes them. Every other form
                (:data:`timeline.text.outgoing.forms.NAMES`) is an answer at the clocks, and holds nothing later.
            view: The name of a declared view: for ``csv`` it is written alone, entities by properties; for ``long-csv``
                one row a value; for ``md`` and ``html`` it stands above the events; of other forms with views the only
                one.
            public: Leave out every ``because``, and the tags ``private`` and ``private.…``.
            zone: Of ``md`` and ``html``, the time zone in which times are shown, such as ``Europe/Berlin``; else UTC.
            **choice: What is asked for, as :class:`Choice` says.

        Raises:
            FormatError: There is no such form, it has no views, or the library that it needs is not installed.
            ViewError: There is no such view.
        """
        made = self._export(text(form, "form"), view, choice, public=flag(public, "public"), zone=zone)
        return attrs.evolve(made, data=made.data)

    def save_export(
        self,
        path: str | os.PathLike[str],
        form: str | None = None,
        *,
        view: str | None = None,
        public: bool = False,
        zone: str | dt.tzinfo | None = None,
        engine: str | None = None,
        tell: Callable[[int, int], None] | None = None,
        **choice: Unpack[Choice],
    ) -> Exported:
        """Write what was known into a file, whole or not at all; the form follows the ending.

        A folder of ``parquet`` for which nothing was left out, by no clock, filter or view, also holds what engines ask
        (:func:`timeline.open_data`): the versions of everything, at all clocks. Writing that goes on where it was cut
        off. With a clock or a filter the folder holds the answer alone.

        Args:
            path: The file; for ``parquet`` it may be a folder, which is made, or replaced if it holds such files alone.
            form: As :meth:`export` has it, where the ending does not say.
            view: As :meth:`export` has it.
            public: As :meth:`export` has it.
            zone: As :meth:`export` has it.
            engine: A Spark that compiles what engines ask, ``spark://…`` or ``local[N]``; by default this process does.
                Each of its workers must see the log and the folder under the same paths, and have this package.
            tell: Is told how many pieces of what engines ask are done, of how many.
            **choice: What is asked for, as :class:`Choice` says.

        Raises:
            FormatError: As :meth:`export`; or there cannot be a file at that path.
            FileUnwritable: The disk is full, read-only or faulty; what stood there is as it was.
            FileUnconfirmed: It is there, but its folder could not be flushed.
        """
        from timeline.store import whole_file  # noqa: PLC0415 - only saving asks
        from timeline.text.outgoing import forms  # noqa: PLC0415

        target = file_path(path, "path")
        with named({"-o": "path"}):
            name = text(form, "form") if form is not None else forms.form_of(target, where="path")
            is_folder = forms.form(name, where="form").is_folder and whole_file.is_folder(target)
            whole_file.check_folder(target) if is_folder else whole_file.check(target)
            called = os.path.basename(target).partition(".")[0] or "timeline"  # noqa: PTH119 - a text, as in `log`
            told = None if tell is None else function(tell, "tell", takes=2)
            if is_folder and view is None and not flag(public, "public") and self._has_all(choice):
                return self._save_all(target, name, called, told, zone=zone, engine=engine)
            if engine is not None:
                what = "an engine compiles what a folder of Parquet holds for engines, and nothing else"
                raise FormatError(what, where="engine", fix="leave it out, or the clocks and filters", unwritten=True)
            made = self._export(
                name, view, choice, public=flag(public, "public"), zone=zone, folder=is_folder, called=called
            )
            if (parts := made.parts()) is not None:
                whole_file.write(target, parts)
            else:
                whole_file.write_folder(target, cast("Mapping[str, bytes]", made.data))
                made = attrs.evolve(made, notes=(*made.notes, _ANSWER_ALONE))
        return made

    def _has_all(self, choice: Choice) -> bool:
        """Whether nothing is left out of the log, so that all of it may be written beside an answer."""
        return self.question.is_everything and self._selection(choice) == EVERYTHING

    def _save_all(
        self,
        folder: str,
        name: str,
        called: str,
        tell: Callable[[int, int], None] | None,
        *,
        zone: str | dt.tzinfo | None,
        engine: str | None,
    ) -> Exported:
        """Write the answer into a folder, and beside it all that the log says, both of the same records."""
        from timeline.engines import filling  # noqa: PLC0415 - optional

        made: list[Exported] = []

        def answer(of: Exports) -> Exported:
            return of._export(name, None, {}, public=False, zone=zone, folder=True, called=called, is_beside=True)

        def beside(ready: Ready) -> Mapping[str, bytes]:
            is_same = self.heads == ready.heads
            made.append(answer(self if is_same else attrs.evolve(self, basis=whole(self.files, ready.look))))
            return cast("Mapping[str, bytes]", made[0].data)

        found = filling.write(self.files, folder, beside=beside, engine=engine, tell=tell)
        counted = f"{made[0].counted}; {found.in_words()}"
        return attrs.evolve(made[0], counted=counted, notes=(*made[0].notes, *found.notes()))

    def _export(
        self,
        name: str,
        view: str | None,
        choice: Choice,
        *,
        public: bool,
        zone: str | dt.tzinfo | None = None,
        folder: bool = False,
        called: str = "timeline",
        is_beside: bool = False,
    ) -> Exported:
        """Write an answer in a form; ``is_beside`` leaves out the versions of facts, which are written otherwise."""
        from timeline.text.outgoing import forms  # noqa: PLC0415 - most questions never ask
        from timeline.views import export  # noqa: PLC0415
        from timeline.views.extract import about_all, extract  # noqa: PLC0415

        form, asked, view = forms.form(name, where="form"), self._selection(choice), self._named(view)
        place = named_zone(zone)
        forms.require(form, has_view=view is not None, has_zone=place is not None)
        made = self._of_records(asked, public=public) if form.name == "jsonl" else None
        if made is not None:
            return made
        every = list(self.specs.values()) if form.views == "all" or folder else []
        specs = every if view is None else [self.view(view)]
        notes = self.notes()
        title = str(self.settings().get("title") or "Timeline")
        if form.takes_parts and view is None:
            about = about_all(self.clocks, asked, title=title, heads=self.heads, public=public, notes=notes)
            made = self._by_rows(
                lambda rows: rows.handed(
                    asked, public=public, about=about, place=place, write=lambda parts: export.in_parts(form, parts)
                )
            )
            if made is not None:
                return made
        has_versions = form.has_versions and (folder or not form.is_folder) and not is_beside

        def tell(of: Exports) -> Exported:
            found = extract(
                of.known,
                specs,
                asked,
                title=title,
                heads=self.heads,
                public=public,
                notes=notes,
                versions_of=of.ledger.records if has_versions else (),
            )
            found = attrs.evolve(found, fact_version=None) if is_beside else found
            found = found if place is None else found.in_place(place)
            made = export.answer(form, attrs.evolve(found, name=called), folder=folder)
            return attrs.evolve(made, notes=(*made.notes, *left_out.events(of.known.events, asked)))

        seeds = self._around(asked)
        is_all = bool(specs) or folder or not form.takes_parts
        return self._by_part(narrow.and_their_entities(seeds) if seeds is not None and is_all else seeds, tell)

    def _of_records(self, asked: Selection, *, public: bool) -> Exported:
        """Hand over records as their lines have them; who leaves out reasons counts those of all corrections."""
        from timeline.views import export  # noqa: PLC0415 - most questions never ask

        by = NEVER_AFTER if self.clocks.recorded_by is None else self.clocks.recorded_by.hi
        seeds = None if public else self._around(asked)
        if seeds is None and (found := self._chosen_records(asked, by, public=public)) is not None:
            return found
        return self._by_part(
            seeds, lambda of: export.lines(of.ledger, of.known, asked, public=public, of=of.basis.count(by))
        )

    def _chosen_records(self, asked: Selection, by: Moment, *, public: bool) -> Exported | None:
        """Hand over records as they are read, a few files at a time; None where only the whole log tells which."""
        from timeline.store import stream_chosen  # noqa: PLC0415 - most questions never ask

        if not isinstance(self.basis, Indexed):
            return None
        part = self.basis.part(narrow.but_plain_events(stream_chosen.MOST_AT_HAND))
        if part is None:
            return None
        of = attrs.evolve(self, basis=part)
        others = {record.id for record in part.reading.records}
        known = ids = None
        if self.clocks.as_of is not None or asked.strict:
            known = self._by_rows(lambda rows: rows.known_apart(others, strict=asked.strict))
            if known is None:
                return None
        if not attrs.evolve(asked, strict=False).is_everything:
            ids = self._by_rows(lambda rows: rows.telling(asked))
            if ids is None:
                return None
        try:
            return stream_chosen.chosen(
                self.files.folder,
                self.basis.ready.look,
                ledger=of.ledger,
                snapshot=of.known,
                selection=asked,
                public=public,
                of=cast("int", part.count(by)),
                known=known,
                asked=ids,
            )
        except Changed:
            return None

    def _around(self, asked: Selection) -> Seeds | None:
        """Begin at the events that are asked for; None where these are many."""
        if attrs.evolve(asked, strict=False).is_everything or not self.basis.has_parts:
            return None
        if asked.entities:
            named = self._meant(asked)
            return None if named is None else narrow.with_counted(self.clocks, named)
        lax = attrs.evolve(asked, strict=False)
        found = self._by_rows(lambda rows: rows.telling(lax, _MOST_TELLING))
        return None if found is None else narrow.events(self.clocks, found)

    def page(
        self,
        *,
        title: str | None = None,
        zone: str | dt.tzinfo | None = None,
        public: bool = False,
        progress: Callable[[int, int], None] = lambda _done, _of: None,
    ) -> Page:
        """Make a page of the question: one HTML text, offline, that readers can question.

        Args:
            title: The headline; by default the log's own.
            zone: The time zone whose clocks are shown, such as ``Europe/Berlin``; days stay those of UTC.
            public: As :meth:`export` has it.
            progress: Is told how many days are done, and of how many.

        Raises:
            FigureError: No event is left by the clocks and filters.
        """
        from timeline.drawing import colours_of, is_settled  # noqa: PLC0415 - only figures and pages ask
        from timeline.page.publish import publish  # noqa: PLC0415 - matplotlib, for the width of texts
        from timeline.views.figure_settings import key_tags  # noqa: PLC0415

        settings, specs = self.settings(), self.specs.values()

        def tell(of: Exports) -> Page:
            return publish(
                of.ledger,
                self.question,
                most_told=colours_of(of, specs),
                title=(title and text(title, "title")) or str(settings.get("title") or "Timeline"),
                specs=specs,
                notes=[*self._left_out(), *self._redacted()],
                key_tags=key_tags(settings),
                zone=named_zone(zone),
                public=flag(public, "public"),
                progress=progress,
            )

        seeds = self._meant(self.question.selection) if self.basis.has_parts else None
        return self._by_part(
            None if seeds is None else narrow.with_newest(self.clocks, narrow.with_rows(seeds, specs)),
            tell,
            is_settled=lambda of, error: is_settled(of, error, {}, self._unknown),
        )

    def figure(self, kind: str, *, view: str | None = None, dpi: float | None = None, **options: Any) -> Figure:
        """Draw: a matplotlib figure, made without pyplot.

        Args:
            kind: ``events``, ``state``, ``compare`` (with ``before``, an earlier as-of day or snapshot), ``cascade``
                (with ``event``, an id; without it, that of all events), ``plane``, ``calendar``, ``rate``, ``lag`` or
                ``belief`` (with ``cell``, ``ENTITY.PROPERTY``).
            view: The name of a declared view, for ``state`` and ``compare``, by default the only one; for ``belief`` by
                default the first that has the property.
            dpi: Dots per inch of a PNG; 150 by default, or 96 (a dot for each pixel) where ``for_`` names a place.
            **options: As :class:`timeline.figures.Options`: ``entities``, ``tags``, ``sources``, ``types``, ``grep``,
                ``value``, ``since``,
                ``until``, ``strict``, ``title``, ``theme``, ``lanes``, ``scale``, ``size``, ``for_``, ``label``,
                ``zero``, ``zone``. Days are given as text, a size as a width in inches, or width and height.

        Raises:
            FigureError: There is nothing to draw, or no such kind or option.
        """
        from timeline import drawing, figures  # noqa: PLC0415 - matplotlib is slow to import

        def draw(of: Exports, given: Mapping[str, Any]) -> Figure:
            asked = of._drawing(kind, view, given)
            with named(drawing.OF_FIGURES):
                return figures.figure(of.known, kind, dpi=None if dpi is None else number(dpi, "dpi"), **asked)

        return self._drawn(kind, options, draw)

    def save_figure(
        self,
        kind: str,
        path: str | os.PathLike[str],
        *,
        view: str | None = None,
        dpi: float | None = None,
        **options: Any,
    ) -> Scene:
        """Draw into a file, whole or not at all, as the command line does; the form follows the ending.

        Returns:
            What was drawn, as plain values; its ``notes`` say what a reader should be told beside it.

        Raises:
            FigureError: As :meth:`figure`; or the ending is not .svg, .png or .pdf.
            FormatError: There cannot be a file at that path.
            FileUnwritable: The disk is full, read-only or faulty; what stood there is as it was.
            FileUnconfirmed: The file is there, but its folder could not be flushed.
        """
        from timeline import drawing, figures  # noqa: PLC0415

        target, dots = file_path(path, "path"), None if dpi is None else number(dpi, "dpi")
        with named(drawing.OF_FIGURES):
            drawing.check_target(target, dots, options)

        def draw(of: Exports, given: Mapping[str, Any]) -> Scene:
            asked = of._drawing(kind, view, given)
            with named(drawing.OF_FIGURES):
                return figures.save(of.known, kind, target, dpi=dots, **asked)

        return self._drawn(kind, options, draw)

    def _drawn(self, kind: str, options: Mapping[str, Any], draw: Callable[[Exports, Mapping[str, Any]], T]) -> T:
        """Draw what a figure is about, from the part of the log that bears on it where that is known."""
        from timeline import drawing  # noqa: PLC0415 - only figures ask

        def tell(of: Exports) -> T:
            if of is self or not drawing.leaves_out(self, kind, options):
                return draw(of, options)
            name, tell = ("first_told", drawing.first_told) if kind == "rate" else ("outside", drawing.outside)
            told = tell(self, options, self._by_rows)
            if told is None:
                raise OnlyTheWhole
            return draw(of, {**options, name: told})

        return self._by_part(
            self._of_figure(kind, options),
            tell,
            is_settled=lambda of, error: drawing.is_settled(of, error, options, self._unknown),
            refusing=drawing.meant(kind, options),
        )

    def _unknown(self, asked: Selection) -> Sequence[str] | None:
        return self._by_rows(lambda rows: rows.unknown(asked))

    def _meant(self, asked: Selection) -> Seeds | None:
        """Begin at the entities of a selection, and where nothing is known of one, at the one that was perhaps meant.

        So whoever is refused is told of it.
        """
        meant = (self._by_rows(lambda rows: rows.meant(asked)) or ()) if asked.entities else ()
        return narrow.entities(attrs.evolve(asked, entities=(*asked.entities, *meant)))

    def _of_figure(self, kind: str, options: Mapping[str, Any]) -> Seeds | None:
        """Begin at what a figure is about; None where that is much of the log, or is not known."""
        from timeline import drawing  # noqa: PLC0415 - only figures ask

        if not self.basis.has_parts:
            return None
        try:
            return drawing.part(self, kind, options, self._around)
        except TimelineError:
            return None  # whoever draws words it

    def _drawing(self, kind: str, view: str | None, options: Mapping[str, Any]) -> Options:
        """Read the options of a figure as people give them."""
        from timeline import drawing  # noqa: PLC0415 - only figures ask

        before = options.get("before")
        if isinstance(before, Lookup):
            options = {**options, "before": before.known}
        elif not isinstance(before, Known | None) and (day := clock(before, today=self.asked_on, where="before")):
            options = {**options, "before": self.before(day).known}
        return drawing.options(self, kind, self._named(view), options)
