"""The pages of the documentation, taken apart: each block of code, and what the comments before it say of it.

Comments are HTML comments, which no reader sees:

``<!-- folder: empty -->``
    From here on the page works in a new empty folder; ``the story of this repository``, one with a copy of `events/`;
    ``a clone of this repository``, one with `events/`, `examples/` and the worked example, its packages installed.
``<!-- file: NAME -->``
    The next block is the content of a file of this name, which stands in the folder from here on.
``<!-- before: COMMANDS -->``
    Commands that are run here, and that must succeed. The reader has done such a thing already.
``<!-- needs: MODULE, program NAME -->``
    What the next block, or command before it, needs beside `timeline`; where it is missing, that block is left out,
    and the page ends as skipped, which says so.
``<!-- not run: REASON -->``
    The next block is not run. `REASONS` has all reasons that there are.
"""

import re
from pathlib import Path

import attrs

ROOT = Path(__file__).resolve().parents[1]
MADE = "<!-- From here on the page is made from the commands' own help. -->"
REASONS = {
    "it installs into this machine",
    "it serves until it is stopped",
    "it speaks to a cluster",
    "it speaks to a server",
    "it takes hours",
}
STORY = "the story of this repository"
CLONE = "a clone of this repository"
FOLDERS = {"empty", STORY, CLONE}

_PART = re.compile(
    r"^ *<!-- (?P<word>folder|file|before|needs|not run): (?P<said>.*?) -->$"
    r"|^(?P<indent> *)```(?P<language>[a-z{}-]*)[^\n]*\n(?P<text>.*?)^ *```$",
    re.DOTALL | re.MULTILINE,
)


@attrs.frozen(kw_only=True)
class Block:
    """A block of code: where it stands in the page, its language, its text without the fences."""

    line: int
    start: int
    end: int
    language: str
    text: str
    file: str | None = None
    not_run: str | None = None
    needs: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Note:
    """A comment that is done at its place: folder, before."""

    line: int
    word: str
    said: str
    needs: tuple[str, ...] = ()


def pages():
    """Give every page that people read, by its path in the repository."""
    found = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "examples").rglob("*.md")]
    return sorted(path.relative_to(ROOT).as_posix() for path in found if path.name != "CHANGELOG.md")


def read(page):
    """Give the text of a page."""
    return (ROOT / page).read_text(encoding="utf-8")


def parts(text):
    """Give the notes and blocks of a page in their order."""
    file = not_run = None
    needs = ()
    found = []
    for part in _PART.finditer(text.partition(MADE)[0]):
        line = text.count("\n", 0, part.start()) + 1
        if part["word"] == "needs":
            needs = tuple(part["said"].split(", "))
        elif part["word"] in ("file", "not run"):
            file = part["said"] if part["word"] == "file" else file
            not_run = part["said"] if part["word"] == "not run" else not_run
        elif part["word"] is not None:
            found.append(Note(line=line, word=part["word"], said=part["said"], needs=needs))
        else:
            body = (
                re.sub(rf"^{part['indent']}", "", part["text"], flags=re.MULTILINE) if part["indent"] else part["text"]
            )
            start, end = part.span("text")
            found.append(
                Block(
                    line=line,
                    start=start,
                    end=end,
                    language=part["language"],
                    text=body,
                    file=file,
                    not_run=not_run,
                    needs=needs,
                )
            )
            file = not_run = None
            needs = ()
    return found


def steps(session):
    """Split a session into what is typed and what is answered; a typed line may go on after ``> ``."""
    found = []
    for line in session.splitlines():
        if line.startswith("$ "):
            found.append(([line[2:]], []))
        elif line.startswith("> ") and not found[-1][1]:
            found[-1][0].append(line[2:])
        else:
            found[-1][1].append(line)
    return [("\n".join(typed), answered) for typed, answered in found]


def written(steps_):
    """Write a session, as :func:`steps` reads it."""
    return "".join(
        "$ " + command.replace("\n", "\n> ") + "\n" + (answer + "\n" if answer else "") for command, answer in steps_
    )


def masked(text):
    """Put one sign for what differs between runs: ids, stamps of now, and this year where a year is to be said."""
    text = re.sub(r"(say which year: )\d{4}(\S*, )\d{4}", r"\1·\2·", text)
    text = re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", "·", text)
    text = re.sub(r"known from \d+ \w+ \d{4}, the day", "known from ·, the day", text)
    text = re.sub(r"\b[0-9a-f]{7,64}\b", "·", text)
    text = re.sub(r"\d{4}-\d\d-\d\dT\d{4}Z-[a-z]+-·|\d{4}-\d\d-\d\dT\d{4}Z-[a-z]+-[0-9a-f]+", "·", text)
    return [line.rstrip() for line in text.splitlines()]


def only_make(text):
    """Whether a block names commands of make alone: each is a job by itself."""
    return all(re.match(r"make\b|#|$", line) for line in text.splitlines())
