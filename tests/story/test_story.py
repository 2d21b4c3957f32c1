"""The story's questions, asked through the command line of the log in `events/`.

The tables below were worked out by hand from what the sources say and from what *as of*, *state* and *standing* mean,
before the program existed. `docs/story.md` explains each of them.
"""

import pytest
from storylog import ROOT

AS_OF = ("2025-07-01", "2025-12-31", "2026-06-01", "2026-11-23")

ASCEND, ASCEND_910C, NVIDIA = "Huawei Ascend", "Huawei Ascend 910C", "Nvidia"
SUPERNODES, IN_PART = "Huawei Ascend supernodes", "Huawei Ascend 950 (in part)"
A_PORTION, HARDWARE_OF_HUAWEI = "Huawei chips (a portion)", "Huawei hardware"

UNKNOWN = ("unknown", {}, [])


def yes(value, *beside):
    return ("yes", {value: "yes"}, sorted(beside))


def possibly(value, *beside):
    return ("possibly", {value: "possibly"}, sorted(beside))


def only_beside(*beside):
    return ("unknown", {}, sorted(beside))


def models(**rows):
    properties = ("pre-training", "training", "post-training", "inference")
    return {
        (entity.replace("_", "-"), name): cells.get(name.replace("-", "_"), UNKNOWN)
        for entity, cells in rows.items()
        for name in properties
    }


# What the article alone allowed us to know.
R2_BY_THE_ARTICLE = {"training": yes(NVIDIA, ("failed", ASCEND)), "inference": yes(ASCEND)}
PART_A = {
    "2025-07-01": {},
    "2025-12-31": models(R2=R2_BY_THE_ARTICLE),
    "2026-06-01": models(R2=R2_BY_THE_ARTICLE, V4_Pro={"post_training": possibly(ASCEND_910C)}),
    "2026-11-23": models(R2=R2_BY_THE_ARTICLE, V4_Pro={"post_training": yes(ASCEND_910C)}),
}

# What all publications together allow us to know. The day of the announcement is now known: 2026-06-05.
R2 = {
    "training": yes(NVIDIA, ("failed", ASCEND)),
    "inference": yes(ASCEND, ("planned", ASCEND), ("possible", ASCEND), ("planned", "Huawei silicon")),
}
WILL_RUN = ("planned", "Huawei Ascend 950PR")
WHOLE = {
    "2025-07-01": {},
    "2025-12-31": models(R2=R2),
    "2026-06-01": models(
        R2=R2,
        V4={
            "training": only_beside(("possible", "Nvidia (partly)")),
            "inference": possibly(HARDWARE_OF_HUAWEI, WILL_RUN),
        },
        V4_Flash={"training": possibly(A_PORTION), "inference": only_beside(("possible", SUPERNODES))},
        V4_Pro={"training": possibly(IN_PART), "inference": only_beside(("possible", SUPERNODES))},
    ),
    "2026-11-23": models(
        R2=R2,
        V4={"training": only_beside(("possible", "Nvidia (partly)")), "inference": yes(HARDWARE_OF_HUAWEI, WILL_RUN)},
        V4_Flash={"training": yes(A_PORTION), "inference": only_beside(("possible", SUPERNODES))},
        V4_Pro={
            "pre_training": yes(ASCEND_910C),
            "training": yes(IN_PART),
            "post_training": yes(ASCEND_910C),
            "inference": only_beside(("possible", SUPERNODES)),
        },
    ),
}


def cells(answer):
    """The rows of a state as a table that a person can write down: cell -> answer, values, what stands beside."""
    return {
        (row["entity"], row["property"]): (
            row["answer"],
            {text(value["value"]): value["answer"] for value in row["values"]},
            sorted((beside["mode"], text(beside["value"])) for beside in row["beside"]),
        )
        for row in answer["rows"]
    }


def filled(table):
    return {cell: answer for cell, answer in table.items() if answer != UNKNOWN}


