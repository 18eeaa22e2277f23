"""Protection: what is owed to the people who are written about, and to those who write."""
