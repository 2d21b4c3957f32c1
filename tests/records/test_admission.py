"""Intake: a batch enters whole or not at all; names lead somewhere; nothing is written twice."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import timeline as tl
from builders import a_chain, a_draft
from timeline.errors import RecordError
from timeline.records import usual
from timeline.records.admission import admit
from timeline.records.drafts import Refused, bound

SCMP = ("source", {"name": "scmp"})
FT = ("source", {"name": "ft", "publisher": "Financial Times", "origin": {"name": "people"}})
EVENT = ("event", {"title": "R2 failed", "reports": [{"source": "scmp"}, {"source": "ft"}]})


def decide(records, *drafts):
    return admit(records, drafts)


def the_one(records, draft):
    (decision,) = decide(records, draft)
    return decision


def refused(records, *drafts):
    with pytest.raises(RecordError) as caught:
        decide(records, *drafts)
    assert caught.value.unwritten
    return caught.value


# --- references --------------------------------------------------------------------------------------------------


ITSELF = [
    (a_draft("source", name="relay", via=["scmp", "relay"]), "via[1]", "relay"),
    (a_draft("report", event="key:k", source="scmp", via=["scmp"]), "via[0]", "scmp"),
    (a_draft("event", title="t", reports=[{}, {"source": "scmp", "via": ["scmp"]}]), "reports[1].via[0]", "scmp"),
    (a_draft("correction", target="scmp", set={"via": ["scmp"]}), "set.via[0]", "scmp"),
    (a_draft("correction", target="key:k#1", set={"via": ["scmp"]}), "set.via[0]", "scmp"),
]  # fmt: skip


@pytest.mark.parametrize(("draft", "where", "name"), ITSELF)
def test_no_source_rests_on_itself(draft, where, name):
    event = a_draft("event", title="a", key="k", reports=[{"source": "scmp"}])
    error = refused(a_chain(SCMP), event, draft)
    assert where in str(error)
    assert f'the source "{name}" does not rest on itself' in str(error)


def test_two_sources_may_each_say_that_they_rest_on_the_other_and_old_records_are_migrated_as_they_are():
    relay = a_draft("source", name="relay", via=["scmp"])
    decide(a_chain(SCMP), relay, a_draft("correction", target="scmp", set={"via": ["relay"]}))
    old = a_draft("source", name="old", via=["old"], recorded="2025-01-01T00:00:00.000000Z")
    decide(a_chain(SCMP), old)


def test_the_start_of_an_id_is_stored_whole():
    records = a_chain(SCMP, EVENT)
    decision = the_one(records, a_draft("report", event=records[1].id[:4]))
    assert decision.body["event"] == records[1].id


def test_ids_that_fit_none_or_several_or_are_too_short_are_refused():
    records = a_chain(*[("event", {"title": f"{n}"}) for n in range(300)])
    by_start = {}
    for record in records:
        by_start.setdefault(record.id[:4], []).append(record)
    assert "too short" in refused(records, a_draft("retraction", target="abc")).what
    assert "no record" in refused(records, a_draft("retraction", target="0" * 64)).what
    twins = next((found for found in by_start.values() if len(found) > 1), None)
    if twins:
        assert "fits 2" in refused(records, a_draft("retraction", target=twins[0].id[:4])).what


def test_a_source_goes_by_its_name():
    records = a_chain(SCMP)
    decision = the_one(records, a_draft("correction", target="scmp", set={"publisher": "SCMP"}))
    assert decision.body["target"] == records[0].id


def test_a_key_leads_to_its_record():
    records = a_chain(SCMP, ("event", {"title": "x", "key": "k"}))
    assert the_one(records, a_draft("retraction", target="key:k")).body["target"] == records[1].id
    assert the_one(records, a_draft("correction", target="key:k", set={"title": "y"})).body["target"] == records[1].id
    assert refused(records, a_draft("retraction", target="key:kk")).fix == 'did you mean "key:k"?'


def test_a_key_may_look_like_the_number_of_a_report():
    records = a_chain(("event", {"title": "x", "key": "k#1", "reports": [{}]}))
    assert the_one(records, a_draft("retraction", target="key:k#1")).body["target"] == records[0].id
    assert the_one(records, a_draft("retraction", target="key:k#1#1")).body["target"] == f"{records[0].id}#1"


def test_a_source_of_the_same_batch_goes_by_its_name():
    source, correction = decide(
        [], a_draft("source", name="new"), a_draft("correction", target="new", set={"publisher": "x"})
    )
    assert (source.place, correction.waits) == (0, (("target", 0, ""),))


def test_a_report_is_named_by_its_number():
    records = a_chain(SCMP, FT, EVENT)
    event = records[2].id
    assert the_one(records, a_draft("retraction", target=f"{event[:8]}#2")).body["target"] == f"{event}#2"
    assert the_one(records, a_draft("correction", target=f"{event}#1", set={"stance": "denies"}))
    assert "no #3" in refused(records, a_draft("retraction", target=f"{event}#3")).what
    assert "holds no reports" in refused(records, a_draft("retraction", target=f"{records[0].id}#1")).what
    assert "no record" in refused(records, a_draft("retraction", target=f"{event}#0")).what
    assert "alone" in refused(records, a_draft("redaction", target=f"{event}#1")).what
    assert "inside an event" in refused(records, a_draft("report", event=f"{event}#1")).what


@pytest.mark.parametrize("kind", ["report", "link"])
def test_reports_and_links_speak_of_events(kind):
    records = a_chain(SCMP, EVENT)
    fields = {"event": records[0].id} if kind == "report" else {"from": records[0].id, "to": records[1].id}
    assert "not an event" in refused(records, a_draft(kind, **fields)).what


def test_a_link_leads_from_one_to_another():
    records = a_chain(SCMP, EVENT, ("event", {"title": "y"}))
    assert the_one(records, a_draft("link", **{"from": records[1].id, "to": records[2].id}))
    assert "another" in refused(records, a_draft("link", **{"from": records[1].id[:8], "to": records[1].id})).what


def test_same_origin_joins_names_of_origins():
    records = a_chain(FT, ("source", {"name": "x", "origin": {"name": "a group"}}))
    decision = the_one(records, a_draft("link", **{"from": "people", "to": "a group", "rel": "same-origin"}))
    assert decision.body["from"] == "people"
    error = refused(records, a_draft("link", **{"from": "poeple", "to": "a group", "rel": "same-origin"}))
    assert error.where == "from"
    assert error.fix == 'did you mean "people"?'


def test_a_redaction_is_the_last_word():
    records = a_chain(SCMP, EVENT, ("redaction", {"target": "0" * 64}))
    for kind, fields in (("redaction", {}), ("retraction", {}), ("correction", {"set": {"because": "x"}})):
        error = refused(records, a_draft(kind, target=records[2].id, **fields))
        assert "a redaction cannot be" in error.what


# --- sources -----------------------------------------------------------------------------------------------------


def test_sources_must_be_defined():
    records = a_chain(SCMP, EVENT)
    for draft, where in (
        (a_draft(reports=[{"source": "scmpp"}]), "reports[0].source"),
        (a_draft(reports=[{"via": ["scmpp"]}]), "reports[0].via[0]"),
        (a_draft("report", event=records[1].id, source="scmpp"), "source"),
        (a_draft("source", name="b", via=["scmp", "scmpp"]), "via[1]"),
        (a_draft("retraction", target=records[1].id, source="scmpp"), "source"),
        (a_draft("correction", target=records[1].id, set={"reports": [{"source": "scmpp"}]}), "set.reports[0].source"),
        (a_draft("correction", target=records[1].id, set={"title": "y"}, source="scmpp"), "source"),
    ):
        error = refused(records, draft)
        assert (error.where, error.fix) == (where, 'did you mean "scmp"?')


def test_a_second_different_definition_is_refused_with_the_command_that_corrects():
    records = a_chain(FT)
    error = refused(records, a_draft("source", name="ft", publisher="FT's own", origin={"name": "people"}))
    assert error.where == "name"
    assert error.fix == """timeline correct ft --set 'publisher="FT'"'"'s own"' --because '...'"""
    assert the_one(records, a_draft(*FT[:1], **FT[1])).there == records[0].id


def test_a_source_as_it_was_corrected_is_there_already():
    records = a_chain(SCMP)
    records = a_chain(SCMP, ("correction", {"target": records[0].id, "set": {"publisher": "P"}}))
    assert the_one(records, a_draft("source", name="scmp", publisher="P")).there == records[0].id
    assert "differently" in refused(records, a_draft("source", name="scmp", publisher="Q")).what


def test_a_source_keeps_its_name_as_answers_and_reports_call_it_by_it():
    records = a_chain(SCMP)
    error = refused(records, a_draft("correction", target="scmp", set={"name": "post"}))
    assert (error.where, error.what.partition(":")[0]) == ("set.name", 'the source "scmp" keeps its name')
    assert the_one(records, a_draft("correction", target="scmp", set={"name": "scmp", "publisher": "P"})).body
    kept = a_draft("correction", target="scmp", set={"name": "post"}, recorded="2026-11-24T00:00:00.000000Z")
    assert the_one(records, kept).body, "a log from before that rule can be migrated"


def test_a_name_that_an_old_log_corrected_does_not_count():
    records = a_chain(SCMP)
    records = a_chain(SCMP, ("correction", {"target": records[0].id, "set": {"name": "post"}}))
    assert the_one(records, a_draft("source", name="scmp")).there == records[0].id
    assert the_one(records, a_draft("source", name="post")).there is None


def test_a_retracted_source_is_not_known_and_may_be_defined_anew():
    first = a_chain(SCMP)
    records = a_chain(SCMP, ("retraction", {"target": first[0].id}))
    assert "was taken back" in refused(records, a_draft(reports=[{"source": "scmp"}])).what
    assert the_one(records, a_draft("source", name="scmp", publisher="New")).there is None


def test_a_fact_that_leaves_its_value_out_does_not_say_by_itself_that_it_ended():
    bare, ended = {"entity": "R2", "property": "training"}, {"entity": "R2", "property": "training", "value": None}
    records = a_chain(SCMP)
    error = refused(records, a_draft(facts=[ended, bare]))
    assert (error.what, error.where) == ("the fact has no value", "facts[1].value")
    assert the_one(records, a_draft(facts=[ended])).body["facts"] == [ended]
    kept = msgspec.structs.replace(a_draft(facts=[bare]), id="a" * 64)
    assert the_one(records, kept).body["facts"] == [bare]


# --- corrections -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "where"),
    [
        ({"titel": "x"}, "set.titel"),
        ({"title": 5}, "set.title"),
        ({"title": ""}, "set.title"),
        ({"occurred": "April"}, "set.occurred"),
        ({"facts": [{"entity": "a", "value": 1}]}, "set.facts[0].property"),
        ({"publisher": "x"}, "set.publisher"),
    ],
)
def test_a_correction_fits_the_kind_of_its_target(given, where):
    records = a_chain(SCMP, EVENT)
    assert refused(records, a_draft("correction", target=records[1].id, set=given)).where == where


def test_a_correction_may_not_point_a_record_elsewhere_than_into_the_log():
    records = a_chain(SCMP, EVENT, ("event", {"title": "y"}))
    records = a_chain(SCMP, EVENT, ("event", {"title": "y"}), ("report", {"event": records[1].id}))
    assert the_one(records, a_draft("correction", target=records[3].id, set={"event": records[2].id}))
    assert refused(records, a_draft("correction", target=records[3].id, set={"event": "0" * 64})).where == "set.event"


def test_a_correction_may_point_a_report_to_an_event_that_comes_with_it_by_the_id_it_had_elsewhere():
    records = a_chain(SCMP, EVENT, ("event", {"title": "y"}))
    records = a_chain(SCMP, EVENT, ("event", {"title": "y"}), ("report", {"event": records[1].id}))
    event = a_draft(title="z", given_id="0" * 64)
    _, correction = decide(records, event, a_draft("correction", target=records[3].id, set={"event": "0" * 64}))
    assert correction.waits == (("set.event", 0, ""),)


def test_a_correction_of_a_type_is_fit_to_the_data_as_it_was_corrected_before():
    first = a_chain(("event", {"title": "x", "type": "a", "data": {"n": 1}}))[0].id
    records = a_chain(
        ("event", {"title": "x", "type": "a", "data": {"n": 1}}),
        ("correction", {"target": first, "set": {"data": {"n": 2}}}),
    )
    asked = []
    draft = a_draft("correction", target=first, set={"type": "b"})
    admit(records, [draft], fit=lambda *given: asked.append(given) or (given[1], ()))
    assert asked == [("b", {"n": 2})]


def test_a_correction_leads_to_what_the_log_has_rather_than_to_what_had_its_id_elsewhere():
    records = a_chain(SCMP, EVENT, ("event", {"title": "y"}))
    records = a_chain(SCMP, EVENT, ("event", {"title": "y"}), ("report", {"event": records[1].id}))
    there = records[2].id
    decisions = decide(
        records, a_draft(title="z", given_id=there), a_draft("correction", target=records[3].id, set={"event": there})
    )
    assert decisions[1].waits == ()


def test_a_correction_of_all_reports_is_said_again_once_one_of_them_was_corrected_and_one_of_a_title_is_not():
    first = a_chain(SCMP, FT, EVENT)[2].id
    for fields, is_new in (({"reports": [{"source": "ft"}]}, True), ({"title": "x"}, False)):
        records = a_chain(
            *(SCMP, FT, EVENT, ("correction", {"target": first, "set": fields})),
            ("correction", {"target": f"{first}#1", "set": {"stance": "denies"}}),
        )
        assert the_one(records, a_draft("correction", target=first, set=fields)).is_new is is_new


def test_one_event_that_is_there_is_decided_as_in_a_batch():
    records = a_chain(("event", {"title": "x"}))
    draft = a_draft(title="x")
    (alone,) = admit(records, [draft], prove=usual.told)
    assert (alone.kind, alone.there) == ("event", records[0].id) == (the_one(records, draft).kind, records[0].id)


def test_each_of_several_faults_keeps_its_fix():
    error = refused(a_chain(SCMP), *(a_draft("report", event="0" * 64, source=name) for name in ("scmpp", "scmpq")))
    assert [fault.fix for fault in error.faults if "scmp" in fault.what] == ['did you mean "scmp"?'] * 2


# --- adding again ------------------------------------------------------------------------------------------------


def test_what_is_there_is_not_written_twice():
    records = a_chain(SCMP, FT, EVENT)
    assert the_one(records, a_draft(**EVENT[1])).there == records[2].id
    assert the_one(records, a_draft(**EVENT[1], imported={"from": "a sheet"})).there == records[2].id
    assert the_one(records, a_draft(**(EVENT[1] | {"said": "so"}))).there is None


def test_true_and_one_say_different_things():
    records = a_chain(("event", {"title": "x", "data": {"n": 1}}))
    assert the_one(records, a_draft(title="x", data={"n": 1})).there == records[0].id
    assert the_one(records, a_draft(title="x", data={"n": True})).there is None
    assert the_one(records, a_draft(title="x", data={"n": 1.0})).there is None


def test_what_was_taken_back_may_be_added_again():
    event = ("event", {"title": "x"})
    first = a_chain(event)[0].id
    retracted = a_chain(event, ("retraction", {"target": first}))
    assert the_one(retracted, a_draft(title="x")).there is None
    undone = a_chain(event, ("retraction", {"target": first}), ("retraction", {"target": retracted[1].id}))
    assert the_one(undone, a_draft(title="x")).there == first
    assert the_one(undone, a_draft("retraction", target=first)).there is None


def test_what_was_changed_in_the_same_fields_may_be_added_again():
    event = ("event", {"title": "x", "said": "a"})
    first = a_chain(event)[0].id
    same_field = a_chain(event, ("correction", {"target": first, "set": {"said": "b"}}))
    assert the_one(same_field, a_draft(title="x", said="a")).there is None
    other_field = a_chain(event, ("correction", {"target": first, "set": {"occurred": "2025"}}))
    assert the_one(other_field, a_draft(title="x", said="a")).there == first


def test_a_correction_is_said_again_only_where_another_came_between():
    event = ("event", {"title": "x"})
    first = a_chain(event)[0].id
    to_b = ("correction", {"target": first, "set": {"said": "b"}})
    to_c = ("correction", {"target": first, "set": {"said": "c"}})
    records = a_chain(event, to_b)
    assert the_one(records, a_draft(*to_b[:1], **to_b[1])).there == records[1].id
    records = a_chain(event, to_b, to_c)
    assert the_one(records, a_draft(*to_b[:1], **to_b[1])).there is None
    assert the_one(records, a_draft(*to_c[:1], **to_c[1])).there == records[2].id
    records = a_chain(event, to_b, ("correction", {"target": first, "set": {"title": "y"}}))
    assert the_one(records, a_draft(*to_b[:1], **to_b[1])).there == records[1].id


def test_a_key_and_its_content():
    records = a_chain(("event", {"title": "x", "key": "k"}))
    assert the_one(records, a_draft(title="x", key="k")).there == records[0].id
    error = refused(records, a_draft(title="y", key="k"))
    assert error.where == "key"
    assert records[0].id[:12] in error.fix
    assert the_one(records, a_draft(title="x")).there is None


def test_a_key_names_one_record_even_when_that_was_taken_back():
    event = ("event", {"title": "x", "key": "k"})
    first = a_chain(event)[0].id
    records = a_chain(event, ("retraction", {"target": first}))
    assert the_one(records, a_draft(title="x", key="k")).there == first
    error = refused(records, a_draft(title="y", key="k"))
    assert (error.where, f"timeline retract {records[1].id[:12]}" in error.fix) == ("key", True)
    assert "correct" not in error.fix, "what is taken back shows no correction"


# --- batches -----------------------------------------------------------------------------------------------------


def test_a_batch_may_use_a_name_before_it_is_defined():
    decisions = decide(
        [],
        a_draft("report", event="key:e", source="b"),
        a_draft(key="e", reports=[{"source": "a"}]),
        a_draft("source", name="a", via=["b"]),
        a_draft("source", name="b", via=["a"]),
    )
    assert [decision.place for decision in decisions] == [1, 0, 2, 3]
    by_place = {decision.place: decision for decision in decisions}
    assert by_place[0].waits == (("event", 1, ""),)
    assert bound(by_place[0], {1: "e" * 64})["event"] == "e" * 64


def test_a_batch_may_name_its_records_by_their_old_ids_and_reports_by_number():
    old = "a" * 64
    decisions = decide([], a_draft("retraction", target=f"{old}#1"), a_draft(given_id=old, reports=[{}]))
    assert [decision.place for decision in decisions] == [1, 0]
    assert bound(decisions[1], {1: "e" * 64})["target"] == "e" * 64 + "#1"


def test_a_ring_of_references_is_refused():
    error = refused([], a_draft("retraction", target="key:b", key="a"), a_draft("retraction", target="key:a", key="b"))
    assert "ring" in error.what


def test_the_same_twice_in_a_batch_is_written_once():
    event, report = a_draft(title="x", key="k"), a_draft("report", event="key:k")
    decisions = decide([], event, event, report, report)
    by_place = {decision.place: decision for decision in decisions}
    assert (by_place[1].same, by_place[3].same) == (0, 2)
    assert "different things" in refused([], a_draft(title="x", key="k"), a_draft(title="y", key="k")).what
    assert "twice" in refused([], a_draft("source", name="a"), a_draft("source", name="a", title="t")).what


def test_a_reference_to_what_is_there_already_leads_to_that():
    records = a_chain(("event", {"title": "x", "key": "k"}))
    records = a_chain(("event", {"title": "x", "key": "k"}), ("report", {"event": records[0].id}))
    decisions = decide(records, a_draft("report", event="key:k"), a_draft(title="x", key="k"))
    assert {decision.place: decision.there for decision in decisions} == {0: records[1].id, 1: records[0].id}


def test_every_fault_of_a_batch_is_named():
    with pytest.raises(Refused) as caught:
        admit(
            [],
            [
                a_draft(reports=[{"source": "nobody"}], where="line 1"),
                a_draft("report", event="key:none", where="line 2"),
                a_draft(titel="x", where="line 3"),
                a_draft("retraction", target="key:bad", where="line 4"),
                a_draft(key="bad", occurred="April", where="line 5"),
            ],
        )
    text = str(caught.value)
    for place in ("line 1, reports[0].source", "line 2, event", "line 3, titel", "line 5, occurred"):
        assert f"- {place}:" in text or place in text
    assert "line 4" not in text


def test_unknown_fields_and_kinds_are_refused():
    assert refused([], a_draft(titel="x")).fix == 'did you mean "title"?'
    assert refused([], a_draft("evnt")).fix == 'did you mean "event"?'
    assert the_one([], a_draft("weather", wind=3, recorded="2024-01-01T00:00:00.000000Z")).kind == "weather"


def test_kept_stamps_are_told_by_imported():
    kept = "2024-01-01T00:00:00.000000Z"
    decision = the_one([], a_draft(title="x", recorded=kept, given_id="a" * 64))
    assert decision.body["imported"] == {"recorded": kept, "id": "a" * 64}
    assert the_one([], a_draft(title="x", recorded=kept, imported="mine")).body["imported"] == "mine"


@given(st.permutations(range(6)))
def test_the_order_of_the_input_does_not_matter(order):
    drafts = [a_draft(title="0", key="0")]
    drafts += [a_draft("retraction", target=f"key:{n - 1}", key=f"{n}") for n in range(1, 6)]
    decisions = decide([], *(drafts[place] for place in order))
    assert [order[decision.place] for decision in decisions] == list(range(6))


@pytest.mark.parametrize(
    ("field", "value", "at", "fix"),
    [
        ("reports", [{"sauce": "press"}], "reports[0].sauce", 'did you mean "stance"?'),
        (
            "reports",
            [{"origin": {"name": "o", "gains": True}}],
            "reports[0].origin.gains",
            "known are interested, name",
        ),
        ("facts", [{"entity": "e", "property": "p", "value": 1, "mod": "x"}], "facts[0].mod", 'did you mean "mode"?'),
        (
            "facts",
            [{"entity": "e", "property": "p", "value": {"op": ">", "value": 1, "about": 2}}],
            "facts[0].value.about",
            "known are op, unit, value",
        ),
        ("links", [{"url": "https://a.example/", "titel": "x"}], "links[0].titel", 'did you mean "title"?'),
    ],
)
def test_a_field_inside_another_that_is_not_known_is_refused_on_every_way_in(tmp_path, field, value, at, fix):
    log = tl.init(tmp_path / "events")
    event = log.add("sound", by="ada")
    before = [path.read_bytes() for path in sorted((tmp_path / "events").rglob("*.jsonl"))]
    ways = [
        (lambda: log.add("t", **{field: value}, by="ada"), at),
        (lambda: log.write([("event", {"title": "t", field: value})], by="ada"), at),
        (lambda: log.correct(event.id, {field: value}, because="slip", by="ada"), f"set.{at}"),
    ]
    for way, place in ways:
        with pytest.raises(tl.RecordError) as caught:
            way()
        (found,) = caught.value.faults
        name = at.rpartition(".")[2]
        assert (found.what, found.fix) == (f'there is no field "{name}" here', fix)
        assert (found.field or found.where) == place
    assert [path.read_bytes() for path in sorted((tmp_path / "events").rglob("*.jsonl"))] == before
