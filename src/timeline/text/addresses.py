"""Addresses that may stand in a link for people to follow.

Law of this module: what could mislead or run is not an address, and stays text.
"""

from __future__ import annotations

import re
from typing import Final

from timeline.records.fields import has_login
from timeline.text.terminal import safe

_LINK: Final = re.compile(r"(https?://[^\s/]|mailto:[^\s])\S*", re.IGNORECASE)


def link_target(url: str | None) -> str | None:
    """Give an address that may stand in a link: http, https or mailto, without a login or what could mislead.

    >>> link_target("https://example.org/x"), link_target("javascript:alert(1)")
    ('https://example.org/x', None)
    """
    is_plain = url is not None and _LINK.fullmatch(url) is not None and safe(url) == url and not has_login(url)
    return url if is_plain else None
