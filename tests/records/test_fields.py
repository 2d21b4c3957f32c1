"""Names, titles, tags, types and values are one line, and no address holds a login: refused, or shown without harm."""

import json

import pytest

import timeline as tl
from builders import a_body, a_log, let_in
from timeline.errors import RecordError
from timeline.records import admission, fields
from timeline.records.admission import Draft, Refused
from timeline.text.incoming import reading
from timeline.text.incoming.values import Asked

BROKEN = "one\nadded 0000: event: forged"
LOGIN = "https://ada:secret@host.example/x"

ONE_LINE = [
    ("source", {"publisher": BROKEN}, "publisher"),
    ("source", {"title": "a\u2028b"}, "title"),
    ("source", {"url": "https://host/\nx"}, "url"),
    ("source", {"origin": {"name": BROKEN}}, "origin.name"),
    ("source", {"key": BROKEN}, "key"),
    ("event", {"title": BROKEN}, "title"),
    ("event", {"tags": ["good", BROKEN]}, "tags[1]"),
    ("event", {"facts": [{"entity": BROKEN, "property": "p", "value": 1}]}, "facts[0].entity"),
    ("event", {"facts": [{"entity": "e", "property": BROKEN, "value": 1}]}, "facts[0].property"),
    ("event", {"facts": [{"entity": "e", "property": "p", "value": BROKEN}]}, "facts[0].value"),
    (
        "event",
        {"facts": [{"entity": "e", "property": "p", "value": {"op": "=", "value": 1, "unit": BROKEN}}]},
        "facts[0].value.unit",
    ),
    ("event", {"reports": [{"origin": {"name": BROKEN}}]}, "reports[0].origin.name"),
    ("correction", {"target": "key:k", "set": {"title": BROKEN}}, "set.title"),
    ("correction", {"target": "key:k", "set": {"tags": [BROKEN]}}, "set.tags[0]"),
]
LOGINS = [
    ("source", {"url": LOGIN}, "url"),
    ("capture", {"source": "press", "url": LOGIN}, "url"),
    ("correction", {"target": "press", "set": {"url": LOGIN}}, "set.url"),
]
KNOWN = (Draft(kind="source", body={"name": "press"}), Draft(kind="event", body={"title": "known", "key": "k"}))


def refusal(kind, body):
    with pytest.raises(Refused) as raised:
        admission.admit((), [*KNOWN, Draft(kind=kind, body=a_body(kind, **body), where="line 3")])
    return raised.value


@pytest.mark.parametrize(("kind", "body", "path"), ONE_LINE, ids=[f"{kind}-{path}" for kind, _, path in ONE_LINE])
def test_a_line_break_in_a_text_of_one_line_is_refused_with_a_text_that_may_enter(kind, body, path):
    error = refusal(kind, body)
    assert error.where == f"line 3, {path}"
    meant = json.loads(error.fix.removeprefix("write it on one line: "))
    assert not any(char in meant for char in "\n\u2028\u2029")
    for char in "\n\u2028\u2029":
        assert char not in str(error).removeprefix(f"{error.what}\nat: {error.where}\nfix: ")
    mended = json.loads(json.dumps(body).replace(json.dumps(BROKEN), json.dumps(meant)))
    if mended != body:
        admission.admit((), [*KNOWN, Draft(kind=kind, body=a_body(kind, **mended))])


@pytest.mark.parametrize(("kind", "body", "path"), LOGINS, ids=[f"{kind}-{path}" for kind, _, path in LOGINS])
def test_an_address_with_a_login_is_refused_and_the_fix_does_not_repeat_it(kind, body, path):
    error = refusal(kind, body)
    assert error.where == f"line 3, {path}"
    assert "secret" not in str(error)
    assert '"https://host.example/x"' in error.fix


def test_free_texts_may_have_several_lines():
    body = {"title": "t", "said": "a\nb", "because": "c\nd", "data": {"x": "e\nf"}, "reports": [{"quote": "g\nh"}]}
    assert admission.admit((), [Draft(kind="event", body=body)])


@pytest.mark.parametrize(
    "url", ["https://host/@ada", "https://host/?to=a@b", "mailto:ada@host", "https://host#a@b", "a@b", "doi:10.1/x@y"]
)
def test_a_sign_at_elsewhere_in_an_address_is_no_login(url):
    assert not fields.has_login(url)
    assert fields.address(url) == url


@pytest.mark.parametrize(
    "url", [LOGIN, " HTTPS://ada@host", "//ada:pw@host", "ftp://a:b@c@host/x", "https://a\\b@host"]
)
def test_a_login_is_seen_however_the_address_is_spelled(url):
    assert fields.has_login(url)
    assert "@" not in fields.address(url)


def test_python_refuses_them_alike(tmp_path):
    log = tl.init(tmp_path / "events")
    for add in (
        lambda: log.add(BROKEN),
        lambda: log.source("press", publisher=BROKEN),
        lambda: log.source("press", url=LOGIN),
    ):
        with pytest.raises(RecordError, match=r"line break|password"):
            add()
    assert log.read().records == ()


def test_a_sheet_refuses_them_with_line_and_column():
    import datetime as dt

    asked = Asked(day=dt.date(2026, 1, 1))
    sheet = reading.parse(b'title,tags\n"one\ntwo",a\n', "csv", name="new.csv", asked=asked)
    with pytest.raises(Refused) as raised:
        admission.admit((), sheet.drafts)
    assert raised.value.where == "new.csv:2, title (column A)"


