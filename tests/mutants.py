"""Changes the rules in small ways, one at a time, and says which changes no test notices.

    python tests/mutants.py [--only asof.*] [--sample 60] [--seed 13] [--enough 5] [--again] [--report] [--show]

mutmut makes the changes: of each module that ``[tool.mutmut]`` of ``pyproject.toml`` names it gives a text that holds
all of them (``build/mutants/made/``). The tests named there are collected once, in this process; one fork runs them all
and sees which functions each of them calls; then each change is tried in a fork of its own, by the tests that call the
changed function, until one fails or they have taken ``--enough`` seconds: those first that noticed another change of
its module, then the tables of cases, then all others in turn. Properties are tried on few random logs. mutmut itself
can draw no sample, and collects the tests again for each change.

What came of a change is a line of ``build/mutants.jsonl``. A change that was noticed is not tried again while its
function is the same; one that was not noticed is, whenever this is run. ``--sample`` draws so many changes of each
module, the same ones for the same seed; 0 tries all of them. ``--only`` names modules, as ``asof.*`` or
``views.relational.*``. ``--show`` prints the changes that were not noticed; of one that changes no answer, say
``--equivalent NAME``, and why in docs/testing.md.
"""

from __future__ import annotations

import argparse
import ast
import difflib
import fnmatch
import functools
import gc
import hashlib
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import time
import tomllib
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MADE = ROOT / "build" / "mutants" / "made"
TREE = ROOT / "build" / "mutants" / "src"
LONG_S = 2
"""A test that takes longer is not asked."""
QUIET = ("-q", "-s", "--tb=no", "--assert=plain", "--no-header", "-p", "no:cacheprovider", "-p", "no:logging")
LOOKED = ROOT / "build" / "mutants" / "looked.json"
KEPT = ROOT / "build" / "mutants.jsonl"
MARK = "__mutmut_"
CACHE = functools._lru_cache_wrapper
NOTICED, SURVIVED, NO_TEST, TOO_LONG, EQUAL = "noticed", "survived", "no test", "too long", "equivalent"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", action="append", default=[], help="modules, as asof.*")
    parser.add_argument("--sample", type=int, default=60, help="how many changes of each module; 0 is all")
    parser.add_argument("--seed", type=int, default=13)
    parser.add_argument("--enough", type=float, default=5, help="seconds of tests after which a change has survived")
    parser.add_argument("--equivalent", nargs="+", default=[], metavar="NAME", help="note that these change no answer")
    parser.add_argument("--again", action="store_true", help="of what was tried, only what was not noticed")
    parser.add_argument("--these", nargs="+", default=[], metavar="NAME", help="only these, as --show names them")
    parser.add_argument("--tests", metavar="WORDS", help="only these tests: paths, or as pytest -k names them")
    parser.add_argument("--report", action="store_true", help="say what was tried so far, and run nothing")
    parser.add_argument("--show", action="store_true", help="print what was not noticed so far, and run nothing")
    asked = parser.parse_args()
    os.chdir(ROOT)
    config = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["tool"]["mutmut"]
    paths = dict(named(config["only_mutate"], asked.only))
    modules = {name: made(name, path) for name, path in paths.items()}
    chosen = [one for name, ones in modules.items() for one in drawn(name, ones, asked.sample, asked.seed)]
    known = verdicts()
    if asked.equivalent:
        return note(asked.equivalent, modules)
    if asked.report:
        return report(modules, known)
    if asked.show:
        return show(chosen, known)
    if asked.again or asked.these:
        every = [one for ones in modules.values() for one in ones]
        chosen = [one for one in every if one.name in asked.these or (asked.again and one.key in known)]
    left = [one for one in chosen if known.get(one.key, {}).get("verdict") not in (NOTICED, TOO_LONG, EQUAL)]
    lay_out({path for name, path in paths.items() if any(one.module == name for one in left)})
    chosen_tests = config["pytest_add_cli_args_test_selection"]
    if asked.tests:
        paths_given = asked.tests.split()
        are_paths = all(Path(one.partition("::")[0]).exists() for one in paths_given)
        chosen_tests = paths_given if are_paths else [*chosen_tests, "-k", asked.tests]
    return run(left, [*config["pytest_add_cli_args"], *chosen_tests], asked.enough)


def named(patterns, only):
    """Give the modules to change, by name and path."""
    for path in sorted(Path("src").rglob("*.py")):
        name = ".".join(path.relative_to("src").with_suffix("").parts)
        is_changed = any(fnmatch.fnmatch(str(path), pattern) for pattern in patterns) and path.name != "__init__.py"
        if is_changed and (not only or any(fnmatch.fnmatch(name, f"timeline.{one}") for one in only)):
            yield name, path


class Change:
    """One change: its name as mutmut has it, and the function before and after it."""

    def __init__(self, module, name, before, after):
        self.module, self.before, self.after = module, before, after
        self.name = f"{module}.{name}"
        self.function = self.name.partition(MARK)[0]
        self.key = f"{self.name} {hashlib.sha256((before + after).encode()).hexdigest()[:12]}"


