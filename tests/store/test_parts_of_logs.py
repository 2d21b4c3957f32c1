"""What is handed on with filters is told from the part of the log that bears on it, and is what the whole log tells."""

import functools
import os

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import timeline as tl
from ondisk import begin, histories, index, written
from strategies import NAMES, days_around
from timeline.errors import TimelineError
from timeline.figures.place.colours import OKABE_ITO
from timeline.views.given import selection

EXAMPLES = int(os.environ.get("TIMELINE_EXAMPLES", "100"))
tried = settings(max_examples=max(EXAMPLES // 8, 10), suppress_health_check=list(HealthCheck), deadline=None)
FORMS = ("jsonl", "csv", "long-csv", "md", "timelinejs", "stix", "datasette", "ftm", "prov", "ics")
KINDS = ("events", "plane", "lag", "calendar", "cascade")


@st.composite
def filters(draw):
    """Choose what is asked for: often an entity, and else the words of an event."""
    found = {}
    if draw(st.integers(0, 3)):
        found["entities"] = [draw(st.sampled_from(NAMES))]
    else:
        found["grep"] = [draw(st.sampled_from(["1", "2", "e", "t"]))]
    if draw(st.integers(0, 4)) == 0:
        found["since"] = draw(days_around)
    if draw(st.integers(0, 4)) == 0:
        found["strict"] = True
    return found


def told(ask):
    """Give what is handed on, or how it is refused."""
    try:
        return ask()
    except TimelineError as error:
        return type(error).__name__, error.what, error.where, error.fix


def exported(snap, form, asked):
    made = snap.export(form, **asked)
    return made.data, made.counted, made.notes


def drawn(snap, path, kind, asked):
    notes = snap.save_figure(kind, path, **asked).notes
    return path.read_bytes(), notes


def conflicts_of(snap, view, *, strict):
    """Give the conflicts of all, or of a view, and what is told beside them."""
    found = snap.conflicts(view=view, strict=strict)
    return list(found), found.notes, found.beside


def page_of(snap, asked):
    of = selection(asked, today=snap.asked_on)
    return attrs.evolve(snap, question=attrs.evolve(snap.question, selection=of)).page()


@tried
@given(histories(), st.data())
def test_what_is_handed_on_with_filters_is_what_the_whole_log_tells(history, data):
    _, batches = history
    asked, entity = data.draw(filters()), data.draw(st.sampled_from(NAMES))
    clocks = {name: data.draw(days_around) for name in ("as_of", "recorded_by") if data.draw(st.booleans())}
    form, view, kind = (data.draw(st.sampled_from(some)) for some in (FORMS, [None, "v", "several"], KINDS))
    draws, found = data.draw(st.sampled_from([None, None, None, "events", "state", "compare", "belief", "page"])), {}
    with written(batches) as events:
        for how in ("on", "off"):
            with index(how):
                asks = questions(
                    tl.open(events), events.parent / "a.svg", clocks, asked, (form, view, kind), entity, draws
                )
                found[how] = {name: told(ask) for name, ask in asks.items()}
    for name, one in found["on"].items():
        assert one == found["off"][name], (name, asked, clocks, form, view, kind)


@pytest.mark.parametrize(
    ("kind", "asked"),
    [
        ("state", {"entities": "A"}),
        ("compare", {"entities": "A", "before": "2023-06-01"}),
        ("belief", {"cell": "A.p"}),
        ("page", {"entities": "A"}),
    ],
)
def test_a_value_has_the_colour_that_the_whole_log_gives_it(tmp_path, kind, asked):
    """Of a few entities as well, with an index or without: the values of all others are told more often."""
    events = begin(tmp_path)
    told_often = [{"entity": f"B{number}", "property": "p", "value": f"v{number % 3}"} for number in range(9)]
    facts = [*told_often, {"entity": "A", "property": "p", "value": "rare"}]
    lines = [("source", {"name": "s", "published": "2024-02-01"})]
    for number, fact in enumerate(facts):
        event = {"title": f"t{number}", "occurred": f"2024-01-{number + 1:02d}", "facts": [fact]}
        lines.append(("event", event | {"reports": [{"source": "s"}]}))
    tl.open(events).write(lines, by="ada")
    shown, path = {}, tmp_path / "a.svg"
    for how in ("on", "off"):
        with index(how):
            snap = tl.open(events).at()
            shown[how] = (
                page_of(snap, asked).html if kind == "page" else drawn(snap, path, kind, {**asked, "view": "v"})
            )
        assert how == "off" or snap.basis._whole is None, "only what bears on it was read"
    assert shown["on"] == shown["off"]
    text = shown["on"] if kind == "page" else shown["on"][0].decode()
    assert (f"fill:{OKABE_ITO[3]};" if kind == "page" else f'fill="{OKABE_ITO[3]}"') in text


@pytest.mark.parametrize("how", ["on", "off"])
def test_a_record_is_found_by_its_key_wherever_it_is_found_by_its_id(tmp_path, how):
    events = begin(tmp_path)
    one = {"title": "t", "key": "a.b#1", "reports": [{}]}
    (added,) = tl.open(events).write([("event", one)], by="ada")
    with index(how):
        snap = tl.open(events).at()
        assert snap.show("key:a.b#1")["id"] == snap.show("key:a.b#1#1")["id"] == added.id
        assert [row["id"] for row in snap.history("key:a.b#1")] == [added.id]
        assert snap.event("key:a.b#1").id == added.id
        assert told(lambda: snap.show("key:a.b"))[1:] == (
            'no record has the key "a.b"',
            "event_id",
            'did you mean "key:a.b#1"?',
        )
        assert how == "off" or snap.basis._whole is None, "only what bears on it was read"


def questions(log, path, clocks, asked, words, entity, draws):
    """Give what is asked, each by its name."""
    snap, (form, view, kind) = log.at(**clocks), words
    shown = {"view": view} if form in ("csv", "long-csv", "md") else {}
    found = {
        "export": functools.partial(exported, snap, form, {**asked, **shown}),
        "conflicts": lambda: list(snap.conflicts(**asked)),
        "all conflicts": lambda: conflicts_of(snap, view, strict="strict" in asked),
        "history": lambda: list(snap.history(f"{entity}.p")),
    }
    of_view = {**asked, "view": view or "v"}
    shows = {
        "events": functools.partial(drawn, snap, path, kind, asked),
        "state": functools.partial(drawn, snap, path, "state", of_view),
        "compare": functools.partial(drawn, snap, path, "compare", {**of_view, "before": "2025-05-20"}),
        "belief": functools.partial(drawn, snap, path, "belief", {"cell": f"{entity}.p", "view": view}),
        "page": lambda: page_of(snap, asked).html,
    }
    return found if draws is None else {**found, draws: shows[draws]}


@pytest.mark.parametrize(
    ("kind", "name", "asked", "said"),
    [
        ("lag", "a.svg", {"entities": "A"}, "nothing to draw"),
        ("events", "a.svg", {"entities": "nobody"}, 'nothing known then has "nobody"'),
        ("events", "a.svg", {"entities": "entty"}, 'did you mean "entity"'),
        ("calendar", "a.svg", {"entities": "laterr"}, 'nothing known then has "laterr"'),
        ("state", "a.svg", {"entities": "entty", "view": "v"}, 'did you mean "entity"'),
        ("state", "a.svg", {"entities": "A", "view": "nosuch"}, "nosuch"),
        ("compare", "a.svg", {"entities": "entty", "view": "v", "before": "2023-06-01"}, 'did you mean "entity"'),
        ("belief", "a.svg", {"cell": "A.nosuch"}, "no view has the property"),
        ("page", "a.html", {"entities": "entty"}, 'did you mean "entity"'),
        ("events", "a.gif", {}, "does not end in"),
        ("events", "a.svg", {"for_": "print"}, "pages"),
        ("events", "a.svg", {"for_": "wall"}, "no place for a figure"),
        ("events", "a.svg", {"dpi": 100}, "no dots"),
        ("events", "no such folder/a.svg", {}, "is not there"),
    ],
)
def test_a_figure_that_is_refused_does_not_read_the_whole_log(tmp_path, kind, name, asked, said):
    """The words are those of the whole log, which is asked only where it may know what was meant."""
    events = begin(tmp_path)
    lines = [("source", {"name": name, "published": "2024-02-01"}) for name in ("s", "other")]
    body = {"facts": [{"entity": "A", "property": "p", "value": "x", "mode": "planned"}], "reports": [{"source": "s"}]}
    lines += [("event", {"title": "one", **body}), ("event", {"title": "two", "reports": [{"source": "other"}]})]
    for entity, day in (("entity", "2023-02-01"), ("later", "2025-02-01")):
        fact = {"entity": entity, "property": "p", "value": "x"}
        report = {"source": "s", "reported": day}
        lines.append(("event", {"title": entity, "occurred": day, "facts": [fact], "reports": [report]}))
    tl.open(events).write(lines, by="ada")
    words = {}
    for how in ("on", "off"):
        with index(how):
            snap = tl.open(events).at(as_of="2024-02-01")
            if kind == "page":
                words[how] = told(lambda snap=snap: page_of(snap, asked))
            else:
                words[how] = told(lambda snap=snap: snap.save_figure(kind, tmp_path / name, **asked))
        assert how == "off" or snap.basis._whole is None
    assert words["on"] == words["off"]
    assert said in " ".join(map(str, words["on"]))
