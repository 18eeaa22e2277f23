"""`python -m earshot`: the command line."""

from earshot.commands.app import main

main()
