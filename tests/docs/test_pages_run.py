"""Every page is true: each block of commands on it is run, in its order, and must answer as printed.

`TIMELINE_REWRITE=1 pytest tests/docs/test_pages_run.py` writes the answers into the pages again; what differs only in
ids and stamps stays as it is. `tests/blocks.py` describes the comments by which a page says what its blocks need.
"""

import datetime as dt
import importlib.util
import json
import os
import shutil
import tomllib

import pytest

from blocks import ROOT, Note, masked, only_make, pages, parts, read, steps, written
from shell import Shell

RUN = [page for page in pages() if any(isinstance(one, Note) or one.language for one in parts(read(page)))]


def is_here(need):
    """Whether this machine has a module, or a program."""
    kind, _, name = need.rpartition(" ")
    try:
        return (shutil.which(name) if kind == "program" else importlib.util.find_spec(name)) is not None
    except ModuleNotFoundError:  # as tests/bare hides one
        return False


@pytest.mark.parametrize("page", RUN)
def test_what_stands_on_the_page_is_so(page, tmp_path):
    text = read(page)
    shell = Shell(tmp_path)
    answers, left_out = [], []
    try:
        for part in parts(text):
            place = f"{page}:{part.line}"
            lacks = [need for need in part.needs if not is_here(need)]
            if lacks:
                left_out.append(f"line {part.line} needs {', '.join(lacks)}")
            elif isinstance(part, Note):
                done(shell, part, place)
            elif part.file is not None:
                file = shell.here / part.file
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(part.text, encoding="utf-8")
            elif part.not_run is None:
                answers += run(shell, part, place)
    finally:
        shell.close()
    if os.environ.get("TIMELINE_REWRITE"):
        for part, answer in reversed(answers):
            text = text[: part.start] + answer + text[part.end :]
        (ROOT / page).write_text(text, encoding="utf-8")
    if left_out:
        pytest.skip(f"{page} is true, but was not tried as a whole: {'; '.join(left_out)}")


def done(shell, note, place):
    if note.word == "folder":
        shell.begin(note.said)
    elif note.word == "before":
        said, status = shell.type(f"set -e\n{note.said}")
        assert status == 0, f"{place}: {said}"


def run(shell, block, place):
    """Run a block; give it with its answers, where they are to be written."""
    if block.language == "console":
        typed = [(command, answered, shell.type(command)[0]) for command, answered in steps(block.text)]
        if os.environ.get("TIMELINE_REWRITE"):
            kept = [
                (command, "\n".join(was) if masked("\n".join(was)) == masked(now) else now)
                for command, was, now in typed
            ]
            yield block, written(kept)
            return
        today = dt.datetime.now(dt.UTC).date().isoformat()
        for command, answered, answer in typed:
            assert today not in "\n".join(masked(answer)), f"{place}: {command}: the answer depends on today's date"
            assert masked(answer) == masked("\n".join(answered)), f"{place}: {command}"
    elif block.language == "sh" and not only_make(block.text):
        said, status = shell.type(f"set -e\n{block.text}")
        assert status == 0, f"{place}: {said}"
    elif block.language == "python":
        said = shell.python(block.text, place)
        assert said is None, f"{place}: {said}"
    elif block.language == "toml":
        tomllib.loads(block.text)
    elif block.language == "json":
        for line in block.text.splitlines():
            json.loads(line)
