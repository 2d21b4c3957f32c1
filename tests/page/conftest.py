"""What tests of a page in a browser share: the machine's own Chromium, and pages opened in it.

Needs `pip install '.[browser]'` in a clone and a Chromium (`apt install chromium`), which `$TIMELINE_BROWSER` may name.
"""

import os
import shutil

import pytest
from page_logs import a_story, page_of

BROWSER = os.environ.get("TIMELINE_BROWSER") or shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="session")
def chromium():
    sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed (the extra `browser`)")
    if BROWSER is None:
        pytest.skip("no chromium is installed; $TIMELINE_BROWSER may name one")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def story(tmp_path_factory):
    log, ids = a_story()
    path = tmp_path_factory.mktemp("page") / "story.html"
    path.write_text(page_of(log, title="What was known"), encoding="utf-8")
    return path, ids


@pytest.fixture
def opened(chromium, story):
    """Open the story at a place; what the page says on the console or asks of a network fails the test."""
    contexts, complaints = [], []

    def open_at(fragment="", *, path=story[0], width=1400, height=900, **options):
        context = chromium.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: complaints.append(request.url) if not is_own(request.url, path) else None)
        page.goto(path.as_uri() + fragment)
        return page

    yield open_at
    for context in contexts:
        context.close()
    assert complaints == []


def is_own(url, path):
    """Say whether an address is the page itself, or was made by it."""
    return url == path.as_uri() or url.startswith("blob:")
