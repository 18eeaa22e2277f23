"""Tables: CSV as people write it, read row by row into Posts."""
