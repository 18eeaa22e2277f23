"""Safeguarding: an item is kept from all but the few, at once, and those few deal with it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest

from collectors.post import Kind, Platform
from earshot.handling import administration, casework
from earshot.handling import desk as desks
from earshot.handling.decisions import Action
from earshot.handling.doctor import examine
from earshot.handling.effects import tried_on
from earshot.handling.stories import split_off
from earshot.protection import safeguarding
from earshot.protection.guarded_reading import VISIT, Read, open_restricted, theirs
from earshot.rules.access import Reader
from earshot.rules.case import Case
from earshot.rules.company import Person, Role
from earshot.rules.events import EventKind, NewEvent
from earshot.rules.restriction import Danger, Restriction, Stage
from earshot.store import log, restricted
from earshot.store.questions import Item
from earshot.telling.briefing import promised, tally_of
from earshot.telling.compliance import Standing
from earshot.telling.exports import write_compliance, write_mentions
from earshot.telling.reports import mentions_of, promises_of, summary_in
from earshot.words.errors import NotFound, Refused
from earshot.words.period import Period
from earshot.words.vocabulary import Clock, State
from tests.earshot.desk import NOW, Desk, post

WORDS = "When does it start? Xylophonic words of Example Training"
SAID = "https://page.example/comments/xylophone"
AUTHOR = "Quillon Writer-Example"
PERIOD = Period(NOW.date() - timedelta(days=30), NOW.date() + timedelta(days=30))


@dataclass
class Ward:
    """A desk with somebody in each role, and one item that is to be restricted."""

    desk: Desk
    people: dict[Role, Person]
    item: Item

    def reader(self, role: Role) -> Reader:
        return Reader(self.people[role], proven=True)

    def do(self, act: Callable[..., Any], *given: Any, **more: Any) -> Any:
        with self.desk.house.store.unit() as connection:
            return act(connection, *given, **{"now": NOW} | more)

    def restrict(self, concern: Danger = Danger.THREAT, **more: Any) -> Restriction:
        moderator = self.reader(Role.MODERATOR)
        case = self.do(safeguarding.restrict, self.item.id, concern, moderator, **more)
        return self.of(case)

    def act(self, act: Callable[..., Case], role: Role, *given: Any, **more: Any) -> Restriction:
        return self.of(self.do(act, self.item.id, *given, self.reader(role), **more))

    def of(self, case: Case) -> Restriction:
        assert case.restriction is not None
        return case.restriction

    def open(self, role: Role, **more: Any) -> Read:
        read: Read = self.do(open_restricted, self.item.id, self.reader(role), **more)
        return read

    def ask(self, question: Callable[..., Any], *given: Any) -> Any:
        with self.desk.house.store.unit() as connection:
            return question(connection, *given)

    def lift(self, role: Role = Role.DSL, **more: Any) -> Case:
        rules = self.desk.house.rules(self.desk.company)
        given = {"reason": "A song title", "rules": rules} | more
        case: Case = self.do(safeguarding.lift, self.item.id, self.reader(role), **given)
        return case


@pytest.fixture
def ward(desk: Desk) -> Ward:
    people = {Role.SMT: desk.kay, Role.MODERATOR: desk.sam}
    with desk.house.store.unit() as connection:
        for role in (Role.DSL, Role.DEPUTY, Role.DPO, Role.CHAIR, Role.STAFF, Role.READ_ONLY):
            name = f"{role.value} Example"
            people[role] = administration.add_person(connection, name, role, now=NOW)
    desk.take_in(desk.feed, _said())
    return Ward(desk, people, desk.item())


def _said(text: str = WORDS, **more: Any) -> Any:
    given: dict[str, Any] = {
        "url": SAID,
        "author": AUTHOR,
        "platform": Platform.FACEBOOK,
        "kind": Kind.COMMENT,
        "guid": "g1",
    }
    return post(text, **given | more)


def test_a_restricted_item_is_in_no_list_search_chart_or_export(ward: Ward) -> None:
    ward.restrict()
    assert ward.desk.items() == []
    out = StringIO()
    company = ward.desk.company
    write_mentions(out, ward.ask(mentions_of, PERIOD), company)
    write_compliance(out, ward.ask(promises_of, PERIOD), company, NOW)
    summary = ward.ask(summary_in, PERIOD, NOW)
    told = out.getvalue() + repr(summary) + repr(ward.ask(promised, PERIOD, NOW))
    told += repr(ward.ask(tried_on, NOW - timedelta(days=7)))
    assert not [each for each in ("Xylophonic", AUTHOR, SAID, "Facebook page") if each in told]


def test_everybody_else_sees_one_restricted(ward: Ward) -> None:
    ward.restrict()
    assert ward.ask(restricted.count) == 1
    assert ward.ask(restricted.count_waiting) == 1
    assert ward.ask(restricted.count_due, PERIOD.start, PERIOD.end) == 1
    assert ward.ask(restricted.count_in, PERIOD.start, PERIOD.end) == 1
    past = NOW.date() - timedelta(days=300)
    assert ward.ask(restricted.count, past, past) == 0


def test_an_item_that_is_restricted_meanwhile_is_said_to_be_so(ward: Ward) -> None:
    ward.restrict()
    with pytest.raises(NotFound, match="This item is restricted"):
        ward.ask(desks.opened, ward.item.id)


def test_a_decision_that_was_begun_is_refused_in_words(ward: Ward) -> None:
    ward.restrict()
    ((_, why),) = ward.desk.decide(Action.ANSWER, ward.item, where="public reply").refused
    assert "restricted" in why


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        (Role.MODERATOR, True),
        (Role.DSL, True),
        (Role.DEPUTY, True),
        (Role.SMT, False),
        (Role.DPO, False),
        (Role.CHAIR, False),
        (Role.STAFF, False),
        (Role.READ_ONLY, False),
    ],
)
def test_its_text_is_seen_by_the_moderator_on_duty_the_lead_and_the_deputies(
    ward: Ward, role: Role, sees: bool
) -> None:
    ward.restrict()
    if sees:
        assert ward.open(role).item.text == WORDS
    else:
        with pytest.raises(Refused):
            ward.open(role)
    listed = ward.ask(theirs, ward.reader(role))
    assert [each.id for each in listed] == ([ward.item.id] if sees else [])


def test_once_handed_over_the_moderator_sees_it_no_more(ward: Ward) -> None:
    ward.restrict()
    assert ward.act(safeguarding.hand_over, Role.MODERATOR).stage is Stage.HANDED_OVER
    with pytest.raises(Refused):
        ward.open(Role.MODERATOR)
    assert ward.open(Role.DEPUTY).item.text == WORDS


def test_without_sign_in_nothing_of_it_is_done(ward: Ward) -> None:
    unproven = Reader(ward.people[Role.DSL])
    with pytest.raises(Refused, match="signed in"):
        ward.do(safeguarding.restrict, ward.item.id, Danger.THREAT, unproven)
    ward.restrict()
    with pytest.raises(Refused, match="signed in"):
        ward.do(open_restricted, ward.item.id, unproven)
    assert ward.ask(theirs, unproven) == []


def test_who_can_neither_decide_nor_note_restricts_nothing(ward: Ward) -> None:
    with pytest.raises(Refused):
        ward.do(safeguarding.restrict, ward.item.id, Danger.THREAT, ward.reader(Role.READ_ONLY))
    assert len(ward.desk.items()) == 1


def test_handing_over_needs_somebody_to_hand_to(desk: Desk) -> None:
    desk.take_in(desk.feed, _said())
    ward = Ward(desk, {Role.MODERATOR: desk.sam}, desk.item())
    ward.restrict()
    with pytest.raises(Refused, match="set up in Settings"):
        ward.act(safeguarding.hand_over, Role.MODERATOR)


def test_a_person_named_in_it_cannot_take_that_back(ward: Ward) -> None:
    ward.restrict(Danger.STAFF_ALLEGATION)
    ward.act(safeguarding.hand_over, Role.MODERATOR)
    lead = ward.people[Role.DSL].id
    ward.act(safeguarding.lock_out, Role.DSL, [lead])
    with pytest.raises(Refused):
        ward.act(safeguarding.lock_out, Role.DSL, [])
    with pytest.raises(Refused):
        ward.open(Role.DSL)
    assert ward.act(safeguarding.lock_out, Role.DEPUTY, []).locked == ()


def test_a_report_about_an_smt_member_goes_round_smt(ward: Ward) -> None:
    ward.restrict(Danger.STAFF_ALLEGATION)
    head = ward.people[Role.SMT].id
    ward.act(safeguarding.name_manager, Role.DSL, head)
    assert ward.open(Role.SMT).item.text == WORDS
    ward.act(safeguarding.lock_out, Role.DSL, [head])
    with pytest.raises(Refused):
        ward.open(Role.SMT)
    assert ward.open(Role.CHAIR).item.text == WORDS
    with pytest.raises(Refused, match="named in it"):
        ward.act(safeguarding.name_manager, Role.DSL, head)


def test_nobody_can_lock_out_everybody(ward: Ward) -> None:
    ward.restrict()
    those = [ward.people[role].id for role in (Role.DSL, Role.DEPUTY, Role.CHAIR)]
    with pytest.raises(Refused, match="nobody would be left"):
        ward.act(safeguarding.lock_out, Role.DSL, those)


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.DEPUTY])
def test_the_lead_is_put_out_by_nobody_who_does_not_decide(ward: Ward, role: Role) -> None:
    ward.restrict()
    lead, staff = ward.people[Role.DSL].id, ward.people[Role.STAFF].id
    with pytest.raises(Refused, match="Only another who decides"):
        ward.act(safeguarding.lock_out, role, [lead])
    assert ward.act(safeguarding.lock_out, role, [staff]).locked == (staff,)
    with pytest.raises(Refused, match="Names are taken back by the safeguarding lead"):
        ward.act(safeguarding.lock_out, role, [])
    assert ward.act(safeguarding.lock_out, Role.DSL, []).locked == ()


def test_another_lead_puts_the_lead_out_who_then_takes_no_name_off_again(ward: Ward) -> None:
    with ward.desk.house.store.unit() as connection:
        second = administration.add_person(connection, "Second Lead", Role.DSL, now=NOW)
    ward.restrict()
    lead, staff = ward.people[Role.DSL].id, ward.people[Role.STAFF].id
    other = Reader(second, proven=True)
    ward.do(safeguarding.lock_out, ward.item.id, [lead, staff], other)
    ward.do(safeguarding.lock_out, ward.item.id, [staff], other)
    with pytest.raises(Refused, match="never named in it"):
        ward.act(safeguarding.lock_out, Role.DSL, [])


def test_the_case_manager_does_not_say_who_is_named_in_it(ward: Ward) -> None:
    ward.restrict(Danger.STAFF_ALLEGATION)
    ward.act(safeguarding.name_manager, Role.DSL, ward.people[Role.SMT].id)
    with pytest.raises(Refused, match="case manager does not say"):
        ward.act(safeguarding.lock_out, Role.SMT, [ward.people[Role.STAFF].id])


def test_what_is_done_on_the_command_line_is_marked_so(ward: Ward) -> None:
    ward.restrict()
    ward.do(safeguarding.file, ward.item.id, "SG-1", ward.people[Role.DSL].id)
    with ward.desk.house.store.unit() as connection:
        events = log.of_subjects(connection, [ward.item.id])[ward.item.id]
    via = {event.kind: event.details.get("via") for event in events}
    assert (via[EventKind.RESTRICTED], via[EventKind.FILED]) == (None, "command line")


def test_danger_is_acknowledged_by_a_person_once(ward: Ward) -> None:
    assert ward.restrict(urgent=True).urgent
    ward.act(safeguarding.see_danger, Role.DSL)
    with pytest.raises(Refused, match="dsl Example sees to it"):
        ward.act(safeguarding.see_danger, Role.DEPUTY)
    assert ward.act(safeguarding.mark_urgent, Role.DEPUTY).seen_by is None


def test_the_lead_alone_says_that_it_is_in_the_safeguarding_system(ward: Ward) -> None:
    ward.restrict()
    for role in (Role.MODERATOR, Role.DEPUTY):
        with pytest.raises(Refused, match="Only the safeguarding lead"):
            ward.act(safeguarding.file, role, "SG-1")
    filed = ward.act(safeguarding.file, Role.DSL, "SG-1")
    assert (filed.stage, filed.reference, filed.handed_at) == (Stage.FILED, "SG-1", NOW)


def test_a_reading_is_in_the_log_once_a_visit(ward: Ward) -> None:
    ward.restrict()
    ward.open(Role.DSL)
    ward.open(Role.DSL, now=NOW + timedelta(minutes=1))
    found = ward.open(Role.DEPUTY, now=NOW + timedelta(minutes=2))
    assert [event.actor for event in found.readings] == [
        ward.people[Role.DSL].id,
        ward.people[Role.DEPUTY].id,
    ]
    later = ward.open(Role.DSL, now=NOW + VISIT + timedelta(minutes=1))
    assert len(later.readings) == 3


def test_the_clock_is_handled_privately_and_counted_apart(ward: Ward) -> None:
    ward.restrict()
    ward.desk.settle(NOW + timedelta(days=9))
    later = NOW + timedelta(days=9)
    kept = tally_of(ward.ask(promised, PERIOD, later), Clock.POLICY)
    assert kept.by == {Standing.HANDLED_PRIVATELY: 1}
    figures = {f.name: f.value for f in ward.ask(summary_in, PERIOD, later).figures}
    assert figures["Handled privately (restricted)"] == 1
    assert figures["Missed"] == 0
    assert figures["Restricted"] == 1


def test_a_verdict_from_before_still_counts_without_its_row(ward: Ward) -> None:
    late = NOW + timedelta(days=3)
    ward.restrict(now=late)  # the deadline had passed, and nobody had noted it yet
    kept = tally_of(ward.ask(promised, PERIOD, late), Clock.POLICY)
    assert kept.by == {Standing.MISSED: 1}
    figures = {f.name: f.value for f in ward.ask(summary_in, PERIOD, late).figures}
    assert figures["Missed"] == 1
    assert ward.ask(promises_of, PERIOD) == []


def test_the_lead_can_lift_it_and_the_old_promise_goes_on(ward: Ward) -> None:
    ward.restrict()
    with pytest.raises(Refused):
        ward.lift(Role.DEPUTY)
    ward.lift(now=NOW + timedelta(hours=2))
    back = ward.desk.item()
    assert (back.state, back.due_at) == (State.OPEN, ward.item.due_at)


def test_where_its_time_is_over_a_new_promise_begins(ward: Ward) -> None:
    ward.restrict()
    late = NOW + timedelta(days=5)
    ward.lift(now=late)
    ward.desk.settle(late)
    (back,) = ward.desk.items()
    assert back.due_at is not None
    assert back.due_at > late
    standings = tally_of(ward.ask(promised, PERIOD, late), Clock.POLICY).by
    assert standings == {Standing.HANDLED_PRIVATELY: 1, Standing.PENDING: 1}


def test_undoing_a_decision_of_before_it_was_restricted_leaves_no_promise_private(
    ward: Ward,
) -> None:
    ward.desk.decide(Action.NO_REPLY_NEEDED, ward.item, reason="A joke")
    ward.restrict()
    late = NOW + timedelta(days=5)
    ward.lift(now=late)
    ward.desk.decide(Action.UNDO, ward.desk.item(), now=late)
    ward.desk.settle(late)
    standings = tally_of(ward.ask(promised, PERIOD, late), Clock.POLICY).by
    assert standings == {Standing.MISSED: 1}


def test_undoing_what_had_opened_it_before_leaves_no_promise_that_lifting_began(
    ward: Ward,
) -> None:
    ward.desk.decide(Action.ANSWER, ward.item, where="on the page")
    ward.desk.decide(Action.REOPEN, ward.desk.item(), reason="More was asked")
    ward.restrict()
    late = NOW + timedelta(days=5)
    ward.lift(now=late)
    waiting = next(item for item in ward.desk.items() if item.verdict is None)
    assert ward.desk.decide(Action.UNDO, waiting, now=late).done
    assert ward.desk.settle(late + timedelta(days=20)) == 0
    assert ward.desk.item().state is State.ANSWERED


def test_what_was_restricted_before_it_was_noted_what_ran_is_read_as_ever(ward: Ward) -> None:
    old = NewEvent(EventKind.RESTRICTED, ward.item.id, {"concern": "threat"})
    ward.do(casework.record, [old])
    standings = tally_of(ward.ask(promised, PERIOD, NOW), Clock.POLICY).by
    assert standings == {Standing.HANDLED_PRIVATELY: 1}


def test_of_the_time_when_it_was_restricted_its_history_tells_nothing(ward: Ward) -> None:
    ward.restrict(reason="zebra reason")
    ward.lift(reason="walrus reason")
    told = repr(ward.ask(desks.opened, ward.item.id).events)
    ((_, why),) = ward.desk.decide(Action.ANSWER, ward.item, where="public reply").refused
    assert "zebra" not in told + why
    assert "walrus" not in told + why


def test_an_edit_never_reopens_or_shows_it(ward: Ward) -> None:
    ward.desk.decide(Action.NO_REPLY_NEEDED, ward.item, reason="nothing asked")
    ward.restrict()
    later = NOW + timedelta(hours=3)
    edited = _said("When does Example Training start? Nobody answers me!", at=NOW)
    run = ward.desk.take_in(ward.desk.feed, edited, now=later)
    assert run.counts.changed == 1
    assert ward.desk.items() == []
    found = ward.open(Role.DSL)
    assert found.item.text.endswith("Nobody answers me!")
    assert [version.text for version in found.versions] == [WORDS]
    assert found.case.state is State.NO_REPLY_NEEDED


def test_the_same_post_is_known_again(ward: Ward) -> None:
    ward.restrict()
    run = ward.desk.take_in(ward.desk.feed, _said(), now=NOW + timedelta(hours=1))
    assert (run.counts.new, run.counts.known) == (0, 1)
    assert ward.desk.items() == []


ARTICLE = (
    "Example Training was the subject of a long article in which somebody announced that they "
    "would come to the open day and do harm to the staff who had marked them down last summer, "
    "and gave the day and the hour at which that was to happen in the main hall of the building."
)


def carried(url: str, outlet: str, at: Any = NOW) -> Any:
    return post(ARTICLE, url=url, publisher=outlet, guid=url, author=None, at=at)


def test_a_story_is_restricted_whole_and_takes_in_who_carries_it_later(ward: Ward) -> None:
    news = ward.desk.news
    ward.desk.take_in(news, carried("https://one.example/1", "The One Example"))
    ward.desk.take_in(news, carried("https://two.example/2", "The Two Example"))
    two = next(i for i in ward.desk.items() if i.url == "https://two.example/2")
    assert two.story not in (None, two.id)
    ward.do(safeguarding.restrict, two.id, Danger.THREAT, ward.reader(Role.MODERATOR))
    ward.desk.take_in(news, carried("https://three.example/3", "The Three Example"))
    assert [item.id for item in ward.desk.items()] == [ward.item.id]
    found = ward.do(open_restricted, two.id, ward.reader(Role.DSL))
    assert len(found.outlets) == 3
    rules = ward.desk.house.rules(ward.desk.company)
    actor = ward.people[Role.MODERATOR].id
    with pytest.raises(Refused, match="restricted"):
        ward.do(split_off, two.id, rules, reason="it tells of another", actor=actor)


def test_a_copy_of_a_restricted_story_from_before_we_listened_stays_shut(ward: Ward) -> None:
    news, early = ward.desk.news, NOW - timedelta(days=60)
    ward.desk.take_in(news, carried("https://one.example/1", "The One Example", early))
    one = next(i for i in ward.desk.items() if i.url == "https://one.example/1")
    assert one.state is State.HISTORY
    ward.do(safeguarding.restrict, one.id, Danger.THREAT, ward.reader(Role.MODERATOR))
    again = carried("https://two.example/2", "The Two Example", early + timedelta(days=1))
    ward.desk.take_in(news, again)
    assert [item.id for item in ward.desk.items()] == [ward.item.id]


def test_found_on_our_own_account_it_stays_shut_and_its_promise_private(ward: Ward) -> None:
    desk = ward.desk
    desk.take_in(desk.news, carried("https://www.facebook.com/exampletraining/posts/7", "F"))
    seven = next(i for i in desk.items() if i.clock is Clock.AIM)
    ward.do(safeguarding.restrict, seven.id, Danger.THREAT, ward.reader(Role.MODERATOR))
    placed = carried("https://www.facebook.com/exampletraining/posts/7", "F")
    desk.take_in(desk.feed, replace(placed, guid="another"))
    assert [item.id for item in desk.items()] == [ward.item.id]
    kept = tally_of(ward.ask(promised, PERIOD, NOW), Clock.POLICY)
    assert kept.by[Standing.PENDING] == 1  # the ordinary item's alone


def test_the_tables_are_what_the_log_says(ward: Ward) -> None:
    ward.restrict(urgent=True)
    ward.act(safeguarding.hand_over, Role.MODERATOR)
    ward.open(Role.DSL)
    ward.act(safeguarding.file, Role.DSL, "SG-1")
    with ward.desk.house.store.unit() as connection:
        assert [finding.problems for finding in examine(connection, repair=False)] == [(), (), ()]
        kinds = {event.kind for event in log.of_subjects(connection, [ward.item.id])[ward.item.id]}
    assert kinds == {
        EventKind.RESTRICTED,
        EventKind.HANDED_OVER,
        EventKind.RESTRICTED_READ,
        EventKind.FILED,
    }


def test_the_log_holds_no_word_of_it(ward: Ward) -> None:
    ward.restrict()
    ward.open(Role.DSL)
    with ward.desk.house.store.unit() as connection:
        events = log.of_subjects(connection, [ward.item.id])[ward.item.id]
    assert "Xylophonic" not in repr(events)
