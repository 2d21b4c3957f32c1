"""Forms that installed packages read and write: asked for by name, shown in help, and named where they fail."""

import json
import subprocess
import sys
import zipfile

import pytest

import timeline as tl
from builders import a_draft, a_log
from commands import spawned
from timeline.errors import FormatError, RecordError
from timeline.text import own

CODE = """
import sys
import timeline as tl

def read(data):
    for number, line in enumerate(data.decode().splitlines(), 1):
        day, _, title = line.partition(" ")
        yield f"line {number}", {"kind": "event", "title": title, "occurred": day}

def line(row):
    return f"{row['title']} ({row['occurred']})\\n"

DIARY = tl.ImportForm("diary", read, "a day and a line")

def words():
    return tl.ExportForm("words", lambda found: "".join(map(line, found.events)))

def gives_numbers():
    return tl.ExportForm("numbers", lambda found: 7)

def broken():
    raise RuntimeError("out of order")

seven = 7
"""
POINTS = """
[timeline.imports]
diary = diaryforms:DIARY
broken = diaryforms:broken
seven = diaryforms:seven

[timeline.exports]
words = diaryforms:words
numbers = diaryforms:gives_numbers
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """A wheel that pip installs into a folder of its own, as people install one beside `timeline`."""
    base = tmp_path_factory.mktemp("package")
    wheel, info = base / "diaryforms-1.2-py3-none-any.whl", "diaryforms-1.2.dist-info"
    files = {
        "diaryforms.py": CODE,
        f"{info}/METADATA": "Metadata-Version: 2.1\nName: diaryforms\nVersion: 1.2\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{info}/entry_points.txt": POINTS,
    }
    with zipfile.ZipFile(wheel, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
        archive.writestr(f"{info}/RECORD", "".join(f"{name},,\n" for name in files))
    target = base / "site"
    words = ["-m", "pip", "install", "--quiet", "--no-index", "--no-deps", "--disable-pip-version-check"]
    subprocess.run([sys.executable, *words, "--target", str(target), str(wheel)], check=True)
    return target


@pytest.fixture
def run(tmp_path, installed):
    log = a_log(tmp_path, a_draft(title="first", occurred="2026-01-02"))

    def run(*words, beside=installed):
        return spawned(tmp_path, "-C", log.folder, *words, beside=beside)

    run.log = log
    return run


def test_a_package_reads_and_writes_a_form_of_its_own(run, tmp_path):
    (tmp_path / "story.txt").write_text("2026-04-24 V4 is released\n2025?-08 R2 falls back\n")
    done = run("import", "story.txt", "--from", "diary")
    assert done.returncode == 0, done.stderr
    assert [record.body["title"] for record in run.log.read().records] == ["first", "V4 is released", "R2 falls back"]
    assert "added 0" in run("import", "story.txt", "--from", "diary").stderr
    written = run("export", "--format", "words")
    assert written.stdout == "R2 falls back (2025?-08)\nfirst (2026-01-02)\nV4 is released (2026-04-24)\n", (
        written.stderr
    )
    assert run("export", "out.txt", "--format", "words").returncode == 0
    assert (tmp_path / "out.txt").read_text() == written.stdout


def test_faults_name_the_line_and_nothing_is_written(run, tmp_path):
    (tmp_path / "story.txt").write_text("2026-04-24 V4 is released\nApril R2 falls back\n2026-13 x\n")
    done = run("import", "story.txt", "--from", "diary", "--json")
    assert done.returncode == 2
    faults = json.loads(done.stderr)["faults"]
    assert ["line 2" in json.dumps(faults[0]), "line 3" in json.dumps(faults[1])] == [True, True]
    assert len(run.log.read().records) == 1


def test_help_completion_and_errors_name_the_form(run):
    assert "|diary" in run("import", "--help").stdout
    assert "|words" in run("export", "--help").stdout
    assert "diary" not in run("import", "--help", beside=None).stdout
    wrong = run("export", "--format", "wordz")
    assert wrong.returncode == 2
    assert 'did you mean "words"?' in wrong.stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["import", "story.txt", "--from", "broken"], "could not be loaded: RuntimeError: out of order"),
        (["import", "story.txt", "--from", "seven"], "is a int, not a timeline.ImportForm"),
        (["export", "--format", "numbers"], "gives a int, and neither a text nor bytes"),
        (["import", "story.txt", "--from", "diarry"], 'did you mean "diary"?'),
        (["import", "story.txt", "--from", "diary", "--column", "a=b"], "belong to sheets"),
        (["import", "story.txt", "--from", "diary", "--fix", "out.csv"], "has no columns"),
    ],
)
def test_what_a_package_does_wrong_names_it(run, tmp_path, words, told):
    (tmp_path / "story.txt").write_text("2026-04-24 x\n")
    done = run(*words)
    assert done.returncode == 2, done.stderr
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert len(run.log.read().records) == 1


def test_no_log_and_no_file_causes_code_to_be_imported(run, tmp_path, installed):
    """Only a name that somebody typed does: not the ending of a file, not its content, not the settings of a log."""
    trap = tmp_path / "trap"
    trap.mkdir()
    for name in installed.iterdir():
        if name.is_dir():
            (trap / name.name).symlink_to(name)
    (trap / "diaryforms.py").write_text("raise SystemExit('imported')\n")
    (tmp_path / "story.diary").write_text("2026-04-24 x\n")
    with (tmp_path / "events" / "timeline.toml").open("a") as settings:
        settings.write('\nimports = ["diary"]\n[views.words]\ntitle = "w"\nproperties = ["p"]\n')
    asked = ("list", "import story.diary", "export x.words", "import --help", "export --help", "export", "views")
    for words in asked:
        done = run(*words.split(), beside=trap)
        assert "imported" not in done.stdout + done.stderr, words
    assert "imported" in run("import", "story.diary", "--from", "diary", beside=trap).stderr


def test_python_registers_forms_for_this_process(tmp_path, monkeypatch):
    monkeypatch.setattr(own, "_registered", {})
    tl.register_form(
        tl.ImportForm("lines", lambda data: [{"kind": "event", "title": t} for t in data.decode().split()])
    )
    form = tl.ExportForm(
        "titles", lambda found: b"\0".join(row["title"].encode() for row in found.events), is_binary=True
    )
    tl.register_form(form)
    tl.register_form(form)
    with pytest.raises(FormatError, match="another form is registered"):
        tl.register_form(tl.ExportForm("titles", lambda _: ""))
    with pytest.raises(FormatError, match="is not a form"):
        tl.register_form(7)
    (tmp_path / "a.txt").write_text("one two")
    log = tl.open(a_log(tmp_path).folder)
    assert len(log.import_(tmp_path / "a.txt", form="lines")) == 2
    assert log.at().export("titles").data == b"one\0two"
    tl.register_form(tl.ImportForm("bad", lambda _: [7]))
    tl.register_form(tl.ImportForm("worse", lambda _: [{"kind": "event", "title": object()}]))
    for name in ("bad", "worse"):
        with pytest.raises((FormatError, RecordError)):
            log.import_(tmp_path / "a.txt", form=name)
