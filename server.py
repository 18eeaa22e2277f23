"""The server: the dashboard with the headers that protect it: `streamlit run server.py`."""

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from ui.headers import SecurityHeaders

app = st.App(
    Path(__file__).resolve().with_name("dashboard.py"), middleware=[Middleware(SecurityHeaders)]
)
