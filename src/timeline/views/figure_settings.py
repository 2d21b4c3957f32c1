"""What the settings of a log say of its figures: the table ``[figures]`` of ``timeline.toml``.

Law of this module: a declaration is read whole or refused, with its place and with what to write.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from timeline.dates.suggest import did_you_mean
from timeline.errors import FigureError

_WHERE: Final = "timeline.toml, [figures]"
_KEYS: Final = ("key",)


def faults_of_figures(settings: Mapping[str, Any]) -> tuple[FigureError, ...]:
    """Give what is wrong with what the settings say of figures; nothing where nothing is."""
    try:
        key_tags(settings)
    except FigureError as error:
        return (error,)
    return ()


def key_tags(settings: Mapping[str, Any]) -> tuple[str, ...]:
    """Give the tags of the events that figures name; none where the settings do not say.

    Raises:
        FigureError: The table has an unknown key, or its tags are not texts.
    """
    table = settings.get("figures", {})
    if not isinstance(table, Mapping):
        raise FigureError("figures is not a table", where="timeline.toml", fix="write [figures] above its keys")
    unknown = sorted(set(table) - set(_KEYS))
    if unknown:
        fix = did_you_mean(unknown[0], _KEYS) or "its only key is key"
        raise FigureError(f'"{unknown[0]}" is not a key of [figures]', where=_WHERE, fix=fix)
    given = table.get("key", [])
    tags = [given] if isinstance(given, str) else given
    if not isinstance(tags, list) or not all(isinstance(tag, str) and tag.strip() for tag in tags):
        raise FigureError("key is not a list of tags", where=_WHERE, fix='write key = ["turning-point"]')
    return tuple(tags)
