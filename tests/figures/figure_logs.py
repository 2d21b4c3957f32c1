"""Logs for figures, made from what a test cares about, large and random, or odd; and how to lay all of them out."""

import datetime as dt
import random

from timeline import figures
from timeline.errors import FigureError
from timeline.figures.kinds import READ_BY
from timeline.views.table import ViewSpec
from told import Told

TODAY = dt.date(2026, 11, 25)
VIEW = ViewSpec(name="v", title="Which value has each?", properties=("p", "q"))


class Log(Told):
    """Records as they come; what is not said of a source or a report was public on the first day of 2020.

    ``earlier`` is the day that a comparison begins with.
    """

    FIRST = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)
    TODAY = TODAY
    add = Told.tell

    def __init__(self, earlier="2019-12-31"):
        super().__init__()
        self.earlier = earlier

    def named(self, place, kind, body):
        return f"{place}{kind}{body}"

    def source(self, name, **body):
        return self.add("source", name=name, **{"published": "2020-01-01", **body})

    def event(self, title="a", occurred=None, facts=(), sources=(), **body):
        reports = [{"source": name} for name in sources] or [{"reported": "2020-01-01"}]
        facts = [_fact(*fact) for fact in facts]
        return self.add("event", title=title, occurred=occurred, facts=facts, **{"reports": reports, **body})

    def snapshot(self, as_of=None, on=None, recorded_by=None):
        return self.at(as_of, on=on, recorded_by=recorded_by)


clock = Log.clock


def _fact(cell, value, mode="actual", during=None):
    entity, _, name = cell.rpartition(".")
    fact = {"entity": entity, "property": name, "value": value, "mode": mode, "during": during}
    return {key: found for key, found in fact.items() if found is not None or key == "value"}


TITLES = (
    "A short one",
    "The committee met for the second time and decided nothing that had not been decided before",
    "DeepSeek-V4-Pro 发布,首个从一开始就围绕昇腾构建的模型",
    "딥시크 모델 공개, 어센드 중심으로 설계된 첫 모델",
    "أعلنت الشركة عن نموذج جديد يعمل بالكامل على رقائقها",
    "הדגם החדש הוצג בפני קהל רחב",
    "Модель показали публике 🎉🚀 впервые",
    "हिन्दी में एक लंबा शीर्षक",
    "Ｆｕｌｌ ｗｉｄｔｈ　ｔｉｔｌｅ",
    "a\u202eb\u0007c\nd\te $x^2$ <b>&amp;</b> \\frac{1}{2} %s {0}",
    "W" * 120,
    "i" * 200,
    "Z\u0351\u036b\u0343\u036a\u0302\u036b\u033da\u0489lgo",
)

DATES = (
    "2026-04-24",
    "2026-04",
    "2025",
    "201X",
    "19XX",
    "2025?-08",
    "1985~",
    "2004-06-~01/2004-06-20",
    "2026-21",
    "2026-33",
    "[..2025-08-14]",
    "[2025-01-01..]",
    "[2024-01-03..2024-05-01]",
    "[1667,1668,1670..1672]",
    "{1960,1961-12}",
    "{..1983}",
    "1984-06/2004-08",
    "1985/..",
    "1985/",
    "../1985",
    "/1985-04-12",
    "2025-04-12T23:20:30Z",
    "2025-04-12T23:20:30+04:30",
    "2025-XX-12",
    "-0044-03-15",
    "2026-04-24/2026-04-25",
)


def many(count, *, seed=0, first=2015, years=10, dates=(), titles=()):
    """Make a log of many events: days mostly, ranges and doubt among them, in titles of many scripts."""
    chance = random.Random(seed)
    log = Log(earlier="2020-06-01")
    for name in "abcdefgh":
        log.source(
            name,
            publisher=chance.choice(("Alpha", "Beta Gazette", "通讯社")),
            title=chance.choice((None, "On the matter", "w" * 90)),
            url=chance.choice((None, f"https://example.org/{name}?a=1&b=2")),
            origin={"name": chance.choice("mno"), "interested": chance.random() < 0.3},
        )
    start = dt.date(first, 1, 1)
    for number in range(count):
        day = start + dt.timedelta(days=chance.randrange(max(int(years * 365), 1)))
        later = day + dt.timedelta(days=chance.randrange(1, 400))
        form = chance.choice(("{0}", "{0}", "{0}", "{0:.7}", "[{0}..{1}]", "{0}/{1}", "{0}/..", "[..{0}]", "{0}~"))
        date = chance.choice(dates) if dates else form.format(day.isoformat(), later.isoformat())
        if chance.random() < 0.04:
            date = None
        entity = f"E{chance.randrange(max(count // 25, 2))}"
        facts = [
            (
                f"{entity}.{chance.choice('pq')}",
                chance.choice(("one", "two", "three", 4, 5.5, True, None, {"op": ">=", "value": 7, "unit": "m"})),
                chance.choice(("actual",) * 6 + ("failed", "planned", "possible")),
            )
            for _ in range(chance.randrange(0, 3))
        ]
        title = chance.choice(titles or TITLES[:9]) + f" {number}"
        names = chance.sample("abcdefgh", chance.randrange(0, 6))
        reports = [{"source": name, "stance": chance.choice(("reports",) * 6 + ("doubts", "denies"))} for name in names]
        log.event(title, date, facts, type=f"{chance.choice('klmnop')}.x", reports=reports)
        if chance.random() < 0.02:
            log.add("retraction", target=log.records[-1].id)
    return log


