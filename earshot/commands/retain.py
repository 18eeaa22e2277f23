"""Commands for how long: retain, hold."""

import typer


def register(app: typer.Typer) -> None:
    return
