"""`python -m api.cli`: the command line where no console script is on the path."""

from api.cli import main

main()
