"""Every attack against every set-up, done on a real log; docs/attacks.md is what was found, and nothing else.

TIMELINE_REWRITE=1 writes that page again.
"""

import csv
import itertools
import os
import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path
from xml.etree import ElementTree as ET

import attacks
import attrs
import msgspec
import pytest
from attacks import ATTACKS, SET_UPS

from builders import let_in
from terminals import at_a_terminal
from timeline.errors import LogBroken
from timeline.store import checkpoints
from timeline.verify import checkpoint
from timeline.verify.graph import Lineage
from timeline.verify.outline import outline

PAGE = Path(__file__).parents[2] / "docs" / "attacks.md"
SEGMENTS = "2*/**/*.jsonl"
WORDS = {"told": "**told**", "undone": "**not seen**, records as before"}

MISSING = [name for name in ("git", "ssh-keygen") if shutil.which(name) is None]
pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"{' and '.join(MISSING)} not installed")

OPENING = """\
# Attacks on a log, and what sees them

Written by `tests/verify/test_attacks.py`, which does each of these to a real log, in each set-up, and then asks. A
cell names the codes of what `timeline check` finds. `git diff` stands for the rule of [ci.md](ci.md). **told**:
nothing is found, and an answer about the past says how many of its records arrived after the last checkpoint. **not
seen**: neither. The log has ten records of two writers in three segments; one is redacted; checkpoints were written
after the second segment and after the third. *In a clone that ran `check` before* means before the attack, and that
whoever did it left the `.index` folder of this clone alone: git does not carry it, so that is what comes by a pull.

What came after the last checkpoint, signature, kept root or check is no better guarded than a log alone.

## The attack, and nothing more

"""

TIDIED = """
## And everything made to fit again

The same attacks, and then whoever did it tidies up: file names that fit, all checkpoints made anew, signed with
a key of their own, which they put into the `allowed_signers` of the log. So a checkpoint that lies beside the log
guards against accidents, not against people who can write there; what was kept elsewhere guards against them.
Whoever attacks chooses the table that suits them. *Records as before*: tidying up undid what was done to the segments.

"""


@pytest.fixture(scope="module", autouse=True)
def _each_signature_is_verified_once():
    """What ssh-keygen says depends on the bytes that it is given alone: hundreds of attacks leave most of them be."""
    asked, told = checkpoints._ssh_keygen, {}

    def ask(options, *, standard_input=b""):
        words = tuple(Path(word).read_bytes() if Path(word).is_file() else word for word in options)
        if (words, standard_input) not in told:
            told[words, standard_input] = asked(options, standard_input=standard_input)
        return told[words, standard_input]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(checkpoints, "_ssh_keygen", ask)
        yield


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    """What was seen of each attack in each set-up: codes, or None where there is nothing to do.

    Set-ups that differ only in what is asked share the log, and what was done to it.
    """
    folder = tmp_path_factory.mktemp("attacks")
    ours, theirs = attacks.a_key(folder / "ada"), attacks.a_key(folder / "eve")
    seen = {}
    for number, alike in enumerate({one.is_built_like: one for one in SET_UPS}.values()):
        case = attacks.guarded(folder / f"log{number}", alike, ours)
        asked = [set_up for set_up in SET_UPS if set_up.is_built_like == alike.is_built_like]
        for attack, is_tidied in itertools.product(ATTACKS, (False, True)):
            does_apply = attack.applies(alike)
            told = tried(case, attack, alike, asked, theirs if is_tidied else None) if does_apply else {}
            seen |= {(attack.number, set_up.name, is_tidied): told.get(set_up.name) for set_up in asked}
    return seen


def tried(case, attack, alike, asked, key):
    """Do an attack to a copy, tidied up with a key where one is given, and ask; what was seen, by set-up."""
    copy = case.folder.parent / "copy"
    shutil.copytree(case.folder, copy)
    done = attrs.evolve(case, folder=copy)
    before = attacks.content(copy / "events")
    attack.act(copy / "events", case.kept)
    assert attacks.content(copy / "events") != before, attack.words
    if key is not None:
        attacks.tidy_up(done, alike, key)
    segments = {name: text for name, text in before.items() if name.endswith(".jsonl")}
    is_undone = key is not None and attacks.content(copy / "events", SEGMENTS) == segments
    told = {set_up.name: attacks.seen_by(done, set_up) or ({"undone"} if is_undone else set()) for set_up in asked}
    shutil.rmtree(copy)
    return told


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
    assert attacks.seen_by(case, set_up) == set()


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
    assert ", 1 finding\n" in rejects(case)


# --- every bit and byte of a log ---------------------------------------------------------------------------------


