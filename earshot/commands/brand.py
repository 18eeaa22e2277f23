"""Commands that try the rules on texts and times, without a store, and that apply the terms."""

from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from collectors.plaintext import one_line
from earshot.bringing.trying import Preview, preview_terms
from earshot.commands.given import given_or_read
from earshot.commands.output import Json, Line, now, print_lines, say
from earshot.handling.house import company_of, judge_in_force, present_house
from earshot.handling.reapplying import Applied, apply_terms
from earshot.judging.judge import Judge
from earshot.judging.judgement import needs_reply, plain
from earshot.rules.calendar import WorkingCalendar
from earshot.rules.clock import policy_deadline
from earshot.rules.company import Company, Person
from earshot.rules.events import PROGRAM
from earshot.words.errors import BadTime, Refused
from earshot.words.query import Query, match, parse
from earshot.words.times import LONDON, read_time, utc_text
from earshot.words.vocabulary import Nation

SHOWN = 80  # code points of a text, in a remark

Texts = Annotated[
    list[str] | None, typer.Argument(metavar="[TEXT]...", help="Else standard input, one a line.")
]


def register(app: typer.Typer) -> None:
    brand = typer.Typer(help="What the company listens for.", no_args_is_help=True)
    brand.command("try")(brand_try)
    brand.command("apply")(brand_apply)
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


def brand_apply(
    drop: Annotated[
        bool,
        typer.Option("--drop", help="Put what is open and not meant any more out of scope."),
    ] = False,
    by: Annotated[
        str | None, typer.Option(help="Whose decision --drop is; without it, the only person's.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Apply the present terms: take in what feeds brought in the last 7 days and is meant by now,
    and mark what is stored anew. What is not meant any more stays, or is dropped by --drop."""
    house, at = present_house(), now()
    company = company_of(house.store)
    actor = _person(company, by).id if drop else PROGRAM
    lost = preview_terms(house, company, at)
    confirmed = lost.open_and_lost if drop else ()
    done = apply_terms(house, confirmed=confirmed, actor=actor, now=at)
    print_lines([_applied_line(lost, done)], as_json=as_json)
    if not drop:
        _say_left(lost)
    for mention, why in done.refused:
        say(f"earshot: {mention}: {why}")


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


def _person(company: Company, name: str | None) -> Person:
    """Who decides.

    Raises:
        Refused: nobody is named so, or several could be meant.
    """
    active = [person for person in company.people.values() if person.active]
    asked = [each for each in active if name is None or each.name.casefold() == name.casefold()]
    if len(asked) != 1:
        raise Refused("Say whose decision it is: --by NAME, as `earshot people list` has it.")
    return asked[0]


def _say_left(lost: Preview) -> None:
    """The open ones by name, so that --drop confirms a list that was seen."""
    for (mention, _), trial in zip(lost.open_and_lost, lost.lost.first, strict=False):
        say(f"open, and not meant any more: {mention} {one_line(trial.text[:SHOWN]) or ''}")
    if lost.open_and_lost:
        say("They stay in the queue; with --drop they are put out of scope.")


def _applied_line(before: Preview, done: Applied) -> Line:
    return {
        "dropped": before.dropped,
        "taken_in": done.taken_in,
        "open": done.waiting,
        "stored": before.stored,
        "not_meant": before.lost.total,
        "not_meant_open": len(before.open_and_lost),
        "out_of_scope": done.set_aside,
        "marked": done.marked,
    }


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
        "concerns": [plain(each) for each in found.concerns],
    }


def _due_line(said: str, calendar: WorkingCalendar, zone: ZoneInfo) -> Line:
    received = read_time(said, zone)
    deadline = policy_deadline(received, calendar, zone)
    return {
        "received_at": utc_text(received),
        "due_at": utc_text(deadline.due_at),
        "explanation": deadline.explanation,
    }
