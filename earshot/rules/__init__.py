"""Rules: what is ours, what is promised and what a Case is. Pure: no store, no present."""
