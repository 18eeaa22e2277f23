"""The command line: each command reads its words, asks the core, and prints what came of it."""
