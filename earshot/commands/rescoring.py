"""The command that judges all that is kept again, by the rules of now."""

import sys
from typing import Annotated

import typer

from earshot.commands.output import Json, Line, now, print_lines, say
from earshot.handling.house import present_house
from earshot.handling.rescoring import Rescored, rescore
from earshot.rules.events import PROGRAM
from earshot.store import rescoring as store


def register(app: typer.Typer) -> None:
    app.command(name="rescore")(rescore_all)


def rescore_all(
    everything: Annotated[
        bool, typer.Option("--all", help="Also what is judged by the rules of now already.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Judge again what is judged by earlier rules. Broken off, it goes on where it was.

    Keys: rules (the fingerprint of the rules of now), judged, changed (of these, those that the
    rules of now judge otherwise), restricted (cases in which there may be a danger), newly_due
    (cases whose clock has begun), no_longer_needed (open cases that newly need no reply; they stay
    open), to_confirm (ids of all open cases that wait for a person to say so), remaining (mentions
    still judged by other rules).
    """
    house, progress = present_house(), _Progress()
    done = rescore(house, everything=everything, actor=PROGRAM, now=now(), told=progress.tell)
    progress.end()
    with house.store.unit() as connection:
        waiting = [case for case, _ in store.to_confirm(connection)]
    print_lines([_line(done, waiting)], as_json=as_json)
    if waiting:
        say(
            f"{len(waiting)} open by earlier rules need no reply by those of now. They stay open "
            "until a person says so, under Triage."
        )


def _line(done: Rescored, waiting: list[str]) -> Line:
    return {
        "rules": done.rules,
        "judged": done.judged,
        "changed": done.changed,
        "restricted": done.restricted,
        "newly_due": done.newly_due,
        "no_longer_needed": done.no_longer_needed,
        "to_confirm": waiting,
        "remaining": done.remaining,
    }


class _Progress:
    """How far it has come, on a terminal: one line that is written over."""

    def __init__(self) -> None:
        self._shown = False

    def tell(self, done: Rescored) -> None:
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{done.judged:,} of {done.total:,} judged again")
            sys.stderr.flush()
            self._shown = True

    def end(self) -> None:
        if self._shown:
            sys.stderr.write("\n")
