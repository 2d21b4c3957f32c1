"""What one side of a shared log lacks, in which portions it goes, and how what came is laid out: without any server."""

import itertools
import random

import pytest

from builders import a_line, a_stamp
from timeline.records.cut import cut, heading, redacted
from timeline.verify import graph, union
from timeline.verify.graph import Lineage
from timeline.verify.outline import outline


def a_lineage(files):
    """Files by name, each with its lines."""
    held = {name: b"".join(line + b"\n" for line in lines) for name, lines in sorted(files.items())}
    return Lineage([outline(name, data) for name, data in held.items()], held.__getitem__)


def a_run(count, *, parents=(), first=0, by="ada"):
    """Lines that follow each other."""
    lines = []
    for number in range(first, first + count):
        lines.append(
            a_line(parents=parents, recorded=a_stamp(number), by=by, salt=f"{number:032x}", title=f"{by} {number}")
        )
        parents = (lines[-1][7:71].decode(),)
    return lines


def ids(lines):
    return [bytes.fromhex(line[7:71].decode()) for line in lines]


def planned(lineage, theirs, size=1):
    lacks = union.missing(lineage, theirs)
    found = list(union.portions(lineage, lacks, theirs, size=size))
    return [[part.outline.id_at(place) for part in one.parts for place in part.places] for one in found]


def test_whichever_way_the_other_side_says_what_it_has_the_same_is_missing():
    first = a_run(4)
    second = a_run(3, parents=(first[-1][7:71].decode(),), first=10, by="bob")
    lineage = a_lineage({"2026/a.jsonl": first, "2026/b.jsonl": second})
    for known in range(5):
        listed = union.Listed(lineage, frozenset(ids(first[:known])))
        below = union.Below(lineage, lineage.ancestors([line[7:71].decode() for line in first[known - 1 : known]]))
        assert planned(lineage, listed) == planned(lineage, below)
        assert list(itertools.chain(*planned(lineage, listed))) == ids(first[known:] + second)


@pytest.mark.parametrize(("at_once", "large"), [(1, 0), (2, 9), (3, 99), (1 << 16, 0)])
def test_a_record_that_stands_twice_is_found_wherever_portions_of_ids_part(monkeypatch, at_once, large):
    monkeypatch.setattr(graph, "_AT_ONCE", at_once)
    monkeypatch.setattr(graph, "_LARGE", large)
    for seed in range(20):
        chance = random.Random(seed)
        lines = a_run(9)
        again = [chance.choice(lines) for _ in range(chance.randrange(6))]
        lineage = a_lineage({"2026/a.jsonl": lines, "2026/b.jsonl": again})
        firsts = {}
        every = [(number, firsts.setdefault(line, number)) for number, line in enumerate([*lines, *again])]
        assert lineage.twice == {number: first for number, first in every if number != first}


@pytest.mark.parametrize("seed", range(40))
def test_each_portion_rests_on_what_went_before_and_no_batch_is_parted(seed):
    """Runs of several writers, in files and in folders of batches, that name each other's ends."""
    chance = random.Random(seed)
    files, ends, clock = {}, [], 0
    for number in range(chance.randrange(1, 9)):
        parents = tuple(sorted(chance.sample(ends, chance.randrange(len(ends) + 1)))) if ends else ()
        run = a_run(chance.randrange(1, 6), parents=parents, first=clock, by=f"w{number}")
        clock += 10
        ends = [end for end in ends if end not in parents] + [run[-1][7:71].decode()]
        name = f"2026/{chance.randrange(10**6):06d}"
        if chance.random() < 0.3 and len(run) > 1:
            files |= {f"{name}/0001.jsonl": run[:1], f"{name}/0002.jsonl": run[1:]}
        else:
            files[f"{name}.jsonl"] = run
    lineage = a_lineage(files)
    every = [line for lines in files.values() for line in lines]
    portions = planned(lineage, union.Listed(lineage, frozenset()), size=chance.choice([1, 600, 10**9]))
    assert sorted(itertools.chain(*portions)) == sorted(ids(every))
    parents_of = {line[7:71].decode(): heading(line).parents for line in every}
    gone = set()
    for portion in portions:
        gone |= {one.hex() for one in portion}
        assert all(parent in gone for one in portion for parent in parents_of[one.hex()])
    for name in {name.rpartition("/")[0] for name in files if name.count("/") > 1}:
        batch = {one for file, lines in files.items() if file.startswith(f"{name}/") for one in ids(lines)}
        assert sum(bool(batch & set(portion)) for portion in portions) == 1


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("is_erased", [True, False])
def test_no_record_goes_without_its_text_before_the_redaction_that_says_why(seed, is_erased):
    """Whatever the size of a portion, and whichever of both the other side has already."""
    chance = random.Random(seed)
    runs = [a_run(chance.randrange(1, 5), first=10 * n, by=f"w{n}") for n in range(6)]
    every = [line for run in runs for line in run]
    targets = chance.sample(every, 2)
    files = {f"2026/{n}.jsonl": [redacted(line) if is_erased and line in targets else line for line in run]
             for n, run in enumerate(runs)}  # fmt: skip
    redactions = [
        a_line("redaction", recorded=a_stamp(70 + n), salt=f"{n:032x}", target=target[7:71].decode())
        for n, target in enumerate([*targets, targets[0]])
    ]
    for n, line in enumerate(redactions):
        files[f"2026/r{n}.jsonl"] = [line]
    lineage = a_lineage(files)
    theirs = frozenset(chance.sample(ids(every + redactions), chance.randrange(4)))
    portions = planned(lineage, union.Listed(lineage, theirs), size=chance.choice([1, 900]))
    gone = set(theirs)
    for portion in portions:
        gone |= set(portion)
        for target in set(ids(targets)) & set(portion):
            named = {
                one for line, one in zip(redactions, ids(redactions), strict=True) if target.hex().encode() in line
            }
            assert named & gone
    assert gone == set(ids(every + redactions))


