"""Mail: the notices that platforms send, out of a mailbox or a file, read into Posts."""
