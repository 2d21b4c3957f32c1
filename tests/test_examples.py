"""The packages in examples/, each beside ours as its entry points say, run their own tests and answer by name."""

import itertools
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from beside import put_beside

EXAMPLES = Path(__file__).parent.parent / "examples"
NAMES = sorted(path.parent.name for path in EXAMPLES.glob("*/pyproject.toml"))


@pytest.fixture
def run(tmp_path):
    """Run Python with an example beside us, in a folder of its own."""
    number = itertools.count()

    def of(name, *words, cwd=tmp_path, beside=True):
        path = put_beside(EXAMPLES / name, tmp_path / f"site-{next(number)}") if beside else ""
        environ = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "PYTHONPATH": path, "TIMELINE_BY": "ada"}
        environ["PYTHONDONTWRITEBYTECODE"] = "1"
        done = [sys.executable, *words]
        return subprocess.run(done, cwd=cwd, env=environ, capture_output=True, text=True, check=False)

    return of


def test_there_are_examples():
    assert "incident" in NAMES


@pytest.mark.processes
@pytest.mark.parametrize("name", NAMES)
def test_the_tests_of_an_example_pass(run, name):
    done = run(name, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", cwd=EXAMPLES / name)
    assert done.returncode == 0, done.stdout + done.stderr
    assert " passed" in done.stdout
    assert "skipped" not in done.stdout


@pytest.fixture
def incident(run):
    def timeline(*words, beside=True):
        return run("incident", "-m", "timeline", *words, beside=beside)

    assert timeline("init").returncode == 0
    done = timeline("import", str(EXAMPLES / "incident" / "story.jsonl"))
    assert done.returncode == 0, done.stderr
    return timeline


@pytest.mark.processes
def test_the_view_of_a_package_is_listed_and_asked_by_its_name(incident):
    rows = json.loads(incident("views", "--json").stdout)["rows"]
    assert [(row["name"], row["package"]) for row in rows] == [("incident", "timeline-incident 1.0")]
    assert "timeline-incident 1.0" in incident("views", "--format", "table").stdout
    assert incident("help", "incident").stdout == (
        "incident is a view that timeline-incident 1.0 offers: `timeline state incident` shows it.\n"
    )
    (row,) = json.loads(incident("state", "incident", "--as-of", "2026-03-10", "--json").stdout)["rows"]
    assert (row["alert"], row["deployed"], row["minutes_to_end"]) == ("payments are refused", "41 + retry flag", 30)


@pytest.mark.processes
def test_a_view_without_cells_is_told_from_one_that_is_not_there(incident, tmp_path):
    done = incident("figure", "state", "--view", "incident", "-o", "x.svg")
    assert (done.returncode, (tmp_path / "x.svg").exists()) == (2, False)
    assert "three functions" in done.stderr
    assert "timeline state incident" in done.stderr
    assert 'did you mean "incident"?' in incident("state", "incidnet").stderr
    gone = incident("state", "incident", beside=False)
    assert gone.returncode == 2
    assert 'there is no view "incident"' in gone.stderr


@pytest.mark.processes
def test_data_that_does_not_fit_the_class_of_a_package_is_refused(incident):
    done = incident("add", "x", "--type", "alert", "--data", '{"service":"a","signal":"b","severity":9}')
    assert done.returncode == 2
    assert "severity" in done.stderr
