"""A program at a real terminal: what its screen was given to obey."""

import contextlib
import fcntl
import os
import pty
import struct
import subprocess
import termios


def at_a_terminal(words, *, rows=50, columns=200, streams=("stdin", "stdout", "stderr"), **options):
    """Run a program with a terminal for these streams; give its exit status, and the bytes that reached the screen."""
    lead, follow = pty.openpty()
    fcntl.ioctl(follow, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    process = subprocess.Popen(words, **dict.fromkeys(streams, follow), **options)
    os.close(follow)
    seen = b""
    with contextlib.suppress(OSError):  # the other end is closed
        while part := os.read(lead, 65536):
            seen += part
    os.close(lead)
    return process.wait(timeout=60), seen
