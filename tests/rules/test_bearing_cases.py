"""Which records bear on a thing, and what a record bears on, case by case."""

import pytest
from short import cases, log

from timeline.asof.compiled import Records
from timeline.records import bearing

TABLE = """
# On an event bear the reports on it, its changes, and the changes of these.
event e 2020
report r e @
correct c e title=one
retract x c
retract y r
event f 2020
    event e -> e r c x y
    event f -> f
# And what says the same, with all that bears on that.
event e 2020 title=one
event f 2020 title=one
correct c f said=two
    event e -> e f c
# And its sources, what these rest on, and what changes them, but not who else cites them.
source s via=t
source t
source u
correct c s published=2020
event e 2020 @s
event f 2020 @t
    event e -> s t c e
    event f -> t s c f
# A source of a report on it bears on it as well.
source s
event e 2020
report r e @s
    event e -> s e r
# Where a change gives it other facts, the links between their entities bear on it, near and far.
event e 2020 a.p=x
correct c e b.p=x
link l b same-entity d
link m d same-entity g
link n a same-entity h
link o h same-entity i
link z y same-entity k
    event e -> e c l m n o
# Also where a correction of the correction does.
event e 2020 a.p=x
correct c e title=one
correct d c b.p=x
link l b same-entity k
    event e -> e c d l
# Where no change does, they do not.
event e 2020 a.p=x
correct c e title=one
link l a same-entity b
    event e -> e c
# On a source bears the change that lets another rest on it, with that other.
source s via=u
source t
correct c s via=t
    source t -> s t c
    source u -> s t c
# A name that a source is given leads to it, and what it is given on the way to that.
source s
correct c s name=t
source u via=t
    source t -> s c u
# On a link bear the events at its ends, what bears on these, and its own changes.
event e 2020
event f 2020
event g 2020
link l e contradicts f
correct c l because=x
report r f @
    link l -> e f l c r
# An event bears on itself and on the links from and to it.
event e 2020
event f 2020
link l e contradicts f
    touches e -> e; ; l
# A report, a change of it and a change of that bear on its event.
event e 2020
report r e @s
correct c r because=x
retract x c
    touches r -> e; ;
    touches c -> e; ;
    touches x -> e; ;
# A source bears on those that it rests on, and those that rest on it.
source s via=t
source t
source u via=s
    touches s -> ; s t u;
    touches t -> ; s t u;
# So does a change of it.
source s
source t
correct c s via=t
    touches c -> ; s t;
# Two names of one entity bear on the events whose changes give facts on it, near and far.
event e 2020 a.p=x
correct c e b.p=x
event f 2020 b.p=x
link l b same-entity d
link m d same-entity g
    touches l -> e; ; l
    touches m -> e; ; m
# A link between events does not, unless a change lets it lead from or to a name.
event e 2020
correct c e b.p=x
event f 2020
link l e contradicts f
    touches l -> ; ; l
"""


def _of(told, record_id):
    return next(record for record in told.records if record.id == record_id)


ASKED = {
    "event": lambda told, look, name: bearing.of_event(_of(told, told.ids[name]), look),
    "link": lambda told, look, name: bearing.of_link(_of(told, told.ids[name]), look),
    "source": lambda _, look, name: bearing.of_sources([name], look)[0],
}


@pytest.mark.parametrize(("records", "question", "answer"), cases(TABLE))
def test_what_bears_on_a_thing_and_on_what_a_record_bears(records, question, answer):
    told = log(records)
    verb, name = question
    look = Records(told.records)
    if verb == "touches":
        found = bearing.touched(_of(told, told.ids[name]), look)
        names = [sorted(map(told.name_of, found.events)), sorted(found.sources), sorted(map(told.name_of, found.links))]
        assert [" ".join(part) for part in names] == [part.strip() for part in answer.split(";")]
    else:
        found = [told.name_of(record.id) for record in ASKED[verb](told, look, name)]
        assert (sorted(found), found) == (sorted(answer.split()), sorted(found, key=list(told.ids).index))


@pytest.mark.parametrize(("records", "_question", "_answer"), cases(TABLE))
def test_a_record_is_found_by_its_names_alone_where_their_places_in_it_lead_nowhere(records, _question, _answer):
    for record in log(records).records:
        assert bearing.places(record, bearing.named_by(record)) == bearing.places(record)
