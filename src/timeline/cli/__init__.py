"""The command line. Importing this package imports nothing slow; the commands come with :func:`main`."""

from __future__ import annotations


def main() -> None:
    """Run the command line on this process's arguments, and end the process with its exit code."""
    import gc

    gc.disable()  # a command keeps what it reads until it ends, and makes no rings that matter: looking costs a tenth
    try:
        from timeline.cli.main import run
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    run()
