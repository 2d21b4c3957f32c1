"""The place of each of many texts, by a digest of the text: of a large batch there is no room for a dictionary.

Law of this module: what is found under a text is what was put there. Texts are told apart by 128 bits of their SHA-256.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Final

from timeline.records.drafts import Draft

_BYTES: Final = 16
_FREE: Final = -1


class Places:
    """A place for each digest of 16 bytes or more; those that are alike in the first 16 are one."""

    def __init__(self) -> None:
        """Begin with none."""
        self._digests = bytearray()
        self._places = array("q")
        self._slots = array("q", [_FREE]) * 64  # of each where it stands among these; at most half of them are taken

    def __len__(self) -> int:
        return len(self._places)

    def get(self, digest: bytes, default: int = -1) -> int:
        """Give the place of a digest; the default where it has none."""
        at = self._slots[self._slot(digest[:_BYTES])]
        return default if at == _FREE else self._places[at]

    def setdefault(self, digest: bytes, place: int) -> int:
        """Give the place of a digest, which is this one where it has none."""
        short = digest[:_BYTES]
        slot = self._slot(short)
        at = self._slots[slot]
        if at != _FREE:
            return self._places[at]
        self._slots[slot] = len(self._places)
        self._digests += short
        self._places.append(place)
        if 2 * len(self._places) > len(self._slots):
            self._widen()
        return place

    def __setitem__(self, digest: bytes, place: int) -> None:
        if self.setdefault(digest, place) != place:
            self._places[self._slots[self._slot(digest[:_BYTES])]] = place

    def _slot(self, short: bytes) -> int:
        """Give the slot that leads to a digest, or the free one for it."""
        slots, digests = self._slots, self._digests
        last = len(slots) - 1
        slot = int.from_bytes(short) & last
        while (at := slots[slot]) != _FREE and digests[at * _BYTES : (at + 1) * _BYTES] != short:
            slot = (slot + 1) & last
        return slot

    def _widen(self) -> None:
        last = 2 * len(self._slots) - 1
        slots = self._slots = array("q", [_FREE]) * (last + 1)
        for at in range(len(self._places)):
            slot = int.from_bytes(self._digests[at * _BYTES : (at + 1) * _BYTES]) & last
            while slots[slot] != _FREE:
                slot = (slot + 1) & last
            slots[slot] = at


class Keyed(Mapping[str, int]):
    """The place of the first draft that has each key; the keys themselves stay in the drafts."""

    def __init__(self, drafts: Sequence[Draft]) -> None:
        """Begin with none of some drafts."""
        self._drafts = drafts
        self._places = Places()

    def announce(self, key: str, place: int) -> int:
        """Give the place of the first draft with a key, which is this one where none was before."""
        return self._places.setdefault(_digest(key), place)

    def __getitem__(self, key: str) -> int:
        found = self._places.get(_digest(key))
        if found < 0:
            raise KeyError(key)
        return found

    def __iter__(self) -> Iterator[str]:
        found = (draft.key for draft in self._drafts)
        return (key for key in dict.fromkeys(found) if isinstance(key, str) and key in self)

    def __len__(self) -> int:
        return len(self._places)


def _digest(key: str) -> bytes:
    return sha256(key.encode(errors="surrogatepass")).digest()
