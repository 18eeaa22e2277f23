"""A thread is shown as one conversation: in order, each with its own clock, none that is kept."""

from datetime import timedelta

from collectors.post import Kind, Platform, Post
from earshot.handling.conversation import Conversation, conversation_of
from earshot.handling.decisions import Action
from earshot.protection import safeguarding
from earshot.rules.restriction import Danger
from earshot.store import questions
from earshot.store.questions import Item, Wanted
from earshot.words.vocabulary import State
from tests.earshot.desk import NOW, Desk, post

POST = "post-77"


def comment(number: int, answers: str | None = POST, text: str = "") -> Post:
    return post(
        text or f"Example comment number {number} asks when the course starts",
        url=f"https://page.example/comments/{number}",
        at=NOW + timedelta(minutes=number),
        platform=Platform.FACEBOOK,
        kind=Kind.COMMENT,
        native_id=f"c{number}",
        in_reply_to=answers,
    )


def take_in(desk: Desk, *comments: Post) -> None:
    desk.take_in(desk.feed, *comments, now=NOW + timedelta(hours=2))


def named(desk: Desk, number: int) -> Item:
    (found,) = [i for i in desk.items() if i.url and i.url.endswith(f"/{number}")]
    return found


def conversation(desk: Desk, number: int) -> Conversation:
    item = named(desk, number)
    with desk.house.store.unit() as connection:
        return conversation_of(connection, item.id)


def order(found: Conversation) -> list[tuple[str, int]]:
    return [((line.item.url or "")[-1], line.depth) for line in found.lines]


def test_an_answer_stands_below_what_it_answers_whoever_of_them_is_opened(desk: Desk) -> None:
    take_in(desk, comment(1), comment(2), comment(3, "c1"), comment(4, "c3"))
    expected = [("1", 0), ("3", 1), ("4", 2), ("2", 0)]
    for number in (1, 2, 3, 4):
        assert order(conversation(desk, number)) == expected


def test_each_comment_has_its_own_clock_and_its_own_state(desk: Desk) -> None:
    take_in(desk, comment(1), comment(2, "c1"))
    desk.decide(
        Action.ANSWER, named(desk, 1), where="under the comment", now=NOW + timedelta(hours=3)
    )
    first, second = conversation(desk, 1).lines
    assert (first.item.state, second.item.state) == (State.ANSWERED, State.OPEN)
    assert second.item.due_at == NOW + timedelta(minutes=2, days=1)


def test_an_answer_that_names_its_parent_by_address_belongs_to_it_too(desk: Desk) -> None:
    take_in(desk, comment(1, None), comment(2, "https://page.example/comments/1"))
    assert order(conversation(desk, 2)) == [("1", 0), ("2", 1)]


def test_what_answers_nothing_and_is_not_answered_is_no_conversation(desk: Desk) -> None:
    take_in(desk, comment(1, None), comment(2, None))
    assert conversation(desk, 1).lines == ()


def test_comments_under_another_post_are_not_among_them(desk: Desk) -> None:
    take_in(desk, comment(1), comment(2), comment(3, "post-78"))
    assert order(conversation(desk, 1)) == [("1", 0), ("2", 0)]


def test_a_restricted_one_is_a_number_and_its_place_is_not_told(desk: Desk) -> None:
    take_in(desk, comment(1), comment(2, "c1"), comment(3, "c2"))
    with desk.house.store.unit() as connection:
        hidden = desk_item(desk, connection, 2)
        safeguarding.restrict(connection, hidden, Danger.THREAT, "earshot", now=NOW)
    found = conversation(desk, 1)
    assert (order(found), found.restricted) == ([("1", 0), ("3", 0)], 1)


def desk_item(desk: Desk, connection: object, number: int) -> str:
    found = questions.items(connection, Wanted())  # type: ignore[arg-type]
    return next(i.id for i in found if i.url and i.url.endswith(f"/{number}"))


def test_two_comments_that_answer_each_other_are_both_shown(desk: Desk) -> None:
    take_in(desk, comment(1, "c2"), comment(2, "c1"), comment(3, "c1"))
    for number in (1, 2, 3):
        found = conversation(desk, number)
        assert {name for name, _ in order(found)} == {"1", "2", "3"}
        assert found.lines[0].depth == 0


def test_a_comment_that_names_itself_is_shown_above_its_answers(desk: Desk) -> None:
    take_in(desk, comment(1, "c1"), comment(2, "c1"), comment(3, "c2"))
    for number in (1, 2, 3):
        assert order(conversation(desk, number)) == [("1", 0), ("2", 1), ("3", 2)]


def test_a_comment_that_names_only_itself_is_no_conversation(desk: Desk) -> None:
    take_in(desk, comment(1, "c1"))
    assert conversation(desk, 1).lines == ()


def test_a_ring_of_comments_is_shown_whole_from_outside_it(desk: Desk) -> None:
    take_in(desk, comment(1, "c3"), comment(2, "c1"), comment(3, "c2"), comment(4, "c2"))
    for number in (1, 2, 3, 4):
        assert {name for name, _ in order(conversation(desk, number))} == {"1", "2", "3", "4"}
