"""Versions: what an edited Mention said before."""

from dataclasses import dataclass
from datetime import datetime

from earshot.store.rows import Connection, aware


@dataclass(frozen=True, slots=True)
class Version:
    """What a Mention said from this moment on, until the next version."""

    number: int  # from 1
    title: str | None
    text: str
    seen_at: datetime  # aware, UTC: first sight of this version
    text_included: bool = True  # False: only a notice was had, at most with its first words


def earlier(connection: Connection, mention: str) -> tuple[Version, ...]:
    """The versions before the present one, oldest first."""
    rows = connection.execute(
        "SELECT version, title, text, version_seen_at, coalesce(text_included, true) "
        "FROM mention_versions WHERE id = ? ORDER BY version",
        [mention],
    ).fetchall()
    return tuple(
        Version(number, title, text, aware(at), included)
        for number, title, text, at, included in rows
    )
