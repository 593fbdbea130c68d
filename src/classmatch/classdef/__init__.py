"""The class definition, and what it says of candidates."""
