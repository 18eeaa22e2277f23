"""Commands for one person's data: person find, export, erase."""

import typer


def register(app: typer.Typer) -> None:
    return