@pytest.mark.parametrize("step", [7, pytest.param(1, marks=pytest.mark.nightly)])
def test_every_flipped_bit_and_every_lost_byte_of_a_log_is_found(tmp_path, step):
    """As in test_codec for a line, here for whole files: line ends, the first and the last line too."""
    attacks.build(tmp_path)
    files = {
        str(path.relative_to(tmp_path / "events")): b"".join(lines)
        for path, lines in attacks.lines_of(tmp_path / "events").items()
    }

    outlines = {name: outline(name, text) for name, text in files.items()}

    def is_found(name, other):
        new = outline(name, other)
        given = files | {name: other}
        return new.findings or any(Lineage((outlines | {name: new}).values(), given.__getitem__).findings())

    tried = 0
    for name, text in files.items():
        for number, other in enumerate(altered(text, step)):
            tried += 1
            assert is_found(name, other), f"{name}, {number}"
    assert tried > 5000


@pytest.mark.parametrize("step", [7, pytest.param(1, marks=pytest.mark.nightly)])
def test_every_flipped_bit_and_every_lost_byte_of_a_signed_checkpoint_is_found(tmp_path, step):
    """Of one that is not signed only a time that was made later is not."""
    set_up = next(one for one in SET_UPS if one.is_signed)
    case = attacks.guarded(tmp_path / "log", set_up, attacks.a_key(tmp_path / "ada"))
    log = attacks.LogFiles(folder=str(case.folder / "events"))
    records, kept = log.read().records, checkpoints.read(log).files
    name = max(kept)
    path, signature = log.path / name, log.path / f"{name}.sig"

    def says_the_same(text):
        try:
            made = checkpoint.parse(text, file=name)
        except LogBroken:
            return False
        if any(checkpoint.check(kept | {name: made}, records)):
            return False
        assert msgspec.structs.replace(made, time=kept[name].time) == kept[name]
        assert made.time > kept[name].time
        return True

    later = [text for text in altered(path.read_bytes(), step) if says_the_same(text)]
    assert later
    for file, texts in ((path, later[::step]), (signature, altered(signature.read_bytes(), step))):
        whole = file.read_bytes()
        for text in texts:
            file.write_bytes(text)
            with pytest.raises(LogBroken):
                checkpoints.signature_of(log, name)
        file.write_bytes(whole)
    assert checkpoints.signature_of(log, name).signer == "ada@example.org"


def altered(text, step):
    """A text with each of its bytes lost; and, of each so many, with each bit flipped."""
    for place in range(len(text)):
        yield text[:place] + text[place + 1 :]
        if place % step == 0:
            yield from (text[:place] + bytes([text[place] ^ 1 << bit]) + text[place + 1 :] for bit in range(8))


# --- hostile text, from the log to the screen --------------------------------------------------------------------

BIDI = "\u202e\u2066\u200f\u061c"
HOSTILE = f"=1+2{BIDI}</title><script>alert(1)</script>\n![x](javascript:alert(1))|\u2028end"
STEERS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
INK = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """A log in which every text that the format lets be free is hostile; an old one, that today's rules did not see."""
    folder = tmp_path_factory.mktemp("hostile")
    log = attacks.LogFiles.create(folder / "events", title=HOSTILE.replace("\n", " ").replace(BIDI, ""))
    fact = {"entity": HOSTILE, "property": "training", "value": HOSTILE}
    source = {"publisher": HOSTILE, "title": HOSTILE, "url": "javascript:alert(1)", "published": "2025-06"}
    event = {"occurred": "2025-05", "said": HOSTILE, "tags": [HOSTILE], "facts": [fact], "because": HOSTILE}
    told = attacks.a_draft(title=HOSTILE, key="a", reports=[{"source": "scmp", "quote": HOSTILE}], **event)
    first = log.append([attacks.a_draft("source", **source), told], by="eve", admit=let_in).added[1].id
    for draft in (
        attacks.a_draft("report", event=first, stance="doubts", source="scmp", because=HOSTILE),
        attacks.a_draft("correction", target=first, set={"said": HOSTILE + "."}, because=HOSTILE),
    ):
        log.append([draft], by="eve", admit=let_in)
    with (log.path / "timeline.toml").open("a", encoding="utf-8") as file:
        file.write('\n[views.hardware]\ntitle = "<script>=1"\nproperties = ["training"]\n')
    return log


ENVIRON = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "LC_ALL": "C.UTF-8", "TERM": "xterm", "PAGER": "cat"}


def command(log, *arguments):
    return [str(Path(sys.executable).parent / "timeline"), "-C", log.folder, *arguments]


