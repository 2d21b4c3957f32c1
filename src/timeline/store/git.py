"""Ask git, in one folder, for what a repository has or what a person set.

Law of this module: git is asked, never obeyed. Nothing in a repository may make it run a hook, a filter, a monitor or a
fetch while we ask; no variable of the caller's environment leads it to another repository; and a git that is missing,
fails, or does not end in time gives None, which is not an answer.
"""

# Paths are texts here: importing pathlib would cost a twentieth of a short command.
from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import msgspec

if TYPE_CHECKING:
    import subprocess

LIMIT_S: Final = 60.0
_SETTING_LIMIT_S: Final = 10.0
_SAFE: Final = (
    *("-c", "core.fsmonitor=false"),
    *("-c", "core.hooksPath=/dev/null"),
    *("-c", "safe.directory=*"),
    *("-c", "protocol.allow=never"),
)
_QUIET: Final[Mapping[str, str]] = {
    "LC_ALL": "C",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_ALLOW_PROTOCOL": "none",
}
_NOBODYS: Final[Mapping[str, str]] = {
    "HOME": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
}
_PERSONS: Final = ("HOME", "XDG_CONFIG_HOME")
_SETTINGS: Final = "GIT_CONFIG_"
"""How the variables begin that hold, or lead to, a person's own settings; none of them names a repository."""


class Reply(msgspec.Struct, frozen=True):
    """What git said: its exit code, and its standard output."""

    code: int
    output: bytes


def start(folder: str, *words: str, takes_input: bool = False) -> subprocess.Popen[bytes] | None:
    """Start git in a folder with nobody's settings; None where either is missing. :func:`reply` ends it.

    So two questions can run side by side. A word of a user's stands behind ``--end-of-options`` or ``--``;
    ``takes_input`` where :func:`reply` hands it any.
    """
    return _started(folder, (*_SAFE, *words), _NOBODYS, takes_input=takes_input)


def reply(
    process: subprocess.Popen[bytes] | None, data: bytes | None = None, *, limit_s: float = LIMIT_S
) -> Reply | None:
    """Wait for git to end; None where it was not started, or did not end in time, and then it is killed."""
    import subprocess  # noqa: PLC0415 - slow to import, and most questions never ask

    if process is None:
        return None
    try:
        output, _ = process.communicate(data, timeout=limit_s)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        return None
    except OSError:
        process.kill()
        process.wait()
        return None
    return Reply(process.returncode, output)


def output(folder: str, *words: str, data: bytes | None = None) -> bytes | None:
    """Ask git one thing, with nobody's settings; None where it gives no answer, or exits with a code but 0."""
    found = reply(start(folder, *words, takes_input=data is not None), data)
    return found.output if found is not None and found.code == 0 else None


def setting(folder: str, name: str, environ: Mapping[str, str]) -> str | None:
    """Give a setting as it holds in a folder: of the repository that the folder is in, else of the person or machine.

    A repository that belongs to somebody else is passed over, as git does by itself.
    """
    own = {key: value for key, value in environ.items() if key in _PERSONS or key.startswith(_SETTINGS)}
    found = reply(_started(folder, ("config", "--get", name), own), limit_s=_SETTING_LIMIT_S)
    if found is None or found.code != 0:
        return None
    return found.output.decode("utf-8", "replace").strip() or None


def _started(
    folder: str, words: tuple[str, ...], settings: Mapping[str, str], *, takes_input: bool = False
) -> subprocess.Popen[bytes] | None:
    import subprocess  # noqa: PLC0415 - as above

    try:
        return subprocess.Popen(  # noqa: S603 - no shell
            ["git", *words],  # noqa: S607 - the user's own git
            cwd=folder,
            env={"PATH": os.environ.get("PATH", os.defpath), **_QUIET, **settings},
            stdin=subprocess.PIPE if takes_input else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
    except OSError:
        return None
