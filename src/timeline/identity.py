"""Who writes: what a record's ``by`` says.

Law of this module: a person is asked for nothing that the machine already knows, and any name is made to fit.
"""

from __future__ import annotations

from collections.abc import Mapping

from timeline.codec import fit_by


def writer(option: str | None, environ: Mapping[str, str]) -> str:
    """Say who writes: the option, else ``$TIMELINE_BY``, else git's ``user.name``, else the login; made to fit."""
    return fit_by(option or environ.get("TIMELINE_BY") or _git_name() or _login())


def _git_name() -> str:
    import subprocess  # noqa: PLC0415 - slow to import, and often not needed

    try:
        found = subprocess.run(
            ["git", "config", "user.name"],  # noqa: S607 - the user's own git
            capture_output=True,
            timeout=10,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return found.stdout.decode("utf-8", "replace").strip() if found.returncode == 0 else ""


def _login() -> str:
    import getpass  # noqa: PLC0415 - as above

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""