def text(value):
    return f"{value['op']}{value['value']} {value['unit']}" if isinstance(value, dict) else value


# --- 1, 2: where does each model train and run inference, as of four days? ---------------------------------------


@pytest.mark.parametrize("day", AS_OF)
def test_the_article_alone_fills_these_cells(ask, after_part_a, day):
    answer = ask("state", "hardware", "--as-of", day, "--recorded-by", after_part_a)
    assert cells(answer) == PART_A[day]


@pytest.mark.parametrize("day", AS_OF)
def test_all_publications_fill_these_cells(ask, day):
    assert cells(ask("state", "hardware", "--as-of", day)) == WHOLE[day]


def test_without_clocks_everything_is_known(ask):
    assert cells(ask("state", "hardware", "--on", "2026-11-23")) == WHOLE["2026-11-23"]


def test_strict_leaves_the_possible_announcement_out(ask, after_part_a):
    answer = ask("state", "hardware", "--as-of", "2026-06-01", "--recorded-by", after_part_a, "--strict")
    assert cells(answer) == models(R2=R2_BY_THE_ARTICLE)


def test_the_claimed_run_only_possibly_happened_by_the_middle_of_may(ask):
    answer = ask("state", "hardware", "--as-of", "2026-11-23", "--on", "2026-05-15", "--entity", "V4-Pro")
    assert cells(answer)["V4-Pro", "post-training"] == possibly(ASCEND_910C)


def test_the_claimed_run_had_not_happened_before_the_release(ask):
    answer = ask("state", "hardware", "--as-of", "2026-11-23", "--on", "2026-04-23", "--entity", "V4-Pro")
    assert cells(answer)["V4-Pro", "post-training"] == UNKNOWN


def test_every_answer_echoes_its_clocks(ask, after_part_a):
    query = ask("state", "hardware", "--as-of", "2026-06-01", "--recorded-by", after_part_a)["query"]
    assert query["as_of"]["read"] == "2026-06-01"
    assert query["on"]["read"] == "2026-06-01"
    assert query["recorded_by"]["read"] == after_part_a


def test_what_is_said_of_the_models(ask):
    group = (
        "Huawei Technologies",
        "Shenzhen Loop Area Institute",
        "Shenzhen campus of Harbin Institute of Technology",
        "Shenzhen Research Institute of Big Data",
    )
    assert filled(cells(ask("state", "models", "--as-of", "2026-11-23"))) == {
        ("R2", "release"): yes("delayed", ("planned", "in the second half of August")),
        ("V4", "release"): yes("preview launched"),
        ("V4", "parameters"): yes("1 trillion", ("planned", "1 trillion")),
        ("V4-Flash", "release"): yes("released"),
        ("V4-Pro", "release"): yes("released"),
        ("V4-Pro", "built-around"): yes("Huawei Ascend"),
        ("V4-Pro", "parameters"): yes("1.6 trillion"),
        ("V4-Pro", "active-parameters"): yes("49 billion"),
        ("V4-Pro", "corpus"): yes(">32 trillion tokens"),
        # "at least 1,000" and "1,000": two accounts of undated order, so neither is sure.
        ("V4-Pro", "post-training-chips"): (
            "possibly",
            {">=1000 chips": "possibly", "=1000 chips": "possibly"},
            [],
        ),
        ("V4-Pro", "post-training-by"): ("yes", dict.fromkeys(group, "yes"), []),
    }


def test_the_views_say_what_holds_several_values(ask):
    """Of these the sources say "in part", "a portion", "partly", or name several at once."""
    many = {row["name"]: row["many"] for row in ask("views")["rows"]}
    assert many == {"hardware": ["training", "inference"], "models": ["post-training-by"], "chips": []}


def test_what_is_said_of_the_chip(ask):
    chip = "Huawei Ascend 910C"
    assert cells(ask("state", "chips", "--as-of", "2026-11-23")) == {
        (chip, "role"): yes("flagship accelerator"),
        (chip, "design"): yes("dual-die"),
        (chip, "inference-performance"): yes("~60 % of an Nvidia H100"),
    }


