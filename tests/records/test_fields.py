"""Names, titles, tags, types and values are one line, and no address holds a login: refused, or shown without harm."""

import json

import pytest

import timeline as tl
from builders import a_body, a_draft, a_log, let_in
from commands import run
from timeline.errors import RecordError
from timeline.records import admission, fields
from timeline.records.drafts import Draft, Refused
from timeline.store.log import LogFiles
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


@pytest.mark.parametrize("key", ["", " ", "\u3000"])
@pytest.mark.parametrize("kind", ["event", "source"])
def test_a_blank_key_is_refused_as_it_names_nothing(tmp_path, kind, key):
    assert refusal(kind, {"key": key}).what == "it is blank"
    log = a_log(tmp_path, a_draft(title="x"))
    line = json.dumps({"kind": kind, "title" if kind == "event" else "name": "x", "key": key})
    for done in (run(log, "add", "-", stdin=f"{line}\n"), run(log, "add", "y", "--key", key)):
        assert (done.exit_code, "error: it is blank" in done.stderr) == (2, True)
    assert len(log.read().records) == 1


@pytest.mark.parametrize("tag", ["", " ", "\u3000"])
def test_a_blank_tag_is_refused_as_nobody_can_select_by_it(tag):
    for kind, body, path in (
        ("event", {"tags": ["good", tag]}, "tags[1]"),
        ("correction", {"target": "key:k", "set": {"tags": [tag]}}, "set.tags[0]"),
    ):
        error = refusal(kind, body)
        assert (error.what, error.where) == ("it is blank", f"line 3, {path}")


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
FREE = "as in https://bob:secret@host.example/doc, and (ftp://tok@host/x)"


def an_old_log(folder):
    """A log from before these rules: every text of one line holds a break, and every address a login."""
    broken = f"x\n{FORGED}"
    bodies = [
        (
            "source",
            {"name": "press", "publisher": f"P {FREE}", "title": broken, "url": LOGIN, "published": "2025"},
        ),
        (
            "event",
            {
                "title": broken,
                "tags": [broken],
                "said": f"{broken} {FREE}",
                "text": FREE,
                "data": {"where": [FREE]},
                "because": f"{FREE} {broken}",
                "facts": [{"entity": f"R2\n{FORGED}", "property": "training", "value": f"{broken} {FREE}"}],
                "reports": [{"source": "press", "quote": f"{FREE} {broken}", "origin": {"name": broken}}],
            },
        ),
        ("source", {"name": "relay", "via": ["press"], "origin": {"name": broken}, "url": "https://tok@host/"}),
    ]

    log = a_log(folder)
    made = log.append([Draft(kind=kind, body=body) for kind, body in bodies], by="ada", admit=let_in)
    correction = {"target": made.added[0].id, "set": {"title": FREE, "url": LOGIN}, "because": f"{broken} {FREE}"}
    log.append([Draft(kind="correction", body=correction)], by="ada", admit=let_in)
    (log.path / "timeline.toml").write_text(
        'format = 1\n[views.hardware]\nproperties = ["training"]\n', encoding="utf-8"
    )


@pytest.fixture
def old(copied, tmp_path):
    """The log, and the ids of its first three records."""
    log = LogFiles(folder=str(copied(an_old_log, tmp_path) / "events"))
    return log, [record.id for record in log.read().records][:3]


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
    told = [snapshot.sources(), snapshot.list(), snapshot.why(f"R2\n{FORGED}.training", view="hardware")]
    rows = [table.rows() for table in told]
    assert "secret" not in json.dumps([rows, snapshot.show("press"), snapshot.show(_ids[1])])
    assert "secret" not in "".join(map(repr, told))
    assert not any("secret" in one._repr_html_() for one in told)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("https://ada:secret@host/x", "https://host/x"),
        ("a https://ada@host/x b ftp://a:b@c d", "a https://host/x b ftp://c d"),
        ("(https://ada:p@ss@host)", "(https://host)"),
        ("https://host/@ada https://host/?q=a@b https://host#a@b", None),
        ("ada@host and mailto:ada@host", None),
        ("https://host is by ada@host", None),
        ('"https://host" and "a@b"', None),
    ],
)
def test_a_login_within_a_text_is_left_out_and_nothing_else(text, shown):
    assert fields.masked(text) == (text if shown is None else shown)
    assert json.loads(fields.masked(json.dumps([text, "@"]))) == [text if shown is None else shown, "@"]


