"""Claims about changed terms applied to what is there: found, marked anew, and never lost."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from earshot.handling import reapplying
from earshot.handling.administration import change_profile
from earshot.handling.decisions import Action
from earshot.handling.doctor import examine
from earshot.handling.listening import set_source_state
from earshot.handling.reapplying import Applied, apply_terms
from earshot.rules.company import SourceState
from earshot.rules.events import EventKind
from earshot.store import dropped, log, runs
from earshot.words.errors import Refused
from earshot.words.vocabulary import State
from tests.earshot.desk import BEGUN, NOW, Desk, post

LATER = NOW + timedelta(hours=2)
HOUR = timedelta(hours=1)
ASKS = "Why does ExTra never answer my e-mail? I want my money back, this is awful."


def change_terms(desk: Desk, *terms: str, changed: datetime = LATER) -> None:
    with desk.house.store.unit() as connection:
        change_profile(
            connection,
            lambda fresh: replace(fresh, terms=terms),
            actor=desk.kay.id,
            now=changed,
        )


def applied(desk: Desk, **how: object) -> Applied:
    given = {"actor": desk.kay.id, "now": LATER} | how
    return apply_terms(desk.house, **given)  # type: ignore[arg-type]


def left(desk: Desk) -> list[str]:
    """The texts that are still kept as dropped."""
    with desk.house.store.unit() as connection:
        return [each.post.text for each in dropped.recent(connection, BEGUN)]


def seen(desk: Desk) -> tuple[tuple[str, int], ...]:
    """Every Mention with its Case's version, as a person would confirm them all."""
    return tuple((item.id, item.version) for item in desk.items())


def test_what_is_newly_meant_is_taken_in_judged_and_due_by_its_publication(desk: Desk) -> None:
    published = NOW - HOUR
    desk.take_in(desk.news, post(ASKS, url="https://n.example/1", at=published), post("Rain"))
    change_terms(desk, '"Example Training"', "extra")
    done = applied(desk)
    assert (done.taken_in, done.waiting) == (1, 1)
    item = desk.item()
    assert (item.text, item.source, item.state) == (ASKS, desk.news.id, State.OPEN)
    assert (item.received_at, item.seen_at) == (published, LATER)
    assert item.hits == [["extra", 9, 14]]
    assert left(desk) == ["Rain"]


def test_what_was_published_before_its_source_began_is_history(desk: Desk) -> None:
    desk.take_in(desk.news, post(ASKS, at=BEGUN - HOUR))
    change_terms(desk, "extra")
    assert (applied(desk).waiting, desk.item().state) == (0, State.HISTORY)


def test_the_same_words_by_the_next_collection_are_known_and_not_an_edit(desk: Desk) -> None:
    said = post(ASKS, url="https://n.example/1")
    desk.take_in(desk.news, said)
    change_terms(desk, "extra")
    applied(desk)
    assert desk.take_in(desk.news, said, now=LATER + HOUR).counts.known == 1


def test_what_a_collection_has_brought_whole_is_not_cut_by_its_dropped_beginning(
    desk: Desk,
) -> None:
    said = post("ExTra " + "and so on " * 100, url="https://n.example/1")
    desk.take_in(desk.news, said)
    change_terms(desk, "extra")
    with desk.house.store.unit() as connection:
        rows = dropped.recent(connection, BEGUN)
    desk.take_in(desk.news, said, now=LATER)
    intake = desk.house.intake(desk.company)
    with desk.house.store.unit() as connection:
        assert reapplying._take_in(connection, intake, rows, LATER) == (0, 0)
    assert (desk.item().text, desk.item().edition) == (said.text, 1)


def test_a_long_text_that_comes_again_whole_overturns_no_decision(desk: Desk) -> None:
    long = post(
        "ExTra opens on Monday, " + "and so on " * 60 + "why did nobody answer me? Awful.",
        url="https://n.example/1",
        guid="n-1",
        host="n.example",
    )
    desk.take_in(desk.news, long, post(f"Snow {long.text}", url="https://n.example/2"))
    change_terms(desk, "extra")
    assert applied(desk).taken_in == 2
    before = {item.url: item for item in desk.items()}
    how = {"by": desk.sam.id, "reason": "asked nothing"}
    desk.decide(Action.NO_REPLY_NEEDED, before[long.url], now=LATER, **how)
    for hours in (1, 2):
        counts = desk.take_in(desk.news, long, now=LATER + hours * HOUR).counts
        assert (counts.known, counts.changed) == (1, 0)
    after = {item.url: item for item in desk.items()}[long.url]
    assert (after.state, after.edition) == (State.NO_REPLY_NEEDED, 1)
    edited = replace(long, text=f"{long.text} Now.")
    assert desk.take_in(desk.news, edited, now=LATER + 3 * HOUR).counts.changed == 1


def test_how_long_dropped_items_can_be_taken_in_is_the_policys_to_say(desk: Desk) -> None:
    shipped = desk.house.policy_path.read_text("utf-8")
    changed = shipped.replace("dropped_summaries_days = 7", "dropped_summaries_days = 20")
    (desk.house.folder / "policy.toml").write_text(changed, "utf-8")
    desk.take_in(desk.news, post(ASKS), now=NOW)
    change_terms(desk, "extra")
    assert applied(desk, now=NOW + timedelta(days=20)).taken_in == 0
    assert applied(desk, now=NOW + timedelta(days=19)).taken_in == 1


