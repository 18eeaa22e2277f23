"""Commands that stay: watch, serve; and the sample that there is to look at."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

from earshot.bringing.sample import make_sample
from earshot.bringing.watch import Watch
from earshot.commands.output import now, say
from earshot.handling.house import allowed_hosts, data_folder, own_house, sample_house
from earshot.handling.seclusion import open_to_others
from earshot.handling.sign_in_file import SIGN_IN_FILE, sign_in_in
from earshot.rules.company import Role
from earshot.rules.nearness import is_near
from earshot.rules.sign_in_settings import SignIn
from earshot.words.errors import Refused

SERVER = Path(__file__).resolve().parents[2] / "server.py"
NEAR = ("localhost", "127.0.0.1", "::1")
UNLED = (
    "[earshot.roles]: no group is the senior team's (smt), so that nobody who signs in could say "
    "who works here. Name one, or add somebody here: earshot people add NAME --role smt"
)


def register(app: typer.Typer) -> None:
    app.command()(watch)
    app.command()(serve)
    app.command()(sample)


def watch() -> None:
    """Collect each source when it is due, until stopped."""
    Watch(allowed_hosts(), now, say).run()


def sample() -> None:
    """Make the sample: a store of its own, with invented people, to look at."""
    house = sample_house()
    if house.store.exists():
        raise Refused(f"The sample is there already, in {house.folder}.")
    make_sample(house, now=now())
    say(f"The sample is in {house.folder}.")


def serve(
    port: Annotated[int, typer.Option(envvar="PORT")] = 8501,
    address: Annotated[str, typer.Option(help="Where to listen.")] = "127.0.0.1",
    with_sample: Annotated[
        bool, typer.Option("--sample", help="Make the sample where nothing is set up yet.")
    ] = False,
) -> None:
    """Run the dashboard and the watch together, until stopped."""
    if with_sample and not own_house().store.exists() and not sample_house().store.exists():
        say("Making the sample (a few seconds) ...")
        make_sample(sample_house(), now=now())
    sign_in = _sign_in_for(address, port)
    say_who_leads(sign_in)
    at = sign_in.origin if sign_in else f"http://{address}:{port}"
    say(f"Earshot: {at}  (data in {data_folder()}; Ctrl+C stops it)")
    if others := open_to_others(own_house()):
        say(others)
    signal.signal(signal.SIGTERM, _stop)
    children = [
        _start(_dashboard(port, address, sign_in)),
        _start([sys.executable, "-m", "earshot", "watch"]),
    ]
    try:
        _wait(children)
    finally:
        _end(children)


def _sign_in_for(address: str, port: int) -> SignIn | None:
    """Sign-in as it is set up; without it nobody listens but on this machine.

    Raises:
        EarshotError: its file has a mistake; or there is none, and others could come in.
    """
    sign_in = sign_in_in(data_folder())
    if sign_in is None and not is_near(address):
        raise Refused(
            f"There is no sign-in, so everybody who can reach {address} could read and decide "
            f"everything. Set it up in {data_folder() / SIGN_IN_FILE} (docs/deploy.md says how), "
            "or leave --address away: then only this machine can open it."
        )
    if sign_in is not None and not sign_in.is_at(port):
        raise Refused(
            f"{data_folder() / SIGN_IN_FILE}: [auth] redirect_uri: {sign_in.origin} is not where "
            f"this listens, port {port}: signing in would lead astray. Make them the same."
        )
    return sign_in


def say_who_leads(sign_in: SignIn | None) -> None:
    """Where roles come from groups and none of them is the senior team's, that nobody leads."""
    if sign_in and sign_in.role_claim and Role.SMT not in sign_in.roles.values():
        say(f"{data_folder() / SIGN_IN_FILE}: {UNLED}")


def _dashboard(port: int, address: str, sign_in: SignIn | None) -> list[str]:
    options = [f"--server.port={port}", f"--server.address={address}"]
    if sign_in is not None:
        options.append(f"--secrets.files={data_folder() / SIGN_IN_FILE}")
        hosts = dict.fromkeys((*NEAR, sign_in.host))
        options += [f"--server.allowedHosts={host}" for host in hosts]
    return [sys.executable, "-m", "streamlit", "run", str(SERVER), *options]


def _start(command: list[str]) -> subprocess.Popen[bytes]:
    """Start a part, where the dashboard's settings lie; a Ctrl+C reaches us, and we end it."""
    environment = os.environ | {"EARSHOT_DATA": str(data_folder())}
    return subprocess.Popen(command, cwd=SERVER.parent, env=environment, start_new_session=True)


def _wait(children: list[subprocess.Popen[bytes]]) -> None:
    """Until the dashboard ends. The watch may end before it, where another one is running."""
    dashboard, watching = children
    told = False
    while dashboard.poll() is None:
        if watching.poll() is not None and not told:
            say("This watch has ended; the dashboard goes on.")
            told = True
        time.sleep(0.5)
    if dashboard.returncode:
        raise typer.Exit(1)


def _end(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        child.terminate()
    for child in children:
        child.wait(timeout=10)


def _stop(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
