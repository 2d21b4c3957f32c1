"""Any log and any command: records of every kind with every field, and questions with every option, by chance.

The logs are odd on purpose: dates of all forms and of years that no calendar prints, reports before what they report,
links both ways, changes of changes, values of every sort.
"""

DATES = (
    *("2024", "2024-03", "2024-03-05", "2024-03-05/2024-04-10", "2024-03/..", "../2024-03", "2024-03/", "/2024-03"),
    *("[2024-02..2024-05]", "[..2024-03-10]", "{2024-01-01,2024-03-01}", "[2024-01-01,2024-03-01]", "2024-03~"),
    *("2024?-03", "202X", "2024-21", "2024-24", "2024-34", "2024-03-XX", "XXXX-03", "2024-03-05T10:00:00Z", "../.."),
    *("2024-03-05T10:00:00Z/2024-03-05T11:00:00Z", "[2024-03-05T10:00:00Z..2024-03-05T12:00:00Z]"),
    *("[..2024-03-05T10:00:00Z]", "-0044-03-15", "Y170000002", "2024-03-05T23:59:59.5Z", "2024-02-29", "1985/2024"),
)
CLOCKS = (
    *("1900", "2024", "2024-02", "2024-03", "2024-03-04", "2024-03-05", "2024-03-05T10:30:00Z", "2024-04-10"),
    *("2024-05", "2025", "2030", "yesterday"),
)
NAMES = ("A", "B", "C.1", "E4", "Ü")
PROPERTIES = ("p", "q", "r s", "z")
VALUES = ("x", "y", "", "=1+1", "null", 1, 1.5, True, None, {"op": ">=", "value": 1000, "unit": "chips"}, "long " * 30)
MODES = (*["actual"] * 5, "failed", "planned", "possible", "ended")
STANCES = (*["reports"] * 4, "denies", "doubts", "no-comment")
RELATIONS = ("contradicts", "supersedes", "same-event", "derived-from", "same-origin", "same-entity")
SETTINGS = """\
format = 1
title = "any log"
[views.v]
properties = ["p", "q"]
[views.many]
properties = ["p", "q", "r s"]
many = ["p"]
entities = ["A", "E4"]
[views.reported]
properties = ["p"]
latest = "reported"
[views.reported-many]
properties = ["p", "q"]
many = ["q"]
latest = "reported"
"""
VIEWS = ("v", "many", "reported", "reported-many")
FORMS = (
    *("jsonl", "csv", "long-csv", "timelinejs", "timesketch", "ics", "stix", "ftm", "claimreview", "prov"),
    *("cloudevents", "md", "html", "mermaid", "datasette", "timelinejs-sheet"),
)
FIGURES = ("events", "state", "compare", "plane", "cascade", "calendar", "rate", "lag", "belief")
USES = ("article", "phone", "card", "print")


class AnyLog:
    """The records of a log, made one after the other; each may point to any before it by its key."""

    def __init__(self, chance):
        self._chance = chance
        self._sources = []
        self._events = []
        self._all = []
        self.records = []
        for number in range(chance.randint(0, 4)):
            self._add("source", **self._source(f"s{number}"))
        makers = (self._event, self._report, self._correction, self._retraction, self._link, self._capture)
        for _ in range(chance.randint(1, 10)):
            chance.choices(makers, (8, 2, 2, 2, 2, 1))[0]()

    def _may(self, share):
        return self._chance.random() < share

    def _add(self, kind, **fields):
        key = f"k{len(self.records)}"
        self.records.append({"kind": kind, "key": key, **fields})
        self._all.append(key)
        if kind == "event":
            self._events.append(key)
        elif kind == "source":
            self._sources.append(fields["name"])

    def _some(self, **fields):
        """Take each field with its share; a field is (share, value)."""
        return {name: value for name, (share, value) in fields.items() if self._may(share)}

    def _date(self):
        return self._chance.choice(DATES)

    def _source(self, name):
        rests = {}
        if self._sources and self._may(0.4):
            rests["via"] = self._chance.sample(self._sources, self._chance.randint(1, min(2, len(self._sources))))
        elif self._may(0.5):
            rests["origin"] = {"name": self._chance.choice(["o1", "o2"]), "interested": self._may(0.4)}
        more = self._some(
            publisher=(0.7, self._chance.choice(["Pub", "Other — Ü"])),
            published=(0.6, self._date()),
            retrieved=(0.2, self._chance.choice(["2024-03-05", "2024-06", "2024-03-05T10:00:00Z"])),
            url=(0.3, f"https://example.org/{name}"),
            archive=(0.2, {"sha256": "b" * 64, "media_type": "text/html"}),
        )
        return {"name": name, **more, **rests}

    def _fact(self):
        mode = self._chance.choice(MODES)
        fact = {"entity": self._chance.choice(NAMES), "property": self._chance.choice(PROPERTIES)}
        fact["value"] = self._chance.choice(VALUES)
        return fact | ({} if mode == "actual" else {"mode": mode}) | self._some(during=(0.2, self._date()))

    def _facts(self, most):
        return [self._fact() for _ in range(self._chance.randint(0, most))]

    def _told(self):
        report = self._some(
            reported=(0.4, self._date()), quote=(0.2, "so it\nis"), stance=(0.5, self._chance.choice(STANCES))
        )
        if self._sources:
            report |= self._some(source=(0.85, self._chance.choice(self._sources)))
            report |= self._some(via=(0.1, [self._chance.choice(self._sources)]))
        return report | ({} if "via" in report else self._some(origin=(0.1, {"name": "o3"})))

    def _event(self):
        title = f"{self._chance.choice(['one', '=cmd', 'three <b>'])} {len(self.records)}"
        self._add(
            "event",
            title=title,
            occurred=self._chance.choice([*DATES, None]),
            facts=self._facts(3),
            reports=[self._told() for _ in range(self._chance.randint(0, 3))],
            **self._some(
                type=(0.4, self._chance.choice(["a.b", "a.c", "x"])),
                tags=(0.3, self._chance.sample(["key", "private", "t"], self._chance.randint(1, 2))),
                said=(0.2, "back then"),
                text=(0.2, "long\ntext"),
                data=(0.1, {"a": [1, {"b": None}]}),
                links=(0.1, [{"url": "https://example.org", "title": "t"}]),
            ),
        )

    def _report(self):
        if self._events:
            self._add("report", event=f"key:{self._chance.choice(self._events)}", **self._told())

    def _worldly(self):
        more = self._some(reported=(0.4, self._date()))
        return more | (self._some(source=(0.3, self._chance.choice(self._sources))) if self._sources else {})

    def _correction(self):
        if self._events:
            ways = ("occurred", "title", "facts", "tags", "type", "reports")
            new = (self._chance.choice([*DATES, None]), "told anew", self._facts(2), ["t"], "z", [self._told()])
            name, value = self._chance.choice(list(zip(ways, new, strict=True)))
            target = f"key:{self._chance.choice(self._events)}"
            self._add("correction", target=target, set={name: value}, because="b", **self._worldly())

    def _retraction(self):
        if self._all:
            self._add("retraction", target=f"key:{self._chance.choice(self._all)}", because="b", **self._worldly())

    def _link(self):
        rel = self._chance.choice(RELATIONS)
        if rel in ("same-origin", "same-entity"):
            ends = self._chance.sample(("o1", "o2") if rel == "same-origin" else NAMES, 2)
        elif len(self._events) > 1:
            ends = [f"key:{key}" for key in self._chance.sample(self._events, 2)]
        else:
            return
        more = self._some(reported=(0.3, self._date()))
        self._add("link", rel=rel, **{"from": ends[0], "to": ends[1]}, **more)

    def _capture(self):
        if self._sources:
            source, day = self._chance.choice(self._sources), self._chance.choice(["2024-03-05", "2024-02"])
            more = self._some(url=(0.3, "https://example.org/copy"))
            self._add("capture", source=source, retrieved=day, sha256="a" * 64, media_type="text/html", **more)


