"""What pages may hold: each block says what it is, and each command, option and target that a text names exists."""

import re

import pytest

from blocks import FOLDERS, MADE, REASONS, ROOT, Note, pages, parts, read
from timeline.cli.boundary import COMMANDS
from timeline.cli.main import cli

PAGES = pages()
SPOKEN = ("", "console", "csv", "json", "python", "sh", "sql", "toml", "{include}", "{toctree}", "{eval-rst}")


@pytest.mark.parametrize("page", PAGES)
def test_the_page_says_of_every_block_what_it_is(page):
    """A block in no language holds no command, and what is not run is not run for a reason that is allowed."""
    for part in parts(read(page)):
        place = f"{page}:{part.line}"
        if isinstance(part, Note):
            assert part.word != "folder" or part.said in FOLDERS, place
            continue
        assert part.language in SPOKEN, place
        assert part.not_run is None or part.not_run in REASONS, place
        if part.language == "":
            commands = re.findall(
                r"^(?:\$ |[A-Z_]+=\S+ )*((?:\S*bin/)?(?:timeline|python|pip|git|mutmut) .*)$", part.text, re.MULTILINE
            )
            assert part.not_run or not commands, f"{place}: mark this block as console or sh"


@pytest.mark.parametrize("page", PAGES)
def test_no_command_hides_in_indented_text(page):
    text = re.sub(r"^ *```.*?^ *```$", "", read(page).partition(MADE)[0], flags=re.DOTALL | re.MULTILINE)
    assert re.findall(r"(?m)^(?: {4}|\t)(?:\$ )?(?:timeline|make|git|pip) .*$", text) == []


def test_every_command_that_a_text_names_exists_with_its_options():
    """Commands within a sentence are not run; but there is such a command, and it has these options."""
    seen = 0
    for page in PAGES:
        text = re.sub(r"^ *```.*?^ *```$", "", read(page).partition(MADE)[0], flags=re.DOTALL | re.MULTILINE)
        for code in re.findall(r"`(timeline [^`]+)`", text):
            words = re.sub(r"^timeline (\[-C LOGDIR\]|-C \S+)? ?", "", " ".join(code.split())).split(" ")
            name, options = words[0], re.findall(r"(?<=\s)(--?[a-zA-Z][a-z-]*)", " ".join(words))
            assert name in COMMANDS or name.isupper() or name.startswith("-"), f"{page}: {code}"
            has = (
                {one for param in cli.get_command(None, name).params for one in param.opts} if name in COMMANDS else ()
            )
            assert set(options) <= {*has, "--help"}, f"{page}: {code}"
            seen += 1
    assert seen > 80


def test_every_target_of_make_on_a_page_exists():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    named = {
        (page, target)
        for page in PAGES
        for target in re.findall(r"(?:^|`|; )make ([a-z][a-z-]*)(?=[`\s;])", read(page), re.MULTILINE)
    }
    assert len(named) > 10
    assert [one for one in named if one[1] not in targets] == []
