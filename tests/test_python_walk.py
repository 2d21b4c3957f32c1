"""What the command line does, Python does: each option of each command has its argument, and both answer the same.

A command or an option that is added fails here until it has its place in `WALK`: the argument of Python that does the
same, as ``Class.method.argument``; or, in `WITHOUT`, the reason why there is none.
"""

import inspect
import json
import shutil

import click
import pytest
from click.testing import CliRunner

import timeline as tl
from timeline.cli.boundary import COMMANDS
from timeline.cli.main import cli
from timeline.figures import Options
from timeline.views.filters import Question
from timeline.views.given import Choice

CHOICE = tuple(Choice.__annotations__)
CLOCKS = {
    "as_of": "Log.at.as_of",
    "recorded_by": "Log.at.recorded_by",
    "checkpoint": "Log.at.checkpoint",
    "skip_bad": "Question.skip_bad",  # log.ask(Question(skip_bad=True))
}
WORLD = {**CLOCKS, "on": "Log.at.on"}  # of what has a day of the world
ENGINE = {"engine": "open_data.engine", "data": "open_data.folder"}
RIGHT = {"clock_is_right": "Log.write.clock_is_right"}
TRIED = {
    name: {"dry_run": f"Log.{method}.dry_run"}
    for name, method in (
        *((name, name) for name in ("add", "source", "report", "correct", "retract", "link", "attach")),
        ("redact", "write"),  # log.write([("redaction", {"target": …})], dry_run=True)
        ("import", "import_"),
    )
}
MODES = {name: f"Log.add.{name}" for name in ("failed", "planned", "possible", "ended")}
IMPORT = {
    name: f"Log.import_.{name}"
    for name in (
        "form",
        "columns",
        "entity_column",
        "ignore_other_columns",
        "short_rows",
        "heading_rows",
        "sheet",
        "time_zone",
        "precision",
        "list_separator",
        "null",
    )
}


def of(method, *same, **others):
    """Place options on arguments of one method: those of the same name, and those of another."""
    return {name: f"{method}.{name}" for name in same} | {name: f"{method}.{to}" for name, to in others.items()}