# --- was it known? ------------------------------------------------------------------------------------------------

CLAIM = "A research group completed full-parameter post-training of V4-Pro on at least 1,000 Ascend 910C chips"


def by_title(answer):
    return {row["title"]: row for row in answer["rows"]}


def test_the_article_alone_cannot_say_whether_the_claim_was_out_on_the_first_of_june(ask, after_part_a):
    rows = by_title(ask("list", "--as-of", "2026-06-01", "--recorded-by", after_part_a))
    assert rows[CLAIM]["known"] == "possibly"


@pytest.mark.parametrize(("day", "known"), [("2026-06-01", None), ("2026-06-04", None), ("2026-06-05", "yes")])
def test_the_day_of_the_post_settles_it(ask, day, known):
    assert by_title(ask("list", "--as-of", day)).get(CLAIM, {}).get("known") == known


@pytest.mark.parametrize(("day", "known"), [("2025-08-13", set()), ("2025-08-14", {"yes"})])
def test_the_failure_of_r2_was_known_from_the_day_of_the_first_report(ask, day, known):
    rows = ask("list", "--as-of", day, "--type", "training.failed")["rows"]
    assert {row["known"] for row in rows} == known


def test_the_failure_itself_stays_undated(ask):
    (row,) = ask("list", "--type", "training.failed")["rows"]
    assert (row["occurred"], row["occurred_earliest"], row["occurred_latest"]) == (
        "[..2025-08-14]",
        "open",
        "2025-08-14",
    )


def test_a_correction_of_ours_hides_the_old_date_only_behind_recorded_by(ask, after_part_a):
    (now,) = ask("list", "--as-of", "2025-12-31", "--type", "training.failed")["rows"]
    (then,) = ask("list", "--as-of", "2025-12-31", "--type", "training.failed", "--recorded-by", after_part_a)["rows"]
    assert (then["occurred"], now["occurred"]) == ("[..2025?-08]", "[..2025-08-14]")
    assert then["occurred_latest"] == "2025-08-31"


# --- 3: which claims rest on one origin, which are disputed, and by whom? ------------------------------------------

STANDING = {  # event: standing, origins (least, most) as of 2026-11-23
    "DeepSeek could not complete a single successful training run of R2 on Huawei Ascend": ("reported", [1, 2]),
    "DeepSeek fell back on Nvidia GPUs for training R2": ("reported", [1, 2]),
    "DeepSeek left Ascend on inference for R2": ("reported", [1, 2]),
    "DeepSeek-V4-Pro released, the first DeepSeek model built around Ascend from the outset": ("disputed", [1, 2]),
    "V4-Pro has 1.6 trillion parameters": ("disputed", [1, 2]),
    "The pre-training corpus of V4-Pro has more than 32 trillion tokens": ("self-reported", [1, 1]),
    CLAIM: ("doubted", [1, 1]),
    "The group is Huawei Technologies and three Shenzhen institutes": ("self-reported", [1, 1]),
    "The Ascend 910C is the current flagship accelerator of Huawei, a dual-die part": ("reported", [0, 1]),
    "The Ascend 910C gave roughly 60% of the inference performance of an Nvidia H100": ("reported", [1, 1]),
    "The claim does not show that Ascend can pre-train a frontier model from scratch": ("disputed", [1, 1]),
    "R2 delayed after the failed training on Ascend": ("reported", [1, 1]),
    "DeepSeek will keep using Ascend for the inference of R2": ("reported", [1, 1]),
    "DeepSeek is still exploring whether Ascend can do the inference of R2": ("reported", [1, 1]),
    "DeepSeek is aiming to run the inference of R2 on Huawei silicon": ("reported", [1, 1]),
    "R2 had been planned for May": ("reported", [1, 1]),
    "The launch of R2 slipped from May to the second half of August": ("reported", [1, 1]),
    "V4 will run on Ascend 950PR": ("reported", [0, 1]),
    "V4 will have one trillion parameters": ("disputed", [0, 1]),
    "V4 preview launched": ("reported", [0, 1]),
    "V4 has a total of 1 trillion parameters": ("disputed", [0, 1]),
    "V4-Flash released": ("self-reported", [1, 1]),
    "V4-Pro has 49 billion active parameters": ("self-reported", [1, 1]),
    "Huawei: its whole Ascend supernode line is compatible with V4-Pro and V4-Flash": ("self-reported", [1, 1]),
    "Huawei: its chips did a portion of the training of V4-Flash": ("disputed", [1, 1]),
    "Inference of V4 runs on Huawei hardware": ("reported", [0, 1]),
    "Training of V4 still appears to be partly on Nvidia": ("reported", [0, 1]),
    "V4-Pro trained in part on Ascend 950": ("disputed", [0, 1]),
    "The complete pipeline of V4-Pro ran on Ascend 910C, pre-training included": ("disputed", [1, 1]),
    "Post-training of V4-Pro on 1,000 chips": ("reported", [0, 1]),
    "No independent verification of the post-training claim": ("reported", [0, 1]),
    "V4-Pro released in April 2024": ("disputed", [0, 1]),
}


