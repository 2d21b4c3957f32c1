"""The list of what the quick suite leaves out names files and tests that exist; its processes share the others."""

import re
from pathlib import Path

import pytest

import quick
from left_out import LEFT_OUT

HERE = Path(__file__).resolve().parent


@pytest.mark.parametrize("name", [name for names in LEFT_OUT.values() for name in names])
def test_what_the_quick_suite_leaves_out_exists(name):
    file, _, test = name.partition("::")
    text = (HERE / file).read_text(encoding="utf-8")
    assert not test or re.search(rf"^def {test}\(", text, re.MULTILINE)


@pytest.mark.parametrize("of", [1, 2, 3])
def test_every_file_is_in_one_share_and_shares_are_alike(of):
    sizes = {str(path): path.stat().st_size for path in HERE.rglob("test_*.py")}
    shares = [quick.share(sizes, number, of) for number in range(1, of + 1)]
    assert sorted(file for some in shares for file in some) == sorted(sizes)
    found = [sum(sizes[file] for file in some) for some in shares]
    assert max(found) - min(found) <= max(sizes.values())


def test_a_run_whose_tests_all_are_in_one_share_ends_as_that_does(capfd):
    """The other process has nothing to try; a failure in either is one of the run."""
    assert quick.main(["-q", "-p", "no:cacheprovider", f"{HERE / 'test_named.py'}"]) == 0
    assert quick.main(["-q", "-p", "no:cacheprovider", f"{HERE / 'test_named.py'}", "-k", "nothing_is_called_so"]) == 5
    assert quick.main(["-q", "-p", "no:cacheprovider", f"{HERE / 'no_such_file.py'}"]) == 4
    assert "passed" in capfd.readouterr().out
