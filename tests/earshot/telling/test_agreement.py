"""Agreement is counted by what the machine said, and what it missed is counted too."""

from earshot.rules.findings import Judged
from earshot.store.findings import Tally
from earshot.telling.agreement import agreement_of


def test_of_forty_that_people_looked_at_they_agreed_with_thirty_six() -> None:
    tallies = [
        Tally(Judged.SENTIMENT, "", "negative", "negative", 36),
        Tally(Judged.SENTIMENT, "", "negative", "neutral", 4),
    ]
    found = agreement_of(tallies)
    assert (found.looked_at, found.agreed) == (40, 36)
    (share,) = found.shares
    assert (share.said, share.looked_at, share.agreed) == ("negative", 40, 36)


def test_what_the_machine_took_for_what_stands_in_one_table() -> None:
    tallies = [
        Tally(Judged.INTENT, "", "query", "complaint", 3),
        Tally(Judged.INTENT, "", "query", "query", 7),
    ]
    (table,) = agreement_of(tallies).confusions
    assert table.classes == ("complaint", "query")
    assert table.counts == {("query", "complaint"): 3, ("query", "query"): 7}


def test_a_concern_that_people_found_and_the_machine_did_not_is_counted_as_missed() -> None:
    tallies = [
        Tally(Judged.CONCERN, "bullying", "present", "present", 5),
        Tally(Judged.CONCERN, "bullying", "present", "absent", 2),
        Tally(Judged.CONCERN, "bullying", "absent", "present", 1),
    ]
    (share,) = agreement_of(tallies).shares
    assert (share.looked_at, share.agreed, share.missed) == (8, 5, 1)


def test_where_nobody_has_looked_there_is_nothing_to_agree_with() -> None:
    assert agreement_of([]).shares == ()
