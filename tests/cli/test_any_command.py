"""Any command on any log: it answers or refuses, in bounded memory; with and without the index it says the same.

Each example is a number, which chooses the log and what is asked; a failing one is shown with its commands.
"""

import json
import os
import random
import resource

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from validator import faults

from anything import FORMS, SETTINGS, UNREAD, AnyLog, a_figure, options, questions
from ondisk import index
from timeline.cli.main import cli
from timeline.text import schemas

EXAMPLES = int(os.environ.get("TIMELINE_EXAMPLES", "100"))
tried = settings(max_examples=max(EXAMPLES // 8, 10), suppress_health_check=list(HealthCheck), deadline=None)
ROOM = 3_000_000_000


@pytest.fixture(autouse=True)
def bounded():
    """No command needs gigabytes: one that does ends here, not with the machine."""
    before = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (ROOM, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_AS, before)


def said(events, words, how="on", **more):
    with index(how):
        found = CliRunner(env={"TIMELINE_BY": "ada"}).invoke(cli, ["-C", str(events), *words], **more)
    assert found.exception is None or isinstance(found.exception, SystemExit), (words, found.exception)
    assert found.exit_code in (0, 2), (words, found.exit_code, found.stderr)
    return found.exit_code, found.stdout, found.stderr


def begun(chance, folder):
    """Lay down a log of whatever records are taken, some of them after a checkpoint, one of them redacted."""
    events = folder / "events"
    said(events, ["init"])
    (events / "timeline.toml").write_text(SETTINGS, encoding="utf-8")
    taken = []
    for record in AnyLog(chance).records:  # what is refused is left out, with what rests on it
        lines = "".join(json.dumps(one) + "\n" for one in (*taken, record))
        if said(events, ["add", "-", "--dry-run"], input=lines)[0] == 0:
            taken.append(record)
    cut = chance.randint(0, len(taken))
    for some in (taken[:cut], taken):
        said(events, ["add", "-"], input="".join(json.dumps(one) + "\n" for one in some))
        if some is not taken and chance.random() < 0.3:
            said(events, ["checkpoint"])
    ids = [row["id"] for row in json.loads(said(events, ["list", "--all", "--json"], "off")[1])["rows"]]
    if ids and chance.random() < 0.25:
        said(events, ["redact", chance.choice(ids), "--because", "asked to"])
    return events, ids


@tried
@given(st.integers(0, 2**32))
def test_every_question_is_answered_alike_with_and_without_the_index_and_as_its_schema_says(tmp_path_factory, number):
    chance = random.Random(number)
    events, ids = begun(chance, tmp_path_factory.mktemp("any"))
    for words in questions(chance, ids):
        asked = [*words, "--json"]
        code, out, err = said(events, asked)
        assert said(events, asked, "off") == (code, out, err), words
        if code == 0:
            found = json.loads(out)
            assert list(faults(found, schemas.schema(found["schema"].split("/")[1]))) == [], words
        form = chance.choice(["table", "plain", "csv", "md"])
        assert said(events, [*words, "--format", form])[0] == code, (words, form)


@tried
@given(st.integers(0, 2**32))
def test_every_file_is_written_alike_with_and_without_the_index_or_refused(tmp_path_factory, number):
    chance = random.Random(number)
    folder = tmp_path_factory.mktemp("any")
    events, _ = begun(chance, folder)
    form = chance.choice(FORMS)
    filters = [] if form == "jsonl" else options(chance, *UNREAD, "--at-checkpoint")
    public = ["--public"] if chance.random() < 0.3 else []
    commands = (
        ("a.out", ["export", "FILE", "--format", form, *filters, *public]),
        ("a.svg", [*a_figure(chance), "-o", "FILE"]),
        ("a.html", ["page", "-o", "FILE", *options(chance, *UNREAD)]),
    )
    for name, words in commands:
        written = []
        for how in ("on", "off"):
            target = folder / how / name
            target.parent.mkdir(exist_ok=True)
            code, _, err = said(events, [str(target) if word == "FILE" else word for word in words], how)
            assert target.exists() is (code == 0), words
            written.append((code, err.replace(f"/{how}/", "/"), target.read_bytes() if code == 0 else b""))
        assert written[0] == written[1], words
