"""A git history as facts: which file had which content since which commit, and what the tree was at some commits.

`python tests/history/gitlog.py REPOSITORY > tests/history/own.json` writes them down.
"""

import json
import subprocess
import sys

FORMAT = "%x01%H%x00%ct"
LENGTH = 12


def git(repository, *arguments):
    command = ["git", "-C", str(repository), "-c", "core.quotePath=false", *arguments]
    return subprocess.run(command, capture_output=True, check=True).stdout.decode("utf-8", "surrogateescape")


def is_whole(repository):
    """Say whether a folder is a git repository with all of its history."""
    try:
        return git(repository, "rev-parse", "--is-shallow-repository").strip() == "false"
    except (OSError, subprocess.CalledProcessError):
        return False


def changes(repository, head="HEAD"):
    """Give each commit of the first-parent history: its id, its time in microseconds, and its changes by path.

    A change is the new content's hash, None where the file was removed. git counts seconds, and clocks go back: a
    commit that is not later than the one before is moved on to a microsecond after it.
    """
    log = git(
        repository, "log", "--first-parent", "-m", "--reverse", "--raw", "-z", "--no-renames", "--root",
        f"--abbrev={LENGTH}", f"--format={FORMAT}", head,
    )  # fmt: skip
    found, last = [], 0
    for part in log.split("\x01")[1:]:
        commit, _, rest = part.partition("\x00")
        stamp, _, rest = rest.partition("\x00")
        last = max(last + 1, int(stamp) * 1_000_000)
        fields = [field for field in rest.strip("\n").split("\x00") if field.strip("\n")]
        changed = {}
        for raw, path in zip(fields[::2], fields[1::2], strict=True):
            *_, blob, status = raw.lstrip("\n:").split()
            changed[path] = None if status == "D" else blob[:LENGTH]
        found.append((commit, last, changed))
    return found


def tree(repository, commit):
    """Give the true tree at a commit, as git itself lists it: the content's hash of each path."""
    listed = git(repository, "ls-tree", "-r", "-z", "--full-tree", f"--abbrev={LENGTH}", commit)
    result = {}
    for entry in filter(None, listed.split("\x00")):
        about, _, path = entry.partition("\t")
        result[path] = about.split()[2][:LENGTH]
    return result


def chosen(commits, count=10):
    """Choose commits evenly over the history, the last among them."""
    return [
        commits[place]
        for place in sorted({round(part * len(commits) / count) - 1 for part in range(1, count + 1)} - {-1})
    ]


def written(repository, head="HEAD"):
    """Give all of it as one JSON value."""
    commits = changes(repository, head)
    return {
        "commits": [[stamp, changed] for _, stamp, changed in commits],
        "trees": [[stamp, tree(repository, commit)] for commit, stamp, _ in chosen(commits)],
    }


if __name__ == "__main__":
    json.dump(written(sys.argv[1]), sys.stdout, separators=(",", ":"), ensure_ascii=False)
