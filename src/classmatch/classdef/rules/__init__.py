"""The rules of a class definition, each three-valued: true, false, or null where it is unknown."""