# --- what an old log has ---------------------------------------------------------------------------------------------

FORGED = "FORGED LINE"


def an_old_log(folder):
    """A log from before these rules: every text of one line holds a break, and every address a login."""
    broken = f"x\n{FORGED}"
    bodies = [
        ("source", {"name": "press", "publisher": broken, "title": broken, "url": LOGIN, "published": "2025"}),
        (
            "event",
            {
                "title": broken,
                "tags": [broken],
                "said": broken,
                "because": broken,
                "facts": [{"entity": f"R2\n{FORGED}", "property": "training", "value": broken}],
                "reports": [{"source": "press", "quote": broken, "origin": {"name": broken}}],
            },
        ),
        ("source", {"name": "relay", "via": ["press"], "origin": {"name": broken}, "url": "https://tok@host/"}),
    ]

    log = a_log(folder)
    made = log.append([Draft(kind=kind, body=body) for kind, body in bodies], by="ada", admit=let_in)
    correction = {"target": made.added[0].id, "set": {"title": broken, "url": LOGIN}, "because": broken}
    log.append([Draft(kind="correction", body=correction)], by="ada", admit=let_in)
    (log.path / "timeline.toml").write_text(
        'format = 1\n[views.hardware]\nproperties = ["training"]\n', encoding="utf-8"
    )
    return log, [one.id for one in made.added]


@pytest.fixture
def old(tmp_path):
    return an_old_log(tmp_path)


def run(log, *words, **more):
    from click.testing import CliRunner

    from timeline.cli.main import cli

    done = CliRunner(env={"TIMELINE_BY": "ada", "TIMELINE_LOG": None}).invoke(cli, ["-C", log.folder, *words], **more)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


QUESTIONS = [
    ["list", "--all"],
    ["show", "EVENT"],
    ["show", "press"],
    ["show", "relay"],
    ["state", "hardware"],
    ["why", f"R2\n{FORGED}.training"],
    ["diff", "2024-01-01", "2027-01-01"],
    ["sources"],
    ["sources", "EVENT"],
    ["history"],
    ["history", "EVENT"],
    ["history", "press"],
    ["check"],
    ["list", "--tag", "nothing"],
    ["show", "x\n"],
    ["add", "new", "--source", "press", "--tag", "t", "--fact", "a.b=c"],
    ["correct", "press", "--set", "publisher=P", "--because", f"y\n{FORGED}"],
    ["retract", "EVENT", "--because", f"y\n{FORGED}"],
    ["redact", "EVENT", "--yes", "--because", f"y\n{FORGED}"],
]


@pytest.mark.parametrize("form", ["table", "plain", "md", "json"])
@pytest.mark.parametrize("words", QUESTIONS, ids=lambda words: " ".join(words).replace("\n", " "))
def test_nothing_that_an_old_log_holds_forges_a_line_or_shows_a_login(old, words, form):
    log, ids = old
    asked = [ids[1] if word == "EVENT" else word for word in words]
    reads = words[0] not in ("add", "correct", "retract", "redact")
    done = run(log, *asked, *(["--format", form] if reads else ["--json"] if form == "json" else []))
    assert done.exit_code in (0, 1, 2), done.output
    for line in done.output.splitlines():
        assert not line.lstrip(" ;|\t").startswith(FORGED), line
    assert "secret" not in done.output
    assert "tok@" not in done.output


def test_a_page_and_a_figure_neither_show_nor_link_a_login(old, tmp_path):
    log, _ids = old
    for words in (["page", "-o", "p.html"], ["figure", "events", "-o", "f.svg"], ["export", "-o", "x.csv"]):
        target = tmp_path / words[-1]
        done = run(log, *words[:-1], str(target))
        assert done.exit_code == 0, done.output
        text = target.read_text(encoding="utf-8")
        assert "secret" not in text
        assert "ada:" not in text
        assert "tok@" not in text
    assert "host.example" in (tmp_path / "p.html").read_text(encoding="utf-8")
    snapshot = tl.open(log.folder).at()
    assert "secret" not in json.dumps([snapshot.sources().rows(), snapshot.show("press")])


# --- unknown fields --------------------------------------------------------------------------------------------------


def test_unknown_fields_are_shown_wherever_they_stand(tmp_path):
    log = a_log(tmp_path)
    event = {
        "title": "t",
        "mood": {"a": [1]},
        "facts": [{"entity": "e", "property": "p", "value": 1, "sure": 0.5}],
        "reports": [{"source": "press", "page": 3}],
    }
    drafts = [Draft(kind="source", body={"name": "press", "isbn": "x"}), Draft(kind="event", body=event)]
    made = log.append(drafts, by="ada", admit=let_in).added
    (row,) = json.loads(run(log, "show", made[1].id, "--json").output)["rows"]
    assert row["unknown"] == {"mood": {"a": [1]}, "facts[0].sure": 0.5, "reports[0].page": 3}
    (row,) = json.loads(run(log, "show", "press", "--json").output)["rows"]
    assert row["unknown"] == {"isbn": "x"}
    assert "mood" in run(log, "show", made[1].id).output
