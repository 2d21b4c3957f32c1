"""The peers: other programs for such facts, installed into a virtual environment of their own, each pinned."""

import importlib.metadata
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
VENV = HERE.parent.parent / "build" / "peers"
PINS = {"eventsourcing": "9.5.6", "tiramemsu": "0.7.0", "duckdb": "2.0.1"}


def python():
    """Give the Python of the virtual environment, made where there is none."""
    found = VENV / "bin" / "python"
    if not found.exists():
        subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)
    return str(found)


def installed():
    """Install what can be had; give the versions that are there, by name."""
    interpreter, found = python(), {}
    for name, version in PINS.items():
        where = f"import importlib.metadata as m; print(m.version({name!r}))"
        have = subprocess.run([interpreter, "-c", where], capture_output=True, text=True, check=False)
        if have.stdout.strip() != version:
            install = [interpreter, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
            subprocess.run([*install, f"{name}=={version}"], capture_output=True, check=False)
            have = subprocess.run([interpreter, "-c", where], capture_output=True, text=True, check=False)
        if have.stdout.strip() == version:
            found[name] = version
    return found


def script(name, *words):
    """Give the command that runs the script of a peer."""
    return [python(), str(HERE / f"{name}.py"), *map(str, words)]


def ours():
    """Give the versions of what we rest on."""
    return {name: importlib.metadata.version(name) for name in ("attrs", "cattrs", "click", "msgspec")}
