"""The face of the figures: as wide as it is drawn, the same on any machine, and carried along by an SVG."""

import base64
import hashlib
import io
import itertools
import os
import re
import runpy
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import attrs
import pytest
from figure_logs import Log
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.ft2font import FT2Font, LoadFlags

from timeline import figures
from timeline.errors import FigureError
from timeline.figures import fallback, truetype, typeface
from timeline.figures.draw import draw, encode
from timeline.figures.scene import Label

STYLES = ("regular", "bold", "italic")
LETTERS = sorted(truetype.read(typeface.path_of("regular").read_bytes()).glyphs)
MAKER = Path(__file__).parents[2] / "docs" / "typeface.py"
SVG = "{http://www.w3.org/2000/svg}"


def scene_of(*titles, **options):
    log = Log()
    log.source("s", published="2020-02-01")
    for title in titles:
        log.event(title, "2020-01-01", (), ["s"])
    return figures.scene(log.snapshot("2026-01-01"), "events", **options)


def faces_of(svg):
    """Read the fonts that an SVG carries, each with its rule."""
    found = re.findall(r"@font-face\{([^}]*?)src:url\(data:font/ttf;base64,([^)]*)\)", svg)
    return [(rule, TTFont(io.BytesIO(base64.b64decode(content)))) for rule, content in found]


# --- the files -------------------------------------------------------------------------------------------------------


def test_all_styles_have_the_same_letters():
    for style in STYLES:
        assert sorted(truetype.read(typeface.path_of(style).read_bytes()).glyphs) == LETTERS


@pytest.mark.parametrize(
    "sample",
    ["Zażółć gęślą jaźń", "Καλημέρα, κόσμε", "Съешь ещё этих булок", "Əliyev Ḥasan ʿAlī", "−5 °C ≤ 3 × ½ → ↔ € “…”"],
)
def test_the_face_has_the_letters_of_three_scripts_and_the_signs_of_figures(sample):
    assert typeface.has(sample)
    assert typeface.lacks(sample) == set()


@pytest.mark.parametrize("style", STYLES)
def test_a_font_is_read_as_other_programs_read_it(style):
    ours, theirs = truetype.read(typeface.path_of(style).read_bytes()), TTFont(typeface.path_of(style))
    order = theirs.getGlyphOrder()
    assert {letter: order[glyph] for letter, glyph in ours.glyphs.items()} == {
        chr(point): name for point, name in theirs.getBestCmap().items()
    }
    unit = theirs["head"].unitsPerEm
    assert ours.advances == [theirs["hmtx"][name][0] * 1000 / unit for name in order]
    assert ours.names()[0] == theirs["name"].getDebugName(0) == "Copyright 2011 Google Inc. All Rights Reserved."


@given(st.sampled_from(STYLES), st.sets(st.sampled_from(LETTERS), min_size=1, max_size=60))
def test_a_font_that_is_cut_down_has_the_outlines_and_widths_of_the_whole(style, letters):
    whole = TTFont(typeface.path_of(style))
    font = truetype.read(typeface.path_of(style).read_bytes())
    content = truetype.cut_down(font, letters, {0: font.names()[0]})
    assert content == truetype.cut_down(font, sorted(letters, reverse=True), {0: font.names()[0]})
    part = TTFont(io.BytesIO(content), checkChecksums=2)
    assert set(map(chr, part.getBestCmap())) == letters
    for letter in letters:
        drawn = []
        for one in (whole, part):
            pen = DecomposingRecordingPen(one.getGlyphSet())
            name = one.getBestCmap()[ord(letter)]
            one.getGlyphSet()[name].draw(pen)
            drawn.append((pen.value, one["hmtx"][name]))
        assert drawn[0] == drawn[1], letter


@pytest.mark.parametrize("style", STYLES)
def test_the_files_are_what_the_maker_writes(style):
    """Cut down to all that it has, a file is itself: no version of another program has a part in its bytes."""
    content = typeface.path_of(style).read_bytes()
    font = truetype.read(content)
    assert truetype.cut_down(font, font.glyphs, font.names()) == content


