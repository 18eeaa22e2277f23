"""Handling: how Posts are taken in and Cases decided, over the store."""
