"""Bundles of STIX 2.1: what is read, and what is lost."""

import pytest
from form_samples import read


def test_a_bundle_of_stix2():
    stix2 = pytest.importorskip("stix2")
    identity = stix2.Identity(name="CERT", identity_class="organization")
    actor, malware = (
        stix2.ThreatActor(name="APT", threat_actor_types=["crime-syndicate"]),
        stix2.Malware(name="X", is_family=False),
    )
    uses = stix2.Relationship(
        actor, "uses", malware, start_time="2026-04-24T10:00:00Z", stop_time="2026-05-01T00:00:00Z"
    )
    sighting = stix2.Sighting(malware, first_seen="2026-04-24T10:00:00.5Z", last_seen="2026-04-24T11:00:00Z")
    report = stix2.Report(
        name="On APT",
        published="2026-05-02T00:00:00Z",
        created_by_ref=identity,
        object_refs=[uses, sighting],
        description="long",
        external_references=[{"source_name": "cert", "url": "https://cert.example/1"}],
        object_marking_refs=[stix2.TLP_AMBER],
        labels=["apt"],
    )
    bundle = stix2.Bundle(identity, actor, malware, uses, sighting, report, stix2.TLP_AMBER)
    found = read(bundle.serialize())
    source, published, relation, seen = (draft.body for draft in found.drafts)
    assert source == {"name": "cert", "publisher": "cert", "url": "https://cert.example/1"}
    assert published["reports"] == [{"source": "cert", "reported": "2026-05-02T00:00:00Z"}]
    assert published["tags"] == ["apt", "tlp:amber"]
    assert published["links"] == [{"url": "https://cert.example/1", "title": "cert"}]
    assert relation["title"] == "APT uses X"
    assert relation["occurred"] == "2026-04-24T10:00:00Z/2026-05-01T00:00:00Z"
    assert relation["facts"] == [{"entity": "APT", "property": "uses", "value": "X"}]
    assert relation["reports"] == seen["reports"] == [{"source": "cert", "reported": "2026-05-02T00:00:00Z"}]
    assert seen["title"] == "X was seen"
    assert set(found.passed_over) == {"objects of the type malware (1)", "objects of the type threat-actor (1)"}


@pytest.mark.parametrize(
    ("more", "title"),
    [
        ({"count": 0}, "X was not seen by CERT"),
        ({"x_opencti_negative": True, "allow_custom": True}, "X was not seen by CERT"),
        ({"count": 2}, "X was seen by CERT"),
        ({}, "X was seen by CERT"),
    ],
)
def test_a_sighting_that_counts_none_says_that_it_was_not_seen(more, title):
    """STIX 2.1, 5.2; this was once told as its opposite. Who made it reports it, and no day is made up for that."""
    stix2 = pytest.importorskip("stix2")
    identity = stix2.Identity(name="CERT", identity_class="organization")
    malware = stix2.Malware(name="X", is_family=False)
    seen = {"first_seen": "2026-04-24T10:00:00Z", "where_sighted_refs": [identity], "created_by_ref": identity}
    sighting = stix2.Sighting(malware, **seen, **more)
    bundle = stix2.Bundle(identity, malware, sighting, allow_custom=True)
    source, event = (draft.body for draft in read(bundle.serialize()).drafts)
    assert event["title"] == title
    assert source == {"name": "cert", "publisher": "CERT"}
    assert event["reports"] == [{"source": "cert"}]
    assert event.get("data") == ({"count": more["count"]} if "count" in more else None)


def test_a_report_without_a_page_is_itself_the_source_and_an_opinion_is_a_report_more():
    stix2 = pytest.importorskip("stix2")
    identity = stix2.Identity(name="CERT", identity_class="organization")
    report = stix2.Report(
        name="On X", published="2026-05-02T00:00:00Z", created_by_ref=identity, object_refs=[identity]
    )
    given = {"authors": ["Ada"], "object_refs": [report], "explanation": "not so"}
    opinion = stix2.Opinion(opinion="strongly-disagree", created="2026-05-03T00:00:00Z", **given)
    one, other, event, more = (draft for draft in read(stix2.Bundle(identity, report, opinion).serialize()).drafts)
    assert one.body == {
        "name": "cert",
        "publisher": "CERT",
        "title": "On X",
        "published": "2026-05-02T00:00:00Z",
    }
    assert other.body == {"name": "ada", "publisher": "Ada"}
    assert event.body["key"] == report.id
    told = {"event": f"key:{report.id}", "source": "ada", "stance": "denies", "quote": "not so"}
    assert more.body == {**told, "reported": "2026-05-03T00:00:00.000Z"}


