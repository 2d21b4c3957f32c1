"""What to do where a command does not take an option that most reading commands share.

Law of this module: a shared option that is missing is missing for a reason, which is said, with what to do instead.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

CLOCKS: Final = ("--as-of", "--on", "--recorded-by", "--at-checkpoint", "--strict")
FILTERS: Final = ("--entity", "--tag", "--source", "--type", "--grep", "--value", "--since", "--until")
ORDER: Final = ("--limit", "--sort", "--reverse")
FORM: Final = ("--format", "--json", "-o")
SHARED: Final = (*CLOCKS, *FILTERS, *ORDER, *FORM)
"""The options that reading commands share."""

_ASKS_NOTHING: Final[Mapping[str, str]] = {
    "date": "it reads the texts that it is given, and asks no log",
    "views": "it lists what timeline.toml declares now; to ask a view: timeline state VIEW {option}",
    "schema": "it prints a text that is the same for every log; give it a name alone: timeline schema list",
    "check": "it verifies the whole log, whatever is asked for; to ask: timeline {asking} {option}",
    "doctor": "it looks at this machine and at the log as it lies; to ask: timeline {asking} {option}",
    "completion": "it prints what a shell reads: timeline completion bash",
    "help": "it prints help: timeline help list",
}
_DRAWN: Final = frozenset({"figure", "page"})


def instead(command: str, option: str) -> str | None:
    """Say why a command does not take a shared option, and what to do instead; None where that is not known.

    >>> instead("page", "--json")
    'the form follows the ending of -o FILE'
    """
    if option not in SHARED:
        return None
    if command in _ASKS_NOTHING:
        return _ASKS_NOTHING[command].format(option=option, asking="state VIEW" if option == "--on" else "list")
    if command == "diff" and option == "--as-of":
        return "diff takes its two as-of dates as arguments: timeline diff 2025-08-31 2026-06-30"
    if command == "diff" and option == "--on":
        return "the day of the world follows each of its dates; for one day: timeline state VIEW --as-of D1 --on DAY"
    if option == "--on":
        return "choose a time by --since and --until; about one day state, why, figure, page and export are asked"
    if command == "show" and option in FILTERS:
        return f"it tells all about what each ID names; to choose among events: timeline list {option}"
    if command in _DRAWN and option in FORM:
        return "the form follows the ending of -o FILE"
    if command == "export" and option == "--json":
        return "for rows: timeline list --json; for the records of the log: timeline export --format jsonl"
    if command in _DRAWN or command == "export":
        return f"it holds all that fits; ask for fewer by a filter, or for rows: timeline list {option}"
    return None