def test_the_maker_refuses_another_version_and_a_folder_without_it(tmp_path, monkeypatch):
    kept = [path.read_bytes() for path in sorted(typeface.path_of("bold").parent.iterdir())]
    for style in STYLES:
        shutil.copy(typeface.path_of(style), tmp_path)
    for folder, said in ((tmp_path, "is another version"), (tmp_path / "none", "is not there")):
        monkeypatch.setattr(sys, "argv", [str(MAKER), str(folder)])
        with pytest.raises(SystemExit, match=said):
            runpy.run_path(str(MAKER), run_name="__main__")
    assert [path.read_bytes() for path in sorted(typeface.path_of("bold").parent.iterdir())] == kept


def test_a_face_that_is_gone_is_one_error_that_names_it(monkeypatch):
    monkeypatch.setitem(typeface._FILES, "bold", "none.ttf")
    typeface._face.cache_clear()
    with pytest.raises(FigureError, match="cannot be read: No such file") as found:
        scene_of("told", title="A headline")
    assert found.value.where.endswith("none.ttf")


# --- widths ----------------------------------------------------------------------------------------------------------


@given(st.sampled_from(STYLES), st.text(st.sampled_from(LETTERS), min_size=1, max_size=40))
def test_a_text_is_as_wide_as_it_is_drawn(style, text):
    font = FT2Font(str(typeface.path_of(style)))
    font.set_size(1000, 72)
    wide = sum(font.load_char(ord(letter), LoadFlags.NO_HINTING).linearHoriAdvance / 65536 for letter in text)
    assert typeface.measure(text, 1000 / typeface.SCALE, style) == pytest.approx(wide, abs=0.1)


RUNS = [
    ("Ōsaka 大阪 opens", ["Ōsaka ", "|大阪", " opens"]),
    ("发布,首个 2.0", ["|发布,首个", " 2.0"]),  # a comma between two letters that fall back
    ("हिन्दी में 12 v1", ["|हिन्दी में", " 12 v1"]),
    ("said عام 2024 and v1", ["said ", "|عام 2024", " and v1"]),  # numbers after it are turned with it
    ("عام v1 صدر.", ["|عام", " v1 ", "|صدر", "."]),
    ("v1 ⇒ v2", ["v1 ", "|⇒", " v2"]),
    ("it ꜱays so", ["it ", "|ꜱays", " so"]),  # no word in two fonts
    ("Mo\u035eon 1", ["|Mo\u035eon", " 1"]),  # nor a letter apart from its accent
    ("👩🏽\u200d🚀 flew", ["|👩🏽\u200d🚀", " flew"]),
    ("all in the face", ["all in the face"]),
    ("大", ["|大"]),
    ("", []),
]


@pytest.mark.parametrize(("text", "said"), RUNS)
def test_only_the_parts_of_a_text_that_need_it_fall_back(text, said):
    assert ["|" * (not run.is_face) + run.text for run in typeface.runs(text)] == said


@given(st.text(st.sampled_from("aB é1,.-→⇒大阪あहि्ी عב٣🎉\u0301\u200d"), max_size=30))
def test_runs_are_all_of_the_text_and_the_face_has_all_that_is_set_in_it(text):
    runs = typeface.runs(text)
    assert "".join(run.text for run in runs) == text
    assert all(typeface.has(run.text) for run in runs if run.is_face)
    assert all(one.is_face != other.is_face for one, other in itertools.pairwise(runs))
    assert typeface.measure(text, 8.5) == pytest.approx(sum(typeface.measure_run(run, 8.5) for run in runs))


