"""The works list: one line a unit of the class definition, and what is not on it."""