def timeline(log, *arguments):
    return subprocess.run(command(log, *arguments), env=ENVIRON, capture_output=True, check=False, timeout=60)


@pytest.mark.parametrize(
    "arguments",
    [
        ["list"],
        ["list", "--json"],
        ["list", "--format", "csv"],
        ["list", "--format", "md"],
        ["show", "EVENT"],
        ["state", "hardware", "--as-of", "2026"],
        ["why", f"{HOSTILE}.training", "--view", "hardware"],
        ["diff", "2025-05-01", "2026", "--view", "hardware"],
        ["sources"],
        ["history", "EVENT"],
        ["check"],
        ["date", HOSTILE],
        ["show", HOSTILE],
    ],
    ids=lambda arguments: " ".join(arguments)[:20],
)
def test_no_text_of_a_log_steers_a_terminal(hostile, arguments):
    event = next(record.id for record in hostile.read().records if record.kind == "event")
    words = command(hostile, *(event if word == "EVENT" else word for word in arguments))
    code, shown = at_a_terminal(words, env=ENVIRON)
    text = shown.decode()
    assert code in {0, 1, 2}
    assert "Traceback" not in text
    assert "1+2" in text or arguments == ["check"]
    plain = INK.sub("", text.replace("\r\n", "\n"))
    assert not STEERS.findall(plain)
    assert "\x1b" not in plain


def test_no_text_of_a_log_becomes_markup(hostile, tmp_path):
    for arguments in (
        ["figure", "events", "-o", str(tmp_path / "events.svg")],
        ["figure", "state", "--view", "hardware", "-o", str(tmp_path / "state.svg")],
        ["page", "-o", str(tmp_path / "page.html")],
    ):
        done = timeline(hostile, *arguments, "--as-of", "2026")
        assert done.returncode == 0, done.stderr
    for name in ("events.svg", "state.svg"):
        text = (tmp_path / name).read_text(encoding="utf-8")
        tree = ET.fromstring(text)
        names = {element.tag.rpartition("}")[2] for element in tree.iter()}
        assert not names & {"script", "foreignObject", "iframe", "image"}
        for element in tree.iter():
            for attribute, value in element.attrib.items():
                assert not attribute.rpartition("}")[2].startswith("on")
                assert not value.strip().lower().startswith("javascript:")
        assert not STEERS.findall(text)
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "<script>alert" not in page
    assert not re.search(r"""(?:href|src)\s*=\s*["']?\s*javascript:""", page, re.IGNORECASE)
    assert "Content-Security-Policy" in page


def test_no_cell_of_csv_is_a_formula(hostile):
    for arguments in (["list"], ["state", "hardware", "--as-of", "2026"], ["sources"]):
        done = timeline(hostile, *arguments, "--format", "csv")
        rows = list(csv.reader(done.stdout.decode().splitlines(keepends=True)))
        assert len(rows) > 1
        assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "@", "\t", "\r"))]


def test_no_text_breaks_a_row_of_markdown(hostile):
    text = timeline(hostile, "list", "--format", "md").stdout.decode()
    rows = [line for line in text.splitlines() if line]
    assert len(rows) == 3
    assert len({len(re.findall(r"(?<!\\)\|", row)) for row in rows}) == 1
    assert "<script>" not in text


# --- what docs/security.md says ----------------------------------------------------------------------------------


def test_signers_kept_elsewhere_are_asked_as_the_page_says(tmp_path):
    ours, theirs = attacks.a_key(tmp_path / "ada"), attacks.a_key(tmp_path / "eve")
    set_up = next(one for one in SET_UPS if one.signers_kept)
    case = attacks.guarded(tmp_path / "log", set_up, ours)
    shutil.copy(case.signers, tmp_path / "kept")
    page = (PAGE.parent / "security.md").read_text(encoding="utf-8")
    script = textwrap.dedent(page.split("```sh\n")[1].split("```")[0])

    def verifies():
        newest = attacks.checkpoints_of(case.folder / "events")[-1]
        environment = {"PATH": os.environ["PATH"], "checkpoint": str(newest), "kept": str(tmp_path / "kept")}
        done = subprocess.run(["sh", "-e", "-c", script], env=environment, capture_output=True, check=False)
        return done.returncode == 0

    assert verifies()
    attacks.tidy_up(case, set_up, theirs)
    assert not verifies()


def test_the_page_counts_what_is_tried(found):
    tried = sum(codes is not None for codes in found.values())
    forms = f"{len(ATTACKS)} forms of attack in {len(SET_UPS)} set-ups, alone and tidied up | {tried} |"
    assert forms in (PAGE.parent / "security.md").read_text(encoding="utf-8")
