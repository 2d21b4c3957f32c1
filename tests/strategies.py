"""Random logs and clocks for property tests: small, dense, and full of doubt.

All dates lie in a few dozen days of 2025, all names are one letter, so that things meet. Every reference points to an
earlier record, as in an honest log; all else that a log may hold is drawn: rings and diamonds of sources, both kinds of
change of everything, links of every kind, equal contents, null values, dates of every shape.
"""

from __future__ import annotations

import datetime as dt

import msgspec
from hypothesis import strategies as st

from timeline.asof.values import Clocks
from timeline.dates import edtf
from timeline.dates.stamps import format_stamp
from timeline.dates.values import DAY, Clock, format_day
from told import made

SOURCES = ("a", "b", "c", "d")
ORIGINS = ("M", "N", "O")
ENTITIES = ("E", "F")
NAMES = (*ENTITIES, "G")
NAMES_OF = {"same-origin": ORIGINS, "same-entity": NAMES}
PROPERTIES = ("p", "q")
FIRST = dt.datetime(2025, 5, 1, tzinfo=dt.UTC)


def often(*weighted):
    """Draw from values given as ``(weight, value)``."""
    return st.sampled_from([value for weight, value in weighted for _ in range(weight)])


def maybe(strategy, *, one_in=2):
    return often((one_in - 1, False), (1, True)).flatmap(lambda yes: strategy if yes else st.none())


# --- dates ----------------------------------------------------------------------------------------------------------

day = st.integers(0, 59).map(lambda n: (FIRST + dt.timedelta(days=n)).date().isoformat())
month = st.sampled_from(["2025-05", "2025-06"])
instant = st.builds(lambda d, h: f"{d}T{h:02d}:00:00Z", day, st.integers(0, 23))


local = st.builds(lambda d, h: f"{d}T{h:02d}:30:00", day, st.sampled_from([0, 12, 23]))
"""A time without an offset: it is taken as it stands."""
minute = st.builds(
    lambda d, h, m: f"{d}T{h:02d}:{m:02d}Z", day, st.sampled_from([0, 1, 12, 23]), st.sampled_from([0, 59])
)


def two_instants(form):
    return st.tuples(minute, minute).map(lambda pair: form.format(min(pair), max(pair)))


def two_days(form):
    return st.tuples(day, day).map(lambda pair: form.format(min(pair), max(pair)))


plain_dates = st.one_of(
    day,
    day,
    day,
    month,
    instant,
    day.map(lambda d: d + "~"),
    month.map(lambda m: "2025?" + m[4:]),
    st.sampled_from(["2025-05-1X", "2025-06-XX", "2025"]),
    st.sampled_from(["2025-21", "2025-24", "2024-30", "2025-34", "2025-40~", "2025?-34"]),
    local,
    two_days("[{}..{}]"),
    two_days("[{},{}]"),
    day.map("[..{}]".format),
    day.map("[{}..]".format),
    two_days("[..{},{}..]"),
    two_instants("[{}..{}]"),
    minute.map("[..{}]".format),
    minute.map("[{}..]".format),
)
interval_dates = st.one_of(
    two_days("{}/{}"),
    day.map("{}/..".format),
    day.map("../{}".format),
    day.map("{}/".format),
    day.map("/{}".format),
    month.map("{}/2025-06".format),
    two_instants("{}/{}"),
    minute.map("{}/..".format),
    minute.map("../{}".format),
    minute.map("{}/".format),
    minute.map("/{}".format),
)
set_dates = st.one_of(two_days("{{{},{}}}"), day.map("{{..{}}}".format), two_instants("{{{},{}}}"))
dates = st.one_of(plain_dates, plain_dates, interval_dates, interval_dates, set_dates)
reported_dates = st.one_of(day, day, plain_dates)


def clock(text):
    span = edtf.parse(text).span
    return Clock(text=text, read=text, lo=span.lo, hi=span.hi)


clocks = st.one_of(day, day, day, instant).map(clock)
as_ofs = st.one_of(st.none(), clocks, clocks, clocks)


# --- parts of records -----------------------------------------------------------------------------------------------

