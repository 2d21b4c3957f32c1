"""Who writes: the name that goes into ``by``.

Law of this module: a name is asked for, never guessed from a file; git is asked for its own setting and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping

from timeline.codec import fit_by


def writer(option: str | None, environ: Mapping[str, str]) -> str:
    """Say who writes: the option, else ``TIMELINE_BY``, else git's ``user.name``, else the login; made to fit."""
    return fit_by(option or environ.get("TIMELINE_BY") or _git_name() or _login())


def _git_name() -> str:
    import subprocess  # noqa: PLC0415 - slow to import, and most writers are named

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
    import getpass  # noqa: PLC0415

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "unknown"
