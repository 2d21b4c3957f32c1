"""Which known word was probably meant: by its spelling, or because another program calls the same thing so.

Law: a word that leads to another means the same or less. None leads to a step that cannot be undone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

LIKE_ENOUGH: Final = 0.6
"""How much of two words must agree, from 0 to 1, as difflib counts it."""


def near(word: str, candidates: Iterable[str], *, least: float = LIKE_ENOUGH) -> str | None:
    """Give the candidate that is spelled most like a word, whatever its capitals; None where none is near.

    Of several that are equally near, the last in the order of the alphabet.

    >>> near("Hardwear", ["models", "hardware"]), near("xyz", ["models"])
    ('hardware', None)
    """
    import difflib  # noqa: PLC0415 - only a slip of the pen pays for it

    names: dict[str, str] = {}
    for name in sorted(candidates):
        names.setdefault(name.lower(), name)
    close = difflib.get_close_matches(word.lower(), list(names), 1, least)
    return names[close[0]] if close else None


def did_you_mean(word: str, candidates: Iterable[str], *, least: float = LIKE_ENOUGH) -> str | None:
    """Ask whether the nearest candidate was meant, as a fix; None where none is near."""
    found = near(word, candidates, least=least)
    return None if found is None else was_meant(found)


def was_meant(found: str) -> str:
    """Ask whether a name was meant."""
    shown = found if found.isprintable() else "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in found)
    return f'did you mean "{shown}"?'


# Names that differ by a slip of the pen

_SHORTEST: Final = 4
"""Of shorter names, those that differ by a letter are words of their own: TPU, GPU."""
_UNSEEN: Final = frozenset(" \u00a0-_\u2010\u2011\u2012\u2013\u2014")


def slips(words: Iterable[str], others: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Give for each word the others that are one slip of the pen away, sorted; words without any are left out.

    One slip is a letter too many, too few or another, or two neighbours swapped; or any difference in capitals, blanks
    and hyphens alone. A digit is no slip, as it tells versions apart (R1, R2), nor is a letter in a name of three.

    >>> slips(["Huawai", "R2", "deep-seek"], ["Huawei", "R1", "DeepSeek"])
    {'Huawai': ('Huawei',), 'deep-seek': ('DeepSeek',)}
    """
    looks = {other: _look(other) for other in sorted(set(others))}
    by_look: dict[str, list[str]] = {}
    by_part: dict[str, list[str]] = {}
    for other, look in looks.items():
        by_look.setdefault(look, []).append(other)
        for part in _parts(look):
            by_part.setdefault(part, []).append(other)
    found: dict[str, tuple[str, ...]] = {}
    for word in dict.fromkeys(words):
        look = looks.get(word) or _look(word)
        near = set(by_look.get(look, ()))
        for part in _parts(look):
            alike = by_part.get(part, ())
            if alike and (len(alike) > 1 or alike[0] != word):
                near.update(other for other in alike if other != word and _is_one_slip(look, looks[other]))
        near.discard(word)
        if near:
            found[word] = tuple(sorted(near))
    return found


def _look(word: str) -> str:
    """Give what is left of a name without its capitals, blanks and hyphens."""
    import unicodedata  # noqa: PLC0415 - only new names pay for it

    return "".join(sign for sign in unicodedata.normalize("NFKC", word).casefold() if sign not in _UNSEEN)


def _parts(look: str) -> set[str]:
    """Give a name, and what is left of it without each of its letters in turn: two names of one slip share one."""
    if len(look) < _SHORTEST - 1:
        return set()
    return {look, *(look[:place] + look[place + 1 :] for place in range(len(look)))}


def _is_one_slip(one: str, other: str) -> bool:
    """Say whether two different names are one slip apart, which is not in a digit."""
    if max(len(one), len(other)) < _SHORTEST:
        return False
    start = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    rest, far = one[start:], other[start:]
    while rest and far and rest[-1] == far[-1]:
        rest, far = rest[:-1], far[:-1]
    if any(sign.isdecimal() for sign in rest + far):
        return False
    return max(len(rest), len(far)) == 1 or (len(rest) == 2 and rest == far[::-1])


# Words of other programs