@pytest.mark.parametrize(("text", "said"), [one for one in RUNS if one[0]])
@pytest.mark.parametrize("style", STYLES)
def test_each_part_is_drawn_in_its_font_where_the_one_before_it_ends(text, said, style):
    wide = typeface.measure(text, 8.5, style)
    label = Label(role="text", text=text, x=100.0, y=20.0, width=wide, size=8.5, style=style, anchor="end")
    scene = attrs.evolve(scene_of("told"), labels=(label,), marks=())
    texts = draw(scene, dpi=72).texts
    x = 100.0 - wide
    for artist, run in zip(texts, said, strict=True):
        falls, own = run.startswith("|"), run.removeprefix("|")
        font = artist.get_fontproperties()
        assert Path(font.get_file()).name.startswith("DejaVuSans" if falls else "RobotoCondensed")
        assert font.get_size() == (8.5 if falls else pytest.approx(8.5 * typeface.SCALE))
        assert artist.get_position()[0] == pytest.approx(x)
        assert len(artist.get_text()) == len(own)
        x += fallback.measure(own, 8.5, style) if falls else typeface.measure(own, 8.5, style)
    assert x == pytest.approx(100.0)

    (text_of,) = ET.fromstring(encode(scene, "svg")).iter(f"{SVG}text")
    assert "".join(text_of.itertext()) == text
    parts = [*text_of.iter(f"{SVG}tspan")] or [text_of]
    flows = not all(map(typeface.is_measured, typeface.runs(text)))
    assert (text_of.get("x"), text_of.get("text-anchor")) == (
        ("100", "end") if flows or len(parts) == 1 else (None, None)
    )
    x = 100.0 - wide
    for part, run in zip(parts, said, strict=True):
        own = typeface.measure(run, 8.5, style) if not run.startswith("|") else fallback.measure(run[1:], 8.5, style)
        if part is not text_of and flows:
            assert part.get("x") is None, "it follows the one before, whose width a reader's font has"
        elif part is not text_of:
            assert float(part.get("x")) == pytest.approx(x, abs=0.006), "no other font moves a run"
        assert float(part.get("textLength") or own) == pytest.approx(own, abs=0.006)
        x += own
    fallen = [(part.text or "") for part in parts if (part.get("font-family") or "").startswith("'DejaVu Sans'")]
    assert fallen == [run[1:] for run in said if run.startswith("|")]


@pytest.mark.parametrize(
    ("text", "fitted"),
    [
        ("Sum", ["Sum"]),
        ("Tokyo 東京", ["Tokyo ", "東京"]),
        ("दिल्ली", []),
        ("Yoga कर्म in 北京", ["Yoga ", " in ", "北京"]),
    ],
)
def test_only_what_is_about_as_wide_in_any_font_is_fitted_to_its_width(text, fitted):
    """The boxes of Hindi letters are twice as wide as the letters: fitted to them, a whole line was stretched."""
    label = Label(role="text", text=text, x=9.0, y=20.0, width=typeface.measure(text, 8.5), size=8.5)
    scene = attrs.evolve(scene_of("told"), labels=(label,), marks=())
    (text_of,) = ET.fromstring(encode(scene, "svg")).iter(f"{SVG}text")
    assert [part.text for part in text_of.iter() if part.get("textLength")] == fitted


def test_what_no_font_has_is_named_and_only_that():
    scene = scene_of("Ōsaka 大 ⇒ opens")
    (note,) = [note for note in scene.notes if "shown as a box" in note]
    assert note.startswith("1 character is not in the built-in font")
    assert "U+5927" in note


def test_the_face_is_set_as_much_larger_as_it_is_narrower_and_lower():
    """Its small letters are no lower than those of the fallback at the same size, its texts a sixth narrower."""
    heights = []
    for file, size in ((typeface.path_of("regular"), 1000 * typeface.SCALE), (fallback.path_of("x", "regular"), 1000)):
        font = FT2Font(str(file))
        font.set_size(size, 72)
        heights.append(font.load_char(ord("x"), LoadFlags.NO_HINTING).height)
    assert heights[0] >= heights[1]
    said = "The group is Huawei Technologies and three Shenzhen institutes"
    assert 0.8 < typeface.measure(said, 8.5) / fallback.measure(said, 8.5) < 0.86


# --- SVG -------------------------------------------------------------------------------------------------------------


def test_an_svg_carries_the_letters_that_it_shows_and_no_others():
    scene = scene_of("Žižka wins", title="A headline")
    root = ET.fromstring(encode(scene, "svg"))
    faces = faces_of(encode(scene, "svg").decode())
    shown = {style: set() for style in STYLES}
    for label in scene.labels:
        shown[label.style].update(label.text)
    rules = {"regular": "", "bold": "font-weight:700;", "italic": "font-style:italic;"}
    carried = {rule.partition(";")[2]: set(map(chr, font.getBestCmap())) for rule, font in faces}
    assert carried == {rules[style]: letters for style, letters in shown.items() if letters}
    (family,) = {rule.partition(";")[0].removeprefix("font-family:") for rule, _ in faces}
    assert root.get("font-family").startswith(f"{family}, 'Roboto Condensed', ")
    assert all(font["name"].getDebugName(0).startswith("Copyright 2011 Google") for _, font in faces)


def test_pictures_of_other_letters_name_their_face_otherwise():
    """So that several in one document each have their own letters."""
    names = {re.search(r"font-family:([\w-]+)", encode(scene_of(title), "svg").decode())[1] for title in ("one", "two")}
    assert len(names) == 2


