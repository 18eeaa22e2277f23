"""Telling: the figures, in words and tables, for pages, commands and files."""