WALK = {
    "init": of("init", "folder", "title"),
    "add": {
        **of("Log.add", "title", "occurred", "said", "text", "reported", "sources", "tags", "data", "because", "key"),
        **of("Log.add", "by", type_="type", fact="facts"),
        **MODES,
        "keep_recorded": "Log.import_.keep_recorded",
        **RIGHT,
    },
    "attach": of(
        "Log.attach",
        *("source", "file", "retrieved", "url", "limit_mb", "because", "key", "by", "clock_is_right"),
        type_="media_type",
    ),
    "source": {
        **of("Log.source", "name", "publisher", "title", "url", "published", "via", "origin", "interested"),
        **of("Log.source", "retrieved", "because", "key", "by"),
        **RIGHT,
    },
    "report": {
        **of("Log.report", "stance", "reported", "via", "origin", "interested", "quote", "by"),
        "words": "Log.report.event",  # the ids of events, and the name of the source
        **of("Log.report", "because", "key"),
        **RIGHT,
    },
    "correct": {
        **of("Log.correct", "reported", "source", "because", "key", "by", targets="target", fields="set", fact="set"),
        **dict.fromkeys((*MODES, "occurred", "title", "tags", "text", "said"), "Log.correct.set"),
        **RIGHT,
    },
    "retract": {**of("Log.retract", "reported", "source", "because", "key", "by", targets="target"), **RIGHT},
    "link": {**of("Log.link", "from_", "rel", "to", "reported", "source", "because", "key", "by"), **RIGHT},
    "redact": of("Log.redact", "target", "because", "key", "by", "clock_is_right"),
    "import": {
        **of("Log.import_", "file", "order", "sources", "update", "keep_recorded", "by", "clock_is_right"),
        **IMPORT,
        "fix": "Log.fix.out",
    },
    "checkpoint": of("Log.checkpoint", "sign"),
    "push": of("Log.push", "address", "init", "timeout_s", "dry_run"),
    "pull": of("Log.pull", "address", "erase", "timeout_s", "dry_run"),
    "check": of("Log.check", "pins", "signers", "new", "forget"),
    "list": {
        **CLOCKS,
        **ENGINE,
        **of("Snapshot.list", "retracted", *CHOICE),
        **of("Snapshot.counts", "by"),
        **of("Snapshot.gaps", "days"),
    },
    "show": {**CLOCKS, **of("Snapshot.shown", "names", "since", "until"), "strict": "Snapshot.show.strict"},
    "state": {**WORLD, **ENGINE, **of("Snapshot.state", "view", *CHOICE)},
    "why": {**WORLD, **ENGINE, **of("Snapshot.why", "cell", "view", *CHOICE)},
    "diff": {
        **{name: place for name, place in CLOCKS.items() if name != "as_of"},
        **of("Log.diff", "before", "after", "view", *CHOICE),
    },
    "sources": {**CLOCKS, **of("Snapshot.sources", *CHOICE), "event": "Snapshot.cascade.event_id"},
    "entities": {**CLOCKS, **of("Snapshot.entities", "names", *CHOICE)},
    "conflicts": {**CLOCKS, **ENGINE, **of("Snapshot.conflicts", "view", *CHOICE)},
    "history": {**CLOCKS, **ENGINE, **of("Snapshot.history", "name", "view", *CHOICE)},
    "stats": {**CLOCKS, **of("Snapshot.stats", *CHOICE)},
    "export": {
        **WORLD,
        **of("Snapshot.save_export", "form", "view", "public", "zone", *CHOICE, target="path", file="path"),
        "relation": "Log.export_relation.folder",
        "engine": "Snapshot.save_export.engine",
    },
    "figure": {
        **WORLD,
        **of("Snapshot.save_figure", "kind", "view", "dpi", file="path"),
        **of("Options", "title", "label", "zero", "size", "for_", "theme", "lanes", "scale", "zone", *CHOICE),
        "what": "Options.before",  # or event, or cell
    },
    "page": {**WORLD, **of("Log.page", "title", "public", "zone", *CHOICE)},
    "views": {},
    "date": {"texts": "parse_date.text"},
}
ORDER = {**of("Table.sorted", "reverse", "limit", sort="field"), "zone": "Table.in_zone.zone"}
for _name in ("list", "show", "state", "why", "diff", "sources", "entities", "conflicts", "history", "stats"):
    WALK[_name] |= ORDER
for _name, _tried in TRIED.items():
    WALK[_name] |= _tried
DOES = {"views": "Log.views"}  # a command without options of its own

PRINTED = "how an answer is printed: in Python it is a Table, whose rows() are laid out as one likes"
SAID_BACK = "a person is told in words what was understood; Python gets the records, whose dates are as they are stored"
WRITING = ("add", "source", "report", "correct", "retract", "link", "redact", "attach", "import")
LISTED = "Python gives these as plain values, which sorted() and a slice put in order"
SHELL = "it serves the shell alone"
WITHOUT = {
    **{("*", name): PRINTED for name in ("form", "as_json", "file", "wide", "color")},
    **{(name, "zone"): SAID_BACK for name in WRITING},
    **{(name, "edit"): "it opens a person's editor" for name in ("add", "correct")},
    **{(name, one): LISTED for name in ("check", "date", "views") for one in ("sort", "reverse", "limit", "zone")},
    ("redact", "yes"): "it answers the question that the command asks of a person; Python asks nothing",
    ("diff", "exit_code"): "a Table is true where it has rows",
    **{(name, "*"): SHELL for name in ("completion", "help")},
    ("doctor", "*"): "it looks at the machine and the clone around a log, and advises a person at a prompt",
    ("schema", "*"): "it prints the forms of --json; the rows of Python are these forms already",
}


def commands():
    context = click.Context(cli)
    return {name: cli.get_command(context, name) for name in cli.list_commands(context)}


def parameters():
    for name, command in commands().items():
        yield from {(name, param.name): None for param in command.params}


def reason(command, option):
    """Say why an option has no argument; None where it should have one."""
    for key in ((command, "*"), (command, option), ("*", option)):
        if key in WITHOUT and not (key[0] == "*" and option in WALK.get(command, {})):
            return WITHOUT[key]
    return None


