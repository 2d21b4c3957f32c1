"""Nothing that a log holds can steer a terminal, and columns stay straight."""

import json
import re
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.text.terminal import columns, fold, longest, safe, safe_json

OBEYED = {"Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp"}  # controls, orders of direction, surrogates, what is no character
JOINERS = "\u200c\u200d"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("bell\a", "bell\\x07"),
        ("a\tb\nc\rd", "a\\tb\\nc\\rd"),
        ("\x9b31m", "\\x9b31m"),
        ("turned \u202e end", "turned \\u202e end"),
        ("isolated \u2066", "isolated \\u2066"),
        ("\u200fmark", "\\u200fmark"),
        ("\u2028", "\\u2028"),
        ("tag \U000e0041", "tag \\U000e0041"),
        ("zero\u200bwidth", "zero\\u200bwidth"),
        ("\ufeff", "\\ufeff"),
        ("caf\u00e9 \u4e2d\u6587 \u0639\u0631\u0628\u064a", "caf\u00e9 \u4e2d\u6587 \u0639\u0631\u0628\u064a"),
        ("no\u00a0break\u2009thin", "no\u00a0break\u2009thin"),
        ("\U0001f469\u200d\U0001f52c", "\U0001f469\u200d\U0001f52c"),
    ],
)
def test_what_would_be_obeyed_is_shown(text, shown):
    assert safe(text) == shown


def test_no_character_that_a_terminal_obeys_passes():
    passed = [
        hex(code)
        for code in range(sys.maxunicode + 1)
        if unicodedata.category(chr(code)) in OBEYED and chr(code) not in JOINERS and safe(chr(code)) == chr(code)
    ]
    assert passed == []


@given(st.text())
def test_json_made_safe_says_the_same(text):
    written = json.dumps({"a": text}, ensure_ascii=False)
    shown = safe_json(written)
    assert json.loads(shown) == {"a": text}
    assert not any(unicodedata.category(char) in OBEYED and char not in JOINERS for char in shown)


@pytest.mark.parametrize(
    ("text", "width"), [("", 0), ("abc", 3), ("\u4e2d\u6587", 4), ("e\u0301", 1), ("a\u200db", 2), ("\uff21", 2)]
)
def test_columns_are_those_of_a_terminal(text, width):
    assert columns(text) == width


@given(st.text(alphabet="ab \u4e2d/e\u0301-"), st.integers(2, 12))
def test_folding_loses_nothing_and_fits(text, width):
    lines = fold(text, width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(columns(line) <= width for line in lines)


def test_long_words_break_after_a_sign():
    assert fold("https://example.org/a/long/way", 14)[0] == "https://"


def test_a_date_or_a_number_breaks_only_where_no_line_holds_it():
    assert fold("on 2026-04-24/2026-06-05 or 1,000,000.5", 22) == ["on", "2026-04-24/2026-06-05", "or 1,000,000.5"]
    assert fold("[2026-04-24..2026-06-05]", 14) == ["[2026-04-24..", "2026-06-05]"]


def test_a_compound_breaks_at_its_hyphen_and_a_name_does_not():
    assert fold("its full post-training", 15, hyphens=True) == ["its full post-", "training"]
    assert fold("released as V4-Pro", 15, hyphens=True) == ["released as", "V4-Pro"]


@given(st.text(alphabet="ab1 \u4e2d/e\u0301-.", max_size=30))
def test_what_is_as_wide_as_the_longest_piece_breaks_no_piece(text):
    width = max(longest(text), 1)
    pieces = [piece for piece in re.split(r"(?<=[/.,;:\-_=&?])(?<!\d-)(?![\d/.,;:\-_=&?])| ", text) if piece]
    shown = " ".join(fold(text, width))
    assert all(piece in shown for piece in pieces)
