"""TrueType files: how wide a letter is, and a font cut down to some letters.

Law of this module: bytes in, bytes out, and the same font and letters give the same bytes. Only what a text of letters
that stand side by side needs is read and written: outlines, widths and the table of characters, no kerning, no
ligatures, no hinting. So the width of a text is the sum of those of its letters in every program.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import attrs

_HEAD: Final = struct.Struct(">HHHHHH")  # of the file: version (two), count of tables, and three that follow from it
_ENTRY: Final = struct.Struct(">4sIII")
_MAGIC: Final = 0xB1B0AFBA
_ON_COMPONENT: Final = struct.Struct(">HH")  # the flags of a part of a glyph, and which glyph it is
_WORDS, _SCALED, _MORE, _TWO_SCALES, _MATRIX, _INSTRUCTED = 0x1, 0x8, 0x20, 0x40, 0x80, 0x100
_SHORT_LOCA_END: Final = 0x20000


@attrs.frozen(eq=False)
class Font:
    """A font as it is read from a file.

    Attributes:
        tables: The parts of the file, by their tags.
        glyphs: The number of the glyph of each character.
        advances: How wide each glyph is, in thousandths of the size.
    """

    tables: Mapping[str, bytes]
    glyphs: Mapping[str, int]
    advances: Sequence[float]

    def names(self) -> dict[int, str]:
        """Give what the font says of itself in English, by the numbers of the format."""
        table = self.tables["name"]
        _, count, start = struct.unpack_from(">HHH", table)
        found = {}
        for at in range(6, 6 + 12 * count, 12):
            platform, _, language, number, size, offset = struct.unpack_from(">HHHHHH", table, at)
            if platform == 3 and language == 0x409:
                found[number] = table[start + offset : start + offset + size].decode("utf-16-be")
        return found


def read(content: bytes) -> Font:
    """Read a font."""
    count = _HEAD.unpack_from(content)[2]
    tables = {}
    for at in range(count):
        tag, _, offset, size = _ENTRY.unpack_from(content, _HEAD.size + at * _ENTRY.size)
        tables[tag.decode("latin-1")] = content[offset : offset + size]
    unit = struct.unpack_from(">H", tables["head"], 18)[0]
    return Font(
        tables=tables,
        glyphs=_characters(tables["cmap"]),
        advances=[advance * 1000 / unit for advance, _ in metrics(tables)],
    )


def cut_down(font: Font, letters: Iterable[str], names: Mapping[int, str]) -> bytes:
    """Write a font of some letters.

    Args:
        font: The whole font, which has all of them.
        letters: The characters that the result has.
        names: What it says of itself.
    """
    letters = sorted(set(letters))
    kept = _with_parts(font, dict.fromkeys([0, *(font.glyphs[letter] for letter in letters)]))
    place = {old: new for new, old in enumerate(kept)}
    glyf, loca = bytearray(), [0]
    for old in kept:
        glyf += _rewritten(outline(font, old), place)
        loca.append(len(glyf))
    is_long = loca[-1] >= _SHORT_LOCA_END
    widths = metrics(font.tables)
    head, hhea, maxp = (bytearray(font.tables[tag]) for tag in ("head", "hhea", "maxp"))
    struct.pack_into(">I", head, 8, 0)
    struct.pack_into(">h", head, 50, is_long)
    struct.pack_into(">H", hhea, 34, len(kept))
    struct.pack_into(">H", maxp, 4, len(kept))
    return _file(
        {
            "OS/2": _about(font.tables["OS/2"], letters),
            "cmap": _map({ord(letter): place[font.glyphs[letter]] for letter in letters}),
            "glyf": bytes(glyf),
            "head": bytes(head),
            "hhea": bytes(hhea),
            "hmtx": b"".join(struct.pack(">Hh", *widths[old]) for old in kept),
            "loca": struct.pack(f">{len(loca)}I", *loca)
            if is_long
            else struct.pack(f">{len(loca)}H", *(at // 2 for at in loca)),
            "maxp": bytes(maxp),
            "name": _said(names),
            "post": struct.pack(">I", 0x00030000) + font.tables["post"][4:32],
        }
    )


# --- reading ---------------------------------------------------------------------------------------------------------


def _characters(cmap: bytes) -> dict[str, int]:
    """Read which glyph each character of the first plane has."""
    count = struct.unpack_from(">H", cmap, 2)[0]
    for at in range(4, 4 + 8 * count, 8):
        platform, encoding, offset = struct.unpack_from(">HHI", cmap, at)
        if (platform, encoding) == (3, 1) and struct.unpack_from(">H", cmap, offset)[0] == 4:
            return _segments(cmap[offset:])
    raise ValueError("the font has no table of Unicode's first plane")


def _segments(table: bytes) -> dict[str, int]:
    size = struct.unpack_from(">H", table, 6)[0]
    count = size // 2
    whole = struct.unpack(f">{len(table) // 2}H", table[: len(table) // 2 * 2])
    ends, starts, deltas, ranges = (
        whole[7 + at : 7 + at + count] for at in (0, count + 1, 2 * count + 1, 3 * count + 1)
    )
    found = {}
    for number, (low, high, delta, far) in enumerate(zip(starts, ends, deltas, ranges, strict=True)):
        for point in range(low, min(high, 0xFFFE) + 1):
            if not far:
                glyph = (point + delta) & 0xFFFF
            else:
                glyph = whole[7 + 3 * count + 1 + number + far // 2 + point - low]
                glyph = (glyph + delta) & 0xFFFF if glyph else 0
            if glyph:
                found[chr(point)] = glyph
    return found


def metrics(tables: Mapping[str, bytes]) -> list[tuple[int, int]]:
    """Read how wide each glyph is, and where its outline begins."""
    count = struct.unpack_from(">H", tables["maxp"], 4)[0]
    full = struct.unpack_from(">H", tables["hhea"], 34)[0]
    hmtx = tables["hmtx"]
    found = list(struct.iter_unpack(">Hh", hmtx[: 4 * full]))
    return found + [
        (found[-1][0], left) for (left,) in struct.iter_unpack(">h", hmtx[4 * full : 4 * full + 2 * (count - full)])
    ]


def outline(font: Font, glyph: int) -> bytes:
    """Give the bytes of a glyph's outline, which begin with how many lines it has, and the box around them."""
    is_long = struct.unpack_from(">h", font.tables["head"], 50)[0]
    low, high = struct.unpack_from(">II" if is_long else ">HH", font.tables["loca"], glyph * (4 if is_long else 2))
    return font.tables["glyf"][low:high] if is_long else font.tables["glyf"][2 * low : 2 * high]


