"""`figure --for`: files of their size, pages in a PDF, and one clear error where it cannot be."""

import re

import pytest

import timeline as tl
from timeline.errors import FigureError

SIZES = {"article": 680, "phone": 360, "card": 1200}


@pytest.fixture
def told(log):
    for number in range(30):
        log.add("add", f"event {number}", "--occurred", f"20{number:02d}-05", "--fact", f"e{number % 3}.p={number}")
    return log


def refused(log, *words):
    said = log.run(*words)
    assert (said.code, said.out) == (2, "")
    return said.err


def test_each_place_has_its_size_as_svg_and_as_png(told, tmp_path):
    for use, wide in SIZES.items():
        told.ok("figure", "events", "--for", use, "-o", str(tmp_path / "f.svg"))
        found = re.search(r'width="([\d.]+)pt"', (tmp_path / "f.svg").read_text(encoding="utf-8"))
        assert float(found[1]) == pytest.approx(wide * 0.75)
        told.ok("figure", "events", "--for", use, "-o", str(tmp_path / "f.png"))
        head = (tmp_path / "f.png").read_bytes()[16:24]
        assert int.from_bytes(head[:4], "big") == wide
        if use == "card":
            assert int.from_bytes(head[4:], "big") == 675


def test_print_is_a_pdf_with_pages_and_no_other_form(told, tmp_path):
    file = tmp_path / "f.pdf"
    told.ok("figure", "events", "--label", "all", "--lanes", "none", "--for", "print", "-o", str(file))
    first = file.read_bytes()
    assert len(re.findall(rb"/Type /Page\b", first)) >= 1
    assert b"595.2" in first
    told.ok("figure", "events", "--label", "all", "--lanes", "none", "--for", "print", "-o", str(file))
    assert file.read_bytes() == first
    for form in ("svg", "png"):
        said = refused(told, "figure", "events", "--for", "print", "-o", str(tmp_path / f"g.{form}"))
        assert "has pages" in said
        assert ".pdf" in said
        assert not (tmp_path / f"g.{form}").exists()


def test_a_size_beside_a_place_is_refused(told, tmp_path):
    said = refused(told, "figure", "events", "--for", "card", "--size", "7", "-o", str(tmp_path / "f.svg"))
    assert "give only one of --for and --size" in said
    assert list(tmp_path.glob("f.*")) == []


def test_python_takes_the_same_places(told):
    snap = tl.open(told.folder).at()
    figure = snap.figure("events", for_="card")
    assert [round(inch * 96) for inch in figure.get_size_inches()] == [1200, 675]
    assert figure.dpi == 96
    with pytest.raises(FigureError, match="for print is a file with pages"):
        snap.figure("events", for_="print")
    with pytest.raises(FigureError, match="says how large it is"):
        snap.figure("events", for_="card", size=7)