def test_applying_is_no_collection_of_the_source(desk: Desk) -> None:
    desk.take_in(desk.news, post(ASKS))
    change_terms(desk, "extra")
    with desk.house.store.unit() as connection:
        before = runs.last(connection)
    applied(desk)
    with desk.house.store.unit() as connection:
        assert runs.last(connection) == before


def test_applying_twice_does_nothing_more(desk: Desk) -> None:
    desk.take_in(desk.news, post(ASKS), post("Example Training wins", url="https://n.example/2"))
    change_terms(desk, "extra", "wins")
    assert applied(desk).taken_in == 1
    assert applied(desk) == Applied()


def test_broken_off_it_goes_on_where_it_stood(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.take_in(desk.news, *[post(f"ExTra {n}", url=f"https://n.example/{n}") for n in range(5)])
    change_terms(desk, "extra")
    monkeypatch.setattr(reapplying, "JUDGED", 2)
    take_in, calls = reapplying._take_in, []

    def breaking(*given: object) -> tuple[int, int]:
        calls.append(given)
        done = take_in(*given)  # type: ignore[arg-type]
        if len(calls) == 2:
            raise KeyboardInterrupt
        return done

    monkeypatch.setattr(reapplying, "_take_in", breaking)
    with pytest.raises(KeyboardInterrupt):
        applied(desk)
    assert (len(desk.items()), len(left(desk))) == (2, 3)
    assert applied(desk).taken_in == 3
    assert len({item.id for item in desk.items()}) == 5


def test_hits_of_all_that_is_stored_become_those_of_the_new_terms(desk: Desk) -> None:
    desk.take_in(desk.news, post("Example Training wins a prize", url="https://n.example/1"))
    desk.take_in(desk.feed, post("You win nothing", url="https://page.example/1"))
    change_terms(desk, "prize", "nothing")
    assert applied(desk).marked == 2
    assert {item.text: item.hits for item in desk.items()} == {
        "Example Training wins a prize": [["prize", 24, 29]],
        "You win nothing": [["nothing", 8, 15]],
    }


def test_without_confirmation_nothing_leaves_the_queue(desk: Desk) -> None:
    desk.take_in(desk.news, post("Example Training never answers, it is awful. Why?"))
    change_terms(desk, "extra")
    assert applied(desk).set_aside == 0
    assert (desk.item().state, desk.item().hits) == (State.OPEN, [])


def test_what_is_confirmed_goes_out_of_scope_with_the_reason_and_who_decided(desk: Desk) -> None:
    desk.take_in(desk.news, post("Example Training never answers, it is awful. Why?"))
    change_terms(desk, "extra", changed=NOW + HOUR)
    with desk.house.store.unit() as connection:  # a later change of something else
        change_profile(
            connection,
            lambda fresh: replace(fresh, name="Other"),
            actor=desk.kay.id,
            now=NOW + timedelta(days=2),
        )
    done = applied(desk, confirmed=seen(desk), now=NOW + timedelta(days=3))
    assert (done.set_aside, done.refused) == (1, ())
    item = desk.item()
    assert item.state is State.OUT_OF_SCOPE
    assert item.reason == "no longer meant by the terms (changed on Wednesday 18 November 2026)"
    with desk.house.store.unit() as connection:
        (event,) = log.of_subjects(connection, [item.id])[item.id]
    assert (event.kind, event.actor) == (EventKind.OUT_OF_SCOPE, desk.kay.id)


def test_what_is_meant_after_all_or_was_said_to_us_stays_whoever_confirms(desk: Desk) -> None:
    desk.take_in(desk.news, post("Example Training is awful. Why?", url="https://n.example/1"))
    desk.take_in(desk.feed, post("You never answer. Why?", url="https://page.example/1"))
    done = applied(desk, confirmed=seen(desk))
    assert (done.set_aside, len(done.refused)) == (0, 2)
    assert {item.state for item in desk.items()} == {State.OPEN}


def test_what_somebody_else_decided_meanwhile_is_left_as_it_is(desk: Desk) -> None:
    desk.take_in(desk.news, post("Example Training is awful. Why?"))
    confirmed = seen(desk)
    desk.decide(Action.ACKNOWLEDGE, desk.item(), by=desk.sam.id, where="by telephone")
    change_terms(desk, "extra")
    done = applied(desk, confirmed=confirmed)
    assert (done.set_aside, [case for case, _ in done.refused]) == (0, [confirmed[0][0]])
    assert desk.item().state is State.ACKNOWLEDGED


def test_nobody_can_confirm_without_a_name_and_then_nothing_is_done(desk: Desk) -> None:
    desk.take_in(desk.news, post("Example Training is awful. Why?"), post(ASKS, url=None))
    change_terms(desk, "extra")
    with pytest.raises(Refused, match="Say who you are"):
        applied(desk, confirmed=seen(desk), actor="earshot")
    assert len(desk.items()) == 1


def test_a_paused_source_gives_what_it_brought_before(desk: Desk) -> None:
    desk.take_in(desk.news, post(ASKS))
    with desk.house.store.unit() as connection:
        set_source_state(connection, desk.news.id, SourceState.PAUSED, actor=desk.kay.id, now=NOW)
    change_terms(desk, "extra")
    assert applied(desk).taken_in == 1


def test_afterwards_log_and_cases_agree(desk: Desk) -> None:
    desk.take_in(desk.news, post(ASKS), post("Example Training is awful. Why?", url=None))
    change_terms(desk, "extra")
    assert applied(desk, confirmed=seen(desk)).set_aside == 1
    with desk.house.store.unit() as connection:
        assert not [each for each in examine(connection, repair=False) if each.problems]
