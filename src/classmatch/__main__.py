"""`python -m classmatch`."""

from classmatch.cli.main import run

run()
