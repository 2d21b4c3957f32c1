"""The list of what the quick suite leaves out names files and tests that exist."""

import re
from pathlib import Path

import pytest

from left_out import LEFT_OUT

HERE = Path(__file__).resolve().parent


@pytest.mark.parametrize("name", [name for names in LEFT_OUT.values() for name in names])
def test_what_the_quick_suite_leaves_out_exists(name):
    file, _, test = name.partition("::")
    text = (HERE / file).read_text(encoding="utf-8")
    assert not test or re.search(rf"^def {test}\(", text, re.MULTILINE)
