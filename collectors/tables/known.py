"""Tables of tools that are known by their columns: whose words they hold, and what is where.

Data, not code: a further tool is a further entry. What stands in a file decides; where a table
was only met in documentation or other people's code, its note says so.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from collectors.post import Kind, Platform
from collectors.tables.widedates import DateOrder

_FROM_DOCUMENTATION = "known from documentation only: check the preview"


@dataclass(frozen=True, slots=True)
class KnownTable:
    """One tool's table. Names are folded (columns.py); where several are given, any will do."""

    name: str  # for a person: "Hootsuite: inbound messages"
    needs: tuple[str, ...]  # each of them must be there; `a|b`: one of both
    columns: Mapping[str, str]  # by TABLE_COLUMNS and MORE_COLUMNS: `a|b`, the first not empty
    platform: Platform | None = None  # None: each row's address or own words decide
    kind: Kind | None = None
    own: bool = False  # the owner's own posts, not what others said
    on_account: bool = False  # all of it was said on accounts of whoever downloaded it
    date_order: DateOrder | None = None  # where the file itself shows none
    zone: str | None = None
    join_texts: bool = False  # several columns of text make one, none is a part of another
    url_of_id: str = ""
    refused: str = ""  # why no Posts can be read from it
    notes: tuple[str, ...] = field(default=())


def known_table(names: Collection[str]) -> KnownTable | None:
    """The tool's table that has these columns, given folded."""
    there = set(names)
    return next((table for table in KNOWN if _has_all(table.needs, there)), None)


def _has_all(needs: tuple[str, ...], there: set[str]) -> bool:
    return all(there.intersection(need.split("|")) for need in needs)


_HOOTSUITE = {
    "published_at": "date gmt",
    "account": "facebook page",
    "author": "message author",
    "kind": "type",
    "native_id": "message id",
    "url": "message permalink",
    "text": "message",
}
# Meta writes its headers in the language of the person who downloads them: English, Swedish,
# German, French, Spanish. The German, French and Spanish ones are known from documentation only.
_META_TIME = (
    "publish time|publiceringstid|veroffentlichungszeitpunkt|veroffentlichungszeit"
    "|heure de publication|date de publication|hora de publicacion|fecha de publicacion"
)
_META_LINK = "permalink|permalank|permalien|lien permanent|enlace permanente"
_META_ID = (
    "post id|publicerings id|inlaggs id|beitrags id|id de publication|id de la publication"
    "|identifiant de la publication|id de la publicacion|identificador de la publicacion"
)
_META_USERNAME = (
    "account username|kontots anvandarnamn|konto benutzername|benutzername des kontos"
    "|nom d utilisateur du compte|nombre de usuario de la cuenta"
)
_META_PAGE = (
    "page name|sidnamn|sidans namn|seitenname|name der seite|nom de la page|nombre de la pagina"
)
_META_TEXT = "description|beskrivning|beschreibung|descripcion"
_META_TITLE = "title|titel|rubrik|titre|titulo"
META_DATE = "date|datum|fecha"  # `Lifetime` in the table of posts; a day in that of figures by day
_META_SHARED = {
    "published_at": _META_TIME,
    "url": _META_LINK,
    "native_id": _META_ID,
    "text": f"{_META_TEXT}|{_META_TITLE}",
}
_META_NOTE = "your own posts only: what others commented is not in it"

