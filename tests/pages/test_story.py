"""A story in the item's pane: who carries it, splitting one off, and what was said before."""

import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from streamlit.testing.v1 import AppTest

from collectors.post import DateMark, Kind, Platform, Post, Published
from earshot.handling import listening
from earshot.handling.house import company_of
from earshot.handling.keeping import Delivery
from earshot.rules.company import Source
from earshot.store.runs import Run, Status
from earshot.words.vocabulary import State
from tests.pages.office import Office

Open = Callable[..., AppTest]
Shown = Callable[[AppTest], str]
WIRE = (
    "Example Training has let 14 apprentices in Hull down again: nobody answers the telephone, the "
    "lessons are dreadful and the certificates come late, parents complained on Tuesday."
)


def news(office: Office) -> Source:
    begun = datetime.now(UTC) - timedelta(days=20)
    source = listening.new_source("https://news.example/rss", name="News", account=None, now=begun)
    with office.house.store.unit() as connection:
        return listening.add_source(connection, source, actor="earshot", now=begun)


def carry(office: Office, source: Source, outlet: str, *, ago: int, text: str = WIRE) -> None:
    now = datetime.now(UTC) - timedelta(hours=ago)
    post = Post(
        platform=Platform.NEWS,
        kind=Kind.ARTICLE,
        text=text,
        where="item 1",
        published=Published(now, DateMark.EXACT),
        url=f"https://{outlet}.example/wire",
        publisher=f"The <b>{outlet.title()}</b>",
    )
    run = Run(secrets.token_hex(8), source.id, now, now, Status.OK)
    intake = office.house.intake(company_of(office.house.store))
    intake.take_in(office.house.store, [Delivery(source, run, [post])], now=now)


def test_the_queue_shows_a_story_once_with_its_outlets_and_one_can_be_split_off(
    office: Office, open_page: Open, shown: Shown
) -> None:
    source = news(office)
    for ago, outlet in ((3, "mercury"), (2, "gazette"), (1, "herald")):
        carry(office, source, outlet, ago=ago)
    at = open_page("triage", office.kay)
    cards = [each for each in at.button if (each.key or "").startswith("open_")]
    assert len(cards) == 1
    assert "+2 outlets" in cards[0].label
    said = shown(at)
    assert "Carried by 3 outlets, one case" in said
    assert "The &lt;b&gt;Herald&lt;/b&gt;" in said
    assert 'href="https://gazette.example/wire"' in said
    splits = [each for each in at.button if (each.key or "").startswith("split_")]
    assert len(splits) == 2  # not the first
    mention = (splits[0].key or "").removeprefix("split_")
    at = splits[0].click().run()
    assert "Say why it is another story" in shown(at)
    at.text_input(key=f"split_why_{mention}").input("it tells of another centre")
    at = at.button(key=f"split_{mention}").click().run()
    assert "Split off" in shown(at)
    assert len([each for each in at.button if (each.key or "").startswith("open_")]) == 2


def test_deciding_about_a_later_outlet_in_mentions_decides_the_story(
    office: Office, open_page: Open, shown: Shown
) -> None:
    source = news(office)
    carry(office, source, "mercury", ago=3)
    carry(office, source, "gazette", ago=2)
    later = next(item for item in office.all_items() if item.story != item.id)
    at = open_page("mentions", office.kay, item=later.id)
    assert "+1 outlet" in at.dataframe[0].value.to_string()
    at.button(key="do_answer").click().run().button(key="record").click().run()
    assert {item.state for item in office.all_items()} == {State.ANSWERED}


def test_an_edited_item_shows_what_it_said_first(
    office: Office, open_page: Open, shown: Shown
) -> None:
    source = news(office)
    carry(office, source, "mercury", ago=3)
    carry(office, source, "mercury", ago=2, text="Example Training <i>answers</i> us now.")
    at = open_page("triage", office.kay, item=office.all_items()[0].id)
    assert "Edited once: what it said before" in [each.label for each in at.expander]
    assert "First said" in shown(at)
    assert WIRE in shown(at)
