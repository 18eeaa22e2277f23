"""The tables of tools: known by their columns, read as the tool means them, or refused in words."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from collectors.errors import Problem
from collectors.exports.export import Holds
from collectors.exports.tables import holds_of
from collectors.post import DateMark, Kind, Platform, Post, Rejected, Unread
from collectors.tables.found import table_in
from collectors.tables.mapped import read_mapped
from collectors.tables.mapping import propose
from tests.collectors.reading import LONDON, NOW
from tests.collectors.tables.finding import entries_in, found_in, posts_of, refused

HOOTSUITE = (
    "Date (GMT),Facebook Page,Message Author,Type,Message ID,Message Permalink,Message,Tags\n"
)


def known_name(body: str | bytes) -> str:
    known = found_in(body).known
    return known.name if known else ""


def test_hootsuites_comments_are_facebooks_and_its_private_messages_stay_unread() -> None:
    comment, private, sent = entries_in(
        HOOTSUITE
        + "2026-07-14 10:00:00,Example Page,Jo,Received Comment,m1,https://www.facebook.com/m1,Hi,\n"
        "2026-07-14 10:01:00,Example Page,Jo,Received Private Message,m2,,Secret,\n"
        "2026-07-14 10:02:00,Example Page,Us,Sent Comment,m3,https://www.facebook.com/m3,Hello,\n"
    )
    assert isinstance(comment, Post)
    assert (comment.platform, comment.kind) == (Platform.FACEBOOK, Kind.COMMENT)
    assert (comment.account, comment.author, comment.native_id) == ("Example Page", "Jo", "m1")
    assert comment.published.at == datetime(2026, 7, 14, 10, tzinfo=UTC)
    assert private == Unread("private messages")
    assert isinstance(sent, Post)
    assert (comment.own, sent.own) == (False, True)


def test_a_private_message_in_a_broken_row_is_not_kept_among_the_rejects() -> None:
    row = "2026-07-14 10:01:00,Example Page,Jo,Received Private Message,m2,,Secret,,too,many\n"
    assert entries_in(HOOTSUITE + row) == [Unread("private messages")]


@pytest.mark.parametrize(
    "kind",
    [
        "Message privé",
        "Privatnachricht",
        "Direktnachricht",
        "Mensaje directo",
        "Mensaje privado",
        "Messaggio privato",
        "Messaggio diretto",
        "Neges breifat",
        "Instagram Direct",
        "Direct",
        "DIRECT-MESSAGE",
        "directMessage",
        "Private\u00a0message",
        "Inbox message",
        "Chat",
        "SMS",
        "Telegram",
        "WhatsApp",
        "Messenger",
        "Email",
        "E-mail",
        "Story reply",
        "DM",
        "Received Facebook Message",
    ],
)
def test_a_private_message_stays_unread_in_whatever_words_its_tool_says_so(kind: str) -> None:
    row = f"2026-07-14 10:01:00,Example Page,Jo,{kind},m2,,Secret,\n"
    assert entries_in(HOOTSUITE + row) == [Unread("private messages")]


@pytest.mark.parametrize(
    "kind", ["Comment", "Direct mention", "Wall Post", "Review", "Tweet", "Kommentar", "Reply", ""]
)
def test_what_is_said_in_public_is_no_private_message(kind: str) -> None:
    row = f"2026-07-14 10:01:00,Example Page,Jo,{kind},m2,,Open,\n"
    (said,) = entries_in(HOOTSUITE + row)
    assert isinstance(said, Post)


TRUSTPILOT = (
    "Review Id,Review Created (UTC),Review Consumer User Id,Review Username,Review Title,"
    "Review Content,Review Stars,Source Of Review,Reference Id,Company Reply Date (UTC)\n"
)


def test_a_trustpilot_review_brings_the_time_of_its_reply() -> None:
    answered, by_day, open_ = posts_of(
        TRUSTPILOT
        + f"{'a' * 24},2026-07-14 10:00:00,u,Jo,Slow,Waited weeks,2,Organic,,2026-07-15 09:00:00\n"
        "b,2026-07-14 10:00:00,u,Al,Fine,Fine,5,Organic,,2026-07-16\n"
        "c,2026-07-14 10:00:00,u,Al,Good,Good,5,Organic,,\n"
    )
    assert (answered.platform, answered.kind, answered.rating) == ("trustpilot", Kind.REVIEW, 2)
    assert answered.url == f"https://www.trustpilot.com/reviews/{'a' * 24}"
    assert answered.reply is not None
    assert answered.reply.published.at == datetime(2026, 7, 15, 9, tzinfo=UTC)
    assert answered.reply.published.mark is DateMark.EXACT
    assert answered.reply.text == ""
    assert by_day.reply is not None
    assert by_day.reply.published.mark is DateMark.DAY
    assert open_.reply is None


META = {
    "English": "Post ID,Account ID,Account username,Account name,Description,Duration (sec),"
    "Publish time,Permalink,Post type,Data comment,Date,Views",
    "Swedish": "Publicerings-id,Konto-id,Kontots användarnamn,Kontonamn,Beskrivning,"
    "Varaktighet (sek),Publiceringstid,Permalänk,Inläggstyp,Datakommentar,Datum,Visningar",
    "German": "Beitrags-ID,Konto-ID,Konto-Benutzername,Kontoname,Beschreibung,Dauer (Sek.),"
    "Veröffentlichungszeitpunkt,Permalink,Beitragstyp,Datenkommentar,Datum,Aufrufe",
    "French": "ID de publication,ID du compte,Nom d’utilisateur du compte,Nom du compte,"
    "Description,Durée (s),Heure de publication,Permalien,Type de publication,Note,Date,Vues",
    "Spanish": "Identificador de la publicación,Identificador de la cuenta,"
    "Nombre de usuario de la cuenta,Nombre de la cuenta,Descripción,Duración,"
    "Hora de publicación,Enlace permanente,Tipo de publicación,Comentario,Fecha,Visualizaciones",
}


@pytest.mark.parametrize("language", META)
def test_metas_table_holds_our_own_posts_in_every_language(language: str) -> None:
    row = (
        "1801,1784,exampletraining,Example Training,Open day,0,03/04/2026 06:08,"
        'https://www.instagram.com/p/AbC/,IG image,,Lifetime,"12,400"'
    )
    (post,) = posts_of(f"{META[language]}\n{row}\n")
    assert (post.own, post.platform, post.account) == (True, "instagram", "exampletraining")
    assert post.published.at == datetime(2026, 3, 4, 6, 8, tzinfo=UTC)
    known = found_in(f"{META[language]}\n{row}\n").known
    assert known is not None
    assert holds_of(known) is Holds.OWNERS


def test_metas_facebook_table_takes_the_title_where_there_is_no_description() -> None:
    (post,) = posts_of(
        "Post ID,Page ID,Page name,Title,Description,Duration (sec),Publish time,Permalink,Date\n"
        "1,2,Example Training,Open day,,0,11/02/2026 10:00,https://www.facebook.com/1/posts/123456789,"
        "Lifetime\n"
    )
    assert (post.text, post.platform, post.native_id) == ("Open day", "facebook", "123456789")


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (f"{META['English']}\n1,2,e,E,x,0,03/04/2026 06:08,u,p,,03/05/2026,1\n", "by day"),
        (
            "Date (GMT),Facebook Page,Post ID,Post Permalink,Post Message,Impressions,Reach\n",
            "figures of your own posts",
        ),
    ],
)
def test_tables_of_figures_hold_nothing_that_anybody_said(body: str, says: str) -> None:
    problem, sentence = refused(body)
    assert problem is Problem.NO_POSTS
    assert says in sentence


def test_meltwaters_utf_16_is_read_and_both_its_excerpts_kept() -> None:
    body = (
        "Date\tHeadline\tURL\tOpening Text\tHit Sentence\tSource\tInfluencer\tCountry\tSentiment\n"
        "02-Nov-2026 03:04PM\tNews\thttps://gazette.example/1\tThe council met.\t"
        "Example Training was named.\tThe Gazette\tJo\tUK\tNeutral\n"
    ).encode("utf-16")
    assert known_name(body) == "Meltwater: mentions"
    (post,) = posts_of(body)
    assert post.text == "The council met.\n\nExample Training was named."
    assert (post.publisher, post.author, post.title) == ("The Gazette", "Jo", "News")
    assert f"{post.published.at:%d %H:%M}" == "02 15:04"


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("Query Id,Query Name,Date,Title,Snippet,Url,Page Type,Author,Full Text", "Brandwatch"),
        ("url,published,title,content,source_type,extra_author_attributes.name", "Talkwalker"),
        ("Timestamp (GMT),Network,Message Type,Message,Message URL,From", "Sprout Social"),
        ("Date,Source,Author name,Mention URL,Mention snippet,Reach", "Awario"),
        ("Date,Source type,Title,Description,URL,Author,Sentiment", "Mention"),
    ],
)
def test_the_tables_of_listening_tools_are_known_by_their_columns(header: str, name: str) -> None:
    found = found_in(header + "\n")
    assert known_name(header + "\n").startswith(name)
    assert propose(found).mapping.of("text")
    assert propose(found).mapping.of("published_at")


REAL = {
    "hootsuite/2018_facebook_inbound_messages.csv": (443, 0, 7),
    "trustpilot/da_gyms_google_reviews_2023.csv": (150, 0, 0),
    "trustpilot/travel_brands_scrape_2025.csv": (300, 0, 0),
}


@pytest.mark.real_data
@pytest.mark.parametrize("file", REAL)
def test_every_row_of_the_real_tables_has_its_outcome(real_data: Path, file: str) -> None:
    path = real_data / "exports" / file
    proposal = propose(table_in(lambda: path.open("rb"), path.name))
    entries = read_mapped(
        lambda: path.open("rb"), proposal.mapping, name=path.name, now=NOW, zone=LONDON
    )
    kinds = Counter(type(entry).__name__ for entry in entries)
    assert proposal.certain
    assert (kinds["Post"], kinds["Rejected"], kinds["Unread"]) == REAL[file]


@pytest.mark.real_data
def test_the_real_table_of_performance_is_refused(real_data: Path) -> None:
    path = real_data / "exports/hootsuite/2018_facebook_post_performance_HEADER_ONLY.csv"
    assert refused(path.read_bytes(), path.name)[0] is Problem.NO_POSTS


def test_a_reviewers_e_mail_address_is_not_kept_of_a_row_that_cannot_be_read() -> None:
    header = TRUSTPILOT.replace("Review Title", "Review User Email,Review Title")
    nine = "a,2026-07-14 10:00:00,u,Jo,jo@home.example,Slow,Waited,9,Organic,REF1,\n"
    short = "b,2026-07-14 10:00:00,u,Jo,jo@home.example,Slow,Waited\n"
    found = entries_in(header + nine + short)
    assert all(isinstance(each, Rejected) for each in found), found
    assert "home.example" not in str(found)
    assert "REF1" not in str(found)
    assert "Waited" in str(found)
