"""Texts that were changed at random are read, or refused with a reason: a second of each here, minutes in a job."""

import random

import pytest

import fuzzing


@pytest.mark.parametrize(("name", "times"), [("line", 3_000), ("date", 3_000), ("checkpoint", 3_000), ("file", 700)])
def test_whatever_comes_is_read_or_refused(name, times):
    chance = random.Random(7)
    read = 0
    for _ in range(times):
        is_read, wrong = fuzzing.TARGETS[name](chance)
        assert wrong is None
        read += is_read
    assert 0 < read < times
    assert len(fuzzing.TARGETS) == 4


def test_a_reader_that_raises_is_found(monkeypatch):
    def raising(*_, **__):
        raise KeyError("occurred")

    monkeypatch.setattr(fuzzing, "decode", raising)
    assert "KeyError" in fuzzing.line(random.Random(1))[1]