def test_standing_and_origins_of_every_event(ask):
    rows = ask("list", "--as-of", "2026-11-23")["rows"]
    assert {row["title"]: (row["standing"], row["origins"]) for row in rows} == STANDING


@pytest.mark.parametrize("day", ["2026-06-05", "2026-06-06", "2026-11-23"])
def test_the_claim_is_never_corroborated(ask, day):
    """Six pages tell of it, and every chain ends at the group that gains by it."""
    row = by_title(ask("list", "--as-of", day))[CLAIM]
    assert row["origins"] == [1, 1]
    assert row["standing"] in {"self-reported", "doubted"}
    assert "corroborated" not in str(row.get("standing_possibly", ""))


def test_the_claim_is_the_groups_own_until_the_article_doubts_it(ask):
    assert by_title(ask("list", "--as-of", "2026-06-05"))[CLAIM]["standing"] == "self-reported"
    assert by_title(ask("list", "--as-of", "2026-06-06"))[CLAIM]["standing"] == "doubted"


SPEAKS_AGAINST = {  # event: who disputes or doubts it, as of 2026-11-23
    CLAIM: {"toms-hardware"},
    "DeepSeek-V4-Pro released, the first DeepSeek model built around Ascend from the outset": {"lavx-news"},
    "V4-Pro has 1.6 trillion parameters": {"lanceum", "hongkong-info"},
    "The claim does not show that Ascend can pre-train a frontier model from scratch": {"watchboard"},
    "Huawei: its chips did a portion of the training of V4-Flash": {"the-ledger"},
    "V4-Pro trained in part on Ascend 950": {"lapaas-voice"},
}


@pytest.mark.parametrize(("title", "names"), SPEAKS_AGAINST.items())
def test_show_says_who_speaks_against_an_event(ask, title, names):
    rows = {row["id"]: row for row in ask("list", "--as-of", "2026-11-23")["rows"]}
    (shown,) = ask("show", by_title({"rows": rows.values()})[title]["id"], "--as-of", "2026-11-23")["rows"]
    against = shown["standing_by"]  # sources; and events that contradict, whose sources these are
    assert {name for who in against for name in (rows[who]["sources"] if who in rows else [who])} == names


def test_nothing_in_the_story_is_corroborated():
    assert {standing for standing, _ in STANDING.values()} == {"reported", "self-reported", "doubted", "disputed"}


def test_every_publication_is_there_with_what_it_rests_on(ask):
    sources = {row["name"]: row for row in ask("sources")["rows"]}
    assert len(sources) == 24
    assert [sources[name]["via"] for name in ("lets-data-science", "scmp-copy", "scmp", "lanceum")] == [
        ["toms-hardware"],
        ["scmp"],
        ["shenzhen-gov"],
        ["reuters"],
    ]
    assert sources["shenzhen-gov"]["origin"] == {"name": "the research group", "interested": True}
    assert sources["financial-times"]["origin"]["name"] == "people familiar with the matter"
    assert [sources[name]["published"] for name in ("shenzhen-gov", "scmp", "toms-hardware")] == [
        "2026-06-05",
        "2026-06-05",
        "[2026-06-05,2026-06-06]",
    ]


