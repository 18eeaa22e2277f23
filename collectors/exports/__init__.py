"""Exports: what platforms hand out on request, recognised by content and read into Posts."""
