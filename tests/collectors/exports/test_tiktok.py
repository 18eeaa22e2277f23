"""TikTok downloads: one file of many sections, of which only what was said in public is read."""

from datetime import UTC, datetime

from collectors.exports.export import Member
from collectors.exports.tiktok import FORMS
from collectors.post import DateMark, Kind, Post, Rejected
from tests.collectors.exports.downloads import entries, form_of, member, only_rejected, posts, tally

COMMENT = {"date": "2025-10-20 18:56:08", "comment": "Thank you!", "photo": "N/A", "url": ""}


def download(comments: object, **sections: object) -> Member:
    return member(
        "user_data_tiktok.json",
        {"Comment": {"Comments": {"App": 1, "CommentsList": comments}}} | sections,
    )


def test_a_comment_is_the_owners_own_and_its_time_is_assumed_to_be_utc() -> None:
    profile = {"Profile Info": {"ProfileMap": {"userName": "acme", "birthDate": "private"}}}
    (said,) = posts(FORMS, download([COMMENT], Profile=profile))
    assert said.own
    assert (said.kind, said.text, said.author) == (Kind.COMMENT, "Thank you!", "acme")
    assert said.published.at == datetime(2025, 10, 20, 18, 56, 8, tzinfo=UTC)
    assert said.published.mark is DateMark.ZONE_ASSUMED


def test_earlier_downloads_wrote_their_names_with_a_capital() -> None:
    older = {"Date": "2023-01-02 03:04:05", "Comment": "Thanks"}
    assert [said.text for said in posts(FORMS, download([older]))] == ["Thanks"]


def test_a_comment_that_stands_under_a_video_is_no_answer_to_it() -> None:
    url = "https://www.tiktokv.com/share/video/7200255970008861998/"
    assert posts(FORMS, download([COMMENT | {"url": url}]))[0].in_reply_to is None


def test_an_empty_list_may_be_null() -> None:
    assert entries(FORMS, download(None)) == []


def test_private_sections_are_counted_and_not_read() -> None:
    secret = {"ChatHistory": {"Chat with sam": [{"Content": "private"}]}}
    found = entries(
        FORMS,
        download(
            [COMMENT],
            **{"Direct Message": secret, "Your Activity": {"Searches": []}, "Ads and data": {}},
        ),
    )
    assert tally(found) == {
        "posts": 1,
        "direct messages": 1,
        "searches, log-ins, likes, and what was watched": 1,
        "advertising": 1,
    }
    assert "private" not in str(found)


def test_a_private_section_that_is_broken_costs_nothing_of_what_is_read() -> None:
    body = (
        '{"Direct Message": {"x": [1 2 oops "]"]}, "Comment": {"Comments": {"CommentsList": [%s]}}}'
    )
    one = '{"date": "2025-10-20 18:56:08", "comment": "Hello"}'
    found = entries(FORMS, member("user_data_tiktok.json", body % one))
    assert [each.text for each in found if isinstance(each, Post)] == ["Hello"]


def test_a_video_is_known_by_its_words_and_one_without_is_rejected() -> None:
    listed = [
        {
            "Date": "2025-01-02 03:04:05",
            "Link": "https://cdn.example/soon-gone",
            "Title": "Open day",
        },
        {"Date": "2025-01-02 03:04:05", "Link": "https://cdn.example/soon-gone"},
    ]
    said, rejected = entries(FORMS, download(None, Post={"Posts": {"VideoList": listed}}))
    assert isinstance(said, Post)
    assert (said.text, said.url) == ("Open day", None)
    assert isinstance(rejected, Rejected)


def test_a_comment_without_a_date_is_rejected() -> None:
    rejected = only_rejected(FORMS, download([{"comment": "Hello"}]))
    assert (rejected.reason, rejected.where) == ("it has no date", "comment 1")
    assert ("text", "Hello") in rejected.cells


def test_a_download_is_known_by_its_sections_whatever_it_is_called() -> None:
    body = {"Ads and data": {}, "App Settings": {}, "Comment": {"Comments": {"CommentsList": []}}}
    assert form_of(FORMS, member("my-data.json", body)).name == "TikTok download"
