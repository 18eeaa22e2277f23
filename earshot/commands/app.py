"""The front of the command line: its commands, and how it ends: 0, 1 (failed), 2 (wrong usage)."""

import os
import sys

import typer

from collectors.errors import CollectError
from earshot.commands import (
    accuracy,
    audit,
    backup,
    brand,
    collecting,
    importing,
    keeping,
    person,
    purpose,
    reading,
    rescoring,
    restricted,
    retain,
    service,
    settings,
    sources,
)
from earshot.commands.output import drop_output
from earshot.words.errors import BadQuery, BadTime, EarshotError

app = typer.Typer(
    name="earshot",
    help="Hears what is said of your company in public, and keeps your promise to answer in time.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
PARTS = (
    settings,
    purpose,
    sources,
    collecting,
    importing,
    brand,
    reading,
    rescoring,
    restricted,
    person,
    retain,
    audit,
    backup,
    keeping,
    accuracy,
    service,
)
for part in PARTS:
    part.register(app)


def main() -> None:
    """Run a command; what a person can act on is said in words, a mistake of ours is not hidden."""
    os.umask(0o077)  # all that is written, by children too, is for the account that runs this
    try:
        app()
    except BadQuery as error:
        _end(f"This query cannot be read: {error}", 2)
    except BadTime as error:
        _end(str(error), 2)
    except (EarshotError, CollectError) as error:
        _end(str(error), 1)
    except BrokenPipeError:
        drop_output()  # whoever read us has gone; nothing is left to say
        sys.exit(1)
    except OSError as error:
        _end(f"{error.filename or 'the disk'}: {error.strerror}.", 1)
    except KeyboardInterrupt:
        _end("Stopped.", 130)


def _end(sentence: str, status: int) -> None:
    print(f"earshot: {sentence}", file=sys.stderr)
    sys.exit(status)
