"""The front door: whose house, who is there, which pages; then the page that was asked for."""

from datetime import UTC, datetime
from pathlib import Path

import streamlit as st

from earshot.rules.access import Reader
from earshot.words.errors import EarshotError
from ui import addresses, front, guard, who
from ui.freshness import freshness_line
from ui.looks import dress
from ui.misses import record_misses
from ui.reads import company_of
from ui.safe import say_problem
from ui.visit import Visit

# Our own file: the icon of a Material name is fetched from somebody else's server.
ICON = Path(__file__).resolve().parent / "ui" / "mark.svg"


def main() -> None:
    st.set_page_config(page_title="Earshot", page_icon=str(ICON), layout="wide")
    dress()
    try:
        visit = _arrive(datetime.now(UTC))
    except EarshotError as error:
        _turn_away(str(error))
        return
    page = st.navigation(addresses.listed(visit.may, founded=visit.founded is not None))
    _send_on(visit)
    with guard.opened(visit):
        try:
            _welcome(visit, page.title)
            page.run()
            if visit.founded is not None:
                who.tell()
        except EarshotError as error:
            say_problem(str(error))


def _arrive(now: datetime) -> Visit:
    house = front.house_to_enter()
    company = company_of(house)
    if company is None:
        return Visit(house, now, None)
    record_misses(house, now)
    company = company_of(house)
    return Visit(house, now, company, Reader(who.present(company) if company else None))


def _turn_away(sentence: str) -> None:
    """Nothing can be shown; through `navigation` even so, which ends Streamlit's own pages."""
    page = st.Page(lambda: say_problem(sentence), title="Earshot", url_path="problem", default=True)
    st.navigation([page], position="hidden").run()


def _send_on(visit: Visit) -> None:
    """To the address that was asked for before this door was passed."""
    wanted = guard.take_wanted()
    if wanted and addresses.is_listed(wanted[0], founded=visit.founded is not None):
        file_name, parameters = wanted
        st.switch_page(f"pages/{file_name}", query_params=parameters)


def _welcome(visit: Visit, title: str) -> None:
    """What stands round every page: the sample's banner, who is there, the title, how fresh."""
    front.sample_banner(visit.house)
    front.missing_headers()
    if visit.founded is None:
        front.way_back_to_sample(visit.house)
        st.title(title)
        return
    who.ask(visit.company)
    st.title(title)
    freshness_line(visit, link=title != "Sources")


main()
