"""Write the face of the figures again: `make typeface ROBOTO=folder`, from the files of Roboto Condensed 2.138.

The source is pinned by its digests. It is cut down to the letters that are read left to right, one beside the other
(Latin, Greek, Cyrillic, and signs), without kerning; five arrows are drawn, which it lacks, and there is more room
around the hyphen: two of them, which begin an option, ran together. The same files give the same bytes, since what cuts
them down is the package itself.
"""

from __future__ import annotations

import hashlib
import struct
import sys
import unicodedata
from pathlib import Path

import attrs

from timeline.figures import truetype
from timeline.figures.truetype import Font
from timeline.figures.typeface import path_of

SOURCES = {
    "regular": ("RobotoCondensed-Regular.ttf", "936069d5e46da383bff37b629a73e0bfb8b8ac7bc54cfb927fb700f6a890e9aa"),
    "bold": ("RobotoCondensed-Bold.ttf", "7f109b2b6d72e7563522d3c3d2c6c8b79ec5a711bfdf483b93e345eab5b5ef94"),
    "italic": ("RobotoCondensed-Italic.ttf", "718ec69846837362c43937caf7fe1a72a5392ee60454ee54981050ee389ed43b"),
}
BLOCKS = (
    (0x0020, 0x02FF),  # Latin, its extensions A and B, phonetic letters, modifiers
    (0x0370, 0x052F),  # Greek, Cyrillic
    (0x1E00, 0x1FFF),  # more of Latin (of Vietnam, too), and of Greek
    (0x2000, 0x214F),  # punctuation, raised and lowered digits, currencies, letterlike signs
    (0x2150, 0x22FF),  # fractions, Roman numerals, arrows, mathematics
    (0x2300, 0x27FF),  # signs
)
LEFT_OUT = {"Cc", "Cf", "Co", "Mn", "Me", "Zl", "Zp"}  # what does not stand beside the letter before it
HYPHENS = "-\u2010\u2011"
BETWEEN = 250  # of the 2,048 units of a size, as in the bold: from one hyphen to the next
DESCRIPTION, VERSION = 10, 5
CHANGED = (
    "Changed for timeline: cut down to {} characters, without kerning and hinting; the arrows are added, and room "
    "around the hyphen."
)


def main(folder: str) -> None:
    """Write the three files, or say what stands in the way."""
    for style, (name, digest) in SOURCES.items():
        source = Path(folder) / name
        if not source.is_file():
            sys.exit(
                f"{source} is not there\nfix: give the folder of Roboto Condensed 2.138, unhinted (Debian's package "
                "fonts-roboto-unhinted brings it): make typeface ROBOTO=folder"
            )
        content = source.read_bytes()
        found = hashlib.sha256(content).hexdigest()
        if found != digest:
            sys.exit(f"{source} is another version: its SHA-256 is {found}\nfix: give that of Roboto 2.138: {digest}")
        font = with_room(with_arrows(truetype.read(content)), HYPHENS, BETWEEN)
        letters = [letter for letter in font.glyphs if is_kept(letter)]
        names = {number: said for number, said in font.names().items() if number <= 14}
        names[DESCRIPTION] = CHANGED.format(len(letters))
        target = path_of(style)
        target.write_bytes(truetype.cut_down(font, letters, names))
        print(f"wrote {target.name}: {len(letters)} characters, {target.stat().st_size:,} bytes")


def is_kept(letter: str) -> bool:
    """Say whether the face has a character."""
    point = ord(letter)
    return any(low <= point <= high for low, high in BLOCKS) and unicodedata.category(letter) not in LEFT_OUT


# --- arrows ----------------------------------------------------------------------------------------------------------


