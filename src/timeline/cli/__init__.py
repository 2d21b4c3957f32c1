"""The command line. Importing this package imports nothing slow; the commands come with :func:`main`."""

from __future__ import annotations

_COLLECTED_AFTER = 200_000
"""Objects made before the collector looks for rings: a short command makes fewer, and makes none that matter."""


def main() -> None:
    """Run the command line on this process's arguments, and end the process with its exit code."""
    import gc

    gc.set_threshold(_COLLECTED_AFTER)
    try:
        from timeline.cli.main import run
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    run()