origins = st.builds(
    lambda name, interested: {"name": name, "interested": True} if interested else {"name": name},
    st.sampled_from(ORIGINS),
    st.booleans(),
)
vias = st.lists(st.sampled_from(SOURCES), min_size=1, max_size=2, unique=True)
values = often(
    (5, "x"),
    (5, "y"),
    (2, "z"),
    (2, None),
    (1, True),
    (1, 1),
    (1, 1.0),
    (1, {"op": ">=", "value": 1000, "unit": "chips"}),
)


def filled(**parts):
    """A mapping without the parts that were drawn as None (``null`` values are wrapped in a list)."""
    return st.fixed_dictionaries(parts).map(
        lambda drawn: {k: v[0] if k == "value" else v for k, v in drawn.items() if v is not None}
    )


def naming_what_ended(fact):
    """An ended fact names a value."""
    return {**fact, "value": "x"} if fact.get("mode") == "ended" and fact["value"] is None else fact


facts = filled(
    entity=often((3, "E"), (1, "F")),
    property=often((3, "p"), (1, "q")),
    value=values.map(lambda value: [value]),
    mode=often((7, None), (3, "ended"), (2, "failed"), (1, "planned"), (1, "possible")),
    during=maybe(dates, one_in=3),
).map(naming_what_ended)
fact_lists = st.lists(facts, max_size=3)
stances = often((8, None), (2, "denies"), (2, "doubts"), (1, "no-comment"))
reports = filled(
    source=maybe(st.sampled_from(SOURCES), one_in=6).flatmap(
        lambda missing: st.none() if missing else st.sampled_from(SOURCES)
    ),
    stance=stances,
    reported=maybe(reported_dates),
    quote=maybe(st.sampled_from(["so", "not so"]), one_in=6),
    via=maybe(vias, one_in=4),
    origin=maybe(origins, one_in=6),
)
sources = filled(
    name=st.sampled_from(SOURCES),
    publisher=maybe(st.sampled_from(["P", "Q"]), one_in=4),
    published=maybe(reported_dates),
    via=maybe(vias),
    origin=maybe(origins, one_in=3),
    retrieved=maybe(day, one_in=5),
)
captures = filled(
    source=st.sampled_from(SOURCES),
    sha256=st.sampled_from(["a" * 64, "b" * 64]),
    retrieved=often((5, reported_dates), (1, st.none())).flatmap(lambda drawn: drawn),
)
events = filled(
    title=st.sampled_from(["t", "u", "v"]),
    type=maybe(st.just("kind.of"), one_in=5),
    occurred=maybe(dates, one_in=3).flatmap(lambda date: dates if date is None else st.none()),
    facts=fact_lists.map(lambda some: some or None),
    reports=st.lists(reports, max_size=3).map(lambda some: some or None),
)
SETTABLE = {
    "event": {
        "title": st.sampled_from(["t", "u", "v", "w"]),
        "occurred": st.none() | dates,
        "facts": fact_lists,
        "reports": st.lists(reports, max_size=2),
    },
    "report": {
        "stance": stances.map(lambda stance: stance or "reports"),
        "reported": st.none() | reported_dates,
        "via": vias | st.just([]),
        "origin": st.none() | origins,
        "quote": st.sampled_from(["so", "not so"]),
        "source": st.none() | st.sampled_from(SOURCES),
    },
    "source": {
        "published": st.none() | reported_dates,
        "via": vias | st.just([]),
        "origin": st.none() | origins,
        "retrieved": st.none() | day,
    },
    "capture": {"retrieved": st.none() | reported_dates, "source": st.sampled_from(SOURCES)},
    "retraction": {"reported": st.none() | reported_dates},
    "link": {
        "rel": st.sampled_from(["contradicts", "supersedes", "same-event", "derived-from"]),
        "reported": st.none() | reported_dates,
    },
}


@st.composite
def settings_of(draw, kind, depth_of_target):
    """What a correction of a record of some kind may set."""
    if kind == "correction":
        if draw(st.booleans()):
            return {"reported": draw(st.none() | reported_dates)}
        return {"set": draw(settings_of(depth_of_target, "event"))}
    fields = draw(st.lists(st.sampled_from(sorted(SETTABLE[kind])), min_size=1, max_size=2, unique=True))
    return {field: draw(SETTABLE[kind][field]) for field in fields}