def told():
    """A log with one of each: every mode, standing and sort of date."""
    log = Log()
    log.source("sure", origin={"name": "o"}, url="https://example.org/a?b=1&c=2", publisher="Sure & Co", title="Title")
    log.source("other", origin={"name": "p"}, url="javascript:alert(1)")
    log.event("corroborated", "2020-03-04", [("a.p", "x")], ["sure", "other"])
    log.event("uncertain", "2020-06/2021-02", [("a.q", "y")], ["sure"])
    log.event("up to", "[..2021-05-05]", [("b.p", "x")], ["sure"])
    log.event("failed", "2021-07", [("b.p", "z", "failed")], ["sure"])
    log.event("planned", "2022", [("b.q", "w", "planned")], ["sure"])
    log.event("no date", None, [("a.p", "v", "possible")], ["sure"])
    log.event("unsourced", "2021-01-01T10:00:00Z")
    log.event(
        "doubted", "2021-02-02", [("c.p", "x")], reports=[{"source": "sure"}, {"source": "other", "stance": "doubts"}]
    )
    return log


def one_day():
    log = Log()
    log.source("s", origin={"name": "o"})
    for number in range(20):
        log.event(f"number {number} of the day, in a title that takes room", "2024-02-02", [("a.p", number)], ["s"])
    return log


def hours():
    log = Log()
    log.source("s", origin={"name": "o"})
    for year in range(2016, 2026):
        log.event(f"begins in {year}", f"{year}-03-03T10:00:00Z", [("a.p", "an hour")], ["s"])
        log.event(f"ends in {year}", f"{year}-03-03T11:00:00Z", [("a.p", None)], ["s"])
    return log


def seventy_years():
    log = many(30, first=2024, years=2.5)
    log.event("the first of them", "1956-06-18", [("E1.p", "x")])
    return log


def quarrel():
    log = Log()
    for number in range(8):
        log.source(f"s{number}", origin={"name": f"o{number}"})
        dates = f"202{number % 4}-0{number + 1}/202{number % 4 + 2}"
        log.event(f"claim {number}", dates, [("a.p", f"value number {number}")], [f"s{number}"])
    return log


def relays():
    """One event that 200 publications tell, most on the word of another, in chains of up to thirty."""
    chance = random.Random(1)
    log = Log()
    log.source("s0", origin={"name": "office", "interested": True})
    for number in range(1, 200):
        rests = [f"s{chance.randrange(max(number - 8, 0), number)}"] if chance.random() < 0.9 else None
        day = f"2020-{number // 25 + 1:02d}-{number % 25 + 1:02d}"
        log.source(f"s{number}", publisher=f"Publication number {number}", published=day, via=rests)
    log.event("told by all", "2019-12-31", [("a.p", "x")], [f"s{number}" for number in range(200)])
    return log


def letters():
    """Titles of 200 letters in six scripts, and what no title should hold."""
    return many(40, titles=TITLES, years=1)


# --- as figures ------------------------------------------------------------------------------------------------------


def options_of(log, kind, day="2026-11-23"):
    """Give what a kind needs beside the snapshot; None where this log has nothing for it."""
    if kind == "rate":
        return {"records": log.records}
    if kind == "state":
        return {"view": VIEW}
    if kind == "compare":
        return {"view": VIEW, "before": log.snapshot(log.earlier)}
    if kind == "belief":
        cells = {
            (fact.fact.entity, fact.fact.property): None
            for event in log.snapshot(day).events
            for fact in event.facts
            if fact.fact.property in VIEW.properties
        }
        return {"view": VIEW, "cell": next(iter(cells)), "records": log.records} if cells else None
    if kind == "cascade":
        event = max(log.snapshot(day).events, key=lambda event: len(event.reports))
        return {"event": event.id} if any(report.report.source for report in event.reports) else None
    return {}


def items(scene, text):
    """Give the numbers of the items of a scene in whose words a text stands."""
    return [number for number, item in enumerate(scene.items) if text in item.whole]


def scene_of(log, kind, day="2026-11-23", **options):
    """Lay out a log as one kind of figure; None where there is nothing to draw."""
    more = options_of(log, kind, day)
    if more is None:
        return None
    try:
        return figures.scene(log.snapshot(day), kind, **more, **options)
    except FigureError as error:
        if (kind == "compare" and "says the same" in str(error)) or (kind == "lag" and "has both" in str(error)):
            return None
        raise


def is_read(kind, name):
    """Say whether a kind reads an option; a cascade here is one of one event."""
    _, readers = READ_BY.get(name, (None, (kind,)))
    return kind in readers or f"{kind} of one event" in readers


def every_kind(log, day="2026-11-23", **options):
    """Lay out a log as each kind of figure of which it has something to show; each gets the options that it reads."""
    scenes = (
        scene_of(log, kind, day, **{name: given for name, given in options.items() if is_read(kind, name)})
        for kind in figures.KINDS
    )
    return [scene for scene in scenes if scene is not None]