def test_the_letters_add_less_than_thirty_kilobytes(monkeypatch):
    scene = scene_of(*("".join(LETTERS[at : at + 40]) for at in range(16, 96, 40)))
    whole = len(encode(scene, "svg"))
    monkeypatch.setattr(typeface, "sheet", lambda _letters, _family: ("", typeface.FAMILY))
    assert 5_000 < whole - len(encode(scene, "svg")) < 30_000


def test_an_svg_is_written_without_matplotlib(tmp_path):
    code = (
        "import sys; sys.path[:0] = sys.argv[2:]\n"
        "from figure_logs import Log\n"
        "from timeline import figures\n"
        "log = Log()\n"
        "log.event('Gagarin is the first man in space', '1961-04-12')\n"
        "figures.save(log.snapshot('2026-01-01'), 'events', sys.argv[1] + '/x.svg')\n"
        "assert 'matplotlib' not in sys.modules\n"
    )
    here = Path(__file__).parent
    subprocess.run([sys.executable, "-c", code, str(tmp_path), str(here), str(here.parent)], check=True)
    assert (tmp_path / "x.svg").read_bytes().startswith(b"<svg")


@pytest.mark.figures
def test_a_font_of_the_same_name_on_the_machine_changes_no_byte(tmp_path):
    """The reader's own fonts are looked up by name; those of a figure are files."""
    code = (
        "import sys, hashlib; sys.path[:0] = sys.argv[1:]\n"
        "from figure_logs import Log\n"
        "from timeline import figures\n"
        "from timeline.figures.draw import encode\n"
        "log = Log()\n"
        "for title in ('Gagarin is the first', '大阪 and العربية'):\n"
        "    log.event(title, '1961-04-12')\n"
        "scene = figures.scene(log.snapshot('2026-01-01'), 'events')\n"
        "for form in ('svg', 'png', 'pdf'):\n"
        "    print(hashlib.sha256(encode(scene, form)).hexdigest())\n"
    )
    said = []
    for place in ("with", "without"):
        home = tmp_path / place
        fonts = home / ".fonts"
        fonts.mkdir(parents=True)
        if place == "with":
            for name, family in (("a.ttf", "Roboto Condensed"), ("b.ttf", "DejaVu Sans")):
                impostor = TTFont(typeface.path_of("bold"))
                for record in impostor["name"].names:
                    if record.nameID in (1, 4):
                        record.string = family
                impostor["OS/2"].usWeightClass = 400
                impostor.save(fonts / name)
        here = Path(__file__).parent
        words = [sys.executable, "-c", code, str(here), str(here.parent)]
        environ = {"PATH": os.environ["PATH"], "HOME": str(home), "MPLCONFIGDIR": str(home / "mpl")}
        said.append(subprocess.run(words, env=environ, capture_output=True, text=True, check=True).stdout)
    assert said[0] == said[1]
    assert len(set(said[0].split())) == 3


def test_the_licence_stands_beside_the_files():
    folder = typeface.path_of("regular").parent
    assert "Apache License" in (folder / "LICENSE").read_text(encoding="utf-8")
    notice = (folder / "NOTICE").read_text(encoding="utf-8")
    for style in STYLES:
        said = truetype.read(typeface.path_of(style).read_bytes()).names()
        assert said[0] in notice
        assert "Changed for timeline" in said[10]
        assert said[13] == "Licensed under the Apache License, Version 2.0"
    assert (
        hashlib.sha256((folder / "LICENSE").read_bytes()).digest()
        == hashlib.sha256((folder.parents[3] / "LICENSE").read_bytes()).digest()
    )


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("letter", "-\u2010\u2011")
def test_two_hyphens_do_not_run_together(letter, style):
    """Options begin with two: from one to the next there is as much room as the bold has, in letters of 8 points 1."""
    font = TTFont(typeface.path_of(style))
    name = font.getBestCmap()[ord(letter)]
    pen = BoundsPen(font.getGlyphSet())
    font.getGlyphSet()[name].draw(pen)
    wide = font["hmtx"][name][0]
    left, right = pen.bounds[0], wide - pen.bounds[2]
    assert left + right >= 0.12 * font["head"].unitsPerEm
    assert min(left, right) > 0.05 * font["head"].unitsPerEm
