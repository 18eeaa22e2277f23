"""Earshot's core: which Posts are about the company, what they say, what is due, what was done."""