def arguments(place):
    """Name the arguments that a function of ours takes, those of ``**choice`` among them."""
    owner, _, method = place.partition(".")
    if place == "Options":
        return set(Options.__annotations__)
    if place == "Question":
        return set(inspect.signature(Question).parameters)
    found = inspect.signature(getattr(getattr(tl, owner), method) if method else getattr(tl, owner)).parameters
    kinds = {param.name for param in found.values() if param.kind is not param.VAR_KEYWORD}
    return kinds | (set(CHOICE) if any("Choice" in str(param.annotation) for param in found.values()) else set())


@pytest.mark.parametrize(("command", "option"), list(parameters()), ids=lambda word: word)
def test_each_option_has_its_argument_or_a_reason(command, option):
    placed = WALK.get(command, {}).get(option)
    assert (placed is None) != (reason(command, option) is None), "give it a place in WALK, or a reason in WITHOUT"
    if placed is not None:
        place, _, argument = placed.rpartition(".")
        assert argument in arguments(place), placed


def test_nothing_is_placed_that_is_not_there():
    there = set(parameters())
    placed = {(command, option) for command, options in WALK.items() for option in options}
    excused = {key for key in WITHOUT if "*" not in key}
    assert placed - there == set()
    assert excused - there == set()
    assert {name for name, option in WITHOUT if option == "*"} <= set(COMMANDS)
    assert {option for name, option in WITHOUT if name == "*"} <= {option for _, option in there}
    every = {name for name, option in WITHOUT if option == "*"} | set(WALK)
    assert every == set(COMMANDS)
    for place in DOES.values():
        assert callable(getattr(tl.Log, place.partition(".")[2]))


# --- both are run, and answer the same ------------------------------------------------------------------------------

TOML = 'format = 1\ntitle = "x"\n\n[views.hardware]\ntitle = "h"\nproperties = ["training", "chips"]\n'


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    folder = tmp_path_factory.mktemp("walk") / "events"
    log = tl.init(folder, title="x")
    (folder / "timeline.toml").write_text(TOML, encoding="utf-8")
    log.source("wire", published="2025-08-13", by="ada")
    log.source("press", published="2025-08-14", via=["wire"], by="ada")
    more = {"tags": "r2", "type": "run", "by": "ada", "text": "a long failure"}
    log.add("R2 trains", occurred="2025-05", sources="press", facts={"R2.training": "Ascend"}, key="a", **more)
    log.add("R2 moves", occurred="2025-07", sources="wire", facts={"R2.training": "Nvidia"}, key="b", by="ada")
    log.add("V4 trains", occurred="2025?-09", reported="2025-10", facts={"V4.chips": 1000}, type="run.big", by="ada")
    log.retract("key:b", because="wrong", reported="2025-11-01", by="ada")
    return folder


@pytest.fixture
def log(written, tmp_path):
    shutil.copytree(written, tmp_path / "events")
    return tl.open(tmp_path / "events")


def named(asked, key):
    """Give the id of the record with a key."""
    return next(record.id for record in asked.reading.records if (record.body or {}).get("key") == key)


def told(log, *words, json_too=True):
    words = [named(log.at(), "a") if word == "ID" else word for word in words]
    done = CliRunner(env={"TIMELINE_BY": "ada"}).invoke(cli, ["-C", log.files.folder, *words, *(["--json"] * json_too)])
    assert done.exit_code == 0, done.output
    return done.stdout


def same(log, words, table):
    assert json.loads(told(log, *words))["rows"] == json.loads(json.dumps(table.rows()))