def made(module, path):
    """Let mutmut write all changes of a module into one file, unless it is there; give the changes."""
    target = MADE / path
    if not target.exists() or target.stat().st_mtime <= path.stat().st_mtime:
        from mutmut.mutation.file_mutation import mutate_file_contents

        code = mutate_file_contents(str(path), path.read_text(encoding="utf-8")).code
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(code, encoding="utf-8")
    code = target.read_text(encoding="utf-8")
    lines = code.splitlines()
    texts = {
        node.name: "\n".join(lines[node.lineno - 1 : node.end_lineno])
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.FunctionDef) and MARK in node.name
    }
    return [
        Change(module, name, texts[name.partition(MARK)[0] + MARK + "orig"], after)
        for name, after in texts.items()
        if not name.endswith("orig")
    ]


def drawn(module, changes, count, seed):
    if not count or count >= len(changes):
        return changes
    return random.Random(f"{seed} {module}").sample(changes, count)


def lay_out(changed):
    """Copy the package, with all changes in the modules at some paths."""
    shutil.rmtree(TREE, ignore_errors=True)
    shutil.copytree("src", TREE, ignore=shutil.ignore_patterns("__pycache__"))
    for path in changed:
        shutil.copyfile(MADE / path, TREE.parent / path)


def run(changes, arguments, enough):
    os.environ["TIMELINE_EXAMPLES"] = "20"  # before the tests are loaded
    import pytest
    from hypothesis import HealthCheck, Phase, settings
    from mutmut.mutation import trampoline

    few = {"max_examples": 20, "phases": [Phase.explicit, Phase.generate], "report_multiple_bugs": False}
    few |= {"derandomize": True, "database": None, "deadline": None, "suppress_health_check": list(HealthCheck)}
    settings.register_profile("mutants", **few)
    sys.path.insert(0, str(TREE))
    trial = Trial(changes, trampoline, enough)
    return pytest.main([*QUIET, "--hypothesis-profile=mutants", *arguments], plugins=[trial])


class Trial:
    """A plugin of pytest: once the tests are collected, it tries the changes instead of running them."""

    def __init__(self, changes, trampoline, enough):
        self.changes, self.trampoline, self.enough = changes, trampoline, enough
        self.under_test = ""
        self.caches = []
        trampoline.get_mutant_under_test = lambda: self.under_test

    def pytest_runtestloop(self, session):
        assert not session.testsfailed, "a test file does not load"
        self.caches = [one for one in gc.get_objects() if isinstance(one, CACHE) and is_ours(one)]
        looked = self.looked_at(session.items)
        print(f"{len(session.items)} tests, {len(self.changes)} changes to try", flush=True)
        at, sharp = commit(), {}
        for place, change in enumerate(self.changes, 1):
            of_module = sharp.setdefault(change.module, Counter())
            reached = in_turn([number for number, one in enumerate(looked) if one.may_notice(change)], looked)
            reached.sort(key=lambda number: -of_module[number])
            start = time.monotonic()
            found = in_a_fork(functools.partial(self.tried, change, session.items, reached), 4 + 2 * self.enough)
            if "by" in found:
                of_module[found["by"]] += 1
                found["by"] = session.items[found["by"]].nodeid
            keep({"change": change.key, **found, "seconds": round(time.monotonic() - start, 2), "commit": at})
            if found["verdict"] != NOTICED:
                print(f"{place}/{len(self.changes)} {change.name}: {found['verdict']}", flush=True)
        return True

    def looked_at(self, items):
        """Say of each test which changed functions it calls, and how long it takes; what is known already is read."""
        modules = sorted({change.module for change in self.changes})
        known = json.loads(LOOKED.read_text(encoding="utf-8")) if LOOKED.exists() else {}
        new = [item for item in items if not Looked(item, known.get(item.nodeid)).is_of(modules)]
        if new:
            print(f"looking at {len(new)} tests", flush=True)
            found = in_a_fork(lambda: self.look(new), limit_s=3600)
            for item in new:
                one = Looked(item, known.pop(item.nodeid, None))
                if item.nodeid in found:
                    one.add(modules, *found[item.nodeid])
                    known[item.nodeid] = one.kept
                else:
                    print(f"not asked, for without any change it fails: {item.nodeid}", flush=True)
            LOOKED.write_text(json.dumps(known), encoding="utf-8")
        return [Looked(item, known.get(item.nodeid)) for item in items]

    def forget(self):
        """Empty what functions keep of what they were asked."""
        for cache in self.caches:
            cache.cache_clear()

    def look(self, items):
        found, called = {}, set()
        self.under_test = "stats"
        self.trampoline.record_trampoline_hit = lambda name, **_: called.add(name)
        for item, following in zip(items, [*items[1:], None], strict=True):
            called.clear()
            self.forget()  # else a test would seem not to call what an earlier one has asked the same
            start = time.process_time()
            if not failed(item, following):
                found[item.nodeid] = (time.process_time() - start, sorted(called))
        return found

    def tried(self, change, items, reached):
        if not reached:
            return {"verdict": NO_TEST}
        self.under_test = change.name
        self.forget()  # what was kept while the tests were collected
        for number, following in zip(reached, [*reached[1:], None], strict=True):
            if failed(items[number], None if following is None else items[following]):
                return {"verdict": NOTICED, "by": number}
            if time.process_time() > self.enough:
                break
        return {"verdict": SURVIVED}


