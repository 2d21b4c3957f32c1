"""What the topic of columns names is what headings mean, and it names them all."""

import re

from timeline.records.words import MODE_OF
from timeline.text.incoming import words
from timeline.text.topics import TOPICS

TEXT = TOPICS["columns"][1]


def test_every_field_that_a_heading_can_mean_is_named():
    plain = " ".join(TEXT.replace("earliest and latest date", "earliest date, latest date").split())
    for name in words.EVENT | frozenset(MODE_OF):
        assert re.search(rf"\b{name.replace('_', ' ')}\b", plain), name


def test_what_is_named_first_in_a_line_is_a_field():
    lines = [line[2:28] for line in TEXT.splitlines() if re.match(r"  [a-z]", line)]
    assert len(lines) > 10
    for line in lines:
        for name in line.replace("earliest and latest date", "earliest date, latest date").split(","):
            assert words.field(name.strip()) in words.EVENT | frozenset(MODE_OF), name