ASKED = {
    "list": lambda snap, **choice: snap.list(**choice),
    "list --all": lambda snap, **choice: snap.list(retracted=True, **choice),
    "list --by type": lambda snap, **choice: snap.counts("type", **choice),
    "list --gaps 10": lambda snap, **choice: snap.gaps(10, **choice),
    "state hardware": lambda snap, **choice: snap.state("hardware", **choice),
    "why R2.training": lambda snap, **choice: snap.why("R2.training", **choice),
    "why R2.training --view hardware": lambda snap, **choice: snap.why("R2.training", view="hardware", **choice),
    "sources": lambda snap, **choice: snap.sources(**choice),
    "sources ID": lambda snap, **choice: snap.cascade(named(snap, "a"), **choice),
    "entities": lambda snap, **choice: snap.entities(**choice),
    "entities --names": lambda snap, **choice: snap.entities(names=True, **choice),
    "conflicts": lambda snap, **choice: snap.conflicts(**choice),
    "stats": lambda snap, **choice: snap.stats(**choice),
}
CHOSEN = {
    "": {},
    "--strict": {"strict": True},
    "--entity R2": {"entities": "R2"},
    "--tag r2": {"tags": "r2"},
    "--source press": {"sources": "press"},
    "--type run": {"types": "run"},
    "--grep FAILURE": {"grep": "FAILURE"},
    "--value Nvidia": {"value": "Nvidia"},
    "--since 2025-06": {"since": "2025-06"},
    "--until 2025-06": {"until": "2025-06"},
}


def test_every_choice_is_walked():
    assert {name for choice in CHOSEN.values() for name in choice} == set(CHOICE)


@pytest.mark.parametrize("words", ASKED)
def test_a_choice_is_the_same_in_both(log, words):
    for options, choice in CHOSEN.items():
        same(log, [*words.split(), *options.split()], ASKED[words](log.at(), **choice))


@pytest.mark.parametrize("words", ASKED)
@pytest.mark.parametrize(
    ("options", "clocks"),
    [("--as-of 2025-09", {"as_of": "2025-09"}), ("--recorded-by 2020-01-01", {"recorded_by": "2020-01-01"})],
)
def test_a_clock_is_the_same_in_both(log, words, options, clocks):
    if words == "sources ID" and "recorded_by" in clocks:
        with pytest.raises(tl.RecordError) as caught:
            ASKED[words](log.at(**clocks))
        whole = named(log.at(), "a")
        done = CliRunner().invoke(cli, ["-C", log.files.folder, "sources", whole, *options.split()])
        assert (done.exit_code, caught.value.what in done.stderr) == (2, True)
        return
    same(log, [*words.split(), *options.split()], ASKED[words](log.at(**clocks)))


def test_two_days_a_cell_and_a_record_are_the_same_in_both(log):
    same(log, ["diff", "2025-08-31", "2025-12"], log.diff("2025-08-31", "2025-12"))
    same(
        log, ["diff", "2025-08-31", "2025-12", "--view", "hardware"], log.diff("2025-08-31", "2025-12", view="hardware")
    )
    same(log, ["history", "R2.training"], log.at().history("R2.training"))
    same(log, ["history", "ID", "--since", "2025"], log.at().history(named(log.at(), "a"), since="2025"))
    same(log, ["history"], log.at().history())
    same(log, ["show", "ID", "press"], log.at().shown([named(log.at(), "a"), "press"]))
    assert [row["name"] for row in json.loads(told(log, "views"))["rows"] if not row["package"]] == list(log.views())
    (read,) = json.loads(told(log, "date", "2025?-08"))["rows"]
    date = tl.parse_date("2025?-08")
    assert (read["earliest"], read["latest"], read["uncertain"]) == (date.earliest, date.latest, date.uncertain)


@pytest.mark.parametrize("form", ["jsonl", "csv", "md", "timelinejs"])
def test_an_export_is_the_same_in_both(log, form):
    told_form = told(log, "export", "--format", form, "--entity", "R2", json_too=False)
    assert told_form == log.at().export(form, entities="R2").text


def test_a_figure_and_a_page_are_the_same_in_both(log, tmp_path):
    told(
        log, "figure", "events", "-o", str(tmp_path / "a.svg"), "--lanes", "type", "--as-of", "2025-12", json_too=False
    )
    log.at(as_of="2025-12").save_figure("events", tmp_path / "b.svg", lanes="type")
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()
    told(log, "page", "-o", str(tmp_path / "a.html"), "--as-of", "2025-12", json_too=False)
    assert (tmp_path / "a.html").read_text(encoding="utf-8") == log.page(as_of="2025-12")
    told(log, "figure", "events", "-o", str(tmp_path / "c.svg"), "--tz", "Asia/Tokyo", json_too=False)
    log.at().save_figure("events", tmp_path / "d.svg", zone="Asia/Tokyo")
    assert (tmp_path / "c.svg").read_bytes() == (tmp_path / "d.svg").read_bytes()
    told(log, "page", "-o", str(tmp_path / "b.html"), "--tz", "Asia/Tokyo", json_too=False)
    assert (tmp_path / "b.html").read_text(encoding="utf-8") == log.page(zone="Asia/Tokyo")