class Looked:
    """What is known of a test, as long as its file is the same: the functions that it calls, by their modules."""

    def __init__(self, item, kept):
        stamp = written(item.path)
        self.kept = kept if kept is not None and kept["stamp"] == stamp else {"stamp": stamp, "calls": {}}
        self.calls = self.kept["calls"]
        self.function = item.nodeid.partition("[")[0]
        self.is_of_a_table = self.function.startswith("tests/rules/") and "every_case" not in self.function
        self.is_property = item.get_closest_marker("property") is not None

    def is_of(self, modules):
        return all(module in self.calls for module in modules)

    def add(self, modules, seconds, called):
        self.kept["seconds"] = seconds
        self.calls |= {module: [name for name in called if name.rpartition(".")[0] == module] for module in modules}

    @property
    def cost(self):
        """A property sees many logs in a short time."""
        return self.kept["seconds"] / (5 if self.is_property else 1)

    def may_notice(self, change):
        return self.kept.get("seconds", LONG_S) < LONG_S and change.function in self.calls[change.module]


def is_ours(function):
    """Whether a function is the package's, or one of the tests."""
    path = getattr(sys.modules.get(function.__module__), "__file__", None)
    return path is not None and Path(path).is_relative_to(ROOT) and ".venv" not in path


@functools.cache
def written(path):
    """When a file was last written, as it was when its tests were collected."""
    return path.stat().st_mtime


def in_turn(numbers, looked):
    """Sort tests: the tables of cases, the quickest first; then all others, each with as much time for its cases."""
    spent, place = Counter(), {}
    for number in sorted(numbers, key=lambda number: looked[number].cost):
        one = looked[number]
        spent[one.function] += one.cost
        place[number] = (0, one.cost) if one.is_of_a_table else (1, spent[one.function])
    return sorted(numbers, key=place.__getitem__)


def failed(item, following):
    from _pytest.runner import runtestprotocol

    return any(part.failed for part in runtestprotocol(item, log=False, nextitem=following))


def in_a_fork(ask, limit_s):
    """Ask in a process of its own, which may use so much processor time; give its answer, a JSON object."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            resource.setrlimit(resource.RLIMIT_CPU, (int(limit_s), int(limit_s) + 1))
            resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
            answer = json.dumps(ask())
        except BaseException as error:  # noqa: BLE001 - a change may break whatever runs the tests; to be looked at
            answer = json.dumps({"verdict": SURVIVED, "error": repr(error)})
        with os.fdopen(writing, "w") as pipe:
            pipe.write(answer)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        answer = pipe.read()
    os.waitpid(child, 0)
    return json.loads(answer) if answer else {"verdict": TOO_LONG}


def commit():
    command = ["git", "rev-parse", "--short", "HEAD"]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()


def keep(line):
    with KEPT.open("a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")


def verdicts():
    """Give what came of each change, by its key: the last line on it."""
    if not KEPT.exists():
        return {}
    lines = [json.loads(line) for line in KEPT.read_text(encoding="utf-8").splitlines()]
    return {line["change"]: line for line in lines}


def note(names, modules):
    """Write down that some changes, each named as ``--show`` does, give every answer as before."""
    by_name = {change.name: change for changes in modules.values() for change in changes}
    for name in names:
        keep({"change": by_name[name].key, "verdict": EQUAL, "commit": commit()})
    return 0


def report(modules, known):
    """Print a row of the table in docs/testing.md for each module, of the changes that were tried as they are now.

    The share is of those that change an answer.
    """
    sums = {}
    for name, changes in modules.items():
        found = [known[change.key]["verdict"] for change in changes if change.key in known]
        row = [len(changes), len(found), sum(one in (NOTICED, TOO_LONG) for one in found)]
        row += [found.count(EQUAL), found.count(SURVIVED) + found.count(NO_TEST)]
        if found:
            print(as_row(name.removeprefix("timeline.").replace(".", "/"), row))
        package = name.split(".")[1]
        sums[package] = [one + other for one, other in zip(sums.get(package, [0] * 5), row, strict=True)]
    for package, row in sums.items():
        print(as_row(f"**{package}**", row))
    return 0


def as_row(name, numbers):
    _, tried, noticed, equal, _ = numbers
    share = f"{100 * noticed / (tried - equal):.1f} %" if tried > equal else "-"
    return f"| {' | '.join([name, *map(str, numbers), share])} |"


def show(changes, known):
    for change in changes:
        verdict = known.get(change.key, {}).get("verdict")
        if verdict in (SURVIVED, NO_TEST):
            print(f"# {change.name}: {verdict}")
            lines = difflib.unified_diff(change.before.splitlines(), change.after.splitlines(), lineterm="", n=2)
            print("\n".join(list(lines)[3:]))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
