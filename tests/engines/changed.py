"""A log with every kind of record and change, each of them also taken back, and some of each redacted."""

import timeline as tl

VIEWS = """
[views.v]
title = "v"
properties = ["p", "q"]

[views.several]
title = "several"
properties = ["p", "q"]
many = ["p"]
latest = "reported"
entities = ["F", "H", "unheard of", "E"]
"""
KINDS = ("source", "capture", "event", "report", "correction", "retraction", "link", "redaction")
STANCES = ("reports", "denies", "doubts", "no-comment")
RELATIONS = ("contradicts", "supersedes", "same-event", "derived-from", "same-origin", "same-entity")
CLOCKS = (
    {},
    {"as_of": "2026-03-01"},
    {"as_of": "2026-05-20", "on": "2026-02-10"},
    {"as_of": "2026-01-12", "on": "2026"},
    {"as_of": "2030", "on": "1500-06"},
    {"as_of": "2026-06-01T12:00:00Z", "on": "2027"},
)


def begin(folder):
    """Begin the log, and write what is redacted later, or not."""
    events = folder / "events"
    tl.init(events, title="every change")
    settings = events / "timeline.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + VIEWS, encoding="utf-8")
    log = tl.open(events)
    log.source("wire", published="2026-01-10", origin="a desk", by="ada")
    log.source("mill", published="2026-01", origin="the desk", interested=True, by="ada")
    log.source("paper", published="2026-02-02", via=["wire", "mill"], by="ada")
    log.source("gone", published="2026-01-11", via=["wire"], by="ada")
    copy = folder / "copy.txt"
    copy.write_text("as it was said", encoding="utf-8")
    log.attach("wire", copy, retrieved="2026-01-15", by="ada")
    return events, log


def told(log):
    """Write events of every mode, with dates of every certainty, and give them by name."""
    made = {}

    def event(name, occurred, **said):
        made[name] = log.add(f"event {name}", occurred=occurred, by="ada", **said).id

    event("a", "2026-01-02", facts={"E.p": "x"}, sources=["wire"])
    event("b", "2026-02", facts={"E.p": "y", "F.q": 1}, sources=["paper"], reported="2026-02-20")
    event("c", "[..2026-03]", facts={"E.p": "z"}, sources=["mill:doubts"], tags=["t"])
    event("d", "2026-01-20/..", facts={"E.q": True}, failed={"F.p": "x"}, planned={"E.q": "later"})
    event("e", "2026-04-01?", possible={"F.p": "w"}, ended={"E.p": "x"}, sources=["wire"], type="lab.closed")
    event("f", "1500-05", facts={"H.p": "old"}, sources=["paper"])
    event("g", "Y-12000", facts={"H.q": None, "K.p": "first"})
    event("h", "2026-03-01T10:00:00Z", facts={"K.q": 2.5, "G.p": "x"}, sources=["gone"], reported="2026-03")
    event("i", "2026-03-02", facts={"K.q": 2, "E.q": False}, sources=["wire:denies", "paper"])
    event("j", "2026-05-05", facts={"E.p": "last"}, sources=["wire"])
    event("k", None, facts={"G.p": "x", "G.q": "k"}, sources=["mill"])
    event("l", "2026-03-02", facts={"K.q": 2}, sources=["mill"])
    event("m", "2026-02-15", facts={"F.q": 3, "secret.p": "redacted"}, sources=["paper"])
    event("n", "2026-05-06", facts={"F.q": 4}, sources=["paper"])
    return made


def change(log, made):
    """Change them in every way, and take some of the changes back; give the changes by name."""
    done = {}
    for stance, name in zip(STANCES, "bcdi", strict=True):
        done[stance] = log.report(made[name], "gone", stance=stance, reported="2026-04-10", by="bob").id
    ours = log.correct(made["a"], {"occurred": "2026-01-03"}, because="a slip", by="bob").id
    theirs = log.correct(
        made["c"], {"facts": [{"entity": "E", "property": "p", "value": "zz"}]}, because="they said so",
        reported="2026-05-01", by="bob",
    ).id  # fmt: skip
    done["ours"], done["theirs"] = ours, theirs
    done["undone"] = log.correct(made["n"], {"title": "not so"}, because="a slip", reported="2026-05-10", by="bob").id
    log.retract(done["undone"], because="it was so", by="ada")
    log.correct("paper", {"published": "2026-02-04"}, because="a slip", by="bob")
    done["gone"] = log.retract(made["j"], because="it never was", reported="2026-05-15", by="bob").id
    done["back"] = log.retract(made["i"], because="by mistake", by="bob").id
    log.retract(done["back"], because="it was so", by="ada")
    log.retract(done["denies"], because="they took it back", reported="2026-05-18", by="ada")
    ends = {"contradicts": "bc", "supersedes": "nb", "same-event": "il", "derived-from": "ed"}
    for rel in RELATIONS:
        one, other = (made[name] for name in ends[rel]) if rel in ends else ("a desk", "the desk")
        one, other = ("G", "K") if rel == "same-entity" else (one, other)
        done[rel] = log.link(one, rel, other, by="bob").id
    log.retract(done["supersedes"], because="it is not", reported="2026-05-25", by="bob")
    log.checkpoint()
    return done


def redact(log, made, done):
    """Redact one of each kind that may be: an event, a report, a correction, a retraction, a link and a source."""
    for target in (made["m"], done["doubts"], done["theirs"], done["gone"], done["contradicts"], "gone"):
        log.redact(target, because="an order", by="ada")