@st.composite
def worldly(draw):
    """Nothing (ours), a reported date, or a source (the world's)."""
    which = draw(often((5, "ours"), (4, "reported"), (1, "source"), (1, "both")))
    result = {}
    if which in ("reported", "both"):
        result["reported"] = draw(reported_dates)
    if which in ("source", "both"):
        result["source"] = draw(st.sampled_from(SOURCES))
    return result


# --- logs -----------------------------------------------------------------------------------------------------------


def make_record(number, recorded, kind, body):
    return made(kind, body, named=str(number), recorded=recorded)


def targets(log):
    """Every address that a change may name, with its kind; embedded reports too."""
    result = []
    for record in log:
        result.append((record.id, record.kind))
        if record.kind == "event":
            result += [(f"{record.id}#{n}", "report") for n in range(1, len(record.content.reports) + 1)]
    return result


@st.composite
def logs(draw, min_size=1, max_size=10, kinds=None):
    """A log of a few records, ordered by (recorded, id)."""
    log = []
    now = FIRST + dt.timedelta(days=draw(st.integers(0, 40)))
    for number in range(draw(st.integers(min_size, max_size))):
        now += draw(
            often(
                (2, dt.timedelta(microseconds=1)),
                (2, dt.timedelta(hours=1)),
                (2, dt.timedelta(days=1)),
                (1, dt.timedelta(days=6)),
            )
        )
        event_ids = [record.id for record in log if record.kind == "event"]
        possible = [(5, "event"), (3, "source"), (2, "capture")]
        if event_ids:
            possible += [(3, "report"), (2, "link")]
        if log:
            possible += [(4, "correction"), (3, "retraction"), (1, "again")]
        if kinds is not None:
            possible = [(weight, kind) for weight, kind in possible if kind in kinds] or [(1, "event")]
        kind = draw(often(*possible))
        if kind == "again":
            old = draw(st.sampled_from(log))
            kind, body = old.kind, old.body
        else:
            body = draw(body_of(kind, log, event_ids))
        log.append(make_record(number, now, kind, body))
    return tuple(log)


@st.composite
def body_of(draw, kind, log, event_ids):
    if kind == "event":
        return draw(events)
    if kind == "source":
        return draw(sources)
    if kind == "capture":
        return draw(captures)
    if kind == "report":
        return {"event": draw(st.sampled_from(event_ids)), **draw(reports)}
    if kind == "link":
        rel = draw(often(*((1, r) for r in SETTABLE_RELS)))
        if rel in NAMES_OF:
            ends = {"from": draw(st.sampled_from(NAMES_OF[rel])), "to": draw(st.sampled_from(NAMES_OF[rel]))}
        else:
            ends = {"from": draw(st.sampled_from(event_ids)), "to": draw(st.sampled_from(event_ids))}
        return {**ends, "rel": rel, **draw(often((2, {}), (1, None)).flatmap(dated_or_not))}
    target, target_kind = draw(st.sampled_from(targets(log)))
    if kind == "retraction":
        return {"target": target, **draw(worldly())}
    below = "event"
    if target_kind == "correction":
        by_id = dict(targets(log))
        corrected = next(record for record in log if record.id == target)
        below = by_id.get(corrected.content.target, "event")
        below = "event" if below == "correction" else below
    return {"target": target, "set": draw(settings_of(target_kind, below)), **draw(worldly())}


SETTABLE_RELS = ("contradicts", "supersedes", "same-event", "same-event", "derived-from", "same-origin", "same-entity")


def dated_or_not(value):
    return st.just({}) if value == {} else worldly()


@st.composite
def stamps(draw, log):
    """A recorded-by moment: none, or at, just before or just after a record."""
    if draw(often((2, True), (1, False))):
        return None
    return draw(st.sampled_from(log)).recorded_at + draw(st.sampled_from([-1, 0, 0, 1]))


DATED_FIELDS = ("occurred", "during", "published", "reported", "retrieved")


def dates_in(value):
    """Find the dates of a body, wherever they stand."""
    if isinstance(value, dict):
        for name, item in value.items():
            if name in DATED_FIELDS and isinstance(item, str):
                yield item
            else:
                yield from dates_in(item)
    elif isinstance(value, list):
        for item in value:
            yield from dates_in(item)


