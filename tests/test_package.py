"""What is installed: the wheel holds the package and nothing else, and starts without any extra; all extras exist."""

import functools
import importlib.metadata
import os
import re
import runpy
import shlex
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from blocks import Note, masked, parts, read, steps
from shell import Shell
from timeline.errors import to_install
from timeline.text.outgoing.forms import FORMS

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
MANUAL = sorted((ROOT / "man").glob("*.1"))
FOR_USERS = ("arrow", "ics", "sheets")
RUNNERS = {"pytest", "hypothesis", "pytest-xdist", "ruff", "mypy", "mutmut"}


def ran(*words, cwd, **environ):
    done = subprocess.run(
        [str(word) for word in words],
        cwd=cwd,
        env={"PATH": os.environ["PATH"], "HOME": str(cwd), **environ},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def sdist(tmp_path_factory):
    pytest.importorskip("hatchling", reason="hatchling, which builds the package, is not installed")
    folder = tmp_path_factory.mktemp("sdist")
    ran(sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", folder, cwd=ROOT)
    (made,) = folder.iterdir()
    return made


@pytest.fixture(scope="module")
def wheel(sdist, tmp_path_factory):
    """The wheel as pip builds it of what the sdist holds, with no network."""
    folder = tmp_path_factory.mktemp("wheel")
    with tarfile.open(sdist) as packed:
        packed.extractall(folder, filter="data")
    (source,) = folder.iterdir()
    options = ("--no-deps", "--no-index", "--no-build-isolation", "--disable-pip-version-check", "--quiet")
    ran(sys.executable, "-m", "pip", "wheel", *options, "-w", folder / "made", source, cwd=folder)
    (made,) = (folder / "made").iterdir()
    return made


def of_the_package():
    """Each file of the package, as it is in the tree."""
    return {
        path.relative_to(ROOT / "src").as_posix()
        for path in (ROOT / "src" / "timeline").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


@pytest.mark.processes
def test_the_sdist_holds_what_builds_tests_and_explains_the_package(sdist):
    with tarfile.open(sdist) as packed:
        held = {name.partition("/")[2] for name in packed.getnames()}
    assert {f"src/{name}" for name in of_the_package()} <= held
    assert {"pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", "Makefile", "PKG-INFO"} <= held
    assert {"tests/test_package.py", "docs/format.md", "docs/first-story.md", "events/timeline.toml"} <= held
    unwanted = re.compile(r"(^|/)(\.venv|\.git|__pycache__|\.hypothesis|\.mypy_cache|\.ruff_cache|build|dist)/")
    assert [name for name in held if unwanted.search(name)] == []


@pytest.mark.processes
def test_the_wheel_holds_the_package_with_its_manual_and_nothing_else(wheel):
    with zipfile.ZipFile(wheel) as packed:
        held = set(packed.namelist())
    info = f"asof_timeline-{importlib.metadata.version('asof-timeline')}.dist-info"
    faces = ("LICENSE", "NOTICE")
    about = ("METADATA", "WHEEL", "RECORD", "entry_points.txt", "licenses/LICENSE")
    about += tuple(f"licenses/src/timeline/figures/faces/{name}" for name in faces)
    assert "timeline/py.typed" in held
    manual = {f"{info.removesuffix('.dist-info')}.data/data/share/man/man1/{path.name}" for path in MANUAL}
    assert held == of_the_package() | manual | {f"{info}/{name}" for name in about}


@functools.cache
def needed(name, extra=""):
    """Each distribution that one needs, and that those need, as far as this Python asks for them."""
    found = set()
    for text in importlib.metadata.requires(name) or ():
        wanted = Requirement(text)
        if wanted.marker is None or wanted.marker.evaluate({"extra": extra}):
            found |= {wanted.name, *needed(wanted.name)}
    return found


@pytest.fixture(scope="module")
def bare(wheel, tmp_path_factory):
    """A virtual environment with the wheel and what it requires, and no package beside."""
    folder = tmp_path_factory.mktemp("bare")
    ran(sys.executable, "-m", "venv", "--without-pip", "env", cwd=folder)
    python = folder / "env" / "bin" / "python"
    (site,) = (folder / "env").glob("lib/python*/site-packages")
    for name in needed("asof-timeline"):
        of_one = importlib.metadata.distribution(name)
        for top in {path.parts[0] for path in of_one.files if path.parts[0] not in ("..", "__pycache__")}:
            if not (site / top).exists():
                (site / top).symlink_to(of_one.locate_file(top))
    pip = (sys.executable, "-m", "pip", "--python", python, "--disable-pip-version-check")
    ran(*pip, "install", "--quiet", "--no-index", wheel, cwd=folder)  # --no-index: it finds all that it requires
    return folder


@pytest.mark.processes
def test_a_bare_install_starts_and_imports_every_module(bare):
    bin_ = bare / "env" / "bin"
    code = (
        "import importlib, pkgutil, timeline\n"
        "for one in pkgutil.walk_packages(timeline.__path__, 'timeline.'):\n"
        "    one.name.endswith('__main__') or importlib.import_module(one.name)\n"
        "print(timeline.__file__)"
    )
    assert ran(bin_ / "python", "-c", code, cwd=bare).startswith(str(bare / "env"))
    for extra in sorted({Requirement(text).name for name in FOR_USERS for text in EXTRAS[name]}):
        code = f"import importlib.util as u; print(u.find_spec({extra!r}))"
        assert ran(bin_ / "python", "-c", code, cwd=bare) == "None\n"


@pytest.mark.processes
@pytest.mark.skipif(shutil.which("man") is None, reason="man is not installed")
def test_man_finds_the_pages_of_an_install(bare):
    path = f"{bare / 'env' / 'bin'}{os.pathsep}{os.environ['PATH']}"
    assert ran("man", "-w", "timeline-add", cwd=bare, PATH=path).strip() == str(
        bare / "env" / "share" / "man" / "man1" / "timeline-add.1"
    )


@pytest.mark.processes
def test_a_bare_install_keeps_draws_and_hands_over_a_story(bare):
    log = bare / "story"
    log.mkdir()

    def timeline(*words):
        return ran(bare / "env" / "bin" / "timeline", *words, cwd=log, TIMELINE_BY="ada", MPLCONFIGDIR=str(bare))

    timeline("init")
    timeline("source", "ft", "--publisher", "Financial Times", "--published", "2025-08-14")
    timeline("add", "R2 moved to Nvidia", "--occurred", "2025-08", "--fact", "R2.training=Nvidia", "--source", "ft")
    assert "R2 moved to Nvidia" in timeline("list", "--as-of", "2025-08-14")
    timeline("figure", "events", "-o", "story.svg")
    timeline("page", "-o", "story.html")
    without = [form for form in FORMS if form.extra is None]
    code = (
        "import sys, timeline as tl\n"
        "for form in sys.argv[1:]:\n"
        "    tl.open('events').at().save_export('out-' + form, form)"
    )
    ran(bare / "env" / "bin" / "python", "-c", code, *[form.name for form in without], cwd=log)
    assert {path.name for path in log.glob("out-*")} == {f"out-{form.name}" for form in without}
    assert all(path.stat().st_size for path in log.glob("out-*"))
    timeline("check")


@pytest.mark.processes
def test_a_clean_machine_answers_the_tutorial_word_for_word(bare, tmp_path):
    follow(bare / "env" / "bin", tmp_path)


def follow(scripts, folder):
    """Type the tutorial, and README's session, with the commands of an install, in a fresh HOME."""
    for number, page in enumerate(("docs/first-story.md", "README.md")):
        (folder / str(number)).mkdir()
        shell = Shell(folder / str(number), scripts)
        seen = 0
        for block in parts(read(page)):
            if isinstance(block, Note) or block.language != "console":
                continue
            for command, answered in steps(block.text):
                said, _ = shell.type(command)
                assert masked(said) == masked("\n".join(answered)), f"{page}: {command}"
                seen += 1
        assert seen >= 5


@pytest.fixture(scope="module", params=["3.12", "3.13"])
def newer(request, wheel, tmp_path_factory):
    """A virtual environment of a newer Python, into which pip has installed the wheel with all that it requires."""
    held = ROOT / ".venv" / "pythons" / request.param
    if not (held / "python").exists():
        pytest.skip(f"Python {request.param} is not at hand with the wheels that are needed: .ci/pythons gets them")
    folder = tmp_path_factory.mktemp("newer")
    ran((held / "python").read_text(encoding="utf-8").strip(), "-m", "venv", "env", cwd=folder)
    options = ("--quiet", "--no-compile", "--disable-pip-version-check", "--no-index", "--find-links", held / "wheels")
    ran(folder / "env" / "bin" / "python", "-m", "pip", "install", *options, wheel, cwd=folder)
    return folder / "env" / "bin", options


@pytest.mark.processes
def test_a_newer_python_answers_the_tutorial_word_for_word(newer, tmp_path):
    follow(newer[0], tmp_path)


@pytest.mark.processes
def test_a_newer_python_passes_the_tables_of_cases(newer, tmp_path):
    scripts, options = newer
    ran(scripts / "python", "-m", "pip", "install", *options, "pytest", "hypothesis", cwd=tmp_path)
    tests = [ROOT / "tests" / name for name in ("rules", "dates/test_phrases.py", "test_testing.py")]
    words = ("-q", "-p", "no:cacheprovider", "--rootdir", ROOT, "-c", ROOT / "pyproject.toml")
    said = ran(scripts / "python", "-m", "pytest", *words, *tests, cwd=tmp_path, PYTHONDONTWRITEBYTECODE="1")
    assert re.search(r"\d{3,} passed", said)
    assert "failed" not in said


def test_every_extra_that_is_suggested_exists():
    files = [*(ROOT / "src").rglob("*.py"), *(ROOT / "docs").rglob("*.md"), *ROOT.glob("*.md"), *ROOT.glob(".ci/*")]
    pattern = re.compile(r"(?:asof-timeline|'\.|\"\.)\[([a-z,]+)\]")
    named = {
        extra
        for path in files
        for found in pattern.findall(path.read_text(encoding="utf-8"))
        for extra in found.split(",")
    }
    assert named
    assert named | {form.extra for form in FORMS if form.extra} <= set(EXTRAS)


def test_the_extra_of_a_form_brings_what_its_error_says_is_missing():
    brings = {"xlsx": "openpyxl", "parquet": "pyarrow", "arrow": "pyarrow", "ics": "icalendar"}
    assert {form.name for form in FORMS if form.extra} == set(brings)
    for form in FORMS:
        if form.extra is not None:
            assert brings[form.name] in {Requirement(text).name for text in EXTRAS[form.extra]}


@pytest.mark.parametrize("library", ["icalendar", "openpyxl", "pyarrow", "duckdb", "psycopg", "pyspark"])
def test_what_an_error_says_to_install_is_what_an_extra_installs(library):
    """The package itself is in no index, so an extra of it can be installed in a clone alone."""
    *pip, text = shlex.split(to_install(f"{library}.part"))
    assert pip == ["pip", "install"]
    wanted = Requirement(text)
    brought = [Requirement(one) for extra in (*FOR_USERS, "server", "scale") for one in EXTRAS[extra]]
    assert (wanted.name, wanted.extras) in [(one.name, one.extras) for one in brought]


def test_no_error_tells_users_to_install_this_package_from_an_index():
    files = [*(ROOT / "src").rglob("*.py"), *(ROOT / "docs").rglob("*.md"), *ROOT.glob("*.md")]
    assert [path.name for path in files if re.search("install [^\n]*asof-timeline", path.read_text("utf-8"))] == []


def test_all_is_every_extra_that_is_for_users():
    (text,) = EXTRAS["all"]
    assert Requirement(text).name == PROJECT["name"]
    assert Requirement(text).extras == set(FOR_USERS)


def test_make_test_bare_hides_every_optional_package():
    named = {Requirement(text).name for extra in EXTRAS.values() for text in extra} - RUNNERS - {PROJECT["name"]}
    hook = ROOT / "tests" / "bare" / "sitecustomize.py"
    before = list(sys.meta_path)
    try:
        hidden = runpy.run_path(str(hook))["OPTIONAL"]
    finally:
        sys.meta_path[:] = before
    assert set(hidden) == named
    assert not {Requirement(text).name for text in PROJECT["dependencies"]} & named