_CORRECT = "correct ID --set FIELD=VALUE --because TEXT"
_RETRACT = "retract ID --because TEXT"
_ADD = "add TITLE --occurred DATE --source NAME"
_LIST = "list"
_SEARCH = "list --grep TEXT"
_STATE = "state VIEW"
_LINK = "link ID same-event ID"
_FORMS = (
    *("arrow", "claimreview", "cloudevents", "csv", "datasette", "ftm", "ics", "jsonl", "long-csv", "md", "mermaid"),
    *("parquet", "prov", "sqlite", "stix", "timelinejs", "timelinejs-sheet", "timesketch", "xlsx"),
)

FOREIGN: Final[Mapping[str, str]] = {
    **dict.fromkeys(
        ("edit", "modify", "update", "change", "amend", "rename", "replace", "set", "fix", "patch", "alter", "mv"),
        _CORRECT,
    ),
    **dict.fromkeys(
        ("delete", "del", "rm", "remove", "drop", "undo", "revert", "rollback", "withdraw", "reset", "discard"),
        _RETRACT,
    ),
    **dict.fromkeys(("insert", "new", "create", "append", "record", "commit", "put", "event", "write", "post"), _ADD),
    **dict.fromkeys(
        ("ls", "events", "select", "query", "register", "reg"),
        _LIST,
    ),
    **dict.fromkeys(("search", "find", "grep", "filter"), _SEARCH),
    **dict.fromkeys(("tags", "tag"), "list --tag NAME"),
    **dict.fromkeys(("print", "count", "aregister"), _LIST),
    **dict.fromkeys(("entity", "names", "name", "who", "actors"), "entities"),
    **dict.fromkeys(("conflict", "contradictions", "clashes", "inconsistencies"), "conflicts"),
    **dict.fromkeys(("log", "show-log", "reflog", "journal", "changelog", "audit", "blame", "annotate"), "history"),
    **dict.fromkeys(("cat", "less", "get", "info", "inspect", "view", "open"), "show ID"),
    **dict.fromkeys(("balance", "bal", "table", "current", "now", "snapshot", "as-of"), _STATE),
    **dict.fromkeys(("explain", "reason", "because"), "why ENTITY.PROPERTY"),
    **dict.fromkeys(("status", "fsck", "verify", "validate", "lint", "test"), "check"),
    **dict.fromkeys(("repair", "mend", "recover", "gc"), "doctor"),
    **dict.fromkeys(("compare", "changes", "delta"), "diff D1 D2"),
    **dict.fromkeys(("cite", "publication", "publisher"), "source NAME --publisher TEXT"),
    **dict.fromkeys(("deny", "confirm", "doubt", "dispute"), "report ID NAME --stance STANCE"),
    **dict.fromkeys(("merge", "join", "relate", "connect"), _LINK),
    **dict.fromkeys(("archive", "capture", "upload"), "attach NAME FILE"),
    **dict.fromkeys(("load", "read", "ingest"), "import FILE"),
    **dict.fromkeys(("save", "dump", "backup", "output"), "export -o FILE"),
    **dict.fromkeys(("seal", "sign", "root"), "checkpoint"),
    **dict.fromkeys(("chart", "plot", "draw", "graph"), "figure events -o FILE"),
    **{kind: f"figure {kind} -o FILE" for kind in ("calendar", "cascade", "lag", "plane", "rate")},
    "belief": "figure belief ENTITY.PROPERTY -o FILE",
    **dict.fromkeys(("html", "web", "site", "serve"), "page -o FILE"),
    **{form: f"export --format {form} -o FILE" for form in _FORMS},
    **dict.fromkeys(("parse", "dates", "edtf"), "date DATE"),
    **dict.fromkeys(("properties", "accounts", "columns", "tables", "config"), "views"),
    **dict.fromkeys(("describe", "schemas", "types"), "schema"),
    **dict.fromkeys(("man", "usage", "docs", "topics"), "help"),
    "version": "--version",
}
"""Words that are no command here, with the command that does it. None leads to ``redact``, which cannot be undone."""

_OF_GIT: Final = frozenset({"push", "pull", "fetch", "clone", "branch", "checkout", "stash", "rebase"})
_FOR_GOOD: Final = frozenset({"redact"})
_SURELY: Final = 0.85

