"""A load into PostgreSQL that is killed leaves nothing, and the next question loads again."""

import signal
import subprocess
import sys
import time

import pytest

import timeline as tl

pytestmark = pytest.mark.scale
LIMIT_S = 60
KILLED = """
import os, signal, sys
import timeline as tl

left = int(sys.argv[3])

def step(frame, event, _arg):
    global left
    if event == "call" and frame.f_code.co_name == "write_row":
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)

sys.setprofile(step)
tl.open_data(sys.argv[1], engine=sys.argv[2])
print(int(sys.argv[3]) - left)
"""


def load(data, address, step):
    given = [sys.executable, "-c", KILLED, str(data), address, str(step)]
    return subprocess.run(given, capture_output=True, text=True, check=False)


def schemas_in(postgres, database):
    with postgres.connect(database) as owner:
        asked = "select nspname from pg_namespace where nspname like 'timeline%'"
        return [row[0] for row in owner.execute(asked)]


def wait_until_alone(postgres, database):
    limit = time.monotonic() + LIMIT_S
    with postgres.connect(database) as owner:
        asked = "select count(*) from pg_stat_activity where datname = %s and pid <> pg_backend_pid()"
        while owner.execute(asked, [database]).fetchone()[0]:
            assert time.monotonic() < limit, "the server still works for one who is gone"
            time.sleep(0.02)


def test_a_load_that_is_killed_leaves_nothing_and_the_next_one_is_whole(postgres, database, data, log_folder):
    address = postgres.address(database)
    rows = int(load(data, postgres.address(postgres.new_database()), 1 << 30).stdout)
    assert rows > 100
    for step in (0, rows // 2, rows - 1):
        assert load(data, address, step).returncode == -signal.SIGKILL
        wait_until_alone(postgres, database)
        assert schemas_in(postgres, database) == []
    held = tl.open_data(data, engine=address)
    try:
        assert len(schemas_in(postgres, database)) == 1
        expected = tl.open(log_folder).at(as_of="2026-06-01").state("several").rows()
        assert held.at(as_of="2026-06-01").state("several").rows() == expected
    finally:
        held.close()
