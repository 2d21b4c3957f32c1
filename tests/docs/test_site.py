"""The documentation is built without a warning, every page is in it, and every link in it leads somewhere."""

import re
import subprocess
import sys
from html.parser import HTMLParser
from urllib.parse import unquote

import pytest

from blocks import ROOT

DOCS = ROOT / "docs"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    for name in ("sphinx", "furo", "myst_parser"):
        pytest.importorskip(name, reason=f"{name}, which builds the documentation, is not installed")
    folder = tmp_path_factory.mktemp("site")
    words = ("-W", "--keep-going", "-q", "-b", "html", "-d", folder / "read", DOCS, folder / "made")
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", *words], cwd=folder, capture_output=True, text=True, check=False, timeout=600
    )
    assert done.returncode == 0, done.stderr
    return folder / "made"


class Links(HTMLParser):
    """The places in one page that can be linked to, and those that it links to."""

    def __init__(self, text):
        super().__init__()
        self.places, self.targets = set(), []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        named = dict(attrs)
        self.places |= {named[key] for key in ("id", "name") if named.get(key)}
        target = named.get("href" if tag == "a" else "src" if tag == "img" else "")
        if target and not re.match(r"[a-z]+:|//", target):
            self.targets.append(target)


def test_every_page_is_in_the_documentation(site):
    made = {path.relative_to(site).with_suffix("").as_posix() for path in site.rglob("*.html")}
    pages = [*DOCS.rglob("*.md"), *DOCS.rglob("*.ipynb")]
    assert {path.relative_to(DOCS).with_suffix("").as_posix() for path in pages} <= made


def test_every_link_leads_to_a_place_that_exists(site):
    held = {path: Links(path.read_text(encoding="utf-8")) for path in site.rglob("*.html")}
    lost = []
    for page, links in held.items():
        for target in links.targets:
            path, _, place = unquote(target.partition("?")[0]).partition("#")
            leads = (page.parent / path).resolve() if path else page
            leads = leads / "index.html" if leads.is_dir() else leads
            if not leads.exists() or (place and leads in held and place not in held[leads].places):
                lost.append(f"{page.relative_to(site)}: {target}")
    assert lost == []


def test_the_reference_has_every_public_name(site):
    import timeline

    text = (site / "api.html").read_text(encoding="utf-8")
    assert [name for name in timeline.__all__ if f'id="timeline.{name}"' not in text] == ["__version__"]
