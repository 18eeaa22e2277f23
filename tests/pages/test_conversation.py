"""A thread on the screen: one conversation, the present one marked, each opened from there."""

import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from streamlit.testing.v1 import AppTest

from collectors.post import DateMark, Kind, Platform, Post, Published
from earshot.handling import listening
from earshot.handling.house import company_of
from earshot.handling.keeping import Delivery
from earshot.store.runs import Run, Status
from tests.pages.office import Office

Open = Callable[..., AppTest]
Shown = Callable[[AppTest], str]


def thread(office: Office) -> list[str]:
    """Two comments under one post and an answer to the first; their ids, as they were said."""
    now = datetime.now(UTC)
    source = listening.new_source(
        "https://page.example/c.rss", name=None, account=office.page, now=now - timedelta(days=9)
    )
    with office.house.store.unit() as connection:
        listening.add_source(connection, source, actor="earshot", now=now - timedelta(days=9))
    posts = [
        _comment("c1", "post-1", "When does the <i>course</i> start?", now - timedelta(hours=3)),
        _comment("c2", "c1", "I would like to know that too", now - timedelta(hours=2)),
        _comment("c3", "post-1", "Is there parking?", now - timedelta(hours=1)),
    ]
    run = Run(secrets.token_hex(8), source.id, now, now, Status.OK)
    intake = office.house.intake(company_of(office.house.store))
    intake.take_in(office.house.store, [Delivery(source, run, posts)], now=now)
    items = sorted(office.all_items(), key=lambda item: item.published_at or now)
    return [item.id for item in items]


def _comment(name: str, answers: str, text: str, at: datetime) -> Post:
    return Post(
        platform=Platform.FACEBOOK,
        kind=Kind.COMMENT,
        text=text,
        where="item",
        published=Published(at, DateMark.EXACT),
        url=f"https://page.example/{name}",
        native_id=name,
        in_reply_to=answers,
        author=f"Writer {name}",
    )


def test_a_thread_is_one_conversation_with_the_present_one_marked(
    office: Office, open_page: Open, shown: Shown
) -> None:
    first, answer, _ = thread(office)
    at = open_page("triage", office.kay, item=answer)
    assert "The conversation: 3 comments" in [each.label for each in at.expander]
    said = shown(at)
    assert said.count("<strong>this one</strong>") == 1
    assert "When does the &lt;i&gt;course" in said
    at = at.button(key=f"talk_{first}").click().run()
    assert at.query_params["item"] == first


def test_our_reply_stands_in_the_conversation_as_ours(
    office: Office, open_page: Open, shown: Shown
) -> None:
    first, answer, _ = thread(office)
    at = open_page("triage", office.kay, item=first)
    at = at.button(key="do_answer").click().run()
    at.button(key="record").click().run()
    said = shown(open_page("triage", office.kay, item=answer))
    assert "We replied" in said
    assert "public reply here" in said


def test_what_stands_alone_shows_no_conversation(office: Office, open_page: Open) -> None:
    office.note("Is there parking?")
    at = open_page("triage", office.kay)
    assert not [each for each in at.expander if each.label.startswith("The conversation")]
