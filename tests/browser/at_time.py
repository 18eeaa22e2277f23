"""The dashboard's server as if it were another day: `at_time.py 2026-08-29T18:20+01:00 PORT`.

Its clock goes on from the given time. Deadlines over a weekend can be watched on any day.
"""

import sys
from datetime import datetime

import time_machine
from streamlit.web import cli

if __name__ == "__main__":
    with time_machine.travel(datetime.fromisoformat(sys.argv[1]), tick=True):
        sys.argv = ["streamlit", "run", "server.py", f"--server.port={sys.argv[2]}"]
        cli.main()
