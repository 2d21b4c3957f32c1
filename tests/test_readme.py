"""README is true beyond its commands: its two targets, its links, its words. `tests/docs/` runs what stands on it."""

import re
from pathlib import Path

import pytest

from timeline.text.topics import STANDING

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"


@pytest.mark.parametrize("target", ["make", "make test"])
def test_the_two_commands_are_named_and_exist(target):
    text = README.read_text(encoding="utf-8")
    assert re.search(rf"^{target}$", text, re.MULTILINE)
    goal = target.partition(" ")[2] or "story"
    assert re.search(rf"^{goal}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


def test_every_link_into_the_repository_leads_somewhere():
    for page in [README, *ROOT.glob("docs/**/*.md"), ROOT / "CONTRIBUTING.md"]:
        for target in re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8")):
            if "://" not in target and not target.startswith("mailto:"):
                assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_every_word_of_standing_is_explained():
    text = README.read_text(encoding="utf-8")
    for word, (says, _) in STANDING.items():
        assert f"| **{word}** | {says} |" in text