@pytest.mark.parametrize("seed", range(20))
def test_what_came_is_laid_out_so_that_each_line_follows_the_one_before(seed):
    chance = random.Random(seed)
    runs = [a_run(chance.randrange(1, 7), first=20 * n, by=f"w{n}") for n in range(4)]
    lines = [line for run in runs for line in run]
    chance.shuffle(lines)
    coming = [union.Incoming(line[7:71].decode(), heading(line), line) for line in lines]
    files = union.in_files(coming, limit=chance.choice([400, 10**6]))
    assert sorted(one.line for file in files for one in file) == sorted(lines)
    held = a_lineage({f"2026/x/{n:04d}.jsonl": [one.line for one in file] for n, file in enumerate(files, 1)})
    assert {finding.code for finding in held.findings()} <= {"file-name"}


def test_a_record_that_is_redacted_anywhere_is_withheld_and_named_until_it_is_erased():
    lines = a_run(3)
    target = lines[1][7:71].decode()
    gone = redacted(lines[1])
    after = a_line("redaction", parents=(lines[2][7:71].decode(),), recorded=a_stamp(50), target=target)
    half = a_lineage({"2026/a.jsonl": [*lines, after], "2026/b.jsonl": [gone]})
    assert union.redacted_in(half) == frozenset(ids([lines[1]]))
    assert union.not_erased(half) == {target}
    assert union.stands_in(half, target) == {"2026/a.jsonl"}
    whole = a_lineage({"2026/a.jsonl": [lines[0], gone, lines[2], after]})
    assert union.redacted_in(whole) == frozenset(ids([lines[1]]))
    assert union.not_erased(whole) == frozenset()


ODD = [
    {"title": 'a","body":{"x', "said": ',"salt":"' + "0" * 32},
    {"title": "«ü»\n\\", "data": {"kind": "x", "salt": "y"}},
    {"title": "x", "data": {"a": '"kind":"redaction"'}},
]


@pytest.mark.parametrize("fields", ODD)
@pytest.mark.parametrize("parents", [(), ("e" * 64,), ("d" * 64, "e" * 64)])
def test_a_line_is_cut_and_put_together_again_byte_for_byte(fields, parents):
    line = a_line(parents=parents, **fields)
    assert cut(line).line == line
    assert cut(line).redacted.line == redacted(line)
    assert cut(redacted(line)).line == redacted(line)
    assert cut(redacted(line)).redacted == cut(redacted(line))


def test_a_head_that_a_later_version_writes_is_cut_where_it_ends():
    line = a_line(title="x")
    more = b',"kind":"event","more":{"a":"b","salt":"' + b"0" * 32 + b'","body":{"x":1}}'
    odd = line.replace(b',"kind":"event"', more, 1)
    assert cut(odd).line == odd
    assert cut(odd).head.endswith(b'"body":{"x":1}}')


def test_a_redaction_keeps_what_it_says_whatever_names_it():
    (line,) = a_run(1)
    target = line[7:71].decode()
    first = a_line("redaction", parents=(target,), recorded=a_stamp(50), target=target)
    named = first[7:71].decode()
    second = a_line("redaction", parents=(named,), recorded=a_stamp(60), target=named)
    lineage = a_lineage({"2026/a.jsonl": [redacted(line), first, second]})
    assert union.redacted_in(lineage) == frozenset(ids([line]))
    assert union.not_erased(lineage) == frozenset()
    found = [(one.code, one.line, one.fix) for one in lineage.findings() if one.code != "file-name"]
    assert found == [("not-applied", 3, None)]
