"""Words: vocabularies, errors, times, queries, phrases: what all the rest is said in."""
