"""The first screen of the command line: five commands to begin with, the rest in groups, and an example of each.

Law of this module: it imports no command, and says nothing that the commands' own help does not; each example runs as
it stands, in a log that has what it names.
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
    "push": "timeline push postgres://ada@localhost/story",
    "pull": "timeline pull postgres://ada@localhost/story",
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

SAID: Final[Mapping[str, str]] = {
    "init": "Begin a log in DIR (by default -C, else `events`).",
    "add": "Add an event; or, where TITLE is `-`, every record on standard input.",
    "source": "Add a publication, under the short NAME that events will cite it by.",
    "report": "Add one more report, by the source NAME, on the event ID.",
    "correct": "Replace fields of the record ID (of report n within it: ID#n; of a source: its name).",
    "retract": "Take the record ID back (report n within it: ID#n; a source: its name).",
    "link": "Say how two events are related: FROM contradicts, supersedes, is the same-event as, or is derived-from "
    "TO.",
    "redact": "Remove the text of the record ID from the log's files, for legal or safety reasons.",
    "attach": "Keep a copy of what SOURCE said: the bytes of FILE, beside the log, under their SHA-256.",
    "import": "Add all the records that FILE holds, or none: a spreadsheet, JSON lines, or what another program wrote.",
    "checkpoint": "Write down what the log holds now, so that others can tell whether it was changed.",
    "push": "Send to a PostgreSQL server what it lacks of this log: records, and checkpoints.",
    "pull": "Bring from a PostgreSQL server what this log lacks: records, and checkpoints.",
    "list": "List the events that were known, in the order in which they happened.",
    "show": "Show all there is about an event, a source (by its name), or any other record.",
    "state": "Show a view, entities by properties, as it was on a day, from what was known as of a day.",
    "why": "Show the events behind a cell: what stands in it, what lost, and why each lost.",
    "diff": "Show what changed from what was known as of D1 to what was known as of D2; the state's day follows each.",
    "sources": "List the sources that were published by then, and what each rests on.",
    "entities": "List every entity of which something is said, so that a slip of the pen is seen.",
    "conflicts": "Show what cannot all be so, surely or possibly, and who says what.",
    "stats": "Count what was known: events by standing, facts, reports, sources, entities, and from when to when.",
    "history": "Show how a record came to be what it is; or a cell over all as-of days; or the whole log as it was "
    "written.",
    "figure": "Draw what was known: `events`, what happened when; `state`, a view over time.",
    "page": "Write one offline HTML file: a slider over as-of days, the views, the events, and their sources.",
    "export": "Write the log for another tool: to FILE, whole or not at all.",
    "date": "Say how each TEXT is read as a date; `-` reads the texts from standard input, one a line.",
    "views": "List the views that the log declares in its timeline.toml, and those that installed packages offer.",
    "schema": "Print the JSON Schema of a form: of a record, of a command's JSON, of an error.",
    "check": "Verify every line of the log, and name what does not fit together.",
    "doctor": "Look at what surrounds the log: git, the disk, the clock, and what drawing needs.",
    "completion": 'Print what makes a shell complete commands and options: `eval "$(timeline completion bash)"`.',
    "help": "Explain WORD: a command, or one of standing, dates, clocks, answers, columns.",
}
"""What each command's own help says first: here too, so that the first screen and a shell's completion import none."""

FIRST: Final = ("init", "source", "add", "list", "state")
_GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    "Write": ("report", "correct", "retract", "link", "attach", "import", "redact", "checkpoint"),
    "Ask": ("show", "why", "diff", "sources", "entities", "conflicts", "history", "stats", "views"),
    "Draw and hand on": ("figure", "page", "export"),
    "Share": ("push", "pull"),
    "Check": ("check", "doctor"),
    "Explain": ("help", "date", "schema", "completion"),
}
MORE: Final = """\
`timeline help WORD` explains a command, a topic (standing, dates, clocks, answers, columns) or a word of an answer,
such as disputed. `timeline COMMAND --help` has all options and an example.

Documentation: README.md, and docs/commands.md, docs/semantics.md, docs/dates.md, docs/importing.md beside it."""


def groups(names: Iterable[str], writing: Iterable[str]) -> dict[str, list[str]]:
    """Put all commands but the first five into groups, in their order; one that no group names is there too."""
    known, writes = list(names), frozenset(writing)
    found = {title: [name for name in members if name in known] for title, members in _GROUPS.items()}
    placed = {name for members in found.values() for name in members} | set(FIRST)
    for name in known:
        if name not in placed:
            found["Write" if name in writes else "Ask"].append(name)
    return found
