"""Marks that the steps from a cell to its names leave for one another: control characters, of which a cell is cleared.

A name is cut where they stand or kept together by them, and folding takes every one of them out again.
"""

from __future__ import annotations

INVERTED = "\x01"  # between a surname and the given names behind it
BETWEEN = "\x02"  # between two names
JOINED = "\x03"  # inside one word: a particle and its surname (`van der Meer`)
LINKED = "\x04"  # inside the name of a corporate body: a space, `of`, `and`
FIRM = "\x05"  # in the place of a legal form: what stands before it is the name of a firm
BEHIND = "\x06"  # before a particle that stands behind the given names (`Meer, Ludo van der`)
DOUBLE = "\x07"  # inside a surname of several words (`Ortega y Gasset`)