def with_arrows(font: Font) -> Font:
    """Draw the arrows: as thick as the minus, at its height."""
    low, high = struct.unpack_from(">xxxxhxxh", truetype.outline(font, font.glyphs["\N{MINUS SIGN}"]))
    middle, thick = (low + high) / 2, high - low
    left, right, wide, head, barb = 100, 1300, 1400, 420, 330
    shaft = thick / 2
    to_right = [(left, -shaft), (right - head, -shaft), (right - head, -barb), (right, 0)]
    to_right += [(x, -y) for x, y in reversed(to_right[:3])]
    both = [(left + head, -shaft), *to_right[1:6], (left + head, shaft), (left + head, barb), (left, 0)]
    both += [(left + head, -barb)]
    centre = wide / 2
    turned = [(centre - y, x - centre) for x, y in to_right]  # a quarter to the left
    shapes = {
        "\N{LEFTWARDS ARROW}": [(wide - x, -y) for x, y in to_right],
        "\N{UPWARDS ARROW}": turned,
        "\N{RIGHTWARDS ARROW}": to_right,
        "\N{DOWNWARDS ARROW}": [(wide - x, -y) for x, y in turned],
        "\N{LEFT RIGHT ARROW}": both,
    }
    for letter, points in shapes.items():
        narrow = 2 * barb + 120 if letter in "\N{UPWARDS ARROW}\N{DOWNWARDS ARROW}" else wide
        aside = (wide - narrow) / 2
        font = with_shape(font, letter, [(round(x - aside), round(middle + y)) for x, y in points], narrow)
    return font


# --- hyphens ---------------------------------------------------------------------------------------------------------


def with_room(font: Font, letters: str, least: int) -> Font:
    """Give the hyphen at least so much room from one to the next, shared by its sides; ``letters`` all look like it."""
    glyph = font.glyphs[letters[0]]
    points = corners(truetype.outline(font, glyph))
    wide = truetype.metrics(font.tables)[glyph][0]
    more = max(least - wide + max(x for x, _ in points) - min(x for x, _ in points), 0)
    if not more:
        return font
    moved = [(x + more // 2, y) for x, y in reversed(points)]
    font = with_shape(font, letters[0], moved, wide + more)
    return attrs.evolve(font, glyphs=font.glyphs | dict.fromkeys(letters, font.glyphs[letters[0]]))


def corners(outline: bytes) -> list[tuple[int, int]]:
    """Read the points of an outline of one line, in the order of the file."""
    (count,) = struct.unpack_from(">H", outline, 10)
    at = 14 + struct.unpack_from(">H", outline, 12)[0]
    flags: list[int] = []
    while len(flags) <= count:
        flag, at = outline[at], at + 1
        repeats, at = (outline[at], at + 1) if flag & 8 else (0, at)
        flags += [flag] * (1 + repeats)
    axes = []
    for is_short, is_same in ((2, 16), (4, 32)):
        place, found = 0, []
        for flag in flags:
            if flag & is_short:
                place, at = place + (outline[at] if flag & is_same else -outline[at]), at + 1
            elif not flag & is_same:
                place, at = place + struct.unpack_from(">h", outline, at)[0], at + 2
            found.append(place)
        axes.append(found)
    return list(zip(*axes, strict=True))


def with_shape(font: Font, letter: str, points: list[tuple[int, int]], wide: int) -> Font:
    """Add a glyph of straight lines, which go around it as the hands of a clock do."""
    across, down = zip(*reversed(points), strict=True)
    box = (min(across), min(down), max(across), max(down))
    steps = [
        b"".join(struct.pack(">h", now - before) for before, now in zip((0, *some), some, strict=False))
        for some in (across, down)
    ]
    outline = struct.pack(">hhhhhHH", 1, *box, len(points) - 1, 0) + b"\x01" * len(points) + b"".join(steps)
    tables = dict(font.tables)
    glyf, number = tables["glyf"], len(font.advances)
    tables["glyf"] = glyf + outline + b"\0" * (len(outline) % 2)
    tables["loca"] += struct.pack(">I", len(tables["glyf"]))
    tables["maxp"] = tables["maxp"][:4] + struct.pack(">H", number + 1) + tables["maxp"][6:]
    tables["hhea"] = tables["hhea"][:34] + struct.pack(">H", number + 1) + tables["hhea"][36:]
    tables["hmtx"] = b"".join(struct.pack(">Hh", *one) for one in [*truetype.metrics(font.tables), (wide, box[0])])
    unit = struct.unpack_from(">H", tables["head"], 18)[0]
    return attrs.evolve(
        font,
        tables=tables,
        glyphs={**font.glyphs, letter: number},
        advances=[*font.advances, wide * 1000 / unit],
    )


if __name__ == "__main__":
    main(*sys.argv[1:2] or ["/usr/share/fonts/truetype/roboto/unhinted"])
