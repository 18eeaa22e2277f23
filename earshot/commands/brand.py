"""Commands that try the rules on texts and times; they need no store."""

from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from earshot.commands.given import given_or_read
from earshot.commands.output import Json, Line, print_lines, say
from earshot.handling.house import judge_in_force
from earshot.judging.judge import Judge
from earshot.judging.judgement import needs_reply
from earshot.rules.calendar import WorkingCalendar
from earshot.rules.clock import policy_deadline
from earshot.words.errors import BadTime
from earshot.words.query import Query, match, parse
from earshot.words.times import LONDON, read_time, utc_text
from earshot.words.vocabulary import Nation

Texts = Annotated[
    list[str] | None, typer.Argument(metavar="[TEXT]...", help="Else standard input, one a line.")
]


def register(app: typer.Typer) -> None:
    brand = typer.Typer(help="What the company listens for.", no_args_is_help=True)
    brand.command("try")(brand_try)
    app.add_typer(brand, name="brand")
    app.command("judge")(judge_texts)
    app.command()(due)


def brand_try(
    query: Annotated[str, typer.Argument(help="A query, as in Settings.")],
    texts: Texts = None,
    as_json: Json = False,
) -> None:
    """Show which texts a query means, and why."""
    parsed = parse(query)
    print_lines((_match_line(parsed, text) for text in given_or_read(texts)), as_json=as_json)


def judge_texts(texts: Texts = None, as_json: Json = False) -> None:
    """Show what scoring makes of texts, as if they stood on the company's own account."""
    judge = judge_in_force()
    print_lines((_judgement_line(judge, text) for text in given_or_read(texts)), as_json=as_json)


def due(
    times: Annotated[
        list[str] | None,
        typer.Argument(metavar="[TIME]...", help="ISO 8601; else standard input, one a line."),
    ] = None,
    nation: Annotated[Nation, typer.Option()] = Nation.ENGLAND_AND_WALES,
    as_json: Json = False,
) -> None:
    """Show when a reply is due for what is received at a time, and why."""
    calendar = WorkingCalendar(nation)
    bad = 0
    for number, said in enumerate(given_or_read(times), start=1):
        try:
            line = _due_line(said, calendar, LONDON)
        except BadTime as error:
            bad += 1
            say(f"earshot: line {number}: {error}")
        else:
            print_lines([line], as_json=as_json)
    if bad:
        raise typer.Exit(1)


def _match_line(query: Query, text: str) -> Line:
    found = match(query, text)
    hits = [{"term": hit.term, "start": hit.start, "end": hit.end} for hit in found.hits]
    return {"text": text, "matched": found.matched, "hits": hits}


def _judgement_line(judge: Judge, text: str) -> Line:
    found = judge.judge(text)
    return {
        "text": text,
        "language": found.language,
        "sentiment": found.sentiment.value,
        "compound": found.compound,
        "words": [{"word": each.word, "score": each.score} for each in found.words],
        "intent": found.intent.value,
        "needs_reply": needs_reply(found.intent, found.sentiment, own_account=True),
        "concerns": [],
    }


def _due_line(said: str, calendar: WorkingCalendar, zone: ZoneInfo) -> Line:
    received = read_time(said, zone)
    deadline = policy_deadline(received, calendar, zone)
    return {
        "received_at": utc_text(received),
        "due_at": utc_text(deadline.due_at),
        "explanation": deadline.explanation,
    }
