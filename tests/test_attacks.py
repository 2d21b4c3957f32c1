"""Every attack against every set-up, done on a real log; docs/attacks.md is what was found, and nothing else.

TIMELINE_REWRITE=1 writes that page again.
"""

import os
import shutil
from pathlib import Path

import attrs
import pytest

import attacks
from attacks import ATTACKS, SET_UPS

PAGE = Path(__file__).parent.parent / "docs" / "attacks.md"
SEGMENTS = "2*/**/*.jsonl"
WORDS = {"told": "**told**", "undone": "**not seen**, records as before"}

pytestmark = pytest.mark.skipif(
    shutil.which("git") is None or shutil.which("ssh-keygen") is None, reason="git or ssh-keygen is not installed"
)

OPENING = """\
# Attacks on a log, and what sees them

Written by `tests/test_attacks.py`, which does each of these to a real log, in each set-up, and then asks. A cell names
the codes of what `timeline check` finds. `git diff` stands for the rule of [ci.md](ci.md), `ssh-keygen` for a signature
that is verified against signers kept elsewhere. **told**: nothing is found, and an answer about the past says how
many of its records arrived after the last checkpoint. **not seen**: neither. The log has ten records of two
writers in three segments; one is redacted; checkpoints were written after the second segment and after the third.

What came after the last checkpoint, signature or kept root is no better guarded than a log alone.

## The attack, and nothing more

"""

TIDIED = """
## And everything made to fit again

The same attacks, and then whoever did it tidies up: file names that fit, all checkpoints made anew, signed with
a key of their own, which they put into the `allowed_signers` of the log. So a checkpoint that lies beside the log
guards against accidents, not against people who can write there; what was kept elsewhere guards against them.
Whoever attacks chooses the table that suits them. *Records as before*: tidying up undid what was done to the segments.

"""


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    """What was seen of each attack in each set-up: codes, or None where there is nothing to do."""
    folder = tmp_path_factory.mktemp("attacks")
    ours, theirs = attacks.a_key(folder / "ada"), attacks.a_key(folder / "eve")
    seen = {}
    for set_up in SET_UPS:
        origin = folder / set_up.name
        case = attacks.guarded(origin, set_up, ours)
        for attack in ATTACKS:
            for is_tidied in (False, True):
                if not attack.applies(set_up):
                    seen[attack.number, set_up.name, is_tidied] = None
                    continue
                copy = folder / "copy"
                shutil.copytree(origin, copy)
                tried = attrs.evolve(case, folder=copy)
                before = attacks.content(copy / "events")
                attack.act(copy / "events", case.kept)
                assert attacks.content(copy / "events") != before, f"{attack.words}, {set_up.name}"
                if is_tidied:
                    attacks.tidy_up(tried, set_up, theirs)
                codes = attacks.seen_by(tried)
                is_undone = (
                    is_tidied
                    and attacks.content(copy / "events", SEGMENTS).items()
                    == {name: text for name, text in before.items() if name.endswith(".jsonl")}.items()
                )
                seen[attack.number, set_up.name, is_tidied] = codes or ({"undone"} if is_undone else codes)
                shutil.rmtree(copy)
    return seen


def cell(codes):
    if codes is None:
        return "-"
    if not codes:
        return "**not seen**"
    return ", ".join(WORDS.get(code, f"`{code}`") for code in sorted(codes))


def table(found, *, is_tidied):
    rows = [
        ["", "attack", *(set_up.words for set_up in SET_UPS)],
        ["---"] * (2 + len(SET_UPS)),
        *(
            [attack.number, attack.words, *(cell(found[attack.number, s.name, is_tidied]) for s in SET_UPS)]
            for attack in ATTACKS
        ),
    ]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def test_the_page_says_exactly_what_was_found(found):
    text = OPENING + table(found, is_tidied=False) + TIDIED + table(found, is_tidied=True)
    if os.environ.get("TIMELINE_REWRITE") == "1":
        PAGE.write_text(text, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("set_up", SET_UPS, ids=lambda one: one.name)
def test_a_log_that_nobody_touched_has_no_findings(tmp_path, set_up):
    case = attacks.guarded(tmp_path / "log", set_up, attacks.a_key(tmp_path / "ada"))
    assert attacks.seen_by(case) == set()
