"""What real processes leave on their streams: whatever the locale, a stream that is closed, a disk that is full."""

import os
import re
import signal
import subprocess
import sys
import time

import pytest

from terminals import at_a_terminal


def command(log, *words):
    return [sys.executable, "-m", "timeline", "-C", str(log.folder), *words]


def environment(**more):
    return {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "TIMELINE_BY": "ada", **more}


def test_the_answer_is_the_same_whatever_the_locale_the_zone_and_the_seed(log):
    log.add("source", "quelle", "--publisher", "Zeitung für Übersicht", "--published", "2025-08-14")
    answers = {
        subprocess.run(
            command(log, "list", "--as-of", "2025-12-31", "--json"),
            env=environment(**more),
            capture_output=True,
            check=True,
        ).stdout
        for more in (
            {"LC_ALL": "C", "TZ": "UTC", "PYTHONHASHSEED": "1"},
            {"LC_ALL": "C.UTF-8", "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "2"},
            {"LC_ALL": "POSIX", "TZ": "America/St_Johns", "PYTHONHASHSEED": "3"},
        )
    }
    assert len(answers) == 1


@pytest.mark.parametrize("words", [[b"list", b"--tag", b"\xff"], [b"add", b"a\xff"], [b"-C", b"\xff", b"list"]])
@pytest.mark.parametrize("locale", ["C", "C.UTF-8"])
def test_what_is_not_utf8_is_refused_whatever_the_locale(log, words, locale):
    before = log.bytes
    done = subprocess.run(
        [os.fsencode(word) for word in command(log)] + words,
        env=environment(LC_ALL=locale),
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"is not UTF-8" in done.stderr
    assert b"Traceback" not in done.stderr
    assert log.bytes == before


@pytest.mark.parametrize("locale", ["C", "POSIX", "C.UTF-8"])
def test_what_is_typed_is_kept_as_utf8_whatever_the_locale(log, locale):
    title = f"Übersicht 中文 {locale}"
    subprocess.run(
        [*map(os.fsencode, command(log, "add")), title.encode()],
        env=environment(LC_ALL=locale, TZ="Asia/Kathmandu"),
        capture_output=True,
        check=True,
    )
    assert title in [row["title"] for row in log.rows("list")]


def test_the_talk_does_not_mix_with_the_answer(log):
    done = subprocess.run(command(log, "state", "hardware"), env=environment(), capture_output=True, check=True)
    assert b"rows" not in done.stdout
    assert b"all that is recorded" in done.stderr
    done = subprocess.run(command(log, "add", "said"), env=environment(), capture_output=True, check=True)
    assert re.fullmatch(rb"[0-9a-f]{64}\n", done.stdout)
    assert done.stderr.startswith(b"added ")


@pytest.mark.parametrize("closed", ["0", "1", "2"])
def test_a_closed_stream_loses_no_record_and_makes_no_noise(log, closed):
    """Where standard output is closed nothing is added: nobody could be told the id."""
    before = len(log.rows("list"))
    code = f'exec {closed}>&-; exec "$@"'
    done = subprocess.run(
        ["sh", "-c", code, "sh", *command(log, "add", "unheard")], env=environment(), capture_output=True, check=False
    )
    assert done.returncode == (4 if closed == "1" else 0)
    assert done.stderr.endswith(b"Nothing was written.\n") == (closed == "1")
    assert b"Traceback" not in done.stderr
    assert len(log.rows("list")) == before + (closed != "1")
    assert log.ok("check", "--json").rows == []


@pytest.mark.parametrize("closed", ["0", "2"])
def test_every_command_that_writes_does_so_where_input_or_talk_is_closed(log, tmp_path, closed):
    """As a cron job or a service starts it; a question at a terminal is not asked where there is none."""
    event, other = log.add("add", "one"), log.add("add", "two")
    copy = tmp_path / "copy.html"
    copy.write_text("<p>a copy", encoding="utf-8")
    commands = (
        ("correct", event, "--set", "said=early", "--because", "x"),
        ("report", event, "--quote", "so it is"),
        ("link", event, "contradicts", other),
        ("attach", "press", str(copy)),
        ("retract", other),
        ("redact", event, "--because", "x"),
        ("checkpoint",),
    )
    for words in commands:
        code = f'exec {closed}>&-; exec "$@"'
        line = ["/bin/sh", "-c", code, "sh", *command(log, *words)]
        done = subprocess.run(line, env=environment(), capture_output=True, check=False)
        assert done.returncode == 0, (words, done.stderr)
    assert [row["title"] for row in log.rows("list") if row["id"] in (event, other)] == []


def test_a_closed_pipe_is_quiet(log):
    for number in range(300):
        log.run("add", f"event {number} " + "x" * 300)
    process = subprocess.Popen(command(log, "list"), env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    process.stdout.read(10)
    process.stdout.close()
    said = process.stderr.read().decode()
    process.stderr.close()
    assert process.wait(timeout=60) == 141
    assert "Traceback" not in said


def test_an_interrupt_leaves_no_traceback(log):
    code = (  # a build that runs in the background may have handed down that interrupts are ignored
        "import signal, timeline.cli.record; from timeline.cli import main; "
        "signal.signal(signal.SIGINT, signal.default_int_handler); print('ready', flush=True); main()"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, "-C", str(log.folder), "add", "-"],
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout.readline() == b"ready\n"
    time.sleep(0.3)
    process.send_signal(signal.SIGINT)
    out, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert out == b""
    assert b"Traceback" not in said


def test_a_full_disk_behind_stdout_does_not_hide_that_the_record_is_in_the_log(log):
    with open("/dev/full", "w") as full:  # noqa: PTH123 - a device
        done = subprocess.run(
            command(log, "add", "kept though unsaid"),
            env=environment(),
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 4
    assert b"already in the log: " in done.stderr
    assert "kept though unsaid" in log.ok("list").out


def test_a_terminal_is_never_steered_by_what_a_log_holds(log):
    log.add("add", "turned \u202e end", "--said", "tab\there")
    environ = environment(TERM="xterm", PAGER="cat")
    code, shown = at_a_terminal(command(log, "list"), env=environ)
    assert code == 0
    text = shown.decode()
    assert "\u202e" not in text
    assert "\\u202e" in text
    assert not set(re.findall(r"\x1b\[[0-9;]*([a-zA-Z])", text)) - {"m"}
