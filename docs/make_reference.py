"""Writes docs/reference.md out of the program itself; a test holds the two together.

`python docs/make_reference.py` after a command, column, page or setting has changed.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer.main

from collectors.post import Platform
from collectors.tables.columns import MORE_COLUMNS, TABLE_COLUMNS
from earshot.commands.app import app
from earshot.handling.health import HealthCode
from earshot.rules.company import HoldKind, Role
from earshot.rules.policy import Policy
from earshot.rules.purposes import Basis, Use
from earshot.rules.requests import RequestKind, RequestState
from earshot.rules.restriction import Danger, Stage
from earshot.telling import exports
from earshot.words.vocabulary import Intent, Nation, Sentiment, State
from ui.addresses import ENTRIES, SETTING_UP

REFERENCE = Path(__file__).resolve().parent / "reference.md"
INTRODUCTION = """# Reference

Made by `python docs/make_reference.py` from the program itself.

## Settings of the environment

| name | what it sets |
|---|---|
| `EARSHOT_DATA` | folder of the store, the policy file and the rejects; without it, the system's place for a program's data |
| `EARSHOT_ALLOW_HOSTS` | hosts inside your network that may be fetched or are mail servers: comma-separated host or address, optional `:port`, exact; a mail server is asked without encryption only if it stands here, is on this very machine and offers none |
| any name of yours | a mailbox's password, where `sources add --password env:NAME` says so; on the screen its name begins with `EARSHOT_` |
| `EARSHOT_HEADS` | a file, better on another disk, to which the watch adds the log's head every night, and that `audit verify` holds the log against |
| `PORT` | port of the dashboard, for `make run` and `earshot serve` |
| `CHROMIUM` | the browser for the tests |