def a_cell(chance):
    """Name a cell; of the entities, those that need no quotation marks."""
    return f"{chance.choice(NAMES)}.{chance.choice(PROPERTIES)}"


def options(chance, *without):
    """Choose options that every reading command takes, but for some."""
    found = []
    for name, share, values in (
        ("--as-of", 0.5, CLOCKS),
        ("--recorded-by", 0.15, ("yesterday", "today", "2025", "2031")),
        ("--entity", 0.2, NAMES),
        ("--tag", 0.12, ("key", "t", "private")),
        ("--source", 0.12, ("s0", "s1")),
        ("--type", 0.12, ("a", "a.b", "x")),
        ("--grep", 0.12, ("ONE", "it", "zz")),
        ("--value", 0.12, ("x", "1", "true", ">=1000 chips")),
        ("--since", 0.15, ("2024-02", "2020", "2024-03-05")),
        ("--until", 0.15, ("2024-05", "2025", "2024-03-05")),
        ("--limit", 0.1, ("2",)),
        ("--at-checkpoint", 0.08, ("1",)),
        ("--tz", 0.08, ("Europe/Berlin", "+05:30")),
        ("--sort", 0.08, ("title", "occurred", "entity", "events", "name", "value")),
    ):
        if chance.random() < share and name not in without:
            found += [name, chance.choice(values)]
    found += [name for name in ("--strict", "--reverse") if chance.random() < 0.13 and name not in without]
    return found


def questions(chance, ids):
    """Choose a question for each command that answers in rows."""
    on = ["--on", chance.choice(CLOCKS)] if chance.random() < 0.7 else []
    view = chance.choice(VIEWS)
    some_view = ["--view", view] if chance.random() < 0.6 else []
    by = chance.choice(["month", "quarter", "year", "type", "standing", "entity", "source"])
    yield ["list", *(["--all"] if chance.random() < 0.3 else []), *options(chance)]
    yield ["list", "--by", by, *options(chance)]
    yield ["list", "--gaps", "3", *options(chance)]
    yield ["state", view, *on, *options(chance)]
    yield ["why", a_cell(chance), *on, *some_view]
    yield ["diff", chance.choice(CLOCKS), chance.choice(CLOCKS), *some_view, *options(chance, "--as-of")]
    yield ["history", a_cell(chance)]
    yield ["conflicts", *some_view, *options(chance)]
    for command in ("entities", "sources", "stats"):
        yield [command, *options(chance)]
    if ids:
        yield ["show", chance.choice(ids)]
        yield ["sources", chance.choice(ids), *options(chance)]
        yield ["history", chance.choice(ids)]


def a_figure(chance):
    """Choose a figure of some kind, without the file that it goes to."""
    kind = chance.choice(FIGURES)
    more = {"compare": ["2024-03", "2025"], "belief": [a_cell(chance)]}.get(kind, [])
    view = ["--view", chance.choice(VIEWS)] if kind in ("state", "compare") else []
    use = ["--for", chance.choice(USES)] if chance.random() < 0.5 else []
    filters = options(chance, *UNREAD, *(["--as-of"] if kind == "compare" else []))
    return ["figure", kind, *more, *view, *use, *filters]


UNREAD = ("--limit", "--reverse", "--sort", "--tz")
"""What a figure and a page do not read."""
