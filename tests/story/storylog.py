"""How the story's tests ask: through the real command, in a process of its own, with nothing of this machine in it."""

import functools
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
EVENTS = ROOT / "events"
LAST_OF_PART_A = "The claim does not show that Ascend can pre-train a frontier model from scratch"


def environment(**extra):
    """A bare environment: no settings of the user, no git, no time zone, no terminal."""
    path = os.pathsep.join([str(ROOT / "src"), *filter(None, [os.environ.get("PYTHONPATH")])])
    return {"PATH": os.environ["PATH"], "PYTHONPATH": path, "NO_COLOR": "1", **extra}


@functools.cache
def run(*words, **extra):
    """Run one command on the repository's own log; the same question is asked once. ``extra`` adds variables."""
    command = [sys.executable, "-m", "timeline", "-C", str(EVENTS), *words]
    return subprocess.run(command, capture_output=True, text=True, env=environment(**extra), check=False, timeout=120)
