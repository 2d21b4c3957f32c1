"""Who writes: what a record's ``by`` says.

Law of this module: a person is asked for nothing that the machine already knows, and any name is made to fit.
"""

from __future__ import annotations

from collections.abc import Mapping

from timeline.records.line import fit_by
from timeline.store import git


def writer(option: str | None, environ: Mapping[str, str], folder: str) -> str:
    """Say who writes: the option, else ``$TIMELINE_BY``, else git's ``user.name``, else the login; made to fit."""
    return fit_by(option or environ.get("TIMELINE_BY") or git.setting(folder, "user.name", environ) or _login())


def _login() -> str:
    import getpass  # noqa: PLC0415 - slow to import, and often not needed

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""
