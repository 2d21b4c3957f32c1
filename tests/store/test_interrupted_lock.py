"""A Ctrl-C while a lock is taken leaves it to nobody: a session that goes on can write and ask at once."""

import contextlib
import fcntl
import os
import sys

import pytest

from builders import a_draft, a_log
from timeline.store import append, index_file, turns
from timeline.store.disk import DISK

TAKING = {"locked", "_lock", "open_lock", "reading", "alone", "step_aside"}
PARTS = tuple(os.path.basename(module.__file__) for module in (append, index_file, turns))  # noqa: PTH119


def reads(folder):
    with index_file.reading(folder, DISK) as found:
        assert found is not None
        found.step_aside()


def changes(folder):
    with index_file.alone(folder, DISK):
        pass


def writes(folder):
    with append.locked(folder, DISK):
        pass


HOLDING = {
    "to add": (writes, append.LOCK),
    "to ask the index": (reads, index_file.LOCK),
    "to change the index": (changes, index_file.LOCK),
}


def interrupted(hold, at):
    """Hold a lock, and raise what a Ctrl-C raises at so manyth of the lines of taking it; whether it got so far.

    A line that a frame comes back to is a ``with`` that is left: a trace is called before it lets go, and a Ctrl-C is
    not handled there.
    """
    left, passed = at, {}

    def trace(frame, event, _):
        nonlocal left
        code = frame.f_code
        if code.co_name not in TAKING or not code.co_filename.endswith(PARTS):
            return None
        if event == "line" and frame.f_lineno not in (lines := passed.setdefault(frame, set())):
            lines.add(frame.f_lineno)
            left -= 1
            if left == 0:
                raise KeyboardInterrupt
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        with contextlib.suppress(KeyboardInterrupt):
            hold()
    finally:
        sys.settrace(before)
    return left <= 0


def next_number():
    """Give the number that the next file to be opened has: one that stays open makes it larger."""
    handle = os.open(os.devnull, os.O_RDONLY)
    os.close(handle)
    return handle


@pytest.mark.parametrize("name", HOLDING)
def test_a_lock_is_free_again_wherever_the_taking_of_it_was_interrupted(tmp_path, name):
    hold, file = HOLDING[name]
    log = a_log(tmp_path / "events", a_draft(title="old"))
    changes(log.folder)
    with index_file.alone(log.folder, DISK) as made, made.changing(anew=True):
        pass
    free, at = next_number(), 1
    while interrupted(lambda: hold(log.folder), at):
        assert next_number() == free, at
        assert turns._held == {}
        assert not turns._guard._is_owned()
        with open(os.path.join(log.folder, file), "rb") as other:  # noqa: PTH118, PTH123
            fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
        at += 1
    assert at > 6
