"""How far a long work is, told to whoever looks on, through a real terminal."""

import os
import pty
import subprocess
import sys
import threading

PATIENT = "from timeline.cli.main import run; run()"
IMPATIENT = f"from timeline.cli import progress; progress._QUIET_S = progress._PACE_S = 0; {PATIENT}"


def drained(lead):
    try:
        return os.read(lead, 65536)
    except OSError:  # the other side was closed
        return b""


def said(log, code, *, out_is_terminal=True, err_is_terminal=True, words=("check",)):
    """Run a command whose streams are terminals or pipes; what it said on each."""
    lead, follow = pty.openpty()
    told = []
    reader = threading.Thread(target=lambda: told.extend(iter(lambda: drained(lead), b"")))
    reader.start()
    done = subprocess.run(
        [sys.executable, "-c", code, "-C", str(log.folder), *words],
        env={"PATH": os.environ["PATH"], "HOME": "/nonexistent", "TERM": "xterm", "PAGER": "cat", "LC_ALL": "C.UTF-8"},
        stdin=follow,
        stdout=follow if out_is_terminal else subprocess.PIPE,
        stderr=follow if err_is_terminal else subprocess.PIPE,
        check=True,
        timeout=60,
    )
    os.close(follow)
    reader.join()
    os.close(lead)
    return b"".join(told).decode(), (done.stdout or b"").decode(), (done.stderr or b"").decode()


def test_a_long_check_shows_how_far_it_is_on_a_terminal_alone(log):
    told, out, _ = said(log, IMPATIENT, out_is_terminal=False)
    assert "checking" in told
    assert "100%" in told
    assert "4 records, 0 findings" in told
    assert out == ""
    told, _, err = said(log, IMPATIENT, err_is_terminal=False)
    assert "checking" not in told + err
    assert "%" not in told + err
    told, out, _ = said(log, IMPATIENT, out_is_terminal=False, words=("check", "--json"))
    assert out.startswith('{"schema": "timeline/check/1"')
    assert "%" not in out


def test_a_short_check_shows_no_bar(log):
    told, _, _ = said(log, PATIENT)
    assert "4 records, 0 findings" in told
    assert "checking" not in told
