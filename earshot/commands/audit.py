"""Commands for the log: audit export, audit verify."""

import typer


def register(app: typer.Typer) -> None:
    return