def _parts(drawn: bytes) -> list[tuple[int, int]]:
    """Give the glyphs of which one is put together, each with its place in the bytes."""
    if not drawn or struct.unpack_from(">h", drawn)[0] >= 0:
        return []
    found, at = [], 10
    while True:
        flags, glyph = _ON_COMPONENT.unpack_from(drawn, at)
        found.append((at, glyph))
        at += 8 if flags & _WORDS else 6
        at += 2 if flags & _SCALED else 4 if flags & _TWO_SCALES else 8 if flags & _MATRIX else 0
        if not flags & _MORE:
            return found


def _with_parts(font: Font, glyphs: Iterable[int]) -> list[int]:
    """Add the glyphs of which others are put together, below them."""
    kept = list(glyphs)
    seen = set(kept)
    for glyph in kept:  # which grows
        for _, part in _parts(outline(font, glyph)):
            if part not in seen:
                seen.add(part)
                kept.append(part)
    return kept


# --- writing ---------------------------------------------------------------------------------------------------------


def _rewritten(drawn: bytes, place: Mapping[int, int]) -> bytes:
    """Write an outline without instructions, its parts by their new numbers, up to an even end."""
    if not drawn:
        return b""
    parts = _parts(drawn)
    if parts:
        told = bytearray(drawn)
        for at, glyph in parts:
            flags = struct.unpack_from(">H", told, at)[0]
            _ON_COMPONENT.pack_into(told, at, flags & ~_INSTRUCTED, place[glyph])
        return bytes(told) + b"\0" * (len(told) % 2)
    end = 10 + 2 * struct.unpack_from(">h", drawn)[0]
    size = struct.unpack_from(">H", drawn, end)[0]
    told = bytearray(drawn[:end]) + b"\0\0" + drawn[end + 2 + size :]
    return bytes(told) + b"\0" * (len(told) % 2)


def _map(glyphs: Mapping[int, int]) -> bytes:
    """Write which glyph each character has: runs of characters whose glyphs follow each other, too."""
    runs: list[list[int]] = []  # first, last, and what is to be added for the glyph
    for point, glyph in sorted(glyphs.items()):
        if runs and runs[-1][1] == point - 1 and runs[-1][2] == glyph - point:
            runs[-1][1] = point
        else:
            runs.append([point, point, glyph - point])
    runs.append([0xFFFF, 0xFFFF, 1])
    count = len(runs)
    power = 1 << (count.bit_length() - 1)
    head = (2 * count, 2 * power, power.bit_length() - 1, 2 * (count - power))
    columns = [[last for _, last, _ in runs], [0], [first for first, _, _ in runs]]
    columns += [[shift & 0xFFFF for _, _, shift in runs], [0] * count]
    words = [word for column in columns for word in column]
    table = struct.pack(f">HHH4H{len(words)}H", 4, 14 + 2 * len(words), 0, *head, *words)
    return struct.pack(">HHHHI", 0, 1, 3, 1, 12) + table


def _about(table: bytes, letters: Sequence[str]) -> bytes:
    told = bytearray(table)
    struct.pack_into(">HH", told, 64, ord(letters[0]) if letters else 0, ord(letters[-1]) if letters else 0)
    return bytes(told)


def _said(names: Mapping[int, str]) -> bytes:
    records, texts = b"", b""
    for number, said in sorted(names.items()):
        content = said.encode("utf-16-be")
        records += struct.pack(">HHHHHH", 3, 1, 0x409, number, len(content), len(texts))
        texts += content
    return struct.pack(">HHH", 0, len(names), 6 + len(records)) + records + texts


def _file(tables: Mapping[str, bytes]) -> bytes:
    """Put the parts together, each at a multiple of four, with the sums that a reader may check."""
    count = len(tables)
    power = 1 << (count.bit_length() - 1)
    head = _HEAD.pack(1, 0, count, 16 * power, power.bit_length() - 1, 16 * (count - power))
    at, entries, bodies = _HEAD.size + count * _ENTRY.size, b"", b""
    place = 0
    for tag, content in sorted(tables.items()):
        if tag == "head":
            place = at + len(bodies)
        padded = content + b"\0" * (-len(content) % 4)
        entries += _ENTRY.pack(tag.encode("latin-1"), _sum(padded), at + len(bodies), len(content))
        bodies += padded
    whole = bytearray(head + entries + bodies)
    struct.pack_into(">I", whole, place + 8, (_MAGIC - _sum(whole)) & 0xFFFFFFFF)
    return bytes(whole)


def _sum(content: bytes | bytearray) -> int:
    words: tuple[int, ...] = struct.unpack(f">{len(content) // 4}I", content)
    return sum(words) & 0xFFFFFFFF
