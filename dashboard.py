"""The front door: whose house, who is there, which pages; then the page that was asked for."""

from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import streamlit as st

from earshot.rules.access import Reader
from earshot.words.errors import EarshotError, Refused
from ui import addresses, entrance, front, guard, outside, signin, who
from ui.freshness import freshness_line
from ui.looks import dress
from ui.misses import record_misses
from ui.reads import company_of
from ui.safe import say_problem
from ui.signin import Outside, Someone
from ui.visit import Visit, no_end

# Our own file: the icon of a Material name is fetched from somebody else's server.
ICON = Path(__file__).resolve().parent / "ui" / "mark.svg"


def main() -> None:
    st.set_page_config(page_title="Earshot", page_icon=str(ICON), layout="wide")
    dress()
    now = datetime.now(UTC)
    try:
        entrance.require_near_or_sign_in()
        someone = signin.present(now)
    except Outside as why:
        sentence = str(why)
        outside.show_instead(lambda: outside.ask(sentence))
    except EarshotError as error:
        _turn_away(str(error))
    else:
        _let_in(someone, now)


def _let_in(someone: Someone | None, now: datetime) -> None:
    try:
        visit = _arrive(someone, now)
    except Refused as refusal:
        _refuse(str(refusal), someone, now)
    except EarshotError as error:
        _turn_away(str(error))
    else:
        _open(visit, someone)


def _open(visit: Visit, someone: Someone | None) -> None:
    page = st.navigation(addresses.listed(visit.may, founded=visit.founded is not None))
    _send_on(visit)
    with guard.opened(visit):
        try:
            _welcome(visit, someone, page.title)
            page.run()
            if visit.founded is not None and someone is None:
                who.tell()
        except EarshotError as error:
            say_problem(str(error))


def _arrive(someone: Someone | None, now: datetime) -> Visit:
    house = front.house_to_enter()
    company = company_of(house)
    if company is None:
        return Visit(house, now, None, signin.founder(someone))
    if someone is None:
        reader = Reader(who.present(company))
    elif house.is_sample:
        reader = signin.visitor(someone)
    else:
        reader = signin.admit(house, company, someone, now)
    record_misses(house, now)
    still_open = partial(_require_still, someone) if someone else no_end
    return Visit(house, now, company_of(house), reader, still_open)


def _require_still(someone: Someone) -> None:
    signin.require_still(someone, datetime.now(UTC))


def _refuse(sentence: str, someone: Someone | None, now: datetime) -> None:
    if someone is None:
        _turn_away(sentence)
    else:
        outside.show_instead(lambda: outside.refuse(sentence, someone, now))


def _turn_away(sentence: str) -> None:
    """Nothing can be shown; through `navigation` even so, which ends Streamlit's own pages."""
    outside.show_instead(lambda: say_problem(sentence))


def _send_on(visit: Visit) -> None:
    """To the address that was asked for before this door was passed."""
    wanted = guard.take_wanted()
    if wanted and addresses.is_listed(wanted[0], founded=visit.founded is not None):
        file_name, parameters = wanted
        st.switch_page(f"pages/{file_name}", query_params=parameters)


def _welcome(visit: Visit, someone: Someone | None, title: str) -> None:
    """What stands round every page: the sample's banner, who is there, the title, how fresh."""
    front.sample_banner(visit.house)
    front.missing_headers()
    if someone is not None:
        outside.in_sidebar(someone, visit.reader, visit.now)
    if visit.founded is None:
        front.way_back_to_sample(visit.house)
        st.title(title)
        return
    if someone is None:
        who.ask(visit.company)
    st.title(title)
    freshness_line(visit, link=title != "Sources")


main()
