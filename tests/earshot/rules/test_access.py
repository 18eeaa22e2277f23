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
UNSIGNED = replace(KAY, sign_in="")  # a name chosen on the machine itself
DEE = Person("p-dee", "Dee Sample", (Role.DSL,))
REX = Person("p-rex", "Rex Example", (Role.READ_ONLY,))
TIM = Person("p-tim", "Tim Sample", (Role.STAFF,))
BOTH = replace(SAM, roles=(Role.SMT, Role.STAFF))


def company(*people: Person) -> Company:
    return Company(Profile("Example Training", ()), {}, {each.id: each for each in people}, {})


WHOLE = company(SAM, KAY, DEE, REX, TIM)


@pytest.mark.parametrize("right", sorted(CONFIDENTIAL))
def test_until_sign_in_is_on_nothing_confidential_is_opened_by_a_name(right: Right) -> None:
    holder = next(role for role in Role if right in RIGHTS[role])
    person = replace(SAM, roles=(holder,))
    there = company(person, KAY)
    assert not may(Reader(person, proven=False), right, there)
    assert may(Reader(person, proven=True), right, there)
    with pytest.raises(Refused, match="a name that is chosen proves nothing"):
        require(Reader(person), right, there)


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
    assert both.person is not None
    there = company(SAM, both.person)
    assert may(both, Right.RIGHTS, there)
    assert may(both, Right.NOTE, there)
    assert not may(both, Right.DECIDE, there)


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
    tim = changed(replace(TIM, roles=(Role.SMT,)), company(UNSIGNED, TIM), KAY.id)
    assert tim.roles == (Role.SMT,)
    with pytest.raises(Refused, match="does not let you change who works here"):
        newcomer(TIM, company(SAM, KAY), KAY.id)


FOUNDERS_RIGHTS = [Right.SET_UP, Right.PEOPLE, Right.PURPOSE]


def founding(person: Person, there: Company, *, proven: bool) -> list[Right]:
    """What somebody may who has it from no role."""
    asked = [right for right in Right if not any(right in RIGHTS[role] for role in person.roles)]
    return [right for right in asked if may(Reader(person, proven), right, there)]


@pytest.mark.parametrize("proven", [True, False])
@pytest.mark.parametrize("others", [(KAY,), (UNSIGNED,), (DEE, TIM)])
def test_a_guest_founds_nothing_among_others_while_nobody_leads(
    others: tuple[Person, ...], proven: bool
) -> None:
    there = company(REX, *others)
    assert founding(REX, there, proven=proven) == []
    for right in (*FOUNDERS_RIGHTS, Right.KEEP):
        with pytest.raises(Refused):
            require_actor(REX.id, right, there)


def test_a_guest_who_signs_in_founds_nothing_even_alone() -> None:
    guest = replace(REX, sign_in="rex@example.org")
    assert founding(guest, company(guest), proven=True) == []


def test_while_nobody_leads_a_moderator_founds_alone_or_where_nobody_signs_in() -> None:
    rest = [Right.PEOPLE, Right.PURPOSE]  # setting up is a moderator's anyway
    assert founding(KAY, company(KAY), proven=True) == rest
    assert founding(KAY, company(KAY, DEE), proven=True) == []
    assert founding(UNSIGNED, company(UNSIGNED, DEE), proven=False) == rest
    assert founding(REX, company(REX), proven=False) == FOUNDERS_RIGHTS


@pytest.mark.parametrize("there", [company(), company(REX), company(KAY), company(KAY, UNSIGNED)])
def test_how_long_things_are_kept_is_no_founders_to_decide(there: Company) -> None:
    assert not any(may(Reader(p), Right.KEEP, there) for p in (None, *there.people.values()))


def test_before_anybody_is_set_up_whoever_is_there_founds_and_after_that_nobody_unnamed() -> None:
    assert all(may(NOBODY, right, company()) for right in FOUNDERS_RIGHTS)
    assert not any(may(NOBODY, right, company(REX)) for right in FOUNDERS_RIGHTS)


def test_a_refusal_while_nobody_leads_says_what_the_command_line_does() -> None:
    with pytest.raises(Refused, match="earshot people add NAME --role smt"):
        require(Reader(REX, proven=True), Right.PEOPLE, company(REX, KAY))


def test_what_an_open_tab_remembers_of_somebody_gives_no_right_that_they_have_lost() -> None:
    for now in (replace(SAM, active=False), replace(SAM, roles=(Role.STAFF,))):
        there = company(now, replace(KAY, roles=(Role.SMT,)))
        assert not may(Reader(SAM, proven=True), Right.LOG, there)
        with pytest.raises(Refused, match="does not let you read the log"):
            require(Reader(SAM, proven=True), Right.LOG, there)


