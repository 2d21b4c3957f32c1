"""Runs: one value of a cell over stretches that follow each other, and the bars that show it.

Law of this module: a bar is solid exactly where the cell surely has the value, and hollow where it possibly has it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import attrs

from timeline.dates.values import NEVER_AFTER, Answer, Moment
from timeline.figures.describe.chart import Bar
from timeline.figures.describe.shapes import Outline
from timeline.records.model import value_key
from timeline.views.overtime import Stretch
from timeline.views.table import CellValue


@attrs.frozen(kw_only=True)
class Part:
    """A value over one stretch."""

    lo: Moment
    hi: Moment
    value: CellValue

    @property
    def is_sure(self) -> bool:
        """Whether the cell surely has the value then."""
        return self.value.answer is Answer.YES


def gather(found: Iterable[Stretch]) -> list[list[Part]]:
    """Gather the stretches in which a value goes on without a gap, in the order of their starts."""
    runs: list[list[Part]] = []
    current: dict[tuple[Any, ...], list[Part]] = {}
    for stretch in found:
        going: dict[tuple[Any, ...], list[Part]] = {}
        for value in stretch.cell.values:
            key = value_key(value.value)
            run = current.get(key)
            if run is None:
                run = []
                runs.append(run)
            run.append(Part(lo=stretch.lo, hi=stretch.hi, value=value))
            going[key] = run
        current = going
    return runs


def bars_of(run: Sequence[Part]) -> Iterable[Bar]:
    """Draw a run: it rises to where it is sure, and falls from where it no longer is."""
    sure = [place for place, part in enumerate(run) if part.is_sure]
    if not sure:
        yield Bar(outline=_unsure(run), light=True, standing=run[0].value.standing)
        return
    first, last = sure[0], sure[-1]
    if first:
        rise: Outline = ((run[0].lo, 0.0), (run[first].lo, 1.0))
        yield Bar(outline=rise, light=True, standing=run[0].value.standing)
    yield from _sure(run[first : last + 1])
    if last + 1 < len(run):
        end = run[-1].hi
        fall: Outline = ((run[last].hi, 1.0), (end, 1.0 if end == NEVER_AFTER else 0.0))
        yield Bar(outline=fall, light=True, standing=run[-1].value.standing)


def _sure(run: Sequence[Part]) -> Iterable[Bar]:
    """Draw what is sure, with whatever lies between; neighbours that look alike are one bar."""
    lo = run[0].lo
    for part, following in zip(run, [*run[1:], None], strict=True):
        alike = (
            following is not None
            and part.is_sure == following.is_sure
            and part.value.standing == following.value.standing
        )
        if not alike:
            yield Bar(outline=((lo, 1.0), (part.hi, 1.0)), light=not part.is_sure, standing=part.value.standing)
            lo = following.lo if following is not None else lo


def _unsure(run: Sequence[Part]) -> Outline:
    """Draw a run that is nowhere sure, tapered over what its facts leave open of its start and its end."""
    lo, hi = run[0].lo, run[-1].hi
    facts = {id(fact): fact for part in run for fact in part.value.facts}.values()
    begun = min((fact.start.hi_start for fact in facts), default=lo)
    over = max((fact.end.lo_end if fact.end else NEVER_AFTER for fact in facts), default=hi)
    rise = [(lo, 0.0), (begun, 1.0)] if lo < begun < hi else [(lo, 1.0 if begun <= lo else 0.0)]
    fall = [(over, 1.0), (hi, 0.0)] if max(lo, begun) < over < hi else [(hi, 1.0)]
    return (*rise, *fall)
