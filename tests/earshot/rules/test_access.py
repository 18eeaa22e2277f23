"""Who may do what: by role, by proof of who they are, and by nothing else."""

from dataclasses import replace

import pytest

from earshot.rules.access import (
    CONFIDENTIAL,
    NOBODY,
    RIGHTS,
    Reader,
    Right,
    may,
    require,
    require_actor,
)
from earshot.rules.company import Company, Person, Profile, Role
from earshot.rules.events import PROGRAM
from earshot.rules.staffing import changed, newcomer
from earshot.words.errors import Refused

SAM = Person("p-sam", "Sam Sample", (Role.SMT,), sign_in="sam@example.org")
KAY = Person("p-kay", "Kay Example", (Role.MODERATOR,), sign_in="kay@example.org")
DEE = Person("p-dee", "Dee Sample", (Role.DSL,))
REX = Person("p-rex", "Rex Example", (Role.READ_ONLY,))
TIM = Person("p-tim", "Tim Sample", (Role.STAFF,))


def company(*people: Person) -> Company:
    return Company(Profile("Example Training", ()), {}, {each.id: each for each in people}, {})


WHOLE = company(SAM, KAY, DEE, REX, TIM)


@pytest.mark.parametrize("right", sorted(CONFIDENTIAL))
def test_until_sign_in_is_on_nothing_confidential_is_opened_by_a_name(right: Right) -> None:
    holder = next(role for role in Role if right in RIGHTS[role])
    person = replace(SAM, roles=(holder,))
    assert not may(Reader(person, proven=False), right, WHOLE)
    assert may(Reader(person, proven=True), right, WHOLE)
    with pytest.raises(Refused, match="a name that is chosen proves nothing"):
        require(Reader(person), right, WHOLE)


@pytest.mark.parametrize("right", list(Right))
def test_whoever_has_left_may_nothing_whatever_their_roles(right: Right) -> None:
    gone = Person("p-gone", "Gone Example", tuple(Role), active=False)
    assert not may(Reader(gone, proven=True), right, company(SAM, gone))
    with pytest.raises(Refused):
        require_actor(gone.id, right, company(SAM, gone))


def test_staff_note_what_they_see_and_read_only_reads() -> None:
    assert [right for right in Right if may(Reader(TIM, True), right, WHOLE)] == [Right.NOTE]
    assert [right for right in Right if may(Reader(REX, True), right, WHOLE)] == [Right.LOOK]


def test_several_roles_allow_what_each_of_them_does() -> None:
    both = Reader(replace(TIM, roles=(Role.STAFF, Role.DPO)), proven=True)
    assert may(both, Right.RIGHTS, WHOLE)
    assert may(both, Right.NOTE, WHOLE)
    assert not may(both, Right.DECIDE, WHOLE)


def test_closure_days_are_signed_by_the_senior_team_alone() -> None:
    assert [role for role in Role if Right.SIGN in RIGHTS[role]] == [Role.SMT]
    assert not may(Reader(KAY), Right.SIGN, company(KAY))  # not even while there is none


def test_a_refusal_says_who_can_do_it() -> None:
    with pytest.raises(Refused, match=r"change who works here\. Sam Sample can\."):
        require_actor(KAY.id, Right.PEOPLE, WHOLE)
    with pytest.raises(Refused, match="Nobody who can is set up yet"):
        require_actor(KAY.id, Right.RIGHTS, WHOLE)


def test_whoever_signed_in_and_is_nobody_here_sees_nothing() -> None:
    assert [right for right in Right if may(Reader(None, proven=True), right, WHOLE)] == []
    assert may(NOBODY, Right.LOOK, WHOLE)


def test_until_somebody_leads_whoever_sets_up_changes_people_and_then_nobody_else_does() -> None:
    dee = changed(replace(DEE, roles=(Role.SMT,)), company(KAY, DEE), KAY.id)
    assert dee.roles == (Role.SMT,)
    with pytest.raises(Refused, match="does not let you change who works here"):
        newcomer(TIM, company(SAM, KAY), KAY.id)


def test_nobody_gives_themselves_a_role_unless_they_lead() -> None:
    led = replace(KAY, roles=(Role.MODERATOR, Role.DSL))
    with pytest.raises(Refused, match="Nobody gives themselves a role"):
        changed(led, company(KAY, DEE), KAY.id)
    assert changed(replace(SAM, roles=(Role.SMT, Role.DPO)), WHOLE, SAM.id)
    assert changed(replace(KAY, roles=(Role.SMT,)), company(KAY), KAY.id)  # has nobody to ask


@pytest.mark.parametrize("without", [{"active": False}, {"roles": (Role.STAFF,)}])
@pytest.mark.parametrize("actor", [SAM.id, PROGRAM])
def test_the_last_of_the_senior_team_is_taken_away_by_nobody(
    without: dict[str, object], actor: str
) -> None:
    with pytest.raises(Refused, match="last of the senior team"):
        changed(replace(SAM, **without), WHOLE, actor)  # type: ignore[arg-type]
    second = replace(DEE, roles=(Role.SMT,))
    assert changed(replace(SAM, **without), company(SAM, second), actor)  # type: ignore[arg-type]


def test_a_moderator_puts_themselves_on_duty_and_changes_nothing_else_by_that() -> None:
    assert changed(replace(KAY, on_duty=True), WHOLE, KAY.id).on_duty
    with pytest.raises(Refused, match="does not let you"):
        changed(replace(KAY, on_duty=True, name="Queen Kay"), WHOLE, KAY.id)
    with pytest.raises(Refused, match="does not let you"):
        changed(replace(REX, on_duty=True), WHOLE, REX.id)
    with pytest.raises(Refused, match="Only moderators are on duty"):
        changed(replace(REX, on_duty=True), WHOLE, SAM.id)


def test_whoever_leaves_or_moderates_no_longer_is_on_duty_no_longer() -> None:
    on_duty = replace(KAY, on_duty=True)
    there = company(SAM, on_duty)
    assert not changed(replace(on_duty, active=False), there, SAM.id).on_duty
    assert not changed(replace(on_duty, roles=(Role.STAFF,)), there, SAM.id).on_duty


def test_what_sign_in_calls_somebody_is_one_persons_among_those_at_work() -> None:
    twin = replace(DEE, sign_in="KAY@example.org")
    with pytest.raises(Refused, match="Sign-in calls Kay Example so already"):
        changed(twin, WHOLE, SAM.id)
    there = company(SAM, replace(KAY, active=False), DEE)
    assert changed(twin, there, SAM.id).sign_in == "KAY@example.org"
    with pytest.raises(Refused, match="Sign-in calls Dee Sample so already"):
        changed(KAY, company(SAM, replace(KAY, active=False), twin), SAM.id)


@pytest.mark.parametrize("called", ["two words", "line\nbreak", "x" * 321])
def test_what_no_provider_says_is_refused(called: str) -> None:
    with pytest.raises(Refused, match="one word"):
        changed(replace(DEE, sign_in=called), WHOLE, SAM.id)
