"""The tables, and the numbered steps that bring an older file up to date.

No PRIMARY KEY and no index on the big tables: an anti-join keeps Mentions single, and at five
million rows a key made loading five times slower and the file four times larger. All times are
UTC without a zone (TIMESTAMP); `_on` columns are the company's local dates.
"""

from datetime import UTC, datetime
from pathlib import Path

import duckdb

from earshot.store import copying
from earshot.words.errors import StoreTooNew

COPIES = "backups"  # the folder beside the store in which copies of it lie

FIRST_TABLES = """
CREATE TABLE mentions (
    id VARCHAR, version INTEGER, source VARCHAR, account VARCHAR, platform VARCHAR, kind VARCHAR,
    url VARCHAR, author VARCHAR, title VARCHAR, text VARCHAR, publisher VARCHAR,
    published_at TIMESTAMP, published_mark VARCHAR, published_said VARCHAR, published_on DATE,
    seen_at TIMESTAMP, version_seen_at TIMESTAMP, story VARCHAR, in_reply_to VARCHAR,
    native_id VARCHAR, rating DOUBLE, hits VARCHAR, fingerprint VARCHAR);
CREATE TABLE mention_versions AS FROM mentions;
CREATE TABLE sightings (
    mention VARCHAR, source VARCHAR, run VARCHAR, seen_at TIMESTAMP, fingerprint VARCHAR,
    guid VARCHAR);
CREATE TABLE runs (
    id VARCHAR, source VARCHAR, started_at TIMESTAMP, ended_at TIMESTAMP, status VARCHAR,
    fetched INTEGER, new INTEGER, changed INTEGER, known INTEGER, outgoing INTEGER,
    not_about_us INTEGER, rejected INTEGER, problem VARCHAR, error VARCHAR, warning VARCHAR,
    etag VARCHAR, last_modified VARCHAR, body_sha256 VARCHAR, retry_at TIMESTAMP);
CREATE TABLE rejects (run VARCHAR, source VARCHAR, place VARCHAR, reason VARCHAR, raw VARCHAR);
CREATE TABLE judgements (
    mention VARCHAR, version INTEGER, judged_at TIMESTAMP, rules VARCHAR, language VARCHAR,
    sentiment VARCHAR, compound DOUBLE, words VARCHAR, intent VARCHAR, reasons VARCHAR,
    needs_reply BOOLEAN, concerns VARCHAR, arrival VARCHAR);
CREATE TABLE events (
    seq BIGINT, recorded_at TIMESTAMP, actor VARCHAR, kind VARCHAR, subject VARCHAR,
    details_sha256 VARCHAR, hash VARCHAR);
CREATE TABLE event_details (seq BIGINT, salt VARCHAR, details VARCHAR);
CREATE TABLE cases (
    id VARCHAR, version BIGINT, state VARCHAR, clock VARCHAR, received_at TIMESTAMP,
    due_at TIMESTAMP, assignee VARCHAR, held BOOLEAN, escalated BOOLEAN, snoozed_until TIMESTAMP,
    answered_at TIMESTAMP, follow_up_on DATE, reason VARCHAR);
CREATE TABLE promises (
    id VARCHAR, number BIGINT, present BOOLEAN, clock VARCHAR, received_at TIMESTAMP,
    due_at TIMESTAMP, latest_due_at TIMESTAMP, due_on DATE, explanation VARCHAR, clause VARCHAR,
    calendar_version VARCHAR, policy_version VARCHAR, responded_at TIMESTAMP,
    response_place VARCHAR, response_link VARCHAR, entered_late BOOLEAN, decided_at TIMESTAMP,
    reason VARCHAR, exempt VARCHAR, verdict VARCHAR);
"""

# Notices whose text is still to be completed; items dropped from feeds lately, kept apart to try
# changed terms on, without who said them; our own replies, which may come before what they answer;
# and the verdict that a new fact has put another one beside. No column is added with a DEFAULT: for
# that DuckDB sets an option of its own, and ours are locked.
EVERY_WAY_IN = """
ALTER TABLE mentions ADD COLUMN text_included BOOLEAN;
ALTER TABLE mention_versions ADD COLUMN text_included BOOLEAN;
UPDATE mentions SET text_included = true;
UPDATE mention_versions SET text_included = true;
ALTER TABLE promises ADD COLUMN earlier_verdict VARCHAR;
CREATE TABLE dropped (
    id VARCHAR, source VARCHAR, platform VARCHAR, kind VARCHAR, url VARCHAR, title VARCHAR,
    text VARCHAR, publisher VARCHAR, published_at TIMESTAMP, published_mark VARCHAR,
    published_said VARCHAR, native_id VARCHAR, guid VARCHAR, host VARCHAR, fingerprint VARCHAR,
    dropped_at TIMESTAMP);
CREATE TABLE own_replies (
    target VARCHAR, replied_at TIMESTAMP, replied_mark VARCHAR, link VARCHAR, place VARCHAR,
    source VARCHAR, found_at TIMESTAMP);
"""

