"""One person's data, to be handed to them: what they wrote with all that was made of it, and apart
from it what somebody has to look at first.

What others wrote and that names them is others' data as well, and of restricted items it is told
only that there are some: neither is in the files for the person.
"""

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from earshot.handling.house import House, company_in
from earshot.protection.person import SUBJECT, Found, Place, asked_by, look, whereabouts
from earshot.rules.access import Reader, Right
from earshot.rules.company import Company
from earshot.rules.events import EventKind, NewEvent
from earshot.rules.naming import read_name
from earshot.store import log, person
from earshot.store.rows import Connection, aware
from earshot.words.errors import EarshotError, Refused
from earshot.words.times import spoken, utc_text

FOR_THE_PERSON = "for-the-person.json"
TO_READ = "for-the-person.txt"
TO_CHECK = "to-check-first.txt"
CHECK_IDENTITY = (
    "Before anything is handed over, make sure that whoever asks is who wrote this: a name or a "
    "handle can be anybody's, and two people may have the same one."
)
_JSON = frozenset({"hits", "words", "reasons", "concerns", "arrival"})
_INSIDE = frozenset({"fingerprint", "rules", "arrival", "run"})  # the program's own marks


@dataclass(frozen=True, slots=True)
class Export:
    """What was found, as files' names and texts. Plain text and JSON, UTF-8."""

    files: dict[str, str]
    mentions: int  # that they wrote
    to_check: int  # places at which others', or our, words name them
    restricted: int


def export(house: House, said: str, reader: Reader | str, *, now: datetime) -> Export:
    """One person's data, ready to be looked through; that it was taken away is logged.

    Raises:
        Refused: who asks may not, or the text is too short to tell anybody by.
    """
    name = read_name(said)
    with house.store.unit() as connection:
        asked_by(reader, Right.RIGHTS, company_in(connection))
    near = whereabouts(house, name)
    with house.store.unit() as connection:
        company = company_in(connection)
        actor = asked_by(reader, Right.RIGHTS, company)
        found = look(connection, house, name, near, asker=actor)
        made = _export(found, _items(connection, found, company), company, now)
        event = NewEvent(EventKind.PERSON_EXPORTED, SUBJECT, {"found": found.counts()}, actor)
        log.append(connection, [event], now=now)
    return made


def write(made: Export, folder: Path) -> list[Path]:
    """Write the files into a folder, for nobody else on this machine to read; all or none.

    Raises:
        Refused: one of them is there already.
        EarshotError: the folder cannot be written to.
    """
    paths = [folder / file for file in made.files]
    there = [path for path in paths if path.exists()]
    if there:
        raise Refused(f"{there[0]} is there already: choose another folder, or remove it first.")
    parts = [path.with_name(f"{path.name}.part") for path in paths]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for part, text in zip(parts, made.files.values(), strict=True):
            _write_private(part, text)
        for part, path in zip(parts, paths, strict=True):
            part.rename(path)
    except OSError as error:
        for left in (*parts, *paths) if folder.is_dir() else ():
            left.unlink(missing_ok=True)
        raise EarshotError(
            f"{folder} cannot be written to: {error.strerror}. Nothing was written."
        ) from error
    return paths


def _write_private(path: Path, text: str) -> None:
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(handle, "w", encoding="utf-8", newline="\n") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())


def _export(found: Found, items: list[dict[str, Any]], company: Company, now: datetime) -> Export:
    others = [p for p in found.places() if not p.restricted and p.id not in found.own]
    whole = {
        "made_at": utc_text(now),
        "company": company.profile.name,
        "note": CHECK_IDENTITY,
        "items": items,
    }
    files = {
        FOR_THE_PERSON: json.dumps(whole, ensure_ascii=False, indent=1) + "\n",
        TO_READ: _readable(items, company, now),
        TO_CHECK: _to_check(others, len(found.aside)),
    }
    return Export(files, len(items), len(others), len(found.aside))


