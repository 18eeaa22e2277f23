"""Processes that tests start beside themselves."""

import subprocess

TO_STOP = 30  # seconds; a busy machine lets a server wait


def stopped(process: "subprocess.Popen[bytes]") -> None:
    """Ask it to end as an operator would, and end it where it does not: what it was started for
    has been shown by then."""
    process.terminate()
    try:
        process.wait(TO_STOP)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
