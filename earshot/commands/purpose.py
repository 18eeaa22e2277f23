"""Commands for what it is for: purpose, and the drafts."""

import typer


def register(app: typer.Typer) -> None:
    return
