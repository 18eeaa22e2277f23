"""Which column holds what: proposed by names and values, certain only where nothing is in doubt."""

import json
from dataclasses import asdict

import pytest
from pydantic import TypeAdapter

from collectors.errors import Problem, UnreadableSource
from collectors.post import Platform, Post
from collectors.tables.mapped import preview
from collectors.tables.mapping import Mapping, Proposal, propose
from tests.collectors.reading import LONDON, NOW
from tests.collectors.tables.finding import entries_in, found_in, opening, posts_of, read


def proposed(body: str) -> Proposal:
    return propose(found_in(body))


@pytest.mark.parametrize(
    "header",
    [
        "Comment,Date,Author",
        "Kommentar,Datum,Benutzername",
        "Commentaire,Date de publication,Auteur",
        "Comentario,Fecha,Autor",
        "Besked,Tidspunkt,Navn",
        "Meddelande,Publiceringstid,Namn",
    ],
)
def test_names_in_the_languages_commonly_met_are_enough(header: str) -> None:
    proposal = proposed(f"{header}\nNobody answers the telephone,2026-11-02,Jo Example\n")
    assert proposal.certain, proposal.why
    assert [ours for ours, _ in proposal.mapping.columns] == ["text", "published_at", "author"]


def test_a_text_alone_is_not_enough_unless_it_is_the_projects_own_column() -> None:
    assert not proposed("Comment,Colour\nNobody answers,red\n").certain
    assert proposed("text,Colour\nNobody answers,red\n").certain


def test_two_columns_of_one_name_are_for_a_person_to_choose_from() -> None:
    body = "Comment,Author,Comment\nWe look into it,Jo,Nobody answers\n"
    proposal = proposed(body)
    assert not proposal.certain
    assert "“Comment (column 3)”" in proposal.why
    chosen = Mapping((("text", "Comment (column 3)"), ("author", "Author")))
    assert posts_of(body, chosen)[0].text == "Nobody answers"


def test_a_count_of_comments_is_not_what_was_said() -> None:
    proposal = proposed("Message,Comments,Date\nNobody answers,12,2026-11-02\n")
    assert proposal.mapping.of("text") == ("Message",)
    assert proposal.certain


def test_where_names_tell_nothing_the_values_do_but_never_for_certain() -> None:
    proposal = proposed(
        "a,b,c,d\nNobody answers here,https://r.example/1,2026-11-02,4\n"
        "Very kind staff,https://r.example/2,2026-11-03,5\n"
    )
    expected = {"published_at": "c", "url": "b", "rating": "d", "text": "a"}
    assert dict(proposal.mapping.columns) == expected
    assert not proposal.certain


def test_a_column_that_does_not_hold_what_its_name_says_is_not_passed_over_in_silence() -> None:
    proposal = proposed("Review,Author,Rating\nFine,Jo,87\nCold,Al,12\n")
    assert not proposal.certain
    assert "“Rating” does not hold numbers from 1 to 5" in proposal.why


def test_a_description_may_be_anything() -> None:
    assert not proposed("Description,Date\nBlue chair,2026-11-02\n").certain


def test_the_id_of_the_post_above_is_not_taken_for_the_comments_own() -> None:
    body = "Post ID,Comment,Author\n77,first,Jo\n77,second,Al\n"
    assert proposed(body).mapping.of("native_id") == ()


def test_a_mapping_is_remembered_as_plain_values() -> None:
    mapping = Mapping((("text", "Comment"),), zone="UTC", platform=Platform.X)
    kept = json.dumps(asdict(mapping))
    assert TypeAdapter(Mapping).validate_json(kept) == mapping


def test_a_column_that_says_its_zone_is_believed() -> None:
    body = "Comment,Created at (UTC)\nx,2026-07-14 10:00\n"
    entries = read(body)
    assert entries.assumed is None
    (post,) = entries
    assert isinstance(post, Post)
    assert f"{post.published.at:%H:%M}" == "10:00"


def test_a_time_in_a_column_of_its_own_belongs_to_the_date() -> None:
    (post,) = posts_of("Comment,Date,Time\nx,2026-01-14,3:04 PM\n")
    assert f"{post.published.at:%H:%M}" == "15:04"


def test_the_source_says_the_platform_where_the_address_does_not() -> None:
    body = (
        "Source,Url,Comment\nTwitter,https://x.com/jo/status/12,a\nForums,https://f.example/1,b\n"
        "The Gazette,https://gazette.example/1,c\nInstagram,n/a,d\n"
    )
    posts = posts_of(body)
    assert [post.platform for post in posts] == ["x", "other", "news", "instagram"]
    assert [post.publisher for post in posts] == [None, None, "The Gazette", None]


def test_what_a_spreadsheet_made_of_a_long_id_is_no_id() -> None:
    body = "Tweet Id,Comment,Author\n1.23E+17,a,Jo\n1.24E+17,b,Al\n"
    assert [post.native_id for post in posts_of(body)] == [None, None]
    assert "2 ids that a spreadsheet has rounded" in (read(body).assumed or "")


@pytest.mark.parametrize(
    ("said", "stars"),
    [
        *(("5", 5), ("5.0", 5), ("4,5", 4.5), ("4/5", 4), ("FIVE", 5), ("★★★★", 4), ("★★☆☆☆", 2)),
        *(
            ("5 stars", 5),
            ("1 star", 1),
            ("Rated 4 out of 5 stars", 4),
            ("3 Sterne", 3),
            ("", None),
        ),
    ],
)
def test_stars_are_read_in_every_way_that_they_are_written(said: str, stars: float) -> None:
    assert posts_of(f'Review,Rating\nx,"{said}"\n')[0].rating == stars


@pytest.mark.parametrize("said", ["0", "6", "8/10", "many"])
def test_what_is_no_rating_costs_its_row(said: str) -> None:
    (entry,) = entries_in(f"Review,Author,Rating\nx,Jo,{said}\n", Mapping(
        (("text", "Review"), ("author", "Author"), ("rating", "Rating")))
    )  # fmt: skip
    assert not isinstance(entry, Post)


def test_a_preview_shows_the_first_rows_as_they_would_be_read() -> None:
    body = "Comment,Date\na,03/04/2026\nb,nonsense\nc,2026-01-01\n"
    seen = preview(
        opening(body), proposed(body).mapping, name="seen.csv", now=NOW, zone=LONDON, rows=2
    )
    assert seen.entries == tuple(entries_in(body))[:2]
    assert seen.assumed == "day before month, nothing in the file says otherwise"


@pytest.mark.parametrize("columns", [(("text", "Review"),), (("author", "Author"),)])
def test_a_mapping_that_does_not_fit_is_refused_before_the_first_row(
    columns: tuple[tuple[str, str], ...],
) -> None:
    with pytest.raises(UnreadableSource) as caught:
        read("Comment,Author\na,b\n", Mapping(columns))
    assert caught.value.problem is Problem.UNMAPPED_TABLE