In EARSHOT_DATA: `store.duckdb` (everything that is kept), `store.lock` (the gate), `watch.lock` (one watch at a time), `policy.toml`,
`concerns/` and `playbooks.toml` (your rules: promises, concerns, next steps and replies), `policy.last-good.json` (those rules as they last
made sense, in force while they do not), `rejects/` (rows of imports that could not be read, to be corrected and imported again), `sample/` (the sample, a store
of its own), `backups/` (copies, also of the store as it was before its tables were changed), `heads.jsonl` (the log's head of every
night), `nightly.txt` (the day on which the night's work was done last), `sign-in.toml` (yours: how people sign in, [deploy.md](deploy.md)).
Files are readable by the account that writes them alone (0600, folders 0700), those that `--out` names too: to share one, `chmod` it.
How the dashboard is served (address, port, host names, theme) is in `.streamlit/config.toml`.
"""
LINES = """## Lines for programs

With `--json` a command prints one JSON object a line; times are UTC, `2026-11-14T18:05:00Z`. Exit status: 0; 1 the work failed; 2
wrong usage. `collect` tries every source, then ends with 1 if any failed; `import` takes in what it can, then ends with 1 if any file was
refused or could not be read to its end. `sources export` prints OPML.

A source's health is a word of the vocabulary below: `quiet` is a source that works and has brought nothing new for longer than usual,
`not_let_in` a mailbox that refuses name or password, or whose password is not where it should be; `moved` is also a folder that a
mailbox does not have.

In `mentions` and `queue` text is what was had of it: of a notice its first words, or nothing. `story` is the id of the first Mention of
the same text. What a download or a notice brings bears the platform that it was said on. `concerns` are those that stand: what the
program finds possible, without what a person has said is not there, and with what a person has found beyond it (severity high,
confidence 1, no evidence). An item that the safeguarding lead has brought back into the open was found to be none of what restricts:
no such concern is named any more. `judge` prints what the program alone says.

| command | keys of each line |
|---|---|
| `sources add`, `sources list`, `sources pause`, `sources resume`, `sources import` | `id, name, url, kind, account, every, state, last_run, health` |
| `collect` | `source, url, status, fetched, new, changed, known, outgoing, not_about_us, rejected, error`; fetched is the sum of new to not_about_us; error is why it failed, or what is to be known of a round that went well |
| `import` | `file, platform, read, new, changed, known, outgoing, not_about_us, rejected, left_unread, rejects_file`; read is the sum of new to rejected; left_unread is a list of [what, count]; what of a folder or archive was never opened stands in a line of its own |
| `brand try` | `text, matched, hits` ([{term, start, end}], code points) |
| `brand apply` | `dropped` (items of the last 7 days that the terms were tried on), `taken_in, open` (of those taken in), `stored` (Mentions that they were tried on), `not_meant, not_meant_open` (of those), `out_of_scope` (by `--drop`), `marked` (stored Mentions whose terms are marked anew) |
| `judge` | `text, language, sentiment, compound, words` ([{word, score}]), `intent, needs_reply` (as on an own account), `concerns` |
| `due` | `received_at, due_at, explanation` |
| `mentions`, `queue` | `id, source, platform, account, kind, url, author, title, text, published_at, seen_at, language, sentiment, compound, intent, needs_reply, concerns, story, in_reply_to, rating, state, clock, due_at` |
| `doctor` | `check, ok, problems` |
| `accounts add`, `accounts list` | `id, name, platform, handle, url, starts_on` |
| `people add`, `people change`, `people list` | `id, name, role` (the first, or null), `roles, sign_in, on_duty, active` |
| `restrict`, `restricted`, `restricted hand-over`, `restricted file`, `restricted lift`, `restricted lock-out` | `id, concern, stage, since, urgent, handed_at, filed_at, reference`; never a word of what was said |
| `purpose set`, `purpose show` | `stated, assessed_on, assessed_by, bases, notice, missing` |
| `purpose drafts` | `file, title, to_decide` |
| `request add`, `request list`, `request answer` | `id, kind, received_on, due_on, state, mention`; what it is about is never printed |
| `audit verify` | `ok, events, head, problems` ([{seq, kind}]: changed, removed, reordered, inserted, details_removed; truncated or rewritten, against a head that was kept) |
| `audit export` (the file) | `seq, recorded_at, actor, kind, subject, details_sha256, hash, salt, details, withheld, sealed`; of a sealed Event, about a restricted item, all but `seq`, `recorded_at` and `hash` is null |
| `person find` | `where, id, field, role` (author or named), `excerpt, restricted`; of a restricted item only where, id and that it is one |
| `person erase` | the same, and `fate, applied` |
| `retain` | `what` (mentions, cases, restricted, rejects, dropped, replies), `kept_for, due, held, oldest, deleted` |
| `hold add`, `hold list`, `hold end` | `id, kind, reason, since, by, active, ended_on, ended_by` |
| `backup` | `file, made_at, expires_on, bytes, events, head` |
| `backup list` | `name, made_at, expires_on, bytes, past, ours` |
| `restore` | `file, made_at, events, head, counts, ok` |

## The query language

Double quotes for a phrase; neighbours without an operator are AND; precedence NOT, NEAR, AND, OR; brackets; `NEAR/n`: at most n words
between, either order; `=Word`: case matters; whole words; `&` and `and`, punctuation and accents are folded.
"""


def reference() -> str:
    """The whole page."""
    parts = (INTRODUCTION, _pages(), _commands(), LINES, _vocabularies(), _columns(), _policy())
    return "\n".join(part.rstrip() + "\n" for part in parts)


def _pages() -> str:
    first, *others = (*ENTRIES, SETTING_UP)  # the first stands at the address itself
    rows = [(first.title, "/", first.help)]
    rows += [(entry.title, f"/{entry.name}", entry.help) for entry in others]
    return "## Pages\n\n" + _table(("page", "address", "for"), rows)


def _commands() -> str:
    rows = [
        (f"`earshot {name}`", _options(command), (command.help or "").strip())
        for name, command in _listed(typer.main.get_command(app))
    ]
    return "## Commands\n\n" + _table(("command", "words", "what it does"), rows)


def _listed(command: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """Every command with its whole name; typer brings a click of its own, so none is imported."""
    if hasattr(command, "commands"):
        if command.invoke_without_command and name:  # a command by itself, too
            yield name, command
        for part, each in command.commands.items():
            yield from _listed(each, f"{name} {part}".strip())
    else:
        yield name, command


def _options(command: Any) -> str:
    shown = []
    for parameter in command.params:
        if getattr(parameter, "hidden", False) or parameter.name == "help":
            continue
        if parameter.param_type_name == "option":
            shown.append(f"`{parameter.opts[0]}`")
        else:
            shown.append(f"`{(parameter.metavar or parameter.name or '').upper()}`")
    return " ".join(shown)


def _vocabularies() -> str:
    rows = [
        (name, ", ".join(each.value for each in words))
        for name, words in (
            ("sentiment", Sentiment),
            ("intent", Intent),
            ("state", State),
            ("platform", Platform),
            ("nation", Nation),
            ("role", Role),
            ("what makes an item restricted", Danger),
            ("stage of a restricted item", Stage),
            ("kind of hold", HoldKind),
            ("purpose, for `purpose set --basis`", Use),
            ("lawful basis", Basis),
            ("kind of request", RequestKind),
            ("state of a request", RequestState),
            ("health", HealthCode),
        )
    ]
    return "## Vocabularies\n\n" + _table(("word", "values"), rows)


def _columns() -> str:
    tables = (
        ("Columns of a table to import", TABLE_COLUMNS.items()),
        ("Further columns of a table, and for --map", MORE_COLUMNS.items()),
        ("Columns of the CSV of mentions", ((c.name, c.description) for c in exports.MENTIONS)),
        ("Columns of the CSV of compliance", ((c.name, c.description) for c in exports.COMPLIANCE)),
        ("Columns of the CSV summary", exports.SUMMARY),
    )
    return "\n".join(
        f"## {title}\n\n" + _table(("column", "what it holds"), [(f"`{n}`", d) for n, d in rows])
        for title, rows in tables
    )


def _policy() -> str:
    rows = [(f"`{name}`", str(each.annotation)) for name, each in Policy.model_fields.items()]
    names = ", ".join(name for name, _ in rows)
    return (
        "## The policy's files\n\n"
        "`policy.toml`, four files in `concerns/`, and `playbooks.toml` in EARSHOT_DATA, explained by "
        f"comments in the files themselves; a missing one is the shipped one. Their parts: {names}. The "
        "senior team changes them under Settings, Policy, where what would change is shown first; a "
        "text with a mistake is refused with file, line and field. Where a file is broken by hand the "
        "last good policy stays in force, and every page and command says so.\n"
    )


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "".join("| " + " | ".join(_cell(cell) for cell in line) + " |\n" for line in lines)


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


if __name__ == "__main__":
    REFERENCE.write_text(reference(), encoding="utf-8")