WRITTEN = {
    "add": (
        (
            "add|x|--type|t|--occurred|2025|--said|s|--text|w|--reported|2026|--source|press|--tag|g|--data|7|--key|k|--because|b"
            "|--fact|A.p=1|--failed|B.p=2|--planned|C.p=3|--possible|D.p=4|--ended|E.p=5"
        ),
        lambda log: log.add(
            "x", type="t", occurred="2025", said="s", text="w", reported="2026", sources="press", facts={"A.p": 1},
            failed={"B.p": 2}, planned={"C.p": 3}, possible={"D.p": 4}, ended={"E.p": 5}, tags="g", data=7,
            key="k", because="b",
        ),
    ),
    "source": (
        (
            "source|y|--publisher|p|--title|t|--url|https://example.org|--published|2025|--via|press"
            "|--retrieved|2026-01-01|--because|b"
        ),
        lambda log: log.source(
            "y", publisher="p", title="t", url="https://example.org", published="2025", via="press",
            retrieved="2026-01-01", because="b",
        ),
    ),
    "source with a key": (
        "source|y|--key|k",
        lambda log: log.write([("source", {"name": "y", "key": "k"})]),
    ),
    "report": (
        "report|key:a|wire|--stance|doubts|--reported|2026|--via|press|--quote|q|--because|b",
        lambda log: log.report("key:a", "wire", stance="doubts", reported="2026", via="press", quote="q", because="b"),
    ),
    "correct": (
        "correct|key:a|--set|occurred=2025-04|--reported|2026|--source|press|--because|b",
        lambda log: log.correct("key:a", {"occurred": "2025-04"}, because="b", reported="2026", source="press"),
    ),
    "retract": (
        "retract|key:a|--because|b|--reported|2026|--source|press",
        lambda log: log.retract("key:a", because="b", reported="2026", source="press"),
    ),
    "link": (
        "link|R2|same-entity|V4|--because|b|--reported|2026|--source|press",
        lambda log: log.link("R2", "same-entity", "V4", because="b", reported="2026", source="press"),
    ),
    "redact": ("redact|key:a|--because|b|--yes", lambda log: log.redact("key:a", because="b")),
}  # fmt: skip


@pytest.mark.parametrize("name", WRITTEN)
def test_what_is_written_is_the_same_in_both(written, tmp_path, monkeypatch, name):
    monkeypatch.setenv("TIMELINE_BY", "ada")
    words, does = WRITTEN[name]
    logs = []
    for side in ("a", "b"):
        shutil.copytree(written, tmp_path / side)
        logs.append(tl.open(tmp_path / side))
    told(logs[0], *words.split("|"))
    does(logs[1])
    one, other = ([(record.kind, record.body, record.by) for record in log.read().records] for log in logs)
    assert one == other
    assert len(one) == 7


def test_files_come_in_the_same_in_both(written, tmp_path, monkeypatch):
    monkeypatch.setenv("TIMELINE_BY", "ada")
    (tmp_path / "in.csv").write_text("Slogan;Date;Nothing\nx;04/08/2025;1\n", encoding="utf-8")
    logs = []
    for side in ("a", "b"):
        shutil.copytree(written, tmp_path / side)
        logs.append(tl.open(tmp_path / side))
    told(
        logs[0], "import", str(tmp_path / "in.csv"), "--column", "Slogan=title", "--ignore-other-columns", "--day-first"
    )
    more = {"columns": {"Slogan": "title"}, "ignore_other_columns": True, "order": "day"}
    logs[1].import_(tmp_path / "in.csv", **more)
    one, other = ([(record.kind, record.body) for record in log.read().records] for log in logs)
    assert one == other
    assert one[-1][1]["occurred"] == "2025-08-04"
