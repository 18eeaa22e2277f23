"""Feeds: RSS, Atom, RDF and JSON Feed, read into Posts."""
