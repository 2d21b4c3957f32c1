"""The page itself: one HTML text, complete without scripts, that a script then lets readers question.

Law of this module: the same story and version give the same bytes. The policy allows the one style and the one script
by their hashes, and nothing else; nothing is asked of any network.
"""

from __future__ import annotations

from typing import Final

from timeline._version import __version__
from timeline.page import strip_svg
from timeline.page.data import data_of
from timeline.page.markup import element, embedded, plainer, source_hash, text
from timeline.page.script import SCRIPT
from timeline.page.story import Story
from timeline.page.style import STYLE
from timeline.page.tables import events, reading, sources, views
from timeline.page.top import bar, changed, masthead, overview, summary
from timeline.text.terminal import safe

_MANY: Final = 200
"""As many events make a page of which the browser lays out only what is near the screen."""


def document(story: Story, *, title: str) -> str:
    """Write a story as one HTML document."""
    place = {event.id: number for number, event in enumerate(story.events)}
    sheet = "\n".join(
        part for part in (STYLE, story.pictures.css, strip_svg.css(story.strip) if story.strip else "") if part
    )
    defs = story.pictures.defs
    body = [
        '<a class="skip" href="#events">Skip to the events</a>',
        *map(plainer, (masthead(story, title), bar(story))),
        f"<svg class=defs aria-hidden=true><defs>{defs}</defs></svg>" if defs else "",
        "<main class=many>" if len(story.events) >= _MANY else "<main>",
        *map(plainer, (overview(story), changed(story), *views(story, place), events(story), sources(story))),
        plainer(reading(story)),
        "</main>",
        f"<footer><p>Made with timeline {text(__version__)}; asks nothing of any network.</p></footer>",
        '<dialog id="panel" aria-labelledby="panel-h"></dialog>',
        f'<script type="application/json" id="data">{embedded(data_of(story, place))}</script>',
        f"<script>{SCRIPT}</script>",
    ]
    return "\n".join(
        [
            *("<!DOCTYPE html>", '<html lang="en">', "<head>"),
            *_head(story, title, sheet),
            *("</head>", "<body>", *body, "</body>", "</html>", ""),
        ]
    )


def _head(story: Story, title: str, sheet: str) -> list[str]:
    """Write what the page says of itself, to a browser and to whoever shows a link to it."""
    shown, said = safe(title), summary(story)
    return [
        '<meta charset="utf-8">',
        _void("meta", http_equiv="Content-Security-Policy", content=_policy(sheet)),
        _void("meta", name="viewport", content="width=device-width, initial-scale=1"),
        _void("meta", name="color-scheme", content="light dark"),
        _void("meta", name="referrer", content="no-referrer"),
        _void("meta", name="generator", content=f"timeline {__version__}"),
        _void("meta", name="description", content=said),
        _void("meta", property="og:type", content="article"),
        _void("meta", property="og:title", content=shown),
        _void("meta", property="og:description", content=said),
        element("title", text(shown)),
        f"<style>{sheet}</style>",
    ]


def _void(name: str, /, **attributes: str) -> str:
    """Write an element that has no content."""
    return element(name, **attributes).removesuffix(f"</{name}>")


def _policy(sheet: str) -> str:
    return (
        f"default-src 'none'; style-src {source_hash(sheet)}; script-src {source_hash(SCRIPT)}; "
        "base-uri 'none'; form-action 'none'"
    )
