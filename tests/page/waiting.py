"""Waiting for what a page shows: the page's own policy lets nothing be evaluated in it again and again."""

import time

LIMIT_S = 20.0


def wait_until(page, expression):
    """Ask a page, from outside, until what is asked is so."""
    end = time.monotonic() + LIMIT_S
    while not page.evaluate(expression):
        assert time.monotonic() < end, f"never so: {expression}"
        page.wait_for_timeout(20)
