"""The picture of the packages is what the imports are, and the page about them names what there is."""

import importlib.util
import re
from pathlib import Path

ROOT = Path(__file__).parent.parent


def drawing():
    spec = importlib.util.spec_from_file_location("architecture", ROOT / "docs" / "architecture.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_picture_is_what_the_imports_are():
    drawn = (ROOT / "docs" / "architecture.svg").read_text(encoding="utf-8")
    assert drawn == drawing().picture(), "make architecture draws it again"


def test_no_package_imports_from_one_above_it():
    _, _, arrows = drawing().counted()
    order = list(drawing().PACKAGES)
    assert [pair for pair in arrows if order.index(pair[0]) > order.index(pair[1])] == []


def test_every_home_that_the_page_names_exists():
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`([a-z]+/[a-z_/]+)`", page))
    homes = {name for name in named if not name.startswith(("tests/", "src/"))}
    assert homes
    missing = [name for name in homes if not (ROOT / "src" / "timeline" / f"{name}.py").exists()]
    assert missing == []
