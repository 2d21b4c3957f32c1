"""References in CSL-JSON: what is read, and what is lost."""

import pytest
from form_samples import read, refused, sources


def test_references_of_csl():
    items = [
        {
            "id": "http://zotero.org/users/1/items/ABC",
            "type": "article-newspaper",
            "title": "DeepSeek\nreturns",
            "container-title": "Financial Times",
            "URL": "https://ft.example/a",
            "issued": {"date-parts": [[2025, 8, "14"]]},
            "accessed": {"date-parts": [["2026", 11, 23]]},
            "author": [{"family": "Olcott"}],
        },
        {
            "id": "doe2020",
            "type": "book",
            "title": "B",
            "issued": {"date-parts": [[2020]], "circa": True},
            "DOI": "10.1/x",
        },
        {"id": "s", "type": "article", "title": "S", "issued": {"date-parts": [[2019]], "season": 4}},
        {"id": "r", "type": "article", "title": "R", "issued": {"date-parts": [[2019, 1], [2019, 2]]}},
        {"id": "l", "type": "article", "title": "L", "issued": {"literal": "2025?-08"}},
    ]
    found = read(items)
    assert [draft.body for draft in found.drafts] == [
        {
            "name": "financial-times-2025-08-14",
            "publisher": "Financial Times",
            "title": "DeepSeek returns",
            "url": "https://ft.example/a",
            "published": "2025-08-14",
            "retrieved": "2026-11-23",
        },
        {"name": "doe2020", "title": "B", "url": "https://doi.org/10.1/x", "published": "2020~"},
        {"name": "s", "title": "S", "published": "2019-24"},
        {"name": "r", "title": "R", "published": "2019-01/2019-02"},
        {"name": "l", "title": "L", "published": "2025?-08"},
    ]
    assert found.passed_over == ("fields author (1)",)
    ((where, _),) = refused([{"id": "x", "type": "book", "title": "X", "issued": {"raw": "last summer"}}])
    assert where == "story.json, [0].issued"


@pytest.mark.parametrize(
    ("sides", "published"),
    [
        ([[-44, 3, 15]], "-0043-03-15"),  # CSL's -44 prints as 44 BC
        ([[-44], [14]], "-0043/0014"),
        ([["-1"]], "0000"),
        ([[79]], "0079"),
        ([[12000]], "Y12000"),
        ([[-12000]], "Y-11999"),
        ([[1985], [0]], "1985/"),  # as pandoc writes the EDTF 1985/
        ([[0], [1985]], "/1985"),
        ([[2004, 22]], "2004-22"),  # a season, as pandoc writes it
    ],
)
def test_years_of_csl_are_those_that_processors_print(sides, published):
    (draft,) = read([{"id": "x", "type": "book", "title": "X", "issued": {"date-parts": sides}}]).drafts
    assert draft.body["published"] == published


def test_csl_has_no_year_0_of_its_own():
    for sides in ([[0]], [[0, 3, 15]]):
        ((where, what),) = refused([{"id": "x", "type": "book", "title": "X", "issued": {"date-parts": sides}}])
        assert (where, what) == ("story.json, [0].issued", "there is no year 0 in CSL-JSON")


def test_a_date_that_says_that_none_is_known_is_no_fault():
    items = [
        {"id": "a", "type": "webpage", "title": "A", "issued": {"literal": "n.d."}},
        {"id": "b", "type": "article", "title": "B", "issued": {"date-parts": [[None]]}},
    ]
    found = read(items)
    assert [draft.body for draft in found.drafts] == [{"name": "a", "title": "A"}, {"name": "b", "title": "B"}]
    assert found.passed_over == ("dates that say that none is known (1)",)


@pytest.mark.parametrize(
    ("issued", "published"),
    [
        ("2026-03", "2026-03"),
        ("2025?-08", "2025?-08"),
        ({"date-parts": [[2025]], "season": "Winter"}, "2025-24"),
        ({"date-parts": [[2025]], "season": 22}, "2025-22"),
        ({"date-parts": [[2025]], "season": 2, "circa": True}, "2025-22~"),
        ({"date-parts": [[2025, 14]], "circa": 1}, "2025-22~"),
    ],
)
def test_texts_and_seasons_of_csl(issued, published):
    (source,) = sources([{"id": "a", "type": "book", "title": "A", "issued": issued}])
    assert source["published"] == published


@pytest.mark.parametrize("issued", ["spring 2026", {"date-parts": [[2025]], "season": 9}])
def test_what_is_no_date_or_season_of_csl_is_refused(issued):
    ((where, _),) = refused([{"id": "a", "type": "book", "title": "A", "issued": issued}])
    assert where == "story.json, [0].issued"


def test_what_stands_beside_a_date_of_csl_is_counted_and_no_date_is_none():
    dates = [
        ({"date-parts": [[2025]], "literal": "late 2025"}, "2025"),
        ({"date-parts": [[2025, 8]], "season": 3}, "2025-08"),
        ({"date-parts": [[2025, 8], [2025, 9], [2025, 10]]}, "2025-08/2025-09"),
        ({"date-parts": [[2025]], "circa": "false"}, "2025"),
        ({"date-parts": [[2025]], "circa": "true"}, "2025~"),
        ({"date-parts": []}, None),
        ({"date-parts": [[]], "literal": "n.d."}, None),
        ({"date-parts": [[]], "literal": "2025-08"}, "2025-08"),
    ]
    given = [{"id": f"i{n}", "title": f"T{n}", "issued": issued} for n, (issued, _) in enumerate(dates)]
    found = read(given, "csl")
    assert [draft.body.get("published") for draft in found.drafts] == [published for _, published in dates]
    assert set(found.passed_over) >= {
        "words beside a date (1)",
        "seasons beside a month (1)",
        "further dates behind a range (1)",
    }
