"""Reviews that a person wrote, as Google Takeout hands them out."""

import json
from pathlib import Path
from typing import Any

import pytest

from collectors.exports.export import Holds, Owner
from collectors.exports.google_maps import FORMS
from tests.collectors.exports.downloads import (
    entries,
    form_of,
    member,
    on_disk,
    only_post,
    only_rejected,
    tally,
    utc,
)


def places(*properties: dict[str, Any]) -> Any:
    features = [{"type": "Feature", "properties": each} for each in properties]
    return member("Reviews.json", {"type": "FeatureCollection", "features": features})


REVIEW: dict[str, Any] = {
    "date": "2026-02-10T16:34:12.356293Z",
    "five_star_rating_published": 4,
    "google_maps_url": "https://www.google.com/maps/place//data=!4m2",
    "location": {"name": "Harbour College"},
    "review_text_published": "A kind tutor.",
}


def test_a_persons_review_names_the_place_and_is_the_persons_own() -> None:
    post = only_post(FORMS, places(REVIEW), Owner(name="Sam Sample"))
    assert (post.title, post.text, post.rating) == ("Harbour College", "A kind tutor.", 4.0)
    assert (post.author, post.own) == ("Sam Sample", True)
    assert post.published.at == utc("2026-02-10T16:34:12")


def test_the_address_of_the_place_is_not_taken_for_the_reviews_own() -> None:
    assert only_post(FORMS, places(REVIEW)).url is None


def test_it_is_known_as_a_private_persons_download() -> None:
    assert form_of(FORMS, places(REVIEW)).holds is Holds.PERSONS


def test_the_spelling_of_older_downloads_is_read_too() -> None:
    old = {"Star Rating": 3, "Review Comment": "Fine.", "Published": "2021-05-01T10:00:00Z"}
    post = only_post(FORMS, places({**old, "Location": {"Business Name": "Quay Café"}}))
    assert (post.rating, post.text, post.title) == (3.0, "Fine.", "Quay Café")


def test_a_bad_date_costs_one_review() -> None:
    file = places({**REVIEW, "date": "soon"}, REVIEW)
    assert tally(entries(FORMS, file)) == {"rejected": 1, "posts": 1}
    assert dict(only_rejected(FORMS, file).cells)["title"] == "Harbour College"


@pytest.mark.real_data
def test_every_review_of_a_real_person_is_read(real_data: Path) -> None:
    path = real_data / "exports/google_maps/takeout_Reviews_2024.json"
    raw = json.loads(path.read_text("utf-8"))["features"]
    found = entries(FORMS, on_disk(path))
    assert tally(found) == {"posts": len(raw)} == {"posts": 58}
