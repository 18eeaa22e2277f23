"""Uploads: whatever a company can hand over goes in, and what became of it is said in words."""

import csv
import io
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO

import pytest
from streamlit.testing.v1 import AppTest

from collectors.post import Platform
from collectors.tables.columns import MORE_COLUMNS, TABLE_COLUMNS
from earshot.bringing.asking import Questions, questions_about
from earshot.handling import administration
from earshot.handling.house import company_in, company_of
from earshot.rules.company import Account, account_id
from tests.pages.downloads import COMPLAINT, PRAISE, review, reviews, tweets
from tests.pages.office import Office
from ui import uploads
from ui.beforehand import NOTE_DOWN, STOP
from ui.mapping import COLUMNS
from ui.steps import FIRST, PAGE, steps

Open = Callable[..., AppTest]
Shown = Callable[[AppTest], str]

SEEN = b"text,account,published_at\nWhere is it?,Our page,2026-11-02 10:00\n,Our page,\n"
# Of no tool: two columns may hold what was said, and neither says it.
UNCLEAR = "\n".join(
    [
        "Observation;Verbatim;Stamp;Person",
        "seen by K.;Example Training lost my form;02/11/2026 10:00;Robin Sample",
        "seen by S.;Example Training never rang back;03/11/2026 11:30;Jo Example",
        "seen by S.;;04/11/2026 09:00;Jo Example",
    ]
).encode()


def hand_over(at: AppTest, name: str, body: bytes) -> AppTest:
    """Answer the question that stands before every upload, then upload."""
    (question,) = [r for r in at.radio if (r.key or "").startswith("beforehand handed")]
    question.set_value("no").run()
    (place,) = [u for u in at.file_uploader if (u.key or "").startswith("handed_")]
    return place.upload(name, body).run()


def take_in(at: AppTest) -> AppTest:
    at.button(key="import").click().run()
    assert not at.exception
    return at


def choose(at: AppTest, label: str, value: object) -> AppTest:
    (box,) = [b for b in at.selectbox if b.label == label]
    return box.set_value(value).run()


def whose(at: AppTest, value: str) -> AppTest:
    (question,) = [r for r in at.radio if (r.key or "").startswith("whose")]
    return question.set_value(value).run()


def add_account(office: Office, name: str, platform: Platform, handle: str = "") -> Account:
    began = datetime.now(UTC) - timedelta(days=30)
    account = Account(account_id(name), name, began.date(), platform, handle)
    with office.house.store.unit() as connection:
        return administration.add_account(connection, account, actor=office.kay.id, now=began)


def test_nothing_can_be_uploaded_before_the_question_about_pictures_is_answered(
    office: Office, open_page: Open
) -> None:
    assert not open_page("sources", office.kay).file_uploader


@pytest.mark.parametrize("key", ["beforehand handed 0", "beforehand list"])
def test_a_possible_picture_of_a_child_is_stopped_and_the_safeguarding_lead_is_told(
    office: Office, open_page: Open, shown: Shown, key: str
) -> None:
    at = open_page("sources", office.kay)
    at.radio(key=key).set_value("yes").run()
    assert not at.file_uploader
    assert "tell the safeguarding lead in person now" in shown(at)
    assert not re.search("delete|remove|destroy|wipe", STOP + NOTE_DOWN, re.I)


def test_an_uploaded_table_says_what_became_of_its_rows(
    office: Office, open_page: Open, shown: Shown
) -> None:
    at = take_in(hand_over(open_page("sources", office.kay), "seen.csv", SEEN))
    assert "2 entries read: 1 new, 1 rejected" in shown(at)
    (row,) = [d for d in at.dataframe if "Why" in d.value][-1].value.to_dict("records")
    assert (row["Where"], row["Why"]) == ("line 3", "it has no text")
    assert "mend each row in its own columns" in shown(at)


def test_the_rejected_rows_come_back_corrected_and_nothing_is_doubled(
    office: Office, open_page: Open, shown: Shown
) -> None:
    at = take_in(hand_over(open_page("sources", office.kay), "seen.csv", SEEN))
    (path,) = Path(office.house.folder, "rejects").iterdir()
    rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))
    rows[0]["text"] = "When do you open?"
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    at = take_in(hand_over(at, path.name, out.getvalue().encode()))
    assert "1 entry read: 1 new" in shown(at)
    assert len(office.all_items()) == 2


