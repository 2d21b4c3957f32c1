"""The script of a page: it moves between stops, shows and hides, and finds; it decides nothing about the log.

Law of this package: all text enters the page as text nodes; nothing is fetched, kept or sent. Its parts are one
program, in the order in which they are joined: each uses what those before it define, and all draw what the state says.
"""

from __future__ import annotations

from typing import Final

from timeline.page.script.address import ADDRESS
from timeline.page.script.changes import CHANGES
from timeline.page.script.figures import FIGURES
from timeline.page.script.moving import MOVING
from timeline.page.script.panel import PANEL
from timeline.page.script.rows import ROWS
from timeline.page.script.state import STATE
from timeline.page.script.views import VIEWS

_PARTS: Final = (STATE, ROWS, ADDRESS, VIEWS, FIGURES, CHANGES, PANEL, MOVING)
SCRIPT: Final = f'\n(() => {{\n"use strict";{"".join(_PARTS)}}})();\n'
"""The script as it stands in the page."""