_DATED: Final = ("--occurred", "--published", "--reported", "--retrieved", "--as-of")
FOREIGN_OPTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    **dict.fromkeys(("--date", "--when", "--time", "--at", "--day"), _DATED),
    **dict.fromkeys(("-m", "--message", "--why", "--reason", "--comment", "--note"), ("--because",)),
    **dict.fromkeys(("--author", "--user", "--who"), ("--by",)),
    **dict.fromkeys(("--output", "--out", "--file"), ("-o",)),
    **dict.fromkeys(("--from", "--after", "--begin", "--start"), ("--since",)),
    **dict.fromkeys(("--to", "--before", "--end"), ("--until",)),
    **dict.fromkeys(("--valid", "--valid-time"), ("--on",)),
    **dict.fromkeys(("--recorded", "--system-time", "--transaction-time"), ("--recorded-by",)),
    **dict.fromkeys(("--known", "--known-by"), ("--as-of",)),
    **dict.fromkeys(("--search", "--filter", "--where", "--find"), ("--grep", "--entity")),
    **dict.fromkeys(("--property", "--value", "--set"), ("--fact",)),
    **dict.fromkeys(("--link", "--href"), ("--url",)),
    **dict.fromkeys(("--colour", "--no-color", "--no-colour"), ("--color",)),
    **dict.fromkeys(("-n", "--simulate", "--preview"), ("--dry-run",)),
    **dict.fromkeys(("--fmt", "--form"), ("--format",)),
    **dict.fromkeys(("--entities", "--name"), ("--entity",)),
    "--entity": ("--fact",),
}
"""What other programs call an option, with ours in the order of likelihood: the first that the command has."""


FOREIGN_FORMS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("excel", "spreadsheet"), "xlsx"),
    **dict.fromkeys(("openoffice", "libreoffice", "opendocument"), "ods"),
    **dict.fromkeys(("calendar", "ical", "icalendar"), "ics"),
    **dict.fromkeys(("json", "ndjson", "jsonlines"), "jsonl"),
    "markdown": "md",
    "webpage": "html",
    "sqlite3": "sqlite",
}
"""What other programs call the form of a file, with its name here."""


def form_meant(name: str, forms: Iterable[str]) -> str | None:
    """Say which form of a file was meant, as a fix; None where nobody can tell.

    >>> form_meant("exel", ["csv", "xlsx"])
    'did you mean "xlsx"?'
    """
    there = list(forms)
    called = {word: form for word, form in FOREIGN_FORMS.items() if form in there} | {form: form for form in there}
    found = near(name, called)
    return None if found is None else was_meant(called[found])


def command_meant(word: str, commands: Iterable[str]) -> str | None:
    """Say which command a word leads to, as a fix; None where nobody can tell.

    >>> command_meant("rm", ["retract", "redact"])
    'did you mean "retract"? timeline retract ID --because TEXT'
    """
    known, lower = tuple(commands), word.lower()
    if lower in known:
        return f'did you mean "{lower}"?'
    usage = FOREIGN.get(lower)
    if usage is not None:
        return f'did you mean "{usage.partition(" ")[0]}"? timeline {usage}'
    if lower in _OF_GIT:
        return f"a log is a folder of files: git {lower} does that, with git's own options"
    found = near(lower, [name for name in known if name not in _FOR_GOOD])
    surely = near(lower, known, least=_SURELY)
    found = surely or found
    return None if found is None else f'did you mean "{found}"?'


def option_meant(option: str, own: Iterable[str], others: Mapping[str, Sequence[str]]) -> str | None:
    """Say which option was meant, as a fix; None where nobody can tell.

    >>> option_meant("--date", ["--data", "--occurred"], {})
    'did you mean "--occurred"?'
    """
    there = tuple(own)
    meant = next((name for name in FOREIGN_OPTIONS.get(option.lower(), ()) if name in there), None)
    if meant is not None:
        return f'did you mean "{meant}"?'
    if having := others.get(option):
        listed = having[0] if len(having) == 1 else f"{', '.join(having[:-1])} and {having[-1]}"
        return f"{option} belongs to {listed}"
    found = near(option, there, least=_SURELY)
    return None if found is None else f'did you mean "{found}"?'