def _items(connection: Connection, found: Found, company: Company) -> list[dict[str, Any]]:
    """Each Mention that they wrote, with every row that is kept about it."""
    own = sorted(found.own)
    rows = {
        title: _rows(connection, table, column, own)
        for title, table, column in (
            ("mention", "mentions", "id"),
            ("earlier_versions", "mention_versions", "id"),
            ("judgements", "judgements", "mention"),
            ("earlier_judgements", "former_judgements", "mention"),
            ("what_people_said_of_them", "findings", "mention"),
            ("seen", "sightings", "mention"),
            ("case", "cases", "id"),
            ("promises", "promises", "id"),
            ("replies_found", "own_replies", "target"),
        )
    }
    events = log.of_subjects(connection, own)
    apart = person.handled_apart(connection, own)  # others are named there, and what was suspected
    return [
        {
            "id": each,
            "source": _source_name(rows["mention"].get(each, []), company),
            **{title: of.get(each, []) for title, of in rows.items()},
            "what_was_done": [
                {
                    "at": utc_text(event.recorded_at),
                    "what": event.kind.value,
                    # Who of us did it is a third person's data.
                    "by": "the program" if event.actor == "earshot" else "a member of staff",
                    "details": _without_people(event.details, company),
                }
                for event in events[each]
                if event.seq not in apart
            ],
        }
        for each in own
    ]


def _rows(
    connection: Connection, table: str, column: str, ids: Sequence[str]
) -> dict[str, list[dict[str, Any]]]:
    columns = person.columns_of(connection, table)
    found: dict[str, list[dict[str, Any]]] = {}
    for row in person.all_of(connection, table, column, ids):
        told = dict(zip(columns, row, strict=True))
        kept = {name: _plain(name, value) for name, value in told.items() if name not in _INSIDE}
        for theirs in ("assignee", "found_by"):  # who of us it was is a third person's data
            kept.pop(theirs, None)
        found.setdefault(told[column], []).append(kept)
    return found


def _plain(name: str, value: object) -> object:
    if isinstance(value, datetime):
        return utc_text(aware(value))
    if isinstance(value, date):
        return value.isoformat()
    return json.loads(value) if name in _JSON and isinstance(value, str) else value


def _without_people(value: Any, company: Company) -> Any:
    """Plain JSON without the ids of our people, at whatever depth they stand."""
    if isinstance(value, dict):
        return {name: _without_people(each, company) for name, each in value.items()}
    if isinstance(value, list):
        return [_without_people(each, company) for each in value]
    return "a member of staff" if isinstance(value, str) and value in company.people else value


def _source_name(rows: list[dict[str, Any]], company: Company) -> str:
    source = company.sources.get(str(rows[0]["source"])) if rows else None
    return source.name if source else ""


def _readable(items: list[dict[str, Any]], company: Company, now: datetime) -> str:
    head = [
        f"What {company.profile.name} keeps of what you wrote",
        f"Made {spoken(now, company.zone, now)}. {len(items)} in all.",
        "",
    ]
    return "\n".join([*head, *(line for item in items for line in _paragraph(item))]) + "\n"


def _paragraph(item: dict[str, Any]) -> list[str]:
    said = item["mention"][0]
    judged = item["judgements"][-1] if item["judgements"] else {}
    lines = [
        f"{said['published_at'] or 'day not known'}, {said['platform']}, by {said['author']}",
        f"Address: {said['url'] or 'none'}",
        f"First seen {said['seen_at']} by way of {item['source'] or 'a source that is gone'}",
        *filter(None, [said["title"]]),
        str(said["text"]),
        f"The program took it for: {judged.get('intent')}, {judged.get('sentiment')}; because of "
        f"{_because(judged)}",
    ]
    for earlier in item["earlier_versions"]:
        lines.append(f"Before it was edited: {earlier['text']}")
    for done in item["what_was_done"]:
        told = "; ".join(f"{k}: {v}" for k, v in done["details"].items() if isinstance(v, str))
        lines.append(f"{done['at']} {done['what'].replace('_', ' ')}, by {done['by']}. {told}")
    return [*lines, "", "-" * 60, ""]


def _because(judged: dict[str, Any]) -> str:
    words = [each[0] for each in [*judged.get("words", []), *judged.get("reasons", [])]]
    return ", ".join(dict.fromkeys(map(str, words))) or "nothing in particular"


def _to_check(others: Sequence[Place], restricted: int) -> str:
    lines = ["To be looked at by a person before anything is handed over", "", CHECK_IDENTITY, ""]
    if restricted:
        lines += [f"{restricted} restricted: ask the safeguarding lead.", ""]
    lines.append(
        f"{len(others)} places at which somebody else's words, or ours, name this person. They are "
        "not in the files for the person: decide of each whether it can be handed over."
        if others
        else "Nothing else was found that names this person."
    )
    lines += [f"{p.where.value} {p.id} {p.field}: {p.excerpt}" for p in others]
    return "\n".join(lines) + "\n"