def test_an_opinion_that_nobody_signs_is_a_report_without_a_source():
    stix2 = pytest.importorskip("stix2")
    identity = stix2.Identity(name="CERT", identity_class="organization")
    report = stix2.Report(
        name="On X", published="2026-05-02T00:00:00Z", created_by_ref=identity, object_refs=[identity]
    )
    opinion = stix2.Opinion(opinion="disagree", created="2026-05-03T00:00:00Z", object_refs=[report])
    drafts = read(stix2.Bundle(identity, report, opinion).serialize()).drafts
    assert [draft.kind for draft in drafts] == ["source", "event", "report"]
    told = {"event": f"key:{report.id}", "stance": "doubts", "reported": "2026-05-03T00:00:00.000Z"}
    assert drafts[2].body == told


def test_an_object_in_two_reports_of_one_page_was_reported_on_both_days():
    page = [{"source_name": "cert", "url": "https://cert.example/1"}]
    base = {"type": "report", "spec_version": "2.1", "object_refs": ["incident--1"], "external_references": page}
    objects = [
        base | {"id": "report--1", "name": "later", "published": "2026-05-02T00:00:00Z"},
        base | {"id": "report--2", "name": "sooner", "published": "2026-04-01T00:00:00Z"},
        {"type": "incident", "id": "incident--1", "name": "X"},
    ]
    found = read({"type": "bundle", "id": "bundle--1", "objects": objects})
    told = next(draft.body for draft in found.drafts if draft.body.get("type") == "incident")
    days = ("2026-05-02T00:00:00Z", "2026-04-01T00:00:00Z")
    assert told["reports"] == [{"source": "cert", "reported": day} for day in days]


def test_of_several_versions_the_last_counts_and_what_was_revoked_is_left_out():
    pytest.importorskip("stix2")
    base = {"type": "incident", "spec_version": "2.1", "id": "incident--1", "created": "2026-01-01T00:00:00Z"}
    objects = [
        base | {"name": "new", "modified": "2026-01-02T00:00:00Z"},
        base | {"name": "old", "modified": "2026-01-01T00:00:00Z"},
        base | {"id": "incident--2", "name": "gone", "revoked": True, "modified": "2026-01-01T00:00:00Z"},
    ]
    found = read({"type": "bundle", "id": "bundle--1", "objects": objects})
    assert [draft.body["title"] for draft in found.drafts] == ["new"]
    assert set(found.passed_over) == {"older versions of objects (1)", "objects that were revoked (1)"}


def test_what_was_revoked_is_called_by_its_name_where_others_speak_of_it():
    """As the relations `revoked-by` of a knowledge base do, whose source is always revoked."""
    objects = [
        {"type": "attack-pattern", "id": "attack-pattern--1", "name": "Old way", "revoked": True},
        {"type": "attack-pattern", "id": "attack-pattern--2", "name": "New way"},
        {
            "type": "relationship",
            "id": "relationship--1",
            "relationship_type": "revoked-by",
            "source_ref": "attack-pattern--1",
            "target_ref": "attack-pattern--2",
        },
    ]
    (event,) = (draft.body for draft in read({"type": "bundle", "id": "bundle--1", "objects": objects}).drafts)
    assert event["title"] == "Old way revoked-by New way"
    assert event["facts"] == [{"entity": "Old way", "property": "revoked-by", "value": "New way"}]


def test_an_opinion_on_whatever_is_an_event_is_a_report_of_it():
    objects = [
        {"type": "opinion", "id": "opinion--1", "opinion": "disagree", "object_refs": ["campaign--1", "malware--1"]},
        {"type": "opinion", "id": "opinion--2", "opinion": "disagree", "object_refs": ["malware--1"]},
        {"type": "campaign", "id": "campaign--1", "name": "Green", "first_seen": "2026-04-24T10:00:00Z"},
        {"type": "malware", "id": "malware--1", "name": "X"},
    ]
    found = read({"type": "bundle", "id": "bundle--1", "objects": objects})
    event, opinion = found.drafts
    assert (event.body["key"], opinion.body) == ("campaign--1", {"event": "key:campaign--1", "stance": "doubts"})
    assert set(found.passed_over) == {"objects of the type malware (1)", "opinions on other objects (1)"}


def test_markings_of_tlp_2_and_of_parts_are_tags():
    """Else what is marked red would be published as if nothing were said."""
    stix2 = pytest.importorskip("stix2")
    strict = "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003"
    part = [{"marking_ref": stix2.TLP_RED.id, "selectors": ["description"]}]
    report = stix2.Report(
        name="On APT",
        published="2026-05-02T00:00:00Z",
        object_refs=[stix2.URL(value="https://a.example")],
        description="long",
        object_marking_refs=[strict],
        granular_markings=part,
        confidence=30,
    )
    found = read(stix2.Bundle(report).serialize())
    event = next(draft.body for draft in found.drafts if draft.kind == "event")
    assert event["tags"] == ["tlp:amber+strict", "tlp:red"]
    assert event["data"] == {"confidence": 30}
    assert found.passed_over == ()