def turning_days(log):
    """Give the days on which an answer about a log may turn: both ends of each date, and the days of recording."""
    spans = [edtf.parse(text).span for record in log for text in dates_in(record.body)]
    moments = {edge for span in spans for edge in (span.lo, span.hi) if isinstance(edge, int)}
    return sorted({int(moment // DAY) for moment in moments} | {record.recorded_at // DAY for record in log})


def turning_clocks(log):
    """Draw a clock on a day on which something turns, or the day before."""
    days = st.sampled_from(turning_days(log))
    return st.builds(lambda day, before: clock(format_day(day - before)), days, st.sampled_from([0, 0, 1]))


# --- dense logs: one story, a few near days, sources that rest on each other, and a world that changes its account ---

near = st.integers(0, 7).map(lambda n: (FIRST + dt.timedelta(days=n)).date().isoformat())
near_dates = st.one_of(
    often((8, near), (1, near.map("[{}..]".format))).flatmap(lambda drawn: drawn),
    near,
    st.tuples(near, near).map(lambda pair: f"[{min(pair)}..{max(pair)}]"),
)
few = st.sampled_from(SOURCES[:3])
few_vias = st.lists(few, min_size=1, max_size=2, unique=True)
chained_reports = filled(
    source=often((8, few), (1, st.none())).flatmap(lambda drawn: drawn),
    stance=often((8, None), (1, "denies"), (1, "doubts")),
    reported=maybe(near_dates),
    via=maybe(few_vias),
    origin=maybe(origins, one_in=8),
)
chained_sources = filled(
    name=few,
    published=maybe(near_dates),
    via=maybe(few_vias),
    origin=maybe(origins, one_in=6),
    retrieved=maybe(near, one_in=5),
)
chained_captures = filled(
    source=few, sha256=st.just("a" * 64), retrieved=often((6, near_dates), (1, st.none())).flatmap(lambda drawn: drawn)
)
chained_facts = filled(
    entity=st.just("E"),
    property=st.just("p"),
    value=often((4, "x"), (2, "y"), (1, None)).map(lambda value: [value]),
    mode=often((5, None), (2, "ended"), (2, "failed")),
    during=maybe(st.one_of(near_dates, st.tuples(near, near).map(lambda p: f"{min(p)}/{max(p)}")), one_in=3),
).map(naming_what_ended)
chained_events = filled(
    title=st.sampled_from(["t", "u"]),
    occurred=maybe(near_dates),
    facts=st.lists(chained_facts, min_size=1, max_size=2),
    reports=st.lists(chained_reports, max_size=3).map(lambda some: some or None),
)
CHAINED_SETTABLE = {
    "event": {
        "occurred": st.none() | near_dates,
        "facts": st.lists(chained_facts, max_size=2),
        "reports": st.lists(chained_reports, max_size=2),
    },
    "report": {
        "stance": st.sampled_from(["reports", "denies", "doubts"]),
        "reported": st.none() | near_dates,
        "via": few_vias | st.just([]),
        "origin": st.none() | origins,
        "source": st.none() | few,
    },
    "source": {
        "published": st.none() | near_dates,
        "via": few_vias | st.just([]),
        "origin": st.none() | origins,
        "retrieved": st.none() | near,
    },
    "capture": {"retrieved": st.none() | near_dates, "source": few},
    "correction": {"reported": near_dates},
    "retraction": {"reported": near_dates},
    "link": {"rel": st.sampled_from(["contradicts", "supersedes", "same-event"]), "reported": near_dates},
}
of_the_world = often((1, {}), (4, {"reported": near_dates}), (1, {"source": few})).flatmap(st.fixed_dictionaries)


def begun(draw, *, least=0):
    """Begin a log; give it, and what adds a record to it, a moment or a day after the one before."""
    log, now = [], FIRST + dt.timedelta(days=draw(st.integers(least, 9)))

    def tell(kind, body):
        nonlocal now
        now += draw(often((4, dt.timedelta(microseconds=1)), (1, dt.timedelta(days=1))))
        log.append(make_record(len(log), now, kind, body))

    return log, tell


@st.composite
def dense_logs(draw):
    """A log in which sources relay each other, and in which what they said is taken back and mended."""
    log, tell = begun(draw)
    for _ in range(draw(st.integers(0, 3))):
        tell("source", draw(chained_sources))
    for _ in range(draw(st.integers(0, 2))):
        tell("capture", draw(chained_captures))
    for _ in range(draw(often((1, 1), (3, 2)))):
        tell("event", draw(chained_events))
    events_told = [record.id for record in log if record.kind == "event"]
    for _ in range(draw(st.integers(0, 2))):
        tell("report", {"event": draw(st.sampled_from(events_told)), **draw(chained_reports)})
    if len(events_told) > 1 and draw(st.booleans()):
        rel = draw(st.sampled_from(["contradicts", "supersedes", "same-event"]))
        tell("link", {"from": events_told[1], "to": events_told[0], "rel": rel, **draw(of_the_world)})
    for _ in range(draw(st.integers(1, 4))):
        target, kind = draw(st.sampled_from(targets(log)))
        if draw(often((3, True), (2, False))):
            fields = draw(
                st.lists(st.sampled_from(sorted(CHAINED_SETTABLE[kind])), min_size=1, max_size=2, unique=True)
            )
            setting = {field: draw(CHAINED_SETTABLE[kind][field]) for field in fields}
            tell("correction", {"target": target, "set": setting, **draw(of_the_world)})
        else:
            tell("retraction", {"target": target, **draw(of_the_world)})
    return tuple(log)


near_clocks = near.map(clock)


@st.composite
def clocks_about(draw, log):
    """The three clocks of a question, where a log turns or near it, as `Log.at` takes them."""
    limit = draw(stamps(log))
    return {
        "as_of": draw(st.none() | as_ofs | near_clocks | turning_clocks(log)),
        "on": draw(clocks | near_clocks | turning_clocks(log)),
        "recorded_by": None if limit is None else Clock(text="r", read="r", lo=limit, hi=limit),
    }


days_around = st.integers(-3, 50).map(lambda n: (FIRST + dt.timedelta(days=n)).date().isoformat())
"""Days on which something of a log turns, and some before and after."""


# --- logs of copies: undated sources, copied before they were recorded; the copies are taken back and mended ----------

rarely_dated_sources = filled(name=few, published=maybe(near_dates, one_in=5), via=maybe(few_vias, one_in=3))
COPIED_SETTABLE = {"retrieved": often((4, near_dates), (1, st.none())).flatmap(lambda drawn: drawn), "source": few}


@st.composite
def copied_logs(draw):
    """A log in which little but the copies of its sources says when these were public."""
    log, tell = begun(draw, least=6)
    for _ in range(draw(st.integers(0, 3))):
        tell("source", draw(rarely_dated_sources))
    for _ in range(draw(st.integers(1, 3))):
        tell("capture", draw(chained_captures))
    tell("event", draw(chained_events))
    for _ in range(draw(st.integers(0, 3))):
        target, kind = draw(st.sampled_from([pair for pair in targets(log) if pair[1] not in ("event", "report")]))
        if kind == "capture" and draw(often((3, True), (2, False))):
            field = draw(st.sampled_from(sorted(COPIED_SETTABLE)))
            setting = {field: draw(COPIED_SETTABLE[field])}
            tell("correction", {"target": target, "set": setting, **draw(of_the_world)})
        elif draw(st.booleans()):
            tell("retraction", {"target": target, **draw(of_the_world)})
        else:
            tell(*draw(st.sampled_from([(record.kind, record.body) for record in log if record.kind == "capture"])))
    return tuple(log)


# --- logs of names: a few things under several names, whose links are dated, taken back and mended --------------------

many_named_facts = filled(
    entity=st.sampled_from(NAMES),
    property=often((3, "p"), (1, "q")),
    value=often((3, "x"), (3, "y"), (1, None)).map(lambda value: [value]),
    mode=often((5, None), (1, "ended"), (1, "planned")),
).map(naming_what_ended)
many_named_events = filled(
    title=st.sampled_from(["t", "u"]),
    occurred=maybe(near_dates),
    facts=st.lists(many_named_facts, min_size=1, max_size=3),
    reports=st.lists(filled(reported=near_dates), min_size=1, max_size=1),
)
any_name = st.sampled_from(NAMES)
NAMED_SETTABLE = {
    "event": {"facts": st.lists(many_named_facts, max_size=2)},
    "report": {"reported": near_dates},
    "link": {"from": any_name, "to": any_name, "reported": near_dates, "rel": st.just("same-origin")},
    "correction": {"reported": near_dates},
    "retraction": {"reported": near_dates},
}
often_ours = st.just({}) | of_the_world
same_entity = st.fixed_dictionaries({"from": any_name, "to": any_name, "rel": st.just("same-entity")})


@st.composite
def named_logs(draw, *, all_ours=False, changes=3):
    """A log in which several names may be one thing's; with ``all_ours`` no link is dated, taken back or mended.

    ``changes`` is how many records at most are taken back or mended.
    """
    log, tell = begun(draw)
    for kind in draw(st.permutations(["event"] * draw(st.integers(1, 3)) + ["link"] * draw(st.integers(1, 4)))):
        if kind == "event":
            tell(kind, {**draw(many_named_events), "title": f"event {len(log)}"})
        else:
            tell(kind, {**draw(same_entity), **({} if all_ours else draw(often_ours))})
    for number in range(draw(st.integers(0, changes))):
        able = [pair for pair in targets(log) if not (all_ours and pair[1] == "link")]
        target, kind = draw(st.sampled_from(able))
        because = {"because": f"change {number}"}  # two that set alike under two names are two
        if draw(often((3, True), (2, False))):
            field = draw(st.sampled_from(sorted(NAMED_SETTABLE[kind])))
            setting = {field: draw(NAMED_SETTABLE[kind][field])}
            tell("correction", {"target": target, "set": setting, **because, **draw(of_the_world)})
        else:
            tell("retraction", {"target": target, **because, **draw(of_the_world)})
    return tuple(log)


# --- logs in which much is said twice: by writers who did not know of each other, or under one key --------------------


@st.composite
def twinned_logs(draw):
    """A log that ends with records which say again what earlier ones say, or have the same key and say other things."""
    log = list(draw(logs(max_size=5) | dense_logs()))
    now = dt.datetime.fromisoformat(log[-1].recorded)
    for _ in range(draw(st.integers(1, 4))):
        now += draw(st.sampled_from([dt.timedelta(microseconds=1), dt.timedelta(days=1)]))
        old = draw(st.sampled_from([record for record in log if record.kind in ("event", "report")] or log))
        body = dict(old.body)
        if draw(st.booleans()) and old.kind == "event":
            place = log.index(old)
            log[place] = make_record(place, dt.datetime.fromisoformat(old.recorded), "event", {**body, "key": "k"})
            body = {**body, "key": "k", **draw(often((1, {}), (1, {"title": "another"}), (1, {"facts": []})))}
        kind = old.kind
        if draw(often((3, False), (1, True))):
            kind, body = "retraction", {"target": draw(st.sampled_from([record.id for record in log]))}
        log.append(make_record(len(log), now, kind, body))
    return tuple(log)


# --- logs of which some was redacted: whatever it was, and whatever spoke of it ---------------------------------------


@st.composite
def redacted_logs(draw, made):
    """A log of some kind, in which redactions name some of the records before them."""
    log = list(draw(made))
    for number in range(draw(st.integers(1, 3))):
        place = draw(st.integers(1, len(log)))
        target = draw(st.sampled_from([record.id for record in log[:place] if record.kind != "redaction"]))
        said = {"target": target, "because": "an order"}
        new = make_record(f"redaction {number}", moved_on(log[place - 1]), "redaction", said)
        log = [*log[:place], new, *(msgspec.structs.replace(one, recorded=moved_on(one)) for one in log[place:])]
    return tuple(log)


def moved_on(record):
    """Give the stamp after that of a record."""
    return format_stamp(record.recorded_at + 1)


# --- questions -------------------------------------------------------------------------------------------------------


@st.composite
def asked_logs(draw, any_logs):
    """A log, and several questions at clocks near its turning points: as of, recorded by, and on."""
    log = draw(any_logs)
    moments = st.none() | as_ofs | near_clocks | turning_clocks(log)
    asked = [
        (draw(moments), draw(stamps(log)), draw(clocks | near_clocks | turning_clocks(log)))
        for _ in range(draw(st.integers(1, 4)))
    ]
    return log, asked


def clocks_of(as_of, recorded_by, on):
    """Make the clocks of such a question."""
    by = None if recorded_by is None else Clock(text="", read="", lo=recorded_by, hi=recorded_by)
    return Clocks(as_of=as_of, on=on, recorded_by=by)
