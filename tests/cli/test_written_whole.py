"""An answer in a file is written as it is made, and is there whole or not at all."""

import pytest

from timeline.cli.options import Output
from timeline.cli.output import put
from timeline.text.render import Rows

MANY = 5_000


class Breaking(list):
    """Rows of which one cannot be made."""

    def __iter__(self):
        yield from ({"number": number} for number in range(MANY))
        raise LookupError("no such row")


def answer(rows):
    return Rows(schema="timeline/list/1", query={}, rows=rows, sheet=lambda _: None)


@pytest.mark.parametrize("form", ["json", "jsonl", "csv"])
def test_a_row_that_cannot_be_made_leaves_the_file_as_it_was(tmp_path, form):
    target = tmp_path / "answer"
    target.write_text("as it was")
    with pytest.raises(LookupError):
        put(answer(Breaking([{"number": 0}])), Output(form=form, file=str(target)))
    assert target.read_text() == "as it was"
    assert list(tmp_path.iterdir()) == [target]


def test_what_is_refused_once_all_is_made_leaves_the_file_as_it_was(tmp_path):
    target = tmp_path / "answer"

    def refuse():
        raise LookupError("not so any more")

    with pytest.raises(LookupError):
        put(answer([{"number": 0}]), Output(form="jsonl", file=str(target)), made=refuse)
    assert list(tmp_path.iterdir()) == []
    put(answer([{"number": number} for number in range(MANY)]), Output(form="jsonl", file=str(target)))
    assert target.read_text().count("\n") == MANY