KNOWN: tuple[KnownTable, ...] = (
    KnownTable(
        "Hootsuite: messages received on a Facebook page",
        ("date gmt", "facebook page", "message author", "type", "message id", "message"),
        _HOOTSUITE,
        Platform.FACEBOOK,
        on_account=True,
        zone="UTC",
    ),
    KnownTable(
        "Hootsuite: messages received",
        ("date gmt", "message author", "type", "message id", "message"),
        _HOOTSUITE
        | {"account": "instagram account|twitter account|x account|linkedin page|profile"},
        on_account=True,
        zone="UTC",
        notes=(_FROM_DOCUMENTATION,),
    ),
    KnownTable(
        "Hootsuite: performance of posts",
        ("date gmt", "post permalink", "post message", "impressions|reach|engagement rate"),
        {},
        refused="the figures of your own posts, and nothing that others said; export the inbound"
        " messages instead",
    ),
    KnownTable(
        "Trustpilot Business: reviews",
        ("review id", "review created utc", "review content", "review stars"),
        {
            "published_at": "review created utc",
            "author": "review username|review user name",
            "title": "review title",
            "text": "review content",
            "rating": "review stars",
            "native_id": "review id",
            "reply_at": "company reply date utc",
        },
        Platform.TRUSTPILOT,
        Kind.REVIEW,
        on_account=True,
        zone="UTC",
        url_of_id="https://www.trustpilot.com/reviews/{}",
        notes=(_FROM_DOCUMENTATION, "replies are there with their time, and without their text"),
    ),
    KnownTable(
        "Google reviews, as the Places service gives them",
        ("place id", "author name", "rating", "text"),
        {
            "author": "author name",
            "rating": "rating",
            "text": "text",
            "published_at": "time|published at|date",
            "url": "review url",
        },
        Platform.GOOGLE_BUSINESS,
        Kind.REVIEW,
    ),
    KnownTable(
        "Meta Business Suite: Instagram posts",
        (_META_ID, _META_USERNAME, _META_TIME, _META_LINK),
        _META_SHARED | {"author": _META_USERNAME, "account": _META_USERNAME},
        Platform.INSTAGRAM,
        own=True,
        date_order=DateOrder.MONTH_FIRST,
        notes=(_META_NOTE, _FROM_DOCUMENTATION),
    ),
    KnownTable(
        "Meta Business Suite: Facebook posts",
        (_META_ID, _META_PAGE, _META_TIME, _META_LINK),
        _META_SHARED | {"author": _META_PAGE, "account": _META_PAGE},
        Platform.FACEBOOK,
        own=True,
        date_order=DateOrder.MONTH_FIRST,
        notes=(_META_NOTE, _FROM_DOCUMENTATION),
    ),
    KnownTable(
        "Brandwatch: mentions",
        ("query name|query id", "page type|content source name|content source", "url|original url"),
        {
            "published_at": "date|added",
            "title": "title",
            "text": "full text|snippet",
            "url": "original url|url",
            "author": "author|full name",
            "platform": "content source name|page type|content source",
            "publisher": "domain|site name",
        },
        notes=(_FROM_DOCUMENTATION,),
    ),
    KnownTable(
        "Meltwater: mentions",
        ("date", "headline|title", "url", "hit sentence|opening text", "source", "influencer"),
        {
            "published_at": "date|alternate date format",
            "time_of_day": "time",
            "title": "headline|title",
            "text": "opening text|hit sentence",
            "url": "url",
            "author": "influencer",
            "publisher": "source",
            "platform": "source|information type|source type",
        },
        join_texts=True,
        notes=(_FROM_DOCUMENTATION,),
    ),
    KnownTable(
        "Talkwalker: results",
        ("url", "published", "content|content snippet", "extra author attributes name|source type"),
        {
            "published_at": "published",
            "title": "title|title snippet",
            "text": "content|content snippet",
            "url": "url",
            "author": "extra author attributes name",
            "platform": "source type",
            "publisher": "extra source attributes name|domain url",
        },
        notes=(_FROM_DOCUMENTATION,),
    ),
    KnownTable(
        "Sprout Social: messages",
        ("timestamp gmt|timestamp|date", "network", "message type", "message"),
        {
            "published_at": "timestamp gmt|timestamp|date",
            "time_of_day": "time",
            "platform": "network",
            "kind": "message type",
            "text": "message",
            "url": "message url|permalink|link|url",
            "author": "author|from|username|user|profile name",
            "native_id": "message id",
        },
        notes=(_FROM_DOCUMENTATION,),
    ),
    KnownTable(
        "Awario: mentions",
        ("mention url|url", "author name|author", "source", "mention snippet|post snippet|snippet"),
        {
            "published_at": "date|mention date|published",
            "title": "title|mention title",
            "text": "mention snippet|post snippet|snippet",
            "url": "mention url|url",
            "author": "author name|author",
            "platform": "source",
            "publisher": "source",
        },
        notes=(_FROM_DOCUMENTATION,),
    ),
    KnownTable(
        "Mention: mentions",
        (
            "published at|date",
            "source type|source name",
            "title",
            "description|snippet",
            "url|link",
        ),
        {
            "published_at": "published at|date",
            "title": "title",
            "text": "description|snippet",
            "url": "url|link|original url",
            "author": "author name|author|author username",
            "platform": "source type|source name",
            "publisher": "source name",
        },
        notes=(_FROM_DOCUMENTATION,),
    ),
)
