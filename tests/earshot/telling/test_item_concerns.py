"""Concerns as they stand: the machine's but for what people dismiss, and what they find."""

from earshot.handling.correcting import Correction, correct
from earshot.handling.doctor import examine
from earshot.handling.stories import split_off
from earshot.rules.findings import Judged
from earshot.store.questions import Item
from earshot.telling.item_concerns import lines_of
from earshot.words.vocabulary import ConcernName
from tests.earshot.desk import NOW, Desk, post

INSULT = "Example Training, your tutor is a stupid idiot"
WIRE = (
    "Example Training has let 14 apprentices in Hull down again: nobody answers the telephone, the "
    "lessons are dreadful and the certificates come late, parents complained on Tuesday."
)
BULLYING = ConcernName.BULLYING.value
OFFENSIVE = ConcernName.OFFENSIVE.value


def say(desk: Desk, item: Item, person: str, concern: str) -> None:
    told = Correction(item.id, item.version, Judged.CONCERN, person, "I have read it", concern)
    rules = desk.house.rules(desk.company)
    with desk.house.store.unit() as connection:
        correct(connection, told, rules, actor=desk.sam.id, now=NOW)


def names(desk: Desk) -> list[object]:
    return [each["concern"] for each in lines_of(desk.item())]


def test_what_a_person_dismisses_is_not_among_the_concerns_any_more(desk: Desk) -> None:
    desk.take_in(desk.feed, post(INSULT))
    assert OFFENSIVE in names(desk)
    say(desk, desk.item(), "absent", OFFENSIVE)
    assert OFFENSIVE not in names(desk)


def test_what_a_person_finds_beyond_the_machine_is_sure_and_has_no_evidence(desk: Desk) -> None:
    desk.take_in(desk.feed, post("Where is the car park, Example Training?"))
    say(desk, desk.item(), "present", BULLYING)
    assert lines_of(desk.item()) == [
        {
            "concern": BULLYING,
            "severity": "high",
            "confidence": 1.0,
            "evidence": [],
            "clause": "conduct.bullying",
        }
    ]


def test_what_a_person_confirms_stays_as_the_machine_said_it(desk: Desk) -> None:
    desk.take_in(desk.feed, post(INSULT))
    before = lines_of(desk.item())
    say(desk, desk.item(), "present", OFFENSIVE)
    assert lines_of(desk.item()) == before


def test_corrections_survive_being_split_off_and_leave_the_story(desk: Desk) -> None:
    for outlet in ("mercury", "gazette"):
        said = post(WIRE, url=f"https://{outlet}.example/wire", publisher=outlet.title())
        desk.take_in(desk.news, said)
    second = next(each for each in desk.items() if each.story != each.id)
    say(desk, second, "present", BULLYING)
    rules = desk.house.rules(desk.company)
    with desk.house.store.unit() as connection:
        split_off(connection, second.id, rules, reason="another", actor=desk.sam.id, now=NOW)
    confirmed = {each.id: list(each.confirmed) for each in desk.items()}
    assert confirmed.pop(second.id) == [BULLYING]
    assert list(confirmed.values()) == [[]]
    with desk.house.store.unit() as connection:
        assert all(not found.problems for found in examine(connection, repair=False))
        rows = connection.execute('SELECT "case" FROM findings').fetchall()
    assert rows == [(second.id,)]
