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
        ({"alternateName": "Denied"}, "denies"),  # as `export` writes it
        ({"alternateName": "Doubted"}, "doubts"),
        ({"ratingValue": 5, "bestRating": 5, "worstRating": 1}, "reports"),
        ({"ratingValue": "3", "bestRating": "5", "worstRating": "1"}, "doubts"),
        ({"ratingValue": 1}, "doubts"),
        ({}, "doubts"),
    ],
)
def test_a_stance_follows_from_the_rating_alone(rating, stance):
    (claim,) = events({"@graph": [{"@type": "WebPage"}, CLAIM | {"reviewRating": rating}]})
    assert claim["reports"][1].get("stance", "reports") == stance


def test_nodes_of_a_graph_are_found_by_their_references():
    """As content systems write it: the checker, the page and the claim are nodes of their own, named by ``@id``."""
    shop = {"@type": "Organization", "@id": "#shop", "name": "A shop", "knows": {"@id": "#shop"}}
    claim = CLAIM["itemReviewed"] | {"@id": "#claim", "author": {"@id": "#shop"}, "appearance": {"@id": "#page"}}
    graph = [
        CLAIM | {"author": {"@id": "#us", "@type": "Organization"}, "itemReviewed": {"@id": "#claim"}},
        {"@type": "Organization", "@id": "#us", "name": "Checkers"},
        {"@type": "WebPage", "@id": "#page", "url": "https://shop.example/a"},
        claim,
        shop,
    ]
    said = [draft.body for draft in read({"@graph": graph}).drafts]
    assert said == [draft.body for draft in read(CLAIM).drafts]


def test_further_authors_are_counted():
    several = [{"@type": "Organization", "name": name} for name in ("One", "Two", "Three")]
    assert "further authors (2)" in read(CLAIM | {"author": several}).passed_over


def test_nodes_that_name_each_other_in_many_ways_are_each_read_once():
    """Each of forty names the next three times, and the last the first: so many ways as no machine could go."""
    people = [
        {"@id": f"#{number}", "@type": "Person", "name": "Ada", "knows": [{"@id": f"#{(number + 1) % 40}"}] * 3}
        for number in range(40)
    ]
    review = {
        "@type": "ClaimReview",
        "claimReviewed": "It rained",
        "url": "https://example.org/1",
        "author": {"@id": "#0"},
        "itemReviewed": {"@type": "Claim", "author": {"@id": "#1"}},
    }
    found = read({"@graph": [review, *people]})
    assert [draft.body["publisher"] for draft in found.drafts if draft.kind == "source"] == ["Ada", "Ada"]
