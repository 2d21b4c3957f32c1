"""The place of each of many texts: what a dictionary gives."""

from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from timeline.records.drafts import Draft
from timeline.records.places import Keyed, Places

TEXTS = st.lists(st.tuples(st.integers(0, 90), st.booleans()), max_size=300)


@given(TEXTS)
def test_a_text_leads_to_the_place_that_a_dictionary_has(given_):
    found, wanted = Places(), {}
    for place, (number, is_put) in enumerate(given_):
        digest = sha256(str(number).encode()).digest()
        assert found.get(digest) == wanted.get(digest, -1)
        if is_put:
            found[digest] = wanted[digest] = place
        else:
            assert found.setdefault(digest, place) == wanted.setdefault(digest, place)
        assert len(found) == len(wanted)
    assert all(found.get(digest) == place for digest, place in wanted.items())


def test_digests_that_share_their_last_bytes_stay_apart():
    alike = [bytes([number]) + b"x" * 31 for number in range(200)]
    found = Places()
    assert [found.setdefault(digest, place) for place, digest in enumerate(alike)] == list(range(200))
    assert [found.get(digest) for digest in alike] == list(range(200))


@given(st.lists(st.sampled_from(["a", "b", "", "\ud800", "key:a", None, 7]), max_size=8))
def test_keys_lead_to_the_first_draft_that_has_them(keys):
    drafts = [Draft(kind="event", body={"title": "x"} | ({} if key is None else {"key": key})) for key in keys]
    found = Keyed(drafts)
    wanted: dict[str, int] = {}
    for place, key in enumerate(keys):
        if isinstance(key, str):
            assert found.announce(key, place) == wanted.setdefault(key, place)
    assert dict(found) == wanted
    assert "c" not in found