def test_a_login_within_a_text_is_said_on_adding_and_found_by_check_until_it_is_redacted(tmp_path):
    log = a_log(tmp_path)
    for words in (["add", "x", "--text", FREE, "--dry-run"], ["add", "x", "--text", FREE]):
        said = run(log, *words)
        assert said.exit_code == 0
        assert "text: it holds an address with a name or a password" in said.stderr
        assert "secret" not in said.output
    (event,) = said.stdout.split()
    assert "a name or a password" in " ".join(tl.open(log.folder).add("y", said=FREE).notes)
    checked = run(log, "check", "--json")
    assert checked.exit_code == 1
    first, second = json.loads(checked.stdout)["rows"]
    assert [(one["code"], one["line"]) for one in (first, second)] == [("login", 1)] * 2  # a segment each
    assert f"timeline redact {event[:12]}" in first["fix"]
    for one in json.loads(run(log, "list", "--json").stdout)["rows"]:
        assert run(log, "redact", one["id"], "--because", "a password", "--yes").exit_code == 0
    assert run(log, "check").exit_code == 0


def test_check_names_what_an_old_log_has(old):
    log, _ids = old
    checked = run(log, "check", "--json")
    answer = json.loads(checked.stdout)
    places = [(row["line"], row["code"]) for row in answer["rows"] if row["code"] == "login"]
    assert places == [(1, "login"), (2, "login"), (3, "login"), (4, "login")]
    (note,) = [note for note in answer["query"]["notes"] if "line break" in note]
    assert ":1 title" in note
    assert ":2 title, tags[0], facts[0].entity" in note
    assert tl.open(log.folder).check() != ()


# --- unknown fields --------------------------------------------------------------------------------------------------


def test_unknown_fields_are_shown_wherever_they_stand(tmp_path):
    log = a_log(tmp_path)
    event = {
        "title": "t",
        "mood": {"a": [1]},
        "facts": [
            {"entity": "e", "property": "p", "value": 1, "sure": 0.5},
            {"entity": "e", "property": "q", "value": {"op": ">", "value": 1, "about": 2}},
        ],
        "reports": [{"source": "press", "page": 3, "origin": {"name": "o", "of": "x"}}],
    }
    drafts = [Draft(kind="source", body={"name": "press", "isbn": "x"}), Draft(kind="event", body=event)]
    made = log.append(drafts, by="ada", admit=let_in).added
    (row,) = json.loads(run(log, "show", made[1].id, "--json").output)["rows"]
    assert row["unknown"] == {
        "mood": {"a": [1]},
        "facts[0].sure": 0.5,
        "facts[1].value.about": 2,
        "reports[0].page": 3,
        "reports[0].origin.of": "x",
    }
    (row,) = json.loads(run(log, "show", "press", "--json").output)["rows"]
    assert row["unknown"] == {"isbn": "x"}
    assert "mood" in run(log, "show", made[1].id).output
    rows = json.loads(run(log, "check", "--json").stdout)["rows"]
    named = {row["line"]: row["message"] for row in rows if row["code"] == "unknown-field"}
    assert named == {
        1: "unknown: isbn; kept, not read",
        2: "unknown: facts[0].sure, facts[1].value.about, mood, reports[0].origin.of, reports[0].page; kept, not read",
    }


SHOWN = [  # a JSON value, and as it is shown where a line is a line: the values of facts aside, or they too
    ("a\nb", "a\\nb", "a\\nb"),
    ("a\u2028b\u2029c\td", "a\\u2028b\\u2029c\td", "a\\u2028b\\u2029c\td"),
    ({"a\nb": "c"}, {"a\\nb": "c"}, {"a\\nb": "c"}),
    (
        {"facts": [{"value": "a\nb", "entity": "a\nb"}]},
        {"facts": [{"value": "a\nb", "entity": "a\\nb"}]},
        {"facts": [{"value": "a\\nb", "entity": "a\\nb"}]},
    ),
    (
        {"versions": {"title": [{"value": "a\nb"}]}},
        {"versions": {"title": [{"value": "a\\nb"}]}},
        {"versions": {"title": [{"value": "a\\nb"}]}},
    ),
    (5, 5, 5),
]


@pytest.mark.parametrize(("value", "exact", "whole"), SHOWN)
def test_what_breaks_a_line_is_shown_as_an_escape(value, exact, whole):
    assert fields.lined(value) == exact
    assert fields.lined(value, exact=False) == whole


def test_every_place_of_a_login_is_named_and_no_other():
    body = {
        "url": "https://ada:secret@host/x",
        "reports": [{"quote": "see https://ada@host/x", "url": "https://host/@ada"}, {"url": " http://a:b@host"}],
        "text": "ask ada@host",
        "links": [{"title": "https://host", "url": "ftp://ada@host"}],
    }
    assert list(fields.logins(body)) == ["url", "reports[0].quote", "reports[1].url", "links[0].url"]
    assert list(fields.logins(fields.without_logins(body))) == []
    assert fields.address("https://ada:secret@host/x?y=z@https://b:c@host") == "https://host/x?y=z@https://b:c@host"
