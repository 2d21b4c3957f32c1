"""A sheet that a failing disk takes in: all of its rows are in the log, or none."""

import datetime as dt
import errno
import random

from faulty import MODES, a_faulty_log, in_a_child
from timeline.errors import LogError, LogUnconfirmed, LogUnwritable
from timeline.store import incoming
from timeline.store.log import LogFiles
from timeline.text.incoming.values import Asked
from timeline.views import payloads

SHEET = b"title,occurred,source\n" + b"".join(b"event %d,2025,press\n" % number for number in range(3))


def bring(log):
    found = incoming.parse(SHEET, "csv", name="story.csv", asked=Asked(day=dt.date(2026, 11, 23)))
    return log.append(found.drafts, by="ada", admit=payloads.admit_once)


def titles(log):
    return [record.body["title"] for record in log.read().records if record.kind == "event"]


def test_every_call_that_goes_wrong_leaves_all_rows_or_none(tmp_path):
    log, faulty = a_faulty_log(tmp_path)
    bring(log)
    trace, told = faulty.trace, set()
    for at in range(1, len(trace) + 1):
        for mode in MODES:
            if ("short" in mode or mode == "dies halfway") and trace[at - 1][0] != "write":
                continue
            error = random.Random(at).choice([errno.EIO, errno.ENOSPC])
            log, _ = a_faulty_log(tmp_path, at=at, mode=mode, error=error)
            done = False
            if mode.startswith("dies"):
                done = in_a_child(lambda log=log: bring(log))
            else:
                try:
                    done = bool(bring(log).added)
                except LogError as error:
                    told.add(type(error))
            log = LogFiles(folder=log.folder)
            count = len(titles(log)) - 1
            assert count in ({3} if done else {0, 3}), (trace[at - 1], mode)
            bring(log)
            assert titles(log).count("event 1") == 1
            assert len(titles(log)) == 4
    assert told == {LogUnwritable, LogUnconfirmed}
