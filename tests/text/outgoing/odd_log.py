"""A small log that has one of everything that a form may stumble over."""

from builders import a_draft, a_log

DATES = (
    "2025-08-14", "2025-08", "2025", "2025?-08", "1985~", "198X", "[..2026-05]", "[2025-08-16..2025-08-31]", "2025-23",
    "-0044-03-15", "0044-03-15", "0000", "Y12000", "Y170000002", "2025-02/2025-03-04", "2025/..", "/2025", "1985/",
    "2026-04-01T10:20:30.123456Z", "2026-11-20T14:03:22Z/2026-11-20T14:41:00Z", "2025-03-01/2025-03-09",
    "{2025,2026-02}",     "9999-12-31", "0001-01-01", None,
)  # fmt: skip
VALUES = (
    "Nvidia", "007", "true", True, 5, 2**53, 2.5, None, {"op": ">=", "value": 1000, "unit": "chips"}, "=1+1", "a; b",
    "",     'she said "no"', "<b>", "x\ty",
)  # fmt: skip
SAID = '=cmd, "quoted"; <script>alert(1)</script> & [link](x) | pipe # 1. \u202e turned \U0001f600'


def an_odd_log(folder):
    """Make it: an event for each date, a fact for each value, and every relation between records."""
    sources = [
        a_draft("source", name="press", publisher="The Press", title="A; title", url="https://example.org/a?b=1&c=2",
                published="2025-08-14", origin={"name": "Huawei", "interested": True}),
        a_draft("source", name="relay", publisher="Relay", via=["press"], published="2025-08-15"),
        a_draft("source", name="undated", because="private reason"),
        a_draft("source", name="late", published="2026-05", title="later"),
    ]  # fmt: skip
    log = a_log(folder, *sources, title="Odd; a <story>")
    facts = [{"entity": "E", "property": f"p{place}", "value": value} for place, value in enumerate(VALUES)]
    drafts = [
        a_draft(title=f"event {place}", occurred=date, key=f"e{place}", reports=[{"source": "press"}], type="a.b")
        if date
        else a_draft(title=f"event {place}", key=f"e{place}", reports=[{"source": "relay"}])
        for place, date in enumerate(DATES)
    ]
    log.append(drafts, by="ada")
    log.append(
        [
            a_draft(title="valued", occurred="2025-09-01", facts=facts, key="v", reports=[{"source": "press"}]),
            a_draft(
                title=SAID, said=SAID, text=f"first\nsecond\n\n- third\n{SAID}", key="odd", occurred="2025-09-02",
                tags=["one", "private", "private.draft", "a; b"], because="private reason", data={"n": [1, {"x": "y"}]},
                links=[{"url": "https://example.org/<x>", "title": "more"}, {"url": "javascript:alert(1)"}],
                facts=[
                    {"entity": "E", "property": "training", "value": "Nvidia"},
                    {"entity": "E", "property": "training", "value": "Huawei", "mode": "failed"},
                    {"entity": "F", "property": "training", "value": "TPU", "during": "2025-09-01/2025-09-30"},
                    {"entity": "E2", "property": "training", "value": "Ascend", "mode": "planned"},
                ],
                reports=[
                    {"source": "press", "quote": "first line\nsecond line", "because": "private reason"},
                    {"source": "relay", "stance": "denies"},
                    {"origin": {"name": "Ada"}, "reported": "2025-09-03"},
                    {"source": "undated", "stance": "doubts", "via": ["relay"]},
                    {"source": "late", "reported": "2026-05-02", "quote": "much later"},
                ],
            ),
            a_draft(title="only late", occurred="2025-09-05", key="late", reports=[{"source": "late"}]),
            a_draft(title="unsourced", key="un"),
        ],
        by="ada",
    )  # fmt: skip
    log.append(
        [
            a_draft("link", **{"from": "key:v", "to": "key:odd", "rel": "contradicts"}, because="private reason"),
            a_draft("link", **{"from": "E2", "to": "E", "rel": "same-entity"}),
            a_draft("link", **{"from": "Huawei", "to": "Ada", "rel": "same-origin"}, reported="2026-05-03"),
            a_draft("correction", target="key:v", set={"title": "valued, corrected"}, because="private reason"),
            a_draft("correction", target="key:odd", set={"because": "private reason, again"}),
            a_draft("correction", target="key:e0", set={"tags": ["private", "x"]}, source="late"),
            a_draft("capture", source="press", sha256="b" * 64, retrieved="2026-05-04"),
            a_draft("report", event="key:e1", source="late", stance="denies"),
        ],
        by="ada",
    )
    settings = log.path / "timeline.toml"
    settings.write_text(
        settings.read_text(encoding="utf-8")
        + '\n[views.hard]\ntitle = "Where?"\nproperties = ["training", "p0", "Training"]\n'
        + '[views.other]\ntitle = "Other"\nproperties = ["p3", "p8"]\nentities = ["E", "nobody"]\n',
        encoding="utf-8",
    )
    return log
