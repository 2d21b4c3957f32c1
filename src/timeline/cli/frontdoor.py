"""The first screen of the command line: five commands to begin with, the rest in groups, and an example of each.

Law of this module: it says nothing that the commands' own help does not; each example runs as it stands, in a log that
has what it names.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

EXAMPLES: Final[Mapping[str, str]] = {
    "init": "timeline init",
    "add": 'timeline add "R2 moved to Nvidia" --occurred "2025?-08" \\\n    --source trivium --fact R2.training=Nvidia',
    "source": 'timeline source trivium --publisher "Trivium China" --published 2025-08-14',
    "report": "timeline report 4631b970 financial-times --reported 2025-08-14",
    "correct": 'timeline correct 4631b970 --set "occurred=[..2025-08-14]" --because "the report is dated"',
    "retract": 'timeline retract 4631b970 --because "it was another model"',
    "link": "timeline link 4631b970 contradicts 77aa01c2",
    "redact": 'timeline redact 4631b970 --because "a private address stood in it"',
    "attach": "timeline attach trivium page.html --retrieved 2025-08-20",
    "import": "timeline import events.csv --column Headline=title --dry-run",
    "checkpoint": "timeline checkpoint",
    "list": "timeline list --as-of 2025-12-31",
    "show": "timeline show 4631b970",
    "state": "timeline state hardware --as-of 2025-12-31",
    "why": "timeline why R2.training --as-of 2025-12-31",
    "diff": "timeline diff 2025-08-01 2025-12-31",
    "sources": "timeline sources 4631b970",
    "entities": "timeline entities",
    "conflicts": "timeline conflicts",
    "history": "timeline history R2.training",
    "stats": "timeline stats --since 2025",
    "figure": "timeline figure state --view hardware -o hardware.svg",
    "page": "timeline page -o page.html",
    "export": "timeline export -o log.jsonl",
    "date": 'timeline date "2025?-08" "[..2025-08-14]"',
    "views": "timeline views",
    "schema": "timeline schema list",
    "check": "timeline check",
    "doctor": "timeline doctor",
    "completion": "timeline completion bash",
    "help": "timeline help standing",
}
"""Of each command one line that a shell runs as it stands."""

FIRST: Final = ("init", "source", "add", "list", "state")
_GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    "Write": ("report", "correct", "retract", "link", "attach", "import", "redact", "checkpoint"),
    "Ask": ("show", "why", "diff", "sources", "entities", "conflicts", "history", "stats", "views"),
    "Draw and hand on": ("figure", "page", "export"),
    "Check": ("check", "doctor"),
    "Explain": ("help", "date", "schema", "completion"),
}
MORE: Final = """\
`timeline help WORD` explains a command, a topic (standing, dates, clocks, answers) or a word of an answer, such as
disputed. `timeline COMMAND --help` has all options and an example.

Documentation: README.md, and docs/commands.md, docs/semantics.md, docs/dates.md, docs/importing.md beside it."""


def groups(names: Iterable[str], writing: Iterable[str]) -> dict[str, list[str]]:
    """Put all commands but the first five into groups, in their order; one that no group names is there too.

    Args:
        names: All commands.
        writing: Those that write.
    """
    known, writes = list(names), frozenset(writing)
    found = {title: [name for name in members if name in known] for title, members in _GROUPS.items()}
    placed = {name for members in found.values() for name in members} | set(FIRST)
    for name in known:
        if name not in placed:
            found["Write" if name in writes else "Ask"].append(name)
    return found
