"""Shared looks and manners of the pages; Streamlit is known here and in the pages only."""
