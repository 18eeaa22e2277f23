"""The company's terms: a box, one term a line, and at once what they would find."""

from collections.abc import Iterable, Mapping, Sequence

import streamlit as st

from earshot.bringing.trying import Listed, Preview, Trial, try_text
from earshot.handling.effects import STORED
from earshot.rules.company import Company, Person
from earshot.rules.person_terms import is_senior, names_somebody
from earshot.words.errors import BadQuery
from earshot.words.query import parse
from ui.keys import key_of
from ui.safe import escaped, marked, say, say_problem, say_text
from ui.words import number_of

HELP = (
    'One term a line. "Double quotes" keep words together; several words without quotes must all '
    "be there. OR, NOT, brackets and NEAR/5 work in capitals; =Word minds its capitals."
)
EXAMPLE = "I am still waiting for {name} to answer my e-mail"
SHOWN = 5
ONLY_SENIOR = (
    "A person's name is searched for only with a reason that somebody in the senior team gives: "
    "leave the term out, or have them enter it."
)


def ask_terms(terms: Sequence[str], *, key: str) -> tuple[str, ...]:
    """The box; the terms that stand in it."""
    written = st.text_area("What do people call you?", "\n".join(terms), key=key, height=120)
    st.caption(HELP)
    return tuple(line.strip() for line in (written or "").splitlines() if line.strip())


def ask_person_reasons(
    terms: Sequence[str],
    reasons: Mapping[str, str],
    company_name: str,
    people: Iterable[Person],
    *,
    asked: Person | None,
    key: str,
) -> dict[str, str] | None:
    """Which terms are people's names, and why each is searched for: the senior team says it.
    None as long as a reason is missing. Terms are options of a list and escaped: never Markdown."""
    listed = list(terms)
    known = [t for t in listed if t in reasons or names_somebody(t, company_name, people)]
    chosen = st.multiselect(
        "Which of these are a person's name?", listed, known, key=key_of(key, (listed, known))
    )
    named = [term for term in listed if term in {*known, *chosen}]
    kept = {term: reasons[term] for term in named if term in reasons}
    if not is_senior(asked):
        if set(named) - set(kept):
            say_problem(ONLY_SENIOR)
            return None
        return kept
    given = {term: _ask_reason(term, kept.get(term, ""), key=key) for term in named}
    return given if all(given.values()) else None


def _ask_reason(term: str, at: str, *, key: str) -> str:
    say_text(f"{term}: why does the company have to search for this person's name?")
    written = st.text_input(
        "Reason", at, key=f"{key} why {term}", label_visibility="collapsed", width=480
    )
    return (written or "").strip()


def readable(terms: Sequence[str]) -> bool:
    """Whether every term can be read; says which one cannot, and where."""
    for number, term in enumerate(terms, start=1):
        try:
            parse(term)
        except BadQuery as error:
            say_problem(f"Term {number}, at character {error.position + 1}: {error}")
            say(marked(term, [(error.position, error.position + 1)]), "es-quiet")
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


def show_preview(preview: Preview, *, changed: bool) -> None:
    """What the terms make of what feeds dropped lately and of what is stored, with the texts."""
    for term, count in preview.wide:
        say_problem(_too_wide(term, count, preview.dropped))
    say_text(_sums(preview, changed=changed), "es-key")
    st.caption(
        "Of what feeds brought and was not about you, the title and the beginning are kept for "
        f"7 days, to try terms on; of what is stored, the newest {STORED:,} are tried. A change of "
        "terms removes nothing that is stored."
    )
    _show_list("Newly found, from the last 7 days", preview.found)
    _show_list("Stored, and not found any more", preview.lost)
    _show_list("Stored, and still found", preview.kept)


def _sums(preview: Preview, *, changed: bool) -> str:
    found = f"{preview.found.total:,} more from the last 7 days"
    lost = f"{preview.lost.total:,} of {preview.stored:,} stored"
    if not preview.dropped:
        said = ["Nothing that feeds brought lately was left out"]
    else:
        said = [f"{found} {'would' if changed else 'can'} be found"]
    if not preview.stored:
        said.append("nothing that was said elsewhere is stored yet")
    elif not changed:
        said.append(f"{lost} are not found by these terms")
    else:
        said.append(f"{lost} would not{'' if preview.dropped else ' be found any more'}")
    return "; ".join(said) + "."


def _too_wide(term: str, count: int, dropped: int) -> str:
    found = "all" if count == dropped else f"{count:,} of the"
    return (
        f"The term {term} finds {found} {number_of(dropped, 'item')} that were not about you in "
        "the last 7 days: it is too wide to tell what is about you."
    )


def _show_list(title: str, listed: Listed) -> None:
    if not listed.total:
        return
    with st.expander(f"{title}: {listed.total:,}"):
        show_trials(listed.first, most=len(listed.first))
        if listed.total > len(listed.first):
            st.caption(f"These are the first {len(listed.first)}.")


def _short(trial: Trial) -> str:
    """Its beginning, or as much as holds the first hit."""
    end = max(240, trial.hits[0].end + 80) if trial.hits else 240
    return trial.text if len(trial.text) <= end else trial.text[:end] + "…"