def test_every_upload_is_asked_about_anew(office: Office, open_page: Open) -> None:
    at = take_in(hand_over(open_page("sources", office.kay), "seen.csv", SEEN))
    assert at.radio(key="beforehand handed 1").value is None
    assert not at.file_uploader


def test_reviews_with_the_owners_replies_need_no_question(
    office: Office, open_page: Open, shown: Shown
) -> None:
    add_account(office, "Google reviews", Platform.GOOGLE_BUSINESS)
    now = datetime.now(UTC)
    body = reviews(
        review(PRAISE, now - timedelta(days=5), answered=now - timedelta(days=4, hours=22)),
        review(COMPLAINT, now - timedelta(hours=1), number=2),
    )
    at = hand_over(open_page("sources", office.kay), "takeout.zip", body)
    assert not [r for r in at.radio if (r.key or "").startswith("whose")]
    text = shown(take_in(at))
    assert "takeout.zip: 2 new mentions." in text
    assert "left unread on purpose: contacts and address books (1)" in text
    assert "Reviews that were deleted, or that Google took down, are not in it." in text
    assert {item.text: item.state for item in office.all_items()} == {
        PRAISE: "answered",
        COMPLAINT: "open",
    }


def test_somebodys_own_archive_is_taken_only_in_one_of_two_honest_ways(
    office: Office, open_page: Open, shown: Shown
) -> None:
    body = tweets("Example Training rocks", "My breakfast", handle="robinsample")
    at = hand_over(open_page("sources", office.kay), "x.zip", body)
    assert "is a private person’s download" in shown(at)
    assert at.button(key="import").disabled
    whose(at, "mine")
    assert not at.button(key="import").disabled
    text = shown(take_in(at))
    assert "2 entries read: 1 new, 1 not about us" in text
    (kept,) = office.all_items()
    assert (kept.text, kept.account) == ("Example Training rocks", None)


def test_an_account_that_the_file_does_not_name_is_not_believed(
    office: Office, open_page: Open, shown: Shown
) -> None:
    ours = add_account(office, "Our X", Platform.X, "exampletraining")
    body = tweets("Example Training rocks", handle="robinsample")
    at = hand_over(open_page("sources", office.kay), "x.zip", body)
    whose(at, "ours")
    choose(at, "The account that it is the download of", ours.id)
    assert "The file names another owner than “Our X”" in shown(at)
    assert at.button(key="import").disabled


def test_only_accounts_of_the_files_own_platform_are_offered_as_its_owner(
    office: Office, open_page: Open
) -> None:
    ours = add_account(office, "Our X", Platform.X, "exampletraining")
    add_account(office, "Our place", Platform.GOOGLE_BUSINESS)
    bare = add_account(office, "Our forum", Platform.OTHER)
    body = tweets("Example Training rocks", handle="robinsample")
    at = hand_over(open_page("sources", office.kay), "x.zip", body)
    whose(at, "ours")
    (box,) = [b for b in at.selectbox if b.label == "The account that it is the download of"]
    assert box.options == ["choose it", ours.name, bare.name]


def test_an_account_without_a_handle_yet_is_believed(office: Office, open_page: Open) -> None:
    ours = add_account(office, "Our X", Platform.X)
    body = tweets("Our open day is on Monday", handle="exampletraining")
    at = hand_over(open_page("sources", office.kay), "x.zip", body)
    whose(at, "ours")
    choose(at, "The account that it is the download of", ours.id)
    assert not at.button(key="import").disabled
    assert "1 of our own" in "".join(str(h.body) for h in take_in(at).get("html"))


