"""Which events a whole question is about: by what they tell, when they happened, and how surely all of that is so."""

from __future__ import annotations

import math

from oracle.answers import World
from oracle.terms import MAYBE, NO, YES, extent, of_all


class Choice(World):
    """A log at its clocks, of which a question chooses events."""

    def chosen(self, question, *, since=None, until=None, strict=False):
        """The ids of the rows that are shown: those that may fit, or strictly those that surely do.

        Args:
            question: What is asked for, several names of each sort: any of them fits, and every sort must.
            since: A date as typed; what may have happened in or after it fits.
            until: The same for in or before.
            strict: Only what surely is known, and surely fits in every respect.
        """
        found = set()
        for group in self.rows():
            fits = [self.fits_any(group, sort, names) for sort, names in question.items() if names]
            answer = min([self.row_known(group), self.happened_within(group, since, until), *fits])
            if answer >= (YES if strict else MAYBE):
                found.add(group[0])
        return found

    def fits_any(self, group, sort, names):
        """Whether one of several names of a sort fits; of tags or types that may read in several ways, in each."""
        if sort not in ("tags", "types"):
            return max(self.is_asked_for(group, sort, name) for name in names)
        ways = self.versions(group[0], "tags" if sort == "tags" else "type")
        return of_all(YES if any(self.reads_as(sort, way, name) for name in names) else NO for way in ways)

    @staticmethod
    def reads_as(sort, way, name):
        """Whether a list of tags has a tag, or a type is another or stands below it."""
        return name in (way or ()) if sort == "tags" else f"{way or 'event'}.".startswith(f"{name}.")

    def happened_within(self, group, since, until):
        """Whether an event happened, whole, in or after one date and in or before another."""
        if since is None and until is None:
            return YES
        lo = -math.inf if since is None else extent(since)[0]
        hi = math.inf if until is None else extent(until)[1]
        answers = []
        for text in self.versions(group[0], "occurred"):
            first, last = (-math.inf, math.inf) if text is None else extent(text)
            if last < lo or first > hi:
                answers.append(NO)
            else:
                answers.append(YES if lo <= first and last <= hi else MAYBE)
        return of_all(answers)
