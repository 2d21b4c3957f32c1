"""Lines that are put together when they are asked for are the ones that were hashed."""

from hypothesis import given
from hypothesis import strategies as st

from timeline.dates.stamps import format_stamp
from timeline.records.line import body_bytes, decode, encode
from timeline.records.made import Made

SALTS = st.binary(min_size=16, max_size=16).map(bytes.hex)
TITLES = st.text(st.characters(min_codepoint=32, max_codepoint=0x2FF, exclude_characters="\x7f"), min_size=1).filter(
    lambda text: text.strip() and text.isprintable()
)


@given(st.lists(st.tuples(TITLES, SALTS, st.booleans()), min_size=1, max_size=5))
def test_a_line_is_what_was_hashed_whichever_way_it_is_kept(given_lines):
    made, whole = Made("ada"), []
    parents = ("f" * 64,)
    for number, (title, salt, is_kept) in enumerate(given_lines):
        moment = 1_000_000 * number + 7
        body = {"title": title}
        how = {"recorded": format_stamp(moment), "by": "ada", "kind": "event", "salt": salt}
        record_id, line = encode(parents=parents, body=body, **how)
        whole.append(line)
        if is_kept or not number:
            made.add(record_id, line)
        else:
            made.add_next(record_id, moment, salt, "event", body_bytes(body))
        parents = (record_id,)
    assert list(made) == whole
    assert [made[place] for place in range(len(made))] == whole
    assert made[-1] == whole[-1]
    assert list(made[1:]) == whole[1:]
    for number, line in enumerate(made, 1):
        assert decode(line, file="new", line_no=number).body == {"title": given_lines[number - 1][0]}
