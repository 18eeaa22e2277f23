"""Synonyms: what other people's tables call the columns, in the languages commonly met.

Names are folded (see columns.py): no case, no accents, no marks. The surest come first.
"""

_TEXT = (
    "text|full text|review content|review text|review body|comment text|comment message|message"
    "|message text|message content|comment|post text|tweet text|tweet|body|content|post message"
    "|mention text|mention content|mention|post content|post body|caption|feedback|review|comments"
    "|opening text|hit sentence|mention snippet|post snippet|content snippet|snippet|post"
    "|description|summary|bewertungstext|kommentar|nachricht|inhalt|beitrag|beschreibung"
    "|texte|commentaire|contenu|avis|contenido|texto|comentario|mensaje|resena|opinion|descripcion"
    "|tekst|besked|anmeldelse|indhold|innehall|meddelande|recension|omdome|inlagg|beskrivning"
)
_PUBLISHED = (
    "published at|date gmt|date utc|timestamp gmt|timestamp utc|created at utc|created utc"
    "|review created utc|published|publish time|published on|published date|publication date"
    "|publish date|date published|posted at|posted on|post date|posted|review date|date of review"
    "|comment date|tweet date|created at|created time|created|create time|creation date"
    "|created date|date created|submission date|submitted at|date time|date and time|datetime"
    "|timestamp|date|time|datum|zeitpunkt|veroffentlicht am|veroffentlicht|erstellt am"
    "|erstellungsdatum|veroffentlichungszeitpunkt|date de publication|publie le|cree le"
    "|heure de publication|fecha|fecha de publicacion|publicado|fecha y hora|creado"
    "|hora de publicacion|dato|tidspunkt|oprettet|offentliggjort|publiceringstid|publicerad"
    "|skapad|tid"
)
_URL = (
    "url|permalink|link|post url|post link|post permalink|message permalink|comment permalink"
    "|comment url|mention url|mention link|review url|review link|tweet url|tweet link"
    "|share link|article url|article link|resource url|original url|page url"
    "|web address|webadresse|lien|permalien|enlace|enlace permanente|permalank|lank|href|source url"
)
_AUTHOR = (
    "author|author name|message author|review author|reviewer name|reviewer|review username"
    "|commenter|commenter name|comment author|username|user name|user|screen name|handle"
    "|author handle|author username|extra author attributes name|posted by|commented by"
    "|created by|from|sender|influencer|display name|profile name|customer name|consumer name"
    "|customer|name|autor|autorin|verfasser|nutzer|benutzername|auteur|utilisateur|nom|usuario"
    "|nombre|forfatter|bruger|navn|forfattare|anvandare|skribent|namn"
)
_RATING = (
    "rating|stars|star rating|review stars|review rating|review score|score|bewertung|sterne"
    "|etoiles|note|puntuacion|estrellas|calificacion|valoracion|vurdering|stjerner|betyg"
    "|stjarnor"
)

SYNONYMS: dict[str, tuple[str, ...]] = {
    column: tuple(names.split("|"))
    for column, names in {
        "text": _TEXT,
        "published_at": _PUBLISHED,
        "platform": "platform|network|social network|source type|page type|content source name"
        "|content source|channel|media type|plattform|netzwerk|reseau|plataforma|source"
        "|source name|quelle|kilde|kalla|fuente",
        "kind": "kind|message type|type|post type|content type|mention type",
        "url": _URL,
        "author": _AUTHOR,
        "title": "title|headline|review title|subject|heading|post title|article title|titel"
        "|uberschrift|titre|titulo|asunto|overskrift|rubrik",
        "account": "account|facebook page|own account",
        "rating": _RATING,
        "in_reply_to": "in reply to|parent comment id|parent id|in reply to id",
        "native_id": "native id|comment id|message id|review id|tweet id|post id",
        "time_of_day": "time|uhrzeit|heure|hora|klokkeslaet|klockslag",
        "publisher": "publisher|outlet|publication|source|source name|quelle|kilde|kalla|fuente",
        "own": "own",
        "reply_at": "reply at|company reply date utc|reply date|owner reply date|response date",
        "reply_text": "reply text|owner reply|owner response|company reply|response text|reply",
    }.items()
}
# Names that tables of figures, people or products have too: not enough to be sure by.
WEAK_TEXTS = frozenset(
    "description|summary|post|mention|comments|note|beschreibung|descripcion|beskrivning"
    "|opinion|beitrag".split("|")
)
_BESIDE = (
    "sentiment|language|country|reach|tags|engagement|likes|shares|impressions|views|gender|id"
    "|domain|query name|query id|keywords|permalink|followers|place|reason|row|mark"
)
KNOWN_NAMES = frozenset(name for names in SYNONYMS.values() for name in names).union(
    _BESIDE.split("|")
)
