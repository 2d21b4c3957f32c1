"""Which word was probably meant, case by case: names one slip apart, commands and options of other programs."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timeline.dates.suggest import command_meant, did_you_mean, form_meant, near, option_meant, slips

COMMANDS = ("list", "retract", "redact", "correct", "state", "show", "source", "sources")

SLIPS = [  # a name, another, and whether they are one slip of the pen apart
    ("Huawei", "Huawai", True),
    ("Huawei", "Huawe", True),
    ("Huawei", "Huaweii", True),
    ("Huawei", "uawei", True),
    ("Huawei", "Hauwei", True),
    ("Huawei", "Huawie", True),
    ("Huawei", "HUAWEI", True),
    ("Huawei", "Huawxy", False),
    ("Huawei", "Hawuei", False),
    ("Huawei", "Huawe1", False),
    ("abcd", "abdc", True),
    ("abcd", "abc", True),
    ("abc", "abd", False),
    ("abc", "ab", False),
    ("aaab", "aab", True),
    ("abab", "abba", True),
    ("abab", "baba", False),
    ("model 1", "model 2", False),
    ("model-1", "model 1", True),
    ("model 12", "model 21", False),
    ("Huawweii", "Huawweiix", True),
    ("Deep Seek", "DeepSeek", True),
    ("deep-seek", "DeepSeek", True),
    ("V4 Pro", "V4-Pro", True),
    ("v4", "V4", True),
    ("ＡＭＤ", "AMD", True),
    ("GPT-4a", "GPT-4o", True),
    ("R2", "r-2", True),
    ("R1", "R2", False),
    ("V4", "V40", False),
    ("GPT-4.1", "GPT-4.2", False),
    ("V4-Pro", "V5-Pro", False),
    ("V4-Flash", "V4-Pro", False),
    ("TPU", "GPU", False),
    ("AMD", "AM", False),
    ("Huawei", "Hawaii", False),
    ("a", "b", False),
    ("Huawei", "Huawei", False),
]

WORDS = [  # what was typed for a command, and what is said
    ("rm", 'did you mean "retract"? timeline retract ID --because TEXT'),
    ("RM", 'did you mean "retract"? timeline retract ID --because TEXT'),
    ("LIST", 'did you mean "list"?'),
    ("retrac", 'did you mean "retract"?'),
    ("push", "a log is a folder of files: git push does that, with git's own options"),
    ("redcat", 'did you mean "correct"?'),  # what cannot be undone is proposed to nobody who did not nearly write it
    ("redactt", 'did you mean "redact"?'),
    ("zzzz", None),
]

OPTIONS = [  # what was typed for an option, the options of the command, and those of all; what is said
    ("--date", ["--data", "--occurred"], {}, 'did you mean "--occurred"?'),
    ("--DATE", ["--published"], {}, 'did you mean "--published"?'),
    ("--date", ["--published", "--occurred"], {}, 'did you mean "--occurred"?'),
    ("--view", ["--tag"], {"--view": ["state"]}, "--view belongs to state"),
    ("--view", ["--tag"], {"--view": ["state", "why", "diff"]}, "--view belongs to state, why and diff"),
    ("--occured", ["--occurred"], {}, 'did you mean "--occurred"?'),
    ("--occ", ["--occurred"], {}, None),
    ("--because", ["--tag"], {}, None),
]


@pytest.mark.parametrize(("one", "other", "is_near"), SLIPS)
def test_names_that_are_one_slip_of_the_pen_apart(one, other, is_near):
    assert slips([one], [other]) == ({one: (other,)} if is_near else {})
    assert slips([other], [one]) == ({other: (one,)} if is_near else {})


def is_near(one, other):
    """Judge slowly: the ways to make a slip in the one, compared with the other."""
    first, second = (word.lower().replace(" ", "").replace("-", "") for word in (one, other))
    if one == other:
        return False
    if first == second:
        return True
    if max(len(first), len(second)) < 4:
        return False
    letters = set("abcd")
    made = {first[:n] + first[n + 1 :] for n in range(len(first)) if not first[n].isdecimal()}
    made |= {first[:n] + letter + first[n:] for n in range(len(first) + 1) for letter in letters}
    made |= {first[:n] + c + first[n + 1 :] for n in range(len(first)) if not first[n].isdecimal() for c in letters}
    made |= {
        first[:n] + first[n + 1] + first[n] + first[n + 2 :]
        for n in range(len(first) - 1)
        if not (first[n].isdecimal() or first[n + 1].isdecimal())
    }
    return second in made


@settings(max_examples=300)
@given(st.lists(st.text("abcdAB 1-", min_size=1, max_size=6), max_size=6, unique=True))
def test_slips_are_those_that_a_slow_judge_finds(names):
    expected = {}
    for one, other in itertools.permutations(names, 2):
        if is_near(one, other):
            expected[one] = (*expected.get(one, ()), other)
    assert slips(names, names) == {name: tuple(sorted(others)) for name, others in expected.items()}


def test_all_that_are_near_are_named_in_order_and_no_name_is_near_itself():
    names = ["Huawei", "Huawai", "Huaweii", "huawei", "AMD"]
    assert slips(["Huawei", "AMD"], names) == {"Huawei": ("Huawai", "Huaweii", "huawei")}


@pytest.mark.parametrize(("word", "said"), WORDS)
def test_a_command_of_another_program_leads_to_ours(word, said):
    assert command_meant(word, COMMANDS) == said


@pytest.mark.parametrize(("option", "own", "others", "said"), OPTIONS)
def test_an_option_of_another_program_leads_to_ours(option, own, others, said):
    assert option_meant(option, own, others) == said


@pytest.mark.parametrize(
    ("name", "forms", "said"),
    [
        ("excel", ["csv", "xlsx"], 'did you mean "xlsx"?'),
        ("Exce", ["csv", "xlsx"], 'did you mean "xlsx"?'),
        ("exel", ["csv", "jsonl"], None),
        ("calender", ["ics", "csv"], 'did you mean "ics"?'),
        ("json", ["csv", "jsonl"], 'did you mean "jsonl"?'),
        ("json", ["csv", "json", "jsonl"], 'did you mean "json"?'),
        ("parket", ["parquet"], 'did you mean "parquet"?'),
    ],
)
def test_a_form_is_known_by_what_other_programs_call_it(name, forms, said):
    assert form_meant(name, forms) == said


def test_the_nearest_name_is_asked_for_as_it_prints():
    assert near("hardwear", ["Hardware", "models"]) == "Hardware"
    assert near("ax", ["ac", "ab"], least=0.5) == near("ax", ["ab", "ac"], least=0.5) == "ac"
    assert near("ax", ["ab", "zz"], least=0.5) == "ab"
    assert near("ax", ["ab", "zz"]) is None
    assert did_you_mean("hardwear", ["Hard\x07ware"]) == 'did you mean "Hard\\u0007ware"?'
    assert did_you_mean("xyz", ["models"]) is None
