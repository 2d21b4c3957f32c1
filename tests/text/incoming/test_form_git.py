"""The git history of a file or a folder: what is read."""

import shlex
import subprocess

from click.testing import CliRunner

import timeline as tl
from timeline.cli.main import cli


def test_the_history_of_a_folder_in_git(tmp_path):
    def git(*words_, **environ):
        settings_ = {
            "GIT_AUTHOR_NAME": "Ada",
            "GIT_AUTHOR_EMAIL": "a@b",
            "GIT_COMMITTER_NAME": "B",
            "GIT_COMMITTER_EMAIL": "a@b",
        }
        env = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), **settings_, **environ}
        subprocess.run(["git", *words_], cwd=tmp_path / "repo", env=env, check=True, capture_output=True)

    (tmp_path / "repo" / "docs").mkdir(parents=True)
    git("init", "-q")
    for number, (folder, day) in enumerate((("docs", "2025-08-14"), (".", "2025-09-01"), ("docs", "2026-04-24"))):
        (tmp_path / "repo" / folder / f"{number}.txt").write_text("x")
        git("add", ".")
        message = f"Change {number}\n\nBecause; of\nthat"
        when = {"GIT_AUTHOR_DATE": f"{day}T10:00:00+0200", "GIT_COMMITTER_DATE": f"{day}T12:00:00+0200"}
        git("commit", "-q", "-m", message, **when)
    log = tl.init(tmp_path / "events")
    added = log.import_(tmp_path / "repo" / "docs", form="git", by="ada")
    assert [(one.kind, one.status) for one in added] == [("source", "added")] * 2 + [("event", "added")] * 2
    source, event = added[0].body, added[2].body
    assert source["name"].startswith("commit-")
    assert (source["publisher"], source["published"]) == ("Ada", "2025-08-14T10:00:00Z")
    assert (event["title"], event["text"]) == ("Change 0", "Because; of\nthat")
    assert event["occurred"] == "2025-08-14T08:00:00Z"
    assert {one.status for one in log.import_(tmp_path / "repo" / "docs", form="git", by="ada")} == {"already there"}
    git("mv", "docs/0.txt", "docs/new.txt")
    git("commit", "-q", "-m", "Another name")
    other = tl.init(tmp_path / "other")
    other.import_(tmp_path / "repo" / "docs" / "new.txt", form="git", by="ada")  # a file is followed through its names
    assert [row["title"] for row in other.at().list()] == ["Change 0", "Another name"]
    said = CliRunner().invoke(cli, ["-C", str(tmp_path / "events"), "import", str(tmp_path / "none"), "--from", "git"])
    assert said.exit_code == 2
    assert "git does not tell the history" in said.stderr
    gone = CliRunner().invoke(
        cli, ["-C", str(tmp_path / "other"), "import", str(tmp_path / "repo/docs/0.txt"), "--from", "git"]
    )
    assert gone.exit_code == 0  # it has another name now, and had commits
    slip = CliRunner().invoke(
        cli, ["-C", str(tmp_path / "other"), "import", str(tmp_path / "repo/dosc"), "--from", "git"]
    )
    assert slip.exit_code == 2  # a slip of the pen is no empty history
    assert "git does not tell the history" in slip.stderr
    # of a folder the way to its history is named, and is not refused; a folder that git does not have has none
    said = CliRunner().invoke(cli, ["-C", str(tmp_path / "other"), "import", str(tmp_path / "repo" / "docs")])
    assert said.exit_code == 2
    command = said.stderr.split("timeline import ")[1].partition(",")[0]
    done = CliRunner().invoke(cli, ["-C", str(tmp_path / "other"), "import", *shlex.split(command)])
    assert done.exit_code == 0, done.stderr
    said = CliRunner().invoke(cli, ["-C", str(tmp_path / "other"), "import", str(tmp_path / "other")])
    assert "--from git" not in said.stderr
