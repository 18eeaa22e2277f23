"""The company's terms: a box, one term a line, and at once what they would find."""

from collections.abc import Sequence

import streamlit as st

from earshot.bringing.trying import Trial, try_text
from earshot.rules.company import Company
from earshot.words.errors import BadQuery
from earshot.words.query import parse
from ui.safe import escaped, marked, say, say_problem

HELP = (
    'One term a line. "Double quotes" keep words together; several words without quotes must all '
    "be there. OR, NOT, brackets and NEAR/5 work in capitals; =Word minds its capitals."
)
EXAMPLE = "I am still waiting for {name} to answer my e-mail"
SHOWN = 5


def ask_terms(terms: Sequence[str], *, key: str) -> tuple[str, ...]:
    """The box; the terms that stand in it."""
    written = st.text_area("What do people call you?", "\n".join(terms), key=key, height=120)
    st.caption(HELP)
    return tuple(line.strip() for line in (written or "").splitlines() if line.strip())


def readable(terms: Sequence[str]) -> bool:
    """Whether every term can be read; says which one cannot, and where."""
    for number, term in enumerate(terms, start=1):
        try:
            parse(term)
        except BadQuery as error:
            say_problem(f"Term {number}, at character {error.position + 1}: {error}")
            return False
    return True


def try_out(company: Company, *, key: str) -> None:
    """A sentence of the reader's own, and what the terms find in it."""
    example = EXAMPLE.format(name=company.profile.name or "us")
    text = st.text_input("Try it on a sentence", example, key=key)
    if text:
        show_trial(try_text(text, company))


def show_trial(trial: Trial) -> None:
    """One text with the hits marked, whether it counts, and why."""
    spans = [(hit.start, hit.end) for hit in trial.hits]
    verdict = "Counts" if trial.counts else "Does not count"
    say(
        f'<span class="es-key">{verdict}</span> '
        f'<span class="es-quiet">({escaped(trial.why)})</span><br>'
        f"{marked(_short(trial), spans)}",
        "es-card",
    )


def show_trials(trials: Sequence[Trial], most: int = SHOWN) -> None:
    for trial in trials[:most]:
        show_trial(trial)


def _short(trial: Trial) -> str:
    """Its beginning, or as much as holds the first hit."""
    end = max(240, trial.hits[0].end + 80) if trial.hits else 240
    return trial.text if len(trial.text) <= end else trial.text[:end] + "…"
