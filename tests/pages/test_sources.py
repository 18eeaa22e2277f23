"""Sources: what is deaf stands first with what to do; an address is seen before it is added."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from streamlit.testing.v1 import AppTest

from collectors.errors import Problem
from collectors.post import Rejected
from earshot.handling import listening
from earshot.handling.house import company_of
from earshot.handling.keeping import Delivery
from earshot.protection import purpose
from earshot.rules.company import Source, SourceState
from earshot.store import runs
from earshot.store.runs import Counts, Run, Status
from tests.collectors.server import FeedServer
from tests.earshot.desk import STATED, post
from tests.pages.office import Office
from ui.keys import key_of

Open = Callable[..., AppTest]
Shown = Callable[[AppTest], str]


@pytest.fixture
def office(office: Office) -> Office:
    """It is stated what the collecting is for, so that all is collected."""
    with office.house.store.unit() as connection:
        purpose.state(connection, STATED, actor=office.sam.id, now=datetime.now(UTC))
    return office


def add(office: Office, url: str, name: str) -> Source:
    now = datetime.now(UTC) - timedelta(days=3)
    source = listening.new_source(url, name=name, account=None, now=now)
    with office.house.store.unit() as connection:
        return listening.add_source(connection, source, actor=office.kay.id, now=now)


def ran(office: Office, source: Source, **told: object) -> None:
    now = datetime.now(UTC) - timedelta(minutes=4)
    run = Run("r-" + source.id, source.id, now, now, **{"status": Status.OK, **told})  # type: ignore[arg-type]
    with office.house.store.unit() as connection:
        runs.add(connection, [run])


def feed(*items: str) -> bytes:
    at = format_datetime(datetime.now(UTC))
    entries = "".join(
        f"<item><title>{text}</title><guid>{text}</guid><pubDate>{at}</pubDate></item>"
        for text in items
    )
    head = "<rss version='2.0'><channel><title>Local &amp;lt;b&amp;gt; Voice</title>"
    return f"<?xml version='1.0'?>{head}{entries}</channel></rss>".encode()


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> FeedServer:
    with FeedServer() as running:
        monkeypatch.setenv("EARSHOT_ALLOW_HOSTS", f"127.0.0.1:{running.port}")
        yield running  # type: ignore[misc]


def test_without_a_source_the_page_says_what_to_do(
    office: Office, open_page: Open, shown: Shown
) -> None:
    at = open_page("sources", office.kay)
    assert not at.exception
    assert "Nothing is collected yet. Add a feed" in shown(at)


def test_what_is_blocked_stands_first_with_what_to_do(
    office: Office, open_page: Open, shown: Shown
) -> None:
    well = add(office, "https://a.example/feed", "A good feed")
    ran(office, well, counts=Counts(known=3))
    deaf = add(office, "https://b.example/feed", "A deaf feed")
    ran(
        office,
        deaf,
        status=Status.FAILED,
        problem=Problem.BLOCKED.value,
        error="b.example refuses programs (403).",
    )
    text = shown(open_page("sources", office.kay))
    assert "1 source to look at" in text
    assert "A deaf feed: blocked us" in text
    assert "look there by hand, or use a search feed" in text
    assert "A good feed: " not in text


def test_an_address_is_shown_with_what_would_count_and_why_and_then_added(
    office: Office, open_page: Open, shown: Shown, server: FeedServer
) -> None:
    url = server.put("/feed", feed("Example Training wins", "Rain tomorrow"))
    at = open_page("sources", office.kay)
    at.text_input(key="feed_url").input(url).run()
    at.button(key="look").click().run()
    text = shown(at)
    assert "2 items; 1 would count as being about you" in text
    assert "none of your terms finds it" in text
    assert not company_of(office.house.store).sources
    at.button(key="add_source").click().run()
    (source,) = company_of(office.house.store).sources.values()
    assert (source.url, source.every) == (url, 30)


def test_what_is_no_feed_is_refused_with_what_to_do(
    office: Office, open_page: Open, shown: Shown, server: FeedServer
) -> None:
    url = server.put("/", b"<html><body>Hello</body></html>", headers={"Content-Type": "text/html"})
    at = open_page("sources", office.kay)
    at.text_input(key="feed_url").input(url).run()
    at.button(key="look").click().run()
    assert "This is a page, not a feed, and no feed was found for it" in shown(at)
    assert not [button for button in at.button if button.key == "add_source"]


PAGE = (
    b'<link rel="alternate" type="application/rss+xml" title="**News**" href="/feed">'
    b'<link rel="alternate" type="application/rss+xml" title="Jobs" href="/jobs">'
)
HTML = {"Content-Type": "text/html"}


def test_a_site_is_pasted_and_its_feed_is_found_chosen_and_added(
    office: Office, open_page: Open, shown: Shown, server: FeedServer
) -> None:
    server.put("/", PAGE, headers=HTML)
    url = server.put("/feed", feed("Example Training wins", "Rain"))
    jobs = server.put("/jobs", feed("Example Training hires", "A", "B"))
    at = open_page("sources", office.kay)
    at.text_input(key="feed_url").input(f" 127.0.0.1:{server.port}/ ").run()
    at.button(key="look").click().run()
    assert f"This is a page; the feed for it is {url}" in shown(at)
    assert "2 items; 1 would count as being about you" in shown(at)
    (choice,) = [box for box in at.selectbox if (box.key or "").startswith("candidate ")]
    choice.select(jobs).run()
    assert "3 items; 1 would count as being about you" in shown(at)
    at.button(key="add_source").click().run()
    assert not at.exception
    assert [s.url for s in company_of(office.house.store).sources.values()] == [jobs]


def test_where_no_feed_can_be_had_it_is_said_what_to_do_instead(
    office: Office, open_page: Open, shown: Shown
) -> None:
    at = open_page("sources", office.kay)
    at.text_input(key="feed_url").input("https://www.facebook.com/example").run()
    at.button(key="look").click().run()
    assert "Facebook gives no feed that could be read" in shown(at)
    assert "look for “RSS”" not in shown(at)


def test_a_list_of_feeds_is_uploaded_and_says_what_was_left_out(
    office: Office, open_page: Open, shown: Shown
) -> None:
    body = (
        b"<opml><body><outline text='A' xmlUrl='https://a.example/f'/>"
        b"<outline text='B' xmlUrl='ftp://b.example/'/></body></opml>"
    )
    at = open_page("sources", office.kay)
    at.radio(key="beforehand list").set_value("no").run()
    at.file_uploader(key="opml").upload("mine.opml", body).run()
    assert "mine.opml names 1 feed." in shown(at)
    at.button(key="add_list").click().run()
    assert not at.exception
    assert "mine.opml: 1 added" in shown(at)
    assert "its address is not http(s)" in shown(at)
    assert [s.url for s in company_of(office.house.store).sources.values()] == [
        "https://a.example/f"
    ]


def test_a_file_that_is_no_list_of_feeds_is_refused_in_words(
    office: Office, open_page: Open, shown: Shown
) -> None:
    at = open_page("sources", office.kay)
    at.radio(key="beforehand list").set_value("no").run()
    at.file_uploader(key="opml").upload("page.opml", b"<html><p>Hello").run()
    assert "page.opml: this is no OPML" in shown(at)
    assert not [button for button in at.button if button.key == "add_list"]


def test_a_source_says_when_it_is_asked_next_and_what_fails_says_it_too(
    office: Office, open_page: Open, shown: Shown
) -> None:
    well = add(office, "https://a.example/feed", "A")
    ran(office, well, counts=Counts(known=3))
    assert "Next look " in shown(open_page("sources", office.kay, source=well.id))
    deaf = add(office, "https://b.example/feed", "B")
    ran(office, deaf, status=Status.FAILED, problem=Problem.TIMED_OUT.value, error="Too slow.")
    assert "Next look " in shown(open_page("sources", office.kay))


def test_a_source_that_is_quiet_for_longer_than_usual_stands_among_those_to_look_at(
    office: Office, open_page: Open, shown: Shown
) -> None:
    source = add(office, "https://a.example/feed", "A")
    now = datetime.now(UTC)
    entries = [
        post(f"Example Training {n}", url=f"https://a.example/{n}", at=now - timedelta(days=n))
        for n in range(9, 30)
    ]
    run = Run("r-first", source.id, now, now, Status.OK)
    company = company_of(office.house.store)
    office.house.intake(company).take_in(
        office.house.store, [Delivery(source, run, entries)], now=now
    )
    text = shown(open_page("sources", office.kay))
    assert "A: quiet for longer than usual" in text
    assert "Nothing new for 9 days; usually every day." in text


def test_collecting_now_brings_in_what_is_about_us(
    office: Office, open_page: Open, shown: Shown, server: FeedServer
) -> None:
    add(office, server.put("/feed", feed("Example Training wins", "Rain")), "Voice")
    at = open_page("sources", office.kay)
    at.button(key="collect_all").click().run()
    assert not at.exception
    assert "1 source asked: 1 new mention." in shown(at)
    assert len(office.all_items()) == 1


def test_a_paused_source_is_not_asked_and_can_be_taken_up_again(
    office: Office, open_page: Open, shown: Shown
) -> None:
    source = add(office, "https://a.example/feed", "A")
    at = open_page("sources", office.kay, source=source.id)
    at.button(key=f"pause {source.id}").click().run()
    assert company_of(office.house.store).sources[source.id].state is SourceState.PAUSED
    at.button(key=f"pause {source.id}").click().run()
    assert company_of(office.house.store).sources[source.id].state is SourceState.ACTIVE


def test_a_change_undoes_no_pause_move_or_name_that_came_meanwhile(
    office: Office, open_page: Open, shown: Shown
) -> None:
    source = add(office, "https://a.example/feed", "A")
    at = open_page("sources", office.kay, source=source.id)
    at.selectbox(key=key_of("every_one", 30)).select(120)
    meanwhile = {"name": "B", "url": "https://b.example/feed", "state": SourceState.PAUSED}
    with office.house.store.unit() as connection:
        changed = replace(source, **meanwhile)
        now = datetime.now(UTC)
        listening.change_source(
            connection, source.id, lambda _: changed, actor=office.sam.id, now=now
        )
    at.run()
    at.button(key="save_one").click().run()
    assert "Saved: minutes between collections from 30 to 120." in shown(at)
    kept = company_of(office.house.store).sources[source.id]
    assert kept == replace(changed, every=120)


def test_what_could_not_be_read_can_be_opened(office: Office, open_page: Open) -> None:
    source = add(office, "https://a.example/feed", "A")
    ran(office, source, counts=Counts(known=1, rejected=1))
    with office.house.store.unit() as connection:
        reject = Rejected("it has neither text nor title", "item 3", "<item/>")
        runs.add_rejects(connection, [("r-" + source.id, source.id, reject)])
    at = open_page("sources", office.kay, source=source.id)
    (row,) = at.dataframe[0].value.to_dict("records")
    assert (row["Where"], row["Why"]) == ("item 3", "it has neither text nor title")


def test_search_feeds_made_of_the_terms_can_be_ticked_and_added(
    office: Office, open_page: Open
) -> None:
    at = open_page("sources", office.kay)
    ticks = [box for box in at.checkbox if (box.key or "").startswith("tick ")]
    assert len(ticks) == 5
    ticks[0].uncheck().run()
    at.button(key="add_searches").click().run()
    names = sorted(s.name for s in company_of(office.house.store).sources.values())
    assert len(names) == 4
    assert "Google News: Example Training" not in names


def test_nobody_adds_anything_without_a_name(office: Office, open_page: Open, shown: Shown) -> None:
    at = open_page("sources")
    assert "Say who you are first" in shown(at)
    assert not [button for button in at.button if button.key == "add_searches"]


def look_at(at: AppTest, typed: str) -> AppTest:
    at.text_input(key="feed_url").input(typed).run()
    return at.button(key="look").click().run()


def test_a_feed_that_is_there_already_is_said_to_be_and_changed_not_added(
    office: Office, open_page: Open, shown: Shown, server: FeedServer
) -> None:
    url = server.put("/feed", feed("Example Training wins"))
    source = add(office, url, "Local Voice")
    at = look_at(open_page("sources", office.kay), url)
    assert "It is there already, as “Local Voice”; here you can change it." in shown(at)
    assert at.button(key="add_source").label == "Change this source"
    at.selectbox(key=f"source_every {url}").select(120)
    at.button(key="add_source").click().run()
    assert "Local Voice: there already; changed as you said." in shown(at)
    assert "Added" not in shown(at)
    assert company_of(office.house.store).sources == {source.id: replace(source, every=120)}


def test_what_is_no_address_is_not_said_to_lie_inside(
    office: Office, open_page: Open, shown: Shown
) -> None:
    text = shown(look_at(open_page("sources", office.kay), "@example"))
    assert "This is no web address" in text
    assert "your own network" not in text


def test_an_inside_address_is_refused_with_how_it_can_be_allowed(
    office: Office, open_page: Open, shown: Shown
) -> None:
    text = shown(look_at(open_page("sources", office.kay), "http://127.0.0.1:9/feed"))
    assert "EARSHOT_ALLOW_HOSTS" in text


def test_a_linkedin_page_is_promised_no_download_that_it_has_not(
    office: Office, open_page: Open, shown: Shown
) -> None:
    at = look_at(open_page("sources", office.kay), "https://www.linkedin.com/company/example")
    assert "a page has no download of its own" in shown(at)
