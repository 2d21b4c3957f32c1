"""What each command needs beside its options: ID and ID2, FILE and OUT stand for what a test has."""

NEEDS = {
    "add": ["new"],
    "source": ["new", "--publisher", "P"],
    "report": ["ID", "press"],
    "correct": ["ID", "--set", "title=x", "--because", "y"],
    "retract": ["ID"],
    "link": ["ID", "supersedes", "ID2"],
    "redact": ["ID", "--because", "x", "--yes"],
    "attach": ["press", "FILE"],
    "import": ["FILE"],
    "push": ["postgres://127.0.0.1:1/story"],
    "pull": ["postgres://127.0.0.1:1/story"],
    "show": ["ID"],
    "state": ["hardware"],
    "why": ["R2.training"],
    "diff": ["2025-01-01", "2026-01-01"],
    "figure": ["events", "-o", "OUT.svg"],
    "page": ["-o", "OUT.html"],
    "export": ["OUT.jsonl"],
}
