"""Collectors: fetch and parse what is public; know no company, no store and no screen."""
