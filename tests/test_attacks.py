"""Every attack against every set-up, done on a real log; docs/attacks.md is what was found, and nothing else.

TIMELINE_REWRITE=1 writes that page again.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import attrs
import pytest

import attacks
from attacks import ATTACKS, SET_UPS
from timeline import chain, checking
from timeline.errors import Finding

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


# --- the rule for pull requests ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def repository(tmp_path_factory):
    """A log in git with one commit, and the rule beside it as docs/ci.md prints it."""
    folder = tmp_path_factory.mktemp("rule")
    git_of = next(set_up for set_up in SET_UPS if set_up.has_git)
    case = attacks.guarded(folder / "log", attrs.evolve(git_of, has_checkpoints=True), None)
    rule = (PAGE.parent / "ci.md").read_text(encoding="utf-8").split("```sh\n")[1].split("```")[0]
    (folder / "sealed.sh").write_text(rule)
    return case


def rejects(case):
    """Commit what was done, and run the rule; what it says where it rejects."""
    attacks.git(case.folder, "add", "-A")
    attacks.git(case.folder, "commit", "-qm", "more")
    environment = attacks.GIT | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    rule = subprocess.run(
        ["sh", str(case.folder.parent / "sealed.sh"), case.commit],
        cwd=case.folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert rule.returncode in {0, 1}, rule.stderr
    return rule.stderr if rule.returncode else None


def a_copy(case, name):
    folder = case.folder.parent / name
    shutil.copytree(case.folder, folder)
    return attrs.evolve(case, folder=folder)


def test_a_pull_request_that_only_adds_is_let_in(repository):
    case = a_copy(repository, "adds")
    attacks.LogFiles(folder=str(case.folder / "events")).append([attacks.a_draft(title="new")], by="eve")
    assert rejects(case) is None


def test_a_pull_request_on_an_older_commit_is_not_blamed_for_what_came_in_since(repository):
    case = a_copy(repository, "older")
    attacks.git(case.folder, "checkout", "-qb", "theirs")
    log = attacks.LogFiles(folder=str(case.folder / "events"))
    log.append([attacks.a_draft(title="new")], by="eve")
    attacks.git(case.folder, "add", "-A")
    attacks.git(case.folder, "commit", "-qm", "theirs")
    attacks.git(case.folder, "checkout", "-q", "main")
    log.append([attacks.a_draft(title="meanwhile")], by="ada")
    attacks.git(case.folder, "add", "-A")
    attacks.git(case.folder, "commit", "-qm", "meanwhile")
    main = attacks.git(case.folder, "rev-parse", "HEAD")
    attacks.git(case.folder, "checkout", "-q", "theirs")
    (case.folder / "other").write_text("x")
    assert rejects(attrs.evolve(case, commit=main)) is None


@pytest.mark.parametrize(
    ("name", "act"),
    [
        ("edited", attacks.edit),
        ("made to fit", attacks.edit_and_hash_the_rest),
        ("removed", attacks.delete(-1)),
        ("renamed", attacks.rename),
        ("a checkpoint", attacks.alter_a_checkpoint),
        ("no checkpoints", attacks.remove_the_checkpoints),
    ],
)
def test_a_pull_request_that_touches_what_is_sealed_is_rejected(repository, name, act):
    case = a_copy(repository, name)
    act(case.folder / "events", case.kept)
    assert "sealed" in rejects(case)


def test_a_pull_request_that_adds_a_bad_file_is_rejected(repository):
    case = a_copy(repository, "bad")
    (case.folder / "events" / "2026" / "2026-11-24T0000Z-eve-000000.jsonl").write_text("{}\n")
    assert "findings" in rejects(case)


# --- every bit and byte of a log ---------------------------------------------------------------------------------


@pytest.mark.parametrize("step", [7, pytest.param(1, marks=pytest.mark.nightly)])
def test_every_flipped_bit_and_every_lost_byte_of_a_log_is_found(tmp_path, step):
    """As in test_codec for a line, here for whole files: line ends, the first and the last line too."""
    attacks.build(tmp_path)
    files = {
        str(path.relative_to(tmp_path / "events")): b"".join(lines)
        for path, lines in attacks.lines_of(tmp_path / "events").items()
    }

    def is_found(name, altered):
        given = files | {name: altered}
        found = chain.check((one, segments_lines(text)) for one, text in given.items())
        return any(isinstance(item, Finding) for item in found)

    def segments_lines(text):
        return text.splitlines(keepends=True) if b"\r" not in text else checking._lines(text)

    tried = 0
    for name, text in files.items():
        for place in range(len(text)):
            ways = [text[:place] + text[place + 1 :]]
            ways += [text[:place] + bytes([text[place] ^ 1 << bit]) + text[place + 1 :] for bit in range(8)]
            for altered in ways if place % step == 0 else ways[:1]:
                tried += 1
                assert is_found(name, altered), f"{name}, byte {place}"
    assert tried > 5000
