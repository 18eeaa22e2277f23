"""Items: what search feeds and platforms say in their own ways, and the Post that it makes."""

from collectors.post import Kind
from tests.collectors.reading import feed_in, feed_of, posts_in


def test_google_news_has_the_outlet_taken_off_the_title() -> None:
    known, guessed = posts_in(feed_of("google_news.rss.xml", "https://news.google.com/rss/search"))

    assert (known.title, known.publisher) == ("Harbour College - what next?", "The Hill Times")
    assert known.text == ""  # the summary only said the title again
    assert known.url == "https://news.google.com/rss/articles/CBMiabc"
    assert (guessed.title, guessed.publisher) == ("College closes", "Weekly Post")


def test_a_dash_in_a_title_from_elsewhere_is_part_of_it() -> None:
    _, post = posts_in(feed_of("google_news.rss.xml", "https://gazette.example/copy"))
    assert (post.title, post.publisher) == ("College closes - Weekly Post", None)


def test_a_google_alert_leads_to_the_page_itself() -> None:
    (post,) = posts_in(feed_of("google_alerts.atom.xml"))
    assert post.title == "Why Harbour College wins"
    assert post.text == "The college's year ..."
    assert (post.url, post.author) == ("https://paper.example/wins?id=3", None)


def test_bing_news_names_the_outlet_and_leads_to_the_page_itself() -> None:
    (post,) = posts_in(feed_of("bing_news.rss.xml"))
    assert (post.url, post.publisher) == ("https://daily.example/inspected", "The Daily")


def test_each_platform_is_known_with_its_own_id() -> None:
    found = [
        (post.platform.value, post.kind.value, post.native_id)
        for post in posts_in(feed_of("platforms.rss.xml"))
    ]
    assert found == [
        ("mastodon", "post", "social.example/112233445566778899"),
        ("bluesky", "post", "3labcdefghij2"),
        ("youtube", "post", "abcdefghijk"),
        ("reddit", "comment", "t1_k9xyz"),
        ("hackernews", "post", "41000001"),
        ("hackernews", "comment", "41000002"),
        ("trustpilot", "review", "64b0c1d2e3f405162738495a"),
        ("blog", "article", None),
        ("news", "article", None),
    ]


def test_a_toot_has_no_title_and_its_writer_from_its_address() -> None:
    toot, skeet, _, comment, *_ = posts_in(feed_of("platforms.rss.xml"))
    assert (toot.title, toot.text, toot.author) == (None, "A toot", "@jo@social.example")
    assert (skeet.title, skeet.text) == (None, "One line\nand another")
    assert comment.text == "Avoid."


def test_viewers_stars_are_not_the_writers_rating() -> None:
    body = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/">'
        "<title>T</title><entry><id>yt:video:abcdefghijk</id><title>V</title><media:group>"
        '<media:community><media:starRating average="4.90"/></media:community></media:group>'
        "</entry></feed>"
    )
    (post,) = posts_in(feed_in(body.encode()))
    assert (post.rating, post.kind) == (None, Kind.ARTICLE)