# What is restricted and how far; which ids are not to come back, since what they named was erased
# or is past its time; and what is counted of what is kept no longer. `private`: handled by the few
# who may see it, and counted apart.
WHO_MAY_SEE = """
CREATE TABLE restrictions (
    id VARCHAR, concern VARCHAR, since TIMESTAMP, restricted_by VARCHAR, stage VARCHAR,
    urgent BOOLEAN, seen_by VARCHAR, handed_at TIMESTAMP, filed_at TIMESTAMP, reference VARCHAR,
    manager VARCHAR, locked VARCHAR);
ALTER TABLE promises ADD COLUMN private BOOLEAN;
UPDATE promises SET private = false;
CREATE TABLE gone (id VARCHAR, why VARCHAR, gone_at TIMESTAMP);
CREATE TABLE past_mentions (
    published_on DATE, source VARCHAR, account VARCHAR, platform VARCHAR, intent VARCHAR,
    sentiment VARCHAR, mentions INTEGER, cases INTEGER);
CREATE TABLE past_promises (
    due_on DATE, clock VARCHAR, source VARCHAR, account VARCHAR, verdict VARCHAR, exempt VARCHAR,
    private BOOLEAN, promises INTEGER, reply_found BOOLEAN, response_hours DOUBLE,
    restricted BOOLEAN);
CREATE TABLE past_stories (said_on DATE, next_on DATE, restricted BOOLEAN, cases INTEGER);
CREATE TABLE past_restricted (said_on DATE, cases INTEGER);
"""

# What people say of Judgements: the columns of `judgements` hold what stands by now, `machine_...`
# what the machine had said where a person has said something else; `findings` each such word.
# `former_judgements`: what other rules had made of a text. `rescored`: which Mentions a rescoring
# has done already, so that it goes on where it was broken off.
POLICY_AT_WORK = """
ALTER TABLE judgements ADD COLUMN machine_sentiment VARCHAR;
ALTER TABLE judgements ADD COLUMN machine_intent VARCHAR;
ALTER TABLE judgements ADD COLUMN machine_needs_reply BOOLEAN;
CREATE TABLE former_judgements AS FROM judgements LIMIT 0;
CREATE TABLE findings (
    "case" VARCHAR, mention VARCHAR, what VARCHAR, concern VARCHAR, machine VARCHAR,
    person VARCHAR, reason VARCHAR, found_by VARCHAR, found_at TIMESTAMP);
CREATE TABLE rescored (rules VARCHAR, mention VARCHAR);
ALTER TABLE cases ADD COLUMN audience VARCHAR;
"""

MIGRATIONS: tuple[str, ...] = (FIRST_TABLES, EVERY_WAY_IN, WHO_MAY_SEE, POLICY_AT_WORK)
LATEST = len(MIGRATIONS)
NUMBERS = "CREATE TABLE IF NOT EXISTS schema_version (number INTEGER)"


def bring_up_to_date(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Apply the steps that the file has not had yet, each in a transaction.

    Raises:
        StoreTooNew: the file was written by a later version of the program.
    """
    present = _version(connection)
    if present > LATEST:
        raise StoreTooNew(
            f"{path} was written by a newer version of Earshot (its tables are number {present}, "
            f"this version knows {LATEST}). Nothing was changed: install the newer version."
        )
    if 0 < present < LATEST:
        _back_up(connection, path, present)
    for number in range(present, LATEST):
        _apply(connection, number)


def _version(connection: duckdb.DuckDBPyConnection) -> int:
    found = connection.execute(
        "SELECT count(*) FROM duckdb_tables() WHERE table_name = 'schema_version'"
    ).fetchone()
    if not found or not found[0]:
        return 0
    row = connection.execute("SELECT max(number) FROM schema_version").fetchone()
    return int(row[0]) if row and row[0] is not None else 0


def _back_up(connection: duckdb.DuckDBPyConnection, path: Path, present: int) -> None:
    """Keep the file as it is before it changes; the gate is held, so nothing writes meanwhile.

    The copy's time is the disk's own: it is when the copy was made, not when the store was written.
    """
    connection.execute("CHECKPOINT")
    path.chmod(copying.PRIVATE)  # older versions left it to the umask
    folder = path.parent / COPIES
    folder.mkdir(mode=0o700, exist_ok=True)
    part = folder / f"before-migration-{present + 1}.part"
    part.unlink(missing_ok=True)
    copying.copy(path, part)
    copying.sync(part)
    made_at = datetime.fromtimestamp(part.stat().st_mtime, UTC)
    part.replace(folder / f"before-migration-{present + 1}-{made_at:%Y%m%dT%H%M%SZ}.duckdb")
    copying.settle(folder)


def _apply(connection: duckdb.DuckDBPyConnection, number: int) -> None:
    connection.begin()
    connection.execute(MIGRATIONS[number])
    connection.execute(NUMBERS)
    connection.execute("INSERT INTO schema_version VALUES (?)", [number + 1])
    connection.commit()
