"""A Facebook page's own download."""

from collections.abc import Callable
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from collectors.errors import Problem
from collectors.exports.export import Holds, Owner
from collectors.exports.facebook import FORMS as PROFILE
from collectors.exports.facebook_dates import read_shown, zone_in
from collectors.exports.facebook_page import FORMS
from collectors.post import DateMark
from tests.collectors.exports.downloads import (
    entries,
    form_of,
    member,
    on_disk,
    only_post,
    only_rejected,
    read_until_it_breaks,
    recognised,
    refused,
    tally,
    utc,
)

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
NAME = "comments_and_reactions/comments.html"
BAR = (
    '<div data-testid="bluebar-profile-link"><a href="https://www.facebook.com/harbourcollege/">'
    "<img alt=''><span>Harbour College</span></a></div>"
)


def old_box(words: str, when: str) -> str:
    return (
        '<div class="pam uiBoxWhite noborder"><div class="_2lek _2lel">Harbour College replied.'
        f'</div><div class="_2let"><div class="_2pin"><div>{escape(words)}</div></div></div>'
        f'<div class="_2lem">{when}</div></div>'
    )


def new_box(words: str, when: str) -> str:
    return (
        '<section class="_a6-g"><h2 class="_2ph_ _a6-h _a6-i">Harbour College replied.</h2>'
        f'<div class="_2ph_ _a6-p"><div class="_2pin"><div>{escape(words)}</div></div></div>'
        f'<footer class="_3-94 _a6-o"><div class="_a72d">{when}</div></footer></section>'
    )


def page(*boxes: str, footer: str = "Generated on 13 July 2026 at 04:40 UTC+01:00") -> str:
    return f"<html><head></head><body>{BAR}{''.join(boxes)}<p>{footer}</p></body></html>"


@pytest.mark.parametrize("box", [old_box, new_box])
def test_an_answer_of_the_page_is_read_as_its_own(box: Callable[[str, str], str]) -> None:
    file = member(NAME, page(box("We are sorry & will ring you", "6 July 2026 at 10:57")))
    post = only_post(FORMS, file)
    assert (post.text, post.author) == ("We are sorry & will ring you", "Harbour College")
    assert (post.own, post.published.at) == (True, utc("2026-07-06T09:57"))
    assert form_of(FORMS, file).holds is Holds.OWNERS


def test_the_page_is_named_in_the_bar_at_its_head() -> None:
    file = member(NAME, page(old_box("Hello", "6 July 2026 at 10:57")))
    owner = form_of(FORMS, file).owner(file)
    assert owner == Owner("harbourcollege", "Harbour College")


@pytest.mark.parametrize(
    "said",
    [
        "Jul 06, 2026 10:57:00 pm",
        "6 Jul 2026, 22:57",
        "2026年7月6日 下午10:57",
        "2026년 7월 6일 오후 10:57",
        "7月 06, 2026 10:57:00 PM",
        "6. Juli 2026 um 22:57",
        "06.07.2026 22:57",
        "6 juillet 2026 à 22:57",
        "6 de jul de 2026 22:57",
        "Tháng 7 06, 2026 10:57:00 ch",
    ],
)
def test_a_time_is_read_in_the_language_of_whoever_asked_for_the_download(said: str) -> None:
    assert read_shown(said, LONDON, LONDON, NOW).at == utc("2026-07-06T21:57")


def test_a_page_made_in_summer_has_its_winter_times_read_right() -> None:
    zone = zone_in("Generated UTC+01:00", LONDON, NOW)
    assert read_shown("6 January 2026 at 10:57", zone, LONDON, NOW).at == utc("2026-01-06T10:57")


def test_a_page_made_elsewhere_has_its_times_read_by_the_offset_that_it_tells() -> None:
    zone = zone_in("產生 UTC+08:00", LONDON, NOW)
    assert read_shown("6 January 2026 at 10:57", zone, LONDON, NOW).at == utc("2026-01-06T02:57")


def test_a_page_that_tells_no_zone_is_read_in_the_companys_and_marked() -> None:
    file = member(NAME, page(old_box("Hello", "6 July 2026 at 10:57"), footer="Made for you"))
    published = only_post(FORMS, file).published
    assert (published.mark, published.at) == (DateMark.ZONE_ASSUMED, utc("2026-07-06T09:57"))


def test_a_time_that_nobody_can_read_costs_one_comment_and_a_sticker_none() -> None:
    file = member(
        NAME,
        page(
            old_box("One", "once upon a time"),
            old_box("Two", "6 July 2026 at 10:57"),
            old_box("", "6 July 2026 at 10:58"),
        ),
    )
    counts = {"rejected": 1, "posts": 1, "comments without words": 1}
    assert tally(entries(FORMS, file)) == counts
    rejected = only_rejected(FORMS, file)
    assert (rejected.where, dict(rejected.cells)["text"]) == ("entry 1", "One")


def test_a_page_that_breaks_off_gives_what_stands_before() -> None:
    whole = page(*(old_box(f"Answer {n}", "6 July 2026 at 10:57") for n in range(3)))
    found, error = read_until_it_breaks(FORMS, member(NAME, whole[: whole.index("Answer 2")]))
    assert tally(found)["posts"] == 2
    assert error is not None
    assert error.problem is Problem.TRUNCATED


def test_a_page_of_posts_is_refused_with_what_to_ask_for_instead() -> None:
    file = member("posts/your_posts_1.html", page(old_box("A post", "6 July 2026 at 10:57")))
    problem, sentence = refused(FORMS, file)
    assert problem is Problem.NO_POSTS
    assert "JSON" in sentence


def test_the_same_records_as_json_are_the_pages_by_the_folder_they_lie_in() -> None:
    said = {"timestamp": 1_790_000_000, "comment": "Thank you", "author": "Harbour College"}
    body = {"comments_v2": [{"timestamp": 1_790_000_000, "data": [{"comment": said}]}]}
    name = "this_profile's_activity_across_facebook/comments_and_reactions/comments.json"
    file = member(name, body)
    assert form_of(FORMS, file).holds is Holds.OWNERS
    assert form_of(FORMS, file).owner(file) == Owner(name="Harbour College")
    assert only_post(FORMS, file).text == "Thank you"
    assert not recognised(PROFILE, file)
    assert not recognised(FORMS, member("your_facebook_activity/comments.json", body))


def test_the_pages_posts_as_json_are_known_by_their_files_name() -> None:
    entry = {"timestamp": 1_790_000_000, "data": [{"post": "Open day on Saturday"}]}
    file = member("posts/profile_posts_1.json", [entry])
    post = only_post(FORMS, file, Owner(name="Harbour College"))
    assert (post.text, post.author) == ("Open day on Saturday", "Harbour College")


@pytest.mark.real_data
def test_every_comment_of_a_real_page_is_read(real_data: Path) -> None:
    path = real_data / "exports/facebook_page/page_comments_zh-TW_2021.html"
    file = on_disk(path)
    found = entries(FORMS, file)
    assert tally(found) == {"posts": 78, "comments without words": 2}
    assert len(found) == path.read_text("utf-8").count('_2lem">') == 80
    last = [entry for entry in found if hasattr(entry, "text")][-1]
    assert getattr(last, "published").at == utc("2021-07-11T13:38")  # noqa: B009
    owner = form_of(FORMS, file).owner(file)
    assert owner is not None
    assert owner.handle
    assert owner.name
