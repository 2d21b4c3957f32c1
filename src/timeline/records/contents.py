"""What a record says, spelled in one way: two that are spelled alike say the same.

Law of this module: ``imported`` is not content, and the order of keys says nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec


def content_of(kind: str, body: Mapping[str, Any]) -> bytes:
    """Spell what a record says, ``imported`` aside: equal texts say the same. The body is one that can be written."""
    return spelled([kind, {name: value for name, value in body.items() if name != "imported"}])


def spelled_content(kind: str, body: bytes) -> bytes:
    """Give the same of a body that is spelled already, and says nothing of ``imported``."""
    return b'["%b",%b]' % (kind.encode(), body)


def spelled(value: object) -> bytes:
    """Spell a JSON value in one way, whatever the order of its keys; 1 and 1.0 stay apart."""
    return msgspec.json.encode(value, order="sorted", enc_hook=str)
