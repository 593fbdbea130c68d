"""Marks between the tokens of a cell of claimants: a control character and the kind of the token that begins there.

They stand only between the steps that cut a cell; a cell is cleared of control characters before.
"""

from __future__ import annotations

MARKER = "\x10"
# What begins: names; another name of the one before, and maybe names behind it; in what capacity those before claim; of
# what body the one before is a part; when it was born and died; names that share nothing with those before.
NAMES, ALIAS, CAPACITY, PART_OF, YEARS, BREAK = (f"{MARKER}{kind}" for kind in "NACPYB")
MAIDEN = "Née "  # before another name that may be no more than a surname
SEPARATOR = "\x11"  # between the atoms of a list of names, with the separator itself behind it
