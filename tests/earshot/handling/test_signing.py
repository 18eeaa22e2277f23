"""Signing: who stands behind what was chosen where the policy is silent, and for how long."""

import pytest

from earshot.handling.signing import in_words, sign, standing
from earshot.rules.events import EventKind
from earshot.store import log
from earshot.words.errors import NotFound, Refused
from tests.earshot.desk import NOW, Desk

PRAISE = "praise-counts"


def choice(desk: Desk, signed: str = PRAISE) -> str:
    return next(i.choice for i in desk.house.policy.interpretations if i.id == signed)


def signs(desk: Desk, by: str, signed: str = PRAISE, words: str | None = None) -> None:
    read = choice(desk, signed) if words is None else words
    with desk.house.store.unit() as connection:
        sign(connection, desk.house.policy, signed, read, actor=by, now=NOW)


def said(desk: Desk, signed: str = PRAISE) -> str:
    found = standing(desk.house.policy, desk.company)
    return in_words(next(s for s in found if s.interpretation.id == signed), desk.company)


def test_a_choice_is_unsigned_until_the_senior_team_signs_it_in_a_persons_name(desk: Desk) -> None:
    assert said(desk) == "Not signed yet."
    signs(desk, desk.kay.id)
    assert said(desk) == "Signed by Kay Example on Wednesday 18 November 2026."
    assert said(desk, "no-zone-is-utc") == "Not signed yet."
    with desk.house.store.unit() as connection:
        event = log.latest(connection, [EventKind.INTERPRETATION_SIGNED])[-1]
    assert (event.actor, event.subject) == (desk.kay.id, PRAISE)
    assert event.details["choice"] == choice(desk)


def test_other_words_are_unsigned_again_and_say_who_signed_the_earlier_ones(desk: Desk) -> None:
    signs(desk, desk.kay.id)
    path, before = desk.house.policy_path, choice(desk)
    path.write_text(path.read_text("utf-8").replace(before, before + " Always."), "utf-8")
    assert said(desk) == "Not signed: Kay Example signed other words on Wednesday 18 November 2026."
    signs(desk, desk.kay.id)
    assert said(desk).startswith("Signed by Kay")


def test_a_moderator_cannot_sign_for_the_senior_team_and_neither_can_the_program(
    desk: Desk,
) -> None:
    with pytest.raises(Refused, match=r"sign for the senior team\. Kay Example can"):
        signs(desk, desk.sam.id)
    with pytest.raises(Refused, match="A person signs"):
        signs(desk, "earshot")
    assert desk.company.signatures == {}


def test_words_that_are_others_by_now_are_not_signed_unread(desk: Desk) -> None:
    with pytest.raises(Refused, match="have changed since you opened it"):
        signs(desk, desk.kay.id, words="Praise never counts.")
    with pytest.raises(NotFound, match="no choice 'gone'"):
        signs(desk, desk.kay.id, signed="gone", words="")
    assert desk.company.signatures == {}
