"""The notebook of the story is run, and every answer is the one that is kept in it.

`TIMELINE_REWRITE=1 pytest tests/docs/test_notebook.py` keeps the answers of now.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from blocks import ROOT

NOTEBOOK = ROOT / "docs" / "notebook.ipynb"
RUN = """\
import sys, nbformat
from nbclient import NotebookClient
book = nbformat.read(sys.argv[1], 4)
NotebookClient(book, timeout=120, kernel_name="python3").execute()
for cell in book.cells:
    cell.metadata.pop("execution", None)
nbformat.write(book, sys.argv[1])
"""


def cells(path):
    return json.loads(path.read_text(encoding="utf-8"))["cells"]


def test_the_notebook_of_the_story_answers_as_it_says(tmp_path):
    for name in ("nbclient", "ipykernel"):
        pytest.importorskip(name, reason=f"{name}, which runs notebooks, is not installed")
    shutil.copytree(ROOT / "events", tmp_path / "events", ignore=shutil.ignore_patterns(".index", ".lock"))
    (tmp_path / "docs").mkdir()
    book = Path(shutil.copy2(NOTEBOOK, tmp_path / "docs"))
    environ = {
        name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "IPYTHON", "TIMELINE"))
    }
    environ |= {"HOME": str(tmp_path), "MPLCONFIGDIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", RUN, book.name],
        cwd=book.parent,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    if os.environ.get("TIMELINE_REWRITE"):
        shutil.copy2(book, NOTEBOOK)
    for now, kept in zip(cells(book), cells(NOTEBOOK), strict=True):
        assert now.get("outputs") == kept.get("outputs"), "".join(now["source"])
    assert (book.parent / "state.svg").read_bytes() == (ROOT / "figures" / "state.svg").read_bytes()


def test_the_notebook_stays_small():
    assert NOTEBOOK.stat().st_size < 100_000
