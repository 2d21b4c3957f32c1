"""People who work on clones of one log, at random, with real git: what they add, and what they do with branches.

A step is either one of the log (an event, a batch, a correction, a retraction, a link, a report, a checkpoint, a
redaction) or one of git (a commit, a branch, every kind of merge, a cherry-pick, a rebase). ``Clones.together`` brings
all of it to every clone. Whatever git cannot do by itself is a conflict, and fails.
"""

import json
import os
import random
import shutil
import subprocess
from collections import Counter

import attrs
import msgspec
from click.testing import CliRunner

from builders import A_MOMENT_US, a_draft
from timeline.cli.main import cli
from timeline.errors import LogBroken, RecordError
from timeline.store import checkpoints
from timeline.store.log import LogFiles
from timeline.store.redact import redact

ENVIRONMENT = {
    "PATH": os.environ["PATH"],
    "HOME": "/nonexistent",
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_CONFIG_NOSYSTEM": "1",
    "LC_ALL": "C",
    **{f"GIT_{who}_{what}": "a@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
    **{f"GIT_{who}_DATE": "2026-11-23T21:10:00Z" for who in ("AUTHOR", "COMMITTER")},
}
SETTINGS = """\
format = 1
title = "clones"
[views.happened]
title = "by what happened last"
properties = ["p", "q"]
[views.told]
title = "by what was told last"
properties = ["p", "q"]
latest = "reported"
"""
GIT_STEPS = (
    *("commit", "commit", "commit", "branch", "branch", "switch", "switch", "merge", "no-ff", "octopus", "squash"),
    *("cherry-pick", "rebase", "pull", "pull", "push", "push", "direct", "undo", "stash"),
)
QUESTIONS = (
    ("list", "--json"),
    ("list", "--all", "--as-of", "2026-02", "--json"),
    *(("state", view, "--as-of", day, "--json") for view in ("happened", "told") for day in ("2026-01-17", "2026-12")),
    ("state", "happened", "--on", "2026-02-05", "--json"),
    ("why", "E.p", "--on", "2026-12", "--json"),
    ("diff", "2026-01-20", "2026-03-20", "--json"),
    ("sources", "--json"),
    ("history", "--json"),
)
DAYS = tuple(f"2026-{month:02d}-{day:02d}" for month in (1, 2, 3) for day in (3, 10, 17, 24))
DATES = (*DAYS, "2026-01", "2026-02~", "[2026-01-03..2026-02-10]", "2026-02/..", "../2026-03-10", "2026?-03", None)
OWN = ("rival-corrections", "contradicting-dates", "source-clash", "not-applied", "reported-early")
"""What `check` may rightly say of what people wrote without knowing of each other."""
MISSING = (
    *("dangling-parent", "dangling-reference", "unknown-source"),
    *("checkpoint-head", "checkpoint-count", "checkpoint-missing"),
    "not-erased",  # two redacted one line, one was rebased on the other, and alone was picked
)
"""What it must say, and all that it may say, where a part of the log came without the rest."""

has_git = shutil.which("git") is not None


def git(folder, *arguments, check=True):
    """Run git, and give what it printed."""
    return ran(folder, *arguments, check=check).stdout


def ran(folder, *arguments, check=False):
    done = subprocess.run(
        ["git", "-c", "init.defaultBranch=main", "-c", "gc.auto=0", "-c", "core.fsync=none", *arguments],
        cwd=folder,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=False,
    )
    if check and done.returncode:
        raise AssertionError(f"git {' '.join(arguments)}: {done.stdout}{done.stderr}")
    return done


@attrs.define
class Clone:
    """One work tree, and the clock of its machine."""

    folder: object
    name: str
    skew_us: int

    @property
    def files(self):
        """The log, as a new run finds it."""
        return LogFiles(folder=str(self.folder / "events"))

    def git(self, *arguments):
        return git(self.folder, *arguments)

    def branches(self):
        return self.git("for-each-ref", "--format=%(refname:short)", "refs/heads").split()

    def branch(self):
        return self.git("symbolic-ref", "--short", "HEAD").strip()

    def commit(self):
        self.git("add", "-A")
        ran(self.folder, "commit", "-qm", "more")

    def joins(self, *arguments):
        """Let git bring histories together; it must come to its end by itself."""
        done = ran(self.folder, *arguments)
        if done.returncode == 0:
            return True
        unmerged = self.git("ls-files", "-u")
        if unmerged:
            raise AssertionError(f"a conflict: git {' '.join(arguments)} in {self.name}: {unmerged}")
        if "is now empty" in done.stderr + done.stdout:
            self.git("cherry-pick", "--skip")
            return False
        raise AssertionError(f"git {' '.join(arguments)} in {self.name}: {done.stdout}{done.stderr}")

    def ask(self, *words):
        """Ask by the command line: the exit code, and what it printed on both streams."""
        environment = {"TIMELINE_BY": "ada", "TIMELINE_LOG": None, "NO_COLOR": None, "COLUMNS": None}
        done = CliRunner(env=environment).invoke(cli, ["-C", str(self.folder / "events"), *words])
        assert done.exception is None or isinstance(done.exception, SystemExit), (words, done.exception)
        return done.exit_code, done.stdout, done.stderr

    def findings(self):
        """What `check` says of the files that are here, whatever another branch had."""
        code, text, said = self.ask("check", "--forget", "--json")
        assert code in (0, 1), said
        return json.loads(text)["rows"]


@attrs.define
class Clones:
    """Three people with a clone each, and a bare repository between them."""

    root: object
    chance: random.Random
    hub: object = None
    all: list = attrs.Factory(list)
    told: set = attrs.Factory(set)
    redacted: list = attrs.Factory(list)
    did: Counter = attrs.Factory(Counter)
    deck: list = attrs.Factory(list)
    step: int = 0

    def __attrs_post_init__(self):
        self.hub = self.root / "hub"
        self.hub.mkdir()
        git(self.hub, "init", "-q", "--bare")
        first = self.root / "a"
        git(self.root, "clone", "-q", str(self.hub), str(first))
        log = LogFiles.create(first / "events", title="clones")
        (log.path / "timeline.toml").write_text(SETTINGS)
        self.all = [Clone(first, "a", 0)]
        self.add(self.all[0], [a_draft("source", name="shared", published="2026-01-10", origin={"name": "o"})])
        self.add(self.all[0], [a_draft(title="begun", facts=[{"entity": "E", "property": "p", "value": "x"}])])
        self.all[0].commit()
        self.all[0].git("push", "-q", "origin", "HEAD:main")
        for name, minutes in (("b", -17), ("c", 23)):  # their clocks differ
            git(self.root, "clone", "-q", str(self.hub), str(self.root / name))
            self.all.append(Clone(self.root / name, name, minutes * 60_000_000))

    # --- steps of the log --------------------------------------------------------------------------------------------

    def add(self, clone, drafts):
        """Add as a new run would, and remember what was acknowledged."""
        self.step += 1
        now = A_MOMENT_US + self.step * 1_000_000 + clone.skew_us
        try:
            outcome = clone.files.append(drafts, by=clone.name, now=now, salt=self.salt)
        except RecordError:
            self.did["refused"] += 1
            return ()
        self.told.update(added.id for added in outcome.added)
        return outcome.added

    def salt(self):
        return f"{self.chance.getrandbits(128):032x}"

    def on_the_log(self, clone, records):
        """Do one thing that a command of the log does."""
        chance, n = self.chance, self.step
        events = [r for r in records if r.kind == "event" and not r.is_redacted]
        names = [r.body["name"] for r in records if r.kind == "source" and not r.is_redacted]
        reports = [{"source": chance.choice(names), "reported": chance.choice(DATES[:15])} for _ in range(n % 3)]
        fact = {
            "entity": chance.choice("EF"),
            "property": chance.choice("pq"),
            "value": chance.choice(["x", "y", 1, None]),
        }
        event = a_draft(title=f"{clone.name} {n}", facts=[fact], reports=reports)
        if occurred := chance.choice(DATES):
            event.body["occurred"] = occurred
        changed = {"set": {"title": f"new {n}"}, "because": f"{n}"}
        if chance.random() < 0.5:
            changed["set"] = {"occurred": chance.choice(DATES), "facts": [fact]}
        world = chance.choice([{}, {}, {"reported": chance.choice(DAYS)}, {"source": chance.choice(names)}])
        kinds = ["event", "event", "batch", "source", "capture", "same"] + ["checkpoint"] * (n % 3 == 0)
        kinds += ["report", "report", "correction", "correction", "retraction", "link"] if len(events) > 2 else []
        kind = chance.choice(kinds)
        self.did[kind] += 1
        match kind:
            case "event":
                self.add(clone, [event])
            case "batch":
                more = [a_draft("report", event=f"key:{n}", source=chance.choice(names), quote=f"{n}")]
                more += [a_draft(title=f"{clone.name} {n} {k}", occurred="2026-02") for k in range(chance.randrange(4))]
                self.add(clone, [msgspec.structs.replace(event, body=event.body | {"key": f"{n}"}), *more])
            case "source":
                rests = {"via": [chance.choice(names)]} if n % 2 else {"origin": {"name": chance.choice("opq")}}
                draft = a_draft("source", name=f"{clone.name}{n}", published=chance.choice(DAYS), **rests)
                self.add(clone, [draft])
            case "capture":  # two people may well take the same one
                copy = {"sha256": chance.choice("ab") * 64, "retrieved": chance.choice(DAYS)}
                self.add(clone, [a_draft("capture", source=chance.choice(names), **copy)])
            case "same":  # the others say just the same
                self.add(
                    clone, [a_draft(title=f"same {n // 12}", occurred="2026-02-10", reports=[{"source": "shared"}])]
                )
                if chance.random() < 0.2:  # or give the same name to another thing
                    self.add(clone, [a_draft("source", name=f"clash{n // 40}", publisher=clone.name)])
            case "report":
                target = chance.choice(events).id
                stance = chance.choice(["reports", "denies", "doubts"])
                self.add(
                    clone,
                    [a_draft("report", event=target, source=chance.choice(names), stance=stance, **reports_on(world))],
                )
            case "correction":
                self.add(clone, [a_draft("correction", target=chance.choice(events).id, **changed, **world)])
            case "retraction":  # of anything, so also of what was retracted or corrected: that undoes it
                changes = [r for r in records if r.kind in ("retraction", "correction", "link", "report", "capture")]
                target = chance.choice(changes if changes and n % 3 else events).id
                self.add(clone, [a_draft("retraction", target=target, because=f"{n}", **world)])
            case "link":
                one, other = chance.sample(events, 2)
                rel = chance.choice(["contradicts", "supersedes", "same-event", "derived-from"])
                self.add(clone, [a_draft("link", **{"from": one.id, "to": other.id}, rel=rel, **world)])
            case "checkpoint":
                self.checkpoint(clone)

    def checkpoint(self, clone):
        """Write a checkpoint; where parts of the log are still elsewhere it is refused, and must be."""
        is_part = any(row["code"] in MISSING for row in clone.findings())
        try:
            checkpoints.write(clone.files, now=A_MOMENT_US + self.step * 1_000_000)
        except LogBroken:
            assert is_part
            self.did["checkpoint refused"] += 1

    def redact(self):
        """Once all have the same files, let two people take texts out of them, of one line and of two far apart.

        Two neighbouring lines would be a conflict: there git has no way to tell what was meant.
        """
        records = [r for r in self.all[0].files.read().records if r.kind == "event" and not r.is_redacted]
        records = [r for r in records if not r.body["title"].startswith("same")]  # others say that too
        apart = [one for one in records if all(one.file != r.file or abs(one.line - r.line) > 1 for r in self.redacted)]
        both = self.chance.choice(apart)
        for clone in self.chance.sample(self.all, 2):
            near = [r for r in self.redacted if r is not both] + [both]
            own = [one for one in apart if all(one.file != r.file or abs(one.line - r.line) > 1 for r in near)]
            for record in (both, *self.chance.sample(own, min(len(own), 1))):
                self.did["redaction"] += 1
                self.redacted.append(record)
                self.add(clone, [a_draft("redaction", target=record.id, because="asked to")])
                redact(clone.files, record.id, because="asked to", by=clone.name)

    def add_much(self, clone):
        """Add a batch of more than 1 MB."""
        self.did["batch over 1 MB"] += 1
        self.add(clone, [a_draft(title=f"much {self.step} {n}", said="x" * 9_000) for n in range(115)])
        assert any(clone.folder.glob("events/2*/*/0002.jsonl"))

    # --- steps of git ------------------------------------------------------------------------------------------------

    def on_git(self, clone):
        """Do one thing that people do with git."""
        chance = self.chance
        self.deck = self.deck or chance.sample(GIT_STEPS, len(GIT_STEPS))
        kind = self.deck.pop()
        other = chance.choice([one for one in self.all if one is not clone])
        branches = [name for name in clone.branches() if name != clone.branch()]
        if kind in ("merge", "no-ff", "octopus", "squash", "switch") and not branches:
            self.deck.insert(0, kind)
            kind = "branch"
        self.did[kind] += 1
        if (
            kind in ("merge", "no-ff", "octopus", "switch")
            and ran(clone.folder, "diff", "--cached", "--quiet").returncode
        ):
            clone.commit()  # a squash was staged; git merges nothing before that is committed
        match kind:
            case "commit":
                clone.commit()
            case "branch":
                clone.git("checkout", "-q", "-b", f"{clone.name}-{self.step}-{self.did['branch']}")
            case "switch":
                clone.git("checkout", "-q", chance.choice(branches))
            case "merge":
                clone.joins("merge", "-q", "--no-edit", chance.choice(branches))
            case "no-ff":
                clone.joins("merge", "-q", "--no-edit", "--no-ff", chance.choice(branches))
            case "octopus":
                clone.joins("merge", "-q", "--no-edit", *branches[:3])
            case "squash":
                clone.commit()
                clone.joins("merge", "-q", "--squash", chance.choice(branches))
                if chance.random() < 0.5:
                    clone.commit()
            case "cherry-pick":
                clone.commit()
                clone.git("fetch", "-q", str(other.folder), other.branch())
                commits = clone.git("rev-list", "--no-merges", "-n", "9", "FETCH_HEAD", "^HEAD").split()
                if commits:
                    clone.joins("cherry-pick", "--allow-empty", chance.choice(commits))
            case "rebase":
                clone.commit()
                clone.git("fetch", "-q", "origin")
                clone.joins("rebase", "-q", "origin/main")
            case "pull":
                clone.commit()
                clone.joins("pull", "-q", "--no-rebase", "--no-edit", "origin", "main")
            case "push":
                clone.commit()
                ran(clone.folder, "push", "-q", "origin", "HEAD:main")
            case "direct":
                clone.commit()
                clone.joins("pull", "-q", "--no-rebase", "--no-edit", str(other.folder), other.branch())
            case "undo":
                self.undo(clone)
            case "stash":
                if "Saved" in clone.git("stash", "push", "-u"):
                    self.on_the_log(clone, clone.files.read().records)
                    clone.joins("stash", "pop", "-q")

    def undo(self, clone):
        """Take the last commit back, and keep its files, as before a better message; go on writing meanwhile.

        A merge that is taken back and committed again is a squash, and what both sides have then has no common commit:
        so only before anything is redacted.
        """
        clone.commit()
        parents = clone.git("rev-list", "-n", "1", "--parents", "HEAD").split()[1:]
        if len(parents) == 1 or (parents and not self.redacted):
            clone.git("reset", "-q", "HEAD^")
            self.on_the_log(clone, clone.files.read().records)
            clone.commit()

    def together(self):
        """Merge every branch of every clone into every clone, and let all stand on one commit."""
        for clone in self.all:
            clone.commit()
            clone.git("checkout", "-q", "main")
            for name in clone.branches():
                clone.joins("merge", "-q", "--no-edit", name)
                if name != "main":
                    clone.git("branch", "-qD", name)
        for clone in (*self.all, *self.all):
            clone.joins("pull", "-q", "--no-rebase", "--no-edit", "origin", "main")
            clone.git("push", "-q", "origin", "HEAD:main")

    def work(self, steps, *, of_git=0.25):
        """Take so many steps, anywhere."""
        for _ in range(steps):
            clone = self.chance.choice(self.all)
            if self.chance.random() < of_git:
                self.on_git(clone)
            else:
                self.on_the_log(clone, clone.files.read().records)

    def story(self, steps):
        """Work, meet, redact, add much, work, and meet again; what must hold on the way is looked at."""
        self.work(steps)
        self.assert_sane()
        self.together()
        self.redact()
        self.add_much(self.chance.choice(self.all))
        self.work(steps)
        self.assert_sane()
        self.together()

    # --- what must hold ----------------------------------------------------------------------------------------------

    def assert_sane(self):
        """Wherever each clone stands: it answers, and names what is not there yet."""
        for clone in self.all:
            rows = clone.findings()
            strange = [row for row in rows if row["code"] not in (*OWN, *MISSING)]
            assert strange == [], strange
            records = clone.files.read().records
            ids = {record.id for record in records}
            lacks = {parent for record in records for parent in record.parents} - ids
            assert bool(lacks) == any(row["code"] == "dangling-parent" for row in rows)
            self.did["partial"] += bool(lacks)
            for words in self.chance.sample(QUESTIONS, 3):
                code, text, said = clone.ask(*words)
                assert code == 0, (words, said)
                if words[0] == "list":
                    listed = [row["id"] for row in json.loads(text)["rows"]]
                    assert len(listed) == len(set(listed))

    def assert_whole(self):
        """After all came together: nothing is lost, nothing said twice, every clone says the same, all verifies."""
        first = self.all[0]
        records = first.files.read().records
        assert self.told <= {record.id for record in records}
        assert len({record.id for record in records}) == len(records)
        middle = records[len(records) // 2].recorded
        names = [name.removesuffix(".txt").rpartition("/")[2] for name in checkpoints.read(first.files).files]
        questions = [*QUESTIONS, ("list", "--recorded-by", middle, "--json")]
        questions += [("state", "told", "--as-of", "2026-02", "--recorded-by", middle, "--on", "2026-02", "--json")]
        questions += [("list", "--at-checkpoint", name, "--json") for name in names[-4:]]
        for words in questions:
            said = {clone.ask(*words) for clone in self.all}
            assert len(said) == 1, words
            code, text, talk = said.pop()
            assert code == 0, (words, talk)
            if words[0] == "list":
                listed = [row["id"] for row in json.loads(text)["rows"]]
                assert len(listed) == len(set(listed))
        for clone in self.all:
            assert {row["code"] for row in clone.findings()} <= set(OWN), clone.findings()
            texts = b"".join(path.read_bytes() for path in (clone.folder / "events").glob("2*/**/*.jsonl"))
            for record in self.redacted:
                assert f'"title":"{record.body["title"]}"'.encode() not in texts
        assert len({clone.git("rev-parse", "HEAD^{tree}") for clone in self.all}) == 1
        return len(questions)


def reports_on(world):
    """The date of a report, where one was drawn."""
    return {"reported": world["reported"]} if "reported" in world else {}
