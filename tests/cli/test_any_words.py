"""Whatever is typed, a command answers or says what to do; and the log it leaves hangs together.

TIMELINE_EXAMPLES sets how many command lines are tried.
"""

import json
import os
import random

COMMANDS = [
    "add", "source", "report", "correct", "retract", "link", "list", "show", "state", "why", "diff", "sources",
    "history", "date", "views", "schema", "check",
]  # fmt: skip
WORDS = [
    "--json", "--format", "csv", "md", "table", "jsonl", "--as-of", "--on", "--recorded-by", "--since", "--until",
    "2025", "2025-08-14", "2025~", "../..", "2025-08-14T10:00:00Z", "-0044", "{2025,2026}", "[..2025]", "1985/",
    "2025-13", "Y-170000002", "", "x", "a" * 4000, "\x1b[31m", "\u202e", "Infinity", "-", "--", "#1", "press#1",
    "1" * 64, "ffff", "R2.training", "hardware", "press", "relay", "people", "--strict", "--all", "--exit-code",
    "--skip-bad", "--view", "--entity", "R2", "--tag", "r2", "--source", "--type", "training", "--at-checkpoint",
    "1", "--pin", "1:abcdef01", "--set", "title=x", "occurred=2025", "facts=[]", "reports=[{}]", 'via=["press"]',
    "--because", "--fact", "a.b=c", "--failed", "a.b=>=1 x", "--reported", "--stance", "doubts", "denies", "--key",
    "k", "--dry-run", "--data", "{}", "[1]", "--quote", "--via", "--origin", "--interested", "contradicts",
    "supersedes", "same-event", "same-origin", "-o", "/nonexistent/x.csv", "--color", "always",
]  # fmt: skip


def test_any_words_are_answered_or_refused_with_what_to_do(log):
    chance = random.Random(20261123)
    ids = [row["id"][:8] for row in log.rows("history")]
    likely = [*ids, *ids, "--because", "y", "R2.training", "hardware", "2025-09"] * 4
    for _ in range(int(os.environ.get("TIMELINE_EXAMPLES", "400"))):
        words = [chance.choice(COMMANDS), *(chance.choice(WORDS + likely) for _ in range(chance.randrange(7)))]
        said = log.run(*words, stdin=chance.choice(['{"kind":"event","title":"t"}\n', "no record\n", ""]))
        assert said.code in (0, 1, 2), (words, said.err)
        if said.code == 2:
            assert "fix: " in said.err or '"fix": "' in said.err, (words, said.err)
        elif "--json" in words and words[0] != "schema" and said.out:
            assert json.loads(said.out)["schema"], words
        assert not {"\x1b", "\u202e"} & set(said.err), words
    assert [
        row
        for row in log.run("check", "--json").rows
        if row["code"] not in ("contradicting-dates", "not-applied", "reported-early")
    ] == []
