"""Commands for restricted items: restrict, and what is done with them."""

import typer


def register(app: typer.Typer) -> None:
    return