def test_a_value_shows_the_standing_of_its_event(ask, after_part_a):
    def shown(*words):
        rows = ask("state", "hardware", "--as-of", "2026-11-23", *words)["rows"]
        return {f"{row['entity']}.{row['property']}": value["standing"] for row in rows for value in row["values"]}

    article = {"R2.training": "reported", "R2.inference": "reported", "V4-Pro.post-training": "doubted"}
    assert shown("--recorded-by", after_part_a) == article
    assert shown() == article | {
        "V4.inference": "reported",
        "V4-Flash.training": "disputed",
        "V4-Pro.pre-training": "disputed",
        "V4-Pro.training": "disputed",
    }


# --- why each cell is filled -----------------------------------------------------------------------------------------

WHY = {  # cell of the view hardware: the events behind its value, as of 2026-11-23
    "R2.training": "DeepSeek fell back on Nvidia GPUs for training R2",
    "R2.inference": "DeepSeek left Ascend on inference for R2",
    "V4.inference": "Inference of V4 runs on Huawei hardware",
    "V4-Flash.training": "Huawei: its chips did a portion of the training of V4-Flash",
    "V4-Pro.pre-training": "The complete pipeline of V4-Pro ran on Ascend 910C, pre-training included",
    "V4-Pro.training": "V4-Pro trained in part on Ascend 950",
    "V4-Pro.post-training": CLAIM,
}


@pytest.mark.parametrize(("cell", "title"), WHY.items())
def test_why_names_the_event_behind_each_filled_cell(ask, cell, title):
    rows = ask("why", cell, "--view", "hardware", "--as-of", "2026-11-23")["rows"]
    assert [row["title"] for row in rows if row["verdict"] == "value"] == [title]


def test_every_filled_cell_of_the_view_is_asked_why():
    assert {f"{entity}.{name}" for (entity, name), cell in WHOLE["2026-11-23"].items() if cell[1]} == set(WHY)


def test_why_shows_the_failed_run_beside_the_fallback(ask):
    rows = ask("why", "R2.training", "--as-of", "2026-11-23")["rows"]
    assert {row["title"]: row["verdict"] for row in rows} == {
        "DeepSeek fell back on Nvidia GPUs for training R2": "value",
        "DeepSeek could not complete a single successful training run of R2 on Huawei Ascend": "beside",
    }


def test_why_says_what_put_the_slip_of_two_years_out(ask):
    rows = by_title(ask("why", "V4-Pro.release", "--as-of", "2026-11-23"))
    assert rows["V4-Pro released in April 2024"]["verdict"] == "out"
    assert rows[RELEASE]["verdict"] == "value"


def test_why_of_an_unknown_cell_has_no_winner(ask):
    rows = ask("why", "V4-Pro.inference", "--as-of", "2026-11-23")["rows"]
    assert {row["verdict"] for row in rows} == {"beside"}


# --- 4: what changed between two of those dates? ----------------------------------------------------------------------

RELEASE = "DeepSeek-V4-Pro released, the first DeepSeek model built around Ascend from the outset"


def changed_cells(answer):
    """Each cell whose answer or values changed, with its answer before and after; not what merely stands beside."""
    changes = {}
    for row in answer["rows"]:
        if row["change"] == "cell":
            before, after = (row[side] or {"answer": "unknown", "values": []} for side in ("before", "after"))
            if (before["answer"], before["values"]) != (after["answer"], after["values"]):
                changes[row["entity"], row["property"]] = (before["answer"], after["answer"])
    return changes


