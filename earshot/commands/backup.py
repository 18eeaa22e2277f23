"""Commands for copies: backup, restore."""

import typer


def register(app: typer.Typer) -> None:
    return
