"""What was said lately: the words of the Mentions kept last, for trying other rules on them.

Restricted items are never among them: whoever could try rules on one could find out its words by
that.
"""

from dataclasses import dataclass

from earshot.rules.mention import joined
from earshot.store.rows import Connection


@dataclass(frozen=True, slots=True)
class Lately:
    """One Mention."""

    id: str
    text: str  # as it is judged: title and text


def lately(connection: Connection, most: int) -> list[Lately]:
    """Those that were kept last, the newest first."""
    rows = connection.execute(
        "SELECT m.id, title, text FROM mentions m "
        "ANTI JOIN restrictions r ON r.id = coalesce(m.story, m.id) "
        "ORDER BY seen_at DESC, m.id LIMIT ?",
        [most],
    ).fetchall()
    return [Lately(mention, joined(title, text)) for mention, title, text in rows]