@pytest.mark.parametrize("there", [company(), WHOLE])
def test_whoever_signed_in_and_is_not_in_this_company_looks_at_most(there: Company) -> None:
    guest = Reader(Person("", "Guest Example", tuple(Role)), proven=True)
    assert [right for right in Right if may(guest, right, there)] == [Right.LOOK]


def test_nobody_gives_themselves_a_role_unless_they_are_alone_at_work() -> None:
    led = replace(UNSIGNED, roles=(Role.MODERATOR, Role.DSL))
    with pytest.raises(Refused, match="Nobody gives themselves a role"):
        changed(led, company(UNSIGNED, DEE), KAY.id)
    with pytest.raises(Refused, match="Nobody gives themselves a role"):
        changed(replace(SAM, roles=(Role.SMT, Role.DPO)), WHOLE, SAM.id)
    assert changed(replace(KAY, roles=(Role.SMT,)), company(KAY), KAY.id)  # has nobody to ask


@pytest.mark.parametrize("without", [{"active": False}, {"roles": (Role.STAFF,)}])
@pytest.mark.parametrize("actor", [SAM.id, PROGRAM])
def test_the_last_of_the_senior_team_is_taken_away_by_nobody(
    without: dict[str, object], actor: str
) -> None:
    with pytest.raises(Refused, match="last of the senior team"):
        changed(replace(BOTH, **without), company(BOTH, KAY), actor)  # type: ignore[arg-type]
    second = replace(DEE, roles=(Role.SMT,))
    assert changed(replace(BOTH, **without), company(BOTH, second), actor)  # type: ignore[arg-type]


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
    twin = replace(TIM, sign_in="KAY@example.org")
    with pytest.raises(Refused, match="Sign-in calls Kay Example so already"):
        changed(twin, WHOLE, SAM.id)
    there = company(SAM, replace(KAY, active=False), TIM)
    assert changed(twin, there, SAM.id).sign_in == "KAY@example.org"
    with pytest.raises(Refused, match="Sign-in calls Tim Sample so already"):
        changed(KAY, company(SAM, replace(KAY, active=False), twin), SAM.id)


@pytest.mark.parametrize("called", ["two words", "line\nbreak", "x" * 321])
def test_what_no_provider_says_is_refused(called: str) -> None:
    with pytest.raises(Refused, match="one word"):
        changed(replace(TIM, sign_in=called), WHOLE, SAM.id)


LEE = Person("p-lee", "Lee Sample", (Role.SMT,))
PUPPET = Person("p-new", "New Lead", (Role.DSL,), sign_in="sam2@example.org")


@pytest.mark.parametrize(
    "wanted",
    [
        replace(DEE, sign_in="sam2@example.org"),
        replace(DEE, active=False),
        replace(DEE, roles=(Role.STAFF,)),
        replace(KAY, roles=(Role.MODERATOR, Role.DEPUTY)),
        replace(TIM, roles=(Role.CHAIR,)),
    ],
)
def test_who_opens_restricted_items_is_not_the_senior_teams_to_change(wanted: Person) -> None:
    with pytest.raises(Refused, match="safeguarding lead’s to change"):
        changed(wanted, WHOLE, SAM.id)
    assert changed(wanted, WHOLE, PROGRAM)


def test_the_senior_team_adds_no_second_lead_and_is_told_who_can() -> None:
    with pytest.raises(Refused, match=r"Dee Sample can, or whoever .* `earshot people"):
        newcomer(PUPPET, WHOLE, SAM.id)
    assert newcomer(PUPPET, WHOLE, DEE.id) == PUPPET


def test_as_long_as_there_is_no_lead_the_senior_team_names_another_as_the_first() -> None:
    there = company(SAM, LEE, KAY)
    assert newcomer(PUPPET, there, SAM.id) == PUPPET
    with pytest.raises(Refused, match=r"themselves a role\. Lee Sample can"):
        changed(replace(SAM, roles=(Role.SMT, Role.DSL)), there, SAM.id)
    assert changed(replace(SAM, roles=(Role.SMT, Role.DSL)), company(SAM), SAM.id)


def test_the_lead_gives_the_roles_that_open_restricted_items_and_nothing_else() -> None:
    assert changed(replace(KAY, roles=(Role.MODERATOR, Role.DEPUTY)), WHOLE, DEE.id)
    for wanted in (
        replace(KAY, sign_in="dee2@example.org"),
        replace(TIM, roles=(Role.STAFF, Role.DEPUTY), sign_in="dee2@example.org"),
        replace(KAY, roles=(Role.DEPUTY,)),
        replace(KAY, roles=(Role.MODERATOR, Role.DEPUTY), name="Queen Kay"),
    ):
        with pytest.raises(Refused, match="does not let you change who works here"):
            changed(wanted, WHOLE, DEE.id)
    with pytest.raises(Refused, match="nobody’s for themselves"):
        changed(replace(DEE, sign_in="dee2@example.org"), WHOLE, DEE.id)