def new_events(ask, answer):
    titles = {row["id"]: row["title"] for row in ask("list")["rows"]}
    return {titles[row["id"]] for row in answer["rows"] if row["change"] == "new"}


def test_between_the_first_two_dates_r2_became_known(ask):
    answer = ask("diff", "2025-07-01", "2025-12-31", "--view", "hardware")
    assert changed_cells(answer) == {
        ("R2", "training"): ("unknown", "yes"),
        ("R2", "inference"): ("unknown", "yes"),
    }


def test_between_the_next_two_v4_may_have_become_known_and_r2_stood_still(ask):
    assert changed_cells(ask("diff", "2025-12-31", "2026-06-01", "--view", "hardware")) == {
        ("V4", "inference"): ("unknown", "possibly"),
        ("V4-Flash", "training"): ("unknown", "possibly"),
        ("V4-Pro", "training"): ("unknown", "possibly"),
    }


def test_between_the_last_two_the_claim_and_what_was_made_of_it_became_known(ask):
    answer = ask("diff", "2026-06-01", "2026-11-23", "--view", "hardware")
    assert changed_cells(answer) == {
        ("V4", "inference"): ("possibly", "yes"),
        ("V4-Flash", "training"): ("possibly", "yes"),
        ("V4-Pro", "pre-training"): ("unknown", "yes"),
        ("V4-Pro", "training"): ("possibly", "yes"),
        ("V4-Pro", "post-training"): ("unknown", "yes"),
    }
    assert new_events(ask, answer) >= {
        CLAIM,
        "The group is Huawei Technologies and three Shenzhen institutes",
        "The Ascend 910C is the current flagship accelerator of Huawei, a dual-die part",
        "The claim does not show that Ascend can pre-train a frontier model from scratch",
        "The complete pipeline of V4-Pro ran on Ascend 910C, pre-training included",
        "Post-training of V4-Pro on 1,000 chips",
        "No independent verification of the post-training claim",
        "V4-Pro released in April 2024",
    }
    assert RELEASE not in new_events(ask, answer)


def test_by_the_article_alone_the_claim_went_from_possible_to_known(ask, after_part_a):
    answer = ask("diff", "2026-06-01", "2026-11-23", "--view", "hardware", "--recorded-by", after_part_a)
    assert changed_cells(answer) == {("V4-Pro", "post-training"): ("possibly", "yes")}


# --- the twelve facts of the article, and the log itself --------------------------------------------------


def test_the_article_gave_eleven_events_and_two_stances(ask, after_part_a):
    """Facts 1-9 and 12 are events (9 is two, with two chains); 10 and 11 are stances on fact 7."""
    answer = ask("list", "--as-of", "2026-11-23", "--recorded-by", after_part_a)
    rows = by_title(answer)
    assert len(rows) == 11
    assert {row["known"] for row in answer["rows"]} == {"yes"}
    (shown,) = ask("show", rows[CLAIM]["id"], "--recorded-by", after_part_a)["rows"]
    assert {(report["source"], report["stance"]) for report in shown["report_list"]} == {
        ("shenzhen-gov", "reports"),
        ("scmp", "reports"),
        ("toms-hardware", "reports"),
        ("toms-hardware", "doubts"),
        ("deepseek", "no-comment"),
    }


def test_the_log_is_whole(ask):
    assert ask("check")["rows"] == []


def test_the_page_on_the_story_names_the_moment_between_the_parts(after_part_a):
    assert (ROOT / "docs" / "story.md").read_text("utf-8").count(after_part_a) == 2


def test_only_what_the_story_itself_says_to_be_contradicted_is_a_conflict(ask):
    """Five links say so; of all values and dates, told over a year by many, none is a false alarm on any day."""
    for day in (None, "2025-08-31", "2025-12-31", "2026-04-30", "2026-06-01"):
        kinds = {row["kind"] for row in ask("conflicts", *(["--as-of", day] if day else []))["rows"]}
        assert kinds <= {"contradicted"}
    assert len(ask("conflicts")["rows"]) == 5
