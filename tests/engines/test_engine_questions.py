"""A log that an engine holds reads and refuses questions as a log on disk does."""

import datetime as dt

import pytest

import timeline as tl

DAY = dt.date(2026, 11, 23)


@pytest.fixture(scope="module")
def logs(log_folder, data):
    held = tl.open_data(data)
    yield tl.open(log_folder), held
    held.close()


def refusal(ask, log):
    with pytest.raises(tl.TimelineError) as caught:
        ask(log)
    return type(caught.value), caught.value.what, caught.value.where, caught.value.fix


@pytest.mark.parametrize(
    "ask",
    [
        lambda log: log.ask("2025"),
        lambda log: log.ask(None),
        lambda log: log.ask(log.at().question, today="when it was"),
        lambda log: log.ask(log.at().question, today=7),
        lambda log: log.at(today="when it was"),
        lambda log: log.at(as_of="when it was"),
        lambda log: log.at(checkpoint="no such"),
    ],
    ids=["a text", "nothing", "no day", "a number", "at no day", "no clock", "no checkpoint"],
)
def test_what_one_refuses_the_other_does_in_the_same_words(ask, logs):
    log, held = logs
    assert refusal(ask, held) == refusal(ask, log)


def test_a_question_that_was_read_is_answered_by_both(logs):
    log, held = logs
    asked = log.at(as_of="2026-01-10", today=DAY).question
    assert held.ask(asked, today=DAY).list().rows() == log.ask(asked, today=DAY).list().rows()
