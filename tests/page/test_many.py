"""A page of many events: what is far off the screen is not laid out, and readers notice nothing of it."""

import pytest
from page_logs import VIEW, Log, page_of
from waiting import wait_until

pytestmark = pytest.mark.browser
LAID_OUT = "document.getElementById('rows').checkVisibility({contentVisibilityAuto: true})"
TOP = "Math.round(document.getElementById('reading').getBoundingClientRect().top)"


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    log = Log()
    for number in range(240):
        day = f"2020-{number % 12 + 1:02d}-{number % 28 + 1:02d}"
        fact = (f"e{number % 9}", "pq"[number % 2], number % 7)
        log.event(f"event {number}", day, [fact], reports=[{"reported": day}])
    path = tmp_path_factory.mktemp("many") / "many.html"
    path.write_text(page_of(log, title="many", specs=(VIEW,)), encoding="utf-8")
    return path


def go(page, place):
    page.evaluate(
        "i => { const a = document.getElementById('at'); a.value = i; a.dispatchEvent(new Event('input')); }", place
    )


def settled(page):
    """Where the reading stands once it has stood there for ten frames: rows that come into reach are laid out late."""
    return page.evaluate(
        """async of => {
            const frame = () => new Promise(done => requestAnimationFrame(done));
            const top = () => Math.round(document.getElementById(of).getBoundingClientRect().top);
            for (let before = null, same = 0; same < 10; before = top()) {
                await frame();
                same = top() === before ? same + 1 : 0;
            }
            return top();
        }""",
        "reading",
    )


def is_laid_out(page):
    return page.evaluate(LAID_OUT)


def test_rows_off_the_screen_are_not_laid_out_until_somebody_goes_there(opened, many):
    page = opened(path=many)
    assert not is_laid_out(page)
    page.evaluate("location.hash = '#events'")
    wait_until(page, LAID_OUT)
    assert page.locator("#events tbody tr:visible").count() == 240


def test_no_step_moves_what_is_looked_at_below_them(opened, many):
    page = opened(path=many)
    page.evaluate("document.getElementById('reading').scrollIntoView()")
    wait_until(page, f"{TOP} > 0 && {TOP} < innerHeight")
    before = settled(page)
    last = page.evaluate("Number(document.getElementById('at').max)")
    for place in (last // 2, 3, last):
        go(page, place)
        assert settled(page) == before


def test_paper_has_all_rows(opened, many):
    page = opened(path=many)
    page.emulate_media(media="print")
    wait_until(page, LAID_OUT)


def test_a_page_of_few_events_is_laid_out_whole(opened):
    assert is_laid_out(opened())