def test_a_file_is_looked_at_anew_only_when_what_is_set_up_changes(
    office: Office, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[str] = []

    def counted(stream: BinaryIO, name: str, *given: Any, **more: Any) -> Questions:
        looked.append(name)
        return questions_about(stream, name, *given, **more)

    monkeypatch.setattr(uploads, "questions_about", counted)
    at = hand_over(open_page("sources", office.kay), "seen.csv", SEEN)
    before = len(looked)
    with office.house.store.unit() as connection:  # as the watch does all day
        person = company_in(connection).people[office.kay.id]
        administration.change_person(connection, person, actor="earshot", now=datetime.now(UTC))
    at.run()
    assert len(looked) == before > 0
    add_account(office, "Our X", Platform.X)
    at.run()
    assert len(looked) > before


def test_a_table_that_names_nothing_is_shown_as_it_would_be_read_then_remembered(
    office: Office, open_page: Open, shown: Shown
) -> None:
    at = hand_over(open_page("sources", office.kay), "log.csv", UNCLEAR)
    assert at.button(key="import").label == "Import with these columns"
    choose(at, "What was said", "Verbatim")
    choose(at, "When it was said", "Stamp")
    choose(at, "Who said it", "Person")
    first, second, third = at.dataframe[-1].value.to_dict("records")
    assert (first["What was said"], first["Who"]) == (
        "Example Training lost my form",
        "Robin Sample",
    )
    assert first["When"] == "Mon 02 Nov 2026, 10:00"
    assert second["When"] == "Tue 03 Nov 2026, 11:30"
    assert third["What was said"] == "rejected: it has no text"
    assert "Assumed: dates without a zone read as Europe/London time; day before month" in shown(at)
    assert not office.all_items()
    at = take_in(at)
    assert len(office.all_items()) == 2

    at = hand_over(at, "next.csv", UNCLEAR.replace(b"lost my form", b"lost my badge"))
    assert "read as they were chosen for a table of this shape before" in shown(at)
    assert at.button(key="import").label == "Import it"
    text = shown(take_in(at))
    assert "Its columns were read as they were chosen before." in text
    assert len(office.all_items()) == 3


def test_remembered_columns_can_be_changed(office: Office, open_page: Open) -> None:
    at = hand_over(open_page("sources", office.kay), "log.csv", UNCLEAR)
    choose(at, "What was said", "Verbatim")
    at = hand_over(take_in(at), "log.csv", UNCLEAR)
    (change,) = [t for t in at.toggle if t.label == "Change which column is which"]
    change.set_value(True).run()
    choose(at, "Who said it", "Person")
    choose(at, "Day and month", "month_first")
    take_in(at)
    (kept,) = company_of(office.house.store).mappings.values()
    assert kept.of("text") == ("Verbatim",)
    assert kept.of("author") == ("Person",)
    assert kept.date_order == "month_first"


def test_a_table_without_a_column_for_the_words_cannot_be_imported(
    office: Office, open_page: Open, shown: Shown
) -> None:
    at = hand_over(open_page("sources", office.kay), "t.csv", b"colour,size\nred,large\n")
    choose(at, "What was said", "")
    assert at.button(key="import").disabled
    assert "no column is chosen for what was said" in shown(at)


@pytest.mark.parametrize(
    ("name", "body", "why"),
    [
        ("picture.png", b"\x89PNG\r\n\x1a\n....", "a picture"),
        ("empty.csv", b"", "is empty"),
        ("cut.zip", b"PK\x03\x04rubbish", "cut.zip"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(
    office: Office, open_page: Open, shown: Shown, name: str, body: bytes, why: str
) -> None:
    text = shown(take_in(hand_over(open_page("sources", office.kay), name, body)))
    assert f"{name}: nothing was taken in." in text
    assert why in text
    assert not office.all_items()


def test_every_column_of_ours_can_be_chosen() -> None:
    assert set(COLUMNS) == set(TABLE_COLUMNS | MORE_COLUMNS)


def test_the_steps_of_each_platform_are_those_of_the_documentation(
    office: Office, open_page: Open
) -> None:
    assert {FIRST, "Google Business Profile", "Trustpilot"} <= set(steps())
    at = open_page("sources", office.kay)
    at.selectbox(key="download_steps").set_value("Google Business Profile").run()
    said = "\n".join(m.value for m in at.markdown)
    assert "takeout.google.com" in said
    assert "takeout.google.com" in PAGE.read_text("utf-8")
