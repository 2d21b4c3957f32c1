"""What steers a terminal, in whatever is brought in, never reaches it."""

import os
import sys

from builders import a_draft, a_log
from terminals import at_a_terminal

HOSTILE = "\u202e\u2066\u200f\u2028\ufeff\u00ad\U000e0041"


def shown(log, *words):
    environ = {**os.environ, "TERM": "xterm", "TIMELINE_BY": "ada", "PAGER": "cat", "NO_COLOR": "1"}
    words = [sys.executable, "-m", "timeline", "-C", log.folder, *words]
    return at_a_terminal(words, rows=200, env=environ)[1].decode()


def test_what_steers_a_terminal_never_reaches_it(tmp_path, file):
    log = a_log(tmp_path, a_draft("source", name="press", published="2025-08-14"))
    one = HOSTILE.replace("\u2028", "")  # a break has no place in a text of one line
    path = file(f'title,said,tags,fact,source\n"a{one}b",{HOSTILE},t{one},e.p=v{one},press\n')
    bad = file("title,occurred,\x1b[31mred\x1b]0;x\x07,\x9b31m\nx\x1b[2J,\u202e2025,y,z\n", "bad\u202e\x1b[31m.csv")
    odd = file(f'{{"kind":"event","title":"x","{HOSTILE}\x1b":1}}\n', "odd.jsonl")
    seen = [
        shown(log, "import", path, "--dry-run"),
        shown(log, "import", path),
        shown(log, "import", path, "--json"),
        shown(log, "import", bad),
        shown(log, "import", bad, "--column", f"{HOSTILE}\x1b=title"),
        shown(log, "import", odd),
        shown(log, "import", f"{HOSTILE}\x1b[31m"),
        shown(log, "import", "x.csv", "--from", f"{HOSTILE}\x1b[31m"),
        shown(log, "attach", f"{HOSTILE}\x1b[31m", bad),
        shown(log, "attach", "press", path, "--media-type", f"{HOSTILE}\x1b[31m"),
        shown(log, "attach", "press", f"http://{HOSTILE}\x1b[31m"),
        shown(log, "list"),
        shown(log, "export"),
        shown(log, "export", "--format", "csv"),
        shown(log, "export", f"{HOSTILE}\x1b[31m.xml"),
    ]
    assert "would be added" in seen[0]
    assert sum(record.kind == "event" for record in log.read().records) == 1
    for text in seen:
        assert text.strip()
        steering = [char for char in text if not char.isprintable() and char not in "\r\n\t"]
        assert not steering, repr(text)
