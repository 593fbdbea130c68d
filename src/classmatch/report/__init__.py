"""What is told about a run: first as plain structures, then rendered for the terminal and for files."""
