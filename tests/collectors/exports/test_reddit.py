"""Reddit downloads: the account's own comments and posts."""

from datetime import UTC, datetime

from collectors.errors import Problem
from collectors.exports.export import Owner
from collectors.exports.reddit import FORMS
from collectors.post import DateMark, Kind, Rejected
from tests.collectors.exports.downloads import (
    entries,
    form_of,
    member,
    only_post,
    only_rejected,
    refused,
)

COMMENTS = "id,permalink,date,ip,subreddit,gildings,link,parent,body,media\n"
LINK = "https://www.reddit.com/r/Example/comments/abc123/open_day/"
ROW = f"kh1,{LINK}kh1/,2024-01-12 17:29:56 UTC,,Example,0,{LINK}"


def test_a_comment_is_the_owners_own_and_names_the_comment_that_it_answers() -> None:
    file = member("comments.csv", f'{COMMENTS}{ROW},kh0,"Thanks,\nSam",\n')
    said = only_post(FORMS, file, Owner(handle="acme"))
    assert said.own
    assert (said.kind, said.text, said.author) == (Kind.COMMENT, "Thanks,\nSam", "acme")
    assert (said.native_id, said.in_reply_to) == ("t1_kh1", "t1_kh0")
    assert said.url == f"{LINK}kh1/"
    assert said.published.at == datetime(2024, 1, 12, 17, 29, 56, tzinfo=UTC)
    assert said.published.mark is DateMark.EXACT


def test_a_comment_without_a_parent_answers_the_post() -> None:
    assert (
        only_post(FORMS, member("c.csv", f"{COMMENTS}{ROW},,Hello,\n")).in_reply_to == "t3_abc123"
    )


def test_a_post_has_its_title_and_answers_nothing() -> None:
    head = "id,permalink,date,ip,subreddit,gildings,title,url,body\n"
    row = f"abc123,{LINK},2024-01-12 17:29:56 UTC,,Example,0,Open day,,Come along\n"
    said = only_post(FORMS, member("posts.csv", head + row))
    assert (said.title, said.text, said.native_id) == ("Open day", "Come along", "t3_abc123")
    assert (said.kind, said.in_reply_to) == (Kind.POST, None)


def test_a_row_without_a_date_is_rejected_by_its_line() -> None:
    file = member("comments.csv", f"{COMMENTS}{ROW},,Hello,\nkh2,{LINK}kh2/,,,E,0,{LINK},,Hi,\n")
    rejected = only_rejected(FORMS, file)
    assert (rejected.reason, rejected.where) == ("it has no date", "line 3")
    assert ("text", "Hi") in rejected.cells


def test_lists_without_texts_are_refused_in_words() -> None:
    head = "id,permalink,date,ip,subreddit,gildings,link,parent\n"
    problem, sentence = refused(FORMS, member("comment_headers.csv", f"{head}{ROW},kh0\n"))
    assert problem is Problem.NO_POSTS
    assert "comments.csv" in sentence


def test_the_statistics_say_whose_download_it_is() -> None:
    file = member("statistics.csv", "statistic,value\naccount id,t2_x\naccount name,acme\n")
    assert form_of(FORMS, file).owner(file) == Owner(handle="acme")


def test_no_internet_address_is_kept_of_a_row_that_cannot_be_read() -> None:
    undated = f"kh1,{LINK},nonsense,203.0.113.77,Example,0,{LINK},,Undated,\n"
    short = f"kh2,{LINK},203.0.113.78,Example\n"
    found = entries(FORMS, member("comments.csv", COMMENTS + undated + short))
    assert all(isinstance(each, Rejected) for each in found)
    assert "203.0.113" not in str(found)
    assert "Undated" in str(found)
