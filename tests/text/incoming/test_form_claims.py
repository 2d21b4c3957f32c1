"""Checks of claims (ClaimReview): what is read, and what is lost."""

import pytest
from form_samples import CLAIM, events, read


def test_a_check_of_a_claim():
    found = read(CLAIM)
    shop, checker, claim = (draft.body for draft in sorted(found.drafts, key=lambda draft: draft.kind == "event"))
    assert {shop["publisher"], checker["publisher"]} == {"A shop", "Checkers"}
    by_publisher = {body["publisher"]: body for body in (shop, checker)}
    assert by_publisher["A shop"]["origin"] == {"name": "A shop", "interested": True}
    assert claim["title"] == "R2 was trained on Ascend"
    assert claim["reports"] == [
        {"source": by_publisher["A shop"]["name"]},
        {"source": by_publisher["Checkers"]["name"], "stance": "denies", "quote": "False"},
    ]
    assert "the rating 'False' is the stance \"denies\"" in found.notes


@pytest.mark.parametrize(
    ("rating", "stance"),
    [
        ({"alternateName": "True"}, "reports"),
        ({"alternateName": "Misleading"}, "doubts"),
        ({"ratingValue": 5, "bestRating": 5, "worstRating": 1}, "reports"),
        ({"ratingValue": "3", "bestRating": "5", "worstRating": "1"}, "doubts"),
        ({"ratingValue": 1}, "doubts"),
        ({}, "doubts"),
    ],
)
def test_a_stance_follows_from_the_rating_alone(rating, stance):
    (claim,) = events({"@graph": [{"@type": "WebPage"}, CLAIM | {"reviewRating": rating}]})
    assert claim["reports"][1].get("stance", "reports") == stance
