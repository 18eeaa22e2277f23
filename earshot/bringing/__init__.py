"""Bringing: every way in: sources, tables, notes, the sample; and the watch over them."""
