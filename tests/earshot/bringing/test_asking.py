"""What a person must say of a file is asked before it is read, and nothing else is."""

import io

import pytest

from collectors.post import Platform
from earshot.bringing.asking import Questions, questions_about
from earshot.rules.downloads import Importing
from tests.earshot.desk import NOW, Desk
from tests.pages.downloads import review, reviews, tweets, zipped


def asked(desk: Desk, name: str, body: bytes, said: Importing = Importing()) -> Questions:  # noqa: B008 - frozen
    return questions_about(io.BytesIO(body), name, desk.company, said, now=NOW)


def test_reviews_that_others_wrote_leave_nothing_to_ask(desk: Desk) -> None:
    found = asked(desk, "takeout.zip", reviews(review("Lovely", NOW)))
    assert found == Questions(holds_more=True)


def test_an_archive_of_somebody_unknown_asks_whose_it_is(desk: Desk) -> None:
    found = asked(desk, "x.zip", tweets("Hello", handle="robinsample"))
    (sentence,) = found.whose
    assert "private person’s download" in sentence


def test_the_archive_of_the_companys_own_handle_asks_nothing(desk: Desk) -> None:
    desk.add_account("Our X", Platform.X, "exampletraining")
    assert asked(desk, "x.zip", tweets("Hello", handle="exampletraining")).whose == ()


def test_who_says_that_it_is_theirs_is_asked_no_more(desk: Desk) -> None:
    body = tweets("Hello", handle="robinsample")
    assert asked(desk, "x.zip", body, Importing(mine=True)).whose == ()


@pytest.mark.parametrize("header", ["text,published_at", "colour,size"])
def test_a_table_by_itself_is_one_whether_its_columns_are_clear_or_not(
    desk: Desk, header: str
) -> None:
    assert asked(desk, "t.csv", f"{header}\none,two\n".encode()).is_table


def test_a_table_within_an_archive_is_not_asked_about(desk: Desk) -> None:
    assert not asked(desk, "t.zip", zipped({"t.csv": "text\nHello\n"})).is_table


@pytest.mark.parametrize("body", [b"", b"\x89PNG\r\n\x1a\n", b"PK\x03\x04rubbish"])
def test_what_cannot_be_read_leaves_nothing_to_ask(desk: Desk, body: bytes) -> None:
    found = asked(desk, "t.csv", body)
    assert (found.whose, found.holds_more) == ((), False)
